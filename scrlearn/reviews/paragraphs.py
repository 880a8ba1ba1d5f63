"""Text becomes paragraphs, each with its place and the marker that it was printed with."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from scrlearn.reviews.flat_tables import flat_rows
from scrlearn.reviews.labels import inline_fields
from scrlearn.reviews.markers import Marker, label_behind, marker_at

_LONGEST_WRAPPED_LINE = 120
_FEWEST_CELLS = 3
_BAR = re.compile(r"[^\S\n]+\|[^\S\n]+")


class Paragraph(NamedTuple):
    """
    A paragraph without its marker: ``text == document_text[start:end]``.

    ``kind`` is "number", "letter" or "bullet" by its marker; "item", "reply" or "field" by its label
    (:mod:`scrlearn.reviews.labels`); "row" for a row of a table; and "plain" where it has no marker. ``style`` is how
    such markers are printed ("1)", "(a)", "-"), ``label`` what this one says (the number, the letter, which field) and
    ``marker`` the marker itself. A label that stands alone is a paragraph by itself.
    """

    text: str
    start: int
    end: int
    kind: str = "plain"
    style: str = ""
    label: str = ""
    marker: str = ""

    @property
    def is_alone(self) -> bool:
        """Whether it is a label without anything after it."""
        return self.text == self.marker


def paragraphs_of(text: str) -> list[Paragraph]:
    r"""
    Cut a text into paragraphs.

    Blank lines part paragraphs, and a line that begins with a marker or label starts one: ``1)``, ``1.1``, ``(a)``,
    ``•``, ``Recommendation 1:``, ``Board response:``, ``Lead:`` and the like. A marker that stands alone belongs to the
    paragraph after it. In a text of long lines (as Word saves it, without blank lines) each line is a paragraph. A row
    of a table begins and ends with ``|``, or is a line of cells parted by tabs or `` | ``.

    Parameters
    ----------
    text
        A document's text, with ``\n`` line ends.

    Returns
    -------
    list of Paragraph
        In the order of the text, none of them blank.

    Examples
    --------
    >>> for paragraph in paragraphs_of("To:\n- ask fathers;\n- see the child.\n\nAgreed."):
    ...     print(paragraph.kind, paragraph.start, paragraph.end, repr(paragraph.text))
    plain 0 3 'To:'
    bullet 6 18 'ask fathers;'
    bullet 21 35 'see the child.'
    plain 37 44 'Agreed.'
    """
    found: list[Paragraph] = []
    waiting = None
    for paragraph in _all_paragraphs(text):
        marked = paragraph._replace(**waiting) if waiting and paragraph.kind == "plain" else paragraph
        waiting = None
        if paragraph.text:
            found.append(marked)
        elif paragraph.kind != "plain":
            waiting = {name: getattr(paragraph, name) for name in ("kind", "style", "label", "marker")}
    return found


def cells_of(row: Paragraph) -> list[Paragraph]:
    """
    Cut a row of a table into its cells.

    Returns
    -------
    list of Paragraph
        One a cell, blank ones too, from left to right.

    Examples
    --------
    >>> [cell.text for cell in cells_of(paragraphs_of("| 1 | To ask | |")[0])]
    ['1', 'To ask', '']
    """
    if row.style == "flat":
        return _cells_of_lines(row)
    inside = row.text[1:-1] if row.style == "|" else row.text
    start = row.start + (row.style == "|")
    cells = []
    for cell in re.split(r"\t" if row.style == "tab" else r"\|", inside):
        words = cell.strip()
        at = start + len(cell) - len(cell.lstrip()) if words else start
        cells.append(Paragraph(words, at, at + len(words)))
        start += len(cell) + 1
    return cells


def _cells_of_lines(row: Paragraph) -> list[Paragraph]:
    n_columns, _, columns = row.label.partition(":")
    places: dict[int, list[int]] = {}
    start = row.start
    for line, column in zip(row.text.split("\n"), map(int, columns.split(",")), strict=True):
        places.setdefault(column, [start, start])[1] = start + len(line)
        start += len(line) + 1
    spans = [places.get(column, [row.start, row.start]) for column in range(int(n_columns))]
    return [Paragraph(row.text[start - row.start : end - row.start], start, end) for start, end in spans]


def _all_paragraphs(text: str) -> Iterator[Paragraph]:
    begun = 0
    for row in flat_rows(text):
        yield from (_paragraph(text, start, end) for start, end in _blocks(text, begun, row.start))
        columns = f"{row.n_columns}:{','.join(map(str, row.columns))}"
        yield Paragraph(text[row.start : row.end], row.start, row.end, "row", "flat", columns)
        begun = row.end
    yield from (_paragraph(text, start, end) for start, end in _blocks(text, begun, len(text)))


def _blocks(text: str, begun: int, stop: int) -> Iterator[tuple[int, int]]:
    for start, end in _line_blocks(text, begun, stop):
        if _row_style(text, start, end):
            yield start, end
            continue
        cuts = [start, *inline_fields(text, start, end), end]
        yield from pairwise(cuts)


def _line_blocks(text: str, first: int, stop: int) -> Iterator[tuple[int, int]]:
    lines = text[first:stop].split("\n")
    unwrapped = sum(len(line) for line in text.split("\n") if len(line) > _LONGEST_WRAPPED_LINE) > len(text) / 2
    begun, place, in_row = None, first, False
    opens = True
    for line in lines:
        row_line = line.lstrip().startswith("|") or _is_row_of_cells(line)
        new = unwrapped or not line.strip() or row_line or marker_at(text, place, opens=opens) is not None
        if begun is not None and (not in_row if new else _ends_row(text, begun, place)):
            yield begun, place
            begun = None
        if line.strip() and begun is None:
            begun, in_row = place, line.lstrip().startswith("|")
        if in_row and line.rstrip().endswith("|") and begun is not None:
            yield begun, place + len(line)
            begun, in_row = None, False
        place += len(line) + 1
        opens = not line.strip()
    if begun is not None:
        yield begun, stop


def _ends_row(text: str, begun: int, place: int) -> bool:
    return _is_row_of_cells(text[begun:place].rstrip("\n"))


def _is_row_of_cells(line: str) -> bool:
    return "\n" not in line and bool(_style_of_cells(line))


def _style_of_cells(line: str) -> str:
    if len(_BAR.split(line.strip())) >= _FEWEST_CELLS:
        return " | "
    cells = line.split("\t")
    return "tab" if len(cells) >= _FEWEST_CELLS and sum(bool(cell.strip()) for cell in cells) > 1 else ""


def _row_style(text: str, start: int, end: int) -> str:
    block = text[start:end].strip("\n")
    if block.lstrip().startswith("|") and block.rstrip().endswith("|") and len(block.strip()) > 1:
        return "|"
    return "" if "\n" in block else _style_of_cells(block)


def _paragraph(text: str, start: int, end: int) -> Paragraph:
    style = _row_style(text, start, end)
    marker = None if style else label_behind(text, marker_at(text, start, opens=True))
    kind, style, label, after, before = marker or Marker("row" if style else "plain", style, "", start, start)
    printed = text[max(start, before) : after].strip()
    piece = text[after:end]
    if style == "tab":
        words = piece.strip("\n")
        return Paragraph(words, after, after + len(words), kind, style)
    words = piece.strip()
    if not words and kind in ("item", "reply", "field"):
        after = text.index(printed, start)
        return Paragraph(printed, after, after + len(printed), kind, style, label, printed)
    after += len(piece) - len(piece.lstrip())
    return Paragraph(words, after, after + len(words), kind, style, label, printed)
