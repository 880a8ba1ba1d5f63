"""Where each review stands in time."""

import pandas as pd

from scrlearn.learning.cells import keep_reviews, take_whole
from scrlearn.learning.notice import write_notice
from scrlearn.learning.spans import EVER, read_spans
from scrlearn.validation import check_table, require_columns

_COLUMNS = ["review_id", "subject", "partnership", "review_type", "outcome"]


def tabulate_review_dates(
    reviews: pd.DataFrame, recommendations: pd.DataFrame, *, date: str = "published_on"
) -> pd.DataFrame:
    """
    Place the reviews in time, one by one.

    Parameters
    ----------
    reviews
        The ``reviews`` looked at, also those without recommendations: review_id, subject, partnership, review_type,
        outcome, year, source_status, illustrative if there, and the date with its precision.
    recommendations
        ``recommendations``: passage_id, review_id, part_of. Those of other reviews are left aside; findings, learning
        points and questions count as well.
    date
        Which date: ``published_on``, ``decided_on`` or ``commissioned_on``.

    Returns
    -------
    pandas.DataFrame
        ``review_dates``. One row a review, the earliest first (by the first day that its date allows, then the last,
        then by review_id), the undated last. dated_on: the date asked for, **else the year by which the review is
        known, which may be that of another event**, else missing; dated_precision: ``year`` for such a year, else as
        the review gives it; n_recommendations: its recommendations, parts not counted by themselves, 0 where it made
        none; notice: as in ``theme_counts``.

    Raises
    ------
    ScrlearnError
        When date is none of those.
    TableError
        When a needed column is missing, a date is malformed, or part_of goes round in a circle.

    Examples
    --------
    >>> reviews = pd.DataFrame({
    ...     "review_id": ["a", "k"], "subject": ["Child A", "Child K"], "partnership": "hampshire",
    ...     "review_type": "serious_case_review", "outcome": ["no_learning", "recommendations"],
    ...     "year": [2018, 2017], "decided_on": [None, "2017-04-19"], "decided_precision": [None, "day"],
    ...     "source_status": "published",
    ... })
    >>> recommendations = pd.DataFrame({"passage_id": ["k:1", "k:2"], "review_id": "k", "part_of": None})
    >>> dates = tabulate_review_dates(reviews, recommendations, date="decided_on")
    >>> dates[["review_id", "dated_on", "dated_precision", "n_recommendations"]]
      review_id    dated_on dated_precision  n_recommendations
    0         k  2017-04-19             day                  2
    1         a        2018            year                  0
    """
    require_columns(reviews, "reviews", [*_COLUMNS, "year"])
    dated = _date_or_year(reviews, date)
    whole = take_whole(keep_reviews(recommendations, "recommendations", reviews))
    made = whole.groupby("review_id")["recommendation_id"].nunique()
    table = dated.assign(n_recommendations=dated["review_id"].map(made).fillna(0), notice=write_notice(reviews))
    return check_table(table, "review_dates")


def _date_or_year(reviews: pd.DataFrame, date: str) -> pd.DataFrame:
    """Return the reviews in the order of time, with dated_on and dated_precision."""
    precision = date.replace("_on", "_precision")
    by_year = pd.Series([span == EVER for span in read_spans(reviews, date)], index=reviews.index, dtype="bool")
    year = pd.to_numeric(reviews["year"]).astype("Int64").astype("str")
    dated_on = reviews[date].astype("str").mask(by_year, year)
    known_to = reviews[precision].astype("str").mask(by_year, "year").where(dated_on.notna())
    spans = read_spans(reviews.assign(**{date: dated_on, precision: known_to}), date)
    placed = reviews[_COLUMNS].assign(
        dated_on=dated_on,
        dated_precision=known_to,
        undated=dated_on.isna(),
        first=[str(span.first) for span in spans],
        last=[str(span.last) for span in spans],
    )
    in_order = placed.sort_values(["undated", "first", "last", "review_id"])
    return in_order.drop(columns=["undated", "first", "last"])
