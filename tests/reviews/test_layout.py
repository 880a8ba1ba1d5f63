import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.reviews.layout import sort_paragraphs
from scrlearn.reviews.paragraphs import paragraphs_of

HEAD = (
    "Northshire Safeguarding Children Board\n\nResponse to the Review of Child P\n\nIt was considered in May 2016.\n\n"
)
INTRODUCED = HEAD + "The report makes the following recommendations:\n\n"
PIECES = st.sampled_from(
    [
        *("Recommendations\n\n", "Recommendation 1: ", "1) ", "2) ", "3. ", "a) ", "i) ", "- ", "• ", "\n"),
        *("Staff should:\n", "Ask.\n", "It will be done.\n\n", "May 2017\n\n", "Page 2 of 3\n\n", "Response: yes\n"),
        *("Finding 1\n", "Questions for the Board\n\n", "What we said\n", "What we have done\n", "Lead: me\n"),
        *("Action\tLead\tDue\n", "Ask.\tMe\t2020\n", "Status: Green\n", "7.1 The Board should ask.\n\n", "\f"),
    ]
)


def sorted_text(text):
    return sort_paragraphs(paragraphs_of(text))


def recommendations(text):
    return [(entry.number, entry.body.text) for entry in sorted_text(text).recommendations]


def responses(text):
    return [(reply.entry.number, reply.body.text) for reply in sorted_text(text).responses]


def test_each_paragraph_after_a_recommendation_answers_it():
    text = INTRODUCED + "1) To ask;\n\nAsked.\n\nAnd answered.\n\n2) to listen\n\nHeard."
    assert recommendations(text) == [("1", "To ask;"), ("2", "to listen")]
    assert responses(text) == [("1", "Asked."), ("1", "And answered."), ("2", "Heard.")]


def test_parts_are_lettered_in_order_and_carry_the_stem():
    layout = sorted_text(INTRODUCED + "1) Staff should:\n\n- ask;\n- listen.\n\nThey will.")
    assert [(p.number, p.parent and p.parent.number, p.stem) for p in layout.recommendations] == [
        ("1", None, None),
        ("1.a", "1", "Staff should:"),
        ("1.b", "1", "Staff should:"),
    ]
    assert responses(INTRODUCED + "1) Staff should:\n\n- ask;\n- listen.\n\nThey will.") == [("1", "They will.")]


def test_parts_of_parts_carry_both_stems():
    text = (
        INTRODUCED
        + "1. When a child moves:\na) files are asked for;\nb) nurses:\ni) make contact;\nii) wait.\nc) all learn.\n"
    )
    assert [(p.number, p.parent and p.parent.number, p.stem) for p in sorted_text(text).recommendations] == [
        ("1", None, None),
        ("1.a", "1", "When a child moves:"),
        ("1.b", "1", "When a child moves:"),
        ("1.b.i", "1.b", "When a child moves: nurses:"),
        ("1.b.ii", "1.b", "When a child moves: nurses:"),
        ("1.c", "1", "When a child moves:"),
    ]


def test_the_ninth_lettered_part_is_no_roman_one():
    text = INTRODUCED + "1) Staff should:\n" + "".join(f"{letter}) ask;\n" for letter in "abcdefghi")
    assert [number for number, _ in recommendations(text)][-2:] == ["1.h", "1.i"]


def test_the_twenty_seventh_part_is_lettered_aa():
    text = INTRODUCED + "1) Staff should:\n" + "- ask;\n" * 27
    assert recommendations(text)[-1] == ("1.aa", "ask;")


def test_a_list_after_a_recommendation_that_is_complete_is_a_response():
    layout = sorted_text(INTRODUCED + "1) To ask.\n\n- Asked.\n- Asked again.")
    assert [(p.entry.number, p.stem, p.body.text) for p in layout.responses] == [
        ("1", None, "Asked."),
        ("1", None, "Asked again."),
    ]


def test_a_list_in_a_response_carries_the_line_that_opens_it():
    layout = sorted_text(INTRODUCED + "1) To ask.\n\nThe Board will:\n- ask;\n- listen.\n\nIt has begun.")
    assert [(p.stem, p.body.text) for p in layout.responses] == [
        (None, "The Board will:"),
        ("The Board will:", "ask;"),
        ("The Board will:", "listen."),
        (None, "It has begun."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "The report makes the following recommendations:",
        "The recommendations, and our response to each, are set out below.",
        "The lead reviewer made three recommendations to the Board:",
        "The lead reviewer recommended that:",
        "Recommendations",
        "4. Recommendations and responses",
        "The reviewer met the family. The recommendations are as follows",
    ],
)
def test_a_line_or_heading_introduces_the_recommendations(line):
    assert recommendations(HEAD + line + "\n\n1) To ask.\n\nAsked.") == [("1", "To ask.")]


@pytest.mark.parametrize(
    "line",
    [
        "The review asked the following questions:",
        "The review made no recommendations for the following reasons:",
        "The terms of reference, which earlier recommendations had shaped, were:",
        "This document gives the response of the Board on any recommendations made to it.",
        "Recommendations had been made before. The panel looked at:",
    ],
)
def test_other_numbered_lists_are_no_recommendations(line):
    layout = sorted_text(HEAD + line + "\n\n1) Was the child seen?\n2) By whom?")
    assert layout.recommendations == []
    assert layout.responses == []
    assert [paragraph.text for paragraph in layout.narrative][-2:] == ["Was the child seen?", "By whom?"]


