"""What a run, a reading or a codebook comes to, in lines for a terminal."""

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from scrlearn.checking.agreement import FEWEST_TO_MEASURE
from scrlearn.export.changes import CAUSES, describe_figure_changes
from scrlearn.export.method import say_with_interval
from scrlearn.export.report import Findings
from scrlearn.export.shown import count_of_many
from scrlearn.learning.confirmation import Confirmation
from scrlearn.runs.agreement import Agreement
from scrlearn.runs.checking import Recorded

if TYPE_CHECKING:
    from scrlearn.runs.compare import Comparison
    from scrlearn.runs.reproduce import Reproduction
    from scrlearn.runs.run import Run


def summarise_findings(findings: Findings, confirmation: Confirmation) -> list[str]:
    """Say what was found, a line each."""
    codings = pd.concat([findings.recommendation_codings, findings.response_codings])
    collection = findings.collection
    return [
        f"{len(collection.recommendations)} recommendations and parts, {len(collection.responses)} responses.",
        *sorted(set(findings.tables["theme_counts"]["notice"].dropna())),
        "",
        *_theme_lines(findings.tables["theme_counts"], findings.tables["theme_counts_in_responses"]),
        "",
        f"{'' if confirmation.complete else 'DRAFT: '}{confirmation}.",
        f"Codings to check: {int((codings['decision'] == 'check').sum())}.",
        f"Decisions not applied: {len(findings.stale_corrections)}.",
    ]


def summarise_run(run: "Run") -> str:
    """Say what a run came to, and where its files are."""
    return "\n".join(
        [
            *([f"Nothing has changed since the run of {run.name}: it stands as it was."] if run.unchanged else []),
            run.record["scope"],
            *run.record["summary"],
            "",
            f"Read:   {run.briefing}",
            f"Tables: {run.outputs / 'tables'}",
            f"Charts: {run.outputs / 'charts'}",
            f"Record: {run.record_file}",
        ]
    )


def summarise_reproduction(made: "Reproduction") -> str:
    """Say whether a run came out as it was when it was made again."""
    versions = f"In another version than then: {', '.join(made.other_versions)}." if made.other_versions else ""
    if not made.differing:
        return "\n".join(
            [f"{made.run}: made again, {made.n_same} files, byte for byte the same.", *filter(None, [versions])]
        )
    return "\n".join(
        [
            f"{made.run}: made again; {count_of_many(made.n_same, 'file')} the same, {len(made.differing)} not:",
            *(f"  {file}" for file in made.differing),
            versions or "No version differs, so the record or what the run kept has been changed.",
        ]
    )


def summarise_comparison(compared: "Comparison") -> str:
    """Say what changed between two runs: what they rest on, figures, and each coding with its cause."""
    differences = compared.differences.groupby("cause", sort=False)["subject"].agg(list)
    changed = compared.changed_codings
    return "\n".join(
        [
            f"{compared.before} → {compared.after}",
            "",
            "What they rest on:" if len(differences) else "They rest on the same.",
            *(f"  {CAUSES[str(cause)]}: {_first(subjects)}" for cause, subjects in differences.items()),
            "",
            *describe_figure_changes(compared.figure_changes),
            f"{count_of_many(len(changed), 'coding')} changed{':' if len(changed) else '.'}",
            *(
                f"  {row['passage_id']}, {row['theme_id']}: {row['change'].replace('_', ' ')}, "
                f"{_settled(row, 'before')} → {_settled(row, 'after')}; {_why(row)}"
                for row in changed.to_dict("records")
            ),
        ]
    )


def _first(subjects: list[str], *, most: int = 5) -> str:
    more = f" and {len(subjects) - most} more" if len(subjects) > most else ""
    return ", ".join(subjects[:most]) + more


def _settled(row: dict, when: str) -> str:
    decision = row[f"decision_{when}"]
    return "nothing" if pd.isna(decision) else f"{decision.replace('_', ' ')} ({row[f'decided_by_{when}']})"


def _why(row: dict) -> str:
    causes = "; ".join(CAUSES[cause] for cause in row["causes"].split(";"))
    return causes if pd.isna(row["detail"]) else f"{causes} ({row['detail']})"


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


