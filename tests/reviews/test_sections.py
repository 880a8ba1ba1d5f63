import pytest

from scrlearn.reviews.paragraphs import paragraphs_of
from scrlearn.reviews.sections import closes, opened_kind, sections_of


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Recommendations", "recommendation"),
        ("7. Recommendations\nfor Health", "recommendation"),
        ("Composite action plan", "recommendation"),
        ("Improvements made since the review", "recommendation"),
        ("Practice standards", "recommendation"),
        ("Key findings", "finding"),
        ("Learning points", "learning_point"),
        ("What did we learn", "learning_point"),
        ("Questions for the Board", "question"),
        ("Considerations for the Partnership", "question"),
        ("The review makes the following recommendations:", "recommendation"),
        ("Earlier recommendations", None),
        ("No recommendations", None),
        ("The review asked the following questions:", None),
        ("Background", None),
    ],
)
def test_a_heading_or_line_tells_what_kind_of_list_it_opens(line, kind):
    assert opened_kind(paragraphs_of(line)[0]) == kind


@pytest.mark.parametrize(
    ("line", "told"),
    [
        *(("Conclusion", True), ("Appendix 2: Terms", True), ("May 2017", True), ("www.northshire.example", True)),
        *(("Methodology", True), ("The Board has met", False), ("Appendix 2 was rewritten.", False)),
    ],
)
def test_a_closing_line_is_told_from_others(line, told):
    assert closes(paragraphs_of(line)[0]) is told


def parted(text):
    return [(section.kind, [p.text for p in section.paragraphs]) for section in sections_of(paragraphs_of(text))]


def test_a_list_goes_on_until_another_section_of_the_report_begins():
    assert parted("It met.\n\nRecommendations\n\nStaff should ask.\n\nMethodology\n\nIt read files.") == [
        (None, ["It met."]),
        ("recommendation", ["Staff should ask."]),
        (None, ["It read files."]),
    ]


def test_a_numbered_heading_one_further_ends_a_section():
    assert parted("4. Recommendations\n\n4.1 Staff should ask.\n\n5. Thanks\n\nAll helped.")[1:] == [
        ("recommendation", ["Staff should ask."]),
        (None, ["All helped."]),
    ]


def test_a_heading_for_an_agency_right_under_the_heading_of_the_list_belongs_to_it():
    assert parted("Recommendations\n\nRecommendations for Health\n\n1. Ask.") == [
        (None, []),
        ("recommendation", ["Recommendations for Health", "Ask."]),
    ]


def test_a_label_after_a_recommendation_opens_no_section():
    assert parted("Recommendation 1: Ask.\n\nWhat has changed since:\n\nA leaflet.") == [
        (None, ["Ask.", "What has changed since:", "A leaflet."])
    ]
