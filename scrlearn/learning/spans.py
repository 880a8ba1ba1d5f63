"""Dates that are known to the day, month, season or year, as the spans of days that they stand for."""

import datetime
import re
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from scrlearn.errors import ScrlearnError, TableError
from scrlearn.tables import PRECISIONS
from scrlearn.validation import require_columns

DATES = ("published_on", "decided_on", "commissioned_on")

_AS_WRITTEN = {4: "year", 7: "month", 10: "day"}
_MONTHS = {"month": 1, "season": 3, "year": 12}


class Span(NamedTuple):
    """The first and the last day on which something can have happened."""

    first: datetime.date
    last: datetime.date


# What has no date can have happened on any day.
EVER = Span(datetime.date.min, datetime.date.max)


def read_spans(reviews: pd.DataFrame, date: str) -> list[Span]:
    """
    Read one of the dates of the reviews, with its precision.

    Parameters
    ----------
    reviews
        The ``reviews`` table: the date and its precision are needed.
    date
        ``published_on``, ``decided_on`` or ``commissioned_on``.

    Returns
    -------
    list of Span
        One a review. Without a date it is :data:`EVER`. A season is three months from the month it is written as.

    Raises
    ------
    ScrlearnError
        When date is none of those.
    TableError
        When a column is missing or a date or precision is malformed.

    Examples
    --------
    >>> winter = pd.DataFrame({"decided_on": ["2018-12"], "decided_precision": ["season"]})
    >>> [(str(span.first), str(span.last)) for span in read_spans(winter, "decided_on")]
    [('2018-12-01', '2019-02-28')]
    """
    if date not in DATES:
        raise ScrlearnError(f"date: {date!r} is no date of a review; use one of {', '.join(DATES)}.")
    precision = date.replace("_on", "_precision")
    require_columns(reviews, "reviews", [date, precision])
    spans = []
    for label, written, known_to in zip(reviews.index, reviews[date], reviews[precision], strict=True):
        try:
            spans.append(EVER if pd.isna(written) else read_span(written, None if pd.isna(known_to) else known_to))
        except ValueError:
            raise TableError(
                f"reviews: {date} {written!r} ({precision} {known_to!r}) in index {label} is no date; "
                f"write it as 2018, 2018-10 or 2018-10-04, with one of {', '.join(PRECISIONS)}."
            ) from None
    return spans


def read_window(first: str | None, last: str | None) -> Span:
    """
    Read a window of time, both ends included; an end that is None is open.

    Parameters
    ----------
    first, last
        ISO dates, of which a part will do: "2018" begins on 1 January as first, and ends on 31 December as last.

    Returns
    -------
    Span
        From the first day to the last.

    Raises
    ------
    ScrlearnError
        When an end is malformed or the window ends before it begins.

    Examples
    --------
    >>> str(read_window("2018", "2019-02").last)
    '2019-02-28'
    """
    window = Span(_read_end("first", first).first, _read_end("last", last).last)
    if window.first > window.last:
        raise ScrlearnError(f"first, last: {first} to {last} ends before it begins; give the earlier date as first.")
    return window


def lies_within(span: Span, window: Span) -> bool:
    """Say whether the whole of the span lies in the window."""
    return window.first <= span.first and span.last <= window.last


def may_lie_within(span: Span, window: Span) -> bool:
    """Say whether any day of the span lies in the window."""
    return span.first <= window.last and window.first <= span.last


def _read_end(name: str, written: str | None) -> Span:
    try:
        return EVER if written is None else read_span(written, None)
    except ValueError:
        raise ScrlearnError(f"{name}: {written!r} is no date; write it as 2018, 2018-10 or 2018-10-04.") from None


@lru_cache(maxsize=10_000)
def read_span(written: str, precision: str | None) -> Span:
    """Return the time that a date may mean: the whole of a month, season or year where it is no more exact."""
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", str(written)):
        raise ValueError(written)
    day = datetime.date.fromisoformat(written + "-01-01"[len(written) - 4 :])
    # 2018-01-01 with precision year, as Excel likes to keep it, is a year; 2018 with precision day is no day.
    known_to = max(_AS_WRITTEN[len(written)], precision or "day", key=PRECISIONS.index)
    if known_to == "day":
        return Span(day, day)
    start = day.replace(day=1, month=1 if known_to == "year" else day.month)
    year, months = divmod(start.year * 12 + start.month - 1 + _MONTHS[known_to], 12)
    return Span(start, datetime.date(year, months + 1, 1) - datetime.timedelta(days=1))
