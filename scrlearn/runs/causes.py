"""Why codings differ between two runs: found by coding again with one thing changed at a time, never guessed."""

from collections.abc import Callable, Iterable
from functools import reduce
from typing import NamedTuple

import pandas as pd

from scrlearn.runs.differences import Basis, Difference, decisions_that_differ

# A cell of a passage that is not there, or does not carry the theme by the machine's word: nothing was said.
NOTHING = ""
_CELL = ["passage_id", "theme_id"]

# What a basis says of some passages: the table codings.
Say = Callable[[Basis, Iterable[str]], pd.DataFrame]
Cell = tuple[str, str]
States = dict[Cell, str]


def states_of(codings: pd.DataFrame) -> States:
    """Return what each cell says, in a word or two: decision, who decided, and whether a person confirmed it."""
    decided = codings[(codings["decision"] != "does_not_apply") | (codings["decided_by"] == "person")]
    columns = (decided[name] for name in (*_CELL, "decision", "decided_by", "confirmed"))
    return {
        (passage_id, theme_id): f"{decision} {decided_by} {confirmed}"
        for passage_id, theme_id, decision, decided_by, confirmed in zip(*columns, strict=True)
    }


class Side(NamedTuple):
    """One of two runs: what it rested on, and what its cells said."""

    basis: Basis
    states: States

    def says(self, cell: Cell) -> str:
        """Return what a cell says."""
        return self.states.get(cell, NOTHING)


def find_causes(
    before: Side, after: Side, differences: list[Difference], *, other_versions: tuple[str, ...], say: Say
) -> dict[Cell, list[tuple[str, str]]]:
    """
    Find why cells say something else in one run than in another.

    The first basis is coded again with each difference alone; where a cell then says what it says in the second run,
    that is a cause. Where no single one brings that about, each difference is taken back from the second basis: without
    what is a cause, the cell would say something else.

    Parameters
    ----------
    before, after
        The two runs, as recorded.
    differences
        From :func:`scrlearn.runs.differences.find_differences`.
    other_versions
        From :func:`scrlearn.runs.differences.find_other_versions`.
    say
        Codes passages as the package that is installed now would.

    Returns
    -------
    dict
        For each cell that differs, causes with their detail, in the order of the differences. The cause is
        ``package_version`` where the same inputs are coded otherwise by the package that is installed now, and
        ``not_known`` where neither that nor any difference, nor all of them together, accounts for it.
    """
    changed = [cell for cell in {**before.states, **after.states} if before.says(cell) != after.says(cell)]
    if not changed:
        return {}
    asked = {passage_id for passage_id, _ in changed}
    was_now, is_now = (Side(side.basis, states_of(say(side.basis, asked))) for side in (before, after))
    alone = [
        (difference, Side(basis, states_of(say(basis, asked))))
        for difference in differences
        for basis in [difference.take(before.basis, after.basis)]
    ]
    causes: dict[Cell, list[tuple[str, str]]] = {}
    for cell in changed:
        enough = [difference for difference, side in alone if side.says(cell) == after.says(cell) != was_now.says(cell)]
        otherwise = before.says(cell) != was_now.says(cell) or after.says(cell) != is_now.says(cell)
        causes[cell] = _told(enough, cell, before, after) or ([_of_package(other_versions)] if otherwise else [])
    unexplained = [cell for cell in changed if not causes[cell]]
    return causes | _find_joint_causes(unexplained, before, is_now, differences, say=say)


def _find_joint_causes(
    cells: list[Cell], before: Side, after: Side, differences: list[Difference], *, say: Say
) -> dict[Cell, list[tuple[str, str]]]:
    if not cells:
        return {}
    asked = {passage_id for passage_id, _ in cells}
    without = [
        (difference, states_of(say(difference.take(after.basis, before.basis), asked))) for difference in differences
    ]
    together = reduce(lambda basis, difference: difference.take(basis, after.basis), differences, before.basis)
    with_all = states_of(say(together, asked))
    causes = {}
    for cell in cells:
        needed = [difference for difference, states in without if states.get(cell, NOTHING) != after.says(cell)]
        # Where any one of several is enough to keep it so, it takes all of them to undo it.
        several = differences if with_all.get(cell, NOTHING) == after.says(cell) else []
        causes[cell] = _told(needed or several, cell, before, after) or [("not_known", "")]
    return causes


def _of_package(other_versions: tuple[str, ...]) -> tuple[str, str]:
    if other_versions:
        return "package_version", ", ".join(other_versions)
    return "not_known", "the package that made these runs is not installed here any more"


def _told(differences: list[Difference], cell: Cell, before: Side, after: Side) -> list[tuple[str, str]]:
    return [_told_of(difference, cell, before.basis, after.basis) for difference in differences]


def _told_of(difference: Difference, cell: Cell, before: Basis, after: Basis) -> tuple[str, str]:
    if difference.cause == "changed_rule":
        alone = len(difference.subjects) == 1
        return difference.cause, f"{difference.subjects[0]} ({difference.detail})" if alone else difference.detail
    if difference.cause == "persons_decision":
        return difference.cause, _who_decided(cell, before, after)
    if difference.cause == "changed_text":
        return _what_became_of(cell[0], difference, before, after)
    return difference.cause, difference.detail


def _what_became_of(passage_id: str, difference: Difference, before: Basis, after: Basis) -> tuple[str, str]:
    was_there, is_there = (_is_there(passage_id, basis) for basis in (before, after))
    if was_there != is_there:
        return ("new_passage", "") if is_there else ("removed_passage", "")
    own = passage_id in difference.subjects
    return difference.cause, "" if own else "what people decided on other words no longer teaches the model"


def _who_decided(cell: Cell, before: Basis, after: Basis) -> str:
    differing = decisions_that_differ(before.inputs.corrections, after.inputs.corrections)
    # A decision on a theme that was renamed is one on the theme that stands for it now.
    retired = after.inputs.codebook.retired
    themes = [cell[1], *retired.loc[retired["replaced_by"] == cell[1], "theme_id"]]
    own = differing[(differing["passage_id"] == cell[0]) & differing["theme_id"].isin(themes)]
    said = own["coder"] + ": " + own["decision"].str.replace("_", " ")
    return "; ".join(said) or f"the model has learnt from {len(differing)} decisions"


def _is_there(passage_id: str, basis: Basis) -> bool:
    return any((table["passage_id"] == passage_id).any() for table in basis.inputs.collection[2:4])
