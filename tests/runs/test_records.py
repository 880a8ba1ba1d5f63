import json

import pytest

from scrlearn.errors import CollectionError
from scrlearn.runs.record import fingerprint
from scrlearn.runs.records import last_record, list_runs, load_record, name_run, prints_of_files, write_record

KEPT = {"basis": "b", "inputs": {}, "codings": {}, "outputs": {}, "parameters": {}}


@pytest.fixture
def runs(tmp_path):
    (tmp_path / "runs").mkdir()
    return tmp_path / "runs"


def test_a_record_is_loaded_as_it_was_written(tmp_path):
    file = write_record(tmp_path, "2024-05-01T100000Z", KEPT | {"scope": "Ärger – 7 of 27"})
    assert file == tmp_path / "runs" / "2024-05-01T100000Z.json"
    assert load_record(tmp_path, "2024-05-01T100000Z") == KEPT | {"scope": "Ärger – 7 of 27"}


def test_runs_are_listed_the_earliest_first(tmp_path):
    for name in ("2024-05-01T100000Z-2", "2023-05-01T100000Z", "2024-05-01T100000Z"):
        write_record(tmp_path, name, KEPT)
    assert list_runs(tmp_path) == ["2023-05-01T100000Z", "2024-05-01T100000Z", "2024-05-01T100000Z-2"]


def test_a_folder_without_runs_has_none(tmp_path):
    assert list_runs(tmp_path) == []
    assert last_record(tmp_path) is None


def test_runs_that_begin_in_the_same_second_have_names_of_their_own(tmp_path):
    names = []
    for _ in range(3):
        names.append(name_run(tmp_path))
        write_record(tmp_path, names[-1], KEPT)
    assert len(set(names)) == 3
    assert list_runs(tmp_path) == names


def test_a_run_that_is_not_there_is_refused_with_the_last_ones_named(tmp_path):
    write_record(tmp_path, "2024-05-01T100000Z", KEPT)
    with pytest.raises(CollectionError, match=r"no run of that name; the last ones are: 2024-05-01T100000Z\."):
        load_record(tmp_path, "../collection")


@pytest.mark.parametrize("content", ['{"basis": ', "[]", "7", '{"basis": "b", "inputs": []}', "\ufffe"])
def test_a_record_that_cannot_be_read_is_named_in_one_line_and_passed_over(tmp_path, runs, content):
    write_record(tmp_path, "2023-05-01T100000Z", KEPT)
    (runs / "2024-05-01T100000Z.json").write_text(content, encoding="utf-16" if content == "\ufffe" else "utf-8")
    with pytest.raises(CollectionError, match=r"2024-05-01T100000Z\.json: cannot be read .*delete it\.") as error:
        load_record(tmp_path, "2024-05-01T100000Z")
    assert "\n" not in str(error.value)
    assert last_record(tmp_path) == ("2023-05-01T100000Z", KEPT)


def test_a_record_of_before_runs_kept_what_they_rest_on_is_passed_over(tmp_path, runs):
    (runs / "2022-05-01T100000Z.json").write_text(json.dumps({"inputs": {"reviews.csv": "abc"}}), encoding="utf-8")
    with pytest.raises(CollectionError, match="is of before runs kept what they rest on"):
        load_record(tmp_path, "2022-05-01T100000Z")
    assert last_record(tmp_path) is None


def test_the_files_of_a_folder_have_fingerprints_by_name(tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "b.csv").write_bytes(b"b")
    (tmp_path / "a.html").write_bytes(b"a")
    assert prints_of_files(tmp_path) == {"a.html": fingerprint(b"a"), "tables/b.csv": fingerprint(b"b")}
    assert prints_of_files(tmp_path / "nowhere") == {}
