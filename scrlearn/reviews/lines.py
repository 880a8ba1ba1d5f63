"""Printed lines become paragraphs, and words that were broken at the ends of lines become whole."""

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from scrlearn.reviews.pdf_hyphens import MAY_BE_BROKEN, joined_lines, words_of
from scrlearn.reviews.pdf_shapes import Line, Table, marker_style
from scrlearn.reviews.pdf_tables import joined_rows

# Times the usual distance of lines.
_GAP = 1.2
# In the size of the font.
_INDENT = 0.8
_SPACE = 0.25
_RAGGED = 0.3
_USUAL_SPACING = 1.2
_OTHER_SIZE = 0.08
_FEWEST_LINES = 3
_ENDS_A_SENTENCE = re.compile(r"[.:;?!]['’\"”)]*$")
_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u00ad\ufffe", "-"),
        **dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)),
        # Bullets in the fonts that Word takes them from.
        **{"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "‣", "\uf076": "●", "\uf0fc": "●", "➢": "‣", "❖": "●"},
    }
)
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b\ufeff\uffff]")


class _Measures(NamedTuple):
    """How far lines usually are from each other, in their size, and where they end on the right."""

    spacing: float
    ends: Mapping[tuple[int, int], float]


class _Block(NamedTuple):
    """A paragraph, or a row of a table, and the page that it begins on."""

    page: int
    text: str


def paragraphs_from(lines: Sequence[Line]) -> str:
    r"""
    Join printed lines into paragraphs.

    A paragraph begins after a gap, at an indent, at a marker (``1)``, ``a)``, ``•``, ``Recommendation 2``), with
    another size of letters, and after a line that ends before it is full. It goes on from column to column and from
    page to page, past the notes at the foot of a page, which come after the paragraphs that begin there. Words broken
    at the ends of lines are mended (:func:`scrlearn.reviews.pdf_hyphens.joined_lines`).

    Parameters
    ----------
    lines
        In reading order, from :func:`scrlearn.reviews.pages.lines_of`.

    Returns
    -------
    str
        The paragraphs, each in one line, with a blank line between them. A row of a table is a paragraph:
        ``| cell | cell |``, with the paragraphs of a cell as lines (:func:`scrlearn.reviews.pdf_tables.joined_rows`).
        A paragraph ``\f`` stands where a page ends, before the first one that begins on the next page.

    Examples
    --------
    >>> first = Line("Staff should ask about safe-", 72, 230, 700, 11)
    >>> second = Line("guarding.", 72, 120, 686, 11)
    >>> paragraphs_from([first, second, Line("1) To ask", 72, 120, 672, 11)])
    'Staff should ask about safeguarding.\n\n1) To ask'
    """
    lines = [line for line in map(_cleaned, lines) if line.text or line.table]
    words = words_of([line.text for line in _with_cells(lines)])
    body = _blocks([line for line in lines if not line.is_note], words)
    notes = _blocks([line for line in lines if line.is_note], words)
    text, page = [], 0
    for block in sorted([*body, *notes], key=lambda block: block.page):
        text += ["\f"] * (block.page - page) + [block.text]
        page = block.page
    return "\n\n".join(text)


