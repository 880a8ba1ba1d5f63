"""The chart of themes by their place among all themes."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from scrlearn.charts.bars import draw_bars, labels_of
from scrlearn.charts.headlines import head_themes
from scrlearn.charts.sheet import close_sheet, open_sheet
from scrlearn.charts.style import house_style
from scrlearn.charts.themes import theme_bar
from scrlearn.charts.words import (
    check_chart_table,
    compose_description,
    describe_confirmation,
    describe_count,
    find_notice,
    is_mixed,
    key_of,
    number_of,
    rows_of,
)

_NAMES_AT_MOST = 100


def plot_theme_ranks(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """
    Draw the themes with their places among all themes.

    Parameters
    ----------
    table
        ``theme_ranks``, or its first rows.
    ax
        Axes whose place the chart takes, words and all; without them, a figure of its own, 16 cm wide.

    Returns
    -------
    matplotlib.axes.Axes
        One bar a theme in the order of the places, its place before its label ("2=" where several share it); filled as
        far as reviews raise it, solid where a person confirmed a coding, hatched where none did yet.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.
    ScrlearnError
        When the given axes are too small for the chart to be read.
    """
    ranks = _order(table)
    with house_style():
        bars = [theme_bar(row, lead=place) for row, place in zip(rows_of(ranks), _places(ranks), strict=True)]
        sheet = open_sheet(ax, labels_of(bars))
        return close_sheet(
            sheet,
            draw_bars(sheet, bars),
            headline=_headline(ranks),
            subtitle=_subtitle(ranks),
            key=key_of(ranks),
            notice=find_notice(ranks),
        )


def describe_theme_ranks(table: pd.DataFrame) -> str:
    """
    Say in words what :func:`plot_theme_ranks` shows.

    Parameters
    ----------
    table
        ``theme_ranks``, or its first rows.

    Returns
    -------
    str
        The text alternative: notice, kind of chart, finding, then each theme with its place and its figures.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.

    Examples
    --------
    >>> describe_theme_ranks(pd.DataFrame({
    ...     "rank": [1], "theme_id": ["voice_of_the_child"], "theme": ["Voice of the child"], "n_reviews": [7],
    ...     "of_reviews": [27], "n_confirmed": [3], "n_check": [2], "n_passages": [9], "notice": [None],
    ... })).splitlines()[3]
    '1. Voice of the child: 7 of 27 reviews, 3 of them confirmed by a person, 2 more to check.'
    """
    ranks = _order(table)
    mixed = is_mixed(ranks)
    figures = [_describe_row(row, place, mixed) for row, place in zip(rows_of(ranks), _places(ranks), strict=True)]
    opening = ["Bar chart, one bar a theme, in the order of their places", _subtitle(ranks), _headline(ranks)]
    return compose_description(ranks, [*opening, *figures, describe_confirmation(ranks)])


def _order(table: pd.DataFrame) -> pd.DataFrame:
    return check_chart_table(table, "theme_ranks").sort_values("rank", kind="stable", ignore_index=True)


def _places(ranks: pd.DataFrame) -> list[str]:
    shared = ranks["rank"].duplicated(keep=False)
    return [f"{place}{'=' if tied else ''}" for place, tied in zip(ranks["rank"], shared, strict=True)]


def _describe_row(row: Any, place: str, mixed: bool) -> str:
    count = describe_count(row.n_reviews, row.of_reviews, row.n_confirmed, row.n_check, mixed=mixed)
    return f"{place}. {row.theme}: {count}"


def _headline(ranks: pd.DataFrame) -> str:
    """Name the first theme and, where nobody shares their places, the second with its count."""
    first = head_themes(ranks)
    alone = ranks[~ranks["rank"].duplicated(keep=False) & ranks["rank"].le(2) & ranks["n_reviews"].gt(0)]
    if len(alone) < 2 or alone["theme"].str.len().sum() > _NAMES_AT_MOST:
        return first
    return f"{first}, then {alone['theme'].iloc[1]} in {alone['n_reviews'].iloc[1]}"


def _subtitle(ranks: pd.DataFrame) -> str:
    of = number_of(int(ranks["of_reviews"].max()), "review")
    return f"Place of each theme by the number of reviews that raise it, of {of} looked at; = marks a shared place"
