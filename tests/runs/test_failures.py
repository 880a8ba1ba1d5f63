"""What becomes of a collection when a command fails, or is killed, in the midst of writing."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from scrlearn.checking.corrections import load_corrections
from scrlearn.checking.ledger import record_decisions
from scrlearn.errors import FileError
from scrlearn.reviews.collection import load_reviews
from scrlearn.reviews.documents import add_documents
from scrlearn.runs.records import last_record, prints_of_files
from scrlearn.runs.release import freeze_release, load_release
from scrlearn.runs.report import run_report
from scrlearn.runs.run import run_collection
from scrlearn.tables.running import RUNNING
from scrlearn.writers import only_run, only_writer
from tests.conftest import DATA, contents
from tests.failing import Failure, Snapshots, unfinished

DOCUMENT = Path(__file__).parents[1] / "material" / "documents" / "selbrook.txt"
# A decision on a sort of action teaches the model nothing, so that it is not trained again.
DECISION = pd.DataFrame(
    {
        "passage_id": ["hampshire-child-k-2017:1.response-1"],
        "theme_id": ["training_or_awareness"],
        "decision": ["unsure"],
    }
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A collection after a run, which keeps the trained model; a title that the next run has to take up."""
    folder = tmp_path_factory.mktemp("made") / "hampshire"
    shutil.copytree(DATA / "hampshire", folder, ignore=shutil.ignore_patterns("outputs", "runs"))
    run_collection(folder)
    (folder / "report.toml").write_text('title = "Changed"\nsections = ["themes"]\n', encoding="utf-8")
    return folder


@pytest.fixture
def folder(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "hampshire"))


def add(folder):
    add_documents(folder, [DOCUMENT])


def record(folder):
    record_decisions(folder, DECISION, coder="Ann", source="panel")


def sizes(folder):
    return len(load_reviews(folder).reviews), len(load_corrections(folder))


def outputs_are_whole(folder, old):
    """Tell whether the outputs are those of before, or those that a new run made, and not a mixture."""
    found = prints_of_files(folder / "outputs")
    title = "Changed" in (folder / "outputs" / "briefing.html").read_text(encoding="utf-8")
    # A run that is not the first says besides what changed since the one before.
    return found == old if not title else set(found) - set(old) == {f"tables/{name}.csv" for name in RUNNING}


@pytest.mark.parametrize(("command", "before", "then"), [(add, (2, 1), (3, 1)), (record, (2, 1), (2, 2))])
def test_a_kill_at_any_step_of_adding_or_recording_leaves_all_or_nothing_of_it(folder, tmp_path, command, before, then):
    shutil.rmtree(folder / "outputs")
    with pytest.MonkeyPatch.context() as monkeypatch:
        Snapshots(monkeypatch, folder, tmp_path / "copies")
        command(folder)
    copies = sorted((tmp_path / "copies").iterdir())
    # The change itself is killed at every step in the tests of changes.
    for copy in copies[::5]:
        assert sizes(copy) in (before, then), copy.name
    for copy in copies[::20]:
        command(copy)
        assert sizes(copy) == then, copy.name
        assert unfinished(copy) == [], copy.name


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_failure_at_any_step_of_adding_is_told_in_a_line_and_leaves_all_or_nothing_of_it(made, tmp_path, after):
    failures = 0
    for at in range(1, 300, 11):
        folder = tmp_path / str(at)
        shutil.copytree(made, folder, ignore=shutil.ignore_patterns("outputs", "runs"))
        with pytest.MonkeyPatch.context() as monkeypatch:
            failure = Failure(monkeypatch, at, after=after)
            try:
                add(folder)
            except FileError as error:
                failures += 1
                assert "\n" not in str(error), f"step {at}"
        assert sizes(folder) in ((2, 1), (3, 1)), f"step {at}"
        add(folder)
        assert sizes(folder) == (3, 1), f"step {at}"
        assert unfinished(folder) == [], f"step {at}"
        if failure.n < at:
            break
    assert failures > 3


def test_a_kill_at_any_step_of_a_release_leaves_a_whole_one_or_none(folder, tmp_path):
    shutil.rmtree(folder / "outputs")
    with pytest.MonkeyPatch.context() as monkeypatch:
        Snapshots(monkeypatch, folder, tmp_path / "copies")
        freeze_release(folder, "annual")
    copies = sorted((tmp_path / "copies").iterdir())
    for copy in copies:
        with only_writer(copy):
            assert unfinished(copy) == [], copy.name
        if (copy / "releases" / "annual").exists():
            load_release(copy, "annual")
    assert not (copies[-10] / "releases" / "annual").exists()
    freeze_release(copies[-10], "annual")


