"""What the panel does: which passage it shows, what was decided there, and how each decision is recorded."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from scrlearn.checking.corrections import load_corrections
from scrlearn.checking.ledger import record_decisions
from scrlearn.checking.panel_passages import Passage
from scrlearn.decisions import current_decisions
from scrlearn.errors import ScrlearnError

DECISIONS = {"applies": "applies", "does_not_apply": "does not apply", "unsure": "unsure"}
_Key = tuple[str, str]


class _Decided(NamedTuple):
    decision: str
    reason: str
    how: str


class PanelState:
    """
    The panel without its looks: it takes messages and answers each with all that is to be shown.

    Parameters
    ----------
    folder
        The collection's folder, to whose ledger decisions are added.
    passages
        The passages to go through, as :func:`scrlearn.checking.panel_passages.lay_out_passages` gives them.
    coder
        Who decides.
    corrections
        Decisions that hold besides those of the folder's ledger.
    blind
        Whether other coders' decisions are kept from view.

    Examples
    --------
    ``PanelState(folder, passages, coder="Ann").answer({"kind": "go", "at": 2})``
    """

    def __init__(
        self,
        folder: Path | str,
        passages: Sequence[Passage],
        *,
        coder: str,
        corrections: pd.DataFrame | None = None,
        blind: bool = False,
    ) -> None:
        self._folder, self._passages, self._coder, self._blind = Path(folder), list(passages), coder.strip(), blind
        self._place_of = {passage.passage_id: place for place, passage in enumerate(passages)}
        self._cell_of = {(passage.passage_id, cell.theme_id): cell for passage in passages for cell in passage.cells}
        self._corrections = corrections
        self._notes: dict[str, str] = {}
        self._undoable: list[tuple[_Key, _Decided | None]] = []
        self._read_decisions()
        self._at = self._first_undecided()

    def __str__(self) -> str:
        """Say how far the coder has come."""
        asked = self._asked()
        return f"{sum(key in self._own for key in asked)} of {len(asked)} cells decided by {self._coder}"

    def answer(self, message: Mapping[str, Any]) -> dict:
        """
        Do what the panel asks for, and return what it is to show.

        Parameters
        ----------
        message
            ``kind`` and what goes with it: ``show``; ``decide`` (passage_id, theme_id, decision); ``undo``; ``note``
            (passage_id, note: the reason of the decisions made on that passage from now on); ``go`` (at: the place of
            a passage from 0, the number of passages for the last page). ``number``, if there, is given back.

        Returns
        -------
        dict
            All that is shown, of the passage too, in values that JSON has; ``saved`` says what has been recorded,
            ``error`` why something has not.
        """
        saved = error = ""
        try:
            saved = self._do(message)
        except ScrlearnError as refused:
            error = str(refused)
        return {"number": message.get("number"), "saved": saved, "error": error, **self._shown()}

    def _do(self, message: Mapping[str, Any]) -> str:
        if message["kind"] == "decide":
            return self._decide((message["passage_id"], message["theme_id"]), message["decision"])
        if message["kind"] == "undo":
            return self._undo()
        if message["kind"] == "note":
            self._notes[message["passage_id"]] = message["note"].strip()
        if message["kind"] == "go":
            self._at = min(max(message["at"], 0), len(self._passages))
        return ""

    def _decide(self, key: _Key, decision: str) -> str:
        before, note = self._own.get(key), self._notes.get(key[0], "")
        theme, words = self._cell_of[key].theme, DECISIONS[decision]
        if before is None or before.decision != decision or note not in ("", before.reason):
            self._record(key, _Decided(decision, note, self._how(key)))
            self._undoable.append((key, before))
        return f"Saved: {theme}: {words}."

    def _undo(self) -> str:
        if not self._undoable:
            return ""
        key, before = self._undoable[-1]
        self._record(key, before or _Decided("withdrawn", "", self._how(key)))
        self._undoable.pop()
        self._at = self._place_of[key[0]]
        now = f"{DECISIONS[before.decision]}, as before" if before else "not decided"
        return f"Taken back and saved: {self._cell_of[key].theme}: {now}."

    def _record(self, key: _Key, decided: _Decided) -> None:
        passage = self._passages[self._place_of[key[0]]]
        row = {"passage_id": key[0], "theme_id": key[1], **decided._asdict()}
        row |= {"text_seen": passage.text, "stem_seen": passage.stem}
        rows = pd.DataFrame([{name: value or None for name, value in row.items()}], dtype="str")
        record_decisions(self._folder, rows, coder=self._coder, source="panel", again=True)
        self._read_decisions()

    def _how(self, key: _Key) -> str:
        return ";".join(filter(None, ["blind" * self._blind, "drawn" * self._cell_of[key].drawn]))

    def _read_decisions(self) -> None:
        # Read back from the file after every decision: what is shown as decided is what stands there.
        known = pd.concat([self._corrections, load_corrections(self._folder)])
        words = pd.DataFrame([passage[:] for passage in self._passages], columns=list(Passage._fields))
        current = current_decisions(known, words.astype({"passage_id": "str"}))
        self._own: dict[_Key, _Decided] = {}
        self._others: dict[_Key, list[str]] = {}
        for row in current.astype("object").where(current.notna(), "").to_dict("records"):
            key = (row["passage_id"], row["theme_id"])
            if row["coder"] == self._coder:
                self._own[key] = _Decided(row["decision"], row["reason"], row.get("how", ""))
            elif not self._blind:
                because = f" ({row['reason']})" if row["reason"] else ""
                self._others.setdefault(key, []).append(f"{row['coder']}: {DECISIONS[row['decision']]}{because}")

    def _asked(self) -> list[_Key]:
        return [key for key, cell in self._cell_of.items() if cell.asked]

    def _first_undecided(self) -> int:
        places = [self._place_of[passage_id] for passage_id, theme_id in self._undecided()]
        return min(places, default=len(self._passages))

    def _undecided(self) -> list[_Key]:
        return [key for key in self._asked() if key not in self._own]

    def _shown(self) -> dict:
        n_asked, n_left = len(self._asked()), len(self._undecided())
        undoable = self._undoable[-1][0] if self._undoable else None
        return {
            "coder": self._coder,
            "blind": self._blind,
            "at": self._at,
            "n_passages": len(self._passages),
            "n_asked": n_asked,
            "n_decided": n_asked - n_left,
            "first_undecided": self._first_undecided(),
            "undo": self._cell_of[undoable].theme if undoable else "",
            "passage": self._shown_passage() if self._at < len(self._passages) else None,
        }

    def _shown_passage(self) -> dict:
        passage = self._passages[self._at]
        note = self._notes.get(passage.passage_id, "")
        cells = [self._shown_cell((passage.passage_id, cell.theme_id)) for cell in passage.cells]
        return {**passage._asdict(), "cells": cells, "note": note}

    def _shown_cell(self, key: _Key) -> dict:
        own = self._own.get(key)
        shown = {"decision": own.decision if own else "", "reason": own.reason if own else ""}
        return {**self._cell_of[key]._asdict(), **shown, "others": self._others.get(key, [])}
