"""Coding reviews by the machine, and only those that were not coded in the same words by the same coder before."""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice
from typing import Any

import pandas as pd

from scrlearn.passages import coded_passages
from scrlearn.runs.code import code_batches
from scrlearn.runs.coder import Coder
from scrlearn.runs.kept import Kept
from scrlearn.runs.pieces import read_rows, rows_as_csv
from scrlearn.runs.record import fingerprint
from scrlearn.validation import check_table, empty_table

# What a passage is coded by: its words, and whether it has parts, which are coded in its place.
_READ = ["passage_id", "part_of", "stem", "text"]
_AT_ONCE = 5000
_REVIEWS_AT_ONCE = 200
_OFTEN_THE_SAME = ("theme_id", "decision", "decided_by", "rule_ids")


def code_reviews(
    coder: Coder,
    passages: pd.DataFrame,
    *,
    kept: Kept | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> pd.DataFrame:
    """
    Code the passages of reviews by rules and model; what people decided is not looked at.

    Parameters
    ----------
    coder
        With what.
    passages
        Recommendations or responses.
    kept
        Where codings are looked up, review by review, and kept as they are made, so that a run that was interrupted
        goes on where it was.
    progress
        Called with how far it has come.

    Returns
    -------
    pandas.DataFrame
        The table codings, as ``coder.code(passages)`` returns it.
    """
    names = {
        review_id: f"codings of {print_of_it} by coder {coder.basis}"
        for review_id, print_of_it in _prints(passages).items()
    }
    known, codings = _recall(kept, names) if kept else ([], [empty_table("codings")])
    missing = passages[~passages["review_id"].isin(known)]
    for coded in _code(coder, missing, progress):
        codings.append(coded)
        if kept and kept.writes:
            _keep(kept, coded, missing, names)
    return _in_order(codings, coded_passages(passages)["passage_id"])


def _recall(kept: Kept, names: dict[str, str]) -> tuple[list[str], list[pd.DataFrame]]:
    known: list[str] = []
    codings, waiting = [empty_table("codings")], iter(names.items())
    while some := list(islice(waiting, _REVIEWS_AT_ONCE)):
        found = {review_id: content for review_id, name in some if (content := kept.find(name)) is not None}
        known += found
        codings.append(check_table(read_rows([*map(str, codings[0])], list(found.values())), "codings"))
    return known, codings


def _prints(passages: pd.DataFrame) -> dict[str, str]:
    # Texts as JSON: whatever stands in them, two reviews with other cells have other fingerprints.
    read = passages.reindex(columns=_READ).astype("object")
    rows = read.where(read.notna(), None).itertuples(index=False, name=None)
    hashes: dict[str, Any] = {}
    for review_id, row in zip(passages["review_id"], rows, strict=True):
        hashes.setdefault(review_id, sha256()).update(json.dumps(row).encode())
    return {review_id: found.hexdigest() for review_id, found in hashes.items()}


def _code(coder: Coder, passages: pd.DataFrame, progress: Callable[[str], None]) -> Iterator[pd.DataFrame]:
    # A batch holds whole reviews, so that what is made of one is kept as soon as it is made.
    if passages.empty:
        return
    n_before = passages.groupby("review_id", sort=False).size().cumsum()
    batches = [rows for _, rows in passages.groupby(passages["review_id"].map(n_before // _AT_ONCE), sort=False)]
    n_done = 0
    for batch, codings in zip(batches, code_batches(coder, batches), strict=True):
        n_done += len(batch)
        progress(f"Coding: {n_done:,} of {len(passages):,} passages")
        yield codings


def _keep(kept: Kept, codings: pd.DataFrame, passages: pd.DataFrame, names: dict[str, str]) -> None:
    reviews = codings["passage_id"].map(passages.set_index("passage_id")["review_id"])
    contents = {names[review_id]: rows_as_csv(rows) for review_id, rows in codings.groupby(reviews, sort=False)}
    kept.keep(contents.values(), made={name: fingerprint(content) for name, content in contents.items()})


def _in_order(codings: list[pd.DataFrame], passage_ids: pd.Series) -> pd.DataFrame:
    together = pd.concat(codings, ignore_index=True)
    places = together["passage_id"].map(pd.Series(passage_ids.index, index=passage_ids))
    if not places.is_monotonic_increasing:
        together, places = together.iloc[places.argsort(kind="stable")], places.sort_values(kind="stable")
    # The same few words stand in a column again and again: one text for all of them takes a fraction of the room.
    shared = {name: _sharing(together[name]) for name in _OFTEN_THE_SAME}
    same_ids = passage_ids.take(places.to_numpy(dtype=int)).reset_index(drop=True)
    return together.reset_index(drop=True).assign(passage_id=same_ids, **shared)


def _sharing(cells: pd.Series) -> pd.Series:
    codes, texts = pd.factorize(cells)
    words = [*texts, None]
    return pd.Series([words[code] for code in codes], dtype="str")
