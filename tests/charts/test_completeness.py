"""The chart of what is known about the reviews, and the words beside it."""

import pandas as pd
import pytest

from scrlearn.charts.completeness import describe_completeness, plot_completeness
from tests.charts.conftest import bars_of, headline_of, words_of


def _counts(rows, *, of=32):
    table = pd.DataFrame(rows, columns=["label", "n_reviews"])
    return table.assign(fact=table["label"], of_reviews=of, notice=None)


def test_the_best_known_fact_stands_first():
    ax = plot_completeness(_counts([("Lead reviewers", 12), ("Year", 32), ("Method", 0)]))
    assert words_of(ax)[:6] == ["Year", "32 of 32", "Lead reviewers", "12 of 32", "Method", "0 of 32"]
    assert bars_of(ax, "counted") == [(0, 32), (0, 12)]
    assert bars_of(ax, "rest") == [(0, 32)] * 3


@pytest.mark.parametrize(
    ("rows", "of", "headline"),
    [
        ([("Year", 32), ("Method", 3)], 32, "Least often known: Method, in 3 of 32 reviews"),
        ([("Year", 9), ("A", 3), ("B", 3)], 32, "Least often known: A and B, each in 3 of 32 reviews"),
        ([("Year", 32), ("Method", 32)], 32, "Each of the 2 facts is known in all 32 reviews"),
        ([("Year", 1), ("Method", 1)], 1, "Each of the 2 facts is known in the one review"),
        ([("Year", 3)], 32, "Year is known in 3 of 32 reviews"),
        ([("Year", 3), ("Method", 3)], 32, "Each of the 2 facts is known in 3 of 32 reviews"),
        ([("Year", 0)], 0, "There are no reviews to count"),
    ],
)
def test_the_headline_names_what_is_known_least(rows, of, headline):
    assert headline_of(plot_completeness(_counts(rows, of=of))) == headline


def test_the_description_says_each_figure_in_words():
    assert describe_completeness(_counts([("Lead reviewers", 12), ("Year", 32)])).splitlines() == [
        "Bar chart, one bar a fact.",
        "Number of reviews in which each fact is known, of 32 reviews looked at.",
        "Least often known: Lead reviewers, in 12 of 32 reviews.",
        "Year: known in 32 of 32 reviews.",
        "Lead reviewers: known in 12 of 32 reviews.",
        "Not known means that the table of reviews does not say it; it may be known elsewhere.",
    ]
