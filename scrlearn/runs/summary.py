"""What a run, a reading or a codebook comes to, in lines for a terminal."""

import pandas as pd

from scrlearn.passages import reading_order
from scrlearn.reviews.collection import Collection
from scrlearn.runs.run import Run


def summarise_run(run: Run) -> str:
    """Say what a run came to, and where its files are."""
    findings, collection = run.findings, run.findings.collection
    codings = pd.concat([findings.recommendation_codings, findings.response_codings])
    return "\n".join(
        [
            run.scope,
            f"{len(collection.recommendations)} recommendations and parts, {len(collection.responses)} responses.",
            *sorted(set(findings.tables["theme_counts"]["notice"].dropna())),
            "",
            *_theme_lines(findings.tables["theme_counts"], findings.tables["theme_counts_in_responses"]),
            "",
            f"{'' if run.confirmation.complete else 'DRAFT: '}{run.confirmation}.",
            f"Codings to check: {int((codings['decision'] == 'check').sum())}.",
            f"Decisions not applied: {len(findings.stale_corrections)}.",
            "",
            f"Read:   {run.briefing}",
            f"Tables: {run.outputs / 'tables'}",
            f"Charts: {run.outputs / 'charts'}",
            f"Record: {run.record}",
        ]
    )


def summarise_rules(rule_measures: pd.DataFrame) -> str:
    """Say how many rules weigh, and name those that do not."""
    standing = rule_measures["standing"].value_counts()
    counts = f"{standing.get('weighs', 0)} weigh, {standing.get('unmeasured', 0)} are unmeasured and weigh"
    demoted = rule_measures[rule_measures["standing"] == "demoted"].itertuples()
    return "\n".join(
        [
            f"{len(rule_measures)} rules: {counts}, {standing.get('demoted', 0)} are demoted.",
            *(f"{rule.rule_id}: demoted, right in {rule.n_right} of {rule.n_matched}" for rule in demoted),
        ]
    )


def summarise_reading(reading: Collection) -> str:
    """Say what was understood of a document, as a person would check it."""
    facts = reading.reviews.drop(columns="illustrative", errors="ignore").iloc[0].dropna()
    passages = pd.concat([reading.recommendations, reading.responses])
    lines = dict(zip(passages["passage_id"], map(_passage_line, passages.to_dict("records")), strict=True))
    order = reading_order(reading.recommendations, reading.responses, reading.answers).get(facts["review_id"], [])
    n_whole = int(reading.recommendations["part_of"].isna().sum())
    return "\n".join(
        [
            *(f"{name:<24} {value}" for name, value in facts.items()),
            "",
            *(lines[passage_id] for passage_id in order),
            "",
            f"{n_whole} recommendations, {len(reading.recommendations) - n_whole} parts of them, "
            f"{len(reading.responses)} responses.",
        ]
    )


def _theme_lines(raised: pd.DataFrame, replied: pd.DataFrame) -> list[str]:
    width = raised["theme"].str.len().max()
    lines = [f"{'Reviews that raise each theme':<{width + 12}}   in recommendations   in replies"]
    for ask, reply in zip(raised.to_dict("records"), replied.to_dict("records"), strict=True):
        checks = f" (+{ask['n_check']} to check)" if ask["n_check"] else ""
        counted = f"{ask['n_reviews']} of {ask['of_reviews']}{checks}"
        lines.append(f"  {ask['theme']:<{width + 10}}   {counted:<18}   {reply['n_reviews']} of {reply['of_reviews']}")
    return lines


def _passage_line(passage: dict) -> str:
    if passage["kind"] in ("response", "action"):
        return f"      → {passage['text']}"
    return f"{'    ' * str(passage['number']).count('.')}{passage['number']}  {passage['text']}"
