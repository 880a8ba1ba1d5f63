"""The chart of themes, and the words beside it."""

import matplotlib
import pandas as pd
import pytest

from scrlearn.charts.themes import describe_themes, plot_themes
from scrlearn.errors import TableError
from tests.charts.conftest import bars_of, headline_of, words_of


def _counts(rows, *, of, notice=None):
    table = pd.DataFrame(rows, columns=["theme", "n_reviews", "n_confirmed", "n_check"])
    return table.assign(theme_id=table["theme"], of_reviews=of, n_passages=0, notice=notice)


FOUR_TIED = [("A", 5, 0, 0), ("B", 5, 0, 0), ("C", 5, 0, 0), ("D", 5, 0, 0), ("E", 0, 0, 0)]
FOUR = [
    ("Safe sleeping", 5, 0, 3),
    ("Voice of the child", 7, 3, 2),
    ("Whole family", 5, 5, 0),
    ("Cross-border information sharing", 0, 0, 0),
]


def test_bars_are_as_long_as_the_counts_and_stand_the_most_raised_first():
    ax = plot_themes(_counts(FOUR, of=27))
    assert bars_of(ax, "rest") == [(0, 27), (0, 27), (0, 27), (0, 27)]
    assert bars_of(ax, "confirmed") == [(0, 3), (0, 5)]
    assert bars_of(ax, "suggested") == [(3, 4), (0, 5)]
    assert bars_of(ax, "to_check") == [(7, 2), (5, 3)]


def test_the_confirmed_part_is_solid_dark_blue_and_the_rest_of_it_is_hatched_and_outlined():
    ax = plot_themes(_counts([("Voice of the child", 7, 3, 0)], of=7))
    _, suggested, confirmed = ax.patches
    assert matplotlib.colors.to_hex(confirmed.get_facecolor()) == "#12436d"
    assert confirmed.get_hatch() is None
    assert suggested.get_hatch() == "////"
    assert matplotlib.colors.to_hex(suggested.get_edgecolor()) == "#12436d"


def test_each_theme_says_n_of_n_and_what_is_to_check_also_when_it_is_nought():
    assert words_of(plot_themes(_counts(FOUR, of=27)))[:8] == [
        "Voice of the child",
        "7 of 27, 2 to check",
        "Safe sleeping",
        "5 of 27, 3 to check",
        "Whole family",
        "5 of 27",
        "Cross-border information sharing",
        "0 of 27",
    ]


def test_a_chart_says_its_finding_its_measure_and_what_its_shapes_mean():
    ax = plot_themes(_counts(FOUR, of=27, notice="Illustrative data"))
    assert headline_of(ax) == "Voice of the child is raised most often so far: in 7 of 27 reviews"
    assert "Number of reviews that raise each theme, of 27 reviews looked at" in words_of(ax)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "Confirmed by a person",
        "Not yet confirmed by a person",
        "A person has still to decide",
        "Reviews that do not raise it",
    ]
    assert "Illustrative data" in words_of(ax)


def test_the_key_explains_only_what_is_there():
    ax = plot_themes(_counts([("Voice of the child", 2, 2, 0)], of=2))
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["Confirmed by a person"]


@pytest.mark.parametrize(
    ("rows", "of", "headline"),
    [
        ([("A", 1, 0, 0), ("B", 1, 0, 0)], 2, "Each of the 2 themes is raised in 1 of 2 reviews"),
        ([("A", 7, 0, 0)], 27, "A is raised in 7 of 27 reviews"),
        ([("A", 1, 0, 0)], 1, "A is raised in 1 of 1 review"),
        ([("A", 5, 0, 0), ("B", 5, 0, 0), ("C", 1, 0, 0)], 9, "A and B are raised most often: each in 5 of 9 reviews"),
        (FOUR_TIED, 9, "4 of the 5 themes are raised most often: each in 5 of 9 reviews"),
        ([("A", 0, 0, 0), ("B", 0, 0, 0)], 2, "No theme is raised in any of the 2 reviews"),
        ([("A", 0, 0, 1), ("B", 0, 0, 0)], 2, "No theme is raised in any of the 2 reviews so far"),
        ([("A", 0, 0, 0)], 1, "No theme is raised in the one review"),
        ([("A", 0, 0, 0)], 0, "There are no reviews to count"),
    ],
)  # fmt: skip
def test_the_headline_claims_no_more_than_the_numbers_say(rows, of, headline):
    assert headline_of(plot_themes(_counts(rows, of=of))) == headline


def test_the_description_says_each_figure_inwords_of():
    assert describe_themes(_counts(FOUR, of=27, notice="Illustrative data")).splitlines() == [
        "Illustrative data.",
        "Bar chart, one bar a theme.",
        "Number of reviews that raise each theme, of 27 reviews looked at.",
        "Voice of the child is raised most often so far: in 7 of 27 reviews.",
        "Voice of the child: 7 of 27 reviews, 3 of them confirmed by a person, 2 more to check.",
        "Safe sleeping: 5 of 27 reviews, none of them confirmed by a person, 3 more to check.",
        "Whole family: 5 of 27 reviews, all of them confirmed by a person.",
        "Cross-border information sharing: 0 of 27 reviews.",
        "Frequency is not importance: a theme that few reviews raise may matter as much.",
    ]


def test_the_description_says_once_that_nothing_is_confirmed():
    assert describe_themes(_counts([("A", 1, 0, 0), ("B", 0, 0, 1)], of=2)).splitlines() == [
        "Bar chart, one bar a theme.",
        "Number of reviews that raise each theme, of 2 reviews looked at.",
        "A is raised most often so far: in 1 of 2 reviews.",
        "A: 1 of 2 reviews.",
        "B: 0 of 2 reviews, 1 to check.",
        "None of these is confirmed by a person yet.",
        "Frequency is not importance: a theme that few reviews raise may matter as much.",
    ]


def test_a_table_of_another_kind_is_refused():
    with pytest.raises(TableError, match=r"theme_counts: column .*'n_reviews'.* is missing"):
        plot_themes(pd.DataFrame({"theme": ["A"]}))
