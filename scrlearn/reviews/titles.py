"""Short lines and sentences: what is a heading or a title, and what asks for something to be done."""

import re

from scrlearn.reviews.paragraphs import Paragraph
from scrlearn.reviews.prose import in_one_line

_LONGEST_HEADING_LINE = 120
_MOST_HEADING_WORDS = 16
_ENDS_A_SENTENCE = re.compile(r"[.;!,]['’\"”)]*$")
_ENDS_A_LINE = re.compile(r"[.:;?!,]['’\"”)]*$")
_NUMBER = re.compile(
    r"(?:(?:section|part|chapter)\s+)?\d{1,2}(?:\.\d{1,2})*[.):]?\s+(?=\D)|(?:appendix"
    r"|annex)\s+\w{1,2}\s*[:.–-]\s*(?=\S)",
    re.IGNORECASE,
)
DIRECTS = re.compile(
    r"\b(?:should|must|ought to|needs? to|is asked to|are asked to|be asked to|is recommended|recommends?(?: that)?)\b"
    r"|^(?:to|that|for) \w+|^(?:all|each|every) \w+ (?:to|will)\b"
    r"|^(?:ensure|review|develop|provide|promote|consider|seek|strengthen|update|revise|establish|introduce"
    r"|improve|audit"
    r"|agree|ask|raise|share|produce|publish|write|work with|make sure|remind|include|use|set|undertake"
    r"|commission|deliver"
    r"|embed|test|monitor|require|request|invite|support|create|adopt|extend|explore|identify|build|clarify|give"
    r"|hold)\b",
    re.IGNORECASE,
)
_IS_DIRECTED = re.compile(r"^.{0,80}?\b(?:should|must|is asked to|are asked to|needs? to)\b", re.DOTALL)


def _without_number(line: str) -> str:
    """Return a heading without the number before it."""
    return _NUMBER.sub("", line, count=1)


def bare_title(paragraph: Paragraph) -> str:
    """Return the words of a heading in one line, without the number before them and the colon behind them."""
    return _without_number(in_one_line(paragraph.text)).rstrip(": ?")


def is_heading(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph looks like a heading within a document: short, and no sentence."""
    line = in_one_line(paragraph.text)
    return (
        paragraph.kind in ("plain", "number", "reply")
        and len(line) <= _LONGEST_HEADING_LINE
        and len(line.split()) <= _MOST_HEADING_WORDS
        and not _ENDS_A_SENTENCE.search(line)
    )


def is_title(paragraph: Paragraph) -> bool:
    """
    Tell whether a paragraph is a title rather than a sentence that asks for something.

    Examples
    --------
    >>> from scrlearn.reviews.paragraphs import paragraphs_of
    >>> [is_title(paragraphs_of(text)[0]) for text in ("Safer sleep", "Staff should ask", "To ask.")]
    [True, False, False]
    """
    line = in_one_line(paragraph.text)
    return not _ENDS_A_LINE.search(line) and not DIRECTS.search(line) and len(line.split()) <= _MOST_HEADING_WORDS


def is_heading_line(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph can belong to the heading block at the beginning of a document."""
    short = all(len(line) <= _LONGEST_HEADING_LINE for line in paragraph.text.split("\n"))
    is_title_of_response = paragraph.kind == "reply" and paragraph.is_alone
    return (paragraph.kind == "plain" or is_title_of_response) and short and not _ENDS_A_LINE.search(paragraph.text)


def is_title_only(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is a heading and no sentence."""
    return is_heading(paragraph) and is_title(paragraph)


def asks(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph asks for something to be done."""
    line = in_one_line(paragraph.text)
    return DIRECTS.search(line) is not None and (
        _IS_DIRECTED.search(line) is not None or DIRECTS.match(line) is not None or "recommend" in line.lower()
    )
