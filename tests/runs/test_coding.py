from pathlib import Path

import pandas as pd
import pytest

from scrlearn.errors import CollectionError
from scrlearn.reviews.collection import start_collection
from scrlearn.runs.coding import Period
from scrlearn.runs.tabulating import find_learning

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def found():
    return find_learning(DATA / "illustrative", period=Period())


@pytest.fixture(scope="module")
def found_in_a_year():
    return find_learning(DATA / "illustrative", period=Period("2023-04-01", "2024-03-31", years="april"))


def test_unpublished_reviews_stay_out_unless_asked_for(found):
    assert found.left_out.values.tolist() == [
        ["marlshire-baby-t-2021", "unpublished"],
        ["eastmere-baby-x-2022", "unpublished"],
    ]
    everything = found.collection.reviews["review_id"], found.recommendation_codings["passage_id"]
    assert [ids.str.startswith(("marlshire-baby-t", "eastmere-baby-x")).any() for ids in everything] == [False, False]
    assert found.tables["theme_counts"]["of_reviews"].tolist() == [30] * 4


def test_unpublished_reviews_that_are_asked_for_are_said():
    asked = find_learning(DATA / "illustrative", period=Period(), include_unpublished=True)
    assert asked.tables["theme_counts"]["of_reviews"].tolist() == [32] * 4
    assert set(asked.tables["theme_counts"]["notice"]) == {"Illustrative data. Includes 2 unpublished reviews"}


def test_a_window_counts_the_reviews_that_certainly_lie_in_it_and_says_which_it_left_out(found_in_a_year):
    assert found_in_a_year.collection.reviews["review_id"].tolist() == [
        "marlshire-infants-2023",
        "fellmarch-child-n-2023",
    ]
    assert found_in_a_year.left_out["reason"].value_counts().to_dict() == {"outside_period": 28, "unpublished": 2}
    by_period = found_in_a_year.tables["theme_counts_by_period"]
    assert by_period.drop_duplicates("group")[["group", "of_reviews"]].values.tolist() == [
        ["2023-24", 2],
        ["undated", 0],
    ]


def test_a_coding_does_not_depend_on_which_other_reviews_are_counted(found, found_in_a_year):
    few, many = (
        table.recommendation_codings.set_index(["passage_id", "theme_id"]) for table in (found_in_a_year, found)
    )
    pd.testing.assert_frame_equal(few, many.loc[few.index])


def test_every_coded_passage_has_an_answer_for_every_theme(found):
    parents = set(found.collection.recommendations["part_of"].dropna())
    coded = len(found.collection.recommendations) - len(parents)
    assert len(found.recommendation_codings) == coded * 4
    assert len(found.response_codings) == len(found.collection.responses) * 4


def test_a_collection_without_reviews_has_nothing_to_count(tmp_path):
    with pytest.raises(CollectionError, match=r"mine: no review to count \(0 left out\)"):
        find_learning(start_collection(tmp_path / "mine"), period=Period())


def test_a_collection_with_themes_of_its_own_is_coded_by_its_rules(copy_of):
    folder = copy_of("hampshire")
    (folder / "codebook").mkdir()
    tables = {
        "themes": "theme_id,theme,theme_group,definition,include,exclude,replaced_by\n"
        "training,Training,,Courses and workshops,,,\n",
        "rules": "rule_id,theme_id,pattern,unless,reason\nworkshops,training,learning lessons workshop,,its name\n",
        "examples": "example_id,theme_id,text,applies,reason\n",
    }
    for name, text in tables.items():
        (folder / "codebook" / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "corrections.csv").unlink()
    found = find_learning(folder, period=Period())
    applies = found.response_codings.query("decision == 'applies'")
    assert applies[["passage_id", "decided_by", "evidence", "rule_ids"]].values.tolist() == [
        ["hampshire-child-k-2017:3.response-3", "rule", "Learning Lessons Workshops", "workshops"]
    ]
