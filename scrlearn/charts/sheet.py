"""
The sheet that a chart is drawn on: headline, subtitle and key above, the notice and the caution below.

A sheet is measured in points (72 to the inch) and is as high as what is on it, so that no words overlap or are cut.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.transforms import Affine2D, Affine2DBase, ScaledTranslation, Transform, blended_transform_factory

from scrlearn.charts.key import draw_key, measure_key
from scrlearn.charts.style import (
    DARK_PINK,
    HEADLINE_SIZE,
    QUIET_INK,
    SMALL_SIZE,
    TEXT_SIZE,
    figure_of,
    text_height,
    text_look,
    text_width,
    wrap,
)
from scrlearn.charts.words import CAUTION
from scrlearn.errors import ScrlearnError

SHEET_WIDTH = 16 / 2.54 * 72  # 16 cm: a page of A4 between its margins
GAP = 8.0
LABEL_SHARE = 0.38

_MARGIN = 8.0
_LEAST_WIDTH = 360.0
_CM = 72 / 2.54


@dataclass(frozen=True)
class Sheet:
    """Axes with the room left and right of where the data begin, in points."""

    ax: Axes
    made_here: bool
    label_width: float
    plot_width: float

    @property
    def width(self) -> float:
        """The whole width in points, labels and plot together."""
        return self.label_width + self.plot_width


def open_sheet(ax: Axes | None, labels: Sequence[str] = (), *, label_share: float = LABEL_SHARE) -> Sheet:
    """
    Make a figure, or take the place of the given axes: all the chart's words stay inside it.

    Parameters
    ----------
    ax
        Axes to draw in, or None for a figure of its own, 16 cm wide.
    labels
        What will stand at the left of the rows; they get as much room as they need, up to label_share of the width.
    label_share
        From 0 to 1.

    Raises
    ------
    ScrlearnError
        When given axes are too narrow for any chart.
    """
    made_here = ax is None
    if ax is None:
        _, ax = plt.subplots()
        width = SHEET_WIDTH - 2 * _MARGIN
    else:
        width = ax.get_window_extent().width * 72 / figure_of(ax).dpi
        _refuse_smaller("wide", width, _LEAST_WIDTH)
    ax.set_axis_off()
    return make_room(Sheet(ax, made_here, 0.0, width), labels, label_share=label_share)


def make_room(sheet: Sheet, labels: Sequence[str], *, label_share: float = LABEL_SHARE) -> Sheet:
    """Return the sheet with room for other labels at the left of the rows."""
    longest = max((text_width(label) for label in labels), default=-GAP) + GAP
    label_width = min(longest, sheet.width * label_share)
    return replace(sheet, label_width=label_width, plot_width=sheet.width - label_width)


def wrap_label(sheet: Sheet, label: str, *, indent: float = 0.0, size: float = TEXT_SIZE, bold: bool = False) -> str:
    """Break the label of a row into lines that fit beside the plot."""
    return wrap(label, sheet.label_width - GAP - indent, size=size, bold=bold)


def write_label(
    sheet: Sheet, y: float, label: str, *, indent: float = 0.0, size: float = TEXT_SIZE, bold: bool = False
) -> None:
    """Write a wrapped label at the left edge or so many points from it, its middle at the data height y."""
    middle = "center" if "\n" in label else "center_baseline"
    look = text_look(size=size, bold=bold)
    sheet.ax.text(indent - sheet.label_width, y, label, transform=_across(sheet), va=middle, ha="left", **look)


def write_across(
    sheet: Sheet, y: float, text: str, *, indent: float = 0.0, size: float = TEXT_SIZE, bold: bool = False
) -> None:
    """Write a wrapped text from the left edge across labels and plot, its top at the data height y."""
    look = text_look(size=size, bold=bold)
    sheet.ax.text(indent - sheet.label_width, y, text, transform=_across(sheet), va="top", ha="left", **look)


def close_sheet(
    sheet: Sheet,
    height: float,
    *,
    headline: str,
    subtitle: str,
    key: Mapping[str, str],
    notice: str,
    caution: str = CAUTION,
) -> Axes:
    """
    Write what stands around the plot and give everything its room.

    Parameters
    ----------
    sheet
        From :func:`open_sheet`, the plot drawn on it.
    height
        How high the plot is, in points; axes that were given must have room for it.
    headline, subtitle
        The finding; and the measure with its N.
    key
        What each shape of :data:`scrlearn.charts.style.SHAPES` or mark of :data:`scrlearn.charts.style.MARKS` means.
    notice
        What must be said of the data, or "".
    caution
        What must not be read into the chart.

    Raises
    ------
    ScrlearnError
        When given axes are too low for the chart.
    """
    above = _write_head(sheet, headline, subtitle, key)
    below = _write_foot(sheet, notice, caution)
    _give_room(sheet, above, height, below)
    return sheet.ax


def _write_head(sheet: Sheet, headline: str, subtitle: str, key: Mapping[str, str]) -> float:
    headline = wrap(headline, sheet.width, size=HEADLINE_SIZE, bold=True)
    subtitle = wrap(subtitle, sheet.width)
    key_height = measure_key(key, sheet.width) + GAP if key else 0.0
    subtitle_top = key_height + text_height(subtitle) + GAP
    headline_top = subtitle_top + text_height(headline, size=HEADLINE_SIZE) + GAP / 2
    place = _points(sheet.ax, top=True)
    title = sheet.ax.set_title(headline, loc="left", y=1, **text_look(size=HEADLINE_SIZE, bold=True))
    title.set(x=-sheet.label_width, y=headline_top, transform=place, va="top", ha="left")
    look = text_look(color=QUIET_INK)
    sheet.ax.text(-sheet.label_width, subtitle_top, subtitle, transform=place, va="top", ha="left", **look)
    if key:
        draw_key(sheet.ax, key, sheet.width, at=(-sheet.label_width, key_height), place=place)
    return headline_top


def _write_foot(sheet: Sheet, notice: str, caution: str) -> float:
    place = _points(sheet.ax, top=False)
    top = -1.5 * GAP
    if notice:
        notice = wrap(notice, sheet.width - GAP, bold=True)
        box = {"facecolor": DARK_PINK, "edgecolor": "none", "boxstyle": "square,pad=0.4"}
        look = text_look(bold=True, color="white")
        sheet.ax.text(4 - sheet.label_width, top - 4, notice, transform=place, va="top", ha="left", bbox=box, **look)
        top -= text_height(notice) + 2 * GAP
    caution = wrap(caution, sheet.width, size=SMALL_SIZE)
    look = text_look(size=SMALL_SIZE, color=QUIET_INK)
    sheet.ax.text(-sheet.label_width, top, caution, transform=place, va="top", ha="left", **look)
    return text_height(caution, size=SMALL_SIZE) - top


def _give_room(sheet: Sheet, above: float, height: float, below: float) -> None:
    figure, needed = sheet.ax.figure, above + height + below
    if sheet.made_here:
        figure_of(sheet.ax).set_size_inches(SHEET_WIDTH / 72, (needed + 2 * _MARGIN) / 72)
        left, bottom = _MARGIN, _MARGIN + below
    else:
        place = sheet.ax.get_window_extent().transformed(Affine2D().scale(72 / figure.dpi))
        _refuse_smaller("high", place.height, needed)
        left, bottom = place.x0 - figure.bbox.x0 * 72 / figure.dpi, place.y1 - figure.bbox.y0 * 72 / figure.dpi
        bottom -= above + height
    across, up = figure.bbox.width * 72 / figure.dpi, figure.bbox.height * 72 / figure.dpi
    sheet.ax.set_position(((left + sheet.label_width) / across, bottom / up, sheet.plot_width / across, height / up))


def _refuse_smaller(way: str, room: float, needed: float) -> None:
    # Words squeezed into one another would be worse than no chart.
    if room < needed:
        raise ScrlearnError(
            f"ax: is {room / _CM:.1f} cm {way}, but this chart needs {needed / _CM:.1f} cm; "
            "make its figure larger, or leave ax out."
        )


def _across(sheet: Sheet) -> Transform:
    # Points right of the plot's left edge; downwards, data.
    return blended_transform_factory(_points(sheet.ax, top=True), sheet.ax.transData)


def _points(ax: Axes, *, top: bool) -> Transform:
    # Points right of and above the upper or lower left corner of the plot, wherever it comes to stand.
    corner = ScaledTranslation(0, 1 if top else 0, cast(Affine2DBase, ax.transAxes))
    return Affine2D().scale(1 / 72) + figure_of(ax).dpi_scale_trans + corner
