"""Documents of boards in three formats, written by other hands."""

from pathlib import Path

import pytest

from scrlearn.errors import DocumentError
from scrlearn.reviews.reading import read_document
from tests.reading_score import NOTHING, judge, load_gold, share, tell

BOARDS = Path(__file__).parents[1] / "material" / "boards"
NAMES = sorted(file.stem for file in BOARDS.glob("*.json"))
GOLD = {name: load_gold(BOARDS / f"{name}.json") for name in NAMES}
BARS = {
    "F1": 0.95,
    "words": 0.90,
    "parts": 0.95,
    "responses": 0.90,
    "leads": 0.90,
    "due": 0.90,
    "status": 0.90,
    "facts": 0.90,
}


@pytest.fixture(scope="session", params=["txt", "docx", "pdf"])
def documents(request):
    """Every document in one format as it was read, by name."""
    return {name: read(BOARDS / f"{name}.{request.param}") for name in NAMES}


def read(file):
    """Return what was read, and nothing of a document that cannot be: it counts as missed."""
    try:
        return tell(read_document(file))
    except DocumentError:
        return NOTHING


def test_every_place_holds_its_words(documents):
    judged = [each for name in NAMES for each in judge(GOLD[name], documents[name]) if each.measure == "places"]
    assert len(judged) > 1000
    assert [each for each in judged if not each.is_right] == []


def test_documents_are_read_as_well_as_was_asked(documents):
    judged = [each for name in NAMES for each in judge(GOLD[name], documents[name])]
    shares = {measure: share(judged, measure) for measure in BARS}
    assert {measure: found for measure, found in shares.items() if found < BARS[measure]} == {}


def test_a_review_without_recommendations_is_read_as_having_none(documents):
    without = [name for name in NAMES if not GOLD[name]["recommendations"]]
    assert len(without) >= 2
    assert [row["text"] for name in without for row in documents[name]["recommendations"]] == []
