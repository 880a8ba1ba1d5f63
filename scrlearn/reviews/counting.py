"""Numbers as documents print them: spelled out, as letters, in Roman figures."""

SPELLED = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")),
    *((9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def letters(count: int) -> str:
    """
    Return the letter of a place in a list; after z comes aa, then ab.

    Examples
    --------
    >>> letters(3), letters(27), letters(28)
    ('c', 'aa', 'ab')
    """
    printed = ""
    while count:
        count, place = divmod(count - 1, 26)
        printed = chr(ord("a") + place) + printed
    return printed


def roman(count: int) -> str:
    """
    Return a number in small Roman figures.

    Examples
    --------
    >>> roman(4), roman(2026)
    ('iv', 'mmxxvi')
    """
    printed = ""
    for worth, figures in _ROMAN:
        printed += figures * (count // worth)
        count %= worth
    return printed
