"""How far people agree with one another, and machines with them."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd
from nltk.metrics.agreement import AnnotationTask

from scrlearn.checking.ratings import MACHINES
from scrlearn.passages import coded_passages
from scrlearn.validation import check_table, empty_table

# Below it a measure of agreement is mostly chance, whatever its interval.
FEWEST_TO_MEASURE = 10

_CELL = ["passage_id", "theme_id"]
_RATERS = ["rater_1", "rater_2"]
_COUNTS = ["n_both", "n_only_1", "n_only_2", "n_neither"]


def measure_agreement(ratings: pd.DataFrame, *, n_resamples: int = 1000, seed: int = 0) -> pd.DataFrame:
    """
    Measure how far any two raters agree, at least one of them a person.

    Kappa and alpha ask how much better the two do than chance. Where a theme is rare, two raters who say "does not
    apply" nearly everywhere agree on most cells by chance alone, so that a few disagreements bring kappa and alpha down
    to nothing though the two say the same of almost every passage. That is why AC1, which expects less of chance where
    a theme is rare, and the four counts stand beside them. Where they part, look at the counts, and say how rare the
    theme is.

    Passages of one review stand or fall together: the intervals come from drawing whole reviews again, with
    replacement. With fewer than some fifteen reviews they come out too narrow.

    Parameters
    ----------
    ratings
        ``ratings``, as from :func:`scrlearn.checking.ratings.list_ratings`.
    n_resamples
        How often the reviews are drawn.
    seed
        For drawing them. Every row is drawn for anew, so that who else is measured changes nothing.

    Returns
    -------
    pandas.DataFrame
        ``agreement``: one row a theme, pair of raters and set of cells. Themes are in the order of the ratings; people
        come first, in the order of the ratings, then rules, model and machine. ``all`` is there for every theme and
        pair, ``drawn`` and ``blind`` where there are cells that were so for both. A cell that either leaves open
        (``check``) counts in n_open and in nothing else. Measures are blank where n is 0, and kappa and alpha where
        both always say one and the same thing, since chance then leaves nothing to do better than. Limits are blank
        where there are fewer than two reviews, or where the measure is blank in more than half of the draws; fewer
        blank draws are left out.

    Raises
    ------
    TableError
        When the ratings do not hold what they should.

    References
    ----------
    J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960).
    K. Krippendorff, "Content analysis: an introduction to its methodology" (1980), as in nltk's AnnotationTask.
    K. L. Gwet, "Computing inter-rater reliability and its variance in the presence of high agreement", British Journal
    of Mathematical and Statistical Psychology 61 (2008): AC1.
    A. R. Feinstein and D. V. Cicchetti, "High agreement but low kappa: I. The problems of two paradoxes", Journal of
    Clinical Epidemiology 43 (1990).
    C. A. Field and A. H. Welsh, "Bootstrapping clustered data", Journal of the Royal Statistical Society B 69 (2007).

    Examples
    --------
    >>> says = {"Ann": ["applies"] + ["does_not_apply"] * 9, "model": ["does_not_apply"] * 9 + ["applies"]}
    >>> ratings = pd.DataFrame([
    ...     {"passage_id": f"k:{number}", "theme_id": "sleep", "rater": rater, "decision": decision, "reason": None,
    ...      "review_id": "k", "drawn": True, "blind": False}
    ...     for rater, decisions in says.items() for number, decision in enumerate(decisions)
    ... ])
    >>> agreement = measure_agreement(ratings)
    >>> agreement[["rater_1", "rater_2", "cells", "n", "agreement", "kappa", "ac1"]].round(2)
      rater_1 rater_2  cells   n  agreement  kappa   ac1
    0     Ann   model    all  10        0.8  -0.11  0.76
    1     Ann   model  drawn  10        0.8  -0.11  0.76
    """
    ratings = check_table(ratings, "ratings")
    pairs, side_by_side = _pairs(ratings), _side_by_side(ratings)
    of_both = dict(list(side_by_side.groupby(["theme_id", *_RATERS], sort=False)))
    rows = [
        {"theme_id": theme, "rater_1": one, "rater_2": other, "cells": name}
        | _measured(cells, n_resamples=n_resamples, seed=seed)
        for theme in ratings["theme_id"].unique()
        for one, other in pairs
        for name, cells in _sets_of_cells(of_both.get((theme, one, other), side_by_side.iloc[:0]))
    ]
    return check_table(pd.DataFrame(rows, columns=list(empty_table("agreement"))), "agreement")


def list_disagreements(ratings: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """
    List the cells on which two raters differ, at least one of them a person.

    Parameters
    ----------
    ratings
        ``ratings``, as from :func:`scrlearn.checking.ratings.list_ratings`.
    passages
        The passages that were rated; ratings of others are left aside.

    Returns
    -------
    pandas.DataFrame
        ``disagreements``: one row a passage, theme and pair of raters who do not say the same; one who leaves the cell
        open (``check``) differs from one who decides. Passages are in their order, themes in that of the ratings, and
        raters as in :func:`measure_agreement`.

    Raises
    ------
    TableError
        When the ratings do not hold what they should, or a column of the passages is missing.

    Examples
    --------
    >>> ratings = pd.DataFrame({
    ...     "passage_id": "k:1", "theme_id": "sleep", "rater": ["Ann", "Bob"], "decision": ["applies", "check"],
    ...     "reason": ["the cot", None], "review_id": "k", "drawn": True, "blind": True,
    ... })
    >>> passages = pd.DataFrame({"passage_id": ["k:1"], "text": ["Ask about the cot."]})
    >>> list_disagreements(ratings, passages)[["text", "rater_1", "decision_1", "rater_2", "decision_2"]]
                     text rater_1 decision_1 rater_2 decision_2
    0  Ask about the cot.     Ann    applies     Bob      check
    """
    ratings = check_table(ratings, "ratings")
    side_by_side = _side_by_side(ratings)
    places = {theme: place for place, theme in enumerate(ratings["theme_id"].unique())}
    differing = side_by_side[side_by_side["decision_1"] != side_by_side["decision_2"]]
    by_theme = differing.sort_values("theme_id", key=lambda themes: themes.map(places), kind="stable")
    coded = coded_passages(passages)
    shown = coded.assign(stem=coded["stem"].where(coded["stem"] != "")).merge(by_theme, on="passage_id")
    return check_table(shown[list(empty_table("disagreements"))], "disagreements")


def measures_from_counts(counts: np.ndarray) -> dict[str, np.ndarray]:
    """
    Return raw agreement, kappa, alpha and AC1 of many 2 × 2 tables at once.

    Parameters
    ----------
    counts
        Whole numbers in four columns: n_both, n_only_1, n_only_2, n_neither; one row a table, none of them all 0.

    Returns
    -------
    dict
        An array for each measure, one value a table; NaN where kappa and alpha are undefined.

    Examples
    --------
    >>> measures = measures_from_counts(np.array([[1, 0, 0, 3], [0, 0, 0, 4]]))
    >>> {name: values.tolist() for name, values in measures.items()}
    {'agreement': [1.0, 1.0], 'kappa': [1.0, nan], 'alpha': [1.0, nan], 'ac1': [1.0, 1.0]}
    """
    both, only_1, only_2, neither = counts.astype("float").T
    n, differing = counts.sum(axis=1), only_1 + only_2
    applies, not_applies = 2 * both + differing, 2 * neither + differing
    by_chance = (both + only_1) * (only_1 + neither) + (both + only_2) * (only_2 + neither)
    chance_of_ac1 = applies * not_applies / (2 * n**2)
    agreement = (both + neither) / n
    with np.errstate(invalid="ignore"):
        return {
            "agreement": agreement,
            "kappa": 2 * (both * neither - only_1 * only_2) / by_chance,
            "alpha": 1 - (2 * n - 1) * differing / (applies * not_applies),
            "ac1": (agreement - chance_of_ac1) / (1 - chance_of_ac1),
        }


def _pairs(ratings: pd.DataFrame) -> list[tuple[str, str]]:
    raters = ratings["rater"].unique().tolist()
    people = [rater for rater in raters if rater not in MACHINES]
    machines = [rater for rater in MACHINES if rater in raters]
    return [pair for pair in combinations([*people, *machines], 2) if pair[0] in people]


def _side_by_side(ratings: pd.DataFrame) -> pd.DataFrame:
    review_id = ratings["review_id"].fillna(ratings["passage_id"])
    own = ratings.assign(review_id=review_id)
    both = own.merge(own, on=[*_CELL, "review_id"], suffixes=("_1", "_2"))
    return pd.DataFrame(_pairs(ratings), columns=_RATERS, dtype="str").merge(both, on=_RATERS)


def _sets_of_cells(cells: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    yield "all", cells
    for name in ("drawn", "blind"):
        chosen = cells[cells[f"{name}_1"] & cells[f"{name}_2"]]
        if len(chosen):
            yield name, chosen


def _measured(cells: pd.DataFrame, *, n_resamples: int, seed: int) -> dict[str, float]:
    is_open = (cells["decision_1"] == "check") | (cells["decision_2"] == "check")
    decided = cells[~is_open]
    by_review = _count_by_review(decided)
    counts = by_review.sum(axis=0)
    return (
        {"n": len(decided), "n_open": int(is_open.sum())}
        | dict(zip(_COUNTS, counts.tolist(), strict=True))
        | (_point_estimates(decided, counts) if len(decided) else {})
        | (_limits(by_review, n_resamples=n_resamples, seed=seed) if len(by_review) > 1 else {})
    )


def _count_by_review(decided: pd.DataFrame) -> np.ndarray:
    applies_1, applies_2 = decided["decision_1"] == "applies", decided["decision_2"] == "applies"
    sorts = [applies_1 & applies_2, applies_1 & ~applies_2, ~applies_1 & applies_2, ~applies_1 & ~applies_2]
    flags = pd.concat(sorts, axis=1, keys=_COUNTS).astype("int64")
    return flags.groupby(decided["review_id"]).sum().to_numpy()


def _point_estimates(decided: pd.DataFrame, counts: np.ndarray) -> dict[str, float]:
    said = [
        (rater, item, decision) for rater in ("1", "2") for item, decision in enumerate(decided[f"decision_{rater}"])
    ]
    task = AnnotationTask(said)
    # nltk calls it perfect where there is nothing but one answer, and so nothing to agree on.
    one_answer = len(task.K) == 1
    return {
        "prevalence": float(2 * counts[0] + counts[1] + counts[2]) / (2 * len(decided)),
        "agreement": task.avg_Ao(),
        "kappa": np.nan if one_answer else task.kappa(),
        "alpha": np.nan if one_answer else task.alpha(),
        "ac1": measures_from_counts(counts[np.newaxis])["ac1"].item(),
    }


def _limits(by_review: np.ndarray, *, n_resamples: int, seed: int) -> dict[str, float]:
    n_reviews = len(by_review)
    chances = np.full(n_reviews, 1 / n_reviews)
    drawn = np.random.default_rng(seed).multinomial(n_reviews, chances, size=n_resamples)
    limits = {}
    for name, values in measures_from_counts(drawn @ by_review).items():
        defined = values[~np.isnan(values)]
        if len(defined) and 2 * len(defined) >= n_resamples:
            limits[f"{name}_low"], limits[f"{name}_high"] = np.quantile(defined, [0.025, 0.975]).tolist()
    return limits
