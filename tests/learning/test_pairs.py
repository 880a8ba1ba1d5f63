"""Which themes the same reviews raise."""

import pandas as pd
from pandas.testing import assert_frame_equal

from scrlearn.learning.pairs import tabulate_pairs
from scrlearn.validation import check_table

REVIEWS = pd.DataFrame({"review_id": ["k", "a", "b", "c", "d"], "source_status": "published"})
PASSAGES = pd.DataFrame(
    [["k:1", "k"], ["k:2", "k"], ["b:1", "b"], ["b:2", "b"], ["c:1", "c"], ["d:1", "d"]],
    columns=["passage_id", "review_id"],
)
# k: both in one passage, both confirmed, though not there; b: in different passages, one unconfirmed;
# c: one raised, the other to check; d: one raised, the other not.
CODINGS = pd.DataFrame(
    [
        ["k:1", "voice", "applies", False],
        ["k:1", "family", "applies", True],
        ["k:2", "voice", "applies", True],
        ["k:2", "family", "check", False],
        ["b:1", "voice", "applies", True],
        ["b:1", "family", "does_not_apply", True],
        ["b:2", "voice", "does_not_apply", False],
        ["b:2", "family", "applies", False],
        ["c:1", "voice", "applies", True],
        ["c:1", "family", "check", False],
        ["d:1", "voice", "applies", True],
        ["d:1", "family", "does_not_apply", True],
    ],
    columns=["passage_id", "theme_id", "decision", "confirmed"],
)
COLUMNS = ["theme_id", "theme", "with_theme_id", "with_theme"]
COUNTED = ["n_reviews", "of_reviews", "n_confirmed", "n_check", "n_passages"]


def test_two_themes_may_stand_in_different_passages_of_a_review():
    expected = pd.DataFrame(
        [["voice", "Voice", "family", "Family", 2, 5, 1, 1, 1, None]], columns=[*COLUMNS, *COUNTED, "notice"]
    )
    assert_frame_equal(tabulate_pairs(CODINGS, PASSAGES, REVIEWS), check_table(expected, "theme_pairs"))


def test_each_two_themes_have_one_row_in_the_order_of_the_codebook():
    themes = pd.DataFrame({"theme_id": ["sleep", "family", "voice"], "theme": ["Safe sleep", "Whole family", "Voice"]})
    pairs = tabulate_pairs(CODINGS, PASSAGES, REVIEWS, themes=themes)
    assert pairs[["theme", "with_theme", *COUNTED]].values.tolist() == [
        ["Safe sleep", "Whole family", 0, 5, 0, 0, 0],
        ["Safe sleep", "Voice", 0, 5, 0, 0, 0],
        ["Whole family", "Voice", 2, 5, 1, 1, 1],
    ]


def test_a_codebook_of_one_theme_has_no_pairs():
    pairs = tabulate_pairs(CODINGS[CODINGS["theme_id"] == "voice"], PASSAGES, REVIEWS)
    assert pairs.columns.to_list() == [*COLUMNS, *COUNTED, "notice"]
    assert len(pairs) == 0


def test_two_themes_of_which_neither_is_settled_are_to_check():
    codings = CODINGS[CODINGS["passage_id"] == "c:1"].assign(decision="check")
    pairs = tabulate_pairs(codings, PASSAGES, REVIEWS)
    assert pairs[COUNTED].values.tolist() == [[0, 5, 0, 1, 0]]


def test_the_notice_is_that_of_the_reviews():
    pairs = tabulate_pairs(CODINGS, PASSAGES, REVIEWS.assign(illustrative=True))
    assert pairs["notice"].to_list() == ["Illustrative data"]
