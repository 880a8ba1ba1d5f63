"""
How well a document was read, held against what a person says is in it (gold).

Of every measure the denominator is what gold has, so that what was not found counts as missed.

found             passages of gold, whole or part, for which a passage of any kind was read whose words are as good as
                  the same: F1 of the words at least .8, the likest pairs first, each passage that was read used once
extra             passages that were read and pair with none of gold; F1 of what was found comes of these two
words             passages whose text is the same, white space and the shape of quotes aside
kinds             passages found as what they are: recommendation, finding, learning point or question
parts             parts of gold whose row is a part of a row with the words of the right parent
responses         responses found in the same way, and attached to a row with the words of what they answer
response_words    responses whose text is the same, attached or not
extra_responses   responses that were read and pair with none of gold
leads             of the responses of gold with a lead, those attached with the same: "and", "&", a comma and "/" part
                  names as ";" does, and their order is free
due               of those with a due date, those attached with the same date and precision, or the same words as
                  printed where gold has no date, or another reading that gold allows (due_also)
status            of those whose status is stated, those attached with the same
facts             of the 15 facts of a review, those that are right or rightly missing, capitals aside: reviewers and
                  guidance in any order, without Dr and the like; the legal basis by its words and numbers, without
                  subsections; a method where all words of the one are in the other; a partnership without "and"
places            rows, unplaced ones too, for which document_text[start:end] is their text
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from scrlearn.reviews.reading import Reading

Row = dict[str, Any]
# The tables of a document as `scrlearn read --json` prints them, by name, and its text.
Told = dict[str, Any]

NOTHING: Told = {"reviews": [], "recommendations": [], "responses": [], "answers": [], "unplaced": []}
MEASURES = [
    *("found", "words", "parts", "kinds", "responses", "response_words"),
    *("leads", "due", "status", "facts", "places", "extra", "extra_responses"),
]
FACTS = [
    *("subject", "review_type", "publisher", "partnership", "decided_on", "decided_precision"),
    *("commissioned_on", "commissioned_precision", "published_on", "published_precision"),
    *("guidance", "legal_basis", "lead_reviewers", "method", "outcome"),
]
LIKE_ENOUGH = 0.8
QUOTES = str.maketrans("‘’‚“”„\u00a0", "'''\"\"\" ")


class Judgement(NamedTuple):
    """Whether one thing was read as gold has it."""

    measure: str
    is_right: bool
    expected: object
    read: object


def load_gold(file: Path) -> Told:
    return dict(json.loads(file.read_text(encoding="utf-8")))


def tell(reading: Reading) -> Told:
    """Return a reading as `scrlearn read --json` prints it."""
    return {
        name: json.loads(found.to_json(orient="records")) if isinstance(found, pd.DataFrame) else found
        for name, found in reading._asdict().items()
    }


def judge(gold: Told, told: Told) -> list[Judgement]:
    return [
        *judge_recommendations(gold["recommendations"], told["recommendations"]),
        *judge_responses(gold["responses"], told),
        *judge_facts(gold["review"], told["reviews"]),
        *judge_places(told),
    ]


def judge_recommendations(gold: list[Row], rows: list[Row]) -> Iterator[Judgement]:
    texts = {row["passage_id"]: row["text"] for row in rows}
    pairs = pair(gold, rows)
    for place, passage in enumerate(gold):
        row = pairs.get(place, {})
        yield Judgement("found", bool(row), passage["text"], row.get("text"))
        yield Judgement("words", evened(row.get("text")) == evened(passage["text"]), passage["text"], row.get("text"))
        yield Judgement("kinds", row.get("kind") == passage["kind"], passage["kind"], row.get("kind"))
        if passage.get("part_of"):
            parent = texts.get(row.get("part_of"))
            yield Judgement("parts", is_like(parent, passage["part_of_text"]), passage["part_of_text"], parent)
    yield from judge_extra("extra", rows, pairs)


def judge_responses(gold: list[Row], told: Told) -> Iterator[Judgement]:
    texts = {row["passage_id"]: row["text"] for row in told["recommendations"]}
    pairs = pair(gold, told["responses"])
    for place, response in enumerate(gold):
        row = pairs.get(place, {})
        answered = [
            texts[link["recommendation_id"]]
            for link in told["answers"]
            if link["response_id"] == row.get("passage_id") and link["recommendation_id"] in texts
        ]
        yield from judge_response(response, row, answered)
    yield from judge_extra("extra_responses", told["responses"], pairs)


def judge_response(response: Row, row: Row, answered: list[str]) -> Iterator[Judgement]:
    attached = any(is_like(text, response["answers_text"]) for text in answered)
    same_words = evened(row.get("text")) == evened(response["text"])
    yield Judgement("responses", attached, (response["text"], response["answers_text"]), (row.get("text"), answered))
    yield Judgement("response_words", same_words, response["text"], row.get("text"))
    if response["lead"]:
        same_lead = leads_of(row.get("lead")) == leads_of(response["lead"])
        yield Judgement("leads", attached and same_lead, response["lead"], row.get("lead"))
    if response["due_on"] or response["due_text"]:
        yield Judgement("due", attached and is_same_due(response, row), due_of(response), due_of(row))
    if response["status"] != "not_stated":
        same_status = row.get("status") == response["status"]
        yield Judgement("status", attached and same_status, response["status"], row.get("status"))


def judge_extra(measure: str, rows: list[Row], pairs: dict[int, Row]) -> Iterator[Judgement]:
    paired = {row["passage_id"] for row in pairs.values()}
    for row in rows:
        if row["passage_id"] not in paired:
            yield Judgement(measure, False, None, row["text"])


def judge_facts(review: Row, rows: list[Row]) -> Iterator[Judgement]:
    for fact in FACTS:
        read = rows[0][fact] if rows else None
        is_right = bool(rows) and is_same_fact(fact, review[fact], read)
        yield Judgement("facts", is_right, f"{fact}: {review[fact]}", read)


def judge_places(told: Told) -> Iterator[Judgement]:
    for row in [*told["recommendations"], *told["responses"], *told["unplaced"]]:
        there = told["document_text"][row["start"] : row["end"]]
        yield Judgement("places", there == row["text"], row["text"], there)


def pair(gold: list[Row], rows: list[Row]) -> dict[int, Row]:
    """Return the row that each passage of gold pairs with, by the place of the passage."""
    likest = sorted(
        (-likeness(passage["text"], row["text"]), evened(passage["text"]) != evened(row["text"]), place, at)
        for place, passage in enumerate(gold)
        for at, row in enumerate(rows)
        if is_like(passage["text"], row["text"])
    )
    pairs: dict[int, int] = {}
    for _, _, place, at in likest:
        if place not in pairs and at not in pairs.values():
            pairs[place] = at
    return {place: rows[at] for place, at in pairs.items()}


def is_like(one: object, other: object) -> bool:
    return likeness(one, other) >= LIKE_ENOUGH


def likeness(one: object, other: object) -> float:
    """Return F1 of the words of two texts, each as often as it occurs."""
    words, others = words_of(one), words_of(other)
    return 2 * (words & others).total() / ((words + others).total() or 1)


def words_of(text: object) -> Counter[str]:
    return Counter(re.findall(r"[a-z0-9]+", evened(text).replace("'", "").lower()))


def evened(text: object) -> str:
    """Return a text with one shape of quotes and single spaces; what is missing is empty."""
    return " ".join(str(text or "").translate(QUOTES).split())


def is_same_due(response: Row, row: Row) -> bool:
    date, precision, words = due_of(row)
    if [date, precision] in response.get("due_also", []):
        return True
    if response["due_on"]:
        return (date, precision) == (response["due_on"], response["due_precision"])
    return evened(words).lower().strip(" .") == evened(response["due_text"]).lower().strip(" .")


def due_of(row: Row) -> tuple[str | None, str | None, str | None]:
    return row.get("due_on"), row.get("due_precision"), row.get("due_text")


def is_same_fact(fact: str, expected: object, read: object) -> bool:
    if not expected or not read:
        return not expected and not read
    if fact == "method":
        words, others = set(words_of(expected)), set(words_of(read))
        return words <= others or others <= words
    same = SAME_FACT.get(fact, lambda told: evened(told).lower())
    return same(expected) == same(read)


def names_of(people: object) -> list[str]:
    names = [name.strip() for name in evened(people).lower().split(";")]
    return sorted(re.sub(r"^(dr|mr|mrs|ms|miss|prof|professor)\.? ", "", name) for name in names if name)


def leads_of(lead: object) -> list[str]:
    return names_of(re.sub(r"\s+(?:and|&)\s+|\s*[,/]\s*", ";", evened(lead)))


def words_of_law(basis: object) -> list[str]:
    text = evened(basis).lower().replace("boards", "board")
    text = re.sub(r"\bregs?\b\.?(?=\s*\d)", "regulation", text)
    text = re.sub(r"\bs\.?\s*(?=\d)", "section ", text)
    text = re.sub(r"\([^)]*\)", " ", text)
    return sorted(set(re.findall(r"[a-z0-9]+", text)) - {"the", "of", "and", "under", "regulations"})


def words_of_partnership(name: object) -> list[str]:
    return [word for word in re.findall(r"[a-z0-9]+", evened(name).lower()) if word != "and"]


SAME_FACT: dict[str, Callable[[object], list[str]]] = {
    "lead_reviewers": names_of,
    "guidance": names_of,
    "legal_basis": words_of_law,
    "partnership": words_of_partnership,
}


def count(judged: Iterable[Judgement]) -> dict[str, tuple[int, int]]:
    """Return how many are right, and of how many, by measure."""
    judged = list(judged)
    n_all = Counter(each.measure for each in judged)
    n_right = Counter(each.measure for each in judged if each.is_right)
    return {measure: (n_right[measure], n_all[measure]) for measure in MEASURES}


def share(judged: Iterable[Judgement], measure: str) -> float:
    """Return what share is right, 1 where there is nothing to get right; of "F1", that of the passages found."""
    counts = count(judged)
    n_right, n_all = counts["found"] if measure == "F1" else counts[measure]
    if measure == "F1":
        n_right, n_all = 2 * n_right, n_all + n_right + counts["extra"][1]
    return n_right / n_all if n_all else 1.0
