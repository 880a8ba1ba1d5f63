"""The commands: each parses what was typed, calls the library, and prints."""

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
import typer
from rich.console import Console

from scrlearn.checking.corrections import load_corrections
from scrlearn.errors import FileError, ScrlearnError
from scrlearn.export.passages import reading_order
from scrlearn.reviews.collection import Collection, load_reviews, load_settings, start_collection
from scrlearn.reviews.documents import add_documents, read_document
from scrlearn.reviews.workbook import write_workbook
from scrlearn.runs.coding import Period
from scrlearn.runs.run import Run, run_collection
from scrlearn.themes.codebook import check_examples, load_codebook

app = typer.Typer(
    help="What learning recurs across safeguarding reviews: read, code by theme, count honestly, chart.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
codebook_app = typer.Typer(help="The codebook: its themes, rules and examples.", no_args_is_help=True)
app.add_typer(codebook_app, name="codebook")

Folder = Annotated[Path, typer.Argument(help="A collection's folder.")]


@app.command()
def run(
    folder: Folder,
    first: Annotated[
        str | None, typer.Option("--from", help="Count reviews from this date: 2018, 2018-04, 2018-04-01.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", help="Count reviews to this date.")] = None,
    date: Annotated[
        Literal["published_on", "decided_on", "commissioned_on"], typer.Option("--by", help="Which date of a review.")
    ] = "published_on",
    years: Annotated[
        Literal["calendar", "april"], typer.Option(help="Calendar years, or years from April to March.")
    ] = "calendar",
    include_unpublished: Annotated[bool, typer.Option(help="Count and show reviews that are not public too.")] = False,
) -> None:
    """Code a collection, and write its tables, charts and briefing to FOLDER/outputs."""

    period = Period(first, last, date, years)
    with Console(stderr=True).status("") as status:
        done = run_collection(
            folder,
            period=period,
            include_unpublished=include_unpublished,
            progress=lambda step: status.update(f"{step} …"),
        )
    print(_summary(done))


@app.command()
def read(
    file: Annotated[Path, typer.Argument(help="A document.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the tables as JSON.")] = False,
) -> None:
    """Show what is understood of a document, without adding it to anything."""

    reading = read_document(file)
    if as_json:
        tables = {name: json.loads(table.to_json(orient="records")) for name, table in reading._asdict().items()}
        print(json.dumps(tables, indent=2, ensure_ascii=False))
    else:
        print(_reading(reading))


@app.command()
def add(
    folder: Folder,
    files: Annotated[list[Path], typer.Argument(help="Documents to read and add.")],
    unpublished: Annotated[bool, typer.Option("--unpublished", help="The reviews are not public.")] = False,
) -> None:
    """Read documents and add what they hold to a collection."""

    added = add_documents(folder, files, source_status="unpublished" if unpublished else "published")
    for row in added.itertuples():
        print(
            f"{row.file}: {row.result} as {row.review_id} "
            f"({row.n_recommendations} recommendations, {row.n_responses} responses)"
        )


@app.command()
def new(
    folder: Folder,
    name: Annotated[str | None, typer.Option(help="What to call it on charts and pages.")] = None,
    workbook: Annotated[Path | None, typer.Option("--from", help="A filled workbook to begin with.")] = None,
    illustrative: Annotated[bool, typer.Option("--illustrative", help="Everything in it is fictional.")] = False,
) -> None:
    """Start a collection in a new folder, empty or from a filled workbook."""
    if workbook is None:
        start_collection(folder, name=name, illustrative=illustrative)
    else:
        settings = load_settings(workbook)
        start_collection(
            folder,
            name=name or settings.name,
            illustrative=illustrative or settings.illustrative,
            collection=load_reviews(workbook),
            corrections=load_corrections(workbook),
        )
    print(f"Started a collection in {folder}. Add documents with: scrlearn add {folder} FILE")


@app.command()
def template(
    file: Annotated[Path, typer.Argument(help="The workbook to write (.xlsx).")],
    collection: Annotated[Path | None, typer.Option("--from", help="A collection to fill it with.")] = None,
) -> None:
    """Write a workbook with a sheet for each table, to be filled in Excel."""

    if file.suffix.lower() != ".xlsx":
        raise FileError(f"{file}: give the workbook a name that ends in .xlsx.")
    if file.exists():
        raise FileError(f"{file}: is there already; choose another name, or move it away.")
    if collection is None:
        write_workbook(file)
    else:
        write_workbook(
            file,
            collection=load_reviews(collection),
            corrections=load_corrections(collection),
            settings=load_settings(collection),
        )
    print(f"Wrote {file}. When it is filled: scrlearn new FOLDER --from {file}")


@codebook_app.command("test")
def check_codebook(
    folder: Annotated[Path | None, typer.Argument(help="A collection with a codebook of its own.")] = None,
) -> None:
    """Hold the codebook's rules against its examples; exit with 1 where one fails."""

    examples = check_examples(load_codebook(folder))
    failed = examples[~examples["passed"]]
    for row in failed.itertuples():
        expected = "should be found" if row.applies else f"should not be found, but {row.rule_ids} fired"
        print(f"{row.example_id}: {row.theme_id} {expected}")
    print(f"{len(examples) - len(failed)} of {len(examples)} examples pass.")
    if len(failed):
        raise typer.Exit(1)


def main() -> None:
    """Run a command; say in one line what a person can put right, and exit with 2."""
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app()
    except ScrlearnError as error:
        print(f"scrlearn: {error}", file=sys.stderr)
        sys.exit(2)


def _summary(run: Run) -> str:
    findings, collection = run.findings, run.findings.collection
    codings = pd.concat([findings.recommendation_codings, findings.response_codings])
    return "\n".join(
        [
            run.scope,
            f"{len(collection.recommendations)} recommendations and parts, {len(collection.responses)} responses.",
            *sorted(set(findings.tables["theme_counts"]["notice"].dropna())),
            "",
            *_theme_lines(findings.tables["theme_counts"], findings.tables["theme_counts_in_responses"]),
            "",
            f"{'' if run.confirmation.complete else 'DRAFT: '}{run.confirmation}.",
            f"Codings to check: {int((codings['decision'] == 'check').sum())}.",
            f"Decisions not applied, their words having changed: {len(findings.stale_corrections)}.",
            "",
            f"Read:   {run.briefing}",
            f"Tables: {run.outputs / 'tables'}",
            f"Charts: {run.outputs / 'charts'}",
            f"Record: {run.record}",
        ]
    )


def _theme_lines(raised: pd.DataFrame, replied: pd.DataFrame) -> list[str]:
    width = raised["theme"].str.len().max()
    lines = [f"{'Reviews that raise each theme':<{width + 12}}   in recommendations   in replies"]
    for ask, reply in zip(raised.to_dict("records"), replied.to_dict("records"), strict=True):
        checks = f" (+{ask['n_check']} to check)" if ask["n_check"] else ""
        counted = f"{ask['n_reviews']} of {ask['of_reviews']}{checks}"
        lines.append(f"  {ask['theme']:<{width + 10}}   {counted:<18}   {reply['n_reviews']} of {reply['of_reviews']}")
    return lines


def _reading(reading: Collection) -> str:
    facts = reading.reviews.drop(columns="illustrative", errors="ignore").iloc[0].dropna()
    passages = pd.concat([reading.recommendations, reading.responses])
    lines = dict(zip(passages["passage_id"], map(_passage_line, passages.to_dict("records")), strict=True))
    order = reading_order(reading).get(facts["review_id"], [])
    n_whole = int(reading.recommendations["part_of"].isna().sum())
    return "\n".join(
        [
            *(f"{name:<24} {value}" for name, value in facts.items()),
            "",
            *(lines[passage_id] for passage_id in order),
            "",
            f"{n_whole} recommendations, {len(reading.recommendations) - n_whole} parts of them, "
            f"{len(reading.responses)} responses.",
        ]
    )


def _passage_line(passage: dict) -> str:
    if passage["kind"] in ("response", "action"):
        return f"      → {passage['text']}"
    return f"{'    ' * str(passage['number']).count('.')}{passage['number']}  {passage['text']}"


if __name__ == "__main__":
    main()
