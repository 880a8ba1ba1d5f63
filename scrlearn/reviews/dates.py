"""Dates as reports print them: a day, a month, a season or a year."""

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH_NUMBERS = {month[:3].lower(): number for number, month in enumerate(MONTHS, start=1)}
# A season is written as its first month.
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_MONTH = "(?P<month>" + "|".join(month[:3] + "(?:" + month[3:] + r"|t|\.)?" for month in MONTHS) + r")(?![^\W\d_])"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DAY = r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_PATTERNS = tuple(
    (precision, re.compile(pattern, re.IGNORECASE))
    for precision, pattern in (
        ("day", rf"{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}"),
        ("day", rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}"),
        ("day", rf"\b(?P<day>\d{{1,2}})[/.](?P<month>\d{{1,2}})[/.]{_YEAR}"),
        ("day", rf"\b{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)\b"),
        ("month", rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}"),
        ("season", rf"\b(?P<season>spring|summer|autumn|winter)(?:\s+(?:of|term))?,?\s+{_YEAR}"),
        ("year", rf"(?:(?<=\bin\s)|(?<=\bduring\s)){_YEAR}"),
    )
)


class Date(NamedTuple):
    """A date in ISO form (2017-04-19, 2017-04, 2017), how exactly it is known, and where it stands in the text."""

    on: str
    precision: str
    start: int
    end: int


def dates_in(text: str) -> list[Date]:
    """
    Find the dates in a text.

    A year by itself counts only after "in" or "during": elsewhere it mostly belongs to a title or a law.

    Returns
    -------
    list of Date
        In the order of the text; precision is day, month, season or year.

    Examples
    --------
    >>> for date in dates_in("Considered on 19th April 2017, commissioned in Autumn 2018."):
    ...     print(date.on, date.precision)
    2017-04-19 day
    2018-09 season
    """
    found: list[Date] = []
    for date in _candidates(text):
        if all(date.end <= other.start or other.end <= date.start for other in found):
            found.append(date)
    return sorted((date for date in found if date.on), key=lambda date: date.start)


def _candidates(text: str) -> Iterator[Date]:
    # The most exact patterns come first, and a day that never was (31 June 2016) is not read as its month.
    for precision, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Date(_iso(**match.groupdict()), precision, *match.span())


def _iso(year: str, month: str | None = None, day: str | None = None, season: str | None = None) -> str:
    parts = [int(year)]
    if season:
        parts.append(_SEASONS[season.lower()])
    if month:
        parts.append(int(month) if month.isdecimal() else _MONTH_NUMBERS[month[:3].lower()])
    if day:
        parts.append(int(day))
    try:
        datetime.date(*[*parts, 1, 1][:3])
    except ValueError:
        return ""
    return "-".join(f"{part:02}" for part in parts)
