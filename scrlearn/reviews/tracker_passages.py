"""The recommendation that a row of a tracker is about, and the action or response that it holds."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from scrlearn.reviews.fields import read_bodies, read_dates, read_due, read_status
from scrlearn.reviews.headings import slug
from scrlearn.reviews.tracker_rows import TrackerRow

STATED = ("lead", "due_on", "due_precision", "due_text", "status", "status_on")
_DUE = ("due_on", "due_precision", "due_text")
_MARKER = re.compile(
    r"\s*(?:(?:recommendation|rec|finding|learning point|r)\s*)?(?P<number>\d+(?:\.\d+)*\w?)\s*[.:)–-]+\s*(?=\D)",
    re.IGNORECASE,
)
_BEFORE_NUMBER = re.compile(r"^(?:recommendations?|recs?|r|no|number|finding|learning point|lp)[\s.:#]*(?=\d)")


class Deed(NamedTuple):
    """An action or a response that a row holds: its words, what is stated of it, whether its status was understood."""

    row: TrackerRow
    recommendation_id: str
    kind: str
    text: str
    stated: dict[str, Any]
    understood: bool


def words_key(text: object) -> str:
    """Return a text as far as two that say the same have it in common: no case, white space or punctuation."""
    return re.sub(r"[\W_]+", "", str(text).casefold())


def number_of(row: TrackerRow) -> str | None:
    """
    Return the number of a row's recommendation: as its cell has it ("R1", "2(ii)" as 2.ii), else as its words begin.

    Parts of a number are joined by full stops.
    """
    printed = row.get("number")
    if printed is None:
        marked = _MARKER.match(row.get("recommendation") or "")
        printed = marked["number"] if marked else ""
    plain = slug(_BEFORE_NUMBER.sub("", printed.strip().lower())).replace("-", ".")
    return re.sub(r"(?<=\d)(?=[a-z])", ".", plain) or None


def find_recommendation(text: str, known: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """
    Find the recommendation of a review that has the words of a cell.

    Its number before the words does not count, and a recommendation with parts is found by the words of all of them.
    """
    keys = {words_key(text), words_key(_MARKER.sub("", text, count=1))}
    for row in known:
        if words_key(row["text"]) in keys or words_key(_MARKER.sub("", str(row["text"]), count=1)) in keys:
            return row
    for row in known:
        parts = [words_key(part["text"]) for part in known if part["part_of"] == row["passage_id"]]
        whole = words_key(row["text"])
        if parts and any(key.startswith(whole) and all(part in key for part in parts) for key in keys):
            return row
    return None


def deed_of(row: TrackerRow, recommendation_id: str, *, blue: bool) -> Deed | None:
    """
    Read the action or the response of a row; None where it has neither.

    An update is a response where there is no action beside it, and otherwise tells only how far the action has got.
    """
    action, update = row.get("action"), row.get("update")
    text = action or update
    if text is None:
        return None
    due, cell = read_due(row.get("due")), row.get("status")
    status = read_status(cell, update=update or text, blue=blue)
    dates = read_dates(row.get("status_on") or cell or "")
    stated = {
        "lead": read_bodies(row.cells.get("lead", [])),
        "due_on": due.on,
        "due_precision": due.precision,
        "due_text": due.text,
        "status": status.status,
        "status_on": dates[-1].on if dates else None,
    }
    return Deed(row, recommendation_id, "action" if action else "response", text, stated, status.understood)


def changes(deed: Deed, response: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row states of a response otherwise than the table has it; what it does not state is no change."""
    told = {name: cell for name, cell in deed.stated.items() if cell is not None and cell != "not_stated"}
    if any(name in told for name in _DUE):
        told |= {name: deed.stated[name] for name in _DUE}
    return {name: cell for name, cell in told.items() if _blank_as_none(response[name]) != cell}


def pair(deeds: Sequence[Deed], responses: Sequence[Mapping[str, Any]], *, renewed: set[str]) -> dict[int, Mapping]:
    """
    Tell which responses of a recommendation the rows of a tracker are.

    Parameters
    ----------
    deeds
        What the rows hold for one recommendation.
    responses
        The rows of ``responses`` that answer it.
    renewed
        The passage_id of those that came from a tracker's updates, whose words change from month to month.

    Returns
    -------
    dict
        The response by the number of its row. A row is first sought among those that agree with it in everything, then
        among the others of the same words: with the same lead, with any; an update at last among the renewed.
    """
    pairs: dict[int, Mapping] = {}
    free = list(responses)
    for deed in deeds:
        agreeing = [row for row in responses if _same_words(deed, row) and not changes(deed, row)]
        if agreeing:
            alike = next((row for row in agreeing if _states_the_same(deed, row)), agreeing[0])
            pairs[deed.row.number] = alike
            free = [row for row in free if row is not alike]
    for fits in (_same_lead, _same_words, lambda deed, row: deed.kind == "response" and row["passage_id"] in renewed):
        for deed in deeds:
            found = next((row for row in free if fits(deed, row)), None)
            if deed.row.number not in pairs and found is not None:
                pairs[deed.row.number] = found
                free = [row for row in free if row is not found]
    return pairs


def _same_words(deed: Deed, response: Mapping[str, Any]) -> bool:
    return words_key(deed.text) == words_key(response["text"])


def _states_the_same(deed: Deed, response: Mapping[str, Any]) -> bool:
    return all(_blank_as_none(response[name]) == deed.stated[name] for name in STATED)


def _same_lead(deed: Deed, response: Mapping[str, Any]) -> bool:
    return _same_words(deed, response) and deed.stated["lead"] == _blank_as_none(response["lead"])


def _blank_as_none(cell: Any) -> Any:
    return None if pd.isna(cell) else cell
