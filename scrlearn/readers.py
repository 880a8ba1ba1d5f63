"""Files that belong together are read as they stood at one moment, whoever writes to them meanwhile."""

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from scrlearn.changes import change_waits
from scrlearn.errors import CollectionError, ScrlearnError
from scrlearn.writers import only_writer

Read = TypeVar("Read")
_Stamp = tuple[int, int, int] | None
# How often, and after how many seconds, files are read again because one of them has changed meanwhile.
_TRIES = 5
_PAUSE = 0.2


def read_as_one(folder: Path | str, names: Iterable[str], read: Callable[[], Read]) -> Read:
    """
    Read files again until none of them has changed while they were read.

    A change that a writer which was killed had made ready is finished first.

    Parameters
    ----------
    folder
        The collection's folder.
    names
        The files that are read, by their places in it, whether they are there or not.
    read
        What reads them.

    Raises
    ------
    CollectionError
        When another program keeps on changing them.
    ScrlearnError
        What ``read`` raises of files that stay as they are.
    """
    files = [Path(folder) / name for name in names]
    changed: list[str] = []
    for _ in range(_TRIES):
        if change_waits(folder):
            with only_writer(folder):
                pass
        before = [_stamp(file) for file in files]
        try:
            found = read()
        except ScrlearnError:
            changed = _changed(folder, files, before)
            if not changed:
                raise
        else:
            changed = _changed(folder, files, before)
            if not changed:
                return found
        time.sleep(_PAUSE)
    raise CollectionError(
        f"{folder}: {', '.join(changed)} changed while it was read; let the other program (a sync, say) finish, and "
        "try again."
    )


def _changed(folder: Path | str, files: Sequence[Path], before: Sequence[_Stamp]) -> list[str]:
    # While a change waits, some of them are new and some are old.
    return [
        file.name for file, stamp in zip(files, before, strict=True) if change_waits(folder) or _stamp(file) != stamp
    ]


def _stamp(file: Path) -> _Stamp:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
