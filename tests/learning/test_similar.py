from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.errors import TableError
from scrlearn.files import read_csv
from scrlearn.learning.similar import find_similar
from scrlearn.reviews.collection import load_reviews
from scrlearn.validation import check_table, empty_table

ROOT = Path(__file__).parents[2]

REVIEWS = pd.DataFrame(
    {
        "review_id": ["k", "a", "z"],
        "subject": ["Child K", "Child A", "Child Z"],
        "partnership": ["here", "here", "there"],
        "year": [2017, 2011, None],
        "source_status": ["published", "published", "unpublished"],
        "illustrative": [True, True, True],
    }
)
RECOMMENDATIONS = pd.DataFrame(
    {
        "passage_id": ["k:1", "k:2", "k:2.a", "k:2.b", "a:1", "z:1"],
        "review_id": ["k", "k", "k", "k", "a", "z"],
        "document_id": ["k/response-1", None, None, None, None, None],
        "part_of": [None, None, "k:2", "k:2", None, None],
        "stem": [None, None, "Midwives should:", "Midwives should:", None, None],
        "text": [
            "Missed appointments should be followed up.",
            "Midwives should:",
            "see where the baby sleeps;",
            "write legible notes.",
            "Fathers should be named in the record.",
            "Every missed appointment should be recorded.",
        ],
        "page": [3, None, None, None, None, None],
    }
)
RESPONSES = pd.DataFrame(
    {
        "passage_id": ["k:1.response-1", "k:1.action-1", "k:2.response-1"],
        "text": ["Agreed.", "An audit was done.", "Midwives were told."],
        "status": ["not_stated", "complete", "under_way"],
    }
)
ANSWERS = pd.DataFrame(
    {
        "response_id": ["k:1.response-1", "k:1.action-1", "k:2.response-1"],
        "recommendation_id": ["k:1", "k:1", "k:2"],
    }
)
CODINGS = pd.DataFrame(
    {
        "passage_id": ["k:2.a", "k:2.a", "a:1", "k:1"],
        "theme_id": ["safe_sleeping", "whole_family", "whole_family", "whole_family"],
        "decision": ["applies", "applies", "applies", "check"],
    }
)


def find(text, *, recommendations=RECOMMENDATIONS, reviews=REVIEWS, **options):
    return find_similar(text, recommendations, reviews, RESPONSES, ANSWERS, **options)


def test_a_recommendation_is_found_in_other_words_with_all_that_a_reader_needs():
    found = find("He was not brought to the clinic.", reviews=REVIEWS[:2])
    likeness = found.pop("likeness").iloc[0]
    expected = pd.DataFrame(
        {
            "rank": [1],
            "passage_id": ["k:1"],
            "review_id": ["k"],
            "subject": ["Child K"],
            "partnership": ["here"],
            "year": [2017],
            "document_id": ["k/response-1"],
            "page": [3],
            "stem": [None],
            "text": ["Missed appointments should be followed up."],
            "shared_themes": [None],
            "reply": ["Agreed.\nAn audit was done."],
            "statuses": ["complete"],
            "notice": ["Illustrative data"],
        }
    )
    pd.testing.assert_frame_equal(found, check_table(expected.assign(likeness=0.5), "similar_passages")[found.columns])
    assert 0.1 < likeness < 1


def test_a_recommendation_with_parts_is_found_in_its_parts_which_share_its_reply():
    found = find("What should midwives do?")
    assert found["passage_id"].tolist() == ["k:2.b", "k:2.a"]
    assert found["reply"].tolist() == ["Midwives were told."] * 2
    assert found["statuses"].tolist() == ["under_way"] * 2


def test_the_same_words_are_as_like_as_can_be():
    assert find("Fathers should be named in the record.")["likeness"].iloc[0] == pytest.approx(1)


def test_shared_themes_bring_closer_and_are_named():
    text, themes = "Dads and cots.", ["whole_family", "voice_of_the_child"]
    without = find(text).set_index("passage_id")["likeness"]
    found = find(text, codings=CODINGS, themes=themes).set_index("passage_id")
    assert found["shared_themes"].dropna().to_dict() == {"a:1": "whole_family", "k:2.a": "whole_family"}
    assert found.at["a:1", "likeness"] == pytest.approx(without["a:1"] + 0.1 * 1 / 2 * (1 - without["a:1"]))
    assert found.at["k:2.a", "likeness"] == pytest.approx(without["k:2.a"] + 0.1 * 1 / 3 * (1 - without["k:2.a"]))


