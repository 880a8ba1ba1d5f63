import numpy as np
import pandas as pd
import pytest
from sklearn.exceptions import NotFittedError

from scrlearn.errors import TableError
from scrlearn.themes.codebook import load_codebook
from scrlearn.themes.features import placed_terms
from scrlearn.themes.labelled import load_labelled
from scrlearn.themes.model import ThemeModel
from scrlearn.themes.settle import settle
from scrlearn.validation import empty_table

PASSAGES = pd.DataFrame(
    {
        "passage_id": ["k:1", "k:2", "k:2.a", "k:3"],
        "part_of": [None, None, "k:2", None],
        "stem": [None, None, "Advice on safe sleeping for babies should:", None],
        "text": [
            "Parents should be told why a baby must not share a sofa or a bed with an adult who has been drinking.",
            "Advice on safe sleeping for babies should:",
            "be given.",
            "The Board should publish its annual report by September.",
        ],
    }
)


@pytest.fixture(scope="module")
def model():
    return ThemeModel(load_codebook()).fit(load_labelled())


@pytest.fixture(scope="module")
def suggestions(model):
    return model.suggest(PASSAGES).set_index(["passage_id", "theme_id"])


def test_every_coded_passage_has_a_score_for_every_theme(suggestions):
    themes = load_codebook().themes["theme_id"].tolist()
    assert suggestions.index.tolist() == [(passage, theme) for passage in ("k:1", "k:2.a", "k:3") for theme in themes]
    assert suggestions["score"].between(0, 1).all()
    assert set(suggestions["source"]) == {"model"}


def test_a_plain_passage_is_found_and_its_words_are_shown(suggestions):
    found = suggestions.loc[("k:1", "safe_sleeping")]
    text = PASSAGES.loc[0, "text"]
    assert found["decision"] == "applies"
    spans = [tuple(map(int, span.split("-"))) for span in found["spans"].split(";")]
    assert [text[start:end] for start, end in spans] == found["evidence"].split(" … ")
    assert {"sofa", "bed"} & set(found["evidence"].replace(" … ", " ").split())


def test_a_passage_about_nothing_of_the_kind_is_not(suggestions):
    assert set(suggestions.loc["k:3", "decision"]) == {"does_not_apply"}
    assert suggestions.loc["k:3", "evidence"].isna().all()


def test_words_that_stand_only_in_the_stem_leave_the_cell_to_be_checked(suggestions):
    found = suggestions.loc[("k:2.a", "safe_sleeping")]
    assert found["score"] > 0.6
    assert found["decision"] == "check"
    assert pd.isna(found["spans"])
    assert "sleeping" in found["evidence"]


def test_the_same_passages_and_seed_give_the_same_scores(model, suggestions):
    again = ThemeModel(load_codebook()).fit(load_labelled()).suggest(PASSAGES)
    assert again.equals(suggestions.reset_index())


def test_a_passage_scores_the_same_in_any_company(model, suggestions):
    alone = model.suggest(PASSAGES.iloc[[3]])
    assert alone["score"].tolist() == suggestions.loc["k:3", "score"].tolist()


def test_a_theme_with_too_few_labelled_passages_is_not_learnt():
    labelled = load_labelled()
    few = labelled[~labelled["themes"].fillna("").str.contains("safe_sleeping")]
    some = labelled[labelled["themes"].fillna("") == "safe_sleeping"].head(19)
    spoken_of = ThemeModel(load_codebook()).fit(pd.concat([few, some])).suggest(PASSAGES)["theme_id"].unique()
    assert "safe_sleeping" not in spoken_of
    assert len(spoken_of) == 3


def test_a_codebook_that_nothing_is_labelled_for_leaves_the_model_silent():
    labelled = load_labelled().assign(themes=None)
    assert ThemeModel(load_codebook()).fit(labelled).suggest(PASSAGES).equals(empty_table("suggestions"))


def test_no_passages_give_no_suggestions(model):
    assert model.suggest(PASSAGES.iloc[:0]).empty


def test_labelled_passages_without_themes_are_refused():
    with pytest.raises(TableError, match=r"labelled: column \['themes'\] is missing"):
        ThemeModel(load_codebook()).fit(load_labelled().drop(columns="themes"))


def test_a_model_that_has_learnt_nothing_says_so():
    with pytest.raises(NotFittedError, match="call fit"):
        ThemeModel(load_codebook()).suggest(PASSAGES)


class LettersEncoder:
    """A sentence vector of no sense at all: how often each letter occurs."""

    name = "letters"

    def encode(self, texts):
        return np.array(
            [[text.count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"] for text in texts], dtype=float
        )


@pytest.fixture(scope="module")
def with_encoder():
    return ThemeModel(load_codebook(), encoder=LettersEncoder()).fit(load_labelled(more=False))


def test_an_encoder_gives_further_features(with_encoder):
    without = ThemeModel(load_codebook()).fit(load_labelled(more=False))
    scores = [model.score(PASSAGES)["score"].tolist() for model in (without, with_encoder)]
    assert scores[0] != scores[1]


def test_where_words_spoke_for_a_theme_no_likeness_is_claimed(with_encoder):
    found = with_encoder.suggest(PASSAGES).set_index(["passage_id", "theme_id"]).loc[("k:1", "safe_sleeping")]
    assert found["decision"] == "applies"
    assert pd.isna(found["nearest"])
    assert found["evidence"]


def test_where_no_words_spoke_for_a_theme_the_nearest_labelled_passage_stands_for_evidence(with_encoder):
    # Letters that no word of English has: the vector alone can say anything.
    text = "qzx qzx qzx"
    classifier = with_encoder.classifiers_["safe_sleeping"]
    n_words = with_encoder._n_columns_of_words()
    values = with_encoder._values(pd.DataFrame({"reading": [text]}))
    assert (values.indices >= n_words).all()
    passage = next(pd.DataFrame({"reading": [text], "stem": [""]}).itertuples())
    terms = placed_terms(text, with_encoder.features_)
    evidence, spans, nearest = with_encoder._evidence(passage, terms, values, "safe_sleeping")
    carrying = load_labelled(more=False)
    carrying = carrying[carrying["themes"].fillna("").str.contains("safe_sleeping")]
    assert (evidence, spans) == (None, None)
    assert any(passage in nearest for passage in carrying["text"])
    assert len(classifier.coefficients_) == n_words + 26


def test_a_labelled_passage_that_says_otherwise_does_not_flip_a_persons_decision():
    labelled, text = load_labelled(more=False), PASSAGES["text"].iloc[0]
    corrections = pd.DataFrame(
        [["k:1", "safe_sleeping", "Ann", "does_not_apply"]], columns=["passage_id", "theme_id", "coder", "decision"]
    ).assign(decided_at=None, reason=None, text_seen=text, stem_seen=None)
    against = labelled.head(1).assign(id="x1", text=text, stem=None, themes="safe_sleeping")
    for learnt in (labelled, pd.concat([labelled, *[against] * 20], ignore_index=True)):
        suggested = ThemeModel(load_codebook()).fit(learnt).suggest(PASSAGES)
        settled = settle(PASSAGES, [suggested], corrections).set_index(["passage_id", "theme_id"])
        said = suggested.set_index(["passage_id", "theme_id"]).loc[("k:1", "safe_sleeping"), "decision"]
        assert said == "applies"
        assert settled.loc[("k:1", "safe_sleeping"), "decision"] == "does_not_apply"
