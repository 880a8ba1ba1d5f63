"""When reviews raise a theme: by year, and within a window of time."""

import datetime
from itertools import compress

import pandas as pd

from scrlearn.errors import ScrlearnError
from scrlearn.learning.counts import count_by_group
from scrlearn.learning.spans import Span, lies_within, may_lie_within, read_spans, read_window
from scrlearn.validation import check_table

UNDATED = "undated"
YEARS = {"calendar": "calendar years", "april": "April to March years"}


def tabulate_themes_by_period(
    codings: pd.DataFrame,
    passages: pd.DataFrame,
    reviews: pd.DataFrame,
    *,
    date: str = "published_on",
    years: str = "calendar",
    first: str | None = None,
    last: str | None = None,
    themes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Count the reviews that raise each theme, year by year.

    A date known only to the month, season or year is a span of days. A review is placed in a year when the whole of
    its span lies there, and nowhere by guess.

    Parameters
    ----------
    codings, passages, themes
        As :func:`scrlearn.learning.counts.tabulate_themes` takes them.
    reviews
        The ``reviews`` looked at: review_id, source_status, illustrative if there, and the date with its precision.
    date
        Which date: ``published_on``, ``decided_on`` or ``commissioned_on``.
    years
        ``calendar``, or ``april`` for years from April to March, as in annual reports.
    first, last
        The window, both ends included: ISO dates, of which a part will do ("2018" begins on 1 January as first, and
        ends on 31 December as last). **A review dated outside the window is left out of the table.** One that may lie
        inside or outside, because it has no date or a coarse one, is kept as undated.

    Returns
    -------
    pandas.DataFrame
        ``theme_counts_by``. One row a theme in a year, year by year ("2018", or "2018-19"), each with its own
        of_reviews. Every year has rows from the first to the last (those of the window where it is given, else the
        earliest and the latest of the reviews), also where no review falls into it. The last group, "undated", is
        always there: reviews without this date, or with one too coarse to place in one year. Without a window the
        of_reviews of the groups add up to all given reviews. grouped_by names the date and the kind of year.

    Raises
    ------
    ScrlearnError
        When date or years is none of those above, or the window is malformed or ends before it begins.
    TableError
        When a needed column is missing, a date is malformed, or none of the codings is of any of the passages.

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "passage_id": ["k:1"], "theme_id": ["safe_sleeping"], "decision": ["applies"], "confirmed": [True],
    ... })
    >>> passages = pd.DataFrame({"passage_id": ["k:1"], "review_id": ["k"]})
    >>> reviews = pd.DataFrame({
    ...     "review_id": ["k", "a", "b"], "source_status": ["published"] * 3,
    ...     "published_on": ["2017-04-19", "2018", None], "published_precision": ["day", "year", None],
    ... })
    >>> by_year = tabulate_themes_by_period(codings, passages, reviews, years="april")
    >>> by_year[["grouped_by", "group", "theme", "n_reviews", "of_reviews"]]
                                grouped_by    group          theme  n_reviews  of_reviews
    0  published_on, April to March years  2017-18  Safe sleeping          1           1
    1  published_on, April to March years  undated  Safe sleeping          0           2
    """
    if years not in YEARS:
        raise ScrlearnError(f"years: {years!r} is no kind of year; use one of {', '.join(YEARS)}.")
    window = read_window(first, last)
    spans = read_spans(reviews, date)
    inside = [may_lie_within(span, window) for span in spans]
    placed = [_year_of(span, years) if lies_within(span, window) else None for span in compress(spans, inside)]
    ends = [_year_in_which(day, years) for day, end in zip(window, (first, last), strict=True) if end]
    names = [UNDATED if year is None else _name_year(year, years) for year in placed]
    groups = pd.Categorical(names, categories=[*_name_years([*placed, *ends], years), UNDATED])
    kept = reviews.loc[inside]
    counts = count_by_group(codings, passages, kept, pd.Series(groups, index=kept.index), themes)
    return check_table(counts.assign(grouped_by=f"{date}, {YEARS[years]}"), "theme_counts_by")


def reviews_in_period(
    reviews: pd.DataFrame, *, date: str = "published_on", first: str | None = None, last: str | None = None
) -> pd.DataFrame:
    """
    Return the reviews that certainly lie in a window of time, so that any other table can be limited to it.

    Parameters
    ----------
    reviews
        The ``reviews`` table: the date and its precision are needed.
    date, first, last
        As :func:`tabulate_themes_by_period` takes them.

    Returns
    -------
    pandas.DataFrame
        ``reviews``: those of which the whole span lies in the window, in the given order. **Reviews without the date,
        or with one too coarse to say, are left out** as soon as the window has an end: whoever reports such a table
        says how many (those that :func:`tabulate_themes_by_period` with the same window calls undated hold them).
        Without a window all reviews are returned.

    Raises
    ------
    ScrlearnError
        When date is none of those, or the window is malformed or ends before it begins.
    TableError
        When a needed column is missing or a date is malformed.

    Examples
    --------
    >>> reviews = pd.DataFrame({
    ...     "review_id": ["k", "a", "b"], "decided_on": ["2017-04-19", "2018", None],
    ...     "decided_precision": ["day", "year", None],
    ... })
    >>> reviews_in_period(reviews, date="decided_on", first="2017", last="2018-06")["review_id"].to_list()
    ['k']
    """
    window = read_window(first, last)
    inside = [lies_within(span, window) for span in read_spans(reviews, date)]
    return reviews.loc[inside].reset_index(drop=True)


def _year_of(span: Span, years: str) -> int | None:
    year = _year_in_which(span.first, years)
    return year if year == _year_in_which(span.last, years) else None


def _year_in_which(day: datetime.date, years: str) -> int:
    return day.year - 1 if years == "april" and day.month < 4 else day.year


def _name_years(known: list[int | None], years: str) -> list[str]:
    numbers = [year for year in known if year is not None]
    return [_name_year(year, years) for year in range(min(numbers), max(numbers) + 1)] if numbers else []


def _name_year(year: int, years: str) -> str:
    return str(year) if years == "calendar" else f"{year}-{(year + 1) % 100:02d}"
