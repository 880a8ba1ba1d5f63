"""The chart of how many reviews raise each theme."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from scrlearn.charts.bars import Bar, draw_bars, labels_of
from scrlearn.charts.headlines import head_themes
from scrlearn.charts.sheet import close_sheet, open_sheet
from scrlearn.charts.style import house_style
from scrlearn.charts.words import (
    check_chart_table,
    compose_description,
    describe_confirmation,
    describe_count,
    find_notice,
    is_mixed,
    key_of,
    parts_of,
    rows_of,
)


def plot_themes(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """
    Draw how many reviews raise each theme.

    Parameters
    ----------
    table
        ``theme_counts``.
    ax
        Axes whose place the chart takes, words and all; without them, a figure of its own, 16 cm wide.

    Returns
    -------
    matplotlib.axes.Axes
        One bar a theme, the most raised first, as long as all reviews looked at; filled as far as reviews raise it,
        solid where a person confirmed a coding, hatched where none did yet. Each says its count.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.
    ScrlearnError
        When the given axes are too small for the chart to be read.
    """
    counts = _order(table)
    with house_style():
        bars = [theme_bar(row) for row in rows_of(counts)]
        sheet = open_sheet(ax, labels_of(bars))
        return close_sheet(
            sheet,
            draw_bars(sheet, bars),
            headline=head_themes(counts),
            subtitle=_subtitle(counts),
            key=key_of(counts),
            notice=find_notice(counts),
        )


def describe_themes(table: pd.DataFrame) -> str:
    """
    Say in words what :func:`plot_themes` shows.

    Parameters
    ----------
    table
        ``theme_counts``.

    Returns
    -------
    str
        The text alternative: notice, kind of chart, finding, then each theme with its figures, the most raised first.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.

    Examples
    --------
    >>> describe_themes(pd.DataFrame({
    ...     "theme_id": ["voice_of_the_child"], "theme": ["Voice of the child"], "n_reviews": [7], "of_reviews": [27],
    ...     "n_confirmed": [3], "n_check": [2], "n_passages": [9], "notice": [None],
    ... })).splitlines()[3]
    'Voice of the child: 7 of 27 reviews, 3 of them confirmed by a person, 2 more to check.'
    """
    counts = _order(table)
    mixed = is_mixed(counts)
    figures = [
        f"{row.theme}: {describe_count(row.n_reviews, row.of_reviews, row.n_confirmed, row.n_check, mixed=mixed)}"
        for row in rows_of(counts)
    ]
    opening = ["Bar chart, one bar a theme", _subtitle(counts), head_themes(counts)]
    return compose_description(counts, [*opening, *figures, describe_confirmation(counts)])


def _order(table: pd.DataFrame) -> pd.DataFrame:
    counts = check_chart_table(table, "theme_counts")
    return counts.sort_values("n_reviews", ascending=False, kind="stable", ignore_index=True)


def _subtitle(counts: pd.DataFrame) -> str:
    of = counts["of_reviews"].max()
    return f"Number of reviews that raise each theme, of {of} review{'' if of == 1 else 's'} looked at"


def theme_bar(row: Any, *, lead: str = "") -> Bar:
    """Return the bar of one theme: as long as all reviews, filled as far as they raise it."""
    check = f", {row.n_check} to check" if row.n_check else ""
    value = f"{row.n_reviews} of {row.of_reviews}{check}"
    return Bar(row.theme, parts_of(row), row.of_reviews, value, lead=lead)
