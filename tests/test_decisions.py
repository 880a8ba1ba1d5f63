import pandas as pd

from scrlearn.decisions import carry_decisions, current_decisions, find_stale_corrections
from scrlearn.passages import coded_passages

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
    assert stale[["passage_id", "text_seen", "text_now", "why"]].values.tolist() == [
        ["k:1", "Hear the child.", "Listen to the child.", "words have changed"]
    ]


def test_a_decision_is_stale_when_its_stem_reads_otherwise():
    stale = find_stale_corrections(corrections(passage_id=["k:2.a"], stem_seen=["Managers should:"]), PASSAGES)
    assert stale["passage_id"].tolist() == ["k:2.a"]


def test_a_decision_on_a_passage_that_is_not_there_or_has_parts_now_is_stale():
    stale = find_stale_corrections(corrections(passage_id=["k:9", "k:2"]), PASSAGES, REPLIES)
    assert stale["passage_id"].tolist() == ["k:9", "k:2"]
    assert stale["why"].tolist() == ["passage is not there", "passage has parts now"]
    assert stale["text_now"].isna().all()


def test_a_decision_on_words_that_are_the_same_or_not_recorded_is_not_stale():
    rows = corrections(passage_id=["k:1", "k:1.response-1"], text_seen=["Listen to  the child.", None])
    assert find_stale_corrections(rows, PASSAGES, REPLIES).empty


def test_a_withdrawn_decision_is_never_stale():
    rows = corrections(passage_id=["k:9"], decision=["withdrawn"])
    assert find_stale_corrections(rows, PASSAGES).empty


def test_of_a_coders_decisions_on_a_cell_only_the_last_is_listed():
    rows = corrections(passage_id=["k:9", "k:9"], decision=["applies", "withdrawn"])
    assert find_stale_corrections(rows, PASSAGES).empty


# dads was renamed fathers, which was merged with men; views was divided.
RETIRED = pd.DataFrame(
    {"theme_id": ["dads", "fathers", "views"], "replaced_by": ["men", "men", "voice;daily_life"]}, dtype="str"
)


def decisions(*rows):
    """Rows of theme, coder and decision on passage k:1, in the order of deciding."""
    theme_ids, coders, decided = zip(*rows, strict=True)
    return corrections(
        passage_id=["k:1"] * len(rows), theme_id=list(theme_ids), coder=list(coders), decision=list(decided)
    )


def standing(*rows):
    carried = carry_decisions(decisions(*rows), RETIRED)
    return current_decisions(carried, coded_passages(PASSAGES))[["theme_id", "coder", "decision"]].values.tolist()


def test_a_decision_on_a_renamed_theme_counts_for_the_theme_that_stands():
    carried = carry_decisions(decisions(("dads", "Ann", "applies"), ("voice", "Ann", "applies")), RETIRED)
    assert carried["theme_id"].tolist() == ["men", "voice"]
    assert carried["carried_from"].fillna("-").tolist() == ["dads", "-"]


def test_a_decision_on_a_divided_theme_is_not_carried_but_listed_for_another_look():
    rows = decisions(("views", "Ann", "applies"))
    assert carry_decisions(rows, RETIRED).empty
    stale = find_stale_corrections(rows, PASSAGES, retired=RETIRED)
    assert stale[["theme_id", "text_now", "why"]].values.tolist() == [
        ["views", "Listen to the child.", "theme was divided into voice, daily_life"]
    ]


def test_a_decision_on_a_renamed_theme_is_not_stale():
    assert find_stale_corrections(decisions(("dads", "Ann", "applies")), PASSAGES, retired=RETIRED).empty


def test_an_unknown_theme_is_carried_nowhere():
    assert carry_decisions(decisions(("dad", "Ann", "applies")), RETIRED)["theme_id"].tolist() == ["dad"]


def test_no_decisions_are_carried_to_no_decisions():
    none = decisions(("dads", "Ann", "applies")).iloc[:0]
    assert current_decisions(carry_decisions(none, RETIRED), coded_passages(PASSAGES)).empty


def test_of_merged_themes_one_that_applies_is_enough_for_whoever_decided():
    assert standing(("dads", "Ann", "applies"), ("fathers", "Ann", "does_not_apply")) == [["men", "Ann", "applies"]]
    assert standing(("dads", "Bob", "does_not_apply"), ("fathers", "Ann", "applies")) == [["men", "Ann", "applies"]]


def test_two_coders_who_disagreed_on_the_same_theme_still_disagree_after_a_merger():
    assert standing(("dads", "Ann", "applies"), ("dads", "Bob", "does_not_apply")) == [
        ["men", "Ann", "applies"],
        ["men", "Bob", "does_not_apply"],
    ]


def test_a_later_decision_on_the_theme_that_stands_takes_the_place_of_what_was_carried():
    assert standing(("dads", "Ann", "applies"), ("men", "Ann", "does_not_apply")) == [["men", "Ann", "does_not_apply"]]
    assert standing(("dads", "Ann", "applies"), ("men", "Ann", "withdrawn")) == []


def test_a_withdrawn_decision_on_one_merged_theme_leaves_that_on_the_other():
    assert standing(("dads", "Ann", "applies"), ("fathers", "Ann", "applies"), ("fathers", "Ann", "withdrawn")) == [
        ["men", "Ann", "applies"]
    ]
