"""A sorted document becomes its row in ``reviews`` and its row in ``documents``."""

from typing import Any

import pandas as pd

from scrlearn.errors import DocumentError
from scrlearn.reviews import headings, narrative
from scrlearn.reviews.dates import Date, dates_in
from scrlearn.reviews.layout import Layout, is_date_line
from scrlearn.reviews.prose import in_one_line, sentences_of
from scrlearn.validation import check_table

_LONGEST_REVIEW_ID = 100
_YEAR_OF = ("published", "decided", "commissioned")


def read_review(layout: Layout, *, source_status: str = "published") -> pd.DataFrame:
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

    Raises
    ------
    DocumentError
        When the document does not state what a review cannot do without: its publisher, subject, a date, its outcome.
    """
    lines = heading_lines(layout)
    publisher = headings.publisher_in(lines)
    sentences = [sentence for paragraph in layout.narrative for sentence in sentences_of(paragraph.text)]
    subject = headings.subject_in(lines) or headings.label_in(" ".join(sentences))
    events = _events(layout, lines, sentences)
    year_of = next((event for event in _YEAR_OF if event in events), None)
    outcome = _outcome(layout, headings.title_of(lines))
    if not (publisher and subject and year_of and outcome):
        raise DocumentError(_missing(publisher=publisher, subject=subject, date=year_of, outcome=outcome))
    year = int(events[year_of].on[:4])
    row = {
        "review_id": _review_id(publisher.partnership, subject, year),
        "subject": subject,
        "review_type": _review_type(lines, sentences),
        "publisher": publisher.name,
        "partnership": publisher.partnership,
        "year": year,
        "year_of": year_of,
        **_dates(events),
        **_circumstances(lines, sentences),
        "outcome": outcome,
        "source_status": source_status,
    }
    return check_table(pd.DataFrame([row]), "reviews")


def read_document_facts(layout: Layout, *, review_id: str, sha256: str) -> pd.DataFrame:
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
        "file": f"documents/{review_id}.txt",
        "sha256": sha256,
    }
    return check_table(pd.DataFrame([row]), "documents")


def heading_lines(layout: Layout) -> list[str]:
    """Return the lines of the heading block, without the spaces around them."""
    return [line.strip() for paragraph in layout.heading for line in paragraph.text.split("\n") if line.strip()]


def _review_id(partnership: str, subject: str, year: int) -> str:
    review_id = f"{partnership}-{headings.slug(subject)}-{year}"
    if len(review_id) > _LONGEST_REVIEW_ID:
        raise DocumentError(f"has a publisher and a subject too long to name a file after ({review_id[:40]}…)")
    return review_id


def _events(layout: Layout, lines: list[str], sentences: list[str]) -> dict[str, Date]:
    events = narrative.events_in([*lines, *sentences])
    published = _publication_line(layout, lines)
    return {"published": published, **events} if published else events


def _publication_line(layout: Layout, lines: list[str]) -> Date | None:
    for line in [*lines, *(paragraph.text for paragraph in layout.closing)]:
        if is_date_line(in_one_line(line)):
            return dates_in(in_one_line(line))[0]
    return None


def _review_type(lines: list[str], sentences: list[str]) -> str:
    return headings.review_type_in(" ".join(lines)) or headings.review_type_in(" ".join(sentences)) or "other"


def _dates(events: dict[str, Date]) -> dict[str, Any]:
    return {f"{event}_on": events[event].on if event in events else None for event in _YEAR_OF} | {
        f"{event}_precision": events[event].precision if event in events else None for event in _YEAR_OF
    }


def _circumstances(lines: list[str], sentences: list[str]) -> dict[str, Any]:
    told = [*lines, *sentences]
    return {
        "guidance": narrative.guidance_in(" ".join(told)),
        "legal_basis": narrative.legal_basis_in(" ".join(told)),
        "lead_reviewers": narrative.lead_reviewers_in(told),
        "method": narrative.method_in(told),
    }


def _outcome(layout: Layout, title: str | None) -> str | None:
    if layout.recommendations:
        return "recommendations"
    if headings.document_type_of(title or "") == "improvements":
        return "improvements_only"
    told = "\n".join(paragraph.text for paragraph in layout.narrative)
    return "no_learning" if narrative.says_no_learning(told) else None


_HOW_IT_IS_LOOKED_FOR = {
    "publisher": "no publisher in its heading (such as 'Northshire Safeguarding Children Board')",
    "subject": "no subject (such as 'Child K')",
    "date": "no date of publication, decision or commissioning",
    "outcome": "neither recommendations, numbered and introduced as such, nor a statement that there is no learning",
}


def _missing(**found: object) -> str:
    lacking = [words for fact, words in _HOW_IT_IS_LOOKED_FOR.items() if not found[fact]]
    return "has " + " and ".join(lacking)
