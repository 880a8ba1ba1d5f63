"""The chart of the steps from all that was read to what was counted."""

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
    number_of,
    rows_of,
)
from scrlearn.tables import COUNTED_STEP

_SUBTITLE = "What was kept at each step, of what there was before it"
_CAUTION = "Reviews without recommendations stay in every count of reviews."


def plot_flow(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """
    Draw what was kept at each step from all that was read to what was counted.

    Parameters
    ----------
    table
        ``reading_flow``.
    ax
        Axes whose place the chart takes, words and all; without them, a figure of its own, 16 cm wide.

    Returns
    -------
    matplotlib.axes.Axes
        One bar a step, in the table's order, as long as what there was before and filled as far as it was kept, with
        why the rest fell out below it. Reviews, recommendations and codings have each a scale of their own, as long as
        the plot where all of them are there.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.
    ScrlearnError
        When the given axes are too small for the chart to be read.
    """
    steps = check_chart_table(table, "reading_flow")
    with house_style():
        bars = _bars(steps)
        sheet = open_sheet(ax, labels_of(bars))
        return close_sheet(
            sheet,
            draw_bars(sheet, bars),
            headline=_headline(steps),
            subtitle=_SUBTITLE,
            key={"counted": "Kept", "rest": "Not in this step"},
            notice=find_notice(steps),
            caution=_CAUTION,
        )


def describe_flow(table: pd.DataFrame) -> str:
    """
    Say in words what :func:`plot_flow` shows.

    Parameters
    ----------
    table
        ``reading_flow``.

    Returns
    -------
    str
        The text alternative: notice, kind of chart, finding, then each step with its figure and why the rest fell out.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.

    Examples
    --------
    >>> describe_flow(pd.DataFrame({
    ...     "step": ["Reviews counted"], "unit": ["review"], "n_kept": [7], "of_before": [9],
    ...     "why": ["2 undated"], "notice": [None],
    ... })).splitlines()[2:4]
    ['7 of 9 reviews read are counted.', 'Reviews counted: 7 of 9 reviews kept. Not in this step: 2 undated.']
    """
    steps = check_chart_table(table, "reading_flow")
    figures = [_describe_row(row) for row in rows_of(steps)]
    opening = ["Bar chart, one bar a step, from all that was read to what was counted", _SUBTITLE, _headline(steps)]
    return compose_description(steps, [*opening, *figures], caution=_CAUTION)


def _bars(steps: pd.DataFrame) -> list[Bar]:
    longest = steps.groupby("unit")["of_before"].max().clip(lower=1)
    heads = ~steps["unit"].duplicated()
    return [
        _bar(row, int(longest[row.unit]), heading=f"{row.unit}s".capitalize() if is_head else "")
        for row, is_head in zip(rows_of(steps), heads, strict=True)
    ]


def _bar(row: Any, longest: int, *, heading: str) -> Bar:
    parts = [("rest", 0, row.of_before / longest), ("counted", 0, row.n_kept / longest)]
    value = f"{row.n_kept:,} of {row.of_before:,} kept"
    return Bar(row.step, parts, row.of_before / longest, value, note=_fallen(row), heading=heading)


def _fallen(row: Any) -> str:
    number = row.of_before - row.n_kept
    if not number:
        return ""
    return f"{number:,} not in this step" if pd.isna(row.why) else f"Not in this step: {row.why}"


def _describe_row(row: Any) -> str:
    kept = f"{row.step}: {count_of(row.n_kept, row.of_before, row.unit)} kept"
    return ". ".join(part for part in (kept, _fallen(row)) if part)


def _headline(steps: pd.DataFrame) -> str:
    """Say how many reviews are in the denominators, which later steps of reviews do not change."""
    reviews = steps[steps["unit"] == "review"]
    counted = reviews.loc[reviews["step"] == COUNTED_STEP, "n_kept"]
    if counted.empty:
        return f"{len(steps)} steps from all that was read to what was counted"
    number, of = int(counted.iloc[0]), int(reviews["of_before"].iloc[0])
    if number == of > 1:
        return f"All {number_of(of, 'review')} read are counted"
    return f"{count_of(number, of)} read {'is' if number == 1 else 'are'} counted"
