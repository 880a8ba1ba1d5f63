"""What a published report rested on, frozen, so that the same report can be made years later."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from scrlearn.checking.corrections import load_corrections
from scrlearn.errors import CollectionError
from scrlearn.export.report import Layout
from scrlearn.files import csv_bytes, write_whole
from scrlearn.folders import replaced_folder
from scrlearn.reviews.collection import load_reviews
from scrlearn.reviews.sensitive import warn_of_sensitive
from scrlearn.runs.coding import Coded, Period, code_collection
from scrlearn.runs.layout import LAYOUT_FILE, example_layout, load_layout
from scrlearn.runs.record import fingerprint, made_with, record_machine
from scrlearn.themes.codebook import load_codebook
from scrlearn.validation import check_table, empty_table
from scrlearn.versions import RELEASE_FILE, SETTINGS_FILE, read_table
from scrlearn.writers import only_writer

_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
# The file of a release, and the table that it holds.
_CODED = {
    "recommendation_codings": "codings",
    "response_codings": "codings",
    "action_codings": "codings",
    "action_types": "themes",
    "rule_measures": "rule_measures",
    "stale_corrections": "stale_corrections",
    "left_out": "left_out",
    "agreement": "agreement",
    "national_figures": "national_figures",
}


class Basis(NamedTuple):
    """What a report rests on: a coded collection, the time that is looked at, what is shown, and what coded it."""

    coded: Coded
    period: Period
    layout: Layout
    made_with: str


def find_basis(
    folder: Path | str,
    *,
    period: Period,
    include_unpublished: bool = False,
    encoder: Path | str | None = None,
    seed: int = 0,
    progress: Callable[[str], None] = lambda step: None,
) -> Basis:
    """Code a collection for a report; parameters and errors are those of ``code_collection`` and ``load_layout``."""
    layout = load_layout(folder)
    coded = code_collection(
        folder, period=period, include_unpublished=include_unpublished, encoder=encoder, seed=seed, progress=progress
    )
    return Basis(coded, period, layout, made_with(encoder))


def freeze_release(
    folder: Path | str,
    name: str,
    *,
    period: Period | None = None,
    include_unpublished: bool = False,
    encoder: Path | str | None = None,
    seed: int = 0,
    progress: Callable[[str], None] = lambda step: None,
) -> Path:
    """
    Code a collection and freeze what a report of it rests on.

    Parameters
    ----------
    folder
        The collection.
    name
        Of the release: letters, digits, hyphens, underscores and full stops.
    period, include_unpublished, encoder, seed
        Which reviews are counted, as for :func:`scrlearn.runs.run.run_collection`.
    progress
        Called with the name of each step as it begins.

    Returns
    -------
    pathlib.Path
        ``releases/NAME/`` of the collection: a collection itself, with its codebook, the decisions of people, the
        codings, the reviews that were left out, how the report is laid out, and ``release.json``, which holds the
        parameters, the versions and a fingerprint of every file. Reviews that are not public are not in it unless they
        are counted; nor are documents.

    Raises
    ------
    CollectionError
        When the name is not one, or a release has it already.
    ScrlearnError
        When an input does not hold what it should, or the release cannot be written; then nothing of it is.
    """
    folder, period = Path(folder), period or Period()
    place = _place(folder, name)
    _refuse_known(place)
    basis = find_basis(
        folder, period=period, include_unpublished=include_unpublished, encoder=encoder, seed=seed, progress=progress
    )
    warn_of_sensitive(basis.coded.collection, basis.coded.corrections)
    progress("Freezing what was counted")
    files = _frozen_files(folder, basis.coded)
    parameters = {
        **period._asdict(),
        "include_unpublished": include_unpublished,
        "seed": seed,
    }
    files[RELEASE_FILE] = _record(folder, name, files, parameters, made_with=basis.made_with)
    with only_writer(folder):
        _refuse_known(place)
        with replaced_folder(place) as made:
            for file, content in files.items():
                write_whole(made / file, content)
    return place


def load_release(folder: Path | str, name: str) -> Basis:
    """
    Load what was frozen in a release.

    Parameters
    ----------
    folder
        The collection.
    name
        Of the release.

    Returns
    -------
    Basis
        As it was when it was frozen. Nothing is coded.

    Raises
    ------
    CollectionError
        When there is no such release, or one of its files has changed since.
    """
    place = _place(Path(folder), name)
    if not (place / RELEASE_FILE).is_file():
        raise CollectionError(f"{place}: is no release; freeze one with 'scrlearn release {folder} {name}'.")
    record = _load_record(place / RELEASE_FILE)
    for file in changed_files(place):
        raise CollectionError(f"{place / file}: has changed since it was released; put it back as it was.")
    tables = {
        # A release of an earlier version lacks the tables that came later.
        file: check_table(read_table(place / f"{file}.csv"), table, file=file)
        if f"{file}.csv" in record["files"]
        else empty_table(table)
        for file, table in _CODED.items()
    }
    coded = Coded(load_reviews(place), load_codebook(place), load_corrections(place), **tables)
    return Basis(coded, record["period"], load_layout(place), record["made_with"])


def changed_files(place: Path) -> list[str]:
    """Return the files of a release that are gone or have changed since it was frozen; refuse one without a record."""
    files = _load_record(place / RELEASE_FILE)["files"]
    return [file for file, expected in files.items() if _fingerprint_of(place / file) != expected]


def _place(folder: Path, name: str) -> Path:
    if not folder.is_dir():
        raise CollectionError(f"{folder}: is no folder; releases are kept in a collection's folder.")
    if not _NAME.fullmatch(name):
        raise CollectionError(
            f"{name!r}: is no name for a release; use letters, digits, hyphens, underscores and full stops."
        )
    return folder / "releases" / name


def _refuse_known(place: Path) -> None:
    if place.exists():
        raise CollectionError(f"{place}: is there already; a release is never changed, so give the new one a name.")


def _frozen_files(folder: Path, coded: Coded) -> dict[str, bytes]:
    layout = folder / LAYOUT_FILE
    # The themes that were retired stand in the same table as those that took their place.
    themes = pd.concat([coded.codebook.themes, coded.codebook.retired])
    tables = {
        **{
            name: table.drop(columns="illustrative", errors="ignore")
            for name, table in coded.collection._asdict().items()
        },
        "codebook/themes": themes,
        "codebook/rules": coded.codebook.rules,
        "codebook/examples": coded.codebook.examples,
        "corrections": coded.corrections,
        **{name: getattr(coded, name) for name in _CODED},
    }
    return {
        SETTINGS_FILE: (folder / SETTINGS_FILE).read_bytes(),
        # Written out where there is none, so that sections that are new in a later version do not come into it.
        LAYOUT_FILE: layout.read_bytes() if layout.is_file() else example_layout().encode(),
        **{f"{name}.csv": csv_bytes(table) for name, table in tables.items()},
    }


def _record(folder: Path, name: str, files: Mapping[str, bytes], parameters: dict, *, made_with: str) -> bytes:
    record = {
        "release": name,
        "released_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "title": load_layout(folder).title,
        "made_with": made_with,
        "parameters": parameters,
        **record_machine(folder),
        "files": {file: _fingerprint(content) for file, content in files.items()},
    }
    return (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode()


def _fingerprint_of(file: Path) -> str | None:
    try:
        return _fingerprint(file.read_bytes())
    except (OSError, ValueError):
        return None


def _fingerprint(content: bytes) -> str:
    # Version control may change the ends of lines, and nothing else.
    return fingerprint(content.replace(b"\r\n", b"\n"))


def _load_record(file: Path) -> dict:
    try:
        record = json.loads(file.read_bytes())
        period = Period(*[record["parameters"][name] for name in Period._fields])
        return {"files": dict(record["files"]), "period": period, "made_with": str(record["made_with"])}
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise CollectionError(f"{file}: is no record of a release ({error}); put it back as it was.") from error
