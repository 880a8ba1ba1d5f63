"""The look of a Word document: A4, Arial, numbered headings, British English, plain rules in tables."""

from typing import Any, NamedTuple

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from scrlearn.charts.style import DARK_BLUE, INK, QUIET_INK
from scrlearn.export.word_parts import element, number_headings, size_page

_FONT = "Arial"
_LANGUAGE = "en-GB"
_HEADINGS = ("Heading 1", "Heading 2")
_RULE = "B1B4B6"


class _Look(NamedTuple):
    """Of a style: its size and the space around a paragraph, in points, its weight and its colour."""

    size: float
    before: float
    after: float
    bold: bool = False
    color: str = INK


_LOOKS = {
    "Normal": _Look(11, 0, 6),
    "Title": _Look(26, 0, 12, bold=True),
    "Heading 1": _Look(16, 24, 6, bold=True, color=DARK_BLUE),
    "Heading 2": _Look(13, 18, 4, bold=True, color=DARK_BLUE),
    "TOC Heading": _Look(14, 18, 6, bold=True, color=DARK_BLUE),
    "toc 1": _Look(11, 0, 3),
    "Caption": _Look(10, 12, 4, bold=True),
    "Quote": _Look(11, 2, 4),
    "List Bullet": _Look(11, 0, 3),
    "Quiet": _Look(10, 4, 6, color=QUIET_INK),
    "Table text": _Look(9.5, 2, 2),
    "Header": _Look(10, 0, 0, bold=True),
    "Footer": _Look(9.5, 0, 0, color=QUIET_INK),
}


def start_document(title: str) -> Document:
    """Return an empty document with the styles of :data:`_LOOKS`, whose properties name its title and language."""
    document = docx.Document()
    _leave_out_what_is_not_used(document)
    size_page(document.sections[0])
    for name in ("toc 1", "Quiet", "Table text"):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    for name, look in _LOOKS.items():
        _dress(document.styles[name], look)
    number_headings(document, _HEADINGS)
    _leave_unnumbered(document.styles["TOC Heading"])
    _rule_quotes(document.styles["Quote"])
    _rule_tables(document.styles["Table Grid"])
    _set_language(document)
    _name(document, title)
    return document


def _dress(style: Any, look: _Look) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, False
    style.font.color.rgb = RGBColor.from_string(look.color.removeprefix("#"))
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(look.before), Pt(look.after)
    style.paragraph_format.line_spacing = 1.15
    style.paragraph_format.keep_with_next = style.name in (*_HEADINGS, "Caption", "TOC Heading")
    _set_font(style.element.get_or_add_rPr())
    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _set_font(properties: Any) -> None:
    # A theme's font would outrank the one that is named.
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, element("rFonts", **dict.fromkeys(("ascii", "hAnsi", "cs", "eastAsia"), _FONT)))


def _leave_unnumbered(style: Any) -> None:
    style.element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 0


def _rule_quotes(style: Any) -> None:
    style.paragraph_format.left_indent = Cm(0.6)
    borders = element("pBdr")
    borders.append(element("left", val="single", sz="24", space="8", color=_RULE))
    style.element.pPr.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing")


def _rule_tables(style: Any) -> None:
    borders = next(style.element.iter(qn("w:tblBorders")))
    for border in list(borders):
        if border.tag in (qn("w:top"), qn("w:bottom"), qn("w:insideH")):
            border.set(qn("w:color"), _RULE)
        else:
            borders.remove(border)


def _set_language(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _set_font(defaults)
    defaults.find(qn("w:lang")).set(qn("w:val"), _LANGUAGE)
    document.settings.element.find(qn("w:themeFontLang")).set(qn("w:val"), _LANGUAGE)
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _name(document: Document, title: str) -> None:
    properties = document.core_properties
    properties.title, properties.language = title, _LANGUAGE
    properties.author = properties.comments = properties.last_modified_by = ""


def _leave_out_what_is_not_used(document: Document) -> None:
    # The template comes with a hundred styles of tables, twice, and with a picture of an empty page.
    for style in [style for style in document.styles if style.type == WD_STYLE_TYPE.TABLE]:
        if style.name not in ("Normal Table", "Table Grid"):
            style.element.getparent().remove(style.element)
    for relations in (document.part.rels, document.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects")):
                relations.pop(key)
