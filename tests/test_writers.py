import pytest

from scrlearn.errors import FileError
from scrlearn.writers import only_writer


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
    with pytest.raises(FileError, match="file: cannot be written to"), only_writer(tmp_path / "file"):
        pass


def test_what_a_writer_that_was_killed_left_behind_is_swept_away(tmp_path):
    places = ["", "runs", "codebook", "backups/schema-1/codebook"]
    left = [tmp_path / place / ".t.csv.abc.unfinished" for place in places]
    for file in left:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("half", encoding="utf-8")
    with only_writer(tmp_path):
        assert [file for file in left if file.exists()] == []
