"""What is wrong with the files beside the tables of a collection: documents, texts, releases, and what runs made."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from scrlearn.changes import change_waits
from scrlearn.errors import ScrlearnError
from scrlearn.files import UNFINISHED
from scrlearn.folders import BEFORE
from scrlearn.reviews.reading import fingerprint, text_file
from scrlearn.runs.ailments import Ailment, ailments_of, content_of, name_in, warning
from scrlearn.runs.doctor_tables import Examined
from scrlearn.runs.kept import KEPT_FILE, Kept
from scrlearn.runs.records import last_record
from scrlearn.runs.release import changed_files, load_release
from scrlearn.tables import CODEBOOK_TABLES, COLLECTION_TABLES
from scrlearn.writers import writer_at_work

_PASSAGES = ("recommendations", "responses")
_OWN_FILES = (*COLLECTION_TABLES, *CODEBOOK_TABLES, "corrections", "collection", "report", "trackers")
# Names that sync programs and file managers give to a second copy: "reviews-DESKTOP-4F2.csv", "reviews (1).csv".
_COPY = re.compile(rf"(?P<of>{'|'.join(_OWN_FILES)})(?P<mark>[ ._(-].*)(?P<ending>\.csv|\.toml)", re.DOTALL)
_OPEN = re.compile(r"~\$(?P<in_office>.+)|\.~lock\.(?P<in_libreoffice>.+)#", re.DOTALL)


def examine_documents(examined: Examined) -> Iterator[Ailment]:
    """Say which documents are not there, lie elsewhere, or have changed since they were read."""
    for row in _documents(examined):
        place = examined.folder / row["file"]
        try:
            content = content_of(place)
        except ScrlearnError as error:
            yield from ailments_of(error, examined.folder, row["file"])
            continue
        if not place.resolve().is_relative_to(examined.folder.resolve()):
            mend = "Put the document itself in its place"
            yield warning(row["file"], None, "is a link to a file outside the collection", mend)
        if not pd.isna(row["sha256"]) and fingerprint(content) != row["sha256"]:
            mend = f"Put it back as it was; if it is a newer edition, scrlearn add {examined.folder} FILE --replace"
            yield warning(row["file"], None, "has changed since it was read", mend)


def examine_texts(examined: Examined) -> Iterator[Ailment]:
    """Say which texts of documents are not there, and which passages do not stand at their place in them."""
    placed = _placed_passages(examined)
    for row in _documents(examined):
        file = text_file(row["file"])
        passages = placed[placed["document_id"] == row["document_id"]]
        try:
            text = content_of(examined.folder / file).decode("utf-8")
        except (ScrlearnError, UnicodeDecodeError) as error:
            fault = str(error).rpartition(": ")[2] if isinstance(error, ScrlearnError) else "is not UTF-8 text"
            mend = "Put it back, from a backup if need be: it is what the places of passages are counted in"
            yield warning(file, None, fault.partition(";")[0].rstrip("."), mend)
            continue
        for passage in passages.to_dict("records"):
            if text[passage["start"] : passage["end"]] != passage["text"]:
                yield _misplaced(passage, file)


def examine_releases(examined: Examined) -> Iterator[Ailment]:
    """Say which releases were changed, or cannot be loaded."""
    for place in _folders(examined.folder / "releases"):
        name = name_in(examined.folder, place)
        try:
            changed = changed_files(place)
            for file in changed:
                fault = "is gone or has changed since it was released"
                yield Ailment(f"{name}/{file}", None, "error", fault, "Put it back as it was.")
            if not changed:
                load_release(examined.folder, place.name)
        except ScrlearnError as error:
            mend = "Put it back as it was; or, if it is no release, move it away"
            yield from ailments_of(error, examined.folder, name, mend=mend)


def examine_runs(examined: Examined) -> Iterator[Ailment]:
    """Say which records of runs cannot be read, and which outputs are not as the last run left them."""
    records = sorted((examined.folder / "runs").glob("*.json"), key=lambda file: file.stem)
    outputs: dict[str, str] = {}
    for file in records:
        try:
            outputs = dict(json.loads(content_of(file))["outputs"])
        except (ScrlearnError, ValueError, KeyError, TypeError, RecursionError):
            fault = "is no record of a run"
            yield Ailment(name_in(examined.folder, file), None, "error", fault, "Put it back as it was, or delete it.")
            outputs = {}
    yield from _changed_outputs(examined.folder, outputs)


def examine_kept(examined: Examined) -> Iterator[Ailment]:
    """Say whether what runs keep can be read, and whether the last run can be made again from it."""
    last = last_record(examined.folder)
    if last is None:
        return
    name, record = last
    try:
        with Kept(examined.folder, writes=False) as kept:
            faults = kept.faults()
            lost = [what for what, listed in record["inputs"].items() if kept.fetch(listed) is None]
    except ScrlearnError as error:
        faults, lost = [str(error).partition(": ")[2]], []
    mend = "Delete it: the next run makes it anew, but earlier runs can then not be compared or made again."
    if faults:
        yield Ailment(f"runs/{KEPT_FILE}", None, "error", f"is damaged ({faults[0]})", mend)
    elif lost:
        fault = f"does not hold {', '.join(lost)} of the run {name}, which cannot be compared or made again"
        yield warning(f"runs/{KEPT_FILE}", None, fault, "Run the collection again")


def examine_leftovers(examined: Examined) -> Iterator[Ailment]:
    """Say who is writing to the collection; if nobody, what writers that were killed left behind."""
    folder = examined.folder
    writer = writer_at_work(folder)
    if writer is not None:
        yield warning("runs/lock", None, f"is held by {writer}", "Examine it again when that is done")
        return
    left_over = sorted([*folder.rglob(f".*{UNFINISHED}"), *folder.rglob(f".*{BEFORE}")])
    for left in left_over:
        if not any(parent in left_over for parent in left.parents):
            mend = "Delete it; the next run or record does so too"
            yield warning(name_in(folder, left), None, "was left by a writer that was killed", mend)
    if change_waits(folder):
        mend = "Load the collection once with nothing else at work on it: scrlearn run finishes it"
        yield warning("runs/change", None, "is a change of several files that was not finished", mend)


def examine_copies(examined: Examined) -> Iterator[Ailment]:
    """Say which files are second copies that a sync program made, and which are open in another program."""
    folder = examined.folder
    for file in sorted([*folder.iterdir(), *(folder / "codebook").glob("*")]):
        name, copy, opened = name_in(folder, file), _COPY.fullmatch(file.name), _OPEN.fullmatch(file.name)
        if copy and file.name != "corrections.backup.csv":
            original = f"{copy['of']}{copy['ending']}"
            mend = f"Compare the two, take over into {original} what only the copy has, and delete the copy"
            yield warning(name, None, f"is a second copy of {original}, as sync programs make them", mend)
        if opened:
            program = "Excel or Word" if opened["in_office"] else "LibreOffice"
            fault = f"says that {opened['in_office'] or opened['in_libreoffice']} is open in {program}"
            yield warning(name, None, fault, "Save and close it there; if nobody has it open, delete this file")


def _documents(examined: Examined) -> list[dict]:
    if "documents" not in examined.tables:
        return []
    return examined.tables["documents"].dropna(subset="file").to_dict("records")


def _placed_passages(examined: Examined) -> pd.DataFrame:
    columns = ["document_id", "passage_id", "text", "start", "end"]
    there = [examined.tables[table][columns].assign(table=table) for table in _PASSAGES if table in examined.tables]
    rows = pd.concat([frame.assign(row=frame.index + 2) for frame in there]) if there else pd.DataFrame(columns=columns)
    return rows.dropna(subset=["start", "end"])


def _misplaced(passage: dict, file: str) -> Ailment:
    fault = f"{passage['passage_id']} does not stand at {passage['start']}-{passage['end']} of {file}"
    mend = "If its text was mended by hand, blank its page, start and end; else put back the text as it was"
    return warning(f"{passage['table']}.csv", f"row {passage['row']}", fault, mend)


def _folders(place: Path) -> list[Path]:
    shown = [folder for folder in place.glob("*") if folder.is_dir() and not folder.name.startswith(".")]
    return sorted(shown)


def _changed_outputs(folder: Path, outputs: dict[str, str]) -> Iterator[Ailment]:
    for name, expected in outputs.items():
        file = f"outputs/{name}"
        try:
            content = content_of(folder / file)
        except ScrlearnError as error:
            (ailment,) = ailments_of(error, folder, file)
            yield warning(file, None, ailment.fault, f"Make it anew: scrlearn run {folder}")
            continue
        if fingerprint(content) != expected:
            mend = "The next run writes over it: if what was changed is to be kept, save it elsewhere"
            yield warning(file, None, "has changed since the last run", mend)
