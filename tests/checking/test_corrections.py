from pathlib import Path

import pytest

from scrlearn.checking.corrections import load_corrections
from scrlearn.errors import CollectionError, TableError
from scrlearn.reviews.collection import start_collection
from scrlearn.reviews.workbook import write_workbook

HEADER = "passage_id,theme_id,coder,decided_at,decision,reason,text_seen,stem_seen\n"


def write(folder: Path, *rows):
    (folder / "corrections.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return folder


def test_a_row_typed_by_hand_needs_no_date_and_no_text(tmp_path):
    corrections = load_corrections(write(tmp_path, "k:1,safe_sleeping,Ann,,applies,the cot,,"))
    assert corrections.loc[0, ["coder", "decision", "reason"]].tolist() == ["Ann", "applies", "the cot"]


def test_a_collection_without_corrections_has_none(tmp_path):
    assert load_corrections(tmp_path).empty
    assert load_corrections(start_collection(tmp_path / "new")).empty


def test_a_decision_in_other_words_is_refused_with_its_row(tmp_path):
    folder = write(tmp_path, "k:1,safe_sleeping,Ann,,yes,,,")
    with pytest.raises(
        TableError, match=r"corrections \(corrections.csv\): decision has \['yes'\] in row 2; use one of"
    ):
        load_corrections(folder)


def test_corrections_travel_in_the_workbook(tmp_path):
    corrections = load_corrections(write(tmp_path, "k:1,safe_sleeping,Ann,2026-01-05,applies,,,"))
    write_workbook(tmp_path / "t.xlsx", corrections=corrections)
    assert load_corrections(tmp_path / "t.xlsx").equals(corrections)


def test_a_place_with_nothing_is_refused(tmp_path):
    with pytest.raises(CollectionError, match="gone: is not there"):
        load_corrections(tmp_path / "gone")
