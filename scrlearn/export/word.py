"""A report as a Word document, for people who go on working on it."""

import io
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import NamedTuple

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Length

from scrlearn.charts.style import DARK_PINK
from scrlearn.export import wording
from scrlearn.export.office import without_times
from scrlearn.export.report import Picture, Report, ReportSection, draw_pictures
from scrlearn.export.shown import Shown, printable
from scrlearn.export.word_parts import add_bookmark, add_field, add_link, close_field, color, open_field, turn_page
from scrlearn.export.word_passages import write_evidence
from scrlearn.export.word_styles import start_document
from scrlearn.export.word_tables import add_table, needed_width
from scrlearn.files import write_whole

_IN_BRIEF = "In brief"
_LONGER = "Annex: the longer tables"
_LONG = 24
_TEXT_WIDTH = Cm(16)
_HIGHEST_PICTURE = Cm(20)


class _Pages(NamedTuple):
    document: Document
    figures: Iterator[int]
    tables: Iterator[int]
    headings: Iterator[int]
    longer: list[Shown]


def write_word(report: Report, path: Path | str) -> Path:
    """
    Write a report as a Word document.

    Parameters
    ----------
    report
        From :func:`scrlearn.export.report.compose_report`.
    path
        The .docx file.

    Returns
    -------
    pathlib.Path
        The file: numbered headings, a table of contents, numbered captions, tables whose header row is marked and
        repeated, charts with their text alternative, page numbers; DRAFT on every page until a person has confirmed
        every coding. The same report gives the same bytes.

    Raises
    ------
    FileError
        When it cannot be written.
    """
    write_whole(path, render_word(report))
    return Path(path)


def render_word(report: Report, *, pictures: Mapping[str, Picture] | None = None) -> bytes:
    """Return the document as bytes; ``pictures`` are its charts as PNG by section, drawn here if not given."""
    pictures = draw_pictures(report, kind="png") if pictures is None else pictures
    pages = _Pages(start_document(printable(report.title)), count(1), count(1), count(1), [])
    _write_header_and_footer(pages.document, report)
    _write_front(pages.document, report)
    _write_in_brief(pages, report, pictures)
    for part in report.sections:
        _write_section(pages, part, pictures.get(part.section.name))
    _write_method(pages, report)
    _write_checks(pages, report)
    _write_longer_tables(pages)
    _write_heading(pages, wording.EVIDENCE, new_page=True)
    write_evidence(pages.document, report.evidence_line, report.reviews)
    buffer = io.BytesIO()
    pages.document.save(buffer)
    return without_times(buffer.getvalue())


def _write_header_and_footer(document: Document, report: Report) -> None:
    section = document.sections[0]
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if report.draft:
        color(header.add_run(f"DRAFT: {report.confirmed_line}"), DARK_PINK)
    else:
        header.add_run(printable(report.title))
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer.add_run(f"{report.notice}. Page " if report.notice else "Page ")
    add_field(footer, "PAGE", "1")
    footer.add_run(" of ")
    add_field(footer, "NUMPAGES", "1")


def _write_front(document: Document, report: Report) -> None:
    document.add_paragraph(printable(report.title), style="Title")
    if report.notice:
        document.add_paragraph().add_run(f"{report.notice}.").bold = True
    document.add_paragraph(report.scope)
    document.add_paragraph(report.confirmed_line)
    document.add_paragraph("Contents", style="TOC Heading")
    entries = [document.add_paragraph(style="toc 1") for _ in _headings(report)]
    # Without page numbers, which only the program that lays out the pages would know.
    open_field(entries[0], 'TOC \\o "1-1" \\n \\h')
    for number, (entry, heading) in enumerate(zip(entries, _headings(report), strict=True), start=1):
        add_link(entry, f"{number} {printable(heading)}", _bookmark(number))
    close_field(entries[-1])


