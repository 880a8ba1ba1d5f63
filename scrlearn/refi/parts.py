"""What a REFI-QDA project is made of, what identifies its parts, and how text is spelt in it."""

import re
from bisect import bisect_left
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

MACHINE = "scrlearn (rules and model)"

_NAMESPACE = UUID("6c1f3b52-6f0e-5c9a-8f37-0d6a4be2f7a1")
_LINE_END = re.compile("\r\n?")
# What XML cannot hold.
_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-](0\d|1[0-3]):\d\d|[+-]14:00)?")
_MIDNIGHT = "T00:00:00"


class User(NamedTuple):
    """Somebody who codes."""

    guid: str
    name: str


class Code(NamedTuple):
    """A code, and the code above it, if any."""

    guid: str
    name: str
    description: str | None = None
    parent: str | None = None
    is_codable: bool = True


class Source(NamedTuple):
    """Something that is coded; its text with even line ends, None where the file holds no text of it."""

    guid: str
    name: str
    text: str | None


class Coding(NamedTuple):
    """That a user gave a code to ``text[start:end]`` of a source; without a place where it is not on text."""

    guid: str
    code: str
    user: str | None
    source: str
    start: int | None = None
    end: int | None = None
    description: str | None = None
    created: str | None = None


class Project(NamedTuple):
    """A project: who codes, with which codes, what, and how."""

    name: str
    users: list[User]
    codes: list[Code]
    sources: list[Source]
    codings: list[Coding]
    description: str | None = None


def guid_of(*ids: str | None) -> str:
    """Return what identifies a thing in every file that is written of it: the same for the same ids."""
    return str(uuid5(_NAMESPACE, xml_text(repr(ids))))


def xml_text(text: str) -> str:
    """Return a text as XML can hold it: even line ends, and one U+FFFD for each character that it cannot."""
    return _UNSPEAKABLE.sub("\ufffd", _LINE_END.sub("\n", text))


def source_text(text: str) -> str:
    """
    Return a text as it stands in a source: line ends are one character long, and page breaks are line ends.

    Programs count the two characters at the end of a line of Windows as one or as two, and a byte order mark or not:
    without them all count alike.
    """
    return xml_text(text.replace("\f", "\n").replace("\v", "\n").replace("\ufeff", "\ufffd"))


def places_in_source(text: str) -> Callable[[int], int]:
    """
    Return what turns a place in a text into the same place in its :func:`source_text`.

    Examples
    --------
    >>> to_source = places_in_source("one\\r\\ntwo")
    >>> [to_source(place) for place in (0, 3, 5)]
    [0, 3, 4]
    """
    long_ends = [match.start() for match in re.finditer("\r\n", text)]
    return lambda place: place - bisect_left(long_ends, place)


def date_time_of(when: str) -> str | None:
    """
    Return a date, or a date and time, as XML writes it; None for anything else. A date becomes its midnight.

    Examples
    --------
    >>> date_time_of("2026-01-05 10:30+00:00"), date_time_of("2026-01-05"), date_time_of("last week")
    ('2026-01-05T10:30:00+00:00', '2026-01-05T00:00:00', None)
    """
    try:
        written = datetime.fromisoformat(when).isoformat()
    except ValueError:
        return None
    return next((form for form in (when, written) if _DATE_TIME.fullmatch(form)), None)


def when_of(date_time: str | None) -> str | None:
    """Return when something was done, as written by :func:`date_time_of`: midnight without a zone is a date."""
    return date_time.strip().removesuffix(_MIDNIGHT) if date_time and date_time.strip() else None
