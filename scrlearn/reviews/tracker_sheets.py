"""The sheets of a board's tracker as rows of text, from an Excel workbook (.xlsx) or a CSV file."""

import csv
import io
import posixpath
import re
import struct
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml.ElementTree import fromstring, iterparse
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from scrlearn.errors import DocumentError
from scrlearn.files import cell_text
from scrlearn.reviews.formats import document_bytes, read_plain_text

# Bytes that a workbook may unpack to, and how far a large part of it may have shrunk, as for Word's files.
_LARGEST, _LARGE, _MOST_SHRUNK, _MOST_PARTS = 200_000_000, 10_000_000, 100, 10_000
_MOST_ROWS = 100_000
_BROKEN = (
    *(BadZipFile, InvalidFileException, zlib.error, struct.error, EOFError, OSError, ParseError),
    *(ValueError, TypeError, AttributeError, RuntimeError, LookupError, OverflowError),
)
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SAVE_AGAIN = "open it in Excel and save it as .xlsx again"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Merged(NamedTuple):
    """A block of merged cells: its rows and columns, counted from 0, the last ones among them."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet(NamedTuple):
    """A sheet: its name, what each cell of each row says (None where it is blank), and what is merged in it."""

    name: str
    rows: list[list[str | None]]
    merged: list[Merged]

    def cell(self, row: int, column: int) -> str | None:
        """Return what a cell says; None where it is blank or the sheet does not reach so far."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else None

    def filled(self, row: int, column: int) -> str | None:
        """Return what a cell says or, where it is merged with one above it, what that one says."""
        for block in self.merged:
            if block.top <= row <= block.bottom and block.left == column:
                return self.cell(block.top, column)
        return self.cell(row, column)


def read_sheets(path: Path | str) -> list[Sheet]:
    """
    Read every sheet of a tracker.

    Hidden sheets, rows and columns are read like others; of a formula, the value that was saved last.

    Parameters
    ----------
    path
        A workbook (.xlsx) or a CSV file, which is a single sheet without a name of its own: it takes the file's.

    Returns
    -------
    list of Sheet
        In the workbook's order. Dates are in ISO form (2024-03 where the cell shows no day), whole numbers without a
        decimal point, shares as they are shown (50%).

    Raises
    ------
    DocumentError
        When the file cannot be opened, is locked, damaged or no workbook, holds macros or unpacks to too much.
    """
    content = document_bytes(path)
    try:
        if content.startswith(_OLD_OFFICE):
            raise DocumentError("is locked with a password or in an old format; save it as .xlsx without a password.")
        if content.startswith(_ZIP):
            return _workbook_sheets(content)
        return [Sheet(Path(path).stem, _csv_rows(content), [])]
    except DocumentError as error:
        raise DocumentError(f"{path}: {error}") from error


def _csv_rows(content: bytes) -> list[list[str | None]]:
    try:
        rows = list(csv.reader(io.StringIO(read_plain_text(content), newline="")))
    except UnicodeError:
        raise DocumentError("is no text; save it as 'CSV UTF-8' or as .xlsx.") from None
    except csv.Error as error:
        raise DocumentError(f"is not a table in CSV ({error}); save it as .xlsx instead.") from None
    return [[cell_text(cell) for cell in row] for row in rows]


def _workbook_sheets(content: bytes) -> list[Sheet]:
    with _explained(), ZipFile(io.BytesIO(content)) as file:
        _refuse_harm(file)
        merged = _merged_blocks(file)
        with warnings.catch_warnings():
            # openpyxl warns of what it leaves out: drop-down lists, pictures, styles.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            return [Sheet(sheet.title, _rows_of(sheet), merged.get(sheet.title, [])) for sheet in book.worksheets]


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        what = " ".join(str(error).split())[:120] or "it ends too early"
        raise DocumentError(f"is damaged or no Excel workbook ({what}); {_SAVE_AGAIN}.") from error


