import datetime
import errno
import os
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from scrlearn.errors import FileError
from scrlearn.files import csv_bytes, read_csv, read_sheet, write_together, write_whole


def test_words_that_look_like_missing_values_and_dates_stay_what_they_are(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text("a,b\nNone,2018-10\nNA,\n", encoding="utf-8")
    frame = read_csv(file)
    assert frame["a"].tolist() == ["None", "NA"]
    assert frame["b"].tolist()[0] == "2018-10"
    assert pd.isna(frame["b"].tolist()[1])


def test_blank_rows_are_left_out_and_the_index_still_counts_them_as_excel_does(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text("a,b\nx,y\n\n,\nz,w\n", encoding="utf-8")
    assert read_csv(file).index.tolist() == [0, 3]


def test_a_table_survives_its_csv_with_line_breaks_quotes_and_other_alphabets(tmp_path):
    frame = pd.DataFrame({"a": ["two\nlines", 'a "quote"', "Cymru â ‘curly’", "a lone\rreturn", "\r"]}, dtype="str")
    write_whole(tmp_path / "t.csv", csv_bytes(frame))
    assert read_csv(tmp_path / "t.csv").equals(frame)
    assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b\n\xff\xfe,1\n", "is not UTF-8"),
        (b"", "is not a table"),
        (b"a,b\n1,2,3\n", "has a row with"),
        (b"a,b\n1,2\n1,2,3\n", "has a row with"),
    ],
)
def test_a_file_that_is_no_table_is_refused_by_name(tmp_path, content, message):
    file = tmp_path / "t.csv"
    file.write_bytes(content)
    with pytest.raises(FileError, match=rf"t\.csv: {message}"):
        read_csv(file)


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path):
    with pytest.raises(FileError, match=r"gone\.csv: cannot be read \(No such file or directory\)"):
        read_csv(tmp_path / "gone.csv")


def test_a_file_is_replaced_whole_and_no_temporary_file_stays(tmp_path):
    file = tmp_path / "deep" / "t.txt"
    write_whole(file, b"old")
    write_whole(file, b"new")
    assert file.read_bytes() == b"new"
    assert [path.name for path in file.parent.iterdir()] == ["t.txt"]


