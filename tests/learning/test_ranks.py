"""The most frequent learning."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from scrlearn.errors import ScrlearnError, TableError
from scrlearn.learning.ranks import rank_themes
from scrlearn.validation import check_table, empty_table

THEMES = ["voice", "sleep", "family", "moves", "curiosity"]


def counts_of(n_reviews):
    return pd.DataFrame(
        {
            "theme_id": THEMES[: len(n_reviews)],
            "theme": [theme_id.capitalize() for theme_id in THEMES[: len(n_reviews)]],
            "n_reviews": n_reviews,
            "of_reviews": 9,
            "n_confirmed": 1,
            "n_check": 2,
            "n_passages": [2 * number for number in n_reviews],
            "notice": "Illustrative data",
        }
    )


def ranks_of(n_reviews, **options):
    ranks = rank_themes(counts_of(n_reviews), **options)
    return list(zip(ranks["rank"], ranks["theme_id"], strict=True))


def test_the_most_frequent_theme_is_first_and_keeps_its_counts():
    expected = pd.DataFrame(
        [
            [1, "sleep", "Sleep", 5, 9, 1, 2, 10, "Illustrative data"],
            [2, "voice", "Voice", 3, 9, 1, 2, 6, "Illustrative data"],
        ],
        columns=[
            *["rank", "theme_id", "theme", "n_reviews", "of_reviews"],
            *["n_confirmed", "n_check", "n_passages", "notice"],
        ],
    )
    assert_frame_equal(rank_themes(counts_of([3, 5])), check_table(expected, "theme_ranks"))


def test_ties_share_a_rank_in_the_order_given_and_leave_the_next_empty():
    assert ranks_of([3, 1, 4, 3]) == [(1, "family"), (2, "voice"), (2, "moves"), (4, "sleep")]


def test_all_that_share_the_last_rank_are_kept():
    assert ranks_of([3, 1, 4, 3], most=2) == [(1, "family"), (2, "voice"), (2, "moves")]
    assert ranks_of([2, 2, 2], most=1) == [(1, "voice"), (1, "sleep"), (1, "family")]


def test_what_comes_after_the_places_asked_for_is_left_out():
    assert ranks_of([3, 1, 4, 3], most=3) == [(1, "family"), (2, "voice"), (2, "moves")]
    assert ranks_of([3, 1, 4], most=1) == [(1, "family")]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=5), st.integers(1, 5))
def test_a_rank_is_one_more_than_the_themes_raised_by_more_reviews(n_reviews, most):
    ranks = [1 + sum(other > number for other in n_reviews) for number in n_reviews]
    kept = [rank for rank, number in zip(ranks, n_reviews, strict=True) if number and rank <= most]
    assert [rank for rank, _ in ranks_of(n_reviews, most=most)] == sorted(kept)


def test_a_theme_that_nobody_raises_has_no_rank():
    assert ranks_of([0, 2, 0]) == [(1, "sleep")]
    assert ranks_of([0, 0]) == []


def test_counts_read_from_a_csv_file_are_ranked_as_numbers():
    as_text = counts_of([9, 10]).astype("str")
    assert rank_themes(as_text)["theme_id"].to_list() == ["sleep", "voice"]


def test_no_themes_at_all_give_no_ranks():
    assert_frame_equal(rank_themes(empty_table("theme_counts")), empty_table("theme_ranks"))


def test_no_places_cannot_be_filled():
    with pytest.raises(ScrlearnError, match="most: 0 places cannot be filled; ask for 1 or more"):
        rank_themes(counts_of([1]), most=0)


def test_counts_of_several_groups_of_reviews_are_refused():
    with pytest.raises(TableError, match=r"theme_counts: theme_id has \['voice'\] in index 0 and 1; give each row"):
        rank_themes(pd.concat([counts_of([1]), counts_of([2])], ignore_index=True))


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match=r"theme_counts: column \['n_reviews'\] is missing"):
        rank_themes(counts_of([1]).drop(columns="n_reviews"))
