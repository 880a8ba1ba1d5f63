"""Running text: its sentences, and names as they are printed in it."""

import re

# A full stop after a title or an initial ends no sentence, but one after a label (Child K.) does.
_SENTENCE_END = re.compile(
    r"(?<!\b(?:Dr|Mr|Ms|St|No|eg|ie))(?<!\bMrs)(?<!\bProf)(?<!\b(?:e\.g|i\.e))(?<!\bs)"
    r"(?:(?<!\b[A-Z])|(?<=\b(?:Child|Adult)\s[A-Z])|(?<=\bFamily\s[A-Z])|(?<=\bBaby\s[A-Z])|(?<=\band\s[A-Z]))"
    r"[.!?]['’\"”)]*\s+(?=['‘\"“(]?[A-Z\d])"
)
_SMALL_WORDS = ("and", "of", "the", "on", "upon", "in", "into", "for", "to", "from", "with", "by")


def in_one_line(text: str) -> str:
    r"""
    Join the lines of a text and even out its spaces.

    Examples
    --------
    >>> in_one_line("Working Together\n  to Safeguard Children")
    'Working Together to Safeguard Children'
    """
    return " ".join(text.split())


def sentences_of(text: str) -> list[str]:
    """
    Cut a text into sentences, each in one line.

    Examples
    --------
    >>> sentences_of("Dr. Jane Moss led the review. It began in May.")
    ['Dr. Jane Moss led the review.', 'It began in May.']
    """
    line = in_one_line(text)
    cuts = [match.end() for match in _SENTENCE_END.finditer(line)]
    return [line[start:end].strip() for start, end in zip([0, *cuts], [*cuts, len(line)], strict=True)]


def words_in(text: str) -> set[str]:
    """Return the words of a text in small letters."""
    return set(re.findall(r"\w+", text.lower()))


def share_of_words(one: str, other: str) -> float:
    """
    Return the share of the words of two texts that both have; 0 where neither has any.

    Examples
    --------
    >>> share_of_words("Ask them.", "Ask them all, now")
    0.5
    """
    words, others = words_in(one), words_in(other)
    return len(words & others) / len(words | others) if words | others else 0.0


def without_capitals(line: str) -> str:
    """
    Give a line printed in capitals the capitals of a title; leave any other line alone.

    Examples
    --------
    >>> without_capitals("SERIOUS CASE REVIEW OF CHILD HD")
    'Serious Case Review of Child HD'
    """
    if not line.isupper():
        return line
    # Two letters are more often the label of a child or family than a word; what stands in brackets is short for one.
    return re.sub(r"\([^)]*\)|[^\W\d_]+(?:['’]\w+)?", _capitalised, line)


def _capitalised(word: re.Match[str]) -> str:
    if word[0].lower() in _SMALL_WORDS:
        return word[0].lower()
    return word[0] if len(word[0]) < 3 or word[0].startswith("(") else word[0].capitalize()
