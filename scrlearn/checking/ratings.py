"""What people, rules and model say of the same themes of the same passages, side by side."""

from collections.abc import Sequence

import pandas as pd

from scrlearn.decisions import current_decisions
from scrlearn.errors import TableError
from scrlearn.passages import coded_passages
from scrlearn.validation import check_table, empty_table, list_values, name_rows, require_columns

MACHINES = ("rules", "model", "machine")
_CELL = ["passage_id", "theme_id"]
_RATER = {"rule": "rules", "model": "model"}
_SAID = [*_CELL, "rater", "decision", "reason"]


def list_ratings(
    passages: pd.DataFrame,
    *,
    corrections: pd.DataFrame | None = None,
    suggestions: Sequence[pd.DataFrame] = (),
    codings: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Put side by side what people, rules and model say.

    A model that has learnt from a person's decisions must not be measured against them: it would be asked what it was
    told. Train it without, as ``ThemeModel(codebook).fit(load_labelled())``, and settle the codings given here without
    corrections.

    Parameters
    ----------
    passages
        Recommendations or responses, with review_id. What is said of other passages, or of those that have parts, is
        left aside.
    corrections
        People's decisions; where themes of the codebook were replaced, as
        :func:`scrlearn.decisions.carry_decisions` gives them. What was withdrawn, or decided on other words than those
        that are there now, does not count; nor does a decision that settles a disagreement, since it was made in sight
        of the others': what that coder had said before does.
    suggestions
        Tables of suggestions: source ``rule`` becomes the rater rules, ``model`` the rater model.
    codings
        Codings settled without corrections; they become the rater machine.

    Returns
    -------
    pandas.DataFrame
        The table ratings: one row for each passage, theme and rater that says something of it. Passages are in their
        order; themes in that of the machines, then of the corrections; people in the order of the corrections, then
        rules, model and machine. A coder who is unsure, or who answered differently on themes that were merged, says
        ``check``. A machine is blind, its cells are drawn where they were drawn for any person, and its reason, where
        it gives no other, is the words that it rests on.

    Raises
    ------
    TableError
        When a column is missing, a rater says two things of one cell, a coder is called as a machine is, or a coding
        was decided by a person.

    Examples
    --------
    >>> passages = pd.DataFrame({"passage_id": ["k:1"], "review_id": ["k"], "text": ["Ask about the cot."]})
    >>> corrections = pd.DataFrame({
    ...     "passage_id": "k:1", "theme_id": "sleep", "coder": ["Ann", "Bob"], "decision": ["applies", "unsure"],
    ...     "reason": None, "text_seen": None, "stem_seen": None, "how": ["blind;drawn", None],
    ... })
    >>> list_ratings(passages, corrections=corrections)[["theme_id", "rater", "decision", "drawn", "blind"]]
      theme_id rater decision  drawn  blind
    0    sleep   Ann  applies   True   True
    1    sleep   Bob    check  False  False
    """
    require_columns(passages, "passages", ["passage_id", "review_id"])
    corrections = empty_table("corrections") if corrections is None else corrections
    coded = coded_passages(passages)
    people = _people_say(corrections, coded)
    machines = _machines_say(suggestions, codings)
    drawn_cells = pd.MultiIndex.from_frame(people.loc[people["drawn"], _CELL])
    machines = machines.assign(drawn=pd.MultiIndex.from_frame(machines[_CELL]).isin(drawn_cells), blind=True)
    ratings = pd.concat([people, machines]).merge(passages[["passage_id", "review_id"]], on="passage_id")
    order = {
        "passage_id": coded["passage_id"],
        "theme_id": pd.concat([machines["theme_id"], corrections["theme_id"]]),
        "rater": [*corrections["coder"], *MACHINES],
    }
    return check_table(_in_order(ratings, {name: list(dict.fromkeys(order[name])) for name in order}), "ratings")


def _people_say(corrections: pd.DataFrame, coded: pd.DataFrame) -> pd.DataFrame:
    needed = [*_CELL, "coder", "decision", "reason", "text_seen", "stem_seen"]
    require_columns(corrections, "corrections", needed)
    _refuse_namesakes(corrections)
    flagged = corrections.assign(drawn=_decided(corrections, "drawn"), blind=_decided(corrections, "blind"))
    decisions = current_decisions(flagged[~_decided(corrections, "settles")], coded)
    answers = decisions.assign(rater=decisions["coder"], decision=decisions["decision"].replace("unsure", "check"))
    # A coder has several answers on one cell where themes were merged.
    said = answers.groupby([*_CELL, "rater"], sort=False).agg(
        decision=("decision", lambda given: given.iloc[0] if given.nunique() == 1 else "check"),
        reason=("reason", lambda given: "; ".join(given.dropna().unique()) or None),
        drawn=("drawn", "all"),
        blind=("blind", "all"),
    )
    return said.reset_index()


def _decided(corrections: pd.DataFrame, how: str) -> pd.Series:
    said = corrections.get("how", pd.Series(index=corrections.index, dtype="str"))
    return said.fillna("").str.split(";").map(lambda words: how in words).astype("bool")


def _machines_say(suggestions: Sequence[pd.DataFrame], codings: pd.DataFrame | None) -> pd.DataFrame:
    tables = [pd.DataFrame(columns=_SAID, dtype="str")]
    for table in suggestions:
        require_columns(table, "suggestions", [*_CELL, "source", "decision", "evidence"])
        tables.append(table.assign(rater=table["source"].map(_RATER), reason=table["evidence"])[_SAID])
    if codings is not None:
        require_columns(codings, "codings", [*_CELL, "decision", "decided_by", "evidence", "reason"])
        _refuse_decided_by_people(codings)
        reason = codings["reason"].fillna(codings["evidence"])
        tables.append(codings.assign(rater="machine", reason=reason)[_SAID])
    return pd.concat(tables, ignore_index=True)


def _in_order(ratings: pd.DataFrame, order: dict[str, list[str]]) -> pd.DataFrame:
    places = {name: {value: place for place, value in enumerate(values)} for name, values in order.items()}
    coded = ratings[ratings["passage_id"].isin(order["passage_id"])]
    return coded.sort_values(list(order), key=lambda cells: cells.map(places[str(cells.name)]))


def _refuse_namesakes(corrections: pd.DataFrame) -> None:
    namesakes = corrections.loc[corrections["coder"].isin(MACHINES), "coder"]
    if len(namesakes):
        rows = name_rows(namesakes.index, numbered_as_excel=False)
        raise TableError(
            f"corrections: coder has {list_values(namesakes)} in {rows}, which is what a machine is called; "
            "give the coder another name."
        )


def _refuse_decided_by_people(codings: pd.DataFrame) -> None:
    of_people = codings[codings["decided_by"] == "person"]
    if len(of_people):
        cell = ", ".join(of_people.iloc[0][_CELL])
        raise TableError(
            f"codings: {cell} was decided by a person; settle again without corrections, or people would be "
            "measured against themselves."
        )
