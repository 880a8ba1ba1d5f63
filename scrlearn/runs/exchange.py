"""A collection exchanged with the tools that qualitative researchers own, by the REFI-QDA standard."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from scrlearn.changes import change_together
from scrlearn.checking.corrections import load_corrections
from scrlearn.checking.exchange import read_exchange
from scrlearn.checking.ledger import record_decisions
from scrlearn.decisions import current_decisions
from scrlearn.errors import DocumentError, FileError
from scrlearn.export.exchange import write_exchange
from scrlearn.files import csv_bytes
from scrlearn.passages import coded_passages
from scrlearn.reviews.collection import Collection, load_reviews, load_settings
from scrlearn.reviews.reading import kept_text
from scrlearn.runs.checking import Recorded
from scrlearn.runs.coder import ACTION_TYPES, split_decisions
from scrlearn.runs.coding import Period, code_collection
from scrlearn.themes.codebook import load_codebook
from scrlearn.themes.exchange import read_codebook, write_codebook
from scrlearn.validation import check_table
from scrlearn.writers import only_writer

_SOURCE = "exchange"
_DECISION = ["passage_id", "theme_id", "coder", "decision", "reason"]


def write_collection_exchange(
    folder: Path | str,
    path: Path | str,
    *,
    include_unpublished: bool = False,
    seed: int = 0,
    progress: Callable[[str], None] = lambda step: None,
) -> Path:
    """
    Write a collection for another tool.

    Parameters
    ----------
    folder
        The collection.
    path
        A project (.qdpx), with its documents, codebook and every coding; or its codebook alone (.qdc).
    include_unpublished
        Whether reviews that are not public go along.
    seed, progress
        As for :func:`scrlearn.runs.run.run_collection`.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    ScrlearnError
        When the collection does not hold what it should, or the file has another ending or cannot be written.
    """
    if _ending(path) == ".qdc":
        return write_codebook(path, load_codebook(folder).themes)
    coded = code_collection(
        folder, period=Period(), include_unpublished=include_unpublished, seed=seed, progress=progress
    )
    progress("Writing the project")
    on_themes, on_actions = split_decisions(coded.corrections, coded.codebook, coded.action_types)
    return write_exchange(
        path,
        name=load_settings(folder).name,
        documents=_document_texts(folder, coded.collection),
        collection=coded.collection,
        themes=pd.concat([coded.codebook.themes, coded.action_types], ignore_index=True),
        corrections=pd.concat([on_themes, on_actions], ignore_index=True),
        codings=pd.concat([coded.recommendation_codings, coded.response_codings, coded.action_codings]),
    )


def record_exchange(folder: Path | str, path: Path | str) -> Recorded:
    """
    Record the codings that people made in another tool.

    Parameters
    ----------
    folder
        The collection.
    path
        A project (.qdpx) that was written here and coded elsewhere.

    Returns
    -------
    Recorded
        The decisions that were added, each by the coder whom the file names; how many codings say what stands already;
        and as unread the table unplaced_codings.

    Raises
    ------
    ScrlearnError
        When the file is no such project or cannot be recorded.
    """
    collection, codebook = load_reviews(folder), load_codebook(folder)
    read = read_exchange(
        path,
        recommendations=collection.recommendations,
        responses=collection.responses,
        themes=pd.concat([codebook.themes, load_codebook(ACTION_TYPES).themes], ignore_index=True),
        documents=_document_texts(folder, collection),
    )
    new = read.decisions[~_stands(read.decisions, _standing(folder, collection))]
    added = [
        record_decisions(folder, rows.drop(columns=["coder", "decided_at"]), coder=str(coder), source=_SOURCE)
        for coder, rows in new.groupby("coder", sort=False)
    ]
    rows = pd.concat(added, ignore_index=True) if added else load_corrections(folder).iloc[:0]
    return Recorded(rows, len(read.decisions) - len(rows), read.unplaced)


def take_codebook(folder: Path | str, path: Path | str) -> pd.DataFrame:
    """
    Take the themes of a codebook file into a collection's own codebook.

    Parameters
    ----------
    folder
        The collection. Without a codebook of its own it gets one, which begins with the starter codebook.
    path
        A .qdc file. A theme that the collection has, by its theme_id, is described anew; others are added. None is
        taken out: a theme goes by being replaced, in ``codebook/themes.csv``.

    Returns
    -------
    pandas.DataFrame
        The table themes as it was written, with ``codebook/rules.csv`` and ``codebook/examples.csv`` beside it. A theme
        that is new has no rules yet: it needs some, or decisions, before a run can find it.

    Raises
    ------
    ScrlearnError
        When the file is no codebook, or nothing can be written; then nothing is.
    """
    load_settings(folder)
    read, codebook = read_codebook(path).set_index("theme_id"), load_codebook(folder)
    kept = pd.concat([codebook.themes, codebook.retired]).set_index("theme_id")
    described = ["theme", "theme_group", "definition", "include", "exclude"]
    kept.loc[kept.index.isin(read.index), described] = read.reindex(kept.index)[described]
    themes = pd.concat([kept, read[~read.index.isin(kept.index)]]).reset_index()
    tables = {"themes": themes, "rules": codebook.rules, "examples": codebook.examples}
    checked = {name: check_table(table, name) for name, table in tables.items()}
    with only_writer(folder):
        place = Path(folder) / "codebook"
        change_together(folder, {place / f"{name}.csv": csv_bytes(table) for name, table in checked.items()})
    return checked["themes"]


def _ending(path: Path | str) -> str:
    ending = Path(path).suffix.lower()
    if ending not in (".qdpx", ".qdc"):
        raise FileError(f"{path}: give a project a name that ends in .qdpx, or a codebook one that ends in .qdc.")
    return ending


def _document_texts(folder: Path | str, collection: Collection) -> dict[str, str]:
    texts = {}
    for document in collection.documents.dropna(subset="file").to_dict("records"):
        try:
            texts[document["document_id"]] = kept_text(folder, document["file"])
        except DocumentError:
            # Its passages go along all the same, in a source of their own.
            continue
    return texts


def _standing(folder: Path | str, collection: Collection) -> pd.DataFrame:
    corrections = load_corrections(folder)
    both = collection.recommendations, collection.responses
    return pd.concat([current_decisions(corrections, coded_passages(passages)) for passages in both])


def _stands(decisions: pd.DataFrame, standing: pd.DataFrame) -> pd.Series:
    known = {_said(row) for row in standing.to_dict("records")}
    return pd.Series([_said(row) in known for row in decisions.to_dict("records")], index=decisions.index, dtype="bool")


def _said(row: dict) -> tuple[str, ...]:
    return tuple("" if pd.isna(row[name]) else " ".join(row[name].split()) for name in _DECISION)
