import os
import shutil
from contextlib import suppress

import pytest

from scrlearn.errors import FileError
from scrlearn.files import UNFINISHED
from scrlearn.folders import BEFORE, put_right, replaced_folder
from tests.conftest import contents

OLD, NEW = {"page.html": b"old", "tables/a.csv": b"old"}, {"page.html": b"new", "tables/b.csv": b"new"}


@pytest.fixture
def place(tmp_path):
    return tmp_path / "outputs"


def write(folder, files):
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def replace(place, files=NEW, *, ours=tuple(OLD)):
    with replaced_folder(place, ours=ours) as made:
        write(made, files)


def beside(place):
    """What stands beside the folder."""
    return sorted(path.name for path in place.parent.iterdir() if path != place)


def test_a_folder_that_was_not_there_is_made(place):
    replace(place)
    assert contents(place) == NEW
    assert beside(place) == []


def test_a_new_folder_takes_the_place_of_the_old_one(place):
    write(place, OLD)
    replace(place)
    assert contents(place) == NEW
    assert beside(place) == []


def test_files_of_other_programs_stay(place):
    theirs = {"notes.txt": b"theirs", "tables/their/c.csv": b"theirs"}
    write(place, OLD | theirs)
    replace(place)
    assert contents(place) == NEW | theirs


def test_what_is_made_now_outdoes_a_file_of_the_same_name_that_another_program_put_there(place):
    write(place, {"page.html": b"theirs"})
    replace(place, ours=())
    assert contents(place) == NEW


def test_a_folder_of_another_program_where_a_file_must_stand_leaves_everything_as_it_was(place):
    theirs = {"page.html/notes.txt": b"theirs"}
    write(place, theirs)
    with pytest.raises(FileError, match=r"outputs: cannot be written \(File exists\); close"):
        replace(place)
    assert contents(place) == theirs
    assert beside(place) == []


@pytest.mark.parametrize("error", [ValueError("no"), OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_block_that_fails_leaves_everything_as_it_was(place, error):
    write(place, OLD)
    with pytest.raises((type(error), FileError)), replaced_folder(place) as made:
        write(made, NEW)
        raise error
    assert contents(place) == OLD
    assert beside(place) == []


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", [("os", "mkdir"), ("os", "rename"), ("shutil", "copy2"), ("os", "fsync")])
def test_a_step_that_fails_leaves_one_of_the_two_whole(place, monkeypatch, step, after):
    theirs = {"notes.txt": b"theirs"}
    write(place, OLD | theirs)
    module = {"os": os, "shutil": shutil}[step[0]]
    does, n_calls = getattr(module, step[1]), []

    def counted(*arguments, **options):
        n_calls.append(1)
        return does(*arguments, **options)

    monkeypatch.setattr(module, step[1], counted)
    replace(place)
    for at in range(len(n_calls)):
        shutil.rmtree(place)
        write(place, OLD | theirs)
        calls = []

        def fails(*arguments, at=at, calls=calls, **options):
            calls.append(1)
            if len(calls) - 1 != at:
                return does(*arguments, **options)
            if after:
                does(*arguments, **options)
            raise PermissionError(13, "Permission denied")

        with monkeypatch.context() as patched:
            patched.setattr(module, step[1], fails)
            with suppress(FileError, PermissionError):
                replace(place)
        put_right(place)
        assert contents(place) in (OLD | theirs, NEW | theirs)
        assert beside(place) == []


@pytest.mark.parametrize(
    ("left", "stands"),
    [
        ({"": OLD, UNFINISHED: NEW}, OLD),
        ({BEFORE: OLD, UNFINISHED: NEW}, OLD),
        ({"": NEW, BEFORE: OLD}, NEW),
        ({UNFINISHED: NEW}, {}),
        ({"": OLD}, OLD),
        ({}, {}),
    ],
    ids=["while it was made", "between the two", "before the old one went", "the first one", "whole", "none"],
)
def test_what_a_writer_that_was_killed_left_is_put_right(place, left, stands):
    for ending, files in left.items():
        write(place.with_name(f".{place.name}{ending}") if ending else place, files)
    put_right(place)
    assert contents(place) == stands
    assert beside(place) == []


def test_a_folder_goes_on_after_a_writer_was_killed_between_the_two(place):
    write(place.with_name(f".{place.name}{BEFORE}"), OLD | {"notes.txt": b"theirs"})
    replace(place)
    assert contents(place) == NEW | {"notes.txt": b"theirs"}
    assert beside(place) == []
