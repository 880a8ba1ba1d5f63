"""The Word document, as python-docx and LibreOffice read it."""

import io
import shutil
import subprocess
from zipfile import ZipFile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from scrlearn.export.word import render_word, write_word
from tests.export.material import SHOWN, confirmed, report_of

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
HEADINGS = [
    "In brief",
    *(section.heading for section in SHOWN),
    "How this was made, and what it cannot say",
    "What needs a person",
    "Annex: every coding, with its evidence",
]


@pytest.fixture(scope="module")
def content():
    return render_word(report_of())


@pytest.fixture(scope="module")
def document(content):
    return docx.Document(io.BytesIO(content))


def styled(document, style):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def header_of(document):
    return document.sections[0].header.paragraphs[0].text


def test_headings_are_headings_and_are_numbered_by_their_style(document):
    assert styled(document, "Title") == ["Learning & <reviews>"]
    assert styled(document, "Heading 1") == HEADINGS
    assert styled(document, "Heading 2") == ["Child K, North, 2017", "Child A, North, 2018"]
    numbered = [document.styles[name].element.pPr.numPr for name in ("Heading 1", "Heading 2")]
    assert [properties.ilvl.val for properties in numbered] == [0, 1]
    assert numbered[0].numId.val == numbered[1].numId.val > 0


