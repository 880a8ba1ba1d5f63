"""How far coders of a collection agree, and the machine with them."""

import pandas as pd
import pytest

from scrlearn.checking.ledger import record_decisions
from scrlearn.reviews.collection import load_reviews
from scrlearn.runs.agreement import find_agreement
from scrlearn.runs.coding import Period, code_collection
from scrlearn.runs.report import run_report
from scrlearn.runs.summary import summarise_agreement

THEME = "voice_of_the_child"


@pytest.fixture
def folder(copy_of):
    """Two coders have decided on the voice of the child in twelve passages, and differ on two of them."""
    folder = copy_of("hampshire")
    coded = code_collection(folder, period=Period())
    passage_ids = pd.concat([coded.recommendation_codings, coded.response_codings])["passage_id"].unique()[:12]
    for coder, yes in (("Ann", passage_ids[:4]), ("Bob", passage_ids[2:4])):
        decisions = pd.DataFrame({"passage_id": passage_ids, "theme_id": THEME, "how": "blind"})
        decisions["decision"] = ["applies" if name in yes else "does_not_apply" for name in passage_ids]
        record_decisions(folder, decisions, coder=coder, source="panel")
    return folder


def test_two_coders_are_compared_theme_by_theme_and_the_machine_with_each(folder):
    found = find_agreement(folder, n_resamples=50)
    measured = found.agreement.set_index(["theme_id", "rater_1", "rater_2", "cells"])
    counts = ["n", "n_both", "n_only_1", "n_only_2", "n_neither"]
    assert measured.loc[(THEME, "Ann", "Bob", "blind"), counts].tolist() == [12, 2, 2, 0, 8]
    assert measured.loc[(THEME, "Ann", "Bob", "all"), "agreement"] == pytest.approx(10 / 12)
    assert measured.loc[(THEME, "Ann", "Bob", "all"), "kappa"] == pytest.approx(4 / 7)
    assert {pair for _, *pair, _ in measured.index for pair in [tuple(pair)]} >= {("Ann", "machine"), ("Bob", "rules")}
    differing = found.disagreements.query("rater_1 == 'Ann' and rater_2 == 'Bob'")
    assert differing[["decision_1", "decision_2"]].values.tolist() == [["applies", "does_not_apply"]] * 2


def test_the_machine_is_held_against_people_by_a_model_that_has_learnt_from_none_of_them(folder):
    def model_beside_ann():
        found = find_agreement(folder, n_resamples=1).agreement.set_index(["theme_id", "rater_1", "rater_2", "cells"])
        return found.loc[(THEME, "Ann", "model", "all"), ["n", "n_open", "n_both", "n_only_2"]].tolist()

    before = model_beside_ann()
    passages = load_reviews(folder).recommendations["passage_id"]
    for coder in ("Cat", "Dan", "Eve"):
        decisions = pd.DataFrame({"passage_id": passages, "theme_id": THEME, "decision": "applies"})
        record_decisions(folder, decisions, coder=coder)
    assert model_beside_ann() == before


def test_the_words_give_counts_and_measures_only_where_there_is_enough(folder):
    lines = summarise_agreement(find_agreement(folder, n_resamples=50)).splitlines()
    ann_and_bob = next(line for line in lines if line.startswith(f"{THEME}, Ann and Bob (all)"))
    assert "10 of 12 agree (both 2, only one 2 and 0, neither 8); kappa 0.57" in ann_and_bob
    assert any(line.endswith("too few to say more") for line in lines)


def test_a_report_says_how_far_raters_agree(folder, tmp_path):
    report = run_report(folder, [tmp_path / "r.html"])
    (shown,) = [table for table in report.method.tables if table.name == "agreement"]
    assert ["Voice of the child", "Ann and Bob", "all that both decided", "10 of 12", "2 of 12"] in [
        row[:5] for row in shown.rows
    ]
    assert "learnt from none of the decisions" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_a_report_says_where_nobody_can_be_compared(copy_of, tmp_path):
    report = run_report(copy_of("hampshire"), [tmp_path / "r.html"])
    assert [table for table in report.method.tables if table.name == "agreement"] == []
    assert any("No two raters have decided on enough of the same codings" in line for line in report.method.lines)


def test_without_decisions_there_is_no_agreement_to_report(copy_of):
    folder = copy_of("hampshire")
    (folder / "corrections.csv").unlink()
    assert summarise_agreement(find_agreement(folder, n_resamples=1)).startswith("No person has decided")
