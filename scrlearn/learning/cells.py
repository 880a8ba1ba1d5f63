"""What every learning table starts from: the codings of the passages it is given, and the themes that get rows."""

import pandas as pd

from scrlearn.errors import TableError
from scrlearn.validation import require_columns


def list_themes(codings: pd.DataFrame, themes: pd.DataFrame | None) -> pd.DataFrame:
    """
    List the themes that get rows, each with its label.

    Parameters
    ----------
    codings
        The ``codings`` table; only theme_id is needed.
    themes
        The ``themes`` of a codebook (theme_id, theme), or None.

    Returns
    -------
    pandas.DataFrame
        One row a theme: theme_id, theme. The codebook's themes come first, in its order; then those that stand only in
        codings, as they first occur, with their id as the label: nothing that was coded drops out of a count.

    Examples
    --------
    >>> list_themes(pd.DataFrame({"theme_id": ["safe_sleeping", "whole_family", "safe_sleeping"]}), None)
            theme_id          theme
    0  safe_sleeping  Safe sleeping
    1   whole_family   Whole family
    """
    require_columns(codings, "codings", ["theme_id"])
    found = pd.DataFrame({"theme_id": codings["theme_id"].unique()}, dtype="str")
    found["theme"] = found["theme_id"].str.replace("_", " ").str.capitalize()
    if themes is None:
        return found
    require_columns(themes, "themes", ["theme_id", "theme"])
    return pd.concat([themes[["theme_id", "theme"]], found]).drop_duplicates("theme_id", ignore_index=True)


def keep_reviews(passages: pd.DataFrame, table: str, reviews: pd.DataFrame) -> pd.DataFrame:
    """Return the passages of the given reviews; ``table`` names the passages in messages."""
    require_columns(passages, table, ["passage_id", "review_id"])
    require_columns(reviews, "reviews", ["review_id", "source_status"])
    return passages[passages["review_id"].isin(reviews["review_id"])]


def take_whole(recommendations: pd.DataFrame) -> pd.DataFrame:
    """Give each passage, as its recommendation_id, the recommendation that it is a part of at whatever depth."""
    require_columns(recommendations, "recommendations", ["part_of"])
    parent = recommendations.set_index("passage_id")["part_of"]
    parent = parent.where(parent.isin(parent.index))
    whole = recommendations["passage_id"]
    for _ in range(len(recommendations) + 1):
        above = whole.map(parent)
        if above.isna().all():
            return recommendations[["passage_id", "review_id"]].assign(recommendation_id=whole)
        whole = above.fillna(whole)
    raise TableError(
        f"recommendations: part_of of {list(recommendations['passage_id'][above.notna()])[:5]} goes round in a circle; "
        "leave it blank for the whole recommendation."
    )


def find_cells(codings: pd.DataFrame, passages: pd.DataFrame, table: str, unit: str) -> pd.DataFrame:
    """
    Find the codings of the given passages.

    Parameters
    ----------
    codings
        The ``codings`` table: passage_id, theme_id, decision and confirmed are needed.
    passages
        passage_id, and the column that ``unit`` names.
    table
        What to call the passages in messages.
    unit
        The column that says to what a passage belongs: review_id or recommendation_id.

    Returns
    -------
    pandas.DataFrame
        One row a theme of a passage (of a unit, where a passage belongs to several): the unit, passage_id, theme_id,
        decision, confirmed (bool).

    Raises
    ------
    TableError
        When there are codings and passages, and no coding is of any of the passages: zeros would pass for findings.
    """
    require_columns(codings, "codings", ["passage_id", "theme_id", "decision", "confirmed"])
    if len(codings) and len(passages) and not codings["passage_id"].isin(passages["passage_id"]).any():
        raise TableError(f"codings: no row is about any of the {table} given; give the codings of these {table}.")
    cells = passages[[unit, "passage_id"]].merge(
        codings[["passage_id", "theme_id", "decision", "confirmed"]], on="passage_id"
    )
    return cells.assign(confirmed=is_yes(cells["confirmed"]))


def decide_together(cells: pd.DataFrame, unit: str) -> pd.DataFrame:
    """
    Turn the codings of a unit's passages into one decision on each theme.

    Parameters
    ----------
    cells
        As :func:`find_cells` gives them.
    unit
        The column to bring together: review_id or recommendation_id.

    Returns
    -------
    pandas.DataFrame
        One row a theme of a unit: the unit, theme_id; decision (``applies`` where any passage has it, else ``check``
        where any needs one, else ``does_not_apply``); confirmed (a person stands behind that decision: behind one
        ``applies`` of those it has, or behind every ``does_not_apply``); n_passages (those with ``applies``).
    """
    applies = cells["decision"] == "applies"
    marked = cells.assign(
        applies=applies, check=cells["decision"] == "check", confirmed_applies=applies & cells["confirmed"]
    )
    summed = marked.groupby([unit, "theme_id"], as_index=False, sort=False).agg(
        n_passages=("applies", "sum"),
        check=("check", "any"),
        all_confirmed=("confirmed", "all"),
        confirmed_applies=("confirmed_applies", "any"),
    )
    raised = summed["n_passages"] > 0
    decision = summed["check"].map({True: "check", False: "does_not_apply"}).mask(raised, "applies")
    confirmed = summed["confirmed_applies"].where(raised, summed["all_confirmed"] & ~summed["check"])
    return summed[[unit, "theme_id", "n_passages"]].assign(decision=decision, confirmed=confirmed)


def join_values(values: pd.Series, keys: pd.Series) -> pd.Series:
    """
    Join the values of each key with ``;``, in their order.

    Examples
    --------
    >>> join_values(pd.Series(["audit", "training", "audit"]), pd.Series(["k:1", "k:1", "k:2"])).to_dict()
    {'k:1': 'audit;training', 'k:2': 'audit'}
    """
    joined: dict[str, str] = {}
    # As plain lists, and not group by group: that takes ten times as long.
    for key, value in zip(keys.tolist(), values.tolist(), strict=True):
        joined[key] = f"{joined[key]};{value}" if key in joined else value
    return pd.Series(joined, dtype="str")


def is_yes(cells: pd.Series) -> pd.Series:
    """Read yes or no, also from the words in which a CSV file keeps it; a blank is no."""
    return cells.astype("str").str.lower().isin(["true", "yes", "1"])
