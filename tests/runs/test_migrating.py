import json
import os
import re
import shutil
from contextlib import suppress

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrlearn.checking.corrections import load_corrections
from scrlearn.checking.ledger import record_decisions
from scrlearn.errors import CollectionError, FileError
from scrlearn.files import read_csv
from scrlearn.reviews.collection import load_reviews, load_settings, start_collection
from scrlearn.runs.migrating import migrate_collection
from scrlearn.runs.record import fingerprint
from scrlearn.runs.release import load_release
from scrlearn.themes.codebook import load_codebook
from tests.conftest import DATA, contents

TOML = '# Ours.\r\nschema_version = 1  # of the tables\r\nname = "Ours"  # on charts\r\n'
TEXTS = ("'=1+1", "=1+1", "- to listen", '"quoted", with a comma', "'quoted'")


def older(folder, *, texts=TEXTS, settings_file=TOML):
    """Put a collection of schema version 1 into a folder, as its files were written then."""
    start_collection(folder)
    (folder / ".gitignore").write_bytes(b"runs/\noutputs/\ncorrections.backup.csv\n")
    (folder / "collection.toml").write_bytes(settings_file.encode())
    rows = ["passage_id,theme_id,coder,decided_at,decision,reason,text_seen,stem_seen"]
    rows += [f'k:{n},voice,Ann,2020,applies,"{text.replace(chr(34), chr(34) * 2)}",,' for n, text in enumerate(texts)]
    ledger = ("\ufeff" + "\r\n".join([*rows, ",,,,,,,", ""])).encode()
    for name in ("corrections.csv", "corrections.backup.csv"):
        (folder / name).write_bytes(ledger)
    (folder / "codebook").mkdir()
    (folder / "codebook" / "themes.csv").write_text(
        "theme_id,theme,theme_group,definition,include,exclude,replaced_by\nvoice,'=Voice,,Hear.,,,\n", encoding="utf-8"
    )
    (folder / "codebook" / "rules.csv").write_text(
        "rule_id,theme_id,pattern,unless,reason\nv,voice,=voice|=voices,,why\n", encoding="utf-8"
    )
    (folder / "codebook" / "examples.csv").write_text(
        "example_id,theme_id,text,applies,reason\ne,voice,-voice,True,why\n", encoding="utf-8"
    )
    (folder / "mine.csv").write_text("a\n=mine\n", encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path):
    return older(tmp_path / "ours")


def without_traces(folder):
    return {name: content for name, content in contents(folder).items() if not name.startswith(("runs/", "backups/"))}


def test_a_collection_of_an_earlier_version_says_the_same_in_the_present_one(folder):
    migrate_collection(folder)
    assert load_settings(folder).name == "Ours"
    assert load_corrections(folder)["reason"].tolist() == list(TEXTS)
    codebook = load_codebook(folder)
    assert codebook.themes["theme"].tolist() == ["'=Voice"]
    assert codebook.rules["pattern"].tolist() == ["=voice|=voices"]
    assert codebook.examples["text"].tolist() == ["-voice"]
    assert [len(table) for table in load_reviews(folder)] == [0] * 5
    assert len(record_decisions(folder, load_corrections(folder).iloc[[0]], coder="Bob")) == 1


def test_only_the_cells_that_need_it_and_the_line_of_the_version_are_changed(folder):
    before = without_traces(folder)
    migrate_collection(folder)
    after = without_traces(folder)
    assert after["collection.toml"] == TOML.replace("= 1", "= 2").encode()
    marked = before["corrections.csv"]
    for text in (b"'=1+1", b"=1+1", b"- to listen"):
        marked = marked.replace(b'"' + text, b"\"'" + text)
    assert after["corrections.csv"] == after["corrections.backup.csv"] == marked
    assert after["codebook/rules.csv"] == before["codebook/rules.csv"].replace(b"=voice|", b"'=voice|")
    assert after[".gitignore"] == before[".gitignore"] + b"backups/\n"
    same = ["mine.csv", *(f"{name}.csv" for name in ("reviews", "recommendations", "responses", "answers"))]
    assert [after[name] for name in same] == [before[name] for name in same]


def test_what_was_there_before_is_kept(folder):
    before = without_traces(folder)
    backup = migrate_collection(folder)
    assert re.fullmatch(r"schema-1-\d{4}-\d\d-\d\dT\d{6}Z", backup.name)
    assert backup.parent == folder / "backups"
    del before["mine.csv"]
    assert contents(backup) == before


def test_a_collection_of_the_present_version_is_not_touched(copy_of):
    folder = copy_of("hampshire")
    before = contents(folder)
    assert migrate_collection(folder) is None
    assert contents(folder) == before


