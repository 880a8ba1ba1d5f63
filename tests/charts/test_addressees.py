"""The chart of bodies that recommendations are addressed to, and the words beside it."""

import pandas as pd
import pytest

from scrlearn.charts.addressees import describe_addressees, plot_addressees
from tests.charts.conftest import bars_of, headline_of, key_of, words_of


def _counts(rows):
    table = pd.DataFrame(rows, columns=["addressee", "n_reviews", "n_recommendations", "most_in_a_review"])
    return table.assign(of_reviews=32, of_recommendations=174, notice=None)


THREE = [("not stated", 20, 100, 9), ("Police", 1, 2, 2), ("Children's services", 12, 40, 6)]


def test_the_body_most_often_addressed_stands_first_and_not_stated_last():
    ax = plot_addressees(_counts(THREE))
    assert words_of(ax)[:9] == [
        "Children's services", "12 of 32", "40 of 174 recommendations, at most 6 in one review",
        "Police", "1 of 32", "2 of 174 recommendations",
        "Not stated", "20 of 32", "100 of 174 recommendations, at most 9 in one review",
    ]  # fmt: skip
    assert bars_of(ax, "counted") == [(0, 12), (0, 1), (0, 20)]
    assert bars_of(ax, "rest") == [(0, 32)] * 3
    assert key_of(ax) == ["Reviews that address it", "Other reviews"]


@pytest.mark.parametrize(
    ("rows", "headline"),
    [
        (THREE, "Addressed most often: Children's services, in 12 of 32 reviews"),
        (THREE[:2], "The one body named, Police, is addressed in 1 of 32 reviews"),
        (THREE[:1], "No recommendation names the body that it addresses"),
        ([("A", 3, 3, 1), ("B", 3, 3, 1)], "Each of the 2 bodies named is addressed in 3 of 32 reviews"),
        (
            [("A", 3, 3, 1), ("B", 3, 3, 1), ("C", 1, 1, 1)],
            "Addressed most often: A and B, each in 3 of 32 reviews",
        ),
    ],
)
def test_the_headline_leaves_aside_what_names_nobody(rows, headline):
    assert headline_of(plot_addressees(_counts(rows))) == headline


def test_the_description_says_each_figure_in_words():
    assert describe_addressees(_counts(THREE)).splitlines() == [
        "Bar chart, one bar a body.",
        "Number of reviews with a recommendation addressed to each body; 174 recommendations in 32 reviews looked at.",
        "Addressed most often: Children's services, in 12 of 32 reviews.",
        "Children's services: 12 of 32 reviews, 40 of 174 recommendations, at most 6 in one review.",
        "Police: 1 of 32 reviews, 2 of 174 recommendations.",
        "Not stated: 20 of 32 reviews, 100 of 174 recommendations, at most 9 in one review.",
        "How often a body is addressed says nothing about how well it works.",
    ]


def test_of_many_bodies_the_most_addressed_are_drawn_and_the_others_counted():
    ax = plot_addressees(_counts([(f"Body {n:02}", 30 - n, 40, 2) for n in range(17)]))
    assert len(bars_of(ax, "counted")) == 15
    assert "2 more bodies are in the table" in " ".join(" ".join(words_of(ax)).split())
