"""The chart of what decisions taught the model, and the words beside it."""

import pandas as pd
import pytest

from scrlearn.charts.learning_curve import describe_learning_curve, plot_learning_curve
from scrlearn.charts.style import DARK_BLUE, LIGHT_BLUE, QUIET_INK
from scrlearn.errors import TableError
from tests.charts.conftest import headline_of, key_of, words_of


def _curve(shares, *, numbers=(0, 80, 320), change=(0.01, 0.11), half=0.07, notice=None):
    """A table with the F1 of each theme at each number learnt from, and an interval of the last change."""
    rows = [
        {
            "theme_id": theme, "n_learnt": number, "n": 200, "n_positive": 40, "f1": f1, "brier": 0.1,
            "f1_low": None if f1 is None else f1 - half, "f1_high": None if f1 is None else f1 + half,
            "change": None if None in (f1, f1s[0]) else f1 - f1s[0], "notice": notice,
        }
        for theme, f1s in shares.items()
        for number, f1 in zip(numbers, f1s, strict=True)
    ]  # fmt: skip
    low, high = change
    numbers = ["f1", "f1_low", "f1_high", "change", "change_low", "change_high"]
    return pd.DataFrame(rows).assign(change_low=low, change_high=high).astype(dict.fromkeys(numbers, "float"))


TWO = {"safe_sleeping": [0.91, 0.93, 0.91], "whole_family": [0.65, 0.7, 0.77], "macro": [0.78, 0.81, 0.84]}


def _lines(ax, color):
    found = [line for line in ax.lines if line.get_color() == color]
    return [list(zip(*line.get_data(), strict=True)) for line in found]


def test_the_mean_is_a_thick_line_with_marks_and_each_theme_a_thin_one():
    ax = plot_learning_curve(_curve(TWO))
    assert _lines(ax, DARK_BLUE) == [[(0, 0.78), (80, 0.81), (320, 0.84)]]
    assert _lines(ax, QUIET_INK) == [
        [(0, 0.91), (80, 0.93), (320, 0.91)],
        [(0, 0.65), (80, 0.7), (320, 0.77)],
    ]
    mean, theme = (next(line for line in ax.lines if line.get_color() == color) for color in (DARK_BLUE, QUIET_INK))
    assert mean.get_linewidth() > theme.get_linewidth()


def test_the_band_runs_from_the_lower_to_the_upper_end_of_the_interval():
    (band,) = plot_learning_curve(_curve(TWO, half=0.05)).patches
    assert band.get_xy().round(2).tolist() == [
        [0, 0.73], [80, 0.76], [320, 0.79], [320, 0.89], [80, 0.86], [0, 0.83], [0, 0.73],
    ]  # fmt: skip


def test_each_line_is_labelled_with_its_first_and_last_f1_the_highest_first():
    assert words_of(plot_learning_curve(_curve(TWO)))[-9:-2] == [
        "Safe sleeping, still .91",
        "Mean of the themes, from .78 to .84",
        "Whole family, from .65 to .77",
        "320",
        "80",
        "0",
        "Decisions learnt from",
    ]


def test_the_grid_is_in_tenths_around_all_that_is_drawn():
    assert words_of(plot_learning_curve(_curve(TWO)))[:5] == [".6", ".7", ".8", ".9", "1.0"]


def test_a_chart_says_its_measure_and_what_its_lines_mean():
    ax = plot_learning_curve(_curve(TWO, notice="Illustrative data"))
    assert (
        "F1 of the model on 400 decisions, by how many decisions of other reviews it had learnt from. "
        "The mean changed by +.06; if reviews are drawn again, +.01 to +.11"
    ) in words_of(ax)
    assert key_of(ax) == [
        "Mean of the themes",
        "A theme",
        "Where the mean lies if reviews are drawn again, 19 times in 20",
    ]
    assert "Illustrative data" in words_of(ax)


@pytest.mark.parametrize(
    ("mean", "change", "headline"),
    [
        ([0.78, 0.81, 0.84], (0.01, 0.11), "Learning from 320 decisions raised F1 from .78 to .84"),
        ([0.84, 0.81, 0.78], (-0.11, -0.01), "Learning from 320 decisions lowered F1 from .84 to .78"),
        (
            [0.78, 0.81, 0.84],
            (-0.01, 0.13),
            "Learning from 320 decisions did not clearly change F1: .78 before, .84 after",
        ),
        (
            [0.78, 0.81, 0.84],
            (None, None),
            "Learning from 320 decisions did not clearly change F1: .78 before, .84 after",
        ),
        (
            [0.841, 0.85, 0.844],
            (0.001, 0.005),
            "Learning from 320 decisions did not clearly change F1: .84 before and after",
        ),
        ([None, None, None], (None, None), "Without decisions the model does not know these themes"),
    ],
)
def test_the_headline_claims_no_more_than_drawing_reviews_again_bears_out(mean, change, headline):
    table = _curve({"safe_sleeping": [0.7, 0.8, 0.9], "macro": mean}, change=change)
    assert headline_of(plot_learning_curve(table)) == headline


