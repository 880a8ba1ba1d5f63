import os
import resource

import pytest

from scrlearn.changes import change_together, change_waits
from scrlearn.errors import FileError
from scrlearn.writers import only_writer
from tests.conftest import contents
from tests.failing import Failure, Snapshots, unfinished

OLD = {"reviews.csv": b"old", "recommendations.csv": b"old"}
NEW = {"reviews.csv": b"new", "recommendations.csv": b"new", "texts/k.txt": b"new"}


@pytest.fixture
def collection(tmp_path):
    """A folder with two files, of which both will change, and a third will come."""
    for name, content in OLD.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def change(folder):
    with only_writer(folder):
        change_together(folder, {folder / name: content for name, content in NEW.items()})


def found(folder):
    return {name: content for name, content in contents(folder).items() if not name.startswith("runs/")}


def test_files_change_together_and_nothing_else_stays(collection):
    change(collection)
    assert found(collection) == NEW
    assert not change_waits(collection)
    assert sorted(contents(collection / "runs")) == ["lock", "writer"]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_failure_at_any_step_leaves_all_as_it_was_or_all_changed(tmp_path_factory, after):
    failures = 0
    for at in range(1, 200):
        folder = tmp_path_factory.mktemp("failing")
        for name, content in OLD.items():
            (folder / name).write_bytes(content)
        with pytest.MonkeyPatch.context() as monkeypatch:
            failure = Failure(monkeypatch, at, after=after)
            try:
                change(folder)
                failed = False
            except FileError as error:
                failed = True
                assert "\n" not in str(error), f"step {at}"
        with only_writer(folder):
            assert found(folder) in (OLD, NEW), f"step {at}"
            assert unfinished(folder) == [], f"step {at}"
        change(folder)
        assert found(folder) == NEW, f"step {at}"
        failures += failed
        if failure.n < at:
            break
    assert failures > 20


def test_a_kill_at_any_step_leaves_what_the_next_writer_makes_whole(collection, tmp_path_factory):
    copies = tmp_path_factory.mktemp("copies")
    with pytest.MonkeyPatch.context() as monkeypatch:
        Snapshots(monkeypatch, collection, copies)
        change(collection)
    seen = []
    for copy in sorted(copies.iterdir()):
        with only_writer(copy):
            seen.append(found(copy))
            assert seen[-1] in (OLD, NEW), copy.name
            assert unfinished(copy) == [], copy.name
        assert not change_waits(copy)
    assert seen.index(NEW) > 10
    assert seen[-1] == NEW
    assert OLD not in seen[seen.index(NEW) :]


def test_a_kill_while_files_are_put_back_leaves_what_the_next_writer_makes_whole(collection, tmp_path_factory):
    copies, held = tmp_path_factory.mktemp("copies"), collection / "reviews.csv"
    with pytest.MonkeyPatch.context() as monkeypatch:
        snapshots = Snapshots(monkeypatch, collection, copies)
        replace = os.replace

        def refused(source, target):
            if str(target) == str(held) and not snapshots.at_work:
                raise PermissionError(13, "Permission denied")
            replace(source, target)

        monkeypatch.setattr(os, "replace", refused)
        with pytest.raises(FileError, match=r"reviews\.csv: cannot be written \(Permission denied\); close it"):
            change(collection)
    assert found(collection) == OLD
    for copy in sorted(copies.iterdir()):
        with only_writer(copy):
            told = {name: content for name, content in found(copy).items() if name in OLD}
            assert set(told.values()) in ({b"old"}, {b"new"}), copy.name


@pytest.fixture
def small_disk():
    """No file may become larger than a thousand bytes: what is written beyond that fails, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_file_for_which_there_is_no_room_changes_none(collection, small_disk):
    files = {collection / "recommendations.csv": b"new", collection / "reviews.csv": b"x" * 5000}
    with pytest.raises(FileError, match=r"reviews\.csv: cannot be written \(File too large\)"), only_writer(collection):
        change_together(collection, files)
    assert found(collection) == OLD
    assert unfinished(collection) == []


def test_what_a_killed_writer_had_not_made_ready_is_gone_and_what_it_had_is_done(collection):
    staged = collection / "runs" / ".change.unfinished"
    staged.mkdir(parents=True)
    (staged / "reviews.csv").write_bytes(b"new")
    with only_writer(collection):
        assert found(collection) == OLD
    assert not staged.exists()
    staged.with_name("change").mkdir()
    (staged.with_name("change") / "reviews.csv").write_bytes(b"new")
    with only_writer(collection):
        assert found(collection) == OLD | {"reviews.csv": b"new"}
