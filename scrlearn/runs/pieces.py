"""Tables in pieces, one a review: what stays the same from run to run is kept once."""

import csv
import io
import json
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import pandas as pd

from scrlearn.errors import CollectionError
from scrlearn.files import AS_TEXT
from scrlearn.runs.kept import Kept
from scrlearn.runs.record import fingerprint
from scrlearn.validation import check_table

# The label of a table that is not cut.
WHOLE = ""
_ROWS = 50_000
# So many pieces are kept at once, so that the whole table does not stand in memory a second time.
_AT_ONCE = 200


def keep_table(kept: Kept, table: pd.DataFrame, labels: pd.Series | None = None) -> str:
    """
    Keep a table.

    Parameters
    ----------
    kept
        Where.
    table
        Any table whose cells are texts, numbers, flags or blank.
    labels
        The review of each row; rows in a row of the same review are a piece. The whole is one piece if not given.

    Returns
    -------
    str
        The fingerprint under which its list of pieces is kept: the same for the same rows in the same order.
    """
    pieces, listed = _pieces(table, labels), []
    while some := list(islice(pieces, _AT_ONCE)):
        kept.keep(piece.content for piece in some)
        listed += [(piece.label, fingerprint(piece.content), piece.n_rows) for piece in some]
    content = json.dumps({"columns": list(table), "pieces": listed}).encode()
    kept.keep([content])
    return fingerprint(content)


def list_pieces(kept: Kept, listed: str) -> list[tuple[str, str, int]]:
    """Return the label, the fingerprint and the number of rows of each piece of a kept table, in order."""
    return [(label, piece, n_rows) for label, piece, n_rows in _listed(kept, listed)["pieces"]]


def fetch_table(kept: Kept, listed: str, name: str, *, beside: tuple[pd.DataFrame, str] | None = None) -> pd.DataFrame:
    """
    Return a table that was kept.

    Parameters
    ----------
    kept
        Where.
    listed
        What :func:`keep_table` returned.
    name
        The table's name in :data:`scrlearn.tables.TABLES`.
    beside
        Another state of the same table, and what :func:`keep_table` returned for it: rows of pieces that both have are
        taken from there, without being read again.

    Raises
    ------
    CollectionError
        When it is not there any more.
    """
    pieces = list_pieces(kept, listed)
    places = _places(kept, beside[1]) if beside else {}
    new = [piece for _, piece, _ in pieces if piece not in places]
    columns = _listed(kept, listed)["columns"]
    read = check_table(read_rows(columns, [fetch_content(kept, piece) for piece in new]), name)
    if beside is None:
        return read
    start = len(beside[0])
    for _, piece, n_rows in pieces:
        if piece not in places:
            places[piece] = range(start, start + n_rows)
            start += n_rows
    together = pd.concat([beside[0][list(read)], read], ignore_index=True)
    return together.iloc[[row for _, piece, _ in pieces for row in places[piece]]].reset_index(drop=True)


def read_rows(columns: list[str], contents: list[bytes]) -> pd.DataFrame:
    """Return the rows of pieces, one after the other, as texts."""
    return pd.read_csv(io.BytesIO(b"".join([_as_csv([columns]), *contents])), **AS_TEXT)


def rows_as_csv(table: pd.DataFrame) -> bytes:
    """Return the rows of a table as lines of CSV without a header, as they are kept."""
    return b"".join(piece.content for piece in _pieces(table, None))


class _Piece(NamedTuple):
    label: str
    content: bytes
    n_rows: int


def _pieces(table: pd.DataFrame, labels: pd.Series | None) -> Iterator[_Piece]:
    # A block of rows at a time: as objects, all the cells at once would take several times the room of the table.
    label_of_rows = [WHOLE] * len(table) if labels is None else labels.tolist()
    at = WHOLE
    rows: list[tuple[object, ...]] = []
    for start in range(0, len(table), _ROWS):
        block = table.iloc[start : start + _ROWS]
        cells = block.astype("object").where(block.notna(), None).itertuples(index=False, name=None)
        for label, row in zip(label_of_rows[start : start + _ROWS], cells, strict=True):
            if label != at and rows:
                yield _Piece(at, _as_csv(rows), len(rows))
                rows = []
            at = label
            rows.append(row)
    if rows:
        yield _Piece(at, _as_csv(rows), len(rows))


def _as_csv(rows: list) -> bytes:
    lines = io.StringIO()
    csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return lines.getvalue().encode()


def _places(kept: Kept, listed: str) -> dict[str, range]:
    places, start = {}, 0
    for _, piece, n_rows in list_pieces(kept, listed):
        places[piece] = range(start, start + n_rows)
        start += n_rows
    return places


def _listed(kept: Kept, listed: str) -> dict:
    return json.loads(fetch_content(kept, listed))


def fetch_content(kept: Kept, piece: str) -> bytes:
    """Return what was kept, by its fingerprint; CollectionError where it is not there any more."""
    content = kept.fetch(piece)
    if content is None:
        raise CollectionError(f"{kept.file}: what this run rested on is gone or damaged; it cannot be made again.")
    return content
