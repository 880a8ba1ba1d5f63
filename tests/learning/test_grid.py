"""Every review and every theme."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from scrlearn.errors import TableError
from scrlearn.learning.grid import tabulate_grid
from scrlearn.validation import check_table, empty_table

THEMES = pd.DataFrame({"theme_id": ["voice", "sleep"], "theme": ["Voice", "Sleep"]})
REVIEWS = pd.DataFrame(
    [
        ["a-topic", "Topic", "north", None, "published"],
        ["k", "Child K", "south", 2017, "published"],
        ["b", "Child B", "north", 2017, "published"],
        ["z", "Child Z", "south", 2009, "published"],
    ],
    columns=["review_id", "subject", "partnership", "year", "source_status"],
)
PASSAGES = pd.DataFrame(
    [["k:1", "k"], ["k:2", "k"], ["b:1", "b"], ["a-topic:1", "a-topic"]], columns=["passage_id", "review_id"]
)
CODINGS = pd.DataFrame(
    [
        ["k:1", "voice", "applies", False],
        ["k:2", "voice", "applies", True],
        ["k:1", "sleep", "does_not_apply", True],
        ["k:2", "sleep", "does_not_apply", False],
        ["b:1", "voice", "check", False],
        ["b:1", "sleep", "does_not_apply", True],
        ["a-topic:1", "voice", "applies", False],
    ],
    columns=["passage_id", "theme_id", "decision", "confirmed"],
)


def test_every_theme_of_every_review_has_a_row_by_year_and_then_by_review():
    expected = pd.DataFrame(
        [
            ["z", "Child Z", "south", 2009, "voice", "Voice", "does_not_apply", False, 0, None],
            ["z", "Child Z", "south", 2009, "sleep", "Sleep", "does_not_apply", False, 0, None],
            ["b", "Child B", "north", 2017, "voice", "Voice", "check", False, 0, None],
            ["b", "Child B", "north", 2017, "sleep", "Sleep", "does_not_apply", True, 0, None],
            ["k", "Child K", "south", 2017, "voice", "Voice", "applies", True, 2, None],
            ["k", "Child K", "south", 2017, "sleep", "Sleep", "does_not_apply", False, 0, None],
            ["a-topic", "Topic", "north", None, "voice", "Voice", "applies", False, 1, None],
            ["a-topic", "Topic", "north", None, "sleep", "Sleep", "does_not_apply", False, 0, None],
        ],
        columns=[
            *["review_id", "subject", "partnership", "year", "theme_id", "theme"],
            *["decision", "confirmed", "n_passages", "notice"],
        ],
    )
    grid = tabulate_grid(CODINGS, PASSAGES, REVIEWS, themes=THEMES)
    assert_frame_equal(grid, check_table(expected, "theme_grid"))


def test_without_a_codebook_the_themes_stand_as_they_first_occur():
    grid = tabulate_grid(CODINGS[::-1], PASSAGES, REVIEWS[1:2])
    assert grid["theme"].to_list() == ["Voice", "Sleep"]
    assert tabulate_grid(CODINGS[2:], PASSAGES, REVIEWS[1:2])["theme"].to_list() == ["Sleep", "Voice"]


def test_reviews_without_any_passage_raise_nothing():
    grid = tabulate_grid(CODINGS[:0], PASSAGES[:0], REVIEWS, themes=THEMES)
    assert grid[["decision", "confirmed", "n_passages"]].values.tolist() == [["does_not_apply", False, 0]] * 8


def test_without_reviews_or_themes_there_is_no_row():
    assert_frame_equal(tabulate_grid(CODINGS, PASSAGES, REVIEWS[:0], themes=THEMES), empty_table("theme_grid"))
    assert_frame_equal(tabulate_grid(CODINGS[:0], PASSAGES, REVIEWS), empty_table("theme_grid"))


def test_the_notice_is_in_every_row():
    unpublished = REVIEWS.assign(source_status="unpublished")
    grid = tabulate_grid(CODINGS, PASSAGES, unpublished, themes=THEMES)
    assert grid["notice"].to_list() == ["Includes 4 unpublished reviews"] * 8


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match=r"reviews: column \['partnership', 'year'\] is missing"):
        tabulate_grid(CODINGS, PASSAGES, REVIEWS.drop(columns=["partnership", "year"]))


def test_codings_of_other_passages_alone_are_refused():
    with pytest.raises(TableError, match="codings: no row is about any of the passages given"):
        tabulate_grid(CODINGS.assign(passage_id="elsewhere"), PASSAGES, REVIEWS)
