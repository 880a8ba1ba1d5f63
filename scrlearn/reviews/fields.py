"""What a cell of a plan or tracker, or a line such as "Lead: …", says of status, dates, kinds and leads."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from scrlearn.reviews.dates import MONTHS, Date, dates_in
from scrlearn.reviews.statements import Due, status_of

_LONGEST_STATUS = 60
# "Behind" is no status of the tables: it is under way where something was begun, and planned where nothing was.
BEHIND = "behind"
# Words outrank colours, and the first that is found is taken.
_STATUS_WORDS = tuple(
    (status, re.compile(rf"(?:{pattern})(?!\w)"))
    for status, pattern in (
        (
            "declined",
            r"\b(?:rejected|not (?:be |being |been )?(?:accepted|agreed|adopted|taken forward|pursued)|declined"
            r"|withdrawn)",
        ),
        (
            "planned",
            r"\b(?:(?:not|(?:yet )?to be)(?: yet| been)* (?:started|begun|commenced)|to (?:start|do)|no progress)",
        ),
        (
            BEHIND,
            r"\b(?:not(?: yet| been| fully)* (?:completed?|achieved|met|done|closed)|incomplete|outstanding)",
        ),
        ("under_way", r"\b(?:(?:off|not on|behind) (?:track|target|schedule)|behind|delayed|slipped|missed|overdue)"),
        (
            "under_way",
            r"\b(?:(?:part|partially|partly|nearly|almost) (?:completed?|achieved|met|embedded|implemented)|embedding)",
        ),
        ("complete", r"^(?:fully |now )?(?:completed?|closed|achieved|done|embedded|implemented|signed off|finished)"),
        ("planned", r"\b(?:planned|scheduled|pending|to be \w+|will be|due (?:to|by|in))"),
        ("complete", r"\b(?:completed?|closed|embedded|achieved|done|implemented|signed off|finished|delivered)"),
        (
            "under_way",
            r"\b(?:on (?:target|track|schedule)|on ?going|in progress|progressing|under ?way|started|commenced)",
        ),
        ("under_way", r"\b(?:begun|continuing|new date)"),
    )
)
_SHORT_WORDS = {
    **dict.fromkeys(("yes", "y", "✓", "✔", "☑", "✅", "100%", "c"), "complete"),
    **dict.fromkeys(("no", "n", "✗", "✘"), BEHIND),
    "0%": "planned",
}
_COLOURS = {
    **dict.fromkeys(("green", "g", "blue", "b"), "complete"),
    **dict.fromkeys(("amber", "a", "yellow", "orange"), "under_way"),
    **dict.fromkeys(("red", "r"), BEHIND),
}
_COLOUR = "red|amber|yellow|orange|green|blue|grey|purple|white|black"
_COLOUR_KEY = re.compile(
    rf"\b({_COLOUR})\b\s*(?:=|–|—|-|:|\bmeans\b|\bis\b)\s*([^.;|]+?)"
    rf"(?=\s*(?:[.;|]|$|,?\s*\b(?:{_COLOUR})\b\s*(?:=|–|—|-|:|\bmeans\b)))",
    re.IGNORECASE,
)
_KINDS = (
    ("learning_point", r"learning points?|learning|lessons?(?: learn(?:ed|t))?|key messages?"),
    ("finding", r"findings?"),
    ("question", r"questions?(?: for the (?:board|partnership))?|considerations?|challenges?(?: for the board)?"),
    ("recommendation", r"recommendations?|recs?"),
)
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]}|t)?" for month in MONTHS)
_SHORT_YEARS = (
    (re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d\d)(?![\d/.-])"), r"\1/\2/20\3"),
    (re.compile(r"\b(\d{1,2})-(\d{1,2})-((?:19|20)\d\d)\b"), r"\1/\2/\3"),
    (re.compile(rf"\b({_MONTH})[-\s'’]+([12]\d)(?![\d/.-]|st|nd|rd|th|,?\s+(?:19|20)\d\d)", re.IGNORECASE), r"\1 20\2"),
    (re.compile(rf"\b(\d{{1,2}})?-?\b({_MONTH})-((?:19|20)\d\d)\b", re.IGNORECASE), r"\1 \2 \3"),
)
# A date that holds no more: "(was May 2024)".
_FORMER = re.compile(r"\b(?:was|originally|previously|formerly)\b[^;,()]*", re.IGNORECASE)
_ISO = re.compile(r"((?:19|20)\d\d)(-\d\d)?")


class Status(NamedTuple):
    """How far an action has got, and whether the cell's words were understood."""

    status: str
    understood: bool


def says_status(cell: str) -> bool:
    """Tell whether a cell holds words or a colour for a status."""
    return _meant(cell, blue=False) is not None


