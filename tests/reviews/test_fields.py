import pytest

from scrlearn.reviews.fields import kind_of, read_bodies, read_colour_key, read_due, read_status
from scrlearn.reviews.statements import Due


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("Green", "complete"),
        ("G", "complete"),
        ("Green - on target", "under_way"),
        ("Complete - to be reviewed in June", "complete"),
        ("To be completed by March", "planned"),
        ("Partially complete", "under_way"),
        ("90%", "under_way"),
        ("100%", "complete"),
        ("Embedded", "complete"),
        ("CLOSED", "complete"),
        ("on-going", "under_way"),
        ("Not yet started", "planned"),
        ("Recommendation rejected", "declined"),
        ("Not accepted", "declined"),
        ("Overdue", "under_way"),
        ("Blue", "complete"),
    ],
)
def test_a_boards_word_for_a_status_is_understood(cell, status):
    assert read_status(cell) == (status, True)


@pytest.mark.parametrize("cell", ["n/a", "Superseded", "Red/Amber", "Open"])
def test_another_word_is_no_status(cell):
    assert read_status(cell) == ("not_stated", False)


def test_what_is_red_is_under_way_only_where_something_was_begun():
    assert read_status("Red", update="The audit has begun.").status == "under_way"
    assert read_status("Red", update="The audit will be held.").status == "planned"


def test_green_is_on_target_beside_blue():
    assert read_status("Green", blue=True).status == "under_way"
    assert read_status("Green - complete", blue=True).status == "complete"


def test_a_blank_status_is_told_by_the_update():
    assert read_status(None, update="The guide was revised.") == ("complete", True)
    assert read_status(None) == ("not_stated", True)


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        ("2024-03-31", Due("2024-03-31", "day")),
        ("2024-03", Due("2024-03", "month")),
        ("31.03.24", Due("2024-03-31", "day")),
        ("15-Mar-2024", Due("2024-03-15", "day")),
        ("Mar-24", Due("2024-03", "month")),
        ("End of Sept 2024", Due("2024-09", "month")),
        ("2024", Due("2024", "year")),
        ("31/03/24, revised 30/06/24", Due("2024-06-30", "day")),
        ("June 2024 (was March 2024)", Due("2024-06", "month")),
        ("30 June", Due(text="30 June")),
        ("31/02/2024", Due(text="31/02/2024")),
        ("ASAP", Due(text="ASAP")),
        (None, Due()),
    ],
)
def test_a_due_date_is_read_as_exactly_as_it_is_printed(cell, due):
    assert read_due(cell) == due


def test_several_bodies_in_a_cell_are_joined_once_each():
    assert (
        read_bodies(["Police / Health\nPolice", "Head of Service, Education"])
        == "Police;Health;Head of Service, Education"
    )
    assert read_bodies([]) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Learning points", "learning_point"),
        ("Finding", "finding"),
        ("Question for the Board", "question"),
        ("Type", None),
    ],
)
def test_a_heading_tells_the_kind_of_its_passages(text, kind):
    assert kind_of(text) == kind


def test_a_colour_means_what_the_document_says():
    key = read_colour_key("Key: Blue = complete; Green – on target; Red means not started.")
    assert key == {"blue": "complete", "green": "under_way", "red": "planned"}
    assert read_status("Green", key=key).status == "under_way"
