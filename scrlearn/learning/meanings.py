"""
What a text says, in whichever words it says it: the stems of its words, and the meanings that they stand for.

``meanings.csv`` gathers words and phrases that say much the same in this field, such as "did not attend" and "was not
brought". A word may stand for several meanings.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from scrlearn.errors import TableError
from scrlearn.files import read_csv
from scrlearn.validation import require_columns
from scrlearn.words import stem_of, words_of

_MEANINGS = Path(__file__).parent / "meanings.csv"
# Whoever says it in other words shares the meaning and not the stem, so a stem counts for less.
_STEM_WEIGHT = 0.4
_EMPTY_WORDS = (
    "a about after all also am an and any are as at be because been being but by can could did do does doing done "
    "during each either etc every for from further get gets given had has have having he her here hers him his "
    "how i if in into is it its itself just like made make makes many may me might more most much must my no not of "
    "on once one only onto or our ours out over own said same shall she should since so some such than that the "
    "their theirs them then there these they this those through thus to too under until up upon us very via was "
    "we well were what when where whether which while who whom whose why will with within would you your yours "
)


def terms_of(text: str) -> dict[str, float]:
    """
    Return what a text says, as terms with weights.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    dict of str to float
        By term: a meaning, written ``=meaning``, which weighs more the oftener it occurs and the fewer other meanings
        its words may stand for; or the stem of a word, which weighs little. Words that say nothing have no term. The
        longest phrase is read first, and the words inside it by themselves no more: "sofa surfing" is no sofa.

    Raises
    ------
    TableError
        When ``meanings.csv`` names a meaning twice or leaves a cell blank.

    Examples
    --------
    >>> terms_of("Did not attend.")
    {'=missed appointments': 1.0, 'attend': 0.4}
    """
    stems = [word.stem for word in words_of(text)]
    weights: dict[str, float] = defaultdict(float)
    for places in _phrases(stems):
        meanings = _meant(stems, places)
        for meaning in meanings:
            weights[f"={meaning}"] += len(meanings) ** -0.5
    terms = {meaning: weight**0.5 for meaning, weight in weights.items()}
    return terms | {stem: _STEM_WEIGHT for stem in stems if stem not in _empty_stems()}


def shared_places(text: str, other: str) -> list[tuple[int, int]]:
    """
    Return the places of the words of a text that say something that another text says too.

    Parameters
    ----------
    text, other
        Any texts.

    Returns
    -------
    list of (int, int)
        Places in text, as ``text[start:end]``, in their order: words with a stem that other has, and words and phrases
        with a meaning that other has.

    Examples
    --------
    >>> text = "The Board should act when a child is not brought."
    >>> [text[start:end] for start, end in shared_places(text, "DNA: he missed the clinic.")]
    ['not brought']
    """
    words, said = words_of(text), terms_of(other)
    stems = [word.stem for word in words]
    phrases = [places for places in _phrases(stems) if any(f"={meaning}" in said for meaning in _meant(stems, places))]
    inside = {place for places in phrases for place in places}
    alone = [range(place, place + 1) for place, stem in enumerate(stems) if stem in said and place not in inside]
    return sorted((words[places[0]].start, words[places[-1]].end) for places in [*phrases, *alone])


def _phrases(stems: Sequence[str]) -> list[range]:
    """Return the places of the phrases that mean something, no word in two of them, the longest first."""
    used: set[int] = set()
    found = []
    possible = [
        range(start, start + size)
        for start, stem in enumerate(stems)
        for size in _sizes().get(stem, ())
        if start + size <= len(stems)
    ]
    for places in sorted(possible, key=len, reverse=True):
        if tuple(stems[places.start : places.stop]) in _meanings() and used.isdisjoint(places):
            used.update(places)
            found.append(places)
    return found


def _meant(stems: Sequence[str], places: range) -> list[str]:
    return _meanings()[tuple(stems[place] for place in places)]


@lru_cache(maxsize=1)
def _meanings() -> dict[tuple[str, ...], list[str]]:
    """Return the meanings of each phrase, a phrase being the stems of its words."""
    rows = read_csv(_MEANINGS)
    require_columns(rows, _MEANINGS.name, ["meaning", "terms"])
    if rows["meaning"].duplicated().any() or rows.isna().any(axis=None):
        raise TableError(f"{_MEANINGS.name}: a meaning stands there twice or a cell is blank; give each one full row.")
    meanings: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in rows.to_dict("records"):
        for phrase in dict.fromkeys(tuple(word.stem for word in words_of(term)) for term in row["terms"].split(";")):
            meanings[phrase].append(row["meaning"])
    return dict(meanings)


@lru_cache(maxsize=1)
def _sizes() -> dict[str, set[int]]:
    """Return how many words the phrases have that begin with a stem."""
    sizes: dict[str, set[int]] = defaultdict(set)
    for phrase in _meanings():
        sizes[phrase[0]].add(len(phrase))
    return dict(sizes)


@lru_cache(maxsize=1)
def _empty_stems() -> frozenset[str]:
    return frozenset(map(stem_of, _EMPTY_WORDS.split()))
