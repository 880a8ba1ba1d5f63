"""What people and machines say, side by side."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from scrlearn.checking.ratings import list_ratings
from scrlearn.decisions import carry_decisions
from scrlearn.errors import TableError
from scrlearn.validation import check_table, empty_table

PASSAGES = pd.DataFrame(
    {
        "passage_id": ["k:1", "k:2", "k:2.a", "m:1"],
        "review_id": ["k", "k", "k", "m"],
        "part_of": [None, None, "k:2", None],
        "stem": [None, None, "Practitioners should:", None],
        "text": ["Listen to the child.", "Practitioners should:", "ask about fathers.", "Ask about the cot."],
    }
)


def corrections(*rows, **columns):
    """Rows of passage, theme, coder and decision, in the order of deciding."""
    frame = pd.DataFrame(rows, columns=["passage_id", "theme_id", "coder", "decision"], dtype="str")
    blank = dict.fromkeys(["decided_at", "reason", "text_seen", "stem_seen"])
    return frame.assign(**{**blank, **columns})


def suggestions(source, *rows):
    """Rows of passage, theme, decision and evidence."""
    frame = pd.DataFrame(rows, columns=["passage_id", "theme_id", "decision", "evidence"], dtype="str")
    return check_table(frame.assign(source=source, score=None, spans=None, rule_ids=None), "suggestions")


def codings(*rows):
    """Rows of passage, theme, decision, who decided, evidence and reason."""
    columns = ["passage_id", "theme_id", "decision", "decided_by", "evidence", "reason"]
    frame = pd.DataFrame(rows, columns=columns, dtype="str")
    return check_table(frame.assign(confirmed=False, score=None, spans=None, rule_ids=None), "codings")


def said(ratings):
    return ratings[["passage_id", "theme_id", "rater", "decision"]].values.tolist()


def test_people_rules_model_and_machine_stand_side_by_side_in_the_passages_order():
    decided = corrections(
        ("m:1", "voice", "Bob", "unsure"),
        ("m:1", "voice", "Ann", "does_not_apply"),
        ("k:1", "voice", "Ann", "applies"),
        reason=["hard to say", None, "listen"],
        how=["blind", None, "blind;drawn"],
    )
    ratings = list_ratings(
        PASSAGES,
        corrections=decided,
        suggestions=[
            suggestions("model", ("m:1", "voice", "does_not_apply", None), ("k:1", "voice", "check", "the child")),
            suggestions("rule", ("k:1", "voice", "applies", "Listen to the child")),
        ],
        codings=codings(
            ("k:1", "voice", "check", "model", "the child", "too close to call"),
            ("m:1", "voice", "applies", "model", "the cot", None),
        ),
    )
    expected = pd.DataFrame(
        [
            ["k:1", "voice", "Ann", "applies", "listen", "k", True, True],
            ["k:1", "voice", "rules", "applies", "Listen to the child", "k", True, True],
            ["k:1", "voice", "model", "check", "the child", "k", True, True],
            ["k:1", "voice", "machine", "check", "too close to call", "k", True, True],
            ["m:1", "voice", "Bob", "check", "hard to say", "m", False, True],
            ["m:1", "voice", "Ann", "does_not_apply", None, "m", False, False],
            ["m:1", "voice", "model", "does_not_apply", None, "m", False, True],
            ["m:1", "voice", "machine", "applies", "the cot", "m", False, True],
        ],
        columns=["passage_id", "theme_id", "rater", "decision", "reason", "review_id", "drawn", "blind"],
    )
    assert_frame_equal(ratings, check_table(expected, "ratings"))


def test_the_machines_order_of_themes_comes_before_that_of_the_corrections():
    decided = corrections(("k:1", "sleep", "Ann", "applies"), ("k:1", "voice", "Ann", "applies"))
    by_rule = suggestions("rule", ("k:1", "family", "applies", None), ("k:1", "voice", "applies", None))
    ratings = list_ratings(PASSAGES, corrections=decided, suggestions=[by_rule])
    assert ratings["theme_id"].tolist() == ["family", "voice", "voice", "sleep"]


def test_without_corrections_there_are_only_machines():
    by_rule = suggestions("rule", ("k:1", "voice", "applies", "the child"))
    expected = [["k:1", "voice", "rules", "applies"]]
    assert said(list_ratings(PASSAGES, suggestions=[by_rule])) == expected
    assert said(list_ratings(PASSAGES, corrections=empty_table("corrections"), suggestions=[by_rule])) == expected


def test_where_nothing_is_said_there_are_no_ratings():
    assert_frame_equal(list_ratings(PASSAGES), empty_table("ratings"))


def test_what_was_withdrawn_or_said_of_other_words_does_not_count():
    decided = corrections(
        ("k:1", "voice", "Ann", "applies"),
        ("k:1", "voice", "Ann", "withdrawn"),
        ("k:1", "voice", "Bob", "applies"),
        ("m:1", "voice", "Ann", "applies"),
        text_seen=[None, None, "Hear the child.", "Ask about the cot."],
    )
    assert said(list_ratings(PASSAGES, corrections=decided)) == [["m:1", "voice", "Ann", "applies"]]


def test_what_is_said_of_other_passages_or_of_those_with_parts_is_left_aside():
    cells = [("k:9", "voice"), ("k:2", "voice"), ("k:2.a", "voice")]
    ratings = list_ratings(
        PASSAGES,
        corrections=corrections(*[(*cell, "Ann", "applies") for cell in cells]),
        suggestions=[suggestions("rule", *[(*cell, "applies", None) for cell in cells])],
    )
    assert said(ratings) == [["k:2.a", "voice", "Ann", "applies"], ["k:2.a", "voice", "rules", "applies"]]


def test_a_settling_decision_is_no_rating_and_what_its_coder_said_before_stands():
    decided = corrections(
        ("k:1", "voice", "Ann", "applies"),
        ("k:1", "voice", "Bob", "does_not_apply"),
        ("k:1", "voice", "Cat", "applies"),
        ("k:1", "voice", "Bob", "applies"),
        how=["blind", "blind", "settles", "drawn;settles"],
    )
    assert said(list_ratings(PASSAGES, corrections=decided)) == [
        ["k:1", "voice", "Ann", "applies"],
        ["k:1", "voice", "Bob", "does_not_apply"],
    ]


def test_a_coder_who_answered_differently_on_merged_themes_leaves_the_cell_open():
    retired = pd.DataFrame({"theme_id": ["dads", "men"], "replaced_by": ["fathers", "fathers"]}, dtype="str")
    decided = corrections(
        ("k:2.a", "dads", "Ann", "does_not_apply"),
        ("k:2.a", "men", "Ann", "unsure"),
        ("m:1", "dads", "Bob", "applies"),
        ("m:1", "men", "Bob", "applies"),
        reason=["none", "which?", "fathers", "fathers"],
        how=["blind;drawn", "drawn", "blind", "blind;drawn"],
    )
    ratings = list_ratings(PASSAGES, corrections=carry_decisions(decided, retired))
    assert ratings[["theme_id", "rater", "decision", "reason", "drawn", "blind"]].values.tolist() == [
        ["fathers", "Ann", "check", "none; which?", True, False],
        ["fathers", "Bob", "applies", "fathers", False, True],
    ]


@pytest.mark.parametrize("name", ["rules", "model", "machine"])
def test_a_coder_called_as_a_machine_is_refused(name):
    decided = corrections(("k:1", "voice", "Ann", "applies"), ("k:1", "voice", name, "applies"))
    with pytest.raises(TableError, match=rf"corrections: coder has \['{name}'\] in index 1, .* another name"):
        list_ratings(PASSAGES, corrections=decided)


def test_codings_that_a_person_decided_are_refused():
    settled = codings(
        ("k:1", "voice", "applies", "rule", None, None), ("m:1", "voice", "applies", "person", None, None)
    )
    with pytest.raises(TableError, match="codings: m:1, voice was decided by a person; settle again without"):
        list_ratings(PASSAGES, codings=settled)


def test_a_source_that_says_two_things_of_a_cell_is_refused():
    by_rule = suggestions("rule", ("k:1", "voice", "applies", None))
    with pytest.raises(TableError, match=r"ratings: passage_id \+ theme_id \+ rater has \['k:1, voice, rules'\]"):
        list_ratings(PASSAGES, suggestions=[by_rule, by_rule])


def test_passages_without_their_reviews_are_refused():
    with pytest.raises(TableError, match=r"passages: column \['review_id'\] is missing"):
        list_ratings(PASSAGES.drop(columns="review_id"))
