"""The steps of a run: named to whoever waits, and timed for the record."""

from collections.abc import Callable
from time import monotonic


class Steps:
    """
    Call it with the name of each step as it begins.

    Parameters
    ----------
    progress
        Called with the same name.
    """

    def __init__(self, progress: Callable[[str], None]):
        self._progress = progress
        self._begun: list[tuple[str, float]] = []

    def __call__(self, step: str) -> None:
        """Begin a step; a name with a colon tells how far the step before the colon has come."""
        if not self._begun or step.partition(":")[0] != self._begun[-1][0]:
            self._begun.append((step.partition(":")[0], monotonic()))
        self._progress(step)

    def seconds(self) -> dict[str, float]:
        """Return how long each step took until the next began, in seconds; the last until now."""
        ends = [*(begun for _, begun in self._begun[1:]), monotonic()]
        taken: dict[str, float] = {}
        for (step, begun), end in zip(self._begun, ends, strict=True):
            taken[step] = round(taken.get(step, 0) + end - begun, 3)
        return taken
