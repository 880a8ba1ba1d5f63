"""The parts of a table that goes on over pages become one table."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scrlearn.reviews.pdf_grid_pieces import same_columns
from scrlearn.reviews.pdf_shapes import Line

_ENDS_A_SENTENCE = re.compile(r"[.:;?!]['’\"”)]*$")


class Row(NamedTuple):
    """A row of a table: the page that it begins on and the lines of each cell."""

    page: int
    cells: list[list[Line]]


def joined_rows(parts: Sequence[Line]) -> list[Row]:
    """
    Put the rows of tables after each other, those of a table on several pages as one table's.

    A table goes on on the next page where its columns begin at the same places. Its first rows are left out there where
    they repeat the table's first rows. The row after them is joined to the last row of the page before where it is
    plainly its rest: it has no text but below text, and a cell goes on with a small letter, or its first cell is empty
    although the table has none else.

    Parameters
    ----------
    parts
        Lines that are tables, in order and with nothing between them.

    Returns
    -------
    list of Row
        All rows that have text.
    """
    rows: list[Row] = []
    begun, last = 0, None
    for part in parts:
        new = list(_rows(part))
        if last and _goes_on(last, part):
            new = _without_header(new, rows[begun:])
            if new and _is_rest(new[0], rows[begun:]):
                rows[-1] = Row(rows[-1].page, [a + b for a, b in zip(rows[-1].cells, new[0].cells, strict=True)])
                new = new[1:]
        else:
            begun = len(rows)
        rows += new
        last = part
    return rows


def _rows(part: Line) -> Iterator[Row]:
    for cells in part.table.rows if part.table else ():
        if any(cells):
            yield Row(part.page, [list(cell) for cell in cells])


def _goes_on(last: Line, part: Line) -> bool:
    assert last.table and part.table
    return part.page == last.page + 1 and same_columns(last.table.columns, part.table.columns)


def _without_header(new: list[Row], rows: Sequence[Row]) -> list[Row]:
    n_repeated = 0
    while n_repeated < min(len(new), len(rows)) and _texts(new[n_repeated]) == _texts(rows[n_repeated]):
        n_repeated += 1
    return new[n_repeated:]


def _is_rest(row: Row, rows: Sequence[Row]) -> bool:
    pairs = [(last, text) for last, text in zip(_texts(rows[-1]), _texts(row), strict=True) if text]
    if len(rows) < 2 or not all(last for last, _ in pairs):
        return False
    if any(text[0].islower() and not _ENDS_A_SENTENCE.search(last) for last, text in pairs):
        return True
    return not row.cells[0] and all(above.cells[0] for above in rows)


def _texts(row: Row) -> list[str]:
    return [" ".join(line.text for line in cell) for cell in row.cells]
