import pandas as pd
import pytest

from scrlearn.themes.likeness import measure_likeness

LABELLED = pd.DataFrame({"id": ["a1", "a2"], "text": ["Ask about fathers.", "Put babies to sleep in a cot."]})


def passages(*texts):
    return pd.DataFrame({"passage_id": [f"k:{place}" for place in range(1, len(texts) + 1)], "text": texts})


def test_each_passage_has_the_labelled_passage_it_is_most_like():
    found = measure_likeness(passages("Babies sleep in a cot.", "Ask about fathers.", "Audit the files."), LABELLED)
    assert found["nearest"].fillna("none").tolist() == ["a2", "a1", "none"]
    assert found["likeness"].iloc[1] == pytest.approx(1)
    assert found["likeness"].iloc[2] == 0


def test_of_passages_that_say_nearly_the_same_the_first_stands_for_all():
    found = measure_likeness(passages("Audit the files.", "Ask dad.", "AUDIT the files!", "Audit the files"), LABELLED)
    assert found["same_as"].tolist() == ["k:1", "k:2", "k:1", "k:1"]


def test_a_passage_with_parts_is_looked_at_in_its_parts():
    recommendations = pd.DataFrame(
        {"passage_id": ["k:1", "k:1.a"], "part_of": [None, "k:1"], "stem": [None, "Staff:"], "text": ["Staff:", "ask."]}
    )
    assert measure_likeness(recommendations, LABELLED)["passage_id"].tolist() == ["k:1.a"]


def test_no_passages_are_like_nothing():
    assert measure_likeness(passages().astype("str"), LABELLED).empty
    assert measure_likeness(passages("Ask."), LABELLED.iloc[:0])["likeness"].tolist() == [0]
