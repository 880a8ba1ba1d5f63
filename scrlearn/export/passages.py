"""Passages laid out to be read: recommendations, the replies beneath them, and what they were coded as."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from scrlearn.passages import cut_at_spans, label_of, reading_order
from scrlearn.reviews.collection import Collection

_DECISIONS = {"applies": "applies", "check": "needs a check", "does_not_apply": "does not apply"}
_DECIDERS = {"person": "Decided by a person", "rule": "Decided by a rule", "model": "Decided by the model"}


def review_passages(
    collection: Collection,
    recommendation_codings: pd.DataFrame,
    response_codings: pd.DataFrame,
    labels: Mapping[str, str],
) -> list[dict]:
    """
    Lay out every passage of every review for a page.

    Parameters
    ----------
    collection
        The reviews and their passages.
    recommendation_codings, response_codings
        What they were coded as.
    labels
        The label of each theme.

    Returns
    -------
    list of dict
        One a review, in the order of ``reviews``: heading, about, and its passages in reading order, each
        recommendation followed by its parts and then by what answers it. A passage has anchor, label, source, stem,
        pieces (its text cut where evidence begins and ends) and codings.
    """
    cells = pd.concat([_worth_showing(recommendation_codings), _worth_showing(response_codings)]).to_dict("records")
    by_passage: dict[str, list[dict]] = {}
    for cell in cells:
        by_passage.setdefault(cell["passage_id"], []).append(cell)
    titles = dict(zip(collection.documents["document_id"], collection.documents["title"], strict=True))
    passages = pd.concat([collection.recommendations, collection.responses], keys=["recommendation", "reply"])
    rows = {row["passage_id"]: row for row in passages.to_dict("records")}
    parents = set(collection.recommendations["part_of"].dropna())
    order = reading_order(collection.recommendations, collection.responses, collection.answers)
    return [
        {
            "heading": f"{review['subject']}, {_place(review['partnership'])}, {_or(review['year'], 'no year')}",
            "about": _about(review),
            "passages": [
                _passage(
                    rows[passage_id],
                    by_passage.get(passage_id, []),
                    labels,
                    titles,
                    has_parts=passage_id in parents,
                )
                for passage_id in order.get(review["review_id"], [])
            ],
        }
        for review in collection.reviews.to_dict("records")
    ]


def _worth_showing(codings: pd.DataFrame) -> pd.DataFrame:
    return codings[(codings["decision"] != "does_not_apply") | (codings["decided_by"] == "person")]


def _passage(
    row: dict, cells: list[dict], labels: Mapping[str, str], titles: Mapping[str, str], *, has_parts: bool
) -> dict:
    return {
        "anchor": anchor_of(row["passage_id"]),
        "label": label_of(row) + (", coded at its parts" if has_parts else ""),
        "has_parts": has_parts,
        "source": _source(row, titles),
        "stem": _or(row["stem"], ""),
        "pieces": cut_at_spans(row["text"], [cell["spans"] for cell in cells]),
        "codings": [_coding(cell, labels) for cell in cells],
    }


def _coding(cell: dict, labels: Mapping[str, str]) -> dict:
    grounds = [] if pd.isna(cell["score"]) or cell["decided_by"] == "person" else [f"score {cell['score']:.2f}"]
    grounds += [] if pd.isna(cell["rule_ids"]) else [f"rules {cell['rule_ids'].replace(';', ', ')}"]
    who = _DECIDERS[cell["decided_by"]] + (f" ({'; '.join(grounds)})" if grounds else "")
    who += "." if pd.isna(cell["reason"]) else f": {cell['reason']}."
    return {
        "theme": labels.get(cell["theme_id"], cell["theme_id"]),
        "decision": _DECISIONS[cell["decision"]],
        "who": who,
        "evidence": _or(cell["evidence"], ""),
    }


def anchor_of(passage_id: str) -> str:
    """Return the name under which a passage can be linked to on a page."""
    return passage_id.replace(":", "-")


def _source(row: dict, titles: Mapping[str, str]) -> str:
    if pd.isna(row["document_id"]):
        return ""
    page = "" if pd.isna(row["page"]) else f", page {row['page']}"
    place = "" if pd.isna(row["start"]) or pd.isna(row["end"]) else f", characters {row['start']} to {row['end']}"
    return f"{_or(titles.get(row['document_id']), row['document_id'])}{page}{place}"


def _about(review: dict) -> str:
    facts = [review["review_type"].replace("_", " ").capitalize(), _or(review["publisher"], "")]
    facts += [
        f"{event} {review[f'{event}_on']} ({_or(review[f'{event}_precision'], 'precision not stated')})"
        for event in ("decided", "commissioned", "published")
        if not pd.isna(review[f"{event}_on"])
    ]
    facts.append(f"outcome: {review['outcome'].replace('_', ' ')}")
    return "; ".join(fact for fact in facts if fact) + "."


def _place(partnership: str) -> str:
    return partnership.replace("-", " ").title()


def _or(value: Any, instead: str) -> str:
    return instead if value is None or pd.isna(value) else str(value)
