"""The chart of themes by groups of reviews, and the words beside it."""

import matplotlib
import pandas as pd
import pytest

from scrlearn.charts.groups import describe_themes_by, plot_themes_by
from scrlearn.errors import TableError
from tests.charts.conftest import headline_of, words_of


def _counts(rows, *, by="partnership", notice=None):
    table = pd.DataFrame(rows, columns=["group", "theme", "n_reviews", "of_reviews", "n_confirmed", "n_check"])
    return table.assign(theme_id=table["theme"], grouped_by=by, n_passages=0, notice=notice)


def _colors(ax):
    return [matplotlib.colors.to_hex(cell.get_facecolor()) for cell in ax.patches]


TWO_BY_TWO = [
    ("eastmere", "Safe sleeping", 3, 11, 1, 0),
    ("eastmere", "Voice of the child", 6, 11, 0, 0),
    ("marlshire", "Safe sleeping", 0, 12, 0, 2),
    ("marlshire", "Voice of the child", 9, 12, 9, 0),
]


def test_each_cell_says_its_count_and_what_people_confirmed_and_have_to_check():
    assert words_of(plot_themes_by(_counts(TWO_BY_TWO)))[:14] == [
        "Eastmere",
        "Marlshire",
        "Safe sleeping",
        "3 of 11",
        "1 confirmed",
        "0 of 12",
        "2 to check",
        "Voice of the child",
        "6 of 11",
        "0 confirmed",
        "9 of 12",
        "9 confirmed",
        "Number of reviews that raise each theme, by partnership; 23 reviews looked at",
        "Frequency is not importance: a theme that few reviews raise may matter as much.",
    ]


def test_a_cell_is_the_darker_the_larger_its_part():
    assert _colors(plot_themes_by(_counts(TWO_BY_TWO))) == ["#6bace6", "#ffffff", "#2073bc", "#12436d"]


def test_where_nothing_is_confirmed_the_subtitle_says_so_instead_of_every_cell():
    words = words_of(plot_themes_by(_counts([("eastmere", "Safe sleeping", 3, 11, 0, 0)])))
    assert words[2] == "3 of 11"
    assert words[3] == (
        "Number of reviews that raise each theme, by partnership; 11 reviews looked at. "
        "None of these is confirmed by a person yet"
    )


def test_many_years_stand_one_below_the_other():
    years = _counts([(str(year), "Safe sleeping", 1, 1, 0, 0) for year in range(2009, 2026)], by="year")
    ax = plot_themes_by(years)
    assert words_of(ax)[0] == "Safe sleeping"
    assert words_of(ax)[1::2][:17] == [str(year) for year in range(2009, 2026)]


def test_reviews_whose_group_is_not_stated_stand_last_and_empty_ones_are_left_out():
    rows = [("undated", "A", 0, 2, 0, 0), ("not stated", "A", 0, 0, 0, 0), ("2017", "A", 1, 1, 0, 0)]
    assert words_of(plot_themes_by(_counts(rows)))[:2] == ["2017", "Undated"]


@pytest.mark.parametrize(
    ("rows", "by", "headline"),
    [
        (TWO_BY_TWO[:2], "partnership", "Each of the 2 themes is raised in the one partnership"),
        (TWO_BY_TWO, "partnership", "Voice of the child is raised most widely so far: in both partnerships"),
        ([("a", "A", 0, 1, 0, 0), ("b", "A", 0, 1, 0, 0)], "method", "No theme is raised in any of the 2 groups"),
        ([("a", "A", 1, 1, 0, 0), ("b", "A", 0, 1, 0, 0)], "review_type", "A is raised in 1 of 2 types of review"),
        ([("2017", "A", 1, 1, 0, 0), ("2018", "A", 0, 0, 0, 0)], "year", "A is raised in the one year with reviews"),
        (
            [("undated", "A", 1, 1, 0, 0)],
            "published_on, calendar years",
            "No year of publication is stated for any of the reviews",
        ),
        ([("a", "A", 0, 0, 0, 0)], "partnership", "There are no reviews to count"),
    ],
)  # fmt: skip
def test_the_headline_counts_groups_and_compares_no_rates(rows, by, headline):
    assert headline_of(plot_themes_by(_counts(rows, by=by))) == headline


def test_a_group_without_a_statement_does_not_count_as_one():
    rows = [("eastmere", "A", 1, 1, 0, 0), ("marlshire", "A", 1, 1, 0, 0), ("not stated", "A", 0, 3, 0, 0)]
    assert headline_of(plot_themes_by(_counts(rows))) == "A is raised in both partnerships"


def test_the_description_says_each_figure_inwords_of():
    assert describe_themes_by(_counts(TWO_BY_TWO, notice="Illustrative data")).splitlines() == [
        "Illustrative data.",
        "Grid of numbers, themes by groups of reviews.",
        "Number of reviews that raise each theme, by partnership; 23 reviews looked at.",
        "Voice of the child is raised most widely so far: in both partnerships.",
        (
            "Safe sleeping: in Eastmere, 3 of 11 reviews, 1 of them confirmed by a person; "
            "in Marlshire, 0 of 12 reviews, 2 to check."
        ),
        (
            "Voice of the child: in Eastmere, 6 of 11 reviews, none of them confirmed by a person; "
            "in Marlshire, 9 of 12 reviews, all of them confirmed by a person."
        ),
        "Frequency is not importance: a theme that few reviews raise may matter as much.",
    ]


def test_the_description_names_years_without_reviews_once():
    rows = [
        ("2016", "A", 1, 1, 1, 0),
        ("2017", "A", 0, 0, 0, 0),
        ("2018", "A", 0, 0, 0, 0),
        ("undated", "A", 0, 2, 0, 0),
    ]
    assert describe_themes_by(_counts(rows, by="published_on, April to March years")).splitlines() == [
        "Grid of numbers, themes by groups of reviews.",
        (
            "Number of reviews that raise each theme, by year of publication (April to March years); "
            "3 reviews looked at."
        ),
        "A is raised in the one year with reviews.",
        "A: in 2016, 1 of 1 review; undated, 0 of 2 reviews.",
        "There are no reviews in 2017 and 2018.",
        "All of these are confirmed by a person.",
        "Frequency is not importance: a theme that few reviews raise may matter as much.",
    ]


def test_two_ways_of_grouping_in_one_table_are_refused():
    both = pd.concat([_counts(TWO_BY_TWO), _counts([("2017", "A", 1, 1, 0, 0)], by="year")])
    with pytest.raises(
        TableError, match=r"grouped_by has \['partnership', 'year'\]; draw one way of grouping at a time"
    ):
        plot_themes_by(both)
