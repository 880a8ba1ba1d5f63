"""
The look of the charts: colours, sizes, wrapped words, and figures turned into the same bytes every time.

References
----------
UK government Analysis Function, "Data visualisation: colours in charts": the palette, headline above subtitle,
horizontal text, and never colour alone. Web Content Accessibility Guidelines 2.2: a contrast of 4.5 to 1 for text and
of 3 to 1 for shapes.
"""

import io
import pathlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, cast

import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath, text_to_path

from scrlearn.tables.columns import REVIEW_TYPES

STYLE_FILE = pathlib.Path(__file__).with_name("scrlearn.mplstyle")
FONT = "DejaVu Sans"

INK = "#0B0C0C"
QUIET_INK = "#3D3D3D"
OUTLINE = "#6F777B"
DARK_BLUE = "#12436D"
MID_BLUE = "#2073BC"
LIGHT_BLUE = "#6BACE6"
TURQUOISE = "#28A197"
DARK_PINK = "#801650"

HEADLINE_SIZE = 13.0
TEXT_SIZE = 10.0
SMALL_SIZE = 8.5
LINE_SPACING = 1.25

# On a screen letters stand on whole dots, which can make a line so much wider than its letters are.
_ON_SCREEN = 1.03

# Lines are made about equally long, so that no single word is left for the last one.
_BALANCE = (0.6, 0.7, 0.8, 0.9)


def _letter(letter: str) -> Path:
    drawn = TextPath((0, 0), letter, prop=FontProperties(family=FONT))
    box = drawn.get_extents()
    return Path(drawn.vertices - (box.p0 + box.p1) / 2, drawn.codes)


def _mark(form: str | Path) -> dict[str, Any]:
    return {"marker": form, "color": DARK_BLUE, "linestyle": "none", "markersize": 7.5}


# How a shape says what it counts: fill, outline and hatch together, so that it can be told in greyscale.
SHAPES: dict[str, dict[str, Any]] = {
    "confirmed": {"facecolor": DARK_BLUE, "edgecolor": DARK_BLUE},
    "suggested": {"facecolor": LIGHT_BLUE, "edgecolor": DARK_BLUE, "hatch": "////"},
    "to_check": {"facecolor": "white", "edgecolor": QUIET_INK, "hatch": "...."},
    "rest": {"facecolor": "white", "edgecolor": OUTLINE},
    "named": {"facecolor": DARK_BLUE, "edgecolor": DARK_BLUE},
    "not_named": {"facecolor": TURQUOISE, "edgecolor": INK, "hatch": "\\\\\\\\"},
    "no_reply": {"facecolor": "white", "edgecolor": OUTLINE},
    "reply_only": {"facecolor": "white", "edgecolor": DARK_PINK, "hatch": "xxxx"},
    "third": {"facecolor": LIGHT_BLUE, "edgecolor": DARK_BLUE},
    "two_thirds": {"facecolor": MID_BLUE, "edgecolor": DARK_BLUE},
    "more": {"facecolor": DARK_BLUE, "edgecolor": DARK_BLUE},
    "counted": {"facecolor": TURQUOISE, "edgecolor": INK},
    "complete": {"facecolor": DARK_BLUE, "edgecolor": DARK_BLUE},
    "under_way": {"facecolor": MID_BLUE, "edgecolor": DARK_BLUE},
    "planned": {"facecolor": LIGHT_BLUE, "edgecolor": DARK_BLUE},
    "declined": {"facecolor": "white", "edgecolor": DARK_PINK, "hatch": "xxxx"},
    "not_stated": {"facecolor": "white", "edgecolor": OUTLINE},
}

# Marks in a grid and along time, told apart by their form.
MARKS: dict[str, dict[str, Any]] = {
    "question": {**_mark(_letter("?")), "color": INK, "markeredgewidth": 0},
    "span": {"color": QUIET_INK, "linewidth": 2},
    "review": _mark("o"),
    **{review_type: _mark(form) for review_type, form in zip(REVIEW_TYPES, "os^DvPX*<>", strict=True)},
}


