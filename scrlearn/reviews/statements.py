"""What a recommendation or a response plainly states: to whom, by whom, by when, how far. Nothing is guessed."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from scrlearn.reviews.dates import MONTHS, dates_in
from scrlearn.reviews.prose import in_one_line, sentences_of

# What carries a recommendation out. A step on the way (a bid, an appointment, an agreement) is not among them.
_DONE = (
    "(?:completed|implemented|introduced|launched|published|(?:re-?)?issued|revised|updated|amended|re-?written"
    "|changed|adopted|"
    "put in place|rolled out|built|delivered|produced|developed|created|carried out|trained|written|made (?:a "
    "|the |this |these )?changes?)"
)
# How far a response has got, by the words that say so.
_STATUS_WORDS = {
    "declined": re.compile(
        r"\b(?:does|do|did|is|are|was|were) not (?:\w+ )?(?:think|believe|consider|accept|agree|accepted|agreed)\b"
        r"|\b(?:rejects?|rejected|declines?|declined) (?:this|the) recommendation\b"
        r"|^(?:this (?:recommendation )?(?:is|was) )?(?:not accepted|rejected|declined)\b",
        re.IGNORECASE,
    ),
    "under_way": re.compile(
        r"\b(?:is|are) (?:currently |now |already )?(?:being|in draft|in progress|under ?way|ongoing|underway)\b"
        r"|\b(?:has|have) (?:\w+ )?(?:begun|started|been started|established|been established|set up|been set up)\b"
        r"|\b(?:is|are) (?:currently|now) \w+ing\b|\bwork (?:is|has) (?:ongoing|begun)\b",
        re.IGNORECASE,
    ),
    "complete": re.compile(
        rf"\b(?:has|have)(?: now| already| also| since)?(?: been)?(?: \w+ly)? {_DONE}\b"
        rf"|\b(?:was|were) {_DONE}\b|\b(?:is|are) (?:now )?(?:complete|in place)\b|^(?:completed?|done)\b",
        re.IGNORECASE,
    ),
    "planned": re.compile(
        r"\bwill\b|\b(?:is|are) (?:due|planned|scheduled) to\b|\bto be \w+(?:ed|en)\b"
        r"|\b(?:plans?|intends?|proposes?) to\b",
        re.IGNORECASE,
    ),
}
_AHEAD = re.compile(
    r"\b(?:will|due|planned|scheduled|expected|intended|to be|plans?|intends?|aims?|proposes?)\b", re.IGNORECASE
)
# Words after which a date lies in the past, although the sentence looks ahead: "the audit that began in May 2016".
_BACK = re.compile(
    r"\b(?:since|was|were|has|have|had|began|started)\b|(?<!be )\b(?:published|agreed|issued|launched|dated)\b",
    re.IGNORECASE,
)
_PART_OF_YEAR = "|".join((*MONTHS, "[Ss]pring", "[Ss]ummer", "[Aa]utumn", "[Ww]inter"))
_WHEN = re.compile(
    r"\b(?:(?:later|early|late|by|within|before|at|during)\s+)*(?:(?:the\s+)?end\s+of\s+(?:this|next|the)|this|next)\s+"
    r"(?:calendar\s+|financial\s+|academic\s+|school\s+)?(?:year|term|quarter)\b"
    r"|\blater in the year\b|\bwithin (?:the next )?\w+ (?:days|weeks|months|years)\b"
    r"|\bin (?:due course|the near future)\b"
    r"|\b(?:in|over) the coming (?:weeks|months|year)\b|\bin the new year\b|\b(?:shortly|as soon as possible)\b"
    rf"|\b(?:in|by|from|during|before|next)\s+(?:the\s+|early\s+|late\s+|mid-)*(?-i:{_PART_OF_YEAR})\b(?!\s+\d)",
    re.IGNORECASE,
)
_BODY_NOUN = (
    "Board|Partnership|Trust|Council|Committee|Group|Sub-?group|Forum|Police|Constabulary|Service|Services"
    "|Department|Team|"
    "Network|Agency|Federation|College|School|CCG|ICB|Office"
)
_BODY = (
    rf"(?!The\s)(?P<body>(?:[A-Z][\w’'&.-]*\s+)(?:(?:[A-Z][\w’'&.-]*|and|of|for|the|&)\s+){{0,7}}?(?:{_BODY_NOUN})"
    rf"(?!\s+(?:{_BODY_NOUN}))|[A-Z]{{3,8}})\b"
)
_LEAD = re.compile(rf"(?:The\s+)?(?:multi-agency\s+)?{_BODY}(?:,\s+with\s+[\w\s]+,\s|\s+(?:will|has|have|is|are)\b)")
_ADDRESSED = (
    re.compile(
        r"(?:To\s+|That\s+\w+\s+)?(?i:ask|invite|request|require"
        r"|recommend)s?(?:\s+that)?\s+(?:the\s+)?(?:multi-agency\s+)?"
        rf"{_BODY}(?!\s+(?:and|area|Area)\b)"
    ),
    re.compile(rf"(?:That\s+)?(?:[Tt]he\s+)?{_BODY}\s+(?:should|must|to|needs\s+to|is\s+asked\s+to)\b"),
)
_ALL_AGENCIES = re.compile(
    r"(?:To\s+)?(?:ask|invite|request|require)\s+(?:that\s+)?all\s+(?:\w+\s+)?agencies\b"
    r"|all\s+(?:\w+\s+)?agencies\s+(?:should|to)\b",
    re.IGNORECASE,
)
_SHORT_FOR = re.compile(r"((?:[A-Z][\w’'-]*\s+)(?:(?:[A-Z][\w’'-]*|and|of|for|the)\s+)*)\(([A-Z]{3,8})\)")


class Due(NamedTuple):
    """When a response is due: a date and how exactly it is known, or the words where no date can be read from them."""

    on: str | None = None
    precision: str | None = None
    text: str | None = None


def status_of(text: str) -> str:
    """
    Tell how far a response says that it has got.

    Returns
    -------
    str
        declined, under_way, complete or planned by the words of the text (a step done and another to come is
        under_way); not_stated where none of them stands.

    Examples
    --------
    >>> [status_of(text) for text in ("The guide will be revised.", "The guide was revised.", "The guide is good.")]
    ['planned', 'complete', 'not_stated']
    """
    line = in_one_line(text)
    said = [status for status, words in _STATUS_WORDS.items() if words.search(line)]
    if "complete" in said and "planned" in said and "declined" not in said:
        return "under_way"
    return said[0] if said else "not_stated"


def due_of(text: str) -> Due:
    """
    Find when a response is due: the first date that a sentence looks ahead to, else words such as "later this year".

    Examples
    --------
    >>> due_of("An audit will be held in Autumn 2017.")
    Due(on='2017-09', precision='season', text=None)
    >>> due_of("It is due to be launched later this year.")
    Due(on=None, precision=None, text='later this year')
    """
    ahead = [(sentence, cue.end()) for sentence in sentences_of(text) if (cue := _AHEAD.search(sentence))]
    for sentence, place in ahead:
        for date in dates_in(sentence):
            if date.start > place and not _BACK.search(sentence, place, date.start):
                return Due(date.on, date.precision)
    words = [match[0] for sentence, place in ahead if (match := _WHEN.search(sentence, place))]
    return Due(text=words[0] if words else None)


def lead_of(text: str, names: Mapping[str, str]) -> str | None:
    """
    Name the body that a response begins with as the one that acts ("HSCB will …"), written out where names tells how.

    Examples
    --------
    >>> lead_of("NSCB will review its training.", {"NSCB": "Northshire Safeguarding Children Board"})
    'Northshire Safeguarding Children Board'
    """
    match = _LEAD.match(in_one_line(text))
    return _written_out(match["body"], names) if match else None


def addressee_of(text: str, names: Mapping[str, str]) -> str | None:
    """
    Name the body that a recommendation plainly asks ("To ask the Early Help Board to …"), written out like a lead.

    Examples
    --------
    >>> addressee_of("To ask the Early Help Board to review its guidance", {})
    'Early Help Board'
    """
    line = in_one_line(text)
    if _ALL_AGENCIES.match(line):
        return "All agencies"
    match = next((match for pattern in _ADDRESSED if (match := pattern.match(line))), None)
    return _written_out(match["body"], names) if match else None


def names_in(text: str) -> dict[str, str]:
    """
    Find the short forms that a text explains.

    Examples
    --------
    >>> names_in("considered by the Northshire Safeguarding Children Board (NSCB)")
    {'NSCB': 'Northshire Safeguarding Children Board'}
    """
    found = {match[2]: match[1].strip() for match in _SHORT_FOR.finditer(in_one_line(text))}
    return {short: name.removeprefix("The ") for short, name in found.items()}


def _written_out(body: str, names: Mapping[str, str]) -> str | None:
    # Letters that the document does not explain name nobody.
    if body in names:
        return names[body]
    return body if " " in body else None
