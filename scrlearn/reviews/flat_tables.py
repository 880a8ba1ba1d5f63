"""Tables that were saved as text one cell a line: their headers on lines of their own, then the cells of each row."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scrlearn.reviews.column_roles import columns_of, role_of
from scrlearn.reviews.fields import read_dates, says_status

_FEWEST_COLUMNS = 3
_LONGEST_HEADER, _MOST_HEADER_WORDS = 45, 6
_LONGEST_STATUS = 4  # words
_LINE = re.compile(r"^[^\n]*$", re.MULTILINE)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})*[.):]?|\d{1,3} ?\([a-z]{1,4}\)[.):]?|R\d{1,2}")
_NUMBERED = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,2})*|\d{1,3} ?\([a-z]{1,4}\))[.):]\s+\S|(?:recommendation|R) ?\d", re.IGNORECASE
)


class FlatRow(NamedTuple):
    """A row of such a table: where it stands, how many columns the table has, and the column of each of its lines."""

    start: int
    end: int
    n_columns: int
    columns: tuple[int, ...]


def flat_rows(text: str) -> list[FlatRow]:
    r"""
    Find tables of which every cell stands on a line of its own, without blank lines between.

    Returns
    -------
    list of FlatRow
        In the order of the text, a table's header first. A cell of several lines is taken for one in the last column
        only; a row without its number and recommendation goes on with the recommendation above it.

    Examples
    --------
    >>> text = "Recommendation\nLead\nUpdate\n1. To ask.\nHead of Help\nAsked.\nHeard."
    >>> [row.columns for row in flat_rows(text)]
    [(0, 1, 2), (0, 1, 2, 2)]
    """
    if text.count("\n") < _FEWEST_COLUMNS:
        return []
    lines = [(match.start(), match.end(), match[0].strip()) for match in _LINE.finditer(text)]
    found: list[FlatRow] = []
    place = 0
    while place < len(lines):
        header = _header_from(lines, place)
        body = _until_blank(lines, place + len(header))
        is_wide = len(header) >= _FEWEST_COLUMNS and len(body) > 0
        columns = columns_of([words for _, _, words in header]) if is_wide else None
        if columns is None:
            place += 1
            continue
        found.append(_row(header, range(len(header)), len(header)))
        found += [_row(row, at, len(columns)) for row, at in _rows(body, columns)]
        place += len(header) + len(body)
    return found


def _header_from(lines: Sequence[tuple[int, int, str]], place: int) -> list[tuple[int, int, str]]:
    end = place
    while end < len(lines) and _is_header(lines[end][2]):
        end += 1
    return list(lines[place:end])


def _is_header(line: str) -> bool:
    return 0 < len(line) <= _LONGEST_HEADER and len(line.split()) <= _MOST_HEADER_WORDS and role_of(line) != ""


def _until_blank(lines: Sequence[tuple[int, int, str]], place: int) -> list[tuple[int, int, str]]:
    end = place
    while end < len(lines) and lines[end][2]:
        end += 1
    return list(lines[place:end])


def _row(lines: Sequence[tuple[int, int, str]], columns: Sequence[int], n_columns: int) -> FlatRow:
    return FlatRow(lines[0][0], lines[-1][1], n_columns, tuple(columns))


def _rows(
    lines: Sequence[tuple[int, int, str]], columns: Sequence[str]
) -> Iterator[tuple[list[tuple[int, int, str]], list[int]]]:
    row: list[tuple[int, int, str]] = []
    at: list[int] = []
    for line in lines:
        column = _column_of(line[2], columns, at)
        if row and (not at or column <= at[-1]) and not (column == at[-1] == len(columns) - 1):
            yield row, at
            row, at = [], []
        row.append(line)
        at.append(column)
    if row:
        yield row, at


def _column_of(line: str, columns: Sequence[str], before: Sequence[int]) -> int:
    """Tell the column of a line by those of the lines before it in its row."""
    first = 0
    starts = _NUMBER.fullmatch(line) if "number" in columns else _NUMBERED.match(line)
    if starts or not before:
        return first
    column = before[-1] + 1
    if column < len(columns):
        is_status = len(line.split()) <= _LONGEST_STATUS and says_status(line) and not read_dates(line)
        return columns.index("status") if columns[column] == "due" and is_status and "status" in columns else column
    if columns[-1] in ("update", "action", "aside", "recommendation"):
        return len(columns) - 1
    return columns.index("action") if "action" in columns else first
