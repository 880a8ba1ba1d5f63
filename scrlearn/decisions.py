"""People's decisions as they stand: the last of each coder, on the words and the themes that are there now."""

from collections.abc import Iterable

import pandas as pd

from scrlearn.errors import TableError
from scrlearn.passages import coded_passages
from scrlearn.validation import check_table, empty_table

DISAGREEMENT_RULES = ("check", "majority", "latest")
_CELL = ["passage_id", "theme_id"]


def carry_decisions(corrections: pd.DataFrame, retired: pd.DataFrame) -> pd.DataFrame:
    """
    Carry decisions on themes that were renamed or merged over to the themes that stand for them now.

    Parameters
    ----------
    corrections
        The table corrections, as loaded.
    retired
        ``retired`` of a codebook.

    Returns
    -------
    pandas.DataFrame
        Corrections in their order, those on a retired theme with its successor as theme_id, and with one more column:
        carried_from, the theme that was decided on (blank where it stands). Decisions on a theme that was divided are
        left out: :func:`find_stale_corrections` lists them for another look.

    Examples
    --------
    >>> corrections = pd.DataFrame({"passage_id": ["k:1", "k:1", "k:2"], "theme_id": ["dads", "men", "sleep"]})
    >>> retired = pd.DataFrame({"theme_id": ["dads", "men"], "replaced_by": ["whole_family", "fathers;partners"]})
    >>> carry_decisions(corrections, retired)
      passage_id      theme_id carried_from
    0        k:1  whole_family         dads
    2        k:2         sleep          NaN
    """
    successors = dict(zip(retired["theme_id"], retired["replaced_by"], strict=True))
    decided_on = corrections["theme_id"]
    carried = corrections.assign(
        theme_id=decided_on.replace(successors), carried_from=decided_on.where(decided_on.isin(list(successors)))
    )
    return carried[~decided_on.isin(_divided(retired))]


