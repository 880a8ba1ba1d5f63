from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrlearn import themes
from scrlearn.errors import CodebookError, TableError
from scrlearn.files import read_csv
from scrlearn.themes.codebook import Codebook, load_codebook
from scrlearn.themes.rules import demoted_rules, measure_rules, refuse_silent_themes, rule_hits, suggest_by_rules

THEMES = pd.DataFrame({"theme_id": ["voice", "sleep"]})
RULES = pd.DataFrame(
    {
        "rule_id": ["sleep-cot", "voice-listen", "voice-child-views", "sleep-bed"],
        "theme_id": ["sleep", "voice", "voice", "sleep"],
        "pattern": ["cot", "listen .. child", "child view", "share .. bed"],
        "unless": [None, "youth board", None, "teenager"],
        "reason": ["."] * 4,
    }
)
CODEBOOK = Codebook(THEMES, RULES, pd.DataFrame())


def passages(*texts: str, stem: str | None = None) -> pd.DataFrame:
    ids = [f"k:{number}" for number in range(1, len(texts) + 1)]
    return pd.DataFrame({"passage_id": ids, "stem": [stem] * len(texts), "text": list(texts)})


def suggested(text: str, theme_id: str, stem: str | None = None) -> dict:
    suggestions = suggest_by_rules(passages(text, stem=stem), CODEBOOK)
    (row,) = suggestions[suggestions["theme_id"] == theme_id].to_dict("records")
    return {name: None if pd.isna(value) else value for name, value in row.items()}


def test_every_coded_passage_has_a_row_for_every_theme_in_the_codebooks_order():
    suggestions = suggest_by_rules(passages("A cot.", "Listen to the child."), CODEBOOK)

    expected = pd.DataFrame(
        {
            "passage_id": ["k:1", "k:1", "k:2", "k:2"],
            "theme_id": ["voice", "sleep", "voice", "sleep"],
            "source": ["rule"] * 4,
            "score": [float("nan")] * 4,
            "decision": ["does_not_apply", "applies", "applies", "does_not_apply"],
            "evidence": pd.Series([None, "cot", "Listen to the child", None], dtype="str"),
            "spans": pd.Series([None, "2-5", "0-19", None], dtype="str"),
            "rule_ids": pd.Series([None, "sleep-cot", "voice-listen", None], dtype="str"),
        }
    )
    pd.testing.assert_frame_equal(suggestions, expected, check_dtype=False)


def test_overlapping_matches_are_one_piece_of_evidence_and_others_stand_apart():
    row = suggested("Listen to the child's views, and to child views.", "voice")

    assert row["evidence"] == "Listen to the child's views … child views"
    assert row["spans"] == "0-27;36-47"
    assert row["rule_ids"] == "voice-listen;voice-child-views"


def test_words_in_the_stem_alone_make_a_check_without_spans():
    row = suggested("tell the team.", "sleep", stem="Where there is no cot, staff should:")

    assert (row["decision"], row["evidence"], row["spans"]) == ("check", "cot", None)


def test_words_in_the_text_outrank_words_in_the_stem():
    row = suggested("fetch a cot.", "sleep", stem="Where there is no cot, staff should:")

    assert (row["decision"], row["evidence"], row["spans"]) == ("applies", "cot", "8-11")


def test_a_match_that_begins_in_the_stem_shows_its_words_in_the_text():
    row = suggested("‘to each child’;", "voice", stem="Staff should listen:")

    assert (row["decision"], row["evidence"], row["spans"]) == ("applies", "to each child", "1-14")


def test_unless_silences_a_match_in_the_same_sentence_only():
    assert suggested("The youth board will listen to the child.", "voice")["decision"] == "does_not_apply"
    assert suggested("The youth board met. Listen to the child.", "voice")["decision"] == "applies"


def test_unless_silences_its_own_rule_only():
    row = suggested("The youth board will listen to the child's views.", "voice")

    assert (row["evidence"], row["rule_ids"]) == ("child's views", "voice-child-views")


