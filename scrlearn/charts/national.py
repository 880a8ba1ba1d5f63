"""The chart of themes here beside published national figures."""

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

_CAUTION = "The two bars of a pair count different things in different ways: a longer one is no finding by itself."
_KEY = {"counted": "Published national figure", "rest": "The others of those looked at"}


def plot_national(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """
    Draw themes here beside published national figures.

    Parameters
    ----------
    table
        ``national_comparison``.
    ax
        Axes whose place the chart takes, words and all; without them, a figure of its own, 16 cm wide.

    Returns
    -------
    matplotlib.axes.Axes
        Two bars a row of the table, on one scale from none to all: the reviews here that raise the theme, solid where a
        person confirmed it, and below them the national figure. Each says its n of N; below the pair stands what the
        figure counts, when, where it was published, and how its definition differs.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.
    ScrlearnError
        When the given axes are too small for the chart to be read.
    """
    pairs = check_chart_table(table, "national_comparison")
    with house_style():
        bars = [bar for row in rows_of(pairs) for bar in _bars(row)]
        sheet = open_sheet(ax, labels_of(bars))
        return close_sheet(
            sheet,
            draw_bars(sheet, bars),
            headline=_headline(pairs),
            subtitle=_subtitle(pairs),
            key={shape: words for shape, words in key_of(pairs).items() if shape != "rest"} | _KEY,
            notice=find_notice(pairs),
            caution=_CAUTION,
        )


def describe_national(table: pd.DataFrame) -> str:
    """
    Say in words what :func:`plot_national` shows.

    Parameters
    ----------
    table
        ``national_comparison``.

    Returns
    -------
    str
        The text alternative: notice, kind of chart, finding, then each pair of figures with how they differ and where
        to find the national one.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.

    Examples
    --------
    >>> describe_national(pd.DataFrame({
    ...     "theme_id": ["safe_sleeping"], "theme": ["Safe sleeping"], "n_reviews": [3], "of_reviews": [32],
    ...     "n_confirmed": [3], "n_check": [0], "figure_id": ["sudi"], "measure": ["incidents of sudden infant death"],
    ...     "unit": ["incident"], "n_found": [40], "of_found": [568], "period": ["2018 to 2019"],
    ...     "publication": ["A national report"], "url": ["https://example.org"],
    ...     "differs": ["It counts incidents, not reviews"], "notice": [None],
    ... })).splitlines()[3].split(";")[0]
    'Safe sleeping: here, 3 of 32 reviews'
    """
    pairs = check_chart_table(table, "national_comparison")
    mixed = is_mixed(pairs)
    figures = [_describe_pair(row, mixed=mixed) for row in rows_of(pairs)]
    opening = ["Bar chart, two bars a theme: reviews here, and a national figure", _subtitle(pairs), _headline(pairs)]
    return compose_description(pairs, [*opening, *figures, describe_confirmation(pairs)], caution=_CAUTION)


def _bars(row: Any) -> tuple[Bar, Bar]:
    of, of_found = max(row.of_reviews, 1), max(row.of_found, 1)
    here = [(shape, start / of, length / of) for shape, start, length in parts_of(row)]
    check = f", {row.n_check} to check" if row.n_check else ""
    there = [("rest", 0, min(row.of_found, 1)), ("counted", 0, row.n_found / of_found)]
    return (
        Bar("Reviews here", here, 1, f"{row.n_reviews} of {row.of_reviews}{check}", heading=row.theme),
        Bar("National figure", there, 1, f"{row.n_found:,} of {row.of_found:,}", note=_explain(row)),
    )


def _explain(row: Any) -> str:
    parts = {"Measure": row.measure, "Unit": row.unit, "Period": row.period, "Source": row.publication}
    counted = " ".join(f"{name}: {words.rstrip('.')}." for name, words in parts.items())
    return f"{counted}\nHow it differs: {row.differs.rstrip('.')}."


def _describe_pair(row: Any, *, mixed: bool) -> str:
    here = describe_count(row.n_reviews, row.of_reviews, row.n_confirmed, row.n_check, mixed=mixed)
    words = f"{row.theme}: here, {here}; nationally, {row.n_found:,} of {row.of_found:,}. "
    return words + f"{_explain(row)} {row.url}".replace("\n", " ")


def _headline(pairs: pd.DataFrame) -> str:
    """Put the figures of the theme most raised here side by side, without comparing them."""
    if not pairs["of_reviews"].max():
        return "There are no reviews here to put beside the national figures"
    most = max(rows_of(pairs), key=lambda row: row.n_reviews)
    here = f"{count_of(most.n_reviews, most.of_reviews)} here{so_far(pairs)}"
    return f"{most.theme}: {here}, {most.n_found:,} of {most.of_found:,} nationally, counted differently"


def _subtitle(pairs: pd.DataFrame) -> str:
    of, figures = int(pairs["of_reviews"].max()), pairs["figure_id"].nunique()
    return (
        f"Reviews here that raise a theme, of {number_of(of, 'review')} looked at, beside "
        f"{number_of(figures, 'published national figure')}; each bar is as long as all that were looked at"
    )
