"""What passages are like: the nearest labelled passage, and whether another passage says nearly the same."""

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

from scrlearn.passages import coded_passages
from scrlearn.themes.features import word_terms
from scrlearn.validation import check_table

# A word or two differ. In the illustrative collection, where nothing is said twice, no pair comes above .8.
_NEARLY_THE_SAME = 0.9


def measure_likeness(
    passages: pd.DataFrame, labelled: pd.DataFrame, *, nearly_the_same: float = _NEARLY_THE_SAME
) -> pd.DataFrame:
    """
    Measure what each passage is like.

    Parameters
    ----------
    passages
        Recommendations or responses; passages that have parts are looked at in their parts.
    labelled
        ``labelled``: what the model learns from. It is least to be trusted on passages unlike all of it.
    nearly_the_same
        How like each other two passages are, from 0 to 1, that say nearly the same.

    Returns
    -------
    pandas.DataFrame
        ``likeness``: one row a coded passage, in the given order. ``likeness`` is the cosine of the words of the two
        texts, those weighing most that are seldom said.

    Raises
    ------
    TableError
        When a needed column is missing.

    References
    ----------
    G. Salton and C. Buckley, "Term-weighting approaches in automatic text retrieval", Information Processing and
    Management 24 (1988).

    Examples
    --------
    >>> labelled = pd.DataFrame({"id": ["a1", "a2"], "text": ["Ask about fathers.", "Put babies to sleep in a cot."]})
    >>> passages = pd.DataFrame({
    ...     "passage_id": ["k:1", "k:2", "k:3"], "text": ["Ask about fathers!", "Ask about fathers", "Audit files."],
    ... })
    >>> measure_likeness(passages, labelled).round(1)
      passage_id  likeness nearest same_as
    0        k:1       1.0      a1     k:1
    1        k:2       1.0      a1     k:1
    2        k:3       0.0     NaN     k:3
    """
    coded = coded_passages(passages)
    known = coded_passages(labelled.rename(columns={"id": "passage_id"}))
    if coded.empty or known.empty:
        blank = coded[["passage_id"]].assign(likeness=0.0, nearest=None, same_as=coded["passage_id"])
        return check_table(blank, "likeness")
    vectors = TfidfVectorizer(analyzer=word_terms, sublinear_tf=True)
    both = vectors.fit_transform(pd.concat([known["reading"], coded["reading"]]))
    learnt_from, read = both[: len(known)], both[len(known) :]
    likeness = (read @ learnt_from.T).toarray()
    best, most = likeness.argmax(axis=1), likeness.max(axis=1).clip(0, 1)
    found = {
        "likeness": most,
        "nearest": known["passage_id"].iloc[best].where(most > 0).to_numpy(),
        "same_as": coded["passage_id"].iloc[_first_alike((read @ read.T).toarray() >= nearly_the_same)].to_numpy(),
    }
    return check_table(coded[["passage_id"]].assign(**found), "likeness")


def _first_alike(alike: np.ndarray) -> list[int]:
    # Each passage goes with the first one before it that stands for itself and is like it.
    firsts: list[int] = []
    for place in range(len(alike)):
        before = [first for first in range(place) if firsts[first] == first and alike[place, first]]
        firsts.append(before[0] if before else place)
    return firsts
