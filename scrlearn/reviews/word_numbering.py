"""The numbers and bullets that Word prints in front of paragraphs, which stand in no file and must be counted."""

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element

from scrlearn.reviews.counting import SPELLED, roman
from scrlearn.reviews.word_parts import child, children, is_on, value, whole_number

_DEEPEST_LEVEL = 8
_DEEPEST_STYLE = 20
_MOST_ROMAN, _MOST_LETTERS = 32_767, 780
# Bullets that :mod:`scrlearn.reviews.paragraphs` knows; in Word's own fonts the others have letters of no meaning.
_KNOWN_BULLETS = frozenset("-–—•·●■▪‣○◦")


class Level(NamedTuple):
    """How a level of a list is printed and counted; it starts again after levels above ``restarts_after``."""

    number_format: str = "decimal"
    text: str = ""
    start: int = 1
    restarts_after: int = 0
    all_decimal: bool = False
    gap: str = " "
    style: str | None = None


class Styles:
    """Paragraph and character styles, each with those that it is based on."""

    def __init__(self, root: Element | None) -> None:
        styles = children(root, "style")
        self._styles = {name: style for style in styles if (name := value(style, "styleId")) is not None}
        defaults = [style for style in styles if value(style, "default") in ("1", "true", "on")]
        self._default = next(
            (value(style, "styleId") for style in defaults if value(style, "type") == "paragraph"), None
        )

    def of_paragraph(self, name: str | None) -> list[Element]:
        """Return a paragraph's style and those that it is based on, nearest first."""
        return self.of_letters(name if name in self._styles else self._default)

    def of_letters(self, name: str | None) -> list[Element]:
        """Return a style and those that it is based on, nearest first; none for no style."""
        found: list[Element] = []
        while name in self._styles and len(found) < _DEEPEST_STYLE:
            found.append(self._styles[name])
            name = value(child(found[-1], "basedOn"))
        return found

    def is_of_contents(self, name: str | None) -> bool:
        """Tell whether a paragraph's style is one of those that Word keeps for tables of contents."""
        names = (value(child(style, "name")) or "" for style in self.of_letters(name))
        return any(re.fullmatch(r"toc [1-9]", name, re.IGNORECASE) for name in names)


class List(NamedTuple):
    """A list: lists of one definition are counted together; ``afresh`` are the levels that it begins afresh."""

    definition: str | None
    levels: list[Level]
    afresh: frozenset[int | None]


