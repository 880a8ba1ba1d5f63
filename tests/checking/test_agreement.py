"""How far raters agree."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from pandas.testing import assert_frame_equal
from sklearn.metrics import cohen_kappa_score

from scrlearn.checking.agreement import list_disagreements, measure_agreement, measures_from_counts
from scrlearn.errors import TableError
from scrlearn.validation import check_table, empty_table

YES, NO, OPEN = "applies", "does_not_apply", "check"
MEASURES = ["agreement", "kappa", "alpha", "ac1"]
LIMITS = [f"{name}_{end}" for name in MEASURES for end in ("low", "high")]
COUNTS = ["n_both", "n_only_1", "n_only_2", "n_neither"]
EXACT = {"rel": 0, "abs": 1e-9}
few = settings(max_examples=25, deadline=None)


def ratings(*rows, **columns):
    """Rows of passage, theme, rater and decision; a passage's review stands before its colon."""
    frame = pd.DataFrame(rows, columns=["passage_id", "theme_id", "rater", "decision"], dtype="str")
    frame = frame.assign(review_id=frame["passage_id"].str.split(":").str[0])
    return frame.assign(**{"reason": None, "drawn": False, "blind": False, **columns})


def two_raters(cells, *, raters=("Ann", "Bob")):
    """Rate one theme: cells are of review, what the one says and what the other says."""
    return ratings(
        *[
            (f"{review}:{number}", "voice", rater, decision)
            for number, (review, *decisions) in enumerate(cells)
            for rater, decision in zip(raters, decisions, strict=True)
        ]
    )


def cells_of(both, only_1, only_2, neither):
    """Cells of two reviews, in turn."""
    says = [(YES, YES)] * both + [(YES, NO)] * only_1 + [(NO, YES)] * only_2 + [(NO, NO)] * neither
    return [("km"[number % 2], *pair) for number, pair in enumerate(says)]


def measured(cells, **options):
    return measure_agreement(two_raters(cells), **{"n_resamples": 40, **options}).loc[0]


def test_rare_themes_have_low_kappa_and_high_ac1_at_the_same_raw_agreement():
    # Feinstein and Cicchetti's paradox: 80 of 100 alike, the theme once common and once rare.
    common, rare = measured(cells_of(40, 10, 10, 40)), measured(cells_of(1, 10, 10, 79))
    assert common[["agreement", "kappa", "ac1"]].tolist() == pytest.approx([0.8, 0.6, 0.6])
    assert rare[["agreement", "kappa", "ac1"]].tolist() == pytest.approx(
        [0.8, (0.8 - 0.8042) / 0.1958, (0.8 - 0.1958) / 0.8042]
    )
    assert rare[["n", *COUNTS, "prevalence"]].tolist() == [100, 1, 10, 10, 79, 0.11]


def test_alpha_allows_for_few_cells():
    # Krippendorff's two observers of ten binary units: alpha is .095.
    one, other = "0100000000", "1110010100"
    answer = {"0": NO, "1": YES}
    found = measured([("k", answer[a], answer[b]) for a, b in zip(one, other, strict=True)])
    assert found["alpha"] == pytest.approx(0.095, abs=0.001)


def test_an_open_cell_counts_in_n_open_alone():
    found = measured([("k", YES, YES), ("k", OPEN, YES), ("m", NO, OPEN), ("m", OPEN, OPEN), ("m", NO, NO)])
    assert found[["n", "n_open", *COUNTS, "agreement"]].tolist() == [2, 3, 1, 0, 0, 1, 1.0]


def test_cells_that_only_one_rater_looked_at_do_not_count():
    found = measure_agreement(
        ratings(("k:1", "voice", "Ann", YES), ("k:1", "voice", "Bob", YES), ("k:2", "voice", "Ann", NO))
    ).loc[0]
    assert found[["n", "n_open"]].tolist() == [1, 0]


@pytest.mark.parametrize("answer", [YES, NO])
def test_kappa_and_alpha_are_blank_where_both_always_say_one_thing(answer):
    found = measured([("k", answer, answer), ("m", answer, answer)])
    assert found[["agreement", "ac1", "ac1_low", "ac1_high"]].tolist() == [1, 1, 1, 1]
    assert found.filter(regex="kappa|alpha").isna().all()


