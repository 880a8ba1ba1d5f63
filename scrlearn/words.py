"""Text as words: each with its stem and its place, quotation marks and hyphens evened out."""

import re
from functools import lru_cache
from typing import NamedTuple

from nltk.stem import SnowballStemmer

_STEMMER = SnowballStemmer("english")
# A possessive 's belongs to no word; a hyphen parts two words, so that safe-sleeping reads as safe sleeping.
_WORD = re.compile(r"(?<!\w['’])[^\W_]+(?:['’](?!s\b)[^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n+")


# How many texts are remembered in their parts: every kind of feature, and the suggestions, ask for the same ones.
REMEMBERED = 6_000


class Word(NamedTuple):
    """A word as printed but in small letters, its stem, and its place: ``text[start:end]``."""

    word: str
    stem: str
    start: int
    end: int


@lru_cache(maxsize=REMEMBERED)
def words_of(text: str) -> tuple[Word, ...]:
    """
    Cut a text into words.

    Examples
    --------
    >>> [(word.word, word.stem) for word in words_of("Fathers’ safe-sleeping")]
    [('fathers', 'father'), ('safe', 'safe'), ('sleeping', 'sleep')]
    """
    return tuple(Word(*_read(match[0]), match.start(), match.end()) for match in _WORD.finditer(text))


def sentence_ends(text: str) -> list[int]:
    """Return the places at which a sentence or a line ends."""
    return [match.start() for match in _SENTENCE_END.finditer(text)]


@lru_cache(maxsize=100_000)
def _read(printed: str) -> tuple[str, str]:
    lower = printed.lower()
    return lower.replace("’", "'"), stem_of(lower)


def stem_of(word: str) -> str:
    """Return the Snowball stem of a word in small letters."""
    return _STEMMER.stem(word)
