"""One writer at a time: whoever writes to a collection keeps others out until it is done."""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from scrlearn.errors import FileError
from scrlearn.files import UNFINISHED, write_whole


@contextmanager
def only_writer(folder: Path | str, *, patience: float = 30) -> Iterator[None]:
    """
    Let nobody else write to a collection for a while.

    The lock is the operating system's: it ends with the process that holds it, however that ends.

    Parameters
    ----------
    folder
        The collection's folder. In its ``runs`` stand ``lock``, and ``writer``, which names whoever wrote last.
    patience
        For how many seconds to wait for another writer.

    Raises
    ------
    FileError
        When another writer does not finish in that time, with its name; or the folder cannot be written to.
    """
    runs = Path(folder) / "runs"
    try:
        runs.mkdir(parents=True, exist_ok=True)
        lock = FileLock(runs / "lock")
        lock.acquire(timeout=patience)
    except Timeout:
        raise FileError(f"{folder}: is being written to by {_writer_of(runs)}; try again when that is done.") from None
    except OSError as error:
        raise FileError(f"{folder}: cannot be written to ({error.strerror or error}).") from error
    try:
        _sweep(Path(folder))
        write_whole(runs / "writer", _this_writer().encode())
        yield
    finally:
        lock.release()


def _sweep(folder: Path) -> None:
    # What a writer that was killed left behind: a copy of text that nobody would look for.
    for place in ("", "runs/", "codebook/", "backups/**/"):
        for left in folder.glob(f"{place}.*{UNFINISHED}"):
            left.unlink(missing_ok=True)


def _this_writer() -> str:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    user = os.environ.get("USERNAME") or os.environ.get("USER") or "somebody"
    return f"{user} on {platform.node()} (process {os.getpid()}, since {since})"


def _writer_of(runs: Path) -> str:
    try:
        return (runs / "writer").read_text(encoding="utf-8")
    except OSError:
        return "another process"
