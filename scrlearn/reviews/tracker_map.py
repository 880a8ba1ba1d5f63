"""How the columns of trackers are read, kept in ``trackers.toml``: proposed once, confirmed by people."""

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from scrlearn.errors import CollectionError
from scrlearn.reviews.headings import slug
from scrlearn.reviews.tracker_columns import MANY, ROLES, TrackerColumns

MAP_FILE = "trackers.toml"
_UNNAMED = re.compile(r"column [A-Z]+")
_HOW_TO = f"""\
# How the columns of trackers are read. After each column's name stands what it holds, one of
# {", ".join(ROLES)}.
# Mend what is wrong, then set confirmed = true. A tracker with the same column names, in any order, is read the same.
"""


class ColumnMap(NamedTuple):
    """What the columns of one header hold: its key in the file, whether a person confirmed it, a role by name."""

    key: str
    confirmed: bool
    roles: dict[str, str]


def load_maps(folder: Path | str) -> list[ColumnMap]:
    """
    Load the column maps of a collection; none where it has had no tracker.

    Raises
    ------
    CollectionError
        When the file cannot be read or gives a column a role that there is not, or one role to several columns.
    """
    file = Path(folder) / MAP_FILE
    if not file.exists():
        return []
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise CollectionError(f"{file}: cannot be read ({' '.join(str(error).split())}); mend or delete it.") from error
    return [_checked(file, key, table) for key, table in found.items()]


def map_for(maps: list[ColumnMap], columns: TrackerColumns, *, file_name: str) -> ColumnMap:
    """Return the map of a header that is known, or a new one that is proposed and not confirmed."""
    header = _header(columns.roles)
    for known in maps:
        if _header(known.roles) == header:
            return known._replace(roles=_roles_of(known, columns))
    base = slug(file_name) or "tracker"
    taken = {known.key for known in maps}
    key = next(key for count in range(1, len(taken) + 2) if (key := _numbered(base, count)) not in taken)
    return ColumnMap(key, False, dict(columns.roles))


def map_bytes(maps: list[ColumnMap], new: ColumnMap) -> bytes:
    """Return the file of column maps with one that is added or takes the place of its older self."""
    kept = [new if known.key == new.key else known for known in maps]
    every = kept if new in kept else [*kept, new]
    return (_HOW_TO + "".join(map(_toml, every))).encode()


def _numbered(base: str, count: int) -> str:
    return base if count == 1 else f"{base}-{count}"


def _header(roles: Mapping[str, str]) -> set[str]:
    # A stray cell beside the table makes no other header.
    return {_evened(name) for name in roles if not _UNNAMED.fullmatch(name)}


def _roles_of(known: ColumnMap, columns: TrackerColumns) -> dict[str, str]:
    roles = {_evened(name): role for name, role in known.roles.items()}
    return {name: roles.get(_evened(name), "ignore") for name in columns.roles}


def _evened(name: str) -> str:
    return " ".join(name.lower().split())


def _checked(file: Path, key: str, table: object) -> ColumnMap:
    columns = table.get("columns") if isinstance(table, dict) else None
    if not isinstance(table, dict) or not isinstance(columns, dict):
        raise CollectionError(
            f"{file}: [{key}] has no [{key}.columns]; mend it, or delete it to have it proposed anew."
        )
    confirmed = table.get("confirmed", False)
    if not isinstance(confirmed, bool):
        raise CollectionError(f"{file}: [{key}] has confirmed = {confirmed!r}; write true or false, without quotes.")
    for name, role in columns.items():
        if role not in ROLES:
            raise CollectionError(f"{file}: [{key}] gives column {name!r} to {role!r}; use one of {', '.join(ROLES)}.")
    given = [role for role in columns.values() if role not in MANY]
    twice = sorted({role for role in given if given.count(role) > 1})
    if twice:
        raise CollectionError(
            f"{file}: [{key}] gives {twice[0]!r} to several columns; leave it to one, ignore the rest."
        )
    if not {"recommendation", "action"} & set(given):
        raise CollectionError(f"{file}: [{key}] has no column for 'recommendation' or 'action'; give it to one.")
    return ColumnMap(key, confirmed, columns)


def _toml(found: ColumnMap) -> str:
    key = found.key if re.fullmatch(r"[A-Za-z0-9_-]+", found.key) else _quoted(found.key)
    lines = [f"{_quoted(name)} = {_quoted(role)}" for name, role in found.roles.items()]
    return f"\n[{key}]\nconfirmed = {str(found.confirmed).lower()}\n\n[{key}.columns]\n" + "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # JSON's quoted strings are TOML's but for one sign.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
