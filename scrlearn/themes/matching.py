"""
What a pattern is made of, and how it goes through a sentence.

A set of places in a sentence is kept as the bits of one number: bit 3 is the place before the fourth word. Every part
of a pattern turns the places at which it may start into those at which it may end. So a pattern goes through a sentence
once, from its first word to its last, and never back to try again: no pattern can make a long text slow.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from scrlearn.words import Word, sentence_ends, words_of


class Sentence:
    """A sentence's words, and for every stem, and every form as ``=form``, the set of places at which it stands."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.everywhere = (1 << len(words)) - 1
        self.places: dict[str, int] = {}
        for place, word in enumerate(words):
            for key in (word.stem, f"={word.word}"):
                self.places[key] = self.places.get(key, 0) | 1 << place
        self.keys = frozenset(self.places)

    def beginning(self, letters: str) -> int:
        """Return the places of the words that begin with these letters."""
        key = f"{letters}*"
        if key not in self.places:
            fits = [place for place, word in enumerate(self.words) if word.word.startswith(letters)]
            self.places[key] = sum(1 << place for place in fits)
        return self.places[key]


def sentences_of(text: str) -> list[Sentence]:
    """
    Cut a text into sentences, ready for any number of patterns.

    Examples
    --------
    >>> [[word.word for word in sentence.words] for sentence in sentences_of("Ask. Then listen!")]
    [['ask'], ['then', 'listen']]
    """
    ends = [*sentence_ends(text), len(text)]
    sentences: list[list[Word]] = [[]]
    for word in words_of(text):
        while word.start > ends[0]:
            ends.pop(0)
            sentences.append([])
        sentences[-1].append(word)
    return [Sentence(words) for words in sentences if words]


def merged(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the places in order, those that overlap made one."""
    pieces: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if pieces and start < pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], max(end, pieces[-1][1]))
        else:
            pieces.append((start, end))
    return pieces


def evidence_of(text: str, places: Iterable[tuple[int, int]]) -> str | None:
    """Return the words at these places as printed, overlapping ones made one, joined by " … "; none for no places."""
    return " … ".join(text[start:end] for start, end in merged(places)) or None


class Part(NamedTuple):
    """
    A part of a pattern.

    ``ends`` turns the places at which it may start into those at which it may end. ``needs`` are sets of keys: a
    sentence without any key of one of them cannot match. ``keys`` are its own, where it is one word.
    """

    ends: Callable[[Sentence, int], int]
    needs: tuple[frozenset[str], ...] = ()
    may_be_empty: bool = False
    keys: tuple[str, ...] = ()


def one_of(keys: Iterable[str]) -> Part:
    """One word, by any of its keys."""
    keys = tuple(keys)

    def ends(sentence: Sentence, starts: int) -> int:
        found = 0
        for key in keys:
            if key in sentence.places:
                found |= sentence.places[key]
        return (starts & found) << 1

    return Part(ends, needs=(frozenset(keys),), keys=keys)


def beginning(letters: str) -> Part:
    """One word that begins with these letters."""

    def ends(sentence: Sentence, starts: int) -> int:
        return (starts & sentence.beginning(letters)) << 1

    return Part(ends)


def gap(most: int) -> Part:
    """From no word up to so many."""

    def ends(sentence: Sentence, starts: int) -> int:
        reached = starts
        for _ in range(most):
            reached |= reached << 1
        return reached & sentence.everywhere

    return Part(ends, may_be_empty=True)


def in_turn(parts: Sequence[Part]) -> Part:
    """One part after the other."""

    def ends(sentence: Sentence, starts: int) -> int:
        for part in parts:
            starts = part.ends(sentence, starts)
            if not starts:
                break
        return starts

    if len(parts) == 1:
        return parts[0]
    needs = tuple(keys for part in parts for keys in part.needs)
    return Part(ends, needs, may_be_empty=all(part.may_be_empty for part in parts))


def either(options: Sequence[Part]) -> Part:
    """Any one of several."""

    def ends(sentence: Sentence, starts: int) -> int:
        reached = 0
        for part in parts:
            if not any(map(sentence.keys.isdisjoint, part.needs)):
                reached |= part.ends(sentence, starts)
        return reached

    # One look for all the single words of a list is several times as fast as one look for each.
    words = [key for option in options for key in option.keys]
    parts = [*([one_of(words)] if words else []), *(option for option in options if not option.keys)]
    if len(parts) == 1:
        return parts[0]
    smallest = [min(part.needs, key=len, default=frozenset[str]()) for part in parts]
    needs = (frozenset[str]().union(*smallest),) if all(smallest) else ()
    return Part(ends, needs, may_be_empty=any(part.may_be_empty for part in parts))


def perhaps(part: Part) -> Part:
    """A part that may be there or not."""

    def ends(sentence: Sentence, starts: int) -> int:
        return starts | part.ends(sentence, starts)

    return Part(ends, may_be_empty=True)


def near(one: Part, other: Part, most: int) -> Part:
    """Two parts in either order, with no more than so many words between."""
    there, back = in_turn([one, gap(most), other]), in_turn([other, gap(most), one])
    return Part(lambda sentence, starts: there.ends(sentence, starts) | back.ends(sentence, starts), there.needs)
