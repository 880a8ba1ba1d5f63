"""The chart of themes period by period, and the words beside it."""

import matplotlib
import pandas as pd
import pytest

from scrlearn.charts.periods import describe_periods, plot_periods
from scrlearn.charts.style import SHAPES
from tests.charts.conftest import words_of


def _counts(rows, *, by="published_on, calendar years"):
    table = pd.DataFrame(rows, columns=["group", "theme", "n_reviews", "of_reviews", "n_confirmed", "n_check"])
    return table.assign(theme_id=table["theme"], grouped_by=by, n_passages=0, notice=None)


def _heights(ax, shape):
    color = matplotlib.colors.to_rgba(SHAPES[shape]["facecolor"])
    hatch = SHAPES[shape].get("hatch")
    found = [bar for bar in ax.patches if bar.get_facecolor() == color and bar.get_hatch() == hatch]
    return [abs(bar.get_height()) for bar in found]


YEARS = [
    ("undated", "Safe sleeping", 0, 1, 0, 0),
    ("2016", "Safe sleeping", 2, 3, 1, 1),
    ("2017", "Safe sleeping", 0, 0, 0, 0),
    ("2018", "Safe sleeping", 1, 1, 1, 0),
]


def test_a_column_is_as_high_as_its_reviews_are_many_and_filled_as_far_as_they_raise_the_theme():
    ax = plot_periods(_counts(YEARS))
    assert _heights(ax, "rest") == pytest.approx([3, 1, 1])
    assert _heights(ax, "confirmed") == pytest.approx([1, 1])
    assert _heights(ax, "suggested") == pytest.approx([1])
    assert _heights(ax, "to_check") == pytest.approx([1])


def test_the_filled_parts_of_a_column_stand_one_on_the_other():
    ax = plot_periods(_counts(YEARS[1:2]))
    rest, check, suggested, confirmed = ax.patches
    assert confirmed.get_y() == rest.get_y()
    assert suggested.get_y() == pytest.approx(confirmed.get_y() - 1)
    assert check.get_y() == pytest.approx(confirmed.get_y() - 2)


def test_each_column_says_its_count_and_its_period():
    assert words_of(plot_periods(_counts(YEARS)))[:9] == [
        "Safe sleeping",
        "2 of 3",
        "2016",
        "0 of 0",
        "2017",
        "1 of 1",
        "2018",
        "0 of 1",
        "Undated",
    ]


def test_undated_reviews_are_set_apart_at_the_end():
    ax = plot_periods(_counts(YEARS))
    place = {text.get_text(): text.get_position()[0] for text in ax.texts}
    assert place["2018"] - place["2017"] == pytest.approx(1)
    assert place["Undated"] - place["2018"] > 1.5


def test_seventeen_years_stand_in_one_line_and_thirty_in_more():
    def feet(years):
        ax = plot_periods(_counts([(str(year), "A", 1, 2, 0, 0) for year in years]))
        return len({round(bar.get_y(), 3) for bar in ax.patches})

    assert feet(range(2009, 2026)) == 1
    assert feet(range(1996, 2026)) == 2


def test_the_headline_and_the_subtitle_name_the_years():
    ax = plot_periods(_counts(YEARS))
    assert " ".join(ax.get_title(loc="left").split()) == "Safe sleeping is raised so far in both years with reviews"
    assert (
        "Number of reviews that raise each theme, by year of publication (calendar years); 5 reviews looked at"
        in words_of(ax)
    )


def test_periods_that_are_no_years_are_called_periods():
    rows = [("2009-13", "A", 1, 8, 0, 0), ("2014-18", "A", 0, 9, 0, 0)]
    ax = plot_periods(_counts(rows, by="period"))
    assert " ".join(ax.get_title(loc="left").split()) == "A is raised in 1 of 2 periods"


def test_the_description_says_each_figure_inwords_of():
    assert describe_periods(_counts(YEARS)).splitlines() == [
        "Column chart, a row of columns for each theme, one column a period.",
        "Number of reviews that raise each theme, by year of publication (calendar years); 5 reviews looked at.",
        "Safe sleeping is raised so far in both years with reviews.",
        (
            "Safe sleeping: in 2016, 2 of 3 reviews, 1 of them confirmed by a person, 1 more to check; "
            "in 2018, 1 of 1 review, confirmed by a person; undated, 0 of 1 review."
        ),
        "There are no reviews in 2017.",
        "Frequency is not importance: a theme that few reviews raise may matter as much.",
    ]


def test_a_table_without_any_review_says_so():
    ax = plot_periods(_counts([("undated", "A", 0, 0, 0, 0)]))
    assert ax.get_title(loc="left") == "There are no reviews to count"
    assert words_of(ax)[:3] == ["A", "0 of 0", "Undated"]
