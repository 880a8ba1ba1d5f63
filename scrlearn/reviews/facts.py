"""A sorted document becomes its row in ``reviews`` and its row in ``documents``."""

from itertools import pairwise
from typing import Any

import pandas as pd

from scrlearn.errors import DocumentError
from scrlearn.reviews import headings, narrative
from scrlearn.reviews.dates import Date, dates_in
from scrlearn.reviews.layout import Layout
from scrlearn.reviews.prose import in_one_line, sentences_of
from scrlearn.reviews.sections import is_date_line
from scrlearn.validation import check_table

_LONGEST_REVIEW_ID = 100
_YEAR_OF = ("published", "decided", "commissioned")
_FIRST = 20  # sentences
_NOBODY = "not-stated"


def read_review(layout: Layout, *, source_status: str = "published") -> tuple[pd.DataFrame, list[str]]:
    """
    Read what a document states of its review.

    Parameters
    ----------
    layout
        The document's paragraphs, from :func:`scrlearn.reviews.layout.sort_paragraphs`.
    source_status
        Whether the review is published or unpublished.

    Returns
    -------
    pandas.DataFrame
        One row of ``reviews``. What the document does not state is missing. ``partnership`` is the area that the
        publisher speaks for; ``year`` is that of the publication, else of the decision, else of the commissioning;
        ``review_id`` is made of partnership, subject and year.
    list of str
        A sentence on each fact that a review needs and the document does not state.

    Raises
    ------
    DocumentError
        When nothing says whom or what the review is about.
    """
    lines = heading_lines(layout)
    sentences = [sentence for paragraph in layout.narrative for sentence in sentences_of(paragraph.text)]
    publisher = headings.publisher_in(lines) or headings.publisher_in(sentences)
    subject = (
        headings.subject_in(lines) or headings.label_in(" ".join(sentences)) or headings.subject_in(sentences[:_FIRST])
    )
    if subject is None:
        raise DocumentError(
            "does not say whom or what it is about (such as 'Child K'); type the review into reviews.csv and its "
            "passages into the tables beside it instead."
        )
    events = _events(layout, lines, sentences)
    year_of = next((event for event in _YEAR_OF if event in events), None)
    year = int(events[year_of].on[:4]) if year_of else None
    outcome = _outcome(layout, headings.title_of(lines))
    row = {
        "review_id": _review_id(publisher.partnership if publisher else _NOBODY, subject, year),
        "subject": subject,
        "review_type": _review_type(lines, sentences),
        "publisher": publisher.name if publisher else None,
        "partnership": publisher.partnership if publisher else _NOBODY,
        "year": year,
        "year_of": year_of,
        **_dates(events),
        **_circumstances(lines, sentences),
        "outcome": outcome or "not_stated",
        "source_status": source_status,
    }
    missing = _missing(publisher=publisher, date=year_of, outcome=outcome)
    return check_table(pd.DataFrame([row]), "reviews"), missing


def read_document_facts(layout: Layout, *, review_id: str, sha256: str, suffix: str = ".txt") -> pd.DataFrame:
    """
    Read what a document states of itself.

    Returns
    -------
    pandas.DataFrame
        One row of ``documents``: its kind by its title, the title as printed (its lines joined), when it was published
        where a line by itself says so, and the place where a collection keeps it.
    """
    lines = heading_lines(layout)
    title = headings.title_of(lines)
    published = _publication_line(layout, lines)
    row = {
        "document_id": f"{review_id}/document-1",
        "review_id": review_id,
        "document_type": headings.document_type_of(title or ""),
        "title": title,
        "published_on": published.on if published else None,
        "published_precision": published.precision if published else None,
        "file": f"documents/{review_id}{suffix}",
        "sha256": sha256,
    }
    return check_table(pd.DataFrame([row]), "documents")


def heading_lines(layout: Layout) -> list[str]:
    """Return the lines of the heading block, without the spaces around them."""
    return [line.strip() for paragraph in layout.heading for line in paragraph.text.split("\n") if line.strip()]


def _review_id(partnership: str, subject: str, year: int | None) -> str:
    review_id = "-".join(part for part in (partnership, headings.slug(subject), str(year or "")) if part)
    if len(review_id) > _LONGEST_REVIEW_ID:
        raise DocumentError(f"has a publisher and a subject too long to name a file after ({review_id[:40]}…)")
    return review_id


def _events(layout: Layout, lines: list[str], sentences: list[str]) -> dict[str, Date]:
    events = narrative.events_in([*lines, *sentences])
    published = _publication_line(layout, lines)
    return {"published": published, **events} if published else events


def _publication_line(layout: Layout, lines: list[str]) -> Date | None:
    for line in map(in_one_line, [*lines, *(paragraph.text for paragraph in layout.closing)]):
        dates = dates_in(line)
        before = line[: dates[0].start].strip(" ,–-") if dates else ""
        if is_date_line(line) or (before and dates[0].end == len(line) and headings.is_publisher(before)):
            return dates[0]
    return None


def _review_type(lines: list[str], sentences: list[str]) -> str:
    return headings.review_type_in(" ".join(lines)) or headings.review_type_in(" ".join(sentences)) or "other"


def _dates(events: dict[str, Date]) -> dict[str, Any]:
    return {f"{event}_on": events[event].on if event in events else None for event in _YEAR_OF} | {
        f"{event}_precision": events[event].precision if event in events else None for event in _YEAR_OF
    }


def _circumstances(lines: list[str], sentences: list[str]) -> dict[str, Any]:
    told = [*lines, *(f"{label}: {name}" for label, name in pairwise(lines)), *sentences]
    return {
        "guidance": narrative.guidance_in(" ".join(told)),
        "legal_basis": narrative.legal_basis_in(" ".join(told)),
        "lead_reviewers": narrative.lead_reviewers_in(told),
        "method": narrative.method_in(told),
    }


def _outcome(layout: Layout, title: str | None) -> str | None:
    if headings.document_type_of(title or "") == "improvements":
        return "improvements_only"
    if layout.recommendations:
        return "recommendations"
    told = "\n".join(paragraph.text for paragraph in layout.narrative)
    return "no_learning" if narrative.says_no_learning(told) else None


_HOW_IT_IS_LOOKED_FOR = {
    "publisher": "it names no publisher (such as 'Northshire Safeguarding Children Board')",
    "date": "it states no date of publication, decision or commissioning",
    "outcome": (
        "it has neither recommendations, numbered or introduced as such, nor a statement that there is no learning"
    ),
}


def _missing(**found: object) -> list[str]:
    return [words for fact, words in _HOW_IT_IS_LOOKED_FOR.items() if not found[fact]]