def test_a_recommendation_with_parts_is_coded_at_its_parts():
    recommendations = pd.DataFrame(
        {
            "passage_id": ["k:3", "k:3.a"],
            "part_of": [None, "k:3"],
            "stem": [None, "Staff should:"],
            "text": ["Staff should:", "look for a cot."],
        }
    )

    assert suggest_by_rules(recommendations, CODEBOOK)["passage_id"].unique().tolist() == ["k:3.a"]


def test_no_passages_give_no_suggestions():
    suggestions = suggest_by_rules(passages(), CODEBOOK)

    assert suggestions.empty
    assert suggestions.columns.tolist()[:3] == ["passage_id", "theme_id", "source"]


def test_passages_without_text_are_refused():
    with pytest.raises(TableError, match=r"passages: column \['text'\] is missing"):
        suggest_by_rules(pd.DataFrame({"passage_id": ["k:1"]}), CODEBOOK)


def test_a_rule_that_does_not_parse_is_refused_by_name():
    with pytest.raises(CodebookError, match="rules: sleep-cot: pattern 'cot \\|': at character 6"):
        suggest_by_rules(passages("A cot."), CODEBOOK._replace(rules=RULES.replace("cot", "cot |")))


def test_rule_hits_has_a_row_a_text_and_a_column_a_rule():
    hits = rule_hits(["A cot, a cot.", "Nothing.", "Teenagers share a bed. Children share a bed."], CODEBOOK)

    assert hits.tolist() == [[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]]


def test_rules_are_measured_on_labelled_passages_read_with_their_stem():
    labelled = pd.DataFrame(
        {
            "id": ["t1", "t2", "t3"],
            "stem": [None, None, "Where there is no cot:"],
            "text": ["A cot.", "A hospital cot, and listen to a child.", "act."],
            "themes": ["sleep", "voice", "voice;sleep"],
        }
    )

    measured = measure_rules(CODEBOOK, labelled)

    expected = pd.DataFrame(
        {
            "rule_id": ["sleep-cot", "voice-listen", "voice-child-views", "sleep-bed"],
            "theme_id": ["sleep", "voice", "voice", "sleep"],
            "n_matched": [3, 1, 0, 0],
            "n_right": [2, 1, 0, 0],
            "precision": [2 / 3, 1.0, float("nan"), float("nan")],
            "standing": ["unmeasured"] * 4,
        }
    )
    pd.testing.assert_frame_equal(measured, expected, check_dtype=False)


def labelled_cots(*themes: str | None) -> pd.DataFrame:
    numbers = range(len(themes))
    return pd.DataFrame(
        {"id": [f"t{n}" for n in numbers], "stem": None, "text": ["A cot." for _ in numbers], "themes": list(themes)}
    )


def test_a_rule_that_is_right_too_seldom_is_demoted_and_one_at_the_bar_weighs():
    seldom, at_the_bar = (["sleep"] * 2 + [None] * 3), (["sleep"] * 3 + [None] * 2)

    standing = [
        measure_rules(CODEBOOK, labelled_cots(*themes)).set_index("rule_id").loc["sleep-cot", "standing"]
        for themes in (seldom, at_the_bar)
    ]

    assert standing == ["demoted", "weighs"]


def test_the_bar_may_be_set():
    measured = measure_rules(CODEBOOK, labelled_cots("sleep", "sleep", "sleep", None, None), least_precision=0.7)

    assert demoted_rules(measured) == ["sleep-cot"]


def test_a_rule_that_fires_in_fewer_than_five_passages_is_unmeasured_however_wrong():
    measured = measure_rules(CODEBOOK, labelled_cots("sleep", None, None, None))

    assert measured.loc[0, ["n_matched", "n_right", "standing"]].tolist() == [4, 1, "unmeasured"]


def test_a_rule_of_a_theme_that_no_labelled_passage_carries_is_not_measured():
    measured = measure_rules(CODEBOOK, labelled_cots("voice", *[None] * 9).assign(other_labels="sleep"))

    assert measured.loc[0, ["n_matched", "standing"]].tolist() == [10, "unmeasured"]
    assert measured.loc[0, ["n_right", "precision"]].isna().all()


