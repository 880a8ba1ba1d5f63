"""What accessible publishing asks of every chart, measured on its artists and on the drawn picture."""

import importlib
import inspect
import pkgutil
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb
from matplotlib.transforms import Bbox

import scrlearn.charts
from tests.charts.conftest import CHARTS

SIZES = {
    "one row": {"number": 1},
    "small": {"number": 4},
    "25 rows": {"number": 25},
    "labels of 120 characters": {"number": 4, "long": True},
    "25 rows, labels of 120 characters": {"number": 25, "long": True},
}
PICTURE_WIDTH = 600
# Letters at the edges of two boxes may share a row of dots without touching.
TOUCHING = 0.5


@dataclass(frozen=True)
class Picture:
    """A drawn chart: its words, its shapes, its lines and marks, and where they stand, in dots."""

    page: Bbox
    background: tuple
    texts: list
    patches: list
    lines: list
    in_key: list
    text_boxes: np.ndarray
    patch_boxes: np.ndarray
    line_boxes: np.ndarray

    def words_where(self, found):
        return [text.get_text() for text, is_found in zip(self.texts, found, strict=True) if is_found]


@pytest.fixture(scope="module", params=product(CHARTS, SIZES), ids=": ".join)
def picture(request):
    """Each chart in each size, drawn 600 dots wide, and measured at once: a closed figure has another size."""
    chart, size = request.param
    ax = CHARTS[chart].plot(CHARTS[chart].table(**SIZES[size]))
    ax.figure.set_dpi(PICTURE_WIDTH / ax.figure.get_figwidth())
    ax.figure.draw_without_rendering()
    assert not ax.axison
    texts = _texts(ax)
    measured = [_boxes(artists) for artists in (texts, ax.patches, ax.lines)]
    page, background = ax.figure.bbox.frozen(), ax.figure.get_facecolor()
    return Picture(page, background, texts, [*ax.patches], [*ax.lines], _handles(ax), *measured)


def test_every_chart_of_the_package_is_looked_at():
    names = [f"scrlearn.charts.{module.name}" for module in pkgutil.iter_modules(scrlearn.charts.__path__)]
    public = {name for module in names for name, _ in inspect.getmembers(importlib.import_module(module))}
    looked_at = {function.__name__ for chart in CHARTS.values() for function in (chart.plot, chart.describe)}
    plots = {name for name in public if name.startswith("plot_")}
    assert plots == {name for name in looked_at if name.startswith("plot_")}
    assert {name.replace("plot_", "describe_", 1) for name in plots} == looked_at - plots


def test_text_has_a_contrast_of_4_5_to_whatever_it_stands_on(picture):
    poor = {
        (text.get_text(), to_hex(color))
        for text, overlapped in zip(picture.texts, _overlap(picture.text_boxes, picture.patch_boxes), strict=True)
        for color in _colors_behind(text, [picture.patches[place] for place in np.flatnonzero(overlapped)], picture)
        if _contrast(text.get_color(), color) < 4.5
    }
    assert poor == set()


def test_every_shape_line_and_mark_has_a_contrast_of_3_to_the_background(picture):
    colors = [_colors_of(artist) for artist in [*picture.patches, *picture.lines, *picture.in_key]]
    assert [some for some in colors if max(_contrast(color, picture.background) for color in some) < 3] == []


def test_what_differs_in_meaning_differs_in_grey(picture):
    looks = {_look(artist) for artist in [*picture.patches, *picture.lines, *picture.in_key]}
    assert [pair for pair in combinations(looks, 2) if not _can_be_told_apart(*pair)] == []


def test_no_two_entries_of_a_key_look_alike(picture):
    looks = [_look(handle) for handle in picture.in_key]
    assert [pair for pair in combinations(looks, 2) if not _can_be_told_apart(*pair)] == []


