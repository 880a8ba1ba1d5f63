"""Lines from left to right, each with its label at its end: what the charts of curves are drawn with."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from scrlearn.charts.sheet import GAP, Sheet, write_label
from scrlearn.charts.style import (
    LINE_SPACING,
    MARKS,
    OUTLINE,
    SHAPES,
    SMALL_SIZE,
    text_height,
    text_look,
    text_width,
    wrap,
)

_LEAST_HEIGHT = 170.0
_LEAST_SPAN = 0.2
_LABEL_SHARE = 0.42
_LEADER = 18.0
_MARK = 6.0
_RULE: dict[str, Any] = {"color": OUTLINE, "linewidth": 0.8, "clip_on": False}


@dataclass(frozen=True)
class Line:
    """A line through shares at whole numbers; the main one is thick and may stand in a band, low and high at each."""

    label: str
    across: Sequence[int]
    shares: Sequence[float]
    band: Sequence[tuple[float, float]] = ()
    is_main: bool = False


@dataclass(frozen=True)
class _Scale:
    """How far the lines run to the right, between which shares, and how much of each a point is worth."""

    last: int
    low: float
    high: float
    width: float
    height: float

    @property
    def a_point_right(self) -> float:
        return self.last / self.width

    @property
    def a_point_up(self) -> float:
        return (self.high - self.low) / self.height


def say_share(share: float, *, places: int = 2) -> str:
    """
    Say a share as a decimal number.

    Examples
    --------
    >>> say_share(0.78), say_share(1)
    ('.78', '1.00')
    """
    return f"{share:.{places}f}".removeprefix("0")


def draw_lines(sheet: Sheet, lines: Sequence[Line], *, across: str) -> float:
    """
    Draw lines over a grid of tenths.

    Parameters
    ----------
    sheet
        With room at its left for the numbers of the grid.
    lines
        At least one, in any order.
    across
        What the numbers below the lines are.

    Returns
    -------
    float
        How high it is, in points.
    """
    ordered = sorted(lines, key=lambda line: -line.shares[-1])
    room = sheet.plot_width * _LABEL_SHARE
    labels = [wrap(line.label, room, bold=line.is_main) for line in ordered]
    scale = _lay_out(lines, labels, sheet.plot_width - room - _LEADER - _MARK)
    _draw_grid(sheet, scale)
    for line in ordered:
        _draw_line(sheet.ax, line)
    _write_labels(sheet.ax, scale, ordered, labels)
    numbers = {0, *(number for line in lines for number in line.across)}
    foot = _write_numbers(sheet.ax, scale, sorted(numbers), across)
    sheet.ax.set(
        xlim=(-_MARK * scale.a_point_right, (sheet.plot_width - _MARK) * scale.a_point_right),
        ylim=(scale.low - foot * scale.a_point_up, scale.high),
    )
    return scale.height + foot


def _lay_out(lines: Sequence[Line], labels: Sequence[str], width: float) -> _Scale:
    shares = [share for line in lines for share in (*line.shares, *(end for ends in line.band for end in ends))]
    high = min(math.ceil(round(max(shares) * 10, 6)) / 10, 1.0)
    low = max(min(math.floor(round(min(shares) * 10, 6)) / 10, high - _LEAST_SPAN), 0.0)
    height = max(_LEAST_HEIGHT, sum(map(_label_height, labels)))
    last = max(number for line in lines for number in line.across)
    return _Scale(max(last, 1), low, max(high, low + _LEAST_SPAN), width, height)


def _draw_grid(sheet: Sheet, scale: _Scale) -> None:
    for tenth in range(round(scale.low * 10), round(scale.high * 10) + 1):
        sheet.ax.plot([0, scale.last], [tenth / 10] * 2, **_RULE)
        write_label(sheet, tenth / 10, say_share(tenth / 10, places=1), size=SMALL_SIZE)


def _draw_line(ax: Axes, line: Line) -> None:
    if line.band:
        lows, highs = zip(*line.band, strict=True)
        corners = [*line.across, *reversed(line.across)], [*lows, *reversed(highs)]
        ax.fill(*corners, clip_on=False, zorder=1.5, **SHAPES["third"])
    look = MARKS["review"] | {"linestyle": "-", "linewidth": 3} if line.is_main else MARKS["span"] | {"linewidth": 1.2}
    ax.plot(line.across, line.shares, clip_on=False, zorder=3 if line.is_main else 2.5, **look)


def _write_labels(ax: Axes, scale: _Scale, lines: Sequence[Line], labels: Sequence[str]) -> None:
    wanted = [(scale.high - line.shares[-1]) / scale.a_point_up for line in lines]
    begin, end, left = (scale.last + points * scale.a_point_right for points in (_MARK, _LEADER - 3, _LEADER))
    for line, label, middle in zip(lines, labels, _spread(wanted, labels, scale.height), strict=True):
        y = scale.high - middle * scale.a_point_up
        ax.plot([begin, end], [line.shares[-1], y], **_RULE)
        va = "center" if "\n" in label else "center_baseline"
        ax.text(left, y, label, va=va, ha="left", **text_look(bold=line.is_main))


def _label_height(label: str) -> float:
    return text_height(label) + GAP / 2


def _spread(wanted: Sequence[float], labels: Sequence[str], height: float) -> list[float]:
    """Return a middle for each label, in points from the top: where it is wanted, or as near as the others let it."""
    needed = [_label_height(label) for label in labels]
    tops, free = [], 0.0
    for middle, high in zip(wanted, needed, strict=True):
        tops.append(max(middle - high / 2, free))
        free = tops[-1] + high
    free = height
    for place in reversed(range(len(tops))):
        tops[place] = min(tops[place], free - needed[place])
        free = tops[place]
    return [top + high / 2 for top, high in zip(tops, needed, strict=True)]


def _write_numbers(ax: Axes, scale: _Scale, numbers: Sequence[int], name: str) -> float:
    """Write below the lines those numbers that have room, the last one first, and return how high that is."""
    look = {"va": "top", **text_look(size=SMALL_SIZE)}
    free = math.inf
    for number in reversed(numbers):
        half = text_width(f"{number:,}", size=SMALL_SIZE) / 2 + 2
        middle = number / scale.a_point_right
        if middle + half <= free:
            ax.text(number, scale.low - _MARK * scale.a_point_up, f"{number:,}", ha="center", **look)
            free = middle - half
    line = SMALL_SIZE * LINE_SPACING
    ax.text(0, scale.low - (_MARK + line) * scale.a_point_up, name, ha="left", **look)
    return _MARK + 2 * line
