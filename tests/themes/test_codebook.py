from pathlib import Path

import pandas as pd
import pytest

from scrlearn.errors import CodebookError, FileError, TableError
from scrlearn.files import csv_bytes, read_csv
from scrlearn.themes import codebook as codebook_module
from scrlearn.themes.codebook import (
    Codebook,
    check_conflicts,
    check_examples,
    load_codebook,
)

THEMES = pd.DataFrame({"theme_id": ["sleep"], "theme": ["Sleep"], "definition": ["Where babies sleep."]})
RULES = pd.DataFrame(
    {
        "rule_id": ["sleep-cot"],
        "theme_id": ["sleep"],
        "pattern": ["cot"],
        "unless": ["broken cot"],
        "reason": ["Cots."],
    }
)
EXAMPLES = pd.DataFrame(
    {
        "example_id": ["cot", "bed"],
        "theme_id": ["sleep", "sleep"],
        "text": ["Is there a cot?", "A bed."],
        "applies": ["True", "False"],
        "reason": ["A cot.", "No cot."],
    }
)
EMPTY = {"themes": ["theme_group", "include", "exclude", "replaced_by"]}


def write_codebook(folder: Path, **changed: pd.DataFrame) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    tables = {"themes": THEMES.assign(**dict.fromkeys(EMPTY["themes"])), "rules": RULES, "examples": EXAMPLES}
    for name, table in (tables | changed).items():
        (folder / f"{name}.csv").write_bytes(csv_bytes(table))
    return folder


def test_the_starter_codebook_has_the_four_themes():
    themes = load_codebook().themes

    assert dict(zip(themes["theme_id"], themes["theme"], strict=True)) == {
        "whole_family": "Whole-family approach",
        "cross_border_information_sharing": "Cross-border information sharing",
        "safe_sleeping": "Safe sleeping",
        "voice_of_the_child": "Voice of the child",
    }
    assert themes[["definition", "include", "exclude", "theme_group"]].notna().all(axis=None)


def test_every_example_of_the_starter_codebook_passes():
    checked = check_examples(load_codebook())

    assert checked.loc[~checked["passed"], "example_id"].tolist() == []


def test_every_theme_of_the_starter_codebook_has_a_dozen_examples_of_both_kinds():
    examples = load_codebook().examples
    kinds = examples.groupby("theme_id")["applies"]

    assert kinds.size().min() >= 12
    assert kinds.nunique().tolist() == [2, 2, 2, 2]


def test_the_starter_rules_name_no_area_board_or_person():
    rules = load_codebook().rules
    words = " ".join([*rules["pattern"], *rules["unless"].dropna(), *rules["reason"]]).lower()

    assert [name for name in ("hampshire", "4lscb", "lscb", "hscb", "heasman") if name in words] == []


@pytest.mark.parametrize("name", ["starter", "perennial_challenges", "sub_themes", "action_types"])
def test_no_cell_of_a_codebook_that_ships_would_be_taken_for_a_formula_by_excel(name):
    for file in (Path(codebook_module.__file__).parent / name).glob("*.csv"):
        cells = read_csv(file, neutralised=False).stack()

        assert cells[cells.str.match("[-=+@\t\r\n]")].tolist() == []


def test_a_pattern_that_is_kept_from_being_a_formula_is_read_as_it_was_meant():
    rules = load_codebook("action_types").rules

    assert rules.loc[rules["pattern"].str.startswith("="), "pattern"].str[:8].tolist() == ["=briefed", "=monitor"]


def test_a_codebook_is_loaded_from_its_own_folder(tmp_path):
    codebook = load_codebook(write_codebook(tmp_path / "mine"))

    assert codebook.themes["theme_id"].tolist() == ["sleep"]
    assert codebook.rules["rule_id"].tolist() == ["sleep-cot"]
    assert codebook.examples["applies"].tolist() == [True, False]


def test_a_collection_brings_its_own_codebook(tmp_path):
    (tmp_path / "collection.toml").write_text("schema_version = 2")
    write_codebook(tmp_path / "codebook")

    assert load_codebook(str(tmp_path)).themes["theme_id"].tolist() == ["sleep"]


def test_a_collection_without_a_codebook_gets_the_starter(tmp_path):
    (tmp_path / "collection.toml").write_text("schema_version = 2")

    assert load_codebook(tmp_path).themes["theme_id"].tolist() == load_codebook().themes["theme_id"].tolist()


def test_a_folder_that_is_neither_codebook_nor_collection_is_refused(tmp_path):
    with pytest.raises(CodebookError, match=r"holds no codebook and no collection; give a folder with themes\.csv"):
        load_codebook(tmp_path / "nowhere")


def test_a_codebook_that_lacks_a_file_is_refused(tmp_path):
    (write_codebook(tmp_path) / "rules.csv").unlink()

    with pytest.raises(FileError, match=r"rules\.csv: cannot be read"):
        load_codebook(tmp_path)


def test_a_rule_for_an_unknown_theme_is_refused(tmp_path):
    write_codebook(tmp_path, rules=RULES.assign(theme_id="slep"))

    with pytest.raises(TableError, match=r"rules: theme_id has \['slep'\] in row 2"):
        load_codebook(tmp_path)


def test_rules_that_do_not_parse_are_named_all_at_once(tmp_path):
    second = RULES.assign(rule_id="sleep-sofa", pattern="sofa", unless="(surf")
    write_codebook(tmp_path, rules=pd.concat([RULES.assign(pattern="cot |"), second]))

    with pytest.raises(CodebookError) as refused:
        load_codebook(tmp_path)
    assert str(refused.value).splitlines() == [
        "rules: sleep-cot: pattern 'cot |': at character 6, a word is missing.",
        'rules: sleep-sofa: pattern \'(surf\': at character 1, "(" is never closed; add ")".',
    ]


