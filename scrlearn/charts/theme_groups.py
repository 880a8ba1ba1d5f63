"""The chart of groups of themes and the themes in them, reviews and mentions side by side."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from scrlearn.charts.headlines import head_themes
from scrlearn.charts.sheet import GAP, Sheet, close_sheet, open_sheet, wrap_label, write_label
from scrlearn.charts.style import SHAPES, SMALL_SIZE, house_style, text_height, text_look, text_width, wrap
from scrlearn.charts.words import (
    check_chart_table,
    compose_description,
    count_of,
    describe_confirmation,
    describe_count,
    find_notice,
    is_mixed,
    key_of,
    number_of,
    parts_of,
    rows_of,
    so_far,
)

_BAR = 14.0
_INDENT = 10.0
_BETWEEN = 14.0
_HEADINGS = ("Reviews that raise it", "Mentions: passages that carry it")
_KEY = {"counted": "Passages that carry it"}


def plot_theme_groups(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """
    Draw groups of themes and the themes in them, with reviews and mentions side by side.

    Parameters
    ----------
    table
        ``theme_group_counts``.
    ax
        Axes whose place the chart takes, words and all; without them, a figure of its own, 16 cm wide.

    Returns
    -------
    matplotlib.axes.Axes
        A row a group, in bold, with a row for each of its themes below it, in the table's order. At the left, a bar
        as long as all reviews looked at and filled as far as they raise it; at the right, on a scale of its own, a bar
        as long as the passages that carry it are many.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.
    ScrlearnError
        When the given axes are too small for the chart to be read.

    References
    ----------
    Office for National Statistics, study of Prevention of Future Deaths reports: themes and sub-themes with the
    reports and the mentions side by side.
    """
    counts = _order(table)
    with house_style():
        sheet = open_sheet(ax, [f"   {label}" for label in counts["label"]])
        return close_sheet(
            sheet,
            _draw_rows(sheet, counts),
            headline=_headline(counts),
            subtitle=_subtitle(counts),
            key=key_of(counts) | (_KEY if counts["n_passages"].sum() else {}),
            notice=find_notice(counts),
        )


def describe_theme_groups(table: pd.DataFrame) -> str:
    """
    Say in words what :func:`plot_theme_groups` shows.

    Parameters
    ----------
    table
        ``theme_group_counts``.

    Returns
    -------
    str
        The text alternative: notice, kind of chart, finding, then each group and each of its themes with their figures.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.

    Examples
    --------
    >>> describe_theme_groups(pd.DataFrame({
    ...     "theme_group": ["Family"], "theme_id": ["all"], "theme": ["Family"], "level": ["group"], "n_reviews": [2],
    ...     "of_reviews": [9], "n_confirmed": [2], "n_check": [0], "n_passages": [5], "of_passages": [40],
    ...     "notice": [None],
    ... })).splitlines()[3]
    'Group Family: 2 of 9 reviews; 5 of 40 passages.'
    """
    counts = _order(table)
    mixed = is_mixed(counts)
    figures = [_describe_row(row, mixed=mixed) for row in rows_of(counts)]
    opening = ["Two columns of bars, a row a group or theme", _subtitle(counts), _headline(counts)]
    return compose_description(counts, [*opening, *figures, describe_confirmation(counts)])


def _order(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with each group before its themes, and the label that each is shown by."""
    counts = check_chart_table(table, "theme_group_counts")
    group = counts["theme_group"].map({name: place for place, name in enumerate(counts["theme_group"].unique())})
    is_theme = counts["level"] == "theme"
    order = pd.DataFrame({"group": group, "is_theme": is_theme}).sort_values(["group", "is_theme"], kind="stable").index
    labelled = counts.assign(label=counts["theme"].where(is_theme, counts["theme_group"]))
    return labelled.loc[order].reset_index(drop=True)


