"""The panel in which a person checks codings, one passage at a time, in a notebook."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from scrlearn.checking.panel_passages import lay_out_passages
from scrlearn.checking.panel_state import PanelState
from scrlearn.errors import ScrlearnError, TableError


def check_passages(
    to_check: pd.DataFrame,
    passages: pd.DataFrame,
    codings: pd.DataFrame,
    themes: pd.DataFrame,
    folder: Path | str,
    *,
    coder: str,
    corrections: pd.DataFrame | None = None,
    reviews: pd.DataFrame | None = None,
    order: Sequence[str] | None = None,
    blind: bool = False,
) -> Any:
    """
    Open a panel in the notebook in which a person decides which themes apply.

    Each decision is added to the collection's ``corrections.csv`` as it is made, with the words that were seen; only
    then does the panel say that it is saved. Nothing is ever deleted there: what is undone is decided again. Whoever
    opens the panel again goes on where they left off.

    Parameters
    ----------
    to_check
        The table to_check: the cells to decide, in the order in which to look. A passage's cells are shown together.
    passages
        The recommendations, or the responses, that the cells are about, with the others of their reviews.
    codings
        The table codings of these passages: what the machine suggests.
    themes
        The codebook's table themes. Every one of them can be decided, asked about or not.
    folder
        The collection's folder.
    coder
        Who decides.
    corrections
        Decisions that hold besides those in the folder, such as those that :func:`scrlearn.carry_decisions` carries to
        themes that were renamed. The folder's own are always read.
    reviews
        The table reviews; with it a review goes by its subject, area and year, without it by its review_id.
    order
        passage_ids in the order in which to look, where it is to differ from the queue's; the others follow.
    blind
        Whether to keep from the coder what the machine suggests and why, and what other coders decided. Decisions are
        then recorded as blind.

    Returns
    -------
    anywidget.AnyWidget
        The panel; as the last line of a cell it is shown. Its list of keys stands at its foot.

    Raises
    ------
    TableError
        When a table does not hold what it should, the queue or order name a passage or theme that is not there, or the
        coder is not named.
    CollectionError
        When there is no such folder.
    ScrlearnError
        When the packages of ``scrlearn[notebooks]`` are not installed.

    Examples
    --------
    ``check_passages(to_check, recommendations, codings, codebook.themes, "data/hampshire", coder="Ann")``
    """
    if not coder.strip():
        raise TableError("check_passages: coder is blank; name who decides.")
    try:
        from scrlearn.checking.panel_widget import PanelWidget  # noqa: PLC0415
    except ModuleNotFoundError:
        raise ScrlearnError(
            'check_passages: needs anywidget; install it with: pip install "scrlearn[notebooks]".'
        ) from None
    shown = lay_out_passages(to_check, passages, codings, themes, reviews, order=order, blind=blind)
    return PanelWidget(PanelState(folder, shown, coder=coder, corrections=corrections, blind=blind))
