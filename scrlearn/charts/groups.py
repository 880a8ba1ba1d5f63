"""The chart of how many reviews raise each theme in each group of reviews."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from scrlearn.charts.grid import Grid, cell_of, count_blocks, draw_grid, grid_key
from scrlearn.charts.headlines import head_groups
from scrlearn.charts.sheet import Sheet, close_sheet, make_room, open_sheet
from scrlearn.charts.style import house_style
from scrlearn.charts.words import (
    UNPLACED,
    add_confirmation,
    check_chart_table,
    compose_description,
    describe_confirmation,
    describe_count,
    find_notice,
    grouping_of,
    is_mixed,
    join_words,
    name_of,
    rows_of,
)
from scrlearn.errors import TableError

_KINDS = {
    "partnership": ("partnership", "partnerships"),
    "publisher": ("publisher", "publishers"),
    "review_type": ("type of review", "types of review"),
    "year": ("year", "years"),
}


def plot_themes_by(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """
    Draw how many reviews raise each theme in each group.

    Parameters
    ----------
    table
        ``theme_counts_by``, of one way of grouping.
    ax
        Axes whose place the chart takes, words and all; without them, a figure of its own, 16 cm wide.

    Returns
    -------
    matplotlib.axes.Axes
        A grid: a row a theme and a column a group, or the other way round where the groups are too many to stand side
        by side. A cell says its count and is the darker, the larger a part of the group's reviews that is.
        Groups stand in the table's order, reviews of which the group is not stated last.

    Raises
    ------
    TableError
        When the table is not as declared, has no rows, or mixes two ways of grouping.
    ScrlearnError
        When the given axes are too small for the chart to be read.
    """
    counts = order_groups(table)
    with house_style():
        sheet, grid = _fit(open_sheet(ax), _grid(counts))
        return close_sheet(
            sheet,
            draw_grid(sheet, grid),
            headline=head_groups(counts, *kind_of(counts)),
            subtitle=add_confirmation(subtitle_of(counts), counts),
            key=grid_key(counts),
            notice=find_notice(counts),
        )


def describe_themes_by(table: pd.DataFrame) -> str:
    """
    Say in words what :func:`plot_themes_by` shows.

    Parameters
    ----------
    table
        ``theme_counts_by``, of one way of grouping.

    Returns
    -------
    str
        The text alternative: notice, kind of chart, finding, then each theme with its figure in each group. Groups
        without reviews are named once.

    Raises
    ------
    TableError
        When the table is not as declared, has no rows, or mixes two ways of grouping.

    Examples
    --------
    >>> words = describe_themes_by(pd.DataFrame({
    ...     "grouped_by": ["partnership"] * 2, "group": ["eastmere", "marlshire"], "theme_id": ["safe_sleeping"] * 2,
    ...     "theme": ["Safe sleeping"] * 2, "n_reviews": [3, 0], "of_reviews": [11, 12], "n_confirmed": [1, 0],
    ...     "n_check": [0, 0], "n_passages": [4, 0], "notice": [None, None],
    ... }))
    >>> words.splitlines()[3]
    'Safe sleeping: in Eastmere, 3 of 11 reviews, 1 of them confirmed by a person; in Marlshire, 0 of 12 reviews.'
    """
    counts = order_groups(table)
    return describe_groups(counts, "Grid of numbers, themes by groups of reviews", kind_of(counts))


def order_groups(table: pd.DataFrame) -> pd.DataFrame:
    """Return the checked rows, those whose group is not stated last; left out where no review is among them."""
    counts = check_chart_table(table, "theme_counts_by")
    ways = counts["grouped_by"].unique()
    if len(ways) > 1:
        raise TableError(f"theme_counts_by: grouped_by has {list(ways)}; draw one way of grouping at a time.")
    unplaced = counts["group"].isin(UNPLACED)
    shown = unplaced if unplaced.all() else unplaced & counts["of_reviews"].gt(0)
    return pd.concat([counts[~unplaced], counts[shown]], ignore_index=True)


def kind_of(counts: pd.DataFrame, *, otherwise: str = "group") -> tuple[str, str]:
    """Return what one group and several groups are called."""
    way = counts["grouped_by"].iloc[0]
    return _KINDS["year"] if way.endswith("years") else _KINDS.get(way, (otherwise, f"{otherwise}s"))


def subtitle_of(counts: pd.DataFrame) -> str:
    """Return the measure, what the reviews are grouped by, and how many they are."""
    of = counts.drop_duplicates("group")["of_reviews"].sum()
    years = counts["grouped_by"].iloc[0].partition(", ")[2]
    way = grouping_of(counts) + (f" ({years})" if years else "")
    return f"Number of reviews that raise each theme, by {way}; {of} review{'' if of == 1 else 's'} looked at"


def describe_groups(counts: pd.DataFrame, opening: str, kind: tuple[str, str]) -> str:
    """Return the text alternative of a chart of ordered ``theme_counts_by``."""
    mixed = is_mixed(counts)
    empty = counts.loc[counts["of_reviews"] == 0, "group"].unique()
    sentences = [opening, subtitle_of(counts), head_groups(counts, *kind)]
    for _, rows in counts[counts["of_reviews"] > 0].groupby("theme_id", sort=False):
        figures = [f"{_place(row.group)}, {_figure(row, mixed=mixed)}" for row in rows_of(rows)]
        sentences.append(f"{rows['theme'].iloc[0]}: {'; '.join(figures)}")
    if len(empty):
        sentences.append(f"There are no reviews in {join_words([name_of(group) for group in empty])}")
    return compose_description(counts, [*sentences, describe_confirmation(counts)])


def _place(group: str) -> str:
    return group if group in UNPLACED else f"in {name_of(group)}"


def _figure(row: Any, *, mixed: bool) -> str:
    return describe_count(row.n_reviews, row.of_reviews, row.n_confirmed, row.n_check, mixed=mixed)


def _grid(counts: pd.DataFrame) -> Grid:
    mixed = is_mixed(counts)
    themes = counts.drop_duplicates("theme_id").set_index("theme_id")["theme"]
    groups = counts["group"].drop_duplicates().tolist()
    places = zip(counts["theme_id"].map(themes.index.get_loc), counts["group"].map(groups.index), strict=True)
    cells = {place: cell_of(row, mixed=mixed) for place, row in zip(places, rows_of(counts), strict=True)}
    return Grid(themes.tolist(), [name_of(group) for group in groups], cells)


def _fit(sheet: Sheet, grid: Grid) -> tuple[Sheet, Grid]:
    ways = [(make_room(sheet, way.rows), way) for way in (grid, grid.turned())]
    return min(ways, key=lambda way: count_blocks(*way))
