"""What stands on the pages of a document, and how pieces of text beside each other become a line."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from scrlearn.reviews.paragraphs import paragraphs_of

# In the size of the font.
_SAME_LINE = 0.45
_NO_SPACE = 0.1
_MARK_SIZE = 0.8
_PLAIN_WORD = re.compile(r"[a-z]{2,}(?:\s|$)")


class Piece(NamedTuple):
    """
    Words that stand beside each other on a page: in points, from its left and from its foot.

    A table is one piece too, with all its words as its text and its upper end as its baseline.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    grid: "Grid | None" = None


class Cell(NamedTuple):
    """A cell of a grid, and the pieces of text in it."""

    left: float
    right: float
    pieces: Sequence[Piece] = ()


class Grid(NamedTuple):
    """Rows of cells between ruled lines; a cell is None where another one goes on that began further left or higher."""

    top: float
    columns: Sequence[float]
    rows: Sequence[Sequence[Cell | None]]


class Page(NamedTuple):
    """The pieces of a page, in any order, how high it is in points, and the grids of cells on it."""

    height: float
    pieces: Sequence[Piece]
    grids: Sequence[Grid] = ()


class Line(NamedTuple):
    """
    A line of text.

    ``block`` is the number of the column, page or cell that it stands in, through the document; ``page`` counts from 0.
    ``end`` is how far a line of a cell may reach; ``is_note`` tells of notes at the foot of a page. A table is one line
    too, without a text of its own.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    block: int = 0
    page: int = 0
    end: float | None = None
    is_note: bool = False
    table: "Table | None" = None


class Table(NamedTuple):
    """Where the columns of a table begin, and its rows of cells of lines."""

    columns: Sequence[float]
    rows: Sequence[Sequence[Sequence[Line]]]


def marker_style(text: str) -> str:
    """
    Tell how the marker at the beginning of a line is printed; an empty text where it has none.

    Examples
    --------
    >>> [marker_style(line) for line in ("1) To ask", "•", "Recommendation 2", "They ask")]
    ['1)', '•', 'Recommendation 1:', '']
    """
    if _PLAIN_WORD.match(text):  # as most lines begin
        return ""
    # A marker that stands alone is told by the paragraph after it.
    return paragraphs_of(f"{text}\n\nText")[0].style


def rows_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Put pieces that stand beside each other into rows, from the top; a table is a row of its own."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.baseline):
        if rows and _is_beside(rows[-1][0], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _is_beside(last: Piece, piece: Piece) -> bool:
    if last.grid or piece.grid:
        return False
    return last.baseline - piece.baseline <= _SAME_LINE * max(last.size, piece.size)


def begins_note(row: Sequence[Piece]) -> bool:
    """Tell whether a row begins with the small number of a note."""
    return len(row) > 1 and row[0].text.isdigit() and row[0].size < _MARK_SIZE * row[1].size


def line_of(row: Sequence[Piece], *, block: int = 0, page: int = 0) -> Line:
    """Join the pieces of a row into a line."""
    text = row[0].text
    for last, piece in pairwise(row):
        is_mark = begins_note((last, piece))
        text += (" " if is_mark or piece.left - last.right > _NO_SPACE * piece.size else "") + piece.text
    if row[0].text == "o" and len(row) > 1:
        text = "◦" + text[1:]  # Word's second kind of bullet, which is a letter in another font
    widest = max(row, key=lambda piece: piece.right - piece.left)
    return Line(text, row[0].left, max(piece.right for piece in row), widest.baseline, widest.size, block, page)
