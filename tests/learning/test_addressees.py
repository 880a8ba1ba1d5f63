"""Whom recommendations address."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from scrlearn.errors import TableError
from scrlearn.learning.addressees import tabulate_addressees, tabulate_addressees_by_review
from scrlearn.validation import check_table, empty_table

REVIEWS = pd.DataFrame(
    [
        ["k", "Child K", 2017, "published"],
        ["undated", "Topic", None, "published"],
        ["a", "Child A", 2009, "published"],
    ],
    columns=["review_id", "subject", "year", "source_status"],
)
# k:2 is addressed only at its parts, one of which has a part of its own; k:3 says it of the whole.
RECOMMENDATIONS = pd.DataFrame(
    [
        ["k:1", "k", None, "Police; Schools"],
        ["k:2", "k", None, None],
        ["k:2.a", "k", "k:2", "Police"],
        ["k:2.b", "k", "k:2", None],
        ["k:2.b.i", "k", "k:2.b", "Health"],
        ["k:3", "k", None, "Schools"],
        ["k:3.a", "k", "k:3", "Health"],
        ["k:4", "k", None, " "],
        ["undated:1", "undated", None, "Police;Police;"],
        ["undated:2", "undated", None, None],
        ["elsewhere:1", "elsewhere", None, "Army"],
    ],
    columns=["passage_id", "review_id", "part_of", "addressed_to"],
)


def addressees_of(*rows):
    """Count the bodies addressed by recommendations of one review, given as (number, part of, addressed to)."""
    recommendations = pd.DataFrame(
        [[f"k:{number}", "k", part_of and f"k:{part_of}", bodies] for number, part_of, bodies in rows],
        columns=RECOMMENDATIONS.columns,
    )
    counts = tabulate_addressees(recommendations, REVIEWS)
    return dict(zip(counts["addressee"], counts["n_recommendations"], strict=True))


def test_the_body_with_most_recommendations_is_first_and_not_stated_is_last():
    expected = pd.DataFrame(
        [
            ["Police", 2, 3, 3, 6, 2, None],
            ["Schools", 1, 3, 2, 6, 2, None],
            ["Health", 1, 3, 1, 6, 1, None],
            ["not stated", 2, 3, 2, 6, 1, None],
        ],
        columns=[
            *["addressee", "n_reviews", "of_reviews", "n_recommendations", "of_recommendations"],
            *["most_in_a_review", "notice"],
        ],
    )
    assert_frame_equal(tabulate_addressees(RECOMMENDATIONS, REVIEWS), check_table(expected, "addressee_counts"))


def test_every_body_that_a_review_addresses_has_a_row_by_year():
    expected = pd.DataFrame(
        [
            ["k", "Child K", 2017, "Police", 2, 4, None],
            ["k", "Child K", 2017, "Schools", 2, 4, None],
            ["k", "Child K", 2017, "Health", 1, 4, None],
            ["k", "Child K", 2017, "not stated", 1, 4, None],
            ["undated", "Topic", None, "Police", 1, 2, None],
            ["undated", "Topic", None, "not stated", 1, 2, None],
        ],
        columns=[
            *["review_id", "subject", "year", "addressee"],
            *["n_recommendations", "of_recommendations", "notice"],
        ],
    )
    counts = tabulate_addressees_by_review(RECOMMENDATIONS, REVIEWS)
    assert_frame_equal(counts, check_table(expected, "addressees_by_review"))


def test_a_recommendation_to_two_bodies_counts_for_both():
    assert addressees_of(("1", None, "Police;Schools")) == {"Police": 1, "Schools": 1}


def test_a_body_named_twice_by_one_recommendation_counts_once():
    assert addressees_of(("1", None, "Police; Police")) == {"Police": 1}
    assert addressees_of(("1", None, None), ("1.a", "1", "Police"), ("1.b", "1", "Police")) == {"Police": 1}


def test_parts_speak_only_where_the_whole_says_nothing():
    parts = [("1.a", "1", "Police"), ("1.b", "1", "Schools")]
    assert addressees_of(("1", None, None), *parts) == {"Police": 1, "Schools": 1}
    assert addressees_of(("1", None, "Board"), *parts) == {"Board": 1}


def test_bodies_with_as_many_recommendations_stand_by_name():
    assert list(addressees_of(("1", None, "Schools;Army;Police"))) == ["Army", "Police", "Schools"]


def test_a_finding_counts_as_a_recommendation_does():
    findings = RECOMMENDATIONS.assign(kind="finding")
    assert_frame_equal(tabulate_addressees(findings, REVIEWS), tabulate_addressees(RECOMMENDATIONS, REVIEWS))


def test_where_nobody_is_named_all_recommendations_are_not_stated():
    counts = tabulate_addressees(RECOMMENDATIONS.assign(addressed_to=None), REVIEWS)
    columns = ["addressee", "n_reviews", "n_recommendations", "most_in_a_review"]
    assert counts[columns].values.tolist() == [["not stated", 2, 6, 4]]


def test_without_recommendations_there_is_no_row():
    nothing = RECOMMENDATIONS[:0]
    assert_frame_equal(tabulate_addressees(nothing, REVIEWS), empty_table("addressee_counts"))
    assert_frame_equal(tabulate_addressees_by_review(nothing, REVIEWS), empty_table("addressees_by_review"))


def test_the_notice_is_in_every_row():
    reviews = REVIEWS.assign(illustrative=True)
    assert tabulate_addressees(RECOMMENDATIONS, reviews)["notice"].to_list() == ["Illustrative data"] * 4
    assert tabulate_addressees_by_review(RECOMMENDATIONS, reviews)["notice"].to_list() == ["Illustrative data"] * 6


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match=r"recommendations: column \['addressed_to'\] is missing"):
        tabulate_addressees(RECOMMENDATIONS.drop(columns="addressed_to"), REVIEWS)
    with pytest.raises(TableError, match=r"recommendations: column \['part_of'\] is missing"):
        tabulate_addressees(RECOMMENDATIONS.drop(columns="part_of"), REVIEWS)
    with pytest.raises(TableError, match=r"reviews: column \['subject'\] is missing"):
        tabulate_addressees_by_review(RECOMMENDATIONS, REVIEWS.drop(columns="subject"))