@contextmanager
def house_style() -> Iterator[None]:
    """Give the context in which charts are drawn; the caller's settings are untouched afterwards."""
    with matplotlib.style.context(["default", str(STYLE_FILE)]):
        yield
        interactive = matplotlib.is_interactive()
    # The first figure of a notebook loads its backend, which begins to show figures: that is no setting to undo.
    matplotlib.interactive(interactive)


def text_look(*, size: float = TEXT_SIZE, bold: bool = False, color: str = INK) -> dict[str, Any]:
    """Return the properties of a text, each explicit: a figure may be drawn long after its settings are gone."""
    return {
        "fontfamily": FONT,
        "fontsize": size,
        "fontweight": "bold" if bold else "normal",
        "color": color,
        "linespacing": LINE_SPACING,
        "usetex": False,
        "parse_math": False,
        "rotation": 0,
    }


@lru_cache(maxsize=4096)
def text_width(text: str, *, size: float = TEXT_SIZE, bold: bool = False) -> float:
    """Return how wide one line of text is, in points."""
    font = FontProperties(family=FONT, size=size, weight="bold" if bold else "normal")
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]) * _ON_SCREEN


def text_height(text: str, *, size: float = TEXT_SIZE) -> float:
    """Return how high a text of one or more lines is, in points; nothing for no text."""
    return (text.count("\n") + 1) * size * LINE_SPACING if text else 0.0


def wrap(text: str, width: float, *, size: float = TEXT_SIZE, bold: bool = False) -> str:
    """
    Break a text into lines that fit.

    Parameters
    ----------
    text
        The words. A word too long for a line is broken where the line ends; nothing is ever left out.
    width
        The room there is, in points.
    size, bold
        How it will be set.

    Returns
    -------
    str
        The same words with ``\\n`` between lines.

    Examples
    --------
    >>> wrap("Voice of the child", 70)
    'Voice of\\nthe child'
    """
    lines = _fill(text, width, size, bold)
    longest = max((text_width(word, size=size, bold=bold) for word in text.split()), default=0.0)
    narrower = (_fill(text, width * share, size, bold) for share in _BALANCE if width * share >= longest)
    return "\n".join(next((even for even in narrower if len(even) == len(lines)), lines))


def render_chart(ax: Axes, *, kind: str = "svg", description: str = "") -> bytes:
    """
    Return the chart as the bytes of a picture file, the same bytes for the same chart.

    Parameters
    ----------
    ax
        What a ``plot_`` function returned; its whole figure is drawn.
    kind
        ``svg`` (letters are drawn as shapes, so no font is needed where it is read) or ``png`` (200 dots an inch).
    description
        The text alternative, kept inside the file.

    Returns
    -------
    bytes
        The picture. No time, machine or version is in it.
    """
    metadata = {"Title": ax.get_title(loc="left"), "Description": description or None}
    metadata |= {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
    buffer = io.BytesIO()
    with house_style():
        figure_of(ax).savefig(buffer, format=kind, dpi=200, metadata=metadata)
    return buffer.getvalue()


def figure_of(ax: Axes) -> Figure:
    """Return the whole figure that axes stand in."""
    return cast(Figure, ax.get_figure(root=True))


def _fill(text: str, width: float, size: float, bold: bool) -> list[str]:
    lines = [""]
    for word in _words(text, width, size, bold):
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size=size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines += _break(word, width, size, bold)
    return [line for line in lines if line]


def _words(text: str, width: float, size: float, bold: bool) -> list[str]:
    # A number stays on one line with what it counts: "3 of 27 reviews".
    kept = re.split(r"(?<![0-9])(?<![0-9] of)\s+", text.strip())
    narrow = [[word] if text_width(word, size=size, bold=bold) <= width else word.split() for word in kept]
    return [word for words in narrow for word in words]


def _break(word: str, width: float, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size=size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
