"""A grid of counts: a shade and the words in each cell, in as many blocks of columns as the width asks for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from matplotlib.patches import Rectangle

from scrlearn.charts.sheet import GAP, Sheet, wrap_label, write_label
from scrlearn.charts.style import INK, OUTLINE, SHAPES, SMALL_SIZE, TEXT_SIZE, text_height, text_look, text_width, wrap
from scrlearn.charts.words import rows_of

_WIDEST = 110.0
_HEADING_WORD = 72.0
_KEY = {
    "rest": "No review {raises}",
    "third": "Up to a third of the reviews",
    "two_thirds": "Up to two thirds",
    "more": "More than two thirds",
}


@dataclass(frozen=True)
class Grid:
    """
    What a grid shows: labels of rows and columns, and the cells by their places in both.

    A cell is its shape in :data:`scrlearn.charts.style.SHAPES` and its lines of words, if it has any, the first of them
    the largest. The gaps are the room in points that rows and columns have above what their words need.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    cells: Mapping[tuple[int, int], tuple[str, list[str]]]
    row_gap: float = GAP
    column_gap: float = GAP

    def turned(self) -> "Grid":
        """Return the grid with rows for columns."""
        cells = {(column, row): cell for (row, column), cell in self.cells.items()}
        return replace(self, rows=self.columns, columns=self.rows, cells=cells)


def cell_of(row: Any, *, mixed: bool) -> tuple[str, list[str]]:
    """Return the cell for one row of counts; it says how many are confirmed where that differs between cells."""
    lines = [f"{row.n_reviews} of {row.of_reviews}"]
    if row.n_reviews and mixed:
        lines.append(f"{row.n_confirmed} confirmed")
    if row.n_check:
        lines.append(f"{row.n_check} to check")
    return _shade(row.n_reviews, row.of_reviews), lines


def grid_key(counts: pd.DataFrame, *, raises: str = "raises it") -> dict[str, str]:
    """Return what the shades mean, of those that occur."""
    found = {_shade(row.n_reviews, row.of_reviews) for row in rows_of(counts)}
    return {shape: meaning.format(raises=raises) for shape, meaning in _KEY.items() if shape in found}


def count_blocks(sheet: Sheet, grid: Grid) -> int:
    """Return into how many blocks, one below the other, the columns have to be split to be legible."""
    fitting = max(int(sheet.plot_width // _least_width(grid)), 1)
    return -(-len(grid.columns) // fitting)


def draw_grid(sheet: Sheet, grid: Grid) -> float:
    """Draw the grid and return how high it is, in points; the data are columns across and points downwards."""
    blocks = count_blocks(sheet, grid)
    across = -(-len(grid.columns) // blocks)
    width = min(sheet.plot_width / across, _WIDEST)
    top = 0.0
    for first in range(0, len(grid.columns), across):
        block = range(first, min(first + across, len(grid.columns)))
        top = _draw_block(sheet, grid, block, top, width) + 2 * GAP
    sheet.ax.set(xlim=(0, sheet.plot_width / width), ylim=(top - 2 * GAP, 0))
    return top - 2 * GAP


def _draw_block(sheet: Sheet, grid: Grid, block: range, top: float, width: float) -> float:
    headings = [wrap(grid.columns[column], width - grid.column_gap, size=SMALL_SIZE) for column in block]
    top += max(text_height(heading, size=SMALL_SIZE) for heading in headings) + GAP / 2
    look = text_look(size=SMALL_SIZE)
    for place, heading in enumerate(headings):
        sheet.ax.text(place + 0.5, top - GAP / 2, heading, va="bottom", ha="center", **look)
    for row, label in enumerate(grid.rows):
        cells = [(place, *grid.cells[row, column]) for place, column in enumerate(block) if (row, column) in grid.cells]
        if cells:
            top = _draw_row(sheet, wrap_label(sheet, label), cells, top, grid.row_gap)
    return top


def _draw_row(sheet: Sheet, label: str, cells: list[tuple[int, str, list[str]]], top: float, gap: float) -> float:
    height = max(text_height(label), *(_cell_height(lines) for _, _, lines in cells)) + gap
    write_label(sheet, top + height / 2, label)
    for place, shape, lines in cells:
        sheet.ax.add_patch(Rectangle((place, top), 1, height, clip_on=False, **{**SHAPES[shape], "edgecolor": OUTLINE}))
        color = "white" if shape in ("two_thirds", "more") else INK
        y = top + (height - _cell_height(lines)) / 2
        for line, size in _sized(lines):
            high = text_height(line, size=size)
            look = text_look(size=size, color=color)
            sheet.ax.text(place + 0.5, y + high / 2, line, va="center_baseline", ha="center", **look)
            y += high
    return top + height


def _sized(lines: Sequence[str]) -> Iterator[tuple[str, float]]:
    for place, line in enumerate(lines):
        yield line, SMALL_SIZE if place else TEXT_SIZE


def _cell_height(lines: Sequence[str]) -> float:
    return sum(text_height(line, size=size) for line, size in _sized(lines))


def _least_width(grid: Grid) -> float:
    words = [word for label in grid.columns for word in label.split()]
    headings = [min(text_width(word, size=SMALL_SIZE), _HEADING_WORD) for word in words]
    cells = [text_width(line, size=size) for _, lines in grid.cells.values() for line, size in _sized(lines)]
    return max(headings + cells) + grid.column_gap


def _shade(number: int, of: int) -> str:
    if not number:
        return "rest"
    return "third" if 3 * number <= of else "two_thirds" if 3 * number <= 2 * of else "more"
