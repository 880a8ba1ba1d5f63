"""The chart of what people's decisions taught the model."""

import pandas as pd
from matplotlib.axes import Axes

from scrlearn.charts.lines import Line, draw_lines, say_share
from scrlearn.charts.sheet import GAP, close_sheet, open_sheet
from scrlearn.charts.style import house_style
from scrlearn.charts.words import (
    check_chart_table,
    compose_description,
    find_notice,
    join_words,
    name_of,
    number_of,
    rows_of,
)
from scrlearn.errors import TableError

_MEAN = "Mean of the themes"
_CAUTION = (
    "F1 is 1 where the model gives a theme just where people do, and 0 where it never does. "
    "Reviews still to come may be unlike these."
)


def plot_learning_curve(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """
    Draw how good the model is by how many of the collection's own decisions it has learnt from.

    Parameters
    ----------
    table
        ``learning_curve``, with its row macro.
    ax
        Axes whose place the chart takes, words and all; without them, a figure of its own, 16 cm wide.

    Returns
    -------
    matplotlib.axes.Axes
        A thick line for the mean of the themes in a band that is its interval, and a thin one a theme, from no decision
        at the left to all at the right; each says its first and its last F1. Themes without F1 are named below.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows or no row macro.
    ScrlearnError
        When the given axes are too small for the chart to be read.
    """
    curve = _order(table)
    lines = [_line(rows) for rows in _lines_of(curve)]
    with house_style():
        sheet = open_sheet(ax, ["1.0"])
        return close_sheet(
            sheet,
            draw_lines(sheet, lines, across="Decisions learnt from") if lines else GAP,
            headline=_headline(curve),
            subtitle=_subtitle(curve),
            key=_find_key(lines),
            notice=find_notice(curve),
            caution=_caution(curve),
        )


def describe_learning_curve(table: pd.DataFrame) -> str:
    """
    Say in words what :func:`plot_learning_curve` shows.

    Parameters
    ----------
    table
        ``learning_curve``, with its row macro.

    Returns
    -------
    str
        The text alternative: notice, kind of chart, finding, then the mean and each theme with their F1 at each number
        of decisions learnt from.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows or no row macro.

    Examples
    --------
    >>> words = describe_learning_curve(pd.DataFrame({
    ...     "theme_id": ["safe_sleeping", "safe_sleeping", "macro", "macro"], "n_learnt": [0, 320] * 2,
    ...     "n": 400, "n_positive": 60, "f1": [0.78, 0.84] * 2, "f1_low": [0.70, 0.77] * 2, "f1_high": [0.85, 0.90] * 2,
    ...     "brier": 0.1, "change": [0, 0.06] * 2, "change_low": [0, 0.01] * 2, "change_high": [0, 0.11] * 2,
    ...     "notice": None,
    ... }))
    >>> words.splitlines()[2:4]
    ['Learning from 320 decisions raised F1 from .78 to .84.',
     'Mean of the themes: .78 without decisions, .84 after 320.']
    """
    curve = _order(table)
    opening = ["Line chart, one line for the mean of the themes and one a theme", _subtitle(curve), _headline(curve)]
    figures = [f"{_name(rows)}: {_say_figures(rows)}" for rows in _lines_of(curve)]
    return compose_description(curve, [*opening, *figures, _say_interval(curve)], caution=_caution(curve))


def _order(table: pd.DataFrame) -> pd.DataFrame:
    curve = check_chart_table(table, "learning_curve").sort_values("n_learnt", kind="stable")
    if "macro" not in set(curve["theme_id"]):
        raise TableError("learning_curve: has no row 'macro', the mean of the themes; give the whole table.")
    return curve


def _mean_of(curve: pd.DataFrame) -> pd.DataFrame:
    return curve[curve["theme_id"] == "macro"]


def _lines_of(curve: pd.DataFrame) -> list[pd.DataFrame]:
    """Return what has F1: the rows of the mean, then those of each theme, the highest at its end first."""
    lines = [rows for _, rows in curve.dropna(subset="f1").groupby("theme_id")]
    return sorted(lines, key=lambda rows: (not _is_mean(rows), -rows["f1"].iloc[-1]))


def _is_mean(rows: pd.DataFrame) -> bool:
    return str(rows["theme_id"].iloc[0]) == "macro"


def _name(rows: pd.DataFrame) -> str:
    return _MEAN if _is_mean(rows) else name_of(str(rows["theme_id"].iloc[0]))


def _line(rows: pd.DataFrame) -> Line:
    has_band = _is_mean(rows) and len(rows) > 1 and rows["f1_low"].notna().all()
    band = list(zip(rows["f1_low"], rows["f1_high"], strict=True)) if has_band else []
    return Line(_label(rows), rows["n_learnt"].tolist(), rows["f1"].tolist(), band, is_main=_is_mean(rows))


def _label(rows: pd.DataFrame) -> str:
    first, last = (say_share(f1) for f1 in rows["f1"].iloc[[0, -1]])
    way = f"from {first} to {last}" if first != last else f"still {last}" if len(rows) > 1 else last
    return f"{_name(rows)}, {way}"


def _find_key(lines: list[Line]) -> dict[str, str]:
    found = {
        "review": (_MEAN, any(line.is_main for line in lines)),
        "span": ("A theme", any(not line.is_main for line in lines)),
        "third": ("Where the mean lies if reviews are drawn again, 19 times in 20", any(line.band for line in lines)),
    }
    return {shape: meaning for shape, (meaning, is_there) in found.items() if is_there}


def _headline(curve: pd.DataFrame) -> str:
    """Say what learning did to the mean, and that it did something only where drawing reviews again shows it too."""
    mean = _mean_of(curve).dropna(subset="f1")
    if mean.empty and curve["f1"].isna().all():
        return "Too little is decided to measure what decisions taught"
    if mean.empty:
        return "Without decisions the model does not know these themes"
    before, after = say_share(mean["f1"].iloc[0]), say_share(mean["f1"].iloc[-1])
    last = mean.iloc[-1]
    if not last["n_learnt"]:
        return f"Without any decision F1 is {after}"
    if before != after and (last["change_low"] > 0 or last["change_high"] < 0):
        way = "raised" if last["change"] > 0 else "lowered"
        return f"Learning from {last['n_learnt']:,} decisions {way} F1 from {before} to {after}"
    figures = f"{before} before and after" if before == after else f"{before} before, {after} after"
    return f"Learning from {last['n_learnt']:,} decisions did not clearly change F1: {figures}"


def _subtitle(curve: pd.DataFrame) -> str:
    last = _mean_of(curve).iloc[-1]
    of = curve.loc[curve["theme_id"].ne("macro") & curve["n_learnt"].eq(last["n_learnt"]), "n"].sum()
    decisions = number_of(int(of), "decision")
    measure = f"F1 of the model on {decisions}, by how many decisions of other reviews it had learnt from"
    if pd.isna(last["change_low"]) or not last["n_learnt"]:
        return measure
    low, high = _say_change(last["change_low"]), _say_change(last["change_high"])
    return f"{measure}. The mean changed by {_say_change(last['change'])}; if reviews are drawn again, {low} to {high}"


def _say_change(change: float) -> str:
    size = say_share(abs(change))
    return size if size == ".00" else f"{'−' if change < 0 else '+'}{size}"


def _say_figures(rows: pd.DataFrame) -> str:
    return ", ".join(
        f"{say_share(row.f1)} {f'after {row.n_learnt:,}' if row.n_learnt else 'without decisions'}"
        for row in rows_of(rows)
    )


def _say_interval(curve: pd.DataFrame) -> str:
    mean = _mean_of(curve).dropna(subset="f1_low")
    if mean.empty:
        return ""
    said = [
        f"{say_share(row.f1_low)} to {say_share(row.f1_high)} "
        f"{f'after {row.n_learnt:,}' if row.n_learnt else 'without decisions'}"
        for row in rows_of(mean)
    ]
    return f"If reviews are drawn again, the mean lies 19 times in 20 from {join_words(said)}"


def _caution(curve: pd.DataFrame) -> str:
    """Return the caution, and before it which themes have no line."""
    measured = curve.dropna(subset="f1")["theme_id"]
    without = curve[~curve["theme_id"].isin([*measured, "macro"])]["theme_id"].unique()
    if not len(without):
        return _CAUTION
    named = join_words([name_of(theme) for theme in without])
    why = "too few decisions say that it applies, or the model could not learn it"
    return f"There is no line where {why}: {named}. {_CAUTION}"
