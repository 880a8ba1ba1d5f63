"""Which version of the tables a collection is of, and its tables read as that version wrote them."""

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd

from scrlearn.errors import CollectionError
from scrlearn.files import read_csv
from scrlearn.tables import SCHEMA_VERSION

SETTINGS_FILE, RELEASE_FILE = "collection.toml", "release.json"
# The first in which cells that a spreadsheet would take for formulas have a ' before them.
_NEUTRALISED = 2


def read_settings(folder: Path | str) -> dict[str, Any]:
    """
    Read the ``collection.toml`` of a folder.

    Raises
    ------
    CollectionError
        When there is none, or it cannot be read.
    """
    file = Path(folder) / SETTINGS_FILE
    if not file.is_file():
        raise CollectionError(
            f"{folder}: is no collection (no {SETTINGS_FILE} there); start one with 'scrlearn new {folder}'."
        )
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise CollectionError(f"{file}: cannot be read ({error}).") from error


def known_version(settings: dict[str, Any], *, where: object) -> int:
    """Return the schema version that settings name, the first where they name none; refuse one not known here."""
    version = str(settings.get("schema_version", 1))
    if version not in map(str, range(1, SCHEMA_VERSION + 1)):
        raise CollectionError(
            f"{where}: schema_version is {version}; this package reads {SCHEMA_VERSION}. Update scrlearn."
        )
    return int(version)


def refuse_other_version(folder: Path | str) -> int:
    """
    Return the schema version of a collection, if its tables may be read.

    Parameters
    ----------
    folder
        A collection's folder, or that of a release: it is never changed, so it may be of an earlier version.

    Returns
    -------
    int
        The version that ``collection.toml`` names, 1 where it names none; the present one where there is no such file.

    Raises
    ------
    CollectionError
        When the collection is of a later version, or of an earlier one and has to be migrated.
    """
    folder = Path(folder)
    if not (folder / SETTINGS_FILE).is_file():
        return SCHEMA_VERSION
    version = known_version(read_settings(folder), where=folder / SETTINGS_FILE)
    if version < SCHEMA_VERSION and not (folder / RELEASE_FILE).is_file():
        raise CollectionError(
            f"{folder / SETTINGS_FILE}: schema_version is {version}; this package reads {SCHEMA_VERSION}. "
            f"Run 'scrlearn migrate {folder}', which keeps a copy."
        )
    return version


def read_table(path: Path | str) -> pd.DataFrame:
    """
    Read a table of a collection, of its codebook or of a release, as the version that stands beside it wrote it.

    Parameters
    ----------
    path
        The CSV file.

    Returns
    -------
    pandas.DataFrame
        As from :func:`scrlearn.files.read_csv`.

    Raises
    ------
    CollectionError
        When it belongs to a collection of a version that cannot be read.
    FileError
        When it cannot be opened, or is no table.
    """
    folder = Path(path).parent
    in_codebook = folder.name == "codebook" and not (folder / SETTINGS_FILE).is_file()
    version = refuse_other_version(folder.parent if in_codebook else folder)
    return read_csv(path, neutralised=version >= _NEUTRALISED)
