"""
A collection of any size, all of it fictional, and codings of it drawn by chance: to see what a run costs.

    python tests/benchmarks/big_collection.py FOLDER --reviews 2000 --passages 50000

writes it as a folder that scrlearn reads. Its texts are halves of labelled passages put together by chance: they mean
nothing, but are as long as real ones, in the same words, and as often alike as those of different areas are.
"""

import argparse
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from scrlearn.learning.national import load_national_figures
from scrlearn.reviews.collection import Collection, start_collection
from scrlearn.runs.coder import ACTION_TYPES
from scrlearn.runs.coding import Coded
from scrlearn.themes.codebook import Codebook, load_codebook
from scrlearn.themes.labelled import load_labelled
from scrlearn.validation import check_table, empty_table

# Of every ten passages of a review: a recommendation, one with two parts, and what answers them.
_NUMBERS = ["1", "2", "2.a", "2.b", "3"]
_PART_OF = [None, None, "2", "2", None]
_REPLIES = ["1.response-1", "1.response-2", "2.a.action-1", "2.b.action-1", "3.response-1"]
_ANSWERED = ["1", "1", "2.a", "2.b", "3"]
_TEN = len(_NUMBERS) + len(_REPLIES)

_APPLIES, _CHECK = 0.15, 0.03
_DECIDED = 200
_PARTNERSHIPS = 150
_TYPES = ["serious_case_review", "local_child_safeguarding_practice_review", "rapid_review", "thematic_review"]
_BODIES = ["The Board", "Children's Services", "Police", "Schools", "Health visiting", "GPs", None]
_STATUSES = ["complete", "under_way", "planned", "declined", "not_stated"]


class _Chance(NamedTuple):
    draws: np.random.Generator

    def pick(self, values: list, n: int) -> np.ndarray:
        """Draw one of some values n times; the same objects again and again, as a file's reader would not."""
        return np.array(values, dtype="object")[self.draws.integers(len(values), size=n)]


