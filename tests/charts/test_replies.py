"""The chart of recommendations against their replies, and the words beside it."""

import pandas as pd
import pytest

from scrlearn.charts.replies import describe_replies, plot_replies
from tests.charts.conftest import bars_of, words_of


def _counts(rows):
    columns = ["theme", "n_named", "n_not_named", "n_to_check", "n_no_reply", "n_reply_only", "n_confirmed"]
    table = pd.DataFrame(rows, columns=columns)
    of = table[columns[1:5]].sum(axis=1)
    return table.assign(
        theme_id=table["theme"],
        n_recommendations=of,
        of_recommendations=174,
        n_reviews=0,
        of_reviews=32,
        notice=None,
        n_check=0,
    )


TWO = [("Voice of the child", 19, 8, 3, 5, 2, 4), ("Safe sleeping", 1, 0, 0, 0, 0, 0)]


def test_a_bar_is_divided_by_what_the_replies_do():
    ax = plot_replies(_counts(TWO))
    assert bars_of(ax, "named") == [(0, 19), (0, 1)]
    assert bars_of(ax, "not_named") == [(19, 8)]
    assert bars_of(ax, "to_check") == [(27, 3)]
    assert bars_of(ax, "no_reply") == [(30, 5)]


def test_what_only_the_reply_names_is_a_bar_of_its_own():
    ax = plot_replies(_counts(TWO))
    assert bars_of(ax, "reply_only") == [(0, 2)]


def test_each_theme_says_its_counts_and_the_key_explains_the_shapes():
    ax = plot_replies(_counts(TWO))
    assert words_of(ax)[:5] == [
        "Voice of the child",
        "19 named, 8 not named, 3 to check, 5 no reply 2 named in the reply only 4 of 35 confirmed by a person",
        "Safe sleeping",
        "1 named 0 of 1 confirmed by a person",
        "Recommendations that raise each theme, by whether the reply names it; 174 recommendations in 32 reviews. "
        "A case is one theme of one recommendation",
    ]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "Theme named in the reply",
        "Theme not named in the reply",
        "A person has still to decide",
        "No reply",
        "Named in the reply only",
    ]


def test_a_theme_that_no_recommendation_raises_keeps_its_row():
    ax = plot_replies(_counts([("A", 1, 0, 0, 0, 0, 0), ("B", 0, 0, 0, 0, 0, 0), ("C", 0, 0, 0, 0, 2, 0)]))
    assert words_of(ax)[2:6] == [
        "B",
        "No recommendation raises it",
        "C",
        "No recommendation raises it 2 named in the reply only",
    ]


@pytest.mark.parametrize(
    ("rows", "headline"),
    [
        (TWO, "Replies name the theme that the recommendation raises in 20 of 36 cases so far"),
        ([("A", 1, 1, 0, 0, 0, 0)], "Replies name the theme that the recommendation raises in 1 of 2 cases"),
        ([("A", 2, 0, 0, 0, 0, 0)], "Every theme that a recommendation raises is named in its reply"),
        ([("A", 0, 2, 0, 1, 0, 0)], "No theme that a recommendation raises is named in its reply"),
        ([("A", 0, 0, 2, 0, 0, 0)], "No theme that a recommendation raises is named in its reply so far"),
        ([("A", 0, 0, 0, 2, 0, 0)], "No recommendation that raises a theme has a reply"),
        ([("A", 0, 0, 0, 0, 3, 0)], "No recommendation raises a theme"),
    ],
)
def test_the_headline_claims_no_more_than_the_numbers_say(rows, headline):
    assert " ".join(plot_replies(_counts(rows)).get_title(loc="left").split()) == headline


def test_the_description_says_each_figure_inwords_of():
    assert describe_replies(_counts(TWO).assign(notice="Illustrative data")).splitlines() == [
        "Illustrative data.",
        "Bar chart, one divided bar a theme.",
        (
            "Recommendations that raise each theme, by whether the reply names it; "
            "174 recommendations in 32 reviews. A case is one theme of one recommendation."
        ),
        "Replies name the theme that the recommendation raises in 20 of 36 cases so far.",
        (
            "Voice of the child: 35 of 174 recommendations raise it; "
            "19 named, 8 not named, 3 to check, 5 no reply; 2 named in the reply only; "
            "4 of 35 confirmed by a person."
        ),
        "Safe sleeping: 1 of 174 recommendations raises it; 1 named; 0 of 1 confirmed by a person.",
        "Frequency is not importance: a theme that few reviews raise may matter as much.",
    ]


def test_recommendations_still_to_be_decided_on_are_said():
    counts = _counts(TWO).assign(n_check=[1, 0])
    assert "1 more recommendation to check" in words_of(plot_replies(counts))[1]
    assert "to check" in describe_replies(counts)
    assert describe_replies(counts).count(" so far") == 1