def _refuse_harm(file: ZipFile) -> None:
    members = file.infolist()
    shrunk = any(part.file_size > max(_LARGE, _MOST_SHRUNK * part.compress_size) for part in members)
    if shrunk or len(members) > _MOST_PARTS or sum(part.file_size for part in members) > _LARGEST:
        raise DocumentError(f"unpacks to far more than it should (at most {_LARGEST // 1_000_000} MB); {_SAVE_AGAIN}.")
    if any(part.flag_bits & 1 for part in members):
        raise DocumentError("is locked with a password; save it in Excel without one.")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in members):
        raise DocumentError("holds macros, which are never opened here; save it in Excel as .xlsx without macros.")
    if "xl/workbook.xml" not in file.namelist():
        raise DocumentError("is no Excel workbook (.xlsx), although it is a zip file as they are; save it as one.")


def _merged_blocks(file: ZipFile) -> dict[str, list[Merged]]:
    # openpyxl tells them only where it makes every cell of a block, however many there are.
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in fromstring(file.read("xl/_rels/workbook.xml.rels"))
    }
    sheets = [part for part in fromstring(file.read("xl/workbook.xml")).iter() if part.tag.endswith("}sheet")]
    places = {sheet.get("name"): targets.get(sheet.get(_RELATION), "") for sheet in sheets}
    return {name: _merged_in(file, place) for name, place in places.items() if name and place in file.namelist()}


def _merged_in(file: ZipFile, place: str) -> list[Merged]:
    blocks = []
    with file.open(place) as part:
        for _, element in iterparse(part):
            if element.tag.endswith("}mergeCell"):
                left, top, right, bottom = (int(number or 1) - 1 for number in range_boundaries(element.get("ref", "")))
                blocks.append(Merged(top, left, bottom, right))
            if element.tag.endswith("}row"):
                element.clear()
    return blocks


def _rows_of(sheet: Any) -> list[list[str | None]]:
    # What a sheet says of its own size may be far too much.
    sheet.reset_dimensions()
    rows: list[list[str | None]] = []
    blank = 0
    for cells in sheet.iter_rows():
        texts = [_shown(cell) for cell in cells]
        if not any(texts):
            blank += 1
            continue
        rows += [[]] * blank + [texts]
        blank = 0
        if len(rows) > _MOST_ROWS:
            raise DocumentError(f"has more than {_MOST_ROWS} rows; no tracker does: take away what does not belong.")
    return rows


def _shown(cell: Any) -> str | None:
    value = cell.value
    if value is None or isinstance(value, str):
        text = (value or "").replace("_x000D_", "").replace("\r\n", "\n").strip()
        return text or None
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        # "Mar-24" is kept as the first of the month.
        shown = re.sub(r"\[.*?\]", "", cell.number_format.lower())
        return day.isoformat()[: 10 if "d" in shown else 7 if "m" in shown else 4]
    decimals = re.fullmatch(r"0\.(0+)", cell.number_format)
    if isinstance(value, float | int) and not isinstance(value, bool) and cell.number_format.endswith("%"):
        return f"{value * 100:g}%"
    return f"{value:.{len(decimals[1])}f}" if decimals and isinstance(value, float) else cell_text(value)


def name_cell(row: int, column: int) -> str:
    """
    Return a cell's name in Excel, from its row and column counted from 0.

    Examples
    --------
    >>> name_cell(13, 3)
    'D14'
    """
    return f"{get_column_letter(column + 1)}{row + 1}"


def find_sheet(sheets: Sequence[Sheet], name: str) -> Sheet:
    """Return the sheet of a name, however it is written; a DocumentError names those that there are."""
    for sheet in sheets:
        if sheet.name.strip().lower() == name.strip().lower():
            return sheet
    raise DocumentError(f"has no sheet {name!r}; it has {', '.join(repr(sheet.name) for sheet in sheets)}.")
