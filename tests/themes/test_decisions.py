import pandas as pd

from scrlearn.themes.decisions import find_stale_corrections

PASSAGES = pd.DataFrame(
    {
        "passage_id": ["k:1", "k:2", "k:2.a"],
        "part_of": [None, None, "k:2"],
        "stem": [None, None, "Practitioners should:"],
        "text": ["Listen to the child.", "Practitioners should:", "ask about fathers."],
    }
)
REPLIES = pd.DataFrame({"passage_id": ["k:1.response-1"], "text": ["Agreed."]})


def corrections(**columns):
    rows = len(columns["passage_id"])
    blank = {"theme_id": ["voice"] * rows, "coder": ["Ann"] * rows, "decision": ["applies"] * rows}
    empty = dict.fromkeys(["decided_at", "reason", "text_seen", "stem_seen"], [None] * rows)
    return pd.DataFrame({**blank, **empty, **columns}, dtype="str")


def test_a_decision_is_stale_when_its_passage_reads_otherwise_and_both_texts_are_shown():
    stale = find_stale_corrections(corrections(passage_id=["k:1"], text_seen=["Hear the child."]), PASSAGES, REPLIES)
    assert stale[["passage_id", "text_seen", "text_now"]].values.tolist() == [
        ["k:1", "Hear the child.", "Listen to the child."]
    ]


def test_a_decision_is_stale_when_its_stem_reads_otherwise():
    stale = find_stale_corrections(corrections(passage_id=["k:2.a"], stem_seen=["Managers should:"]), PASSAGES)
    assert stale["passage_id"].tolist() == ["k:2.a"]


def test_a_decision_on_a_passage_that_is_not_there_or_has_parts_now_is_stale():
    stale = find_stale_corrections(corrections(passage_id=["k:9", "k:2"]), PASSAGES, REPLIES)
    assert stale["passage_id"].tolist() == ["k:9", "k:2"]
    assert stale["text_now"].isna().all()


def test_a_decision_on_words_that_are_the_same_or_not_recorded_is_not_stale():
    rows = corrections(passage_id=["k:1", "k:1.response-1"], text_seen=["Listen to  the child.", None])
    assert find_stale_corrections(rows, PASSAGES, REPLIES).empty


def test_a_withdrawn_decision_is_never_stale():
    rows = corrections(passage_id=["k:9"], decision=["withdrawn"])
    assert find_stale_corrections(rows, PASSAGES).empty
