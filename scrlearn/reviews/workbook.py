"""A collection as one Excel workbook: a sheet for each table, drop-downs, and a sheet of notes."""

import io
from pathlib import Path

import pandas as pd
import xlsxwriter

from scrlearn.files import write_whole
from scrlearn.reviews.collection import Collection, Settings, empty_collection
from scrlearn.tables import COLLECTION_TABLES, SCHEMA_VERSION, TABLES
from scrlearn.validation import check_table, empty_table

SHEETS = (*COLLECTION_TABLES, "corrections")
_EMPTY_ROWS = 1000
_HOW_TO = (
    "One sheet holds one table; row 1 holds its column names, which must stay as they are.",
    "Cells may be left blank unless the notes below say 'needed'. Several values in one cell are joined by ; signs.",
    "Dates are written as text: 2018, 2018-10 or 2018-10-04, with day, month, season or year in the column beside it.",
    "Names, dates of birth and anything else about a child that is not in the published document do not belong here.",
)


def write_workbook(
    path: Path | str,
    *,
    collection: Collection | None = None,
    corrections: pd.DataFrame | None = None,
    settings: Settings | None = None,
) -> Path:
    """
    Write a collection as a workbook that :func:`~scrlearn.reviews.collection.load_reviews` reads back unchanged.

    Parameters
    ----------
    path
        The .xlsx file to write.
    collection, corrections
        What to fill it with; without them it is an empty template.
    settings
        The collection's name and whether it is illustrative.

    Returns
    -------
    pathlib.Path
        The file. Sheets: notes, collection, reviews, documents, recommendations, responses, answers, corrections.
        Every cell is text, so that Excel leaves dates and numbers alone; columns with allowed values have drop-downs.
    """
    tables = {**(collection or empty_collection())._asdict(), "corrections": empty_table("corrections")}
    if corrections is not None:
        tables["corrections"] = check_table(corrections, "corrections")
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        _write_notes(book)
        _write_settings(book, settings or Settings(Path(path).stem))
        for table in SHEETS:
            _write_table(book, table, check_table(tables[table], table).drop(columns="illustrative", errors="ignore"))
    write_whole(path, buffer.getvalue())
    return Path(path)


def _write_table(book: xlsxwriter.Workbook, table: str, frame: pd.DataFrame) -> None:
    sheet, text, header = book.add_worksheet(table), book.add_format({"num_format": "@"}), _header(book)
    for position, name in enumerate(frame.columns):
        sheet.set_column(position, position, 40 if name in ("text", "stem", "text_seen") else 20, text)
        sheet.write_string(0, position, name, header)
        for row, cell in enumerate(frame[name], start=1):
            if not pd.isna(cell):
                sheet.write_string(row, position, str(cell), text)
        values = TABLES[table].columns[name].metadata["values"] if name in TABLES[table].columns else ()
        if values:
            last = len(frame) + _EMPTY_ROWS
            sheet.data_validation(1, position, last, position, {"validate": "list", "source": list(values)})
    sheet.freeze_panes(1, 1)


def _write_notes(book: xlsxwriter.Workbook) -> None:
    rows = [(table, "", f"One row is {TABLES[table].description}.", "") for table in SHEETS]
    columns = [
        (table, name, column.description, "" if column.nullable else "needed")
        for table in SHEETS
        for name, column in TABLES[table].columns.items()
        if column.required
    ]
    sheet = book.add_worksheet("notes")
    lines = [("how to fill it", "", line, "") for line in _HOW_TO] + rows + columns
    for row, cells in enumerate([("sheet", "column", "meaning", "may it be blank"), *lines]):
        for position, cell in enumerate(cells):
            sheet.write_string(row, position, cell, _header(book) if row == 0 else None)
    sheet.set_column(0, 1, 22)
    sheet.set_column(2, 2, 110)
    sheet.freeze_panes(1, 0)


def _write_settings(book: xlsxwriter.Workbook, settings: Settings) -> None:
    sheet = book.add_worksheet("collection")
    rows = [
        ("setting", "value"),
        ("schema_version", str(SCHEMA_VERSION)),
        ("name", settings.name),
        ("illustrative", str(settings.illustrative).lower()),
        ("when_coders_disagree", settings.when_coders_disagree),
    ]
    for row, cells in enumerate(rows):
        for position, cell in enumerate(cells):
            sheet.write_string(row, position, cell, _header(book) if row == 0 else None)
    sheet.set_column(0, 1, 30)


def _header(book: xlsxwriter.Workbook) -> xlsxwriter.format.Format:
    return book.add_format({"bold": True, "bg_color": "#DDE6EE"})
