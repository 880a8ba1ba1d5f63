"""What was read of a document or tracker, and what adding it did, in lines for a terminal."""

from pathlib import Path

import pandas as pd

from scrlearn.checking.corrections import load_corrections
from scrlearn.decisions import find_stale_corrections
from scrlearn.passages import reading_order
from scrlearn.reviews.collection import load_reviews
from scrlearn.reviews.reading import Reading
from scrlearn.reviews.tracker import TrackerResult
from scrlearn.reviews.tracker_map import MAP_FILE

# What a person need not look at one by one.
_PLAIN_REASONS = ("narrative", "heading of the document", "page number or marking", "table of contents")
_WIDTH = 100


def summarise_reading(reading: Reading) -> str:
    """Say what was understood of a document, as a person would check it."""
    facts = reading.reviews.drop(columns="illustrative", errors="ignore").iloc[0]
    facts = facts.mask(facts == "not_stated")
    stated = facts.dropna()
    passages = pd.concat([reading.recommendations, reading.responses])
    depths = _depths(reading.recommendations)
    lines = {
        row["passage_id"]: _passage_line(row, depths.get(row["passage_id"], 0)) for row in passages.to_dict("records")
    }
    order = reading_order(reading.recommendations, reading.responses, reading.answers).get(facts["review_id"], [])
    whole = reading.recommendations[reading.recommendations["part_of"].isna()]
    return "\n".join(
        [
            *(f"{name:<24} {value}" for name, value in stated.items()),
            f"{'not stated':<24} {', '.join(facts.index[facts.isna()]) or 'nothing'}",
            "",
            *(lines[passage_id] for passage_id in order),
            "",
            f"{_count_by_kind(whole)}, {len(reading.recommendations) - len(whole)} parts of them, "
            f"{len(reading.responses)} responses.",
            *_unplaced_lines(reading.unplaced),
            *(f"Look at this: {doubt}." for doubt in reading.doubts),
        ]
    )


def find_lost_decisions(folder: Path | str, added: pd.DataFrame) -> pd.DataFrame:
    """
    Find the decisions that no longer hold because a new edition has other words.

    Parameters
    ----------
    folder
        The collection's folder.
    added
        From :func:`scrlearn.reviews.documents.add_documents`.

    Returns
    -------
    pandas.DataFrame
        The rows of the table stale_corrections that are about passages which the new editions changed.
    """
    changed = [passage_id for cell in added["changed"] for passage_id in cell.split(";") if passage_id]
    collection = load_reviews(folder)
    stale = find_stale_corrections(load_corrections(folder), collection.recommendations, collection.responses)
    return stale[stale["passage_id"].isin(changed)]


def summarise_added(added: pd.DataFrame, lost: pd.DataFrame) -> str:
    """Say what became of each document, and which decisions do not hold any more."""
    lines = [
        f"{row['file']}: {row['result']} as {row['review_id']} "
        f"({row['n_recommendations']} recommendations, {row['n_responses']} responses)"
        for row in added.to_dict("records")
    ]
    for row in added[added["changed"] != ""].to_dict("records"):
        lines.append(f"Not in the same words as before, or gone: {row['changed'].replace(';', ', ')}.")
    for row in lost.to_dict("records"):
        lines.append(
            f"Decision to make again: {row['passage_id']}, {row['theme_id']}, by {row['coder']} ({row['why']})."
        )
    return "\n".join(lines)


def summarise_tracker(file: Path, folder: Path, result: TrackerResult) -> str:
    """Say what became of each row of a tracker or, before its columns are confirmed, what they are taken for."""
    if not result.confirmed:
        return "\n".join(
            [
                f"{file}, sheet {result.sheet}: nothing is added yet. Its columns are taken for:",
                *(
                    f"  {row.column:<3} {row.name} → {row.role}"
                    for row in result.columns.itertuples(index=False, name="Column")
                ),
                f"If that is right, add it again with --confirm-columns; else mend {folder / MAP_FILE} first.",
            ]
        )
    counts = result.added["result"].value_counts()
    return "\n".join(
        [
            f"{file}, sheet {result.sheet}: "
            + (", ".join(f"{count} {name}" for name, count in counts.items()) or "no row taken")
            + f", {len(result.refused)} refused.",
            *(f"  {row['cell']}: {row['reason']} ({row['value']!r})" for row in result.refused.to_dict("records")),
            *(f"  {row['cell']}: {row['note']} ({row['value']!r})" for row in result.notes.to_dict("records")),
        ]
    )


def _count_by_kind(whole: pd.DataFrame) -> str:
    counts = whole["kind"].value_counts(sort=False)
    counted = [f"{count} {str(kind).replace('_', ' ')}s" for kind, count in counts.items()]
    return ", ".join(counted) or "0 recommendations"


def _depths(recommendations: pd.DataFrame) -> dict[str, int]:
    """Return how deep each part lies; what it is a part of stands above it."""
    depths: dict[str, int] = {}
    for passage_id, above in zip(recommendations["passage_id"], recommendations["part_of"], strict=True):
        depths[passage_id] = 0 if pd.isna(above) else depths[above] + 1
    return depths


def _passage_line(passage: dict, depth: int) -> str:
    page = f"p. {passage['page']}  " if not pd.isna(passage["page"]) else ""
    if passage["kind"] in ("response", "action"):
        return f"      → {page}{passage['text']}{_said(passage)}"
    kind = "" if passage["kind"] == "recommendation" else f"{passage['kind'].replace('_', ' ')} "
    asked = f" [to: {passage['addressed_to']}]" if not pd.isna(passage["addressed_to"]) else ""
    return f"{'    ' * depth}{kind}{passage['number']}  {page}{passage['text']}{asked}"


def _said(passage: dict) -> str:
    due = passage["due_text"] if pd.isna(passage["due_on"]) else passage["due_on"]
    told = {"lead": passage["lead"], "due": due, "status": passage["status"].replace("_", " ")}
    return f" [{'; '.join(f'{name}: {value}' for name, value in told.items() if not pd.isna(value))}]"


def _unplaced_lines(unplaced: pd.DataFrame) -> list[str]:
    if unplaced.empty:
        return []
    counts = unplaced["reason"].value_counts(sort=False)
    plain = [f"{counts[reason]} {reason}" for reason in counts.index if reason in _PLAIN_REASONS]
    others = unplaced[~unplaced["reason"].isin(_PLAIN_REASONS)]
    return [
        f"{len(unplaced)} paragraphs are part of no passage ({', '.join([*plain, f'{len(others)} others'])}):",
        *(f"  {row['reason']}: {' '.join(row['text'].split())[:_WIDTH]}" for row in others.to_dict("records")),
    ]
