"""The parts of a Word document that python-docx has no words for: fields, links, numbered headings, repeated rows."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_PORTRAIT = (Cm(21), Cm(29.7))
_MARGIN = Cm(2.5)


def element(tag: str, **attributes: str) -> Any:
    """Return an element of WordprocessingML, its attributes in the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Add a field, such as ``PAGE``, with what is shown until it is worked out anew."""
    open_field(paragraph, instruction)
    paragraph.add_run(shown)
    close_field(paragraph)


def open_field(paragraph: Paragraph, instruction: str) -> None:
    """Begin a field; what follows, up to :func:`close_field`, is what it shows."""
    paragraph.add_run()._r.append(element("fldChar", fldCharType="begin"))
    words = element("instrText")
    words.text = f" {instruction} "
    words.set(qn("xml:space"), "preserve")
    paragraph.add_run()._r.append(words)
    paragraph.add_run()._r.append(element("fldChar", fldCharType="separate"))


def close_field(paragraph: Paragraph) -> None:
    """End a field."""
    paragraph.add_run()._r.append(element("fldChar", fldCharType="end"))


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Give a paragraph a name under which it can be linked to; ``number`` is the bookmark's own."""
    start = element("bookmarkStart", id=str(number), name=name)
    first = 0 if paragraph._p.pPr is None else 1
    paragraph._p.insert(first, start)
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def add_link(paragraph: Paragraph, text: str, bookmark: str) -> None:
    """Add words that lead to a bookmark."""
    link = element("hyperlink", anchor=bookmark, history="1")
    link.append(paragraph.add_run(text)._r)
    paragraph._p.append(link)


def number_headings(document: Document, styles: Sequence[str]) -> None:
    """Number the headings of these styles: 1, and below it 1.1."""
    numbering = document.part.numbering_part.element
    number = str(1 + max(int(old.get(qn("w:abstractNumId"))) for old in numbering.findall(qn("w:abstractNum"))))
    outline = element("abstractNum", abstractNumId=number)
    outline.append(element("multiLevelType", val="multilevel"))
    for place, name in enumerate(styles):
        outline.append(_level(place, document.styles[name].style_id))
    numbering.insert(len(numbering.findall(qn("w:abstractNum"))), outline)
    used = numbering.add_num(int(number)).numId
    for place, name in enumerate(styles):
        properties = document.styles[name].element.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = place
        properties.get_or_add_numId().val = used


def _level(place: int, style_id: str) -> Any:
    level = element("lvl", ilvl=str(place))
    level.append(element("start", val="1"))
    level.append(element("numFmt", val="decimal"))
    level.append(element("pStyle", val=style_id))
    level.append(element("suff", val="space"))
    level.append(element("lvlText", val=".".join(f"%{above + 1}" for above in range(place + 1))))
    level.append(element("lvlJc", val="left"))
    return level


def mark_header_row(table: Table) -> None:
    """Mark the first row as the header, repeated on every page, and let no row be cut by a page's end."""
    for place, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(element("cantSplit"))
        if place == 0:
            properties.append(element("tblHeader"))


def shade(properties: Any, fill: str) -> None:
    """Give a run or a cell, by its properties, a coloured ground."""
    properties.append(element("shd", val="clear", color="auto", fill=fill))


def color(run: Run, ink: str) -> None:
    """Give a run a colour, such as #0B0C0C."""
    run.font.color.rgb = RGBColor.from_string(ink.removeprefix("#"))


def turn_page(document: Document, *, landscape: bool) -> Length:
    """Begin a page on its side, or upright; return how wide its text is."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    return size_page(section, landscape=landscape)


def size_page(section: Any, *, landscape: bool = False) -> Length:
    """Make the pages of a section A4; return how wide their text is."""
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = reversed(_PORTRAIT) if landscape else _PORTRAIT
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = _MARGIN
    return Length(section.page_width - 2 * _MARGIN)
