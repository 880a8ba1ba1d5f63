import pandas as pd
import pytest

from scrlearn.errors import TableError
from scrlearn.themes.settle import settle
from scrlearn.validation import empty_table

RECOMMENDATIONS = pd.DataFrame(
    {
        "passage_id": ["k:1", "k:2", "k:2.a"],
        "part_of": [None, None, "k:2"],
        "stem": [None, None, "Practitioners should:"],
        "text": ["Listen to the child.", "Practitioners should:", "ask about fathers."],
    }
)


def suggestion(passage_id, source, decision, score=None, words=None):
    return {
        "passage_id": passage_id,
        "theme_id": "voice",
        "source": source,
        "score": score,
        "decision": decision,
        "evidence": words,
        "spans": "0-6" if words else None,
        "rule_ids": "a-rule" if words and source == "rule" else None,
    }


def suggestions(*rows):
    return pd.DataFrame(rows)


def corrections(*rows):
    columns = ["passage_id", "coder", "decision", "text_seen", "reason"]
    frame = pd.DataFrame([dict(zip(columns, row, strict=False)) for row in rows], columns=columns)
    return frame.assign(theme_id="voice", decided_at=None, stem_seen=None)


MODEL = suggestions(
    suggestion("k:1", "model", "applies", 0.9, "Listen"), suggestion("k:2.a", "model", "does_not_apply", 0.1)
)


def decided(codings, passage_id="k:1"):
    row = codings.set_index("passage_id").loc[passage_id]
    return row["decision"], row["decided_by"], bool(row["confirmed"])


def test_every_coded_passage_has_one_row_a_theme_and_a_parent_has_none():
    codings = settle(RECOMMENDATIONS, [MODEL])
    assert codings[["passage_id", "theme_id", "decision"]].values.tolist() == [
        ["k:1", "voice", "applies"],
        ["k:2.a", "voice", "does_not_apply"],
    ]


def test_without_a_person_the_model_decides():
    assert decided(settle(RECOMMENDATIONS, [MODEL])) == ("applies", "model", False)


def test_where_the_model_is_silent_the_rules_decide():
    rules = suggestions(suggestion("k:1", "rule", "applies", words="Listen"))
    assert decided(settle(RECOMMENDATIONS, [rules])) == ("applies", "rule", False)


def test_a_rule_that_the_model_contradicts_leaves_the_cell_to_be_checked():
    rules = suggestions(suggestion("k:2.a", "rule", "applies", words="ask ab"))
    codings = settle(RECOMMENDATIONS, [rules, MODEL])
    assert decided(codings, "k:2.a") == ("check", "model", False)
    assert codings["reason"].tolist()[1] == "a rule fires, but the model gives 0.10"
    assert codings["evidence"].tolist()[1] == "ask ab"


def test_the_words_of_a_rule_are_shown_before_those_of_the_model():
    rules = suggestions(suggestion("k:1", "rule", "applies", words="Listen to the child"))
    codings = settle(RECOMMENDATIONS, [MODEL, rules])
    assert codings.loc[0, ["evidence", "rule_ids", "score"]].tolist() == ["Listen to the child", "a-rule", 0.9]


def test_a_correction_outranks_rule_and_model():
    rules = suggestions(suggestion("k:1", "rule", "applies", words="Listen"))
    codings = settle(
        RECOMMENDATIONS, [rules, MODEL], corrections(["k:1", "Ann", "does_not_apply", None, "it is a slogan"])
    )
    assert decided(codings) == ("does_not_apply", "person", True)
    assert codings.loc[0, "reason"] == "Ann: does not apply (it is a slogan)"


def test_a_later_decision_of_the_same_coder_takes_the_place_of_the_earlier():
    codings = settle(RECOMMENDATIONS, [MODEL], corrections(["k:1", "Ann", "does_not_apply"], ["k:1", "Ann", "applies"]))
    assert decided(codings) == ("applies", "person", True)


def test_a_withdrawn_decision_leaves_the_cell_to_the_machine():
    codings = settle(
        RECOMMENDATIONS, [MODEL], corrections(["k:1", "Ann", "does_not_apply"], ["k:1", "Ann", "withdrawn"])
    )
    assert decided(codings) == ("applies", "model", False)


def test_two_coders_who_disagree_leave_the_cell_to_be_checked_and_both_are_named():
    codings = settle(RECOMMENDATIONS, [MODEL], corrections(["k:1", "Ann", "applies"], ["k:1", "Bob", "does_not_apply"]))
    assert decided(codings) == ("check", "person", False)
    assert codings.loc[0, "reason"] == "Ann: applies; Bob: does not apply"


def test_a_coder_who_is_unsure_leaves_the_cell_to_be_checked():
    assert decided(settle(RECOMMENDATIONS, [MODEL], corrections(["k:1", "Ann", "unsure"]))) == (
        "check",
        "person",
        False,
    )


def test_a_decision_on_other_words_is_not_applied():
    codings = settle(RECOMMENDATIONS, [MODEL], corrections(["k:1", "Ann", "does_not_apply", "Listen to all children."]))
    assert decided(codings) == ("applies", "model", False)


def test_white_space_that_excel_changed_does_not_make_a_decision_stale():
    codings = settle(
        RECOMMENDATIONS, [MODEL], corrections(["k:1", "Ann", "does_not_apply", "Listen to\r\n the child. "])
    )
    assert decided(codings) == ("does_not_apply", "person", True)


def test_a_correction_of_an_unknown_theme_is_refused():
    unknown = corrections(["k:1", "Ann", "applies"]).assign(theme_id="voices")
    with pytest.raises(TableError, match=r"corrections: theme_id has \['voices'\]; the codebook's themes are voice"):
        settle(RECOMMENDATIONS, [MODEL], unknown)


