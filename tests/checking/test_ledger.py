import errno
import os
import shutil
import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.checking.corrections import load_corrections
from scrlearn.checking.ledger import record_decisions
from scrlearn.errors import CollectionError, FileError, TableError
from tests.conftest import DATA

HEADER = "passage_id,theme_id,coder,decided_at,decision,reason,text_seen,stem_seen"
TYPED = f"{HEADER}\nk:1,voice,Ann,2026-01-05,applies,the cot,,\n"


def decisions(*rows, **more):
    frame = pd.DataFrame(rows, columns=["passage_id", "theme_id", "decision"])
    return frame.assign(text_seen="Listen.", stem_seen=None, **more)


def ledger(folder):
    columns = ["passage_id", "theme_id", "coder", "decision"]
    return load_corrections(folder)[columns].values.tolist()


def test_decisions_are_added_to_the_end_and_what_stands_there_is_not_touched(tmp_path):
    file = tmp_path / "corrections.csv"
    file.write_text(TYPED, encoding="utf-8")
    added = record_decisions(tmp_path, decisions(("k:2", "voice", "applies"), ("k:1", "voice", "unsure")), coder="Bob")
    assert added["coder"].tolist() == ["Bob", "Bob"]
    assert file.read_text(encoding="utf-8").startswith(TYPED)
    assert ledger(tmp_path) == [
        ["k:1", "voice", "Ann", "applies"],
        ["k:2", "voice", "Bob", "applies"],
        ["k:1", "voice", "Bob", "unsure"],
    ]


def test_the_line_ends_and_the_columns_of_a_file_that_excel_saved_are_kept(tmp_path):
    file = tmp_path / "corrections.csv"
    columns = "note,passage_id,theme_id,coder,decision,reason,text_seen,stem_seen,decided_at"
    saved = f"\ufeff{columns}\r\nx,k:1,voice,Ann,applies,,,,"
    file.write_bytes(saved.encode())
    record_decisions(tmp_path, decisions(("k:2", "voice", "applies")), coder="Bob")
    assert file.read_bytes().startswith(saved.encode() + b"\r\n,k:2,voice,Bob,applies,,Listen.,,20")
    assert file.read_bytes().endswith(b"\r\n")
    assert len(load_corrections(tmp_path)) == 2


def test_columns_that_an_older_ledger_lacks_are_added_and_its_rows_stay_what_they_were(tmp_path):
    (tmp_path / "corrections.csv").write_text(TYPED, encoding="utf-8")
    before = load_corrections(tmp_path)
    record_decisions(tmp_path, decisions(("k:2", "voice", "applies"), how="drawn"), coder="Bob", source="panel")
    after = load_corrections(tmp_path)
    assert after.loc[:0, list(before)].equals(before)
    assert after.loc[1, ["source", "how"]].tolist() == ["panel", "drawn"]


def test_the_same_decision_from_the_same_source_is_recorded_once(tmp_path):
    rows = decisions(("k:1", "voice", "applies"))
    assert [len(record_decisions(tmp_path, rows, coder="Ann", source="sheet-1")) for _ in range(3)] == [1, 0, 0]
    assert len(record_decisions(tmp_path, rows, coder="Bob", source="sheet-1")) == 1
    assert len(record_decisions(tmp_path, rows, coder="Ann", source="sheet-2")) == 1


def test_a_sheet_that_is_recorded_again_does_not_undo_what_was_decided_elsewhere_since(tmp_path):
    sheet, panel = decisions(("k:1", "voice", "applies")), decisions(("k:1", "voice", "does_not_apply"))
    record_decisions(tmp_path, sheet, coder="Ann", source="sheet-1")
    record_decisions(tmp_path, panel, coder="Ann", source="panel")
    assert record_decisions(tmp_path, sheet, coder="Ann", source="sheet-1").empty
    assert ledger(tmp_path)[-1][-1] == "does_not_apply"


def test_a_sheet_that_was_changed_and_changed_back_is_recorded_each_time(tmp_path):
    for decision in ("applies", "does_not_apply", "applies"):
        record_decisions(tmp_path, decisions(("k:1", "voice", decision)), coder="Ann", source="sheet-1")
    assert [row[-1] for row in ledger(tmp_path)] == ["applies", "does_not_apply", "applies"]


def test_the_same_decision_on_other_words_is_another_decision(tmp_path):
    rows = decisions(("k:1", "voice", "applies"))
    record_decisions(tmp_path, rows, coder="Ann", source="panel")
    assert record_decisions(tmp_path, rows.assign(text_seen=" Listen. "), coder="Ann", source="panel").empty
    assert len(record_decisions(tmp_path, rows.assign(text_seen="Hear."), coder="Ann", source="panel")) == 1


