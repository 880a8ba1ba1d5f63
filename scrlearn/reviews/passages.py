"""A sorted document becomes the tables of its recommendations and of the responses to them."""

from collections.abc import Mapping, Sequence

import pandas as pd

from scrlearn.reviews.layout import Layout, Passage
from scrlearn.reviews.statements import addressee_of, due_of, lead_of, names_in, status_of
from scrlearn.validation import check_table, empty_table


def passage_tables(layout: Layout, *, review_id: str, document_id: str) -> list[pd.DataFrame]:
    """
    Turn a sorted document into the tables recommendations, responses and answers, in this order.

    Parameters
    ----------
    layout
        The document's paragraphs, from :func:`scrlearn.reviews.layout.sort_paragraphs`.
    review_id, document_id
        The review it is about, and the document itself.

    Returns
    -------
    list of pandas.DataFrame
        One row a recommendation or part, a response paragraph, a response and what it answers; each as
        :mod:`scrlearn.tables` declares it, in the order of the document. Whom a recommendation asks, and who is to act
        by when and how far that has got, are read where they are plainly stated and missing elsewhere.
    """
    names = names_in("\n\n".join(paragraph.text for paragraph in layout.narrative))
    common = {"review_id": review_id, "document_id": document_id}
    counts: dict[str, int] = {}
    recommendations = [common | _recommendation(passage, review_id, names) for passage in layout.recommendations]
    responses, answers = [], []
    for passage in layout.responses:
        counts[passage.number] = counts.get(passage.number, 0) + 1
        answered = f"{review_id}:{passage.number}"
        response_id = f"{answered}.response-{counts[passage.number]}"
        responses.append(common | _response(passage, response_id, names))
        answers.append({"response_id": response_id, "recommendation_id": answered})
    rows = {"recommendations": recommendations, "responses": responses, "answers": answers}
    return [_table(name, found) for name, found in rows.items()]


def _recommendation(passage: Passage, review_id: str, names: Mapping[str, str]) -> dict:
    is_part = passage.part_of is not None
    return {
        "passage_id": f"{review_id}:{passage.number}",
        "kind": "recommendation",
        "number": passage.number,
        "part_of": f"{review_id}:{passage.part_of}" if is_part else None,
        "addressed_to": None if is_part else addressee_of(passage.paragraph.text, names),
        **_words(passage),
    }


def _response(passage: Passage, response_id: str, names: Mapping[str, str]) -> dict:
    text = passage.paragraph.text
    due = due_of(text)
    return {
        "passage_id": response_id,
        "kind": "response",
        "lead": lead_of(text, names),
        "due_on": due.on,
        "due_precision": due.precision,
        "due_text": due.text,
        "status": status_of(text),
        **_words(passage),
    }


def _words(passage: Passage) -> dict:
    text, start, end = passage.paragraph[:3]
    return {"stem": passage.stem, "text": text, "start": start, "end": end}


def _table(name: str, rows: Sequence[Mapping]) -> pd.DataFrame:
    empty = empty_table(name)
    return check_table(pd.DataFrame(rows, columns=empty.columns), name) if rows else empty
