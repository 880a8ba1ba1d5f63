"""Commands for what a collection says: a run, a report, a release, and whether something was learnt before."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from scrlearn.cli.app import (
    Date,
    EncoderFolder,
    First,
    Folder,
    Last,
    OverdueOn,
    Unpublished,
    Years,
    app,
    refuse_other_name,
)
from scrlearn.errors import FileError
from scrlearn.export.similar import write_similar
from scrlearn.runs.coding import Period
from scrlearn.runs.compare import compare_runs
from scrlearn.runs.layout import example_layout
from scrlearn.runs.release import freeze_release
from scrlearn.runs.report import run_report
from scrlearn.runs.reproduce import reproduce_run
from scrlearn.runs.run import run_collection
from scrlearn.runs.similar import ask_before, summarise_inquiry
from scrlearn.runs.summary import summarise_comparison, summarise_reproduction, summarise_run


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
    reproduce: Annotated[
        str | None,
        typer.Option(metavar="RUN", help="Make this earlier run again: does it come out the same?"),
    ] = None,
) -> None:
    """Code a collection, and write its tables, charts and briefing to FOLDER/outputs."""

    if reproduce:
        _reproduce(folder, reproduce, encoder)
        return
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


def _reproduce(folder: Path, name: str, encoder: Path | None) -> None:
    with Console(stderr=True).status("") as status:
        made = reproduce_run(folder, name, encoder=encoder, progress=lambda step: status.update(f"{step} …"))
    print(summarise_reproduction(made))
    if made.differing:
        raise typer.Exit(1)


@app.command()
def compare(
    folder: Folder,
    before: Annotated[str | None, typer.Argument(help="The name of a run, as in FOLDER/runs.", metavar="RUN")] = None,
    after: Annotated[str | None, typer.Argument(help="That of a later one.", metavar="RUN")] = None,
    encoder: EncoderFolder = None,
) -> None:
    """Say what changed between two runs, and why; the last two if none is named."""

    with Console(stderr=True).status("Coding again with one thing changed at a time …"):
        compared = compare_runs(folder, before, after, encoder=encoder)
    print(summarise_comparison(compared))


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
def similar(
    folder: Folder,
    asked: Annotated[str, typer.Argument(help="A text; or a file: a document, or a short text.")],
    most: Annotated[int, typer.Option(min=1, help="How many past recommendations to return for each question.")] = 10,
    out: Annotated[Path | None, typer.Option(help="A page to write besides (.html).")] = None,
    include_unpublished: Annotated[bool, typer.Option(help="Look in reviews that are not public too.")] = False,
) -> None:
    """Have we learnt this before? Print the past recommendations closest to a text, and what was answered."""

    if out is not None:
        refuse_other_name(out, ".html", thing="page")
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
