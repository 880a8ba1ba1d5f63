"""Documents in the same layout by other boards, written by a hand that had not seen the code."""

import json
from pathlib import Path

import pytest

from scrlearn.reviews.formats import document_text
from scrlearn.reviews.reading import read_document

DOCUMENTS = Path(__file__).parents[1] / "material" / "documents"
# The codebook of a collection names this model by its short name.
METHODS = {"Significant Incident Learning Process (SILP)": "SILP", "systems-based": "systems-based"}


@pytest.fixture(params=["thornmoor", "selbrook", "caldry"])
def document(request):
    told = json.loads((DOCUMENTS / f"{request.param}.json").read_text(encoding="utf-8"))
    return told, read_document(DOCUMENTS / f"{request.param}.txt"), document_text(DOCUMENTS / f"{request.param}.txt")


def test_the_facts_of_a_review_are_read(document):
    told, read, _ = document
    row = read.reviews.astype("object").where(read.reviews.notna(), None).iloc[0]
    expected = {**told["review"], "method": METHODS.get(told["review"]["method"], told["review"]["method"])}
    assert {fact: row[fact] for fact in expected} == expected


def test_every_recommendation_and_part_is_read_with_its_stem_and_nothing_else(document):
    told, read, _ = document
    parents = set(read.recommendations["part_of"].dropna())
    leaves = read.recommendations[~read.recommendations["passage_id"].isin(parents)]
    leaves = leaves.astype("object").where(leaves.notna(), None)
    assert [(row.number, row.stem, row.text) for row in leaves.itertuples()] == [
        (row["number"], row["stem"], row["text"]) for row in told["recommendations"]
    ]


def test_every_response_is_read_with_the_recommendation_that_it_answers(document):
    told, read, _ = document
    answered = dict(zip(read.answers["response_id"], read.answers["recommendation_id"], strict=True))
    assert [(answered[row.passage_id].split(":")[1], row.text) for row in read.responses.itertuples()] == [
        (row["to"], row["text"]) for row in told["responses"]
    ]


def test_every_passage_stands_in_the_document_where_it_says(document):
    _, read, text = document
    for table in (read.recommendations, read.responses):
        assert [text[row.start : row.end] for row in table.itertuples()] == table["text"].tolist()
