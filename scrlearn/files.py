"""Reading and writing files: CSV that opens in Excel, and every file written whole or not at all."""

import errno
import glob
import io
import os
import tempfile
import warnings
from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any, Literal
from zipfile import BadZipFile, ZipFile

import pandas as pd
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from scrlearn import neutral
from scrlearn.errors import FileError

# How CSV is read as text and nothing else.
AS_TEXT: dict[str, Any] = {
    "dtype": "str",
    "keep_default_na": False,
    "na_values": [""],
    "encoding": "utf-8-sig",
    "skip_blank_lines": False,
    "index_col": False,
}

# Bytes that a workbook may unpack to, and how far a large part of it may have shrunk: further, it was made to do harm.
_LARGEST, _LARGE, _MOST_SHRUNK = 200_000_000, 10_000_000, 100

# The end of the name of a file that is not yet whole.
UNFINISHED = ".unfinished"
# For how many seconds nobody has touched such a file, until nobody writes it any more.
_ABANDONED_AFTER = 60


def read_csv(path: Path | str, *, neutralised: bool = True) -> pd.DataFrame:
    """
    Read a CSV file as text, so that "None", "NA" and 2018-10 stay what they are.

    Parameters
    ----------
    path
        A CSV file in UTF-8, with or without a byte order mark.
    neutralised
        Whether the file is one of scrlearn's own, which puts a ``'`` before a cell that a spreadsheet would take for a
        formula: it is taken away again. The cells of other files are read as they stand.

    Returns
    -------
    pandas.DataFrame
        One row a record, in the file's order; every column of dtype ``str``; an empty cell is missing. Rows with
        nothing in them are left out, and the index keeps counting them: index + 2 is the row as Excel numbers it.

    Raises
    ------
    FileError
        When the file cannot be opened, is not UTF-8, or is not a table.
    """
    try:
        with warnings.catch_warnings():
            # pandas would drop what a first row has too much, or take it for an index.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(path, **AS_TEXT)
    except OSError as error:
        raise FileError(f"{path}: cannot be read ({error.strerror or error}).") from error
    except UnicodeDecodeError as error:
        raise FileError(f"{path}: is not UTF-8 text; save it again as 'CSV UTF-8'.") from error
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        raise FileError(
            f"{path}: has a row with more cells than its header; put quotation marks around a text that holds a comma "
            f"({' '.join(str(error).split())})."
        ) from error
    except ValueError as error:
        raise FileError(f"{path}: is not a table in CSV ({error}).") from error
    frame = frame.dropna(how="all")
    if not neutralised:
        return frame
    told = neutral.as_told(frame)
    if told.columns.has_duplicates:
        raise FileError(f"{path}: two columns have one name but for a ' before it; give each its own.")
    return told


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return a table as CSV: UTF-8 with a byte order mark (Excel needs it), ``\\n`` line ends, blanks for missing."""
    return csv_rows(frame, header=True).encode("utf-8-sig")


def csv_rows(frame: pd.DataFrame, *, header: bool = False, line_end: str = "\n") -> str:
    """
    Return the rows of a table as lines of CSV, blanks for missing, with or without the line of column names.

    No cell is a formula to a spreadsheet (:mod:`scrlearn.neutral`); :func:`read_csv` gives back what stood there.

    Examples
    --------
    >>> print(csv_rows(pd.DataFrame({"text": ["Listen.", "=1+1"], "score": [0.5, -2]})), end="")
    Listen.,0.5
    '=1+1,-2.0
    """
    frame = neutral.neutralised(frame)
    # A lone carriage return would be taken for the end of a line, and is not by itself put in quotation marks.
    texts = [cells for _, cells in frame.select_dtypes(include=["object", "string", "category"]).items()]
    names = [pd.Series(frame.columns)] if header else []
    returns = any(cells.astype("str").str.contains("\r", regex=False).any() for cells in [*names, *texts])
    quoting: Literal[0, 1] = 1 if returns else 0  # csv.QUOTE_ALL, csv.QUOTE_MINIMAL
    buffer = io.StringIO()
    frame.to_csv(buffer, index=False, header=header, lineterminator=line_end, quoting=quoting)
    return buffer.getvalue()


def write_whole(path: Path | str, content: bytes) -> None:
    """
    Write a file so that a reader finds either the old content or the new, never a part of it.

    Parameters
    ----------
    path
        Where to write; its folder is made if need be.
    content
        All the bytes of the file.

    Raises
    ------
    FileError
        When the folder or the file cannot be written. The old file, if any, is untouched.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=UNFINISHED)
    except OSError as error:
        raise FileError(f"{path.parent}: cannot be written to ({error.strerror or error}).") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o666 & ~_umask())
        _remove_abandoned(path, Path(temporary))
        Path(temporary).replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise refused_write(path, error) from error
    finally:
        Path(temporary).unlink(missing_ok=True)


