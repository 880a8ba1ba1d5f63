"""What decisions on a collection teach about its other reviews."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.errors import ScrlearnError, TableError
from scrlearn.themes.codebook import load_codebook
from scrlearn.themes.labelled import load_labelled
from scrlearn.themes.model import ThemeModel
from scrlearn.themes.own_decisions import measure_own_decisions

LABELLED = pd.DataFrame({"text": ["bed"], "themes": ["sleep"]})
SIX = ["r1", "r2", "r3", "r4", "r5", "r6"]


class KnowsWords:
    """Is certain of a theme where it has learnt that a passage of the same words carries it, and of its absence."""

    themes = ("sleep",)

    def fit(self, labelled, decided=None):
        self.known = {("sleep", text) for text in labelled["text"]}
        if decided is not None:
            applying = decided[decided["applies"] == 1]
            self.known |= set(zip(applying["theme_id"], applying["text"], strict=True))
        self.thresholds_ = pd.DataFrame({"theme_id": list(self.themes)}).assign(threshold=0.5)
        return self

    def score(self, passages):
        rows = [
            (passage.passage_id, theme, float((theme, passage.text) in self.known))
            for passage in passages.itertuples()
            for theme in self.themes
        ]
        return pd.DataFrame(rows, columns=["passage_id", "theme_id", "score"])


class KnowsWordsOfTwoThemes(KnowsWords):
    themes = ("sleep", "voice")


class LearnsVoiceFromDecisionsOnly(KnowsWordsOfTwoThemes):
    def fit(self, labelled, decided=None):
        self.themes = ("sleep",) if decided is None else ("sleep", "voice")
        return super().fit(labelled, decided)


class KnowsNothingWithoutDecisions(KnowsWords):
    """Learns no theme where there are no decisions, and then gives tables without rows or kinds of columns."""

    def fit(self, labelled, decided=None):
        self.themes = () if decided is None else ("sleep",)
        super().fit(labelled, decided)
        self.thresholds_ = self.thresholds_ if self.themes else pd.DataFrame([], columns=["theme_id", "threshold"])
        return self


def decide(reviews, text, theme_id="sleep", applies=1):
    """One decision a review, on a passage with this text."""
    return pd.DataFrame({
        "passage_id": [f"{review}:{text}" for review in reviews], "stem": "", "text": text, "theme_id": theme_id,
        "applies": applies,
    })  # fmt: skip


def passages_of(decided):
    ids = decided["passage_id"].drop_duplicates()
    return pd.DataFrame({"passage_id": ids, "review_id": ids.str.partition(":")[0]})


def measure(decided, model=KnowsWords, **options):
    return measure_own_decisions(model, LABELLED, decided, passages_of(decided), **{"n_resamples": 50} | options)


def rows_of(curve, theme_id, *columns):
    return curve.loc[curve["theme_id"] == theme_id, list(columns)].to_numpy().tolist()


BEDS_AND_COTS = pd.concat([decide(SIX, "bed"), decide(SIX, "cot")])


def test_what_is_learnt_from_other_reviews_is_held_against_what_was_known_without():
    curve = measure(BEDS_AND_COTS, folds=6, sizes=[1], notice="Illustrative data")
    sleep = {
        "theme_id": ["sleep", "sleep"],
        "n_learnt": [0, 10],  # two decisions on each of the five other reviews
        "n": [12, 12],
        "n_positive": [12, 12],
        "f1": [2 * 6 / (6 + 12), 1.0],  # beds are known from the labelled passages, cots from the other reviews
        "f1_low": [2 / 3, 1.0],  # all reviews are alike
        "f1_high": [2 / 3, 1.0],
        "brier": [0.5, 0.0],
        "change": [0.0, 1 / 3],
        "change_low": [0.0, 1 / 3],
        "change_high": [0.0, 1 / 3],
        "notice": ["Illustrative data"] * 2,
    }
    expected = pd.concat([pd.DataFrame(sleep), pd.DataFrame(sleep | {"theme_id": ["macro", "macro"]})])
    pd.testing.assert_frame_equal(curve, expected.reset_index(drop=True), check_dtype=False)


def test_a_review_teaches_nothing_about_itself():
    own_words = pd.concat([decide([review], f"cot of {review}") for review in SIX])
    assert rows_of(measure(own_words, folds=3), "sleep", "f1") == [[0.0]] * 4


def test_a_model_is_trained_once_without_decisions_and_once_for_each_fold_and_size():
    taught = _teach(BEDS_AND_COTS, folds=3, sizes=[0.5, 1.0])
    assert [len(decided) if decided is not None else 0 for decided in taught] == [0, 4, 4, 4, 8, 8, 8]


def test_a_larger_part_holds_the_smaller_ones_and_whole_reviews():
    taught = _teach(BEDS_AND_COTS, folds=3, sizes=[1.0, 0.25, 0.5])[1:]
    learnt = [set(decided["passage_id"]) for decided in taught]
    assert [part < half < whole for part, half, whole in zip(learnt[:3], learnt[3:6], learnt[6:], strict=True)] == [
        True, True, True,
    ]  # fmt: skip
    for passage_ids in learnt:
        reviews = {passage_id.partition(":")[0] for passage_id in passage_ids}
        assert passage_ids == {f"{review}:{text}" for review in reviews for text in ("bed", "cot")}


def test_each_review_is_held_out_by_one_fold():
    whole = _teach(BEDS_AND_COTS, folds=4, sizes=[1.0])[1:]
    held_out = [set(SIX) - {passage_id.partition(":")[0] for passage_id in part["passage_id"]} for part in whole]
    assert sorted(review for reviews in held_out for review in reviews) == SIX


def test_there_are_no_more_folds_than_reviews():
    assert len(_teach(BEDS_AND_COTS, folds=50, sizes=[1.0])) == 1 + 6


def test_sizes_that_come_to_the_same_number_of_decisions_are_one_row():
    two = BEDS_AND_COTS[BEDS_AND_COTS["passage_id"].str.startswith(("r1", "r2"))]
    assert measure(two)["n_learnt"].tolist() == [0, 2, 0, 2]


def test_with_fewer_than_five_positives_there_is_no_f1_but_the_squared_distance():
    decided = pd.concat([decide(SIX[:4], "cot"), decide(SIX[4:], "toy", applies=0)])
    curve = measure(decided, folds=6, sizes=[1])
    assert curve[["f1", "f1_low", "change", "change_low"]].isna().all(axis=None)
    assert rows_of(curve, "sleep", "n", "n_positive", "brier") == [[6, 4, 4 / 6], [6, 4, 0]]
    assert rows_of(curve, "macro", "n", "n_positive", "brier") == [[6, 4, 4 / 6], [6, 4, 0]]


def test_macro_is_the_plain_mean_of_the_themes():
    decided = pd.concat([BEDS_AND_COTS, decide(SIX, "toy", "voice")])
    curve = measure(decided, KnowsWordsOfTwoThemes, folds=6, sizes=[1])
    assert rows_of(curve, "voice", "f1", "brier") == [[0, 1], [1, 0]]
    assert rows_of(curve, "macro", "n", "n_positive", "f1", "brier") == [[18, 18, 1 / 3, 0.75], [18, 18, 1, 0]]
    assert rows_of(curve, "macro", "change", "change_low") == [[0, 0], [pytest.approx(2 / 3), pytest.approx(2 / 3)]]


def test_a_theme_that_only_decisions_taught_is_blank_before_and_no_part_of_macro():
    decided = pd.concat([BEDS_AND_COTS, decide(SIX, "toy", "voice")])
    curve = measure(decided, LearnsVoiceFromDecisionsOnly, folds=6, sizes=[1])
    voice = curve[curve["theme_id"] == "voice"]
    assert voice["n"].tolist() == [0, 6]
    assert voice[["f1", "f1_low", "brier"]].iloc[0].isna().all()
    assert voice[["f1", "f1_low", "brier"]].iloc[1].tolist() == [1, 1, 0]
    assert voice[["change", "change_low", "change_high"]].isna().all(axis=None)
    assert rows_of(curve, "macro", "n", "f1") == [[12, pytest.approx(2 / 3)], [12, 1]]


def test_where_no_theme_is_known_throughout_macro_is_blank():
    curve = measure(decide(SIX, "toy", "voice"), LearnsVoiceFromDecisionsOnly, folds=6, sizes=[1])
    macro = curve[curve["theme_id"] == "macro"]
    assert macro[["n_learnt", "n", "n_positive"]].to_numpy().tolist() == [[0, 0, 0], [5, 0, 0]]
    assert macro[["f1", "f1_low", "brier", "change"]].isna().all(axis=None)


def test_a_model_may_know_no_theme_without_decisions():
    curve = measure(BEDS_AND_COTS, KnowsNothingWithoutDecisions, folds=6, sizes=[1])
    assert rows_of(curve, "sleep", "n", "n_positive") == [[0, 0], [12, 12]]
    assert curve["f1"].isna().tolist() == [True, False, True, True]


def test_a_theme_that_nothing_taught_has_rows_with_nought():
    curve = measure(pd.concat([BEDS_AND_COTS, decide(SIX, "toy", "weather")]), folds=6, sizes=[1])
    assert rows_of(curve, "weather", "n", "n_positive") == [[0, 0], [0, 0]]


def test_the_change_is_measured_on_the_same_drawn_reviews():
    # Reviews differ widely, and decisions change nothing in any of them.
    decided = pd.concat([decide(SIX[:3], "bed"), *(decide([review], f"cot of {review}") for review in SIX[3:])])
    for rows in (measure(decided, folds=6, sizes=[1]).query(f"theme_id == '{theme}'") for theme in ("sleep", "macro")):
        assert (rows["f1_high"] - rows["f1_low"] > 0.3).all()
        assert rows[["change", "change_low", "change_high"]].eq(0).all(axis=None)


def test_the_order_of_the_decisions_changes_nothing():
    decided = pd.concat([BEDS_AND_COTS, decide(SIX[:3], "toy", applies=0)], ignore_index=True)
    shuffled = decided.loc[np.random.default_rng(1).permutation(len(decided))]
    pd.testing.assert_frame_equal(measure(shuffled), measure(decided))


def test_another_seed_deals_the_reviews_anew():
    dealt = [[set(part["passage_id"]) for part in _teach(BEDS_AND_COTS, seed=seed)[1:]] for seed in (0, 0, 1)]
    assert dealt[0] == dealt[1]
    assert dealt[0] != dealt[2]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(SIX), st.sampled_from(["bed", "cot", "toy"]), st.integers(0, 1)),
        min_size=2,
        max_size=15,
        unique_by=lambda cell: cell[:2],
    ).filter(lambda cells: len({review for review, _, _ in cells}) > 1),
    st.integers(2, 7),
)
def test_any_decisions_give_an_ordered_curve_within_bounds(cells, folds):
    decided = pd.concat([decide([review], text, applies=applies) for review, text, applies in cells])
    curve = measure(decided, folds=folds, n_resamples=10)
    for _, rows in curve.groupby("theme_id"):
        assert rows["n_learnt"].is_monotonic_increasing
        assert rows["n_learnt"].iloc[0] == 0
        assert rows["n_learnt"].iloc[-1] < len(decided)
        assert set(rows["n"]) == {len(decided)}
    measured = curve.dropna(subset="f1")
    assert (measured["f1_low"] <= measured["f1_high"]).all()


def test_a_model_that_learns_themes_is_measured():
    labelled = load_labelled(more=False).query("hand == 'a'").reset_index(drop=True)
    about_sleep = labelled["themes"].fillna("").eq("safe_sleeping")
    rows = pd.concat([labelled[about_sleep].head(20), labelled[~about_sleep].head(20)])
    decided = pd.DataFrame({
        "passage_id": rows["id"], "stem": rows["stem"].fillna(""), "text": rows["text"], "theme_id": "safe_sleeping",
        "applies": about_sleep[rows.index].astype(int),
    })  # fmt: skip
    passages = pd.DataFrame({"passage_id": rows["id"], "review_id": ["k", "l"] * 20})
    curve = measure_own_decisions(
        lambda: ThemeModel(load_codebook()), labelled.drop(rows.index), decided, passages, sizes=[1], n_resamples=20
    )
    assert curve["n_learnt"].tolist() == [0, 20, 0, 20]
    assert curve["n_positive"].tolist() == [20] * 4
    assert curve["f1"].between(0.8, 1).all()


def test_no_decisions_teach_nothing():
    with pytest.raises(TableError, match=r"decided: has no rows, so there is nothing to learn from; record decisions"):
        measure_own_decisions(KnowsWords, LABELLED, BEDS_AND_COTS.head(0), passages_of(BEDS_AND_COTS))


def test_decisions_on_one_review_cannot_be_held_out():
    with pytest.raises(TableError, match=r"decided: all decisions are on 'r1', so no review can be held out; decide"):
        measure(decide(["r1"], "cot"))


def test_a_decided_passage_that_is_nowhere_is_refused():
    message = r"decided: passage_id has \['r2:cot'\], of which passages has no row; give their passages"
    with pytest.raises(TableError, match=message):
        measure_own_decisions(
            KnowsWords, LABELLED, decide(["r1", "r2"], "cot"), passages_of(decide(["r1"], "cot")), n_resamples=5
        )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sizes": [0.5, 2]}, r"sizes: 2 is no share of the decisions; give numbers above 0 and up to 1\."),
        ({"sizes": [0]}, r"sizes: 0 is no share of the decisions"),
        ({"folds": 1}, r"folds: 1 leaves no review to learn from; give 2 or more\."),
    ],
)
def test_sizes_that_are_no_shares_and_a_single_fold_are_refused(options, message):
    with pytest.raises(ScrlearnError, match=message):
        measure(BEDS_AND_COTS, **options)


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match=r"decided: column \['applies'\] is missing"):
        measure(BEDS_AND_COTS.drop(columns="applies"))


def _teach(decided, **options):
    """Return what each model was taught, in the order in which they were made."""
    taught = []

    class Notes(KnowsWords):
        def fit(self, labelled, decided=None):
            taught.append(decided)
            return super().fit(labelled, decided)

    measure(decided, Notes, **options)
    return taught