def test_the_smallest_words_are_11_dots_high_in_a_picture_600_dots_wide(picture):
    dots_a_point = picture.page.width / (16 / 2.54 * 72)
    assert picture.page.width == pytest.approx(PICTURE_WIDTH)
    assert [text.get_text() for text in picture.texts if text.get_fontsize() * dots_a_point < 11] == []


def test_no_words_are_cut_by_the_edge(picture):
    x0, y0, x1, y1 = picture.text_boxes.T
    assert picture.words_where((x0 < 0) | (y0 < 0) | (x1 > picture.page.x1) | (y1 > picture.page.y1)) == []


def test_no_words_stand_on_others(picture):
    on_another = np.triu(_overlap(picture.text_boxes, picture.text_boxes), k=1)
    assert picture.words_where(on_another.any(axis=1)) == []


def test_no_words_are_crossed_by_a_mark_a_line_or_the_edge_of_a_shape(picture):
    shapes = np.concatenate([picture.patch_boxes, picture.line_boxes])
    crossed = _overlap(picture.text_boxes, shapes) & ~_inside(picture.text_boxes, shapes)
    assert picture.words_where(crossed.any(axis=1)) == []


def test_all_words_are_horizontal(picture):
    assert {text.get_rotation() for text in picture.texts} == {0.0}


def _texts(ax):
    titles = [getattr(ax, name) for name in ("title", "_left_title", "_right_title")]
    key = ax.get_legend()
    texts = [*ax.figure.texts, *ax.texts, *titles, *(key.get_texts() if key else [])]
    return [text for text in texts if text.get_text()]


def _handles(ax):
    return ax.get_legend().legend_handles if ax.get_legend() else []


def _boxes(artists):
    boxes = [artist.get_window_extent().extents for artist in artists]
    return np.array(boxes).reshape(len(boxes), 4)


def _overlap(some, others):
    """Whether each of some boxes overlaps each of the others; lines have a box without height."""
    first = np.maximum(some[:, None, :2], others[None, :, :2])
    last = np.minimum(some[:, None, 2:], others[None, :, 2:])
    thin = (others[:, 2:] - others[:, :2] < TOUCHING)[None]
    return np.where(thin, last >= first, last - first > TOUCHING).all(axis=2)


def _inside(some, others):
    below = (others[None, :, :2] <= some[:, None, :2]).all(axis=2)
    return below & (others[None, :, 2:] >= some[:, None, 2:]).all(axis=2)


def _colors_behind(text, beneath, picture):
    if text.get_bbox_patch():
        return [text.get_bbox_patch().get_facecolor()]
    return [color for patch in beneath for color in _fill_of(patch)] or [picture.background]


def _fill_of(patch):
    return [patch.get_facecolor(), patch.get_edgecolor()] if patch.get_hatch() else [patch.get_facecolor()]


def _colors_of(artist):
    if hasattr(artist, "get_hatch"):
        return [artist.get_facecolor(), *([artist.get_edgecolor()] if artist.get_linewidth() else [])]
    if _has_mark(artist):
        return [artist.get_markerfacecolor(), artist.get_markeredgecolor()]
    return [artist.get_color()]


def _has_mark(line):
    return str(line.get_marker()).lower() != "none"


def _look(artist):
    """What tells shapes apart without colour: sort, fill, and hatch or form."""
    if hasattr(artist, "get_hatch"):
        return ("shape", to_hex(artist.get_facecolor()), "".join(sorted(set(artist.get_hatch() or ""))))
    if _has_mark(artist):
        return ("mark", to_hex(artist.get_markerfacecolor()), str(artist.get_marker()))
    return ("line", to_hex(artist.get_color()), artist.get_linestyle())


def _can_be_told_apart(one, other):
    return one[0] != other[0] or one[2] != other[2] or _contrast(one[1], other[1]) >= 1.5


def _contrast(one, other):
    darker, lighter = sorted([_luminance(one), _luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color):
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(color)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