def test_a_theme_on_which_two_have_no_cell_in_common_has_its_row_without_measures():
    rated = ratings(
        *[("k:1", "voice", "Ann", YES), ("k:1", "voice", "Bob", YES)],
        *[("k:1", "sleep", "Ann", YES), ("k:2", "sleep", "Bob", YES)],
    )
    found = measure_agreement(rated)
    assert found[["theme_id", "cells", "n", "n_open", *COUNTS]].values.tolist() == [
        ["voice", "all", 1, 0, 1, 0, 0, 0],
        ["sleep", "all", 0, 0, 0, 0, 0, 0],
    ]
    assert found.loc[1, ["prevalence", *MEASURES, *LIMITS]].isna().all()


def test_pairs_are_of_people_first_and_never_of_two_machines():
    raters = ["machine", "Bob", "model", "Ann", "rules"]
    found = measure_agreement(ratings(*[("k:1", theme, rater, YES) for theme in ("b", "a") for rater in raters]))
    pairs = [
        *[["Bob", "Ann"], ["Bob", "rules"], ["Bob", "model"], ["Bob", "machine"]],
        *[["Ann", "rules"], ["Ann", "model"], ["Ann", "machine"]],
    ]
    assert found[["theme_id", "rater_1", "rater_2"]].values.tolist() == [
        [theme, *pair] for theme, pair in product("ba", pairs)
    ]


def test_without_two_raters_or_without_people_there_is_nothing_to_measure_or_list():
    machines = ratings(("k:1", "voice", "rules", YES), ("k:1", "voice", "model", NO))
    for rated in (machines, ratings(("k:1", "voice", "Ann", YES)), empty_table("ratings")):
        assert_frame_equal(measure_agreement(rated), empty_table("agreement"))
        assert_frame_equal(
            list_disagreements(rated, pd.DataFrame({"passage_id": ["k:1"], "text": ["Listen."]})),
            empty_table("disagreements"),
        )


def test_drawn_and_blind_cells_are_measured_beside_all_where_they_are_so_for_both():
    rated = ratings(
        *[("k:1", "voice", "Ann", YES), ("k:1", "voice", "Bob", YES)],
        *[("k:2", "voice", "Ann", YES), ("k:2", "voice", "Bob", NO)],
        *[("k:3", "voice", "Ann", NO), ("k:3", "voice", "Bob", OPEN)],
        *[("k:1", "sleep", "Ann", YES), ("k:1", "sleep", "Bob", NO)],
        drawn=[True, True, True, False, False, False, False, False],
        blind=[False, True, True, True, True, True, True, False],
    )
    assert measure_agreement(rated)[["theme_id", "cells", "n", "n_open", *COUNTS]].values.tolist() == [
        ["voice", "all", 2, 1, 1, 1, 0, 0],
        ["voice", "drawn", 1, 0, 1, 0, 0, 0],
        ["voice", "blind", 1, 1, 0, 1, 0, 0],
        ["sleep", "all", 1, 0, 0, 1, 0, 0],
    ]


def test_passages_of_one_review_are_drawn_together():
    # Of the draws of two reviews, one all alike and one all unlike, a quarter has the one twice, a quarter the other.
    found = measured([("k", YES, YES), ("k", NO, NO)] * 10 + [("m", YES, NO), ("m", NO, YES)] * 10, n_resamples=400)
    assert found[["agreement", "agreement_low", "agreement_high"]].tolist() == [0.5, 0, 1]
    alone = [(f"r{number}", *pair) for number, pair in enumerate([(YES, YES), (NO, NO), (YES, NO), (NO, YES)] * 10)]
    narrow = measured(alone, n_resamples=400)
    assert 0.3 < narrow["agreement_low"] < 0.5 < narrow["agreement_high"] < 0.7


def test_limits_leave_out_a_fortieth_of_the_draws_at_either_end():
    # One draw of three reviews in 27, which is more than one in 40 and less than one in 20, has the odd one thrice.
    mostly_unlike = measured([("a", YES, YES), ("b", YES, NO), ("c", NO, YES)], n_resamples=4000)
    assert mostly_unlike[["agreement_low", "agreement_high"]].tolist() == [0, 1]
    mostly_alike = measured([("a", YES, NO), ("b", YES, YES), ("c", NO, NO)], n_resamples=4000)
    assert mostly_alike[["agreement_low", "agreement_high"]].tolist() == [0, 1]


def test_one_review_gives_no_limits():
    found = measured([("k", YES, YES), ("k", NO, NO), ("k", YES, NO)])
    assert found[MEASURES].notna().all()
    assert found[LIMITS].isna().all()


def test_limits_leave_out_the_draws_without_a_measure_while_these_are_not_most():
    # One draw in four has the second review twice, in which there is one answer only.
    found = measured([("k", YES, YES), ("k", NO, NO), ("m", NO, NO)], n_resamples=400)
    assert found[["kappa_low", "kappa_high"]].tolist() == [1, 1]


