"""
A passage as features: its words, the letters inside them, the concepts they stand for, and the rules that fire on it.
Where an encoder is given, its sentence vector as well.

Concepts are what lets a model learn from a kind of word ("toddler", "pupil" and "daughter" are all a child) and from
who does what: a pair of neighbouring concepts keeps its order, so that a child who tells is not a child who is told.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.pipeline import FeatureUnion
from sklearn.preprocessing import normalize

from scrlearn.files import read_csv
from scrlearn.themes.codebook import Codebook
from scrlearn.themes.encoder import Encoder
from scrlearn.themes.rules import rule_hits
from scrlearn.validation import check_table
from scrlearn.words import Word, sentence_ends, words_of

_LETTERS = (3, 4, 5)
_CONCEPT_WINDOW = 6
_CONCEPTS = Path(__file__).parent / "concepts.csv"

# A term, and the places of its first and its last word.
_Term = tuple[str, int, int]
_Numbers = npt.NDArray[np.int64]


class PlacedTerms(NamedTuple):
    """The terms of a text that are features: the column of each, and the places of its first and its last word."""

    columns: _Numbers
    first: _Numbers
    last: _Numbers


class TermFeatures(TransformerMixin, BaseEstimator):
    """
    How telling the terms of a text are (TF-IDF): a column for each term that two texts or more have to learn from.

    Parameters
    ----------
    terms_of
        Gives the terms of a text, each with the places of its first and its last word.
    """

    def __init__(self, terms_of: Callable[[str], list[_Term]]):
        self.terms_of = terms_of

    def fit(self, readings: Sequence[str], y: object = None) -> "TermFeatures":
        """Learn which terms there are, and in how many texts each stands."""
        n_texts = Counter(term for reading in readings for term in {term for term, _, _ in self.terms_of(reading)})
        kept = sorted(term for term, n in n_texts.items() if n > 1)
        self.recall(kept, TfidfTransformer(sublinear_tf=True))
        self.weighing_.fit(self._counts(readings))
        return self

    def recall(self, terms: Sequence[str], weighing: TfidfTransformer) -> None:
        """Take up what was learnt before: the terms, and how telling each is."""
        self.vocabulary_ = {term: column for column, term in enumerate(terms)}
        self.weighing_ = weighing

    def transform(self, readings: Sequence[str]) -> csr_matrix:
        """Return how telling each term is, one row a text, each row of length 1."""
        return self.weighing_.transform(self._counts(readings))

    def placed(self, text: str) -> PlacedTerms:
        """Find the terms of a text that are features."""
        known = self.vocabulary_
        found = [(known[term], first, last) for term, first, last in self.terms_of(text) if term in known]
        return PlacedTerms(*np.array(found, dtype=np.int64).reshape(-1, 3).T)

    def _counts(self, readings: Sequence[str]) -> csr_matrix:
        columns = [self._columns(reading) for reading in readings]
        ends = np.cumsum([0, *(len(of_text) for of_text in columns)])
        flat = np.concatenate([*columns, np.empty(0, dtype=np.int64)])
        counts = csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(columns), len(self.vocabulary_)))
        counts.sum_duplicates()
        return counts

    def _columns(self, text: str) -> _Numbers:
        known = self.vocabulary_
        return np.array([known[term] for term, _, _ in self.terms_of(text) if term in known], dtype=np.int64)


class LetterFeatures(TermFeatures):
    """The same for runs of letters; the columns of a word are kept, since there are many and most words come again."""

    def __init__(self) -> None:
        super().__init__(_letter_terms)

    def recall(self, terms: Sequence[str], weighing: TfidfTransformer) -> None:
        """Take up the runs of letters that were learnt before, and how telling each is."""
        self.columns_of_words_: dict[str, _Numbers] = {}
        super().recall(terms, weighing)

    def placed(self, text: str) -> PlacedTerms:
        """Find the runs of letters of a text that are features."""
        columns = self._columns_by_word(text)
        places = np.repeat(np.arange(len(columns)), [len(of_word) for of_word in columns])
        return PlacedTerms(_joined(columns), places, places)

    def _columns(self, text: str) -> _Numbers:
        return _joined(self._columns_by_word(text))

    def _columns_by_word(self, text: str) -> list[_Numbers]:
        return [self._columns_of_word(word.word) for word in words_of(text)]

    def _columns_of_word(self, word: str) -> _Numbers:
        columns = self.columns_of_words_.get(word)
        if columns is None:
            known = self.vocabulary_
            columns = np.array([known[letters] for letters in _letters_of(word) if letters in known], dtype=np.int64)
            self.columns_of_words_[word] = columns
        return columns


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
        ("words", TermFeatures(_word_terms)),
        ("letters", LetterFeatures()),
        ("concepts", TermFeatures(_concept_terms)),
        ("rules", RuleFeatures(codebook)),
    ]
    return FeatureUnion([*parts, ("vectors", VectorFeatures(encoder))] if encoder else parts)


def word_terms(text: str) -> list[str]:
    """Return the words of a text and its pairs of neighbouring words."""
    return [term for term, _, _ in _word_terms(text)]


def letter_terms(text: str) -> list[str]:
    """Return the runs of three to five letters inside the words of a text, a word's ends counted as blanks."""
    return [term for term, _, _ in _letter_terms(text)]