def test_a_file_that_cannot_be_replaced_leaves_what_was_there(tmp_path):
    (tmp_path / "t.csv").mkdir()
    with pytest.raises(FileError, match=r"t\.csv: cannot be written .*close it if it is open in another program"):
        write_whole(tmp_path / "t.csv", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_a_folder_that_cannot_be_made_is_refused_by_name(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match=r"file: cannot be written to"):
        write_whole(tmp_path / "file" / "t.csv", b"new")


def workbook(path, rows):
    book = Workbook()
    book.active.title = "reviews"
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_sheet_is_read_as_text_whatever_excel_made_of_it(tmp_path):
    rows = [["a", "b", "c", None], [datetime.datetime(2017, 4, 19), 3.0, " x ", "beyond"], [None, None, None, None]]
    frame = read_sheet(workbook(tmp_path / "t.xlsx", rows), "reviews")
    assert frame.to_dict("records") == [{"a": "2017-04-19", "b": "3", "c": "x"}]


def test_a_sheet_that_is_not_there_is_none(tmp_path):
    assert read_sheet(workbook(tmp_path / "t.xlsx", [["a"]]), "answers") is None


def test_a_file_that_is_no_workbook_is_refused_by_name(tmp_path):
    (tmp_path / "t.xlsx").write_text("a,b")
    with pytest.raises(FileError, match=r"t\.xlsx: is not an Excel workbook"):
        read_sheet(tmp_path / "t.xlsx", "reviews")


def test_files_are_written_together_or_not_at_all(tmp_path):
    (tmp_path / "old.txt").write_bytes(b"old")
    (tmp_path / "way").mkdir()
    with pytest.raises(FileError, match="way: cannot be written"):
        write_together({tmp_path / "old.txt": b"new", tmp_path / "new.txt": b"new", tmp_path / "way": b"new"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old.txt", "way"]
    assert (tmp_path / "old.txt").read_bytes() == b"old"
    write_together({tmp_path / "old.txt": b"new", tmp_path / "new.txt": b"new"})
    assert (tmp_path / "old.txt").read_bytes() == (tmp_path / "new.txt").read_bytes() == b"new"


def workbook_with(file, sheet):
    """Write a workbook whose one sheet is this XML."""
    Workbook().save(file)
    with ZipFile(file) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with ZipFile(file, "w", ZIP_DEFLATED) as made:
        for name, content in (parts | {"xl/worksheets/sheet1.xml": sheet}).items():
            made.writestr(name, content)
    return file


def test_a_workbook_that_unpacks_to_far_more_than_it_should_is_refused(tmp_path):
    file = workbook_with(tmp_path / "t.xlsx", b"<worksheet>" + b" " * 20_000_000)
    with pytest.raises(FileError, match=r"t\.xlsx: unpacks to far more than it should \(at most 200 MB\); open it in"):
        read_sheet(file, "Sheet")


@pytest.mark.parametrize("entity", ['x "y"', 'x SYSTEM "file:///etc/hostname"'])
def test_a_workbook_that_says_how_its_own_xml_is_to_be_read_is_refused(tmp_path, entity):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>'
    sheet = f'<!DOCTYPE d [<!ENTITY {entity}>]><worksheet xmlns="{main}"><sheetData>{cell}</sheetData></worksheet>'
    file = workbook_with(tmp_path / "t.xlsx", sheet.encode())
    with pytest.raises(FileError, match=r"t\.xlsx: is not an Excel workbook \(\.xlsx\)\."):
        read_sheet(file, "Sheet")


def test_what_a_killed_writer_left_of_a_file_goes_when_it_is_written_again_a_minute_later(tmp_path):
    old, new = tmp_path / ".r [1].docx.abc.unfinished", tmp_path / ".r [1].docx.def.unfinished"
    for left in (old, new):
        left.write_bytes(b"half")
    os.utime(old, (0, 0))
    write_whole(tmp_path / "r [1].docx", b"whole")
    # What is a moment old may be what another program is writing.
    assert sorted(path.name for path in tmp_path.iterdir()) == [new.name, "r [1].docx"]


def test_a_disk_that_is_full_is_told_as_such(tmp_path, monkeypatch):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "t.csv").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(
        FileError, match=r"t\.csv: cannot be written \(No space left on device\); make room on the disk"
    ):
        write_whole(tmp_path / "t.csv", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]
    assert (tmp_path / "t.csv").read_bytes() == b"old"


NEAR_FORMULAS = st.text("'=+-@\t\r\n\", a", min_size=1, max_size=6)


@given(
    columns=st.lists(NEAR_FORMULAS, min_size=2, max_size=3, unique=True),
    cells=st.lists(
        NEAR_FORMULAS | st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1), max_size=4
    ),
)
def test_whatever_text_goes_into_a_csv_comes_out_the_same_and_no_cell_of_it_is_a_formula(
    tmp_path_factory, columns, cells
):
    file = tmp_path_factory.mktemp("csv") / "t.csv"
    frame = pd.DataFrame({name: cells for name in columns}, dtype="str")
    file.write_bytes(csv_bytes(frame))
    pd.testing.assert_frame_equal(read_csv(file), frame, check_index_type=False)
    as_it_stands = read_csv(file, neutralised=False)
    shown = [*as_it_stands.columns, *as_it_stands.to_numpy().ravel()]
    assert [cell for cell in shown if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))] == []


def test_a_file_of_other_hands_is_read_as_it_stands(tmp_path):
    (tmp_path / "t.csv").write_text("a\n'=1\n=1\n", encoding="utf-8")
    assert read_csv(tmp_path / "t.csv", neutralised=False)["a"].tolist() == ["'=1", "=1"]
    assert read_csv(tmp_path / "t.csv")["a"].tolist() == ["=1", "=1"]


def test_columns_that_differ_in_the_mark_alone_are_refused(tmp_path):
    (tmp_path / "t.csv").write_text("=a,'=a\n1,2\n", encoding="utf-8")
    with pytest.raises(FileError, match=r"t\.csv: two columns have one name but for a ' before it"):
        read_csv(tmp_path / "t.csv")
