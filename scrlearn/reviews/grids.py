"""Tables of action plans: which column says what, and what each row holds."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from scrlearn.reviews.column_roles import columns_of
from scrlearn.reviews.fields import says_status
from scrlearn.reviews.labels import FIELD, NUMBERED_ITEM, REPLY, UNNUMBERED_ITEM
from scrlearn.reviews.paragraphs import Paragraph, cells_of
from scrlearn.reviews.prose import in_one_line

_KIND_WORDS = (
    ("recommendation", "recommend"),
    ("finding", "finding"),
    ("learning_point", "learning|lesson"),
    ("question", "question|consideration"),
)
_LONGEST_STATUS = 8  # words
_MOST = 0.6


class Row(NamedTuple):
    """A row of a table: its cells that are not blank, by what their columns hold, and the rest."""

    row: Paragraph
    cells: dict[str, list[Paragraph]]
    rest: list[Paragraph]


class Grid(NamedTuple):
    """
    A table whose columns are known, with its header each time that it is printed.

    ``kind`` is that of its recommendations, None where it has no column of them.
    """

    kind: str | None
    headers: list[Paragraph]
    rows: list[Row]


def read_grids(rows: Sequence[Paragraph]) -> list[Grid | Paragraph]:
    """
    Read the rows of a table, or of several that follow each other.

    Returns
    -------
    list of Grid or Paragraph
        A Grid for each stretch of rows under a header; a row that belongs to none, as it is.
    """
    found: list[Grid | Paragraph] = []
    columns: list[str] | None = None
    for place, row in enumerate(rows):
        cells = cells_of(row)
        roles = columns_of([in_one_line(cell.text) for cell in cells])
        if roles:
            roles = _with_status(roles, [cells_of(below) for below in rows[place + 1 :]])
            if roles == columns and isinstance(found[-1], Grid):
                found[-1].headers.append(row)
                continue
            kind = _kind(cells[roles.index("recommendation")].text) if "recommendation" in roles else None
            found.append(Grid(kind, [row], []))
            columns = roles
        elif columns and len(cells) <= len(columns) and isinstance(found[-1], Grid):
            found[-1].rows.append(_row(row, cells, columns))
        else:
            found.append(row)
    return found


def _with_status(roles: Sequence[str], below: Sequence[Sequence[Paragraph]]) -> list[str]:
    """Take a column of updates for the status where it holds hardly anything but words or colours for one."""
    if "status" in roles:
        return list(roles)
    for place, role in enumerate(roles):
        texts = [row[place].text for row in below if len(row) == len(roles) and row[place].text]
        if role in ("update", "") and texts and sum(map(is_status, texts)) >= _MOST * len(texts):
            return [*roles[:place], "status", *roles[place + 1 :]]
    return list(roles)


def is_status(text: str) -> bool:
    """Tell whether a few words say how far something has got, and nothing else."""
    return len(text.split()) <= _LONGEST_STATUS and not text.endswith(".") and says_status(text)


def label_row(row: Paragraph) -> list[Paragraph] | None:
    """Return the two cells of a row that is a label and what it says ("Lead | Head of Help"); None for another row."""
    cells = [cell for cell in cells_of(row) if cell.text]
    if len(cells) == 1 and _is_label(cells[0].text):
        return cells
    return cells if len(cells) == 2 and _is_label(cells[0].text, alone=True) else None


def _is_label(text: str, *, alone: bool = False) -> bool:
    for pattern in (NUMBERED_ITEM, UNNUMBERED_ITEM, REPLY, FIELD):
        match = pattern.match(text)
        if match and (not alone or match.end() == len(text)):
            return True
    return False


def _kind(header: str) -> str:
    found = (kind for kind, word in _KIND_WORDS if re.search(word, header, re.IGNORECASE))
    return next(found, "recommendation")


def _row(row: Paragraph, cells: Sequence[Paragraph], columns: Sequence[str]) -> Row:
    held: dict[str, list[Paragraph]] = {}
    for cell, role in zip(cells, columns, strict=False):
        if cell.text:
            held.setdefault(role, []).append(cell)
    rest = [cell for role in ("", "aside") for cell in held.pop(role, [])]
    return Row(row, held, rest)
