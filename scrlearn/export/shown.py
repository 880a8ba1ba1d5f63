"""Tables as they are printed in a report: a label a column, and whole numbers or words in every cell."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from scrlearn.charts.words import name_of
from scrlearn.tables import TABLES

NOT_RECORDED = "not recorded"
# How many rows of a table, and passages with their codings, a report has room for: the tables of a run hold all.
MOST_SHOWN = 10_000
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_KEYS = ("group", "partnership")


class Shown(NamedTuple):
    """A table as it is printed; ``meanings`` say what its columns hold, ``numbers`` which of them are counts."""

    name: str
    caption: str
    columns: list[str]
    meanings: list[str]
    numbers: list[str]
    rows: list[list[int | str]]


def show_table(frame: pd.DataFrame, columns: Mapping[str, str], *, name: str, caption: str, table: str = "") -> Shown:
    """
    Turn a table into what is printed.

    Parameters
    ----------
    frame
        Any table.
    columns
        The columns to print, each with its label.
    name, caption
        A short name, and what the table says.
    table
        The name it has among the learning tables; its declaration tells keys from words, and what each column means.

    Returns
    -------
    Shown
        With "not recorded" for what is missing, and yes or no for True or False; of more than 10,000 rows the first,
        which the caption says.

    Examples
    --------
    >>> frame = pd.DataFrame({"theme": ["Safe sleeping", None], "n_reviews": [7, 0]})
    >>> show_table(frame, {"theme": "Theme", "n_reviews": "Reviews"}, name="themes", caption="Reviews by theme").rows
    [['Safe sleeping', 7], ['not recorded', 0]]
    """
    declared, shown = _declared(table), frame.head(MOST_SHOWN)
    cells = [_cells(shown[column], key=column in _KEYS or _has_values(declared.get(column))) for column in columns]
    return Shown(
        name=name,
        caption=caption + (f" (the first {MOST_SHOWN:,} of {len(frame):,} rows)" if len(frame) > MOST_SHOWN else ""),
        columns=list(columns.values()),
        meanings=[declared[column].description if column in declared else "" for column in columns],
        numbers=[label for column, label in columns.items() if column.startswith(("n_", "of_"))],
        rows=[list(row) for row in zip(*cells, strict=True)],
    )


def lines_of(shown: Shown) -> list[Sequence[int | str]]:
    """Return a table's lines: its header row, then its rows."""
    return [shown.columns, *shown.rows]


def printable(text: str) -> str:
    """Return a text without the characters that neither Word nor Excel can hold."""
    return _UNPRINTABLE.sub(" ", text)


def count_of_many(number: int, thing: str) -> str:
    """
    Say how many there are of a thing.

    Examples
    --------
    >>> count_of_many(2, "review")
    '2 reviews'
    """
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _declared(table: str) -> dict[str, Any]:
    # theme_counts_by_period, say, is declared as theme_counts_by.
    names = [name for name in TABLES if table.startswith(name)]
    return dict(TABLES[max(names, key=len)].columns) if names else {}


def _has_values(column: Any) -> bool:
    return column is not None and bool(column.metadata["values"])


def _cells(column: pd.Series, *, key: bool) -> Sequence[int | str]:
    return [_cell(value, key=key) for value in column.astype("object")]


def _cell(value: Any, *, key: bool) -> int | str:
    if pd.isna(value):
        return NOT_RECORDED
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return f"{value:.2f}"
    return printable(name_of(str(value)) if key else str(value))
