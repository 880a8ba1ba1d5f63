import pytest

from scrlearn.reviews.layout import sort_paragraphs
from scrlearn.reviews.numbering import stated_count
from scrlearn.reviews.paragraphs import paragraphs_of

REPORT = "Northshire Safeguarding Children Board\n\nOverview report of the Review of Child P\n\nIt met.\n\n"
ASK, LISTEN = "The Board should ask all families about sleep.", "The Trust should listen to all the children."


def sorted_text(text):
    return sort_paragraphs(paragraphs_of(REPORT + text))


def keys(text):
    return [entry.key for entry in sorted_text(text).recommendations]


def test_what_stands_in_a_summary_and_in_its_place_is_taken_once_and_last():
    twice = f"Recommendations\n\n1. {ASK}\n\n2. {LISTEN}\n\n"
    layout = sorted_text(f"{twice}Introduction\n\nIt was long.\n\n{twice}")
    assert [entry.key for entry in layout.recommendations] == ["1", "2"]
    assert [reason for _, reason in layout.unplaced if "again" in reason] == [
        "says recommendation 1 again",
        "says recommendation 2 again",
    ]
    first_of_all = sorted_text(twice).recommendations[0].body.start
    assert layout.recommendations[0].body.start > first_of_all


def test_of_two_that_say_the_same_the_answered_one_is_taken():
    layout = sorted_text(f"Recommendation 1: {ASK}\n\nResponse: It will.\n\nConclusion\n\nRecommendation 1: {ASK}")
    assert [(reply.entry.key, reply.body.text) for reply in layout.responses] == [("1", "It will.")]
    assert len(layout.recommendations) == 1


@pytest.mark.parametrize(
    ("numbers", "doubts"),
    [((1, 2, 3), []), ((1, 3), ["recommendation 2 was not found between those before and after"]), ((4,), [])],
)
def test_a_gap_in_the_numbers_raises_a_doubt(numbers, doubts):
    words = {1: "ask fathers", 2: "see children", 3: "share plans", 4: "audit files"}
    text = "\n\n".join(f"Recommendation {n}: The Board should {words[n]}." for n in numbers)
    assert sorted_text(text).doubts == doubts


def test_a_label_with_nothing_after_it_raises_a_doubt():
    layout = sorted_text("Recommendation 1: Ask.\n\nRecommendation 2")
    assert layout.doubts == ["'Recommendation 2' stands there with nothing after it"]
    assert [entry.key for entry in layout.recommendations] == ["1"]


def test_keys_name_every_kind_but_recommendations():
    assert keys("Finding 1: Fathers are not asked.\n\nRecommendation 1: Ask.\n\nLearning point 1: Listen.") == [
        "finding.1",
        "1",
        "learning-point.1",
    ]


def test_numbers_that_stand_twice_without_a_heading_are_told_apart():
    assert keys("Recommendation 1: Ask.\n\nRecommendation 1: Listen.") == ["1", "1-2"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The review makes four recommendations.", 4),
        ("It contains 12 multi-agency recommendations", 12),
        ("It made recommendations", None),
    ],
)
def test_a_text_may_say_how_many_recommendations_there_are(text, count):
    assert stated_count(text) == count
