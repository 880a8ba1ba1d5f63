"""What a person must confirm so that a report rests on people alone."""

from pathlib import Path

import pandas as pd

from scrlearn.checking.corrections import load_corrections
from scrlearn.reviews.collection import load_reviews, load_settings
from scrlearn.runs.coder import split_decisions, train_coder
from scrlearn.runs.coding import Coded
from scrlearn.themes.encoder import Encoder, load_encoder
from scrlearn.themes.labelled import decided_passages

_CELL = ["passage_id", "theme_id"]
_SIMULATED = "scrlearn, as if confirmed"
_MOST_ROUNDS = 5


def cells_added_by_learning(
    folder: Path | str, coded: Coded, *, encoder: Path | str | None = None, seed: int = 0
) -> pd.DataFrame:
    """
    Find the cells that a model would show if it had learnt that all it shows now is confirmed.

    Decisions teach the model, which may then see a theme where nobody was asked. Asking about these too is what lets
    the mark DRAFT go once a sheet comes back, as long as people mostly confirm.

    Parameters
    ----------
    folder
        The collection.
    coded
        The collection, coded.
    encoder, seed
        With which it was coded.

    Returns
    -------
    pandas.DataFrame
        passage_id and theme_id of the cells to ask about besides, of recommendations and responses. Each round trains
        the model anew, until no cell is new.
    """
    vectors = load_encoder(encoder, cache=Path(folder) / "runs" / "vectors") if encoder else None
    codings = pd.concat([coded.recommendation_codings, coded.response_codings])
    shown, found = not_confirmed(codings), codings.iloc[:0]
    # Whichever way the cells that are left to check are decided.
    for outcome in ("applies", "does_not_apply"):
        for _ in range(_MOST_ROUNDS):
            asked = pd.concat([shown, found]).drop_duplicates(_CELL)
            as_if = asked.assign(decision=asked["decision"].replace("check", outcome))
            more = not_confirmed(_code_as_if(as_if, folder, coded, encoder=vectors, seed=seed))
            if more.empty:
                break
            found = pd.concat([found, more])
    return found[_CELL].drop_duplicates()


def not_confirmed(codings: pd.DataFrame) -> pd.DataFrame:
    """Return the codings that a report rests on and nobody has confirmed: they apply, or are left to check."""
    return codings[(codings["decision"] != "does_not_apply") & ~codings["confirmed"]]


def _code_as_if(
    asked: pd.DataFrame, folder: Path | str, coded: Coded, *, encoder: Encoder | None, seed: int
) -> pd.DataFrame:
    whole, rule = load_reviews(folder), load_settings(folder).when_coders_disagree
    on_themes, _ = split_decisions(load_corrections(folder), coded.codebook, coded.action_types)
    confirmed = asked[[*_CELL, "decision"]].assign(coder=_SIMULATED, how="settles")
    decisions = pd.concat([on_themes, confirmed], ignore_index=True)
    decided = decided_passages(decisions, whole.recommendations, whole.responses, when_coders_disagree=rule)
    coder = train_coder(coded.codebook, decided, encoder=encoder, seed=seed)
    both = coded.collection.recommendations, coded.collection.responses
    return pd.concat([coder.code(passages, decisions, when_coders_disagree=rule) for passages in both])
