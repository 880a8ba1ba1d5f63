"""A document becomes the tables of a review, and a list of what was left over."""

import hashlib
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pandas as pd

from scrlearn.errors import DocumentError
from scrlearn.reviews.collection import Collection
from scrlearn.reviews.facts import read_document_facts, read_review
from scrlearn.reviews.formats import document_bytes, document_text, text_of
from scrlearn.reviews.layout import Layout, sort_paragraphs
from scrlearn.reviews.numbering import stated_count
from scrlearn.reviews.paragraphs import paragraphs_of
from scrlearn.reviews.passages import passage_tables


class Reading(NamedTuple):
    """
    What was understood of a document: the tables of a collection with one review, and what a person should look at.

    ``unplaced`` has one row a paragraph that is part of no passage, with the reason; ``document_text`` is the text that
    every place (start, end) counts the characters of; ``doubts`` are sentences on what was probably misread or is
    missing: with any of them :func:`scrlearn.add_documents` refuses the document unless told otherwise.
    """

    reviews: pd.DataFrame
    documents: pd.DataFrame
    recommendations: pd.DataFrame
    responses: pd.DataFrame
    answers: pd.DataFrame
    unplaced: pd.DataFrame
    document_text: str
    doubts: tuple[str, ...]

    @property
    def collection(self) -> Collection:
        """The five tables that a collection keeps."""
        return Collection(self.reviews, self.documents, self.recommendations, self.responses, self.answers)


def read_document(path: Path | str, *, source_status: str = "published") -> Reading:
    """
    Read a document into the tables of a collection with one review.

    Parameters
    ----------
    path
        A board's response, report, action plan, learning summary or the like: PDF, Word (.docx), a web page or plain
        text, in a layout that :mod:`scrlearn.reviews.layout` describes.
    source_status
        Whether the review is published or unpublished.

    Returns
    -------
    Reading
        ``reviews`` and ``documents`` have one row. ``recommendations`` has one row a recommendation, finding, learning
        point or question and each part of one (``review_id:3``, ``review_id:3.b``, ``review_id:finding.1``,
        ``review_id:health.1`` where lists restart), ``responses`` one row a paragraph of a response
        (``review_id:3.response-1``) or an action (``review_id:3.action-1``), ``answers`` links each response to what it
        answers, and ``unplaced`` has every other paragraph. All are in the order of the document; texts are word for
        word, and ``text == document_text[start:end]``. ``page`` is filled where the document has pages. What is not
        stated is missing.

    Raises
    ------
    DocumentError
        When the file cannot be read, or nothing in it tells what it is about.
    """
    return read_content(document_bytes(path), path, source_status=source_status)


def read_content(content: bytes, path: Path | str, *, source_status: str = "published") -> Reading:
    """Read a document's content, as :func:`read_document` does; the path names it in what is raised."""
    text = text_of(content, path)
    layout = sort_paragraphs(paragraphs_of(text))
    try:
        review, doubts = read_review(layout, source_status=source_status)
    except DocumentError as error:
        raise DocumentError(f"{path}: {error}") from None
    review_id = review["review_id"].iloc[0]
    document = read_document_facts(
        layout, review_id=review_id, sha256=fingerprint(content), suffix=Path(path).suffix.lower() or ".txt"
    )
    tables = passage_tables(layout, text, review_id=review_id, document_id=document["document_id"].iloc[0])
    recommendations, responses, answers, unplaced = tables
    doubts = [*layout.doubts, *doubts, *_miscount(layout, recommendations)]
    return Reading(review, document, recommendations, responses, answers, unplaced, text, tuple(doubts))


def _miscount(layout: Layout, recommendations: pd.DataFrame) -> list[str]:
    stated = stated_count(" ".join(paragraph.text for paragraph in layout.narrative))
    is_whole = recommendations["part_of"].isna() & (recommendations["kind"] == "recommendation")
    found = int(is_whole.sum())
    if stated is None or stated == found:
        return []
    return [f"it speaks of {stated} recommendations, and {found} were found"]


def text_file(file: str) -> str:
    """
    Return where the text of a document is kept, beside a collection's tables.

    Examples
    --------
    >>> text_file("documents/hampshire-child-k-2017.pdf")
    'texts/hampshire-child-k-2017.pdf.txt'
    """
    return f"texts/{PurePosixPath(file).name}.txt"


def kept_text(folder: Path | str, file: str) -> str:
    """Return the text of a document of a collection as it was read, or read it where it is not kept."""
    kept, given = Path(folder) / text_file(file), Path(folder) / file
    place = kept if kept.is_file() else given
    if not place.resolve().is_relative_to(Path(folder).resolve()):
        raise DocumentError(f"{place}: leads out of the collection's folder; put the file itself there.")
    if place == given:
        return document_text(given)
    try:
        return kept.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"{kept}: cannot be read ({error}); delete it, and the document is read anew.") from error


def fingerprint(content: bytes) -> str:
    """Return the sha256 of a document's content."""
    return hashlib.sha256(content).hexdigest()