@pytest.mark.parametrize("seed", range(8))
def test_limits_are_blank_where_most_draws_have_no_measure(seed):
    # A draw that has one of the reviews twice has one answer only.
    drawn = np.random.default_rng(seed).multinomial(2, [0.5, 0.5], size=3)
    n_without = (drawn[:, 0] != 1).sum()
    found = measured([("k", YES, YES), ("m", NO, NO)], n_resamples=3, seed=seed)
    assert found[["kappa_low", "alpha_high"]].isna().tolist() == [n_without > 1] * 2
    assert found[["kappa", "ac1_low"]].tolist() == [1, 1]


def test_a_passage_without_a_review_stands_for_itself():
    cells = [("k", YES, YES), ("k", NO, YES), ("k", NO, NO)]
    without = measure_agreement(two_raters(cells).assign(review_id=None))
    own = measure_agreement(two_raters(cells).assign(review_id=lambda rated: rated["passage_id"]))
    assert_frame_equal(without, own)
    assert without[["agreement_low", "agreement_high"]].notna().all(axis=None)


def test_the_same_seed_draws_the_same_reviews_whoever_else_is_measured():
    cells = [(review, *pair) for review, pair in zip("abcdef", [(YES, YES), (YES, NO), (NO, NO)] * 2, strict=True)]
    first, again, other = (measured(cells, seed=seed) for seed in (3, 3, 4))
    assert first.equals(again)
    assert not first.equals(other)
    with_rules = pd.concat([two_raters(cells), two_raters(cells, raters=("rules", "Cat"))])
    assert measure_agreement(with_rules, n_resamples=40, seed=3).loc[0].equals(first)


def test_ratings_in_other_words_are_refused():
    with pytest.raises(TableError, match=r"ratings: decision has \['unsure'\] in index 0"):
        measure_agreement(ratings(("k:1", "voice", "Ann", "unsure")))


TABLES = st.tuples(*[st.integers(0, 12)] * 4).filter(sum)
DECISION = st.sampled_from([YES, NO, OPEN])
CELLS = st.lists(st.tuples(st.sampled_from("abc"), DECISION, DECISION), max_size=25)


def alpha_by_definition(cells):
    """Go over every pair of answers: those within a cell, against those of all cells together."""
    answers = [answer for _, *pair in cells for answer in pair]
    observed = np.mean([one != other for _, one, other in cells])
    places = range(len(answers))
    expected = np.mean([answers[one] != answers[other] for one in places for other in places if one != other])
    return 1 - observed / expected if expected else np.nan


def ac1_by_definition(cells):
    """Gwet's own terms: chance is the sum over answers of pi (1 - pi), over how many answers there are less one."""
    observed = np.mean([one == other for _, one, other in cells])
    shares = [np.mean([((one == answer) + (other == answer)) / 2 for _, one, other in cells]) for answer in (YES, NO)]
    chance = sum(share * (1 - share) for share in shares) / (2 - 1)
    return (observed - chance) / (1 - chance)


@few
@given(TABLES)
def test_the_measures_are_those_of_other_hands(counts):
    cells = cells_of(*counts)
    _, one, other = zip(*cells, strict=True)
    one_answer = len({*one, *other}) == 1
    found = measured(cells, n_resamples=1)
    expected = {
        "agreement": np.mean([a == b for a, b in zip(one, other, strict=True)]),
        "kappa": np.nan if one_answer else cohen_kappa_score(one, other),
        "alpha": alpha_by_definition(cells),
        "ac1": ac1_by_definition(cells),
    }
    assert found[MEASURES].to_dict() == pytest.approx(expected, nan_ok=True, **EXACT)


@settings(deadline=None)
@given(TABLES)
def test_measures_from_counts_are_those_of_nltk(counts):
    cells = cells_of(*counts)
    task = AnnotationTask(
        [(f"rater {place}", item, cell[place]) for place in (1, 2) for item, cell in enumerate(cells)]
    )
    expected = [1, np.nan, np.nan] if len(task.K) == 1 else [task.avg_Ao(), task.kappa(), task.alpha()]
    found = measures_from_counts(np.array([counts]))
    assert [found[name].item() for name in MEASURES[:3]] == pytest.approx(expected, nan_ok=True, **EXACT)


