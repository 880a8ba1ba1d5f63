"""Reading the sources of a project, and what is coded in them."""

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from scrlearn.refi.archive import Archive
from scrlearn.refi.elements import guid, plain_guid, whole_number
from scrlearn.refi.parts import Coding, Source, places_in_source, source_text
from scrlearn.refi.writing import PROJECT_NAMESPACE

_P = f"{{{PROJECT_NAMESPACE}}}"
# A PDF has its text in a Representation beside its pages.
_TEXTS = tuple(f"{_P}{tag}" for tag in ("TextSource", "Representation", "TextDescription"))


class SourceReader(NamedTuple):
    """What is needed to read a source: the archive, the texts of notes, and how characters are counted."""

    archive: Archive
    notes: dict[str, str]
    counts_line_ends_once: bool

    def read(self, element: Element) -> Iterator[tuple[Source, list[Coding]]]:
        """Read a source: first the texts in it with what is coded in each, then what is coded otherwise."""
        parents = {child: parent for parent in element.iter() for child in parent}
        on_text: set[Element] = set()
        for text in (found for found in element.iter() if found.tag in _TEXTS):
            raw = text_of(text, self.archive)
            name = text.get("name") or element.get("name") or ""
            source = Source(guid(text), name, None if raw is None else source_text(raw))
            codings = [] if raw is None else list(self._on_text(text, raw, source, on_text))
            yield source, codings
        left = [coding for coding in element.iter(f"{_P}Coding") if coding not in on_text]
        whole = Source(guid(element), element.get("name") or "", None)
        yield whole, [self._coding(coding, parents[coding], whole) for coding in left]

    def _on_text(self, text: Element, raw: str, source: Source, on_text: set[Element]) -> Iterator[Coding]:
        to_source, length = places_in_source(raw), len(raw)
        if self.counts_line_ends_once:
            to_source, length = int, len(source_text(raw))
        for selection in text.findall(f"{_P}PlainTextSelection"):
            start, end = whole_number(selection, "startPosition"), whole_number(selection, "endPosition")
            if not 0 <= start <= end <= length:
                raise ValueError(f"characters {start} to {end} of {source.name} are coded; it ends at {length}")
            for coding in selection.findall(f"{_P}Coding"):
                on_text.add(coding)
                yield self._coding(coding, selection, source)._replace(start=to_source(start), end=to_source(end))

    def _coding(self, coding: Element, selection: Element, source: Source) -> Coding:
        code = coding.find(f"{_P}CodeRef")
        if code is None:
            raise ValueError("a Coding has no CodeRef")
        user = coding.get("creatingUser") or selection.get("creatingUser") or selection.get("modifyingUser")
        return Coding(
            guid=guid(coding),
            code=guid(code, "targetGUID"),
            user=plain_guid(user) if user else None,
            source=source.guid,
            description=self._comments(coding, selection),
            created=coding.get("creationDateTime") or selection.get("creationDateTime"),
        )

    def _comments(self, coding: Element, selection: Element) -> str | None:
        referred = [*coding.findall(f"{_P}NoteRef"), *selection.findall(f"{_P}NoteRef")]
        notes = [self.notes.get(guid(note, "targetGUID")) for note in referred]
        return "; ".join(filter(None, [selection.findtext(f"{_P}Description"), *notes])) or None


def text_of(element: Element, archive: Archive) -> str | None:
    """Return the text of a source or a note; None where the project does not hold it."""
    path = element.get("plainTextPath", "")
    if path.startswith("internal://"):
        return archive.text(path)
    return element.findtext(f"{_P}PlainTextContent")
