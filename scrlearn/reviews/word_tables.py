"""The grid of a Word table."""

from bisect import bisect_right
from typing import NamedTuple
from xml.etree.ElementTree import Element

from scrlearn.reviews.word_parts import child, name_of, value, whole_number

_HOLDERS = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo"))


class _Cell(NamedTuple):
    """A cell by where it begins in the grid; without an element where another cell goes on through it."""

    begins: int
    element: Element | None


def rows_of(table: Element) -> list[list[Element | None]]:
    """
    Lay out a table: each row with one cell a column, None where a cell of another place goes on or none is.

    The rows with most cells say where columns begin, as the grid in the file has a line more for every border that
    somebody moved by hand in some rows.
    """
    rows = [_cells(row) for row in _through(table, "tr") if child(row, "trPr", "del") is None]
    most = max(map(len, rows), default=0)
    full = [row for row in rows if len(row) == most]
    beginnings = [min(cell.begins for cell in column) for column in zip(*full, strict=True)]
    return [_placed(row, beginnings) for row in rows]


def _cells(row: Element) -> list[_Cell]:
    found: list[_Cell] = []
    place = whole_number(child(row, "trPr", "gridBefore")) or 0
    for cell in _through(row, "tc"):
        properties = child(cell, "tcPr")
        if child(properties, "cellDel") is None:
            found.append(_Cell(place, None if _goes_on(properties) else cell))
            place += whole_number(child(properties, "gridSpan")) or 1
    return found


def _goes_on(properties: Element | None) -> bool:
    merges = [child(properties, name) for name in ("vMerge", "hMerge")]
    return any(merge is not None and value(merge) != "restart" for merge in merges)


def _placed(row: list[_Cell], beginnings: list[int]) -> list[Element | None]:
    found: list[Element | None] = [None] * len(beginnings)
    place = -1
    for n_before, cell in enumerate(row):
        latest = len(beginnings) - (len(row) - n_before)
        place = min(max(bisect_right(beginnings, cell.begins) - 1, place + 1), latest)
        found[place] = cell.element
    return found


def _through(element: Element, name: str) -> list[Element]:
    """Return rows or cells, also those that stand in a control or were inserted."""
    found: list[Element] = []
    for inside in element:
        if name_of(inside) == name:
            found.append(inside)
        elif name_of(inside) in _HOLDERS:
            found += _through(inside, name)
    return found
