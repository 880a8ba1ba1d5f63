"""The chart of the bodies that recommendations are addressed to."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from scrlearn.charts.bars import Bar, draw_bars, labels_of
from scrlearn.charts.sheet import close_sheet, open_sheet
from scrlearn.charts.style import house_style
from scrlearn.charts.words import (
    UNPLACED,
    check_chart_table,
    compose_description,
    count_of,
    find_notice,
    name_of,
    name_or_count,
    number_of,
    rows_of,
)

# As many as a page holds; the table and the words have them all.
_MOST = 15
_CAUTION = "How often a body is addressed says nothing about how well it works."


def plot_addressees(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """
    Draw how many reviews and recommendations address each body.

    Parameters
    ----------
    table
        ``addressee_counts``.
    ax
        Axes whose place the chart takes, words and all; without them, a figure of its own, 16 cm wide.

    Returns
    -------
    matplotlib.axes.Axes
        One bar a body, the one that most reviews address first and "not stated" last, as long as all reviews looked
        at and filled as far as they address it; its recommendations stand below it in words. Of more than 15 bodies
        those that most reviews address are drawn, and the subtitle says how many are not.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.
    ScrlearnError
        When the given axes are too small for the chart to be read.
    """
    counts = _order(table)
    with house_style():
        bars = [_bar(row) for row in rows_of(_most_addressed(counts))]
        sheet = open_sheet(ax, labels_of(bars))
        return close_sheet(
            sheet,
            draw_bars(sheet, bars),
            headline=_headline(counts),
            subtitle=_subtitle(counts) + _not_drawn(counts),
            key={"counted": "Reviews that address it", "rest": "Other reviews"},
            notice=find_notice(counts),
            caution=_CAUTION,
        )


def describe_addressees(table: pd.DataFrame) -> str:
    """
    Say in words what :func:`plot_addressees` shows.

    Parameters
    ----------
    table
        ``addressee_counts``.

    Returns
    -------
    str
        The text alternative: notice, kind of chart, finding, then each body with its figures.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.

    Examples
    --------
    >>> describe_addressees(pd.DataFrame({
    ...     "addressee": ["The Board"], "n_reviews": [2], "of_reviews": [9], "n_recommendations": [5],
    ...     "of_recommendations": [40], "most_in_a_review": [4], "notice": [None],
    ... })).splitlines()[3]
    'The Board: 2 of 9 reviews, 5 of 40 recommendations, at most 4 in one review.'
    """
    counts = _order(table)
    figures = [_describe_row(row) for row in rows_of(counts)]
    opening = ["Bar chart, one bar a body", _subtitle(counts), _headline(counts)]
    return compose_description(counts, [*opening, *figures], caution=_CAUTION)


def _order(table: pd.DataFrame) -> pd.DataFrame:
    counts = check_chart_table(table, "addressee_counts").sort_values("n_reviews", ascending=False, kind="stable")
    unplaced = counts["addressee"].isin(UNPLACED)
    return pd.concat([counts[~unplaced], counts[unplaced]], ignore_index=True)


def _most_addressed(counts: pd.DataFrame) -> pd.DataFrame:
    unplaced = counts["addressee"].isin(UNPLACED)
    return pd.concat([counts[~unplaced].head(_MOST), counts[unplaced]])


def _not_drawn(counts: pd.DataFrame) -> str:
    left = len(counts) - len(_most_addressed(counts))
    return f". {left} more bodies are in the table" if left > 1 else ". 1 more body is in the table" if left else ""


def _bar(row: Any) -> Bar:
    parts = [("rest", 0, row.of_reviews), ("counted", 0, row.n_reviews)]
    value = f"{row.n_reviews} of {row.of_reviews}"
    return Bar(name_of(row.addressee), parts, row.of_reviews, value, note=_note(row))


def _describe_row(row: Any) -> str:
    return f"{name_of(row.addressee)}: {count_of(row.n_reviews, row.of_reviews)}, {_note(row)}"


def _note(row: Any) -> str:
    recommendations = count_of(row.n_recommendations, row.of_recommendations, "recommendation")
    most = f", at most {row.most_in_a_review} in one review" if row.n_reviews > 1 else ""
    return recommendations + most


def _headline(counts: pd.DataFrame) -> str:
    named = counts[~counts["addressee"].isin(UNPLACED)]
    highest = int(named["n_reviews"].max()) if len(named) else 0
    if not highest:
        return "No recommendation names the body that it addresses"
    top = named.loc[named["n_reviews"] == highest, "addressee"].map(name_of).tolist()
    where = count_of(highest, int(counts["of_reviews"].max()))
    if len(named) == 1:
        return f"The one body named, {top[0]}, is addressed in {where}"
    if len(top) == len(named):
        return f"Each of the {len(top)} bodies named is addressed in {where}"
    # Without a verb: a body may be one, or "all agencies".
    each = "" if len(top) == 1 else "each "
    return f"Addressed most often: {name_or_count(top, len(named), 'addressee')}, {each}in {where}"


def _subtitle(counts: pd.DataFrame) -> str:
    recommendations = number_of(int(counts["of_recommendations"].max()), "recommendation")
    reviews = number_of(int(counts["of_reviews"].max()), "review")
    return f"Number of reviews with a recommendation addressed to each body; {recommendations} in {reviews} looked at"
