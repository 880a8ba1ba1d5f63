import pytest

from scrlearn.reviews.flat_tables import flat_rows

HEADER = "Recommendation\nAction\nLead\nTimescale\nStatus\n"


def cells(text):
    return [(row.columns, text[row.start : row.end].split("\n")) for row in flat_rows(text)][1:]


def test_the_lines_of_a_row_belong_to_its_columns_in_order():
    assert cells(HEADER + "1. To ask.\nLeaflet\nHelp\nMarch 2021\nGreen\n2. To see.\nAudit\nPolice\nMay 2021\nRed") == [
        ((0, 1, 2, 3, 4), ["1. To ask.", "Leaflet", "Help", "March 2021", "Green"]),
        ((0, 1, 2, 3, 4), ["2. To see.", "Audit", "Police", "May 2021", "Red"]),
    ]


def test_a_row_without_a_recommendation_begins_with_its_action():
    assert cells(HEADER + "1. To ask.\nLeaflet\nHelp\nMarch 2021\nGreen\nPoster\nBoard\nApril 2021\nRed")[1] == (
        (1, 2, 3, 4),
        ["Poster", "Board", "April 2021", "Red"],
    )


def test_a_status_where_a_date_was_due_leaves_the_date_out():
    assert cells(HEADER + "1. To ask.\nLeaflet\nHelp\nComplete") == [
        ((0, 1, 2, 4), ["1. To ask.", "Leaflet", "Help", "Complete"])
    ]


def test_a_blank_line_ends_the_table():
    assert len(flat_rows(HEADER + "1. To ask.\nLeaflet\n\nIt was done.")) == 2


@pytest.mark.parametrize("text", ["", "Recommendation\nLead\n1. To ask.", "Staff should ask.\nThey did.\nIt helped."])
def test_lines_without_a_header_are_no_table(text):
    assert flat_rows(text) == []


def test_headers_without_a_row_below_them_are_no_table():
    assert flat_rows("Response: yes\nResponse: yes\nRecommendations\n\n") == []
