"""A folder of files that is there as a whole or not at all."""

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from scrlearn.errors import FileError
from scrlearn.files import UNFINISHED, refused_write, sync_folder

# The end of the name under which the folder that gives way stands until the new one is in its place.
BEFORE = ".before"


@contextmanager
def replaced_folder(place: Path, *, ours: Collection[str] = ()) -> Iterator[Path]:
    """
    Make a folder anew, or put a new one in the place of another.

    Only one writer may do so at a time: see :mod:`scrlearn.writers`.

    Parameters
    ----------
    place
        The folder. Files that another program or a person put there stay.
    ours
        The names of the files in the folder that is there which may go.

    Yields
    ------
    pathlib.Path
        An empty folder beside it. What is written there is in its place once the block has ended; if that fails, or is
        stopped, what was there before stays as it was.

    Raises
    ------
    FileError
        When it cannot be written, or what is there cannot give way.
    """
    made = _beside(place, UNFINISHED)
    refuse_other_file(place)
    try:
        put_right(place)
        made.mkdir(parents=True)
        yield made
        _put_in_place(made, place, ours)
    except OSError as error:
        raise refused_write(place, error) from error
    finally:
        put_right(place)


@contextmanager
def scratch_folder(within: Path) -> Iterator[Path]:
    """Make an empty folder that is gone after the block; one that was left by a process that was killed goes first."""
    scratch = _beside(within / "scratch", UNFINISHED)
    try:
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        yield scratch
    except OSError as error:
        raise refused_write(scratch, error) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def refuse_other_file(place: Path) -> None:
    """Refuse to put a folder where a file is."""
    if place.is_file():
        raise FileError(f"{place}: cannot be written (it is a file, and a folder is to be there); move it away.")


def put_right(place: Path) -> None:
    """Put right what was left by a writer that was stopped while it made a folder: the last whole one stands."""
    made, before = _beside(place, UNFINISHED), _beside(place, BEFORE)
    if before.exists() and not place.exists():
        _rename(before, place)
    for left in (made, before):
        # What cannot go now goes the next time.
        shutil.rmtree(left, ignore_errors=True)


def is_left(place: Path) -> bool:
    """Tell whether a folder is there, or would be there again once it is put right."""
    return place.exists() or _beside(place, BEFORE).exists()


def remove_folder(place: Path) -> None:
    """Remove a folder as a whole: if that is stopped, what is left of it is no longer in its place."""
    _rename(place, _beside(place, UNFINISHED))
    put_right(place)


def _rename(folder: Path, place: Path) -> None:
    try:
        folder.rename(place)
    except OSError as error:
        raise refused_write(folder, error) from error


def _put_in_place(made: Path, place: Path, ours: Collection[str]) -> None:
    for name in _names(place) - {*_names(made), *ours}:
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(place / name, made / name)
    if place.exists():
        place.rename(_beside(place, BEFORE))
    made.rename(place)
    sync_folder(place.parent)


def _names(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def _beside(place: Path, ending: str) -> Path:
    return place.with_name(f".{place.name}{ending}")
