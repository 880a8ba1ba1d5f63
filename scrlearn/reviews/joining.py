"""Tables that are added to a collection are held against its own, and written beside them."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import pandas as pd

from scrlearn.files import csv_bytes
from scrlearn.reviews.collection import Collection
from scrlearn.reviews.free_names import names_like
from scrlearn.tables import COLLECTION_TABLES
from scrlearn.validation import check_references, check_table


def joined(whole: Collection, more: Collection) -> Collection:
    """
    Join tables to those of a collection.

    Parameters
    ----------
    whole
        The collection; ``reviews`` without the column ``illustrative``, which is not kept in its file.
    more
        What comes to it.

    Returns
    -------
    Collection
        Every table of the one with that of the other below it.

    Raises
    ------
    TableError
        When the two together do not hold what the tables should: a key twice, or a reference that leads nowhere.
    """
    tables = {
        name: check_table(pd.concat([getattr(whole, name), getattr(more, name)], ignore_index=True), name)
        for name in COLLECTION_TABLES
    }
    check_references(tables)
    return Collection(**tables)


def table_files(whole: Collection, folder: Path | str) -> dict[Path, bytes]:
    """Return the files of a collection's tables, by place, for :func:`scrlearn.changes.change_together`."""
    return {Path(folder) / f"{name}.csv": csv_bytes(getattr(whole, name)) for name in COLLECTION_TABLES}


def free_file(folder: Path, wanted: str, content: bytes, waiting: Mapping[Path, bytes] = MappingProxyType({})) -> str:
    """
    Return a name inside a collection's folder under which no other content lies: as wanted, or numbered.

    ``waiting`` are files that are about to be written.
    """
    place = PurePosixPath(wanted)
    for name in names_like(place.stem):
        file = str(place.with_stem(name))
        there = folder / file
        lies_there = waiting.get(there) or (there.read_bytes() if there.exists() else None)
        if lies_there in (None, content):
            break
    return file
