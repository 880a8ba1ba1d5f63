"""What codes passages: a codebook, a model that has learnt, and rules that were measured."""

import json
from typing import NamedTuple

import pandas as pd

from scrlearn.decisions import carry_decisions
from scrlearn.runs.kept import Kept
from scrlearn.runs.pieces import read_rows, rows_as_csv
from scrlearn.runs.record import code_print, fingerprint, versions
from scrlearn.themes.codebook import Codebook
from scrlearn.themes.encoder import Encoder
from scrlearn.themes.frozen import freeze_model, thaw_model
from scrlearn.themes.labelled import load_labelled, relabel
from scrlearn.themes.model import FEWEST_LABELS, ThemeModel
from scrlearn.themes.rules import demoted_rules, measure_rules, refuse_silent_themes, suggest_by_rules
from scrlearn.themes.settle import settle
from scrlearn.validation import check_table

ACTION_TYPES = "action_types"
# How many models are kept: the run before, and what it is compared with, need some that are not the latest.
_LATEST = 8
_MODEL, _MEASURES = "model of coder ", "rule measures of coder "


# What was learnt last in this process: a run, a sheet and a report of one collection need not learn the same thrice.
_LATELY: dict[str, "Coder"] = {}
_MOST_REMEMBERED = 3


class Coder(NamedTuple):
    """What codes passages, and the fingerprint of all that it rests on: equal ones code equally."""

    codebook: Codebook
    model: ThemeModel
    rule_measures: pd.DataFrame
    basis: str

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
    codebook: Codebook,
    decided: pd.DataFrame | None = None,
    *,
    labelled: pd.DataFrame | None = None,
    encoder: Encoder | None = None,
    seed: int = 0,
    kept: Kept | None = None,
    silent_themes: bool = False,
) -> Coder:
    """
    Learn from labelled passages and from what people decided, or take up what was learnt from the same before.

    Parameters
    ----------
    codebook
        Its themes and rules.
    decided
        What people decided, from :func:`scrlearn.themes.labelled.decided_passages`.
    labelled
        The table labelled; the passages that ship if not given.
    encoder, seed
        As for :class:`scrlearn.themes.model.ThemeModel`.
    kept
        Where what was learnt is looked up, and kept.
    silent_themes
        Whether themes that nothing can find are let pass: where it is asked what a codebook would say without a rule.

    Raises
    ------
    CodebookError
        When there are such themes, and they are not let pass.
    """
    labelled = relabel(load_labelled() if labelled is None else labelled, codebook)
    if not silent_themes:
        refuse_silent_themes(codebook, labelled, decided, fewest=FEWEST_LABELS)
    basis = _basis(codebook, labelled, decided, encoder=encoder, seed=seed)
    coder = _LATELY.pop(basis, None) or (_recall(kept, basis, codebook, encoder, seed) if kept else None)
    if coder is None:
        learnt = ThemeModel(codebook, encoder=encoder, seed=seed).fit(labelled, decided)
        coder = Coder(codebook, learnt, measure_rules(codebook, labelled), basis)
    if kept and kept.writes and kept.find(_MODEL + basis) is None:
        _keep(kept, coder)
    _LATELY[basis] = coder
    while len(_LATELY) > _MOST_REMEMBERED:
        del _LATELY[next(iter(_LATELY))]
    # How themes are called and why rules are there teaches nothing, so a coder of other words may have been found.
    return coder._replace(codebook=codebook)


def forget_lately() -> None:
    """Forget what was learnt in this process, so that it is learnt anew."""
    _LATELY.clear()


def split_decisions(
    corrections: pd.DataFrame, codebook: Codebook, action_types: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return people's decisions on the codebook's themes, carried to those that stand; and those on sorts of action."""
    on_actions = corrections["theme_id"].isin(action_types["theme_id"])
    return carry_decisions(corrections[~on_actions], codebook.retired), corrections[on_actions]


def _basis(
    codebook: Codebook, labelled: pd.DataFrame, decided: pd.DataFrame | None, *, encoder: Encoder | None, seed: int
) -> str:
    rules = codebook.rules[["rule_id", "theme_id", "pattern", "unless"]]
    tables = [codebook.themes[["theme_id"]], rules, labelled, *([] if decided is None else [decided])]
    told = {"code": code_print(), **versions(), "encoder": encoder.name if encoder else None, "seed": seed}
    return fingerprint(b"\n".join([*map(rows_as_csv, tables), json.dumps(told).encode()]))


def _recall(kept: Kept, basis: str, codebook: Codebook, encoder: Encoder | None, seed: int) -> Coder | None:
    model, measures = kept.find(_MODEL + basis), kept.find(_MEASURES + basis)
    if model is None or measures is None:
        return None
    columns = ["rule_id", "theme_id", "n_matched", "n_right", "precision", "standing"]
    rule_measures = check_table(read_rows(columns, [measures]), "rule_measures")
    return Coder(codebook, thaw_model(model, codebook, encoder=encoder, seed=seed), rule_measures, basis)


def _keep(kept: Kept, coder: Coder) -> None:
    model, measures = freeze_model(coder.model), rows_as_csv(coder.rule_measures)
    made = {_MODEL + coder.basis: fingerprint(model), _MEASURES + coder.basis: fingerprint(measures)}
    kept.keep([model, measures], made=made)
    kept.forget(_MODEL, but_latest=_LATEST)
