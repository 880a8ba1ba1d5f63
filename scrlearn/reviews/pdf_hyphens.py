"""Words that were broken at the ends of lines become whole."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_BROKEN = re.compile(r"(\w+(?:[-'’]\w+)*)-$")
# "pre- and post-natal": the hyphen stands for a word to come.
_SHARED_WORD = re.compile(r"(?:and|or|to)\b")
_PREFIXES = frozenset(("anti", "co", "cross", "ex", "inter", "mid", "multi", "non", "post", "pre", "re", "self"))
# At the end of a line that a word may go on after without a hyphen, as in a cell that is too narrow for it.
MAY_BE_BROKEN = "\u00ad"
_ENDS_OF_WORDS = frozenset(
    ("s", "es", "ed", "er", "ers", "ies", "ing", "ings", "ion", "ions", "tion", "tions", "ation", "ations", "al", "ity")
)


def words_of(lines: Sequence[str]) -> Counter[str]:
    """Count the words and what stands before their hyphens, without words broken at the ends of lines."""
    words: Counter[str] = Counter()
    broken = False
    for line in lines:
        text = _WORD.sub("", line, count=1) if broken else line
        broken = _broken_word(line) is not None
        whole = [word.lower() for word in _WORD.findall(_BROKEN.sub("", text) if broken else text)]
        words.update(whole)
        words.update(word.partition("-")[0] + "-" for word in whole if "-" in word)
    return words


def joined_lines(lines: Sequence[str], words: Counter[str]) -> str:
    """
    Join the lines of a paragraph.

    A hyphen at the end of a line stays where the word is printed with it elsewhere in the document; it goes where the
    word is printed in one. Where neither is, it stays between two words of the document, and after a prefix (re-,
    multi-) that the document prints with nothing but a hyphen.

    Parameters
    ----------
    lines
        The paragraph's lines.
    words
        How often each word is in the document, from :func:`words_of`.

    Returns
    -------
    str
        One line.

    Examples
    --------
    >>> joined_lines(["Ask about safe-", "guarding."], words_of(["safeguarding"]))
    'Ask about safeguarding.'
    """
    ended = [_ended(last, line, words) for last, line in pairwise(lines)]
    return "".join([*ended, lines[-1]])


def _ended(last: str, line: str, words: Counter[str]) -> str:
    """Give a line the end that it has within its paragraph, before the next line."""
    if last.endswith(MAY_BE_BROKEN):
        return _without_mark(last.removesuffix(MAY_BE_BROKEN), line, words)
    if last.endswith("/") or (last.endswith("–") and last[-2:-1].isdigit() and line[0].isdigit()):
        return last
    broken, rest = _broken_word(last), _WORD.match(line)
    if not broken or not rest or _SHARED_WORD.match(line):
        return f"{last} "
    return last if _keeps_hyphen(broken[1], rest[0], words) else last[:-1]


def _without_mark(last: str, line: str, words: Counter[str]) -> str:
    start, rest = _WORD.fullmatch(last), _WORD.match(line)
    if not start or not rest:
        return last if last.endswith("-") else f"{last} "
    is_rest = rest[0] in _ENDS_OF_WORDS or words[f"{last}{rest[0]}".lower()] > 0
    return last if is_rest else f"{last} "


def _broken_word(line: str) -> re.Match[str] | None:
    return _BROKEN.search(line) if line.endswith("-") else None


def _keeps_hyphen(start: str, end: str, words: Counter[str]) -> bool:
    if not end[0].islower() or start[-1].isdigit():
        return True
    hyphenated, whole = words[f"{start}-{end}".lower()], words[f"{start}{end}".lower()]
    if hyphenated or whole:
        return hyphenated >= whole
    both_words = words[start.lower()] > 0 and words[end.lower()] > 0
    return both_words or (start.lower() in _PREFIXES and words[f"{start}-".lower()] > words[start.lower()])