def read_status(
    cell: str | None, *, update: str | None = None, blue: bool = False, key: Mapping[str, str] | None = None
) -> Status:
    """
    Read a status from a cell's words or colour.

    Words outrank colours: "Green - on target" is under_way. A board's green is complete and its amber under_way. Where
    it has blue, too, blue is complete and green is on target. Red, or not done, is under_way where the update says that
    something was begun or done, and planned where it does not; what is overdue is under_way.

    Parameters
    ----------
    cell
        The cell of the status; where it is blank, the update says how far it has got.
    update
        The text on progress beside it.
    blue
        Whether the tracker has blue for what is complete.
    key
        What colours mean where the document says so itself, from :func:`read_colour_key`.

    Returns
    -------
    Status
        not_stated where nothing says so; not understood where the cell holds other words.

    Examples
    --------
    >>> [read_status(cell).status for cell in ("Green", "Amber", "Not started", "RED", "n/a")]
    ['complete', 'under_way', 'planned', 'planned', 'not_stated']
    """
    told = status_of(update or "")
    first = re.match(r"\s*(\w+)", cell or "")
    if key and first and first[1].lower() in key:
        return Status(key[first[1].lower()], understood=True)
    if cell is None:
        return Status(told, understood=True)
    meant = _meant(cell, blue=blue)
    if meant == BEHIND:
        return Status("under_way" if told in ("under_way", "complete") else "planned", understood=True)
    return Status(meant or "not_stated", understood=meant is not None)


def _meant(cell: str, *, blue: bool) -> str | None:
    words = " ".join(cell.lower().split()).strip(" .:-–!?")
    if len(words) > _LONGEST_STATUS:
        told = status_of(cell)
        return None if told == "not_stated" else told
    if words in _SHORT_WORDS or re.fullmatch(r"\d{1,2}(?:\.\d+)?%", words):
        return _SHORT_WORDS.get(words, "under_way")
    found = (status for status, pattern in _STATUS_WORDS if pattern.search(words.replace("-", " ")))
    return next(found, None) or _colour(words, blue=blue)


def _colour(words: str, *, blue: bool) -> str | None:
    named = [
        colour for colour in re.findall(r"[a-z]+", words) if colour in _COLOURS and (len(colour) > 1 or colour == words)
    ]
    if len(set(named)) != 1:
        return None
    return "under_way" if blue and named[0] in ("green", "g") else _COLOURS[named[0]]


def read_colour_key(text: str) -> dict[str, str]:
    """
    Find what the colours of an action plan mean where it says so itself.

    Examples
    --------
    >>> read_colour_key("RAG key: Blue = complete. Amber = not yet started.")
    {'blue': 'complete', 'amber': 'planned'}
    """
    found = {match[1].lower(): read_status(match[2]).status for match in _COLOUR_KEY.finditer(" ".join(text.split()))}
    return {colour: status for colour, status in found.items() if status != "not_stated"}


def kind_of(text: str | None) -> str | None:
    """Name the kind of passage that a heading or a cell tells: recommendation, finding, learning_point or question."""
    words = " ".join((text or "").lower().split())
    return next((kind for kind, pattern in _KINDS if re.search(rf"\b(?:{pattern})\b", words)), None)


def read_due(cell: str | None) -> Due:
    """
    Read when something is due: the last date of a cell, since a new date stands after the old one; else its words.

    Examples
    --------
    >>> read_due("31/3/24")
    Due(on='2024-03-31', precision='day', text=None)
    >>> read_due("Mar-24, now June 2024").on, read_due("ASAP").text
    ('2024-06', 'ASAP')
    """
    if cell is None:
        return Due()
    cell_now = _FORMER.sub("", _with_whole_years(cell))
    dates = read_dates(cell_now) or read_dates(cell)
    return Due(dates[-1].on, dates[-1].precision) if dates else Due(text=cell)


def read_dates(cell: str) -> list[Date]:
    """Find the dates in a cell: as :func:`scrlearn.reviews.dates.dates_in`, and with years of two digits."""
    if match := _ISO.fullmatch(cell):
        return dates_in(f"in {match[1]}") if match[2] is None else dates_in(f"{_month_name(match[2])} {match[1]}")
    return dates_in(_with_whole_years(cell))


def _with_whole_years(cell: str) -> str:
    for pattern, whole in _SHORT_YEARS:
        cell = pattern.sub(whole, cell)
    return cell


def _month_name(month: str) -> str:
    number = int(month.strip("-"))
    return MONTHS[number - 1] if 1 <= number <= 12 else ""


def read_bodies(cells: list[str]) -> str | None:
    """
    Join the bodies or people that cells name, one a line or parted by ; or " / ".

    Examples
    --------
    >>> read_bodies(["Police; Health", "Police / Head of Early Help"])
    'Police;Health;Head of Early Help'
    """
    parts = [part.strip() for cell in cells for part in re.split(r"[;\n]| / ", cell)]
    return ";".join(dict.fromkeys(part for part in parts if part)) or None