def refused_write(path: Path, error: OSError) -> FileError:
    """Return what to say of a file or folder that cannot be written: why, and what to do."""
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    advice = "make room on the disk" if is_full else "close it if it is open in another program"
    return FileError(f"{path}: cannot be written ({error.strerror or error}); {advice}.")


def _remove_abandoned(path: Path, own: Path) -> None:
    # What a writer that was killed left of this file: a copy of text that nobody would look for.
    now = own.stat().st_mtime
    for left in path.parent.glob(f".{glob.escape(path.name)}.*{UNFINISHED}"):
        if now - left.stat().st_mtime > _ABANDONED_AFTER:
            left.unlink(missing_ok=True)


def write_together(files: Mapping[Path, bytes]) -> None:
    """
    Write several files, all of them or none.

    Parameters
    ----------
    files
        What to write, by place.

    Raises
    ------
    FileError
        When one cannot be written. Those already written are put back as they were.
    """
    before: dict[Path, bytes | None] = {}
    try:
        for path, content in files.items():
            old = path.read_bytes() if path.is_file() else None
            write_whole(path, content)
            before[path] = old
    except FileError:
        for path, old in before.items():
            if old is None:
                path.unlink()
            else:
                write_whole(path, old)
        raise


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk before going on."""
    # Without it the new name of a file may be lost with the power; Windows has no way to ask for it, and needs none.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    # Python can read the umask only by setting it.
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def read_sheet(path: Path | str, sheet: str) -> pd.DataFrame | None:
    """
    Read one sheet of an Excel workbook as text, undoing what Excel does to dates and whole numbers.

    Parameters
    ----------
    path
        A workbook (.xlsx). Formulas are not worked out: the values last saved are read.
    sheet
        The sheet's name; its first row holds the column names.

    Returns
    -------
    pandas.DataFrame or None
        As from :func:`read_csv`; None where the workbook has no such sheet.

    Raises
    ------
    FileError
        When the file cannot be opened, is not a workbook, or unpacks to far more than one.
    """
    try:
        with Path(path).open("rb") as file:
            _refuse_bomb(ZipFile(file), path)
            book = load_workbook(file, read_only=True, data_only=True)
            if sheet not in book.sheetnames:
                return None
            header, *rows = list(book[sheet].iter_rows(values_only=True)) or [()]
    except OSError as error:
        raise FileError(f"{path}: cannot be read ({error.strerror or error}).") from error
    except (InvalidFileException, BadZipFile, KeyError, ValueError) as error:
        raise FileError(f"{path}: is not an Excel workbook (.xlsx).") from error
    names = {position: str(name).strip() for position, name in enumerate(header) if name is not None}
    records = [{name: cell_text(row[position]) for position, name in names.items()} for row in rows]
    return pd.DataFrame(records, columns=list(names.values()), dtype="str").dropna(how="all")


def _refuse_bomb(book: ZipFile, path: Path | str) -> None:
    parts = book.infolist()
    shrunk = any(part.file_size > max(_LARGE, _MOST_SHRUNK * part.compress_size) for part in parts)
    if shrunk or sum(part.file_size for part in parts) > _LARGEST:
        raise FileError(
            f"{path}: unpacks to far more than it should (at most {_LARGEST // 1_000_000} MB); "
            "open it in Excel and save it as .xlsx again."
        )


def cell_text(value: object) -> str | None:
    """Return what a cell of a workbook says, as text: a date in ISO, a whole number as such; None where it is blank."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = "" if value is None else str(value).strip()
    return text or None
