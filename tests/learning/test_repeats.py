from pathlib import Path

import pandas as pd
import pytest

from scrlearn.errors import TableError
from scrlearn.files import read_csv
from scrlearn.learning.repeats import find_repeats
from scrlearn.reviews.collection import load_reviews
from scrlearn.validation import check_table, empty_table

ILLUSTRATIVE = Path(__file__).parents[2] / "data" / "illustrative"

REVIEWS = pd.DataFrame(
    {
        "review_id": ["k", "a", "b", "c"],
        "year": [2017, 2011, None, 2020],
        "source_status": ["published"] * 3 + ["unpublished"],
    }
)
RECOMMENDATIONS = pd.DataFrame(
    {
        "passage_id": ["k:1", "k:2", "a:1", "b:1", "b:2", "b:2.a", "c:1"],
        "review_id": ["k", "k", "a", "b", "b", "b", "c"],
        "part_of": [None, None, None, None, None, "b:2", None],
        "stem": [None, None, None, None, None, "GPs should:", None],
        "text": [
            "Missed appointments should be followed up.",
            "Shotgun certificates should be reviewed.",
            "Follow up when a child is not brought to an appointment.",
            "Staff should follow up every appointment that a child misses.",
            "Shotgun certificates should be reviewed by GPs:",
            "keep a list of interpreters.",
            "The dentist should be asked to advise.",
        ],
    }
)


def test_what_different_reviews_say_again_is_one_group_from_its_first_year():
    repeats = find_repeats(RECOMMENDATIONS, REVIEWS)
    likeness = repeats["likeness"]
    expected = pd.DataFrame(
        {
            "repeat_id": ["a:1"] * 3,
            "passage_id": ["a:1", "k:1", "b:1"],
            "review_id": ["a", "k", "b"],
            "year": [2011, 2017, None],
            "text": [RECOMMENDATIONS["text"][row] for row in (2, 0, 3)],
            "likeness": likeness,
            "n_reviews": [3] * 3,
            "of_reviews": [4] * 3,
            "first_year": [2011] * 3,
            "last_year": [2017] * 3,
            "notice": ["Includes 1 unpublished review"] * 3,
        }
    )
    pd.testing.assert_frame_equal(repeats, check_table(expected, "repeats"))
    assert likeness.between(0.4, 1).all()


def test_one_review_that_repeats_itself_is_no_group():
    itself = RECOMMENDATIONS[:1]
    again = pd.concat([itself, itself.assign(passage_id="k:9")])
    assert find_repeats(again, REVIEWS).empty


def test_of_two_reviews_that_repeat_one_more_than_once_each_is_counted_once():
    rows = [("k:1", "k"), ("k:9", "k"), ("a:1", "a")]
    same = pd.DataFrame([{"passage_id": p, "review_id": r, "text": "Missed appointments matter."} for p, r in rows])
    repeats = find_repeats(same, REVIEWS)
    assert repeats["passage_id"].tolist() == ["a:1", "k:1", "k:9"]
    assert set(repeats["n_reviews"]) == {2}


def test_groups_of_more_reviews_come_first_then_the_earlier():
    said = {"Shotguns.": ["k", "c"], "Dentists.": ["a", "k"], "Interpreters.": ["k", "b", "c"]}
    rows = [
        {"passage_id": f"{review_id}:{text[0]}", "review_id": review_id, "text": text}
        for text, review_ids in said.items()
        for review_id in review_ids
    ]
    repeats = find_repeats(pd.DataFrame(rows), REVIEWS)
    assert repeats["repeat_id"].unique().tolist() == ["k:I", "a:D", "k:S"]
    assert repeats["n_reviews"].tolist() == [3, 3, 3, 2, 2, 2, 2]


def test_shared_themes_bring_recommendations_together():
    pair = pd.DataFrame(
        {
            "passage_id": ["k:1", "a:1", "c:1", "c:2"],
            "review_id": ["k", "a", "c", "c"],
            "text": [
                "Name every father in the notes.",
                "Stepfathers and their notes.",
                "Dentists should be asked to visit.",
                "Interpreters should be paid.",
            ],
        }
    )
    codings = pd.DataFrame({"passage_id": ["k:1", "a:1"], "theme_id": "whole_family", "decision": "applies"})
    alone = find_repeats(pair, REVIEWS, least_likeness=0.2)["likeness"].iloc[0]
    together = find_repeats(pair, REVIEWS, least_likeness=0.2, codings=codings)["likeness"].iloc[0]
    assert together == pytest.approx(alone + 0.25 * (1 - alone))
    assert find_repeats(pair, REVIEWS, least_likeness=together - 0.01).empty
    assert len(find_repeats(pair, REVIEWS, least_likeness=together - 0.01, codings=codings)) == 2


@pytest.mark.parametrize("n_rows", [0, 1])
def test_fewer_than_two_recommendations_repeat_nothing(n_rows):
    pd.testing.assert_frame_equal(find_repeats(RECOMMENDATIONS[:n_rows], REVIEWS), empty_table("repeats"))


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match=r"reviews: column \['year'\] is missing"):
        find_repeats(RECOMMENDATIONS, REVIEWS.drop(columns="year"))


@pytest.fixture(scope="module")
def groups():
    collection = load_reviews(ILLUSTRATIVE)
    gold = read_csv(ILLUSTRATIVE / "codings_gold.csv").assign(decision="applies")
    repeats = find_repeats(collection.recommendations, collection.reviews, codings=gold)
    return repeats.groupby("repeat_id", sort=False)["review_id"].agg(set).tolist()


@pytest.mark.parametrize(
    ("learning", "reviews"),
    [
        ("campaigns on where babies sleep", {"eastmere-baby-g-2013", "marlshire-baby-t-2021", "eastmere-baby-x-2022"}),
        ("a cot in emergency housing", {"marlshire-baby-f-2011", "eastmere-baby-g-2013", "eastmere-baby-x-2022"}),
        ("fathers in the record", {"marlshire-child-m-and-child-n-2017", "marlshire-infants-2023"}),
        ("telling the next area", {"eastmere-child-a-2010", "eastmere-child-y-2024"}),
    ],
)
def test_what_the_illustrative_collection_promises_again_is_found(groups, learning, reviews):
    assert any(reviews <= group for group in groups), learning


def test_unlike_recommendations_are_not_chained_together(groups):
    assert 15 <= len(groups) <= 35
    assert max(map(len, groups)) <= 7


def test_of_more_than_can_be_compared_the_latest_reviews_are_looked_at_and_the_notice_says_so():
    filling = [f"q{number // 26}{chr(97 + number % 26)}" for number in range(2_998)]
    rows = [
        ("b:1", "b", "Dentists should be asked."),
        ("a:1", "a", "Dentists should be asked."),
        ("k:1", "k", "Interpreters should be paid."),
        ("c:1", "c", "Interpreters should be paid."),
        *((f"c:f{number}", "c", text) for number, text in enumerate(filling)),
    ]
    many = pd.DataFrame(rows, columns=["passage_id", "review_id", "text"])
    repeats = find_repeats(many, REVIEWS)
    assert repeats["passage_id"].tolist() == ["k:1", "c:1"]
    assert repeats["of_reviews"].tolist() == [2, 2]
    assert (
        repeats["notice"].tolist()
        == ["Includes 1 unpublished review. Looked for in the latest 2 of 4 reviews only"] * 2
    )
