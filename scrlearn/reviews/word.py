"""
A Word file (.docx) becomes its text, as a person reads it on paper.

Read from the XML itself, as neither docx2python 3.7 nor mammoth 1.13 prints what a list says around its numbers
("Recommendation 1:", "(a)", "1.1").
"""

import re
from xml.etree.ElementTree import Element

from scrlearn.errors import DocumentError
from scrlearn.reviews.word_numbering import Numbering, Styles
from scrlearn.reviews.word_omissions import PRINTING, left_out_of
from scrlearn.reviews.word_parts import Parts, child, explained, is_on, name_of, read_parts, value
from scrlearn.reviews.word_tables import rows_of

_DROPPED = frozenset(("del", "moveFrom", "pPr", "rPr", "sdtPr", "rt"))
_HOLDERS = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_PRINTED = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# What Word's own fonts draw for letters of no meaning: ticks and boxes in action plans, above all.
_SYMBOLS = {
    **{0xB7: "•", 0xA7: "▪", 0xD8: "➢", 0xE0: "→"},
    **{0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐"},
}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def read_word(content: bytes) -> str:
    r"""
    Read the text of a Word file.

    Paragraphs are parted by a blank line, each with the number or bullet that Word prints before it; bullets in Word's
    own fonts are "•" or "◦". A line broken within a paragraph is a line of it. A row of a table is a paragraph
    ``| cell | cell |`` with the paragraphs of a cell as lines; a table of one column, as a frame around text is, is
    read as its paragraphs. A text box follows the paragraph that it is fixed to. Insertions count as made, deletions
    and what was moved away as gone. Left out are headers, footers, notes and their marks, comments, hidden text, tables
    of contents, what a form still asks to be filled in, and the codes of fields.

    Parameters
    ----------
    content
        The file's bytes.

    Returns
    -------
    str
        Its text, for :func:`scrlearn.reviews.paragraphs.paragraphs_of`.

    Raises
    ------
    DocumentError
        When the file is locked, damaged, no Word file, holds macros or another file, or was made to do harm.

    Examples
    --------
    >>> import io, docx
    >>> document, file = docx.Document(), io.BytesIO()
    >>> for text in ("Listen.", "Write it down."):
    ...     _ = document.add_paragraph(text, style="List Number")
    >>> document.save(file)
    >>> read_word(file.getvalue())
    '1. Listen.\n\n2. Write it down.'
    """
    parts = read_parts(content)
    with explained():
        return "\n\n".join(_Reader(parts).story(child(parts.document, "body")))


class _Reader:
    """Takes a document's paragraphs in order, as lists are counted on the way."""

    def __init__(self, parts: Parts) -> None:
        self._styles = Styles(parts.styles)
        self._numbering = Numbering(parts.numbering, self._styles)
        self._left_out = left_out_of(parts.document)
        self._boxes: list[str] = []
        self._running_on = ""  # a paragraph without an end of its own: it goes on in the next

    def story(self, container: Element | None) -> list[str]:
        """Read the body, a cell or a text box: what begins in it ends in it."""
        outer, self._running_on = self._running_on, ""
        blocks = self._blocks(container) + self._ended()
        self._running_on = outer
        return blocks

    def _ended(self) -> list[str]:
        text, self._running_on = _tidy(self._running_on), ""
        return [text] if text else []

    def _blocks(self, container: Element | None) -> list[str]:
        found: list[str] = []
        for element in [] if container is None else container:
            name = name_of(element)
            if name == "p":
                found += self._paragraph(element)
            elif name == "tbl":
                found += self._ended() + self._table(element)
            elif name == "AlternateContent":
                found += self._blocks(_newest(element))
            elif name in _HOLDERS and element not in self._left_out:
                found += self._blocks(element)
            elif name in ("altChunk", "subDoc"):
                raise DocumentError("holds another file, which only Word can open; open it in Word and save it again.")
        return found

    def _paragraph(self, element: Element) -> list[str]:
        properties = child(element, "pPr")
        style = value(child(properties, "pStyle"))
        if self._styles.is_of_contents(style):
            return []
        outer, self._boxes = self._boxes, []
        text = self._inline(element, style)
        boxes, self._boxes = self._boxes, outer
        return self._block(properties, style, text) + boxes

    def _block(self, properties: Element | None, style: str | None, text: str) -> list[str]:
        end = child(properties, "rPr")
        if child(end, "del") is not None or child(end, "moveFrom") is not None or _is_drop_cap(properties):
            self._running_on += text
            return []
        is_hidden = self._is_hidden(end, style)
        if is_hidden and not text.strip():
            return []
        marker, is_bullet = self._numbering.marker(properties)
        text, self._running_on = self._running_on + text, ""
        self._running_on = text if is_bullet and not text.strip() else marker + text.lstrip()
        return [] if is_hidden else self._ended()

    def _table(self, table: Element) -> list[str]:
        rows = [[self.story(cell) for cell in row] for row in rows_of(table)]
        if all(len(row) == 1 for row in rows):
            return [block for row in rows for cell in row for block in cell]
        return [_row(row) for row in rows if any(row)]

    def _inline(self, element: Element, style: str | None) -> str:
        name = name_of(element)
        if name in _DROPPED or element in self._left_out:
            return ""
        if name == "r" and self._is_hidden(child(element, "rPr"), style):
            return ""
        if name in PRINTING:
            return _printed(element, name)
        if name == "txbxContent":
            self._boxes += self.story(element)
            return ""
        inside = _newest(element) if name == "AlternateContent" else element
        return "".join([self._inline(part, style) for part in ([] if inside is None else inside)])

    def _is_hidden(self, properties: Element | None, style: str | None) -> bool:
        chain = self._styles.of_letters(value(child(properties, "rStyle"))) + self._styles.of_paragraph(style)
        said = [child(properties, "vanish"), *(child(item, "rPr", "vanish") for item in chain)]
        return is_on(next((switch for switch in said if switch is not None), None))


def _newest(element: Element) -> Element | None:
    """Return the first of several ways to write one thing: old programs take a later one."""
    return next(iter(element), None)


def _is_drop_cap(properties: Element | None) -> bool:
    return value(child(properties, "framePr"), "dropCap") in ("drop", "margin")


def _tidy(text: str) -> str:
    # A blank line within a paragraph would look like the end of it.
    return re.sub(r"\n\s*\n", "\n", text.strip())


def _row(cells: list[list[str]]) -> str:
    texts = ["\n".join(cell).replace("|", "¦") for cell in cells]
    return "|" + "".join(f" {text} |" if text else " |" for text in texts)


def _printed(element: Element, name: str) -> str:
    if name == "t":
        text = re.sub(r"[\r\n]", " ", element.text or "").replace("\xad", "")
        return text if element.get(_SPACE) == "preserve" or element.tag.endswith("math}t") else text.strip(" \t")
    if name == "sym":
        code = value(element, "char") or ""
        return _symbol(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", code) else ""
    return _PRINTED[name]


def _symbol(code: int) -> str:
    # Letters of these fonts stand in the area for private use, at F000 and after.
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code - 0xF000, "")
    return chr(code) if chr(code).isprintable() else ""
