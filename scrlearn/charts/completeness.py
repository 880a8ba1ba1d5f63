"""The chart of what is known about the reviews."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from scrlearn.charts.bars import Bar, draw_bars, labels_of
from scrlearn.charts.sheet import close_sheet, open_sheet
from scrlearn.charts.style import house_style
from scrlearn.charts.words import (
    check_chart_table,
    compose_description,
    count_of,
    find_notice,
    name_or_count,
    number_of,
    rows_of,
)

_CAUTION = "Not known means that the table of reviews does not say it; it may be known elsewhere."


def plot_completeness(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """
    Draw in how many reviews each fact is known.

    Parameters
    ----------
    table
        ``completeness``.
    ax
        Axes whose place the chart takes, words and all; without them, a figure of its own, 16 cm wide.

    Returns
    -------
    matplotlib.axes.Axes
        One bar a fact, the best known first, as long as all reviews looked at and filled as far as it is known.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.
    ScrlearnError
        When the given axes are too small for the chart to be read.
    """
    counts = _order(table)
    with house_style():
        bars = [_bar(row) for row in rows_of(counts)]
        sheet = open_sheet(ax, labels_of(bars))
        return close_sheet(
            sheet,
            draw_bars(sheet, bars),
            headline=_headline(counts),
            subtitle=_subtitle(counts),
            key={"counted": "Known", "rest": "Not known"},
            notice=find_notice(counts),
            caution=_CAUTION,
        )


def describe_completeness(table: pd.DataFrame) -> str:
    """
    Say in words what :func:`plot_completeness` shows.

    Parameters
    ----------
    table
        ``completeness``.

    Returns
    -------
    str
        The text alternative: notice, kind of chart, finding, then each fact with its figure, the best known first.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.

    Examples
    --------
    >>> describe_completeness(pd.DataFrame({
    ...     "fact": ["method"], "label": ["Review model"], "n_reviews": [2], "of_reviews": [9], "notice": [None],
    ... })).splitlines()[2:4]
    ['Review model is known in 2 of 9 reviews.', 'Review model: known in 2 of 9 reviews.']
    """
    counts = _order(table)
    figures = [f"{row.label}: known in {count_of(row.n_reviews, row.of_reviews)}" for row in rows_of(counts)]
    opening = ["Bar chart, one bar a fact", _subtitle(counts), _headline(counts)]
    return compose_description(counts, [*opening, *figures], caution=_CAUTION)


def _order(table: pd.DataFrame) -> pd.DataFrame:
    counts = check_chart_table(table, "completeness")
    return counts.sort_values("n_reviews", ascending=False, kind="stable", ignore_index=True)


def _bar(row: Any) -> Bar:
    parts = [("rest", 0, row.of_reviews), ("counted", 0, row.n_reviews)]
    value = f"{row.n_reviews} of {row.of_reviews}"
    return Bar(row.label, parts, row.of_reviews, value)


def _headline(counts: pd.DataFrame) -> str:
    of, lowest = int(counts["of_reviews"].max()), int(counts["n_reviews"].min())
    if not of:
        return "There are no reviews to count"
    if lowest == of:
        return f"Each of the {number_of(len(counts), 'fact')} is known in {_all_reviews(of)}"
    least = counts.loc[counts["n_reviews"] == lowest, "label"].tolist()
    if len(least) == len(counts):
        who = least[0] if len(least) == 1 else f"Each of the {len(least)} facts"
        return f"{who} is known in {count_of(lowest, of)}"
    each = "" if len(least) == 1 else "each "
    return f"Least often known: {name_or_count(least, len(counts), 'fact')}, {each}in {count_of(lowest, of)}"


def _all_reviews(of: int) -> str:
    return f"all {of} reviews" if of > 1 else "the one review"


def _subtitle(counts: pd.DataFrame) -> str:
    reviews = number_of(int(counts["of_reviews"].max()), "review")
    return f"Number of reviews in which each fact is known, of {reviews} looked at"
