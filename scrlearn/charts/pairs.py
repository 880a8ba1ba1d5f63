"""The chart of how many reviews raise two themes together."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from scrlearn.charts.grid import Grid, cell_of, draw_grid, grid_key
from scrlearn.charts.sheet import close_sheet, open_sheet
from scrlearn.charts.style import house_style
from scrlearn.charts.words import (
    add_confirmation,
    check_chart_table,
    compose_description,
    count_of,
    describe_confirmation,
    describe_count,
    find_notice,
    is_mixed,
    rows_of,
    so_far,
)


def plot_pairs(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """
    Draw how many reviews raise each two themes together.

    Parameters
    ----------
    table
        ``theme_pairs``, each two themes once.
    ax
        Axes whose place the chart takes, words and all; without them, a figure of its own, 16 cm wide.

    Returns
    -------
    matplotlib.axes.Axes
        A triangle of cells, one for each two themes, in the table's order. A cell says its count and is the darker, the
        larger a part of the reviews that is.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.
    ScrlearnError
        When the given axes are too small for the chart to be read.
    """
    counts = check_chart_table(table, "theme_pairs")
    with house_style():
        grid = _grid(counts)
        sheet = open_sheet(ax, grid.rows)
        return close_sheet(
            sheet,
            draw_grid(sheet, grid),
            headline=_headline(counts),
            subtitle=add_confirmation(_subtitle(counts), counts),
            key=grid_key(counts, raises="raises both"),
            notice=find_notice(counts),
        )


def describe_pairs(table: pd.DataFrame) -> str:
    """
    Say in words what :func:`plot_pairs` shows.

    Parameters
    ----------
    table
        ``theme_pairs``.

    Returns
    -------
    str
        The text alternative: notice, kind of chart, finding, then each two themes with their figures, in the
        table's order.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.

    Examples
    --------
    >>> words = describe_pairs(pd.DataFrame({
    ...     "theme_id": ["safe_sleeping"], "theme": ["Safe sleeping"], "with_theme_id": ["whole_family"],
    ...     "with_theme": ["Whole family"], "n_reviews": [2], "of_reviews": [9], "n_confirmed": [1], "n_check": [0],
    ...     "n_passages": [1], "notice": [None],
    ... }))
    >>> words.splitlines()[3]
    'Safe sleeping and Whole family: 2 of 9 reviews, 1 of them confirmed by a person.'
    """
    counts = check_chart_table(table, "theme_pairs")
    mixed = is_mixed(counts)
    figures = [
        f"{_both(row)}: {describe_count(row.n_reviews, row.of_reviews, row.n_confirmed, row.n_check, mixed=mixed)}"
        for row in rows_of(counts)
    ]
    opening = ["Triangular grid of numbers, each theme with each other", _subtitle(counts), _headline(counts)]
    return compose_description(counts, [*opening, *figures, describe_confirmation(counts)])


def _both(row: Any) -> str:
    return f"{row.theme} and {row.with_theme}"


def _subtitle(counts: pd.DataFrame) -> str:
    of = counts["of_reviews"].max()
    return f"Number of reviews that raise both themes, of {of} review{'' if of == 1 else 's'} looked at"


def _headline(counts: pd.DataFrame) -> str:
    of, highest = int(counts["of_reviews"].max()), int(counts["n_reviews"].max())
    if not of:
        return "There are no reviews to count"
    if not highest:
        return f"No two themes are raised in the same review{so_far(counts)}"
    top = counts[counts["n_reviews"] == highest]
    where = count_of(highest, of)
    if len(top) == 1:
        most = " most often" if len(counts) > 1 else ""
        colon = ":" if most else ""
        return f"{_both(top.iloc[0])} are raised together{most}{so_far(counts)}{colon} in {where}"
    if len(top) == len(counts):
        return f"Each of the {len(counts)} pairs of themes is raised{so_far(counts)} in {where}"
    return f"{len(top)} of the {len(counts)} pairs of themes are raised most often{so_far(counts)}: each in {where}"


def _grid(counts: pd.DataFrame) -> Grid:
    mixed = is_mixed(counts)
    others = counts[["with_theme_id", "with_theme"]].set_axis(["theme_id", "theme"], axis=1)
    themes = pd.concat([counts[["theme_id", "theme"]], others]).drop_duplicates("theme_id")
    place = {theme_id: position for position, theme_id in enumerate(themes["theme_id"])}
    cells = {}
    for row in rows_of(counts):
        left, lower = sorted((place[row.theme_id], place[row.with_theme_id]))
        cells[lower - 1, left] = cell_of(row, mixed=mixed)
    labels = themes["theme"].tolist()
    return Grid(labels[1:], labels[:-1], cells)
