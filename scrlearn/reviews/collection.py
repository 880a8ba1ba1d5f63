"""A collection of reviews on disk: a folder of CSV files, or one workbook with a sheet for each table."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from scrlearn.changes import change_together
from scrlearn.decisions import refuse_other_rule
from scrlearn.errors import CollectionError
from scrlearn.files import csv_bytes, read_sheet, write_whole
from scrlearn.readers import read_as_one
from scrlearn.tables import COLLECTION_TABLES, SCHEMA_VERSION
from scrlearn.validation import check_references, check_table, empty_table
from scrlearn.versions import SETTINGS_FILE, known_version, read_settings, read_table, refuse_other_version
from scrlearn.writers import only_writer


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
        When there is no collection at that place, it is of another version than this package reads, or another program
        keeps on changing it.
    TableError
        When a table does not hold what it should, or names a row of another table that is not there.
    """
    settings = load_settings(path)
    tables = read_as_one(path, [f"{table}.csv" for table in COLLECTION_TABLES], lambda: _load_tables(path))
    tables["reviews"]["illustrative"] = pd.array([settings.illustrative] * len(tables["reviews"]), dtype="boolean")
    return Collection(**tables)


def load_table(path: Path | str, table: str) -> pd.DataFrame:
    """Load one table, whatever state the others are in; index + 2 is the row of its file as Excel numbers it."""
    path = Path(path)
    if path.suffix == ".xlsx":
        frame, file = read_sheet(path, table), f"sheet of {path.name}"
    else:
        frame, file = read_table(path / f"{table}.csv"), f"{table}.csv"
    if frame is None:
        raise CollectionError(
            f"{path}: has no sheet {table!r}; 'scrlearn template' writes a workbook with every sheet."
        )
    return check_table(frame, table, file=file).set_axis(frame.index)


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
        When there is a collection already, or tables that would be lost; nothing is touched.
    """
    folder = Path(folder)
    if (folder / SETTINGS_FILE).exists():
        raise CollectionError(f"{folder}: is a collection already; add to it with 'scrlearn add {folder} FILE'.")
    given = {**(collection or empty_collection())._asdict(), "corrections": corrections}
    tables = {name: empty_table(name) if table is None else table for name, table in given.items()}
    _refuse_to_lose_rows(folder, tables)
    save_reviews(Collection(*[tables[name] for name in COLLECTION_TABLES]), folder)
    write_whole(folder / "corrections.csv", csv_bytes(check_table(tables["corrections"], "corrections")))
    (folder / "documents").mkdir(exist_ok=True)
    if not (folder / ".gitignore").exists():
        write_whole(folder / ".gitignore", b"runs/\noutputs/\nbackups/\ncorrections.backup.csv\n")
    # Written last: a folder is a collection only once all its tables are there.
    settings = Settings(name or folder.name, illustrative, when_coders_disagree)
    write_whole(folder / SETTINGS_FILE, _settings_toml(settings).encode())
    return folder


def save_reviews(collection: Collection, folder: Path | str) -> None:
    """
    Write a collection's five tables into its folder, all of them or none.

    Raises
    ------
    TableError
        When a table does not hold what it should; nothing is written.
    FileError
        When one cannot be written; none is.
    """
    tables = {table: check_table(frame, table) for table, frame in collection._asdict().items()}
    check_references(tables)
    files = {Path(folder) / f"{table}.csv": _table_bytes(frame) for table, frame in tables.items()}
    with only_writer(folder):
        change_together(folder, files)


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


def _refuse_to_lose_rows(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Refuse to start where tables lie that a start which was killed, with the same tables, did not leave."""
    for name, table in tables.items():
        file = folder / f"{name}.csv"
        if file.exists() and file.read_bytes() not in (_table_bytes(table), _table_bytes(empty_table(name))):
            raise CollectionError(
                f"{file}: is there already, without a {SETTINGS_FILE} beside it; write one with the line "
                f"'schema_version = {SCHEMA_VERSION}' to go on with it, or move it away."
            )


def _table_bytes(table: pd.DataFrame) -> bytes:
    return csv_bytes(table.drop(columns="illustrative", errors="ignore"))


def _load_tables(path: Path | str) -> dict[str, pd.DataFrame]:
    as_numbered = {table: load_table(path, table) for table in COLLECTION_TABLES}
    check_references(as_numbered)
    return {table: frame.reset_index(drop=True) for table, frame in as_numbered.items()}


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
