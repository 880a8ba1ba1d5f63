"""The commands' common ground: the app that they belong to, and the options that several take."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from scrlearn.errors import FileError

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


def refuse_other_name(file: Path, ending: str, *, thing: str = "file") -> None:
    """Refuse a file to be written whose name has another ending."""
    if file.suffix.lower() != ending:
        raise FileError(f"{file}: give the {thing} a name that ends in {ending}.")
