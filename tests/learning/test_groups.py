"""Groups of themes and their themes, reviews and mentions side by side."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from scrlearn.errors import TableError
from scrlearn.learning.groups import tabulate_theme_groups
from scrlearn.validation import check_table, empty_table

THEMES = pd.DataFrame(
    [
        ["voice", "Voice", "Seeing the child"],
        ["sleep", "Sleep", "Infants"],
        ["home", "Daily life", "Seeing the child"],
    ],
    columns=["theme_id", "theme", "theme_group"],
)
# k:2 has parts and is coded at them. Review a has no passages.
PASSAGES = pd.DataFrame(
    [["k:1", "k", None], ["k:2", "k", None], ["k:2.a", "k", "k:2"], ["k:2.b", "k", "k:2"], ["b:1", "b", None]],
    columns=["passage_id", "review_id", "part_of"],
)
REVIEWS = pd.DataFrame({"review_id": ["k", "a", "b"], "source_status": "published"})
CODINGS = pd.DataFrame(
    [
        ["k:1", "voice", "applies", False],
        ["k:1", "home", "applies", True],
        ["k:2.a", "home", "applies", False],
        ["k:2.b", "voice", "does_not_apply", False],
        ["b:1", "voice", "check", False],
        ["b:1", "home", "does_not_apply", True],
        ["b:1", "sleep", "does_not_apply", True],
    ],
    columns=["passage_id", "theme_id", "decision", "confirmed"],
)
COLUMNS = [
    *["theme_group", "theme_id", "theme", "level", "n_reviews", "of_reviews", "n_confirmed", "n_check"],
    *["n_passages", "of_passages", "notice"],
]


def tabulate(codings=CODINGS, passages=PASSAGES, reviews=REVIEWS, themes=THEMES):
    return tabulate_theme_groups(codings, passages, reviews, themes=themes)


def test_a_review_and_a_passage_with_two_themes_of_a_group_count_once_for_it():
    expected = pd.DataFrame(
        [
            ["Seeing the child", "all", "Seeing the child", "group", 1, 3, 1, 1, 2, 4, None],
            ["Seeing the child", "voice", "Voice", "theme", 1, 3, 0, 1, 1, 4, None],
            ["Seeing the child", "home", "Daily life", "theme", 1, 3, 1, 0, 2, 4, None],
            ["Infants", "all", "Infants", "group", 0, 3, 0, 0, 0, 4, None],
            ["Infants", "sleep", "Sleep", "theme", 0, 3, 0, 0, 0, 4, None],
        ],
        columns=COLUMNS,
    )
    assert_frame_equal(tabulate(), check_table(expected, "theme_group_counts"))


def test_a_group_is_left_to_check_only_where_none_of_its_themes_is_found():
    codings = pd.concat(
        [CODINGS, pd.DataFrame([["b:1", "moves", "applies", False]], columns=CODINGS.columns)], ignore_index=True
    )
    themes = pd.concat(
        [THEMES, pd.DataFrame([["moves", "Moves", "Seeing the child"]], columns=THEMES.columns)], ignore_index=True
    )
    counts = tabulate(codings, themes=themes)
    assert counts.loc[counts["theme_id"] == "all", ["n_reviews", "n_check"]].values.tolist() == [[2, 0], [0, 0]]


def test_themes_of_no_group_or_of_no_codebook_come_last_as_not_grouped():
    codings = CODINGS.replace({"theme_id": {"sleep": "curiosity"}})
    themes = THEMES.assign(theme_group=["Seeing the child", None, "Seeing the child"]).iloc[[1, 0, 2]]
    assert tabulate(codings, themes=themes)[["theme_group", "theme_id"]].values.tolist() == [
        ["Seeing the child", "all"],
        ["Seeing the child", "voice"],
        ["Seeing the child", "home"],
        ["not grouped", "all"],
        ["not grouped", "sleep"],
        ["not grouped", "curiosity"],
    ]


def test_a_codebook_without_groups_is_one_group_of_its_own():
    counts = tabulate(themes=THEMES.assign(theme_group=None))
    assert counts["theme_group"].to_list() == ["not grouped"] * 4


def test_a_passage_with_parts_that_has_codings_of_its_own_is_a_coded_passage_too():
    codings = CODINGS.replace({"passage_id": {"k:2.a": "k:2"}})
    assert tabulate(codings)["of_passages"].to_list() == [5] * 5


def test_responses_have_no_parts_and_are_all_coded_passages():
    assert tabulate(passages=PASSAGES.drop(columns="part_of"))["of_passages"].to_list() == [5] * 5


def test_reviews_without_passages_give_rows_of_nought():
    counts = tabulate(CODINGS[:0], PASSAGES[:0])
    assert counts[["n_reviews", "of_reviews", "n_passages", "of_passages"]].values.tolist() == [[0, 3, 0, 0]] * 5


def test_no_themes_and_no_codings_give_no_rows():
    assert_frame_equal(tabulate(CODINGS[:0], themes=THEMES[:0]), empty_table("theme_group_counts"))


def test_only_the_given_reviews_are_counted():
    counts = tabulate(reviews=REVIEWS[2:])
    assert counts[["n_reviews", "of_reviews", "n_check", "of_passages"]].values.tolist() == [
        *[[0, 1, 1, 1], [0, 1, 1, 1], [0, 1, 0, 1], [0, 1, 0, 1], [0, 1, 0, 1]]
    ]


def test_confirmed_as_written_in_a_csv_file_means_the_same():
    as_text = CODINGS.assign(confirmed=CODINGS["confirmed"].astype("str"))
    assert_frame_equal(tabulate(as_text), tabulate())


def test_the_notice_is_in_every_row():
    counts = tabulate(reviews=REVIEWS.assign(illustrative=True))
    assert counts["notice"].to_list() == ["Illustrative data"] * 5


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match=r"themes: column \['theme_group'\] is missing"):
        tabulate(themes=THEMES.drop(columns="theme_group"))
    with pytest.raises(TableError, match=r"codings: column \['decision'\] is missing"):
        tabulate(CODINGS.drop(columns="decision"))


def test_codings_of_other_passages_alone_are_refused():
    with pytest.raises(TableError, match="codings: no row is about any of the passages given"):
        tabulate(CODINGS.assign(passage_id="elsewhere"))
