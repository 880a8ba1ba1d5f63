"""The chart of how many reviews raise each theme, period by period."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from scrlearn.charts.groups import describe_groups, kind_of, order_groups, subtitle_of
from scrlearn.charts.headlines import head_groups
from scrlearn.charts.sheet import GAP, Sheet, close_sheet, open_sheet
from scrlearn.charts.style import (
    LINE_SPACING,
    SHAPES,
    SMALL_SIZE,
    house_style,
    text_height,
    text_look,
    text_width,
    wrap,
)
from scrlearn.charts.words import UNPLACED, find_notice, key_of, name_of, parts_of, rows_of

_COLUMN = 0.72
_COLUMN_HEIGHT = 42.0
_REVIEW_HEIGHT = 14.0
_WIDEST = 64.0
_APART = 0.8
_OVERHANG = 8.0
_LINE = SMALL_SIZE * LINE_SPACING


@dataclass(frozen=True)
class _Layout:
    """How the columns stand: the periods of each line, the width of one, the height of a review, in points."""

    lines: list[list[str]]
    width: float
    review: float
    tallest: int
    two_lined: bool
    staggered: bool


def plot_periods(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """
    Draw how many reviews raise each theme, period by period.

    Parameters
    ----------
    table
        ``theme_counts_by``, of periods in their order. Undated reviews are set apart at the end.
    ax
        Axes whose place the chart takes, words and all; without them, a figure of its own, 16 cm wide.

    Returns
    -------
    matplotlib.axes.Axes
        A row a theme, in the table's order, and in it a column a period as high as its reviews are many; filled as far
        as they raise the theme, solid where a person confirmed a coding, hatched where none did yet. Each says its
        count. Too many periods for one line go on in a second one.

    Raises
    ------
    TableError
        When the table is not as declared, has no rows, or mixes two ways of grouping.
    ScrlearnError
        When the given axes are too small for the chart to be read.
    """
    counts = order_groups(table)
    with house_style():
        sheet = open_sheet(ax)
        return close_sheet(
            sheet,
            _draw_themes(sheet, counts),
            headline=head_groups(counts, *_kind(counts)),
            subtitle=subtitle_of(counts),
            key=key_of(counts),
            notice=find_notice(counts),
        )


def describe_periods(table: pd.DataFrame) -> str:
    """
    Say in words what :func:`plot_periods` shows.

    Parameters
    ----------
    table
        ``theme_counts_by``, of periods in their order.

    Returns
    -------
    str
        The text alternative: notice, kind of chart, finding, then each theme with its figure in each period. Periods
        without reviews are named once.

    Raises
    ------
    TableError
        When the table is not as declared, has no rows, or mixes two ways of grouping.

    Examples
    --------
    >>> words = describe_periods(pd.DataFrame({
    ...     "grouped_by": ["published_on, calendar years"] * 2, "group": ["2017", "undated"],
    ...     "theme_id": ["safe_sleeping"] * 2, "theme": ["Safe sleeping"] * 2,
    ...     "n_reviews": [1, 0], "of_reviews": [1, 1], "n_confirmed": [0, 0],
    ...     "n_check": [0, 0], "n_passages": [2, 0], "notice": [None, None],
    ... }))
    >>> words.splitlines()[2:4]
    ['Safe sleeping is raised in the one year.', 'Safe sleeping: in 2017, 1 of 1 review; undated, 0 of 1 review.']
    """
    counts = order_groups(table)
    return describe_groups(counts, "Column chart, a row of columns for each theme, one column a period", _kind(counts))


def _kind(counts: pd.DataFrame) -> tuple[str, str]:
    return kind_of(counts, otherwise="period")


def _draw_themes(sheet: Sheet, counts: pd.DataFrame) -> float:
    layout = _lay_out(sheet, counts)
    top = 0.0
    for _, rows in counts.groupby("theme_id", sort=False):
        theme = wrap(rows["theme"].iloc[0], sheet.width)
        left = -_OVERHANG / layout.width
        sheet.ax.text(left, top / layout.review, theme, va="top", ha="left", **text_look())
        top += text_height(theme) + GAP / 2
        for line in layout.lines:
            top = _draw_line(sheet.ax, rows_of(rows[rows["group"].isin(line)]), layout, top)
        top += GAP
    right = (sheet.plot_width - _OVERHANG) / layout.width
    # One unit upwards is one review, so that a column's height is its count.
    sheet.ax.set(xlim=(-_OVERHANG / layout.width, right), ylim=(top / layout.review, 0))
    return top


def _lay_out(sheet: Sheet, counts: pd.DataFrame) -> _Layout:
    groups = counts["group"].drop_duplicates().tolist()
    apart = _APART if groups[-1] in UNPLACED else 0.0
    room = sheet.plot_width - 2 * _OVERHANG
    name = _widest(name_of(group) for group in groups if group not in UNPLACED)
    count = _widest(part for row in rows_of(counts) for part in _count(row, two_lined=True).split("\n"))
    staggered = (len(groups) + apart) * max(name, count) > room
    least = max(name / 2, count) if staggered else max(name, count)
    n_lines = math.ceil(len(groups) / max(int(room / least - apart), 1))
    across = math.ceil(len(groups) / n_lines)
    width = min(room / (across + apart), _WIDEST)
    tallest = max(int(counts["of_reviews"].max()), 1)
    return _Layout(
        lines=[groups[first : first + across] for first in range(0, len(groups), across)],
        width=width,
        review=min(_COLUMN_HEIGHT / tallest, _REVIEW_HEIGHT),
        tallest=tallest,
        two_lined=_widest(_count(row, two_lined=False) for row in rows_of(counts)) > width,
        staggered=staggered and name > width,
    )


def _widest(words: Iterable[str]) -> float:
    return max((text_width(word, size=SMALL_SIZE) for word in words), default=0.0) + 3


def _draw_line(ax: Axes, rows: list[Any], layout: _Layout, top: float) -> float:
    look = text_look(size=SMALL_SIZE)
    foot = top + (2 if layout.two_lined else 1) * _LINE + 2 + layout.tallest * layout.review
    for place, row in enumerate(rows):
        middle = place + 0.5 + (_APART if row.group in UNPLACED else 0)
        _draw_column(ax, middle, foot / layout.review, row)
        above = foot / layout.review - row.of_reviews - 2 / layout.review
        ax.text(middle, above, _count(row, two_lined=layout.two_lined), va="bottom", ha="center", **look)
        name = foot + 3 + (_LINE if layout.staggered and place % 2 else 0)
        ax.text(middle, name / layout.review, name_of(row.group), va="top", ha="center", **look)
    return foot + 3 + (2 if layout.staggered else 1) * _LINE + GAP / 2


def _draw_column(ax: Axes, middle: float, foot: float, row: Any) -> None:
    for shape, start, height in parts_of(row):
        ax.bar(middle, -height, _COLUMN, bottom=foot - start, clip_on=False, **SHAPES[shape])


def _count(row: Any, *, two_lined: bool) -> str:
    between = "\n" if two_lined else " "
    return f"{row.n_reviews}{between}of {row.of_reviews}"
