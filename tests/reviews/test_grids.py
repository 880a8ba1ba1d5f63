import pytest

from scrlearn.reviews.grids import Grid, is_status, label_row, read_grids
from scrlearn.reviews.paragraphs import paragraphs_of


def grids(text):
    return read_grids(paragraphs_of(text))


def cells(row):
    return {role: [cell.text for cell in held] for role, held in row.cells.items()}


def test_the_cells_of_a_row_are_held_by_what_their_columns_say():
    (grid,) = grids("| Recommendation | Action | Lead | Theme |\n\n| To ask | Leaflet | | Sleep |")
    assert grid.kind == "recommendation"
    assert [cells(row) for row in grid.rows] == [{"recommendation": ["To ask"], "action": ["Leaflet"]}]
    assert [cell.text for cell in grid.rows[0].rest] == ["Sleep"]


def test_a_header_that_is_printed_again_goes_on_with_the_table():
    header = "| Learning point | Action |"
    (grid,) = grids(f"{header}\n\n| To ask | Leaflet |\n\n{header}\n\n| To see | Audit |")
    assert grid.kind == "learning_point"
    assert len(grid.rows) == 2


def test_a_table_without_recommendations_has_no_kind():
    (grid,) = grids("| No | Action | Lead |\n\n| 1 | Leaflet | Help |")
    assert grid.kind is None


def test_a_column_of_updates_that_holds_words_for_a_status_is_the_status():
    (grid,) = grids(
        "| Recommendation | Action | Progress |\n\n| To ask | Leaflet | Complete |\n\n| To see | Audit | Ongoing |"
    )
    assert cells(grid.rows[1]) == {"recommendation": ["To see"], "action": ["Audit"], "status": ["Ongoing"]}


def test_a_row_under_no_header_stays_a_paragraph():
    (row,) = grids("| Term | Meaning |")
    assert not isinstance(row, Grid)
    assert row.text == "| Term | Meaning |"


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("| Lead | Head of Help |", ["Lead", "Head of Help"]),
        ("| Recommendation 1 | Ask families |", ["Recommendation 1", "Ask families"]),
        ("| Recommendation 1: Ask families | |", ["Recommendation 1: Ask families"]),
        ("| Term | Meaning |", None),
        ("| Lead: Police | Status: Green |", None),
    ],
)
def test_a_row_may_be_a_label_and_what_it_says(row, found):
    cells = label_row(paragraphs_of(row)[0])
    assert (cells and [cell.text for cell in cells]) == found


@pytest.mark.parametrize(
    ("text", "told"), [("Complete", True), ("Under way", True), ("It was completed.", False), ("Leaflet", False)]
)
def test_a_few_words_for_a_status_are_one(text, told):
    assert is_status(text) is told
