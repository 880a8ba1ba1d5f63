import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.errors import TableError
from scrlearn.files import csv_bytes
from scrlearn.themes.evaluation import calibration_curve, evaluate
from scrlearn.themes.labelled import load_labelled

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
TEN = [f"p{number}" for number in range(1, 11)]
# p1, p2, p3, p5 and p8 are about sleep.
LABELLED = pd.DataFrame(
    {
        "id": TEN,
        "themes": ["sleep"] * 3 + [None, "sleep;voice", None, "voice", "sleep", None, None],
        "source_url": [None] * 10,
    }
)
SCORES = [0.95, 0.85, 0.75, 0.65, 0.55, 0.45, 0.35, 0.25, 0.15, 0.05]


def held_out(theme_id, scores, ids=TEN):
    """The scores of one theme, checked from .4 and applied from .6, or from .5 where nothing is checked."""
    decisions = ["applies" if score >= 0.6 else "check" if score >= 0.4 else "does_not_apply" for score in scores]
    return pd.DataFrame(
        {
            "passage_id": ids,
            "theme_id": theme_id,
            "score": scores,
            "decision": decisions,
            "decision_without_check": ["applies" if score >= 0.5 else "does_not_apply" for score in scores],
            "hand": "a",
        }
    )


def sources(right, wrong):
    """Two sources of ten passages that all carry the theme: it is found in all of one and in none of the other."""
    ids = [*(f"{right}{n}" for n in range(10)), *(f"{wrong}{n}" for n in range(10))]
    labelled = pd.DataFrame({"id": ids, "themes": "sleep", "source_url": [right] * 10 + [wrong] * 10})
    return held_out("sleep", [0.9] * 10 + [0.1] * 10, ids), labelled


def measures(scores, labelled=LABELLED, theme_id="sleep", **options):
    return evaluate(scores, labelled, **options).set_index("theme_id").loc[theme_id]


def test_each_measure_is_what_it_is_by_hand():
    found = measures(held_out("sleep", SCORES))
    expected = {
        "n": 10,
        "n_positive": 5,
        "precision": 4 / 5,  # p1 to p5 are said to apply, p4 is wrong
        "recall": 4 / 5,  # p8 is missed
        "f1": 0.8,
        "average_precision": (1 + 1 + 1 + 4 / 5 + 5 / 8) / 5,
        "brier_skill": 1 - 0.1625 / 0.25,  # squared errors add up to 1.625
        "calibration_error": 0.33,  # ten bins of one passage: errors add up to 3.3
        "share_decided": 8 / 10,  # all but p5 and p6
        "f1_decided": 2 * 3 / (4 + 4),
        "share_of_positives_decided": 4 / 5,  # all but p5
    }
    assert found[list(expected)].to_dict() == pytest.approx(expected)


def test_under_five_positives_only_what_does_not_rest_on_them_is_given():
    found = measures(held_out("voice", [0.2] * 10), theme_id="voice").dropna()
    assert found.to_dict() == pytest.approx(
        {"n": 10, "n_positive": 2, "calibration_error": 0.0, "share_decided": 1.0}, abs=1e-9
    )


def test_five_positives_are_enough():
    assert measures(held_out("sleep", SCORES)).notna().all()


def test_macro_is_the_plain_mean_of_the_themes():
    labelled = LABELLED.assign(themes=["sleep;voice"] * 3 + ["voice", "sleep;voice", *[None] * 2, "sleep", None, None])
    scores = pd.concat([held_out("sleep", SCORES), held_out("voice", [1.0] * 5 + [0.0] * 5)])
    found = evaluate(scores, labelled).set_index("theme_id")
    assert found.index.tolist() == ["sleep", "voice", "macro"]
    assert found.loc["voice", "f1"] == 1
    shares = found.columns.drop(["n", "n_positive", "f1_low", "f1_high"])
    assert found.loc["macro", shares].tolist() == pytest.approx(found.loc[["sleep", "voice"], shares].mean().tolist())
    assert found.loc["macro", ["n", "n_positive"]].tolist() == [10, 10]


def test_macro_leaves_out_themes_with_too_few_positives():
    scores = pd.concat([held_out("sleep", SCORES), held_out("voice", [0.2] * 10)])
    found = evaluate(scores, LABELLED).set_index("theme_id")
    resting = ["precision", "recall", "f1", "f1_low", "f1_high", "brier_skill"]
    assert found.loc["macro", resting].tolist() == found.loc["sleep", resting].tolist()
    assert found.loc["macro", "share_decided"] == pytest.approx((0.8 + 1.0) / 2)


def test_a_theme_that_is_never_named_has_recall_but_no_precision():
    found = measures(held_out("sleep", [0.1] * 10))
    assert pd.isna(found["precision"])
    assert found[["recall", "f1"]].tolist() == [0, 0]


def test_a_theme_of_which_nothing_is_decided_has_no_f1_among_the_decided():
    found = measures(held_out("sleep", [0.5] * 10))
    assert pd.isna(found["f1_decided"])
    assert found[["share_decided", "share_of_positives_decided"]].tolist() == [0, 0]


