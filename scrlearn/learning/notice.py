"""What a table, and whatever is drawn from it, must say of the reviews behind it."""

import pandas as pd

from scrlearn.learning.cells import is_yes
from scrlearn.validation import require_columns


def write_notice(reviews: pd.DataFrame) -> str | None:
    """
    Say that reviews are fictional, or not public, so that no count of them passes for a public fact.

    Parameters
    ----------
    reviews
        The reviews that a table counts, in n or only in of: review_id and source_status are needed, illustrative is
        used if there.

    Returns
    -------
    str or None
        "Illustrative data" where any is fictional, "Includes 2 unpublished reviews" where any is unpublished, both
        joined by ". "; None where there is nothing to say.

    Examples
    --------
    >>> write_notice(pd.DataFrame({
    ...     "review_id": ["k", "a"], "source_status": ["published", "unpublished"], "illustrative": [True, True],
    ... }))
    'Illustrative data. Includes 1 unpublished review'
    """
    require_columns(reviews, "reviews", ["review_id", "source_status"])
    parts = []
    if "illustrative" in reviews and is_yes(reviews["illustrative"]).any():
        parts.append("Illustrative data")
    unpublished = reviews.loc[reviews["source_status"] == "unpublished", "review_id"].nunique()
    if unpublished:
        parts.append(f"Includes {unpublished} unpublished review{'s' if unpublished > 1 else ''}")
    return ". ".join(parts) or None
