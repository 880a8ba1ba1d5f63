"""What is known already of a document that comes in: its review, its passages, an earlier edition of it."""

import re
from collections.abc import Mapping

import pandas as pd

from scrlearn.reviews.collection import Collection
from scrlearn.reviews.free_names import next_number, unused
from scrlearn.reviews.headings import slug
from scrlearn.reviews.prose import in_one_line, share_of_words

_FARTHEST_YEARS = 3
_SAME = 0.6  # share of words in common of two wordings of one number


def find_review(reviews: pd.DataFrame, read: pd.DataFrame) -> str | None:
    """
    Find the review that a document is about among those that are known.

    Parameters
    ----------
    reviews
        The known reviews.
    read
        The row of ``reviews`` that was read from the document.

    Returns
    -------
    str or None
        Its review_id: of the same partnership and subject, and of the same year or, where only one such review is
        known, of a year not more than three away (a review is decided on, published and responded to in different
        years). None where there is none.
    """
    row = read.iloc[0]
    if (reviews["review_id"] == row["review_id"]).any():
        return str(row["review_id"])
    same = reviews[
        (reviews["partnership"] == row["partnership"]) & (reviews["subject"].map(slug) == slug(row["subject"]))
    ]
    if len(same) != 1:
        return None
    years = [same["year"].iloc[0], row["year"]]
    is_near = any(pd.isna(year) for year in years) or abs(int(years[0]) - int(years[1])) <= _FARTHEST_YEARS
    return str(same["review_id"].iloc[0]) if is_near else None


def find_edition(documents: pd.DataFrame, read: pd.DataFrame) -> str | None:
    """Find the document of a review that a new one is another edition of: of the same kind and title."""
    row = read.iloc[0]
    same = documents[
        (documents["document_type"] == row["document_type"]) & (documents["title"].map(_even) == _even(row["title"]))
    ]
    return None if same.empty else str(same["document_id"].iloc[0])


def fit_in(read: Collection, whole: Collection, *, review_id: str, earlier: Collection) -> Collection:
    """
    Give what was read of a document the ids under which it joins its review.

    Parameters
    ----------
    read
        The tables read from the document.
    whole
        The collection without the document and without any earlier edition of it.
    review_id
        The review that it joins.
    earlier
        The rows of the earlier edition that it takes the place of; empty tables if there is none.

    Returns
    -------
    Collection
        A recommendation that another document of the review gives in the same words (or, under the same number, in
        much the same words) is left out, and what answers it here answers the known one. A passage in the words of the
        earlier edition keeps its id. Every other id is as it was read, or the next that is free. ``reviews`` is empty.
    """
    known = whole.recommendations[whole.recommendations["review_id"] == review_id]
    same = _same_passages(read.recommendations, known, loosely=True)
    kept = _same_passages(read.recommendations, earlier.recommendations, loosely=False)
    taken = set(whole.recommendations["passage_id"]) | set(kept.values())
    ids = dict(same)
    for row in read.recommendations.to_dict("records"):
        old = row["passage_id"]
        if old not in ids:
            ids[old] = kept.get(old) or unused(_natural(row, ids, review_id), taken)
            taken.add(ids[old])
    fresh = read.recommendations[~read.recommendations["passage_id"].isin(list(same))]
    recommendations = fresh.assign(
        passage_id=fresh["passage_id"].map(ids), part_of=fresh["part_of"].map(ids), review_id=review_id
    )
    responses, answers = _fit_replies(read, whole, earlier, ids)
    return Collection(
        read.reviews.iloc[:0],
        read.documents.assign(review_id=review_id),
        recommendations,
        responses.assign(review_id=review_id),
        answers,
    )


def changed_passages(earlier: Collection, now: Collection) -> list[str]:
    """Return the ids of passages of an earlier edition that are gone, or say something else now."""
    before = pd.concat([earlier.recommendations, earlier.responses])
    after = pd.concat([now.recommendations, now.responses])
    words = dict(zip(after["passage_id"], map(_words_of, after.to_dict("records")), strict=True))
    return [row["passage_id"] for row in before.to_dict("records") if words.get(row["passage_id"]) != _words_of(row)]


def _fit_replies(
    read: Collection, whole: Collection, earlier: Collection, ids: Mapping[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    answered = {row["response_id"]: ids[row["recommendation_id"]] for row in read.answers.to_dict("records")}
    said = {(answer, _even(text)): response for response, answer, text in _answered(earlier)}
    known = {(answer, _even(text)) for _, answer, text in _answered(whole)}
    rows = read.responses.to_dict("records")
    keys = {row["passage_id"]: (answered[row["passage_id"]], _even(row["text"])) for row in rows}
    new_ids = {passage_id: said.pop(key) for passage_id, key in keys.items() if key in said and key not in known}
    taken = {*whole.responses["passage_id"], *new_ids.values()}
    for row in rows:
        passage_id = row["passage_id"]
        if passage_id not in new_ids and keys[passage_id] not in known:
            new_ids[passage_id] = next_number(f"{answered[passage_id]}.{row['kind']}-", taken)
            taken.add(new_ids[passage_id])
    kept = read.responses[read.responses["passage_id"].isin(list(new_ids))]
    answers = read.answers[read.answers["response_id"].isin(list(new_ids))]
    return kept.assign(passage_id=kept["passage_id"].map(new_ids)), answers.assign(
        response_id=answers["response_id"].map(new_ids), recommendation_id=answers["recommendation_id"].map(ids)
    )


def _answered(collection: Collection) -> list[tuple[str, str, str]]:
    both = collection.answers.merge(collection.responses, left_on="response_id", right_on="passage_id")
    return list(zip(both["response_id"], both["recommendation_id"], both["text"], strict=True))


def _same_passages(new: pd.DataFrame, known: pd.DataFrame, *, loosely: bool) -> dict[str, str]:
    rows = known.to_dict("records")
    by_words = {_words_of(row): row["passage_id"] for row in reversed(rows)}
    by_number = {(row["kind"], row["number"]): row for row in rows if pd.isna(row["part_of"])}
    found: dict[str, str] = {}
    for row in new.to_dict("records"):
        other = by_words.get(_words_of(row))
        numbered = by_number.get((row["kind"], row["number"])) if loosely and pd.isna(row["part_of"]) else None
        if other is None and numbered is not None and share_of_words(row["text"], numbered["text"]) >= _SAME:
            other = numbered["passage_id"]
        if other is not None and other not in found.values():
            found[row["passage_id"]] = other
    return found


def _natural(row: Mapping, ids: Mapping[str, str], review_id: str) -> str:
    key = row["passage_id"].partition(":")[2]
    if pd.isna(row["part_of"]):
        return f"{review_id}:{key}"
    return ids[row["part_of"]] + key.removeprefix(row["part_of"].partition(":")[2])


def _words_of(row: Mapping) -> tuple[str, str]:
    return _even(row["stem"]), _even(row["text"])


def _even(text: object) -> str:
    if not isinstance(text, str):
        return ""
    return re.sub(r"[‘’“”\"']", "", in_one_line(text)).lower().strip(" .;:,")