def test_a_collection_is_migrated_once(folder):
    migrate_collection(folder)
    before = contents(folder)
    assert migrate_collection(folder) is None
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("settings_file", "migrated"),
    [
        ("schema_version=1\n", "schema_version=2\n"),
        ("name = 'a'\n'schema_version' = '1' # one\n", "name = 'a'\n'schema_version' = '2' # one\n"),
        ("name = 'schema_version = 1'\n", "schema_version = 2\nname = 'schema_version = 1'\n"),
        ("", "schema_version = 2\n"),
    ],
)
def test_the_settings_keep_their_words(tmp_path, settings_file, migrated):
    folder = older(tmp_path / "ours", settings_file=settings_file)
    migrate_collection(folder)
    assert (folder / "collection.toml").read_text(encoding="utf-8") == migrated


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("collection.toml", "schema_version = 9", CollectionError, "schema_version is 9; this package reads 2"),
        ("collection.toml", "'''", CollectionError, r"collection\.toml: cannot be read"),
        (
            "collection.toml",
            "name = '''\nschema_version = 5'''\nschema_version = 1",
            CollectionError,
            "has no plain line schema_version = 1",
        ),
        ("release.json", "{}", CollectionError, "is a release, which is never changed"),
        ("answers.csv", "a\n\udce9", FileError, r"answers\.csv: is not UTF-8 text"),
        ("answers.csv", "a\n1,2", FileError, r"answers\.csv: has a row with more cells"),
    ],
)
def test_what_cannot_be_migrated_is_refused_and_stays(folder, name, content, error, message):
    (folder / name).write_bytes(content.encode(errors="surrogateescape"))
    before = without_traces(folder)
    with pytest.raises(error, match=message):
        migrate_collection(folder)
    assert without_traces(folder) == before
    assert not (folder / "backups").exists()


def test_a_folder_that_is_no_collection_gets_nothing_new(tmp_path):
    with pytest.raises(CollectionError, match=r"is no collection \(no collection\.toml there\)"):
        migrate_collection(tmp_path)
    assert list(tmp_path.iterdir()) == []


CELLS = st.lists(
    st.sampled_from(["=", "'", '"', ",", "\n", "\r\n", "\r", "\t", "a", "-", '""', ',"', '",']), max_size=12
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=CELLS)
def test_every_table_that_can_be_read_says_the_same_afterwards(tmp_path, cells):
    table, settings_file = tmp_path / "reviews.csv", tmp_path / "collection.toml"
    table.write_bytes(b"a,=b,c\n" + "".join(cells).encode())
    settings_file.write_bytes(TOML.encode())
    try:
        told = read_csv(table, neutralised=False)
    except FileError:
        return
    migrate_collection(tmp_path)
    pd.testing.assert_frame_equal(read_csv(table), told)
    for file in (table, settings_file):
        file.unlink()


class Stopped(BaseException):
    """What a process that is killed is to its own code: nothing after it runs."""


def failing_from(monkeypatch, at, failures, error):
    """Let the renaming of files fail from one of them on, so many times, and count it."""
    calls = []

    def instead(*args, replace=os.replace, **kwargs):
        calls.append(args)
        if at <= len(calls) < at + failures:
            raise error
        return replace(*args, **kwargs)

    monkeypatch.setattr(os, "replace", instead)
    return calls


@pytest.mark.parametrize(
    ("failures", "error"),
    [(1, PermissionError(13, "Permission denied")), (99, OSError(28, "No space left on device")), (99, Stopped())],
    ids=["once", "from then on", "killed"],
)
def test_a_failure_anywhere_leaves_the_old_collection_and_the_same_again_completes_it(tmp_path, failures, error):
    old, whole = older(tmp_path / "old"), older(tmp_path / "whole")
    before = without_traces(old)
    migrate_collection(whole)
    for at in range(1, 99):
        folder = shutil.copytree(old, tmp_path / f"at-{at}")
        with pytest.MonkeyPatch.context() as monkeypatch:
            calls = failing_from(monkeypatch, at, failures, error)
            with suppress(FileError, Stopped):
                migrate_collection(folder)
        if len(calls) < at:
            break
        if failures == 1:
            assert without_traces(folder) == before
            assert not (folder / "backups").exists()
        migrate_collection(folder)
        assert without_traces(folder) == without_traces(whole)
        [backup] = (folder / "backups").iterdir()
        assert {**contents(backup), "mine.csv": before["mine.csv"]} == before
    assert at > 15


def test_a_release_of_an_earlier_version_stays_as_it_was_frozen_and_is_read_by_the_rule_of_then(copy_of):
    folder = copy_of("hampshire")
    freeze_as_version_1(folder)
    (folder / "collection.toml").write_bytes(TOML.encode())
    before = contents(folder / "releases")
    migrate_collection(folder)
    assert contents(folder / "releases") == before
    coded = load_release(folder, "annual").coded
    assert coded.collection.recommendations["text"].eq("'=1+1").all()
    assert coded.action_types["theme"].tolist() == ["'=Sort"]
    assert coded.codebook.themes["theme"].tolist() == ["'=Voice"]
    assert load_reviews(folder / "releases" / "annual").recommendations["text"].eq("'=1+1").all()


def freeze_as_version_1(folder):
    """Freeze a collection as version 1 did: no cell has a mark that was not told."""
    place = folder / "releases" / "annual"
    older(place)
    (place / ".gitignore").unlink()
    for name in ("reviews", "documents", "recommendations", "responses", "answers"):
        table = read_csv(DATA / "hampshire" / f"{name}.csv")
        marked = table.assign(text="'=1+1") if name == "recommendations" else table
        marked.to_csv(place / f"{name}.csv", index=False)
    (place / "action_types.csv").write_text(
        "theme_id,theme,theme_group,definition,include,exclude,replaced_by\nsort,'=Sort,,Sort.,,,\n", encoding="utf-8"
    )
    parameters = {"first": None, "last": None, "date": "published_on", "years": "calendar", "overdue_on": None}
    files = {name: fingerprint(content.replace(b"\r\n", b"\n")) for name, content in contents(place).items()}
    record = {"made_with": "scrlearn 0.1.0", "parameters": parameters, "files": files}
    (place / "release.json").write_text(json.dumps(record), encoding="utf-8")
