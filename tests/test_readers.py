import pytest

from scrlearn.changes import change_together
from scrlearn.errors import CollectionError, TableError
from scrlearn.readers import read_as_one
from scrlearn.writers import only_writer

NAMES = ["reviews.csv", "answers.csv"]


def both(folder):
    return tuple((folder / name).read_text(encoding="utf-8") for name in NAMES)


def write(folder, content):
    with only_writer(folder):
        change_together(folder, {folder / name: content.encode() for name in NAMES})


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "old")
    return tmp_path


def test_files_that_change_while_they_are_read_are_read_again(folder):
    reads = []

    def read():
        first = (folder / "reviews.csv").read_text(encoding="utf-8")
        if not reads:
            write(folder, "new")
        reads.append((first, (folder / "answers.csv").read_text(encoding="utf-8")))
        return reads[-1]

    assert read_as_one(folder, NAMES, read) == ("new", "new")
    assert reads == [("old", "new"), ("new", "new")]


def test_a_fault_that_only_a_part_of_a_change_has_is_not_told(folder):
    reads = []

    def read():
        reads.append(both(folder))
        if len(reads) == 1:
            write(folder, "new")
            raise TableError("answers: names a review that is not there yet")
        return reads[-1]

    assert read_as_one(folder, NAMES, read) == ("new", "new")


def test_a_fault_of_files_that_stay_as_they_are_is_told_at_once(folder):
    reads = []

    def read():
        reads.append(both(folder))
        raise TableError("reviews: column year is missing")

    with pytest.raises(TableError, match="column year is missing"):
        read_as_one(folder, NAMES, read)
    assert len(reads) == 1


def test_files_that_another_program_keeps_on_changing_are_named(folder):
    def read():
        with (folder / "answers.csv").open("a", encoding="utf-8") as file:
            file.write("more")

    with pytest.raises(
        CollectionError, match=r"answers\.csv changed while it was read; let the other program \(a sync"
    ):
        read_as_one(folder, NAMES, read)


def test_a_file_that_comes_or_goes_while_others_are_read_is_a_change(folder):
    reads = []

    def read():
        reads.append((folder / "answers.csv").exists())
        (folder / "answers.csv").unlink(missing_ok=True)
        return reads[-1]

    assert read_as_one(folder, NAMES, read) is False
    assert reads == [True, False]


def test_a_change_that_a_killed_writer_had_made_ready_is_finished_before_anything_is_read(folder):
    ready = folder / "runs" / "change"
    ready.mkdir()
    for name in NAMES:
        (ready / name).write_text("new", encoding="utf-8")
    (folder / "reviews.csv").write_text("new", encoding="utf-8")
    assert read_as_one(folder, NAMES, lambda: both(folder)) == ("new", "new")
    assert not ready.exists()
