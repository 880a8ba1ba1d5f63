"""Pages become lines in the order in which a person reads them, without what is printed on page after page."""

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count

from scrlearn.reviews.pdf_grid_pieces import with_tables
from scrlearn.reviews.pdf_running import without_running_lines
from scrlearn.reviews.pdf_shapes import Grid, Line, Page, Piece, Table, line_of, rows_of

# In the size of the font.
_NARROWEST_GUTTER = 0.8
# What makes a column of a page: this many lines, most of them this long and filling it by this share.
_FEWEST_COLUMN_LINES = 5
_SHORTEST_COLUMN_LINE = 12
_FILLED = 0.55
_MOST_PIECES = 600  # No page that a person reads has more, and looking for columns in it would take long.
# What makes notes of the lines at the foot of a page: letters of less than this share of the usual size, and a mark.
_NOTE_SIZE = 0.93
_NOTE_MARK = re.compile(r"\d{1,3}(?![\d.)])|[*†‡]")


def lines_of(pages: Sequence[Page]) -> list[Line]:
    """
    Put the pieces of pages into lines, and these into reading order.

    Columns are read one after the other, but what stands across them parts what is above it from what is below. A grid
    with text in two rows and two columns is a table (:func:`scrlearn.reviews.pdf_grid_pieces.with_tables`). Headers and
    footers are left out (:func:`scrlearn.reviews.pdf_running.without_running_lines`). Notes come after the other lines
    of their page.

    Parameters
    ----------
    pages
        The pages in order.

    Returns
    -------
    list of Line
        In reading order.

    Examples
    --------
    >>> page = Page(800, [Piece("asked.", 150, 190, 700, 11), Piece("Nobody", 90, 145, 700, 11)])
    >>> [line.text for line in lines_of([page])]
    ['Nobody asked.']
    """
    found: list[Line] = []
    blocks = count()
    for number, pieces in enumerate(without_running_lines(with_tables(pages))):
        body, notes = _parted_notes(rows_of(pieces))
        for column in _columns(body):
            found += _lines(rows_of(column), blocks, number)
        found += [line._replace(is_note=True) for line in _lines(notes, blocks, number)]
    return found


def _lines(rows: Sequence[Sequence[Piece]], blocks: Iterator[int], page: int) -> Iterator[Line]:
    block = next(blocks)
    for row in rows:
        grid = row[0].grid
        if grid is None:
            yield line_of(row, block=block, page=page)
        else:
            yield line_of(row, block=block, page=page)._replace(text="", table=_table(grid, blocks, page))


def _table(grid: Grid, blocks: Iterator[int], page: int) -> Table:
    cells = [cell for row in grid.rows for cell in row if cell and cell.pieces]
    padding = max(0.0, min(min(piece.left for piece in cell.pieces) - cell.left for cell in cells))
    rows = [
        [
            [line._replace(end=cell.right - padding) for line in _lines(rows_of(cell.pieces), blocks, page)]
            if cell
            else []
            for cell in row
        ]
        for row in grid.rows
    ]
    return Table(grid.columns, rows)


def _parted_notes(rows: Sequence[Sequence[Piece]]) -> tuple[list[Piece], list[Sequence[Piece]]]:
    """Part the pieces of a page from the rows of notes at its foot."""
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes.update({piece.size: len(piece.text) for piece in row if not piece.grid})
    usual = sizes.most_common(1)[0][0] if sizes else 0
    begin = len(rows)
    while begin and not rows[begin - 1][0].grid and line_of(rows[begin - 1]).size < _NOTE_SIZE * usual:
        begin -= 1
    while begin < len(rows) and not _NOTE_MARK.match(rows[begin][0].text):
        begin += 1
    return [piece for row in rows[:begin] for piece in row], list(rows[begin:])


def _columns(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    gutter = _gutter(pieces)
    if gutter is None:
        yield list(pieces)
        return
    for band in _bands(pieces, gutter):
        left, right, across = ([piece for piece in band if _side(piece, gutter) == side] for side in (-1, 1, 0))
        if across:
            yield band
        else:
            yield from _columns(left)
            yield from _columns(right)


def _bands(pieces: Sequence[Piece], gutter: float) -> Iterator[list[Piece]]:
    """Part a page of columns from top to foot: what stands across the columns, and what stands in them."""
    begun: list[Piece] = []
    begun_across = False
    for row in rows_of(pieces):
        across = any(_side(piece, gutter) == 0 for piece in row)
        if begun and across != begun_across:
            yield begun
            begun = []
        begun += row
        begun_across = across
    if begun:
        yield begun


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Find where a column begins that has another one on its left; None where the page has one column."""
    if len(pieces) > _MOST_PIECES:
        return None
    edges = Counter(round(piece.left) for piece in pieces)
    found = []
    for edge, n_lines in edges.items():
        if n_lines < _FEWEST_COLUMN_LINES:
            continue
        left, right = ([piece for piece in pieces if _side(piece, edge) == side] for side in (-1, 1))
        n_across = len(pieces) - len(left) - len(right)
        if _is_column(left) and _is_column(right) and _beside(left, right) and n_across <= len(pieces) / 2:
            found.append((n_across, edge))
    return min(found)[1] if found else None


def _side(piece: Piece, gutter: float) -> int:
    if piece.left >= gutter - 1:
        return 1
    return -1 if piece.right <= gutter - _NARROWEST_GUTTER * piece.size else 0


def _is_column(pieces: Sequence[Piece]) -> bool:
    if len(pieces) < _FEWEST_COLUMN_LINES:
        return False
    width = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    usual_width = statistics.median(piece.right - piece.left for piece in pieces)
    usual_length = statistics.median(len(piece.text) for piece in pieces)
    return usual_width >= _FILLED * width and usual_length >= _SHORTEST_COLUMN_LINE


def _beside(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    heights = [[piece.baseline for piece in side] for side in (left, right)]
    return min(map(max, heights)) > max(map(min, heights))
