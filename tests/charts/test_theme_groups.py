"""The chart of groups of themes with reviews and mentions side by side, and the words beside it."""

import pandas as pd
import pytest

from scrlearn.charts.theme_groups import describe_theme_groups, plot_theme_groups
from tests.charts.conftest import bars_of, headline_of, key_of, words_of


def _counts(rows):
    columns = ["theme_group", "theme", "level", "n_reviews", "n_confirmed", "n_check", "n_passages"]
    table = pd.DataFrame(rows, columns=columns)
    theme_id = table["theme"].where(table["level"] == "theme", "all")
    return table.assign(theme_id=theme_id, of_reviews=10, of_passages=1200, notice=None)


TWO = [
    ("Family", "Whole family", "theme", 4, 2, 1, 10),
    ("Family", "Family", "group", 5, 2, 1, 15),
    ("Family", "Fathers", "theme", 2, 0, 0, 5),
    ("Infants", "Infants", "group", 3, 0, 0, 30),
    ("Infants", "Safe sleeping", "theme", 3, 0, 0, 30),
]


def test_a_group_stands_above_its_themes_with_reviews_and_mentions_as_n_of_n():
    assert words_of(plot_theme_groups(_counts(TWO)))[:17] == [
        "Reviews that raise it", "Mentions: passages that carry it",
        "Family", "5 of 10 1 to check", "15 of 1,200",
        "Whole family", "4 of 10 1 to check", "10 of 1,200",
        "Fathers", "2 of 10", "5 of 1,200",
        "Infants", "3 of 10", "30 of 1,200",
        "Safe sleeping", "3 of 10", "30 of 1,200",
    ]  # fmt: skip


def test_each_column_has_a_scale_of_its_own():
    ax = plot_theme_groups(_counts(TWO))
    every = [length for _, length in bars_of(ax, "rest")]
    mentions = [length for _, length in bars_of(ax, "counted")]
    assert every == pytest.approx([every[0]] * 5)
    assert [length / every[0] for _, length in bars_of(ax, "suggested")] == pytest.approx([0.3, 0.2, 0.2, 0.3, 0.3])
    assert [length / mentions[-1] for length in mentions] == pytest.approx([0.5, 1 / 3, 1 / 6, 1, 1])


def test_mentions_begin_right_of_the_reviews_and_of_their_words():
    ax = plot_theme_groups(_counts(TWO))
    ends = [start + length for start, length in bars_of(ax, "rest")]
    assert {start > max(ends) + 30 for start, _ in bars_of(ax, "counted")} == {True}


def test_the_key_says_what_a_mention_is():
    assert key_of(plot_theme_groups(_counts(TWO)))[-1] == "Passages that carry it"


@pytest.mark.parametrize(
    ("rows", "headline"),
    [
        (TWO, "The group Family is raised most often so far: in 5 of 10 reviews"),
        (TWO[:3], "Whole family is raised most often so far: in 4 of 10 reviews"),
        ([TWO[4]], "Safe sleeping is raised in 3 of 10 reviews"),
        ([TWO[3]], "The group Infants is raised in 3 of 10 reviews"),
        (
            [("A", "A", "group", 2, 0, 0, 3), ("B", "B", "group", 2, 0, 0, 3)],
            "Each of the 2 groups is raised in 2 of 10 reviews",
        ),
        (
            [("A", "A", "group", 2, 0, 0, 3), ("B", "B", "group", 2, 0, 0, 3), ("C", "C", "group", 0, 0, 0, 0)],
            "2 of the 3 groups are raised most often: each in 2 of 10 reviews",
        ),
        ([("A", "A", "group", 0, 0, 2, 0)], "No group of themes is raised in any review so far"),
    ],
)
def test_the_headline_claims_no_more_than_the_numbers_say(rows, headline):
    assert headline_of(plot_theme_groups(_counts(rows))) == headline


def test_the_description_says_each_figure_in_words():
    assert describe_theme_groups(_counts(TWO[2:])).splitlines() == [
        "Two columns of bars, a row a group or theme.",
        (
            "Reviews that raise each group of themes and each theme, of 10 reviews, beside the passages that carry it, "
            "of 1,200 passages; each column has its own scale."
        ),
        "Safe sleeping is raised most often: in 3 of 10 reviews.",
        "Fathers: 2 of 10 reviews; 5 of 1,200 passages.",
        "Group Infants: 3 of 10 reviews; 30 of 1,200 passages.",
        "Safe sleeping: 3 of 10 reviews; 30 of 1,200 passages.",
        "None of these is confirmed by a person yet.",
        "Frequency is not importance: a theme that few reviews raise may matter as much.",
    ]
