"""The Hampshire recommendations as other boards might have worded them, by a hand that had not seen code or rules."""

from pathlib import Path

import pytest

from scrlearn.files import read_csv
from scrlearn.themes.codebook import load_codebook
from scrlearn.themes.labelled import load_labelled
from scrlearn.themes.model import ThemeModel
from scrlearn.themes.rules import suggest_by_rules
from scrlearn.themes.settle import settle

REWORDED = Path(__file__).parents[1] / "material" / "reworded.csv"


@pytest.fixture(scope="module")
def compared():
    told = read_csv(REWORDED)
    passages, codebook = told.drop_duplicates("passage_id"), load_codebook()
    model = ThemeModel(codebook).fit(load_labelled())
    codings = settle(passages, [suggest_by_rules(passages, codebook), model.suggest(passages)])
    both = told.merge(codings, on=["passage_id", "theme_id"], suffixes=("_told", ""))
    return both[both["decision_told"] != "either"]


def test_recommendations_with_other_names_and_words_are_coded_as_a_person_would(compared):
    agreed = compared["decision"] == compared["decision_told"]
    assert agreed.mean() >= 0.95


def test_most_passages_of_every_theme_are_found_in_other_words(compared):
    carried = compared[compared["decision_told"] == "applies"]
    found = carried["decision"].eq("applies").groupby(carried["theme_id"]).mean()
    assert found.index.tolist() == [
        "cross_border_information_sharing",
        "safe_sleeping",
        "voice_of_the_child",
        "whole_family",
    ]
    assert found.min() >= 0.75


def test_every_machine_coding_rests_on_words_that_stand_in_the_passage(compared):
    positive = compared[compared["decision"] == "applies"]
    assert positive["evidence"].notna().all()
    for row in positive.itertuples():
        reading = f"{row.stem} {row.text}"
        assert [piece for piece in row.evidence.split(" … ") if piece not in reading] == []
