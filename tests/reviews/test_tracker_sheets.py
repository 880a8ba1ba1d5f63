import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from scrlearn.errors import DocumentError
from scrlearn.reviews.tracker_sheets import Merged, find_sheet, read_sheets


def saved(book: Workbook, path):
    book.save(path)
    return path


def with_part(path, name: str, content: bytes):
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return path


def test_cells_are_read_as_they_are_shown(tmp_path):
    book = Workbook()
    cells = [
        (date(2024, 3, 31), "dd/mm/yyyy"),
        (datetime(2024, 3, 1), "mmm-yy"),
        (0.5, "0%"),
        (1.1, "0.00"),
        (3, "General"),
    ]
    for place, (value, shown) in enumerate(cells, start=1):
        book.active.cell(2, place, value).number_format = shown
    book.active.cell(2, 6, "  two\nlines ")
    (sheet,) = read_sheets(saved(book, tmp_path / "t.xlsx"))
    assert sheet.rows == [[], ["2024-03-31", "2024-03", "50%", "1.10", "3", "two\nlines"]]


def test_hidden_sheets_rows_and_columns_are_read(tmp_path):
    book = Workbook()
    hidden = book.create_sheet("Hidden")
    hidden.append(["A", "B"])
    hidden.sheet_state, hidden.row_dimensions[1].hidden, hidden.column_dimensions["B"].hidden = "hidden", True, True
    sheets = read_sheets(saved(book, tmp_path / "t.xlsx"))
    assert find_sheet(sheets, "hidden").rows == [["A", "B"]]


def test_a_merged_cell_is_filled_from_the_one_above(tmp_path):
    book = Workbook()
    book.active.append(["Ask.", "x"])
    book.active.append([None, "y"])
    book.active.merge_cells("A1:A2")
    (sheet,) = read_sheets(saved(book, tmp_path / "t.xlsx"))
    assert sheet.merged == [Merged(0, 0, 1, 0)]
    assert (sheet.cell(1, 0), sheet.filled(1, 0), sheet.filled(2, 0)) == (None, "Ask.", None)


def test_a_block_merged_over_the_whole_sheet_is_only_named(tmp_path):
    book = Workbook()
    book.active.append(["A"])
    path = saved(book, tmp_path / "t.xlsx")
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    part = "xl/worksheets/sheet1.xml"
    parts[part] = parts[part].replace(
        b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    assert read_sheets(path)[0].merged == [Merged(0, 0, 1048575, 16383)]


def test_macros_are_refused(tmp_path):
    path = with_part(saved(Workbook(), tmp_path / "t.xlsm"), "xl/vbaProject.bin", b"x")
    with pytest.raises(DocumentError, match="holds macros, which are never opened here"):
        read_sheets(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path):
    path = with_part(saved(Workbook(), tmp_path / "t.xlsx"), "xl/big.xml", b" " * 11_000_000)
    with pytest.raises(DocumentError, match="unpacks to far more than it should"):
        read_sheets(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xd0\xcf\x11\xe0rest", "is locked with a password or in an old format"),
        (b"PK\x03\x04rest", "is damaged or no Excel workbook"),
        (b"a,b\n\x00\x00", "is a binary file and no text"),
    ],
)
def test_a_file_that_is_no_tracker_is_refused_in_one_line(tmp_path, content, message):
    path = tmp_path / "t.xlsx"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=message):
        read_sheets(path)


def test_a_zip_file_that_is_no_workbook_is_refused(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("word/document.xml", "x")
    (tmp_path / "t.xlsx").write_bytes(buffer.getvalue())
    with pytest.raises(DocumentError, match="is no Excel workbook"):
        read_sheets(tmp_path / "t.xlsx")
