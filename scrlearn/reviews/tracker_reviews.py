"""Which review a row of a tracker speaks of: one that the collection knows, or a new one."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from scrlearn.reviews.headings import REVIEW_TYPES, label_in, publisher_in, review_type_in, slug
from scrlearn.reviews.prose import in_one_line
from scrlearn.reviews.tracker_rows import TrackerRow

_LONGEST_REVIEW_ID = 100
_KINDS = "|".join(pattern for _, pattern in REVIEW_TYPES) + "|CSPR|LCSPR|SCR|review"
_BEFORE = re.compile(rf"^(?:(?:local )?(?:{_KINDS})s?\b|of\b|into\b|the\b|[\s:–—,;/()-]+)+", re.IGNORECASE)
_AFTER = re.compile(rf"(?:\b(?:{_KINDS})s?|[\s:–—,;/()-]+)+$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[/-]\d\d)?(?!\d)")


class Refusal(NamedTuple):
    """A row that is not taken: its number, the cell at fault, what stands there, and why."""

    row: int
    cell: str
    value: str
    reason: str


def refuse(row: TrackerRow, role: str, reason: str) -> Refusal:
    """Refuse a row for the sake of the cell of a role, or of its first cell where that is blank."""
    value = row.get(role)
    place = (row.place(role), value) if value or role in row.names else row.first
    return Refusal(row.number, place[0], place[1] or "", reason)


def subject_of(text: str) -> str:
    """
    Find whom or what a review is about in a cell: by a label, else by what is left without the kind of review and year.

    Examples
    --------
    >>> [subject_of(cell) for cell in ("SCR Child K 2017", "Manning Family (LCSPR)", "Thematic review of sleep")]
    ['Child K', 'Manning Family', 'sleep']
    """
    words = _YEAR.sub("", in_one_line(text))
    left = _AFTER.sub("", _BEFORE.sub("", words)).strip()
    # "DHR 3" is called so.
    return label_in(words) or (words.strip(" ()-–") if re.fullmatch(r"[A-Z\d]{1,3}", left) else left)


def review_of(
    row: TrackerRow, reviews: Sequence[Mapping[str, Any]], *, title: str | None, source_status: str
) -> dict[str, Any] | Refusal:
    """
    Find the review of a row.

    Parameters
    ----------
    row
        The row; its cell "review" names the review by its review_id or its subject, with or without its kind and year.
    reviews
        The rows of ``reviews`` so far.
    title
        What names the review where the tracker has no column for it.
    source_status
        Of a review that is new.

    Returns
    -------
    dict or Refusal
        A row of ``reviews``: one of those given or, where none fits and the partnership is known, a new one, in which
        what the tracker does not say is missing. Refused where several fit, or none and the partnership is not known.
    """
    named = row.get("review") or title or ""
    fitting = _fitting(row, reviews, named)
    years = _years_told(row, named if row.get("review") else None)
    of_year = [review for review in fitting if not years or not _years_of(review) or years & _years_of(review)]
    if row.get("review") is None and len(fitting) == 1:
        return dict(fitting[0])
    if len(of_year) > 1:
        ids = " or ".join(str(review["review_id"]) for review in of_year[:3])
        return refuse(row, "review", f"may be {ids}; write that in the cell, or add a column for the year")
    return dict(of_year[0]) if of_year else _new_review(row, reviews, named, years, source_status)


def _fitting(row: TrackerRow, reviews: Sequence[Mapping[str, Any]], named: str) -> list[Mapping[str, Any]]:
    by_id = [review for review in reviews if review["review_id"] == slug(named)]
    subject = slug(subject_of(named))
    partnership = _partnership_told(row, reviews)
    return by_id or [
        review
        for review in reviews
        if slug(str(review["subject"])) == subject and partnership in (None, review["partnership"])
    ]


def _partnership_told(row: TrackerRow, reviews: Sequence[Mapping[str, Any]]) -> str | None:
    told = row.get("partnership")
    if told is None:
        return None
    for review in reviews:
        if slug(told) in (review["partnership"], slug(str(review["publisher"])), _initials(str(review["publisher"]))):
            return str(review["partnership"])
    publisher = publisher_in([in_one_line(told)])
    return publisher.partnership if publisher else slug(told) or None


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper()).lower()


def _years_told(row: TrackerRow, named: str | None) -> set[int]:
    told = row.get("year") or named or ""
    return {int(match[1]) for match in _YEAR.finditer(told)}


def _years_of(review: Mapping[str, Any]) -> set[int]:
    dates = [review[name] for name in ("published_on", "decided_on", "commissioned_on")]
    stated = {int(str(day)[:4]) for day in dates if not pd.isna(day)}
    return stated if pd.isna(review["year"]) else stated | {int(review["year"])}


def _new_review(
    row: TrackerRow, reviews: Sequence[Mapping[str, Any]], named: str, years: set[int], source_status: str
) -> dict[str, Any] | Refusal:
    subject, areas = subject_of(named), {str(review["partnership"]) for review in reviews}
    partnership = _partnership_told(row, reviews) or (areas.pop() if len(areas) == 1 else None)
    if not slug(subject):
        return refuse(row, "review", "names no review; write whom or what it is about, such as Child K")
    if partnership is None:
        advice = "add it to reviews.csv, or a column for its partnership to the tracker"
        return refuse(row, "review", f"is no review of this collection, and whose it is, is not known; {advice}")
    year = max(years, default=None)
    review_id = "-".join(str(part) for part in (partnership, slug(subject), year) if part is not None)
    if len(review_id) > _LONGEST_REVIEW_ID:
        return refuse(row, "review", "is too long to name a review after; write whom or what it is about, and no more")
    known = next((review for review in reviews if review["review_id"] == review_id), None)
    return (
        dict(known)
        if known
        else {
            "review_id": review_id,
            "subject": subject,
            "review_type": review_type_in(named) or "other",
            "publisher": row.get("partnership"),
            "partnership": partnership,
            "year": year,
            "outcome": "recommendations",
            "source_status": source_status,
            "published_on": None,
            "decided_on": None,
            "commissioned_on": None,
        }
    )
