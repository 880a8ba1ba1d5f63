"""People's decisions as they stand: the last of each coder, on the words that are there now."""

import pandas as pd

from scrlearn.themes.passages import coded_passages
from scrlearn.validation import check_table

_CELL = ["passage_id", "theme_id"]


def current_decisions(corrections: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """
    Return the decisions that hold for these passages.

    Parameters
    ----------
    corrections
        The table corrections; its order is the order of deciding.
    passages
        Coded passages with passage_id, stem and text.

    Returns
    -------
    pandas.DataFrame
        Rows of corrections: the last of each coder on each cell, without the withdrawn and the stale.
    """
    known = corrections.merge(passages[["passage_id", "stem", "text"]], on="passage_id")
    fresh = known[_same_words(known["text_seen"], known["text"]) & _same_words(known["stem_seen"], known["stem"])]
    last = fresh.drop_duplicates([*_CELL, "coder"], keep="last")
    return last[last["decision"] != "withdrawn"]


def find_stale_corrections(corrections: pd.DataFrame, *passages: pd.DataFrame) -> pd.DataFrame:
    """
    Find decisions that are not applied: their passage is not there, is coded at its parts, or reads otherwise now.

    Parameters
    ----------
    corrections
        The table corrections.
    *passages
        Every table of passages that the corrections may be about: recommendations, and responses.

    Returns
    -------
    pandas.DataFrame
        The table stale_corrections, in the order of deciding: each with the words seen and the words now.
    """
    now = pd.concat([coded_passages(table) for table in passages]).drop(columns="reading")
    known = corrections.merge(now, on="passage_id", how="left")
    same = _same_words(known["text_seen"], known["text"]) & _same_words(known["stem_seen"], known["stem"])
    stale = known[(known["text"].isna() | ~same) & (known["decision"] != "withdrawn")]
    return check_table(
        stale.rename(columns={"text": "text_now"})[
            [*_CELL, "coder", "decided_at", "decision", "text_seen", "text_now"]
        ],
        "stale_corrections",
    )


def _same_words(seen: pd.Series, now: pd.Series) -> pd.Series:
    # A row typed by hand need not repeat the words; Excel may have changed the white space of one that does.
    return seen.isna() | (_evened(seen) == _evened(now))


def _evened(words: pd.Series) -> pd.Series:
    return words.astype("str").fillna("").str.split().str.join(" ")
