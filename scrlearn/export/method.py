"""How a report was made, and what it cannot say: the sentences and tables of its method page."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from scrlearn.checking.agreement import FEWEST_TO_MEASURE
from scrlearn.export.shown import Shown, count_of_many, show_table
from scrlearn.reviews.collection import Collection
from scrlearn.themes.codebook import Codebook

_CODEBOOK = {
    "theme": "Theme",
    "definition": "What it means",
    "include": "What counts",
    "exclude": "What does not count",
}
_DECIDERS = {"person": "A person", "rule": "A rule", "model": "The model"}
_DECISIONS = {"applies": "Theme applies", "check": "Left to be checked", "does_not_apply": "Theme does not apply"}

_AGREEMENT = {
    "theme": "Theme",
    "raters": "Who",
    "cells": "On which codings",
    "agree": "Agree",
    "both": "Both say it applies",
    "kappa": "Cohen’s kappa",
    "alpha": "Krippendorff’s alpha",
    "ac1": "Gwet’s AC1",
}
_CELLS = {"all": "all that both decided", "drawn": "those that chance chose", "blind": "those that both decided blind"}


class Method(NamedTuple):
    """The method page: sentences, and the tables that go with them."""

    lines: list[str]
    tables: list[Shown]


def compose_method(
    collection: Collection,
    codebook: Codebook,
    codings: pd.DataFrame,
    *,
    rule_measures: pd.DataFrame,
    agreement: pd.DataFrame,
    made_with: str,
) -> Method:
    """
    Say how a report was made.

    Parameters
    ----------
    collection
        The reviews that were counted, and their passages.
    codebook
        The themes.
    codings
        Of the recommendations and of the replies.
    rule_measures
        How often each rule was right; rules that no longer weigh are named.
    agreement
        How far coders agree, and the machine with them.
    made_with
        What coded it, such as "scrlearn 0.1.0".

    Returns
    -------
    Method
        What was read, how it was coded, who decided, what is uncertain; the codebook, who decided how much, and how
        far they agree.
    """
    shown_agreement = _show_agreement(agreement, codebook)
    lines = [
        _what_was_read(collection),
        f"The themes are those of the codebook: {'; '.join(codebook.themes['theme'])}.",
        "A theme is coded where a passage addresses it, not where it only mentions it; at the parts of a "
        "recommendation where it has parts. Recommendations and replies are coded separately and never added together.",
        "A person’s decision comes first. Without one, a model trained on labelled passages decides, with the "
        "codebook’s rules among what it looks at. Where rule and model disagree, or the model is in doubt, the coding "
        "is left to be checked and is not counted.",
        *_demoted(rule_measures),
        _agreement(codings, shown_agreement),
        "The unit is the review. Every review is in the denominator, with or without recommendations. The counts are "
        "of this collection; they are not a sample of anything wider. How often a theme is raised is not how much it "
        "matters.",
        "A machine’s coding can be wrong. Until a person has confirmed every coding, this report is a draft.",
        f"Made with {made_with}.",
    ]
    tables = [_show_codebook(codebook), _show_deciders(codings)]
    return Method(lines, tables + ([shown_agreement] if shown_agreement.rows else []))


def _what_was_read(collection: Collection) -> str:
    reviews, _, recommendations, responses, _ = collection
    parts = int(recommendations["part_of"].notna().sum())
    return (
        f"Reviews looked at: {len(reviews)}. Recommendations, findings and questions in them: "
        f"{len(recommendations) - parts}{f', and parts of them: {parts}' if parts else ''}. "
        f"Paragraphs and actions in reply: {len(responses)}."
    )


def _demoted(rule_measures: pd.DataFrame) -> list[str]:
    demoted = rule_measures[rule_measures["standing"] == "demoted"].itertuples()
    named = ", ".join(f"{rule.rule_id} ({rule.n_right} of {rule.n_matched})" for rule in demoted)
    if not named:
        return []
    return [
        "These rules were too seldom right on the labelled passages in which they fire. They are shown as evidence and "
        f"no longer weigh: {named}."
    ]


def _agreement(codings: pd.DataFrame, shown: Shown) -> str:
    by_people = codings[codings["decided_by"] == "person"]
    if by_people.empty:
        return "No person has decided on any coding yet, so there is no agreement between people to report."
    open_still = int((by_people["decision"] == "check").sum())
    decided = (
        f"People decided on {count_of_many(len(by_people), 'coding')}; {open_still} of them stay open because people "
        "disagree or are unsure."
    )
    if not shown.rows:
        return f"{decided} No two raters have decided on enough of the same codings to say how far they agree."
    return (
        f"{decided} How far raters agree stands in a table of its own. There the machine has learnt from none of the "
        "decisions that it is held against. Only codings that chance chose speak for the others, the rest were "
        "chosen for being hard; and whoever has seen a suggestion agrees with it easily, so that decisions made blind "
        "count for more. Where a theme is rare, kappa is low even if raters seldom differ."
    )


def _show_codebook(codebook: Codebook) -> Shown:
    caption = "The themes, and what counts as each"
    return show_table(codebook.themes, _CODEBOOK, name="codebook", caption=caption, table="themes")


def _show_agreement(agreement: pd.DataFrame, codebook: Codebook) -> Shown:
    labels = dict(zip(codebook.themes["theme_id"], codebook.themes["theme"], strict=True))
    pairs = agreement[(agreement["n"] >= FEWEST_TO_MEASURE) & ~agreement["rater_2"].isin(["rules", "model"])]
    rows = [
        {
            "theme": labels.get(row["theme_id"], row["theme_id"]),
            "raters": f"{row['rater_1']} and {row['rater_2']}",
            "cells": _CELLS[row["cells"]],
            "agree": f"{row['n_both'] + row['n_neither']} of {row['n']}",
            "both": f"{row['n_both']} of {row['n']}",
            **{measure: say_with_interval(row, measure) for measure in ("kappa", "alpha", "ac1")},
        }
        for row in pairs.to_dict("records")
    ]
    caption = "How far raters agree, with 95 % intervals"
    return show_table(pd.DataFrame(rows, columns=list(_AGREEMENT)), _AGREEMENT, name="agreement", caption=caption)


def say_with_interval(row: Mapping, measure: str) -> str:
    """Say a measure of agreement with its 95 % interval, as far as they are known."""
    low, high = row[f"{measure}_low"], row[f"{measure}_high"]
    interval = "" if pd.isna(low) else f" ({low:.2f} to {high:.2f})"
    return "cannot be said" if pd.isna(row[measure]) else f"{row[measure]:.2f}{interval}"


def _show_deciders(codings: pd.DataFrame) -> Shown:
    decided = pd.crosstab(codings["decided_by"], codings["decision"])
    counts = decided.reindex(index=list(_DECIDERS), columns=list(_DECISIONS), fill_value=0).add_prefix("n_")
    confirmed = codings.groupby("decided_by")["confirmed"].sum().reindex(list(_DECIDERS), fill_value=0)
    counts = counts.assign(n_codings=counts.sum(axis=1), n_confirmed=confirmed.astype("int"))
    counts.loc["all"] = counts.sum()
    labels = {f"n_{decision}": label for decision, label in _DECISIONS.items()}
    return show_table(
        counts.assign(decided_by=counts.index.map({**_DECIDERS, "all": "All"})),
        {"decided_by": "Decided by", "n_codings": "Codings", **labels, "n_confirmed": "Settled by a person"},
        name="who-decided",
        caption="Who decided on a theme of a passage, and how",
    )
