"""The chart of what became of what was promised."""

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
from scrlearn.errors import TableError

_CAUTION = "A status is what the response says of itself; it says neither that a thing was done nor that it helped."
_STATUSES = {
    "complete": "Said to be complete",
    "under_way": "Under way",
    "planned": "Planned",
    "declined": "Declined",
    "not_stated": "Status not stated",
}
_ALL, _NONE_FOUND = "all", "none_found"
_HEADING = "By sort of action"


def plot_commitments(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """
    Draw what became of the commitments of each sort of action.

    Parameters
    ----------
    table
        ``commitment_counts``, with its row for all sorts together.
    ax
        Axes whose place the chart takes, words and all; without them, a figure of its own, 16 cm wide.

    Returns
    -------
    matplotlib.axes.Axes
        One bar a sort, as long as its commitments are many and divided by their status, with the numbers below it;
        all commitments first, then the sorts in the table's order, those of no sort last.

    Raises
    ------
    TableError
        When the table is not as declared, has no rows, or lacks the row for all sorts.
    ScrlearnError
        When the given axes are too small for the chart to be read.
    """
    counts = _order(table)
    with house_style():
        bars = _bars(counts)
        sheet = open_sheet(ax, labels_of(bars))
        return close_sheet(
            sheet,
            draw_bars(sheet, bars),
            headline=_headline(counts),
            subtitle=_subtitle(counts),
            key={status: words for status, words in _STATUSES.items() if counts[f"n_{status}"].sum()},
            notice=find_notice(counts),
            caution=_CAUTION,
        )


def describe_commitments(table: pd.DataFrame) -> str:
    """
    Say in words what :func:`plot_commitments` shows.

    Parameters
    ----------
    table
        ``commitment_counts``, with its row for all sorts together.

    Returns
    -------
    str
        The text alternative: notice, kind of chart, finding, then each sort with what became of its commitments.

    Raises
    ------
    TableError
        When the table is not as declared, has no rows, or lacks the row for all sorts.

    Examples
    --------
    >>> numbers = dict.fromkeys(["n_declined", "n_planned", "n_under_way", "n_confirmed", "n_undated", "n_unowned",
    ...     "n_overdue", "n_promised_before", "n_with_effect"], 0)
    >>> describe_commitments(pd.DataFrame([{
    ...     "action_type_id": "all", "action_type": "All commitments", "n_reviews": 2, "of_reviews": 9,
    ...     "n_commitments": 5, "of_commitments": 5, "n_complete": 4, "n_not_stated": 1, "notice": None, **numbers,
    ... }])).splitlines()[3]
    'All commitments: 5 of 5 commitments, in 2 of 9 reviews; 4 complete, 1 not stated.'
    """
    counts = _order(table)
    opening = ["Bar chart, one divided bar a sort of action", _subtitle(counts), _headline(counts)]
    figures = [_describe_row(row) for row in rows_of(counts)]
    return compose_description(counts, [*opening, *figures], caution=_CAUTION)


def _order(table: pd.DataFrame) -> pd.DataFrame:
    counts = check_chart_table(table, "commitment_counts")
    if _ALL not in set(counts["action_type_id"]):
        raise TableError("commitment_counts: has no row 'all', which says how many there are; give the whole table.")
    place = counts["action_type_id"].map({_ALL: 0, _NONE_FOUND: 2}).fillna(1)
    return counts.loc[place.sort_values(kind="stable").index].reset_index(drop=True)


def _bars(counts: pd.DataFrame) -> list[Bar]:
    first_sort = 1
    return [_bar(row, _HEADING if place == first_sort else "") for place, row in enumerate(rows_of(counts))]


def _bar(row: Any, heading: str) -> Bar:
    parts, start = [], 0
    for status in _STATUSES:
        length = getattr(row, f"n_{status}")
        parts.append((status, start, length))
        start += length
    note = "\n".join(part for part in (_statuses(row), _gaps(row)) if part)
    value = f"{row.n_commitments} of {row.of_commitments}"
    return Bar(row.action_type, parts, row.n_commitments, value, note=note, heading=heading)


def _statuses(row: Any) -> str:
    numbers = {status: getattr(row, f"n_{status}") for status in _STATUSES}
    return ", ".join(f"{number} {status.replace('_', ' ')}" for status, number in numbers.items() if number)


def _gaps(row: Any) -> str:
    gaps = {"without a date": row.n_undated, "with nobody named": row.n_unowned, "overdue": row.n_overdue}
    return ", ".join(f"{number} {gap}" for gap, number in gaps.items() if number)


def _describe_row(row: Any) -> str:
    counted = count_of(row.n_commitments, row.of_commitments, "commitment")
    more = {
        "promised before": row.n_promised_before,
        "with an effect told": row.n_with_effect,
        "of a sort that a person confirmed": row.n_confirmed,
    }
    others = ", ".join(f"{number} {words}" for words, number in more.items() if number)
    parts = [f"{counted}, in {count_of(row.n_reviews, row.of_reviews)}", _statuses(row), _gaps(row), others]
    return f"{row.action_type}: {'; '.join(part for part in parts if part)}"


def _headline(counts: pd.DataFrame) -> str:
    every = rows_of(counts)[0]
    if not every.n_commitments:
        return "No commitment was found"
    overdue = f"; {every.n_overdue} {_be(every.n_overdue)} overdue" if every.n_overdue else ""
    if not every.n_complete:
        return f"No commitment of {every.n_commitments} is said to be complete{overdue}"
    complete = count_of(every.n_complete, every.n_commitments, "commitment")
    return f"{complete} {_be(every.n_complete)} said to be complete{overdue}"


def _subtitle(counts: pd.DataFrame) -> str:
    every = rows_of(counts)[0]
    gaps = f"{every.n_undated} undated, {every.n_unowned} with nobody named to act and {every.n_overdue} overdue"
    return (
        f"Commitments by sort of action and status; {number_of(every.n_commitments, 'commitment')} in "
        f"{count_of(every.n_reviews, every.of_reviews)}, {gaps}. One of two sorts counts in both; "
        f"a person confirmed the sorts of {every.n_confirmed} of {every.n_commitments}"
    )


def _be(number: int) -> str:
    return "is" if number == 1 else "are"
