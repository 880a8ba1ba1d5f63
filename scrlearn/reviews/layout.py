"""
The layout of a document, by what its paragraphs say: which is heading, narrative, recommendation, part, reply.

A heading block; narrative; lists of recommendations, findings, learning points or questions, under a heading or line
that announces them or each with a label of its own ("Recommendation 1"), as paragraphs or as rows of a table; after
each its parts, and what answers it, with or without a label ("Board response:"), with who leads, when it is due and how
far it is.
"""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from scrlearn.reviews.entries import Entry, Found, Reply
from scrlearn.reviews.labels import kind_of_item
from scrlearn.reviews.lists import ListReader
from scrlearn.reviews.numbering import give_keys, merge_repeats, note_gaps, settle_bodies
from scrlearn.reviews.page_lines import contents_of, is_page_line
from scrlearn.reviews.paragraphs import Paragraph
from scrlearn.reviews.prose import in_one_line
from scrlearn.reviews.sections import closes, sections_of
from scrlearn.reviews.titles import asks, is_heading_line

_ANSWERS = re.compile(
    r"\b(?:responses?|action plan|improvements?|update|progress|what we (?:have )?(?:did|done))\b", re.I
)
_REPORTS = re.compile(r"\b(?:overview report|learning summary|briefing|executive summary)\b", re.IGNORECASE)
_SAYS_IT_ANSWERS = re.compile(
    r"\bthis (?:document|paper|statement|report|page)\b[^.]{0,80}\bresponses?\b|\b(?:board"
    r"|partnership)['’]s responses?\b"
    r"|\bresponses? (?:of|from) the\b",
    re.IGNORECASE,
)
# A review may end in questions instead of recommendations; others are what it set out to answer.
_QUESTIONS_FOR_THE_BOARD = re.compile(
    r"\bquestions?\b[^.?]{0,30}\b(?:for|to|put to|asked of)\b (?:the )?(?:\w+ )?(?:board|partnership"
    r"|safeguarding partners)\b"
    r"|\bput to (?:it|them|us|the \w+) (?:\w+ ){0,3}questions\b|\binstead of recommendations\b[^.?]{0,60}\bquestions\b"
    r"|\bquestions\b[^.?]{0,40}\b(?:rather than"
    r"|instead of) (?:making )?recommendations\b",
    re.IGNORECASE,
)
_OPENING_CHARACTERS = 3000
_FEWEST_NUMBERED = 10
_LAST = 3  # paragraphs, among which a document without a list says when it was published


class Layout(NamedTuple):
    """
    A document's paragraphs, sorted by what they are.

    ``closing`` is what follows the last response or ends the narrative (a date, whom to ask); ``unplaced`` holds each
    paragraph that is part of no passage with the reason, heading, narrative and closing among them; ``doubts`` are
    sentences on what may have been misread.
    """

    heading: list[Paragraph]
    narrative: list[Paragraph]
    recommendations: list[Entry]
    responses: list[Reply]
    closing: list[Paragraph]
    unplaced: list[tuple[Paragraph, str]]
    doubts: list[str]


def sort_paragraphs(paragraphs: Sequence[Paragraph]) -> Layout:
    """
    Sort a document's paragraphs.

    Parameters
    ----------
    paragraphs
        From :func:`scrlearn.reviews.paragraphs.paragraphs_of`.

    Returns
    -------
    Layout
        In the order of the document. Recommendations are numbered as printed, parts are lettered in order (3.a, then
        3.a.i), and each part carries the words that it hangs on as its stem.

    Examples
    --------
    >>> from scrlearn.reviews.paragraphs import paragraphs_of
    >>> text = "Response to Review A\\n\\nRecommendations:\\n1) Staff should:\\n- ask;\\n- listen.\\n\\nThey will."
    >>> layout = sort_paragraphs(paragraphs_of(text))
    >>> [(entry.number, entry.stem, entry.body.text) for entry in layout.recommendations]
    [('1', None, 'Staff should:'), ('1.a', 'Staff should:', 'ask;'), ('1.b', 'Staff should:', 'listen.')]
    >>> [(reply.entry.number, reply.body.text) for reply in layout.responses]
    [('1', 'They will.')]
    """
    found = Found()
    printed = _without_page_lines(paragraphs, found)
    heading = list(takewhile(is_heading_line, printed))
    rest = printed[len(heading) :]
    for paragraph in heading:
        found.leave(paragraph, "heading of the document")
    reader = ListReader(
        found,
        answers_freely=_answers_freely(heading, rest),
        numbered_throughout=_is_numbered_throughout(rest),
        takes_questions=_QUESTIONS_FOR_THE_BOARD.search(_opening(heading, rest)) is not None,
    )
    for section in sections_of(rest, opened_by=heading[-1] if heading else None):
        reader.take(section)
    reader.finish()
    settle_bodies(found)
    merge_repeats(found)
    give_keys(found.entries)
    note_gaps(found)
    return Layout(
        heading,
        reader.narrative,
        found.entries,
        found.replies,
        [*reader.closing, *filter(closes, reader.narrative[-_LAST:])],
        _left_over(found),
        found.doubts,
    )


def _without_page_lines(paragraphs: Sequence[Paragraph], found: Found) -> list[Paragraph]:
    in_contents = contents_of(paragraphs)
    printed = []
    for place, paragraph in enumerate(paragraphs):
        if place in in_contents:
            found.leave(paragraph, "table of contents")
        elif is_page_line(paragraph):
            found.leave(paragraph, "page number or marking")
        else:
            printed.append(paragraph)
    return printed


def _is_numbered_throughout(paragraphs: Sequence[Paragraph]) -> bool:
    """Tell whether the paragraphs of a report are numbered 1.1, 1.2 and so on, whatever they say."""
    numbered = [paragraph for paragraph in paragraphs if paragraph.style == "1.1"]
    return len(numbered) >= _FEWEST_NUMBERED and sum(map(asks, numbered)) < len(numbered) / 2


def _left_over(found: Found) -> list[tuple[Paragraph, str]]:
    """Return what is part of no passage in the order of the document, each place once."""
    placed = {body.start for body in [*(e.body for e in found.entries), *(r.body for r in found.replies)] if body}
    left = {paragraph.start: (paragraph, reason) for paragraph, reason in reversed(found.unplaced)}
    return [left[start] for start in sorted(left) if start not in placed]


def _answers_freely(heading: Sequence[Paragraph], rest: Sequence[Paragraph]) -> bool:
    """Tell whether a document answers recommendations at all, and so may do without a label that says so."""
    title = in_one_line(" ".join(paragraph.text for paragraph in heading))
    if _ANSWERS.search(title):
        return True
    if any(paragraph.kind == "item" and kind_of_item(paragraph.marker) == "finding" for paragraph in rest):
        return False
    return not _REPORTS.search(title) and _SAYS_IT_ANSWERS.search(_opening((), rest)) is not None


def _opening(heading: Sequence[Paragraph], rest: Sequence[Paragraph]) -> str:
    told = " ".join(paragraph.text for paragraph in [*heading, *rest])
    return in_one_line(told[:_OPENING_CHARACTERS])