def test_a_theme_with_neither_a_rule_nor_enough_passages_is_refused_by_name():
    codebook = CODEBOOK._replace(themes=pd.DataFrame({"theme_id": ["voice", "sleep", "kin", "moves"]}))
    labelled = labelled_cots("kin;moves", "kin", None)
    decided = pd.DataFrame({"theme_id": ["moves", "moves"], "applies": [1, 0]})

    refuse_silent_themes(codebook, labelled, decided, fewest=1)
    refuse_silent_themes(codebook, labelled, decided, fewest=2)
    with pytest.raises(CodebookError, match=r"^themes: moves: no rule, and too few labelled passages to learn from"):
        refuse_silent_themes(codebook, labelled, fewest=2)


def said_without(text: str, *demoted: str, stem: str | None = None) -> list:
    suggestions = suggest_by_rules(passages(text, stem=stem), CODEBOOK, demoted=demoted)
    (row,) = suggestions[suggestions["theme_id"] == "sleep"].to_dict("records")
    return [None if pd.isna(row[name]) else row[name] for name in ("decision", "evidence", "spans", "rule_ids")]


def test_a_demoted_rule_is_shown_and_does_not_decide():
    assert said_without("A cot.", "sleep-cot") == ["does_not_apply", "cot", "2-5", "sleep-cot"]


def test_a_demoted_rule_that_fires_in_the_stem_alone_asks_for_no_check():
    assert said_without("tell the team.", "sleep-cot", stem="With no cot:") == [
        "does_not_apply",
        "cot",
        None,
        "sleep-cot",
    ]


def test_a_rule_that_weighs_decides_beside_one_that_was_demoted():
    assert said_without("Share a bed or a cot.", "sleep-cot") == [
        "applies",
        "Share a bed … cot",
        "0-11;17-20",
        "sleep-cot;sleep-bed",
    ]


def test_a_check_shows_the_words_in_the_stem_that_ask_for_it_and_not_those_of_a_demoted_rule():
    assert said_without("find a cot.", "sleep-cot", stem="Those who share a bed should:") == [
        "check",
        "share a bed",
        None,
        "sleep-cot;sleep-bed",
    ]


def test_measuring_needs_the_labels():
    with pytest.raises(TableError, match=r"labelled: column \['themes'\] is missing"):
        measure_rules(CODEBOOK, pd.DataFrame({"id": [], "stem": [], "text": []}))


STARTER = load_codebook()
WORDS = [
    "listen",
    "to",
    "each",
    "child",
    "’s",
    "safe-sleeping",
    "views",
    "another",
    "county",
    "father",
    "not",
    ".",
    "\n",
]
TEXTS = st.lists(st.sampled_from([*WORDS, "‘", "…", " ", "asked", "records", "cot"]), min_size=1).map(" ".join)


@given(text=TEXTS.filter(str.strip), stem=st.none() | TEXTS.filter(str.strip))
def test_every_span_of_a_suggestion_is_its_evidence_as_it_stands_in_the_text(text, stem):
    suggestions = suggest_by_rules(passages(text, stem=stem), STARTER)

    for row in suggestions.dropna(subset=["spans"]).itertuples():
        places = [tuple(map(int, span.split("-"))) for span in row.spans.split(";")]
        assert row.decision == "applies"
        assert " … ".join(text[start:end] for start, end in places) == row.evidence
        assert all(text[start:end].strip() for start, end in places)
    without = suggestions[suggestions["spans"].isna()]
    assert without["decision"].isin(["check", "does_not_apply"]).all()


def test_every_starter_rule_that_fires_often_is_right_four_times_out_of_five_on_the_labelled_passages():
    measured = measure_rules(STARTER, read_csv(Path(themes.__file__).parent / "starter" / "passages.csv"))

    often = measured[measured["n_matched"] >= 5]
    assert often.loc[often["precision"] < 0.8, "rule_id"].tolist() == []
