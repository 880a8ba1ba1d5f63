"""What people decided, when reviews arrive, a text is mended, and the codebook grows."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from scrlearn.checking.corrections import load_corrections
from scrlearn.files import read_csv
from scrlearn.runs.coding import Coded, Period, code_collection
from scrlearn.runs.run import Run, run_collection
from tests.benchmarks.two_coders import MENDED, THEMES, move_on, record_sixty_decisions, start_with_twenty_reviews

CELL = ["passage_id", "theme_id"]
# The themes of a passage that people decide, in their order: + applies, - does not, ? left open because they differ.
THEN = {
    "marlshire-child-b-2009:1": "...+",
    "marlshire-child-b-2009:4": ".-..",
    "marlshire-child-b-2009:7": "-...",
    "eastmere-child-a-2010:8": ".?..",
    "eastmere-baby-d-2011:1": "-.+-",
    "fellmarch-child-c-2011:3": ".-..",
    "fellmarch-child-c-2011:4": "-...",
    "marlshire-family-r-2012:2": "+..?",
    "marlshire-family-r-2012:3.b": "...+",
    "marlshire-family-r-2012:3.d": "...+",
    "eastmere-family-j-2012:1": "-+..",
    "eastmere-baby-g-2013:2": "+.+.",
    "eastmere-child-e-2014:2.a": ".+.-",
    "eastmere-child-e-2014:4.b": "?..+",
    "fellmarch-child-d-2014:1.c": "...+",
    "marlshire-child-k-2015:2.b.ii": "-+..",
    "marlshire-child-k-2015:3.b": "?..+",
    "eastmere-baby-d-2011:6.response-1": "..?.",
    "eastmere-adolescents-2017:4.action-1": "..-.",
    "eastmere-child-k-2016:4.response-1": "--..",
    "marlshire-family-r-2012:2.response-1": "+..-",
    "fellmarch-child-h-2019:action-2": "+...",
    "marlshire-child-w-2022:1": "...+",
    "marlshire-child-w-2022:2": "+...",
}
COT = "every room let to a parent with a baby should be furnished with a cot, and night staff should know what to do"
COT_AND_THERMOMETER = COT.replace("a cot,", "a cot and a thermometer,")


class Moved(NamedTuple):
    """A collection coded before it moved on and run after, and its files of decisions before."""

    folder: Path
    files: dict[str, bytes]
    then: Coded
    now: Run


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("people") / "collection"
    start_with_twenty_reviews(folder)
    record_sixty_decisions(folder)
    then, files = code_collection(folder, period=Period()), ledgers(folder)
    move_on(folder)
    return Moved(folder, files, then, run_collection(folder))


def ledgers(folder):
    return {file.name: file.read_bytes() for file in folder.glob("corrections*.csv")}


def codings(found):
    return pd.concat([found.recommendation_codings, found.response_codings], ignore_index=True)


def decided_by_people(found):
    cells = codings(found).query("decided_by == 'person'")
    marks = cells.assign(mark=cells["decision"].map({"applies": "+", "does_not_apply": "-", "check": "?"}))
    wide = marks.pivot(index="passage_id", columns="theme_id", values="mark").reindex(columns=THEMES).fillna(".")
    return wide.agg("".join, axis=1).to_dict()


def test_the_sixty_decisions_are_those_of_two_coders_of_whom_each_decides_changes_and_takes_back(moved):
    ledger = load_corrections(moved.folder)
    assert ledger.groupby(["coder", "decision"]).size().to_dict() == {
        ("Ann", "applies"): 18,
        ("Ann", "does_not_apply"): 18,
        ("Ann", "withdrawn"): 1,
        ("Bob", "applies"): 14,
        ("Bob", "does_not_apply"): 4,
        ("Bob", "unsure"): 2,
        ("Bob", "withdrawn"): 3,
    }
    assert not ledger.duplicated([*CELL, "coder", "decided_at"]).any()


def test_the_collection_did_move_on(moved):
    then, now = moved.then, moved.now.findings
    assert (len(then.collection.reviews), len(now.collection.reviews)) == (20, 23)
    assert [*now.codebook.themes["theme_id"]] == [*THEMES, "training"]
    cot_first = [
        codings(found).set_index(CELL).loc[("eastmere-adolescents-2017:4.action-1", "safe_sleeping"), "rule_ids"]
        for found in (then, now)
    ]
    assert cot_first[0] == "safe-sleeping-cot"
    assert pd.isna(cot_first[1])


def test_what_people_decided_decides_its_cells_and_no_others(moved):
    assert decided_by_people(moved.then) == THEN


def test_no_decision_is_lost_or_changed_but_those_on_the_mended_text(moved):
    assert decided_by_people(moved.now.findings) == {
        passage_id: said for passage_id, said in THEN.items() if passage_id != MENDED
    }
    cells = codings(moved.now.findings)
    settled_by_people = (cells["decided_by"] == "person") & (cells["decision"] != "check")
    assert cells["confirmed"].tolist() == settled_by_people.tolist()


def test_the_decisions_on_the_mended_text_are_listed_with_both_texts_and_no_others_are(moved):
    stale = moved.now.findings.stale_corrections
    assert stale[[*CELL, "coder", "decision", "why"]].values.tolist() == [
        [MENDED, "whole_family", "Ann", "applies", "words have changed"],
        [MENDED, "safe_sleeping", "Ann", "applies", "words have changed"],
        [MENDED, "safe_sleeping", "Bob", "applies", "words have changed"],
    ]
    assert stale["text_seen"].str.contains(COT, regex=False).all()
    assert stale["text_now"].str.contains(COT_AND_THERMOMETER, regex=False).all()
    written = read_csv(moved.now.outputs / "tables" / "stale_corrections.csv")
    assert written[["coder", "text_seen", "text_now"]].equals(stale[["coder", "text_seen", "text_now"]])


@pytest.mark.parametrize("time", ["then", "now"])
def test_where_the_coders_disagree_is_left_to_check_before_and_after_with_both_named(moved, time):
    found = moved.then if time == "then" else moved.now.findings
    left_open = codings(found).query("decided_by == 'person' and decision == 'check'")
    assert left_open.set_index(CELL)["reason"].to_dict() == {
        ("eastmere-child-a-2010:8", "cross_border_information_sharing"): "Ann: applies; Bob: unsure",
        ("marlshire-family-r-2012:2", "voice_of_the_child"): "Ann: does not apply; Bob: applies",
        ("eastmere-child-e-2014:4.b", "whole_family"): "Ann: does not apply; Bob: unsure",
        ("marlshire-child-k-2015:3.b", "whole_family"): (
            "Ann: does not apply (the child's own view, not the family's); Bob: applies"
        ),
        ("eastmere-baby-d-2011:6.response-1", "safe_sleeping"): "Ann: does not apply; Bob: applies",
    }


def test_no_cell_is_there_twice_and_none_is_missing(moved):
    cells = codings(moved.now.findings)
    assert not cells.duplicated(CELL).any()
    recommendations, responses = moved.now.findings.collection[2:4]
    n_coded = len(recommendations) - recommendations["part_of"].nunique() + len(responses)
    assert len(cells) == n_coded * 5


def test_a_run_leaves_every_byte_of_what_people_decided(moved):
    assert sorted(moved.files) == ["corrections.backup.csv", "corrections.csv"]
    assert ledgers(moved.folder) == moved.files
