"""What to check next: the cells on which a person's decision is worth most, and some that chance chooses."""

from hashlib import sha256

import pandas as pd

from scrlearn.decisions import current_decisions
from scrlearn.errors import TableError
from scrlearn.passages import coded_passages
from scrlearn.validation import check_table, empty_table, require_columns

_CELL = ["passage_id", "theme_id"]
# What each reason is worth; together they come to 1. They order, no more: no decision rests on them.
_PEOPLE_DIFFER, _TO_CHECK, _SOURCES_DIFFER, _COUNTED, _CLOSE, _UNLIKE, _FEW = 0.2, 0.25, 0.15, 0.1, 0.1, 0.1, 0.1
_ENOUGH_DECISIONS = 10
_UNLIKE_SHARE = 0.1


def choose_for_checking(
    passages: pd.DataFrame,
    codings: pd.DataFrame,
    *,
    corrections: pd.DataFrame | None = None,
    likeness: pd.DataFrame | None = None,
    coder: str | None = None,
    n: int = 40,
    share_drawn: float = 0.2,
    seed: int = 0,
) -> pd.DataFrame:
    """
    Choose what a person should look at next.

    Parameters
    ----------
    passages
        Recommendations or responses.
    codings
        ``codings`` of them.
    corrections
        People's decisions, as :func:`scrlearn.decisions.carry_decisions` gives them where themes were replaced.
    likeness
        ``likeness`` of the passages, from :func:`scrlearn.themes.likeness.measure_likeness`.
    coder
        Who will look. Cells that this person has decided are left out, and what others have decided is asked again only
        where chance chooses it or they disagree. Without a name, cells that anybody has decided are left out.
    n
        How many cells.
    share_drawn
        The share of them, from 0 to 1, that chance chooses out of all that the person has not decided: figures of
        agreement on these speak for all such cells, the others were chosen for being hard. Who draws with the same seed
        draws the same cells, so that coders meet on them; reviews that come later leave the draw as it was.
    seed
        For the draw.

    Returns
    -------
    pandas.DataFrame
        ``to_check``: the cells most worth a look first, those that were drawn spread among them. Worth adds up what
        speaks for a look: people disagree; marked check; rules and model disagree; counted and nobody has looked; the
        score is near one half; unlike anything labelled (the least like tenth); fewer than ten decisions on the theme.
        Of passages that say nearly the same one is shown.

    Raises
    ------
    TableError
        When a column is missing, or n or share_drawn is out of range.

    References
    ----------
    Permanent random numbers: E. Ohlsson, "Coordination of samples using permanent random numbers", in Business Survey
    Methods (Wiley, 1995). Asking where a model is in doubt: D. D. Lewis and W. A. Gale, "A sequential algorithm for
    training text classifiers", SIGIR (1994).

    Examples
    --------
    >>> passages = pd.DataFrame({"passage_id": ["k:1", "k:2"], "text": ["Ask dad.", "Ask."]})
    >>> codings = pd.DataFrame({
    ...     "passage_id": ["k:1", "k:2"], "theme_id": "whole_family", "decision": ["applies", "check"],
    ...     "decided_by": "model", "confirmed": False, "score": [0.9, 0.5], "rule_ids": None,
    ...     "reason": [None, "the model gives 0.50, too close to call"],
    ... })
    >>> choose_for_checking(passages, codings, share_drawn=0)[["passage_id", "worth", "why"]]
      passage_id  worth                                                                     why
    0        k:2   0.45  the model gives 0.50, too close to call; 0 decisions on this theme yet
    1        k:1   0.22                           counted unseen; 0 decisions on this theme yet
    """
    require_columns(codings, "codings", [*_CELL, "decision", "decided_by", "confirmed", "score", "rule_ids", "reason"])
    if n < 0 or not 0 <= share_drawn <= 1:
        raise TableError(f"to_check: n is {n} and share_drawn {share_drawn}; use n from 0 and a share from 0 to 1.")
    decided = _decided(passages, corrections)
    cells = _weighed(codings, decided, likeness)
    own = decided[decided["coder"] == coder] if coder else decided
    open_cells = cells[~_cell_ids(cells).isin(_cell_ids(own))]
    drawn = open_cells.loc[_by_chance(open_cells, seed)].head(round(n * share_drawn))
    wanted = _shown_once(open_cells[~open_cells["confirmed"] & ~open_cells.index.isin(drawn.index)])
    chosen = pd.concat([_spread(wanted.head(n - len(drawn)), drawn=False), _spread(drawn, drawn=True)])
    chosen = chosen.sort_values("turn", kind="stable").assign(place=range(1, len(chosen) + 1))
    return check_table(chosen.reindex(columns=list(empty_table("to_check"))), "to_check")


