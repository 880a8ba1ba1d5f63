"""
The pattern language of a codebook's rules: words, as an analyst would write them in a cell.

========================  ======================================================================================
``share information``     these words side by side, whatever their endings: also "sharing information"
``=sharing``              this form of the word and no other
``neglect*``              any word that begins so
``(child|young person)``  one of these; may stand inside another; outermost, the brackets can be left out
``see [the] child``       what stands in square brackets may be there or not
``child .. voice``        with a gap of up to 4 words between; ``..7`` is up to 7
``father ~ safe sleep``   near each other, in either order, with up to 8 words between; ``~15`` is up to 15
========================  ======================================================================================

Large and small letters are the same; a hyphen parts two words, in patterns as in texts; ``~`` binds more loosely than
words side by side and more tightly than ``|``. Nothing matches across the end of a sentence. Excel takes a cell that
begins with ``=`` for a formula: write ``(=sharing)`` there. Different words may share a stem ("reviewer" and "review",
"likely" and "like"): ``=`` tells them apart. How a pattern is matched is in :mod:`scrlearn.themes.matching`.
"""

import re
from functools import lru_cache
from typing import NamedTuple, NoReturn

from scrlearn.errors import CodebookError
from scrlearn.themes.matching import Part, Sentence, beginning, either, gap, in_turn, near, one_of, perhaps
from scrlearn.words import words_of

_TOKEN = re.compile(
    r"(?P<gap>\.\.)(?P<words_between>\d*)|(?P<near>~)(?P<words_near>\d*)|(?P<mark>[()\[\]|])"
    r"|(?P<exactly>=?)(?P<word>[^\W_]+(?:['’‘\-‐‑–][^\W_]+)*)(?P<beginning>\*?)"
)
_CLOSING = {"(": ")", "[": "]"}
_GAP, _NEAR, _FARTHEST = 4, 8, 50
_DEEPEST = 20


class Pattern(NamedTuple):
    """A pattern as written, ready to be looked for."""

    written: str
    part: Part

    def may_be_among(self, keys: frozenset[str]) -> bool:
        """Tell whether words with these keys hold all that the pattern cannot do without: a quick first look."""
        return not any(map(keys.isdisjoint, self.part.needs))

    def is_in(self, sentence: Sentence) -> bool:
        """Tell whether the pattern is anywhere in the sentence."""
        return self.may_be_among(sentence.keys) and self.part.ends(sentence, sentence.everywhere) != 0

    def places_in(self, sentence: Sentence) -> list[tuple[int, int]]:
        """
        Find the pattern in a sentence.

        Returns
        -------
        list of tuple
            ``(start, end)`` in the text that the sentence was cut from, in order and without overlap; at each start
            the shortest run of words that matches.

        Examples
        --------
        >>> from scrlearn.themes.matching import sentences_of
        >>> text = "They shared all of the information. Sharing matters."
        >>> pattern = compile_pattern("share .. information")
        >>> [text[start:end] for sentence in sentences_of(text) for start, end in pattern.places_in(sentence)]
        ['shared all of the information']
        """
        found: list[tuple[int, int]] = []
        if not self.is_in(sentence):
            return found
        after = 0
        for first, word in enumerate(sentence.words):
            ends = self.part.ends(sentence, 1 << first) if first >= after else 0
            if ends:
                after = (ends & -ends).bit_length() - 1
                found.append((word.start, sentence.words[after - 1].end))
        return found


@lru_cache(maxsize=10_000)
def compile_pattern(pattern: str) -> Pattern:
    """
    Read a pattern.

    Parameters
    ----------
    pattern
        Words and signs of the language in the table above.

    Returns
    -------
    Pattern
        To be looked for in the sentences of :func:`scrlearn.themes.matching.sentences_of`.

    Raises
    ------
    CodebookError
        When it does not parse; names the pattern, the character (from 1) and what is wrong.

    Examples
    --------
    >>> compile_pattern("share (information")
    Traceback (most recent call last):
    scrlearn.errors.CodebookError: pattern 'share (information': at character 7, "(" is never closed; add ")".
    """
    return Pattern(pattern, _Parser(pattern).parsed())