def test_the_subtitle_says_a_loss_with_a_minus_and_no_change_without_a_sign():
    table = _curve({"macro": [0.84, 0.8, 0.82]}, change=(-0.05, 0.001))
    assert "The mean changed by −.02; if reviews are drawn again, −.05 to .00" in describe_learning_curve(table)


def test_where_nothing_was_learnt_from_there_is_one_mark_and_no_band():
    ax = plot_learning_curve(_curve({"safe_sleeping": [0.8], "macro": [0.8]}, numbers=[0], change=(0, 0)))
    assert headline_of(ax) == "Without any decision F1 is .80"
    assert not ax.patches
    assert "Mean of the themes, .80" in words_of(ax)
    assert key_of(ax) == ["Mean of the themes", "A theme"]


def test_a_theme_without_f1_has_no_line_and_is_named():
    ax = plot_learning_curve(_curve(TWO | {"voice_of_the_child": [None, None, None]}))
    assert len(_lines(ax, QUIET_INK)) == 2
    assert words_of(ax)[-1].startswith(
        "There is no line where too few decisions say that it applies, or the model could not learn it: "
        "Voice of the child. F1 is 1 where"
    )


def test_a_line_begins_where_f1_does():
    ax = plot_learning_curve(_curve(TWO | {"voice_of_the_child": [None, 0.5, 0.6]}))
    assert [(80, 0.5), (320, 0.6)] in _lines(ax, QUIET_INK)
    assert "0" in words_of(ax)


def test_where_nothing_can_be_measured_the_chart_says_so():
    ax = plot_learning_curve(_curve({"safe_sleeping": [None] * 3, "macro": [None] * 3}, change=(None, None)))
    assert headline_of(ax) == "Too little is decided to measure what decisions taught"
    assert not ax.lines
    assert "Safe sleeping" in words_of(ax)[-1]


def test_without_an_interval_there_is_no_band():
    table = _curve(TWO, change=(None, None)).assign(f1_low=None, f1_high=None)
    ax = plot_learning_curve(table)
    assert not ax.patches
    assert key_of(ax) == ["Mean of the themes", "A theme"]
    assert "drawn again" not in describe_learning_curve(table)


def test_the_description_says_each_figure_in_words():
    assert describe_learning_curve(_curve(TWO, notice="Illustrative data")).splitlines() == [
        "Illustrative data.",
        "Line chart, one line for the mean of the themes and one a theme.",
        "F1 of the model on 400 decisions, by how many decisions of other reviews it had learnt from. "
        "The mean changed by +.06; if reviews are drawn again, +.01 to +.11.",
        "Learning from 320 decisions raised F1 from .78 to .84.",
        "Mean of the themes: .78 without decisions, .81 after 80, .84 after 320.",
        "Safe sleeping: .91 without decisions, .93 after 80, .91 after 320.",
        "Whole family: .65 without decisions, .70 after 80, .77 after 320.",
        "If reviews are drawn again, the mean lies 19 times in 20 from .71 to .85 without decisions, "
        ".74 to .88 after 80 and .77 to .91 after 320.",
        "F1 is 1 where the model gives a theme just where people do, and 0 where it never does. "
        "Reviews still to come may be unlike these.",
    ]


def test_rows_may_come_in_any_order():
    table = _curve(TWO)
    assert describe_learning_curve(table[::-1]) == describe_learning_curve(table)


def test_the_band_is_light_and_outlined():
    (band,) = plot_learning_curve(_curve(TWO)).patches
    assert band.get_facecolor() == pytest.approx(_rgba(LIGHT_BLUE))
    assert band.get_edgecolor() == pytest.approx(_rgba(DARK_BLUE))


def test_a_table_without_the_mean_is_refused():
    with pytest.raises(TableError, match=r"learning_curve: has no row 'macro', the mean of the themes; give the whole"):
        plot_learning_curve(_curve({"safe_sleeping": [0.7, 0.8, 0.9]}))


def _rgba(color):
    return (*(int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)), 1.0)
