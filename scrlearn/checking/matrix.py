"""Codings as the matrix of 0 and 1 that analysts know: a row a passage, a column a theme."""

import pandas as pd

from scrlearn.validation import require_columns

_NUMBERS = {"applies": 1, "does_not_apply": 0}


def make_matrix(codings: pd.DataFrame) -> pd.DataFrame:
    """
    Lay codings out as passages × themes.

    Parameters
    ----------
    codings
        ``codings``: passage_id, theme_id, decision.

    Returns
    -------
    pandas.DataFrame
        One row a passage, in the given order: passage_id, then a column a theme, named by its theme_id: 1 where it
        applies, 0 where it does not, blank where it is left to be checked.

    Raises
    ------
    TableError
        When a column is missing.

    Examples
    --------
    >>> make_matrix(pd.DataFrame({
    ...     "passage_id": ["k:1", "k:1", "k:2", "k:2"], "theme_id": ["voice", "sleep"] * 2,
    ...     "decision": ["applies", "does_not_apply", "check", "does_not_apply"],
    ... }))
      passage_id  voice  sleep
    0        k:1      1      0
    1        k:2   <NA>      0
    """
    require_columns(codings, "codings", ["passage_id", "theme_id", "decision"])
    numbers = codings.assign(number=codings["decision"].map(_NUMBERS).astype("Int64"))
    passages, themes = (pd.Index(codings[name].unique()) for name in ("passage_id", "theme_id"))
    matrix = numbers.pivot(index="passage_id", columns="theme_id", values="number").reindex(passages)[themes]
    return matrix.rename_axis(index="passage_id", columns=None).reset_index()