def test_a_kill_at_any_step_of_a_run_leaves_whole_outputs_and_the_next_run_completes(folder, tmp_path):
    old = last_record(folder)[1]["outputs"]
    with pytest.MonkeyPatch.context() as monkeypatch:
        # All the files that are made of outputs are alike: some of them are enough.
        snapshots = Snapshots(monkeypatch, folder, tmp_path / "copies")
        snapshots.skips = lambda args: ".outputs.unfinished" in str(args[:1]) and snapshots.n % 90
        run_collection(folder)
    new, copies = contents(folder / "outputs"), sorted((tmp_path / "copies").iterdir())
    for copy in copies:
        with only_run(copy):
            assert outputs_are_whole(copy, old), copy.name
    for copy in copies[4::9]:
        run_collection(copy)
        assert contents(copy / "outputs") == new, copy.name
        assert unfinished(copy) == [], copy.name


@pytest.mark.parametrize(
    ("call", "where", "error", "message"),
    [
        ("fsync", None, OSError(errno.ENOSPC, "No space left on device"), r"make room on the disk\."),
        ("rename", ".outputs.before", PermissionError(errno.EACCES, "Permission denied"), "close it if it is open"),
        ("rename", "hampshire/outputs", PermissionError(errno.EACCES, "Permission denied"), "close it if it is open"),
        ("replace", ".json", PermissionError(errno.EACCES, "Permission denied"), "close it if it is open"),
    ],
)
def test_a_run_that_cannot_write_says_so_in_a_line_and_the_last_outputs_stand(
    scrlearn, folder, call, where, error, message
):
    old = last_record(folder)[1]["outputs"]
    with pytest.MonkeyPatch.context() as monkeypatch:
        real, raised = getattr(os, call), []

        def failing(*args):
            # Once: what was moved away is put back by the same call.
            if not raised and (where is None or str(args[-1]).endswith(where)):
                raised.append(args)
                raise error
            return real(*args)

        monkeypatch.setattr(os, call, failing)
        code, _, complaint = scrlearn("run", folder)
    assert (code, complaint.count("scrlearn: ")) == (2, 1)
    assert error.strerror in complaint
    assert message.rstrip(r"\.") in complaint
    assert outputs_are_whole(folder, old)
    assert unfinished(folder) == []


class Full(sqlite3.Connection):
    """A store on a full disk."""

    def executemany(self, *args):
        """Find no room."""
        raise sqlite3.OperationalError("database or disk is full")


def test_a_run_that_can_keep_nothing_says_so_and_changes_nothing(folder, monkeypatch):
    before = contents(folder / "outputs")
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Full))
    with pytest.raises(FileError, match=r"kept\.sqlite: cannot be used \(database or disk is full\)"):
        run_collection(folder)
    assert contents(folder / "outputs") == before


def test_a_report_of_which_one_file_is_held_leaves_all_as_they_were(folder, tmp_path, monkeypatch):
    files = [tmp_path / "r.html", tmp_path / "r.xlsx"]
    for file in files:
        file.write_bytes(b"old")
    real = os.replace

    def held(source, target):
        if str(target).endswith("r.xlsx"):
            raise PermissionError(errno.EACCES, "Permission denied")
        real(source, target)

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(FileError, match=r"r\.xlsx: cannot be written \(Permission denied\); close it if it is open"):
        run_report(folder, files)
    assert [file.read_bytes() for file in files] == [b"old", b"old"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hampshire", "r.html", "r.xlsx"]


RECORDING = """
import sys
import pandas as pd
from scrlearn.checking.ledger import record_decisions
for place in range(12):
    row = {"passage_id": [f"k:{place}"], "theme_id": ["training_or_awareness"], "decision": ["unsure"]}
    record_decisions(sys.argv[1], pd.DataFrame(row), coder="Bob")
"""


def test_a_run_and_a_person_who_decides_meanwhile_do_not_hinder_one_another(folder):
    with subprocess.Popen([sys.executable, "-c", RECORDING, folder]) as person:
        runs = [run_collection(folder)]
        while person.poll() is None and len(runs) < 4:
            runs.append(run_collection(folder))
    assert person.returncode == 0
    assert load_corrections(folder).query("coder == 'Bob'")["passage_id"].tolist() == [f"k:{n}" for n in range(12)]
    assert run_collection(folder).record["counts"]["stale_corrections"] == 12