def test_a_theme_that_is_still_to_be_checked_is_not_shared():
    found = find("Missed appointments.", codings=CODINGS, themes=["whole_family"]).set_index("passage_id")
    assert pd.isna(found.at["k:1", "shared_themes"])


def test_the_stem_of_what_is_asked_is_read_with_it():
    assert find("tell", stem="Midwives should:")["passage_id"].tolist() == ["k:2.b", "k:2.a"]


def test_no_more_are_returned_than_asked_for():
    assert find("Missed appointments in the record", most=1)["rank"].tolist() == [1]


def test_only_the_given_reviews_are_looked_in_and_the_unpublished_are_noticed():
    assert find("Appointments were missed.")["passage_id"].tolist()[:2] == ["z:1", "k:1"]
    assert find("Appointments were missed.", reviews=REVIEWS[:2])["passage_id"].tolist()[0] == "k:1"
    assert set(find("Appointments")["notice"]) == {"Illustrative data. Includes 1 unpublished review"}


def test_a_reply_that_goes_round_in_a_circle_of_parts_does_not_hang():
    circle = RECOMMENDATIONS.assign(part_of=["k:1", None, "k:2", "k:2", None, None])
    found = find("Where does the baby sleep?", recommendations=circle)
    assert found["passage_id"].iloc[0] == "k:2.a"


@pytest.mark.parametrize("text", ["Ponies", "", "of the", "!"])
def test_where_nothing_is_like_the_text_there_are_no_rows(text):
    pd.testing.assert_frame_equal(find(text), empty_table("similar_passages"))


def test_a_collection_without_recommendations_has_nothing_like_it():
    found = find("Missed appointments.", recommendations=RECOMMENDATIONS[:0])
    pd.testing.assert_frame_equal(found, empty_table("similar_passages"))


class Lengths:
    """An encoder of no understanding: the length of a text against that of the longest."""

    name = "lengths"

    def encode(self, texts):
        return np.array([[1.0, 0.0] if len(text) > 20 else [0.0, 1.0] for text in texts])


def test_an_encoder_counts_for_a_third_of_the_wording():
    text = "Missed appointments should be followed up, all of them."
    alone = find(text, least_likeness=0).set_index("passage_id")["likeness"]
    both = find(text, least_likeness=0, encoder=Lengths()).set_index("passage_id")["likeness"]
    assert both["k:1"] == pytest.approx(alone["k:1"] * 2 / 3 + 1 / 3)
    assert both["a:1"] == pytest.approx(alone["a:1"] * 2 / 3 + 1 / 3)


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match=r"reviews: column \['subject'\] is missing"):
        find("x", reviews=REVIEWS.drop(columns="subject"))
    with pytest.raises(TableError, match=r"codings: column \['decision'\] is missing"):
        find("x", codings=CODINGS.drop(columns="decision"))


@settings(deadline=None)
@given(st.text(max_size=60), st.lists(st.sampled_from(["whole_family", "safe_sleeping", "other"])))
def test_whatever_is_asked_likeness_lies_between_0_and_1_and_falls(text, themes):
    found = find(text, codings=CODINGS, themes=themes, least_likeness=0)
    assert len(found) == 5
    assert found["likeness"].between(0, 1).all()
    assert found["likeness"].is_monotonic_decreasing
    pd.testing.assert_frame_equal(found, find(text, codings=CODINGS, themes=themes, least_likeness=0))


def test_the_right_one_is_in_the_first_five_for_34_of_40_queries_in_other_words():
    reviews, _, recommendations, responses, answers = load_reviews(ROOT / "data" / "illustrative")
    queries = read_csv(ROOT / "tests" / "material" / "similar_queries.csv")
    right = [
        any(
            passage_id == expected or passage_id.startswith(f"{expected}.")
            for passage_id in find_similar(query, recommendations, reviews, responses, answers, most=5)["passage_id"]
            for expected in wanted.split(";")
        )
        for query, wanted in zip(queries["query"], queries["expected"], strict=True)
    ]
    assert len(right) == 40
    assert sum(right) / len(right) >= 0.85
