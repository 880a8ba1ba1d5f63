"""A model that learns themes from labelled passages, and says which words moved it."""

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from scrlearn.passages import coded_passages, spans_in_text, text_offset
from scrlearn.themes.classifier import ThemeClassifier
from scrlearn.themes.codebook import Codebook
from scrlearn.themes.encoder import Encoder
from scrlearn.themes.features import PlacedTerms, count_terms, passage_features, placed_terms, word_shares
from scrlearn.themes.labelled import teach
from scrlearn.validation import check_table, empty_table, require_columns
from scrlearn.words import Word

FEWEST_LABELS = 20
_MOST_WORDS = 6
_ENOUGH = 0.5
_BATCH = 2000
_COLUMNS = ["passage_id", "theme_id", "source", "score", "decision", "evidence", "spans", "rule_ids", "nearest"]


class ThemeModel:
    """
    One calibrated linear classifier a theme, on the words, letters, concepts and rule hits of a passage.

    It is trained anew on every run, in seconds, and never saved.

    Parameters
    ----------
    codebook
        Its themes are learnt, its rules are features.
    encoder
        Gives sentence vectors as further features, as from :func:`~scrlearn.themes.encoder.load_encoder`.
    seed
        For every draw of chance.

    Attributes
    ----------
    thresholds_ : pandas.DataFrame
        One row a learnt theme: theme_id, check_from, threshold, applies_from. A score from applies_from says that the
        theme applies, one from check_from that a person should look; whoever wants no checks cuts at threshold.

    Examples
    --------
    ``ThemeModel(load_codebook()).fit(load_labelled()).suggest(recommendations)``
    """

    def __init__(self, codebook: Codebook, *, encoder: Encoder | None = None, seed: int = 0):
        self.codebook = codebook
        self.encoder = encoder
        self.seed = seed

    def fit(self, labelled: pd.DataFrame, decided: pd.DataFrame | None = None) -> "ThemeModel":
        """
        Learn from labelled passages and from people's decisions, never from what a machine said.

        Parameters
        ----------
        labelled
            The table labelled: text, stem and themes are used, and hand, which says whose style a passage is in:
            scores are calibrated and thresholds set on hands that were not learnt from. A theme with fewer than 20
            labelled passages is not learnt: the model is silent on it, and the rules decide.
        decided
            What people decided, from :func:`~scrlearn.themes.labelled.decided_passages`; each teaches the one theme it
            is about.

        Returns
        -------
        ThemeModel
            Itself.

        Raises
        ------
        TableError
            When a column is missing, or a passage is labelled with a theme that the codebook does not have.
        """
        require_columns(labelled, "labelled", ["text", "stem", "themes", "hand"])
        taught = teach(labelled, decided, list(self.codebook.themes["theme_id"]))
        self.features_ = passage_features(self.codebook, self.encoder)
        values = self.features_.fit_transform(taught.readings).tocsr()
        self.flags_ = taught.flags
        self.readings_ = taught.readings
        self.vectors_ = values[:, self._n_columns_of_words() :]
        self.classifiers_ = {}
        for theme, flags in taught.flags.items():
            known = flags.notna().to_numpy()
            if FEWEST_LABELS <= flags.sum() < known.sum():
                self.classifiers_[str(theme)] = ThemeClassifier(seed=self.seed).fit(
                    values[known], flags[known].to_numpy(dtype=int), taught.hands[known].to_numpy()
                )
        return self

    @property
    def thresholds_(self) -> pd.DataFrame:
        """The thresholds of each learnt theme, as the class tells."""
        return pd.DataFrame(
            [(theme, *classifier.thresholds_) for theme, classifier in self.classifiers_.items()],
            columns=["theme_id", "check_from", "threshold", "applies_from"],
        )

    def score(self, passages: pd.DataFrame) -> pd.DataFrame:
        """
        Give each theme of each passage its probability.

        Parameters
        ----------
        passages
            Recommendations or responses; passages that have parts are scored at their parts.

        Returns
        -------
        pandas.DataFrame
            One row for each coded passage and learnt theme, passages in their order: passage_id, theme_id, score (a
            probability from 0 to 1, calibrated on hands that were not learnt from).

        Raises
        ------
        sklearn.exceptions.NotFittedError
            Before :meth:`fit`.
        """
        coded = coded_passages(passages)
        scores = self._scores(self._values(coded))
        cells = coded[["passage_id"]].merge(pd.DataFrame({"theme_id": list(scores)}, dtype="str"), how="cross")
        return cells.assign(score=np.column_stack([*scores.values()]).ravel() if scores and len(coded) else [])

    def suggest(self, passages: pd.DataFrame, *, ask: bool = True) -> pd.DataFrame:
        """
        Suggest themes.

        Parameters
        ----------
        passages
            Recommendations or responses; passages that have parts are suggested for at their parts.
        ask
            Whether a cell in doubt is left to a person as ``check``; without it every cell is forced to an answer.

        Returns
        -------
        pandas.DataFrame
            The table suggestions, one row for each coded passage and learnt theme: score from 0 to 1, decision
            (``applies`` or ``check`` by ``thresholds_``; ``check`` also where the words that speak for it stand only
            in the stem), and for these two the words that moved the model most, as evidence. Where no words did, but
            only an encoder's sense of the whole, there is no evidence, and nearest is the labelled passage most like
            it.

        Raises
        ------
        sklearn.exceptions.NotFittedError
            Before :meth:`fit`.
        """
        coded = coded_passages(passages)
        batches = [coded.iloc[start : start + _BATCH] for start in range(0, len(coded), _BATCH)]
        rows = [row for batch in batches for row in self._suggestions(batch, ask=ask)]
        return check_table(pd.DataFrame(rows, columns=_COLUMNS), "suggestions") if rows else empty_table("suggestions")

    def _suggestions(self, coded: pd.DataFrame, *, ask: bool) -> Iterator[tuple]:
        values = self._values(coded)
        scores = self._scores(values)
        passages: Iterable[Any] = coded.reset_index(drop=True).itertuples()
        for passage in passages:
            decisions = {
                theme: self.classifiers_[theme].decide(scores[theme][passage.Index], ask=ask) for theme in scores
            }
            speaking = any(decision != "does_not_apply" for decision in decisions.values())
            terms = placed_terms(passage.reading if speaking else "", self.features_)
            for theme, decision in decisions.items():
                row = passage.passage_id, theme, "model", scores[theme][passage.Index]
                if decision == "does_not_apply":
                    yield *row, decision, None, None, None, None
                else:
                    evidence, spans, nearest = self._evidence(passage, terms, values, theme)
                    grounded = spans or nearest
                    yield *row, decision if grounded or not ask else "check", evidence, spans, None, nearest

    def _values(self, coded: pd.DataFrame) -> csr_matrix:
        if not hasattr(self, "classifiers_"):
            raise NotFittedError("ThemeModel: has learnt nothing yet; call fit(load_labelled()) first.")
        if coded.empty:
            return csr_matrix((0, 0))
        values = self.features_.transform(coded["reading"]).tocsr()
        values.sort_indices()
        return values

    def _scores(self, values: csr_matrix) -> dict[str, np.ndarray]:
        if not values.shape[0]:
            return {}
        return {theme: classifier.score(values) for theme, classifier in self.classifiers_.items()}

    def _evidence(
        self, passage: Any, terms: PlacedTerms, values: csr_matrix, theme: str
    ) -> tuple[str | None, str | None, str | None]:
        # The row's own arrays: cutting rows out of a sparse matrix takes as long as all the rest.
        row = slice(*values.indptr[passage.Index : passage.Index + 2])
        columns = values.indices[row]
        added = values.data[row] * self.classifiers_[theme].coefficients_[columns]
        n_words = self._n_columns_of_words()
        if self.encoder and added[columns < n_words].sum() <= 0:
            # No words spoke for the theme: only what the whole passage is like.
            return None, None, self._nearest(values[passage.Index, n_words:], theme)
        shares = word_shares(passage.reading, terms, columns, added)
        places = _pieces(_telling_words(shares), passage.reading, text_offset(passage.stem))
        evidence = " … ".join(passage.reading[start:end] for start, end in places)
        return evidence, spans_in_text(places, passage.stem), None

    def _n_columns_of_words(self) -> int:
        # Rules count as words: they fire on some.
        return count_terms(self.features_) + len(self.codebook.rules)

    def _nearest(self, vector: csr_matrix, theme: str) -> str:
        carrying = self.flags_[theme].eq(1).to_numpy(dtype=bool, na_value=False)
        likeness = self.vectors_[carrying] @ vector.T
        return str(self.readings_[carrying].iloc[int(likeness.toarray().argmax())])


def _telling_words(shares: list[tuple[Word, float]]) -> list[Word]:
    # The fewest words, heaviest first, that make up half of all that speaks for the theme.
    speaking = [(word, share) for word, share in shares if share > 0 and word.word not in ENGLISH_STOP_WORDS]
    ranked = sorted(speaking or shares, key=lambda pair: -pair[1])[:_MOST_WORDS]
    enough = _ENOUGH * sum(share for _, share in speaking)
    before = accumulate((share for _, share in ranked), initial=0.0)
    kept = [word for (word, _), reached in zip(ranked, before, strict=False) if reached < enough or reached == 0]
    return sorted(kept, key=lambda word: word.start)


def _pieces(words: list[Word], reading: str, text_start: int) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    for word in words:
        starts_text = pieces and pieces[-1][1] < text_start <= word.start
        if pieces and not starts_text and not reading[pieces[-1][1] : word.start].strip("-'’‘ "):
            pieces[-1] = (pieces[-1][0], word.end)
        else:
            pieces.append((word.start, word.end))
    return pieces
