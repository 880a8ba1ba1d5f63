import pandas as pd
import pytest

from scrlearn.errors import TableError
from scrlearn.themes.held_out import score_by_hand

LABELLED = pd.DataFrame(
    {
        "id": ["a1", "a2", "b1", "b2"],
        "hand": ["a", "a", "b", "b"],
        "text": ["0.45", "0.7", "0.55", "0.7"],
        "stem": None,
        "kind": "finding",
        "themes": ["sleep", None, "sleep", "voice"],
    }
)


class ReadsTheScore:
    """Takes a passage's text for its score."""

    def fit(self, labelled):
        self.thresholds_ = pd.DataFrame(
            {"theme_id": ["sleep"], "check_from": [0.4], "threshold": [0.5], "applies_from": [0.6]}
        )
        return self

    def score(self, passages):
        return pd.DataFrame(
            {"passage_id": passages["passage_id"], "theme_id": "sleep", "score": passages["text"].astype(float)}
        )


class Remembers(ReadsTheScore):
    """Gives 1 to a text that it has learnt from, and 0 to any other."""

    def fit(self, labelled):
        self.known = set(labelled["text"])
        return super().fit(labelled)

    def score(self, passages):
        return super().score(passages).assign(score=passages["text"].isin(self.known).astype(float))


class ShowsItsColumns(ReadsTheScore):
    """Names its themes after the columns that it is given."""

    def score(self, passages):
        return pd.DataFrame({"passage_id": passages["passage_id"].iloc[0], "theme_id": passages.columns, "score": 0.0})


def scores_of(scores):
    return dict(zip(scores["passage_id"], scores["score"], strict=True))


def test_a_score_is_held_against_the_thresholds_of_its_theme():
    expected = pd.DataFrame(
        {
            "passage_id": ["a1", "a2", "b1", "b2"],
            "theme_id": ["sleep"] * 4,
            "score": [0.45, 0.7, 0.55, 0.7],
            "decision": ["check", "applies", "check", "applies"],
            "decision_without_check": ["does_not_apply", "applies", "applies", "applies"],
            "hand": ["a", "a", "b", "b"],
        }
    )
    pd.testing.assert_frame_equal(score_by_hand(ReadsTheScore, LABELLED), expected, check_dtype=False)


def test_a_hand_is_scored_by_a_model_that_has_read_only_the_others():
    assert scores_of(score_by_hand(Remembers, LABELLED)) == {"a1": 0, "a2": 1, "b1": 0, "b2": 1}


def test_more_passages_are_learnt_from_and_not_scored():
    more = LABELLED.iloc[[0, 2]].assign(id=["c1", "c2"], hand="c")
    assert scores_of(score_by_hand(Remembers, LABELLED, more=more)) == {"a1": 1, "a2": 1, "b1": 1, "b2": 1}


def test_more_passages_by_the_hand_left_out_are_not_learnt_from():
    assert scores_of(score_by_hand(Remembers, LABELLED, more=LABELLED)) == {"a1": 0, "a2": 1, "b1": 0, "b2": 1}


def test_the_model_is_not_shown_what_people_said():
    labelled = LABELLED.assign(other_labels="sleep", hard_negative_for="voice", note="clear")
    assert set(score_by_hand(ShowsItsColumns, labelled)["theme_id"]) == {"passage_id", "stem", "text", "kind"}


def test_one_hand_cannot_be_left_out():
    with pytest.raises(TableError, match=r"labelled: hand has only \['a'\]"):
        score_by_hand(ReadsTheScore, LABELLED.head(2))


def test_labelled_passages_without_a_hand_are_refused():
    with pytest.raises(TableError, match=r"labelled: column \['hand'\] is missing"):
        score_by_hand(ReadsTheScore, LABELLED.drop(columns="hand"))
