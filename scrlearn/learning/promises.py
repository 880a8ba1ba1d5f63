"""Whether what was promised is overdue on a day, and whether it was promised before."""

import datetime

import pandas as pd

from scrlearn.errors import ScrlearnError, TableError
from scrlearn.learning.spans import EVER, Span, read_span, read_spans
from scrlearn.tables import PRECISIONS
from scrlearn.validation import require_columns

_SETTLED = ("complete", "declined")


def tell_overdue(responses: pd.DataFrame, on: str | None) -> list[str]:
    """
    Say of each response whether it is overdue on a day.

    Parameters
    ----------
    responses
        ``responses``: passage_id, status, due_on, due_precision.
    on
        The day asked about, as an ISO date, or None.

    Returns
    -------
    list of str
        ``no`` where it is complete or declined, or due on the day or later; ``yes`` where the last day that due_on
        allows is before it; else ``not_known``: without due_on, where the day lies among those that it allows, and
        everywhere without a day.

    Raises
    ------
    ScrlearnError
        When on is no day; a month or a year is none.
    TableError
        When a date or precision is malformed.
    """
    if on is None:
        return ["not_known"] * len(responses)
    day = _read_day(on)
    columns = (responses[name] for name in ("passage_id", "due_on", "due_precision"))
    due = [_read_due(*cells) for cells in zip(*columns, strict=True)]
    return [_tell_one(status, span, day) for status, span in zip(responses["status"], due, strict=True)]


def find_promised_before(commitments: pd.DataFrame, reviews: pd.DataFrame, repeats: pd.DataFrame | None) -> pd.Series:
    """
    Find the commitments of earlier reviews that promise much the same.

    Parameters
    ----------
    commitments
        passage_id, review_id.
    reviews
        ``reviews``: review_id, year, published_on, published_precision.
    repeats
        ``repeats`` worked out over the responses (repeat_id, passage_id), or None.

    Returns
    -------
    pandas.Series
        By passage_id, the commitments in a group with it whose review is wholly earlier (by published_on, else by
        year), the earliest first; ;-joined. Those without any are not in it.

    Raises
    ------
    TableError
        When a column is missing or a date is malformed.
    """
    if repeats is None:
        return pd.Series(dtype="str")
    require_columns(repeats, "repeats", ["repeat_id", "passage_id"])
    dates = _date_reviews(reviews)
    grouped = commitments[["passage_id", "review_id"]].merge(repeats[["repeat_id", "passage_id"]], on="passage_id")
    pairs = grouped.merge(grouped, on="repeat_id", suffixes=("", "_before"))
    dated = pairs.assign(
        began=pairs["review_id"].map(dates["first"]), ended=pairs["review_id_before"].map(dates["last"])
    )
    earlier = dated[dated["ended"] < dated["began"]].drop_duplicates(["passage_id", "passage_id_before"])
    in_order = earlier.sort_values(["ended", "passage_id_before"])
    return in_order.groupby("passage_id")["passage_id_before"].agg(";".join)


def _read_day(on: str) -> datetime.date:
    try:
        span = read_span(on, None)
    except ValueError:
        span = EVER
    if span.first != span.last:
        raise ScrlearnError(f"on: {on!r} is no day; write it as 2018-10-04.")
    return span.first


def _read_due(passage_id: str, due_on: str, precision: str) -> Span:
    if pd.isna(due_on):
        return EVER
    try:
        return read_span(due_on, None if pd.isna(precision) else precision)
    except ValueError:
        raise TableError(
            f"responses: due_on {due_on!r} (due_precision {precision!r}) of {passage_id} is no date; "
            f"write it as 2018, 2018-10 or 2018-10-04, with one of {', '.join(PRECISIONS)}."
        ) from None


def _tell_one(status: str, due: Span, day: datetime.date) -> str:
    if status in _SETTLED or due.first >= day:
        return "no"
    return "yes" if due.last < day else "not_known"


def _date_reviews(reviews: pd.DataFrame) -> pd.DataFrame:
    """Return the first and the last day on which each review can have been published, as words, by review_id."""
    require_columns(reviews, "reviews", ["year", "published_on", "published_precision"])
    by_year = pd.to_numeric(reviews["year"]).astype("Int64").astype("str")
    spans = read_spans(
        reviews.assign(published_on=reviews["published_on"].astype("str").fillna(by_year)), "published_on"
    )
    ends = [(str(span.first), str(span.last)) for span in spans]
    return pd.DataFrame(ends, columns=["first", "last"], index=reviews["review_id"])
