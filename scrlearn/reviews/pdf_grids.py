"""
The ruled tables of a page of a PDF: where their cells are, told from the lines that are drawn on the page.

:mod:`scrlearn.reviews.pdf_pieces` uses this file in the process that reads the PDF, so it imports nothing of this
package. PDFium gives the drawn lines and pdfplumber finds the cells between them; pdfplumber's own reading of the file
is not used, as it would read every page a second time, ten times as slowly.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

_MOST_CROSSINGS = 4_000
_NARROWEST_COLUMN = 8.0  # points
# In the size of the font: words with a wider gap may stand in two cells.
_WIDEST_SPACE = 0.6
_Words = Sequence[Sequence[dict[str, Any]]]


class Box(NamedTuple):
    """A rectangle in points, as the words of the page are seen: from its left and from its foot."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a place is within it."""
        return self.left <= x < self.right and self.bottom <= y < self.top

    def seen_from(self, x: float, y: float) -> "Box":
        """Return it with its places counted from another one."""
        return Box(self.left - x, self.bottom - y, self.right - x, self.top - y)


# The rows of a table; None is where a cell goes on that began further left or higher.
Grid = list[list[Box | None]]


def grids_of(lines: Iterable[tuple[float, float, float, float]], words: _Words) -> list[Grid]:
    """
    Find the grids of cells between lines, and put words into them.

    Parameters
    ----------
    lines
        The left, bottom, right and top of the lines on a page.
    words
        The words of each line of text; each gets the number of the grid, row and column that it stands in as its
        ``cell``.

    Returns
    -------
    list of Grid
        From the top of the page, one for each group of cells that touch; at least two columns in each. Where no line
        is drawn between columns, as in every other row of a table with shaded rows, a cell is cut between them if
        words stand apart there.
    """
    boxes = [Box(*line) for line in lines]
    across = {round(box.bottom) for box in boxes if _is_level(box)}
    upright = {round(box.left) for box in boxes if not _is_level(box)}
    if len(across) < 2 or len(upright) < 3 or len(across) * len(upright) > _MOST_CROSSINGS:
        return []
    grids = _grids(boxes)
    _put_into_cells(words, grids)
    for number, grid in enumerate(grids):
        grids[number] = [_cut(boxes, _columns(grid), _words_in(words, number, row)) for row, boxes in enumerate(grid)]
    _put_into_cells(words, grids)
    return grids


def _put_into_cells(words: _Words, grids: Sequence[Grid]) -> None:
    for line in words:
        for word in line:
            word["cell"] = _place_in(grids, (word["left"] + word["right"]) / 2, word["baseline"] + word["size"] / 4)


def _words_in(words: _Words, number: int, row: int) -> list[list[dict[str, Any]]]:
    found = [[word for word in line if word["cell"] and word["cell"][:2] == (number, row)] for line in words]
    return [line for line in found if line]


def _columns(grid: Grid) -> list[float]:
    """Find where the columns of a grid begin."""
    return [min(box.left for box in column if box) for column in zip(*grid, strict=True)]


def _cut(boxes: list[Box | None], columns: list[float], words: _Words) -> list[Box | None]:
    """Cut the cells of a row where columns begin, if that parts no words that belong together."""
    found = list(boxes)
    for place, box in enumerate(boxes):
        spanned = [column for column in columns[place + 1 :] if box and column < box.right - 1]
        inside = [[word for word in line if word["cell"][2] == place] for line in words]
        if box and spanned and _stand_apart(inside, spanned):
            sides = [box.left, *spanned, box.right]
            for shift, (left, right) in enumerate(pairwise(sides)):
                found[place + shift] = Box(left, box.bottom, right, box.top)
    return found


def _stand_apart(words: _Words, columns: list[float]) -> bool:
    """Tell whether words stand in several columns and nothing stands across two."""
    runs = [run for line in words for run in _runs(line)]
    sides = {sum(left >= column - 1 for column in columns) for left, _ in runs}
    return len(sides) > 1 and not any(
        left < column - 1 and right > column for left, right in runs for column in columns
    )


def _runs(line: Sequence[dict[str, Any]]) -> Iterator[tuple[float, float]]:
    """Yield where words begin and end that have no more than a space between them."""
    begun: list[float] = []
    for word in line:
        if begun and not 0 <= word["left"] - begun[1] + word["size"] / 2 <= (0.5 + _WIDEST_SPACE) * word["size"]:
            yield begun[0], begun[1]
            begun = []
        begun = [begun[0] if begun else word["left"], word["right"]]
    if begun:
        yield begun[0], begun[1]


def _place_in(grids: Sequence[Grid], x: float, y: float) -> tuple[int, int, int] | None:
    """Tell which grid, row and column a place is in; the smallest cell where one table stands in another."""
    found = [
        ((box.right - box.left) * (box.top - box.bottom), (number, row, column))
        for number, grid in enumerate(grids)
        for row, boxes in enumerate(grid)
        for column, box in enumerate(boxes)
        if box and box.holds(x, y)
    ]
    return min(found)[1] if found else None


def _grids(lines: Sequence[Box]) -> list[Grid]:
    from pdfplumber.table import TableFinder  # noqa: PLC0415

    edges = {True: [_edge(line) for line in lines if _is_level(line)]}
    edges[False] = [_edge(line) for line in lines if not _is_level(line)]
    no_page: Any = None  # of which pdfplumber needs nothing where it is given the lines
    found = TableFinder(
        no_page,
        {
            "vertical_strategy": "explicit",
            "horizontal_strategy": "explicit",
            "explicit_vertical_lines": edges[False],
            "explicit_horizontal_lines": edges[True],
        },
    )
    grids = [_without_slivers([_boxes(row.cells) for row in table.rows]) for table in found.tables]
    return [grid for grid in grids if grid and len(grid[0]) > 1]


def _edge(line: Box) -> dict[str, Any]:
    middle = ((line.left + line.right) / 2, (line.bottom + line.top) / 2)
    left, right = (line.left, line.right) if _is_level(line) else (middle[0], middle[0])
    bottom, top = (middle[1], middle[1]) if _is_level(line) else (line.bottom, line.top)
    # pdfplumber counts from the top of the page.
    return {
        "object_type": "line",
        "x0": left,
        "x1": right,
        "top": -top,
        "bottom": -bottom,
        "width": right - left,
        "height": top - bottom,
    }


def _boxes(cells: Sequence[tuple[float, float, float, float] | None]) -> list[Box | None]:
    return [Box(cell[0], -cell[3], cell[2], -cell[1]) if cell else None for cell in cells]


def _without_slivers(grid: Grid) -> Grid:
    """Leave out the columns between the two strokes of a double line."""
    kept = [
        column
        for column in range(len(grid[0]))
        if any(row[column] and row[column].right - row[column].left >= _NARROWEST_COLUMN for row in grid)  # type: ignore[union-attr]
    ]
    rows = [[row[column] for column in kept] for row in grid]
    return [row for row in rows if any(row)]


def _is_level(line: Box) -> bool:
    return line.right - line.left > line.top - line.bottom
