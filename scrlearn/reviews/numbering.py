"""The numbers of what was read: keys that tell passages apart, what stands twice, what is missing from a series."""

import re
from collections import Counter

from scrlearn.reviews.counting import SPELLED
from scrlearn.reviews.entries import Entry, Found
from scrlearn.reviews.free_names import unused
from scrlearn.reviews.headings import slug
from scrlearn.reviews.paragraphs import Paragraph
from scrlearn.reviews.prose import share_of_words, words_in

_QUOTES = (("“", "”"), ("‘", "’"), ('"', '"'))
_SAME = 0.8  # share of words in common
_FEWEST_WORDS = 4
_NUMBER_WORDS = SPELLED[:12]
_STATED = re.compile(
    rf"\b(?:makes?|made|has made|contains?|following|these|the|all) (?P<count>\d{{1,2}}|{'|'.join(_NUMBER_WORDS)}) "
    r"(?:(?:key|multi-agency|single[- ]agency|overall) )?recommendations\b",
    re.IGNORECASE,
)


def settle_bodies(found: Found) -> None:
    """Settle entries of which only a label was read: their parts say what it announces, or else it stands for them."""
    for entry, label in [(entry, entry.label) for entry in found.entries if entry.body is None]:
        if label is None:
            continue
        parts = [part for part in found.entries if part.parent is entry]
        if len(parts) == 1:
            entry.body = parts[0].body
            found.entries.remove(parts[0])
            for part in found.entries:
                part.parent = entry if part.parent is parts[0] else part.parent
        elif parts or any(reply.entry is entry for reply in found.replies):
            entry.body = entry.label
        else:
            found.entries.remove(entry)
            found.doubts.append(f"{label.text!r} stands there with nothing after it")
    for entry in found.entries:
        if entry.body is not None:
            entry.body = _without_quotes(entry.body)


def _without_quotes(body: Paragraph) -> Paragraph:
    """Leave out quotation marks around the whole of a recommendation, which are the quoting board's."""
    text = body.text
    inside = text[1:-1]
    if len(text) > 2 and (text[0], text[-1]) in _QUOTES and not set(inside) & set(text[0] + text[-1]):
        return body._replace(text=inside, start=body.start + 1, end=body.end - 1)
    return body


def merge_repeats(found: Found) -> None:
    """Take what stands in a document twice (in a summary and in its place) once: where it is answered, or else last."""
    kept: dict[tuple[str, str], Entry] = {}
    for entry in [entry for entry in found.entries if entry.parent is None]:
        same = next((other for (kind, _), other in kept.items() if kind == entry.kind and _is_same(other, entry)), None)
        if same is None:
            kept[entry.kind, f"{len(kept)}"] = entry
            continue
        answered = [other for other in (same, entry) if any(reply.entry is other for reply in found.replies)]
        stays = answered[0] if answered else entry
        goes = entry if stays is same else same
        key = next(key for key, other in kept.items() if other is same)
        kept[key] = stays
        _take_out(found, goes, stays)


def give_keys(entries: list[Entry]) -> None:
    """Give each entry the end of its passage_id: its number, its kind before it where it is no recommendation."""
    tops = [entry for entry in entries if entry.parent is None]
    numbers = Counter((entry.kind, entry.number) for entry in tops)
    used: set[str] = set()
    for entry in entries:
        if entry.parent is not None and entry.parent.key:
            tail = entry.number.removeprefix(entry.parent.number).lstrip(".")
            key = f"{entry.parent.key}.{tail}"
        else:
            restarts = numbers[entry.kind, entry.number] > 1 or _group_restarts(entry, tops, numbers)
            group = slug(entry.asked or entry.group) if restarts else ""
            kind = "" if entry.kind == "recommendation" else entry.kind.replace("_", "-")
            key = ".".join(part for part in (kind, group, entry.number) if part)
        entry.key = unused(key, used)
        used.add(entry.key)


def note_gaps(found: Found) -> None:
    """Note series of numbers in which one is missing."""
    series: dict[tuple[str, str], list[int]] = {}
    for entry in found.entries:
        first = re.match(r"(\d+)(?:\.[a-z]+)?$", entry.number)
        if entry.parent is None and first:
            series.setdefault((entry.kind, entry.key.removesuffix(entry.number)), []).append(int(first[1]))
    for (kind, _), numbers in series.items():
        missing = sorted(set(range(1, max(numbers))) - set(numbers))
        if missing and len(numbers) > 1:
            found.doubts.append(
                f"{kind.replace('_', ' ')} {', '.join(map(str, missing))} was not found between those before and after"
            )


def stated_count(text: str) -> int | None:
    """
    Return how many recommendations a text says there are; None where it does not say.

    Examples
    --------
    >>> stated_count("The review makes four recommendations.")
    4
    """
    match = _STATED.search(text)
    if not match:
        return None
    words = match["count"].lower()
    return int(words) if words.isdecimal() else _NUMBER_WORDS.index(words) + 1


def _group_restarts(entry: Entry, tops: list[Entry], numbers: Counter) -> bool:
    """Tell whether any number of the entry's group stands in another, so that all of the group are told apart alike."""
    return any(
        other.group == entry.group and other.kind == entry.kind and numbers[other.kind, other.number] > 1
        for other in tops
    )


def _is_same(one: Entry, other: Entry) -> bool:
    if one.body is None or other.body is None or (one.group != other.group and one.number != other.number):
        return False
    fewest = min(len(words_in(entry.body.text)) for entry in (one, other) if entry.body)
    return fewest >= _FEWEST_WORDS and share_of_words(one.body.text, other.body.text) >= _SAME


def _take_out(found: Found, goes: Entry, stays: Entry) -> None:
    parts = [entry for entry in found.entries if entry is goes or entry.parent is goes or _above(entry) is goes]
    for entry in parts:
        found.entries.remove(entry)
        if entry.body is not None:
            found.leave(entry.body, f"says {stays.kind.replace('_', ' ')} {stays.number} again")
    for reply in found.replies:
        if reply.entry in parts:
            reply.entry = stays


def _above(entry: Entry) -> Entry | None:
    return entry.parent.parent if entry.parent else None
