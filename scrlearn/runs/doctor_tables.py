"""What is wrong with the tables of a collection: each by itself, then what they name of one another."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from scrlearn.checking.corrections import BACKUP, LEDGER
from scrlearn.checking.ledger import lost_decisions
from scrlearn.decisions import find_stale_corrections
from scrlearn.errors import ScrlearnError
from scrlearn.files import read_csv
from scrlearn.reviews.collection import SETTINGS_FILE, load_settings, load_table
from scrlearn.reviews.sensitive import find_sensitive
from scrlearn.reviews.tracker_map import MAP_FILE, load_maps
from scrlearn.runs.ailments import Ailment, ailments_of, warning
from scrlearn.runs.coder import ACTION_TYPES, split_decisions
from scrlearn.runs.layout import LAYOUT_FILE, load_layout_text, read_layout
from scrlearn.tables import CODEBOOK_TABLES, COLLECTION_TABLES, SCHEMA_VERSION
from scrlearn.themes.codebook import Codebook, load_codebook
from scrlearn.themes.labelled import decided_passages, load_labelled, relabel
from scrlearn.themes.model import FEWEST_LABELS
from scrlearn.themes.rules import refuse_silent_themes
from scrlearn.validation import check_references, check_table, empty_table, list_values, name_rows
from scrlearn.versions import refuse_other_version

# Where two spellings that differ only in large and small letters would be counted as two.
_NAMES = {
    "reviews": ["partnership"],
    "documents": ["document_id"],
    "recommendations": ["passage_id"],
    "responses": ["passage_id"],
    "corrections": ["coder"],
}


class Examined(NamedTuple):
    """A collection's folder, those of its tables that can be loaded, by name, and its codebook if that can."""

    folder: Path
    tables: dict[str, pd.DataFrame]
    codebook: Codebook | None


def read_what_can_be_read(folder: Path) -> tuple[Examined, list[Ailment]]:
    """Load every table of a collection that can be loaded, and say what is wrong with each of the others."""
    has_decisions = (folder / LEDGER).exists()
    names = [*COLLECTION_TABLES, *(["corrections"] if has_decisions else [])]
    tables, found = _load_each(folder, {name: f"{name}.csv" for name in names}, lambda name: load_table(folder, name))
    if not has_decisions:
        tables["corrections"] = empty_table("corrections")
    codebook, in_codebook = _read_codebook(folder)
    return Examined(folder, tables, codebook), [*found, *in_codebook]


def examine_settings(examined: Examined) -> Iterator[Ailment]:
    """Say what is wrong with ``collection.toml``, and the two files like it that a collection may have."""
    folder = examined.folder
    for file, load in {
        SETTINGS_FILE: lambda: load_settings(folder),
        LAYOUT_FILE: lambda: read_layout(load_layout_text(folder), folder.name, file=folder / LAYOUT_FILE),
        MAP_FILE: lambda: load_maps(folder),
    }.items():
        try:
            load()
        except ScrlearnError as error:
            for ailment in ailments_of(error, folder, file):
                yield ailment._replace(mend=_mend_of_settings(ailment, folder) or ailment.mend)


def examine_references(examined: Examined) -> Iterator[Ailment]:
    """Say what a table names that is not there."""
    yield from _lost_references(examined.folder, examined.tables)
    in_both = _passage_ids(examined.tables, "recommendations") & _passage_ids(examined.tables, "responses")
    for passage_id in sorted(in_both):
        yield Ailment(
            "responses.csv", passage_id, "error", "recommendations.csv has it too", "Give it an id of its own."
        )


def examine_names(examined: Examined) -> Iterator[Ailment]:
    """Say which names differ only in large and small letters."""
    for table, columns in _NAMES.items():
        for column in columns if table in examined.tables else []:
            names = examined.tables[table][column].dropna().drop_duplicates()
            for _, alike in names.groupby(names.str.lower().str.split().str.join(" ")):
                if len(alike) > 1:
                    fault = f"{column} has {list_values(alike)}, which are counted as {len(alike)}"
                    yield warning(f"{table}.csv", name_rows(alike.index), fault, "If they are one, spell them alike")


def examine_corrections(examined: Examined) -> Iterator[Ailment]:
    """Say which decisions are gone, name what is not there, or are not applied."""
    folder, tables, codebook = examined
    if "corrections" not in tables:
        if (folder / BACKUP).exists() and _settings_hold(folder):
            fault = f"people's decisions cannot be read, but {BACKUP} holds those that scrlearn recorded last"
            yield warning(LEDGER, None, fault, f"Mend {LEDGER} by hand, or put a copy of {BACKUP} in its place")
        return
    yield from _lost_decisions(folder, tables["corrections"])
    if codebook is None:
        return
    themes = pd.concat([codebook.themes, codebook.retired, load_codebook(ACTION_TYPES).themes])
    yield from _lost_references(folder, {"corrections": tables["corrections"], "themes": themes})
    yield from _not_applied(examined, codebook)


def examine_codebook(examined: Examined) -> Iterator[Ailment]:
    """Say which themes of the codebook nothing could ever find."""
    folder, tables, codebook = examined
    is_its_own = (folder / "codebook" / "themes.csv").exists()
    if codebook is None or not is_its_own or not {"corrections", "recommendations", "responses"} <= set(tables):
        return
    try:
        on_themes, _ = split_decisions(tables["corrections"], codebook, load_codebook(ACTION_TYPES).themes)
        decided = decided_passages(on_themes, tables["recommendations"], tables["responses"])
        refuse_silent_themes(codebook, relabel(load_labelled(), codebook), decided, fewest=FEWEST_LABELS)
    except ScrlearnError as error:
        yield from ailments_of(error, folder, "codebook/themes.csv")


