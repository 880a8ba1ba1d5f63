"""
A passage as features: its words, the letters inside them, the concepts they stand for, and the rules that fire on it.
Where an encoder is given, its sentence vector as well.

Concepts are what lets a model learn from a kind of word ("toddler", "pupil" and "daughter" are all a child) and from
who does what: a pair of neighbouring concepts keeps its order, so that a child who tells is not a child who is told.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion
from sklearn.preprocessing import normalize

from scrlearn.files import read_csv
from scrlearn.themes.codebook import Codebook
from scrlearn.themes.encoder import Encoder
from scrlearn.themes.rules import rule_hits
from scrlearn.themes.words import Word, sentence_ends, words_of
from scrlearn.validation import check_table

_LETTERS = (3, 4, 5)
_CONCEPT_WINDOW = 6
_CONCEPTS = Path(__file__).parent / "concepts.csv"

# A term, and the places of the words that make it up.
_Term = tuple[str, tuple[int, ...]]


class RuleFeatures(TransformerMixin, BaseEstimator):
    """Which rules of a codebook fire on a text: one 0/1 column a rule."""

    def __init__(self, codebook: Codebook):
        self.codebook = codebook

    def fit(self, readings: Sequence[str], y: object = None) -> "RuleFeatures":
        """Learn nothing: the rules are given."""
        return self

    def transform(self, readings: Sequence[str]) -> csr_matrix:
        """Return the hits, one row a text and one column a rule."""
        return csr_matrix(rule_hits(readings, self.codebook), dtype=float)


class VectorFeatures(TransformerMixin, BaseEstimator):
    """The sentence vector of a text, scaled to length 1."""

    def __init__(self, encoder: Encoder):
        self.encoder = encoder

    def fit(self, readings: Sequence[str], y: object = None) -> "VectorFeatures":
        """Learn nothing: the encoder is given."""
        return self

    def transform(self, readings: Sequence[str]) -> csr_matrix:
        """Return the vectors, one row a text."""
        return csr_matrix(normalize(self.encoder.encode(list(readings))), dtype=float)


def passage_features(codebook: Codebook, encoder: Encoder | None = None) -> FeatureUnion:
    """Return the transformer of readings into features: words, letters, concepts, rules, and vectors if any."""
    parts = [
        ("words", TfidfVectorizer(analyzer=word_terms, sublinear_tf=True, min_df=2)),
        ("letters", TfidfVectorizer(analyzer=letter_terms, sublinear_tf=True, min_df=2)),
        ("concepts", TfidfVectorizer(analyzer=concept_terms, sublinear_tf=True, min_df=2)),
        ("rules", RuleFeatures(codebook)),
    ]
    return FeatureUnion([*parts, ("vectors", VectorFeatures(encoder))] if encoder else parts)


def word_terms(text: str) -> list[str]:
    """Return the words of a text and its pairs of neighbouring words."""
    return [term for term, _ in _word_terms(text, words_of(text))]


def letter_terms(text: str) -> list[str]:
    """Return the runs of three to five letters inside the words of a text, a word's ends counted as blanks."""
    return [letters for word in words_of(text) for letters in _letters_of(word.word)]


def concept_terms(text: str) -> list[str]:
    """
    Return the concepts of a text, and its ordered pairs of concepts near each other in a sentence.

    Examples
    --------
    >>> concept_terms("Nobody asked the toddler.")
    ['not', 'ask', 'child', 'not>ask', 'not>child', 'ask>child']
    """
    return [term for term, _ in _concept_terms(text, words_of(text))]


def placed_columns(text: str, features: FeatureUnion) -> list[tuple[int, tuple[int, ...]]]:
    """Return the feature columns of a text's terms, the rules apart, each with the places of its words."""
    words, start = words_of(text), 0
    found: list[tuple[int, tuple[int, ...]]] = []
    for name, terms_of in (("words", _word_terms), ("letters", _letter_terms), ("concepts", _concept_terms)):
        vocabulary = dict(features.transformer_list)[name].vocabulary_
        found += [(start + vocabulary[term], at) for term, at in terms_of(text, words) if term in vocabulary]
        start += len(vocabulary)
    return found


def word_shares(
    text: str, columns: Sequence[tuple[int, tuple[int, ...]]], contributions: Mapping[int, float]
) -> list[tuple[Word, float]]:
    """
    Share out a linear score over the words that earned it.

    Parameters
    ----------
    text
        A reading.
    columns
        Its terms, as :func:`placed_columns` finds them.
    contributions
        What each feature column adds to the score: its value for this text times its coefficient.

    Returns
    -------
    list of (Word, float)
        Each word with its share. A term's contribution is divided evenly among its occurrences, and that of a pair
        evenly between its two words; shares plus the contributions of the rules and the intercept are the score,
        exactly.
    """
    words = words_of(text)
    shares = [0.0] * len(words)
    occurrences = Counter(column for column, _ in columns)
    for column, at in columns:
        share = contributions[column] / occurrences[column] / len(at)
        for place in at:
            shares[place] += share
    return list(zip(words, shares, strict=True))


@lru_cache(maxsize=1)
def concepts_of_words() -> dict[str, list[str]]:
    """Return the concepts that each word stands for, from ``themes/concepts.csv``."""
    concepts: dict[str, list[str]] = defaultdict(list)
    for row in check_table(read_csv(_CONCEPTS), "concepts", file=_CONCEPTS.name).to_dict("records"):
        for word in row["words"].split():
            concepts[word].append(row["concept"])
    return dict(concepts)


def _word_terms(text: str, words: Sequence[Word]) -> list[_Term]:
    singles = [(word.word, (at,)) for at, word in enumerate(words)]
    pairs = [(f"{a.word} {b.word}", (at, at + 1)) for at, (a, b) in enumerate(pairwise(words))]
    return [*singles, *pairs]


def _letter_terms(text: str, words: Sequence[Word]) -> list[_Term]:
    return [(letters, (at,)) for at, word in enumerate(words) for letters in _letters_of(word.word)]


@lru_cache(maxsize=100_000)
def _letters_of(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(padded[start : start + size] for size in _LETTERS for start in range(max(len(padded) - size + 1, 1)))


def _concept_terms(text: str, words: Sequence[Word]) -> list[_Term]:
    known = concepts_of_words()
    sentences = np.searchsorted(sentence_ends(text), [word.start for word in words])
    found = [
        (at, int(sentence), concept)
        for at, (word, sentence) in enumerate(zip(words, sentences, strict=True))
        for concept in known.get(word.word, ())
    ]
    singles = [(concept, (at,)) for at, _, concept in found]
    return [*singles, *_concept_pairs(found)]


def _concept_pairs(found: list[tuple[int, int, str]]) -> list[_Term]:
    pairs: list[_Term] = []
    for place, (at, sentence, concept) in enumerate(found):
        for later_at, later_sentence, later in found[place + 1 :]:
            if later_at - at > _CONCEPT_WINDOW or later_sentence != sentence:
                break
            if later_at != at:
                pairs.append((f"{concept}>{later}", (at, later_at)))
    return pairs
