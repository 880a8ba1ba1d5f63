"""The rows of a tracker by the roles of its columns: which row says what, and in which cell."""

from collections.abc import Mapping
from typing import NamedTuple

from scrlearn.reviews.tracker_columns import TrackerColumns
from scrlearn.reviews.tracker_sheets import Sheet, name_cell

# Where cells are merged over several rows, all of them belong to that recommendation.
_FILLED = ("review", "year", "partnership", "number", "recommendation", "addressed_to", "kind")


class TrackerRow(NamedTuple):
    """
    A row of a tracker: its number in Excel, its cells by role (several of one role, in order), and their names.

    ``merged`` tells whether its recommendation stands in a cell merged with that of the row above; ``first`` is the
    name and the words of its first cell with anything in it.
    """

    number: int
    cells: Mapping[str, list[str]]
    names: Mapping[str, str]
    merged: bool
    first: tuple[str, str]

    def get(self, role: str) -> str | None:
        """Return what the cells of a role say, one a line; None where they are blank."""
        return "\n".join(self.cells.get(role, [])) or None

    def place(self, role: str) -> str:
        """Return the name of a role's cell, or of the row's first one where no column has that role."""
        return self.names.get(role, self.first[0])


def rows_of(sheet: Sheet, columns: TrackerColumns, roles: Mapping[str, str]) -> list[TrackerRow]:
    """Return every row below the header that has anything in it, in the order of the sheet."""
    places: dict[str, list[int]] = {}
    for place, name in enumerate(columns.names):
        if name is not None:
            places.setdefault(roles[name], []).append(place)
    numbers = range(columns.header_row + 1, len(sheet.rows))
    return [_row(sheet, number, places) for number in numbers if any(sheet.rows[number])]


def repeats_header(sheet: Sheet, columns: TrackerColumns, row: TrackerRow) -> bool:
    """Tell whether a row holds the column names once more, as at the head of a printed page."""
    return sheet.rows[row.number - 1] == sheet.rows[columns.header_row]


def _row(sheet: Sheet, number: int, places: Mapping[str, list[int]]) -> TrackerRow:
    cells: dict[str, list[str]] = {}
    for role, columns in places.items():
        found = [sheet.filled(number, place) if role in _FILLED else sheet.cell(number, place) for place in columns]
        cells[role] = [cell for cell in found if cell]
    names = {
        role: name_cell(number, next((place for place in columns if sheet.cell(number, place)), columns[0]))
        for role, columns in places.items()
    }
    own = [sheet.cell(number, place) for place in places.get("recommendation", [])]
    first = next((place, cell) for place, cell in enumerate(sheet.rows[number]) if cell)
    return TrackerRow(
        number + 1,
        cells,
        names,
        merged=bool(cells.get("recommendation")) and not any(own),
        first=(name_cell(number, first[0]), first[1]),
    )
