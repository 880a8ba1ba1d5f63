import pytest

from scrlearn.reviews.column_roles import columns_of, role_of


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Recommendation", "recommendation"),
        ("Rec No.", "number"),
        ("Action required", "action"),
        ("By whom", "lead"),
        ("Timescale", "due"),
        ("RAG", "status"),
        ("Progress update", "update"),
        ("Success measures", "aside"),
        ("Hampshire", ""),
        ("", ""),
    ],
)
def test_a_header_tells_what_its_column_holds(header, role):
    assert role_of(header) == role


def test_an_agency_leads_where_no_other_column_says_who_does():
    assert columns_of(["Recommendation", "Agency", "Action"]) == ["recommendation", "lead", "action"]
    assert columns_of(["Recommendation", "Agency", "Lead"]) == ["recommendation", "addressed_to", "lead"]


def test_a_second_column_of_a_kind_is_not_read_unless_it_holds_actions():
    assert columns_of(["Recommendation", "Action", "Action agreed", "Lead", "Owner"]) == [
        *("recommendation", "action", "action", "lead", "aside")
    ]


@pytest.mark.parametrize(
    "cells",
    [
        ["1", "To ask.", "Head of Help"],
        ["Term", "Meaning"],
        ["Lead", "Status"],
        ["Recommendation", "The Board should ask about sleep at every visit."],
    ],
)
def test_a_row_of_words_is_no_header(cells):
    assert columns_of(cells) is None
