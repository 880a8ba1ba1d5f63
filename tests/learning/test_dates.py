"""Where each review stands in time."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from scrlearn.errors import ScrlearnError, TableError
from scrlearn.learning.dates import tabulate_review_dates
from scrlearn.validation import check_table, empty_table

REVIEWS = pd.DataFrame(
    [
        ["undated", None, None, None],
        ["day", 2018, "2018-01-01", "day"],
        ["year", 2018, "2018", "year"],
        ["by-year", 2017, None, None],
        ["month", 2018, "2018-01", "month"],
        ["winter", 2017, "2017-12", "season"],
        ["as-early", 2018, "2018-01-01", "day"],
    ],
    columns=["review_id", "year", "published_on", "published_precision"],
).assign(
    subject="Child K",
    partnership="hampshire",
    review_type="serious_case_review",
    outcome="recommendations",
    source_status="published",
)
RECOMMENDATIONS = pd.DataFrame(
    [["day:1", "day", None], ["day:1.a", "day", "day:1"], ["day:2", "day", None], ["undated:1", "undated", None]],
    columns=["passage_id", "review_id", "part_of"],
)
COLUMNS = ["review_id", "dated_on", "dated_precision", "n_recommendations"]
WHAT = ["Child K", "hampshire", "serious_case_review", "recommendations"]


def test_the_earliest_is_first_and_the_undated_last():
    expected = pd.DataFrame(
        [
            ["by-year", *WHAT, "2017", "year", 0, None],
            ["winter", *WHAT, "2017-12", "season", 0, None],
            ["as-early", *WHAT, "2018-01-01", "day", 0, None],
            ["day", *WHAT, "2018-01-01", "day", 2, None],
            ["month", *WHAT, "2018-01", "month", 0, None],
            ["year", *WHAT, "2018", "year", 0, None],
            ["undated", *WHAT, None, None, 1, None],
        ],
        columns=[
            *["review_id", "subject", "partnership", "review_type", "outcome"],
            *["dated_on", "dated_precision", "n_recommendations", "notice"],
        ],
    )
    assert_frame_equal(tabulate_review_dates(REVIEWS, RECOMMENDATIONS), check_table(expected, "review_dates"))


def test_another_date_may_be_asked_for():
    decided = REVIEWS[:2].assign(decided_on=["2016-05", None], decided_precision=["month", None])
    dates = tabulate_review_dates(decided, RECOMMENDATIONS, date="decided_on")
    assert dates[COLUMNS].values.tolist() == [["undated", "2016-05", "month", 1], ["day", "2018", "year", 2]]


@pytest.mark.parametrize("year", [pd.Series([2017.0, None]), pd.Series(["2017", None], dtype="str")])
def test_a_year_however_it_is_kept_is_a_date(year):
    reviews = REVIEWS[:2].assign(year=year, published_on=None, published_precision=None)
    dates = tabulate_review_dates(reviews, RECOMMENDATIONS)
    assert dates["dated_on"].fillna("blank").to_list() == ["2017", "blank"]
    assert dates["dated_precision"].fillna("blank").to_list() == ["year", "blank"]


def test_without_recommendations_every_review_is_still_there():
    assert tabulate_review_dates(REVIEWS, RECOMMENDATIONS[:0])["n_recommendations"].to_list() == [0] * 7


def test_without_reviews_there_is_no_row():
    assert_frame_equal(tabulate_review_dates(REVIEWS[:0], RECOMMENDATIONS), empty_table("review_dates"))


def test_the_notice_is_in_every_row():
    dates = tabulate_review_dates(REVIEWS.assign(source_status="unpublished"), RECOMMENDATIONS)
    assert dates["notice"].to_list() == ["Includes 7 unpublished reviews"] * 7


def test_a_date_that_no_review_has_is_refused():
    with pytest.raises(ScrlearnError, match="date: 'due_on' is no date of a review; use one of published_on"):
        tabulate_review_dates(REVIEWS, RECOMMENDATIONS, date="due_on")


def test_a_malformed_date_is_named():
    with pytest.raises(TableError, match="reviews: published_on 'Autumn 2018'"):
        tabulate_review_dates(REVIEWS.assign(published_on="Autumn 2018"), RECOMMENDATIONS)


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match=r"reviews: column \['outcome', 'year'\] is missing"):
        tabulate_review_dates(REVIEWS.drop(columns=["year", "outcome"]), RECOMMENDATIONS)
    with pytest.raises(TableError, match=r"reviews: column \['decided_on', 'decided_precision'\] is missing"):
        tabulate_review_dates(REVIEWS, RECOMMENDATIONS, date="decided_on")
