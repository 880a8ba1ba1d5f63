"""Every review and every theme: which review raises what."""

import pandas as pd

from scrlearn.learning.cells import decide_together, find_cells, keep_reviews, list_themes
from scrlearn.learning.notice import write_notice
from scrlearn.validation import check_table, require_columns


def tabulate_grid(
    codings: pd.DataFrame, passages: pd.DataFrame, reviews: pd.DataFrame, *, themes: pd.DataFrame | None = None
) -> pd.DataFrame:
    """
    Lay out what each review raises, theme by theme.

    Parameters
    ----------
    codings, passages, themes
        As :func:`scrlearn.learning.counts.tabulate_themes` takes them.
    reviews
        The ``reviews`` looked at, also those without passages: review_id, subject, partnership, year, source_status,
        illustrative if there.

    Returns
    -------
    pandas.DataFrame
        ``theme_grid``. One row a theme of a review, for every review and every theme: reviews by year, then by
        review_id, those without a year last; in each the themes in the order of the codebook, else as they first
        occur in codings. decision: ``applies`` where any passage of the review carries the theme, else ``check`` where
        a person has still to decide on any, else ``does_not_apply``, also where nothing was coded; confirmed: whether a
        person stands behind that (one confirmed ``applies`` is enough; for ``does_not_apply`` every coding must be
        confirmed, and there must be one); n_passages: passages of the review that carry the theme; notice: as in
        ``theme_counts``.

    Raises
    ------
    TableError
        When a needed column is missing, or none of the codings is of any of the passages.

    References
    ----------
    Kent sets its reviews against their themes in such a grid.

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "passage_id": ["k:1"], "theme_id": ["safe_sleeping"], "decision": ["applies"], "confirmed": [True],
    ... })
    >>> passages = pd.DataFrame({"passage_id": ["k:1"], "review_id": ["k"]})
    >>> reviews = pd.DataFrame({
    ...     "review_id": ["a", "k"], "subject": ["Child A", "Child K"], "partnership": "hampshire",
    ...     "year": [2018, 2017], "source_status": "published",
    ... })
    >>> grid = tabulate_grid(codings, passages, reviews)
    >>> grid[["review_id", "year", "theme", "decision", "confirmed", "n_passages"]]
      review_id  year          theme        decision  confirmed  n_passages
    0         k  2017  Safe sleeping         applies       True           1
    1         a  2018  Safe sleeping  does_not_apply      False           0
    """
    require_columns(reviews, "reviews", ["review_id", "subject", "partnership", "year"])
    cells = find_cells(codings, keep_reviews(passages, "passages", reviews), "passages", "review_id")
    in_order = reviews.sort_values(["year", "review_id"])[["review_id", "subject", "partnership", "year"]]
    rows = in_order.merge(list_themes(codings, themes), how="cross")
    rows = rows.merge(decide_together(cells, "review_id"), on=["review_id", "theme_id"], how="left")
    table = rows.assign(
        decision=rows["decision"].fillna("does_not_apply"),
        confirmed=rows["confirmed"].eq(True),
        n_passages=rows["n_passages"].fillna(0),
        notice=write_notice(reviews),
    )
    return check_table(table, "theme_grid")
