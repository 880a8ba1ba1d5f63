"""The same learning again: recommendations of different reviews that say much the same."""

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage

from scrlearn.learning.cells import keep_reviews
from scrlearn.learning.notice import write_notice
from scrlearn.learning.similar import Encoder, Said, compare, list_themes_carried, read_passages
from scrlearn.validation import check_table, require_columns

# Chosen by reading the groups of the illustrative collection: lower, and unlike recommendations come together; higher,
# and what it says again and again falls apart.
_LEAST_LIKENESS = 0.4
# Every two are compared, so that more would fill the memory: what was last learnt is then looked at.
MOST_COMPARED = 3_000
# What comes back is often the theme in another task: themes tell more of that than of what somebody asks about.
_THEME_WEIGHT = 0.25


def find_repeats(
    recommendations: pd.DataFrame,
    reviews: pd.DataFrame,
    *,
    codings: pd.DataFrame | None = None,
    least_likeness: float = _LEAST_LIKENESS,
    encoder: Encoder | None = None,
) -> pd.DataFrame:
    """
    Group recommendations of different reviews that say much the same.

    Parameters
    ----------
    recommendations
        ``recommendations``, or any passages: passage_id, review_id, text, and stem and part_of if there. One with parts
        is looked at in its parts. **Of more than 3,000, those of the latest reviews are looked at**, as many reviews as
        have no more together; notice says so.
    reviews
        The ``reviews`` looked at: review_id, year, source_status, illustrative if there.
    codings
        ``codings`` of the recommendations; without them, no theme is shared.
    least_likeness
        How like each other, on average, the recommendations of a group are at least.
    encoder
        As for :func:`scrlearn.learning.similar.find_similar`.

    Returns
    -------
    pandas.DataFrame
        ``repeats``. One row a recommendation in a group of at least two reviews; groups with the most reviews first,
        then the earliest, then in the given order; in a group by year, the undated last. Likeness is that of
        :func:`scrlearn.learning.similar.find_similar`, to the likest other of the group; but shared themes close up to
        a quarter of the distance to 1. of_reviews: the reviews that were looked at.

    Raises
    ------
    TableError
        When a needed column is missing.

    References
    ----------
    Groups: clustering by average linkage (Sokal and Michener, 1958), which does not chain unlike recommendations
    together by way of others as joining every like pair does.

    Examples
    --------
    >>> recommendations = pd.DataFrame({
    ...     "passage_id": ["k:1", "k:2", "a:1"], "review_id": ["k", "k", "a"],
    ...     "text": ["Missed appointments should be followed up.", "Records should be legible.",
    ...              "Follow up when a child is not brought."],
    ... })
    >>> reviews = pd.DataFrame({"review_id": ["k", "a"], "year": [2017, 2011], "source_status": "published"})
    >>> repeats = find_repeats(recommendations, reviews)
    >>> repeats[["repeat_id", "passage_id", "n_reviews", "first_year"]]
      repeat_id passage_id  n_reviews  first_year
    0       a:1        a:1          2        2011
    1       a:1        k:1          2        2011
    """
    require_columns(reviews, "reviews", ["year"])
    compared = _latest_reviews(keep_reviews(recommendations, "recommendations", reviews), reviews)
    passages = read_passages(recommendations, "recommendations", compared)
    said = Said(list(passages["reading"]), list_themes_carried(codings, passages))
    likeness = compare(said, said, encoder=encoder, theme_weight=_THEME_WEIGHT)
    groups = _group(likeness, least_likeness)
    rows = passages[["passage_id", "review_id", "text"]].assign(
        group=groups,
        likeness=_likest_of_group(likeness, groups),
        year=passages["review_id"].map(compared.set_index("review_id")["year"]),
        of_reviews=len(compared),
        notice=_write_notice(compared, reviews),
    )
    return check_table(_order_groups(_describe_groups(rows)), "repeats")


def _latest_reviews(recommendations: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """Return the reviews, or those with the latest years of which every two recommendations can be compared."""
    if len(recommendations) <= MOST_COMPARED:
        return reviews
    latest = reviews.sort_values("year", ascending=False, kind="stable")
    counts = latest["review_id"].map(recommendations["review_id"].value_counts()).fillna(0)
    return reviews[reviews.index.isin(counts.index[counts.cumsum() <= MOST_COMPARED])]


def _write_notice(compared: pd.DataFrame, reviews: pd.DataFrame) -> str | None:
    notice = write_notice(reviews)
    if len(compared) == len(reviews):
        return notice
    limits = f"Looked for in the latest {len(compared):,} of {len(reviews):,} reviews only"
    return f"{notice}. {limits}" if notice else limits


def _group(likeness: np.ndarray, least_likeness: float) -> np.ndarray:
    if len(likeness) < 2:
        return np.zeros(len(likeness), dtype=int)
    # Whichever way round two texts are compared, the last digits may differ.
    each_two = [
        np.maximum(likeness[place, place + 1 :], likeness[place + 1 :, place]) for place in range(len(likeness))
    ]
    tree = linkage(1 - np.concatenate(each_two), method="average")
    return fcluster(tree, 1 - least_likeness, criterion="distance")


def _likest_of_group(likeness: np.ndarray, groups: np.ndarray) -> np.ndarray:
    likest = np.zeros(len(groups))
    for places in map(np.asarray, pd.Series(groups).groupby(groups).indices.values()):
        own = likeness[np.ix_(places, places)]
        np.fill_diagonal(own, 0)
        likest[places] = own.max(axis=1)
    return likest


def _describe_groups(rows: pd.DataFrame) -> pd.DataFrame:
    by_year = rows.assign(place=range(len(rows))).sort_values("year", kind="stable")
    groups = by_year.groupby("group", as_index=False).agg(
        repeat_id=("passage_id", "first"),
        n_reviews=("review_id", "nunique"),
        first_year=("year", "min"),
        last_year=("year", "max"),
        first_place=("place", "min"),
    )
    return by_year.merge(groups[groups["n_reviews"] > 1], on="group")


def _order_groups(rows: pd.DataFrame) -> pd.DataFrame:
    keys = ["fewer", "first_year", "first_place", "year"]
    in_order = rows.assign(fewer=-rows["n_reviews"]).sort_values(keys, kind="stable")
    return in_order.drop(columns=["group", "place", "fewer", "first_place"])
