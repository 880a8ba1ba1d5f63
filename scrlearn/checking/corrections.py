"""The corrections of a collection: what people decided."""

from pathlib import Path

import pandas as pd

from scrlearn.errors import CollectionError, FileError, TableError
from scrlearn.files import read_sheet
from scrlearn.readers import read_as_one
from scrlearn.validation import check_table, empty_table
from scrlearn.versions import read_table, refuse_other_version

LEDGER, BACKUP = "corrections.csv", "corrections.backup.csv"


def load_corrections(path: Path | str) -> pd.DataFrame:
    """
    Load people's decisions.

    Parameters
    ----------
    path
        A collection's folder (its ``corrections.csv``) or a workbook (its sheet ``corrections``).

    Returns
    -------
    pandas.DataFrame
        The table corrections, in the file's order, which is the order of deciding; no rows where there is no such file
        or sheet.

    Raises
    ------
    CollectionError
        When there is nothing at that place, it is a collection of another version than this package reads, or another
        program keeps on changing it.
    TableError, FileError
        When a row does not hold what it should, or the file is no table; with the name of the backup if there is one.
    """
    path = Path(path)
    if not path.exists():
        raise CollectionError(f"{path}: is not there.")
    if path.suffix == ".xlsx":
        return _checked(read_sheet(path, "corrections"), path.name)
    refuse_other_version(path)
    if not (path / LEDGER).exists():
        return empty_table("corrections")
    try:
        return read_as_one(path, [LEDGER], lambda: _checked(read_table(path / LEDGER), LEDGER))
    except (TableError, FileError) as error:
        saved = f"\nThe rows that scrlearn recorded last stand in {path / BACKUP}."
        raise type(error)(f"{error}{saved if (path / BACKUP).exists() else ''}") from None


def _checked(frame: pd.DataFrame | None, file: str) -> pd.DataFrame:
    return empty_table("corrections") if frame is None else check_table(frame, "corrections", file=file)
