"""The numbers and bullets that a browser prints in front of the items of a list."""

import re

from bs4 import Tag

from scrlearn.reviews.counting import letters, roman

_KINDS = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
    "lower-latin": "lower-alpha",
    "upper-latin": "upper-alpha",
}
_STYLE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?(none|(?:lower|upper)-(?:alpha|latin|roman)|decimal)", re.IGNORECASE
)
_WHOLE_NUMBER = re.compile(r"\s*([-+]?\d{1,9})")
_MOST_ROMAN = 3999


class List:
    """A list that is being printed; ``depth`` is in how many others it stands."""

    def __init__(self, tag: Tag, *, depth: int) -> None:
        self._kind = _kind(tag) or ("decimal" if tag.name == "ol" else "bullet")
        self._bullet = "◦ " if depth else "• "
        self._step = -1 if tag.has_attr("reversed") else 1
        start = _whole_number(tag.get("start"))
        if start is None:
            start = len(tag.find_all("li", recursive=False)) if self._step < 0 else 1
        self._next = start

    def marker(self, item: Tag) -> str:
        """Return what stands before an item, with a space after it; the list counts on."""
        number = _whole_number(item.get("value"))
        number = self._next if number is None else number
        self._next = number + self._step
        kind = _kind(item) or self._kind
        if kind == "none":
            return ""
        return self._bullet if kind == "bullet" else f"{_printed(number, kind)}. "


def _kind(tag: Tag) -> str | None:
    styled = _STYLE.search(str(tag.get("style", "")))
    name = styled[1].lower() if styled else str(tag.get("type", ""))
    name = _KINDS.get(name, name)
    return name if name == "none" or name in _KINDS.values() else None


def _whole_number(value: object) -> int | None:
    found = _WHOLE_NUMBER.match(str(value or ""))
    return int(found[1]) if found else None


def _printed(number: int, kind: str) -> str:
    printed = str(number)
    if kind.endswith("alpha") and number > 0:
        printed = letters(number)
    elif kind.endswith("roman") and 0 < number <= _MOST_ROMAN:
        printed = roman(number)
    return printed.upper() if kind.startswith("upper") else printed
