"""What the columns of a board's tracker hold: proposed from their names, helped by what stands below them."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from scrlearn.reviews.column_roles import NAMES, header_words, roles_named
from scrlearn.reviews.fields import kind_of, says_status
from scrlearn.reviews.prose import in_one_line

ROLES = tuple(NAMES)
# Roles that several columns may have: their cells are joined.
MANY = ("addressed_to", "lead", "update", "ignore")
_LAST_HEADER_ROW, _LONGEST_NAME, _LOOKED_AT = 40, 80, 200
_LONG_TEXT, _MOST = 50, 0.6


class TrackerColumns(NamedTuple):
    """
    The header of a sheet and what its columns hold.

    ``header_row`` counts from 0; ``names`` has a name for every column, None where a column is blank; ``roles`` gives
    the role of every name, one of :data:`ROLES`; ``fit`` is how plainly the names tell a tracker, to compare sheets.
    """

    header_row: int
    names: tuple[str | None, ...]
    roles: dict[str, str]
    fit: float


def propose_columns(rows: Sequence[Sequence[str | None]]) -> TrackerColumns | None:
    """
    Propose what the columns of a sheet hold.

    Parameters
    ----------
    rows
        The sheet's cells, row by row; the row of its column names may stand below titles and blank rows.

    Returns
    -------
    TrackerColumns or None
        None where no row names a column of recommendations or actions and one more. A role belongs to one column, but
        for those of :data:`MANY`; a column whose name says nothing has its role by what stands below it (words for a
        status, kinds of passages), else "ignore". Of columns with one name, the second is called "name (2)".

    Examples
    --------
    >>> sheet = [["Action tracker"], [], ["Case", "Recommendation", "By whom", "RAG"], ["Child K", "Ask.", "A", "Red"]]
    >>> propose_columns(sheet).roles
    {'Case': 'review', 'Recommendation': 'recommendation', 'By whom': 'lead', 'RAG': 'status'}
    """
    fits = {number: _fit(row) for number, row in enumerate(rows[:_LAST_HEADER_ROW])}
    header_row = max(fits, key=lambda number: fits[number], default=0)
    if not fits.get(header_row):
        return None
    names = column_names(rows, header_row)
    below = {
        name: [row[place] for row in rows[header_row + 1 :][:_LOOKED_AT] if place < len(row) and row[place]]
        for place, name in enumerate(names)
        if name
    }
    wanted = {name: _wanted(name, [cell for cell in cells if cell]) for name, cells in below.items()}
    return TrackerColumns(header_row, names, _given(wanted), fits[header_row])


def column_names(rows: Sequence[Sequence[str | None]], header_row: int) -> tuple[str | None, ...]:
    """Name every column: as headed, and by its letter where it has cells but no heading."""
    header = rows[header_row]
    width = max((len(row) for row in rows[header_row:]), default=0)
    names: list[str | None] = []
    for place in range(width):
        name = in_one_line(header[place] or "") if place < len(header) else ""
        if not name and any(place < len(row) and row[place] for row in rows[header_row + 1 :]):
            name = f"column {get_column_letter(place + 1)}"
        count = sum(
            other is not None and re.fullmatch(rf"{re.escape(name)}(?: \(\d+\))?", other) is not None for other in names
        )
        names.append((f"{name} ({count + 1})" if count else name) or None)
    return tuple(names)


def _fit(row: Sequence[str | None]) -> float:
    best: dict[str, float] = {}
    for cell in row:
        if cell and len(cell) <= _LONGEST_NAME:
            for role, phrase in roles_named(cell)[:1]:
                best[role] = max(best.get(role, 0), len(phrase.split()) / max(len(header_words(cell).split()), 1))
    best.pop("ignore", None)
    return sum(best.values()) if len(best) > 1 and {"recommendation", "action"} & set(best) else 0


def _wanted(name: str, cells: list[str]) -> list[tuple[str, int]]:
    """Return the roles that a column may have, the likeliest first, each with its place among the words for it."""
    found = roles_named(name)
    roles = {role: NAMES[role].index(phrase) for role, phrase in reversed(found)}
    order = list(dict.fromkeys(role for role, _ in found))
    if order[:1] in (["update"], []) and _share(cells, says_status) >= _MOST and not _is_long(cells):
        order = ["status", *order]
    elif order[:1] == ["status"] and _is_long(cells) and _share(cells, says_status) < _MOST:
        order = ["update", *order]
    tells_kinds = _share(cells, lambda cell: len(cell) < _LONG_TEXT and kind_of(cell) is not None) >= _MOST
    order = ["kind", *order] if not order and tells_kinds else order
    order = [role for role in dict.fromkeys(order) if role != "kind" or tells_kinds]
    return [(role, roles.get(role, 99)) for role in order]


def _share(cells: list[str], says: Callable[[str], bool]) -> float:
    return sum(map(says, cells)) / len(cells) if cells else 0


def _is_long(cells: list[str]) -> bool:
    return bool(cells) and sum(map(len, cells)) / len(cells) > _LONG_TEXT


def _given(wanted: dict[str, list[tuple[str, int]]]) -> dict[str, str]:
    # Each column asks for its likeliest role; of two that ask for one, the loser asks for its next.
    asking = {name: list(roles) for name, roles in wanted.items()}
    holders: dict[str, str] = {}
    roles = dict.fromkeys(wanted, "ignore")
    waiting = list(wanted)
    while waiting:
        name = waiting.pop(0)
        if not asking[name]:
            roles[name] = "ignore"
            continue
        role, rank = asking[name].pop(0)
        other = holders.get(role)
        if other is not None and role not in MANY:
            if dict(wanted[other]).get(role, 99) <= rank:
                waiting.append(name)
                continue
            waiting.append(other)
        holders[role], roles[name] = name, role
    return roles
