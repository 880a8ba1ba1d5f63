"""Documents become tables, and tables join a collection."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from scrlearn.errors import CollectionError, DocumentError
from scrlearn.files import csv_bytes, write_together
from scrlearn.reviews.collection import Collection, load_reviews
from scrlearn.reviews.facts import read_document_facts, read_review
from scrlearn.reviews.formats import document_bytes, document_text
from scrlearn.reviews.layout import sort_paragraphs
from scrlearn.reviews.paragraphs import paragraphs_of
from scrlearn.reviews.passages import passage_tables
from scrlearn.tables import COLLECTION_TABLES
from scrlearn.validation import check_references, check_table
from scrlearn.writers import only_writer

_TYPE_IT_IN = "Type the review into reviews.csv and its passages into the tables beside it instead."


def read_document(path: Path | str, *, source_status: str = "published") -> Collection:
    """
    Read a document into the tables of a collection with one review.

    Parameters
    ----------
    path
        A board's response as plain text, in the layout that :mod:`scrlearn.reviews.layout` describes.
    source_status
        Whether the review is published or unpublished.

    Returns
    -------
    Collection
        ``reviews`` and ``documents`` have one row. ``recommendations`` has one row a recommendation and part
        (``review_id:3``, ``review_id:3.b``), ``responses`` one row a paragraph (``review_id:3.response-1``), and
        ``answers`` links each response to the recommendation that it follows. All are in the order of the document;
        texts are word for word, and ``text == document_text(path)[start:end]``. What is not stated is missing.

    Raises
    ------
    DocumentError
        When the file cannot be read, has another layout, or does not say whose review it is.
    """
    text = document_text(path)
    try:
        layout = sort_paragraphs(paragraphs_of(text))
        review = read_review(layout, source_status=source_status)
    except DocumentError as error:
        raise DocumentError(f"{path}: {error}. {_TYPE_IT_IN}") from None
    review_id = review["review_id"].iloc[0]
    document = read_document_facts(layout, review_id=review_id, sha256=_fingerprint(path))
    return Collection(
        review, document, *passage_tables(layout, review_id=review_id, document_id=document["document_id"].iloc[0])
    )


def add_documents(folder: Path | str, paths: Sequence[Path | str], *, source_status: str = "published") -> pd.DataFrame:
    """
    Add documents to a collection: their rows to its tables, and themselves to its folder ``documents``.

    Everything is read and checked before anything is written, and all of it is written or none.

    Parameters
    ----------
    folder
        The collection's folder.
    paths
        The documents' files.
    source_status
        Whether the reviews are published or unpublished.

    Returns
    -------
    pandas.DataFrame
        One row a file, in the given order: file, review_id, result ("added", or "already there" for a file that the
        collection has), n_recommendations (parts not counted by themselves), n_responses.

    Raises
    ------
    DocumentError
        When a document cannot be read.
    CollectionError
        When the folder holds no collection, or holds the review already with another document.
    """
    known = load_reviews(folder)
    if not Path(folder).is_dir():
        raise CollectionError(f"{folder}: is a workbook; documents can be added only to a collection that is a folder.")
    # Read before anybody else is kept waiting.
    readings = {
        path: read_document(path, source_status=source_status) for path in paths if _known_review(known, path) is None
    }
    with only_writer(folder):
        return _add(folder, paths, readings)


def _add(folder: Path | str, paths: Sequence[Path | str], readings: Mapping[Path | str, Collection]) -> pd.DataFrame:
    whole = load_reviews(folder)
    whole = whole._replace(reviews=whole.reviews.drop(columns="illustrative"))
    files: dict[Path, bytes] = {}
    results = []
    for path in paths:
        review_id, result = _known_review(whole, path), "already there"
        if review_id is None:
            read = readings[path]
            _refuse_known_review(whole, read, folder, path)
            whole = _joined(whole, read)
            review_id, file = read.documents[["review_id", "file"]].iloc[0]
            files[Path(folder) / file], result = document_bytes(path), "added"
        results.append({"file": str(path), "review_id": review_id, "result": result, **_counts(whole, review_id)})
    if files:
        write_together(files | _table_files(whole, folder))
    return pd.DataFrame(results, columns=["file", "review_id", "result", "n_recommendations", "n_responses"])


def _fingerprint(path: Path | str) -> str:
    return hashlib.sha256(document_bytes(path)).hexdigest()


def _known_review(whole: Collection, path: Path | str) -> str | None:
    same = whole.documents[whole.documents["sha256"] == _fingerprint(path)]
    return None if same.empty else same["review_id"].iloc[0]


def _refuse_known_review(whole: Collection, read: Collection, folder: Path | str, path: Path | str) -> None:
    review_id, file = read.documents[["review_id", "file"]].iloc[0]
    if (whole.reviews["review_id"] == review_id).any():
        raise CollectionError(
            f"{folder}: has a review {review_id} already, which {path} would add to; a second document cannot "
            "be joined to a review yet: type its rows into the tables instead."
        )
    place = Path(folder) / file
    if place.exists() and place.read_bytes() != document_bytes(path):
        raise CollectionError(f"{folder}: has a file {file} that no table names; move it away, then add {path} again.")


def _joined(whole: Collection, read: Collection) -> Collection:
    tables = {
        name: check_table(pd.concat([getattr(whole, name), getattr(read, name)], ignore_index=True), name)
        for name in COLLECTION_TABLES
    }
    check_references(tables)
    return Collection(**tables)


def _table_files(whole: Collection, folder: Path | str) -> dict[Path, bytes]:
    return {Path(folder) / f"{name}.csv": csv_bytes(getattr(whole, name)) for name in COLLECTION_TABLES}


def _counts(whole: Collection, review_id: str) -> dict[str, int]:
    is_whole = whole.recommendations["part_of"].isna()
    return {
        "n_recommendations": int((is_whole & (whole.recommendations["review_id"] == review_id)).sum()),
        "n_responses": int((whole.responses["review_id"] == review_id).sum()),
    }
