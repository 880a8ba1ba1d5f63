"""Commands for what people decide: coding sheets, agreement, and exchange with other tools."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from scrlearn.cli.app import EncoderFolder, Folder, app, refuse_other_name
from scrlearn.errors import FileError
from scrlearn.export.tables import write_table
from scrlearn.runs.agreement import find_agreement
from scrlearn.runs.checking import record_coding_sheet, write_coding_matrix, write_coding_sheet
from scrlearn.runs.exchange import record_exchange, take_codebook, write_collection_exchange
from scrlearn.runs.summary import (
    summarise_agreement,
    summarise_exchange,
    summarise_recorded,
    summarise_sheet,
    summarise_themes,
)


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
            refuse_other_name(out, ".xlsx", thing="sheet")
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
        refuse_other_name(out, ".csv")
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
