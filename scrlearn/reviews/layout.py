"""
The layout of a board's response, by what its paragraphs say: which is heading, narrative, recommendation, part, reply.

A heading block; narrative; a line or heading that introduces the recommendations; the recommendations, numbered, each
with its parts as a list and then the paragraphs that respond to it; and at the end a date or whom to ask. Without
recommendations everything after the heading block is narrative.
"""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from scrlearn.errors import DocumentError
from scrlearn.reviews.dates import dates_in
from scrlearn.reviews.paragraphs import Paragraph
from scrlearn.reviews.prose import in_one_line, sentences_of

_LONGEST_HEADING_LINE = 120
_ENDS_A_SENTENCE = re.compile(r"[.:;?!,]['’\"”)]*$")
_OPENS_A_LIST = re.compile(r"(?::\s*[-–—]?|\b(?:to|should|must|that|including))$")
_INTRODUCES = re.compile(
    r"\brecommend(?:ations?|s|ed)\b.*(?::$|\bbelow\b|\bfollow)|\bfollowing\b.*\brecommendations?\b", re.IGNORECASE
)
_INTRODUCES_OTHER_THINGS = re.compile(
    r"\b(?:no|earlier|previous) (?:\w+ )?recommendations?\b|\b(?:questions?|reasons|terms of reference)\b",
    re.IGNORECASE,
)
_RECOMMENDATIONS_HEADING = re.compile(
    r"(?!response)(?:\w+[’']?s? ){0,3}recommendations?(?: (?:and|from|of|to|with)\b[^.]*)?:?", re.IGNORECASE
)
# A line that interrupts a text on every page, and one after which nothing responds to a recommendation any more.
_PAGE_LINE = re.compile(r"(?:page )?\d{1,3}(?: ?(?:of|/) ?\d{1,3})?|official(?:[- ]sensitive)?", re.IGNORECASE)
_DATE_LABEL = re.compile(
    r"(?:(?:first )?published|(?:date of )?publication(?: date)?|dated?)(?: on| in)?\s*[:–-]?\s*(?=\S)", re.IGNORECASE
)
_CLOSES = re.compile(
    r"for (?:more|further) (?:information|details)\b.*|(?:contact(?: us| details)?|e-?mail|tel(?:ephone)?):.*"
    r"|(?:www\.|https?://)\S+|(?:©|copyright\b).*|appendi(?:x|ces)(?: \w{1,2})?(?::.*)?"
    r"|conclusions?|next steps|monitoring|further information|glossary|references",
    re.IGNORECASE,
)
# Lines of layouts which this one would misread: replies with a label, owners in lines of their own, findings.
_ANOTHER_LAYOUT = re.compile(
    r"^[^\S\n]*(?P<label>(?:\w+[’']?s? ){0,3}response(?: \([^)\n]*\))?(?::|$)"
    r"|lead(?: (?!reviewer|author)\w+)?:|status:|findings? \d+:?$)",
    re.IGNORECASE | re.MULTILINE,
)
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


class Passage(NamedTuple):
    """A recommendation or a part of one (``part_of`` is its number), or a response (``number`` is what it answers)."""

    paragraph: Paragraph
    number: str
    part_of: str | None = None
    stem: str | None = None


class Layout(NamedTuple):
    """A document's paragraphs, sorted by what they are; ``closing`` is what follows the last response."""

    heading: list[Paragraph]
    narrative: list[Paragraph]
    recommendations: list[Passage]
    responses: list[Passage]
    closing: list[Paragraph]


def sort_paragraphs(paragraphs: Sequence[Paragraph]) -> Layout:
    """
    Sort a document's paragraphs by what they are in the layout of a board's response.

    Parameters
    ----------
    paragraphs
        From :func:`scrlearn.reviews.paragraphs.paragraphs_of`.

    Returns
    -------
    Layout
        Every paragraph but page numbers is in one of its lists, in the order of the document. Recommendations are
        numbered as printed, parts are lettered in order (3.a, then 3.a.i), and each part carries the words that it
        hangs on as its stem.

    Raises
    ------
    DocumentError
        When the document has a layout that this one would misread.

    Examples
    --------
    >>> from scrlearn.reviews.paragraphs import paragraphs_of
    >>> text = "Recommendations:\\n1) Staff should:\\n- ask;\\n- listen.\\n\\nThey will."
    >>> layout = sort_paragraphs(paragraphs_of(text))
    >>> [(passage.number, passage.stem, passage.paragraph.text) for passage in layout.recommendations]
    [('1', None, 'Staff should:'), ('1.a', 'Staff should:', 'ask;'), ('1.b', 'Staff should:', 'listen.')]
    >>> [(passage.number, passage.paragraph.text) for passage in layout.responses]
    [('1', 'They will.')]
    """
    printed = [paragraph for paragraph in paragraphs if not _is_page_line(paragraph)]
    heading = list(takewhile(_is_heading, printed))
    rest = printed[len(heading) :]
    _refuse_another_layout(rest)
    first = _first_recommendation(rest, introduced=any(_introduces(paragraph) for paragraph in heading[-1:]))
    if first is None:
        closing = list(takewhile(_closes, reversed(rest)))[::-1]
        return Layout(heading, rest[: len(rest) - len(closing)], [], [], closing)
    reader = _Reader(rest[first].style)
    for paragraph in rest[first:]:
        reader.take(paragraph)
    return Layout(heading, rest[:first], reader.recommendations, reader.responses, reader.closing)


