"""The records of a collection's runs: what each rested on, and what came of it, as ``runs/NAME.json``."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from scrlearn.errors import CollectionError
from scrlearn.files import write_whole

Record = dict[str, Any]


def name_run(folder: Path) -> str:
    """Return a name for a run that begins now: its time, and a number where another has begun in the same second."""
    name = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    taken = len(list((folder / "runs").glob(f"{name}*.json")))
    return f"{name}-{taken + 1}" if taken else name


def file_of_record(folder: Path, name: str) -> Path:
    """Return where the record of a run stands."""
    return folder / "runs" / f"{name}.json"


def list_runs(folder: Path | str) -> list[str]:
    """Return the names of a collection's runs, the earliest first."""
    return sorted(file.stem for file in (Path(folder) / "runs").glob("*.json"))


def load_record(folder: Path | str, name: str) -> Record:
    """
    Load the record of a run.

    Raises
    ------
    CollectionError
        When there is no such run, its record cannot be read, or it is of before runs kept what they rest on.
    """
    file = file_of_record(Path(folder), name)
    if name not in list_runs(folder):
        known = ", ".join(list_runs(folder)[-5:]) or "none"
        raise CollectionError(f"{file}: there is no run of that name; the last ones are: {known}.")
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(record, dict) or not isinstance(record.get("inputs", {}), dict):
            raise ValueError("it holds no record")
    except (OSError, ValueError) as error:
        raise CollectionError(f"{file}: cannot be read ({error}); delete it.") from error
    if "basis" not in record:
        raise CollectionError(f"{file}: is of before runs kept what they rest on; it can only be looked at.")
    return record


def last_record(folder: Path | str) -> tuple[str, Record] | None:
    """Return the last run that kept what it rests on, and its record; None where there is none."""
    for name in reversed(list_runs(folder)):
        try:
            return name, load_record(folder, name)
        except CollectionError:
            continue
    return None


def write_record(folder: Path, name: str, record: Mapping[str, Any]) -> Path:
    """Write the record of a run, and return where it stands."""
    file = file_of_record(folder, name)
    write_whole(file, (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode())
    return file


def prints_of_files(folder: Path) -> dict[str, str]:
    """Return the fingerprint of every file in a folder, by name."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): _fingerprint_of(file) for file in files}


def _fingerprint_of(file: Path) -> str:
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()