def test_the_table_of_contents_leads_to_every_heading(document):
    entries = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "toc 1"]
    assert ["".join(text.text or "" for text in entry._p.iter(qn("w:t"))) for entry in entries] == [
        f"{number} {heading}" for number, heading in enumerate(HEADINGS, start=1)
    ]
    targets = [link.get(qn("w:anchor")) for entry in entries for link in entry._p.iter(qn("w:hyperlink"))]
    marks = [mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
    assert targets == marks


def test_captions_are_numbered_without_updating_any_field(document):
    assert styled(document, "Caption")[:4] == [
        "Figure 1. Reviews whose recommendations raise each theme",
        "Table 1. Reviews whose recommendations raise each theme",
        "Figure 2. Reviews whose recommendations raise each theme, by partnership",
        "Table 2. Reviews whose recommendations raise each theme, by partnership",
    ]
    instructions = [field.text.strip() for field in document.element.body.iter(qn("w:instrText"))]
    assert instructions[:3] == ['TOC \\o "1-1" \\n \\h', "SEQ Figure \\* ARABIC", "SEQ Table \\* ARABIC"]


def test_every_picture_has_a_text_alternative(document):
    alternatives = [picture._inline.docPr.get("descr") for picture in document.inline_shapes]
    assert len(alternatives) == len(SHOWN)
    assert "Voice of the child: 1 of 2 reviews" in alternatives[0]
    assert [words for words in alternatives if not words or "\n" in words] == []


def test_every_table_has_one_header_row_that_is_marked_and_repeated(document):
    assert len(document.tables) == len(SHOWN) + 3
    for table in document.tables:
        marked = [place for place, row in enumerate(table.rows) if row._tr.trPr.find(qn("w:tblHeader")) is not None]
        assert marked == [0]
        assert {len(row.cells) for row in table.rows} == {len(table.columns)}
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["Voice of the child", "1", "2", "1", "0", "1"]


def test_draft_stands_in_the_header_of_every_page_until_all_is_confirmed(document):
    assert header_of(document) == "DRAFT: 1 of 3 codings confirmed by a person."
    assert [section.header.is_linked_to_previous for section in document.sections[1:]] == [True, True]
    assert not document.sections[0].different_first_page_header_footer
    final = docx.Document(io.BytesIO(render_word(report_of(confirmed()))))
    assert header_of(final) == "Learning & <reviews>"
    assert [paragraph.text for paragraph in final.paragraphs if "DRAFT" in paragraph.text] == []


def test_pages_are_numbered_and_the_notice_stands_on_each(document):
    footer = document.sections[0].footer.paragraphs[0]
    assert footer.text == "Illustrative data. Page 1 of 1"
    assert [field.text.strip() for field in footer._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_the_document_names_its_title_and_its_language(document):
    properties = document.core_properties
    assert (properties.title, properties.language) == ("Learning & <reviews>", "en-GB")
    languages = {language.get(qn("w:val")) for language in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_the_annex_quotes_each_passage_with_its_place_and_marks_the_evidence(document):
    quotations = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "Quote"]
    assert [quotation.text for quotation in quotations] == [
        "Hear the <b>child</b> & write it down.",
        "@All staff hear children.",
        "=SUM(A1:A9) is what  the form must not say.",
    ]
    assert [[run.text for run in quotation.runs if run.bold] for quotation in quotations] == [
        ["Hear the"],
        ["hear children"],
        ["form"],
    ]
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "Recommendation 1 Response to Child K, page 4" in texts
    assert "Recommendation 2 no document recorded" in texts
    assert "Voice of the child: applies. Decided by a person: Ann: applies. Words: ‘Hear the’." in texts
    assert "No recommendations or responses. The review is counted in every denominator." in texts


def test_a_table_too_wide_for_the_page_is_laid_on_its_side(document):
    assert [section.orientation for section in document.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    for table, room in zip(document.tables[:5], (16, 16, 16, 16, 24.7), strict=True):
        assert sum(column.width.cm for column in table.columns) == pytest.approx(room, abs=0.1)


def test_a_table_of_many_rows_stands_in_an_annex():
    report = report_of(sections=SHOWN[:1])
    part = report.sections[0]
    longer = part._replace(shown=part.shown._replace(rows=part.shown.rows * 20))
    document = docx.Document(io.BytesIO(render_word(report._replace(sections=[longer]))))
    assert styled(document, "Heading 1")[-2:] == ["Annex: the longer tables", "Annex: every coding, with its evidence"]
    assert "The numbers are under ‘Annex: the longer tables’." in styled(document, "Quiet")
    assert len(document.tables[-1].rows) == 41


def test_a_section_with_nothing_to_show_says_so():
    report = report_of(sections=SHOWN[:1])
    part = report.sections[0]
    empty = part._replace(source=part.source.head(0), words="", shown=part.shown._replace(rows=[]))
    document = docx.Document(io.BytesIO(render_word(report._replace(sections=[empty]))))
    assert "Nothing of this kind was found in the reviews that were counted." in styled(document, "Normal")
    assert len(document.inline_shapes) == 0


def test_the_same_report_gives_the_same_bytes_and_no_time_is_in_them(content):
    assert render_word(report_of()) == content
    with ZipFile(io.BytesIO(content)) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"<dcterms:" not in package.read("docProps/core.xml")


def test_it_is_written_where_it_is_asked_for(content, tmp_path):
    assert write_word(report_of(), tmp_path / "new" / "r.docx").read_bytes() == content


@pytest.mark.skipif(
    OFFICE is None or not shutil.which("pdftotext"), reason="no LibreOffice, or nothing to read PDF with"
)
def test_libreoffice_shows_every_heading_caption_and_figure(content, tmp_path):
    (tmp_path / "r.docx").write_bytes(content)
    arguments = [f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([OFFICE, *arguments, "--outdir", tmp_path, tmp_path / "r.docx"], check=True, capture_output=True)
    shown = subprocess.run(["pdftotext", tmp_path / "r.pdf", "-"], check=True, capture_output=True, text=True).stdout
    words, document = " ".join(shown.split()), docx.Document(io.BytesIO(content))
    headings = [f"{number} {heading}" for number, heading in enumerate(styled(document, "Heading 1"), start=1)]
    headings += [
        f"{len(HEADINGS)}.{number} {name}" for number, name in enumerate(styled(document, "Heading 2"), start=1)
    ]
    assert [text for text in [*headings, *styled(document, "Caption")] if text not in words] == []
    assert shown.count("DRAFT: 1 of 3 codings") == shown.count("\f")
    listed = subprocess.run(
        ["pdfimages", "-list", tmp_path / "r.pdf"], check=True, capture_output=True, text=True
    ).stdout
    assert sum(line.split()[2:3] == ["image"] for line in listed.splitlines()) == len(SHOWN)
