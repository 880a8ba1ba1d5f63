"""A model that learns themes from labelled passages, and says which words moved it."""

from itertools import accumulate
from typing import Any

import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from sklearn.linear_model import LogisticRegression

from scrlearn.themes.codebook import Codebook
from scrlearn.themes.features import passage_features, word_shares
from scrlearn.themes.labelled import theme_flags
from scrlearn.themes.passages import coded_passages, spans_in_text, text_offset
from scrlearn.themes.words import Word
from scrlearn.validation import check_table, empty_table, require_columns

# Of the cells of labelled passages by a hand that was not learnt from, half of those that score from .4 to .6 carry the
# theme, nine in ten of those above, and one in thirty of those below: in between a person is asked.
APPLIES_FROM = 0.6
CHECK_FROM = 0.4
FEWEST_LABELS = 20
_MOST_WORDS = 6
_ENOUGH = 0.5


class ThemeModel:
    """
    One logistic regression a theme, on the words, letters and rule hits of a passage.

    It is trained anew on every run, in seconds, and never saved.

    Parameters
    ----------
    codebook
        Its themes are learnt, its rules are features.
    seed
        For every draw of chance.

    Examples
    --------
    ``ThemeModel(load_codebook()).fit(load_labelled()).suggest(recommendations)``
    """

    def __init__(self, codebook: Codebook, *, seed: int = 0):
        self.codebook = codebook
        self.seed = seed

    def fit(self, labelled: pd.DataFrame) -> "ThemeModel":
        """
        Learn from labelled passages.

        Parameters
        ----------
        labelled
            The table labelled: text, stem and themes are used. A theme with fewer than 20 labelled passages is not
            learnt: the model is silent on it, and the rules decide.

        Returns
        -------
        ThemeModel
            Itself.
        """
        require_columns(labelled, "labelled", ["text", "stem", "themes"])
        passages = coded_passages(labelled.assign(passage_id=labelled.index.astype("str")))
        flags = theme_flags(labelled, list(self.codebook.themes["theme_id"]))
        learnt = [str(theme) for theme in flags if FEWEST_LABELS <= flags[theme].sum() < len(flags)]
        self.features_ = passage_features(self.codebook)
        values = self.features_.fit_transform(passages["reading"])
        self.classifiers_ = {theme: self._classifier().fit(values, flags[theme]) for theme in learnt}
        return self

    def suggest(self, passages: pd.DataFrame) -> pd.DataFrame:
        """
        Suggest themes.

        Parameters
        ----------
        passages
            Recommendations or responses; passages that have parts are suggested for at their parts.

        Returns
        -------
        pandas.DataFrame
            The table suggestions, one row for each coded passage and learnt theme: score from 0 to 1, decision
            (``applies`` from .6, ``check`` from .4 or where the words that speak for it stand only in the stem), and
            for these two the words that moved the model most, as evidence.

        Raises
        ------
        sklearn.exceptions.NotFittedError
            Before :meth:`fit`.
        """
        if not hasattr(self, "classifiers_"):
            raise NotFittedError("ThemeModel: has learnt nothing yet; call fit(load_labelled()) first.")
        coded = coded_passages(passages)
        if coded.empty or not self.classifiers_:
            return empty_table("suggestions")
        values = self.features_.transform(coded["reading"]).tocsr()
        scores = {theme: model.predict_proba(values)[:, 1].round(6) for theme, model in self.classifiers_.items()}
        rows = [
            self._suggestion(passage, values[at], theme, theme_scores[at])
            for at, passage in enumerate(coded.itertuples())
            for theme, theme_scores in scores.items()
        ]
        return check_table(pd.DataFrame(rows, columns=_COLUMNS), "suggestions")

    def _classifier(self) -> LogisticRegression:
        return LogisticRegression(C=4, class_weight="balanced", solver="liblinear", random_state=self.seed)

    def _suggestion(self, passage: Any, values: csr_matrix, theme: str, score: float) -> tuple:
        if score < CHECK_FROM:
            return passage.passage_id, theme, "model", score, "does_not_apply", None, None, None
        contributions = values.toarray()[0] * self.classifiers_[theme].coef_[0]
        words = _telling_words(word_shares(passage.reading, self.features_, contributions))
        places = _pieces(words, passage.reading, text_offset(passage.stem))
        spans = spans_in_text(places, passage.stem)
        evidence = " … ".join(passage.reading[start:end] for start, end in places)
        decision = "applies" if score >= APPLIES_FROM and spans else "check"
        return passage.passage_id, theme, "model", score, decision, evidence, spans, None


_COLUMNS = ["passage_id", "theme_id", "source", "score", "decision", "evidence", "spans", "rule_ids"]


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