def big_collection(n_reviews: int, n_passages: int, *, seed: int = 0) -> Collection:
    """Return a fictional collection; the passages, in tens, are spread evenly over the reviews."""
    chance = _Chance(np.random.default_rng(seed))
    ends = np.arange(n_reviews + 1) * (n_passages // _TEN) // n_reviews
    reviews = _reviews(n_reviews, chance)
    documents = _documents(reviews)
    blocks = [
        (review_id, 3 * ten)
        for review_id, tens in zip(reviews["review_id"], np.diff(ends), strict=True)
        for ten in range(tens)
    ]
    recommendations = _recommendations(blocks, chance)
    responses, answers = _responses(blocks, chance)
    return Collection(reviews, documents, recommendations, responses, answers)


def big_coded(n_reviews: int, n_passages: int, *, seed: int = 0) -> Coded:
    """Return a fictional collection with codings drawn by chance, as if it had been coded."""
    collection, chance = big_collection(n_reviews, n_passages, seed=seed), _Chance(np.random.default_rng(seed + 1))
    codebook, action_types = load_codebook(), load_codebook(ACTION_TYPES)
    parents = collection.recommendations["part_of"].dropna()
    asking = collection.recommendations[~collection.recommendations["passage_id"].isin(parents)]
    return Coded(
        collection=collection,
        codebook=codebook,
        corrections=big_corrections(collection, codebook, seed=seed),
        recommendation_codings=_codings(asking, codebook.themes["theme_id"], "model", chance),
        response_codings=_codings(collection.responses, codebook.themes["theme_id"], "model", chance),
        action_codings=_codings(collection.responses, action_types.themes["theme_id"], "rule", chance),
        action_types=action_types.themes,
        rule_measures=empty_table("rule_measures"),
        stale_corrections=empty_table("stale_corrections"),
        left_out=empty_table("left_out"),
        agreement=empty_table("agreement"),
        national_figures=load_national_figures(),
    )


def big_corrections(collection: Collection, codebook: Codebook, *, seed: int = 0) -> pd.DataFrame:
    """Return decisions of one person on a few cells."""
    chance = _Chance(np.random.default_rng(seed + 2))
    asking = collection.recommendations[
        ~collection.recommendations["passage_id"].isin(collection.recommendations["part_of"])
    ]
    decided = asking.head(_DECIDED)
    return check_table(
        pd.DataFrame(
            {
                "passage_id": decided["passage_id"],
                "theme_id": chance.pick(codebook.themes["theme_id"].tolist(), len(decided)),
                "coder": "A. Nobody",
                "decided_at": "2026-01-01",
                "decision": chance.pick(["applies", "does_not_apply"], len(decided)),
                "reason": None,
                "text_seen": decided["text"],
                "stem_seen": None,
            }
        ),
        "corrections",
    )


def write_big_collection(folder: Path | str, n_reviews: int, n_passages: int, *, seed: int = 0) -> Path:
    """Write a fictional collection as a folder that scrlearn reads, with some decisions of a person."""
    collection = big_collection(n_reviews, n_passages, seed=seed)
    corrections = big_corrections(collection, load_codebook(), seed=seed)
    return start_collection(
        folder, name="Big, and fictional", illustrative=True, collection=collection, corrections=corrections
    )


def _reviews(n: int, chance: _Chance) -> pd.DataFrame:
    years = 2000 + np.arange(n) * 25 // n
    places = [f"area-{number:03}" for number in np.arange(n) % _PARTNERSHIPS]
    month = chance.draws.integers(1, 13, size=n)
    dated = chance.draws.random(n) < 0.9
    published = [
        f"{year}-{month:02}" if known else None for year, month, known in zip(years, month, dated, strict=True)
    ]
    frame = pd.DataFrame(
        {
            "review_id": [
                f"{place}-child-{number}-{year}" for number, (place, year) in enumerate(zip(places, years, strict=True))
            ],
            "subject": [f"Child {number}" for number in range(n)],
            "review_type": chance.pick(_TYPES, n),
            "publisher": [f"{place.replace('-', ' ').capitalize()} Board" for place in places],
            "partnership": places,
            "year": years,
            "year_of": "published",
            "decided_on": None,
            "decided_precision": None,
            "commissioned_on": None,
            "commissioned_precision": None,
            "published_on": published,
            "published_precision": ["month" if on else None for on in published],
            "guidance": "Working Together 2018",
            "legal_basis": None,
            "lead_reviewers": "A. Nobody",
            "method": chance.pick(["systems", "traditional", None], n),
            "outcome": "recommendations",
            "source_status": "published",
            "illustrative": True,
        }
    )
    return check_table(frame, "reviews")


def _documents(reviews: pd.DataFrame) -> pd.DataFrame:
    kinds = [("response", "Response"), ("overview_report", "Overview report")]
    frame = pd.concat(
        [
            pd.DataFrame(
                {
                    "document_id": reviews["review_id"] + f"/document-{place}",
                    "review_id": reviews["review_id"],
                    "document_type": kind,
                    "title": f"{title} in respect of " + reviews["subject"],
                    "published_on": reviews["published_on"],
                    "published_precision": reviews["published_precision"],
                    "file": None,
                    "sha256": None,
                }
            )
            for place, (kind, title) in enumerate(kinds, start=1)
        ]
    )
    return check_table(frame, "documents")


def _recommendations(blocks: list[tuple[str, int]], chance: _Chance) -> pd.DataFrame:
    ids = [(review_id, _shift(number, first)) for review_id, first in blocks for number in _NUMBERS]
    parts = [part and _shift(part, first) for _, first in blocks for part in _PART_OF]
    review_ids = [review_id for review_id, _ in ids]
    passage_ids = [f"{review_id}:{number}" for review_id, number in ids]
    n = len(ids)
    frame = pd.DataFrame(
        {
            "passage_id": passage_ids,
            "review_id": review_ids,
            "document_id": [f"{review_id}/document-1" for review_id in review_ids],
            "kind": "recommendation",
            "number": [number for _, number in ids],
            "part_of": [part and f"{review_id}:{part}" for review_id, part in zip(review_ids, parts, strict=True)],
            "addressed_to": chance.pick(_BODIES, n),
            "stem": [part and "Practitioners should:" for part in parts],
            "text": _texts(n, chance),
            "page": chance.draws.integers(1, 60, size=n),
            "start": None,
            "end": None,
        }
    )
    return check_table(frame, "recommendations")


def _responses(blocks: list[tuple[str, int]], chance: _Chance) -> tuple[pd.DataFrame, pd.DataFrame]:
    ids = [f"{review_id}:{_shift(number, first)}" for review_id, first in blocks for number in _REPLIES]
    answered = [f"{review_id}:{_shift(number, first)}" for review_id, first in blocks for number in _ANSWERED]
    review_ids = [passage_id.partition(":")[0] for passage_id in ids]
    n = len(ids)
    due = chance.pick(["2018-10", "2019", "2020-05-04", None], n)
    precision = {7: "month", 4: "year", 10: "day"}
    frame = pd.DataFrame(
        {
            "passage_id": ids,
            "review_id": review_ids,
            "document_id": [f"{review_id}/document-1" for review_id in review_ids],
            "kind": ["action" if "action" in passage_id else "response" for passage_id in ids],
            "action_type": None,
            "lead": chance.pick(_BODIES, n),
            "due_on": due,
            "due_precision": [precision[len(on)] if on else None for on in due],
            "due_text": None,
            "status": chance.pick(_STATUSES, n),
            "status_on": None,
            "stem": None,
            "text": _texts(n, chance),
            "page": chance.draws.integers(1, 60, size=n),
            "start": None,
            "end": None,
        }
    )
    answers = pd.DataFrame({"response_id": ids, "recommendation_id": answered})
    return check_table(frame, "responses"), check_table(answers, "answers")


def _shift(number: str, first: int) -> str:
    """Return a number of the first ten passages as it is in a later ten: 2.a as 5.a."""
    own, dot, rest = number.partition(".")
    return f"{int(own) + first}{dot}{rest}"


def _texts(n: int, chance: _Chance) -> list[str]:
    words = [text.split() for text in load_labelled(more=False)["text"]]
    firsts = [" ".join(text[: len(text) // 2]) for text in words]
    lasts = [" ".join(text[len(text) // 2 :]) for text in words]
    halves = zip(chance.pick(firsts, n), chance.pick(lasts, n), strict=True)
    return [f"{first} {last}" for first, last in halves]


def _codings(passages: pd.DataFrame, theme_ids: pd.Series, decided_by: str, chance: _Chance) -> pd.DataFrame:
    themes, n = len(theme_ids), len(passages) * len(theme_ids)
    chances = chance.draws.random(n)
    decisions = np.array(["does_not_apply", "check", "applies"], dtype="object")
    places = (chances < _APPLIES + _CHECK).astype("int") + (chances < _APPLIES)
    found = np.repeat(passages["text"].str.slice(0, 25).to_numpy(dtype="object"), themes)
    by_model = decided_by == "model"
    frame = pd.DataFrame(
        {
            "passage_id": np.repeat(passages["passage_id"].to_numpy(dtype="object"), themes),
            "theme_id": np.tile(theme_ids.to_numpy(dtype="object"), len(passages)),
            "decision": decisions[places],
            "decided_by": decided_by,
            "confirmed": False,
            "score": np.round(1 - chances, 6) if by_model else None,
            "evidence": np.where(places > 0, found, None),
            "spans": np.where(places > 0, "0-25", None),
            "rule_ids": np.where(places > 0, "made-up-rule", None),
            "reason": np.where(places == 1, "the model gives 0.50, too close to call", None),
        }
    )
    return check_table(frame, "codings")


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a big fictional collection.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reviews", type=int, default=2_000)
    parser.add_argument("--passages", type=int, default=50_000)
    options = parser.parse_args()
    print(f"Wrote {write_big_collection(options.folder, options.reviews, options.passages)}: all of it is fictional.")


if __name__ == "__main__":
    main()
