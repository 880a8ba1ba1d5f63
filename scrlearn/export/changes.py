"""What changed since an earlier run, in words and tables, as a page shows it."""

from typing import NamedTuple

import pandas as pd

from scrlearn.export.shown import Shown, show_table

HEADING = "What changed since the run before"
NOTHING = "No coding and no figure is other than it was."
SAME_FIGURES = "Each theme is raised in as many reviews as before, of as many."
CAUSES_LINE = (
    "Each cause was found by coding again with one thing changed at a time. A coding with several causes counts under "
    "each of them."
)
_COUNTS = {
    "theme": "Theme",
    "cause": "Cause",
    "n_came": "Came",
    "n_went": "Went",
    "n_other_decision": "Decided otherwise",
    "n_other_decider": "Decided by another",
}
_CODINGS = {
    "passage_id": "Passage",
    "theme": "Theme",
    "change": "Change",
    "before": "Before",
    "after": "After",
    "why": "Why",
}


CAUSES = {
    "new_review": "a new review",
    "removed_review": "a review that is no longer there",
    "new_passage": "a new passage of a known review",
    "removed_passage": "a passage that is no longer there",
    "changed_text": "other words",
    "changed_facts": "other facts of a review",
    "changed_theme": "a change of the themes",
    "changed_rule": "a change of a rule",
    "changed_labelled": "other labelled passages to learn from",
    "persons_decision": "what people decided",
    "disagreement_rule": "the rule for disagreements",
    "changed_parameters": "what was asked of the run",
    "package_version": "another version of the software",
    "not_known": "not known",
}
_CHANGES = {
    "came": "came",
    "went": "went",
    "other_decision": "is decided otherwise",
    "other_decider": "is decided by another",
}
# A page with more rows is not read; the table beside it has them all.
MOST_SHOWN = 200


class Changes(NamedTuple):
    """
    What a page says of the changes since an earlier run.

    ``since`` names that run; ``figures`` are sentences, one a theme whose count of reviews is another now; ``counts``
    and ``codings`` are tables.
    """

    since: str
    figures: list[str]
    counts: Shown
    codings: Shown


def show_changes(
    since: str, changed_codings: pd.DataFrame, change_counts: pd.DataFrame, figure_changes: pd.DataFrame
) -> Changes:
    """
    Put the changes since an earlier run into words.

    Parameters
    ----------
    since
        The earlier run.
    changed_codings, change_counts, figure_changes
        The tables of these names, from :func:`scrlearn.runs.compare.compare_runs`.

    Returns
    -------
    Changes
        Ready to be printed.
    """
    labels = dict(zip(change_counts["theme_id"], change_counts["theme"], strict=True))
    shown = changed_codings.head(MOST_SHOWN)
    codings = shown.assign(
        theme=shown["theme_id"].map(labels),
        change=shown["change"].map(_CHANGES),
        before=_settled(shown, "before"),
        after=_settled(shown, "after"),
        why=shown["causes"].map(_in_words) + (" (" + shown["detail"] + ")").fillna(""),
    )
    more = f" (the first {MOST_SHOWN} of {len(changed_codings)})" if len(changed_codings) > MOST_SHOWN else ""
    counts = change_counts.assign(cause=change_counts["cause"].map(CAUSES))
    return Changes(
        since,
        describe_figure_changes(figure_changes),
        show_table(counts, _COUNTS, name="change-counts", caption="Codings that changed, by theme and cause"),
        show_table(codings, _CODINGS, name="changed-codings", caption=f"Every coding that changed, and why{more}"),
    )


def describe_figure_changes(figure_changes: pd.DataFrame) -> list[str]:
    """
    Say of each theme in how many reviews it was raised then and is now, where that is another number.

    Examples
    --------
    >>> describe_figure_changes(pd.DataFrame({
    ...     "source": ["recommendations"], "theme": ["Voice of the child"], "n_reviews_before": [7],
    ...     "of_reviews_before": [27], "n_reviews_after": [8], "of_reviews_after": [28],
    ... }))
    ['Voice of the child, in recommendations: 7 of 27 reviews → 8 of 28']
    """
    lines = []
    for row in figure_changes.to_dict("records"):
        then, now = ((row[f"n_reviews_{when}"], row[f"of_reviews_{when}"]) for when in ("before", "after"))
        if then != now:
            lines.append(f"{row['theme']}, in {row['source']}: {then[0]} of {then[1]} reviews → {now[0]} of {now[1]}")
    return lines


def _settled(changed: pd.DataFrame, when: str) -> pd.Series:
    said = changed[f"decision_{when}"].str.replace("_", " ") + " (" + changed[f"decided_by_{when}"] + ")"
    return said.fillna("nothing")


def _in_words(causes: str) -> str:
    return "; ".join(CAUSES[cause] for cause in causes.split(";"))
