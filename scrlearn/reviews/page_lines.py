"""What a document prints for its pages: their numbers, markings, and the table of contents."""

import re
from collections.abc import Sequence

from scrlearn.reviews.paragraphs import Paragraph
from scrlearn.reviews.prose import in_one_line

_PAGE_LINE = re.compile(r"(?:page )?\d{1,3}(?: ?(?:of|/) ?\d{1,3})?|official(?:[- ]sensitive)?", re.IGNORECASE)
_CONTENTS_LINE = re.compile(r"(?:\.{3,}|…|\t|\s{3,})\s*\d{1,3}$", re.MULTILINE)
_CONTENTS_HEADING = re.compile(r"(?:table of )?contents(?: page)?", re.IGNORECASE)
_ENTRY_OF_CONTENTS = re.compile(r".{2,110}\s\d{1,3}", re.DOTALL)


def is_page_line(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is a page number or a marking that interrupts the text on every page."""
    return paragraph.kind in ("plain", "field") and _PAGE_LINE.fullmatch(paragraph.text) is not None


def contents_of(paragraphs: Sequence[Paragraph]) -> set[int]:
    """Return the places, in a list of paragraphs, of those that make up a table of contents."""
    found = set()
    inside = False
    for place, paragraph in enumerate(paragraphs):
        line = in_one_line(paragraph.text)
        entry = _CONTENTS_LINE.search(paragraph.text) is not None
        if _CONTENTS_HEADING.fullmatch(line):
            inside = True
            found.add(place)
        elif entry or (inside and (_ENTRY_OF_CONTENTS.fullmatch(line) or is_page_line(paragraph))):
            found.add(place)
        else:
            inside = False
    return found
