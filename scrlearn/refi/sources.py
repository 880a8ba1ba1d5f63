"""Passages in the texts of an exchange file: where they are put when it is written, and where they stand when read."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from scrlearn.passages import coded_passages
from scrlearn.refi.parts import Source, guid_of, places_in_source, source_text
from scrlearn.validation import require_columns

_WHERE = ["passage_id", "review_id", "document_id", "start", "end"]


class Place(NamedTuple):
    """Where a passage stands: ``text[start:end]`` of a source, and in a made source the words that head it."""

    source: str
    start: int
    end: int
    heading: str = ""


def placed_passages(recommendations: pd.DataFrame, responses: pd.DataFrame) -> pd.DataFrame:
    """Return the passages that are coded, of both tables, and where each stands in its document, if it does."""
    both = []
    for name, table in (("recommendations", recommendations), ("responses", responses)):
        require_columns(table, name, _WHERE)
        both.append(coded_passages(table).merge(table[_WHERE].astype("object"), on="passage_id"))
    return pd.concat(both, ignore_index=True)


def lay_out(passages: pd.DataFrame, documents: Mapping[str, str]) -> tuple[list[Source], dict[str, Place]]:
    """
    Lay passages out in sources: those that stand in a document there, the others in one made text a review.

    Parameters
    ----------
    passages
        As from :func:`placed_passages`.
    documents
        The text of each document, by document_id. A passage stands in it where ``text[start:end]`` are its words; of
        two that overlap, only the first.

    Returns
    -------
    tuple
        The sources: documents with a passage, then made texts, in which a passage has lines of its own below its
        passage_id and its stem. And the place of every passage, by its passage_id. No two places overlap.
    """
    texts: dict[str, str] = {}
    places: dict[str, Place] = {}
    for document_id, rows in passages.groupby("document_id", sort=False):
        standing = _places_in_document(rows, str(document_id), documents.get(str(document_id), ""))
        if standing:
            texts[str(document_id)] = documents[str(document_id)]
            places |= standing
    sources = [_document_source(document_id, source_text(text)) for document_id, text in texts.items()]
    for review_id, rows in passages[~passages["passage_id"].isin(list(places))].groupby("review_id", sort=False):
        source, made = _made_source(str(review_id), rows)
        sources.append(source)
        places |= made
    return sources, places


def find_passages(
    sources: Iterable[Source], passages: pd.DataFrame, documents: Mapping[str, str]
) -> dict[str, dict[str, Place]]:
    """
    Find passages in the sources of a file, whose texts other programs may have changed.

    Parameters
    ----------
    sources
        The sources of the file.
    passages
        As from :func:`placed_passages`.
    documents
        The text of each document, by document_id.

    Returns
    -------
    dict
        For each source that is one of the collection's, by its guid in the file, where passages stand in it, by
        passage_id. Where its text is as it was laid out, they stand where they were put; else they are found by their
        words, whatever the white space: in a made text below their heading, in a document nearest to their place. A
        passage that has no place now is found in its document where its words stand there once.
    """
    laid_out, places = lay_out(passages, documents)
    homes = [*laid_out, *_other_homes(passages, laid_out)]
    own = {source: match_source(source, homes) for source in sources if source.text is not None}
    words = {str(row["passage_id"]): source_text(row["text"]) for row in passages.to_dict("records")}
    found = {source.guid: find_places(source.text or "", home, places, words) for source, home in own.items() if home}
    in_file = {home.guid: source for source, home in own.items() if home}
    placed = {passage_id for here in found.values() for passage_id in here}
    for row in passages[~passages["passage_id"].isin(placed)].to_dict("records"):
        source, place = _stray(row, in_file, found)
        if source and place:
            found[source.guid][row["passage_id"]] = place
    return found


def match_source(source: Source, homes: Iterable[Source]) -> Source | None:
    """Return which of the sources that passages may be in this one of a file is: by its guid, its name, or its text."""
    for fingerprint in (_guid, _name, _words):
        same = [home for home in homes if fingerprint(home) and fingerprint(home) == fingerprint(source)]
        if same:
            return same[0]
    return None


def find_places(text: str, home: Source, places: Mapping[str, Place], words: Mapping[str, str]) -> dict[str, Place]:
    """
    Find the passages that were put in one source in its text as it is now.

    Parameters
    ----------
    text
        The source's text in the file.
    home
        The source as it was laid out.
    places
        Where each passage was put, by passage_id; those in other sources are left aside.
    words
        The words of each passage, by passage_id, as they stand in a source.

    Returns
    -------
    dict
        Where each passage stands in ``text``; those whose words are not there are left out.
    """
    here = {passage_id: place for passage_id, place in places.items() if place.source == home.guid}
    if text == home.text:
        return here
    found: dict[str, Place] = {}
    # The longest first: its words may hold those of a shorter one.
    for passage_id, place in sorted(here.items(), key=lambda item: -len(words[item[0]])):
        free = _free(_standing(text, words[passage_id], place), found.values())
        if free:
            found[passage_id] = min(free, key=lambda span: abs(span.start - place.start))
    return found


def _stray(
    row: dict, in_file: Mapping[str, Source], found: Mapping[str, Mapping[str, Place]]
) -> tuple[Source | None, Place | None]:
    for guid, heading in _homes_of(row).items():
        source = in_file.get(guid)
        if source:
            standing = _standing(source.text or "", source_text(row["text"]), Place(guid, 0, 0, heading))
            free = _free(standing, found[source.guid].values())
            if len(free) == 1:
                return source, free[0]
    return None, None


def _other_homes(passages: pd.DataFrame, laid_out: Iterable[Source]) -> list[Source]:
    known = {source.guid for source in laid_out}
    documents = [_document_source(document_id) for document_id in passages["document_id"].dropna().unique()]
    made = [_made_text(review_id) for review_id in passages["review_id"].unique()]
    return [source for source in [*documents, *made] if source.guid not in known]


def _overlap(one: Place, other: Place) -> bool:
    return one.start < other.end and other.start < one.end


def _free(places: Iterable[Place], taken: Iterable[Place]) -> list[Place]:
    all_taken = list(taken)
    return [place for place in places if not any(_overlap(place, other) for other in all_taken)]


def _standing(text: str, words: str, place: Place) -> list[Place]:
    if not words.split():
        return []
    own = rf"(?<!\w)({_any_space(words)})(?!\w)"
    pattern = rf"(?<!\S){_any_space(place.heading)}\s+{own}" if place.heading else own
    return [place._replace(start=match.start(1), end=match.end(1)) for match in re.finditer(pattern, text)]


def _any_space(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split()))


def _places_in_document(rows: pd.DataFrame, document_id: str, text: str) -> dict[str, Place]:
    to_source, source = places_in_source(text), _document_source(document_id)
    standing: dict[str, Place] = {}
    for row in rows.dropna(subset=["start", "end"]).to_dict("records"):
        start, end = int(row["start"]), int(row["end"])
        place = Place(source.guid, to_source(start), to_source(end))
        is_free = not any(_overlap(place, taken) for taken in standing.values())
        if text[start:end] == row["text"] and is_free:
            standing[row["passage_id"]] = place
    return standing


def _made_source(review_id: str, rows: pd.DataFrame) -> tuple[Source, dict[str, Place]]:
    text, places = "", {}
    source = _made_text(review_id)
    for row in rows.to_dict("records"):
        heading, words = _heading(row), source_text(row["text"])
        text += heading + "\n"
        places[row["passage_id"]] = Place(source.guid, len(text), len(text) + len(words), heading)
        text += words + "\n\n"
    return source._replace(text=text), places


def _homes_of(row: dict) -> dict[str, str]:
    made = {_made_text(row["review_id"]).guid: _heading(row)}
    return made if pd.isna(row["document_id"]) else {_document_source(row["document_id"]).guid: "", **made}


def _heading(row: dict) -> str:
    return source_text("\n".join(filter(None, [row["passage_id"], row["stem"]])))


def _document_source(document_id: str, text: str | None = None) -> Source:
    return Source(guid_of("document", document_id), document_id.replace("/", " "), text)


def _made_text(review_id: str) -> Source:
    return Source(guid_of("passages", review_id), f"{review_id} passages.txt", None)


def _guid(source: Source) -> str:
    return source.guid


def _name(source: Source) -> str:
    return source.name.casefold().strip().removesuffix(".txt")


def _words(source: Source) -> str:
    return " ".join((source.text or "").split())
