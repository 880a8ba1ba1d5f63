"""Tables become CSV files."""

from pathlib import Path

import pandas as pd

from scrlearn.files import csv_bytes, csv_rows, write_whole

# How many rows are turned into text at a time: it bounds the memory.
_AT_A_TIME = 100_000


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
    later = range(_AT_A_TIME, len(table), _AT_A_TIME)
    slices = [csv_rows(table[first : first + _AT_A_TIME]).encode() for first in later]
    write_whole(path, b"".join([csv_bytes(table[:_AT_A_TIME]), *slices]))
    return Path(path)
