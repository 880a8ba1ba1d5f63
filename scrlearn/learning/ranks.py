"""The most frequent learning: the themes that most reviews raise, in order."""

import pandas as pd

from scrlearn.errors import ScrlearnError
from scrlearn.validation import check_table


def rank_themes(theme_counts: pd.DataFrame, *, most: int = 10) -> pd.DataFrame:
    """
    Rank the themes by how many reviews raise them.

    Frequency is not importance: what a single review found may matter more than what many repeat. Where n_check is
    above 0, a rank may still change once a person has decided.

    Parameters
    ----------
    theme_counts
        ``theme_counts``, as :func:`scrlearn.learning.counts.tabulate_themes` gives it.
    most
        How many places are asked for, from 1.

    Returns
    -------
    pandas.DataFrame
        ``theme_ranks``. One row a theme that a review raises, the most frequent first, ties in the order of
        theme_counts. **Themes that no review raises are left out.** rank: from 1; themes raised by as many reviews
        share a rank, and the next ranks are left empty (1, 2, 2, 4). Ties are never cut: there are more rows than
        ``most`` where several themes share the last rank, and fewer where fewer themes are raised. The other columns
        are those of ``theme_counts``.

    Raises
    ------
    ScrlearnError
        When most is below 1.
    TableError
        When theme_counts does not hold what it should.

    References
    ----------
    Oxfordshire's safeguarding board lists the ten learning points that its reviews made most often.

    Examples
    --------
    >>> theme_counts = pd.DataFrame({
    ...     "theme_id": ["voice", "sleep", "family", "moves"], "theme": ["Voice", "Sleep", "Family", "Moves"],
    ...     "n_reviews": [3, 0, 4, 3], "of_reviews": 6, "n_confirmed": 0, "n_check": 0, "n_passages": [5, 0, 9, 3],
    ...     "notice": None,
    ... })
    >>> rank_themes(theme_counts, most=2)[["rank", "theme", "n_reviews", "of_reviews"]]
       rank   theme  n_reviews  of_reviews
    0     1  Family          4           6
    1     2   Voice          3           6
    2     2   Moves          3           6
    """
    if most < 1:
        raise ScrlearnError(f"most: {most} places cannot be filled; ask for 1 or more.")
    counts = check_table(theme_counts, "theme_counts")
    raised = counts[counts["n_reviews"] > 0]
    ranked = raised.assign(rank=raised["n_reviews"].rank(method="min", ascending=False))
    table = ranked[ranked["rank"] <= most].sort_values("rank", kind="stable")
    return check_table(table, "theme_ranks")
