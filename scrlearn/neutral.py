"""
Cells that a spreadsheet would take for formulas, kept from being any, and given back as they were.

A text that begins with =, +, -, @, a tab or the end of a line gets a ``'`` before it; and so does one that begins so
after any number of ``'``, so that whoever reads it takes exactly one away. A cell that somebody typed without one is
read as it stands.

References
----------
OWASP, CSV Injection (https://owasp.org/www-community/attacks/CSV_Injection).
"""

from collections.abc import Callable

import pandas as pd

LIVE = r"'*[=+\-@\t\r\n]"


def neutralised(frame: pd.DataFrame) -> pd.DataFrame:
    """
    Return a table none of whose texts and column names is a formula to a spreadsheet.

    Examples
    --------
    >>> neutralised(pd.DataFrame({"text": ["Listen.", "=1+1", "'=1+1", "'Hear' them"], "score": [0.5, -2, 0, 1]}))
              text  score
    0      Listen.    0.5
    1        '=1+1   -2.0
    2       ''=1+1    0.0
    3  'Hear' them    1.0
    """
    return _with_texts(frame, _neutralised)


def as_told(frame: pd.DataFrame) -> pd.DataFrame:
    """
    Return the table that was neutralised.

    Examples
    --------
    >>> as_told(pd.DataFrame({"text": ["'=1+1", "''=1+1", "=1+1", "'Hear' them"]}))
              text
    0         =1+1
    1        '=1+1
    2         =1+1
    3  'Hear' them
    """
    return _with_texts(frame, _as_told)


def _with_texts(frame: pd.DataFrame, change: Callable[[pd.Series], pd.Series]) -> pd.DataFrame:
    changed = frame.set_axis(change(pd.Series(frame.columns, dtype="str")), axis="columns")
    for place, kind in enumerate(frame.dtypes):
        if kind in ("object", "str", "string", "category"):
            changed.isetitem(place, change(frame.iloc[:, place]).array)
    return changed


def _neutralised(cells: pd.Series) -> pd.Series:
    texts = cells.astype("str")
    live = texts.str.match(LIVE)
    if not live.any():
        return cells
    # A number below zero is no formula.
    live &= cells.map(lambda cell: isinstance(cell, str)).astype("bool")
    return cells.astype("object").mask(live, "'" + texts)


def _as_told(cells: pd.Series) -> pd.Series:
    marked = cells.str.match(f"'{LIVE}")
    return cells.mask(marked, cells.str[1:]) if marked.any() else cells