class _Parser:
    """Reads a pattern from left to right: options between ``|``, sides of ``~``, and words in turn."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.tokens = self._tokens()
        self.depth = 0
        self.n_near = 0

    def parsed(self) -> Part:
        node = self._options()
        if self.tokens:
            self._refuse(f'"{self.tokens[0][0]}" closes nothing; take it out')
        if node.may_be_empty:
            self._refuse("nothing in it has to be there; add a word outside square brackets")
        return node

    def _tokens(self) -> list[re.Match[str]]:
        tokens, place = [], 0
        while rest := self.pattern[place:].lstrip():
            place = len(self.pattern) - len(rest)
            token = _TOKEN.match(self.pattern, place)
            if token is None:
                raise self._fault(place, f'"{rest[0]}" means nothing here; take it out')
            tokens.append(token)
            place = token.end()
        return tokens

    def _options(self) -> Part:
        options = [self._near()]
        while self._take("|"):
            options.append(self._near())
        return either(options)

    def _near(self) -> Part:
        n_before = self.n_near
        one = self._in_turn()
        sign = self._take("~")
        if sign is None:
            return one
        other = self._in_turn()
        self.n_near += 1
        if self.n_near > n_before + 1 or self._next_is("~"):
            raise self._fault(sign.start(), "one ~ cannot hold another; use .. or two rules")
        if one.may_be_empty or other.may_be_empty:
            raise self._fault(sign.start(), "~ needs a word that has to be there on both sides")
        return near(one, other, self._distance(sign, "words_near", _NEAR))

    def _in_turn(self) -> Part:
        parts: list[Part] = []
        are_gaps: list[bool] = []
        while self.tokens and not self._next_is("|", "~", ")", "]"):
            are_gaps.append(bool(self.tokens[0]["gap"]))
            parts.append(self._part())
        if not parts:
            self._refuse("a word is missing")
        if are_gaps[0] or are_gaps[-1]:
            self._refuse("a gap needs a word on both sides")
        return in_turn(parts)

    def _part(self) -> Part:
        token = self.tokens[0]
        if token["mark"]:
            return self._bracketed()
        self.tokens.pop(0)
        if token["gap"]:
            return gap(self._distance(token, "words_between", _GAP))
        words = words_of(token["word"])
        parts = [one_of([f"={word.word}" if token["exactly"] else word.stem]) for word in words]
        if token["beginning"]:
            parts[-1] = beginning(words[-1].word)
        return in_turn(parts)

    def _bracketed(self) -> Part:
        opening = self.tokens.pop(0)
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self._fault(opening.start(), f"more than {_DEEPEST} brackets inside one another; use two rules")
        inner = self._options()
        self.depth -= 1
        if self._take(_CLOSING[opening[0]]) is None:
            raise self._fault(opening.start(), f'"{opening[0]}" is never closed; add "{_CLOSING[opening[0]]}"')
        return inner if opening[0] == "(" else perhaps(inner)

    def _next_is(self, *signs: str) -> bool:
        return bool(self.tokens) and (self.tokens[0]["mark"] or self.tokens[0]["near"]) in signs

    def _take(self, sign: str) -> re.Match[str] | None:
        return self.tokens.pop(0) if self._next_is(sign) else None

    def _distance(self, token: re.Match[str], group: str, usual: int) -> int:
        digits = token[group]
        distance = int(digits[:9]) if digits else usual
        if not 1 <= distance <= _FARTHEST:
            raise self._fault(token.start(), f"{token[0]} is too near or too far; use 1 to {_FARTHEST}")
        return distance

    def _refuse(self, wrong: str) -> NoReturn:
        raise self._fault(self.tokens[0].start() if self.tokens else len(self.pattern), wrong)

    def _fault(self, place: int, wrong: str) -> CodebookError:
        return CodebookError(f"pattern {self.pattern!r}: at character {place + 1}, {wrong}.")
