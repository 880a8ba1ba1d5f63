"""A section's paragraphs become entries and replies: what begins one, what goes on with it, what answers it."""

import re
from collections.abc import Sequence

from scrlearn.reviews.entries import OPENS_A_LIST, Entry, Found, Writer, called
from scrlearn.reviews.headings import asked_by_heading
from scrlearn.reviews.items import LABEL, PROSE, is_prose_item, style_of_items
from scrlearn.reviews.labels import kind_of_item
from scrlearn.reviews.paragraphs import Paragraph
from scrlearn.reviews.prose import in_one_line
from scrlearn.reviews.replies import ReplyReader
from scrlearn.reviews.rows import RowReader, rows_from
from scrlearn.reviews.sections import Section, closes
from scrlearn.reviews.titles import asks, bare_title, is_heading, is_title, is_title_only


class ListReader:
    """Takes a document's sections one after another; ``narrative`` and ``closing`` are what belongs to no list."""

    def __init__(self, found: Found, *, answers_freely: bool, numbered_throughout: bool, takes_questions: bool = False):
        self.narrative: list[Paragraph] = []
        self.closing: list[Paragraph] = []
        self._found = found
        self._answers_freely = answers_freely
        self._takes_questions = takes_questions
        self._writer = Writer(found, answers_freely=answers_freely, numbered_throughout=numbered_throughout)
        self._replies = ReplyReader(found, self._writer, leave=self._leave)
        self._rows = RowReader(found, self._writer, take=self._take, leave=self._leave)
        self._section = Section(None, None, [])
        self._style: str | None = None
        self._last_number = 0
        self._new_group = False
        self._is_closed = False
        self._under: Entry | None = None  # the finding that questions are put under
        self._numbered_throughout = numbered_throughout

    def take(self, section: Section) -> None:
        """Take one section."""
        self._open(section)
        paragraphs = section.paragraphs
        place = 0
        while place < len(paragraphs):
            if paragraphs[place].kind == "row":
                rows = rows_from(paragraphs, place)
                self._rows.take(rows, section.kind)
                place += len(rows)
            else:
                self._take(paragraphs[place], paragraphs[place + 1 :])
                place += 1

    def finish(self) -> None:
        """End the last entry."""
        self._writer.finish()

    def _open(self, section: Section) -> None:
        finding = self._last_finding(section)
        self._writer.close()
        self._section, self._under = section, finding
        self._style = style_of_items(section, numbered_throughout=self._numbered_throughout)
        labelled = any(paragraph.kind == "reply" for paragraph in section.paragraphs)
        self._writer.answers_freely = self._answers_freely and not labelled
        self._last_number, self._new_group, self._is_closed = 0, False, False
        self._replies.forget_label()
        title = ""
        if section.opening is not None:
            self._leave(section.opening)
            title = bare_title(section.opening) if is_heading(section.opening) and section.kind else ""
        # A heading over questions says whose answer is wanted, which is no agency that is to do something.
        self._writer.open_group(title, None if section.kind == "question" else asked_by_heading(title))

    def _last_finding(self, section: Section) -> Entry | None:
        entry = self._writer.entry
        if section.kind != "question" or entry is None:
            return None
        finding = entry.parent if entry.kind == "question" else entry
        return finding if finding is not None and finding.kind == "finding" else None

    def _leave(self, paragraph: Paragraph, reason: str = "narrative") -> None:
        """Put a paragraph down as narrative, or as what comes after the last list."""
        if self._is_closed:
            self.closing.append(paragraph)
            self._found.leave(paragraph, "after the end of the list")
        else:
            self.narrative.append(paragraph)
            self._found.leave(paragraph, reason)

    def _take(self, paragraph: Paragraph, ahead: Sequence[Paragraph]) -> None:
        if self._replies.take_value(paragraph) or self._replies.turn_to_named(paragraph, ahead):
            return
        if self._is_item(paragraph):
            self._take_item(paragraph)
        elif closes(paragraph) and (self._writer.entry or self._is_closed):
            self._writer.close()
            self._is_closed = True
            self._leave(paragraph)
        elif paragraph.kind in ("reply", "field"):
            self._replies.take_label(paragraph, ahead)
        elif self._is_group_heading(paragraph, ahead):
            self._take_group_heading(paragraph)
        else:
            self._take_text(paragraph, ahead)

    def _take_group_heading(self, paragraph: Paragraph) -> None:
        title = bare_title(paragraph)
        self._writer.open_group(title, asked_by_heading(title))
        self._new_group = True
        self._found.leave(paragraph, "heading of a group")

    def _take_text(self, paragraph: Paragraph, ahead: Sequence[Paragraph]) -> None:
        writer = self._writer
        if writer.entry is None or self._ends_entry(paragraph):
            writer.close()
            self._leave(paragraph)
            return
        depth = writer.depth_of(paragraph)
        if depth is not None:
            writer.add_part(paragraph, depth)
        elif paragraph.kind == "plain" and writer.go_on(paragraph):
            return
        elif is_title_only(paragraph) and ahead and paragraph.kind == "plain":
            self._found.leave(paragraph, "heading within what is said of a recommendation")
        elif writer.answering or writer.answers_freely:
            writer.add_reply(paragraph)
        else:
            self._found.leave(paragraph, f"explains {called(writer.entry)}")

    def _is_item(self, paragraph: Paragraph) -> bool:
        if paragraph.kind == "item":
            is_question = kind_of_item(paragraph.marker) == "question"
            return not is_question or self._takes_questions or self._section.kind in ("question", "finding")
        if self._style is None or self._style == LABEL:
            return False
        if self._style == PROSE:
            return is_prose_item(paragraph, self._section.kind)
        if paragraph.style != self._style:
            return False
        if paragraph.kind != "number":
            return not (self._writer.answering and paragraph.kind == "bullet") or not self._answers_freely
        return self._is_next_number(paragraph)

    def _is_next_number(self, paragraph: Paragraph) -> bool:
        if self._numbered_throughout and paragraph.style == "1.1" and not asks(paragraph):
            return False
        number = _last_figure(paragraph.label)
        if number > self._last_number or self._new_group or self._is_next_of_same(paragraph, number):
            return True
        if not self._writer.answering or not self._in_list_of_reply():
            self._found.doubts.append(
                f"its numbers go from {self._last_number} back to {number} ({in_one_line(paragraph.text)[:40]!r}), "
                "so that recommendations and lists in the replies cannot be told apart"
            )
        return False

    def _is_next_of_same(self, paragraph: Paragraph, number: int) -> bool:
        """Tell whether a number such as 2(ii) goes on from 2(i)."""
        entry = self._writer.entry
        is_another = entry is None or entry.number != _as_cited(paragraph.label)
        return paragraph.style == "2(ii)" and number == self._last_number and is_another

    def _in_list_of_reply(self) -> bool:
        last = self._found.replies[-1] if self._found.replies else None
        return last is not None and (last.stem is not None or OPENS_A_LIST.search(last.body.text) is not None)

    def _take_item(self, paragraph: Paragraph) -> None:
        kind = self._section.kind or "recommendation"
        style, number = paragraph.style, paragraph.label
        if paragraph.kind == "item":
            kind = kind_of_item(paragraph.marker)
        elif paragraph.kind == "number":
            self._last_number = _last_figure(number)
            number = _as_cited(number)
        else:
            number = ""
        under = self._under if kind == "question" else None
        self._writer.start(kind, number, style or PROSE, paragraph, under=under)
        self._new_group, self._is_closed = False, False

    def _is_group_heading(self, paragraph: Paragraph, ahead: Sequence[Paragraph]) -> bool:
        if (
            self._style is None
            or not is_heading(paragraph)
            or not is_title(paragraph._replace(text=paragraph.text.rstrip(": ")))
        ):
            return False
        entry = self._writer.entry
        if entry is not None and entry.body is None:
            return False
        following = next((after for after in ahead if not (is_heading(after) and after.kind == "plain")), None)
        if following is None or following.kind == "row":
            return following is not None
        return self._would_be_item(following)

    def _would_be_item(self, paragraph: Paragraph) -> bool:
        if paragraph.kind == "item":
            return True
        if self._style == PROSE:
            return is_prose_item(paragraph, self._section.kind)
        return self._style != LABEL and paragraph.style == self._style

    def _ends_entry(self, paragraph: Paragraph) -> bool:
        """Tell whether a heading ends a list that stands in a report's running text."""
        if self._answers_freely or self._section.kind is not None or self._writer.answering:
            return False
        entry = self._writer.entry
        return entry is not None and entry.body is not None and is_heading(paragraph) and is_title(paragraph)


def _last_figure(label: str) -> int:
    return int(re.findall(r"\d+", label)[-1])


def _as_cited(number: str) -> str:
    return number.replace("(", ".").replace(")", "").replace(" ", "")
