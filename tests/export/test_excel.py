"""The workbook, held against the published checklist for spreadsheets."""

import io
import tempfile
from zipfile import ZipFile

import openpyxl
import pytest

from scrlearn.export.excel import render_excel, write_excel
from tests.export.material import CODED, SHOWN, report_of, table

TABLE_SHEETS = [
    "Themes",
    "Themes by partnership",
    "Themes by period",
    "Pairs",
    "Replies",
    "Codebook",
    "Who decided",
    "To check",
    "Evidence",
]


@pytest.fixture(scope="module")
def content():
    return render_excel(report_of())


@pytest.fixture(scope="module")
def book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def lines(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def table_of(sheet):
    (marked,) = sheet.tables.values()
    return [[cell.value for cell in row] for row in sheet[marked.ref]]


def test_a_cover_the_contents_and_the_notes_come_before_the_tables(book):
    assert book.sheetnames == ["Cover", "Contents", "Notes", "Columns", *TABLE_SHEETS]
    cover = [row[0] for row in lines(book["Cover"])]
    assert cover[:4] == [
        "Learning & <reviews>",
        "Illustrative data.",
        "DRAFT: 1 of 3 codings confirmed by a person.",
        "2 reviews counted.",
    ]


def test_the_contents_lead_to_every_table(book):
    header, *rows = table_of(book["Contents"])
    assert header == ["Sheet", "What it holds"]
    assert [row[0] for row in rows] == ["Notes", "Columns", *TABLE_SHEETS]
    links = [book["Contents"].cell(row, 1).hyperlink for row in range(6, 6 + len(rows))]
    assert [link.location or link.target for link in links] == [f"#'{row[0]}'!A1" for row in rows]


def test_every_sheet_has_one_marked_up_table_with_one_header_row_at_the_left_edge_and_nothing_below(book):
    names = []
    for sheet in book.worksheets[1:]:
        (marked,) = sheet.tables.values()
        names.append(marked.displayName)
        first, last = marked.ref.split(":")
        assert (first, last) == ("A5", f"{openpyxl.utils.get_column_letter(sheet.max_column)}{sheet.max_row}")
        assert (marked.headerRowCount, marked.autoFilter, marked.totalsRowCount) == (1, None, None)
        assert [column.name for column in marked.tableColumns] == table_of(sheet)[0]
        assert len(set(table_of(sheet)[0])) == len(table_of(sheet)[0])
    assert len(set(names)) == len(names)


def test_no_cell_of_a_table_is_empty_and_none_is_merged(book):
    for sheet in book.worksheets[1:]:
        assert [row for row in table_of(sheet) if any(cell in (None, "") for cell in row)] == []
        assert not sheet.merged_cells.ranges


def test_blanks_are_explained_in_words(book):
    assert lines(book["Codebook"])[1][0].endswith("Where nothing is known or given, the cell says ‘not recorded’.")
    assert lines(book["Themes"])[1][0] == "This sheet holds one table."
    assert table_of(book["Codebook"])[2][3] == "not recorded"


def test_every_sheet_begins_with_a_title_that_is_marked_as_one(book):
    for sheet in book.worksheets:
        assert sheet["A1"].value
        assert sheet["A1"].style == "Headline 1"
    assert book["Pairs"]["A1"].value == "Reviews whose recommendations raise both themes [note 1]"


def test_every_note_that_is_pointed_to_is_there(book):
    notes = {row[0]: row[1] for row in table_of(book["Notes"])[1:]}
    assert list(notes) == ["note 1", "note 2", "note 3"]
    pointed = {sheet["A1"].value.split("[")[-1].strip("]") for sheet in book if "[" in sheet["A1"].value}
    assert pointed == set(notes)
    assert notes["note 1"] == SHOWN[0].caution


def test_every_column_that_is_counted_is_explained(book):
    explained = table_of(book["Columns"])[1:]
    assert ["Themes", "Of reviews", "reviews looked at, with or without recommendations"] in explained


def test_nothing_is_hidden_filtered_frozen_filled_or_a_formula(book):
    for sheet in book:
        assert (sheet.sheet_state, sheet.freeze_panes, sheet.auto_filter.ref) == ("visible", None, None)
        assert [name for name, column in sheet.column_dimensions.items() if column.hidden] == []
        assert not sheet._images
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "n"}
        assert {cell.fill.fill_type for row in sheet.iter_rows() for cell in row} == {None}


def test_counts_are_numbers(book):
    assert table_of(book["Themes"])[1] == ["Voice of the child", 1, 2, 1, 0, 1]


@pytest.mark.parametrize("begins", ["=", "+", "-", "@"])
def test_a_text_that_begins_like_a_formula_is_text(begins):
    themes = CODED.codebook.themes.assign(definition=f"{begins}cmd|' /C calc'!A0")
    coded = CODED._replace(codebook=CODED.codebook._replace(themes=themes))
    book = openpyxl.load_workbook(io.BytesIO(render_excel(report_of(coded))))
    cell = book["Codebook"]["B6"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (f"{begins}cmd|' /C calc'!A0", "s", True)
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_each_coding_stands_beside_its_words_and_their_place(book):
    header, *rows = table_of(book["Evidence"])
    assert header == [
        "Review",
        "Passage",
        "Introduced by",
        "Text as printed",
        "Theme",
        "Decision",
        "Who decided",
        "Words that earned it",
        "Document and place",
    ]
    assert rows[0] == [
        "Child K, North, 2017",
        "Recommendation 1",
        "none",
        "Hear the <b>child</b> & write it down.",
        "Voice of the child",
        "applies",
        "Decided by a person: Ann: applies.",
        "Hear the",
        "Response to Child K, page 4",
    ]
    assert rows[2][3] == "=SUM(A1:A9) is what  the form must not say."
    assert rows[2][8] == "no document recorded"


def test_a_cell_too_long_for_excel_is_cut_and_says_so():
    themes = CODED.codebook.themes.assign(definition="a" * 40_000)
    coded = CODED._replace(codebook=CODED.codebook._replace(themes=themes))
    cell = openpyxl.load_workbook(io.BytesIO(render_excel(report_of(coded))))["Codebook"]["B6"]
    assert len(cell.value) == 32_767
    assert cell.value.endswith("a … (cut here: a cell holds no more)")


def test_decisions_that_were_not_applied_have_a_sheet_where_there_are_any():
    stale = table(
        "stale_corrections",
        passage_id=["k:9"],
        theme_id=["voice"],
        coder=["Ann"],
        decision=["applies"],
        why=["passage is not there"],
    )
    book = openpyxl.load_workbook(io.BytesIO(render_excel(report_of(CODED._replace(stale_corrections=stale)))))
    assert table_of(book["Not applied"])[1] == [
        "Ann",
        "k:9",
        "voice",
        "applies",
        "passage is not there",
        "not recorded",
        "none",
    ]


def test_the_workbook_names_its_title_and_its_language(book):
    assert (book.properties.title, book.properties.language) == ("Learning & <reviews>", "en-GB")
    assert book.active.title == "Cover"


def test_the_same_report_gives_the_same_bytes_and_no_time_is_in_them(content, tmp_path):
    assert write_excel(report_of(), tmp_path / "r.xlsx").read_bytes() == content
    with ZipFile(io.BytesIO(content)) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"<dcterms:" not in package.read("docProps/core.xml")


def test_no_text_of_a_workbook_goes_through_the_folder_for_temporary_files(content, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not there"))
    assert render_excel(report_of()) == content
