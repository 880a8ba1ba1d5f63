"""The commands: each parses what was typed, calls the library, and prints."""

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from scrlearn.checking.corrections import load_corrections
from scrlearn.errors import FileError, ScrlearnError
from scrlearn.export.similar import write_similar
from scrlearn.export.tables import write_table
from scrlearn.reviews.collection import load_reviews, load_settings, start_collection
from scrlearn.reviews.documents import add_documents, read_document
from scrlearn.reviews.workbook import write_workbook
from scrlearn.runs.agreement import find_agreement
from scrlearn.runs.checking import record_coding_sheet, write_coding_matrix, write_coding_sheet
from scrlearn.runs.code import CODED_COLUMNS, code_table, read_passages
from scrlearn.runs.coding import Period
from scrlearn.runs.exchange import record_exchange, take_codebook, write_collection_exchange
from scrlearn.runs.layout import example_layout
from scrlearn.runs.release import freeze_release
from scrlearn.runs.report import run_report
from scrlearn.runs.run import run_collection
from scrlearn.runs.similar import ask_before, summarise_inquiry
from scrlearn.runs.summary import (
    summarise_agreement,
    summarise_exchange,
    summarise_reading,
    summarise_recorded,
    summarise_rules,
    summarise_run,
    summarise_sheet,
    summarise_themes,
)
from scrlearn.themes.codebook import check_conflicts, check_examples, load_codebook
from scrlearn.themes.labelled import load_labelled, relabel
from scrlearn.themes.model import FEWEST_LABELS
from scrlearn.themes.rules import measure_rules, refuse_silent_themes

