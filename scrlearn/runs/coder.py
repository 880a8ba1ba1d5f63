"""What codes passages: a codebook, a model that has learnt, and rules that were measured."""

from typing import NamedTuple

import pandas as pd

from scrlearn.decisions import carry_decisions
from scrlearn.themes.codebook import Codebook
from scrlearn.themes.encoder import Encoder
from scrlearn.themes.labelled import load_labelled, relabel
from scrlearn.themes.model import FEWEST_LABELS, ThemeModel
from scrlearn.themes.rules import demoted_rules, measure_rules, refuse_silent_themes, suggest_by_rules
from scrlearn.themes.settle import settle

ACTION_TYPES = "action_types"


class Coder(NamedTuple):
    """What codes passages: a codebook, a model that has learnt, and how often each rule was right."""

    codebook: Codebook
    model: ThemeModel
    rule_measures: pd.DataFrame

    def code(
        self,
        passages: pd.DataFrame,
        corrections: pd.DataFrame | None = None,
        *,
        ask: bool = True,
        when_coders_disagree: str = "check",
    ) -> pd.DataFrame:
        """Return the codings of passages by rules, model and people, as :func:`scrlearn.themes.settle.settle` does."""
        by_rule = suggest_by_rules(passages, self.codebook, demoted=demoted_rules(self.rule_measures))
        suggestions = [by_rule, self.model.suggest(passages, ask=ask)]
        return settle(passages, suggestions, corrections, ask=ask, when_coders_disagree=when_coders_disagree)


def train_coder(
    codebook: Codebook, decided: pd.DataFrame | None = None, *, encoder: Encoder | None = None, seed: int = 0
) -> Coder:
    """Learn from the labelled passages that ship, and from what people decided; refuse themes that nothing can find."""
    labelled = relabel(load_labelled(), codebook)
    refuse_silent_themes(codebook, labelled, decided, fewest=FEWEST_LABELS)
    model = ThemeModel(codebook, encoder=encoder, seed=seed).fit(labelled, decided)
    return Coder(codebook, model, measure_rules(codebook, labelled))


def split_decisions(
    corrections: pd.DataFrame, codebook: Codebook, action_types: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return people's decisions on the codebook's themes, carried to those that stand; and those on sorts of action."""
    on_actions = corrections["theme_id"].isin(action_types["theme_id"])
    return carry_decisions(corrections[~on_actions], codebook.retired), corrections[on_actions]
