"""Tables in a Word document: a header row that is marked and repeated, and columns as wide as their words need."""

from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Length

from scrlearn.charts.style import text_width
from scrlearn.export.shown import Shown, lines_of
from scrlearn.export.word_parts import mark_header_row, shade

_CM = 2.54 / 72
_LETTER = 0.18  # cm, of Arial at 9.5 points
_MEASURED_SIZE = 9.0  # the charts' letters at 9 points are a little wider than Arial's at 9.5
_MEASURED = 5
_PADDING = 0.45
_LONGEST_WORD = 24
_LONGEST_CELL = 150
_KEPT_TOGETHER = 600  # letters: about a third of a page
_HEADER = "DDE6EE"


def needed_width(shown: Shown) -> Length:
    """Return how wide a table must be for no word of it to be broken."""
    return Cm(sum(_least_widths(shown)))


def add_table(document: Document, shown: Shown, room: Length) -> None:
    """
    Add a table.

    Parameters
    ----------
    document
        Gets it at its end.
    shown
        The table as printed.
    room
        How wide it is to be.
    """
    widths = _widths(shown, room.cm)
    table = document.add_table(rows=1 + len(shown.rows), cols=len(shown.columns), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    together = sum(len(str(text)) for cells in shown.rows for text in cells) <= _KEPT_TOGETHER
    for place, (row, cells) in enumerate(zip(table.rows, lines_of(shown), strict=True)):
        for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = Cm(widths[column])
            _fill(cell, str(text), bold=place == 0, number=shown.columns[column] in shown.numbers)
            cell.paragraphs[0].paragraph_format.keep_with_next = together and place < len(shown.rows)
    for cell in table.rows[0].cells:
        shade(cell._tc.get_or_add_tcPr(), _HEADER)
    mark_header_row(table)
    document.add_paragraph()


def _fill(cell: Any, text: str, *, bold: bool, number: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = "Table text"
    paragraph.add_run(text).bold = bold
    if number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _widths(shown: Shown, room: float) -> list[float]:
    least = _least_widths(shown)
    asked = [max(wish - width, 0) for wish, width in zip(_wished_widths(shown), least, strict=True)]
    spare = room - sum(least)
    if spare < 0:
        # Too wide even for a page laid on its side: its longest words are broken.
        return [width * room / sum(least) for width in least]
    share = min(spare / sum(asked), 1) if any(asked) else 0
    left = (spare - share * sum(asked)) / len(least)
    return [width + more * share + left for width, more in zip(least, asked, strict=True)]


def _least_widths(shown: Shown) -> list[float]:
    words = [[word for text in cells for word in str(text).split()] for cells in zip(*lines_of(shown), strict=True)]
    return [max(map(_word_width, _longest(column)), default=0) + _PADDING for column in words]


def _longest(words: list[str]) -> list[str]:
    return sorted(set(words), key=lambda word: (len(word), word))[-_MEASURED:]


def _word_width(word: str) -> float:
    return text_width(word[:_LONGEST_WORD], size=_MEASURED_SIZE, bold=True) * _CM


def _wished_widths(shown: Shown) -> list[float]:
    # A header may take two lines; what stands below it had better take one.
    longest = [max(len(str(cell)) for cell in cells) for cells in zip(*shown.rows, strict=True)]
    return [min(letters, _LONGEST_CELL) * _LETTER + _PADDING for letters in longest]