def _with_cells(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        if line.table:
            yield from (inside for row in line.table.rows for cell in row for inside in cell)
        else:
            yield line


def _blocks(lines: Sequence[Line], words: Counter[str]) -> list[_Block]:
    plain = _measures([line for line in lines if not line.table])
    of_cells = _measures(list(_with_cells([line for line in lines if line.table])))
    found: list[_Block] = []
    for is_table, group in groupby(lines, key=lambda line: line.table is not None):
        if is_table:
            for row in joined_rows(list(group)):
                cells = [[_text(paragraph, words) for paragraph in _paragraphs(cell, of_cells)] for cell in row.cells]
                found += [_Block(row.page, text) for text in (cells[0] if len(cells) == 1 else [_row(cells)])]
        else:
            paragraphs = _paragraphs(list(group), plain)
            found += [_Block(paragraph[0].page, _text(paragraph, words)) for paragraph in paragraphs]
    return found


def _row(cells: Sequence[Sequence[str]]) -> str:
    texts = ["\n".join(cell).replace("|", "¦") for cell in cells]
    return "|" + "|".join(f" {text} " if text else " " for text in texts) + "|"


def _text(paragraph: Sequence[Line], words: Counter[str]) -> str:
    return joined_lines([line.text + (MAY_BE_BROKEN if _fills_cell(line) else "") for line in paragraph], words)


def _fills_cell(line: Line) -> bool:
    """Tell whether a line of a cell is one word with no room for a letter more: it may have been cut there."""
    letter = (line.right - line.left) / len(line.text)
    return line.end is not None and " " not in line.text and line.end - line.right < letter


def _paragraphs(lines: Sequence[Line], measures: _Measures) -> list[list[Line]]:
    paragraphs: list[list[Line]] = []
    for line in lines:
        if not paragraphs or _begins_paragraph(line, paragraphs[-1], measures):
            paragraphs.append([])
        paragraphs[-1].append(line)
    return paragraphs


def _cleaned(line: Line) -> Line:
    if line.table:
        rows = [[[inside for inside in map(_cleaned, cell) if inside.text] for cell in row] for row in line.table.rows]
        return line._replace(table=Table(line.table.columns, rows))
    text = _CONTROL_CHARACTERS.sub("", line.text.translate(_CHARACTERS))
    return line._replace(text=" ".join(text.split()))


def _measures(lines: Sequence[Line]) -> _Measures:
    return _Measures(_usual_spacing(lines), _line_ends(lines))


def _usual_spacing(lines: Sequence[Line]) -> float:
    ends = _line_ends(lines)
    spacings = [
        spacing
        for last, line in pairwise(lines)
        if _goes_on(line) and _is_full(last, line, ends) and (spacing := _spacing(last, line))
    ]
    return statistics.median_low(spacings) if spacings else _USUAL_SPACING


def _spacing(last: Line, line: Line) -> float | None:
    if last.block != line.block or last.baseline <= line.baseline:
        return None
    return (last.baseline - line.baseline) / line.size


def _line_ends(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """
    Find the right end of each block's lines that begin at one place.

    Where these are few, it is that of the whole block; where the block has few lines, that of all blocks' lines there.
    """
    rights = defaultdict(list)
    everywhere: dict[int, float] = {}
    for line in lines:
        left = round(line.left)
        rights[line.block, left].append(line.right)
        everywhere[left] = max(everywhere.get(left, 0), line.right)
    blocks: defaultdict[int, list[float]] = defaultdict(list)
    for (block, _), found in rights.items():
        blocks[block] += found
    ends = {}
    for (block, left), begun_there in rights.items():
        found = begun_there if len(begun_there) >= _FEWEST_LINES else blocks[block]
        ends[block, left] = max(*found, everywhere[left] if len(found) < _FEWEST_LINES else 0)
    return ends


def _is_full(last: Line, line: Line, ends: Mapping[tuple[int, int], float]) -> bool:
    """Tell whether the first word of a line would not have had room in the last one."""
    word = line.text.split(" ", 1)[0]
    width = (line.right - line.left) * len(word) / len(line.text)
    end = last.end if last.end is not None else ends[last.block, round(last.left)]
    room = end - last.right
    return last.text.endswith("-") or width + (_SPACE + _RAGGED) * line.size >= room


def _begins_paragraph(line: Line, paragraph: Sequence[Line], measures: _Measures) -> bool:
    last = paragraph[-1]
    full = _is_full(last, line, measures.ends)
    ended = _ENDS_A_SENTENCE.search(last.text) is not None
    gap = (_spacing(last, line) or measures.spacing) > _GAP * measures.spacing
    if line.is_note and line.text[0].isdigit() and (gap or ended):
        return True
    if marker := marker_style(line.text):
        inside = full and not ended and not gap and abs(line.left - last.left) < 1
        return marker in ("•", "◦") or not inside
    if abs(line.size - last.size) > _OTHER_SIZE * max(line.size, last.size):
        return True
    if last.block != line.block:
        return not full and (ended or not _goes_on(line))
    return (
        gap
        or last.baseline <= line.baseline
        or _is_indented(line, paragraph, full=full)
        or (not full and (ended or not _goes_on(line)))
    )


def _is_indented(line: Line, paragraph: Sequence[Line], *, full: bool) -> bool:
    first_line = len(paragraph) == 1
    shift = (line.left - paragraph[-1].left) / line.size
    if shift > _INDENT:
        hanging = marker_style(paragraph[-1].text) or _goes_on(line)
        return not (first_line and hanging)
    return shift < -_INDENT and not (first_line and full)


def _goes_on(line: Line) -> bool:
    return line.text[0].islower()
