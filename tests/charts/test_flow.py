"""The chart of the steps from all that was read to what was counted, and the words beside it."""

import pandas as pd
import pytest

from scrlearn.charts.flow import describe_flow, plot_flow
from tests.charts.conftest import bars_of, headline_of, words_of


def _steps(rows):
    return pd.DataFrame(rows, columns=["step", "unit", "n_kept", "of_before", "why"]).assign(notice=None)


STEPS = [
    ("Reviews in the collection", "review", 32, 32, None),
    ("Reviews counted", "review", 24, 32, "8 unpublished"),
    ("Reviews with recommendations", "review", 21, 24, "3 without recommendations"),
    ("Recommendations of these reviews", "recommendation", 1150, 1150, None),
]


def test_each_step_says_what_was_kept_and_why_the_rest_fell_out():
    assert words_of(plot_flow(_steps(STEPS)))[:12] == [
        "Reviews", "Reviews in the collection", "32 of 32 kept",
        "Reviews counted", "24 of 32 kept", "Not in this step: 8 unpublished",
        "Reviews with recommendations", "21 of 24 kept", "Not in this step: 3 without recommendations",
        "Recommendations", "Recommendations of these reviews", "1,150 of 1,150 kept",
    ]  # fmt: skip


def test_each_unit_has_a_scale_of_its_own():
    ax = plot_flow(_steps(STEPS))
    assert bars_of(ax, "counted") == [(0, 1), (0, 0.75), (0, 21 / 32), (0, 1)]
    assert bars_of(ax, "rest") == [(0, 1), (0, 1), (0, 0.75), (0, 1)]


@pytest.mark.parametrize(
    ("rows", "headline"),
    [
        (STEPS, "24 of 32 reviews read are counted"),
        ([("Reviews counted", "review", 3, 3, None), STEPS[2]], "All 3 reviews read are counted"),
        ([("Reviews counted", "review", 1, 3, "2 undated")], "1 of 3 reviews read is counted"),
        (STEPS[2:], "2 steps from all that was read to what was counted"),
    ],
)
def test_the_headline_counts_reviews_without_recommendations_too(rows, headline):
    assert headline_of(plot_flow(_steps(rows))) == headline


def test_the_description_says_each_step_in_words():
    assert describe_flow(_steps(STEPS)).splitlines() == [
        "Bar chart, one bar a step, from all that was read to what was counted.",
        "What was kept at each step, of what there was before it.",
        "24 of 32 reviews read are counted.",
        "Reviews in the collection: 32 of 32 reviews kept.",
        "Reviews counted: 24 of 32 reviews kept. Not in this step: 8 unpublished.",
        "Reviews with recommendations: 21 of 24 reviews kept. Not in this step: 3 without recommendations.",
        "Recommendations of these reviews: 1,150 of 1,150 recommendations kept.",
        "Reviews without recommendations stay in every count of reviews.",
    ]


def test_a_step_without_a_reason_says_only_how_many():
    assert "2 not in this step" in words_of(plot_flow(_steps([("Read", "review", 1, 3, None)])))
