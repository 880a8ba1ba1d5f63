import errno
import os
import subprocess
import sys

import pytest

from scrlearn.errors import FileError
from scrlearn.writers import only_run, only_writer, writer_at_work


def test_one_writer_waits_for_another_and_then_says_who_it_is(tmp_path):
    with (
        only_writer(tmp_path),
        pytest.raises(FileError, match=r"is being written to by .+ \(process \d+, since 20.+\); try again"),
        only_writer(tmp_path, patience=0.1),
    ):
        pass
    with only_writer(tmp_path, patience=0.1):
        assert sorted(path.name for path in tmp_path.rglob("*")) == ["lock", "runs", "writer"]


def test_a_folder_that_cannot_be_written_to_is_refused_by_name(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match="file/runs: cannot be written to"), only_writer(tmp_path / "file"):
        pass


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES], ids=["medium", "rights"])
@pytest.mark.parametrize("call", ["mkdir", "open"])
def test_a_folder_that_is_read_only_is_told_in_a_line(tmp_path, monkeypatch, call, code):
    def refused(*args, **kwargs):
        raise OSError(code, os.strerror(code))

    if call == "open":
        (tmp_path / "runs").mkdir()
    monkeypatch.setattr(os, call, refused)
    with pytest.raises(FileError, match=rf"cannot be written to \({os.strerror(code)}\)\.$"), only_writer(tmp_path):
        pass


def test_what_a_writer_that_was_killed_left_behind_is_swept_away(tmp_path):
    places = ["", "codebook", "backups/schema-1/codebook"]
    left = [tmp_path / place / ".t.csv.abc.unfinished" for place in places]
    for file in left:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("half", encoding="utf-8")
    with only_writer(tmp_path):
        assert [file for file in left if file.exists()] == []


def test_who_is_at_work_is_named_only_while_they_are(tmp_path):
    assert writer_at_work(tmp_path) is None
    with only_writer(tmp_path):
        assert "(process " in writer_at_work(tmp_path)
        (tmp_path / "runs" / "writer").write_bytes(b"\xff")
        assert writer_at_work(tmp_path) == "another process"
    assert writer_at_work(tmp_path) is None


def test_what_a_writer_made_of_a_release_before_it_was_killed_is_swept_away(tmp_path):
    left = tmp_path / "releases" / ".annual-1.unfinished"
    left.mkdir(parents=True)
    (left / "recommendations.csv").write_text("half", encoding="utf-8")
    with only_writer(tmp_path):
        assert not left.exists()


def test_a_writer_does_not_sweep_away_what_a_run_is_writing_at_that_moment(tmp_path):
    with only_run(tmp_path):
        record = tmp_path / "runs" / ".2026-11-28T093000Z.json.abc.unfinished"
        record.write_text("half", encoding="utf-8")
        outputs = tmp_path / ".outputs.unfinished"
        outputs.mkdir()
        with only_writer(tmp_path):
            assert record.exists()
            assert outputs.exists()
    with only_run(tmp_path):
        assert not record.exists()
        assert not outputs.exists()


def test_the_outputs_that_a_killed_run_was_about_to_replace_stand_again(tmp_path):
    before = tmp_path / ".outputs.before"
    before.mkdir()
    (before / "briefing.html").write_text("whole", encoding="utf-8")
    with only_run(tmp_path):
        assert (tmp_path / "outputs" / "briefing.html").read_text(encoding="utf-8") == "whole"
        assert not before.exists()


HOLDING = """
import sys
from scrlearn import writers
with getattr(writers, sys.argv[2])(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize(
    ("lock", "doing"), [(only_writer, "written to"), (only_run, "run")], ids=["only_writer", "only_run"]
)
def test_a_lock_names_the_process_that_holds_it_and_ends_with_it_however_that_ends(tmp_path, lock, doing):
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, tmp_path, lock.__name__], stdin=pipe, stdout=pipe, text=True
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(FileError, match=rf"is being {doing} by .+ \(process {holder.pid}, since 20.+\); try again"),
            lock(tmp_path, patience=0.1),
        ):
            pass
        holder.kill()
        holder.wait()
    with lock(tmp_path, patience=0.1):
        pass
