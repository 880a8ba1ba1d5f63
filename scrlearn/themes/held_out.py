"""Scores of passages by a model that has not learnt from them, to be held against what people say they carry."""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import pandas as pd

from scrlearn.errors import TableError
from scrlearn.validation import check_table, require_columns


class ScoringModel(Protocol):
    """What can be evaluated: a :class:`scrlearn.themes.model.ThemeModel`, or anything with the same face."""

    thresholds_: pd.DataFrame

    def fit(self, labelled: pd.DataFrame) -> Any:
        """Learn from labelled passages and return the model itself."""

    def score(self, passages: pd.DataFrame) -> pd.DataFrame:
        """Return passage_id, theme_id and score, one row a passage and learnt theme."""


def score_by_hand(
    make_model: Callable[[], ScoringModel], labelled: pd.DataFrame, *, more: pd.DataFrame | None = None
) -> pd.DataFrame:
    """
    Score the passages of each hand by a model that has read nothing of that hand.

    Passages of one hand resemble each other: a hand left out is the nearest thing to a board never seen. The model is
    given a passage's text, stem and kind, and nothing of what people said of it.

    Parameters
    ----------
    make_model
        Makes a model that has learnt nothing, as in ``lambda: ThemeModel(codebook)``.
    labelled
        ``labelled``: what is scored, and learnt from while other hands are scored.
    more
        ``labelled``: what is only learnt from; rows of the hand being scored are left aside.

    Returns
    -------
    pandas.DataFrame
        ``held_out_scores``: one row a passage and theme, hands in their order of appearance. A theme that a model could
        not learn has no rows for that hand.

    Raises
    ------
    TableError
        When a column is missing, or all passages are by one hand.

    References
    ----------
    D. R. Roberts and others, "Cross-validation strategies for data with temporal, spatial, hierarchical, or
    phylogenetic structure", Ecography 40 (2017): what is held out should be whole groups, as future data will be.
    """
    require_columns(labelled, "labelled", ["id", "hand", "text", "stem", "kind", "themes"])
    hands = labelled["hand"].unique()
    if len(hands) < 2:
        raise TableError(f"labelled: hand has only {hands.tolist()}; one hand cannot be left out, so name two or more.")
    known = pd.concat([labelled, more], ignore_index=True).drop_duplicates("id")
    scored = [
        _scored(make_model().fit(known[known["hand"] != hand]), labelled[labelled["hand"] == hand]).assign(hand=hand)
        for hand in hands
    ]
    return check_table(pd.concat(scored), "held_out_scores")


def _scored(model: ScoringModel, labelled: pd.DataFrame) -> pd.DataFrame:
    passages = labelled.rename(columns={"id": "passage_id"})[["passage_id", "stem", "text", "kind"]]
    cells = model.score(passages).merge(model.thresholds_, on="theme_id", how="left", validate="many_to_one")
    score = cells["score"]
    below = np.where(score >= cells["check_from"], "check", "does_not_apply")
    return cells[["passage_id", "theme_id", "score"]].assign(
        decision=np.where(score >= cells["applies_from"], "applies", below),
        decision_without_check=np.where(score >= cells["threshold"], "applies", "does_not_apply"),
    )
