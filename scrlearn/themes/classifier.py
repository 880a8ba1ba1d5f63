"""One theme's classifier: a linear margin, turned into a probability and thresholds on hands it has not learnt from."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, KFold
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

_STRENGTH = 0.2
_FOLDS = 5
# Of the labelled cells, this share lies nearest to the threshold and is left to a person.
_SHARE_TO_CHECK = 0.04

Flags = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]


class Thresholds(NamedTuple):
    """From which scores a person is asked, a forced answer says yes, and the theme applies."""

    check_from: float
    threshold: float
    applies_from: float


class ThemeClassifier:
    """
    A linear support vector machine whose margins are made into probabilities.

    The margins of passages by hands that were left out in turn are fitted by a logistic curve (Platt 1999), so that a
    probability means what it says of a hand not met before; the thresholds are set on the same passages.

    References
    ----------
    Platt, Probabilistic outputs for support vector machines, 1999.
    """

    def __init__(self, *, seed: int = 0):
        self.seed = seed

    def fit(self, values: csr_matrix, flags: Flags, groups: npt.NDArray) -> "ThemeClassifier":
        """Learn from features (one row a passage), whether each carries the theme, and which hand each is by."""
        # On vectors this small, several threads mostly wait for one another.
        with threadpool_limits(limits=1):
            margins = self._left_out_margins(values, flags, groups)
            self.margin_ = self._margin().fit(values, flags)
        self.curve_ = LogisticRegression(C=1e6).fit(margins.reshape(-1, 1), flags)
        self.thresholds_ = _thresholds(self._probability(margins), flags)
        return self

    @property
    def coefficients_(self) -> Scores:
        """What each feature adds to the margin, for each unit of its value."""
        return self.margin_.coef_[0]

    def score(self, values: csr_matrix) -> Scores:
        """Return the probability of the theme for each row of features, to six places."""
        return self._probability(self.margin_.decision_function(values)).round(6)

    def decide(self, score: float, *, ask: bool = True) -> str:
        """Return what a score says: applies, check (only where a person can be asked) or does_not_apply."""
        if score >= (self.thresholds_.applies_from if ask else self.thresholds_.threshold):
            return "applies"
        return "check" if ask and score >= self.thresholds_.check_from else "does_not_apply"

    def _margin(self) -> LinearSVC:
        return LinearSVC(C=_STRENGTH, class_weight="balanced", random_state=self.seed)

    def _probability(self, margins: Scores) -> Scores:
        return self.curve_.predict_proba(margins.reshape(-1, 1))[:, 1]

    def _left_out_margins(self, values: csr_matrix, flags: Flags, groups: npt.NDArray) -> Scores:
        n_groups = len(np.unique(groups))
        if n_groups > 1:
            splits = GroupKFold(min(_FOLDS, n_groups)).split(values, flags, groups)
        else:
            splits = KFold(_FOLDS, shuffle=True, random_state=self.seed).split(values)
        margins = np.zeros(len(flags))
        for learnt, left_out in splits:
            if 0 < flags[learnt].sum() < len(learnt):
                margin = self._margin().fit(values[learnt], flags[learnt])
                margins[left_out] = margin.decision_function(values[left_out])
        return margins


def _thresholds(scores: Scores, flags: Flags) -> Thresholds:
    threshold = _best_threshold(scores, flags)
    near = np.sort(np.abs(scores - threshold))[: max(int(len(scores) * _SHARE_TO_CHECK), 1)][-1]
    return Thresholds(max(threshold - near, 0.0), threshold, min(threshold + near, 1.0))


def _best_threshold(scores: Scores, flags: Flags) -> float:
    # The middle of all the thresholds that come within a hundredth of the best F1: the best one alone is luck.
    tried = np.arange(0.2, 0.7, 0.01)
    found = np.array([_f1(scores >= threshold, flags) for threshold in tried])
    return float(np.median(tried[found >= found.max() - 0.01]).round(4))


def _f1(said: npt.NDArray[np.bool_], flags: Flags) -> float:
    right = (said & (flags == 1)).sum()
    return float(2 * right / max(said.sum() + flags.sum(), 1))
