"""The chart of themes by their place, and the words beside it."""

import pandas as pd
import pytest

from scrlearn.charts.ranks import describe_theme_ranks, plot_theme_ranks
from tests.charts.conftest import bars_of, headline_of, words_of


def _ranks(rows, *, of=27):
    table = pd.DataFrame(rows, columns=["rank", "theme", "n_reviews", "n_confirmed", "n_check"])
    return table.assign(theme_id=table["theme"], of_reviews=of, n_passages=0, notice=None)


FOUR = [
    (2, "Safe sleeping", 5, 0, 3),
    (1, "Voice of the child", 7, 3, 0),
    (2, "Whole family", 5, 5, 0),
    (4, "Supervision", 0, 0, 0),
]


def test_each_theme_stands_at_its_place_and_a_shared_one_is_marked():
    ax = plot_theme_ranks(_ranks(FOUR))
    assert words_of(ax)[:12] == [
        "1", "Voice of the child", "7 of 27",
        "2=", "Safe sleeping", "5 of 27, 3 to check",
        "2=", "Whole family", "5 of 27",
        "4", "Supervision", "0 of 27",
    ]  # fmt: skip
    assert bars_of(ax, "confirmed") == [(0, 3), (0, 5)]
    assert bars_of(ax, "suggested") == [(3, 4), (0, 5)]


@pytest.mark.parametrize(
    ("rows", "headline"),
    [
        (FOUR, "Voice of the child is raised most often so far: in 7 of 27 reviews"),
        ([(1, "A", 7, 0, 0), (2, "B", 5, 0, 0)], "A is raised most often: in 7 of 27 reviews, then B in 5"),
        ([(1, "A", 7, 0, 0), (2, "B", 0, 0, 0)], "A is raised most often: in 7 of 27 reviews"),
        ([(1, "A", 7, 0, 0), (1, "B", 7, 0, 0)], "Each of the 2 themes is raised in 7 of 27 reviews"),
    ],
)
def test_the_headline_names_a_second_theme_only_where_it_has_its_place_alone(rows, headline):
    assert headline_of(plot_theme_ranks(_ranks(rows))) == headline


def test_a_headline_does_not_grow_by_a_second_long_name():
    rows = [(1, "A" * 60, 7, 0, 0), (2, "B" * 60, 5, 0, 0)]
    assert headline_of(plot_theme_ranks(_ranks(rows))).endswith("in 7 of 27 reviews")


def test_the_description_says_each_place_and_figure():
    assert describe_theme_ranks(_ranks(FOUR)).splitlines() == [
        "Bar chart, one bar a theme, in the order of their places.",
        "Place of each theme by the number of reviews that raise it, of 27 reviews looked at; = marks a shared place.",
        "Voice of the child is raised most often so far: in 7 of 27 reviews.",
        "1. Voice of the child: 7 of 27 reviews, 3 of them confirmed by a person.",
        "2=. Safe sleeping: 5 of 27 reviews, none of them confirmed by a person, 3 more to check.",
        "2=. Whole family: 5 of 27 reviews, all of them confirmed by a person.",
        "4. Supervision: 0 of 27 reviews.",
        "Frequency is not importance: a theme that few reviews raise may matter as much.",
    ]
