"""How much of what the machine says a person has confirmed."""

from typing import NamedTuple

import pandas as pd

from scrlearn.validation import require_columns


class Confirmation(NamedTuple):
    """How many codings are confirmed by a person, of how many that say a theme applies or leave it to be checked."""

    n_confirmed: int
    of_codings: int

    @property
    def complete(self) -> bool:
        """Whether nothing is left for a person to confirm."""
        return self.n_confirmed == self.of_codings

    def __str__(self) -> str:
        """Say it as a report does."""
        return f"{self.n_confirmed} of {self.of_codings} codings confirmed by a person"


def count_confirmed(*codings: pd.DataFrame) -> Confirmation:
    """
    Count the codings that a person confirmed.

    Parameters
    ----------
    *codings
        Tables of codings: those of the recommendations, and those of the responses.

    Returns
    -------
    Confirmation
        Counted over the cells whose decision is ``applies`` or ``check``.

    Examples
    --------
    >>> str(count_confirmed(pd.DataFrame({
    ...     "decision": ["applies", "check", "does_not_apply"], "confirmed": [True, False, False],
    ... })))
    '1 of 2 codings confirmed by a person'
    """
    for table in codings:
        require_columns(table, "codings", ["decision", "confirmed"])
    shown = [table[table["decision"] != "does_not_apply"] for table in codings]
    return Confirmation(sum(int(table["confirmed"].sum()) for table in shown), sum(len(table) for table in shown))
