"""Whom recommendations address: over all reviews, and review by review."""

import pandas as pd

from scrlearn.learning.cells import keep_reviews, take_whole
from scrlearn.learning.counts import NOT_STATED
from scrlearn.learning.notice import write_notice
from scrlearn.validation import check_table, require_columns


def tabulate_addressees(recommendations: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """
    Count the recommendations addressed to each body, and the reviews that they come from.

    Findings, learning points and questions count as well, parts not by themselves. A recommendation addressed to two
    bodies counts for both. Whom it addresses is what is said of the whole; only where nothing is said there, it is
    addressed to the bodies that its parts name.

    Parameters
    ----------
    recommendations
        ``recommendations``: passage_id, review_id, part_of, addressed_to. Those of other reviews are left aside.
    reviews
        The ``reviews`` looked at, also those without recommendations: review_id, source_status, illustrative if there.

    Returns
    -------
    pandas.DataFrame
        ``addressee_counts``. One row a body as printed (a board and the partnership that followed it are two), the
        one with most recommendations first, ties by name; "not stated", if needed, is last. n_reviews: reviews with
        at least one recommendation addressed to it, of of_reviews: all given reviews; n_recommendations:
        recommendations addressed to it, of of_recommendations: all of them; most_in_a_review: the most that one
        review addresses to it; notice: as in ``theme_counts``. No rows where there is no recommendation.

    Raises
    ------
    TableError
        When a needed column is missing, or part_of goes round in a circle.

    References
    ----------
    The ONS study of coroners' Prevention of Future Deaths reports counts the bodies that they were sent to.

    Examples
    --------
    >>> recommendations = pd.DataFrame({
    ...     "passage_id": ["k:1", "k:2", "b:1"], "review_id": ["k", "k", "b"], "part_of": None,
    ...     "addressed_to": ["Police;Schools", "Police", None],
    ... })
    >>> reviews = pd.DataFrame({"review_id": ["k", "a", "b"], "source_status": "published"})
    >>> counts = tabulate_addressees(recommendations, reviews)
    >>> counts[["addressee", "n_reviews", "of_reviews", "n_recommendations", "of_recommendations"]]
        addressee  n_reviews  of_reviews  n_recommendations  of_recommendations
    0      Police          1           3                  2                   3
    1     Schools          1           3                  1                   3
    2  not stated          1           3                  1                   3
    """
    addressed = _find_addressed(recommendations, reviews)
    in_review = addressed.groupby(["addressee", "review_id"], as_index=False).size()
    counts = in_review.groupby("addressee", as_index=False).agg(
        n_reviews=("review_id", "size"), n_recommendations=("size", "sum"), most_in_a_review=("size", "max")
    )
    table = counts.assign(
        of_reviews=len(reviews),
        of_recommendations=addressed["recommendation_id"].nunique(),
        notice=write_notice(reviews),
        last=counts["addressee"] == NOT_STATED,
    ).sort_values(["last", "n_recommendations", "addressee"], ascending=[True, False, True])
    return check_table(table.drop(columns="last"), "addressee_counts")


def tabulate_addressees_by_review(recommendations: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """
    Count, review by review, the recommendations addressed to each body.

    Parameters
    ----------
    recommendations
        As :func:`tabulate_addressees` takes them, and counts them.
    reviews
        The ``reviews`` looked at, also those without recommendations: review_id, subject, year, source_status,
        illustrative if there.

    Returns
    -------
    pandas.DataFrame
        ``addressees_by_review``. One row a body that a review addresses: reviews by year, then by review_id, those
        without a year last; in each the bodies in the order of :func:`tabulate_addressees`. n_recommendations:
        recommendations of the review addressed to the body, of of_recommendations: all of the review; notice: as in
        ``theme_counts``. A review without recommendations addresses nobody and has no row.

    Raises
    ------
    TableError
        When a needed column is missing, or part_of goes round in a circle.

    References
    ----------
    Recommendations per review by the body addressed are table 1 of DfE-RR157, "A study of recommendations arising
    from serious case reviews 2009-2010".

    Examples
    --------
    >>> recommendations = pd.DataFrame({
    ...     "passage_id": ["k:1", "k:2"], "review_id": ["k", "k"], "part_of": None,
    ...     "addressed_to": ["Police;Schools", "Police"],
    ... })
    >>> reviews = pd.DataFrame({
    ...     "review_id": ["k", "a"], "subject": ["Child K", "Child A"], "year": [2017, 2018],
    ...     "source_status": "published",
    ... })
    >>> counts = tabulate_addressees_by_review(recommendations, reviews)
    >>> counts[["review_id", "addressee", "n_recommendations", "of_recommendations"]]
      review_id addressee  n_recommendations  of_recommendations
    0         k    Police                  2                   2
    1         k   Schools                  1                   2
    """
    require_columns(reviews, "reviews", ["review_id", "subject", "year"])
    addressed = _find_addressed(recommendations, reviews)
    bodies = tabulate_addressees(recommendations, reviews)["addressee"]
    counts = addressed.groupby(["review_id", "addressee"], as_index=False).size()
    made = addressed.groupby("review_id")["recommendation_id"].nunique()
    in_order = reviews.sort_values(["year", "review_id"])[["review_id", "subject", "year"]]
    rows = in_order.merge(bodies, how="cross").merge(counts, on=["review_id", "addressee"])
    table = rows.rename(columns={"size": "n_recommendations"}).assign(
        of_recommendations=rows["review_id"].map(made), notice=write_notice(reviews)
    )
    return check_table(table, "addressees_by_review")


def _find_addressed(recommendations: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """List every body that a whole recommendation addresses: review_id, recommendation_id, addressee."""
    kept = keep_reviews(recommendations, "recommendations", reviews)
    require_columns(kept, "recommendations", ["addressed_to"])
    passages = take_whole(kept)
    is_whole = passages["passage_id"] == passages["recommendation_id"]
    named = passages.assign(addressee=kept["addressed_to"].astype("str").str.split(";"), is_whole=is_whole)
    named = named.explode("addressee")
    named["addressee"] = named["addressee"].astype("str").str.strip()
    named = named[named["addressee"].fillna("") != ""]
    said_of_whole = named["recommendation_id"].isin(named.loc[named["is_whole"], "recommendation_id"])
    named = named.loc[named["is_whole"] | ~said_of_whole, ["recommendation_id", "addressee"]].drop_duplicates()
    whole = passages.loc[is_whole, ["review_id", "recommendation_id"]]
    return whole.merge(named, on="recommendation_id", how="left").fillna({"addressee": NOT_STATED})
