import pytest

from scrlearn.reviews.paragraphs import paragraphs_of
from scrlearn.reviews.titles import asks, bare_title, is_heading, is_heading_line


@pytest.mark.parametrize(
    ("line", "told"), [("Safer sleep", True), ("1. Background", True), ("It met.", False), ("• Sleep", False)]
)
def test_a_heading_is_short_and_no_sentence(line, told):
    assert is_heading(paragraphs_of(line)[0]) is told


def test_a_title_is_told_without_its_number_and_colon():
    assert bare_title(paragraphs_of("Section 4 Recommendations\nfor Health:")[0]) == "Recommendations for Health"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("The Board should ask.", True),
        ("To ask families.", True),
        ("Ensure that fathers are asked.", True),
        ("The author recommends an audit.", True),
        ("The child was seen.", False),
        (
            "It was felt, when the panel met in the spring to look at the files it had, that it should end.",
            False,
        ),
    ],
)
def test_what_asks_for_something_is_told_from_what_happened(line, told):
    assert asks(paragraphs_of(line)[0]) is told


def test_the_title_of_a_response_belongs_to_the_heading_of_a_document():
    assert is_heading_line(paragraphs_of("Board response")[0])
    assert not is_heading_line(paragraphs_of("It was agreed.")[0])
