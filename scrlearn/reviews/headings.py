"""What the heading block of a document says: who published it, what it is, and whom it is about."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from scrlearn.reviews.dates import dates_in
from scrlearn.reviews.prose import in_one_line, without_capitals

_BODY = (
    r"(?:(?:Local|Area|Regional|Multi-Agency|Combined)\s+)*"
    r"(?:Safeguarding(?:\s+(?:Children|Child|Adults?|Families)(?:['’]?s)?)?|Children(?:['’]?s)?\s+Safeguarding|"
    r"Child\s+(?:Protection|Safeguarding)|Community\s+Safety)\s+(?:(?:Assurance|Review|Executive)\s+)?"
    r"(?:Boards?|Partnerships?|Committee|Arrangements|Executive|Partners)\b|(?:LSCB|LSCP|CSCP|SCB|SCP|SAB|ACPC|CSP|MASA)\b"
)
_PUBLISHER = re.compile(
    rf"(?P<area>(?:[A-Z][\w’'.-]*,?\s+(?:(?:and|of|upon|on|with|&)\s+)*)*?)(?P<body>{_BODY})"
    r"(?:\s+(?:for|in|of)\s+(?P<after>[A-Z][\w ’'-]+))?"
)
_TITLE_WORDS = re.compile(
    r"^.*\b(?:(?:Response|Report|Review|Recommendations)\s+(?:of|by|and)|(?:Chair|Manager|Scrutineer)\s+of)\s+(?:the\s+)?"
)
# The first that stands in a text is taken; of two at one place, the upper.
REVIEW_TYPES = (
    ("local_child_safeguarding_practice_review", r"(?:local )?child safeguarding practice review|LCSPR"),
    ("child_practice_review", r"child practice review"),
    ("domestic_homicide_review", r"domestic (?:homicide|abuse related death) review|DHR|DARDR"),
    ("safeguarding_adult_review", r"safeguarding adults? review|SAR"),
    ("case_management_review", r"case management review"),
    ("serious_case_review", r"serious case review|SCR"),
    ("thematic_review", r"thematic (?:\w+ )?review"),
    ("rapid_review", r"rapid review"),
    ("learning_review", r"(?:multi-agency |partnership )?learning review"),
)
_DOCUMENT_TYPES = (
    ("response", r"\bresponses?\b"),
    ("action_plan", r"\baction plan\b"),
    ("improvements", r"\bimprovements?\b"),
    ("overview_report", r"\boverview report\b"),
    ("learning_summary", r"\blearning (?:summary|from|briefing|lessons)\b|\bbriefing\b"),
)
_CODE = r"(?:[A-Z]{1,3}\d{0,3}|\d{1,3}(?:/(?:19|20)\d\d)?(?!\d))(?!['’]?\w)"
_SUBJECT_OF = r"(?:Child(?:ren)?|Bab(?:y|ies)|Infants?|Famil(?:y|ies)|Adults?|Young (?:Person|People)|Siblings?)"
_LABEL = re.compile(
    rf"\b{_SUBJECT_OF}\s+{_CODE}(?:(?:,\s*|,?\s+and\s+|\s*&\s*)(?:{_SUBJECT_OF}\s+)?{_CODE})*|\b(?:DHR|DARDR|SAR)\s+{_CODE}"
)
_A_REVIEW = "|".join(pattern for _, pattern in REVIEW_TYPES)
_OF = (
    r"(?:\s+(?:of|into|on|for|about|concerning|regarding|in\s+respect\s+of|relating\s+to)\s+(?:the\s+)?"
    r"(?:(?:death|case|circumstances)\s+of\s+)?|\s*[:–—-]\s*(?:the\s+)?)"
)
_NAMES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bthematic (?:\w+ )?review{_OF}(?P<subject>[^.:;,–(]+)$",
        rf"\b(?:{_A_REVIEW})s?\s*(?:\([A-Z]+\))?{_OF}"
        r"(?-i:(?!Response|Report|Recommend|Overview|Executive|Action|Learning|Finding|Board|Partnership)"
        r"['‘“\"]?(?P<subject>[A-Z][\w’'-]*(?:\s+(?:and\s+|&\s+)?[A-Z0-9][\w’'-]*){0,4}))",
        rf"\b(?:{_A_REVIEW})\b[^:]*:\s*['‘“\"]?"
        r"(?-i:(?P<subject>[A-Z][a-z’'-]+(?: (?:and |& )?[A-Z][a-z’'-]+)?))['’”\"]?$",
        r"\b(?P<subject>(?-i:Baby|Child|Family)\s+(?-i:(?!Safeguarding|Protection|Practice|Death|Court)[A-Z][a-z]+))\b",
    )
)
_ASIDE = re.compile(
    r"(?:(?:first )?published|publication|date|commissioned|decision|lead reviewers?|facilitated|guidance|version|"
    r"(?:independent )?(?:overview )?(?:author|chair)|contents|introduction|background|(?:executive )?summary)\b"
    r"(?!.*\breview\b).*|position at .*",
    re.IGNORECASE,
)

_ADDRESSES = re.compile(
    r"^(?:(?:single[- ]agency |key )?(?:recommendations?|learning|actions?|findings?) )?(?:for|to)(?: the)? ",
    re.IGNORECASE,
)
_AN_AGENCY = re.compile(
    r"\b(?:police|constabulary|health|nhs|hospitals?|trust|icb|ccg|council|social (?:care|work)|education|schools?|"
    r"college|probation|cafcass|housing|gps?|general practice|midwifery|maternity|ambulance|camhs|board|partnership|"
    r"agencies|services?|early help|public health|government|ofsted|panel|fire|nursery|charity|authority)\b",
    re.IGNORECASE,
)
_NO_AGENCY = re.compile(
    r"\b(?:recommendations?|actions?|findings?|learning|working|sharing|information|access to|responses?)\b",
    re.IGNORECASE,
)


class Publisher(NamedTuple):
    """A body as headed and the area it speaks for as a slug, the same before and after a board became a partnership."""

    name: str
    partnership: str


def publisher_in(lines: Sequence[str]) -> Publisher | None:
    """
    Find the publisher in the lines of a heading.

    Examples
    --------
    >>> publisher_in(["Response of the Northshire Local Safeguarding Children Board to the", "Review of Child K"])
    Publisher(name='Northshire Local Safeguarding Children Board', partnership='northshire')
    """
    for line in map(without_capitals, lines):
        match = _PUBLISHER.search(line)
        if match:
            area = _TITLE_WORDS.sub("", match["area"])
            name = _without_article(area + line[match.start("body") : match.end()])
            place = slug(_without_article(re.sub(r"['’]s?\s*$", "", area.strip())) or match["after"] or "")
            if place:
                return Publisher(name, place)
    return None


def title_of(lines: Sequence[str]) -> str | None:
    """
    Join the lines of a heading that make up the title: all but the publisher's name, dates and who wrote it.

    Examples
    --------
    >>> title_of(["Northshire Safeguarding Children Board", "Response to the", "Review of Child A", "May 2017"])
    'Response to the Review of Child A'
    """
    return " ".join(line for line in lines if not _is_aside(line)) or None


def review_type_in(text: str) -> str | None:
    """Name the kind of review that a text names first; None where it names none."""
    found = [
        (match.start(), kind)
        for kind, pattern in REVIEW_TYPES
        if (match := re.search(rf"\b(?:{pattern})s?\b", text, re.IGNORECASE))
    ]
    return min(found, key=lambda place_and_kind: place_and_kind[0])[1] if found else None


def document_type_of(title: str) -> str:
    """Tell from its title what kind of document it is."""
    kinds = (kind for kind, pattern in _DOCUMENT_TYPES if re.search(pattern, title, re.IGNORECASE))
    return next(kinds, "other")


def subject_in(lines: Sequence[str]) -> str | None:
    """
    Find whom or what a review is about in the lines of a heading: by a label first, then by a name, then by a topic.

    Examples
    --------
    >>> subject_in(["Response to the Serious Case Review of", "Child M and Child N"])
    'Child M and Child N'
    >>> subject_in(["Learning Review: the Manning Family"]), subject_in(["Thematic Review of sleep"])
    ('Manning Family', 'sleep')
    """
    whole = " ".join(lines)
    labels = (label for line in lines if (label := label_in(line)))
    names = (
        match for text in [*lines, whole] for pattern in _NAMES if (match := pattern.search(without_capitals(text)))
    )
    label, name = next(labels, None), next(names, None)
    if label is None and name is not None:
        return in_one_line(name["subject"]).strip("‘’'\"“”")
    return label or label_in(whole)


def label_in(text: str) -> str | None:
    """Find a subject that goes by a label: Child K, Family S4."""
    match = _LABEL.search(without_capitals(text))
    return in_one_line(match[0]) if match else None


def is_publisher(line: str) -> bool:
    """Tell whether a line is the name of a safeguarding body and nothing else."""
    name = re.sub(r"\s*\([A-Z]+\)$", "", _without_article(without_capitals(line)))
    return _PUBLISHER.fullmatch(name) is not None and not _TITLE_WORDS.match(name)


def asked_by_heading(title: str) -> str | None:
    """
    Name the bodies that a heading over recommendations addresses; None for a heading that names none.

    Examples
    --------
    >>> asked_by_heading("Recommendations for Northshire Police"), asked_by_heading("Safer sleep")
    ('Northshire Police', None)
    """
    name = _ADDRESSES.sub("", title).strip(" :.–-")
    return name if name and _AN_AGENCY.search(name) and not _NO_AGENCY.search(name) else None


def slug(text: str) -> str:
    """
    Write a name in small letters, digits and hyphens.

    Examples
    --------
    >>> slug("Child M & Child N")
    'child-m-and-child-n'
    """
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")


def _is_aside(line: str) -> bool:
    dates = dates_in(line)
    is_date = bool(dates) and len(line) - (dates[0].end - dates[0].start) < 3
    return is_date or is_publisher(line) or _ASIDE.fullmatch(line) is not None


def _without_article(name: str) -> str:
    return re.sub(r"^(?:The|the)\s+", "", name)