def examine_sensitive(examined: Examined) -> Iterator[Ailment]:
    """Say where published reviews hold what looks like personal details."""
    reviews = examined.tables.get("reviews")
    if reviews is None:
        return
    published = reviews.loc[reviews["source_status"] == "published", "review_id"]
    tables = {
        name: table[table["review_id"].isin(published)] if "review_id" in table else table
        for name, table in examined.tables.items()
        if name in ("reviews", "documents", "recommendations", "responses")
    }
    for row in find_sensitive(tables).to_dict("records"):
        place = f"{row['row_id']}, {row['column']}, characters {row['start']}-{row['end']}"
        fault = f"looks like a {row['kind'].replace('_', ' ')} ({row['shown']})"
        yield warning(f"{row['table']}.csv", place, fault, "If it is one, take it out before anything is published")


def _load_each(
    folder: Path, files: Mapping[str, str], load: Callable[[str], pd.DataFrame]
) -> tuple[dict[str, pd.DataFrame], list[Ailment]]:
    tables: dict[str, pd.DataFrame] = {}
    found: list[Ailment] = []
    for name, file in files.items():
        try:
            tables[name] = load(name)
        except ScrlearnError as error:
            if not _is_of_settings(error, folder):
                found += ailments_of(error, folder, file, mend="Put it back, from a backup if need be")
    return tables, found


def _read_codebook(folder: Path) -> tuple[Codebook | None, list[Ailment]]:
    files = {name: f"codebook/{name}.csv" for name in CODEBOOK_TABLES}
    if any((folder / file).exists() for file in files.values()):
        tables, found = _load_each(
            folder, files, lambda name: check_table(read_csv(folder / files[name]), name, file=files[name])
        )
        found += _lost_references(folder, tables, inside="codebook/")
        if found:
            return None, found
    try:
        return load_codebook(folder), []
    except ScrlearnError as error:
        if _is_of_settings(error, folder):
            return None, []
        return None, list(map(_placed_in_codebook, ailments_of(error, folder, "codebook")))


def _settings_hold(folder: Path) -> bool:
    try:
        refuse_other_version(folder)
    except ScrlearnError:
        return False
    return True


def _is_of_settings(error: ScrlearnError, folder: Path) -> bool:
    # What is wrong with the settings is told once, and of them.
    return str(error).startswith(str(folder / SETTINGS_FILE))


def _placed_in_codebook(ailment: Ailment) -> Ailment:
    # "rules: RULE: what is wrong" or "themes: THEME: what is wrong", of which the first word is gone.
    place, _, fault = ailment.fault.partition(": ")
    table = "rules" if fault.startswith("pattern ") else "themes"
    return ailment._replace(file=f"codebook/{table}.csv", place=place, fault=fault or ailment.fault)


def _lost_references(folder: Path, tables: Mapping[str, pd.DataFrame], *, inside: str = "") -> Iterator[Ailment]:
    try:
        check_references(tables)
    except ScrlearnError as error:
        for line in str(error).splitlines():
            file = f"{inside}{line.partition(':')[0]}.csv"
            for ailment in ailments_of(ScrlearnError(line), folder, file):
                fault = f"{ailment.fault}, and {ailment.mend[0].lower()}{ailment.mend[1:].rstrip('.')}"
                yield ailment._replace(fault=fault, mend="Mend it here, or add the row there.")


def _passage_ids(tables: Mapping[str, pd.DataFrame], table: str) -> set[str]:
    return set(tables[table]["passage_id"]) if table in tables else set()


def _lost_decisions(folder: Path, known: pd.DataFrame) -> Iterator[Ailment]:
    try:
        lost = lost_decisions(folder, known)
    except ScrlearnError as error:
        mend = f"It is only a copy of {LEDGER}: if all is well there, delete it."
        yield from (ailment._replace(mend=mend) for ailment in ailments_of(error, folder, BACKUP))
        return
    for row in lost.to_dict("records"):
        yield Ailment(
            LEDGER,
            f"{row['passage_id']}, {row['theme_id']}",
            "error",
            f"the decision of {row['coder']} ({row['decision']}) was recorded and is missing",
            f"Put it back from {BACKUP}; or, if this is as it should be, delete {BACKUP}.",
        )


def _not_applied(examined: Examined, codebook: Codebook) -> Iterator[Ailment]:
    folder, tables, _ = examined
    if not {"recommendations", "responses"} <= set(tables):
        return
    try:
        stale = find_stale_corrections(
            tables["corrections"], tables["recommendations"], tables["responses"], retired=codebook.retired
        )
    except ScrlearnError as error:
        yield from ailments_of(error, folder, LEDGER)
        return
    for why, rows in stale.groupby("why"):
        mend = "Decide again: after a run they are listed in outputs/tables/stale_corrections.csv"
        decided = "decision is" if len(rows) == 1 else "decisions are"
        yield warning(LEDGER, None, f"{len(rows)} {decided} not applied: {why}", mend)


def _mend_of_settings(ailment: Ailment, folder: Path) -> str | None:
    if ailment.fault.startswith("schema_version"):
        return (
            f"If it is lower, bring the collection up to date: scrlearn migrate {folder}. If higher, update scrlearn."
        )
    if ailment.fault.startswith("is no collection"):
        return f"Write a file {SETTINGS_FILE} with the lines 'schema_version = {SCHEMA_VERSION}' and 'name = \"…\"'."
    return None
