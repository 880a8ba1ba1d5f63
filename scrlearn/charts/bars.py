"""Bars one below the other: a label at the left, the bar in its parts, what it says beside it and below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from scrlearn.charts.sheet import GAP, Sheet, wrap_label, write_across, write_label
from scrlearn.charts.style import SHAPES, SMALL_SIZE, text_height, text_look, text_width, wrap

_BAR = 16.0


@dataclass(frozen=True)
class Bar:
    """
    One bar: its label, its parts (shape, where it starts, how long it is), its whole length, and its words.

    The value stands at the bar's right and the note below it in small letters; the lead stands before the label, and
    the heading above it, in bold, across the sheet.
    """

    label: str
    parts: Sequence[tuple[str, float, float]]
    length: float
    value: str
    note: str = ""
    lead: str = ""
    heading: str = ""


def labels_of(bars: Sequence[Bar]) -> list[str]:
    """Return what will stand at the left of each bar, for :func:`scrlearn.charts.sheet.open_sheet`."""
    room = "  " if any(bar.lead for bar in bars) else ""
    return [f"{bar.lead}{room}{bar.label}" for bar in bars]


def draw_bars(sheet: Sheet, bars: Sequence[Bar]) -> float:
    """Draw bars on one scale and return how high they are, in points; the data are the bars' units across."""
    value_width = max(text_width(bar.value) for bar in bars) + GAP
    lead_width = max(text_width(bar.lead) for bar in bars)
    longest = max(bar.length for bar in bars) or 1
    unit = longest / (sheet.plot_width - value_width)
    top = 0.0
    for bar in bars:
        top = _write_heading(sheet, bar, top)
        top = _draw_bar(sheet, bar, top, unit, lead_width + GAP / 2 if lead_width else 0.0)
    sheet.ax.set(xlim=(0, sheet.plot_width * unit), ylim=(top, 0))
    return top


def _write_heading(sheet: Sheet, bar: Bar, top: float) -> float:
    if not bar.heading:
        return top
    top += GAP if top else 0.0
    heading = wrap(bar.heading, sheet.width, bold=True)
    write_across(sheet, top, heading, bold=True)
    return top + text_height(heading) + GAP / 4


def _draw_bar(sheet: Sheet, bar: Bar, top: float, unit: float, indent: float) -> float:
    label = wrap_label(sheet, bar.label, indent=indent)
    note = "\n".join(wrap(line, sheet.plot_width, size=SMALL_SIZE) for line in bar.note.split("\n"))
    below = text_height(note, size=SMALL_SIZE) + GAP / 4 if note else 0.0
    height = max(text_height(label), _BAR + below) + GAP
    beside = max(text_height(label), _BAR)
    # With a note below it the bar stands at the top of its row, its label beside it; else both in the middle.
    label_middle = top + (GAP + beside if note else height) / 2
    middle = top + (GAP + _BAR if note else height) / 2
    if bar.lead:
        write_label(sheet, label_middle, bar.lead)
    write_label(sheet, label_middle, label, indent=indent)
    for shape, start, length in bar.parts:
        if length:
            sheet.ax.barh(middle, length, _BAR, left=start, clip_on=False, **SHAPES[shape])
    sheet.ax.text(bar.length + GAP * unit, middle, bar.value, va="center_baseline", ha="left", **text_look())
    if note:
        under = middle + _BAR / 2 + GAP / 4
        sheet.ax.text(0, under, note, va="top", ha="left", **text_look(size=SMALL_SIZE))
    return top + height
