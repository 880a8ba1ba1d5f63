"""How far the people who coded a collection agree, and rules and model with them."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from scrlearn.checking.agreement import FEWEST_TO_MEASURE, list_disagreements, measure_agreement
from scrlearn.checking.corrections import load_corrections
from scrlearn.checking.ratings import list_ratings
from scrlearn.passages import coded_passages
from scrlearn.reviews.collection import Collection, load_reviews
from scrlearn.runs.coder import ACTION_TYPES, Coder, split_decisions, train_coder
from scrlearn.themes.codebook import load_codebook
from scrlearn.themes.encoder import load_encoder
from scrlearn.themes.rules import demoted_rules, suggest_by_rules
from scrlearn.themes.settle import settle


class Agreement(NamedTuple):
    """The tables ``agreement`` and ``disagreements`` of a collection."""

    agreement: pd.DataFrame
    disagreements: pd.DataFrame


def find_agreement(
    folder: Path | str, *, encoder: Path | str | None = None, seed: int = 0, n_resamples: int = 1000
) -> Agreement:
    """
    Measure how far coders agree with one another, and rules and model with them.

    Parameters
    ----------
    folder
        The collection.
    encoder, seed, n_resamples
        As for :func:`scrlearn.runs.run.run_collection` and :func:`scrlearn.checking.agreement.measure_agreement`.

    Returns
    -------
    Agreement
        Over recommendations and responses together. The model learns from none of the decisions that it is held
        against, only from the labelled passages that ship; in a run it learns from them, and does better than here.

    Raises
    ------
    ScrlearnError
        When the collection does not hold what it should.
    """
    collection, codebook = load_reviews(folder), load_codebook(folder)
    on_themes, _ = split_decisions(load_corrections(folder), codebook, load_codebook(ACTION_TYPES).themes)
    coder = train_coder(codebook, encoder=load_encoder(encoder) if encoder else None, seed=seed)
    both = collection.recommendations, collection.responses
    rated = [(_rate(passages, on_themes, coder), passages) for passages in both]
    return Agreement(
        measure_agreement(pd.concat([ratings for ratings, _ in rated]), n_resamples=n_resamples, seed=seed),
        pd.concat([list_disagreements(ratings, passages) for ratings, passages in rated], ignore_index=True),
    )


def measure_coders(
    collection: Collection, corrections: pd.DataFrame, *, train: Callable[[], Coder], seed: int = 0
) -> pd.DataFrame:
    """
    Measure how far raters agree, for a report.

    Parameters
    ----------
    collection
        The reviews that are shown.
    corrections
        People's decisions on the codebook's themes.
    train
        Makes a coder that has learnt from nobody's decisions.
    seed
        For drawing reviews.

    Returns
    -------
    pandas.DataFrame
        ``agreement``. Rules and model are held against people only where some coder has decided on at least ten cells,
        since that takes a model of its own, and only on the passages on which somebody has decided.
    """
    both = [_decided_on(table, corrections) for table in (collection.recommendations, collection.responses)]
    passages = pd.concat([table["passage_id"] for table in both])
    decided = corrections[corrections["passage_id"].isin(passages)].groupby("coder").size()
    coder = train() if (decided >= FEWEST_TO_MEASURE).any() else None
    return measure_agreement(pd.concat([_rate(table, corrections, coder) for table in both]), seed=seed)


def _decided_on(passages: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    asked = coded_passages(passages)["passage_id"]
    return passages[passages["passage_id"].isin(asked) & passages["passage_id"].isin(corrections["passage_id"])]


def _rate(passages: pd.DataFrame, corrections: pd.DataFrame, coder: Coder | None) -> pd.DataFrame:
    if coder is None:
        return list_ratings(passages, corrections=corrections)
    by_rule = suggest_by_rules(passages, coder.codebook, demoted=demoted_rules(coder.rule_measures))
    suggestions = [by_rule, coder.model.suggest(passages)]
    codings = settle(passages, suggestions)
    return list_ratings(passages, corrections=corrections, suggestions=suggestions, codings=codings)
