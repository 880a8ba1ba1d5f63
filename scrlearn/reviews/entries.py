"""What a list of recommendations holds, taken paragraph by paragraph: passages, their parts, replies, and the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scrlearn.reviews.counting import letters, roman
from scrlearn.reviews.paragraphs import Paragraph
from scrlearn.reviews.titles import is_title

OPENS_A_LIST = re.compile(r"(?::\s*[-–—]?|\b(?:to|should|must|that|including))$")
_MOST_ROMAN = 10
_FIELD_NAMES = {"lead": "who leads", "due": "when it is due", "status": "the status"}
_LONG_TITLE, _SHORT_TITLE = 12, 6  # words


@dataclass(eq=False)
class Entry:
    """
    A recommendation (or finding, learning point, question) or a part of one.

    ``group`` is the heading that it stands under; ``asked`` whom that heading or a cell names. ``body`` is its own
    words, None as long as only its label has been read.
    """

    kind: str
    number: str
    body: Paragraph | None
    parent: Entry | None = None
    stem: str | None = None
    group: str = ""
    asked: str | None = None
    key: str = ""
    label: Paragraph | None = None  # where a label stands alone before its words
    n_below: int = 0  # how many questions have been put under it


@dataclass(eq=False)
class Reply:
    """A paragraph of a response, or an action (``kind``), with its lead, due and status as printed."""

    entry: Entry
    body: Paragraph
    kind: str = "response"
    stem: str | None = None
    said: dict[str, Paragraph] = field(default_factory=dict)
    status_on: str | None = None


@dataclass
class Found:
    """All that is taken from a document: in its order, with a reason for each paragraph that is part of no passage."""

    entries: list[Entry] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    unplaced: list[tuple[Paragraph, str]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def leave(self, paragraph: Paragraph, reason: str) -> None:
        """Put a paragraph down as part of no passage."""
        self.unplaced.append((paragraph, reason))


class Writer:
    """
    Puts entries, parts, replies and fields where they belong, one after another.

    Where ``answers_freely``, a paragraph after a recommendation answers it without a label that says so.
    """

    def __init__(self, found: Found, *, answers_freely: bool, numbered_throughout: bool = False):
        self.found = found
        self._numbered_throughout = numbered_throughout
        self.answers_freely = answers_freely
        self.group = ""
        self.asked: str | None = None
        self.answering = False  # whether what comes answers the entry, rather than going on with it
        self._path: list[Entry] = []  # the entry, its part, and the part of that, now being read
        self._levels: list[str] = []  # how the markers of each of them are printed
        self._counts: list[int] = []
        self._ahead: dict[str, Paragraph] = {}  # fields told before the reply that they belong to
        self._status_on: str | None = None
        self._since_fields: list[Reply] = []
        self._reply_kind = "response"
        self._count_of_unnumbered: dict[str, int] = {}

    @property
    def entry(self) -> Entry | None:
        """The recommendation that is being read."""
        return self._path[0] if self._path else None

    def start(self, kind: str, number: str, style: str, paragraph: Paragraph, *, under: Entry | None = None) -> Entry:
        """Begin an entry; one without a number is numbered in order, and lettered under another entry."""
        self.finish()
        if under is not None:
            under.n_below += 1
            number = f"{under.number}.{_label(under.n_below, 1)}"
        elif not number:
            self._count_of_unnumbered[kind] = self._count_of_unnumbered.get(kind, 0) + 1
            number = str(self._count_of_unnumbered[kind])
        body, label = (None, paragraph) if paragraph.is_alone else (paragraph, None)
        stem = under.body.text if under is not None and under.body is not None else None
        entry = Entry(kind, number, body, under, stem, self.group, self.asked, label=label)
        self.found.entries.append(entry)
        if label is not None:
            self.found.leave(label, "label")
        self._path, self._levels, self._counts = [entry], [style], [0]
        self.answering = False
        return entry

    def turn_to(self, entry: Entry) -> None:
        """Go back to an entry that was read before, as a response names it."""
        self.finish()
        self._path, self._levels, self._counts = [entry], [""], [0]

    def finish(self) -> None:
        """End the entry: where it has no reply but a status, a date or a lead, these are all that answers it."""
        if self._path and self._ahead and not any(reply.entry is self._path[0] for reply in self.found.replies):
            body = next(self._ahead[name] for name in ("status", "due", "lead") if name in self._ahead)
            self.found.unplaced = [left for left in self.found.unplaced if left[0] is not body]
            self.add_reply(body, kind="action")
        self._ahead, self._since_fields, self._status_on, self._reply_kind = {}, [], None, "response"

    def close(self) -> None:
        """End the list: what comes belongs to no entry."""
        self.finish()
        self._path, self._levels, self._counts, self.answering = [], [], [], False

    def open_group(self, title: str, asked: str | None) -> None:
        """End the entry; those that come stand under a heading, which may name whom they ask."""
        self.close()
        self.group, self.asked = title, asked

    def depth_of(self, paragraph: Paragraph) -> int | None:
        """Tell how deep a paragraph lies as a part of the entry; None where it is no part."""
        if self.answering or paragraph.kind not in ("number", "letter", "bullet") or not self._path:
            return None
        if paragraph.style in self._levels[1:]:
            return self._levels.index(paragraph.style, 1)
        if self._numbered_throughout and paragraph.style == "1.1":
            return len(self._path) if self._is_decimal_part(paragraph) else None
        words = self._path[-1].body
        if words is None or OPENS_A_LIST.search(words.text) or self._is_decimal_part(paragraph):
            return len(self._path)
        # After h) comes i), which need not be Roman.
        letters = paragraph.style.replace("i", "a")
        if letters in self._levels[1:]:
            return self._levels.index(letters, 1)
        return None if self.answers_freely or self._levels[0] == "" else len(self._path)

    def _is_decimal_part(self, paragraph: Paragraph) -> bool:
        above = next((entry for entry in reversed(self._path) if paragraph.label.startswith(f"{entry.number}.")), None)
        return above is not None and (paragraph.style in self._levels[1:] or paragraph.label == f"{above.number}.1")

    def add_part(self, paragraph: Paragraph, depth: int) -> None:
        """Take a paragraph as a part of the entry."""
        if depth == len(self._levels):
            self._levels.append(paragraph.style)
            self._counts.append(0)
        del self._levels[depth + 1 :], self._counts[depth + 1 :], self._path[depth:]
        self._counts[depth] += 1
        parent = self._path[-1]
        bodies = [entry.body.text for entry in self._path if entry.body]
        decimal = paragraph.kind == "number" and paragraph.label.startswith(f"{parent.number}.")
        number = paragraph.label if decimal else f"{parent.number}.{_label(self._counts[depth], depth)}"
        part = Entry(parent.kind, number, paragraph, parent, " ".join(bodies) or None, self.group)
        self._path.append(part)
        self.found.entries.append(part)

    def go_on(self, paragraph: Paragraph) -> bool:
        """Let a paragraph be the words of an entry that has only its label or a title yet; tell whether it was."""
        entry = self.entry
        if entry is None or self.answering or len(self._path) > 1:
            return False
        if entry.body is None:
            entry.body = paragraph
            return True
        limit = _SHORT_TITLE if entry.kind == "finding" else _LONG_TITLE
        if is_title(entry.body) and len(entry.body.text.split()) <= limit and not OPENS_A_LIST.search(entry.body.text):
            self.found.leave(entry.body, f"title of {called(entry)}")
            entry.body = paragraph
            return True
        return False

    def begin_reply(self, kind: str) -> None:
        """Take what follows as answering the entry."""
        self.answering, self._reply_kind = True, kind

    def add_reply(self, paragraph: Paragraph, *, kind: str | None = None, entry: Entry | None = None) -> Reply:
        """Take a paragraph as answering the entry."""
        if self._since_fields and any(reply.said for reply in self._since_fields) and not self._ahead:
            self._since_fields = []
        reply = Reply(entry or self._path[0], paragraph, kind or self._reply_kind, self._stem_of_reply(paragraph))
        reply.said.update(self._ahead)
        reply.status_on = self._status_on
        self.found.replies.append(reply)
        self._since_fields.append(reply)
        self.answering = True
        return reply

    def _stem_of_reply(self, paragraph: Paragraph) -> str | None:
        last = self.found.replies[-1] if self.found.replies else None
        if paragraph.kind in ("plain", "reply", "field") or last is None or last.entry is not self.entry:
            return None
        return last.body.text if OPENS_A_LIST.search(last.body.text) else last.stem

    def set_field(self, name: str, value: Paragraph) -> None:
        """Put a lead, due or status down beside the replies before it, or else for those that come."""
        replies = [reply for reply in self._since_fields if name not in reply.said]
        if not replies and (name in self._ahead or self._since_fields):
            self._ahead, self._since_fields = {}, []
        for reply in replies:
            reply.said[name] = value
        if not replies:
            self._ahead[name] = value
        self.answering = True
        self.found.leave(value, f"{_FIELD_NAMES[name]} of what answers {called(self._path[0])}")

    def set_status_on(self, date: str | None) -> None:
        """Put down the date of which the statuses of the entry's replies speak."""
        self._status_on = date
        for reply in self._since_fields:
            reply.status_on = reply.status_on or date


def called(entry: Entry) -> str:
    """Name an entry by its kind and number: "learning point 3"."""
    return f"{entry.kind.replace('_', ' ')} {entry.number}"


def _label(count: int, depth: int) -> str:
    if depth == 2 and count <= _MOST_ROMAN:
        return roman(count)
    return letters(count) if depth == 1 else str(count)
