"""The headlines of the charts that count themes: the finding, and no more than the numbers say."""

import pandas as pd

from scrlearn.charts.words import UNPLACED, count_of, grouping_of, name_or_count, so_far


def head_themes(counts: pd.DataFrame) -> str:
    """
    Say which theme is raised most often, or that none is or all are alike.

    Parameters
    ----------
    counts
        ``theme_counts``.

    Returns
    -------
    str
        The headline. While a person has still to decide anything, it says "so far".

    Examples
    --------
    >>> head_themes(pd.DataFrame({
    ...     "theme": ["Safe sleeping", "Voice of the child"], "n_reviews": [5, 7], "of_reviews": 27, "n_check": 0,
    ... }))
    'Voice of the child is raised most often: in 7 of 27 reviews'
    """
    of = int(counts["of_reviews"].max())
    if not of:
        return "There are no reviews to count"
    highest = int(counts["n_reviews"].max())
    if not highest:
        where = f"any of the {of} reviews" if of > 1 else "the one review"
        return f"No theme is raised in {where}{so_far(counts)}"
    top = counts.loc[counts["n_reviews"] == highest, "theme"].tolist()
    return _rank(top, len(counts), "most often", so_far(counts), count_of(highest, of))


def head_groups(counts: pd.DataFrame, singular: str, plural: str) -> str:
    """
    Say which theme is raised in the most groups, or that none is or all are alike.

    Parameters
    ----------
    counts
        ``theme_counts_by``. Groups without reviews, and reviews of which the group is not stated, are left aside.
    singular, plural
        What a group is called.

    Returns
    -------
    str
        The headline. It counts the groups in which a theme is raised at all, and compares no rates.
    """
    if not counts["of_reviews"].max():
        return "There are no reviews to count"
    stated = counts[~counts["group"].isin(UNPLACED)]
    placed = stated[stated["of_reviews"] > 0]
    if placed.empty:
        return f"No {grouping_of(counts)} is stated for any of the reviews"
    raised = placed["n_reviews"].gt(0).groupby([placed["theme_id"], placed["theme"]], sort=False).sum()
    top = raised.index[raised == raised.max()].get_level_values("theme").tolist()
    of, some_empty = placed["group"].nunique(), len(placed) < len(stated)
    kind = (plural if of > 1 else singular) + (" with reviews" if some_empty else "")
    where = _in_groups(int(raised.max()), of, kind)
    if not raised.max():
        return f"No theme is raised in {where}{so_far(placed)}"
    return _rank(top, len(raised), "most widely", so_far(placed), where)


def _in_groups(number: int, of: int, kind: str) -> str:
    if of == 1:
        return f"the one {kind}"
    if not number:
        return f"any of the {of} {kind}"
    if number == of:
        return f"{'both' if of == 2 else f'all {of}'} {kind}"
    return f"{number} of {of} {kind}"


def _rank(top: list[str], n_themes: int, how: str, so_far: str, where: str) -> str:
    if len(top) == n_themes:
        who = top[0] if n_themes == 1 else f"Each of the {n_themes} themes"
        return f"{who} is raised{so_far} in {where}"
    if len(top) == 1:
        return f"{top[0]} is raised {how}{so_far}: in {where}"
    return f"{name_or_count(top, n_themes, 'theme')} are raised {how}{so_far}: each in {where}"
