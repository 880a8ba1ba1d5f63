"""Names and numbers that nothing has yet."""

import itertools
from collections.abc import Container, Iterator


def names_like(wanted: str) -> Iterator[str]:
    """Yield a name, then name-2, name-3 and so on without end."""
    yield wanted
    yield from (f"{wanted}-{count}" for count in itertools.count(2))


def unused(wanted: str, taken: Container[str]) -> str:
    """
    Return a name if it is free, else the first free one of name-2, name-3 and so on.

    Examples
    --------
    >>> unused("k:1", {"k:1", "k:1-2"})
    'k:1-3'
    """
    return next(name for name in names_like(wanted) if name not in taken)


def next_number(stem: str, taken: Container[str]) -> str:
    """
    Return the first of stem1, stem2 and so on that is free.

    Examples
    --------
    >>> next_number("k:1.response-", {"k:1.response-1"})
    'k:1.response-2'
    """
    return next(name for count in itertools.count(1) if (name := f"{stem}{count}") not in taken)
