import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrlearn.errors import CollectionError, FileError, TableError
from scrlearn.reviews.collection import load_reviews, load_settings, save_reviews, select_reviews, start_collection

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(DATA / "illustrative", tmp_path / "illustrative", ignore=shutil.ignore_patterns("outputs", "runs"))
    return tmp_path / "illustrative"


def change(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_collection_unpacks_into_its_five_tables():
    reviews, documents, recommendations, responses, answers = load_reviews(DATA / "illustrative")
    assert [len(t) for t in (reviews, documents, recommendations, responses, answers)] == [32, 10, 215, 164, 154]


def test_a_fictional_collection_says_so_in_every_review():
    assert load_reviews(DATA / "illustrative").reviews["illustrative"].all()
    assert not load_reviews(DATA / "hampshire").reviews["illustrative"].any()


def test_a_folder_that_is_no_collection_is_refused(tmp_path):
    with pytest.raises(
        CollectionError, match=r"is no collection \(no collection.toml there\); start one with 'scrlearn new"
    ):
        load_reviews(tmp_path)


def test_a_table_that_is_not_there_is_refused_by_name(folder):
    (folder / "answers.csv").unlink()
    with pytest.raises(FileError, match=r"answers\.csv: cannot be read"):
        load_reviews(folder)


def test_a_duplicate_passage_is_refused_with_its_rows(folder):
    change(folder / "recommendations.csv", "\nmarlshire-child-b-2009:2,", "\nmarlshire-child-b-2009:1,")
    with pytest.raises(
        TableError, match=r"passage_id has \['marlshire-child-b-2009:1'\] in rows 2 and 3; give each row its own"
    ):
        load_reviews(folder)


def test_an_answer_to_a_recommendation_that_is_not_there_is_refused(folder):
    change(folder / "answers.csv", "marlshire-child-b-2009:1\n", "marlshire-child-b-2009:99\n")
    with pytest.raises(TableError, match=r"answers: recommendation_id has \['marlshire-child-b-2009:99'\] in row 2"):
        load_reviews(folder)


def test_rows_are_named_as_excel_numbers_them_where_rows_above_are_blank(folder):
    change(folder / "answers.csv", "\n", "\n,\n,\n")
    change(folder / "answers.csv", "marlshire-child-b-2009:1\n", "marlshire-child-b-2009:99\n")
    with pytest.raises(TableError, match=r"recommendation_id has \['marlshire-child-b-2009:99'\] in row 4"):
        load_reviews(folder)


def test_a_collection_of_a_later_version_is_refused(folder):
    change(folder / "collection.toml", "schema_version = 2", "schema_version = 99")
    with pytest.raises(CollectionError, match=r"schema_version is 99; this package reads 2\. Update scrlearn"):
        load_reviews(folder)


def test_settings_that_cannot_be_read_are_refused(folder):
    (folder / "collection.toml").write_text("name = ", encoding="utf-8")
    with pytest.raises(CollectionError, match=r"collection\.toml: cannot be read"):
        load_settings(folder)


def test_a_started_collection_is_empty_and_loads(tmp_path):
    start_collection(tmp_path / "mine", name='Our "own"')
    assert [len(table) for table in load_reviews(tmp_path / "mine")] == [0, 0, 0, 0, 0]
    assert load_settings(tmp_path / "mine").name == 'Our "own"'
    assert (
        (tmp_path / "mine" / "corrections.csv").read_text(encoding="utf-8-sig").startswith("passage_id,theme_id,coder")
    )


def test_a_collection_is_never_started_over_another(folder):
    before = (folder / "reviews.csv").read_bytes()
    with pytest.raises(CollectionError, match="is a collection already"):
        start_collection(folder)
    assert (folder / "reviews.csv").read_bytes() == before


def test_a_collection_is_never_started_over_tables_that_lost_their_settings(folder, tmp_path):
    (folder / "collection.toml").unlink()
    before = (folder / "reviews.csv").read_bytes()
    with pytest.raises(CollectionError, match=r"reviews\.csv: is there already, without a collection\.toml beside it"):
        start_collection(folder)
    assert (folder / "reviews.csv").read_bytes() == before
    start_collection(tmp_path / "mine")
    (tmp_path / "mine" / "collection.toml").unlink()
    assert len(load_reviews(start_collection(tmp_path / "mine")).reviews) == 0


def test_saving_what_was_loaded_changes_no_value(folder):
    before = load_reviews(folder)
    save_reviews(before, folder)
    for old, new in zip(before, load_reviews(folder), strict=True):
        pd.testing.assert_frame_equal(old, new)


def test_tables_that_do_not_hold_together_are_not_written(folder):
    before = {file.name: file.read_bytes() for file in folder.glob("*.csv")}
    collection = load_reviews(folder)
    with pytest.raises(TableError, match="no row of reviews has that review_id"):
        save_reviews(collection._replace(reviews=collection.reviews.iloc[1:]), folder)
    assert {file.name: file.read_bytes() for file in folder.glob("*.csv")} == before


def test_selected_reviews_take_all_that_belongs_to_them_along():
    collection = load_reviews(DATA / "illustrative")
    one = select_reviews(collection, collection.reviews.query("review_id == 'marlshire-child-m-and-child-n-2017'"))
    assert [len(table) for table in one] == [1, 1, 9, 5, 5]


def test_what_is_done_when_coders_disagree_stands_in_the_settings(tmp_path):
    folder = start_collection(tmp_path / "new", when_coders_disagree="majority")
    assert load_settings(folder).when_coders_disagree == "majority"
    change(folder / "collection.toml", '"majority"', '"the chair"')
    with pytest.raises(TableError, match=r"collection\.toml: when_coders_disagree is 'the chair'; use one of check"):
        load_settings(folder)


def test_a_collection_of_an_earlier_version_is_refused_with_the_command_that_migrates_it(folder):
    change(folder / "collection.toml", "schema_version = 2", "schema_version = 1")
    with pytest.raises(CollectionError, match=r"schema_version is 1; this package reads 2\. Run 'scrlearn migrate "):
        load_reviews(folder)


def test_backups_of_a_collection_are_no_business_of_git(tmp_path):
    assert "backups/" in (start_collection(tmp_path / "mine") / ".gitignore").read_text(encoding="utf-8").splitlines()


HAMPSHIRE = load_reviews(DATA / "hampshire")


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text("'=+-@\t\r\n\", a", min_size=1, max_size=6), min_size=9, max_size=9))
def test_whatever_the_texts_begin_with_a_collection_that_is_saved_is_the_same(tmp_path, texts):
    document_text = "".join(texts)
    ends = pd.Series([len(text) for text in texts]).cumsum()
    recommendations = HAMPSHIRE.recommendations.assign(
        text=pd.Series(texts, dtype="str"),
        stem=pd.Series([f"={text}" for text in texts], dtype="str"),
        start=(ends.shift(fill_value=0)).astype("Int64"),
        end=ends.astype("Int64"),
    )
    (tmp_path / "collection.toml").write_text("schema_version = 2", encoding="utf-8")
    save_reviews(HAMPSHIRE._replace(recommendations=recommendations), tmp_path)
    loaded = load_reviews(tmp_path)
    pd.testing.assert_frame_equal(loaded.recommendations, recommendations)
    assert [document_text[row.start : row.end] == row.text for row in loaded.recommendations.itertuples()] == [True] * 9
    before = {file.name: file.read_bytes() for file in tmp_path.glob("*.csv")}
    save_reviews(loaded, tmp_path)
    assert {file.name: file.read_bytes() for file in tmp_path.glob("*.csv")} == before
