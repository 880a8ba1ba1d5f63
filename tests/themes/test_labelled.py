import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from scrlearn.errors import TableError
from scrlearn.themes.codebook import Codebook
from scrlearn.themes.labelled import decided_passages, load_labelled, relabel, teach, theme_flags


def test_the_passages_that_ship_are_those_that_their_page_describes():
    labelled = load_labelled(more=False)
    assert labelled["hand"].value_counts().to_dict() == {"tr": 1140, "c": 633, "a": 625, "b": 602}
    flags = theme_flags(
        labelled, ["whole_family", "cross_border_information_sharing", "safe_sleeping", "voice_of_the_child"]
    )
    assert flags.sum().tolist() == [540, 410, 301, 498]
    assert int((flags.sum(axis=1) == 0).sum()) == 1514


def test_a_file_of_ones_own_can_be_loaded(tmp_path):
    file = tmp_path / "mine.csv"
    load_labelled().head(3).to_csv(file, index=False)
    assert load_labelled(file)["id"].tolist() == ["tr0001", "tr0002", "tr0003"]


def test_a_theme_is_carried_only_under_its_whole_name():
    labelled = pd.DataFrame({"themes": ["a;bc", "b", None]})
    assert theme_flags(labelled, ["a", "b", "bc"]).values.tolist() == [[1, 0, 1], [0, 1, 0], [0, 0, 0]]


def test_further_hands_follow_the_passages_as_given():
    given, everything = load_labelled(more=False), load_labelled()
    assert everything.head(len(given)).equals(given)
    assert not set(everything["hand"][len(given) :]) & set(given["hand"])
    assert everything["id"].is_unique
    assert everything["text"].is_unique


@pytest.mark.parametrize(("analyzer", "length"), [("char_wb", 4), ("word", 1)])
def test_no_further_passage_is_nearly_one_that_scores_are_quoted_on(analyzer, length):
    everything = load_labelled()
    given = everything["hand"].isin(["tr", "a", "b", "c"])
    vectors = TfidfVectorizer(analyzer=analyzer, ngram_range=(length, length)).fit_transform(everything["text"])
    assert (vectors[~given.to_numpy()] @ vectors[given.to_numpy()].T).max() < 0.85


CORRECTIONS = pd.DataFrame(
    [
        ("k:1", "voice", "Ann", "applies"),
        ("k:1", "voice", "Bob", "applies"),
        ("k:1", "sleep", "Ann", "does_not_apply"),
        ("k:2", "voice", "Ann", "applies"),
        ("k:2", "voice", "Bob", "does_not_apply"),
        ("k:2", "sleep", "Ann", "unsure"),
        ("k:2", "other", "Ann", "applies"),
        ("k:2", "other", "Bob", "unsure"),
    ],
    columns=["passage_id", "theme_id", "coder", "decision"],
).assign(decided_at=None, reason=None, text_seen=None, stem_seen=None)
PASSAGES = pd.DataFrame({"passage_id": ["k:1", "k:2"], "stem": [None, None], "text": ["Hear her.", "Hear him."]})


def test_what_people_agree_on_is_something_to_learn_from_and_their_doubts_are_not():
    decided = decided_passages(CORRECTIONS, PASSAGES)
    assert decided[["passage_id", "theme_id", "applies", "text"]].values.tolist() == [
        ["k:1", "voice", 1, "Hear her."],
        ["k:1", "sleep", 0, "Hear her."],
    ]


def test_a_decided_passage_teaches_only_the_themes_that_were_decided():
    labelled = pd.DataFrame({"hand": ["a"], "stem": [None], "text": ["See them."], "themes": ["sleep"]})
    taught = teach(labelled, decided_passages(CORRECTIONS, PASSAGES), ["voice", "sleep", "other"])
    assert taught.readings.tolist() == ["See them.", "Hear her."]
    assert taught.hands.tolist() == ["a", "person"]
    assert taught.flags.astype("object").where(taught.flags.notna(), None).values.tolist() == [[0, 1, 0], [1, 0, None]]


def test_a_label_for_an_unknown_theme_is_refused_with_its_row_and_the_themes_there_are():
    labelled = pd.DataFrame(
        {"hand": ["a"] * 2, "stem": [None] * 2, "text": ["See.", "Hear."], "themes": ["sleep", "wether"]}
    )
    fault = r"labelled: themes has \['wether'\] in row 3; the codebook's themes are voice, sleep\."
    with pytest.raises(TableError, match=fault):
        teach(labelled, None, ["voice", "sleep"])


def test_labels_follow_themes_that_were_renamed_or_merged_and_leave_those_that_were_divided():
    themes = pd.DataFrame({"theme_id": ["kin", "voice"]})
    retired = pd.DataFrame({"theme_id": ["dads", "men", "risk"], "replaced_by": ["kin", "kin", "harm;danger"]})
    codebook = Codebook(themes, pd.DataFrame(), pd.DataFrame(), retired)
    labelled = pd.DataFrame({"themes": ["dads;men", "risk;voice", "weather", None]})
    assert relabel(labelled, codebook)["themes"].fillna("").tolist() == ["kin", "voice", "", ""]
