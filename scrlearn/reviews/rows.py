"""The rows of a table become entries and replies: a row of a plan, a label and what it says, a heading across."""

import re
from collections.abc import Callable, Sequence
from itertools import chain

from scrlearn.reviews.entries import Entry, Found, Reply, Writer, called
from scrlearn.reviews.fields import read_bodies
from scrlearn.reviews.grids import Grid, Row, label_row, read_grids
from scrlearn.reviews.headings import asked_by_heading
from scrlearn.reviews.labels import kind_of_item, number_of
from scrlearn.reviews.paragraphs import Paragraph, cells_of, paragraphs_of
from scrlearn.reviews.prose import in_one_line

_LONGEST_SPANNING = 200  # characters
_NUMBER_ALONE = re.compile(
    r"(?:recommendation|rec\.?|r|no\.?|improvement|finding)? ?(\d{1,3}(?:\.\d+)*[a-z]?)[.):]?", re.IGNORECASE
)


class RowReader:
    """
    Takes the rows of tables one table after another.

    ``take`` takes a paragraph of a cell as if it stood in running text, with those that come after it; ``leave`` puts
    one down as part of no list, with the reason.
    """

    def __init__(
        self,
        found: Found,
        writer: Writer,
        *,
        take: Callable[[Paragraph, Sequence[Paragraph]], None],
        leave: Callable[[Paragraph, str], None],
    ):
        self._found = found
        self._writer = writer
        self._take_paragraph = take
        self._leave = leave

    def take(self, rows: Sequence[Paragraph], kind: str | None) -> None:
        """Take rows that follow each other; ``kind`` is that of the section in which they stand."""
        for found in read_grids(rows):
            if isinstance(found, Grid):
                self._take_grid(found, kind)
            else:
                self._take_loose(found)

    def _take_loose(self, row: Paragraph) -> None:
        cells = [cell for cell in cells_of(row) if cell.text]
        if label_row(row) is None and len(cells) != 1:
            self._leave(row, "row of a table whose columns are not known")
            return
        inside = _inside(cells)
        for place, paragraph in enumerate(inside):
            self._take_paragraph(paragraph, inside[place + 1 :])

    def _take_grid(self, grid: Grid, kind: str | None) -> None:
        self._leave_as("header of a table", grid.headers)
        own = grid.kind or (None if self._writer.entry else kind or "recommendation")
        for row in grid.rows:
            self._take_row(row, own, is_plan=grid.kind is None)
        self._writer.close()

    def _take_row(self, row: Row, kind: str | None, *, is_plan: bool) -> None:
        cells = dict(row.cells)
        self._leave_as("column that is not read", row.rest)
        if _spans(row):
            self._take_spanning(cells)
            return
        named = self._named_in(cells, is_plan=is_plan)
        if named is not None:
            self._writer.turn_to(named)
            self._leave_as("number", [*cells.pop("number", []), *cells.pop("recommendation", [])])
        elif kind:
            self._take_asked(cells, kind, is_plan=is_plan)
        if self._writer.entry is not None:
            self._take_replies(cells)
        else:
            for cell in chain(*cells.values()):
                self._leave(cell, "narrative")

    def _named_in(self, cells: dict[str, list[Paragraph]], *, is_plan: bool) -> Entry | None:
        """Return the entry that a row names by its number alone; None where it says the words of one."""
        cell = next(iter(cells.get("number" if is_plan else "recommendation", [])), None)
        match = _NUMBER_ALONE.fullmatch(in_one_line(cell.text)) if cell else None
        if match is None:
            return None
        number = number_of(match[1])
        return next((entry for entry in self._found.entries if entry.body is not None and entry.number == number), None)

    def _take_spanning(self, cells: dict[str, list[Paragraph]]) -> None:
        for cell in chain(*cells.values()):
            inside = _inside([cell])
            if inside and inside[0].kind == "item":
                for paragraph in inside:
                    self._take_paragraph(paragraph, [])
                continue
            title = in_one_line(cell.text)
            self._writer.open_group(title, asked_by_heading(title))
            self._found.leave(cell, "heading of a group")

    def _take_asked(self, cells: dict[str, list[Paragraph]], kind: str, *, is_plan: bool) -> None:
        """Take what a row asks for; in a plan without a column of recommendations it is the first action."""
        words = cells.pop("action", [])[:1] if is_plan else cells.pop("recommendation", [])
        numbers = cells.pop("number", [])
        if words:
            self._take_words(words[0], kind, numbers)
        self._leave_as("column that is not read", words[1:] or ([] if words else numbers))
        asked, entry = cells.pop("addressed_to", []), self._writer.entry
        if asked and entry is not None:
            entry.asked = entry.asked or read_bodies([asked[0].text])
        self._leave_as("whom a recommendation asks", asked)

    def _take_words(self, cell: Paragraph, kind: str, numbers: Sequence[Paragraph]) -> None:
        first, *others = _inside([cell]) or [cell]
        number = first.label if first.kind in ("item", "number") else ""
        if numbers:
            number = _number_in(numbers[0])
            self._found.leave(numbers[0], "number")
        if self._is_said_again(first):
            return
        kind = kind_of_item(first.marker) if first.kind == "item" else kind
        if all(other.kind == "plain" for other in others) and not first.is_alone:
            first = Paragraph(cell.text[first.start - cell.start :], first.start, cell.end)
            others = []
        entry = self._writer.start(kind, number, first.style if first.kind == "item" else "", first)
        for other in others:
            depth = self._writer.depth_of(other)
            if depth is not None:
                self._writer.add_part(other, depth)
            elif not self._writer.go_on(other):
                self._found.leave(other, f"explains {called(entry)}")

    def _is_said_again(self, words: Paragraph) -> bool:
        """Put down words that say the entry being read again, as where a plan repeats them beside each action."""
        entry = self._writer.entry
        if entry is None or entry.body is None or in_one_line(entry.body.text) != in_one_line(words.text):
            return False
        self._found.leave(words, f"says {called(entry)} again")
        return True

    def _take_replies(self, cells: dict[str, list[Paragraph]]) -> None:
        said: dict[str, Paragraph] = {name: cells[name][0] for name in ("lead", "due", "status") if name in cells}
        actions, updates = _inside(cells.get("action", [])), _inside(cells.get("update", []))
        if actions and updates:
            self._take_progress(cells["update"], said)
        bodies = actions or updates or [said[name] for name in ("status", "due", "lead") if name in said][:1]
        kind = "response" if updates and not actions else "action"
        replies = [self._writer.add_reply(paragraph, kind=kind) for paragraph in bodies]
        for name, cell in said.items():
            self._say(name, cell, replies)
        self._writer.finish()

    def _take_progress(self, updates: Sequence[Paragraph], said: dict[str, Paragraph]) -> None:
        """Let the progress of an action be its status where no column says that."""
        if "status" in said:
            self._leave_as("progress of an action", _inside(updates))
        else:
            said["status"] = updates[0]
            self._leave_as("progress of an action", _inside(updates[1:]))

    def _say(self, name: str, cell: Paragraph, replies: Sequence[Reply]) -> None:
        """Put down what a cell says of the replies in its row: a line of it for each, or else all of it for all."""
        lines = _inside([cell])
        for place, reply in enumerate(replies):
            reply.said[name] = lines[place] if len(lines) == len(replies) else cell
        entry = self._writer.entry
        if entry is not None and all(reply.body is not cell for reply in replies):
            self._found.leave(cell, f"{name} of what answers {called(entry)}")

    def _leave_as(self, reason: str, cells: Sequence[Paragraph]) -> None:
        for cell in cells:
            self._found.leave(cell, reason)


def rows_from(paragraphs: Sequence[Paragraph], place: int) -> list[Paragraph]:
    """Return the rows of tables that follow each other from a place on."""
    end = place
    while end < len(paragraphs) and paragraphs[end].kind == "row":
        end += 1
    return list(paragraphs[place:end])


def _inside(cells: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs inside cells, each of their lines one, with their places in the document."""
    found = []
    for cell in cells:
        start = cell.start
        for line in cell.text.split("\n"):
            found += [
                paragraph._replace(start=paragraph.start + start, end=paragraph.end + start)
                for paragraph in paragraphs_of(line)
            ]
            start += len(line) + 1
    return found


def _number_in(cell: Paragraph) -> str:
    return re.sub(r"[^\w.]+", ".", re.sub(r"^\D+(?=\d)", "", in_one_line(cell.text).lower())).strip(".")


def _spans(row: Row) -> bool:
    """Tell whether a row has a few words in its first cell only, as a heading across a table has."""
    first, *others = [cell.text for cell in cells_of(row.row)]
    return (
        set(row.cells) <= {"number", "recommendation"}
        and len(row.row.text) < _LONGEST_SPANNING
        and bool(first)
        and not any(others)
        and not re.fullmatch(r"[\d.]+", first)
    )
