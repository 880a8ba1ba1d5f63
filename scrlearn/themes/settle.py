"""Suggestions and people's decisions become codings: one settled answer for each theme of each passage."""

from collections.abc import Sequence

import pandas as pd

from scrlearn.decisions import agreed_decision, current_decisions, refuse_other_rule
from scrlearn.errors import TableError
from scrlearn.passages import coded_passages
from scrlearn.validation import check_table, require_columns

_CELL = ["passage_id", "theme_id"]


def settle(
    passages: pd.DataFrame,
    suggestions: Sequence[pd.DataFrame],
    corrections: pd.DataFrame | None = None,
    *,
    ask: bool = True,
    when_coders_disagree: str = "check",
) -> pd.DataFrame:
    """
    Settle what each passage carries.

    A person's decision wins, for as long as the words it was made on are the same. Two people who disagree, or one who
    is unsure, leave the cell to be checked, with their names, until a third settles it (a decision whose ``how`` says
    settles) or by the rule that is chosen. Without a person the model decides, and where the model is silent the rules.
    A rule that fires where the model finds no theme leaves the cell to be checked; a rule that was demoted does not.

    Parameters
    ----------
    passages
        Recommendations or responses; passages that have parts are coded at their parts.
    suggestions
        Tables of suggestions, at most one from each source.
    corrections
        People's decisions; rows on other passages are left aside. Where themes of the codebook were replaced, as
        :func:`scrlearn.decisions.carry_decisions` gives them.
    ask
        Whether a cell on which the machine is in doubt is left to a person; without it the model, or where it is silent
        the rules, have their way. Doubt among people always stays.
    when_coders_disagree
        ``check`` leaves the cell to be checked; ``majority`` does what more than half of its coders say; ``latest``
        does what was decided last. A third person's decision that settles it comes before either.

    Returns
    -------
    pandas.DataFrame
        The table codings: one row for each passage and theme, passages in their order, themes in that of the
        suggestions.

    Raises
    ------
    TableError
        When a suggestion table lacks a column, corrections name a theme that no source speaks of, or there is no such
        rule for disagreements.
    """
    for table in suggestions:
        require_columns(table, "suggestions", [*_CELL, "source", "score", "decision", "evidence", "spans", "rule_ids"])
    coded = coded_passages(passages)
    themes = list(dict.fromkeys(theme for table in suggestions for theme in table["theme_id"]))
    cells = coded[["passage_id"]].merge(pd.DataFrame({"theme_id": themes}, dtype="str"), how="cross")
    codings = check_table(_machine_says(cells, suggestions, ask=ask), "codings")
    if corrections is None:
        return codings
    return apply_decisions(codings, passages, corrections, when_coders_disagree=when_coders_disagree)


def apply_decisions(
    codings: pd.DataFrame, passages: pd.DataFrame, corrections: pd.DataFrame, *, when_coders_disagree: str = "check"
) -> pd.DataFrame:
    """
    Let people have the last word on what a machine coded.

    Parameters
    ----------
    codings
        As :func:`settle` returns them without corrections.
    passages
        The passages that were coded.
    corrections, when_coders_disagree
        As for :func:`settle`.

    Returns
    -------
    pandas.DataFrame
        The table codings, in the same order.

    Raises
    ------
    TableError
        As :func:`settle`.
    """
    # Without passages no source speaks of any theme, and there is nothing that people can have decided on.
    if corrections.empty or codings.empty:
        return codings
    refuse_unknown_themes(corrections, list(codings["theme_id"].unique()))
    decisions = current_decisions(corrections, coded_passages(passages))
    return check_table(_people_say(codings, decisions, refuse_other_rule(when_coders_disagree)), "codings")


