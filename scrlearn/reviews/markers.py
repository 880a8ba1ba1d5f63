"""The markers that begin a paragraph: numbers, letters, bullets, and the labels of :mod:`scrlearn.reviews.labels`."""

import re
from typing import NamedTuple

from scrlearn.reviews.dates import MONTHS
from scrlearn.reviews.labels import FIELD, NUMBERED_ITEM, REPLY, UNNUMBERED_ITEM, number_of

_GAP = r"[^\S\n]"
_ROMAN = r"i{1,3}|iv|vi{0,3}|ix|x"
# The first that fits is taken, at the beginning of a line. Style: how the marker is printed, whichever its number.
_MARKERS = tuple(
    (kind, style, re.compile(rf"{_GAP}*(?:{pattern})(?![\d(.,;:)]){_GAP}*", re.IGNORECASE | re.MULTILINE))
    for kind, style, pattern in (
        ("number", "2(ii)", rf"(\d{{1,3}}{_GAP}?\((?:{_ROMAN}|[a-z])\))[.:]?"),
        ("number", "(1)", r"\((\d{1,3})\)"),
        ("number", "1)", r"(\d{1,3})\)"),
        ("number", "1.1.1", r"(\d{1,2}\.\d{1,2}\.\d{1,2})\.?(?=\s|$)"),
        ("number", "1.1", r"(\d{1,2}\.\d{1,2})\.?(?=\s|$)"),
        ("number", "1.", r"(\d{1,3})\.(?=\s|$)"),
        ("letter", "(i)", rf"\(({_ROMAN})\)"),
        ("letter", "i)", rf"({_ROMAN})\)"),
        ("letter", "(a)", r"\(([a-z])\)"),
        ("letter", "a)", r"([a-z])\)"),
        ("letter", "i.", rf"(?-i:({_ROMAN}))\.(?=\s)"),
        ("letter", "a.", r"(?-i:([a-z]))\.(?=\s)"),
        ("bullet", "-", r"([-–—])(?=\s|$|[^\W\d]|['‘\"“])"),
        ("bullet", "•", r"([•·●■▪‣➢✓❖\uf0b7\uf0a7\uf0d8]|\*(?=\s|$))"),
        ("bullet", "◦", r"([○◦]|o(?=\s{2}|\t))"),
    )
)
# A number without a stop is a marker only where nothing stands before it that it could belong to.
_BARE_NUMBER = re.compile(
    rf"{_GAP}*(\d{{1,2}}(?:\.\d{{1,2}}){{0,2}})(?:\t|{_GAP}+(?=[A-Z])(?!(?:{'|'.join(month[:3] for month in MONTHS)})))"
)
# So is a number of several, unless a capital follows: a line may begin with a share or a sum.
_DECIMAL_IN_A_TEXT = re.compile(r"[^\S\n]*\d+\.\d\S*\s+(?![A-Z‘“'\"(])")


class Marker(NamedTuple):
    """A marker: its kind, style and label as a paragraph has them, and where in the text it stands."""

    kind: str
    style: str
    label: str
    end: int
    start: int = 0


def label_behind(text: str, marker: Marker | None) -> Marker | None:
    """Take the label behind the number of a paragraph ("8.2 Recommendation 1: …") for its marker."""
    if marker is None or marker.kind not in ("number", "bullet"):
        return marker
    behind = marker_at(text, marker.end)
    return behind._replace(start=marker.end) if behind and behind.kind in ("item", "reply", "field") else marker


def marker_at(text: str, place: int, *, opens: bool = False) -> Marker | None:
    """Find the marker at the beginning of a line; of a paragraph (``opens``) it may be a bare number."""
    label = _label_at(text, place)
    if label or (not opens and _DECIMAL_IN_A_TEXT.match(text, place)):
        return label
    for kind, style, pattern in _MARKERS:
        if match := pattern.match(text, place):
            return Marker(kind, style, match[1].lower(), match.end())
    if opens and (match := _BARE_NUMBER.match(text, place)):
        return Marker("number", "1.1" if "." in match[1] else "1 ", match[1], match.end())
    return None


def _label_at(text: str, place: int) -> Marker | None:
    if match := NUMBERED_ITEM.match(text, place):
        return Marker("item", "Recommendation 1:", number_of(match["number"] or match["short_number"]), match.end())
    if match := UNNUMBERED_ITEM.match(text, place):
        return Marker("item", "Recommendation:", "", match.end())
    if match := FIELD.match(text, place):
        return Marker("field", "Lead:", str(match.lastgroup), match.end())
    if match := REPLY.match(text, place):
        return Marker("reply", "Response:", number_of(match["number"] or match["own_number"] or ""), match.end())
    return None
