from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from scrlearn.errors import CollectionError, TableError
from scrlearn.reviews.collection import Settings, load_reviews, load_settings, start_collection
from scrlearn.reviews.workbook import write_workbook
from scrlearn.tables import REVIEW_TYPES

DATA = Path(__file__).parents[2] / "data"


def test_an_empty_template_has_a_sheet_for_each_table_and_notes(tmp_path):
    book = load_workbook(write_workbook(tmp_path / "t.xlsx"))
    tables = ["reviews", "documents", "recommendations", "responses", "answers", "corrections"]
    assert book.sheetnames == ["notes", "collection", *tables]
    assert [cell.value for cell in book["answers"][1]] == ["response_id", "recommendation_id"]
    assert [len(table) for table in load_reviews(tmp_path / "t.xlsx")] == [0, 0, 0, 0, 0]


def test_columns_with_allowed_values_have_drop_downs(tmp_path):
    book = load_workbook(write_workbook(tmp_path / "t.xlsx"))
    offered = {
        next(str(cell_range) for cell_range in rule.sqref.ranges)[0]: rule.formula1
        for rule in book["reviews"].data_validations.dataValidation
    }
    assert offered["C"] == f'"{",".join(REVIEW_TYPES)}"'


def test_cells_are_text_so_that_excel_leaves_dates_alone(tmp_path):
    write_workbook(tmp_path / "t.xlsx", collection=load_reviews(DATA / "illustrative"))
    sheet = load_workbook(tmp_path / "t.xlsx")["reviews"]
    assert sheet["H2"].value == "2008-02-12"
    assert sheet["H2"].number_format == "@"


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "'=1"])
def test_a_text_that_begins_like_a_formula_stays_a_text(tmp_path, text):
    collection = load_reviews(DATA / "hampshire")
    recommendations = collection.recommendations.assign(text=text, stem=text)
    file = write_workbook(
        tmp_path / "t.xlsx",
        collection=collection._replace(recommendations=recommendations),
        settings=Settings(text),
    )
    book = load_workbook(file)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert (book["recommendations"]["I2"].value, book["collection"]["B3"].value) == (text, text)
    assert load_reviews(file).recommendations["text"].eq(text).all()


@pytest.mark.parametrize("version", [1, 2])
def test_a_workbook_of_an_earlier_version_is_read_like_one_of_this(tmp_path, version):
    file = write_workbook(tmp_path / "t.xlsx", collection=load_reviews(DATA / "hampshire"))
    book = load_workbook(file)
    book["collection"]["B2"] = str(version)
    book.save(file)
    assert len(load_reviews(file).recommendations) == 9


def test_folder_to_workbook_to_folder_changes_no_value(tmp_path):
    before = load_reviews(DATA / "illustrative")
    write_workbook(
        tmp_path / "t.xlsx",
        collection=before,
        settings=Settings("Fiction", illustrative=True, when_coders_disagree="latest"),
    )
    start_collection(tmp_path / "again", collection=load_reviews(tmp_path / "t.xlsx"), illustrative=True)
    assert load_settings(tmp_path / "t.xlsx") == Settings("Fiction", illustrative=True, when_coders_disagree="latest")
    for old, new in zip(before, load_reviews(tmp_path / "again"), strict=True):
        pd.testing.assert_frame_equal(old, new)


def test_a_filled_workbook_is_refused_row_by_row(tmp_path):
    file = write_workbook(tmp_path / "t.xlsx", collection=load_reviews(DATA / "illustrative"))
    book = load_workbook(file)
    book["reviews"]["C3"] = "serious case review"
    book.save(file)
    with pytest.raises(
        TableError,
        match=r"reviews \(sheet of t\.xlsx\): review_type has \['serious case review'\] in row 3; use one of",
    ):
        load_reviews(file)


def test_a_workbook_without_a_sheet_is_refused_by_name(tmp_path):
    file = write_workbook(tmp_path / "t.xlsx")
    book = load_workbook(file)
    del book["answers"]
    book.save(file)
    with pytest.raises(CollectionError, match=r"has no sheet 'answers'; 'scrlearn template' writes"):
        load_reviews(file)
