import pytest

from scrlearn.reviews.tracker_columns import propose_columns


def roles(header: str, *rows: list) -> list[str]:
    found = propose_columns([header.split("|"), *rows])
    assert found is not None
    return list(found.roles.values())


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "SCR|No.|Recommendation|Action required|Lead|Target date|Completion date|RAG|Progress update|Evidence",
            "review|number|recommendation|action|lead|due|status_on|status|update|ignore",
        ),
        ("Recommendation|Responsible officer|Update", "recommendation|lead|update"),
        (
            "Recommendation|Scope of recommendation|Action|Lead Agency|Milestones|Target Date|Date of completion",
            "recommendation|ignore|action|lead|ignore|due|status_on",
        ),
        (
            "Case|Ref|Learning|Actions|By whom|Completion date|Status",
            "review|number|recommendation|action|lead|due|status",
        ),
        (
            "Source of recommendation|Recommendation|Recommendation made to|What will be done|Who|When|Complete?",
            "review|recommendation|addressed_to|action|lead|due|status",
        ),
        ("Board|Year|Finding|Agency|Update Q1|Update Q2", "partnership|year|recommendation|addressed_to|update|update"),
    ],
)
def test_columns_are_known_by_the_names_that_boards_give_them(header, expected):
    assert roles(header) == expected.split("|")


def test_the_header_may_stand_below_titles_and_blank_rows():
    found = propose_columns([["Recommendations of reviews"], [], [None, "Case", "Recommendation"], [None, "K", "Ask."]])
    assert (found.header_row, found.names) == (2, (None, "Case", "Recommendation"))


def test_cells_tell_what_a_name_does_not():
    rows = [["Child K", "Ask.", "Green", "Recommendation"], ["Child K", "Ask.", "Amber", "Finding"]]
    assert roles("Case|Recommendation|Progress|Type", *rows) == ["review", "recommendation", "status", "kind"]


def test_a_column_of_status_that_holds_long_texts_is_an_update():
    told = "The protocol is with the partners, who have asked for a second draft by the summer."
    assert roles("Recommendation|Status", ["Ask.", told]) == ["recommendation", "update"]


def test_a_type_that_is_no_kind_of_passage_is_ignored():
    assert roles("Recommendation|Lead|Type", ["Ask.", "Police", "Single agency"])[2] == "ignore"


def test_columns_of_one_name_or_none_are_told_apart():
    found = propose_columns([["Action", "Lead", "Date", "Date"], ["Write", "Police", None, None, "stray"]])
    assert found.names == ("Action", "Lead", "Date", "Date (2)", "column E")


def test_a_sheet_without_recommendations_or_actions_is_no_tracker():
    assert propose_columns([["Case", "Lead", "Status"], ["Child K", "Police", "Green"]]) is None
    assert propose_columns([]) is None
