import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.checking.queue import choose_for_checking
from scrlearn.errors import TableError

PASSAGES = pd.DataFrame(
    {"passage_id": [f"k:{place}" for place in range(1, 7)], "text": [f"Text {n}." for n in range(1, 7)]}
)


def codings(*rows):
    columns = ["passage_id", "decision", "decided_by", "score", "rule_ids", "reason"]
    frame = pd.DataFrame([dict(zip(columns, row, strict=False)) for row in rows], columns=columns)
    return frame.assign(theme_id="voice", confirmed=(frame["decided_by"] == "person") & (frame["decision"] != "check"))


CODINGS = codings(
    ("k:1", "does_not_apply", "model", 0.02),
    ("k:2", "applies", "model", 0.95),
    ("k:3", "check", "model", 0.45, None, "the model gives 0.45, too close to call"),
    ("k:4", "check", "model", 0.1, "a-rule", "a rule fires, but the model gives 0.10"),
    ("k:5", "applies", "person", 0.9, None, "Ann: applies"),
    ("k:6", "check", "person", 0.9, None, "Ann: applies; Bob: does not apply"),
)


def decided(*rows):
    columns = ["passage_id", "theme_id", "coder", "decision"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(decided_at=None, reason=None, text_seen=None, stem_seen=None)


BOTH = decided(
    ("k:5", "voice", "Ann", "applies"), ("k:6", "voice", "Ann", "applies"), ("k:6", "voice", "Bob", "does_not_apply")
)


def test_what_is_most_worth_a_look_comes_first_with_the_reason_why():
    chosen = choose_for_checking(PASSAGES, CODINGS, share_drawn=0)
    assert chosen["passage_id"].tolist() == ["k:4", "k:3", "k:6", "k:2", "k:1"]
    assert chosen["place"].tolist() == [1, 2, 3, 4, 5]
    assert chosen["why"].tolist()[:4] == [
        "a rule fires, but the model gives 0.10; 0 decisions on this theme yet",
        "the model gives 0.45, too close to call; 0 decisions on this theme yet",
        "Ann: applies; Bob: does not apply; 0 decisions on this theme yet",
        "counted unseen; 0 decisions on this theme yet",
    ]


def test_what_anybody_has_decided_is_not_asked_again_unless_people_disagree_and_another_looks():
    def asked(coder):
        return set(choose_for_checking(PASSAGES, CODINGS, corrections=BOTH, coder=coder, share_drawn=0)["passage_id"])

    assert asked(None) == {"k:1", "k:2", "k:3", "k:4"}
    assert asked("Ann") == {"k:1", "k:2", "k:3", "k:4"}
    assert asked("Cat") == {"k:1", "k:2", "k:3", "k:4", "k:6"}


def test_a_theme_on_which_few_have_decided_is_worth_more():
    many = decided(*((f"k:{place}", "voice", f"coder {place}", "applies") for place in (1, 2)))
    without, with_two = (
        choose_for_checking(PASSAGES, CODINGS, corrections=rows, share_drawn=0).set_index("passage_id")
        for rows in (None, many)
    )
    assert without.loc["k:3", "worth"] - with_two.loc["k:3", "worth"] == pytest.approx(0.02)
    assert with_two.loc["k:3", "why"].endswith("2 decisions on this theme yet")


def test_passages_that_say_nearly_the_same_are_shown_once_and_named():
    likeness = pd.DataFrame(
        {
            "passage_id": PASSAGES["passage_id"],
            "likeness": 0.5,
            "nearest": "a1",
            "same_as": ["k:1", "k:2", "k:3", "k:3", "k:5", "k:6"],
        }
    )
    chosen = choose_for_checking(PASSAGES, CODINGS, likeness=likeness, share_drawn=0).set_index("passage_id")
    assert "k:3" not in chosen.index
    assert chosen.loc["k:4", "stands_for"] == "k:3"


def test_what_is_unlike_anything_labelled_says_so():
    likeness = PASSAGES[["passage_id"]].assign(
        likeness=[0.01, *[0.5] * 5], nearest="a1", same_as=PASSAGES["passage_id"]
    )
    chosen = choose_for_checking(PASSAGES, CODINGS, likeness=likeness, share_drawn=0).set_index("passage_id")
    assert chosen.loc["k:1", "why"] == "unlike anything labelled; 0 decisions on this theme yet"
    assert "unlike" not in chosen.loc["k:2", "why"]


def test_what_chance_chooses_is_marked_spread_out_and_the_same_for_every_coder():
    many = pd.DataFrame({"passage_id": [f"k:{n}" for n in range(100)], "text": "Text."})
    coded = codings(*((passage_id, "does_not_apply", "model", 0.1) for passage_id in many["passage_id"]))
    ann, bob = (choose_for_checking(many, coded, coder=coder, n=20, share_drawn=0.25) for coder in ("Ann", "Bob"))
    assert ann.equals(bob)
    assert ann.loc[ann["drawn"], "place"].tolist() == [3, 7, 11, 15, 19]
    assert ann.loc[ann["drawn"], "why"].str.startswith("drawn by chance").all()
    other = choose_for_checking(many, coded, coder="Ann", n=20, share_drawn=0.25, seed=1)
    assert set(other.loc[other["drawn"], "passage_id"]) != set(ann.loc[ann["drawn"], "passage_id"])


@settings(max_examples=30, deadline=None)
@given(n_old=st.integers(5, 40), n_new=st.integers(0, 20), n=st.integers(1, 10))
def test_reviews_that_come_later_never_take_a_drawn_cell_from_the_draw_but_by_being_drawn_themselves(n_old, n_new, n):
    def drawn(n_passages):
        passages = pd.DataFrame({"passage_id": [f"k:{place}" for place in range(n_passages)], "text": "Text."})
        coded = codings(*((passage_id, "does_not_apply", "model", 0.1) for passage_id in passages["passage_id"]))
        return choose_for_checking(passages, coded, n=n, share_drawn=1)["passage_id"].tolist()

    before, after = drawn(n_old), drawn(n_old + n_new)
    new = [passage_id for passage_id in after if int(passage_id.removeprefix("k:")) >= n_old]
    assert [passage_id for passage_id in after if passage_id not in new] == before[: len(after) - len(new)]


@pytest.mark.parametrize(("n", "share"), [(-1, 0.2), (5, 1.5)])
def test_a_number_or_share_that_cannot_be_is_refused(n, share):
    with pytest.raises(TableError, match=f"to_check: n is {n} and share_drawn {share}; use n from 0"):
        choose_for_checking(PASSAGES, CODINGS, n=n, share_drawn=share)


def test_nothing_to_choose_from_is_an_empty_queue():
    assert choose_for_checking(PASSAGES.iloc[:0], CODINGS.iloc[:0]).empty
