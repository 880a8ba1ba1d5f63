"""Holding DataFrames against :mod:`scrlearn.tables`: every fault at once, each with its place and what to do."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from scrlearn.errors import TableError
from scrlearn.tables import REFERENCES, TABLES

_YES_NO = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}
_SHOWN = 5


def check_table(frame: pd.DataFrame, table: str, *, file: object = None) -> pd.DataFrame:
    """
    Hold a DataFrame against the declaration of its table.

    Parameters
    ----------
    frame
        The rows. Columns that the table does not declare are kept as they are, after the declared ones.
    table
        The table's name in :data:`scrlearn.tables.TABLES`.
    file
        Where the rows came from; named in messages, which then number rows as Excel does (the header is row 1).

    Returns
    -------
    pandas.DataFrame
        The same rows with the declared columns first, in their declared order and types; a fresh index from 0.

    Raises
    ------
    TableError
        When a column is missing, a value is not allowed, or a key occurs twice. One line a fault.
    """
    schema = TABLES[table]
    where = f"{table} ({file})" if file else table
    faults = _missing_columns(frame, schema)
    try:
        checked = schema.validate(_with_yes_no(frame, schema), lazy=True)
    except SchemaErrors as errors:
        checked = frame
        faults += _faults(errors.failure_cases, schema, numbered_as_excel=file is not None)
    faults += _repeated_keys(checked, schema, numbered_as_excel=file is not None)
    if faults:
        raise TableError("\n".join(f"{where}: {fault}" for fault in faults))
    declared = [name for name in schema.columns if name in checked.columns]
    extra = [name for name in checked.columns if name not in schema.columns]
    return checked[[*declared, *extra]].reset_index(drop=True)


def check_references(tables: Mapping[str, pd.DataFrame]) -> None:
    """
    Refuse tables that name what is not there: a review, a document, a passage or a theme.

    Parameters
    ----------
    tables
        Tables by name. A reference is checked when both of its tables are given.

    Raises
    ------
    TableError
        One line a column, with the values that lead nowhere and their rows as Excel numbers them.
    """
    faults = []
    for (table, column), target in REFERENCES.items():
        if table not in tables or target not in tables:
            continue
        key = TABLES[target].metadata["key"][0]
        cells = tables[table][column]
        lost = cells[cells.notna() & ~cells.isin(tables[target][key])]
        if len(lost):
            rows = name_rows(lost.index, numbered_as_excel=True)
            faults.append(f"{table}: {column} has {list_values(lost)} in {rows}; no row of {target} has that {key}.")
    if faults:
        raise TableError("\n".join(faults))


def require_columns(frame: pd.DataFrame, table: str, columns: Sequence[str]) -> None:
    """Refuse a DataFrame that lacks columns which a function is about to use; the message names them."""
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise TableError(f"{table}: column {list_values(missing)} is missing; it has {list_values(frame.columns)}.")


def empty_table(table: str) -> pd.DataFrame:
    """Return the table with its declared columns and types and no rows."""
    schema = TABLES[table]
    return schema.validate(pd.DataFrame({name: pd.Series(dtype="object") for name in schema.columns}))


def list_values(values: Iterable[object]) -> str:
    """Return the first few distinct values as a message shows them."""
    distinct = list(dict.fromkeys(str(value) for value in values))
    more = f" and {len(distinct) - _SHOWN} more" if len(distinct) > _SHOWN else ""
    return f"{distinct[:_SHOWN]}{more}"


def name_rows(index: Iterable[Any], *, numbered_as_excel: bool = True) -> str:
    """Return the first few rows as a message names them: by their number in Excel, or by their label."""
    numbers = [int(label) + 2 if numbered_as_excel else label for label in index]
    word = "row" if numbered_as_excel else "index"
    if len(numbers) == 1:
        return f"{word} {numbers[0]}"
    word = "rows" if numbered_as_excel else "index"
    shown = [str(number) for number in numbers[:_SHOWN]]
    if len(numbers) > _SHOWN:
        return f"{word} {', '.join(shown)} and {len(numbers) - _SHOWN} more"
    return f"{word} {', '.join(shown[:-1])} and {shown[-1]}"


def _with_yes_no(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> pd.DataFrame:
    yes_no = {name for name, column in schema.columns.items() if str(column.dtype) == "boolean" and name in frame}
    words = {name: frame[name] for name in yes_no if frame[name].dtype == "str"}
    return frame.assign(
        **{name: cells.map(lambda cell: _YES_NO.get(str(cell).lower(), cell)) for name, cells in words.items()}
    )


def _missing_columns(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> list[str]:
    missing = [name for name, column in schema.columns.items() if column.required and name not in frame.columns]
    return [f"column {list_values(missing)} is missing; add it (its cells may be blank where allowed)."] * bool(missing)


def _faults(failures: pd.DataFrame, schema: pa.DataFrameSchema, *, numbered_as_excel: bool) -> list[str]:
    # A cell that cannot be turned into its type fails once more in every later check: the first word is enough.
    found = failures[failures["index"].notna() & ~failures["check"].astype(str).str.startswith("dtype")]
    found = found.drop_duplicates(subset=["column", "index"])
    lines = []
    for (column, is_blank), cells in found.groupby(["column", found["failure_case"].isna()], sort=False):
        rows = name_rows(cells["index"], numbered_as_excel=numbered_as_excel)
        if is_blank:
            lines.append(f"{column} is blank in {rows}; fill it in.")
        else:
            advice = schema.columns[column].metadata["advice"] or "mend it"
            lines.append(f"{column} has {list_values(cells['failure_case'])} in {rows}; {advice}.")
    return lines


def _repeated_keys(frame: pd.DataFrame, schema: pa.DataFrameSchema, *, numbered_as_excel: bool) -> list[str]:
    key = list(schema.metadata["key"])
    if not set(key) <= set(frame.columns):
        return []
    repeated = frame[frame.duplicated(key, keep=False) & frame[key].notna().all(axis=1)]
    if repeated.empty:
        return []
    values = repeated[key].astype(str).agg(", ".join, axis=1)
    rows = name_rows(repeated.index, numbered_as_excel=numbered_as_excel)
    return [f"{' + '.join(key)} has {list_values(values)} in {rows}; give each row its own."]
