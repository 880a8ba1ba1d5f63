"""Several files of a collection change together or not at all, even where the program is killed meanwhile."""

from collections.abc import Mapping
from pathlib import Path

from scrlearn.errors import FileError
from scrlearn.files import write_whole
from scrlearn.folders import is_left, put_right, remove_folder, replaced_folder

# New files stand here from the moment at which they are all there until each is in its place.
_READY = Path("runs", "change")


def change_together(folder: Path | str, files: Mapping[Path, bytes]) -> None:
    """
    Change several files of a collection, all of them or none.

    Only one writer may do so at a time: see :func:`scrlearn.writers.only_writer`, which also finishes what a writer
    that was killed had begun. :func:`scrlearn.readers.read_as_one` never sees a part of it.

    Parameters
    ----------
    folder
        The collection's folder.
    files
        What to write, by place in that folder.

    Raises
    ------
    FileError
        When one cannot be written. Those already written are put back as they were.
    """
    new = {path.relative_to(folder).as_posix(): content for path, content in files.items()}
    old = {name: _content(Path(folder) / name) for name in new}
    _make_ready(Path(folder), new, ours=list(new))
    try:
        finish_change(folder)
    except FileError:
        _put_back(Path(folder), old)
        raise


def finish_change(folder: Path | str) -> None:
    """Put every file of a change that is ready in its place, if there is one; what is not ready goes."""
    ready = Path(folder) / _READY
    put_right(ready)
    if not ready.is_dir():
        return
    for file in sorted(file for file in ready.rglob("*") if file.is_file()):
        write_whole(Path(folder) / file.relative_to(ready), file.read_bytes())
    remove_folder(ready)


def change_waits(folder: Path | str) -> bool:
    """Tell whether a change is ready and not finished: its writer is at work on it, or was killed."""
    return is_left(Path(folder) / _READY)


def _make_ready(folder: Path, files: Mapping[str, bytes], *, ours: list[str]) -> None:
    with replaced_folder(folder / _READY, ours=ours) as made:
        for name, content in files.items():
            write_whole(made / name, content)


def _put_back(folder: Path, old: Mapping[str, bytes | None]) -> None:
    # A change like the first: killed in the midst of it, all is put back by the next writer.
    changed = {name: content for name, content in old.items() if _content(folder / name) != content}
    _make_ready(folder, {name: content for name, content in changed.items() if content is not None}, ours=list(old))
    finish_change(folder)
    for new in [folder / name for name, content in old.items() if content is None]:
        if new.is_file():
            new.unlink()
        _remove_empty(new, folder)


def _remove_empty(file: Path, folder: Path) -> None:
    for above in [folder / above for above in file.relative_to(folder).parents[:-1]]:
        if not above.is_dir() or any(above.iterdir()):
            return
        above.rmdir()


def _content(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None
