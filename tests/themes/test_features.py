import numpy as np
import pytest

from scrlearn.themes.codebook import load_codebook
from scrlearn.themes.features import letter_terms, passage_features, word_shares, word_terms

TEXTS = [
    "Ask about the father and ask about the partner.",
    "Babies' safe-sleeping advice was given.",
    "The child's own words were not written down.",
]


def test_words_and_their_neighbours_are_terms():
    assert word_terms("Hear the child.") == ["hear", "the", "child", "hear the", "the child"]


def test_letters_are_taken_inside_words_with_their_ends():
    assert letter_terms("a cot") == [" a ", " a ", " a ", " co", "cot", "ot ", " cot", "cot ", " cot "]


@pytest.mark.parametrize("text", TEXTS)
def test_the_shares_of_the_words_add_up_to_the_score(text):
    codebook = load_codebook()
    features = passage_features(codebook).fit(TEXTS)
    values = features.transform([text]).toarray()[0]
    contributions = values * np.linspace(-1, 1, len(values))
    shares = word_shares(text, features, contributions)
    from_rules = contributions[-len(codebook.rules) :].sum()
    assert sum(share for _, share in shares) + from_rules == pytest.approx(contributions.sum())
    assert [text[word.start : word.end].lower() for word, _ in shares] == [word.word for word, _ in shares]
