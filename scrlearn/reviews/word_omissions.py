"""What stands in a Word file and says nothing: the codes of fields, tables of contents, and forms not yet filled in."""

import re
from dataclasses import dataclass
from itertools import accumulate
from xml.etree.ElementTree import Element

from scrlearn.reviews.word_parts import child, is_on, name_of, value

PRINTING = frozenset(("t", "sym", "tab", "ptab", "br", "cr", "noBreakHyphen"))
_CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)


@dataclass
class _Field:
    begin: int
    result: int | None = None
    code: str = ""


def left_out_of(document: Element) -> set[Element]:
    """
    Find the elements of a document that are not to be read, whatever they hold.

    A field that never ends hides nothing.
    """
    found = {element for element in document.iter() if _says_nothing(element)}
    printing = [element for element in document.iter() if name_of(element) in PRINTING]
    changes = [0] * (len(printing) + 1)
    for begin, end in _hidden_by_fields(document):
        changes[begin] += 1
        changes[end] -= 1
    return found | {element for element, depth in zip(printing, accumulate(changes), strict=False) if depth}


def _says_nothing(element: Element) -> bool:
    name = name_of(element)
    if name == "fldSimple":
        return _CONTENTS.match(value(element, "instr") or "") is not None
    if name != "sdt":
        return False
    properties = child(element, "sdtPr")
    gallery = value(child(properties, "docPartObj", "docPartGallery"))
    return gallery == "Table of Contents" or is_on(child(properties, "showingPlcHdr"))


def _hidden_by_fields(document: Element) -> list[tuple[int, int]]:
    """Return stretches of what prints, counted in the order of the document."""
    found: list[tuple[int, int]] = []
    fields: list[_Field] = []
    place = 0
    for element in document.iter():
        name = name_of(element)
        kind = value(element, "fldCharType") if name == "fldChar" else None
        if name in PRINTING:
            place += 1
        elif kind == "begin":
            fields.append(_Field(place))
        elif not fields:
            continue
        elif name == "instrText" and fields[-1].result is None:
            fields[-1].code += element.text or ""
        elif kind == "separate":
            fields[-1].result = place
        elif kind == "end":
            found.append(_hidden_by(fields.pop(), place))
    return found


def _hidden_by(field: _Field, end: int) -> tuple[int, int]:
    if field.result is None or _CONTENTS.match(field.code):
        return field.begin, end
    return field.begin, field.result
