"""Passages in a Word document: each quoted with its place, the words that earned a theme marked, and its codings."""

from collections.abc import Sequence

from docx.document import Document
from docx.text.paragraph import Paragraph

from scrlearn.charts.style import QUIET_INK
from scrlearn.export import wording
from scrlearn.export.shown import printable
from scrlearn.export.word_parts import color, shade

_EVIDENCE = "FFE9A8"


def write_evidence(document: Document, line: str, reviews: Sequence[dict]) -> None:
    """
    Write every passage of every review with its codings.

    Parameters
    ----------
    document
        Gets them at its end.
    line
        What is said of all of them.
    reviews
        As :func:`scrlearn.export.passages.review_passages` lays them out.
    """
    document.add_paragraph(f"{line} The words that earned a theme are bold and shaded.")
    for review in reviews:
        document.add_paragraph(printable(review["heading"]), style="Heading 2")
        document.add_paragraph(printable(review["about"]), style="Quiet")
        if not review["passages"]:
            document.add_paragraph(wording.EMPTY_REVIEW_LINE)
        for passage in review["passages"]:
            _write_passage(document, passage)


def _write_passage(document: Document, passage: dict) -> None:
    label = document.add_paragraph()
    label.add_run(printable(passage["label"])).bold = True
    color(label.add_run(f" {printable(passage['source'] or wording.NO_DOCUMENT)}"), QUIET_INK)
    label.paragraph_format.keep_with_next = True
    quotation = document.add_paragraph(style="Quote")
    if passage["stem"]:
        color(quotation.add_run(f"{printable(passage['stem'])} "), QUIET_INK)
    for piece in passage["pieces"]:
        _write_piece(quotation, piece)
    for coding in passage["codings"]:
        line = document.add_paragraph(style="List Bullet")
        line.add_run(printable(coding["theme"])).bold = True
        words = f" Words: ‘{coding['evidence']}’." if coding["evidence"] else ""
        line.add_run(printable(f": {coding['decision']}. {coding['who']}{words}"))
    if not passage["codings"] and not passage["has_parts"]:
        document.add_paragraph(wording.NO_THEME, style="Quiet")


def _write_piece(quotation: Paragraph, piece: dict) -> None:
    run = quotation.add_run(printable(piece["text"]))
    if piece["marked"]:
        run.bold = True
        shade(run._r.get_or_add_rPr(), _EVIDENCE)
