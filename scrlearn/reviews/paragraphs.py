"""Text becomes paragraphs, each with its place and the marker that it was printed with."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_LONGEST_WRAPPED_LINE = 120
_GAP = r"[^\S\n]"
# The first that fits is taken, at the beginning of a line. Style: how the marker is printed, whichever its number.
_MARKERS = tuple(
    (kind, style, re.compile(rf"{_GAP}*(?:{pattern})(?![\d(.,;:)]){_GAP}*", re.IGNORECASE | re.MULTILINE))
    for kind, style, pattern in (
        ("number", "Recommendation 1:", rf"(?:recommendation|rec\.?|R){_GAP}*(\d{{1,3}})(?:{_GAP}*[:.)–—-]|{_GAP}*$)"),
        ("number", "(1)", r"\((\d{1,3})\)"),
        ("number", "1)", r"(\d{1,3})\)"),
        ("number", "1.", r"(\d{1,3})\.(?=\s|$)"),
        ("letter", "(i)", r"\((i{1,3}|iv|vi{0,3}|ix|x)\)"),
        ("letter", "i)", r"(i{1,3}|iv|vi{0,3}|ix|x)\)"),
        ("letter", "(a)", r"\(([a-z])\)"),
        ("letter", "a)", r"([a-z])\)"),
        ("letter", "a.", r"(?-i:([a-z]))\.(?=\s)"),
        ("bullet", "-", r"([-–—])(?=\s|$|[^\W\d]|['‘\"“])"),
        ("bullet", "•", r"([•·●■▪‣\uf0b7]|\*(?=\s|$))"),
        ("bullet", "◦", r"([○◦]|o(?=\s{2}|\t))"),
    )
)


class Paragraph(NamedTuple):
    """
    A paragraph without its marker: ``text == document_text[start:end]``.

    ``kind`` is "number", "letter" or "bullet" by its marker, and "plain" where it has none; ``style`` is how such
    markers are printed ("1)", "(a)", "-"), and ``label`` what this one says (the number, the letter).
    """

    text: str
    start: int
    end: int
    kind: str = "plain"
    style: str = ""
    label: str = ""


def paragraphs_of(text: str) -> list[Paragraph]:
    r"""
    Cut a text into paragraphs.

    Blank lines part paragraphs, and a line that begins with a marker starts one: ``1)``, ``1.``, ``(1)``,
    ``Recommendation 1:``, ``a)``, ``-``, ``–``, ``•`` and the like. A marker that stands alone belongs to the paragraph
    after it. In a text of long lines (as Word saves it, without blank lines) each line is a paragraph.

    Parameters
    ----------
    text
        A document's text, with ``\n`` line ends.

    Returns
    -------
    list of Paragraph
        In the order of the text, none of them blank.

    Examples
    --------
    >>> for paragraph in paragraphs_of("To:\n- ask fathers;\n- see the child.\n\nAgreed."):
    ...     print(paragraph.kind, paragraph.start, paragraph.end, repr(paragraph.text))
    plain 0 3 'To:'
    bullet 6 18 'ask fathers;'
    bullet 21 35 'see the child.'
    plain 37 44 'Agreed.'
    """
    found: list[Paragraph] = []
    waiting = None
    for start, end in _blocks(text):
        paragraph = _paragraph(text, start, end)
        if waiting and paragraph.kind == "plain":
            paragraph = paragraph._replace(kind=waiting.kind, style=waiting.style, label=waiting.label)
        waiting = None if paragraph.text else paragraph
        if paragraph.text:
            found.append(paragraph)
    return found


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    lines = text.split("\n")
    unwrapped = sum(len(line) for line in lines if len(line) > _LONGEST_WRAPPED_LINE) > len(text) / 2
    begun, place = None, 0
    for line in lines:
        new = unwrapped or not line.strip() or _marker_at(text, place) is not None
        if new and begun is not None:
            yield begun, place
            begun = None
        if line.strip() and begun is None:
            begun = place
        place += len(line) + 1
    if begun is not None:
        yield begun, len(text)


def _paragraph(text: str, start: int, end: int) -> Paragraph:
    kind, style, label, start = _marker_at(text, start) or ("plain", "", "", start)
    piece = text[start:end]
    words = piece.strip()
    start += len(piece) - len(piece.lstrip())
    return Paragraph(words, start, start + len(words), kind, style, label)


def _marker_at(text: str, place: int) -> tuple[str, str, str, int] | None:
    for kind, style, pattern in _MARKERS:
        match = pattern.match(text, place)
        if match:
            return kind, style, match[1].lower(), match.end()
    return None
