"""A collection of an earlier schema version is brought up to the present one, and a copy of it is kept."""

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from scrlearn.changes import change_together, change_waits
from scrlearn.checking.corrections import BACKUP, LEDGER
from scrlearn.errors import CollectionError
from scrlearn.files import read_csv
from scrlearn.neutral import LIVE
from scrlearn.reviews.free_names import names_like
from scrlearn.tables import CODEBOOK_TABLES, COLLECTION_TABLES, SCHEMA_VERSION
from scrlearn.versions import RELEASE_FILE, SETTINGS_FILE, known_version, read_settings
from scrlearn.writers import only_writer

Files = dict[str, bytes]

_IGNORED, _BACKUPS = ".gitignore", "backups"
_CODEBOOK = [f"{table}.csv" for table in CODEBOOK_TABLES]
_TABLES = [*(f"{table}.csv" for table in COLLECTION_TABLES), LEDGER, BACKUP, *_CODEBOOK]
# collection.toml last: the collection is of the new version only once all of it is.
_CHANGED = [_IGNORED, *_TABLES, *(f"codebook/{file}" for file in _CODEBOOK), SETTINGS_FILE]

_CELL = re.compile(r'(?:"(?P<quoted>(?:[^"]|"")*)")?(?P<rest>[^,\r\n]*)')
_LIVE = re.compile(LIVE)
_VERSION = re.compile(rb"""^([ \t]*["']?schema_version["']?[ \t]*=[ \t]*["']?)\d+""", re.MULTILINE)


def migrate_collection(folder: Path | str) -> Path | None:
    """
    Bring a collection of an earlier schema version up to the present one.

    Its tables, people's decisions, its codebook and ``collection.toml`` are copied and then changed, where they need
    it, all of them or none. Releases stay as they were frozen. If the machine stops on the way, the same again brings
    it to its end.

    Parameters
    ----------
    folder
        The collection.

    Returns
    -------
    pathlib.Path or None
        The folder in ``backups/`` of the collection with the files as they were; None where it is of the present
        version already, and nothing was changed.

    Raises
    ------
    CollectionError
        When there is no collection, it is of a later version, or it is a release, which is never changed.
    FileError
        When a table cannot be read, a file cannot be written, or another writer does not finish; what was there stays.
    """
    folder = Path(folder)
    if _version_of(folder) == SCHEMA_VERSION and not change_waits(folder):
        return None
    with only_writer(folder):
        version = _version_of(folder)
        if version == SCHEMA_VERSION:  # Another has just done it, or had begun to.
            return None
        _refuse_unreadable(folder)
        found, backup = _read_files(folder), _free_place(folder / _BACKUPS, version)
        copies = {backup / name: content for name, content in found.items()}
        changed = {
            folder / name: content for name, content in _brought_up(found, version).items() if content != found[name]
        }
        change_together(folder, copies | changed)
    return backup


def _version_of(folder: Path) -> int:
    if (folder / RELEASE_FILE).is_file():
        raise CollectionError(f"{folder}: is a release, which is never changed; it is read as it was frozen.")
    return known_version(read_settings(folder), where=folder / SETTINGS_FILE)


def _refuse_unreadable(folder: Path) -> None:
    for name in _CHANGED:
        if name.endswith(".csv") and (folder / name).is_file():
            read_csv(folder / name, neutralised=False)


def _read_files(folder: Path) -> Files:
    return {name: (folder / name).read_bytes() for name in _CHANGED if (folder / name).is_file()}


def _brought_up(files: Files, version: int) -> Files:
    for step in range(version, SCHEMA_VERSION):
        files = _STEPS[step](files)
    if SETTINGS_FILE in files:
        files = files | {SETTINGS_FILE: _with_present_version(files[SETTINGS_FILE])}
    return files


def _with_neutral_cells(files: Files) -> Files:
    """Schema 2: a cell that a spreadsheet would take for a formula has a ' before it; backups/ is for no repository."""
    return {
        name: _ignoring_backups(content)
        if name == _IGNORED
        else _neutralised(content)
        if name.endswith(".csv")
        else content
        for name, content in files.items()
    }


_STEPS: Mapping[int, Callable[[Files], Files]] = {1: _with_neutral_cells}


def _neutralised(content: bytes) -> bytes:
    # Cell by cell, so that line ends, quotation marks and blank rows stay as they are.
    text = content.decode(errors="surrogateescape")
    rows = text.lstrip("\ufeff")
    return (text[: len(text) - len(rows)] + _CELL.sub(_neutralised_cell, rows)).encode(errors="surrogateescape")


def _neutralised_cell(cell: re.Match) -> str:
    quoted, rest = cell["quoted"], cell["rest"]
    told = rest if quoted is None else quoted.replace('""', '"') + rest
    if not _LIVE.match(told):
        return cell[0]
    return f"'{told}" if quoted is None else "\"'" + told.replace('"', '""') + '"'


def _ignoring_backups(content: bytes) -> bytes:
    if b"backups/" in content.split():
        return content
    line_end = b"\r\n" if b"\r\n" in content else b"\n"
    joint = b"" if content.endswith(b"\n") or not content else line_end
    return content + joint + b"backups/" + line_end


def _with_present_version(settings: bytes) -> bytes:
    present = f"{SCHEMA_VERSION}".encode()
    changed = _VERSION.sub(rb"\g<1>" + present, settings, count=1)
    if changed == settings:
        changed = b"schema_version = " + present + b"\n" + settings.removeprefix(b"\xef\xbb\xbf")
    try:
        told = str(tomllib.loads(changed.decode("utf-8-sig"))["schema_version"])
    except ValueError:
        told = ""
    if told != f"{SCHEMA_VERSION}":
        raise CollectionError(f"{SETTINGS_FILE}: has no plain line schema_version = 1; give it one, and do it again.")
    return changed


def _free_place(backups: Path, version: int) -> Path:
    name = f"schema-{version}-{datetime.now(UTC).strftime('%Y-%m-%dT%H%M%SZ')}"
    return next(backups / free for free in names_like(name) if not (backups / free).exists())