def _machine_says(cells: pd.DataFrame, suggestions: Sequence[pd.DataFrame], *, ask: bool) -> pd.DataFrame:
    both = cells
    for source in ("rule", "model"):
        tables = [table[table["source"] == source] for table in suggestions]
        columns = [*_CELL, "score", "decision", "evidence", "spans", "rule_ids", "nearest"]
        said = (
            pd.concat([table.reindex(columns=columns) for table in tables]) if tables else pd.DataFrame(columns=columns)
        )
        both = both.merge(said.rename(columns={name: f"{name}_{source}" for name in columns[2:]}), on=_CELL, how="left")
    # Row by row in plain tuples: to_dict takes several times as long.
    rows = both.astype("object").where(both.notna(), None).itertuples(index=False, name=None)
    settled = [_settle_cell(dict(zip(both.columns, row, strict=True)), ask=ask) for row in rows]
    return cells.assign(**pd.DataFrame(settled, columns=_SETTLED, index=cells.index))


_SETTLED = ["decision", "decided_by", "confirmed", "score", "evidence", "spans", "rule_ids", "reason"]


def _settle_cell(cell: dict, *, ask: bool) -> tuple:
    rule, model, score = cell["decision_rule"], cell["decision_model"], cell["score_model"]
    # The words of a rule that no longer weighs are shown only where the model has none to show.
    shown = "rule" if rule in ("applies", "check") or model not in ("applies", "check") else "model"
    words = (cell[f"evidence_{shown}"], cell[f"spans_{shown}"], cell["rule_ids_rule"])
    if model is None:
        decision = "does_not_apply" if rule is None else "applies" if rule == "check" and not ask else rule
        return (
            decision,
            "rule",
            False,
            None,
            *words,
            "the words stand only in the stem" if decision == "check" else None,
        )
    if ask and model == "does_not_apply" and rule == "applies":
        return "check", "model", False, score, *words, f"a rule fires, but the model gives {score:.2f}"
    reason = _why_undecided(score, cell) if model == "check" else None
    if cell["nearest_model"] and model != "does_not_apply":
        reason = "; ".join(filter(None, [reason, f"most like the labelled passage ‘{cell['nearest_model']}’"]))
    return model, "model", False, score, *words, reason


def _why_undecided(score: float, cell: dict) -> str:
    only_in_stem = not cell["spans_model"] and not cell["nearest_model"]
    return "the words stand only in the stem" if only_in_stem else f"the model gives {score:.2f}, too close to call"


def _people_say(codings: pd.DataFrame, decisions: pd.DataFrame, rule: str) -> pd.DataFrame:
    said = {cell: _person_says(rows, rule) for cell, rows in decisions.groupby(_CELL, sort=False)}
    # Row by row over the whole table would take longer than settling it.
    near = codings.loc[codings["passage_id"].isin(decisions["passage_id"]), _CELL].itertuples(name=None)
    theirs = {
        place: said[passage_id, theme_id] for place, passage_id, theme_id in near if (passage_id, theme_id) in said
    }
    settled = codings.copy()
    for name in _SAID_BY_PEOPLE:
        settled.loc[list(theirs), name] = [cell[name] for cell in theirs.values()]
    return settled


_SAID_BY_PEOPLE = ["decision", "decided_by", "confirmed", "reason"]


def _person_says(decisions: pd.DataFrame, rule: str) -> dict:
    decision, by = agreed_decision(decisions, rule)
    said = "; ".join(_in_words(row) for row in decisions.to_dict("records"))
    return {
        "decision": decision or "check",
        "decided_by": "person",
        "confirmed": decision is not None,
        "reason": f"{said}; settled by {by}" if by else said,
    }


def _in_words(row: dict) -> str:
    because = "" if pd.isna(row["reason"]) else f" ({row['reason']})"
    once = "" if pd.isna(row["carried_from"]) else f", decided on {row['carried_from']}"
    return f"{row['coder']}: {row['decision'].replace('_', ' ')}{because}{once}"


def refuse_unknown_themes(corrections: pd.DataFrame, themes: list[str]) -> None:
    """Refuse decisions on a theme that is not among these."""
    unknown = sorted(set(corrections["theme_id"]) - set(themes))
    if unknown:
        raise TableError(f"corrections: theme_id has {unknown}; the codebook's themes are {', '.join(themes)}.")