app = typer.Typer(
    help="What learning recurs across safeguarding reviews: read, code by theme, count honestly, chart.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
codebook_app = typer.Typer(help="The codebook: its themes, rules and examples.", no_args_is_help=True)
app.add_typer(codebook_app, name="codebook")

Folder = Annotated[Path, typer.Argument(help="A collection's folder.")]
First = Annotated[str | None, typer.Option("--from", help="Count reviews from this date: 2018, 2018-04, 2018-04-01.")]
Last = Annotated[str | None, typer.Option("--to", help="Count reviews to this date.")]
Date = Annotated[
    Literal["published_on", "decided_on", "commissioned_on"], typer.Option("--by", help="Which date of a review.")
]
Years = Annotated[Literal["calendar", "april"], typer.Option(help="Calendar years, or years from April to March.")]
OverdueOn = Annotated[
    str | None, typer.Option("--overdue-on", help="The day on which commitments may be overdue; else that of --to.")
]
EncoderFolder = Annotated[Path | None, typer.Option("--encoder", help="A folder with a sentence-vector model.")]
Unpublished = Annotated[bool, typer.Option(help="Count and show reviews that are not public too.")]


@app.command()
def run(
    folder: Folder,
    first: First = None,
    last: Last = None,
    date: Date = "published_on",
    years: Years = "calendar",
    overdue_on: OverdueOn = None,
    include_unpublished: Unpublished = False,
    encoder: EncoderFolder = None,
) -> None:
    """Code a collection, and write its tables, charts and briefing to FOLDER/outputs."""

    period = Period(first, last, date, years, overdue_on)
    with Console(stderr=True).status("") as status:
        done = run_collection(
            folder,
            period=period,
            include_unpublished=include_unpublished,
            encoder=encoder,
            progress=lambda step: status.update(f"{step} …"),
        )
    print(summarise_run(done))


@app.command()
def report(
    folder: Folder,
    out: Annotated[
        list[Path] | None, typer.Option("--out", help="The file to write: .docx, .html or .xlsx; may be given again.")
    ] = None,
    first: First = None,
    last: Last = None,
    date: Date = "published_on",
    years: Years = "calendar",
    overdue_on: OverdueOn = None,
    include_unpublished: Unpublished = False,
    encoder: EncoderFolder = None,
    release: Annotated[str | None, typer.Option(help="Make it from what was frozen under this name.")] = None,
    sections: Annotated[
        bool, typer.Option("--sections", help="Print a report.toml in which sections can be cut and reordered.")
    ] = False,
) -> None:
    """Write the report of a collection as Word, Excel or one page."""

    if sections:
        print(example_layout(), end="")
        return
    if not out:
        raise FileError("report: nowhere to write to; add --out and a name that ends in .docx, .html or .xlsx.")
    period = Period(first, last, date, years, overdue_on)
    if release and (period != Period() or include_unpublished or encoder):
        raise FileError(f"report: {release} was frozen with its own dates; leave out --from, --to, --by and the like.")
    with Console(stderr=True).status("") as status:
        made = run_report(
            folder,
            out,
            period=period,
            include_unpublished=include_unpublished,
            encoder=encoder,
            release=release,
            progress=lambda step: status.update(f"{step} …"),
        )
    print("\n".join([made.scope, made.confirmed_line, *(f"Wrote {file}" for file in out)]))


@app.command()
def release(
    folder: Folder,
    name: Annotated[str, typer.Argument(help="What to call it, such as annual-2023-24.")],
    first: First = None,
    last: Last = None,
    date: Date = "published_on",
    years: Years = "calendar",
    overdue_on: OverdueOn = None,
    include_unpublished: Unpublished = False,
    encoder: EncoderFolder = None,
) -> None:
    """Freeze what a report rests on in FOLDER/releases/NAME, so that it can be made again years later."""

    with Console(stderr=True).status("") as status:
        place = freeze_release(
            folder,
            name,
            period=Period(first, last, date, years, overdue_on),
            include_unpublished=include_unpublished,
            encoder=encoder,
            progress=lambda step: status.update(f"{step} …"),
        )
    print(f"Froze {place}. The report: scrlearn report {folder} --release {name} --out FILE.docx")


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
        print(summarise_reading(reading))


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
            when_coders_disagree=settings.when_coders_disagree,
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

    _refuse_other_name(file, ".xlsx", thing="workbook")
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


@app.command()
def code(
    file: Annotated[Path, typer.Argument(help="A CSV file with a column of texts.")],
    text: Annotated[str, typer.Option(help="Its column of texts.")] = "text",
    passage_id: Annotated[str | None, typer.Option("--id", help="Its column that names each row.")] = None,
    stem: Annotated[str | None, typer.Option(help="Its column of introducing words.")] = None,
    codebook: Annotated[str | None, typer.Option(help="A codebook's folder, or the name of one that ships.")] = None,
    every_cell: Annotated[bool, typer.Option("--all", help="Print the cells that do not apply, too.")] = False,
    no_check: Annotated[bool, typer.Option("--no-check", help="Force each cell to applies or does_not_apply.")] = False,
    encoder: EncoderFolder = None,
) -> None:
    """Code any table of texts, and print the codings as CSV."""
    passages = read_passages(file, text=text, passage_id=passage_id, stem=stem)
    batches = code_table(passages, codebook=codebook, encoder=encoder, ask=not no_check)
    for place, codings in enumerate(batches):
        shown = codings if every_cell else codings[codings["decision"] != "does_not_apply"]
        print(shown[CODED_COLUMNS].to_csv(index=False, header=place == 0, lineterminator="\n"), end="")


@app.command()
def similar(
    folder: Folder,
    asked: Annotated[str, typer.Argument(help="A text; or a file: a document, or a short text.")],
    most: Annotated[int, typer.Option(min=1, help="How many past recommendations to return for each question.")] = 10,
    out: Annotated[Path | None, typer.Option(help="A page to write besides (.html).")] = None,
    include_unpublished: Annotated[bool, typer.Option(help="Look in reviews that are not public too.")] = False,
) -> None:
    """Have we learnt this before? Print the past recommendations closest to a text, and what was answered."""

    if out is not None:
        _refuse_other_name(out, ".html", thing="page")
    with Console(stderr=True).status("") as status:
        inquiry = ask_before(
            folder,
            asked,
            most=most,
            include_unpublished=include_unpublished,
            progress=lambda step: status.update(f"{step} …"),
        )
    print(summarise_inquiry(inquiry))
    if out is not None:
        print(f"\nRead: {write_similar(inquiry, out)}")


@app.command()
def sheet(
    folder: Folder,
    out: Annotated[Path | None, typer.Option("--out", help="Write a coding sheet to this file (.xlsx).")] = None,
    record: Annotated[Path | None, typer.Option("--record", help="Record what was decided in this sheet.")] = None,
    matrix: Annotated[Path | None, typer.Option("--matrix", help="Write passages × themes, 0 and 1 (.csv).")] = None,
    coder: Annotated[str | None, typer.Option(help="Who fills it in; needed to record.")] = None,
    n: Annotated[int, typer.Option("--n", min=1, help="How many cells to ask for.")] = 40,
    confirm_all: Annotated[bool, typer.Option("--confirm-all", help="Ask for all that nobody has confirmed.")] = False,
    disagreements: Annotated[bool, typer.Option("--disagreements", help="Ask for what people left open.")] = False,
    blind: Annotated[bool, typer.Option("--blind", help="Hide suggestions and what others decided.")] = False,
    settles: Annotated[bool, typer.Option("--settles", help="The decisions settle what others disagree on.")] = False,
    include_unpublished: Annotated[bool, typer.Option(help="Ask about reviews that are not public too.")] = False,
    encoder: EncoderFolder = None,
    seed: Annotated[int, typer.Option(help="Coders who draw with the same seed meet on the same cells.")] = 0,
) -> None:
    """Make a coding sheet for a person, record one that comes back, or write the matrix of 0 and 1."""

    if sum(choice is not None for choice in (out, record, matrix)) != 1:
        raise FileError("sheet: say one of --out FILE.xlsx, --record FILE.xlsx --coder NAME, or --matrix FILE.csv.")
    with Console(stderr=True).status("") as status:
        if record is not None:
            if not coder:
                raise FileError("sheet: whose decisions are they? Add --coder NAME.")
            print(summarise_recorded(record_coding_sheet(folder, record, coder=coder, settles=settles), coder))
        elif matrix is not None:
            print(f"Wrote {write_coding_matrix(folder, matrix, include_unpublished=include_unpublished)}")
        elif out is not None:
            _refuse_other_name(out, ".xlsx", thing="sheet")
            n_cells = write_coding_sheet(
                folder,
                out,
                coder=coder,
                n=n,
                blind=blind,
                confirm_all=confirm_all,
                disagreements=disagreements,
                include_unpublished=include_unpublished,
                encoder=encoder,
                seed=seed,
                progress=lambda step: status.update(f"{step} …"),
            )
            print(summarise_sheet(folder, out, n_cells))


@app.command()
def agreement(
    folder: Folder,
    out: Annotated[Path | None, typer.Option("--out", help="Write the disagreements side by side (.csv).")] = None,
    encoder: EncoderFolder = None,
    seed: Annotated[int, typer.Option(help="For the intervals.")] = 0,
) -> None:
    """Print how far coders agree with one another, and rules and model with them."""

    if out is not None:
        _refuse_other_name(out, ".csv")
    found = find_agreement(folder, encoder=encoder, seed=seed)
    print(summarise_agreement(found))
    if out is not None:
        print(f"\nWrote {write_table(found.disagreements, out)}")


@app.command()
def exchange(
    folder: Folder,
    to: Annotated[Path | None, typer.Option("--to", help="Write a project (.qdpx) or the codebook (.qdc).")] = None,
    source: Annotated[
        Path | None, typer.Option("--from", help="Record the codings of a project (.qdpx), or take a codebook (.qdc).")
    ] = None,
    include_unpublished: Annotated[bool, typer.Option(help="Take reviews that are not public along too.")] = False,
) -> None:
    """Exchange documents, codebook and codings with NVivo, MAXQDA, ATLAS.ti, QualCoder and the like."""

    if (to is None) == (source is None):
        raise FileError("exchange: say either --to FILE.qdpx or --from FILE.qdpx (or .qdc for the codebook alone).")
    with Console(stderr=True).status("") as status:
        if to is not None:
            written = write_collection_exchange(
                folder,
                to,
                include_unpublished=include_unpublished,
                progress=lambda step: status.update(f"{step} …"),
            )
            print(f"Wrote {written}. To record what is coded in it elsewhere: scrlearn exchange {folder} --from FILE")
        elif source is not None and source.suffix.lower() == ".qdc":
            print(summarise_themes(take_codebook(folder, source), folder))
        elif source is not None:
            print(summarise_exchange(record_exchange(folder, source)))


@codebook_app.command("test")
def check_codebook(
    folder: Annotated[
        Path | None,
        typer.Argument(help="A collection with a codebook of its own, or a codebook that ships: sub_themes, …"),
    ] = None,
) -> None:
    """Try the codebook's rules on its examples and on labelled passages; exit with 1 where it contradicts itself."""

    codebook = load_codebook(folder)
    labelled = relabel(load_labelled(), codebook)
    refuse_silent_themes(codebook, labelled, fewest=FEWEST_LABELS)
    examples, conflicts = check_examples(codebook), check_conflicts(codebook)
    failed = examples[~examples["passed"]]
    for row in failed.itertuples():
        expected = "should be found" if row.applies else f"should not be found, but {row.rule_ids} fired"
        print(f"{row.example_id}: {row.theme_id} {expected}")
    for conflict in conflicts.to_dict("records"):
        print(f"{conflict['ids'].replace(';', ', ')}: {conflict['conflict']}")
    print(f"{len(examples) - len(failed)} of {len(examples)} examples pass. Conflicts: {len(conflicts)}.")
    print(summarise_rules(measure_rules(codebook, labelled)))
    if len(failed) or len(conflicts):
        raise typer.Exit(1)


def _refuse_other_name(file: Path, ending: str, *, thing: str = "file") -> None:
    if file.suffix.lower() != ending:
        raise FileError(f"{file}: give the {thing} a name that ends in {ending}.")


def main() -> None:
    """Run a command; say in one line what a person can put right, and exit with 2."""
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app()
    except ScrlearnError as error:
        print(f"scrlearn: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
