"""A sorted document becomes the tables of its recommendations and of the responses to them."""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from scrlearn.reviews.entries import Entry, Reply
from scrlearn.reviews.fields import read_bodies, read_colour_key, read_dates, read_due, read_status
from scrlearn.reviews.layout import Layout
from scrlearn.reviews.paragraphs import Paragraph
from scrlearn.reviews.prose import in_one_line
from scrlearn.reviews.statements import Due, addressee_of, due_of, lead_of, names_in, status_of
from scrlearn.validation import check_table, empty_table


def passage_tables(layout: Layout, text: str, *, review_id: str, document_id: str) -> list[pd.DataFrame]:
    """
    Turn a sorted document into the tables recommendations, responses, answers and unplaced, in this order.

    Parameters
    ----------
    layout
        The document's paragraphs, from :func:`scrlearn.reviews.layout.sort_paragraphs`.
    text
        The document's text, which tells the pages.
    review_id, document_id
        The review it is about, and the document itself.

    Returns
    -------
    list of pandas.DataFrame
        One row a recommendation or part, a response paragraph or action, a response and what it answers, a paragraph
        that is part of no passage; each as :mod:`scrlearn.tables` declares it, in the order of the document. Whom a
        recommendation asks, and who is to act by when and how far that has got, are read where they are plainly stated
        and missing elsewhere.
    """
    names = names_in("\n\n".join(paragraph.text for paragraph in layout.narrative))
    colours = read_colour_key("\n".join(paragraph.text for paragraph in [*layout.narrative, *layout.closing]))
    blue = _has_blue(layout)
    common = {"review_id": review_id, "document_id": document_id}
    recommendations = [
        common | _recommendation(entry, review_id, names) | _place(entry.body, text) for entry in layout.recommendations
    ]
    counts: dict[str, int] = {}
    responses, answers = [], []
    for reply in layout.responses:
        answered = f"{review_id}:{reply.entry.key}"
        tail = f"{answered}.{reply.kind}"
        counts[tail] = counts.get(tail, 0) + 1
        response_id = f"{tail}-{counts[tail]}"
        responses.append(
            common
            | _response(reply, response_id, names)
            | _progress(reply, colours, blue=blue)
            | _place(reply.body, text)
        )
        answers.append({"response_id": response_id, "recommendation_id": answered})
    unplaced = [
        {"document_id": document_id, "reason": reason} | _place(paragraph, text)
        for paragraph, reason in layout.unplaced
    ]
    rows = {"recommendations": recommendations, "responses": responses, "answers": answers, "unplaced": unplaced}
    return [_table(name, found) for name, found in rows.items()]


def _has_blue(layout: Layout) -> bool:
    statuses = [reply.said["status"].text for reply in layout.responses if "status" in reply.said]
    return any(re.match(r"blue\b", status, re.IGNORECASE) for status in statuses)


def _recommendation(entry: Entry, review_id: str, names: Mapping[str, str]) -> dict:
    words = entry.body.text if entry.body else ""
    return {
        "passage_id": f"{review_id}:{entry.key}",
        "kind": entry.kind,
        "number": entry.number,
        "part_of": f"{review_id}:{entry.parent.key}" if entry.parent else None,
        "addressed_to": None if entry.parent else addressee_of(words, names) or entry.asked,
        "stem": entry.stem,
    }


def _response(reply: Reply, response_id: str, names: Mapping[str, str]) -> dict:
    lead = reply.said.get("lead")
    return {
        "passage_id": response_id,
        "kind": reply.kind,
        "lead": read_bodies([lead.text.rstrip(" .;")]) if lead else lead_of(reply.body.text, names),
        "status_on": reply.status_on,
        "stem": reply.stem,
    }


def _progress(reply: Reply, colours: Mapping[str, str], *, blue: bool) -> dict:
    text, said = (
        reply.body.text,
        {name: in_one_line(paragraph.text).strip(" ;|") for name, paragraph in reply.said.items()},
    )
    status = read_status(said.get("status"), update=text, blue=blue, key=colours)
    due = read_due(said["due"]) if "due" in said else due_of(text)
    if "status" in said and status.status != "complete" and "due" not in said and (dates := read_dates(said["status"])):
        due = Due(dates[-1].on, dates[-1].precision)
    return {
        "due_on": due.on,
        "due_precision": due.precision,
        "due_text": due.text,
        "status": status.status if status.understood else status_of(text),
    }


def _place(paragraph: Paragraph | None, text: str) -> dict:
    if paragraph is None:
        return {}
    page = 1 + text.count("\f", 0, paragraph.start) if "\f" in text else None
    return {"text": paragraph.text, "page": page, "start": paragraph.start, "end": paragraph.end}


def _table(name: str, rows: Sequence[Mapping]) -> pd.DataFrame:
    empty = empty_table(name)
    return check_table(pd.DataFrame(rows, columns=empty.columns), name) if rows else empty
