"""A PDF becomes its text, read in a process of its own so that a hostile file harms nothing else."""

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from scrlearn.errors import DocumentError
from scrlearn.reviews.lines import paragraphs_from
from scrlearn.reviews.pages import lines_of
from scrlearn.reviews.pdf_shapes import Cell, Grid, Page, Piece

_READER = Path(__file__).with_name("pdf_pieces.py")
_MOST_PAGES = 2000
_SAVE_AGAIN = "open it in a PDF program, save or print it as a new PDF, and read that instead."
_FAULTS = {
    "password": "is locked with a password; save a copy without one, and read that instead.",
    "damaged": f"is damaged, cut short or without pages; {_SAVE_AGAIN}",
    "memory": f"needs too much memory to be read; {_SAVE_AGAIN}",
}


def read_pdf(content: bytes, *, seconds: float = 120, megabytes: int = 1024) -> str:
    r"""
    Read the text of a PDF as a person reads it.

    Parameters
    ----------
    content
        The bytes of the file.
    seconds
        How long the reading may take.
    megabytes
        How much memory it may take; Windows and macOS do not keep to it.

    Returns
    -------
    str
        Paragraphs, each in one line, with a blank line between them, as :func:`scrlearn.reviews.lines.paragraphs_from`
        joins them; columns one after the other; without headers, footers and page numbers
        (:func:`scrlearn.reviews.pages.lines_of`). Each row of a ruled table is a paragraph (``| cell | cell |``), and
        a line ``\f`` stands between the paragraphs of one page and the next: the page of a place is
        ``1 + text.count("\f", 0, place)``. Words that run in another direction than the rest of their page, as
        watermarks do, are left out, and so are the raised numbers of notes.

    Raises
    ------
    DocumentError
        When the file needs a password, is damaged, has no pages or more than 2,000, has no text on most of its pages
        (a scan), or cannot be read in that time and memory. The message does not name the file.
    """
    pages = _pages(_run_reader(content, seconds=seconds, megabytes=megabytes))
    n_blank = sum(not page.pieces and not page.grids for page in pages)
    if n_blank > len(pages) / 2:
        raise DocumentError(
            f"is a scanned PDF (no text on {n_blank} of {len(pages)} pages); make its text readable first (OCR)."
        )
    return paragraphs_from(lines_of(pages))


def _run_reader(content: bytes, *, seconds: float, megabytes: int) -> dict:
    # -P: else the modules beside the reader would hide those of the standard library that have the same name.
    command = [sys.executable, "-P", str(_READER), str(_MOST_PAGES), str(megabytes)]
    try:
        ended = subprocess.run(
            command,
            input=content,
            capture_output=True,
            timeout=seconds,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        raise DocumentError(f"takes longer than {seconds:g} seconds to read; {_SAVE_AGAIN}") from None
    except OSError as error:
        raise DocumentError(f"cannot be read: no process can be started ({error.strerror or error})") from error
    try:
        return json.loads(ended.stdout)
    except ValueError:
        raise DocumentError(f"brings the PDF reader down (it ended with {ended.returncode}); {_SAVE_AGAIN}") from None


def _pages(found: dict) -> list[Page]:
    fault = found.get("fault")
    if fault == "pages":
        raise DocumentError(f"has {found['n_pages']:,} pages and at most {_MOST_PAGES:,} can be read; split it.")
    if fault == "page":
        raise DocumentError(f"is damaged on page {found['n_pages']}; {_SAVE_AGAIN}")
    if fault:
        raise DocumentError(_FAULTS[fault])
    return [_page(page) for page in found["pages"]]


def _page(found: dict) -> Page:
    outside: list[Piece] = []
    inside: defaultdict[tuple[int, ...], list[Piece]] = defaultdict(list)
    for numbers, cell in zip(found["pieces"], found["cells"], strict=True):
        (inside[tuple(cell)] if cell else outside).append(Piece(*numbers))
    grids = [_grid(boxes, number, inside) for number, boxes in enumerate(found["grids"])]
    return Page(found["height"], outside, grids)


def _grid(
    boxes: list[list[list[float] | None]], number: int, inside: defaultdict[tuple[int, ...], list[Piece]]
) -> Grid:
    rows = [
        [Cell(box[0], box[2], inside[number, row, column]) if box else None for column, box in enumerate(line)]
        for row, line in enumerate(boxes)
    ]
    columns = [min(cell.left for cell in column if cell) for column in zip(*rows, strict=True)]
    return Grid(max(box[3] for box in boxes[0] if box), columns, rows)
