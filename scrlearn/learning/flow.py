"""From all that was read to what was counted: how many were kept at each step, and why the others were not."""

from typing import NamedTuple

import pandas as pd

from scrlearn.learning.cells import find_cells, keep_reviews, take_whole
from scrlearn.learning.notice import write_notice
from scrlearn.tables import COUNTED_STEP
from scrlearn.validation import check_table, require_columns


class _Step(NamedTuple):
    step: str
    unit: str
    n_kept: int
    of_before: int
    why: str | None


def tabulate_flow(
    reviews: pd.DataFrame, left_out: pd.DataFrame, recommendations: pd.DataFrame, codings: pd.DataFrame
) -> pd.DataFrame:
    """
    Say how many reviews, recommendations and codings are kept at each step, and why the others are not.

    Parameters
    ----------
    reviews
        ``reviews`` of the collection, before any is left out: review_id, source_status, illustrative if there. Those
        that may not be shown can be missing.
    left_out
        ``left_out``: review_id, reason. A review that is named only here counts as read.
    recommendations
        ``recommendations`` of all reviews: passage_id, review_id, part_of. Findings, learning points and questions
        count as well.
    codings
        ``codings`` of the recommendations of the reviews that are counted: passage_id, theme_id, decision, confirmed.
        Those of other passages are left aside.

    Returns
    -------
    pandas.DataFrame
        ``reading_flow``. One row a step, always the same ten, in their order. Of reviews: those in the collection,
        those not left out as unpublished, those of the period asked for, those with recommendations. Of
        recommendations, parts not counted by themselves: those of these reviews, those of which any passage is coded.
        Of codings (a theme of a passage): all, those that are not left to be checked, those that find the theme, those
        of them that a person confirmed. n_kept: how many are left, of of_before: how many the step before left, which
        for the first step of a unit is n_kept itself; why: how many are left no more and why, else missing; notice: as
        in ``theme_counts``, of the reviews that were not left out as unpublished.

    Raises
    ------
    TableError
        When a needed column is missing, a reason is not allowed, part_of goes round in a circle, or none of the
        codings is of any of the recommendations.

    References
    ----------
    The Vulnerability Knowledge and Practice Programme (VKPP) prints how many reports it read, and how many of them it
    kept, for its studies of reviews.

    Examples
    --------
    >>> reviews = pd.DataFrame({"review_id": ["k", "a", "b"], "source_status": ["published"] * 2 + ["unpublished"]})
    >>> left_out = pd.DataFrame({"review_id": ["b"], "reason": ["unpublished"]})
    >>> recommendations = pd.DataFrame({"passage_id": ["k:1", "b:1"], "review_id": ["k", "b"], "part_of": None})
    >>> codings = pd.DataFrame({
    ...     "passage_id": ["k:1"], "theme_id": ["voice"], "decision": ["applies"], "confirmed": [True],
    ... })
    >>> flow = tabulate_flow(reviews, left_out, recommendations, codings)
    >>> flow.loc[:3, ["step", "n_kept", "of_before", "why"]]
                               step  n_kept  of_before                        why
    0     Reviews in the collection       3          3                        NaN
    1     Reviews that may be shown       2          3              1 unpublished
    2               Reviews counted       2          2                        NaN
    3  Reviews with recommendations       1          2  1 without recommendations
    """
    require_columns(reviews, "reviews", ["review_id", "source_status"])
    reasons = check_table(left_out, "left_out").set_index("review_id")["reason"]
    reason = reviews["review_id"].map(reasons).astype("str")
    all_reasons = pd.concat([reason, reasons[~reasons.index.isin(reviews["review_id"])]])
    asking = take_whole(keep_reviews(recommendations, "recommendations", reviews[reason.isna()]))
    cells = find_cells(codings, asking, "recommendations", "recommendation_id")
    steps = [*_review_steps(all_reasons, asking), *_recommendation_steps(asking, cells), *_coding_steps(cells)]
    table = pd.DataFrame(steps, columns=_Step._fields).assign(notice=write_notice(reviews[reason != "unpublished"]))
    return check_table(table, "reading_flow")


def _review_steps(reason: pd.Series, asking: pd.DataFrame) -> list[_Step]:
    read, counted, asked = len(reason), int(reason.isna().sum()), asking["review_id"].nunique()
    unpublished, outside, undated = (
        int((reason == name).sum()) for name in ("unpublished", "outside_period", "undated")
    )
    shown = read - unpublished
    # A review whose date is too coarse to say is left out as outside the period.
    not_in_period = _say((outside, "not certainly in the period"), (undated, "undated"))
    silent = _say((counted - asked, "without recommendations"))
    return [
        _Step("Reviews in the collection", "review", read, read, None),
        _Step("Reviews that may be shown", "review", shown, read, _say((unpublished, "unpublished"))),
        _Step(COUNTED_STEP, "review", counted, shown, not_in_period),
        _Step("Reviews with recommendations", "review", asked, counted, silent),
    ]


def _recommendation_steps(asking: pd.DataFrame, cells: pd.DataFrame) -> list[_Step]:
    asked, coded = (table["recommendation_id"].nunique() for table in (asking, cells))
    return [
        _Step("Recommendations of these reviews", "recommendation", asked, asked, None),
        _Step("Recommendations coded", "recommendation", coded, asked, _say((asked - coded, "not coded"))),
    ]


def _coding_steps(cells: pd.DataFrame) -> list[_Step]:
    applies = cells["decision"] == "applies"
    coded, decided = len(cells), int((cells["decision"] != "check").sum())
    found, confirmed = int(applies.sum()), int((applies & cells["confirmed"]).sum())
    unconfirmed = _say((found - confirmed, "not yet confirmed"))
    return [
        _Step("Codings, each a theme of a passage", "coding", coded, coded, None),
        _Step("Codings decided", "coding", decided, coded, _say((coded - decided, "to check"))),
        _Step("Codings that find the theme", "coding", found, decided, _say((decided - found, "do not find it"))),
        _Step("Codings confirmed by a person", "coding", confirmed, found, unconfirmed),
    ]


def _say(*fallen: tuple[int, str]) -> str | None:
    return "; ".join(f"{number} {why}" for number, why in fallen if number) or None
