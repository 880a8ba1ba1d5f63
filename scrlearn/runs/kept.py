"""What runs keep for later: pieces of tables and what was made of them, each under a fingerprint, in one file."""

import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from scrlearn.errors import FileError
from scrlearn.runs.record import fingerprint

KEPT_FILE = "kept.sqlite"
_PATIENCE = 30
# The shape of the file: another number means that an earlier version of this package made it.
_SHAPE = 1


class Kept:
    """
    Contents under their fingerprints, and names for what was made of them.

    A content that is there is never written again, so what two runs have in common is kept once. Everything in it can
    be made anew or belongs to the record of an earlier run: the file may be deleted, and then earlier runs can no
    longer be compared or made again.

    Parameters
    ----------
    folder
        The collection; the file is ``runs/kept.sqlite``.
    writes
        Whether anything is to be added. If not, a file that is not there is as good as an empty one, and none is made.

    Raises
    ------
    FileError
        When the file cannot be opened, read or written to, there or later.
    """

    def __init__(self, folder: Path | str, *, writes: bool = True):
        self.file, self.writes = Path(folder) / "runs" / KEPT_FILE, writes
        try:
            if writes:
                self.file.parent.mkdir(parents=True, exist_ok=True)
                # SQLite would make it so that no other of a group could write to it, whatever the umask says.
                if not self.file.exists():
                    self.file.touch()
            self._base = sqlite3.connect(_address(self.file, writes=writes), timeout=_PATIENCE, uri=True)
            self._lay_out()
        except (sqlite3.Error, OSError) as error:
            raise self._fault(error) from error

    def __enter__(self) -> "Kept":
        """Use it in a ``with`` block, at whose end the file is closed."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        self._base.close()

    def keep(self, contents: Iterable[bytes], *, made: Mapping[str, str] | None = None) -> None:
        """Keep contents, and for each name in ``made`` the fingerprint of what it stands for: all of it, or nothing."""
        new = {fingerprint(content): content for content in contents}
        rows = [(name, zlib.compress(content)) for name, content in new.items() if not self._holds(name)]
        try:
            with self._base:
                self._base.executemany("INSERT OR REPLACE INTO contents VALUES (?, ?)", rows)
                self._base.executemany("INSERT OR REPLACE INTO made VALUES (?, ?)", (made or {}).items())
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def fetch(self, print_of_it: str) -> bytes | None:
        """Return a content by its fingerprint; None where it is not there, or is not what it was."""
        row = self._one("SELECT content FROM contents WHERE fingerprint = ?", print_of_it)
        if row is None:
            return None
        try:
            content = zlib.decompress(row)
        except zlib.error:
            content = b""
        if fingerprint(content) == print_of_it:
            return content
        self._drop(print_of_it)
        return None

    def find(self, name: str) -> bytes | None:
        """Return what was made under a name; None where nothing was."""
        found = self._one("SELECT fingerprint FROM made WHERE name = ?", name)
        return None if found is None else self.fetch(found)

    def forget(self, beginning: str, *, but_latest: int) -> None:
        """Forget what was made under names that begin so, with its content, but for the latest few."""
        try:
            with self._base:
                named = self._base.execute("SELECT name, fingerprint FROM made ORDER BY rowid")
                gone = [row for row in named if row[0].startswith(beginning)][:-but_latest]
                self._base.executemany("DELETE FROM made WHERE name = ?", [(name,) for name, _ in gone])
                # The same may have been made under another name, which still stands.
                self._base.executemany(
                    "DELETE FROM contents WHERE fingerprint = ? AND fingerprint NOT IN (SELECT fingerprint FROM made)",
                    [(found,) for _, found in gone],
                )
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def faults(self) -> list[str]:
        """Return what is wrong with the file itself, none if nothing is."""
        try:
            found = [row[0] for row in self._base.execute("PRAGMA quick_check")]
        except sqlite3.Error as error:
            return [str(error)]
        return [fault for fault in found if fault != "ok"]

    def _holds(self, print_of_it: str) -> bool:
        return self._one("SELECT 1 FROM contents WHERE fingerprint = ?", print_of_it) is not None

    def _drop(self, damaged: str) -> None:
        # So that it is kept anew when it is made again.
        if not self.writes:
            return
        try:
            with self._base:
                self._base.execute("DELETE FROM contents WHERE fingerprint = ?", [damaged])
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def _one(self, query: str, *values: str) -> Any:
        try:
            row = self._base.execute(query, values).fetchone()
        except sqlite3.Error as error:
            raise self._fault(error) from error
        return None if row is None else row[0]

    def _lay_out(self) -> None:
        with self._base:
            shape = self._base.execute("PRAGMA user_version").fetchone()[0]
            if shape not in (0, _SHAPE):
                raise sqlite3.DatabaseError("another version of this package made it")
            if not shape:
                self._base.execute("CREATE TABLE IF NOT EXISTS contents (fingerprint TEXT PRIMARY KEY, content BLOB)")
                self._base.execute("CREATE TABLE IF NOT EXISTS made (name TEXT PRIMARY KEY, fingerprint TEXT)")
                self._base.execute(f"PRAGMA user_version = {_SHAPE}")

    def _fault(self, error: Exception) -> FileError:
        return FileError(
            f"{self.file}: cannot be used ({error}); if the disk has room and nobody runs this collection, delete "
            "it: the next run makes it anew, but earlier runs can then not be compared or made again."
        )


def _address(file: Path, *, writes: bool) -> str:
    if writes:
        return f"{file.absolute().as_uri()}?mode=rwc"
    # One that was only begun is empty, and cannot be read.
    if not file.is_file() or not file.stat().st_size:
        return "file::memory:"
    # What a run that was killed left half-written is taken back as the file is opened, if that may write.
    mode = "rw" if file.with_name(f"{file.name}-journal").exists() else "ro"
    return f"{file.absolute().as_uri()}?mode={mode}"