def summarise_sheet(folder: Path, file: Path, n_cells: int) -> str:
    """Say what a coding sheet asks for, and what to do with it."""
    if n_cells == 0:
        return "Nothing to ask: no sheet was written."
    return (
        f"Wrote {file}: {count_of_many(n_cells, 'cell')} to decide. When it is filled in: "
        f"scrlearn sheet {folder} --record {file} --coder NAME"
    )


def summarise_recorded(recorded: Recorded, coder: str) -> str:
    """Say what was recorded from a coding sheet, and list what could not be understood by cell."""
    known = f"; {recorded.n_known} had been recorded before" if recorded.n_known else ""
    unread = [f"{row.sheet}, {row.cell}: {row.value!r} {row.why}." for row in recorded.unread.itertuples()]
    return "\n".join(
        [
            f"Recorded {count_of_many(len(recorded.added), 'decision')} by {coder}{known}.",
            *([f"Not recorded: {count_of_many(len(unread), 'cell')}."] if unread else []),
            *unread,
        ]
    )


def summarise_exchange(recorded: Recorded) -> str:
    """Say what was recorded from a project that was coded elsewhere, by coder, and list what could not be placed."""
    by_coder = recorded.added["coder"].value_counts(sort=False)
    unplaced = [f"{row.place}: {row.code!r} by {row.coder}: {row.why}." for row in recorded.unread.itertuples()]
    return "\n".join(
        [
            *(f"Recorded {count_of_many(int(n), 'decision')} by {coder}." for coder, n in by_coder.items()),
            f"Codings that say what stands already: {recorded.n_known}.",
            *([f"Not recorded: {count_of_many(len(unplaced), 'coding')}."] if unplaced else []),
            *unplaced,
        ]
    )


def summarise_themes(themes: pd.DataFrame, folder: Path) -> str:
    """Say which themes a collection's codebook has now."""
    standing = themes[themes["replaced_by"].isna()]
    return (
        f"{folder / 'codebook'}: {count_of_many(len(standing), 'theme')}: {'; '.join(standing['theme'])}. "
        f"Hold its rules against its examples: scrlearn codebook test {folder}"
    )


def summarise_agreement(found: Agreement) -> str:
    """Say how far raters agree, a line a theme and pair; measures with their 95 % intervals."""
    if found.agreement.empty:
        return "No person has decided on any coding yet, so there is no agreement to report."
    measured = found.agreement[found.agreement["n"] > 0]
    lines = [_agreement_line(row) for row in measured.to_dict("records")]
    return "\n".join(
        [
            *lines,
            "",
            f"Disagreements: {len(found.disagreements)}. 'drawn' are the cells that chance chose: only these speak for "
            "the others; 'blind' were decided without a suggestion in sight. The model has learnt "
            "from none of the decisions it is held against here.",
        ]
    )


def _agreement_line(row: dict) -> str:
    counts = f"both {row['n_both']}, only one {row['n_only_1']} and {row['n_only_2']}, neither {row['n_neither']}"
    agreed = f"{row['n_both'] + row['n_neither']} of {row['n']} agree ({counts})"
    said = f"{row['theme_id']}, {row['rater_1']} and {row['rater_2']} ({row['cells']}): {agreed}"
    if row["n"] < FEWEST_TO_MEASURE:
        return f"{said}; too few to say more"
    measures = ", ".join(
        f"{words} {say_with_interval(row, name)}"
        for name, words in (("kappa", "kappa"), ("alpha", "alpha"), ("ac1", "AC1"))
    )
    return f"{said}; {measures}"


def _theme_lines(raised: pd.DataFrame, replied: pd.DataFrame) -> list[str]:
    width = raised["theme"].str.len().max()
    lines = [f"{'Reviews that raise each theme':<{width + 12}}   in recommendations   in replies"]
    for ask, reply in zip(raised.to_dict("records"), replied.to_dict("records"), strict=True):
        checks = f" (+{ask['n_check']} to check)" if ask["n_check"] else ""
        counted = f"{ask['n_reviews']} of {ask['of_reviews']}{checks}"
        lines.append(f"  {ask['theme']:<{width + 10}}   {counted:<18}   {reply['n_reviews']} of {reply['of_reviews']}")
    return lines
