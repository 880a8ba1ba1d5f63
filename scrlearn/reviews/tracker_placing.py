"""Each row of a tracker finds its recommendation: one that the collection has, or a new one."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from scrlearn.reviews.collection import Collection
from scrlearn.reviews.fields import kind_of
from scrlearn.reviews.free_names import next_number
from scrlearn.reviews.headings import slug
from scrlearn.reviews.tracker_passages import find_recommendation, number_of, words_key
from scrlearn.reviews.tracker_reviews import Refusal, refuse, review_of
from scrlearn.reviews.tracker_rows import TrackerRow
from scrlearn.tables import COLLECTION_TABLES

_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
_SAYS = ("recommendation", "action", "update")


class Tracker(NamedTuple):
    """A tracker's rows, and what holds for all of them: see :func:`take_rows`."""

    rows: Sequence[TrackerRow]
    titles: Mapping[int, str]
    title: str | None
    kind: str
    blue: bool
    source_status: str


class Placing:
    """The tables as they grow, row by row."""

    def __init__(self, whole: Collection, tracker: Tracker) -> None:
        self.tracker = tracker
        known = {name: getattr(whole, name).astype("object") for name in COLLECTION_TABLES}
        self.tables = {name: frame.where(frame.notna(), None).to_dict("records") for name, frame in known.items()}
        self.n_known = {name: len(rows) for name, rows in self.tables.items()}
        plans = whole.documents.loc[whole.documents["document_type"] == "action_plan", "document_id"]
        self.plans = set(plans)
        self.above: dict[str, Any] | None = None
        self.taken: list[tuple[TrackerRow, dict[str, Any]]] = []
        self.refused: list[Refusal] = []
        self.notes: list[Refusal] = []

    def place(self) -> None:
        """Find the recommendation of every row; those that a row names by number alone may stand below it."""
        reviews = self.tables["reviews"]
        for row in self.tracker.rows:
            if self._is_named(row) and self._fault(row) is None:
                review = self._find_review(row)
                if not isinstance(review, Refusal) and review["review_id"] not in {
                    known["review_id"] for known in reviews
                }:
                    reviews.append(review)
        for _ in range(2):
            self.taken, self.refused, self.above = [], [], None
            for row in self.tracker.rows:
                self._take(row)
        used = {line["review_id"] for line in self.tables["recommendations"]}
        n_known = self.n_known["reviews"]
        self.tables["reviews"] = [*reviews[:n_known], *(new for new in reviews[n_known:] if new["review_id"] in used)]
        self._note_namesakes()

    def _take(self, row: TrackerRow) -> None:
        found = self._fault(row) or self._place(row)
        if isinstance(found, Refusal):
            self.above = None
            self.refused.append(found)
            return
        self.above = found
        self.taken.append((row, found))

    def is_new(self, recommendation: Mapping[str, Any]) -> bool:
        """Tell whether a recommendation comes from this tracker."""
        new = self.tables["recommendations"][self.n_known["recommendations"] :]
        return any(recommendation["passage_id"] == line["passage_id"] for line in new)

    def _is_named(self, row: TrackerRow) -> bool:
        return row.get("review") is not None or self.tracker.title is not None

    def _find_review(self, row: TrackerRow) -> dict[str, Any] | Refusal:
        reviews = self.tables["reviews"]
        return review_of(row, reviews, title=self.tracker.title, source_status=self.tracker.source_status)

    def _fault(self, row: TrackerRow) -> Refusal | None:
        if row.number in self.tracker.titles:
            return Refusal(row.number, *row.first, self.tracker.titles[row.number])
        broken = next((role for role in row.cells if set(row.cells[role]) & set(_ERRORS) and role != "ignore"), None)
        if broken is not None:
            return refuse(row, broken, "holds an error of Excel; mend its formula")
        if not any(row.get(role) for role in _SAYS):
            return Refusal(row.number, *row.first, "stands in a row without a recommendation, an action or an update")
        if row.get("recommendation") and not words_key(row.get("recommendation")):
            return refuse(row, "recommendation", "holds no words; write the recommendation")
        return None

    def _place(self, row: TrackerRow) -> dict[str, Any] | Refusal:
        if row.get("review") is None and (row.merged or row.get("recommendation") is None) and self.above is not None:
            review: dict[str, Any] | Refusal = self._review(self.above["review_id"])
        elif self._is_named(row):
            review = self._find_review(row)
        else:
            review = refuse(row, "review", "is blank; name the review in every row")
        if isinstance(review, Refusal):
            return review
        known = [line for line in self.tables["recommendations"] if line["review_id"] == review["review_id"]]
        if row.get("recommendation") is None:
            return self._answered(row, review, known)
        same = find_recommendation(row.get("recommendation") or "", known)
        return dict(same) if same else self._new(row, review, known)

    def _review(self, review_id: str) -> dict[str, Any]:
        return next(review for review in self.tables["reviews"] if review["review_id"] == review_id)

    def _answered(
        self, row: TrackerRow, review: Mapping[str, Any], known: Sequence[dict[str, Any]]
    ) -> dict[str, Any] | Refusal:
        number, above = number_of(row), self.above
        for line in known:
            if number is not None and line["number"] == number:
                return line
        goes_on = above is not None and above["review_id"] == review["review_id"]
        if above is not None and goes_on and _same_list(number, above["number"]):
            return above
        if number is not None:
            return refuse(
                row, "number", f"is the number of no recommendation of {review['review_id']}; write its words"
            )
        return refuse(row, "recommendation", "is blank, and no row above says what it belongs to; write its words")

    def _new(
        self, row: TrackerRow, review: dict[str, Any], known: Sequence[dict[str, Any]]
    ) -> dict[str, Any] | Refusal:
        taken = {str(line["number"]): line for line in known}
        number = number_of(row) or next_number("", taken)
        addressed_to = ";".join(row.cells.get("addressed_to", [])) or None
        if number in taken:
            number = self._in_own_list(number, addressed_to, taken[number]) or number
        if number in taken:
            return refuse(
                row,
                "number",
                f"is the number of other words in {review['review_id']} already; "
                "mend the number or the words, or leave the words blank to add an action to those",
            )
        recommendation = {
            "passage_id": f"{review['review_id']}:{number}",
            "review_id": review["review_id"],
            "document_id": None,
            "kind": kind_of(row.get("kind")) or self.tracker.kind,
            "number": number,
            "part_of": None,
            "addressed_to": addressed_to,
            "text": row.get("recommendation"),
        }
        self.tables["recommendations"].append(recommendation)
        return recommendation

    def _in_own_list(self, number: str, addressed_to: str | None, holder: Mapping[str, Any]) -> str | None:
        # Plans number the recommendations to each agency from 1.
        of_plan = holder["document_id"] is None or holder["document_id"] in self.plans
        differs = addressed_to is not None and holder["addressed_to"] not in (None, addressed_to)
        return f"{slug(addressed_to)}.{number}" if addressed_to and of_plan and differs else None

    def _note_namesakes(self) -> None:
        reviews = self.tables["reviews"]
        for review in reviews[self.n_known["reviews"] :]:
            like = slug(str(review["subject"]))
            others = [str(other["review_id"]) for other in reviews if slug(str(other["subject"])) == like]
            row = next(row for row, line in self.taken if line["review_id"] == review["review_id"])
            if len(others) > 1:
                remark = f"is a new review, {review['review_id']}; of that subject there are {', '.join(others)}"
                self.notes.append(refuse(row, "review", remark))


def _same_list(number: str | None, above: str) -> bool:
    return number is None or number.split(".")[0] == str(above).split(".")[0]
