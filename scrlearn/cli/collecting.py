"""Commands for a collection itself: reading documents, adding them, starting one, and coding a table of one's own."""

import json
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from scrlearn.checking.corrections import load_corrections
from scrlearn.cli.app import (
    EncoderFolder,
    Folder,
    app,
    codebook_app,
    refuse_other_name,
)
from scrlearn.errors import FileError
from scrlearn.files import csv_rows
from scrlearn.reviews.collection import load_reviews, load_settings, start_collection
from scrlearn.reviews.documents import add_documents
from scrlearn.reviews.reading import read_document
from scrlearn.reviews.tracker import add_tracker, is_tracker
from scrlearn.reviews.workbook import write_workbook
from scrlearn.runs.adding import find_lost_decisions, summarise_added, summarise_reading, summarise_tracker
from scrlearn.runs.code import CODED_COLUMNS, code_table, read_passages
from scrlearn.runs.summary import summarise_rules
from scrlearn.themes.codebook import check_conflicts, check_examples, load_codebook
from scrlearn.themes.labelled import load_labelled, relabel
from scrlearn.themes.model import FEWEST_LABELS
from scrlearn.themes.rules import measure_rules, refuse_silent_themes


@app.command()
def read(
    file: Annotated[Path, typer.Argument(help="A document.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the tables as JSON.")] = False,
) -> None:
    """Show what is understood of a document, without adding it to anything."""

    reading = read_document(file)
    if as_json:
        told = {
            name: json.loads(found.to_json(orient="records")) if isinstance(found, pd.DataFrame) else found
            for name, found in reading._asdict().items()
        }
        print(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        print(summarise_reading(reading))


@app.command()
def add(
    folder: Folder,
    files: Annotated[list[Path], typer.Argument(help="Documents to read and add, or trackers (.xlsx, .csv).")],
    unpublished: Annotated[bool, typer.Option("--unpublished", help="The reviews are not public.")] = False,
    review: Annotated[
        str | None, typer.Option(help="The review_id of the review that the documents are about.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of an earlier edition, or of what was known of an action.")
    ] = False,
    despite_doubts: Annotated[
        bool, typer.Option("--despite-doubts", help="Add a document that was probably not read as it stands.")
    ] = False,
    sheet: Annotated[str | None, typer.Option(help="The sheet of a tracker.")] = None,
    confirm_columns: Annotated[
        bool, typer.Option("--confirm-columns", help="Confirm what the columns of a tracker hold.")
    ] = False,
) -> None:
    """Read documents and trackers, and add what they hold to a collection."""
    source_status = "unpublished" if unpublished else "published"
    documents = [file for file in files if not is_tracker(file)]
    if documents:
        added = add_documents(
            folder,
            documents,
            source_status=source_status,
            review_id=review,
            replace=replace,
            despite_doubts=despite_doubts,
        )
        print(summarise_added(added, find_lost_decisions(folder, added)))
    for file in files:
        if is_tracker(file):
            result = add_tracker(
                folder, file, sheet=sheet, confirm=confirm_columns, replace=replace, source_status=source_status
            )
            print(summarise_tracker(file, folder, result))


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

    refuse_other_name(file, ".xlsx", thing="workbook")
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
        print(csv_rows(shown[CODED_COLUMNS], header=place == 0), end="")


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
