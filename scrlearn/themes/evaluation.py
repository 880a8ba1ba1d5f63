"""How good the coding is: scores of passages that were not learnt from, held against what people say they carry."""

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, brier_score_loss, precision_recall_fscore_support

from scrlearn.errors import TableError
from scrlearn.themes.labelled import theme_flags
from scrlearn.validation import check_table, require_columns

FEWEST_POSITIVES = 5
_BINS = 10
_CELL = ["passage_id", "theme_id"]


def evaluate(
    scores: pd.DataFrame,
    labelled: pd.DataFrame,
    *,
    clusters: str = "source_url",
    seed: int = 0,
    n_resamples: int = 1000,
) -> pd.DataFrame:
    """
    Measure how good held-out scores and decisions are.

    Passages that rest on the same source stand or fall together: the intervals come from drawing whole sources again,
    with replacement. Where no answer may be left open, what counts is ``decision_without_check``; the columns on what
    is decided count ``decision``.

    Parameters
    ----------
    scores
        ``held_out_scores``, as from :func:`scrlearn.themes.held_out.score_by_hand`; to see one hand, its rows alone.
    labelled
        ``labelled``: id, themes and the column of clusters are used. Passages without scores are left aside.
    clusters
        The column of labelled that says which passages belong together; where it is blank, a passage is on its own.
    seed
        For drawing the sources.
    n_resamples
        How often they are drawn.

    Returns
    -------
    pandas.DataFrame
        ``evaluation``: one row a theme, in the order of the scores, and last ``macro``: the plain mean of the themes'
        measures, those that are blank left out. With fewer than 5 positives a theme's precision, recall and whatever
        else rests on its positives are blank.

    Raises
    ------
    TableError
        When a column is missing, or a scored passage is not among the labelled.

    References
    ----------
    C. A. Field and A. H. Welsh, "Bootstrapping clustered data", Journal of the Royal Statistical Society B 69 (2007).
    G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78 (1950); the
    skill is 1 less the score's share of what always saying the base rate would score.
    C. Guo and others, "On calibration of modern neural networks", ICML (2017): the expected calibration error, here
    with ten bins of equal count as K. Nguyen and B. O'Connor have it, EMNLP (2015).

    Examples
    --------
    >>> labelled = pd.DataFrame({"id": list("abcdef"), "themes": ["sleep"] * 5 + [None], "source_url": None})
    >>> scores = pd.DataFrame({
    ...     "passage_id": list("abcdef"), "theme_id": "sleep", "score": [0.9, 0.9, 0.8, 0.6, 0.2, 0.1], "hand": "a",
    ...     "decision": ["applies"] * 3 + ["check"] + ["does_not_apply"] * 2,
    ...     "decision_without_check": ["applies"] * 4 + ["does_not_apply"] * 2,
    ... })
    >>> evaluate(scores, labelled)[["theme_id", "n_positive", "precision", "recall", "share_decided"]].round(2)
      theme_id  n_positive  precision  recall  share_decided
    0    sleep           5        1.0     0.8           0.83
    1    macro           5        1.0     0.8           0.83
    """
    cells = _with_truth(scores, labelled, clusters)
    themes = [{"theme_id": theme, **_measured(rows)} for theme, rows in cells.groupby("theme_id", sort=False)]
    measured = pd.DataFrame(themes, columns=_MEASURED)
    macro = measured.mean(numeric_only=True).to_dict() | {
        "theme_id": "macro",
        "n": cells["passage_id"].nunique(),
        "n_positive": measured["n_positive"].sum(),
    }
    measured = pd.concat([measured, pd.DataFrame([macro])])
    enough = measured.loc[measured["n_positive"] >= FEWEST_POSITIVES, "theme_id"]
    drawn = resample_f1(cells[cells["theme_id"].isin(enough)], seed=seed, n_resamples=n_resamples)
    intervals = intervals_of(drawn.assign(macro=drawn.mean(axis=1)), "f1")
    return check_table(measured.merge(intervals, on="theme_id", how="left"), "evaluation")


def calibration_curve(scores: pd.DataFrame, labelled: pd.DataFrame, *, n_bins: int = _BINS) -> pd.DataFrame:
    """
    Lay the scores of each theme in bins of equal count and compare what they promise with what is there.

    Parameters
    ----------
    scores
        ``held_out_scores``.
    labelled
        ``labelled``: id and themes are used.
    n_bins
        How many bins. Equal scores share a bin, so that there may be fewer, of unequal count.

    Returns
    -------
    pandas.DataFrame
        ``calibration_curve``: one row a theme and bin, themes in the order of the scores, the lowest scores first.

    Raises
    ------
    TableError
        When a column is missing, or a scored passage is not among the labelled.

    Examples
    --------
    >>> labelled = pd.DataFrame({"id": list("abcd"), "themes": [None, "sleep", "sleep", "sleep"]})
    >>> scores = pd.DataFrame({
    ...     "passage_id": list("abcd"), "theme_id": "sleep", "score": [0.2, 0.4, 0.7, 0.9], "hand": "a",
    ...     "decision": "check", "decision_without_check": "applies",
    ... })
    >>> calibration_curve(scores, labelled, n_bins=2)
      theme_id  bin  n  mean_score  share_positive
    0    sleep    1  2         0.3             0.5
    1    sleep    2  2         0.8             1.0
    """
    cells = _with_truth(scores, labelled, "id")
    curves = [
        _binned(rows["score"], rows["carries"], n_bins).assign(theme_id=theme)
        for theme, rows in cells.groupby("theme_id", sort=False)
    ]
    columns = ["theme_id", "bin", "n", "mean_score", "share_positive"]
    return check_table(pd.concat([pd.DataFrame(columns=columns), *curves]), "calibration_curve")


