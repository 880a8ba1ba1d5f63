"""Groups of themes and the themes in them, with reviews and mentions side by side."""

import pandas as pd

from scrlearn.learning.cells import decide_together, find_cells, keep_reviews, list_themes
from scrlearn.learning.counts import tabulate_themes
from scrlearn.validation import check_table, require_columns

WHOLE_GROUP = "all"
NOT_GROUPED = "not grouped"


def tabulate_theme_groups(
    codings: pd.DataFrame, passages: pd.DataFrame, reviews: pd.DataFrame, *, themes: pd.DataFrame
) -> pd.DataFrame:
    """
    Count the reviews and the passages that raise each group of themes, and each theme in it.

    A review, and a passage, that has several themes of a group counts once for the group: the rows of the themes may
    add up to more than the row of their group.

    Parameters
    ----------
    codings, passages, reviews
        As :func:`scrlearn.learning.counts.tabulate_themes` takes them; part_of of the passages is used if there.
    themes
        ``themes`` of the codebook: theme_id, theme, theme_group.

    Returns
    -------
    pandas.DataFrame
        ``theme_group_counts``. Group by group in the codebook's order, each with a row for the whole group (level
        ``group``, theme_id "all", the group's name as theme) and below it a row for each of its themes (level
        ``theme``); 0 where nobody raises it. Themes of no group, or coded but not in the codebook, come last as
        "not grouped". n_passages: passages that carry any theme of the row, each counted once, of of_passages: the
        coded passages of the given reviews, which are those that have no parts, and any other that has codings of its
        own. The other columns are those of ``theme_counts``; for a whole group, a confirmed coding of one of its
        themes is enough for n_confirmed.

    Raises
    ------
    TableError
        When a needed column is missing, or none of the codings is of any of the passages.

    References
    ----------
    The ONS study of coroners' Prevention of Future Deaths reports prints themes and sub-themes in this manner, the
    number of reports and of mentions side by side.

    Examples
    --------
    >>> themes = pd.DataFrame({
    ...     "theme_id": ["voice", "family"], "theme": ["Voice", "Family"], "theme_group": ["Seeing the child"] * 2,
    ... })
    >>> codings = pd.DataFrame({
    ...     "passage_id": ["k:1", "k:1"], "theme_id": ["voice", "family"], "decision": "applies", "confirmed": True,
    ... })
    >>> passages = pd.DataFrame({"passage_id": ["k:1", "k:2"], "review_id": ["k", "k"]})
    >>> reviews = pd.DataFrame({"review_id": ["k", "a"], "source_status": ["published"] * 2})
    >>> counts = tabulate_theme_groups(codings, passages, reviews, themes=themes)
    >>> counts[["theme", "level", "n_reviews", "of_reviews", "n_passages", "of_passages"]]
                  theme  level  n_reviews  of_reviews  n_passages  of_passages
    0  Seeing the child  group          1           2           1            2
    1             Voice  theme          1           2           1            2
    2            Family  theme          1           2           1            2
    """
    require_columns(themes, "themes", ["theme_id", "theme_group"])
    group_of = _group_themes(list_themes(codings, themes)["theme_id"], themes)
    groups = pd.DataFrame({"theme_id": _order_groups(group_of)}, dtype="str")
    groups["theme"] = groups["theme_id"]
    kept = keep_reviews(passages, "passages", reviews)
    by_group = tabulate_themes(_code_groups(codings, kept, group_of), kept, reviews, themes=groups)
    by_theme = tabulate_themes(codings, kept, reviews, themes=themes)
    rows = pd.concat(
        [
            by_group.assign(theme_group=by_group["theme_id"], theme_id=WHOLE_GROUP, level="group"),
            by_theme.assign(theme_group=by_theme["theme_id"].map(group_of), level="theme"),
        ]
    )
    place = {group: place for place, group in enumerate(groups["theme_id"])}
    # A stable sort leaves the row of the group, which was put first, above those of its themes.
    table = rows.sort_values("theme_group", key=lambda names: names.map(place), kind="stable")
    return check_table(table.assign(of_passages=_count_coded(kept, codings)), "theme_group_counts")


def _group_themes(theme_ids: pd.Series, themes: pd.DataFrame) -> pd.Series:
    known = themes.drop_duplicates("theme_id").set_index("theme_id")["theme_group"]
    return known.reindex(theme_ids).fillna(NOT_GROUPED)


def _order_groups(group_of: pd.Series) -> list[str]:
    named = [group for group in group_of.unique() if group != NOT_GROUPED]
    return [*named, NOT_GROUPED] if (group_of == NOT_GROUPED).any() else named


def _code_groups(codings: pd.DataFrame, passages: pd.DataFrame, group_of: pd.Series) -> pd.DataFrame:
    """Code each passage for whole groups, as if a group were a theme."""
    cells = find_cells(codings, passages, "passages", "review_id")
    return decide_together(cells.assign(theme_id=cells["theme_id"].map(group_of)), "passage_id")


def _count_coded(passages: pd.DataFrame, codings: pd.DataFrame) -> int:
    part_of = passages["part_of"] if "part_of" in passages else pd.Series(dtype="str")
    has_parts = passages["passage_id"].isin(part_of)
    return int((~has_parts | passages["passage_id"].isin(codings["passage_id"])).sum())