def is_date_line(line: str) -> bool:
    """
    Tell whether a line is a date by itself, or that of a publication.

    Examples
    --------
    >>> [is_date_line(line) for line in ("February 2016", "Published: 21 June 2017", "It began in May 2016")]
    [True, True, False]
    """
    label = _DATE_LABEL.match(line)
    start = label.end() if label else 0
    return any(date.start == start and date.end >= len(line.rstrip(" .")) for date in dates_in(line))


class _Reader:
    """Takes the paragraphs from the first recommendation on, one after another."""

    def __init__(self, style: str):
        self.recommendations: list[Passage] = []
        self.responses: list[Passage] = []
        self.closing: list[Paragraph] = []
        self._style = style
        self._path: list[Passage] = []  # the recommendation, its part, and the part of that, now being read
        self._levels: list[str] = []  # how the markers of each of them are printed
        self._counts: list[int] = []
        self._answered = False

    def take(self, paragraph: Paragraph) -> None:
        if _closes(paragraph) or (self.closing and paragraph.style != self._style):
            self.closing.append(paragraph)
        elif paragraph.style == self._style:
            self._take_recommendation(paragraph)
        elif (depth := self._depth(paragraph)) is not None:
            self._take_part(paragraph, depth)
        else:
            self._take_response(paragraph)

    def _take_recommendation(self, paragraph: Paragraph) -> None:
        number = int(paragraph.label)
        if self._path and number <= int(self._path[0].number):
            raise DocumentError(
                f"its numbers go from {self._path[0].number} back to {number} ({in_one_line(paragraph.text)[:40]!r}), "
                "so that recommendations and lists in the replies cannot be told apart"
            )
        self._path, self._levels, self._counts = [Passage(paragraph, str(number))], [self._style], [number]
        self.recommendations.append(self._path[0])
        self._answered, self.closing = False, []

    def _depth(self, paragraph: Paragraph) -> int | None:
        """How deep the paragraph lies as a part of the recommendation; None where it is no part."""
        if self._answered or paragraph.kind == "plain":
            return None
        if paragraph.style in self._levels:
            return self._levels.index(paragraph.style)
        if _OPENS_A_LIST.search(self._path[-1].paragraph.text):
            return len(self._path)
        # After h) comes i), which need not be Roman.
        letters = paragraph.style.replace("i", "a")
        return self._levels.index(letters) if letters in self._levels else None

    def _take_part(self, paragraph: Paragraph, depth: int) -> None:
        if depth == len(self._levels):
            self._levels.append(paragraph.style)
            self._counts.append(0)
        del self._levels[depth + 1 :], self._counts[depth + 1 :], self._path[depth:]
        self._counts[depth] += 1
        parent = self._path[-1]
        stem = " ".join(passage.paragraph.text for passage in self._path)
        self._path.append(
            Passage(paragraph, f"{parent.number}.{_label(self._counts[depth], depth)}", parent.number, stem)
        )
        self.recommendations.append(self._path[-1])

    def _take_response(self, paragraph: Paragraph) -> None:
        stem = self._stem_of_response(paragraph)
        self.responses.append(Passage(paragraph, self._path[0].number, stem=stem))
        self._answered = True

    def _stem_of_response(self, paragraph: Paragraph) -> str | None:
        if paragraph.kind == "plain" or not self._answered:
            return None
        last = self.responses[-1]
        return last.paragraph.text if _OPENS_A_LIST.search(last.paragraph.text) else last.stem


def _first_recommendation(paragraphs: Sequence[Paragraph], *, introduced: bool) -> int | None:
    for position, paragraph in enumerate(paragraphs):
        if paragraph.kind == "number" and (introduced or paragraph.style.startswith("Rec")):
            return position
        if _introduces(paragraph):
            introduced = True
        elif paragraph.text.endswith(":"):
            introduced = False
    return None


def _introduces(paragraph: Paragraph) -> bool:
    line = sentences_of(paragraph.text)[-1]
    if _INTRODUCES_OTHER_THINGS.search(line):
        return False
    return bool(_INTRODUCES.search(line) or _RECOMMENDATIONS_HEADING.fullmatch(in_one_line(paragraph.text)))


def _is_heading(paragraph: Paragraph) -> bool:
    short = all(len(line) <= _LONGEST_HEADING_LINE for line in paragraph.text.split("\n"))
    return paragraph.kind == "plain" and short and not _ENDS_A_SENTENCE.search(paragraph.text)


def _is_page_line(paragraph: Paragraph) -> bool:
    return paragraph.kind == "plain" and _PAGE_LINE.fullmatch(paragraph.text) is not None


def _closes(paragraph: Paragraph) -> bool:
    line = in_one_line(paragraph.text)
    return is_date_line(line) or _CLOSES.fullmatch(line) is not None


def _refuse_another_layout(paragraphs: Sequence[Paragraph]) -> None:
    for paragraph in paragraphs:
        match = _ANOTHER_LAYOUT.search(paragraph.text)
        if match:
            raise DocumentError(f"its lines such as {match['label']!r} belong to a layout that cannot be read yet")


def _label(count: int, depth: int) -> str:
    if depth == 2 and count < len(_ROMAN):
        return _ROMAN[count]
    letters = ""
    while depth == 1 and count:
        count, place = divmod(count - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters or str(count)
