"""Which themes the same reviews raise."""

from itertools import combinations

import pandas as pd

from scrlearn.learning.cells import decide_together, find_cells, keep_reviews, list_themes
from scrlearn.learning.notice import write_notice
from scrlearn.validation import check_table

_BOTH = ["theme_id", "with_theme_id"]


def tabulate_pairs(
    codings: pd.DataFrame, passages: pd.DataFrame, reviews: pd.DataFrame, *, themes: pd.DataFrame | None = None
) -> pd.DataFrame:
    """
    Count the reviews that raise two themes, for every two themes.

    That themes occur together in few reviews is no sign that one leads to the other.

    Parameters
    ----------
    codings, passages, reviews, themes
        As :func:`scrlearn.learning.counts.tabulate_themes` takes them.

    Returns
    -------
    pandas.DataFrame
        ``theme_pairs``. One row two themes, each two once, the earlier theme first, in the order of the codebook
        (else as they first occur in codings); 0 where no review raises both. n_reviews: reviews that raise both, in
        the same passage or in different ones; of_reviews: all given reviews; n_confirmed: of n_reviews, those in
        which a person confirmed both themes; n_check: reviews not in n_reviews that may raise both once a person has
        decided; n_passages: passages that carry both; notice: as in ``theme_counts``.

    Raises
    ------
    TableError
        When a needed column is missing, or none of the codings is of any of the passages.

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "passage_id": ["k:1", "k:2"], "theme_id": ["safe_sleeping", "whole_family"],
    ...     "decision": ["applies", "applies"], "confirmed": [True, False],
    ... })
    >>> passages = pd.DataFrame({"passage_id": ["k:1", "k:2"], "review_id": ["k", "k"]})
    >>> reviews = pd.DataFrame({"review_id": ["k", "a"], "source_status": ["published", "published"]})
    >>> pairs = tabulate_pairs(codings, passages, reviews)
    >>> pairs[["theme_id", "with_theme_id", "n_reviews", "of_reviews", "n_confirmed", "n_passages"]]
            theme_id with_theme_id  n_reviews  of_reviews  n_confirmed  n_passages
    0  safe_sleeping  whole_family          1           2            0           0
    """
    cells = find_cells(codings, keep_reviews(passages, "passages", reviews), "passages", "review_id")
    carrying = cells.loc[cells["decision"] == "applies", ["passage_id", "theme_id"]]
    passages_with_both = _join_with_itself(carrying, "passage_id").groupby(_BOTH).size().rename("n_passages")
    table = _list_pairs(list_themes(codings, themes))
    table = table.join(_count_reviews(cells), on=_BOTH).join(passages_with_both, on=_BOTH)
    numbers = ["n_reviews", "n_confirmed", "n_check", "n_passages"]
    table = table.fillna(dict.fromkeys(numbers, 0))
    return check_table(table.assign(of_reviews=len(reviews), notice=write_notice(reviews)), "theme_pairs")


def _list_pairs(listed: pd.DataFrame) -> pd.DataFrame:
    rows = [(*one, *other) for one, other in combinations(listed.itertuples(index=False, name=None), 2)]
    return pd.DataFrame(rows, columns=["theme_id", "theme", "with_theme_id", "with_theme"], dtype="str")


def _count_reviews(cells: pd.DataFrame) -> pd.DataFrame:
    decided = decide_together(cells, "review_id")
    possible = _join_with_itself(decided[decided["decision"] != "does_not_apply"], "review_id")
    raised = (possible["decision"] == "applies") & (possible["with_decision"] == "applies")
    marked = possible.assign(
        n_reviews=raised, n_confirmed=raised & possible["confirmed"] & possible["with_confirmed"], n_check=~raised
    )
    return marked.groupby(_BOTH)[["n_reviews", "n_confirmed", "n_check"]].sum()


def _join_with_itself(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    # Each two themes are met in both orders here; the list of pairs picks one.
    others = frame.rename(columns={name: f"with_{name}" for name in frame.columns if name != key})
    return frame.merge(others, on=key)
