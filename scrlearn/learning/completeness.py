"""How much is known about the reviews: fact by fact, and review by review."""

import pandas as pd

from scrlearn.learning.notice import write_notice
from scrlearn.validation import check_table, require_columns

# The columns of reviews that describe a review and may be blank.
FACTS = {
    "publisher": "Publisher",
    "year": "Year by which it is known",
    "decided_on": "Date of the decision to hold it",
    "commissioned_on": "Date of commissioning",
    "published_on": "Date of publication",
    "guidance": "Statutory guidance",
    "legal_basis": "Legal basis",
    "lead_reviewers": "Lead reviewers",
    "method": "Review model",
}


def tabulate_completeness(reviews: pd.DataFrame) -> pd.DataFrame:
    """
    Count the reviews of which each fact is known.

    A fact that is not known here may be printed in a document that nobody has read for it, and some cannot be known:
    a review that is not published has no date of publication.

    Parameters
    ----------
    reviews
        The ``reviews`` looked at: review_id, source_status, illustrative if there, and the facts: publisher, year,
        decided_on, commissioned_on, published_on, guidance, legal_basis, lead_reviewers, method.

    Returns
    -------
    pandas.DataFrame
        ``completeness``. One row a fact, in the order above; label: its name, for people; n_reviews: reviews of which
        it is known, however coarsely, of of_reviews: all given reviews; notice: as in ``theme_counts``.

    Raises
    ------
    TableError
        When a needed column is missing.

    References
    ----------
    The national analyses of safeguarding adult reviews print of how many reviews each item is known.

    Examples
    --------
    >>> reviews = pd.DataFrame({
    ...     "review_id": ["k", "a"], "source_status": "published", "publisher": "Board", "year": [2017, 2018],
    ...     "decided_on": ["2017-04-19", None], "commissioned_on": [None, "2018-09"], "published_on": None,
    ...     "guidance": "Working Together 2015", "legal_basis": None, "lead_reviewers": None, "method": None,
    ... })
    >>> tabulate_completeness(reviews).loc[:2, ["label", "n_reviews", "of_reviews"]]
                                 label  n_reviews  of_reviews
    0                        Publisher          2           2
    1        Year by which it is known          2           2
    2  Date of the decision to hold it          1           2
    """
    known = _find_known(reviews)
    table = pd.DataFrame({"fact": FACTS.keys(), "label": FACTS.values()}, dtype="str").assign(
        n_reviews=known.sum().to_numpy(), of_reviews=len(reviews), notice=write_notice(reviews)
    )
    return check_table(table, "completeness")


def find_missing_facts(reviews: pd.DataFrame) -> pd.DataFrame:
    """
    List what is not known about each review, so that somebody can look it up.

    Parameters
    ----------
    reviews
        As :func:`tabulate_completeness` takes them.

    Returns
    -------
    pandas.DataFrame
        ``missing_facts``. One row a review, also where nothing is missing, in the given order. n_known: facts that
        are known, of of_facts; missing: the columns that are blank, ;-joined, missing itself where all are known;
        notice: as in ``theme_counts``.

    Raises
    ------
    TableError
        When a needed column is missing.

    References
    ----------
    The items are those of which :func:`tabulate_completeness` says how often they are known.

    Examples
    --------
    >>> reviews = pd.DataFrame({
    ...     "review_id": ["k"], "source_status": "published", "publisher": "Board", "year": 2017,
    ...     "decided_on": "2017-04-19", "commissioned_on": None, "published_on": None,
    ...     "guidance": "Working Together 2015", "legal_basis": "Regulation 5", "lead_reviewers": "A. Reviewer",
    ...     "method": "systems",
    ... })
    >>> find_missing_facts(reviews)[["review_id", "n_known", "of_facts", "missing"]]
      review_id  n_known  of_facts                       missing
    0         k        7         9  commissioned_on;published_on
    """
    known = _find_known(reviews)
    missing = [";".join(known.columns[~row]) or None for row in known.to_numpy()]
    table = pd.DataFrame({"review_id": reviews["review_id"], "n_known": known.sum(axis="columns")}).assign(
        of_facts=len(FACTS), missing=pd.Series(missing, index=reviews.index, dtype="str"), notice=write_notice(reviews)
    )
    return check_table(table, "missing_facts")


def _find_known(reviews: pd.DataFrame) -> pd.DataFrame:
    require_columns(reviews, "reviews", ["review_id", *FACTS])
    # A cell of spaces is blank too.
    return pd.DataFrame({fact: reviews[fact].astype("str").fillna("").str.strip() != "" for fact in FACTS})
