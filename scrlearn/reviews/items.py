"""How the items of a list are marked: by a label, a number, a letter or a bullet, or not at all."""

from collections.abc import Sequence

from scrlearn.reviews.paragraphs import Paragraph
from scrlearn.reviews.sections import Section, opened_kind
from scrlearn.reviews.titles import asks, is_title, is_title_only

LABEL = "Recommendation 1:"
PROSE = "prose"


def style_of_items(section: Section, *, numbered_throughout: bool) -> str | None:
    """
    Tell how the items of a section are marked.

    Parameters
    ----------
    section
        The section of a document.
    numbered_throughout
        Whether every paragraph of the document has a number such as 1.1, so that the number alone makes no item.

    Returns
    -------
    str or None
        :data:`LABEL`, the style of a marker ("1)", "•"), or :data:`PROSE` where sentences without a marker ask for
        something; None where nothing in the section looks like an item.
    """
    paragraphs = section.paragraphs
    if any(paragraph.kind == "item" for paragraph in paragraphs):
        return LABEL
    if section.kind is None:
        return None
    numbers = [
        paragraph
        for paragraph in paragraphs
        if paragraph.kind == "number"
        and not opened_kind(paragraph)
        and (asks(paragraph) or not (numbered_throughout and paragraph.style == "1.1"))
    ]
    if numbers:
        return _style_of_numbers(numbers, section, numbered_throughout=numbered_throughout)
    return _style_without_numbers(section)


def is_prose_item(paragraph: Paragraph, kind: str | None) -> bool:
    """Tell whether a paragraph without a marker is an item of a list of a kind: it asks for something, or asks."""
    if kind == "question":
        return paragraph.kind == "plain" and paragraph.text.rstrip().endswith("?")
    return paragraph.kind == "plain" and asks(paragraph) and not is_title_only(paragraph)


def _style_of_numbers(numbers: Sequence[Paragraph], section: Section, *, numbered_throughout: bool) -> str | None:
    first = numbers[0]
    outer = [paragraph for paragraph in numbers if paragraph.style == first.style]
    has_inner = any(paragraph.style == "1.1" for paragraph in numbers)
    if has_inner and first.style != "1.1" and all(is_title(paragraph) for paragraph in outer):
        return "1.1"
    if numbered_throughout and first.style == "1.1" and section.kind in ("finding", "learning_point"):
        return None
    return first.style


def _style_without_numbers(section: Section) -> str | None:
    listed = [paragraph for paragraph in section.paragraphs if paragraph.kind in ("letter", "bullet")]
    prose = [paragraph for paragraph in section.paragraphs if is_prose_item(paragraph, section.kind)]
    if listed and not (prose and section.kind == "recommendation" and prose[0].start < listed[0].start):
        return listed[0].style
    return PROSE if prose and section.kind in ("recommendation", "question") else None
