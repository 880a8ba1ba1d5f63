"""The paragraphs, list items and rows of tables that a web page prints."""

import re
from collections.abc import Iterator

from bs4 import NavigableString, Tag
from bs4.element import PageElement, PreformattedString

from scrlearn.reviews.web_lists import List
from scrlearn.reviews.web_tables import is_layout, rows_of

BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "dir",
            "div",
            "dl",
        ),
        *("dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_LISTS = ("ol", "ul", "menu", "dir")
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_NEVER_SEEN = re.compile(r"[\xad\u200b\u2060\ufeff\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_TYPED_BULLETS = {"·": "•", "§": "•", "o": "◦", "ü": "•", "Ø": "•", "v": "•", "q": "•"}


def blocks_of(root: Tag) -> list[str]:
    """
    Return what an element prints, block by block and in its order.

    A block is a paragraph, heading, list item (its marker before it) or line of definition; two line breaks in a row
    part paragraphs. A row of a table is a block "| cell | cell |", its cells one a column of the grid; a table that has
    one column, or is there for the layout, is read as the paragraphs in it.
    """
    return _Writer().written(root)


class _Writer:
    """Takes the text of a page in its order, as lists are counted on the way."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._line: list[str] = []
        self._marker = ""  # of an item that has begun and has no text yet
        self._lists: list[List] = []
        self._pre = 0

    def written(self, root: Tag) -> list[str]:
        for node, opens in _steps(root):
            if isinstance(node, Tag):
                self._turn(node, opens=opens)
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                self._line.append(str(node) if self._pre else _SPACES.sub(" ", node))
        self._end_block()
        return self._blocks

    def _turn(self, tag: Tag, *, opens: bool) -> None:
        if tag.name == "br" and opens:
            self._line.append("\n")
        elif opens and _is_typed_marker(tag):
            typed = tag.get_text().strip()
            self._line.append(f"{_TYPED_BULLETS.get(typed, typed)} ")
        elif tag.name in BLOCKS:
            self._end_block()
            if tag.name == "table" and opens:
                self._end_marker()
                self._blocks += _table(tag)
            elif tag.name == "li":
                self._marker = self._marker + self._next_marker(tag) if opens else ""
            elif tag.name == "pre":
                self._pre += 1 if opens else -1
            elif tag.name in _LISTS:
                self._turn_list(tag, opens=opens)

    def _turn_list(self, tag: Tag, *, opens: bool) -> None:
        if opens:
            self._lists.append(List(tag, depth=len(self._lists)))
        else:
            self._lists.pop()

    def _next_marker(self, item: Tag) -> str:
        return self._lists[-1].marker(item) if self._lists else "• "

    def _end_block(self) -> None:
        text = re.sub(r" *\n *", "\n", _NEVER_SEEN.sub("", "".join(self._line)))
        self._line = []
        for part in re.split(r"\n{2,}", text if self._pre else re.sub(" {2,}", " ", text)):
            if part.strip():
                self._blocks.append(self._marker + part.strip())
                self._marker = ""

    def _end_marker(self) -> None:
        self._blocks += [self._marker.strip()] if self._marker else []
        self._marker = ""


def _is_typed_marker(tag: Tag) -> bool:
    # Word saves the numbers of its lists as text, with hard spaces after them.
    return "mso-list:ignore" in str(tag.get("style", "")).lower().replace(" ", "")


def _steps(root: Tag) -> Iterator[tuple[PageElement, bool]]:
    """Walk an element in its order, each tag once as it opens and once as it ends; tables and markers from outside."""
    waiting: list[tuple[PageElement, bool]] = [(child, True) for child in reversed(root.contents)]
    if root.name == "table":
        waiting = [(root, True)]
    while waiting:
        node, opens = waiting.pop()
        yield node, opens
        if opens and isinstance(node, Tag):
            if node.name == "table" or _is_typed_marker(node):
                continue
            waiting.append((node, False))
            waiting += [(child, True) for child in reversed(node.contents)]


def _table(table: Tag) -> list[str]:
    captions = [blocks_of(caption) for caption in table.find_all("caption", recursive=False)]
    rows = [[blocks_of(cell) if cell else [] for cell in row] for row in rows_of(table)]
    found = [block for caption in captions for block in caption]
    if is_layout(table) or max(map(len, rows), default=0) <= 1:
        return found + [block for row in rows for cell in row for block in cell]
    return found + [_row(row) for row in rows if any(row)]


def _row(cells: list[list[str]]) -> str:
    texts = ["\n".join(cell).replace("|", "¦") for cell in cells]
    return "|" + "".join(f" {text} |" if text else " |" for text in texts)
