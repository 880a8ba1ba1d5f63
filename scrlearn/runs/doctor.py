"""Examining a collection whole: what is wrong with it, and how to mend it."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pandas as pd

from scrlearn.errors import CollectionError
from scrlearn.export.shown import count_of_many
from scrlearn.reviews.collection import SETTINGS_FILE
from scrlearn.runs.ailments import Ailment
from scrlearn.runs.doctor_files import (
    examine_copies,
    examine_documents,
    examine_kept,
    examine_leftovers,
    examine_releases,
    examine_runs,
    examine_texts,
)
from scrlearn.runs.doctor_tables import (
    Examined,
    examine_codebook,
    examine_corrections,
    examine_names,
    examine_references,
    examine_sensitive,
    examine_settings,
    read_what_can_be_read,
)
from scrlearn.tables import COLLECTION_TABLES
from scrlearn.validation import check_table

# In this order their ailments are told. Each looks at one thing, never writes, and raises nothing of the package's own:
# what is to be looked at besides is added here.
_EXAMINATIONS: tuple[Callable[[Examined], Iterable[Ailment]], ...] = (
    examine_settings,
    examine_references,
    examine_names,
    examine_corrections,
    examine_codebook,
    examine_documents,
    examine_texts,
    examine_releases,
    examine_runs,
    examine_kept,
    examine_sensitive,
    examine_leftovers,
    examine_copies,
)
_LOOKED_AT = {
    "table": [*(f"{name}.csv" for name in (*COLLECTION_TABLES, "corrections")), "codebook/*.csv"],
    "document": ["documents/*"],
    "text": ["texts/*"],
    "release": ["releases/*/release.json"],
    "record": ["runs/*.json"],
    "output": ["outputs/*/*", "outputs/*.html"],
}


def examine_collection(folder: Path | str) -> pd.DataFrame:
    """
    Examine everything in a collection's folder, and say how to mend what is wrong.

    Nothing is written. Each table is checked by itself, so that what is wrong with one hides nothing of the others;
    what tables name of one another is checked among those that can be loaded.

    Parameters
    ----------
    folder
        The collection's folder.

    Returns
    -------
    pandas.DataFrame
        The table ailments, errors first: file, place (blank where the file as a whole is meant), severity (``error``
        where something cannot be read or is lost, ``warning`` where a person should look), fault, mend. No rows where
        nothing is wrong.

    Raises
    ------
    CollectionError
        When there is no collection: no such folder, or neither settings nor tables in it.

    Examples
    --------
    >>> import tempfile
    >>> from scrlearn.reviews.collection import start_collection
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     place = start_collection(Path(folder) / "ours")
    ...     (place / "answers.csv").unlink()
    ...     ailments = examine_collection(place)
    >>> ailments[["file", "severity", "fault"]]
              file severity                                       fault
    0  answers.csv    error  cannot be read (No such file or directory)
    """
    folder = Path(folder)
    own = (SETTINGS_FILE, *(f"{name}.csv" for name in COLLECTION_TABLES))
    if not any(file.name in own for file in folder.glob("*")):
        raise CollectionError(f"{folder}: is no collection's folder; start one with 'scrlearn new {folder}'.")
    examined, found = read_what_can_be_read(folder)
    for examine in _EXAMINATIONS:
        found += _as_far_as_it_goes(examine(examined))
    ailments = pd.DataFrame(found, columns=Ailment._fields, dtype="str").drop_duplicates(["file", "place", "fault"])
    return check_table(ailments.sort_values("severity", kind="stable"), "ailments")


def _as_far_as_it_goes(found: Iterable[Ailment]) -> Iterator[Ailment]:
    try:
        yield from found
    except OSError as error:
        fault = f"cannot be looked at ({error.strerror or error})"
        yield Ailment(str(error.filename or "."), None, "error", fault, "See who may read it, and examine it again.")


def summarise_ailments(ailments: pd.DataFrame, folder: Path) -> str:
    """Say what is wrong with a collection, a line each, and what was looked at."""
    lines = [
        f"{row['file']}{'' if pd.isna(row['place']) else ', ' + row['place']}: {row['fault']}. Mend: {row['mend']}"
        for row in ailments.to_dict("records")
    ]
    n_errors = int((ailments["severity"] == "error").sum())
    n_warnings = len(ailments) - n_errors
    counted = f"{count_of_many(n_errors, 'error')}, {count_of_many(n_warnings, 'warning')}."
    looked_at = ", ".join(
        count_of_many(sum(file.is_file() for pattern in patterns for file in folder.glob(pattern)), thing)
        for thing, patterns in _LOOKED_AT.items()
    )
    return "\n".join([*lines, counted if lines else "Nothing wrong found.", f"Looked at: {looked_at}."])
