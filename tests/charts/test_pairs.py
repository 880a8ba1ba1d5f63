"""The chart of themes raised together, and the words beside it."""

import pandas as pd
import pytest

from scrlearn.charts.pairs import describe_pairs, plot_pairs
from tests.charts.conftest import words_of


def _pairs(rows, *, of):
    table = pd.DataFrame(rows, columns=["theme", "with_theme", "n_reviews", "n_confirmed", "n_check"])
    return table.assign(
        theme_id=table["theme"], with_theme_id=table["with_theme"], of_reviews=of, n_passages=0, notice=None
    )


THREE = [
    ("Whole family", "Safe sleeping", 2, 1, 0),
    ("Whole family", "Voice", 9, 0, 0),
    ("Safe sleeping", "Voice", 0, 0, 1),
]
TIED = [("A", "B", 3, 0, 0), ("A", "C", 3, 0, 0), ("B", "C", 0, 0, 0)]


def test_the_cells_make_a_triangle_and_each_says_its_count():
    ax = plot_pairs(_pairs(THREE, of=32))
    assert words_of(ax)[:11] == [
        "Whole family",
        "Safe sleeping",
        "Safe sleeping",
        "2 of 32",
        "1 confirmed",
        "Voice",
        "9 of 32",
        "0 confirmed",
        "0 of 32",
        "1 to check",
        "Number of reviews that raise both themes, of 32 reviews looked at",
    ]
    cells = [(cell.get_x(), round(cell.get_y(), 1)) for cell in ax.patches]
    assert [x for x, _ in cells] == [0, 0, 1]
    assert cells[1][1] == cells[2][1] > cells[0][1]


@pytest.mark.parametrize(
    ("rows", "of", "headline"),
    [
        (THREE, 32, "Whole family and Voice are raised together most often so far: in 9 of 32 reviews"),
        ([("A", "B", 1, 0, 0)], 2, "A and B are raised together in 1 of 2 reviews"),
        ([("A", "B", 1, 0, 0), ("A", "C", 1, 0, 0)], 2, "Each of the 2 pairs of themes is raised in 1 of 2 reviews"),
        (TIED, 9, "2 of the 3 pairs of themes are raised most often: each in 3 of 9 reviews"),
        ([("A", "B", 0, 0, 0)], 2, "No two themes are raised in the same review"),
        ([("A", "B", 0, 0, 0)], 0, "There are no reviews to count"),
    ],
)  # fmt: skip
def test_the_headline_claims_no_more_than_the_numbers_say(rows, of, headline):
    assert " ".join(plot_pairs(_pairs(rows, of=of)).get_title(loc="left").split()) == headline


def test_the_description_says_each_figure_inwords_of():
    assert describe_pairs(_pairs(THREE, of=32)).splitlines() == [
        "Triangular grid of numbers, each theme with each other.",
        "Number of reviews that raise both themes, of 32 reviews looked at.",
        "Whole family and Voice are raised together most often so far: in 9 of 32 reviews.",
        "Whole family and Safe sleeping: 2 of 32 reviews, 1 of them confirmed by a person.",
        "Whole family and Voice: 9 of 32 reviews, none of them confirmed by a person.",
        "Safe sleeping and Voice: 0 of 32 reviews, 1 to check.",
        "Frequency is not importance: a theme that few reviews raise may matter as much.",
    ]
