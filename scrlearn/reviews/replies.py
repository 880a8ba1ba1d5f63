"""The labels of what answers an entry: which entry it is, who leads, when it is due, how far it is."""

from collections.abc import Callable, Sequence

from scrlearn.reviews.dates import dates_in
from scrlearn.reviews.entries import Found, Writer
from scrlearn.reviews.grids import is_status
from scrlearn.reviews.labels import kind_of_item
from scrlearn.reviews.paragraphs import Paragraph


class ReplyReader:
    """
    Takes labels such as "Board response:" and "Lead:", with what stands behind them or in the paragraph after.

    ``leave`` puts a paragraph down as part of no list.
    """

    def __init__(self, found: Found, writer: Writer, *, leave: Callable[[Paragraph], None]):
        self._found = found
        self._writer = writer
        self._leave = leave
        self._label: Paragraph | None = None  # one that stands alone, until the next paragraph comes

    def forget_label(self) -> None:
        """Wait for nothing that a label announced."""
        self._label = None

    def take_value(self, paragraph: Paragraph) -> bool:
        """Take a paragraph as what the label before it announced, where that stood alone; tell whether it was."""
        label, self._label = self._label, None
        if label is None or paragraph.kind != "plain":
            return False
        if label.kind == "reply" and not is_status(paragraph.text):
            return False
        self._writer.set_field(label.label if label.kind == "field" else "status", paragraph)
        return True

    def turn_to_named(self, paragraph: Paragraph, ahead: Sequence[Paragraph]) -> bool:
        """Turn to an entry that was read before, where a label names it and what answers it follows."""
        if paragraph.kind != "item" or not paragraph.is_alone or not ahead or ahead[0].kind not in ("reply", "field"):
            return False
        kind = kind_of_item(paragraph.marker)
        named = [entry for entry in self._found.entries if (entry.kind, entry.number) == (kind, paragraph.label)]
        if named:
            self._writer.turn_to(named[-1])
            self._found.leave(paragraph, "label")
        return bool(named)

    def take_label(self, paragraph: Paragraph, ahead: Sequence[Paragraph]) -> None:
        """Take a label and what stands behind it."""
        if paragraph.kind == "reply":
            self._turn_by(paragraph, ahead)
        if self._writer.entry is None:
            self._leave(paragraph)
        elif paragraph.kind == "reply":
            self._take_reply(paragraph)
        else:
            self._take_field(paragraph)

    def _turn_by(self, paragraph: Paragraph, ahead: Sequence[Paragraph]) -> None:
        """Turn to the entry whose number a label has ("Response to recommendation 2"), or from all of them."""
        if paragraph.label:
            named = [entry for entry in self._found.entries if entry.parent is None and entry.number == paragraph.label]
            if named and named[-1] is not self._writer.entry:
                self._writer.turn_to(named[-1])
        if self._heads_a_list(paragraph, ahead):
            self._writer.close()

    def _heads_a_list(self, paragraph: Paragraph, ahead: Sequence[Paragraph]) -> bool:
        """Tell whether a label is the heading over what answers several entries, each of them named or in a table."""
        if not paragraph.is_alone or len(self._found.entries) < 2:
            return False
        first = next((after for after in ahead[:3] if after.kind != "plain"), None)
        return first is not None and first is not ahead[0] and (first.kind == "row" or self._is_known(first))

    def _is_known(self, paragraph: Paragraph) -> bool:
        named = {(entry.kind, entry.number) for entry in self._found.entries}
        return paragraph.kind == "item" and (kind_of_item(paragraph.marker), paragraph.label) in named

    def _take_reply(self, paragraph: Paragraph) -> None:
        if not paragraph.is_alone and is_status(paragraph.text):
            self._writer.set_field("status", paragraph)
            return
        self._writer.begin_reply("action" if "action" in paragraph.marker.lower() else "response")
        dates = dates_in(paragraph.marker) or dates_in(f"in {paragraph.marker}")
        self._writer.set_status_on(dates[0].on if dates else None)
        if paragraph.is_alone:
            self._label = paragraph
            self._found.leave(paragraph, "label of a reply")
        else:
            self._writer.add_reply(paragraph)

    def _take_field(self, paragraph: Paragraph) -> None:
        dates = dates_in(paragraph.marker)
        if dates and paragraph.label == "status":
            self._writer.set_status_on(dates[0].on)
        if paragraph.is_alone:
            self._label = paragraph
            self._found.leave(paragraph, "label")
        else:
            self._writer.set_field(paragraph.label, paragraph)
