"""A line of years across the plot: where a date stands on it, and how exactly it is known."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from scrlearn.charts.sheet import Sheet
from scrlearn.charts.style import LINE_SPACING, OUTLINE, SMALL_SIZE, text_look, text_width

_FEWEST = 4
_STEPS = (1, 2, 5, 10, 20, 50)
_TICK = 3.0
_SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}
_MONTHS = {"day": 0, "month": 1, "season": 3, "year": 12}


@dataclass(frozen=True)
class Years:
    """The years from first to last, on so many points from the left edge of the plot."""

    first: int
    last: int
    left: float
    right: float

    def place(self, year: float) -> float:
        """Return where a moment stands, in points; 2018.5 is the middle of 2018."""
        return self.left + (year - self.first) / (self.last - self.first) * (self.right - self.left)


def lay_out_years(sheet: Sheet, moments: Iterable[float]) -> Years:
    """Return a line that holds the moments, of at least a few years, so that a year is never as wide as the plot."""
    found = list(moments) or [0.0]
    first, last = int(min(found)), -int(-max(found) // 1)
    lacking = max(_FEWEST - (last - first), 0)
    margin = text_width("2000", size=SMALL_SIZE) / 2 + 2
    return Years(first - lacking // 2, last + -(-lacking // 2), margin, sheet.plot_width - margin)


def draw_years(sheet: Sheet, years: Years, top: float) -> float:
    """Draw the line with its years above it, from the given height downwards, and return where it ends."""
    foot = top + SMALL_SIZE * LINE_SPACING + _TICK
    look = text_look(size=SMALL_SIZE)
    draw_rule(sheet, years, foot)
    for year in _ticks(years):
        sheet.ax.text(years.place(year), foot - _TICK, str(year), va="bottom", ha="center", **look)
    return foot + _TICK


def draw_rule(sheet: Sheet, years: Years, y: float) -> None:
    """Draw the line without its years; its ticks stand where theirs do."""
    ticks = [([years.place(year)] * 2, [y, y + _TICK]) for year in _ticks(years)]
    for across, down in [([0, sheet.plot_width], [y, y]), *ticks]:
        sheet.ax.plot(across, down, color=OUTLINE, linewidth=0.8, clip_on=False)


def span_of(on: str, precision: str | None) -> tuple[float, float]:
    """
    Return when a date begins and ends, in years.

    Examples
    --------
    >>> span_of("2018-10", "month"), span_of("2018", "year"), span_of("2019-01-01", "day")
    ((2018.75, 2018.8333333333333), (2018.0, 2019.0), (2019.0, 2019.0))
    """
    date = pd.Timestamp(on)
    exact = _precision_of(on, precision)
    day = (date.day - 1) / date.days_in_month if exact == "day" else 0
    begins = date.year + (date.month - 1 + day) / 12
    return begins, begins + _MONTHS[exact] / 12


def name_date(on: str, precision: str | None) -> str:
    """
    Say a date as exactly as it is known.

    Examples
    --------
    >>> [name_date("2018-09", "season"), name_date("2018-09", "month"), name_date("2018-09-04", "day")]
    ['autumn 2018', 'September 2018', '4 September 2018']
    """
    date = pd.Timestamp(on)
    exact = _precision_of(on, precision)
    month = date.month_name()
    if exact == "season":
        return f"{_SEASONS.get(date.month, f'the season from {month}')} {date.year}"
    return {"year": f"{date.year}", "month": f"{month} {date.year}", "day": f"{date.day} {month} {date.year}"}[exact]


def _precision_of(on: str, precision: str | None) -> str:
    written = ("year", "month", "day")[on.count("-")]
    stated = precision if precision in _MONTHS else written
    return max(written, stated, key=lambda name: _MONTHS[name])


def _ticks(years: Years) -> range:
    room = text_width("2000", size=SMALL_SIZE) * 1.4
    a_year = (years.right - years.left) / (years.last - years.first)
    step = next((step for step in _STEPS if step * a_year >= room), _STEPS[-1])
    return range(-(-years.first // step) * step, years.last + 1, step)
