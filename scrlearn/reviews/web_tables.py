"""The grid of a web page's table."""

from bs4 import Tag

from scrlearn.errors import DocumentError

_CELLS = ("td", "th")
_ORDER = {"thead": -1, "tfoot": 1}
_MOST_COLUMNS, _WIDEST_CELL = 200, 100


def rows_of(table: Tag) -> list[list[Tag | None]]:
    """
    Lay out a table: each row with one cell for each column in which any cell begins.

    A cell over several rows or columns stands in its first place; the other places are None. The head stands first and
    the foot last, as a browser prints them.

    Raises
    ------
    DocumentError
        When it has more than 200 columns.
    """
    rows = sorted(_own(table, "tr"), key=lambda row: _ORDER.get(row.parent.name if row.parent else "", 0))
    placed: list[dict[int, Tag]] = []
    taken_until: list[int] = []
    for number, row in enumerate(rows):
        placed.append(_placed(row, number, taken_until, len(rows)))
    columns = sorted({column for row in placed for column in row})
    return [[row.get(column) for column in columns] for row in placed]


def is_layout(table: Tag) -> bool:
    """Tell whether a table only puts things side by side: it says so, or holds headings or tables and has no head."""
    if table.get("role") in ("presentation", "none"):
        return True
    return not _own(table, "th") and table.find(["table", "h1", "h2", "h3"]) is not None


def _own(table: Tag, *names: str) -> list[Tag]:
    """Return the rows or cells of a table that are not of a table within it."""
    return [tag for tag in table.find_all(names) if tag.find_parent("table") is table]


def _placed(row: Tag, number: int, taken_until: list[int], n_rows: int) -> dict[int, Tag]:
    found: dict[int, Tag] = {}
    column = 0
    for cell in row.find_all(_CELLS):
        if cell.find_parent("tr") is not row:
            continue
        while column < len(taken_until) and taken_until[column] > number:
            column += 1
        if column >= _MOST_COLUMNS:
            raise DocumentError(f"has a table of more than {_MOST_COLUMNS} columns; copy what matters into Word")
        found[column] = cell
        width = min(_span(cell, "colspan") or 1, _WIDEST_CELL)
        height = _span(cell, "rowspan") or n_rows
        taken_until += [0] * (column + width - len(taken_until))
        taken_until[column : column + width] = [number + height] * width
        column += width
    return found


def _span(cell: Tag, name: str) -> int:
    """Return over how many rows or columns a cell goes; 0 means all the rest."""
    value = str(cell.get(name, "1")).strip()
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else 1