def concept_terms(text: str) -> list[str]:
    """
    Return the concepts of a text, and its ordered pairs of concepts near each other in a sentence.

    Examples
    --------
    >>> concept_terms("Nobody asked the toddler.")
    ['not', 'ask', 'child', 'not>ask', 'not>child', 'ask>child']
    """
    return [term for term, _, _ in _concept_terms(text)]


def placed_terms(text: str, features: FeatureUnion) -> PlacedTerms:
    """Find the terms of a text that are features, of all kinds; their columns are those of the whole."""
    start, found = 0, []
    for part in term_features(features):
        placed = part.placed(text)
        found.append(placed._replace(columns=placed.columns + start))
        start += len(part.vocabulary_)
    return PlacedTerms(*(_joined(arrays) for arrays in zip(*found, strict=True)))


def count_terms(features: FeatureUnion) -> int:
    """Return how many columns the terms of all kinds take; those of the rules come after them."""
    return sum(len(part.vocabulary_) for part in term_features(features))


def word_shares(
    text: str, terms: PlacedTerms, columns: _Numbers, contributions: npt.NDArray[np.float64]
) -> list[tuple[Word, float]]:
    """
    Share out a linear score over the words that earned it.

    Parameters
    ----------
    text
        A reading.
    terms
        Its terms, as :func:`placed_terms` finds them.
    columns, contributions
        The columns in which the text has a value, in their order, and what each adds to the score: that value times its
        coefficient.

    Returns
    -------
    list of (Word, float)
        Each word with its share. A term's contribution is divided evenly among its occurrences, and that of a pair
        evenly between its two words; shares plus the contributions of the rules and the intercept are the score,
        exactly.
    """
    words = words_of(text)
    at = np.searchsorted(columns, terms.columns)
    occurrences = np.bincount(at, minlength=len(columns))
    halves = (contributions / np.maximum(occurrences, 1) / 2)[at]
    shares = np.bincount(terms.first, halves, len(words)) + np.bincount(terms.last, halves, len(words))
    return list(zip(words, shares.tolist(), strict=True))


@lru_cache(maxsize=1)
def concepts_of_words() -> dict[str, list[str]]:
    """Return the concepts that each word stands for, from ``themes/concepts.csv``."""
    concepts: dict[str, list[str]] = defaultdict(list)
    for row in check_table(read_csv(_CONCEPTS), "concepts", file=_CONCEPTS.name).to_dict("records"):
        for word in row["words"].split():
            concepts[word].append(row["concept"])
    return dict(concepts)


def term_features(features: FeatureUnion) -> list[TermFeatures]:
    """Return the parts of the features that are terms, in their order."""
    return [part for _, part in features.transformer_list if isinstance(part, TermFeatures)]


def _joined(arrays: Sequence[_Numbers]) -> _Numbers:
    return np.concatenate([*arrays, np.empty(0, dtype=np.int64)])


def _word_terms(text: str) -> list[_Term]:
    words = words_of(text)
    singles = [(word.word, at, at) for at, word in enumerate(words)]
    pairs = [(f"{a.word} {b.word}", at, at + 1) for at, (a, b) in enumerate(pairwise(words))]
    return [*singles, *pairs]


def _letter_terms(text: str) -> list[_Term]:
    return [(letters, at, at) for at, word in enumerate(words_of(text)) for letters in _letters_of(word.word)]


@lru_cache(maxsize=100_000)
def _letters_of(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(padded[start : start + size] for size in _LETTERS for start in range(max(len(padded) - size + 1, 1)))


def _concept_terms(text: str) -> list[_Term]:
    known = concepts_of_words()
    ends = sentence_ends(text)
    found = [
        (at, bisect_left(ends, word.start), concept)
        for at, word in enumerate(words_of(text))
        if word.word in known
        for concept in known[word.word]
    ]
    singles = [(concept, at, at) for at, _, concept in found]
    return [*singles, *_concept_pairs(found)]


def _concept_pairs(found: list[tuple[int, int, str]]) -> list[_Term]:
    pairs: list[_Term] = []
    for place, (at, sentence, concept) in enumerate(found):
        for later_at, later_sentence, later in found[place + 1 :]:
            if later_at - at > _CONCEPT_WINDOW or later_sentence != sentence:
                break
            if later_at != at:
                pairs.append((f"{concept}>{later}", at, later_at))
    return pairs
