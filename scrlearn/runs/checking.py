"""What people check in a collection: coding sheets made from it, and recorded in it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from scrlearn.checking.corrections import load_corrections
from scrlearn.checking.ledger import record_decisions
from scrlearn.checking.matrix import make_matrix
from scrlearn.checking.queue import choose_for_checking
from scrlearn.checking.sheet import SheetPart, write_sheet
from scrlearn.checking.sheet_reading import read_sheet_decisions
from scrlearn.export.tables import write_table
from scrlearn.reviews.collection import load_reviews
from scrlearn.runs.coder import ACTION_TYPES, split_decisions
from scrlearn.runs.coding import Coded, Period, code_collection
from scrlearn.runs.confirming import cells_added_by_learning, not_confirmed
from scrlearn.themes.codebook import load_codebook
from scrlearn.themes.labelled import load_labelled, relabel
from scrlearn.themes.likeness import measure_likeness
from scrlearn.validation import check_table, empty_table

_CELL = ["passage_id", "theme_id"]


class Recorded(NamedTuple):
    """What recording a sheet came to: the rows added, how many were there already, and the table ``unread_cells``."""

    added: pd.DataFrame
    n_known: int
    unread: pd.DataFrame


class _Side(NamedTuple):
    """The passages of one table, what they were coded as, and the themes in question."""

    name: str
    passages: pd.DataFrame
    codings: pd.DataFrame
    themes: pd.DataFrame
    corrections: pd.DataFrame


def write_coding_sheet(
    folder: Path | str,
    path: Path | str,
    *,
    coder: str | None = None,
    n: int = 40,
    blind: bool = False,
    confirm_all: bool = False,
    disagreements: bool = False,
    include_unpublished: bool = False,
    encoder: Path | str | None = None,
    seed: int = 0,
    progress: Callable[[str], None] = lambda step: None,
) -> int:
    """
    Write a coding sheet for a collection.

    Parameters
    ----------
    folder
        The collection.
    path
        The .xlsx file.
    coder
        Who will fill it in: what this person has decided is not asked again.
    n
        How many cells are asked for, recommendations and responses together.
    blind
        Whether to hide what the machine suggests and what others decided.
    confirm_all
        Ask for every coding that a report rests on and nobody has confirmed: whatever applies or is left to check,
        sorts of action too, and what the model would add if it learnt that all of this was confirmed.
    disagreements
        Ask for the cells that people left open because they disagree or are unsure, with what each of them said.
    include_unpublished
        Whether reviews that are not public are asked about too.
    encoder, seed
        As for :func:`scrlearn.runs.run.run_collection`; the seed draws the cells that chance chooses.
    progress
        Called with the name of each step as it begins.

    Returns
    -------
    int
        How many cells are asked for. Where there is none, no file is written.

    Raises
    ------
    ScrlearnError
        When the collection does not hold what it should, or the file cannot be written.
    """
    coded = code_collection(
        folder, period=Period(), include_unpublished=include_unpublished, encoder=encoder, seed=seed, progress=progress
    )
    sides = _sides(coded)
    progress("Choosing what to ask")
    if confirm_all:
        also = cells_added_by_learning(folder, coded, encoder=encoder, seed=seed)
        parts = [_part(side, _unconfirmed(side.codings, also)) for side in sides]
    elif disagreements:
        parts = [_part(side, _left_open(side.codings)) for side in sides]
    else:
        parts = list(_next_parts(sides[:2], coded, coder=coder, n=n, seed=seed))
    parts = [part for part in parts if len(part.to_check)]
    if parts:
        write_sheet(path, parts, coded.collection.reviews, blind=blind)
    return sum(len(part.to_check) for part in parts)


def record_coding_sheet(folder: Path | str, path: Path | str, *, coder: str, settles: bool = False) -> Recorded:
    """
    Record what was decided in a coding sheet.

    Parameters
    ----------
    folder
        The collection.
    path
        The filled sheet.
    coder
        Who filled it in.
    settles
        Whether the decisions settle what others disagree on.

    Returns
    -------
    Recorded
        A sheet that is recorded again adds only what was changed in it since.

    Raises
    ------
    ScrlearnError
        When it is no coding sheet, or cannot be recorded; then nothing is.
    """
    collection, corrections = load_reviews(folder), load_corrections(folder)
    passages = pd.concat([collection.recommendations, collection.responses], ignore_index=True)
    themes = pd.concat([load_codebook(folder).themes, load_codebook(ACTION_TYPES).themes])
    read = read_sheet_decisions(path, passages, themes, coder=coder, settles=settles, corrections=corrections)
    added = record_decisions(folder, read.decisions, coder=coder, source=read.source)
    return Recorded(added, len(read.decisions) - len(added), read.unread)


def write_coding_matrix(folder: Path | str, path: Path | str, *, include_unpublished: bool = False) -> Path:
    """Code a collection and write its recommendations and replies × themes as a CSV of 0 and 1, blank where open."""
    coded = code_collection(folder, period=Period(), include_unpublished=include_unpublished)
    codings = pd.concat([coded.recommendation_codings, coded.response_codings], ignore_index=True)
    return write_table(make_matrix(codings), path)


def _sides(coded: Coded) -> list[_Side]:
    recommendations, responses = coded.collection.recommendations, coded.collection.responses
    on_themes, on_actions = split_decisions(coded.corrections, coded.codebook, coded.action_types)
    return [
        _Side("Recommendations", recommendations, coded.recommendation_codings, coded.codebook.themes, on_themes),
        _Side("Responses", responses, coded.response_codings, coded.codebook.themes, on_themes),
        _Side("Sorts of action", responses, coded.action_codings, coded.action_types, on_actions),
    ]


def _part(side: _Side, to_check: pd.DataFrame) -> SheetPart:
    return SheetPart(side.name, side.passages, side.codings, side.themes, to_check)


def _next_parts(sides: list[_Side], coded: Coded, *, coder: str | None, n: int, seed: int) -> Iterator[SheetPart]:
    labelled = relabel(load_labelled(), coded.codebook)
    n_cells, left = sum(len(side.codings) for side in sides), n
    for side in sides:
        share = min(round(n * len(side.codings) / n_cells), left) if side is not sides[-1] else left
        left -= share
        yield _part(
            side,
            choose_for_checking(
                side.passages,
                side.codings,
                corrections=side.corrections,
                likeness=measure_likeness(side.passages, labelled),
                coder=coder,
                n=share,
                seed=seed,
            ),
        )


def _unconfirmed(codings: pd.DataFrame, also: pd.DataFrame) -> pd.DataFrame:
    ids = pd.MultiIndex.from_frame(codings[_CELL])
    added = pd.Series(ids.isin(pd.MultiIndex.from_frame(also)), index=codings.index)
    shown = codings.index.isin(not_confirmed(codings).index)
    why = codings["reason"].fillna("counted unseen").where(shown, "the model may add it when it has learnt from you")
    return _as_to_check(codings.assign(why=why)[shown | added])


def _left_open(codings: pd.DataFrame) -> pd.DataFrame:
    left_open = codings[(codings["decision"] == "check") & (codings["decided_by"] == "person")]
    return _as_to_check(left_open.assign(why=left_open["reason"]))


def _as_to_check(cells: pd.DataFrame) -> pd.DataFrame:
    rows = cells.assign(place=range(1, len(cells) + 1), drawn=False, worth=1.0)
    return check_table(rows.reindex(columns=list(empty_table("to_check"))), "to_check")