@few
@given(CELLS)
def test_swapping_the_raters_swaps_what_only_one_says_and_nothing_else(cells):
    found = measure_agreement(two_raters(cells, raters=("Ann", "Bob")), n_resamples=20)
    turned = [(review, other, one) for review, one, other in cells]
    swapped = measure_agreement(two_raters(turned, raters=("Ann", "Bob")), n_resamples=20)
    back = swapped.rename(columns={"n_only_1": "n_only_2", "n_only_2": "n_only_1"})
    assert_frame_equal(back[list(found)], found, rtol=0, atol=1e-9)


@few
@given(CELLS)
def test_it_does_not_matter_which_answer_is_yes(cells):
    other_way = {YES: NO, NO: YES, OPEN: OPEN}
    turned = [(review, other_way[one], other_way[other]) for review, one, other in cells]
    unchanged = ["n", "n_open", *MEASURES, *LIMITS]
    found, relabelled = (measure_agreement(two_raters(rated), n_resamples=20)[unchanged] for rated in (cells, turned))
    assert_frame_equal(relabelled, found, rtol=0, atol=1e-9)


@few
@given(CELLS)
def test_the_four_counts_add_up_to_n_and_with_the_open_cells_to_all(cells):
    found = measure_agreement(two_raters(cells), n_resamples=0)
    assert (found[COUNTS].sum(axis=1) == found["n"]).all()
    assert (found["n"] + found["n_open"] == len(cells)).all()


@few
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([YES, NO])), min_size=1, max_size=25))
def test_raters_who_say_the_same_agree_wholly(cells):
    found = measured([(review, answer, answer) for review, answer in cells])
    known = found[[*MEASURES, *LIMITS]].dropna()
    assert {"agreement", "ac1"} <= set(known.index)
    assert known.tolist() == pytest.approx([1] * len(known), **EXACT)


PASSAGES = pd.DataFrame(
    {
        "passage_id": ["m:1", "k:1", "k:2"],
        "stem": [None, "Practitioners should:", None],
        "text": ["Listen to the child.", "ask about the cot.", "Ask again."],
    }
)


def test_disagreements_stand_side_by_side_in_the_passages_order_with_their_reasons():
    rated = ratings(
        *[("k:1", "voice", "Ann", YES), ("k:1", "voice", "Bob", NO), ("k:1", "voice", "rules", YES)],
        *[("k:1", "sleep", "Ann", OPEN), ("k:1", "sleep", "Bob", YES)],
        *[("m:1", "sleep", "Bob", YES), ("m:1", "sleep", "model", NO)],
        *[("k:2", "sleep", "Ann", OPEN), ("k:2", "sleep", "Bob", OPEN)],
        reason=["asked", None, "the cot", "not sure", None, "listen", None, None, None],
    )
    expected = pd.DataFrame(
        [
            ["m:1", "sleep", None, "Listen to the child.", "Bob", YES, "listen", "model", NO, None],
            ["k:1", "voice", "Practitioners should:", "ask about the cot.", "Ann", YES, "asked", "Bob", NO, None],
            ["k:1", "voice", "Practitioners should:", "ask about the cot.", "Bob", NO, None, "rules", YES, "the cot"],
            ["k:1", "sleep", "Practitioners should:", "ask about the cot.", "Ann", OPEN, "not sure", "Bob", YES, None],
        ],
        columns=[
            *["passage_id", "theme_id", "stem", "text"],
            *["rater_1", "decision_1", "reason_1", "rater_2", "decision_2", "reason_2"],
        ],
    )
    assert_frame_equal(list_disagreements(rated, PASSAGES), check_table(expected, "disagreements"))


def test_two_machines_that_differ_are_not_listed():
    rated = ratings(("k:1", "voice", "Ann", YES), ("k:1", "voice", "rules", YES), ("k:1", "voice", "model", NO))
    listed = list_disagreements(rated, PASSAGES)
    assert listed[["rater_1", "rater_2"]].values.tolist() == [["Ann", "model"]]


def test_ratings_of_passages_that_are_not_there_are_not_listed():
    rated = ratings(("k:9", "voice", "Ann", YES), ("k:9", "voice", "Bob", NO))
    assert list_disagreements(rated, PASSAGES).empty


@few
@given(CELLS)
def test_there_are_as_many_disagreements_as_cells_that_are_not_said_alike(cells):
    passages = pd.DataFrame({"passage_id": [f"{cell[0]}:{number}" for number, cell in enumerate(cells)]})
    listed = list_disagreements(two_raters(cells), passages.assign(text="Listen."))
    assert listed["passage_id"].tolist() == [
        passage for passage, (_, one, other) in zip(passages["passage_id"], cells, strict=True) if one != other
    ]
