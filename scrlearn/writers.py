"""One writer at a time: whoever writes to a collection keeps others out until it is done."""

import os
import platform
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from scrlearn.changes import finish_change
from scrlearn.errors import FileError
from scrlearn.files import UNFINISHED, write_whole
from scrlearn.folders import put_right

# The beginnings of the names of files that a writer, and a run, may leave behind half-written when it is killed.
_OF_WRITERS = ("", "documents/", "texts/", "codebook/", "backups/**/", "runs/.writer")
_OF_RUNS = ("runs/.runner", "runs/.*.json")


@contextmanager
def only_writer(folder: Path | str, *, patience: float = 30) -> Iterator[None]:
    """
    Let nobody else write to a collection's tables, decisions or releases for a while.

    The lock is the operating system's: it ends with the process that holds it, however that ends. What a writer that
    was killed had made ready is finished first, and what it had not is removed.

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
    with _alone(Path(folder), "lock", "writer", patience=patience, is_being="written to"):
        finish_change(folder)
        _sweep(Path(folder), _OF_WRITERS)
        for left in Path(folder).glob(f"releases/.*{UNFINISHED}"):
            shutil.rmtree(left, ignore_errors=True)
        yield


@contextmanager
def only_run(folder: Path | str, *, patience: float = 300) -> Iterator[None]:
    """
    Let nobody else run a collection for a while; people may go on deciding meanwhile.

    Parameters and errors are those of :func:`only_writer`; the files are ``runs/run.lock`` and ``runs/runner``. The
    outputs of a run that was killed are put right first.
    """
    with _alone(Path(folder), "run.lock", "runner", patience=patience, is_being="run"):
        put_right(Path(folder) / "outputs")
        _sweep(Path(folder), _OF_RUNS)
        yield


@contextmanager
def _alone(folder: Path, lock_file: str, holder: str, *, patience: float, is_being: str) -> Iterator[None]:
    runs = folder / "runs"
    try:
        runs.mkdir(parents=True, exist_ok=True)
        lock = FileLock(runs / lock_file)
        lock.acquire(timeout=patience)
    except Timeout:
        by = _named(runs / holder)
        raise FileError(f"{folder}: is being {is_being} by {by}; try again when that is done.") from None
    except OSError as error:
        raise FileError(f"{runs}: cannot be written to ({error.strerror or error}).") from error
    try:
        write_whole(runs / holder, _this_process().encode())
        yield
    finally:
        lock.release()


def writer_at_work(folder: Path | str) -> str | None:
    """Return who is writing to a collection or running it, if anybody is; nothing is waited for and nothing left."""
    runs = Path(folder) / "runs"
    for lock_file, holder in (("lock", "writer"), ("run.lock", "runner")):
        if (runs / lock_file).is_file() and _is_held(runs / lock_file):
            return _named(runs / holder)
    return None


def _is_held(lock_file: Path) -> bool:
    try:
        with FileLock(lock_file, timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        # Where nothing can be written, nobody is writing.
        return False


def _sweep(folder: Path, beginnings: Sequence[str]) -> None:
    # A copy of text that nobody would look for. What others may be writing at this moment is theirs to sweep.
    for left in [file for beginning in beginnings for file in folder.glob(f"{beginning}.*{UNFINISHED}")]:
        if left.is_file():
            left.unlink(missing_ok=True)


def _this_process() -> str:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    user = os.environ.get("USERNAME") or os.environ.get("USER") or "somebody"
    return f"{user} on {platform.node()} (process {os.getpid()}, since {since})"


def _named(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return "another process"
