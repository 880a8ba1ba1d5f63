"""What was published nationally, beside what the reviews looked at raise."""

from pathlib import Path

import pandas as pd

from scrlearn.files import read_csv
from scrlearn.validation import check_table, require_columns

_SHIPPED = Path(__file__).parent / "national_figures.csv"
_COUNTED = ["theme_id", "theme", "n_reviews", "of_reviews", "n_confirmed", "n_check", "notice"]
_SHOWN = ["theme_id", "figure_id", "measure", "unit", "n_found", "of_found", "period", "publication", "url", "differs"]


def load_national_figures() -> pd.DataFrame:
    """
    Load the published national figures that ship.

    They are few: only figures that were read at their source are in the table, and for some themes none was found.

    Returns
    -------
    pandas.DataFrame
        ``national_figures``. One row a figure: the theme of the starter codebook that it is nearest to, what was
        counted and of what (measure, unit), n_found of of_found, the period, where it was published, and how its
        definition differs from the theme's.

    Raises
    ------
    TableError
        When the file does not hold what it should.

    Examples
    --------
    >>> figures = load_national_figures()
    >>> figures[["theme_id", "n_found", "of_found"]]
                 theme_id  n_found  of_found
    0       safe_sleeping       40       568
    1       safe_sleeping       18        27
    """
    return check_table(read_csv(_SHIPPED), "national_figures", file=_SHIPPED.name)


def compare_with_national(theme_counts: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """
    Set each theme beside the national figures that are nearest to it.

    The two are not measured alike, and are set side by side to be read with ``differs``, never to be subtracted or
    tested: a national figure may count incidents where the table counts reviews, or only reviews of one kind of death.

    Parameters
    ----------
    theme_counts
        ``theme_counts``, as :func:`scrlearn.learning.counts.tabulate_themes` gives them.
    figures
        ``national_figures``.

    Returns
    -------
    pandas.DataFrame
        ``national_comparison``. One row a figure whose theme is in theme_counts, themes in their order there and the
        figures of a theme in theirs: the theme's n_reviews, of_reviews, n_confirmed and n_check; the figure's n_found
        of of_found with its measure, unit, period, publication, url and differs; notice: as in ``theme_counts``.
        **Themes without a figure are left out**, and so are figures whose theme is not in theme_counts.

    Raises
    ------
    TableError
        When a column is missing.

    Examples
    --------
    >>> theme_counts = pd.DataFrame({
    ...     "theme_id": ["safe_sleeping", "whole_family"], "theme": ["Safe sleeping", "Whole family"],
    ...     "n_reviews": [1, 2], "of_reviews": 2, "n_confirmed": 0, "n_check": 0, "notice": None,
    ... })
    >>> compared = compare_with_national(theme_counts, load_national_figures())
    >>> compared[["theme", "n_reviews", "of_reviews", "n_found", "of_found"]]
               theme  n_reviews  of_reviews  n_found  of_found
    0  Safe sleeping          1           2       40       568
    1  Safe sleeping          1           2       18        27
    """
    require_columns(theme_counts, "theme_counts", _COUNTED)
    require_columns(figures, "national_figures", _SHOWN)
    return check_table(theme_counts[_COUNTED].merge(figures[_SHOWN], on="theme_id"), "national_comparison")
