"""The chart of what became of what was promised, and the words beside it."""

import pandas as pd
import pytest

from scrlearn.charts.commitments import describe_commitments, plot_commitments
from scrlearn.errors import TableError
from tests.charts.conftest import bars_of, headline_of, key_of, words_of

STATUSES = ["n_complete", "n_under_way", "n_planned", "n_declined", "n_not_stated"]


def _counts(rows, *, overdue=1):
    table = pd.DataFrame(rows, columns=["action_type_id", "action_type", *STATUSES])
    return table.assign(
        n_commitments=table[STATUSES].sum(axis=1), of_commitments=10, n_reviews=4, of_reviews=9, n_confirmed=1,
        n_undated=6, n_unowned=0, n_overdue=overdue, n_promised_before=2, n_with_effect=0, notice=None,
    )  # fmt: skip


THREE = [
    ("none_found", "No sort found", 0, 0, 0, 0, 1),
    ("training", "Training or awareness", 2, 1, 0, 1, 2),
    ("all", "All commitments", 3, 2, 1, 1, 3),
]


def test_all_stand_first_and_those_of_no_sort_last_each_with_its_numbers():
    assert words_of(plot_commitments(_counts(THREE)))[:10] == [
        "All commitments", "10 of 10", "3 complete, 2 under way, 1 planned, 1 declined, 3 not stated "
        "6 without a date, 1 overdue",
        "By sort of action",
        "Training or awareness", "6 of 10", "2 complete, 1 under way, 1 declined, 2 not stated "
        "6 without a date, 1 overdue",
        "No sort found", "1 of 10", "1 not stated 6 without a date, 1 overdue",
    ]  # fmt: skip


def test_a_bar_is_divided_by_status():
    ax = plot_commitments(_counts(THREE))
    assert bars_of(ax, "complete") == [(0, 3), (0, 2)]
    assert bars_of(ax, "under_way") == [(3, 2), (2, 1)]
    assert bars_of(ax, "planned") == [(5, 1)]
    assert bars_of(ax, "declined") == [(6, 1), (3, 1)]
    assert bars_of(ax, "not_stated") == [(7, 3), (4, 2), (0, 1)]
    assert key_of(ax) == ["Said to be complete", "Under way", "Planned", "Declined", "Status not stated"]


def test_the_subtitle_says_how_many_are_undated_ownerless_and_overdue():
    assert (
        "Commitments by sort of action and status; 10 commitments in 4 of 9 reviews, 6 undated, 0 with nobody named to "
        "act and 1 overdue. One of two sorts counts in both; a person confirmed the sorts of 1 of 10"
    ) in words_of(plot_commitments(_counts(THREE)))


@pytest.mark.parametrize(
    ("numbers", "overdue", "headline"),
    [
        ((3, 2, 1, 1, 3), 1, "3 of 10 commitments are said to be complete; 1 is overdue"),
        ((1, 0, 0, 0, 9), 2, "1 of 10 commitments is said to be complete; 2 are overdue"),
        ((0, 0, 1, 0, 9), 0, "No commitment of 10 is said to be complete"),
        ((0, 0, 0, 0, 0), 0, "No commitment was found"),
    ],
)
def test_the_headline_says_what_the_responses_say_and_no_more(numbers, overdue, headline):
    counts = _counts([("all", "All commitments", *numbers)], overdue=overdue)
    assert headline_of(plot_commitments(counts)) == headline


def test_a_table_without_its_row_for_all_is_refused():
    with pytest.raises(TableError, match=r"commitment_counts: has no row 'all'.*; give the whole table"):
        plot_commitments(_counts(THREE[:2]))


def test_the_description_says_each_figure_in_words():
    assert describe_commitments(_counts(THREE)).splitlines()[2:5] == [
        "3 of 10 commitments are said to be complete; 1 is overdue.",
        (
            "All commitments: 10 of 10 commitments, in 4 of 9 reviews; 3 complete, 2 under way, 1 planned, 1 declined, "
            "3 not stated; 6 without a date, 1 overdue; 2 promised before, 1 of a sort that a person confirmed."
        ),
        (
            "Training or awareness: 6 of 10 commitments, in 4 of 9 reviews; 2 complete, 1 under way, 1 declined, "
            "2 not stated; 6 without a date, 1 overdue; 2 promised before, 1 of a sort that a person confirmed."
        ),
    ]
