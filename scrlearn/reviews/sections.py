"""A document's sections: which headings and lines open a list of recommendations and their kin, and which close it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from scrlearn.reviews.dates import dates_in
from scrlearn.reviews.headings import asked_by_heading
from scrlearn.reviews.labels import kind_of_item
from scrlearn.reviews.paragraphs import Paragraph
from scrlearn.reviews.prose import in_one_line, sentences_of
from scrlearn.reviews.titles import DIRECTS, bare_title, is_heading

_INTRODUCES = re.compile(
    r"\brecommend(?:ations?|s|ed)\b.*(?::$|\bbelow\b|\bfollow)|\bfollowing\b.*\brecommendations?\b"
    r"|\bfollowing (?:improvements?|changes|learning points|lessons|practice standards|findings)\b.*(?::$"
    r"|\bwere\b|\bhave\b)"
    r"|\b(?:improvements|learning points|lessons|practice standards)\b.*(?::$|\bset out below\b)",
    re.IGNORECASE,
)
_INTRODUCED_KINDS = (
    ("recommendation", r"recommend|improvement|changes|practice standard"),
    ("learning_point", r"learning point|lesson"),
    ("finding", r"finding"),
)
_OTHER_THINGS = re.compile(
    r"\b(?:no|earlier|previous|past) (?:\w+ )?recommendations?\b|\b(?:questions?|reasons|terms of reference"
    r"|key lines)\b"
    r"|\bsingle[- ]agency recommendations? (?:are|were|have been) (?:held|kept|monitored|taken)\b",
    re.IGNORECASE,
)
# Headings that open a list; the first that fits is taken.
_BOARD = r"(?:(?:the|our) )?(?:\w+ )?(?:board|partnership|partners|safeguarding|executive)\b.*"
_OPENS = (
    (
        "question",
        rf"(?:key )?(?:questions|considerations|challenges|issues)(?: (?:and \w+|to be considered))? (?:for|by"
        rf"|to) {_BOARD}"
        r"|(?:questions|considerations|challenges) for consideration.*",
    ),
    (
        "recommendation",
        r"(?!response|background|introduction)(?:[\w’'–&,-]+ ){0,6}recommendations?(?: (?:and|from|of|to|with|for"
        r"|made|by|at|–|-)\b.*| \(.*\))?"
        r"|(?:[\w’'&-]+ ){0,5}(?:composite )?action plan(?: .{0,60})?"
        r"|(?:[\w’'-]+ ){0,3}practice standards?(?: .{0,40})?"
        r"|(?:key |agreed |our )?(?:areas (?:for|of) )?improvements?(?: (?:made|to|in|since|already|that|we|plan"
        r"|identified|and|for|still|agreed)\b.*)?"
        r"|what (?:needs to|must|should) (?:change|improve|happen).*|what we have (?:changed|improved)"
        r"|priorities(?: for .*)?"
        r"|what we (?:will|are going to) (?:change|improve|do differently)",
    ),
    (
        "finding",
        r"(?:(?:key|priority|main|summary of|the|our|practice|systems?|review"
        r"|overview of) ){0,3}findings?(?: (?:of|from|and) .*)?",
    ),
    (
        "learning_point",
        r"(?:(?:key|the|main|our|summary of|wider|what|multi-agency|practice) ){0,3}(?:learning|lessons)"
        r"(?: (?:points?|themes?|identified|learn(?:ed|t)|from|for|to be learn\w+|opportunities|and .*|in brief)\b.*)?"
        r"|key (?:messages?|points?)(?: (?:for|from) .*)?|what (?:did|have|can|do|has) (?:we|the (?:review"
        r"|partnership)|been) .*learn\w*"
        r"|what we (?:have )?learn\w+",
    ),
)
OPENING_HEADINGS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _OPENS)
_NO_OPENING = re.compile(
    r".*\b(?:earlier|previous|past|other) (?:\w+ )?(?:reviews?|recommendations?)\b.*|.*\blearning (?:from|event"
    r"|review|reviews)\b.*\bevent.*"
    r"|learning (?:together|review|event|model|processes?)\b.*|no (?:recommendations|learning).*"
    r"|learning lessons workshops?",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"for (?:more|further) (?:information|details)\b.*|(?:contact(?: us| details)?|e-?mail|tel(?:ephone)?):.*"
    r"|(?:www\.|https?://)\S+|(?:©|copyright\b).*|(?:appendi(?:x|ces)|annex(?:es)?)(?: \w{1,2})?(?:\s*[:–-].*)?"
    r"|(?:overall |final )?(?:conclusions?|concluding \w+)(?: and next steps)?|next steps|(?:monitoring"
    r"|governance|assurance)(?: (?:of|and) .*)?|further information"
    r"|glossary.*|(?:references|bibliography|footnotes|endnotes|acronyms.*|abbreviations.*)|contacts?",
    re.IGNORECASE,
)
# Other sections of reports, which nothing of a list goes on into.
_OTHER_SECTIONS = re.compile(
    r"(?:terms of reference|(?:the )?(?:review )?(?:methodology|method|process)|background.*|introduction.*"
    r"|(?:the )?context.*|scope.*|timeline.*"
    r"|(?:the )?family(?: .*)?|analysis.*|(?:case|family) (?:summary|history)|summary of (?:the )?(?:case|facts"
    r"|events|family).*|chronology.*"
    r"|acknowledge?ments?|about (?:the|this|us) .*|statement (?:by|from|of) .*|further (?:reading|support)"
    r"|(?:key )?lines of enquiry|good practice.*"
    r"|equality.*|parallel .*|dissemination.*|(?:family|parents?’?) (?:involvement|contribution|views).*"
    r"|useful .*|resources.*|where to .*"
    r"|(?:what|why) (?:happened|it matters|this matters).*|(?:questions|reflections?|discussion).* (?:team|teams"
    r"|practitioners?|reflection|supervision|discussion).*"
    r"|publication.*|contents|table of contents|executive summary|views of .*|how (?:we|the|this) .*review.*"
    r"|membership.*|legal .*|status of .*|who was .*"
    r"|what (?:next|happens next|will happen next).*|how (?:we|the partnership|the board) will (?:know|monitor"
    r"|measure).*)",
    re.IGNORECASE,
)
_DATE_LABEL = re.compile(
    r"(?:(?:first |date )?published|(?:date of )?publication(?: date)?|dated?)(?: on| in)?\s*[:–-]?\s*(?=\S)",
    re.IGNORECASE,
)


class Section(NamedTuple):
    """
    A stretch of a document: the line that opens it, and what follows.

    ``kind`` is the kind of passage that it lists; None where it lists none.
    """

    kind: str | None
    opening: Paragraph | None
    paragraphs: list[Paragraph]


def sections_of(paragraphs: Sequence[Paragraph], *, opened_by: Paragraph | None = None) -> list[Section]:
    """
    Part the paragraphs after a document's heading block into sections.

    ``opened_by`` is the last line of that block, which may be the heading of a list. The first section has no opening.
    """
    kind = opened_kind(opened_by) if opened_by else None
    sections = [Section(kind, opened_by if kind else None, [])]
    for paragraph in paragraphs:
        now = sections[-1]
        opened = None if _answers_an_item(paragraph, now) else opened_kind(paragraph)
        if paragraph.kind == "item" and now.kind and kind_of_item(paragraph.marker) != now.kind:
            sections.append(Section(None, None, [paragraph]))
        elif opened and not _is_second_heading(opened, now):
            sections.append(Section(opened, paragraph, []))
        elif not opened and now.kind and _ends_section(paragraph, now):
            sections.append(Section(None, paragraph, []))
        else:
            now.paragraphs.append(paragraph)
    return sections


def _answers_an_item(paragraph: Paragraph, now: Section) -> bool:
    """Tell whether a label that could be a heading ("What has changed") stands right after one of the items."""
    is_question = paragraph.kind == "reply" and paragraph.text.lower().startswith("what")
    return is_question and any(before.kind == "item" for before in now.paragraphs[-2:])


def _is_second_heading(opened: str, now: Section) -> bool:
    """Tell whether a heading stands right under another of the same kind, as one for an agency does."""
    return opened == now.kind and not now.paragraphs and now.opening is not None and is_heading(now.opening)


def _ends_section(paragraph: Paragraph, now: Section) -> bool:
    if closes_list(paragraph) or _is_next_to(paragraph, now.opening):
        return True
    if paragraph.kind == "number" and closes(paragraph):
        return True
    return not now.paragraphs and paragraph.text.endswith(":") and _OTHER_THINGS.search(paragraph.text) is not None


def opened_kind(paragraph: Paragraph) -> str | None:
    """Tell what kind of passage a heading or an introducing line announces; None where it announces none."""
    if paragraph.kind not in ("plain", "number", "reply"):
        return None
    title = bare_title(paragraph)
    if is_heading(paragraph) and not _NO_OPENING.fullmatch(title):
        kind = next((kind for kind, pattern in OPENING_HEADINGS if pattern.fullmatch(title)), None)
        if kind and (kind == "question" or not _OTHER_THINGS.search(title)):
            return kind
    if paragraph.kind == "reply":
        return None
    line = sentences_of(paragraph.text)[-1]
    if _INTRODUCES.search(line) and not _OTHER_THINGS.search(line):
        return next(kind for kind, words in _INTRODUCED_KINDS if re.search(words, line, re.IGNORECASE))
    return None


def closes(paragraph: Paragraph) -> bool:
    """Tell whether a line ends what was said before: a date, whom to ask, a heading such as Conclusion."""
    line = in_one_line(paragraph.text)
    if paragraph.kind not in ("plain", "number"):
        return False
    closing = _CLOSES.fullmatch(line) or _CLOSES.fullmatch(bare_title(paragraph))
    return is_date_line(line) or closing is not None or closes_list(paragraph)


def closes_list(paragraph: Paragraph) -> bool:
    """Tell whether a heading opens another section of a report, which nothing of a list goes on into."""
    title = bare_title(paragraph)
    return (
        paragraph.kind in ("plain", "number") and is_heading(paragraph) and _OTHER_SECTIONS.fullmatch(title) is not None
    )


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


def _is_next_to(paragraph: Paragraph, opening: Paragraph | None) -> bool:
    """Tell whether a paragraph is a heading numbered like the one that opened the section, one further."""
    if opening is None or opening.kind != "number" or paragraph.kind != "number":
        return False
    if paragraph.style != opening.style or not is_heading(paragraph) or DIRECTS.search(paragraph.text):
        return False
    if asked_by_heading(bare_title(paragraph)):
        return False  # the list of another agency
    *above, last = map(int, opening.label.split("."))
    return paragraph.label == ".".join(map(str, [*above, last + 1]))