def _headings(report: Report) -> list[str]:
    sections = [part.section.heading for part in report.sections]
    longer = [_LONGER] if any(_is_long(part.shown) for part in report.sections) else []
    return [_IN_BRIEF, *sections, wording.METHOD, wording.TO_CHECK, *longer, wording.EVIDENCE]


def _bookmark(number: int) -> str:
    return f"_Toc{number:08}"


def _write_heading(pages: _Pages, text: str, *, new_page: bool = False) -> None:
    number = next(pages.headings)
    heading = pages.document.add_paragraph(printable(text), style="Heading 1")
    heading.paragraph_format.page_break_before = new_page or None
    add_bookmark(heading, _bookmark(number), number)


def _write_in_brief(pages: _Pages, report: Report, pictures: Mapping[str, Picture]) -> None:
    _write_heading(pages, _IN_BRIEF)
    for part in report.sections:
        if part.section.name in pictures:
            pages.document.add_paragraph(f"{pictures[part.section.name].headline}.", style="List Bullet")
    pages.document.add_paragraph(wording.CENSUS, style="Quiet")


def _write_section(pages: _Pages, part: ReportSection, picture: Picture | None) -> None:
    _write_heading(pages, part.section.heading)
    if picture is None:
        pages.document.add_paragraph(wording.NOTHING_TO_SHOW)
        return
    number = _write_caption(pages, "Figure", part.section.caption)
    _write_picture(pages.document, picture, name=f"Figure {number}", words=part.words)
    pages.document.add_paragraph(part.section.caution, style="Quiet")
    if _is_long(part.shown):
        pages.longer.append(part.shown)
        pages.document.add_paragraph(f"The numbers are under ‘{_LONGER}’.", style="Quiet")
    else:
        _write_table(pages, part.shown)


def _is_long(shown: Shown) -> bool:
    return len(shown.rows) > _LONG


def _write_longer_tables(pages: _Pages) -> None:
    if pages.longer:
        _write_heading(pages, _LONGER, new_page=True)
    for shown in pages.longer:
        _write_table(pages, shown)


def _write_picture(document: Document, picture: Picture, *, name: str, words: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(io.BytesIO(picture.content))
    scale = min(_TEXT_WIDTH / shape.width, _HIGHEST_PICTURE / shape.height)
    shape.width, shape.height = Length(shape.width * scale), Length(shape.height * scale)
    properties = shape._inline.docPr
    properties.set("name", name)
    properties.set("descr", printable(" ".join(words.split())))


def _write_caption(pages: _Pages, kind: str, text: str) -> int:
    number = next(pages.figures if kind == "Figure" else pages.tables)
    caption = pages.document.add_paragraph(f"{kind} ", style="Caption")
    add_field(caption, f"SEQ {kind} \\* ARABIC", str(number))
    caption.add_run(f". {printable(text)}")
    return number


def _write_table(pages: _Pages, shown: Shown) -> None:
    wide = needed_width(shown) > _TEXT_WIDTH
    room = turn_page(pages.document, landscape=True) if wide else _TEXT_WIDTH
    _write_caption(pages, "Table", shown.caption)
    add_table(pages.document, shown, room)
    if wide:
        turn_page(pages.document, landscape=False)


def _write_method(pages: _Pages, report: Report) -> None:
    _write_heading(pages, wording.METHOD, new_page=True)
    for line in report.method.lines:
        pages.document.add_paragraph(printable(line), style="List Bullet")
    for shown in report.method.tables:
        _write_table(pages, shown)


def _write_checks(pages: _Pages, report: Report) -> None:
    _write_heading(pages, wording.TO_CHECK)
    pages.document.add_paragraph(report.to_check_line).paragraph_format.keep_with_next = True
    if report.to_check:
        _write_table(pages, wording.show_to_check(report.to_check))
    if report.stale:
        pages.document.add_paragraph(wording.STALE, style="Heading 2")
        pages.document.add_paragraph(wording.STALE_LINE)
        _write_table(pages, wording.show_stale(report.stale))