def _draw_rows(sheet: Sheet, counts: pd.DataFrame) -> float:
    rows = rows_of(counts)
    values = [(_count_reviews(row), f"{row.n_passages:,} of {row.of_passages:,}") for row in rows]
    column = (sheet.plot_width - _BETWEEN) / 2
    lengths = [column - GAP - max(_widest(pair[side]) for pair in values) for side in (0, 1)]
    scales = (lengths[0] / _most(counts["of_reviews"]), lengths[1] / _most(counts["n_passages"]))
    top = _write_headings(sheet, column)
    for row, value in zip(rows, values, strict=True):
        reviews = [(shape, start * scales[0], length * scales[0]) for shape, start, length in parts_of(row)]
        mentions = [("counted", column + _BETWEEN, row.n_passages * scales[1])] if row.n_passages else []
        ends = (row.of_reviews * scales[0], column + _BETWEEN + row.n_passages * scales[1])
        top = _draw_row(sheet, row, [*reviews, *mentions], list(zip(ends, value, strict=True)), top)
    sheet.ax.set(xlim=(0, sheet.plot_width), ylim=(top, 0))
    return top


def _write_headings(sheet: Sheet, column: float) -> float:
    headings = [wrap(heading, column, size=SMALL_SIZE, bold=True) for heading in _HEADINGS]
    foot = max(text_height(heading, size=SMALL_SIZE) for heading in headings)
    look = text_look(size=SMALL_SIZE, bold=True)
    for left, heading in zip((0, column + _BETWEEN), headings, strict=True):
        sheet.ax.text(left, foot, heading, va="bottom", ha="left", **look)
    return foot + GAP / 2


def _draw_row(
    sheet: Sheet, row: Any, parts: Sequence[tuple[str, float, float]], values: Sequence[tuple[float, str]], top: float
) -> float:
    is_group = row.level == "group"
    indent = 0.0 if is_group else _INDENT
    top += GAP / 2 if is_group else 0.0
    label = wrap_label(sheet, row.label, indent=indent, bold=is_group)
    height = max(text_height(label), _BAR, *(text_height(value, size=SMALL_SIZE) for _, value in values)) + GAP
    middle = top + height / 2
    write_label(sheet, middle, label, indent=indent, bold=is_group)
    for shape, start, length in parts:
        sheet.ax.barh(middle, length, _BAR, left=start, clip_on=False, **SHAPES[shape])
    for end, value in values:
        va = "center" if "\n" in value else "center_baseline"
        look = text_look(size=SMALL_SIZE, bold=is_group)
        sheet.ax.text(end + GAP / 2, middle, value, va=va, ha="left", **look)
    return top + height


def _count_reviews(row: Any) -> str:
    return f"{row.n_reviews} of {row.of_reviews}" + (f"\n{row.n_check} to check" if row.n_check else "")


def _widest(words: str) -> float:
    return max(text_width(line, size=SMALL_SIZE, bold=True) for line in words.split("\n"))


def _most(numbers: pd.Series) -> int:
    return max(int(numbers.max()), 1)


def _describe_row(row: Any, *, mixed: bool) -> str:
    reviews = describe_count(row.n_reviews, row.of_reviews, row.n_confirmed, row.n_check, mixed=mixed)
    who = f"Group {row.label}" if row.level == "group" else row.label
    return f"{who}: {reviews}; {count_of(row.n_passages, row.of_passages, 'passage')}"


def _headline(counts: pd.DataFrame) -> str:
    """Name the group that most reviews raise; where there is but one or none, the theme."""
    groups, themes = counts[counts["level"] == "group"], counts[counts["level"] == "theme"]
    if len(groups) < 2 and len(themes):
        return head_themes(themes)
    highest, of = int(groups["n_reviews"].max()), int(groups["of_reviews"].max())
    if not highest:
        return f"No group of themes is raised in any review{so_far(counts)}"
    top = groups.loc[groups["n_reviews"] == highest, "label"].tolist()
    where = count_of(highest, of)
    if len(top) == len(groups):
        who = f"The group {top[0]}" if len(top) == 1 else f"Each of the {len(top)} groups"
        return f"{who} is raised{so_far(counts)} in {where}"
    if len(top) == 1:
        return f"The group {top[0]} is raised most often{so_far(counts)}: in {where}"
    return f"{len(top)} of the {len(groups)} groups are raised most often{so_far(counts)}: each in {where}"


def _subtitle(counts: pd.DataFrame) -> str:
    reviews = number_of(int(counts["of_reviews"].max()), "review")
    passages = number_of(int(counts["of_passages"].max()), "passage")
    return (
        f"Reviews that raise each group of themes and each theme, of {reviews}, beside the passages that carry it, "
        f"of {passages}; each column has its own scale"
    )
