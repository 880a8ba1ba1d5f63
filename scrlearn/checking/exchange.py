"""What people coded in qualitative tools, as decisions."""

from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from scrlearn.refi.parts import MACHINE, Coding, Source, when_of
from scrlearn.refi.reading import read_project
from scrlearn.refi.sources import Place, find_passages, placed_passages
from scrlearn.refi.themes import meanings_of_codes
from scrlearn.validation import check_table

_CELL = ["passage_id", "theme_id", "coder"]
_SAYS = ["decision", "reason", "text_seen", "stem_seen", "decided_at"]
_SHOWN = ["place", "code", "text"]


class ExchangeReading(NamedTuple):
    """What was read: decisions of every coder, and the table unplaced_codings."""

    decisions: pd.DataFrame
    unplaced: pd.DataFrame


def read_exchange(
    path: Path | str,
    *,
    recommendations: pd.DataFrame,
    responses: pd.DataFrame,
    themes: pd.DataFrame,
    documents: Mapping[str, str],
) -> ExchangeReading:
    """
    Read what people coded in a qualitative tool.

    A coding counts for each passage of which it covers at least half, or in which at least half of it lies. Passages
    are found in the file by their words, wherever another program has moved them. What was coded there and deleted
    again is not in the file and is not taken for a withdrawal: withdraw a decision here.

    Parameters
    ----------
    path
        A project (.qdpx), first written here and then coded in NVivo, MAXQDA, ATLAS.ti, QualCoder or the like.
    recommendations, responses
        The passages of the collection.
    themes
        The table themes: those that are coded. A code is known by its guid, or by its name: the theme's label or id.
    documents
        The text of each document, by document_id, as the file was written with.

    Returns
    -------
    ExchangeReading
        ``decisions`` has at most one row a passage, theme and coder, in the file's order: passage_id, theme_id, coder,
        decision (``applies``, ``does_not_apply`` or ``unsure``), reason (the comment on the coding), text_seen and
        stem_seen (the passage as it stands in the file), and decided_at where the file says. Rows of one coder can be
        given to :func:`scrlearn.checking.ledger.record_decisions`. The machine's codings are left aside. ``unplaced``
        is the table unplaced_codings, a row for each coding of a person that could not be taken, among them all those
        with which a coder says two different things of one passage.

    Raises
    ------
    FileError
        When the file cannot be opened or is no such project.

    Examples
    --------
    >>> import tempfile
    >>> from scrlearn.refi.parts import Code, Coding, Project, Source, User
    >>> from scrlearn.refi.writing import project_bytes
    >>> passages = pd.DataFrame({
    ...     "passage_id": ["k:1"], "review_id": ["k"], "document_id": ["k/1"], "start": [3], "end": [18],
    ...     "text": ["Hear the child."],
    ... })
    >>> themes = pd.DataFrame({"theme_id": ["voice"], "theme": ["Voice of the child"]})
    >>> coding = Coding("c", "v", "u", "s", 3, 11, "asked")
    >>> elsewhere = Project(
    ...     "Ours", [User("u", "Ann")], [Code("v", "voice of the child")], [Source("s", "k 1", "1. Hear the child.")],
    ...     [coding],
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "coded.qdpx")
    ...     written = file.write_bytes(project_bytes(elsewhere))
    ...     reading = read_exchange(
    ...         file, recommendations=passages, responses=passages.head(0), themes=themes,
    ...         documents={"k/1": "1. Hear the child."},
    ...     )
    >>> reading.decisions[["passage_id", "theme_id", "coder", "decision", "reason"]]
      passage_id theme_id coder decision reason
    0        k:1    voice   Ann  applies  asked
    """
    project = read_project(path)
    passages = placed_passages(recommendations, responses)
    reader = _Reader(
        users={user.guid: user.name for user in project.users if user.name.strip()},
        code_names={code.guid: code.name for code in project.codes},
        meanings=meanings_of_codes(project.codes, themes),
        sources={source.guid: source for source in project.sources},
        places=find_passages(project.sources, passages, documents),
        words={row["passage_id"]: row for row in passages.to_dict("records")},
    )
    rows = [row for coding in project.codings for row in reader.read(coding)]
    read = _with_contradictions(pd.DataFrame(rows, columns=[*_SHOWN, *_CELL, *_SAYS, "why"], dtype="str"))
    return ExchangeReading(_one_each(read[read["why"].isna()]), _unplaced(read[read["why"].notna()]))


