"""The chart of what the replies do with the themes of the recommendations."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from scrlearn.charts.sheet import GAP, Sheet, close_sheet, open_sheet, wrap_label, write_label
from scrlearn.charts.style import SHAPES, SMALL_SIZE, house_style, text_height, text_look, wrap
from scrlearn.charts.words import (
    add_confirmation,
    check_chart_table,
    compose_description,
    describe_confirmation,
    find_notice,
    is_mixed,
    rows_of,
)

_BAR = 14.0
_THIN_BAR = 8.0
_PARTS = {"named": "n_named", "not_named": "n_not_named", "to_check": "n_to_check", "no_reply": "n_no_reply"}
_KEY = {
    "named": "Theme named in the reply",
    "not_named": "Theme not named in the reply",
    "to_check": "A person has still to decide",
    "no_reply": "No reply",
    "reply_only": "Named in the reply only",
}


def plot_replies(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """
    Draw what the replies do with the themes of the recommendations.

    Parameters
    ----------
    table
        ``reply_counts``.
    ax
        Axes whose place the chart takes, words and all; without them, a figure of its own, 16 cm wide.

    Returns
    -------
    matplotlib.axes.Axes
        A bar a theme, in the table's order, as long as the recommendations that carry it are many and divided by what
        the reply does; below it, thinner, the recommendations without the theme whose reply names it. Each says
        its counts.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.
    ScrlearnError
        When the given axes are too small for the chart to be read.
    """
    counts = check_chart_table(table, "reply_counts")
    with house_style():
        sheet = open_sheet(ax, counts["theme"].tolist())
        return close_sheet(
            sheet,
            _draw_bars(sheet, counts),
            headline=_headline(counts),
            subtitle=add_confirmation(_subtitle(counts), counts, number="n_recommendations"),
            key=_find_key(counts),
            notice=find_notice(counts),
        )


def describe_replies(table: pd.DataFrame) -> str:
    """
    Say in words what :func:`plot_replies` shows.

    Parameters
    ----------
    table
        ``reply_counts``.

    Returns
    -------
    str
        The text alternative: notice, kind of chart, finding, then each theme with its figures, in the table's order.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.

    Examples
    --------
    >>> words = describe_replies(pd.DataFrame({
    ...     "theme_id": ["safe_sleeping"], "theme": ["Safe sleeping"], "n_reviews": [2], "of_reviews": [9],
    ...     "n_confirmed": [1], "n_recommendations": [3], "of_recommendations": [40], "n_named": [2],
    ...     "n_not_named": [0], "n_to_check": [0], "n_no_reply": [1], "n_reply_only": [1], "n_check": [0],
    ...     "notice": [None],
    ... }))
    >>> words.splitlines()[3].split("; ")[:3]
    ['Safe sleeping: 3 of 40 recommendations raise it', '2 named, 1 no reply', '1 named in the reply only']
    """
    counts = check_chart_table(table, "reply_counts")
    mixed = is_mixed(counts, number="n_recommendations")
    opening = ["Bar chart, one divided bar a theme", _subtitle(counts), _headline(counts)]
    figures = [_describe_row(row, mixed=mixed) for row in rows_of(counts)]
    confirmation = describe_confirmation(counts, number="n_recommendations")
    return compose_description(counts, [*opening, *figures, confirmation])


def _headline(counts: pd.DataFrame) -> str:
    of, named = int(counts["n_recommendations"].sum()), int(counts["n_named"].sum())
    if not of:
        return "No recommendation raises a theme"
    if counts["n_no_reply"].sum() == of:
        return "No recommendation that raises a theme has a reply"
    if named == of:
        return "Every theme that a recommendation raises is named in its reply"
    so_far = " so far" if counts[["n_check", "n_to_check"]].sum().sum() else ""
    if not named:
        return f"No theme that a recommendation raises is named in its reply{so_far}"
    return f"Replies name the theme that the recommendation raises in {named} of {of} cases{so_far}"


def _subtitle(counts: pd.DataFrame) -> str:
    of, reviews = int(counts["of_recommendations"].max()), int(counts["of_reviews"].max())
    explained = ". A case is one theme of one recommendation" if _headline(counts).count(" cases") else ""
    return (
        "Recommendations that raise each theme, by whether the reply names it; "
        f"{of} recommendation{'' if of == 1 else 's'} in {reviews} review{'' if reviews == 1 else 's'}{explained}"
    )


def _find_key(counts: pd.DataFrame) -> dict[str, str]:
    columns = {**_PARTS, "reply_only": "n_reply_only"}
    return {shape: _KEY[shape] for shape, column in columns.items() if counts[column].sum()}


def _draw_bars(sheet: Sheet, counts: pd.DataFrame) -> float:
    mixed = is_mixed(counts, number="n_recommendations")
    top = 0.0
    for row in rows_of(counts):
        label = wrap_label(sheet, row.theme)
        words = "\n".join(wrap(line, sheet.plot_width, size=SMALL_SIZE) for line in _sum_up(row, mixed=mixed))
        write_label(sheet, top + max(text_height(label), _BAR) / 2, label)
        foot = _draw_bar(sheet.ax, row, top) + GAP / 2
        sheet.ax.text(0, foot, words, va="top", ha="left", **text_look(size=SMALL_SIZE))
        top += max(text_height(label), foot - top + text_height(words, size=SMALL_SIZE)) + 1.5 * GAP
    longest = max(int(counts[["n_recommendations", "n_reply_only"]].max().max()), 1)
    sheet.ax.set(xlim=(0, longest), ylim=(top - GAP, 0))
    return top - GAP


def _draw_bar(ax: Axes, row: Any, top: float) -> float:
    start = 0
    for shape, column in _PARTS.items():
        length = getattr(row, column)
        if length:
            ax.barh(top + _BAR / 2, length, _BAR, left=start, clip_on=False, **SHAPES[shape])
        start += length
    foot = top + (_BAR if start else 0)
    if not row.n_reply_only:
        return foot
    ax.barh(foot + _THIN_BAR / 2, row.n_reply_only, _THIN_BAR, clip_on=False, **SHAPES["reply_only"])
    return foot + _THIN_BAR


def _sum_up(row: Any, *, mixed: bool) -> list[str]:
    words = {"named": row.n_named, "not named": row.n_not_named, "to check": row.n_to_check, "no reply": row.n_no_reply}
    first = ", ".join(f"{number} {word}" for word, number in words.items() if number)
    second = [f"{row.n_reply_only} named in the reply only"] if row.n_reply_only else []
    if row.n_check:
        second.append(f"{row.n_check} more recommendation{'' if row.n_check == 1 else 's'} to check")
    if row.n_recommendations and mixed:
        second.append(f"{row.n_confirmed} of {row.n_recommendations} confirmed by a person")
    return [first or "No recommendation raises it", *second]


def _describe_row(row: Any, *, mixed: bool) -> str:
    number, of = row.n_recommendations, row.of_recommendations
    counted = f"{number} of {of} recommendation{'' if of == 1 else 's'} raise{'s' if number == 1 else ''} it"
    summed_up = _sum_up(row, mixed=mixed)
    return f"{row.theme}: " + "; ".join([counted, *(summed_up if number else summed_up[1:])])
