import pytest

from scrlearn.reviews.tracker_reviews import Refusal, review_of, subject_of
from scrlearn.reviews.tracker_rows import TrackerRow


def row(**cells: str) -> TrackerRow:
    names = {role: f"{letter}2" for role, letter in zip(cells, "ABCDEF", strict=False)}
    return TrackerRow(2, {role: [cell] for role, cell in cells.items()}, names, merged=False, first=("A2", ""))


def known(review_id: str, subject: str, **facts: object) -> dict:
    dates = {"published_on": None, "decided_on": None, "commissioned_on": None, "year": None}
    publisher = "Northshire Safeguarding Children Board"
    return {
        "review_id": review_id,
        "subject": subject,
        "partnership": "northshire",
        "publisher": publisher,
        **dates,
        **facts,
    }


def found(told: TrackerRow, *reviews: dict, title: str | None = None) -> str | Refusal:
    review = review_of(told, reviews, title=title, source_status="published")
    return review if isinstance(review, Refusal) else review["review_id"]


K_2015 = known("n-child-k-2015", "Child K", year=2015)
K_2017 = known("n-child-k-2017", "Child K", year=2017, commissioned_on="2016-05")


@pytest.mark.parametrize(
    ("cell", "subject"),
    [
        ("SCR Child K 2017", "Child K"),
        ("child k scr", "child k"),
        ("Manning Family (LCSPR)", "Manning Family"),
        ("Thematic review of sleep", "sleep"),
        ("DHR 3", "DHR 3"),
        ("SCR 2017", ""),
    ],
)
def test_a_subject_stands_without_its_kind_and_year(cell, subject):
    assert subject_of(cell) == subject


@pytest.mark.parametrize(
    "cell", ["Child K", "CHILD K", "SCR Child K", "LCSPR: Child K (2017)", "n-child-k-2017", "Child K 2016"]
)
def test_a_review_is_found_by_its_subject_however_it_is_written(cell):
    assert found(row(review=cell), K_2017) == "n-child-k-2017"


def test_the_year_tells_namesakes_apart():
    assert found(row(review="Child K", year="2015"), K_2015, K_2017) == "n-child-k-2015"
    assert found(row(review="Child K 2016"), K_2015, K_2017) == "n-child-k-2017"
    assert found(row(review="Child K"), K_2015, K_2017).cell == "A2"


def test_the_partnership_tells_namesakes_apart_also_by_its_initials():
    ashby = known("a-child-k-2017", "Child K", partnership="ashby", publisher="Ashby Safeguarding Children Board")
    assert found(row(review="Child K", partnership="NSCB"), ashby, K_2017) == "n-child-k-2017"
    assert found(row(review="Child K", partnership="Ashby LSCB"), ashby, K_2017) == "a-child-k-2017"


def test_a_title_names_the_review_where_no_column_does():
    assert found(row(action="Write"), K_2017, title="Child K") == "n-child-k-2017"


def test_another_year_makes_another_review():
    assert found(row(review="Child K 2021"), K_2017) == "northshire-child-k-2021"


def test_a_cell_without_a_name_is_refused():
    assert (
        found(row(review="SCR 2017"), K_2017).reason
        == "names no review; write whom or what it is about, such as Child K"
    )
