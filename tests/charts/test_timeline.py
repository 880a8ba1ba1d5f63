"""The chart of reviews along time, and the words beside it."""

import pandas as pd
import pytest

from scrlearn.charts.timeline import describe_timeline, plot_timeline
from tests.charts.conftest import headline_of, key_of, words_of


def _reviews(rows):
    columns = ["subject", "partnership", "review_type", "dated_on", "dated_precision"]
    table = pd.DataFrame(rows, columns=columns)
    ids = [f"r_{place}" for place in range(len(table))]
    return table.assign(review_id=ids, outcome="recommendations", n_recommendations=3, notice=None)


SCR, LCSPR = "serious_case_review", "local_child_safeguarding_practice_review"
FOUR = [
    ("Child K", "hampshire", SCR, "2017-04-19", "day"),
    ("Child A", "hampshire", SCR, "2018-09", "season"),
    ("Baby B", "southampton", LCSPR, "2020", "year"),
    ("Child C", "southampton", LCSPR, None, None),
]


def _marks(ax):
    """Return each mark but those of the key: its form, whether it is hollow, and where it stands."""
    marks = [line for line in ax.lines if line.get_marker() not in ("None", "none", None)]
    return [(mark.get_marker(), mark.get_markerfacecolor() == "white", mark.get_xdata()[0]) for mark in marks]


def _spans(ax):
    return [line.get_xdata() for line in ax.lines if line.get_linewidth() == 2]


def test_a_lane_a_partnership_with_each_review_named_by_subject_and_type():
    words = words_of(plot_timeline(_reviews(FOUR)))
    lanes = words[words.index("Hampshire") :]
    assert lanes[:5] == ["Hampshire", "Child K (SCR)", "Child A (SCR)", "Southampton", "Baby B (LCSPR)"]


def test_types_are_told_by_the_form_of_the_mark_and_by_letters_that_the_key_explains():
    ax = plot_timeline(_reviews(FOUR))
    assert [form for form, _, _ in _marks(ax)] == ["o", "o", "s"]
    assert key_of(ax) == [
        "Serious case review (SCR)",
        "Local child safeguarding practice review (LCSPR)",
        "Hollow mark: on some day along its line",
    ]


def test_a_date_that_is_not_exact_is_a_line_with_a_hollow_mark_in_its_middle():
    ax = plot_timeline(_reviews(FOUR))
    season, year = _spans(ax)
    assert (year[1] - year[0]) / (season[1] - season[0]) == pytest.approx(4)
    assert [hollow for _, hollow, _ in _marks(ax)] == [False, True, True]
    assert _marks(ax)[2][2] == pytest.approx(sum(year) / 2)


def test_reviews_without_a_date_are_named_below():
    assert "No date is known of 1 of 4 reviews: Child C (LCSPR), Southampton" in words_of(plot_timeline(_reviews(FOUR)))


def test_reviews_of_one_day_stand_one_below_the_other():
    same = [(f"Child {letter}", "hampshire", SCR, "2017-04-19", "day") for letter in "ABC"]
    heights = {line.get_ydata()[0] for line in plot_timeline(_reviews(same)).lines if line.get_marker() == "o"}
    assert len(heights) == 3


def test_a_table_without_any_date_names_its_reviews():
    ax = plot_timeline(_reviews(FOUR[3:]))
    assert headline_of(ax) == "The one review has no date"
    assert words_of(ax)[0] == "No date is known of 1 of 1 review: Child C (LCSPR), Southampton"


@pytest.mark.parametrize(
    ("years", "headline"),
    [
        (["2017", "2017", "2018"], "Most reviews are of 2017: 2 of 3 reviews"),
        (["2017", "2017", "2018", "2018", "2019"], "Most reviews are of 2017 and 2018: 2 of 5 reviews each"),
        (sorted(["2014", "2015", "2016", "2017"] * 2), "No year has more than 2 of 8 reviews"),
        (["2017", "2018"], "2 reviews from 2017 to 2018, never two in one year"),
        (["2017", "2017"], "2 of 2 reviews are of 2017"),
        (["2017"], "1 of 1 review is of 2017"),
        ([None, None], "No review has a date"),
    ],
)
def test_the_headline_counts_reviews_a_year(years, headline):
    rows = [("Child K", "hampshire", SCR, year, "year") for year in years]
    assert headline_of(plot_timeline(_reviews(rows))) == headline


def test_the_description_says_each_date_as_exactly_as_it_is_known():
    assert describe_timeline(_reviews(FOUR)).splitlines() == [
        "Timeline, one lane a partnership and one mark a review.",
        "Reviews by their date, one lane a partnership; 4 reviews, 2017 to 2020; 1 of them without a date.",
        "3 reviews from 2017 to 2020, never two in one year.",
        "Hampshire: Child K, serious case review, 19 April 2017; Child A, serious case review, autumn 2018.",
        (
            "Southampton: Baby B, local child safeguarding practice review, 2020; "
            "Child C, local child safeguarding practice review, no date known."
        ),
        "The dates are those of reviews: they do not say when, or how often, children came to harm.",
    ]


def test_of_more_than_a_hundred_reviews_the_first_are_drawn_and_the_subtitle_says_so():
    rows = [(f"Child {place}", "hampshire", SCR, f"{1900 + place}", "year") for place in range(101)]
    undated = [("Child X", "hampshire", SCR, None, None)]
    words = words_of(plot_timeline(_reviews(rows + undated)))
    assert "Child 99 (SCR)" in words
    assert not any("Child 100" in word or "Child X" in word for word in words)
    assert (
        "Reviews by their date, one lane a partnership; 102 reviews, 1900 to 2000; 1 of them without a date. "
        "100 of 102 reviews are shown, all of them are in the table"
    ) in words


def test_the_words_are_of_the_reviews_that_are_drawn():
    rows = [(f"Child {place}", "hampshire", SCR, f"{1900 + place}", "year") for place in range(101)]
    lines = describe_timeline(_reviews(rows)).splitlines()
    assert lines[1].endswith("100 of 101 reviews are shown, all of them are in the table.")
    assert lines[3].endswith("Child 99, serious case review, 1999.")
