"""The corrections of a collection: what people decided."""

from pathlib import Path

import pandas as pd

from scrlearn.errors import CollectionError
from scrlearn.files import read_csv, read_sheet
from scrlearn.validation import check_table, empty_table


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
        When there is nothing at that place.
    TableError
        When a row does not hold what it should.
    """
    path = Path(path)
    if not path.exists():
        raise CollectionError(f"{path}: is not there.")
    file = path if path.suffix == ".xlsx" else path / "corrections.csv"
    if not file.exists():
        return empty_table("corrections")
    frame = read_sheet(file, "corrections") if file.suffix == ".xlsx" else read_csv(file)
    return empty_table("corrections") if frame is None else check_table(frame, "corrections", file=file.name)
