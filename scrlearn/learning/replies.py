"""What replies do with the themes of the recommendations that they answer."""

import pandas as pd

from scrlearn.learning.cells import decide_together, find_cells, is_yes, keep_reviews, list_themes, take_whole
from scrlearn.learning.notice import write_notice
from scrlearn.validation import check_table, require_columns

_CELL = ["recommendation_id", "theme_id"]
_REPLY = {"applies": "named", "check": "to_check", "does_not_apply": "not_named"}
_COUNTS = [
    *["n_recommendations", "n_check", "n_confirmed"],
    *["n_named", "n_not_named", "n_to_check", "n_no_reply", "n_reply_only"],
]


def compare_replies(
    codings: pd.DataFrame,
    recommendations: pd.DataFrame,
    responses: pd.DataFrame,
    answers: pd.DataFrame,
    reviews: pd.DataFrame,
    *,
    themes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Set each theme of a recommendation beside what the reply to it names.

    Recommendation and reply are coded apart and never pooled. The words are "named" and "not named", and they accuse
    no board: replies often refer back ("the above protocol will be reviewed") or act on a theme without its words, so
    a theme that is not named in a reply may well have been acted on. "No reply" is said only where nothing answers.

    Parameters
    ----------
    codings
        ``codings`` of the recommendations and of the responses, one under the other.
    recommendations
        ``recommendations``: passage_id, review_id, part_of. Findings, learning points and questions count as well.
    responses
        ``responses``: passage_id, review_id. Those that answer nothing are left aside.
    answers
        ``answers``: response_id, recommendation_id.
    reviews
        The ``reviews`` looked at: review_id, source_status, illustrative if there. Recommendations of other reviews
        are left aside.
    themes
        ``themes`` of the codebook, for labels, order, and rows for themes that nothing was coded for.

    Returns
    -------
    pandas.DataFrame
        ``replies``. One row a theme of a whole recommendation, its parts at any depth taken together; in the order of
        recommendations, then of the themes. in_recommendation: ``applies`` where the theme applies to any of its
        passages, else ``check`` where a person has still to decide on any, else ``does_not_apply``; reply, from
        whatever answers it or any of its parts, in the same manner: ``named``, ``to_check``, ``not_named``, or
        ``no_reply`` where nothing answers; n_responses: paragraphs and actions that answer; confirmed: whether a
        person stands behind both sides (one confirmed ``applies`` is enough for a side that carries the theme; every
        coding must be confirmed for a side that does not; that nothing answers is known); notice: as in
        ``theme_counts``. A passage without a coding of the theme counts as not carrying it.

    Raises
    ------
    TableError
        When a needed column is missing, part_of goes round in a circle, or one side has passages and no codings.

    References
    ----------
    What recommendations and responses pick up of what went before is set side by side in DfE-RR157, chapter 4.

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "passage_id": ["k:3.a", "k:3.response-1"], "theme_id": ["cross_border"] * 2,
    ...     "decision": ["does_not_apply", "applies"], "confirmed": [True, True],
    ... })
    >>> recommendations = pd.DataFrame({
    ...     "passage_id": ["k:3", "k:3.a"], "review_id": ["k", "k"], "part_of": [None, "k:3"],
    ... })
    >>> responses = pd.DataFrame({"passage_id": ["k:3.response-1"], "review_id": ["k"]})
    >>> answers = pd.DataFrame({"response_id": ["k:3.response-1"], "recommendation_id": ["k:3"]})
    >>> reviews = pd.DataFrame({"review_id": ["k"], "source_status": ["published"]})
    >>> replies = compare_replies(codings, recommendations, responses, answers, reviews)
    >>> replies[["recommendation_id", "theme_id", "in_recommendation", "reply", "confirmed"]]
      recommendation_id      theme_id in_recommendation  reply  confirmed
    0               k:3  cross_border    does_not_apply  named       True
    """
    asking = take_whole(keep_reviews(recommendations, "recommendations", reviews))
    replying = _find_replying(responses, answers, asking)
    whole = asking.loc[asking["passage_id"] == asking["recommendation_id"], ["review_id", "recommendation_id"]]
    n_responses = whole["recommendation_id"].map(replying["recommendation_id"].value_counts()).fillna(0)
    rows = whole.assign(n_responses=n_responses).merge(list_themes(codings, themes), how="cross")
    asked = _decide_beside(rows, find_cells(codings, asking, "recommendations", "recommendation_id"))
    replied = _decide_beside(rows, find_cells(codings, replying, "responses", "recommendation_id"))
    silent = rows["n_responses"] == 0
    table = rows.assign(
        in_recommendation=asked["decision"],
        reply=replied["decision"].map(_REPLY).mask(silent, "no_reply"),
        confirmed=asked["confirmed"] & (replied["confirmed"] | silent),
        notice=write_notice(reviews),
    )
    return check_table(table, "replies")


def tabulate_replies(
    replies: pd.DataFrame,
    recommendations: pd.DataFrame,
    reviews: pd.DataFrame,
    *,
    themes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Count, theme by theme, the recommendations whose replies name the theme.

    Parameters
    ----------
    replies
        ``replies``, as :func:`compare_replies` gives it.
    recommendations
        ``recommendations``: passage_id, review_id, part_of. Rows of replies about others are left aside.
    reviews
        The ``reviews`` looked at, also those without recommendations: review_id, source_status, illustrative if there.
    themes
        ``themes`` of the codebook: needed only for rows where there is no recommendation at all.

    Returns
    -------
    pandas.DataFrame
        ``reply_counts``. One row a theme, in the order of replies. n_reviews: reviews with a recommendation that
        carries the theme, of of_reviews: all given reviews; n_recommendations: recommendations that carry it, parts
        not counted by themselves, of of_recommendations: all of them (findings, learning points and questions too);
        n_check: more of them in which a person has still to decide;
        n_named, n_not_named, n_to_check, n_no_reply: what their replies do with it, adding up to n_recommendations;
        n_confirmed: of n_recommendations, those of which a person confirmed what is said; n_reply_only:
        recommendations that do not carry the theme whose reply names it; notice: as in ``theme_counts``.

    Raises
    ------
    TableError
        When a needed column is missing, or part_of goes round in a circle.

    Examples
    --------
    >>> replies = pd.DataFrame({
    ...     "review_id": ["k", "k"], "recommendation_id": ["k:1", "k:2"], "theme_id": ["voice"] * 2,
    ...     "theme": ["Voice"] * 2, "in_recommendation": ["applies"] * 2, "reply": ["named", "no_reply"],
    ...     "confirmed": [True, False],
    ... })
    >>> recommendations = pd.DataFrame({"passage_id": ["k:1", "k:2"], "review_id": "k", "part_of": None})
    >>> reviews = pd.DataFrame({"review_id": ["k", "a"], "source_status": ["published", "published"]})
    >>> tabulate_replies(replies, recommendations, reviews)[["theme", "n_recommendations", "n_named", "n_no_reply"]]
       theme  n_recommendations  n_named  n_no_reply
    0  Voice                  2        1           1
    """
    require_columns(replies, "replies", ["review_id", *_CELL, "theme", "in_recommendation", "reply", "confirmed"])
    asking = take_whole(keep_reviews(recommendations, "recommendations", reviews))
    kept = replies[replies["recommendation_id"].isin(asking["recommendation_id"])]
    listed = pd.concat([table[["theme_id", "theme"]] for table in (themes, replies) if table is not None])
    table = list_themes(replies, listed).join(_count_replies(kept), on="theme_id")
    table = table.fillna(dict.fromkeys(["n_reviews", *_COUNTS], 0)).assign(
        of_reviews=len(reviews),
        of_recommendations=asking["recommendation_id"].nunique(),
        notice=write_notice(reviews),
    )
    return check_table(table, "reply_counts")


