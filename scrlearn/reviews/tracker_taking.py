"""The rows of a tracker become rows of a collection's tables, or are refused."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from scrlearn.reviews.collection import Collection
from scrlearn.reviews.free_names import next_number
from scrlearn.reviews.tracker_passages import Deed, changes, deed_of, pair, words_key
from scrlearn.reviews.tracker_placing import Placing, Tracker
from scrlearn.reviews.tracker_reviews import Refusal, refuse
from scrlearn.reviews.tracker_rows import TrackerRow
from scrlearn.tables import COLLECTION_TABLES
from scrlearn.validation import check_table, empty_table

ADDED, THERE, UPDATED = "added", "already there", "updated"
CHANGED = "changed: not taken without --replace"


class Taken(NamedTuple):
    """
    What a tracker brings to a collection.

    ``more`` holds new rows of the tables, without document_id; ``changed`` the cells of responses that are otherwise
    by passage_id; ``results`` a row's number, review_id, passage_id and result; ``refused`` the rows not taken;
    ``notes`` a row's number, cell, value and a remark.
    """

    more: dict[str, list[dict[str, Any]]]
    changed: dict[str, dict[str, Any]]
    results: list[tuple[int, str, str, str]]
    refused: list[Refusal]
    notes: list[Refusal]


class _Answering:
    """Actions and responses find their like among those that the collection has."""

    def __init__(self, placed: Placing, *, replace: bool) -> None:
        self.tables, self.n_known, self.plans = placed.tables, placed.n_known, placed.plans
        self.placed, self.replace = placed, replace
        self.notes = list(placed.notes)

    def answer(self) -> Taken:
        """Match actions and responses to those that the collection has, once every row has its recommendation."""
        deeds: dict[str, list[Deed]] = {}
        results: dict[int, tuple[str, str]] = {}
        for row, recommendation in self.placed.taken:
            deed = deed_of(row, recommendation["passage_id"], blue=self.placed.tracker.blue)
            results[row.number] = (recommendation["passage_id"], ADDED if self.placed.is_new(recommendation) else THERE)
            if deed is None:
                self._note_idle(row)
                continue
            deeds.setdefault(recommendation["passage_id"], []).append(deed)
            if not deed.understood:
                self.notes.append(refuse(row, "status", "is no status that is known: taken as not_stated"))
        changed: dict[str, dict[str, Any]] = {}
        for recommendation_id, group in deeds.items():
            for number, passage_id, result in self._matched(recommendation_id, group, changed):
                results[number] = (passage_id, ADDED if results[number][1] == ADDED else result)
        review_ids = {row.number: recommendation["review_id"] for row, recommendation in self.placed.taken}
        return Taken(
            {name: rows[self.n_known[name] :] for name, rows in self.tables.items()},
            changed if self.replace else {},
            [(number, review_ids[number], *result) for number, result in results.items()],
            self.placed.refused,
            sorted(self.notes),
        )

    def _note_idle(self, row: TrackerRow) -> None:
        idle = next((role for role in ("lead", "due", "status") if row.get(role)), None)
        if idle is not None:
            self.notes.append(refuse(row, idle, "has no action or update beside it to belong to: not taken"))

    def _matched(
        self, recommendation_id: str, deeds: Sequence[Deed], changed: dict[str, dict[str, Any]]
    ) -> list[tuple[int, str, str]]:
        ids = [line["response_id"] for line in self.tables["answers"] if line["recommendation_id"] == recommendation_id]
        responses = [line for line in self.tables["responses"] if line["passage_id"] in ids]
        pairs = pair(deeds, responses, renewed={line["passage_id"] for line in responses if self._is_renewed(line)})
        added: list[tuple[Deed, str]] = []
        results = []
        for deed in deeds:
            known = pairs.get(deed.row.number)
            again = next((passage_id for other, passage_id in added if _says_the_same(deed, other)), None)
            if known is not None:
                differs = changes(deed, known) | _words_changed(deed, known)
                if differs:
                    changed[known["passage_id"]] = differs
                result = (UPDATED if self.replace else CHANGED) if differs else THERE
                results.append((deed.row.number, known["passage_id"], result))
            elif again is not None:
                results.append((deed.row.number, again, THERE))
            else:
                passage_id = self._add_response(deed)
                added.append((deed, passage_id))
                results.append((deed.row.number, passage_id, ADDED))
        return results

    def _is_renewed(self, response: Mapping[str, Any]) -> bool:
        return response["kind"] == "response" and response["start"] is None and response["document_id"] in self.plans

    def _add_response(self, deed: Deed) -> str:
        ids = {line["passage_id"] for line in self.tables["responses"]}
        passage_id = next_number(f"{deed.recommendation_id}.{deed.kind}-", ids)
        self.tables["responses"].append(
            {
                "passage_id": passage_id,
                "review_id": deed.recommendation_id.split(":")[0],
                "document_id": None,
                "kind": deed.kind,
                **deed.stated,
                "text": deed.text,
                "start": None,
            }
        )
        self.tables["answers"].append({"response_id": passage_id, "recommendation_id": deed.recommendation_id})
        return passage_id


def take_rows(whole: Collection, tracker: Tracker, *, replace: bool = False) -> Taken:
    """
    Take the rows of a tracker.

    Parameters
    ----------
    whole
        The collection that they come to.
    tracker
        ``rows`` in the order of the sheet; ``titles``, why a row is none of the table, by its number; ``title``, what
        names the review where there is no column for it; ``kind`` of its recommendations; whether it has ``blue`` for
        what is complete; ``source_status`` of reviews that are new.
    replace
        Whether what a row states otherwise than the collection is to be taken.

    Returns
    -------
    Taken
        Every row is in ``results`` or in ``refused``.
    """
    placing = Placing(whole, tracker)
    placing.place()
    return _Answering(placing, replace=replace).answer()


def new_rows(taken: Taken, documents: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """Return the new rows as tables; each belongs to the document of its review, given by review_id."""
    tables = {}
    for name in COLLECTION_TABLES:
        rows = [
            {**row, "document_id": documents[row["review_id"]]} if "document_id" in row else row
            for row in taken.more[name]
        ]
        empty = empty_table(name).drop(columns="illustrative", errors="ignore")
        tables[name] = check_table(pd.DataFrame(rows, columns=empty.columns), name) if rows else empty
    return tables


def _says_the_same(deed: Deed, other: Deed) -> bool:
    return words_key(deed.text) == words_key(other.text) and deed.stated == other.stated


def _words_changed(deed: Deed, known: Mapping[str, Any]) -> dict[str, Any]:
    return {} if words_key(deed.text) == words_key(known["text"]) else {"text": deed.text}