def test_the_backup_holds_what_was_recorded(tmp_path):
    record_decisions(tmp_path, decisions(("k:1", "voice", "applies")), coder="Ann")
    record_decisions(tmp_path, decisions(("k:2", "voice", "applies")), coder="Ann")
    assert (tmp_path / "corrections.backup.csv").read_bytes() == (tmp_path / "corrections.csv").read_bytes()


def test_a_ledger_from_which_rows_are_gone_takes_no_more_until_they_are_back(tmp_path):
    for passage_id in ("k:1", "k:2"):
        record_decisions(tmp_path, decisions((passage_id, "voice", "applies")), coder="Ann")
    file = tmp_path / "corrections.csv"
    whole = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join([whole[0], *whole[2:]]), encoding="utf-8")
    with pytest.raises(
        CollectionError, match=r"1 decisions that were recorded are missing, the first by Ann on k:1, voi"
    ):
        record_decisions(tmp_path, decisions(("k:3", "voice", "applies")), coder="Ann")
    shutil.copy(tmp_path / "corrections.backup.csv", file)
    assert len(record_decisions(tmp_path, decisions(("k:3", "voice", "applies")), coder="Ann")) == 1


def test_a_backup_that_was_spoilt_is_refused_and_nothing_is_recorded(tmp_path):
    record_decisions(tmp_path, decisions(["k:1", "voice", "applies"]), coder="Ann")
    before = (tmp_path / "corrections.csv").read_bytes()
    (tmp_path / "corrections.backup.csv").write_text("passage,theme\nk:1,voice\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"corrections \(corrections\.backup\.csv\): column .* is missing"):
        record_decisions(tmp_path, decisions(["k:2", "voice", "applies"]), coder="Ann")
    assert (tmp_path / "corrections.csv").read_bytes() == before


def test_a_ledger_that_was_spoilt_is_refused_with_the_name_of_its_backup(tmp_path):
    record_decisions(tmp_path, decisions(("k:1", "voice", "applies")), coder="Ann")
    (tmp_path / "corrections.csv").write_text("passage_id,theme_id\nk:1", encoding="utf-8")
    before = (tmp_path / "corrections.csv").read_bytes()
    with pytest.raises(TableError, match=r"corrections\.csv\): column .* is missing(.|\n)*corrections\.backup\.csv"):
        record_decisions(tmp_path, decisions(("k:2", "voice", "applies")), coder="Ann")
    assert (tmp_path / "corrections.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("rows", "coder", "message"),
    [
        ([("k:1", "voice", "maybe")], "Ann", r"corrections: decision has \['maybe'\]"),
        ([("k:1", "voice", "applies"), ("k:1", "voice", "unsure")], "Ann", r"\['k:1, voice'\] is decided twice"),
        ([("k:1", "voice", "applies")], " ", "coder is blank; name who decided"),
    ],
)
def test_what_is_no_decision_is_refused_and_nothing_is_written(tmp_path, rows, coder, message):
    with pytest.raises(TableError, match=message):
        record_decisions(tmp_path, decisions(*rows), coder=coder)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CollectionError, match="gone: is no folder"):
        record_decisions(tmp_path / "gone", decisions(("k:1", "voice", "applies")), coder="Ann")


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=4, unique_by=lambda row: row[0]), coder=TEXT)
def test_whatever_people_write_comes_back_as_it_was_written(tmp_path_factory, rows, coder):
    folder = tmp_path_factory.mktemp("ledger")
    passages, reasons, texts = zip(*rows, strict=True)
    given_rows = pd.DataFrame(
        {"passage_id": passages, "theme_id": "voice", "decision": "applies", "reason": reasons, "text_seen": texts}
    )
    for source in ("one", "two"):
        record_decisions(folder, given_rows, coder=coder, source=source)
    found = load_corrections(folder)
    columns = ["passage_id", "reason", "text_seen"]
    assert found[columns].values.tolist() == given_rows[columns].values.tolist() * 2
    assert set(found["coder"]) == {coder.strip()}


class Failure:
    """Counts the calls by which files are written, and fails at one of them: before it has happened, or after."""

    def __init__(self, monkeypatch, at, *, after):
        self.n_calls, self.at, self.after = 0, at, after
        # A file that was opened cannot be reported as one that was not.
        for name in ("fsync", "replace", "mkdir", "chmod", *([] if after else ["open"])):
            monkeypatch.setattr(os, name, self.failing(getattr(os, name)))

    def failing(self, call):
        def instead(*args, **kwargs):
            self.n_calls += 1
            fails = self.n_calls == self.at
            if fails and not self.after:
                raise OSError(errno.ENOSPC, "No space left on device")
            result = call(*args, **kwargs)
            if fails:
                raise OSError(errno.EACCES, "Permission denied")
            return result

        return instead