def current_decisions(corrections: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """
    Return the decisions that hold for these passages.

    Parameters
    ----------
    corrections
        The table corrections; its order is the order of deciding. With carried_from, as :func:`carry_decisions` adds
        it, a coder's later decision on a theme itself takes the place of those carried to it, and a passage to which
        any of several merged themes applied carries the theme that they became.
    passages
        Coded passages with passage_id, stem and text.

    Returns
    -------
    pandas.DataFrame
        Rows of corrections: the last of each coder on each cell, without the withdrawn and the stale.
    """
    known = corrections.merge(passages[["passage_id", "stem", "text"]], on="passage_id")
    fresh = known[_same_words(known["text_seen"], known["text"]) & _same_words(known["stem_seen"], known["stem"])]
    if "carried_from" not in fresh:
        fresh = fresh.assign(carried_from=pd.Series(index=fresh.index, dtype="str"))
    last = fresh.drop_duplicates([*_CELL, "coder", "carried_from"], keep="last")
    last = last[~_decided_anew(last)]
    standing = last[last["decision"] != "withdrawn"]
    return standing[~_outdone_by_a_merged_theme(standing)]


def agreed_decision(decisions: pd.DataFrame, when_coders_disagree: str = "check") -> tuple[str | None, str]:
    """
    Return what coders together decide on one cell.

    Parameters
    ----------
    decisions
        Rows of :func:`current_decisions` on one cell: coder, decision, and how if there.
    when_coders_disagree
        ``check`` leaves it open, ``majority`` does what more than half of them say, ``latest`` what was said last. A
        decision of a third person whose ``how`` says settles comes before any of these.

    Returns
    -------
    tuple
        ``applies``, ``does_not_apply`` or None where it stays open; and by whom or what a disagreement was settled,
        blank where there was none.

    Examples
    --------
    >>> both = pd.DataFrame({"coder": ["Ann", "Bob"], "decision": ["applies", "does_not_apply"]})
    >>> agreed_decision(both)
    (None, '')
    >>> agreed_decision(both, "latest")
    ('does_not_apply', 'the latest decision')
    """
    settling = decisions[_settles(decisions)]
    if len(settling):
        decision, by = settling["decision"].iloc[-1], settling["coder"].iloc[-1]
    else:
        decision, by = _by_rule(list(decisions["decision"]), when_coders_disagree)
    return (None, "") if decision == "unsure" else (decision, by)


def refuse_other_rule(when_coders_disagree: str, *, where: object = "settle") -> str:
    """Return the rule for disagreements if there is one of that name; refuse it otherwise."""
    if when_coders_disagree not in DISAGREEMENT_RULES:
        raise TableError(
            f"{where}: when_coders_disagree is {when_coders_disagree!r}; use one of {', '.join(DISAGREEMENT_RULES)}."
        )
    return when_coders_disagree


def find_stale_corrections(
    corrections: pd.DataFrame, *passages: pd.DataFrame, retired: pd.DataFrame | None = None
) -> pd.DataFrame:
    """
    Find decisions that are not applied: their passage is not there or has parts, its words or its theme have changed.

    Parameters
    ----------
    corrections
        The table corrections, as loaded.
    *passages
        Every table of passages that the corrections may be about: recommendations, and responses.
    retired
        ``retired`` of the codebook, if any of its themes were replaced.

    Returns
    -------
    pandas.DataFrame
        The table stale_corrections, in the order of deciding, of each coder on each cell the last: with the words seen,
        the words now, and why: "passage is not there", "passage has parts now", "words have changed" or "theme was
        divided into a, b".
    """
    now = pd.concat([coded_passages(table) for table in passages]).drop(columns="reading")
    last = corrections.drop_duplicates([*_CELL, "coder"], keep="last")
    known = last[last["decision"] != "withdrawn"].merge(now, on="passage_id", how="left")
    same = _same_words(known["text_seen"], known["text"]) & _same_words(known["stem_seen"], known["stem"])
    why = known["theme_id"].map(_divided(retired) if retired is not None else {}).astype("str")
    why = why.mask(~same & why.isna(), "words have changed")
    why = why.mask(known["text"].isna(), "passage is not there")
    why = why.mask(known["passage_id"].isin(_with_parts(passages)), "passage has parts now")
    stale = known.assign(why=why).dropna(subset="why").rename(columns={"text": "text_now", "stem": "stem_now"})
    return check_table(stale[list(empty_table("stale_corrections"))], "stale_corrections")


def _settles(decisions: pd.DataFrame) -> pd.Series:
    # Whoever is one of those who disagree is no third.
    how = decisions.get("how", pd.Series(index=decisions.index, dtype="str")).fillna("")
    says_so = how.str.split(";").map(lambda words: "settles" in words).astype("bool")
    return says_so & ~decisions["coder"].isin(decisions.loc[~says_so, "coder"])


def _by_rule(decisions: list[str], rule: str) -> tuple[str, str]:
    most = max(decisions, key=decisions.count)
    if decisions.count(most) == len(decisions):
        return most, ""
    if rule == "latest":
        return decisions[-1], "the latest decision"
    if rule == "majority" and 2 * decisions.count(most) > len(decisions):
        return most, "the majority"
    return "unsure", ""


def _divided(retired: pd.DataFrame) -> dict[str, str]:
    divided = retired[retired["replaced_by"].str.contains(";")]
    became = "theme was divided into " + divided["replaced_by"].str.replace(";", ", ")
    return dict(zip(divided["theme_id"], became, strict=True))


def _with_parts(tables: Iterable[pd.DataFrame]) -> set[str]:
    return {parent for table in tables if "part_of" in table for parent in table["part_of"].dropna()}


def _decided_anew(decisions: pd.DataFrame) -> pd.Series:
    carried = decisions["carried_from"].notna()
    place = pd.Series(range(len(decisions)), index=decisions.index, dtype="float")
    own = place.where(~carried).groupby([decisions[name] for name in (*_CELL, "coder")]).transform("max")
    return carried & (place < own)


def _outdone_by_a_merged_theme(decisions: pd.DataFrame) -> pd.Series:
    # What did not apply as one of several themes may have applied as another: together they apply.
    cell = [decisions[name] for name in _CELL]
    applies, carried = decisions["decision"] == "applies", decisions["carried_from"].notna()
    decided_on = decisions["carried_from"].fillna(decisions["theme_id"])
    n_applying = decided_on.where(applies).groupby(cell).transform("nunique")
    its_own_applies = applies.groupby([*cell, decided_on]).transform("any")
    return carried & ~applies & (n_applying > its_own_applies.astype("int"))


def _same_words(seen: pd.Series, now: pd.Series) -> pd.Series:
    # A row typed by hand need not repeat the words; Excel may have changed the white space of one that does.
    return seen.isna() | (_evened(seen) == _evened(now))


def _evened(words: pd.Series) -> pd.Series:
    return words.astype("str").fillna("").str.split().str.join(" ")