def test_always_saying_the_base_rate_has_no_skill():
    assert measures(held_out("sleep", [0.5] * 10))["brier_skill"] == 0


def test_passages_of_one_source_are_drawn_together():
    together = measures(*sources("north", "south"))
    assert together[["f1_low", "f1_high"]].tolist() == [0, 1]
    scores, labelled = sources("north", "south")
    alone = measures(scores, labelled.assign(source_url=None))
    assert 0.3 < alone["f1_low"] < alone["f1"] < alone["f1_high"] < 0.9


def test_another_column_can_say_which_passages_belong_together():
    scores, labelled = sources("north", "south")
    labelled = labelled.rename(columns={"source_url": "board"}).assign(source_url=None)
    assert measures(scores, labelled, clusters="board")[["f1_low", "f1_high"]].tolist() == [0, 1]


def test_the_same_seed_draws_the_same_sources():
    first, again, other = (
        evaluate(held_out("sleep", SCORES), LABELLED, n_resamples=9, seed=seed) for seed in (3, 3, 4)
    )
    assert first.equals(again)
    assert not first.equals(other)


def test_labelled_passages_without_scores_are_left_aside():
    unscored = LABELLED.iloc[:5].assign(id=lambda rows: rows["id"] + "-unscored")
    scores = held_out("sleep", SCORES)
    assert evaluate(scores, pd.concat([LABELLED, unscored])).equals(evaluate(scores, LABELLED))


def test_no_scores_leave_one_blank_row():
    found = evaluate(held_out("sleep", [], []), LABELLED)
    assert found.dropna(axis=1).to_dict("records") == [{"theme_id": "macro", "n": 0, "n_positive": 0}]


def test_a_scored_passage_that_nobody_labelled_is_refused():
    scores = held_out("sleep", [0.9], ["p99"])
    with pytest.raises(TableError, match="held_out_scores: no row of labelled has the id 'p99'"):
        evaluate(scores, LABELLED)


def test_scores_without_decisions_are_refused():
    with pytest.raises(TableError, match=r"held_out_scores: column \['decision'\] is missing"):
        evaluate(held_out("sleep", SCORES).drop(columns="decision"), LABELLED)


def test_a_bin_compares_what_is_promised_with_what_is_there():
    curve = calibration_curve(held_out("sleep", SCORES), LABELLED, n_bins=5)
    expected = pd.DataFrame(
        {
            "theme_id": ["sleep"] * 5,
            "bin": [1, 2, 3, 4, 5],
            "n": [2, 2, 2, 2, 2],
            "mean_score": [0.1, 0.3, 0.5, 0.7, 0.9],
            "share_positive": [0.0, 0.5, 0.5, 0.5, 1.0],
        }
    )
    pd.testing.assert_frame_equal(curve, expected, check_dtype=False)


def test_equal_scores_share_a_bin():
    curve = calibration_curve(held_out("sleep", [0.8] * 4 + [0.2] * 6), LABELLED, n_bins=5)
    assert curve[["bin", "n"]].to_numpy().tolist() == [[1, 6], [4, 4]]
    assert curve["share_positive"].tolist() == [2 / 6, 3 / 4]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.sampled_from(["x", "y", "z"])), min_size=1, max_size=40))
def test_any_scores_give_an_interval_within_bounds_whatever_their_order(cells):
    ids = [f"p{number:02}" for number in range(len(cells))]
    scores = held_out("sleep", [score for score, _, _ in cells], ids)
    labelled = pd.DataFrame(
        {
            "id": ids,
            "themes": ["sleep" if carries else None for _, carries, _ in cells],
            "source_url": [source for _, _, source in cells],
        }
    )
    found = evaluate(scores, labelled, n_resamples=20)
    sleep = found.iloc[0]
    if sleep["n_positive"] >= 5:
        assert 0 <= sleep["f1_low"] <= sleep["f1_high"] <= 1
        assert sleep["brier_skill"] <= 1 or pd.isna(sleep["brier_skill"])
    assert 0 <= sleep["calibration_error"] <= 1
    backwards = evaluate(scores[::-1], labelled, n_resamples=20)
    pd.testing.assert_frame_equal(backwards, found)


def test_the_quality_benchmark_runs_on_anybodys_table(tmp_path):
    labelled = load_labelled().query("hand == 'a'")
    about = labelled["themes"] == "safe_sleeping"
    rows = pd.concat([labelled[about].head(30), labelled[~about].head(30)])
    table = pd.DataFrame({"words": rows["text"], "Safe sleeping": rows["themes"].eq("safe_sleeping").astype(int)})
    (tmp_path / "mine.csv").write_bytes(csv_bytes(table.assign(board=["north", "south", "west"] * 20)))
    columns = ["--text", "words", "--labels", "Safe sleeping", "--group", "board"]
    arguments = ["--table", str(tmp_path / "mine.csv"), *columns]
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / "quality.py"), *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "60 passages, 3 folds" in done.stdout
    assert "safe_sleeping" in done.stdout
    assert [name for name in ("majority", "one keyword", "this model") if name not in done.stdout] == []
