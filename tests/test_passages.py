import pandas as pd
import pytest

from scrlearn.errors import TableError
from scrlearn.passages import coded_passages, spans_in_text

STEM, TEXT = "Staff should:", "hear the child"


def test_a_passage_without_a_stem_is_read_as_it_stands():
    coded = coded_passages(pd.DataFrame({"passage_id": ["k:1"], "stem": [None], "text": [TEXT]}))
    assert coded.loc[0].tolist() == ["k:1", "", TEXT, TEXT]


def test_parts_of_parts_are_coded_and_what_they_are_part_of_is_not():
    passages = pd.DataFrame(
        {"passage_id": ["k:2", "k:2.b", "k:2.b.i"], "part_of": [None, "k:2", "k:2.b"], "text": ["x", "y", "z"]}
    )
    assert coded_passages(passages)["passage_id"].tolist() == ["k:2.b.i"]


def test_responses_have_no_parts():
    assert len(coded_passages(pd.DataFrame({"passage_id": ["k:1.response-1"], "text": ["Agreed."]}))) == 1


def test_a_table_without_text_is_refused():
    with pytest.raises(TableError, match=r"passages: column \['text'\] is missing"):
        coded_passages(pd.DataFrame({"passage_id": ["k:1"]}))


@pytest.mark.parametrize(
    ("words", "spans"),
    [("hear", "0-4"), ("the child", "5-14"), ("Staff", None), ("should: hear", "0-4")],
)
def test_places_in_the_reading_become_spans_of_the_text(words, spans):
    reading = f"{STEM} {TEXT}"
    start = reading.index(words)
    assert spans_in_text([(start, start + len(words))], STEM) == spans
