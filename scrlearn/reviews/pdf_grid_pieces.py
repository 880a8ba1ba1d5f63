"""A grid of cells on a page is told to be a table, a frame around text, or nothing but lines near to text."""

import statistics
from collections.abc import Iterator, Sequence

from scrlearn.reviews.pdf_shapes import Cell, Grid, Page, Piece, rows_of

_SAME_PLACE = 3.0  # points
# Frames that stand side by side are read one after the other where one of them has this many lines.
_FEWEST_FRAME_LINES = 3


def with_tables(pages: Sequence[Page]) -> list[Page]:
    """
    Put the grids of pages among their pieces.

    Parameters
    ----------
    pages
        The pages in order.

    Returns
    -------
    list of Page
        Without grids. A grid with text in at least two rows and two columns is one piece; so is a smaller one with the
        columns of a grid on the page before or after, as the rest of a table has. The cells of another row of cells,
        as of boxes side by side, are rows of one column if one of them has three lines. The text in any other grid is
        read as if no line were drawn.
    """
    found: list[Page] = []
    last: list[Grid] = []
    for page, following in zip(pages, [*pages[1:], None], strict=True):
        near = [*last, *(grid for grid in (following.grids if following else ()) if _n_columns(grid) > 1)]
        pieces = [piece for grid in page.grids for piece in _pieces(grid, near)]
        last = [piece.grid for piece in pieces if piece.grid]
        found.append(Page(page.height, [*page.pieces, *pieces]))
    return found


def same_columns(one: Sequence[float], other: Sequence[float]) -> bool:
    """Tell whether the columns of two tables begin at the same places."""
    return len(one) == len(other) and all(
        abs(left - right) <= _SAME_PLACE for left, right in zip(one, other, strict=True)
    )


def _pieces(grid: Grid, near: Sequence[Grid]) -> list[Piece]:
    cells = [cell for row in grid.rows for cell in row if cell and cell.pieces]
    if not cells:
        return []
    n_rows = sum(any(cell and cell.pieces for cell in row) for row in grid.rows)
    n_columns = _n_columns(grid)
    goes_on = any(same_columns(grid.columns, other.columns) for other in near)
    if goes_on or (n_columns > 1 and n_rows > 1):
        return [_piece(grid, cells)]
    if n_columns > 1 and any(len(rows_of(cell.pieces)) >= _FEWEST_FRAME_LINES for cell in cells):
        return [_piece(Grid(grid.top, grid.columns[:1], [[cell] for cell in cells]), cells)]
    return [piece for cell in cells for piece in cell.pieces]


def _n_columns(grid: Grid) -> int:
    return sum(any(cell and cell.pieces for cell in column) for column in zip(*grid.rows, strict=True))


def _piece(grid: Grid, cells: Sequence[Cell]) -> Piece:
    pieces = list(_in_order(cells))
    return Piece(
        " ".join(piece.text for piece in pieces),
        min(cell.left for cell in cells),
        max(cell.right for cell in cells),
        grid.top,
        statistics.median_low(piece.size for piece in pieces),
        grid,
    )


def _in_order(cells: Sequence[Cell]) -> Iterator[Piece]:
    for cell in cells:
        for row in rows_of(cell.pieces):
            yield from row