def test_what_a_writer_that_was_killed_left_behind_is_swept_away(tmp_path):
    (tmp_path / ".corrections.csv.abcd1234.unfinished").write_text("half a row")
    record_decisions(tmp_path, decisions(("k:1", "voice", "applies")), coder="Ann")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corrections.backup.csv", "corrections.csv", "runs"]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_failure_at_any_step_of_writing_loses_nothing_that_was_confirmed(tmp_path_factory, after):
    failures = 0
    for at in range(1, 100):
        folder = tmp_path_factory.mktemp("failing")
        record_decisions(folder, decisions(("k:1", "voice", "applies")), coder="Ann", source="panel")
        new, failed = decisions(("k:2", "voice", "applies")), False
        with pytest.MonkeyPatch.context() as monkeypatch:
            failure = Failure(monkeypatch, at, after=after)
            try:
                record_decisions(folder, new, coder="Ann", source="panel")
            except FileError:
                failed = True
        assert ledger(folder)[0] == ["k:1", "voice", "Ann", "applies"]
        record_decisions(folder, new, coder="Ann", source="panel")
        assert ledger(folder) == [["k:1", "voice", "Ann", "applies"], ["k:2", "voice", "Ann", "applies"]]
        assert sorted(path.name for path in folder.iterdir()) == ["corrections.backup.csv", "corrections.csv", "runs"]
        if failure.n_calls < at:
            break
        failures += failed
    assert failures > 5


RECORDING = """
import sys
import pandas as pd
from scrlearn.checking.ledger import record_decisions
folder, coder = sys.argv[1:]
for place in range(15):
    row = {"passage_id": [f"k:{place}"], "theme_id": ["voice"], "decision": ["applies"]}
    record_decisions(folder, pd.DataFrame(row), coder=coder, source="panel")
"""


def test_two_processes_that_record_at_once_lose_nothing(tmp_path):
    both = [subprocess.Popen([sys.executable, "-c", RECORDING, str(tmp_path), coder]) for coder in ("Ann", "Bob")]
    assert [process.wait(timeout=120) for process in both] == [0, 0]
    rows = load_corrections(tmp_path)
    assert rows.groupby("coder")["passage_id"].agg(list).to_dict() == {
        coder: [f"k:{place}" for place in range(15)] for coder in ("Ann", "Bob")
    }


def test_a_decision_recorded_on_a_shipped_collection_can_be_loaded(copy_of):
    folder = copy_of("hampshire")
    n_before = len(load_corrections(DATA / "hampshire"))
    record_decisions(folder, decisions(("hampshire-child-k-2017:4", "voice_of_the_child", "applies")), coder="Ann")
    assert len(load_corrections(folder)) == n_before + 1


def test_a_reason_that_begins_like_a_formula_is_none_in_the_file_and_itself_when_it_is_read(tmp_path):
    (tmp_path / "corrections.csv").write_text(TYPED.replace("the cot", "=typed by hand"), encoding="utf-8")
    for reason in ("=1+1", "'=1+1", "- the cot", "@Bob"):
        record_decisions(tmp_path, decisions(("k:2", "voice", "applies"), reason=reason), coder="Bob")
    reasons = ["=typed by hand", "=1+1", "'=1+1", "- the cot", "@Bob"]
    assert load_corrections(tmp_path)["reason"].tolist() == reasons
    written = (tmp_path / "corrections.csv").read_text(encoding="utf-8-sig")
    assert [reason for reason in reasons if f",'{reason}," in written] == reasons[1:]
    record_decisions(tmp_path, decisions(("k:3", "voice", "applies"), how="drawn"), coder="Ann")
    assert load_corrections(tmp_path)["reason"].tolist()[:5] == reasons
    assert ",'=typed by hand," in (tmp_path / "corrections.csv").read_text(encoding="utf-8-sig")


def test_nothing_is_recorded_in_a_collection_of_an_earlier_version(tmp_path):
    (tmp_path / "collection.toml").write_text("schema_version = 1", encoding="utf-8")
    with pytest.raises(CollectionError, match="Run 'scrlearn migrate "):
        record_decisions(tmp_path, decisions(("k:1", "voice", "applies")), coder="Ann")
    assert not (tmp_path / "corrections.csv").exists()
