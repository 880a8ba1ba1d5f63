"""Recording what people decide: rows are only ever added, and none is lost."""

from collections import Counter
from collections.abc import Hashable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd

from scrlearn.checking.corrections import BACKUP, LEDGER, load_corrections
from scrlearn.errors import CollectionError, TableError
from scrlearn.files import csv_bytes, csv_rows, write_whole
from scrlearn.validation import check_table, empty_table, list_values, require_columns
from scrlearn.versions import read_table
from scrlearn.writers import only_writer

_CELL = ["passage_id", "theme_id"]
# What tells one decision from another, when it was taken apart: Excel rewrites dates.
_SAME = ["passage_id", "theme_id", "coder", "decision"]
_SAYS = ["decision", "reason", "text_seen", "stem_seen"]


def record_decisions(
    folder: Path | str, decisions: pd.DataFrame, *, coder: str, source: str | None = None, again: bool = False
) -> pd.DataFrame:
    """
    Add a person's decisions to a collection.

    They are added to the end of ``corrections.csv``; what stands there is never changed. The file is replaced whole,
    by one writer at a time, and is on the disk when this returns; ``corrections.backup.csv`` holds the same rows.

    Parameters
    ----------
    folder
        The collection's folder.
    decisions
        At most one row a cell: passage_id, theme_id, decision (``applies``, ``does_not_apply``, ``unsure`` or
        ``withdrawn``), and where there are any reason, text_seen, stem_seen and how, as in the table corrections.
    coder
        Whose decisions they are.
    source
        Where they were made: the mark of a sheet, say. A decision that says what this coder's last one on the cell from
        the same source says is recorded already and is not added again, so that a sheet may be recorded as often as one
        likes. Without a source every decision is added.
    again
        Whether every decision is new although its source has been seen, as from a panel in which people click.

    Returns
    -------
    pandas.DataFrame
        The rows of corrections that were added, in the given order, with the time in decided_at (UTC).

    Raises
    ------
    TableError
        When a decision does not hold what it should, or a cell has two.
    CollectionError
        When there is no such folder, or decisions that were recorded before are missing from ``corrections.csv``.
    FileError
        When the file cannot be written, or another writer does not finish. Nothing is lost: the old rows are all there.

    Examples
    --------
    >>> import tempfile
    >>> decisions = pd.DataFrame({"passage_id": ["k:1"], "theme_id": ["safe_sleeping"], "decision": ["applies"]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     first = record_decisions(folder, decisions, coder="Ann", source="panel")
    ...     again = record_decisions(folder, decisions, coder="Ann", source="panel")
    >>> len(first), len(again)
    (1, 0)
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise CollectionError(f"{folder}: is no folder; decisions are recorded in a collection's folder.")
    rows = _as_rows(decisions, coder, source)
    with only_writer(folder):
        known = load_corrections(folder)
        _refuse_lost(folder, lost_decisions(folder, known))
        new = _stamped(rows if again else rows[~_is_known(rows, known)], known)
        if len(new):
            ledger = _extended(folder / LEDGER, new)
            write_whole(folder / LEDGER, ledger)
            write_whole(folder / BACKUP, ledger)
    return new


def lost_decisions(folder: Path | str, known: pd.DataFrame) -> pd.DataFrame:
    """
    Find decisions that were recorded and are no longer among those known.

    Parameters
    ----------
    folder
        The collection's folder; without ``corrections.backup.csv`` in it nothing is known to be lost.
    known
        The table corrections, as loaded.

    Returns
    -------
    pandas.DataFrame
        The rows of the backup, in its order, that have no row in ``known`` of the same passage, theme, coder and
        decision.

    Raises
    ------
    TableError, FileError
        When the backup cannot be read.
    """
    backup = Path(folder) / BACKUP
    if not backup.exists():
        return empty_table("corrections")
    recorded = check_table(read_table(backup), "corrections", file=BACKUP)
    left = Counter(map(tuple, known[_SAME].to_numpy()))
    is_lost = []
    for decision in map(tuple, recorded[_SAME].to_numpy()):
        is_lost.append(left[decision] == 0)
        left[decision] -= not is_lost[-1]
    return recorded[is_lost].reset_index(drop=True)


def _as_rows(decisions: pd.DataFrame, coder: str, source: str | None) -> pd.DataFrame:
    require_columns(decisions, "decisions", [*_CELL, "decision"])
    if not coder.strip():
        raise TableError("decisions: coder is blank; name who decided.")
    columns = list(empty_table("corrections"))
    rows = decisions.assign(coder=coder.strip(), source=source, decided_at=None).reindex(columns=columns)
    checked = check_table(rows, "corrections")
    twice = checked[checked.duplicated(_CELL, keep=False)]
    if len(twice):
        cells = list_values(twice["passage_id"] + ", " + twice["theme_id"])
        raise TableError(f"decisions: {cells} is decided twice; give each passage and theme one row.")
    return checked


def _is_known(rows: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
    if rows["source"].isna().all():
        return pd.Series(False, index=rows.index)
    known = known.reindex(columns=rows.columns)
    own = known[(known["coder"] == rows["coder"].iloc[0]) & (known["source"] == rows["source"].iloc[0])]
    said = {cell: _said(row) for cell, row in own.set_index(_CELL).iterrows()}
    return pd.Series([said.get(cell) == _said(row) for cell, row in rows.set_index(_CELL).iterrows()], index=rows.index)


def _said(row: pd.Series) -> tuple[Hashable, ...]:
    return tuple("" if pd.isna(row[name]) else " ".join(row[name].split()) for name in _SAYS)


def _stamped(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    now, taken = datetime.now(UTC), set(known["decided_at"])
    while now.isoformat(timespec="microseconds") in taken:
        now += timedelta(microseconds=1)
    return rows.assign(decided_at=now.isoformat(timespec="microseconds")).reset_index(drop=True)


def _extended(file: Path, new: pd.DataFrame) -> bytes:
    if not file.exists():
        return csv_bytes(new)
    old, columns = file.read_bytes(), list(read_table(file))
    unnamed = [name for name in new.columns.difference(columns, sort=False) if new[name].notna().any()]
    if unnamed:
        # A ledger of before these columns were there: its rows are blank in them.
        return csv_bytes(pd.concat([read_table(file), new])[[*columns, *unnamed]])
    line_end = "\r\n" if old.partition(b"\n")[0].endswith(b"\r") else "\n"
    joint = "" if old.endswith((b"\n", b"\r")) else line_end
    return old + (joint + csv_rows(new.reindex(columns=columns), line_end=line_end)).encode()


def _refuse_lost(folder: Path, lost: pd.DataFrame) -> None:
    if len(lost):
        first = lost.iloc[0]
        raise CollectionError(
            f"{folder / LEDGER}: {len(lost)} decisions that were recorded are missing, the first by {first['coder']} "
            f"on {first['passage_id']}, {first['theme_id']}. Put them back from {BACKUP} (to take a decision back, add "
            f"a row that says 'withdrawn'); or, if this is as it should be, delete {BACKUP}."
        )
