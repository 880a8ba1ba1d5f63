import os
import sqlite3
import subprocess
import sys
import threading
import zlib

import pytest

from scrlearn.errors import FileError
from scrlearn.runs.kept import KEPT_FILE, Kept
from scrlearn.runs.record import fingerprint

SOFA, ALONE = b"Nobody should sleep on a sofa.", b"See the child alone."


@pytest.fixture
def kept(tmp_path):
    with Kept(tmp_path) as kept:
        yield kept


def file_of(folder):
    return folder / "runs" / KEPT_FILE


def alter(folder, statement, *values):
    """Do to the file what no code of this package does."""
    with sqlite3.connect(file_of(folder)) as base:
        base.execute(statement, values)
    base.close()


def test_what_is_kept_is_fetched_by_its_fingerprint_and_found_by_its_name(tmp_path, kept):
    kept.keep([SOFA, ALONE, b""], made={"advice": fingerprint(SOFA)})
    assert [kept.fetch(fingerprint(content)) for content in (SOFA, ALONE, b"")] == [SOFA, ALONE, b""]
    with Kept(tmp_path, writes=False) as later:
        assert later.find("advice") == SOFA
        assert later.find("nothing") is None
        assert later.fetch(fingerprint(b"nothing")) is None


def test_a_name_stands_for_what_was_made_last(kept):
    kept.keep([SOFA], made={"advice": fingerprint(SOFA)})
    kept.keep([ALONE], made={"advice": fingerprint(ALONE)})
    assert kept.find("advice") == ALONE
    assert kept.fetch(fingerprint(SOFA)) == SOFA


def test_all_is_kept_or_nothing(kept):
    with pytest.raises(FileError, match=r"kept\.sqlite: cannot be used"):
        kept.keep([SOFA, ALONE], made={"advice": fingerprint(SOFA), "another": ["no fingerprint"]})
    assert [kept.fetch(fingerprint(content)) for content in (SOFA, ALONE)] == [None, None]
    assert kept.find("advice") is None


@pytest.mark.parametrize("content", [zlib.compress(b"Everybody should sleep on a sofa."), b"no such thing"])
def test_a_content_that_was_altered_by_hand_is_not_returned_and_is_kept_anew(tmp_path, content):
    with Kept(tmp_path) as kept:
        kept.keep([SOFA, ALONE], made={"advice": fingerprint(SOFA)})
    alter(tmp_path, "UPDATE contents SET content = ? WHERE fingerprint = ?", content, fingerprint(SOFA))
    with Kept(tmp_path) as kept:
        assert kept.find("advice") is None
        assert kept.fetch(fingerprint(ALONE)) == ALONE
        kept.keep([SOFA])
        assert kept.find("advice") == SOFA


def test_the_latest_few_are_not_forgotten(kept):
    for number in range(4):
        kept.keep([b"model %d" % number], made={f"model {number}": fingerprint(b"model %d" % number)})
    kept.keep([SOFA], made={"advice": fingerprint(SOFA)})
    kept.forget("model ", but_latest=2)
    assert [kept.find(f"model {number}") for number in range(4)] == [None, None, b"model 2", b"model 3"]
    assert kept.fetch(fingerprint(b"model 0")) is None
    assert kept.find("advice") == SOFA


def test_what_a_later_name_stands_for_too_is_not_forgotten_with_the_earlier_name(kept):
    for name in ("model 1", "model 2"):
        kept.keep([SOFA], made={name: fingerprint(SOFA)})
    kept.forget("model ", but_latest=1)
    assert [kept.find("model 1"), kept.find("model 2")] == [None, SOFA]


def test_what_is_only_read_is_not_made(tmp_path):
    with Kept(tmp_path, writes=False) as kept:
        assert kept.find("advice") is None
    assert list(tmp_path.iterdir()) == []


def test_what_is_only_read_is_not_written_to(tmp_path):
    with Kept(tmp_path) as kept:
        kept.keep([SOFA])
    with Kept(tmp_path, writes=False) as kept, pytest.raises(FileError, match="readonly"):
        kept.keep([ALONE])


@pytest.mark.parametrize("writes", [True, False])
def test_a_file_that_is_no_such_file_is_named_in_one_line(tmp_path, writes):
    file_of(tmp_path).parent.mkdir()
    file_of(tmp_path).write_bytes(b"not a database, whatever its name says" * 100)
    with pytest.raises(
        FileError, match=r"kept\.sqlite: cannot be used \(file is not a database\); .* delete it: .*"
    ) as e:
        Kept(tmp_path, writes=writes)
    assert "\n" not in str(e.value)


def test_a_file_that_is_cut_short_is_named_in_one_line(tmp_path):
    with Kept(tmp_path) as kept:
        kept.keep([os.urandom(1000) for _ in range(100)])
    file = file_of(tmp_path)
    file.write_bytes(file.read_bytes()[:20_000])
    with (
        pytest.raises(FileError, match=r"kept\.sqlite: cannot be used \(database disk image is malformed\)"),
        Kept(tmp_path) as kept,
    ):
        kept.keep([os.urandom(1000) for _ in range(100)])


def test_a_file_of_another_version_is_not_misread(tmp_path):
    with Kept(tmp_path) as kept:
        kept.keep([SOFA])
    alter(tmp_path, "PRAGMA user_version = 7")
    with pytest.raises(FileError, match="another version of this package made it"):
        Kept(tmp_path)


def test_while_another_writes_one_waits(tmp_path, kept):
    kept.keep([SOFA])
    other = sqlite3.connect(file_of(tmp_path), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO made VALUES ('other', ?)", [fingerprint(SOFA)])
    ends = threading.Timer(0.5, other.execute, ["COMMIT"])
    ends.start()
    kept.keep([ALONE])
    ends.join()
    other.close()
    assert (kept.find("other"), kept.fetch(fingerprint(ALONE))) == (SOFA, ALONE)


def test_a_file_that_was_only_begun_is_as_good_as_none(tmp_path):
    file_of(tmp_path).parent.mkdir()
    file_of(tmp_path).touch()
    with Kept(tmp_path, writes=False) as kept:
        assert kept.find("advice") is None
    with Kept(tmp_path) as kept:
        kept.keep([SOFA])
        assert kept.fetch(fingerprint(SOFA)) == SOFA


# A transaction that is larger than what is held in memory, so that a part of it stands in the file already.
KILLED = """
import os, sqlite3, sys
base = sqlite3.connect(sys.argv[1])
base.execute("PRAGMA cache_size=2")
base.execute("BEGIN")
base.executemany("INSERT INTO contents VALUES (?, ?)", [(str(row), bytes(3000)) for row in range(200)])
os._exit(9)
"""


def test_what_a_run_kept_can_be_read_after_another_was_killed_while_it_wrote(tmp_path):
    with Kept(tmp_path) as kept:
        kept.keep([b"whole"])
    print_of_it = fingerprint(b"whole")
    killed = subprocess.run([sys.executable, "-c", KILLED, kept.file], check=False)
    assert (killed.returncode, kept.file.with_name("kept.sqlite-journal").exists()) == (9, True)
    with Kept(tmp_path, writes=False) as kept:
        assert kept.fetch(print_of_it) == b"whole"
        assert kept.fetch("1") is None
