"""Themes that were renamed, merged or divided, and the themes that stand for them now."""

from collections.abc import Mapping

import pandas as pd

from scrlearn.errors import CodebookError


def set_retired_aside(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """
    Take the retired themes out of the tables of a codebook.

    Parameters
    ----------
    tables
        ``themes``, ``rules`` and ``examples``.

    Returns
    -------
    dict
        The three tables without them, and ``retired``: their rows of ``themes``, with the themes that stand for them
        now in ``replaced_by``.

    Raises
    ------
    CodebookError
        As :func:`standing_successors`.
    """
    themes = tables["themes"]
    successors = {theme_id: ";".join(standing) for theme_id, standing in standing_successors(themes).items()}
    kept = {name: table[~table["theme_id"].isin(list(successors))] for name, table in tables.items()}
    retired = themes[themes["theme_id"].isin(list(successors))]
    kept["retired"] = retired.assign(replaced_by=retired["theme_id"].map(successors).astype("str"))
    return {name: table.reset_index(drop=True) for name, table in kept.items()}


def standing_successors(themes: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """
    Follow ``replaced_by`` to the themes that stand.

    Parameters
    ----------
    themes
        The table themes; a theme with something in ``replaced_by`` is retired.

    Returns
    -------
    dict
        For each retired theme its successors, in the order in which they are named: one where it was renamed or merged
        into another, several where it was divided. A successor that is itself retired gives way to its own.

    Raises
    ------
    CodebookError
        When a successor is not among the themes, or the way from a theme leads back to it. One line a theme.

    Examples
    --------
    >>> standing_successors(pd.DataFrame({"theme_id": ["men", "dads", "kin"], "replaced_by": ["dads;kin", None, None]}))
    {'men': ('dads', 'kin')}
    """
    named = {
        theme_id: [name.strip() for name in names.split(";") if name.strip()]
        for theme_id, names in zip(themes["theme_id"], themes["replaced_by"].fillna(""), strict=True)
    }
    faults: list[str] = []
    for theme_id, names in named.items():
        unknown = [name for name in names if name not in named]
        faults += [f"themes: {theme_id}: replaced_by names {name!r}, which is no theme here." for name in unknown]
    if not faults:
        faults = [f"themes: {theme_id}: {_circle(theme_id, named)}" for theme_id in named if _circle(theme_id, named)]
    if faults:
        raise CodebookError("\n".join(faults))
    return {theme_id: tuple(dict.fromkeys(_standing(theme_id, named))) for theme_id, names in named.items() if names}


def _circle(theme_id: str, named: dict[str, list[str]]) -> str:
    seen, ahead = set(), [theme_id]
    while ahead:
        for name in named[ahead.pop()]:
            if name == theme_id:
                return "replaced_by leads back to it; blank it in the theme that stands."
            ahead += [] if name in seen else [name]
            seen.add(name)
    return ""


def _standing(theme_id: str, named: dict[str, list[str]]) -> list[str]:
    if not named[theme_id]:
        return [theme_id]
    return [successor for name in named[theme_id] for successor in _standing(name, named)]
