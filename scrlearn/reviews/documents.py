"""Documents join a collection: their rows its tables, they themselves and their text its folder."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pandas as pd
from joblib import cpu_count

from scrlearn.changes import change_together
from scrlearn.errors import CollectionError
from scrlearn.reviews.collection import Collection, empty_collection, load_reviews
from scrlearn.reviews.formats import document_bytes
from scrlearn.reviews.free_names import next_number
from scrlearn.reviews.joining import free_file, joined, table_files
from scrlearn.reviews.matching import changed_passages, find_edition, find_review, fit_in
from scrlearn.reviews.reading import Reading, fingerprint, read_content, text_file
from scrlearn.reviews.sensitive import warn_of_sensitive
from scrlearn.writers import only_writer

# A PDF is taken to pieces by a process of its own, which may need a gigabyte; what is made of them is made in this one,
# and keeps it busy with no more than a few documents at a time.
_AT_ONCE = 4


class _Change(NamedTuple):
    """A collection after a document was taken in, the name wanted for its file, and what became of it."""

    whole: Collection
    file: str
    result: dict


def add_documents(
    folder: Path | str,
    paths: Sequence[Path | str],
    *,
    source_status: str = "published",
    review_id: str | None = None,
    replace: bool = False,
    despite_doubts: bool = False,
) -> pd.DataFrame:
    """
    Add documents to a collection: their rows to its tables, themselves to its folder ``documents``, and the text that
    was read to its folder ``texts``.

    Everything is read and checked before anything is written, and all of it is written or none. Several documents are
    read at the same time, with the same result as one after the other. A document about a review that the collection
    has joins it: recommendations that are known are not added a second time, and what the document says of the review
    fills only what is missing.

    Parameters
    ----------
    folder
        The collection's folder.
    paths
        The documents' files.
    source_status
        Whether the reviews are published or unpublished.
    review_id
        The review that the documents are about, where that cannot be told from them.
    replace
        Lets a document take the place of an earlier edition of it. Passages in the same words keep their ids, and so
        the decisions made on them; the earlier file stays in ``documents``.
    despite_doubts
        Adds what was read even where it was probably not read as it stands.

    Returns
    -------
    pandas.DataFrame
        One row a file, in the given order: file, review_id, result ("added", "joined", "replaced", or "already there"
        for a file that the collection has), n_recommendations (of the review now, parts not counted by themselves),
        n_responses, changed (;-joined ids of passages that the earlier edition had in other words, or that are gone).

    Raises
    ------
    DocumentError
        When a document cannot be read.
    CollectionError
        When the folder holds no collection, a document was read with doubts, or it is another edition of one that the
        collection has.

    Warns
    -----
    SensitiveWarning
        Before it is written, where what is published now holds what looks like personal details: see
        :func:`scrlearn.reviews.sensitive.find_sensitive`.
    """
    known = load_reviews(folder)
    if not Path(folder).is_dir():
        raise CollectionError(f"{folder}: is a workbook; documents can be added only to a collection that is a folder.")
    _refuse_unknown_review(known, review_id, folder)
    # Read before anybody else is kept waiting.
    contents = {path: document_bytes(path) for path in paths}
    new = {path: content for path, content in contents.items() if _holder(known, content) is None}
    readings = _read_at_once(new, source_status=source_status)
    if not despite_doubts:
        _refuse_doubts(readings)
    with only_writer(folder):
        return _add(Path(folder), paths, contents, readings, review_id=review_id, replace=replace)


def _read_at_once(contents: Mapping[Path | str, bytes], *, source_status: str) -> dict[Path | str, Reading]:
    """Read documents at the same time; of those that cannot be read, the first in their order is told of."""

    def read(path: Path | str) -> Reading:
        return read_content(contents[path], path, source_status=source_status)

    with ThreadPoolExecutor(min(_AT_ONCE, cpu_count())) as readers:
        return dict(zip(contents, readers.map(read, contents), strict=True))


def _add(
    folder: Path,
    paths: Sequence[Path | str],
    contents: Mapping[Path | str, bytes],
    readings: Mapping[Path | str, Reading],
    *,
    review_id: str | None,
    replace: bool,
) -> pd.DataFrame:
    whole = load_reviews(folder)
    whole = whole._replace(reviews=whole.reviews.drop(columns="illustrative"))
    files: dict[Path, bytes] = {}
    results = []
    for path in paths:
        content = contents[path]
        holder = _holder(whole, content)
        result = {"review_id": holder, "result": "already there", "changed": ""}
        if holder is None:
            changed = _take_in(whole, readings[path], folder, path, review_id=review_id, replace=replace)
            name = free_file(folder, changed.file, content, files)
            files |= {folder / name: content, folder / text_file(name): readings[path].document_text.encode()}
            whole, result = _with_file(changed.whole, readings[path], name), changed.result
        results.append({"file": str(path), **result, **_counts(whole, str(result["review_id"]))})
    if files:
        warn_of_sensitive(whole, among=[str(result["review_id"]) for result in results])
        change_together(folder, files | table_files(whole, folder))
    return pd.DataFrame(results, columns=["file", "review_id", "result", "n_recommendations", "n_responses", "changed"])


def _with_file(whole: Collection, read: Reading, name: str) -> Collection:
    """Put down where a document is kept, by its fingerprint."""
    is_it = whole.documents["sha256"] == read.documents["sha256"].iloc[0]
    return whole._replace(documents=whole.documents.assign(file=whole.documents["file"].mask(is_it, name)))


def _take_in(
    whole: Collection, read: Reading, folder: Path, path: Path | str, *, review_id: str | None, replace: bool
) -> _Change:
    holder = review_id or find_review(whole.reviews, read.reviews)
    if holder is None:
        result = {"review_id": read.reviews["review_id"].iloc[0], "result": "added", "changed": ""}
        return _Change(joined(whole, read.collection), read.documents["file"].iloc[0], result)
    of_review = whole.documents[whole.documents["review_id"] == holder]
    edition = find_edition(of_review, read.documents)
    if edition is not None and not replace:
        file = of_review.loc[of_review["document_id"] == edition, "file"].iloc[0]
        raise CollectionError(
            f"{folder}: has another edition of {path} ({edition}, {file}); add it with --replace to take its place."
        )
    earlier, rest = _parted(whole, edition)
    more = fit_in(read.collection, rest, review_id=holder, earlier=earlier)
    document_id = edition or next_number(f"{holder}/document-", set(of_review["document_id"]))
    more = more._replace(
        documents=more.documents.assign(document_id=document_id),
        recommendations=more.recommendations.assign(document_id=document_id),
        responses=more.responses.assign(document_id=document_id),
    )
    _refuse_dangling(rest, more, folder, path)
    filled = rest._replace(reviews=_filled(rest.reviews, holder, read.reviews))
    result = {
        "review_id": holder,
        "result": "joined" if edition is None else "replaced",
        "changed": ";".join(changed_passages(earlier, more)),
    }
    document_type, ending = (
        read.documents["document_type"].iloc[0],
        PurePosixPath(read.documents["file"].iloc[0]).suffix,
    )
    return _Change(joined(filled, more), f"documents/{holder}-{document_type}{ending}", result)


def _holder(whole: Collection, content: bytes) -> str | None:
    same = whole.documents[whole.documents["sha256"] == fingerprint(content)]
    return None if same.empty else same["review_id"].iloc[0]


def _parted(whole: Collection, document_id: str | None) -> tuple[Collection, Collection]:
    """Part the rows of a document from the rest of a collection."""
    if document_id is None:
        return empty_collection(), whole
    tables = ("documents", "recommendations", "responses")
    of_it = {name: getattr(whole, name)[getattr(whole, name)["document_id"] == document_id] for name in tables}
    rest = {name: getattr(whole, name).drop(of_it[name].index) for name in tables}
    is_its_own = whole.answers["response_id"].isin(of_it["responses"]["passage_id"])
    return (
        empty_collection()._replace(**of_it, answers=whole.answers[is_its_own]),
        whole._replace(**rest, answers=whole.answers[~is_its_own]),
    )


def _filled(reviews: pd.DataFrame, review_id: str, read: pd.DataFrame) -> pd.DataFrame:
    """Fill what is missing of a review from what another document says of it."""
    filled = reviews.copy()
    row = filled.index[filled["review_id"] == review_id][0]
    for name in filled.columns.difference(["review_id", "source_status", "year", "year_of"]):
        is_missing = pd.isna(filled.loc[row, name]) or filled.loc[row, name] == "not_stated"
        if is_missing and not pd.isna(read[name].iloc[0]):
            filled.loc[row, name] = read[name].iloc[0]
    return filled


def _refuse_unknown_review(known: Collection, review_id: str | None, folder: Path | str) -> None:
    if review_id is not None and review_id not in set(known.reviews["review_id"]):
        raise CollectionError(
            f"{folder}: has no review {review_id!r}; name one of reviews.csv, or leave --review out for a new one."
        )


def _refuse_doubts(readings: Mapping[Path | str, Reading]) -> None:
    for path, read in readings.items():
        if read.doubts:
            raise CollectionError(
                f"{path}: was probably not read as it stands ({'; '.join(read.doubts)}); look at it with "
                f"'scrlearn read {path}', and add it with --despite-doubts if that is right or will be mended by hand."
            )


def _refuse_dangling(rest: Collection, more: Collection, folder: Path, path: Path | str) -> None:
    there = {*rest.recommendations["passage_id"], *more.recommendations["passage_id"]}
    gone = rest.answers[~rest.answers["recommendation_id"].isin(list(there))]
    if len(gone):
        raise CollectionError(
            f"{folder}: {path} no longer has {gone['recommendation_id'].iloc[0]}, which "
            f"{gone['response_id'].iloc[0]} of another document answers; mend "
            "recommendations.csv and answers.csv by hand."
        )


def _counts(whole: Collection, review_id: str) -> dict[str, int]:
    is_whole = whole.recommendations["part_of"].isna()
    return {
        "n_recommendations": int((is_whole & (whole.recommendations["review_id"] == review_id)).sum()),
        "n_responses": int((whole.responses["review_id"] == review_id).sum()),
    }
