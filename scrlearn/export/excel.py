"""
A report as an Excel workbook, for people who go on counting: one marked-up table a sheet, and notes on all of them.

References
----------
Government Analysis Function, Making spreadsheets accessible: a checklist of the basics. Tables are marked up and have
one header row, no merged cells, no blank rows or columns, no empty cells; text is wrapped; notes stand on a sheet of
their own and are pointed to as [note 1]; every sheet has a title in A1 and a name that means something; no filters,
frozen panes, hidden rows, fills, pictures, macros, headers or footers.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from scrlearn.export import wording
from scrlearn.export.office import workbook_bytes
from scrlearn.export.report import Report
from scrlearn.export.shown import NOT_RECORDED, Shown, lines_of, printable
from scrlearn.files import write_whole

_TEXT = Font(name="Arial", size=12)
_HEADER = Font(name="Arial", size=12, bold=True)
_TITLE = Font(name="Arial", size=16, bold=True)
_LINK = Font(name="Arial", size=12, underline="single", color="0B4F8A")
_WIDEST, _NARROWEST = 60, 12
_LONGEST_CELL = 32_767
_CUT = " … (cut here: a cell holds no more)"
_COVER, _CONTENTS, _NOTES, _COLUMNS = "Cover", "Contents", "Notes", "Columns"


class _Sheet(NamedTuple):
    name: str
    shown: Shown
    notes: Sequence[int] = ()


def write_excel(report: Report, path: Path | str) -> Path:
    """
    Write a report as an Excel workbook.

    Parameters
    ----------
    report
        From :func:`scrlearn.export.report.compose_report`.
    path
        The .xlsx file.

    Returns
    -------
    pathlib.Path
        The file. Sheets: Cover, Contents, Notes, Columns (what each column means), one for the table of each section,
        then the codebook, who decided, what needs a person, and every coding with its evidence. No cell is a formula,
        whatever its text begins with. The same report gives the same bytes.

    Raises
    ------
    FileError
        When it cannot be written.
    """
    write_whole(path, render_excel(report))
    return Path(path)


def render_excel(report: Report) -> bytes:
    """Return the workbook as bytes."""
    book = _start_book(report)
    notes = _notes(report)
    tables = _tables(report, notes)
    lists = [_Sheet(_NOTES, _show_notes(notes)), _Sheet(_COLUMNS, _show_columns(tables))]
    contents = _Sheet(_CONTENTS, _show_contents([*lists, *tables]))
    _write_cover(book.create_sheet(_COVER), report)
    for sheet in [contents, *lists, *tables]:
        _write_sheet(book.create_sheet(sheet.name), sheet, report)
    _link_contents(book[_CONTENTS], book.sheetnames)
    return workbook_bytes(book)


def _start_book(report: Report) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = printable(report.title)
    book.properties.creator = "scrlearn"
    book.properties.language = "en-GB"
    return book


def _notes(report: Report) -> list[str]:
    return list(dict.fromkeys(part.section.caution for part in report.sections if part.section.caution))


def _tables(report: Report, notes: Sequence[str]) -> list[_Sheet]:
    sections = [
        _Sheet(_sheet_name(part.shown.name), part.shown, _numbers_of(part.section.caution, notes))
        for part in report.sections
    ]
    lists = [wording.show_to_check(report.to_check), wording.show_stale(report.stale)]
    others = [*report.method.tables, *lists, wording.show_evidence(report.reviews)]
    return sections + [_Sheet(_sheet_name(shown.name), shown) for shown in others if shown.rows]


def _numbers_of(caution: str, notes: Sequence[str]) -> list[int]:
    return [notes.index(caution) + 1] if caution else []


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", name.replace("-", " ")).strip().capitalize()[:31]


def _show_notes(notes: Sequence[str]) -> Shown:
    rows: list[list[int | str]] = [[f"note {number}", note] for number, note in enumerate(notes, start=1)]
    return Shown("notes", "Notes: how the tables are to be read", ["Note", "What it says"], ["", ""], [], rows)


def _show_columns(tables: Sequence[_Sheet]) -> Shown:
    rows: list[list[int | str]] = [
        [sheet.name, column, meaning]
        for sheet in tables
        for column, meaning in zip(sheet.shown.columns, sheet.shown.meanings, strict=True)
        if meaning
    ]
    return Shown("columns", "What the columns mean", ["Sheet", "Column", "What it holds"], ["", "", ""], [], rows)


def _show_contents(sheets: Sequence[_Sheet]) -> Shown:
    rows: list[list[int | str]] = [[sheet.name, sheet.shown.caption] for sheet in sheets]
    return Shown("contents", "Contents", ["Sheet", "What it holds"], ["", ""], [], rows)


def _write_cover(sheet: Worksheet, report: Report) -> None:
    lines = [
        f"{report.notice}." if report.notice else "",
        _draft_line(report),
        report.scope,
        "Each of the other sheets holds one table. The sheet Contents lists and leads to them, Notes says with what "
        "caution they are to be read, and Columns what each of their columns means.",
        *report.method.lines,
        report.to_check_line,
        report.evidence_line,
    ]
    sheet.column_dimensions["A"].width = 110
    _write_title(sheet, report.title)
    for row, line in enumerate(filter(None, lines), start=2):
        _write_cell(sheet.cell(row, 1), line)


def _draft_line(report: Report) -> str:
    return f"DRAFT: {report.confirmed_line}" if report.draft else report.confirmed_line


def _write_sheet(sheet: Worksheet, content: _Sheet, report: Report) -> None:
    shown = content.shown
    _write_title(sheet, " ".join([shown.caption, *(f"[note {number}]" for number in content.notes)]))
    above = [
        line for line in (_about(shown), _draft_line(report), f"{report.notice}." if report.notice else "") if line
    ]
    for row, line in enumerate(above, start=2):
        _write_cell(sheet.cell(row, 1), line, wrap=False)
    if shown.rows:
        _write_table(sheet, shown, first=len(above) + 2)


def _about(shown: Shown) -> str:
    if not shown.rows:
        return "This sheet holds no table: there is nothing to list."
    blanks = any(cell == NOT_RECORDED for row in shown.rows for cell in row)
    return "This sheet holds one table." + (
        f" Where nothing is known or given, the cell says ‘{NOT_RECORDED}’." if blanks else ""
    )


def _write_table(sheet: Worksheet, shown: Shown, *, first: int) -> None:
    for row, cells in enumerate(lines_of(shown), start=first):
        for column, value in enumerate(cells, start=1):
            _write_cell(sheet.cell(row, column), value)
    columns = [TableColumn(id=place, name=name) for place, name in enumerate(shown.columns, start=1)]
    last = f"{get_column_letter(len(columns))}{first + len(shown.rows)}"
    table = Table(displayName=re.sub(r"\W+", "_", f"{shown.name}_table"), ref=f"A{first}:{last}")
    table.tableColumns = columns
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)
    for place, cells in enumerate(zip(*lines_of(shown), strict=True), start=1):
        longest = max(len(str(cell)) for cell in cells)
        sheet.column_dimensions[get_column_letter(place)].width = min(max(longest + 2, _NARROWEST), _WIDEST)
    for cell in sheet[first]:
        cell.font = _HEADER


def _write_title(sheet: Worksheet, title: str) -> None:
    cell = sheet.cell(1, 1)
    _write_cell(cell, title, wrap=False)
    cell.style = "Headline 1"
    cell.font = _TITLE


def _write_cell(cell: Any, value: int | str, *, wrap: bool = True) -> None:
    if isinstance(value, str):
        text = printable(value)
        cell.value = text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - len(_CUT)] + _CUT
        # Whatever it begins with, it is text, also after somebody has edited the cell.
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    else:
        cell.value = value
    cell.font = _TEXT
    cell.alignment = Alignment(wrap_text=wrap, vertical="top")


def _link_contents(sheet: Worksheet, names: Sequence[str]) -> None:
    for (cell,) in sheet.iter_rows(min_row=2, max_col=1):
        if cell.value in names:
            cell.hyperlink = f"#'{cell.value}'!A1"
            cell.font = _LINK
