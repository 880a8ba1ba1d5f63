import numpy as np
import pytest

from scrlearn.themes.codebook import load_codebook
from scrlearn.themes.features import (
    concept_terms,
    concepts_of_words,
    letter_terms,
    passage_features,
    placed_terms,
    word_shares,
    word_terms,
)

TEXTS = [
    "Ask about the father and ask about the partner. Ask about the toddler.",
    "Babies' safe-sleeping advice was given. Ask the father.",
    "The child's own words were not written down. Babies' advice.",
]


def test_words_and_their_neighbours_are_terms():
    assert word_terms("Hear the child.") == ["hear", "the", "child", "hear the", "the child"]


def test_letters_are_taken_inside_words_with_their_ends():
    assert letter_terms("a cot") == [" a ", " a ", " a ", " co", "cot", "ot ", " cot", "cot ", " cot "]


def test_a_pair_of_concepts_keeps_its_order():
    assert "child>say" in concept_terms("The toddler said so.")
    assert "say>child" not in concept_terms("The toddler said so.")


def test_concepts_pair_neither_across_sentences_nor_far_apart():
    assert concept_terms("The toddler left. Said who?")[-1] != "child>say"
    far = "The toddler " + "and " * 6 + "said"
    assert "child>say" not in concept_terms(far)


def test_a_word_pairs_with_no_other_concept_of_its_own():
    of_words = concepts_of_words()
    several = next(word for word, concepts in of_words.items() if len(concepts) > 1)
    assert concept_terms(several) == of_words[several]


@pytest.mark.parametrize("text", TEXTS)
def test_the_shares_of_the_words_add_up_to_the_score(text):
    codebook = load_codebook()
    features = passage_features(codebook).fit(TEXTS)
    values = features.transform([text]).toarray()[0]
    contributions = values * np.linspace(-1, 1, len(values))
    shares = word_shares(text, placed_terms(text, features), np.arange(len(values)), contributions)
    from_rules = contributions[-len(codebook.rules) :].sum()
    assert np.count_nonzero(contributions) > 10
    assert sum(share for _, share in shares) + from_rules == pytest.approx(contributions.sum())
    assert [text[word.start : word.end].lower() for word, _ in shares] == [word.word for word, _ in shares]
