"""The chart of how many reviews raise each theme."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from scrlearn.charts.sheet import GAP, Sheet, close_sheet, open_sheet, wrap_label, write_label
from scrlearn.charts.style import SHAPES, house_style, text_height, text_look, text_width
from scrlearn.charts.words import (
    check_chart_table,
    compose_description,
    describe_confirmation,
    describe_count,
    find_notice,
    head_themes,
    is_mixed,
    key_of,
    parts_of,
    rows_of,
)

_BAR = 16.0


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
        sheet = open_sheet(ax, counts["theme"].tolist())
        height = _draw_bars(sheet, counts)
        return close_sheet(
            sheet,
            height,
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


def _draw_bars(sheet: Sheet, counts: pd.DataFrame) -> float:
    values = [_value(row) for row in rows_of(counts)]
    value_width = max(text_width(value) for value in values) + GAP
    longest = max(int(counts["of_reviews"].max()), 1)
    top = 0.0
    for row, value in zip(rows_of(counts), values, strict=True):
        label = wrap_label(sheet, row.theme)
        height = max(text_height(label), _BAR) + GAP
        middle = top + height / 2
        write_label(sheet, middle, label)
        for shape, start, length in parts_of(row):
            sheet.ax.barh(middle, length, _BAR, left=start, clip_on=False, **SHAPES[shape])
        beside = row.of_reviews + longest * GAP / (sheet.plot_width - value_width)
        sheet.ax.text(beside, middle, value, va="center_baseline", ha="left", **text_look())
        top += height
    sheet.ax.set(xlim=(0, longest * sheet.plot_width / (sheet.plot_width - value_width)), ylim=(top, 0))
    return top


def _value(row: Any) -> str:
    return f"{row.n_reviews} of {row.of_reviews}" + (f", {row.n_check} to check" if row.n_check else "")