class Numbering:
    """Counts the lists of a document while its paragraphs are taken one after another."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._definitions = {value(item, "abstractNumId"): item for item in children(root, "abstractNum")}
        self._numbers = {value(item, "numId"): item for item in children(root, "num")}
        self._lists: dict[str, List] = {}
        self._counts: dict[str | None, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def marker(self, properties: Element | None) -> tuple[str, bool]:
        """Count a paragraph by its properties; return what is printed before it, with a gap, and if it is a bullet."""
        number, depth = self._place(properties)
        if number not in self._numbers:
            return "", False
        counts, levels = self._count(number, depth), self._list(number).levels
        level = levels[depth]
        if level.number_format == "bullet":
            return (_bullet(level.text) + level.gap if level.text else ""), True
        printed = re.sub(r"%([1-9])", lambda match: _printed(levels, counts, int(match[1]) - 1, level), level.text)
        return (printed + level.gap if printed.strip() else ""), False

    def _place(self, properties: Element | None) -> tuple[str, int]:
        """Tell a paragraph's list and how deep in it the paragraph lies: its own word, else that of its style."""
        own = child(properties, "numPr")
        number, depth = value(child(own, "numId")), whole_number(child(own, "ilvl"))
        if number is None:
            number, styled = self._place_by_style(value(child(properties, "pStyle")))
            depth = styled if depth is None else depth
        return number or "", min(depth or 0, _DEEPEST_LEVEL)

    def _place_by_style(self, name: str | None) -> tuple[str | None, int | None]:
        chain = self._styles.of_paragraph(name)
        numbers = (value(child(style, "pPr", "numPr", "numId")) for style in chain)
        number = next((number for number in numbers if number is not None), None)
        if number is None or number not in self._numbers:
            return number, None
        # The level says which style it belongs to; what the style says of its level is not always written.
        linked: dict[str | None, int | None] = {
            level.style: depth for depth, level in enumerate(self._list(number).levels) if level.style
        }
        for style in chain:
            depth = linked.get(value(style, "styleId"), whole_number(child(style, "pPr", "numPr", "ilvl")))
            if depth is not None:
                return number, depth
        return number, None

    def _list(self, number: str) -> List:
        if number not in self._lists:
            self._lists[number] = self._read_list(self._numbers[number])
        return self._lists[number]

    def _read_list(self, item: Element) -> List:
        definition = self._definition(value(child(item, "abstractNumId")))
        defined = _by_depth(children(self._definitions.get(definition), "lvl"))
        starts: dict[int | None, int] = {}
        for override in children(item, "lvlOverride"):
            defined |= _by_depth(children(override, "lvl"))
            start = whole_number(child(override, "startOverride"))
            if start is not None:
                starts[whole_number(override, "ilvl")] = start
        levels = [_level(defined.get(depth), depth, starts.get(depth)) for depth in range(_DEEPEST_LEVEL + 1)]
        return List(definition, levels, frozenset(starts))

    def _definition(self, name: str | None) -> str | None:
        """Follow a definition to the one that it names by its style, if it does."""
        style = value(child(self._definitions.get(name), "numStyleLink"))
        linked = next(iter(self._styles.of_letters(style)), None)
        number = self._numbers.get(value(child(linked, "pPr", "numPr", "numId")))
        return name if number is None else value(child(number, "abstractNumId"))

    def _count(self, number: str, depth: int) -> list[int | None]:
        # Lists of one definition count on from each other, unless one is told to start afresh.
        definition, levels, afresh = self._list(number)
        counts = self._counts.setdefault(definition, [None] * (_DEEPEST_LEVEL + 1))
        begins = depth in afresh and (number, depth) not in self._begun
        self._begun.add((number, depth))
        count = None if begins else counts[depth]
        counts[depth] = levels[depth].start if count is None else count + 1
        for below in range(depth + 1, _DEEPEST_LEVEL + 1):
            if depth < levels[below].restarts_after:
                counts[below] = None
        return counts


def _by_depth(levels: list[Element]) -> dict[int | None, Element]:
    return {whole_number(level, "ilvl"): level for level in levels}


def _level(element: Element | None, depth: int, start: int | None) -> Level:
    if element is None:
        return Level()
    restart = whole_number(child(element, "lvlRestart"))
    return Level(
        value(child(element, "numFmt")) or "decimal",
        value(child(element, "lvlText")) or "",
        (whole_number(child(element, "start")) or 0) if start is None else start,
        depth if restart is None else restart,
        is_on(child(element, "isLgl")),
        "" if value(child(element, "suff")) == "nothing" else " ",
        value(child(element, "pStyle")),
    )


def _printed(levels: list[Level], counts: list[int | None], depth: int, level: Level) -> str:
    count = counts[depth]
    number_format = levels[depth].number_format
    if level.all_decimal and number_format not in ("none", "bullet"):
        number_format = "decimal"
    return _formatted(levels[depth].start if count is None else count, number_format)


def _formatted(count: int, number_format: str) -> str:
    kind = number_format.removeprefix("lower").removeprefix("upper")
    printed = str(count)
    if number_format in ("none", "bullet"):
        return ""
    if kind == "Roman" and 0 < count <= _MOST_ROMAN:
        printed = roman(count)
    elif kind == "Letter" and 0 < count <= _MOST_LETTERS:
        # After z comes aa, then bb.
        printed = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
    elif kind == "cardinalText" and 0 < count <= len(SPELLED):
        printed = SPELLED[count - 1].capitalize()
    elif kind == "decimalZero":
        printed = f"{count:02}"
    elif kind == "ordinal":
        printed += "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return printed.upper() if number_format.startswith("upper") else printed


def _bullet(text: str) -> str:
    text = text.strip()
    if text == "o":
        return "◦"
    return text if text in _KNOWN_BULLETS else "•"