def _decided(passages: pd.DataFrame, corrections: pd.DataFrame | None) -> pd.DataFrame:
    rows = empty_table("corrections") if corrections is None else corrections
    return current_decisions(rows, coded_passages(passages))


def _cell_ids(cells: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(cells[_CELL])


def _by_chance(cells: pd.DataFrame, seed: int) -> pd.Index:
    # A number of its own for each cell, whatever else is there.
    names = f"{seed}|" + cells["passage_id"] + "|" + cells["theme_id"]
    return names.map(lambda name: sha256(name.encode()).hexdigest()).astype("str").sort_values(kind="stable").index


def _weighed(codings: pd.DataFrame, decided: pd.DataFrame, likeness: pd.DataFrame | None) -> pd.DataFrame:
    cells = codings.reset_index(drop=True).assign(same_as=codings["passage_id"].to_numpy())
    if likeness is not None:
        same_as = likeness.set_index("passage_id")["same_as"]
        cells["same_as"] = cells["passage_id"].map(same_as).fillna(cells["passage_id"])
    reasons = _reasons(cells, decided, likeness)
    worth = sum((worth for worth, _ in reasons), start=pd.Series(0.0, index=cells.index))
    words = pd.concat([why for _, why in reasons], axis=1)
    why = words.apply(lambda row: "; ".join(row.dropna()), axis=1) if len(words) else pd.Series(dtype="str")
    return cells.assign(worth=worth.clip(0, 1), why=why)


def _reasons(
    cells: pd.DataFrame, decided: pd.DataFrame, likeness: pd.DataFrame | None
) -> list[tuple[pd.Series, pd.Series]]:
    sources_differ = (cells["decision"] == "check") & cells["rule_ids"].notna() & (cells["score"] < 0.5)
    by_people, to_check = cells["decided_by"] == "person", cells["decision"] == "check"
    counted = (cells["decision"] == "applies") & ~cells["confirmed"]
    close = (1 - (2 * cells["score"].astype("float") - 1).abs()).fillna(0) * _CLOSE
    n_decided = cells["theme_id"].map(decided["theme_id"].value_counts()).fillna(0).astype("int")
    few = (1 - n_decided / _ENOUGH_DECISIONS).clip(0, 1)
    reason = cells["reason"].astype("str")
    no_words = pd.Series(index=cells.index, dtype="str")
    few_words = n_decided.astype("str") + " decisions on this theme yet"
    return [
        _reason(by_people & to_check, _PEOPLE_DIFFER, reason),
        _reason(to_check & ~by_people, _TO_CHECK, reason.fillna("left to check")),
        (sources_differ * _SOURCES_DIFFER, no_words),
        _reason(counted, _COUNTED, "counted unseen"),
        (close, no_words),
        _reason(_is_unlike(cells, likeness), _UNLIKE, "unlike anything labelled"),
        (few * _FEW, few_words.where(few > 0)),
    ]


def _reason(holds: pd.Series, worth: float, words: pd.Series | str) -> tuple[pd.Series, pd.Series]:
    return holds.astype("float") * worth, pd.Series(words, index=holds.index, dtype="str").where(holds)


def _is_unlike(cells: pd.DataFrame, likeness: pd.DataFrame | None) -> pd.Series:
    if likeness is None or likeness.empty:
        return pd.Series(False, index=cells.index)
    alike = cells["passage_id"].map(likeness.set_index("passage_id")["likeness"])
    return alike <= likeness["likeness"].quantile(_UNLIKE_SHARE)


def _shown_once(cells: pd.DataFrame) -> pd.DataFrame:
    ordered = cells.sort_values("worth", ascending=False, kind="stable")
    alike = ordered.groupby(["same_as", "theme_id"], sort=False)["passage_id"]
    others = alike.transform(lambda passage_ids: ";".join(passage_ids.iloc[1:]))
    return ordered.assign(stands_for=others.replace("", None))[~ordered.duplicated(["same_as", "theme_id"])]


def _spread(cells: pd.DataFrame, *, drawn: bool) -> pd.DataFrame:
    why = ("drawn by chance; " + cells["why"]).str.removesuffix("; ") if drawn else cells["why"]
    turns = [(place + 0.5) / len(cells) for place in range(len(cells))]
    return cells.assign(drawn=drawn, why=why.replace("", "next in turn"), turn=turns)
