import subprocess
import sys

from scrlearn.runs.kept import Kept
from scrlearn.runs.record import fingerprint

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
