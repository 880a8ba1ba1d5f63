"""How the themes of the other codebooks that ship lie to the four of the starter codebook."""

from pathlib import Path

import pandas as pd

from scrlearn.files import read_csv
from scrlearn.validation import check_table

_FILE = Path(__file__).parent / "crosswalk.csv"


def load_crosswalk() -> pd.DataFrame:
    """
    Load the crosswalk between the codebooks that ship.

    It says where two codebooks speak of the same thing, to be read beside their counts. It is no way to turn codings by
    one codebook into codings by another: only ``same`` would allow that, and no theme here is.

    Returns
    -------
    pandas.DataFrame
        The table crosswalk: theme_id of a theme of ``codebook``, its relation to a theme of the starter codebook
        (``same``, ``narrower``, ``broader``, ``overlaps``), to_theme_id, and note. A theme without a row touches none
        of the four.

    Examples
    --------
    >>> load_crosswalk()[["theme_id", "relation", "to_theme_id"]].head(3)
                  theme_id  relation                       to_theme_id
    0          fathers_men  narrower                      whole_family
    1          fathers_men  overlaps                     safe_sleeping
    2  information_sharing   broader  cross_border_information_sharing
    """
    return check_table(read_csv(_FILE), "crosswalk", file=_FILE.name)
