"""Which passages are coded, and the words in which they are read: the stem, then the text."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from scrlearn.validation import require_columns

_REPLY = re.compile(r"(?P<number>.+)\.(?:response|action)-(?P<place>\d+)")


def coded_passages(passages: pd.DataFrame) -> pd.DataFrame:
    """
    Return the passages that are coded: every row that has no parts of its own.

    A recommendation with parts is coded at its parts, which carry its words as their stem.

    Parameters
    ----------
    passages
        Recommendations or responses; columns passage_id and text are needed, stem and part_of are used if there.

    Returns
    -------
    pandas.DataFrame
        One row a passage, in the given order, with a fresh index: passage_id, stem (blank as ""), text, and
        ``reading``, which is stem and text joined by a space (text alone where there is no stem).

    Examples
    --------
    >>> coded_passages(pd.DataFrame({
    ...     "passage_id": ["k:3", "k:3.a"], "part_of": [None, "k:3"],
    ...     "stem": [None, "Practitioners should:"], "text": ["Practitioners should:", "listen to the child."],
    ... }))
      passage_id                   stem                  text                                     reading
    0      k:3.a  Practitioners should:  listen to the child.  Practitioners should: listen to the child.
    """
    require_columns(passages, "passages", ["passage_id", "text"])
    if "part_of" in passages:
        passages = passages[~passages["passage_id"].isin(passages["part_of"].dropna())]
    stem = passages["stem"] if "stem" in passages else pd.Series("", index=passages.index)
    stem, text = stem.astype("str").fillna(""), passages["text"].astype("str").fillna("")
    reading = (stem + " ").where(stem != "", "") + text
    return pd.DataFrame(
        {"passage_id": passages["passage_id"], "stem": stem, "text": text, "reading": reading}, dtype="str"
    ).reset_index(drop=True)


def reading_order(
    recommendations: pd.DataFrame, responses: pd.DataFrame, answers: pd.DataFrame
) -> dict[str, list[str]]:
    """Return each review's passage ids as one would read them: a recommendation, its parts, then what answers it."""
    replies = answers.groupby("recommendation_id", sort=False)["response_id"].agg(list).to_dict()
    order: dict[str, list[str]] = {}
    waiting: dict[str, list[str]] = {}
    for row in recommendations.to_dict("records"):
        shown = order.setdefault(row["review_id"], [])
        if pd.isna(row["part_of"]):
            shown += waiting.pop(row["review_id"], [])
        shown.append(row["passage_id"])
        waiting.setdefault(row["review_id"], []).extend(replies.get(row["passage_id"], []))
    for review_id, left in waiting.items():
        order[review_id] += left
    placed = {passage_id for shown in order.values() for passage_id in shown}
    for row in responses[~responses["passage_id"].isin(placed)].to_dict("records"):
        order.setdefault(row["review_id"], []).append(row["passage_id"])
    return {review_id: list(dict.fromkeys(shown)) for review_id, shown in order.items()}


def label_of(passage: Mapping[Any, Any]) -> str:
    """
    Return how a passage is called by people: its kind and number, and what it answers.

    Examples
    --------
    >>> label_of({"passage_id": "k:3.b.response-2", "kind": "response"})
    'Response 2 to 3.b'
    """
    number = passage.get("number")
    number = passage["passage_id"].split(":", 1)[-1] if number is None or pd.isna(number) else str(number)
    reply = _REPLY.fullmatch(number)
    kind = passage["kind"].replace("_", " ").capitalize()
    return f"{kind} {reply['place']} to {reply['number']}" if reply else f"{kind} {number}"


def cut_at_spans(text: str, spans: Iterable) -> list[dict]:
    """Cut a text into pieces, marked where any span (``start-end``, ;-joined) covers it."""
    places = [tuple(map(int, place.split("-"))) for cell in spans if not pd.isna(cell) for place in cell.split(";")]
    edges = sorted({0, len(text), *(edge for place in places for edge in place)})
    return [
        {"text": text[start:end], "marked": any(first <= start and end <= last for first, last in places)}
        for start, end in pairwise(edges)
    ]


def spans_in_text(places: list[tuple[int, int]], stem: str) -> str | None:
    """Turn places in a passage's reading into spans of its text, as ``start-end``; none where all stand in the stem."""
    offset = text_offset(stem)
    inside = [(max(start - offset, 0), end - offset) for start, end in places if end > offset]
    return ";".join(f"{start}-{end}" for start, end in inside) or None


def text_offset(stem: str) -> int:
    """Return where a passage's text begins in its reading."""
    return len(stem) + 1 if stem else 0
