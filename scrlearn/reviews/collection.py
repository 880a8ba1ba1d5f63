"""A collection of reviews on disk: a folder of CSV files, or one workbook with a sheet for each table."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from scrlearn.decisions import refuse_other_rule
from scrlearn.errors import CollectionError
from scrlearn.files import csv_bytes, read_sheet, write_whole
from scrlearn.tables import COLLECTION_TABLES, SCHEMA_VERSION
from scrlearn.validation import check_references, check_table, empty_table
from scrlearn.versions import SETTINGS_FILE, known_version, read_settings, read_table, refuse_other_version


class Collection(NamedTuple):
    """Five tables of :mod:`scrlearn.tables` that belong together."""

    reviews: pd.DataFrame
    documents: pd.DataFrame
    recommendations: pd.DataFrame
    responses: pd.DataFrame
    answers: pd.DataFrame


class Settings(NamedTuple):
    """
    What a collection says of itself: its name, whether it is illustrative (fictional), and what is done when coders
    disagree: one of :data:`scrlearn.decisions.DISAGREEMENT_RULES`.
    """

    name: str
    illustrative: bool = False
    when_coders_disagree: str = "check"


def load_reviews(path: Path | str) -> Collection:
    """
    Load a collection: its reviews, and what was read from their documents.

    Parameters
    ----------
    path
        A collection's folder, or a workbook (.xlsx) with a sheet for each table.

    Returns
    -------
    Collection
        The tables reviews, documents, recommendations, responses and answers, each as declared in
        :mod:`scrlearn.tables` and in the file's order. It unpacks. ``reviews`` says in its column ``illustrative``
        whether the collection is fictional.

    Raises
    ------
    CollectionError
        When there is no collection at that place, or it is of another version than this package reads.
    TableError
        When a table does not hold what it should, or names a row of another table that is not there.
    """
    settings = load_settings(path)
    tables = {table: _load_table(path, table) for table in COLLECTION_TABLES}
    check_references(tables)
    tables["reviews"]["illustrative"] = pd.array([settings.illustrative] * len(tables["reviews"]), dtype="boolean")
    return Collection(**tables)


def load_settings(path: Path | str) -> Settings:
    """Load what a collection says of itself, from ``collection.toml`` or a workbook's sheet ``collection``."""
    path = Path(path)
    if path.suffix == ".xlsx":
        where, found = path, _workbook_settings(path)
        # Of a workbook every version is read alike.
        known_version(found, where=where)
    else:
        where, found = path / SETTINGS_FILE, read_settings(path)
        refuse_other_version(path)
    return Settings(
        name=str(found.get("name", path.stem)),
        illustrative=str(found.get("illustrative", False)).lower() in ("true", "yes", "1"),
        when_coders_disagree=refuse_other_rule(str(found.get("when_coders_disagree", "check")), where=where),
    )


def start_collection(
    folder: Path | str,
    *,
    name: str | None = None,
    illustrative: bool = False,
    when_coders_disagree: str = "check",
    collection: Collection | None = None,
    corrections: pd.DataFrame | None = None,
) -> Path:
    """
    Start a collection in a folder that holds none yet.

    Parameters
    ----------
    folder
        Where; made if need be.
    name
        What to call it on charts and pages; the folder's name if not given.
    illustrative
        Whether everything in it is fictional.
    when_coders_disagree
        As for :func:`scrlearn.themes.settle.settle`.
    collection, corrections
        Tables to begin with (from a filled workbook, say); empty ones if not given.

    Returns
    -------
    pathlib.Path
        The folder, with ``collection.toml``, the CSV files of the tables, ``corrections.csv`` and ``documents/``.

    Raises
    ------
    CollectionError
        When there is a collection already; nothing is touched.
    """
    folder = Path(folder)
    if (folder / SETTINGS_FILE).exists():
        raise CollectionError(f"{folder}: is a collection already; add to it with 'scrlearn add {folder} FILE'.")
    if corrections is None:
        corrections = empty_table("corrections")
    save_reviews(empty_collection() if collection is None else collection, folder)
    write_whole(folder / "corrections.csv", csv_bytes(check_table(corrections, "corrections")))
    (folder / "documents").mkdir(exist_ok=True)
    if not (folder / ".gitignore").exists():
        write_whole(folder / ".gitignore", b"runs/\noutputs/\nbackups/\ncorrections.backup.csv\n")
    # Written last: a folder is a collection only once all its tables are there.
    settings = Settings(name or folder.name, illustrative, when_coders_disagree)
    write_whole(folder / SETTINGS_FILE, _settings_toml(settings).encode())
    return folder


def save_reviews(collection: Collection, folder: Path | str) -> None:
    """
    Write a collection's five tables into its folder, each file whole.

    Raises
    ------
    TableError
        When a table does not hold what it should; nothing is written.
    """
    tables = {table: check_table(frame, table) for table, frame in collection._asdict().items()}
    check_references(tables)
    for table, frame in tables.items():
        write_whole(Path(folder) / f"{table}.csv", csv_bytes(frame.drop(columns="illustrative", errors="ignore")))


def select_reviews(collection: Collection, reviews: pd.DataFrame) -> Collection:
    """
    Keep the given reviews and everything that belongs to them.

    Parameters
    ----------
    collection
        The whole.
    reviews
        Rows of ``collection.reviews``, as from ``collection.reviews.query("source_status == 'published'")``.

    Returns
    -------
    Collection
        The rows of every table that belong to those reviews, in the same order.
    """
    kept = [
        frame[frame["review_id"].isin(reviews["review_id"])].reset_index(drop=True)
        for frame in (collection.documents, collection.recommendations, collection.responses)
    ]
    answers = collection.answers[collection.answers["response_id"].isin(kept[2]["passage_id"])]
    documents, recommendations, responses = kept
    return Collection(
        reviews.reset_index(drop=True), documents, recommendations, responses, answers.reset_index(drop=True)
    )


def empty_collection() -> Collection:
    """Return a collection without a review."""
    return Collection(**{table: empty_table(table) for table in COLLECTION_TABLES})


def _load_table(path: Path | str, table: str) -> pd.DataFrame:
    path = Path(path)
    if path.suffix == ".xlsx":
        frame, file = read_sheet(path, table), f"sheet of {path.name}"
    else:
        frame, file = read_table(path / f"{table}.csv"), f"{table}.csv"
    if frame is None:
        raise CollectionError(
            f"{path}: has no sheet {table!r}; 'scrlearn template' writes a workbook with every sheet."
        )
    return check_table(frame, table, file=file)


def _workbook_settings(file: Path) -> dict:
    if not file.is_file():
        raise CollectionError(f"{file}: is no collection (no {file.name} there); start one with 'scrlearn new {file}'.")
    sheet = read_sheet(file, "collection")
    if sheet is None or not {"setting", "value"} <= set(sheet.columns):
        return {}
    filled = sheet.dropna(subset=["setting", "value"])
    return dict(zip(filled["setting"], filled["value"], strict=True))


def _settings_toml(settings: Settings) -> str:
    name = settings.name.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f"schema_version = {SCHEMA_VERSION}\n"
        f'name = "{name}"\n'
        f"illustrative = {str(settings.illustrative).lower()}  # true where everything in it is fictional\n"
        f'when_coders_disagree = "{settings.when_coders_disagree}"  # or majority, or latest\n'
    )
