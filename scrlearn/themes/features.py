"""A passage as features: its words and word pairs, the letters inside its words, and the rules that fire on it."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

from scrlearn.themes.codebook import Codebook
from scrlearn.themes.rules import rule_hits
from scrlearn.themes.words import Word, words_of

# Sizes of the character n-grams; with word pairs these are the figures of themes/starter/README.md.
_LETTERS = (3, 4, 5)


class RuleFeatures(TransformerMixin, BaseEstimator):
    """Which rules of a codebook fire on a text: one 0/1 column a rule, times ``weight``."""

    def __init__(self, codebook: Codebook, weight: float = 1.0):
        self.codebook = codebook
        self.weight = weight

    def fit(self, readings: Sequence[str], y: object = None) -> "RuleFeatures":
        """Learn nothing: the rules are given."""
        return self

    def transform(self, readings: Sequence[str]) -> csr_matrix:
        """Return the hits, one row a text and one column a rule."""
        return csr_matrix(rule_hits(readings, self.codebook), dtype=float) * self.weight


def passage_features(codebook: Codebook) -> FeatureUnion:
    """Return the transformer of readings into features; its parts are called words, letters and rules."""
    return FeatureUnion(
        [
            ("words", TfidfVectorizer(analyzer=word_terms, sublinear_tf=True)),
            ("letters", TfidfVectorizer(analyzer=letter_terms, sublinear_tf=True, min_df=2)),
            ("rules", RuleFeatures(codebook)),
        ]
    )


def word_terms(text: str) -> list[str]:
    """Return the words of a text and its pairs of neighbouring words."""
    return [term for term, _ in _word_terms(words_of(text))]


def letter_terms(text: str) -> list[str]:
    """Return the runs of three to five letters inside the words of a text, a word's ends counted as blanks."""
    return [term for term, _ in _letter_terms(words_of(text))]


def word_shares(text: str, features: FeatureUnion, contributions: np.ndarray) -> list[tuple[Word, float]]:
    """
    Share out a linear score over the words that earned it.

    Parameters
    ----------
    text
        A reading.
    features
        The fitted transformer of :func:`passage_features`.
    contributions
        What each of its features adds to the score: its value for this text times its coefficient.

    Returns
    -------
    list of (Word, float)
        Each word with its share. A term's contribution is divided evenly among its occurrences, and that of a word
        pair evenly between its two words; shares plus the contributions of the rules and the intercept are the score,
        exactly.
    """
    words = words_of(text)
    shares = np.zeros(len(words))
    start = 0
    for name, terms_of in (("words", _word_terms), ("letters", _letter_terms)):
        vocabulary = dict(features.transformer_list)[name].vocabulary_
        known = [(start + vocabulary[term], at) for term, at in terms_of(words) if term in vocabulary]
        occurrences = Counter(column for column, _ in known)
        for column, at in known:
            shares[list(at)] += contributions[column] / occurrences[column] / len(at)
        start += len(vocabulary)
    return list(zip(words, shares.tolist(), strict=True))


def _word_terms(words: list[Word]) -> list[tuple[str, tuple[int, ...]]]:
    singles = [(word.word, (at,)) for at, word in enumerate(words)]
    pairs = [(f"{a.word} {b.word}", (at, at + 1)) for at, (a, b) in enumerate(pairwise(words))]
    return [*singles, *pairs]


def _letter_terms(words: list[Word]) -> list[tuple[str, tuple[int, ...]]]:
    return [
        (padded[start : start + size], (at,))
        for at, padded in enumerate(f" {word.word} " for word in words)
        for size in _LETTERS
        for start in range(max(len(padded) - size + 1, 1))
    ]