def test_an_example_passes_when_the_rules_find_what_it_says():
    examples = pd.DataFrame(
        {
            "example_id": ["right", "missed", "wrong", "silenced"],
            "theme_id": ["sleep"] * 4,
            "text": ["A cot, and cots.", "A crib.", "Hospital cots.", "A broken cot."],
            "applies": [True, True, False, False],
            "reason": ["."] * 4,
        }
    )

    checked = check_examples(Codebook(THEMES, RULES, examples))

    expected = pd.DataFrame(
        {
            "example_id": ["right", "missed", "wrong", "silenced"],
            "theme_id": ["sleep"] * 4,
            "applies": [True, True, False, False],
            "found": [True, False, True, False],
            "passed": [True, False, False, True],
            "rule_ids": pd.Series(["sleep-cot", None, "sleep-cot", None], dtype="str"),
            "evidence": pd.Series(["cot … cots", None, "cots", None], dtype="str"),
        }
    )
    pd.testing.assert_frame_equal(checked, expected)


def test_only_the_rules_of_its_own_theme_decide_an_example():
    themes = pd.DataFrame({"theme_id": ["sleep", "voice"]})
    examples = EXAMPLES.iloc[[0]].assign(theme_id="voice", applies=False)

    assert check_examples(Codebook(themes, RULES, examples))["found"].tolist() == [False]


def test_a_codebook_without_examples_checks_to_an_empty_table():
    checked = check_examples(Codebook(THEMES, RULES, EXAMPLES.iloc[:0]))

    assert checked.empty
    assert checked.columns.tolist()[-3:] == ["passed", "rule_ids", "evidence"]


def conflicts(rules: pd.DataFrame = RULES, examples: pd.DataFrame | None = None) -> list:
    examples = EXAMPLES.assign(applies=[True, False]) if examples is None else examples
    return check_conflicts(Codebook(THEMES, rules, examples)).values.tolist()


def test_a_codebook_that_agrees_with_itself_has_no_conflicts():
    assert conflicts() == []


def test_examples_of_the_same_text_that_contradict_each_other_are_a_conflict():
    examples = EXAMPLES.assign(text=["Is there a cot?", "is  there a COT?"], applies=[True, False])

    assert conflicts(examples=examples) == [["sleep", "cot;bed", "the same text applies in one and not in the other"]]


def test_the_same_text_may_carry_one_theme_and_not_another():
    examples = EXAMPLES.assign(text="Is there a cot?", applies=[True, False], theme_id=["sleep", "voice"])

    assert conflicts(examples=examples) == []


def test_two_rules_of_a_theme_with_the_same_pattern_are_a_conflict():
    rules = pd.concat([RULES, RULES.assign(rule_id="sleep-cot-too", pattern=" COT", unless=None)])

    assert conflicts(rules) == [["sleep", "sleep-cot;sleep-cot-too", "these rules have the same pattern"]]


def test_a_rule_that_its_unless_silences_on_every_example_is_a_conflict():
    assert conflicts(RULES.assign(unless="there")) == [
        ["sleep", "sleep-cot", "its unless silences it on every example that it should find"]
    ]


def test_a_rule_that_its_unless_silences_where_it_must_not_fire_is_none():
    examples = EXAMPLES.assign(text=["Is there a cot?", "A broken cot."], applies=[True, False])

    assert conflicts(examples=examples) == []


@pytest.mark.parametrize("name", ["starter", "perennial_challenges", "sub_themes"])
def test_a_codebook_that_ships_is_loaded_by_name_and_agrees_with_itself_and_its_examples(name):
    codebook = load_codebook(name)
    checked = check_examples(codebook)

    assert checked.loc[~checked["passed"], "example_id"].tolist() == []
    assert check_conflicts(codebook).values.tolist() == []


@pytest.mark.parametrize("name", ["perennial_challenges", "sub_themes"])
def test_every_theme_that_ships_has_rules_and_examples_of_both_kinds(name):
    themes, rules, examples, _ = load_codebook(name)

    assert themes[["definition", "include", "exclude", "theme_group"]].notna().all(axis=None)
    assert rules.groupby("theme_id").size().reindex(themes["theme_id"]).between(5, 10).all()
    assert examples.groupby("theme_id").size().reindex(themes["theme_id"]).min() >= 6
    assert set(examples.groupby("theme_id")["applies"].nunique()) == {2}
    assert not pd.concat([rules["pattern"], rules["unless"].dropna()]).str.match("[-=+@]").any()


def test_the_codebooks_that_ship_hold_the_themes_they_are_named_for():
    assert load_codebook("sub_themes").themes["theme_id"].tolist() == [
        "fathers_men",
        "information_sharing",
        "thresholds_early_help",
        "professional_curiosity",
        "escalation_resolution",
    ]
    assert load_codebook("perennial_challenges").themes["theme"].tolist() == [
        "Information exchange",
        "Risk assessment and critical thinking",
        "Family engagement",
        "Honest conversations",
        "Professional curiosity",
        "Resolution of disagreement",
        "Disproportionality",
        "Supervision",
    ]


def test_a_folder_of_ones_own_comes_before_a_codebook_that_ships(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_codebook(tmp_path / "sub_themes")

    assert load_codebook("sub_themes").themes["theme_id"].tolist() == ["sleep"]
