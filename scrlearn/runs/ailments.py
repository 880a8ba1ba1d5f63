"""What is wrong with a collection, one ailment at a time, and the errors of the package as such."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from scrlearn.errors import FileError, ScrlearnError

_ROWS = re.compile(r" in (?P<rows>rows? \d+(, \d+)*( and \d+( more)?)?)$")
_LOOK = "Look at it, and mend it by hand"


class Ailment(NamedTuple):
    """A row of the table ailments."""

    file: str
    place: str | None
    severity: str
    fault: str
    mend: str


def ailments_of(error: ScrlearnError, folder: Path, file: str, *, mend: str = _LOOK) -> Iterator[Ailment]:
    """
    Turn an error of the package into ailments of a file, one a line.

    What to do stands in a message after its last semicolon; ``mend`` says it where there is none. The rows stand at the
    end of what is before it.

    Examples
    --------
    >>> error = ScrlearnError("answers (answers.csv): response_id is blank in row 3; fill it in.")
    >>> list(ailments_of(error, Path("ours"), "answers.csv"))
    [Ailment(file='answers.csv', place='row 3', severity='error', fault='response_id is blank', mend='Fill it in.')]
    """
    for line in str(error).splitlines():
        told = line.removeprefix(f"{folder}{os.sep}").partition(": ")[2] or line
        fault, _, advice = told.rstrip(".").rpartition("; ") if "; " in told else (told.rstrip("."), "", mend)
        rows = _ROWS.search(fault)
        yield Ailment(
            file,
            rows["rows"] if rows else None,
            "error",
            fault[: rows.start()] if rows else fault,
            _as_sentence(advice),
        )


def warning(file: str, place: str | None, fault: str, mend: str) -> Ailment:
    """Return something that is worth a look."""
    return Ailment(file, place, "warning", fault, _as_sentence(mend))


def content_of(file: Path) -> bytes:
    """Return what is in a file of a collection; refuse one that is not there or cannot be read."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise FileError(f"{file}: is not there; put it back, from a backup if need be.") from None
    except (OSError, ValueError) as error:
        raise FileError(f"{file}: cannot be read ({getattr(error, 'strerror', None) or error}).") from error


def name_in(folder: Path, file: Path) -> str:
    """Return where a file is inside a folder, so that it can be printed whatever bytes its name is made of."""
    return os.fsencode(file.relative_to(folder).as_posix()).decode("utf-8", "backslashreplace")


def _as_sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:].rstrip('.')}."
