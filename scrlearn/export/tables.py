"""Tables become CSV files."""

from pathlib import Path

import pandas as pd

from scrlearn.files import csv_bytes, write_whole


def write_table(table: pd.DataFrame, path: Path | str) -> Path:
    """
    Write a table as CSV that opens in Excel.

    Parameters
    ----------
    table
        Any table.
    path
        The .csv file.

    Returns
    -------
    pathlib.Path
        The file: UTF-8 with a byte order mark, one header row, blanks for missing values; the same table gives the same
        bytes.

    Raises
    ------
    FileError
        When it cannot be written; an older file is then untouched.
    """
    write_whole(path, csv_bytes(table))
    return Path(path)