class _Reader(NamedTuple):
    """Everything that is needed to make sense of a coding."""

    users: dict[str, str]
    code_names: dict[str, str]
    meanings: dict[str, tuple[str, str]]
    sources: dict[str, Source]
    places: dict[str, dict[str, Place]]
    words: Mapping[str, Mapping[Hashable, str]]

    def read(self, coding: Coding) -> Iterator[dict[str, str | None]]:
        """Yield a row for each passage that a coding counts for; a row that says why where there is none."""
        coder = self.users.get(coding.user or "")
        if coder == MACHINE:
            return
        shown = {**self._shown(coding), "coder": coder}
        why = self._why_not(coding)
        under = [] if why else self._passages_under(coding)
        if not under:
            yield {**shown, "why": why or "no passage stands there, or its words have changed"}
            return
        theme_id, decision = self.meanings[coding.code]
        said = {"theme_id": theme_id, "decision": decision, "reason": coding.description}
        for passage_id in under:
            words = self.words[passage_id]
            seen = {"passage_id": passage_id, "text_seen": words["text"], "stem_seen": words["stem"] or None}
            yield {**shown, **said, **seen, "decided_at": when_of(coding.created)}

    def _why_not(self, coding: Coding) -> str | None:
        if coding.user not in self.users:
            return "the file does not say who coded it; give the coder a name there"
        if coding.code not in self.meanings:
            return "its code is no theme of the codebook"
        if self.meanings[coding.code][1] == "check":
            return "to check is what the machine says; say applies, does not apply or unsure"
        if coding.start is None:
            return "it is not on a stretch of text"
        if coding.source not in self.places:
            return "its source is no document of the collection"
        return None

    def _passages_under(self, coding: Coding) -> list[str]:
        places = self.places[coding.source].items()
        return [passage_id for passage_id, place in places if _counts_for(coding, place)]

    def _shown(self, coding: Coding) -> dict[str, str | None]:
        source = self.sources[coding.source]
        shown = {"place": source.name, "code": self.code_names.get(coding.code), "text": None}
        if coding.start is None or source.text is None:
            return shown
        place = f"{source.name}, characters {coding.start} to {coding.end}"
        return {**shown, "place": place, "text": source.text[coding.start : coding.end]}


def _counts_for(coding: Coding, place: Place) -> bool:
    start, end = coding.start or 0, coding.end or 0
    if (start, end) == (place.start, place.end):
        return True
    shared = min(end, place.end) - max(start, place.start)
    return shared > 0 and 2 * shared >= min(end - start, place.end - place.start)


def _with_contradictions(read: pd.DataFrame) -> pd.DataFrame:
    placed = read[read["why"].isna()]
    contradicts = placed.groupby(_CELL)["decision"].transform("nunique") > 1
    cell = placed["theme_id"] + " of " + placed["passage_id"]
    return read.assign(
        why=read["why"].fillna(("the coder says two different things on " + cell + "; leave one")[contradicts])
    )


def _one_each(placed: pd.DataFrame) -> pd.DataFrame:
    decisions = placed.drop_duplicates(_CELL, keep="last").set_index(_CELL)
    reasons = placed.dropna(subset="reason").drop_duplicates([*_CELL, "reason"])
    decisions["reason"] = reasons.groupby(_CELL)["reason"].agg("; ".join).reindex(decisions.index)
    return decisions.reset_index()[[*_CELL, *_SAYS]].astype("str")


def _unplaced(rows: pd.DataFrame) -> pd.DataFrame:
    # Several codings may be on the same words; the table names each place once.
    nth = rows.groupby("place").cumcount() + 1
    place = rows["place"].where(nth == 1, rows["place"] + " (" + nth.astype("str") + ")")
    return check_table(rows.assign(place=place)[["place", "coder", "code", "text", "why"]], "unplaced_codings")
