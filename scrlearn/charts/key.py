"""The key of a chart: what each shape and mark in it means."""

from collections.abc import Mapping

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.transforms import Transform

from scrlearn.charts.style import FONT, INK, MARKS, SHAPES, text_width

_SIZE = 9.0
_ROW = 15.0
_COLUMNS = 2
# As many times the size of the words, as matplotlib counts: a shape, from it to its words, and between two columns.
_SHAPE, _TO_WORDS, _BETWEEN = 2.0, 0.8, 2.0


def measure_key(key: Mapping[str, str], width: float) -> float:
    """Return how high a key is on so much width, in points."""
    return _ROW * -(-len(key) // _columns(key, width))


def draw_key(ax: Axes, key: Mapping[str, str], width: float, *, at: tuple[float, float], place: Transform) -> None:
    """Draw what each shape of ``SHAPES`` or mark of ``MARKS`` means, the upper left corner at a point of the place."""
    ax.legend(
        handles=[_handle(shape, meaning) for shape, meaning in key.items()],
        ncols=_columns(key, width),
        loc="upper left",
        bbox_to_anchor=at,
        bbox_transform=place,
        prop={"family": FONT, "size": _SIZE},
        labelcolor=INK,
        frameon=False,
        borderpad=0,
        borderaxespad=0,
        handlelength=_SHAPE,
        handletextpad=_TO_WORDS,
        columnspacing=_BETWEEN,
    )


def _columns(key: Mapping[str, str], width: float) -> int:
    widest = max(text_width(meaning, size=_SIZE) for meaning in key.values())
    needed = _COLUMNS * (widest + (_SHAPE + _TO_WORDS + _BETWEEN) * _SIZE) - _BETWEEN * _SIZE
    return _COLUMNS if needed <= width else 1


def _handle(shape: str, meaning: str) -> Artist:
    if shape in MARKS:
        return Line2D([], [], label=meaning, **MARKS[shape])
    return Patch(label=meaning, **SHAPES[shape])
