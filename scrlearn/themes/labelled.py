"""Labelled passages: what the model learns from."""

from pathlib import Path

import pandas as pd

from scrlearn.files import read_csv
from scrlearn.validation import check_table

STARTER = Path(__file__).parent / "starter"


def load_labelled(path: Path | str | None = None) -> pd.DataFrame:
    """
    Load labelled passages.

    Parameters
    ----------
    path
        A CSV file of the table labelled; the passages that ship with the package if not given.

    Returns
    -------
    pandas.DataFrame
        The table labelled, in the file's order. The 3,000 that ship were written for this project (see
        ``themes/starter/README.md``): no real case is described.
    """
    path = Path(path) if path else STARTER / "passages.csv"
    return check_table(read_csv(path), "labelled", file=path.name)


def theme_flags(labelled: pd.DataFrame, theme_ids: list[str]) -> pd.DataFrame:
    """Return one 0/1 column a theme: whether each labelled passage carries it; the index is that of ``labelled``."""
    carried = labelled["themes"].fillna("").str.split(";")
    return pd.DataFrame(
        {theme: carried.map(lambda themes, theme=theme: int(theme in themes)) for theme in theme_ids},
        index=labelled.index,
        dtype="int64",
    )
