"""The passages that the panel asks about, each with all that a person is to see of it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from scrlearn.errors import TableError
from scrlearn.passages import coded_passages, cut_at_spans, label_of
from scrlearn.validation import check_table, list_values, require_columns

_CELL = ["passage_id", "theme_id"]


class Cell(NamedTuple):
    """A theme of a passage: whether and why it is asked about, and what the machine says of it."""

    theme_id: str
    theme: str
    definition: str
    asked: bool
    drawn: bool
    why: str
    alike: str
    machine: str
    evidence: str


class Passage(NamedTuple):
    """A passage to decide on; ``pieces`` are its text, cut where the machine's evidence begins and ends."""

    passage_id: str
    review: str
    label: str
    place: str
    stem: str
    text: str
    neighbours: Sequence[dict]
    pieces: Sequence[dict] = ()
    cells: Sequence[Cell] = ()


def lay_out_passages(
    to_check: pd.DataFrame,
    passages: pd.DataFrame,
    codings: pd.DataFrame,
    themes: pd.DataFrame,
    reviews: pd.DataFrame | None = None,
    *,
    order: Sequence[str] | None = None,
    blind: bool = False,
) -> list[Passage]:
    """
    Lay out the passages of a queue to be read and decided on.

    Parameters
    ----------
    to_check, passages, codings, themes, reviews, order, blind
        As for :func:`scrlearn.checking.panel.check_passages`.

    Returns
    -------
    list of Passage
        In the order of their first cell in the queue, those named in order before the others. The themes asked about
        come first, in the queue's order, then the others in the codebook's. Blind, without a word of what the machine
        says and of why a cell was chosen.

    Raises
    ------
    TableError
        When a table does not hold what it should, or the queue or order name a passage or theme that is not there.
    """
    queue, themes = check_table(to_check, "to_check"), check_table(themes, "themes")
    require_columns(passages, "passages", ["passage_id", "review_id", "kind", "text"])
    require_columns(codings, "codings", [*_CELL, "decision", "decided_by", "score", "evidence", "spans", "rule_ids"])
    coded = coded_passages(passages)
    _refuse_unknown(queue["passage_id"], "to_check: passage_id", coded["passage_id"], "passage that is coded")
    _refuse_unknown(queue["theme_id"], "to_check: theme_id", themes["theme_id"], "theme")
    _refuse_unknown(order or [], "order:", queue["passage_id"], "passage of the queue")
    said = pd.DataFrame(columns=codings.columns) if blind else codings[codings["passage_id"].isin(queue["passage_id"])]
    asked = {str(passage_id): rows for passage_id, rows in queue.groupby("passage_id", sort=False)}
    said_of = {str(passage_id): rows for passage_id, rows in said.groupby("passage_id")}
    found = _by_passage(passages, coded, _review_names(reviews))
    return [
        found[passage_id]._replace(
            pieces=_marked(found[passage_id].text, said_of.get(passage_id, said[:0])),
            cells=_cells(asked[passage_id], said_of.get(passage_id, said[:0]), themes, blind=blind),
        )
        for passage_id in dict.fromkeys([*(order or []), *asked])
    ]


def _by_passage(passages: pd.DataFrame, coded: pd.DataFrame, names: Mapping[str, str]) -> dict[str, Passage]:
    words = {row["passage_id"]: row for row in coded.to_dict("records")}
    found = {}
    for review_id, of_review in passages.groupby("review_id", sort=False):
        rows = of_review.to_dict("records")
        read = [row for row in rows if row["passage_id"] in words]
        for number, row in enumerate(read, start=1):
            passage_id = row["passage_id"]
            found[passage_id] = Passage(
                passage_id=passage_id,
                review=names.get(str(review_id), str(review_id)),
                label=label_of(row),
                place=f"Passage {number} of {len(read)} of this review",
                stem=words[passage_id]["stem"],
                text=words[passage_id]["text"],
                neighbours=[{"label": label_of(near), "text": near["text"], "current": near is row} for near in rows],
            )
    return found


def _cells(asked: pd.DataFrame, said: pd.DataFrame, themes: pd.DataFrame, *, blind: bool) -> list[Cell]:
    questions = {row["theme_id"]: row for row in asked.to_dict("records")}
    coding_of = {row["theme_id"]: row for row in said.to_dict("records")}
    theme_of = {row["theme_id"]: row for row in themes.to_dict("records")}
    return [
        _cell(theme_of[theme_id], questions.get(theme_id), coding_of.get(theme_id), blind=blind)
        for theme_id in dict.fromkeys([*questions, *theme_of])
    ]


def _cell(theme: dict, question: dict | None, coding: dict | None, *, blind: bool) -> Cell:
    return Cell(
        theme_id=theme["theme_id"],
        theme=theme["theme"],
        definition=theme["definition"],
        asked=question is not None,
        drawn=question is not None and bool(question["drawn"]),
        why="" if question is None or blind else question["why"],
        alike="" if question is None else _alike(question["stands_for"]),
        machine=_machine_says(coding) if coding else "",
        evidence=_or(coding["evidence"], "") if coding and coding["decision"] != "does_not_apply" else "",
    )


def _machine_says(coding: dict) -> str:
    score = "" if pd.isna(coding["score"]) else f", {coding['score']:.2f}".replace(" 0.", " .")
    rules = "" if pd.isna(coding["rule_ids"]) else f"; rules: {coding['rule_ids'].replace(';', ', ')}"
    if coding["decided_by"] == "person":
        # What people said stands beside it, under their names.
        return f"model{score}{rules}" if score else rules.removeprefix("; ")
    if coding["decision"] == "check":
        return f"to check: {_or(coding.get('reason'), coding['decided_by'] + score)}{rules}"
    return f"{coding['decided_by']}: {coding['decision'].replace('_', ' ')}{score}{rules}"


def _alike(stands_for: Any) -> str:
    if pd.isna(stands_for):
        return ""
    number = len(stands_for.split(";"))
    return f"{number} other passage{' says' if number == 1 else 's say'} nearly the same"


def _marked(text: str, said: pd.DataFrame) -> list[dict]:
    return cut_at_spans(text, said.loc[said["decision"] != "does_not_apply", "spans"])


def _review_names(reviews: pd.DataFrame | None) -> dict[str, str]:
    if reviews is None:
        return {}
    require_columns(reviews, "reviews", ["review_id", "subject", "partnership", "year"])
    return {
        row["review_id"]: f"{row['subject']}, {row['partnership'].replace('-', ' ').title()}, "
        f"{_or(row['year'], 'no year')}"
        for row in reviews.to_dict("records")
    }


def _refuse_unknown(values: Sequence[str] | pd.Series, where: str, known: pd.Series, thing: str) -> None:
    lost = [value for value in values if value not in set(known)]
    if lost:
        raise TableError(f"{where} has {list_values(lost)}; there is no such {thing}. Choose the cells to check again.")


def _or(value: Any, instead: str) -> str:
    return instead if value is None or pd.isna(value) else str(value)