def _count_replies(replies: pd.DataFrame) -> pd.DataFrame:
    carried = replies["in_recommendation"] == "applies"
    named = replies["reply"] == "named"
    marked = replies.assign(
        n_recommendations=carried,
        n_check=replies["in_recommendation"] == "check",
        n_confirmed=carried & is_yes(replies["confirmed"]),
        n_named=carried & named,
        n_not_named=carried & (replies["reply"] == "not_named"),
        n_to_check=carried & (replies["reply"] == "to_check"),
        n_no_reply=carried & (replies["reply"] == "no_reply"),
        n_reply_only=(replies["in_recommendation"] == "does_not_apply") & named,
    )
    n_reviews = replies[carried].groupby("theme_id")["review_id"].nunique().rename("n_reviews")
    return marked.groupby("theme_id")[_COUNTS].sum().join(n_reviews)


def _find_replying(responses: pd.DataFrame, answers: pd.DataFrame, asking: pd.DataFrame) -> pd.DataFrame:
    require_columns(responses, "responses", ["passage_id"])
    require_columns(answers, "answers", ["response_id", "recommendation_id"])
    known = answers[answers["response_id"].isin(responses["passage_id"])]
    whole = asking.set_index("passage_id")["recommendation_id"]
    replying = pd.DataFrame(
        {"passage_id": known["response_id"], "recommendation_id": known["recommendation_id"].map(whole)}, dtype="str"
    )
    return replying.dropna().drop_duplicates()


def _decide_beside(rows: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    side = rows[_CELL].merge(decide_together(cells, "recommendation_id"), on=_CELL, how="left")
    return side.assign(decision=side["decision"].fillna("does_not_apply"), confirmed=side["confirmed"].eq(True))
