"""How good the coding is on a collection's own decisions, without and with having learnt from them."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
import pandas as pd

from scrlearn.errors import ScrlearnError, TableError
from scrlearn.themes.evaluation import FEWEST_POSITIVES, intervals_of, precision_recall_f1, resample_f1
from scrlearn.themes.held_out import ScoringModel
from scrlearn.validation import check_table, list_values, require_columns

_CELL = ["passage_id", "theme_id"]


class TeachableModel(ScoringModel, Protocol):
    """What can learn from decisions: a :class:`scrlearn.themes.model.ThemeModel`, or anything with the same face."""

    def fit(self, labelled: pd.DataFrame, decided: pd.DataFrame | None = None) -> Any:
        """Learn from labelled passages and from decisions, and return the model itself."""


class _Lesson(NamedTuple):
    """Decisions to learn from, about as many as n_learnt says, and those of other reviews to be held against."""

    n_learnt: int
    learnt: pd.DataFrame | None
    held_out: pd.DataFrame


def measure_own_decisions(
    make_model: Callable[[], TeachableModel],
    labelled: pd.DataFrame,
    decided: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    sizes: Sequence[float] = (0.25, 0.5, 1.0),
    folds: int = 5,
    seed: int = 0,
    n_resamples: int = 1000,
    notice: str | None = None,
) -> pd.DataFrame:
    """
    Measure what people's decisions on a collection teach the model about its other reviews.

    Reviews are dealt into folds. The decisions of each fold are held against what a model says that has learnt from the
    labelled passages and from none, then more and more, then all decisions of the other folds; a larger part holds the
    smaller ones. A model is trained once without decisions and once for each fold and size: 16 times as it stands, at
    about five seconds each on the passages that ship.

    Parameters
    ----------
    make_model
        Makes a model that has learnt nothing, as in ``lambda: ThemeModel(codebook)``.
    labelled
        ``labelled``: what is learnt from in any case.
    decided
        What people decided, from :func:`~scrlearn.themes.labelled.decided_passages`.
    passages
        Recommendations, responses or both: passage_id and review_id of every decided passage.
    sizes
        How much is learnt from, as shares of the decisions of the other folds, above 0 and up to 1. Whole reviews are
        drawn until the share is reached.
    folds
        How many; as many as there are reviews if these are fewer.
    seed
        For dealing and drawing reviews.
    n_resamples
        How often reviews are drawn for the intervals.
    notice
        What must be said of the collection, such as "Illustrative data".

    Returns
    -------
    pandas.DataFrame
        ``learning_curve``: one row a theme and number of decisions learnt from, which is the mean over the folds;
        themes in the order of their ids, last ``macro``, each from no decision up to all. ``f1`` is that of the answers
        where none may be left open; ``change`` is f1 less that without decisions, and for its interval both are
        measured on the same drawn reviews. Where the model has learnt too little of a theme to score it in every fold,
        its measures are blank; ``macro`` is the mean of the themes that are scored throughout, so that like is
        compared with like.

    Raises
    ------
    TableError
        When a column is missing, there is no decision, a decided passage is not among the passages, or all are of one
        review.
    ScrlearnError
        When a size is no share, or there are fewer than two folds.

    References
    ----------
    C. A. Field and A. H. Welsh, "Bootstrapping clustered data", Journal of the Royal Statistical Society B 69 (2007).

    Examples
    --------
    ``measure_own_decisions(lambda: ThemeModel(codebook), load_labelled(), decided, collection.recommendations)``
    """
    decisions = _with_reviews(decided, passages)
    lessons = _plan_lessons(decisions, sizes=sizes, folds=folds, seed=seed)
    cells = pd.concat(
        [_answer(make_model().fit(labelled, lesson.learnt), lesson) for lesson in lessons], ignore_index=True
    )
    measured = _measure(cells)
    intervals = _intervals(cells, measured, seed=seed, n_resamples=n_resamples)
    curve = measured.merge(intervals, on=["theme_id", "n_learnt"], how="left").assign(notice=notice)
    return check_table(curve, "learning_curve")


def _with_reviews(decided: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    require_columns(decided, "decided", [*_CELL, "stem", "text", "applies"])
    require_columns(passages, "passages", ["passage_id", "review_id"])
    if decided.empty:
        raise TableError("decided: has no rows, so there is nothing to learn from; record decisions on passages first.")
    review = decided["passage_id"].map(dict(zip(passages["passage_id"], passages["review_id"], strict=True)))
    if review.isna().any():
        strangers = list_values(decided.loc[review.isna(), "passage_id"])
        raise TableError(f"decided: passage_id has {strangers}, of which passages has no row; give their passages.")
    if review.nunique() < 2:
        raise TableError(
            f"decided: all decisions are on {review.iloc[0]!r}, so no review can be held out; decide on another."
        )
    return decided.assign(cluster=review, carries=decided["applies"] == 1)


def _plan_lessons(decisions: pd.DataFrame, *, sizes: Sequence[float], folds: int, seed: int) -> list[_Lesson]:
    _refuse_options(sizes, folds)
    reviews = np.random.default_rng(seed).permutation(np.sort(decisions["cluster"].unique()))
    place = decisions["cluster"].map({review: place for place, review in enumerate(reviews)})
    drawn = decisions.assign(place=place).sort_values("place", kind="stable")
    fold = drawn["place"] % min(folds, len(reviews))
    splits = [(drawn[fold != number], drawn[fold == number]) for number in sorted(fold.unique())]
    lessons = {0: [_Lesson(0, None, drawn)]}
    for size in sorted(sizes):
        parts = [_first_reviews(others, size) for others, _ in splits]
        n_learnt = round(sum(map(len, parts)) / len(parts))
        # Where there are few reviews, two sizes may come to the same.
        lessons[n_learnt] = [
            _Lesson(n_learnt, part, held_out) for part, (_, held_out) in zip(parts, splits, strict=True)
        ]
    return [lesson for of_size in lessons.values() for lesson in of_size]


def _refuse_options(sizes: Sequence[float], folds: int) -> None:
    strange = [size for size in sizes if not 0 < size <= 1]
    if strange:
        raise ScrlearnError(f"sizes: {strange[0]} is no share of the decisions; give numbers above 0 and up to 1.")
    if folds < 2:
        raise ScrlearnError(f"folds: {folds} leaves no review to learn from; give 2 or more.")


def _first_reviews(decisions: pd.DataFrame, size: float) -> pd.DataFrame:
    reached = decisions.groupby("place").size().cumsum()
    last = reached.index[reached >= size * len(decisions)][0]
    return decisions[decisions["place"] <= last]


def _answer(model: TeachableModel, lesson: _Lesson) -> pd.DataFrame:
    passages = lesson.held_out.drop_duplicates("passage_id")[["passage_id", "stem", "text"]]
    scores = model.score(passages).merge(model.thresholds_[["theme_id", "threshold"]], on="theme_id")
    cells = lesson.held_out.merge(scores, on=_CELL, how="left", validate="one_to_one")
    # A model that has learnt no theme gives blanks of no kind.
    cells = cells.astype({"score": "float", "threshold": "float"})
    says = np.where(cells["score"] >= cells["threshold"], "applies", "does_not_apply")
    return cells.assign(n_learnt=lesson.n_learnt, decision_without_check=says)


def _measure(cells: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {"theme_id": theme, "n_learnt": n_learnt, **_measured(theme_cells)}
        for (theme, n_learnt), theme_cells in cells.groupby(["theme_id", "n_learnt"])
    ]
    themes = pd.DataFrame(rows)
    steady = themes[themes["theme_id"].isin(_scored_throughout(themes))]
    macro = steady.groupby("n_learnt").agg({"n": "sum", "n_positive": "sum", "f1": "mean", "brier": "mean"})
    macro = macro.reindex(sorted(themes["n_learnt"].unique())).fillna({"n": 0, "n_positive": 0})
    measured = pd.concat([themes, macro.reset_index().assign(theme_id="macro")], ignore_index=True)
    without = measured[measured["n_learnt"] == 0].set_index("theme_id")["f1"]
    return measured.assign(change=measured["f1"] - measured["theme_id"].map(without))


def _measured(cells: pd.DataFrame) -> dict[str, float]:
    scored = cells.dropna(subset="score")
    n_positive, whole = scored["carries"].sum(), len(scored) == len(cells)
    f1 = precision_recall_f1(scored["carries"], scored["decision_without_check"])[2]
    return {
        "n": len(scored),
        "n_positive": n_positive,
        "f1": f1 if whole and n_positive >= FEWEST_POSITIVES else np.nan,
        "brier": (scored["score"] - scored["carries"]).pow(2).mean() if whole else np.nan,
    }


def _scored_throughout(themes: pd.DataFrame) -> list[str]:
    unscored = themes.loc[themes["brier"].isna(), "theme_id"]
    return themes.loc[~themes["theme_id"].isin(unscored), "theme_id"].unique().tolist()


def _intervals(cells: pd.DataFrame, measured: pd.DataFrame, *, seed: int, n_resamples: int) -> pd.DataFrame:
    steady = _scored_throughout(measured[measured["theme_id"] != "macro"])
    # Cells without a score are drawn too, so that each number learnt from is measured on the same reviews.
    drawn = {
        n_learnt: _draw(cells[cells["n_learnt"] == n_learnt], rows, steady, seed=seed, n_resamples=n_resamples)
        for n_learnt, rows in measured.groupby("n_learnt")
    }
    both = [
        intervals_of(f1, "f1").merge(intervals_of(f1 - drawn[0], "change"), on="theme_id").assign(n_learnt=n_learnt)
        for n_learnt, f1 in drawn.items()
    ]
    return pd.concat(both, ignore_index=True)


def _draw(
    cells: pd.DataFrame, measured: pd.DataFrame, steady: list[str], *, seed: int, n_resamples: int
) -> pd.DataFrame:
    drawn = resample_f1(cells, seed=seed, n_resamples=n_resamples)
    known = drawn.loc[:, drawn.columns.isin(measured.loc[measured["f1"].notna(), "theme_id"])]
    return known.assign(macro=known.loc[:, known.columns.isin(steady)].mean(axis=1))
