"""The chart of learning that comes back, and the words beside it."""

import pandas as pd
import pytest

from scrlearn.charts.repeats import describe_repeats, plot_repeats
from tests.charts.conftest import headline_of, words_of


def _repeats(groups):
    """Make the table from groups: the earliest text, and the year of each review."""
    rows = [
        {
            "repeat_id": f"{text}:1", "passage_id": f"{text}:{place + 1}", "review_id": f"r_{place}", "year": year,
            "text": text if not place else "In other words", "likeness": 0.7, "n_reviews": len(years), "of_reviews": 9,
            "first_year": years[0], "last_year": years[-1], "notice": None,
        }
        for text, years in groups
        for place, year in enumerate(years)
    ]  # fmt: skip
    return pd.DataFrame(rows)


TWO = [("Share records", [2012, 2019]), ("Consider all the children", [2011, 2015, 2015, 2020])]


def _marks(ax):
    return [(line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines if line.get_marker() == "o"]


def test_the_group_with_the_most_reviews_stands_first_with_its_number_and_first_year():
    words = words_of(plot_repeats(_repeats(TWO)))
    labels = words[words.index("Consider all the children") :]
    assert labels[:4] == ["Consider all the children", "4 reviews since 2011", "Share records", "2 reviews since 2012"]


def test_each_review_has_a_mark_and_those_of_one_year_stand_one_above_the_other():
    marks = _marks(plot_repeats(_repeats(TWO)))
    assert len(marks) == 6
    assert marks[1][0] == marks[2][0]
    assert marks[2][1] - marks[1][1] == pytest.approx(10)


def test_a_line_joins_the_first_and_the_last_year():
    ax = plot_repeats(_repeats(TWO))
    joined = [
        list(line.get_xdata()) for line in ax.lines if line.get_linewidth() == 1.5 and line.get_marker() == "None"
    ]
    places = [x for x, _ in _marks(ax)]
    assert joined == [[places[0], places[3]], [places[4], places[5]]]


def test_a_review_with_two_passages_in_a_group_has_one_mark():
    table = _repeats([("Share records", [2012, 2019, 2019])]).assign(review_id=["a", "b", "b"], n_reviews=2)
    assert len(_marks(plot_repeats(table))) == 2


def test_a_long_text_is_shown_by_its_beginning_and_described_whole():
    text = "Practitioners should consider the needs of all the children who live in a household that they visit"
    table = _repeats([(text, [2011, 2015])])
    beginning = "Practitioners should consider the needs of all the children who live in a …"
    assert beginning in words_of(plot_repeats(table))
    assert text in describe_repeats(table)


def test_reviews_without_a_year_are_counted_in_words():
    table = _repeats([("Share records", [2012, None, None])])
    assert "3 reviews since 2012, 2 undated" in words_of(plot_repeats(table))
    assert len(_marks(plot_repeats(table))) == 1


def test_a_group_without_any_year_has_its_words_and_no_line_of_years():
    ax = plot_repeats(_repeats([("Share records", [None, None])]))
    assert words_of(ax)[:2] == ["Share records", "2 reviews, 2 undated"]
    assert _marks(ax) == []


@pytest.mark.parametrize(
    ("groups", "headline"),
    [
        (TWO, "2 groups of like recommendations, one of them in 4 of 9 reviews"),
        (TWO[1:], "One group of like recommendations, in 4 of 9 reviews since 2011"),
        ([("A", [2011, 2012]), ("B", [2011, 2012])], "2 groups of like recommendations, each in 2 of 9 reviews"),
    ],
)
def test_the_headline_says_how_many_come_back_and_how_often(groups, headline):
    assert headline_of(plot_repeats(_repeats(groups))) == headline


def test_the_description_says_the_years_and_the_earliest_text_of_each_group():
    assert describe_repeats(_repeats(TWO)).splitlines() == [
        "Timeline, one line a group of like recommendations, one mark a review.",
        "Recommendations that say much the same in more than one review, by year; 9 reviews looked at.",
        "2 groups of like recommendations, one of them in 4 of 9 reviews.",
        "4 reviews since 2011 (2011, 2015, 2015 and 2020): “Consider all the children”.",
        "2 reviews since 2012 (2012 and 2019): “Share records”.",
        (
            "Texts are grouped by likeness: a group may hold different learning, "
            "and the same learning in other words may be missing from it."
        ),
    ]


def test_the_words_of_more_than_a_hundred_groups_are_of_the_first():
    lines = describe_repeats(_repeats([(f"Learning {place}", [2011, 2012]) for place in range(102)])).splitlines()
    assert lines[1].endswith("2 more groups are in the table.")
    assert lines[-2] == "2 reviews since 2011 (2011 and 2012): “Learning 99”."