def precision_recall_f1(carries: pd.Series, decision: pd.Series) -> tuple[float, float, float]:
    """Hold decisions against whether each passage carries the theme; blank where there is nothing to measure on."""
    if carries.empty:
        return np.nan, np.nan, np.nan
    return precision_recall_fscore_support(carries, decision == "applies", average="binary", zero_division=np.nan)[:3]


def resample_f1(cells: pd.DataFrame, *, seed: int, n_resamples: int) -> pd.DataFrame:
    """
    Measure F1 again and again on whole clusters drawn with replacement.

    Parameters
    ----------
    cells
        passage_id, theme_id, cluster, carries (True or False) and decision_without_check.
    seed
        For drawing the clusters: the same seed draws the same ones again, of the same clusters.
    n_resamples
        How often they are drawn.

    Returns
    -------
    pandas.DataFrame
        One row a draw, one column a theme.
    """
    applies = cells["decision_without_check"] == "applies"
    counted = cells.assign(hits=applies & cells["carries"], said=applies)
    hits, said, carry = (
        counted.pivot_table(name, "cluster", "theme_id", aggfunc="sum", fill_value=0).astype("int64")
        for name in ("hits", "said", "carries")
    )
    draw = np.random.default_rng(seed)
    f1 = []
    for _ in range(n_resamples if len(hits) else 0):
        drawn = np.bincount(draw.integers(len(hits), size=len(hits)), minlength=len(hits))
        named = drawn @ said.to_numpy() + drawn @ carry.to_numpy()
        f1.append(2 * (drawn @ hits.to_numpy()) / np.maximum(named, 1))
    return pd.DataFrame(f1, columns=hits.columns, dtype="float")


def intervals_of(drawn: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return theme_id and the ends of the 95 % interval of a measure that was drawn again, one column a theme."""
    limits = drawn.quantile([0.025, 0.975]).T.set_axis([f"{measure}_low", f"{measure}_high"], axis=1)
    return limits.rename_axis("theme_id").reset_index()


def _with_truth(scores: pd.DataFrame, labelled: pd.DataFrame, clusters: str) -> pd.DataFrame:
    require_columns(labelled, "labelled", ["id", "themes", clusters])
    scores = check_table(scores, "held_out_scores")
    strangers = scores.loc[~scores["passage_id"].isin(labelled["id"]), "passage_id"].unique()
    if len(strangers):
        raise TableError(f"held_out_scores: no row of labelled has the id {strangers[0]!r}; give the passages scored.")
    flags = theme_flags(labelled, scores["theme_id"].unique().tolist()).astype("bool")
    flags = flags.assign(passage_id=labelled["id"], cluster=labelled[clusters].fillna(labelled["id"]))
    truth = flags.melt(["passage_id", "cluster"], var_name="theme_id", value_name="carries")
    return scores.merge(truth, on=_CELL, how="left", validate="one_to_one")


_RESTING_ON_POSITIVES = [
    "precision",
    "recall",
    "f1",
    "average_precision",
    "brier_skill",
    "f1_decided",
    "share_of_positives_decided",
]
_MEASURED = ["theme_id", "n", "n_positive", *_RESTING_ON_POSITIVES, "calibration_error", "share_decided"]


def _measured(cells: pd.DataFrame) -> dict[str, float]:
    carries, decided = cells["carries"], cells["decision"] != "check"
    curve = _binned(cells["score"], carries, _BINS)
    gaps = (curve["mean_score"] - curve["share_positive"]).abs()
    measures = {
        "n": len(cells),
        "n_positive": carries.sum(),
        "calibration_error": np.average(gaps, weights=curve["n"]),
        "share_decided": decided.mean(),
    }
    enough = carries.sum() >= FEWEST_POSITIVES
    return measures | (_measured_on_positives(cells, decided) if enough else dict.fromkeys(_RESTING_ON_POSITIVES))


def _measured_on_positives(cells: pd.DataFrame, decided: pd.Series) -> dict[str, float]:
    carries, score = cells["carries"], cells["score"]
    base_rate = carries.mean()
    precision, recall, f1 = precision_recall_f1(carries, cells["decision_without_check"])
    brier, brier_of_base_rate = brier_score_loss(carries, score, pos_label=True), base_rate * (1 - base_rate)
    return {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "average_precision": average_precision_score(carries, score),
        "brier_skill": 1 - brier / brier_of_base_rate if brier_of_base_rate else np.nan,
        "f1_decided": precision_recall_f1(carries[decided], cells["decision"][decided])[2],
        "share_of_positives_decided": decided[carries].mean(),
    }


def _binned(score: pd.Series, carries: pd.Series, n_bins: int) -> pd.DataFrame:
    # By the rank of the first of its equals, so that the order of the rows decides nothing.
    bins = ((score.rank(method="min") - 1) * n_bins // len(score)).astype("int64") + 1
    grouped = pd.DataFrame({"bin": bins, "score": score, "carries": carries}).groupby("bin")
    curve = grouped.agg(n=("score", "size"), mean_score=("score", "mean"), share_positive=("carries", "mean"))
    return curve.reset_index()
