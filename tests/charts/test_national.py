"""The chart of themes beside published national figures, and the words beside it."""

import pandas as pd
import pytest

from scrlearn.charts.national import describe_national, plot_national
from tests.charts.conftest import bars_of, headline_of, key_of, words_of


def _pairs(rows, *, of=32):
    table = pd.DataFrame(rows, columns=["theme", "n_reviews", "n_confirmed", "n_check", "n_found", "of_found"])
    return table.assign(
        theme_id=table["theme"], of_reviews=of, figure_id=[f"f_{place}" for place in range(len(table))],
        measure="incidents of sudden unexpected infant death", unit="incident", period="2018 to 2019",
        publication="A national report", url="https://example.org", differs="It counts incidents, not reviews",
        notice=None,
    )  # fmt: skip


TWO = [("Safe sleeping", 8, 2, 4, 40, 568), ("Voice of the child", 16, 16, 0, 1, 2)]


def test_the_two_figures_of_a_pair_stand_one_below_the_other_as_n_of_n_with_how_they_differ():
    assert words_of(plot_national(_pairs(TWO[:1])))[:6] == [
        "Safe sleeping",
        "Reviews here",
        "8 of 32, 4 to check",
        "National figure",
        "40 of 568",
        (
            "Measure: incidents of sudden unexpected infant death. Unit: incident. Period: 2018 to 2019. "
            "Source: A national report. How it differs: It counts incidents, not reviews."
        ),
    ]


def test_all_bars_are_shares_on_one_scale_from_none_to_all():
    ax = plot_national(_pairs(TWO))
    assert bars_of(ax, "rest") == [(0, 1)] * 4
    assert bars_of(ax, "confirmed") == [(0, 2 / 32), (0, 0.5)]
    assert bars_of(ax, "suggested") == [(2 / 32, 6 / 32)]
    assert bars_of(ax, "to_check") == [(8 / 32, 4 / 32)]
    assert bars_of(ax, "counted") == [(0, 40 / 568), (0, 0.5)]
    assert key_of(ax)[-2:] == ["Published national figure", "The others of those looked at"]


@pytest.mark.parametrize(
    ("rows", "of", "headline"),
    [
        (TWO, 32, "Voice of the child: 16 of 32 reviews here so far, 1 of 2 nationally, counted differently"),
        (TWO[1:], 32, "Voice of the child: 16 of 32 reviews here, 1 of 2 nationally, counted differently"),
        ([("A", 0, 0, 0, 1, 2)], 0, "There are no reviews here to put beside the national figures"),
    ],
)
def test_the_headline_puts_figures_side_by_side_and_compares_none(rows, of, headline):
    assert headline_of(plot_national(_pairs(rows, of=of))) == headline


def test_the_description_names_the_place_of_the_national_figure():
    assert describe_national(_pairs(TWO[:1])).splitlines() == [
        "Bar chart, two bars a theme: reviews here, and a national figure.",
        (
            "Reviews here that raise a theme, of 32 reviews looked at, beside 1 published national figure; "
            "each bar is as long as all that were looked at."
        ),
        "Safe sleeping: 8 of 32 reviews here so far, 40 of 568 nationally, counted differently.",
        (
            "Safe sleeping: here, 8 of 32 reviews, 2 of them confirmed by a person, 4 more to check; "
            "nationally, 40 of 568. Measure: incidents of sudden unexpected infant death. Unit: incident. "
            "Period: 2018 to 2019. Source: A national report. How it differs: It counts incidents, not reviews. "
            "https://example.org."
        ),
        "The two bars of a pair count different things in different ways: a longer one is no finding by itself.",
    ]