def test_a_list_of_questions_before_the_recommendations_stays_narrative():
    text = HEAD + "The questions were:\n1) Who?\n2) When?\n\nThe report makes these recommendations:\n1) To ask.\n"
    assert recommendations(text) == [("1", "To ask.")]


def test_recommendations_marked_as_such_need_no_introduction():
    assert recommendations(HEAD + "Recommendation 1: To ask.\n\nAsked.\n\nRecommendation 2: To listen.") == [
        ("1", "To ask."),
        ("2", "To listen."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Published 21 June 2017",
        "February 2016",
        "21st June 2017.",
        "For further information contact the business unit.",
        "Email: board@northshire.example",
        "Conclusion",
    ],
)
def test_what_closes_a_document_is_no_response(line):
    text = INTRODUCED + f"1) To ask.\n\nAsked.\n\n{line}\n\nNorthshire House"
    assert responses(text) == [("1", "Asked.")]
    assert [paragraph.text for paragraph in sorted_text(text).closing] == [line, "Northshire House"]


@pytest.mark.parametrize(
    "line",
    [
        "Published guidance was revised in June 2017.",
        "Reviewed in May 2017.",
        "Contact details have been shared with every school.",
        "Appendix 2 of the policy was rewritten.",
    ],
)
def test_a_response_that_only_begins_like_a_closing_line_stays_a_response(line):
    assert responses(INTRODUCED + f"1) To ask.\n\n{line}\n\nIt was read.") == [("1", line), ("1", "It was read.")]


def test_a_recommendation_after_a_closing_line_opens_the_list_again():
    text = INTRODUCED + "1) To ask.\n\nMay 2017\n\n2) To listen.\n\nHeard."
    assert recommendations(text) == [("1", "To ask."), ("2", "To listen.")]
    assert responses(text) == [("2", "Heard.")]


def test_page_numbers_are_left_out():
    text = INTRODUCED + "1) Staff should:\n- ask;\n\nPage 2 of 3\n\n- listen.\n\nThey will.\n\n4"
    assert [number for number, _ in recommendations(text)] == ["1", "1.a", "1.b"]
    assert responses(text) == [("1", "They will.")]


def test_numbers_are_those_printed():
    assert [number for number, _ in recommendations(INTRODUCED + "2) To ask.\n4) To listen.")] == ["2", "4"]


@pytest.mark.parametrize("second", ["1) It is done.", "2) To listen."])
def test_numbers_that_go_back_raise_a_doubt(second):
    layout = sorted_text(INTRODUCED + "1) To ask.\n2) To see.\n" + second)
    assert [re.match(r"its numbers go from 2 back to [12]", doubt) is not None for doubt in layout.doubts] == [True]


def test_a_list_in_another_style_may_begin_again_in_a_response():
    assert responses(INTRODUCED + "1) To ask.\n\nSteps taken\n\n1. Asked.\n2. Heard.\n\n2) To listen.") == [
        ("1", "Asked."),
        ("1", "Heard."),
    ]


def test_a_label_says_that_what_follows_answers():
    text = INTRODUCED + "1) To ask.\n\nIt was hard.\n\nBoard response:\nIt will be done.\n\nSoon."
    assert recommendations(text) == [("1", "To ask.")]
    assert responses(text) == [("1", "It will be done."), ("1", "Soon.")]


def test_a_question_under_a_finding_carries_it_as_its_stem():
    text = HEAD + "Finding 1: Fathers go unseen.\n\nQuestions for the Board\n\n- How will the Board know?\n"
    assert [(e.kind, e.number, e.stem, e.body.text) for e in sorted_text(text).recommendations] == [
        ("finding", "1", None, "Fathers go unseen."),
        ("question", "1.a", "Fathers go unseen.", "How will the Board know?"),
    ]


def test_a_label_before_the_words_is_left_over_as_one():
    layout = sorted_text(HEAD + "Finding 1\n\nFathers go unseen.\n\nFinding 2\n\nBabies are not described.")
    left = [(paragraph.text, reason) for paragraph, reason in layout.unplaced][-2:]
    assert left == [("Finding 1", "label"), ("Finding 2", "label")]


def test_the_header_of_a_table_is_left_over_with_its_reason():
    text = (
        INTRODUCED
        + "| Recommendation | Lead |\n\n| To ask. | Police |\n\n| Recommendation | Lead |\n\n| To see. | Police |"
    )
    left = [paragraph.text for paragraph, reason in sorted_text(text).unplaced if reason == "header of a table"]
    assert left == ["| Recommendation | Lead |"] * 2


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join))
def test_any_text_is_sorted_without_losing_its_places(text):
    layout = sorted_text(text)
    placed = [*(entry.body for entry in layout.recommendations), *(reply.body for reply in layout.responses)]
    assert all(text[p.start : p.end] == p.text for p in [*placed, *(paragraph for paragraph, _ in layout.unplaced)])
    keys = [entry.key for entry in layout.recommendations]
    assert len(set(keys)) == len(keys)
    assert {reply.entry.key for reply in layout.responses} <= set(keys)
    assert {entry.parent.key for entry in layout.recommendations if entry.parent} <= set(keys)


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join))
def test_every_paragraph_is_part_of_a_passage_or_has_a_reason(text):
    layout = sorted_text(text)
    placed = {entry.body.start for entry in layout.recommendations} | {reply.body.start for reply in layout.responses}
    left = {paragraph.start for paragraph, _ in layout.unplaced}
    assert {paragraph.start for paragraph in paragraphs_of(text)} <= placed | left
