"""What was promised in answer to reviews: of what sort, by whom and when, how far it has got, and with what effect."""

import pandas as pd

from scrlearn.errors import ScrlearnError
from scrlearn.learning.cells import find_cells, is_yes, join_values, keep_reviews, list_themes
from scrlearn.learning.notice import write_notice
from scrlearn.learning.promises import find_promised_before, tell_overdue
from scrlearn.validation import check_table, require_columns

EFFECT = "effect_seen"
ALL = "all"
NONE_FOUND = "none_found"

_DUE = ["due_on", "due_precision", "due_text"]
_RESPONSE = ["passage_id", "review_id", "kind", "text", "action_type", "lead", *_DUE, "status", "status_on"]
_STATUSES = ("complete", "under_way", "planned", "declined", "not_stated")
_LISTS = {
    "undated": lambda rows: ~is_yes(rows["dated"]),
    "ownerless": lambda rows: ~is_yes(rows["owned"]),
    "overdue": lambda rows: rows["overdue"] == "yes",
    "promised_before": lambda rows: rows["promised_before"].notna(),
    "without_effect": lambda rows: rows["effect"].isna(),
}
_COUNTED = ["action_types", "confirmed", "status", "dated", "owned", "overdue", "promised_before", "effect"]


def find_commitments(
    responses: pd.DataFrame,
    answers: pd.DataFrame,
    reviews: pd.DataFrame,
    action_codings: pd.DataFrame,
    *,
    on: str | None = None,
    repeats: pd.DataFrame | None = None,
    themes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Find the responses and actions that promise something to be done, or say that it was done.

    Every action is a commitment; a paragraph of a response is one where a sort of action is found or a status stated.

    Parameters
    ----------
    responses
        ``responses``: all columns but those of place and stem. Those of other reviews are left aside.
    answers
        ``answers``: response_id, recommendation_id.
    reviews
        The ``reviews`` looked at: review_id, source_status, illustrative if there; with repeats also year,
        published_on and published_precision.
    action_codings
        ``codings`` of the responses by the codebook ``action_types``, with evidence. Only ``applies`` counts. Its
        theme ``effect_seen`` is no sort of action and gives effect.
    on
        The day asked about, as an ISO date. **Without it overdue is not_known everywhere**; today is not assumed.
    repeats
        ``repeats`` worked out over the responses (repeat_id, passage_id), to tell what was promised before; without
        it promised_before is blank.
    themes
        ``themes`` of the codebook ``action_types``. Where it is given, action_codings need not hold the cells in which
        nothing is found and nobody decided.

    Returns
    -------
    pandas.DataFrame
        ``commitments``, one row a commitment in the order of responses. action_types: where action_type is printed and
        is the id of a sort in action_codings (in small letters or capitals, with spaces or underscores), that; else
        the sorts that were coded; confirmed: printed, or each of them confirmed by a person, and where none is found,
        that a person confirmed each to be absent. dated: due_on is given; owned: lead is. overdue: ``no``
        where complete, declined, or due on the day or later; ``yes`` where the last day that due_on allows is before
        it; ``not_known`` where there is no due_on, or the day lies among those that it allows. promised_before: the
        commitments of other reviews in one of its groups of repeats whose review is wholly earlier (by published_on,
        else by year), the earliest first. effect: the evidence of ``effect_seen``. notice: as in ``theme_counts``.

    Raises
    ------
    ScrlearnError
        When on is no day.
    TableError
        When a needed column is missing, a date is malformed, or none of the codings is of any of the responses.

    References
    ----------
    Sorting by action type follows DfE-RR157, "A study of recommendations arising from serious case reviews 2009-2010".

    Examples
    --------
    >>> responses = pd.DataFrame({
    ...     "passage_id": ["k:1.action-1", "k:1.response-1"], "review_id": "k", "kind": ["action", "response"],
    ...     "text": ["Revise the policy.", "The Board welcomes this."], "action_type": None, "lead": ["Police", None],
    ...     "due_on": ["2018-10", None], "due_precision": ["month", None], "due_text": None,
    ...     "status": ["planned", "not_stated"], "status_on": None,
    ... })
    >>> answers = pd.DataFrame({"response_id": ["k:1.action-1"], "recommendation_id": ["k:1"]})
    >>> reviews = pd.DataFrame({"review_id": ["k"], "source_status": ["published"]})
    >>> codings = pd.DataFrame({
    ...     "passage_id": ["k:1.action-1"], "theme_id": ["procedure"], "decision": ["applies"], "confirmed": [True],
    ...     "evidence": ["Revise the policy"],
    ... })
    >>> commitments = find_commitments(responses, answers, reviews, codings, on="2019-01-01")
    >>> commitments[["passage_id", "action_types", "lead", "status", "overdue"]]
         passage_id action_types    lead   status overdue
    0  k:1.action-1    procedure  Police  planned     yes
    """
    require_columns(responses, "responses", _RESPONSE)
    require_columns(answers, "answers", ["response_id", "recommendation_id"])
    kept = keep_reviews(responses, "responses", reviews)[_RESPONSE]
    sorts = set((action_codings if themes is None else themes)["theme_id"]) - {EFFECT}
    typed = _sort_actions(kept.assign(status=kept["status"].fillna("not_stated")), action_codings, sorts)
    stated = typed["action_types"].notna() | (typed["status"] != "not_stated")
    found = typed[stated | (typed["kind"] == "action")].drop(columns="action_type")
    commitments = found.assign(
        recommendation_ids=found["passage_id"].map(join_values(answers["recommendation_id"], answers["response_id"])),
        dated=found["due_on"].notna(),
        owned=found["lead"].notna(),
        overdue=tell_overdue(found, on),
        promised_before=found["passage_id"].map(find_promised_before(found, reviews, repeats)),
        notice=write_notice(reviews),
    )
    return check_table(commitments, "commitments")


def tabulate_commitments(commitments: pd.DataFrame, reviews: pd.DataFrame, *, themes: pd.DataFrame) -> pd.DataFrame:
    """
    Count the commitments of each sort, and what became of them.

    Parameters
    ----------
    commitments
        ``commitments``. Those of other reviews are left aside.
    reviews
        The ``reviews`` looked at, also those without responses: review_id, source_status, illustrative if there.
    themes
        ``themes`` of the codebook ``action_types``, for labels, order, and rows for sorts that nothing was found of.

    Returns
    -------
    pandas.DataFrame
        ``commitment_counts``. The first row, ``all``, is for all commitments; then a row a sort in the codebook's
        order, zeros included (a sort that only stands in commitments comes after those); the last row,
        ``none_found``, is for commitments of no sort. **A commitment of two sorts counts in both rows.** n_confirmed:
        those whose sorts are all confirmed by a person. The other counts are those of the columns of
        ``commitments``, each out of n_commitments; notice: as in ``theme_counts``.

    Raises
    ------
    TableError
        When a needed column is missing.

    Examples
    --------
    >>> commitments = pd.DataFrame({
    ...     "passage_id": ["k:1.action-1"], "review_id": ["k"], "action_types": ["audit"], "confirmed": [False],
    ...     "status": ["planned"], "dated": [False], "owned": [True], "overdue": ["not_known"],
    ...     "promised_before": [None], "effect": [None],
    ... })
    >>> reviews = pd.DataFrame({"review_id": ["k", "a"], "source_status": "published"})
    >>> themes = pd.DataFrame({"theme_id": ["audit", "effect_seen"], "theme": ["Audit", "Effect seen"]})
    >>> counts = tabulate_commitments(commitments, reviews, themes=themes)
    >>> counts[["action_type_id", "n_reviews", "of_reviews", "n_commitments", "n_planned", "n_undated"]]
      action_type_id  n_reviews  of_reviews  n_commitments  n_planned  n_undated
    0            all          1           2              1          1          1
    1          audit          1           2              1          1          1
    2     none_found          0           2              0          0          0
    """
    require_columns(commitments, "commitments", _COUNTED)
    kept = keep_reviews(commitments, "commitments", reviews)
    marked = kept[["review_id"]].assign(
        n_commitments=True,
        n_confirmed=is_yes(kept["confirmed"]),
        **{f"n_{status}": kept["status"] == status for status in _STATUSES},
        n_undated=~is_yes(kept["dated"]),
        n_unowned=~is_yes(kept["owned"]),
        n_overdue=kept["overdue"] == "yes",
        n_promised_before=kept["promised_before"].notna(),
        n_with_effect=kept["effect"].notna(),
    )
    sorts = kept["action_types"].astype("str").fillna(NONE_FOUND).str.split(";")
    of_sort = marked.assign(action_type_id=sorts).explode("action_type_id").astype({"action_type_id": "str"})
    counted = pd.concat([marked.assign(action_type_id=ALL), of_sort]).groupby("action_type_id")
    counts = counted[list(marked.columns.drop("review_id"))].sum().assign(n_reviews=counted["review_id"].nunique())
    table = _list_sorts(of_sort["action_type_id"], themes).merge(counts, on="action_type_id", how="left")
    table = table.fillna(dict.fromkeys(counts.columns, 0)).assign(
        of_reviews=len(reviews), of_commitments=len(kept), notice=write_notice(reviews)
    )
    return check_table(table, "commitment_counts")


def list_commitments(commitments: pd.DataFrame, which: str) -> pd.DataFrame:
    """
    List the commitments that a board asks for.

    Parameters
    ----------
    commitments
        ``commitments``.
    which
        ``undated`` (no date by which it is due; due_text may still say "later this year"), ``ownerless`` (nobody is
        named to act), ``overdue`` (on the day that :func:`find_commitments` was asked about), ``promised_before`` (by
        an earlier review too) or ``without_effect`` (its words tell of none, which is not to say that there was none).

    Returns
    -------
    pandas.DataFrame
        ``commitments``: those rows, in their order, the complete and the declined among them.

    Raises
    ------
    ScrlearnError
        When which is none of those.
    TableError
        When a column is missing.
    """
    if which not in _LISTS:
        raise ScrlearnError(f"which: {which!r} is no list of commitments; use one of {', '.join(_LISTS)}.")
    rows = check_table(commitments, "commitments")
    return rows[_LISTS[which](rows)].reset_index(drop=True)


def _sort_actions(responses: pd.DataFrame, codings: pd.DataFrame, sorts: set[str]) -> pd.DataFrame:
    """Give each response its action_types, whether they are confirmed, and its effect."""
    require_columns(codings, "codings", ["evidence"])
    cells = find_cells(codings, responses, "responses", "review_id")
    cells = cells[cells["theme_id"] != EFFECT]
    applying = cells[cells["decision"] == "applies"]
    # Where nothing is found, a person has confirmed that only by confirming every coding of it.
    denied = cells[cells["confirmed"] & ~cells["passage_id"].isin(applying["passage_id"])]
    n_denied = denied.groupby("passage_id").size()
    confirmed = applying.groupby("passage_id")["confirmed"].all()
    printed = _read_printed(responses["action_type"], sorts)
    ids = responses["passage_id"]
    coded = ids.map(join_values(applying["theme_id"], applying["passage_id"])).astype("str")
    seen = codings[(codings["theme_id"] == EFFECT) & (codings["decision"] == "applies")]
    return responses.assign(
        action_types=printed.fillna(coded),
        confirmed=printed.notna() | ids.isin([*confirmed.index[confirmed], *n_denied.index[n_denied == len(sorts)]]),
        effect=ids.map(seen.set_index("passage_id")["evidence"]),
    )


def _read_printed(action_types: pd.Series, known: set[str]) -> pd.Series:
    """Return the sorts that are printed, as ids; ;-joined, missing where none of them is one."""
    as_ids = action_types.dropna().astype("str").str.lower().str.split(";")
    read = [[sort for name in names if (sort := "_".join(name.split())) in known] for names in as_ids]
    return pd.Series([";".join(sorts) or None for sorts in read], index=as_ids.index, dtype="str").reindex(
        action_types.index
    )


def _list_sorts(found: pd.Series, themes: pd.DataFrame) -> pd.DataFrame:
    """Return action_type_id and action_type of every row of the counts, in their order."""
    sorts = list_themes(pd.DataFrame({"theme_id": found[found != NONE_FOUND]}), themes)
    ends = pd.DataFrame({"theme_id": [ALL, NONE_FOUND], "theme": ["All commitments", "No action type found"]})
    listed = pd.concat([ends[:1], sorts[sorts["theme_id"] != EFFECT], ends[1:]], ignore_index=True)
    return listed.set_axis(["action_type_id", "action_type"], axis=1)