def test_no_passages_give_no_codings():
    assert settle(RECOMMENDATIONS.iloc[:0], [MODEL.iloc[:0]]).equals(empty_table("codings"))


DEMOTED = {**suggestion("k:2.a", "rule", "does_not_apply", words="ask ab"), "rule_ids": "a-rule"}


def test_no_passages_give_no_codings_whatever_people_decided_of_others():
    # A collection without responses has decisions all the same: on its recommendations.
    decided = corrections(("k:1", "Ann", "applies"))
    assert settle(RECOMMENDATIONS[:0], [empty_table("suggestions")], decided).empty


def test_a_demoted_rule_does_not_contradict_the_model_and_its_words_are_shown():
    codings = settle(RECOMMENDATIONS, [suggestions(DEMOTED), MODEL])
    assert decided(codings, "k:2.a") == ("does_not_apply", "model", False)
    assert codings.loc[1, ["evidence", "rule_ids"]].tolist() == ["ask ab", "a-rule"]
    assert pd.isna(codings.loc[1, "reason"])


def test_the_words_of_the_model_are_shown_before_those_of_a_demoted_rule():
    demoted = {**DEMOTED, "passage_id": "k:1", "evidence": "the child"}
    codings = settle(RECOMMENDATIONS, [suggestions(demoted), MODEL])
    assert decided(codings) == ("applies", "model", False)
    assert codings.loc[0, ["evidence", "rule_ids"]].tolist() == ["Listen", "a-rule"]


def test_a_demoted_rule_decides_nothing_where_the_model_is_silent():
    codings = settle(RECOMMENDATIONS, [suggestions(DEMOTED)])
    assert decided(codings, "k:2.a") == ("does_not_apply", "rule", False)
    assert codings.loc[1, "evidence"] == "ask ab"


def test_without_asking_the_model_has_its_way_against_a_rule():
    rules = suggestions(suggestion("k:2.a", "rule", "applies", words="ask ab"))
    codings = settle(RECOMMENDATIONS, [rules, MODEL], ask=False)
    assert decided(codings, "k:2.a") == ("does_not_apply", "model", False)


def test_without_asking_a_rule_that_fires_in_the_stem_alone_has_its_way_where_the_model_is_silent():
    rules = suggestions(suggestion("k:2.a", "rule", "check", words="should"))
    assert decided(settle(RECOMMENDATIONS, [rules]), "k:2.a") == ("check", "rule", False)
    assert decided(settle(RECOMMENDATIONS, [rules], ask=False), "k:2.a") == ("applies", "rule", False)


def test_doubt_among_people_stays_even_without_asking():
    people = corrections(["k:1", "Ann", "applies"], ["k:1", "Bob", "does_not_apply"])
    assert decided(settle(RECOMMENDATIONS, [MODEL], people, ask=False)) == ("check", "person", False)


def test_likeness_that_alone_spoke_for_a_theme_is_given_as_the_reason():
    alike = MODEL.assign(nearest=["Babies sleep safest in a cot.", None], evidence=None, spans=None)
    codings = settle(RECOMMENDATIONS, [alike])
    assert codings.loc[0, "reason"] == "most like the labelled passage ‘Babies sleep safest in a cot.’"


def said_by(*coders, how=None):
    frame = corrections(*(("k:1", coder, decision) for coder, decision in coders))
    return frame.assign(how=how or [None] * len(frame))


def settled(decisions, rule="check"):
    codings = settle(RECOMMENDATIONS, [MODEL], decisions, when_coders_disagree=rule).set_index("passage_id")
    return codings.loc["k:1", ["decision", "confirmed", "reason"]].tolist()


def test_a_third_person_settles_what_two_disagree_on_and_is_named():
    decisions = said_by(
        ("Ann", "applies"), ("Bob", "does_not_apply"), ("Cat", "applies"), how=[None, "blind", "settles"]
    )
    assert settled(decisions) == [
        "applies",
        True,
        "Ann: applies; Bob: does not apply; Cat: applies; settled by Cat",
    ]
    assert settled(decisions, "latest")[2].endswith("settled by Cat")


def test_a_third_person_who_is_unsure_settles_nothing():
    decisions = said_by(("Ann", "applies"), ("Bob", "does_not_apply"), ("Cat", "unsure"), how=[None, None, "settles"])
    assert settled(decisions)[:2] == ["check", False]


def test_a_third_opinion_that_was_not_asked_to_settle_leaves_the_disagreement():
    decisions = said_by(("Ann", "applies"), ("Bob", "does_not_apply"), ("Cat", "applies"))
    assert settled(decisions)[:2] == ["check", False]


def test_nobody_settles_by_a_rule_what_was_not_chosen_to_be_settled_so():
    decisions = said_by(("Ann", "applies"), ("Bob", "does_not_apply"), ("Cat", "applies"))
    assert settled(decisions, "majority")[:2] == ["applies", True]
    assert settled(decisions, "latest")[:2] == ["applies", True]
    two = said_by(("Ann", "applies"), ("Bob", "does_not_apply"))
    assert settled(two, "majority")[:2] == ["check", False]
    assert settled(two, "latest") == [
        "does_not_apply",
        True,
        "Ann: applies; Bob: does not apply; settled by the latest decision",
    ]


def test_a_rule_for_disagreements_that_is_not_there_is_refused():
    with pytest.raises(TableError, match="when_coders_disagree is 'chair'; use one of check, majority, latest"):
        settled(said_by(("Ann", "applies")), "chair")
