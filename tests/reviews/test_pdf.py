import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrlearn.errors import DocumentError
from scrlearn.reviews.paragraphs import paragraphs_of
from scrlearn.reviews.pdf import read_pdf
from tests.pdf_material import file_of, lines_at, pdf_of, printed_pages, table_at, text_at

CHILD_K = Path(__file__).parents[2] / "data/hampshire/documents/hampshire-child-k-2017.txt"
SMALL = pdf_of([lines_at(["The ‘voice’ of the child is heard."])])
LOCKED = SMALL.replace(
    b"/Root 1 0 R",
    b"/Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >>"
    % (2 * (b"00" * 32,)),
)


XS = (72, 130, 300, 420)


def paragraph_texts(text):
    return [(paragraph.kind, paragraph.label, " ".join(paragraph.text.split())) for paragraph in paragraphs_of(text)]


def page_tree(*objects):
    """Write a PDF with these objects after its catalogue."""
    return file_of([b"<< /Type /Catalog /Pages 2 0 R >>", *objects])


def bomb(megabytes):
    """Write a small file whose page takes so many megabytes when it is unpacked."""
    return packed_page(zlib.compress(b" " * (megabytes << 20), 9), filters="/FlateDecode /FlateDecode")


def packed_page(drawing, *, filters="/FlateDecode"):
    packed = zlib.compress(drawing, 9)
    return page_tree(
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
        b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F 5 0 R >> >> /Contents 4 0 R >>",
        b"<< /Filter [%b] /Length %d >>\nstream\n%b\nendstream" % (filters.encode(), len(packed), packed),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    )


def test_a_page_becomes_text():
    assert read_pdf(SMALL) == "The ‘voice’ of the child is heard."


@pytest.mark.parametrize("lines_a_page", [12, 13, 20, 30])
def test_a_response_over_several_pages_has_the_paragraphs_of_its_plain_text(lines_a_page):
    text = CHILD_K.read_text(encoding="utf-8")
    pages = printed_pages(
        text, lines_a_page=lines_a_page, header="Hampshire Safeguarding Children Board", footer="Page #"
    )
    found = read_pdf(pdf_of(pages))
    assert len(pages) > 3
    assert paragraph_texts(found.replace("\n\n\f", "")) == paragraph_texts(text)


def test_a_hyphen_at_the_end_of_a_line_is_seen():
    lines = ["Working together for the safe-", "guarding of children: on safe-", "sleeping; safe-sleeping leaflets"]
    assert read_pdf(pdf_of([lines_at(lines)])) == (
        "Working together for the safeguarding of children: on safe-sleeping; safe-sleeping leaflets"
    )


@pytest.mark.parametrize(("turned", "step"), [("0 1 -1 0", (13, 0)), ("-1 0 0 -1", (0, 13)), ("0 -1 1 0", (-13, 0))])
def test_a_turned_page_is_read_in_its_own_direction(turned, step):
    lines = ["Health visitors ask about", "the baby"]
    drawing = "".join(
        text_at(300 + place * step[0], 400 + place * step[1], text, turned=turned) for place, text in enumerate(lines)
    )
    assert read_pdf(pdf_of([drawing])) == "Health visitors ask about the baby"


def test_a_watermark_is_left_out():
    watermark = text_at(200, 650, "DRAFT", size=60, turned="0.7 0.7 -0.7 0.7")
    assert read_pdf(pdf_of([watermark + lines_at(["To ask about", "the child"])])) == "To ask about the child"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7 rest", r"^is damaged, cut short or without pages; open it in a PDF program"),
        (SMALL[:200], r"^is damaged, cut short or without pages"),
        (pdf_of([]), r"^is damaged, cut short or without pages"),
        (LOCKED, r"^is locked with a password; save a copy without one, and read that instead\.$"),
        (
            pdf_of(["", lines_at(["A cover"]), ""]),
            r"^is a scanned PDF \(no text on 2 of 3 pages\); make its text readable first \(OCR\)\.$",
        ),
        (pdf_of([""] * 10_000), r"^has 10,000 pages and at most 2,000 can be read; split it\.$"),
        (page_tree(b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 5 >>"), r"^is damaged on page 1; open it in a PDF"),
        (
            page_tree(
                b"<< /Type /Pages /Kids [3 0 R] /Count 1999 >>",
                b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 1999 >>",
            ),
            r"^is damaged on page 1; open it in a PDF program",
        ),
    ],
    ids=["damaged", "cut short", "no pages", "locked", "scanned", "too long", "own child", "two that hold each other"],
)
def test_what_cannot_be_read_is_said_in_one_line(content, message):
    with pytest.raises(DocumentError, match=message) as error:
        read_pdf(content)
    assert "\n" not in str(error.value)
    assert str(error.value).endswith(".")


def test_reading_that_takes_too_long_is_stopped():
    with pytest.raises(DocumentError, match=r"^takes longer than 0\.001 seconds to read; open it in a PDF program"):
        read_pdf(SMALL, seconds=0.001)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to a limit of memory")
def test_a_bomb_brings_nothing_down_but_its_own_reader():
    with pytest.raises(DocumentError, match=r"^brings the PDF reader down .*; open it in a PDF program"):
        read_pdf(bomb(300), megabytes=300)


@pytest.mark.parametrize("drawn_as", [b"%d %d m %d %d l S\n", b"%d %d m %d %d l\n"], ids=["lines", "one long path"])
def test_a_drawing_of_a_million_lines_is_no_table(drawn_as):
    lines = b"".join(drawn_as % (place % 500, place % 800, place % 500 + 9, place % 800) for place in range(10**6))
    text = read_pdf(packed_page(text_at(72, 700, "A map").encode() + lines + b"S\n"), seconds=60)
    assert text == "A map"


def test_a_page_ruled_like_graph_paper_is_no_table():
    lines = b"".join(
        b"0 %d m 590 %d l S\n%d 0 m %d 840 l S\n" % (place, place, place, place) for place in range(0, 590, 5)
    )
    assert read_pdf(packed_page(text_at(72, 700, "A plan").encode() + lines), seconds=60) == "A plan"


def test_a_report_of_500_pages_is_read_in_little_memory():
    told = "\n\n".join(f"{CHILD_K.stem} {number}: " + "nobody asked the child. " * 60 for number in range(1, 1158))
    asked = [f"Recommendation {number}: The Board should ask what children say." for number in range(1, 11)]
    pages = printed_pages(
        told + "\n\n" + "\n\n".join(asked), header="The Board", footer="Page # of 500", lines_a_page=51
    )
    assert len(pages) == 500
    text = read_pdf(pdf_of(pages), megabytes=400)
    blocks = [block for block in text.split("\n\n") if block != "\f"]
    assert len(blocks) == 1167
    assert blocks[-10:] == asked
    assert text.count("\f") == 499


def test_letters_of_size_one_that_are_enlarged_are_read_as_others():
    drawing = "".join(
        f"BT /F 1 Tf 10 0 0 10 72 {700 - 13 * place} Tm ({text}) Tj ET\n"
        for place, text in enumerate(("Health visitors ask about the", "baby."))
    )
    assert read_pdf(pdf_of([drawing])) == "Health visitors ask about the baby."


@pytest.mark.parametrize("far", ["9" * 38, "9" * 60, "-" + "9" * 38, "0.000000001"])
def test_what_stands_beyond_all_measure_brings_nothing_down(far):
    lines = "".join(f"{far} {y} m 300 {y} l S {y} {far} m {y} 800 l S\n" for y in (100, 200, 300))
    strange = text_at(72, far, "far") + text_at(far, 600, "off") + text_at(72, 500, "huge", size=far)
    text = read_pdf(pdf_of([text_at(72, 700, "A plan") + lines + strange]))
    assert "A plan" in text


def test_the_raised_numbers_of_notes_are_left_out_and_the_notes_kept():
    drawing = text_at(72, 700, "Neglect") + text_at(114, 704, "2", size=6) + text_at(118, 700, " is harm, in 2018")
    note = text_at(72, 60, "2", size=5) + text_at(76, 57, "As the Act says.", size=8)
    assert read_pdf(pdf_of([drawing + note])) == "Neglect is harm, in 2018\n\n2 As the Act says."


def test_a_note_at_the_foot_of_a_page_breaks_no_sentence():
    body = "The Board asks every midwife in the county to visit the homes of babies and"
    note = text_at(72, 60, "1", size=5) + text_at(76, 57, "As the Act says.", size=8)
    pages = [lines_at([body] * 3) + note, lines_at(["of their brothers.", "", "Then it ends."])]
    assert read_pdf(pdf_of(pages)) == (
        f"{body} {body} {body} of their brothers.\n\n1 As the Act says.\n\n\f\n\nThen it ends."
    )


def test_a_mark_stands_where_a_page_ends_before_the_first_paragraph_that_begins_on_the_next():
    body = "The Board asks every midwife in the county to visit the homes of babies and"
    pages = [lines_at([body]), lines_at([body]), lines_at(["of others.", "", "It ends."]), "", lines_at(["Annex"])]
    text = read_pdf(pdf_of(pages))
    assert text == f"{body} {body} of others.\n\n\f\n\n\f\n\nIt ends.\n\n\f\n\n\f\n\nAnnex"
    assert 1 + text.count("\f", 0, text.index("Annex")) == 5


def test_the_rows_of_a_ruled_table_are_read_between_the_text_above_and_below():
    rows = [
        ("No", "Action", "Lead"),
        ("1", "Ask about safe-\nguarding.\nTell | record", "Police"),
        ("", "See fathers", ""),
    ]
    page = lines_at(["Action plan"]) + table_at(rows, XS, y=750) + lines_at(["Safeguarding is shared."], y=600)
    assert read_pdf(pdf_of([page])).split("\n\n") == [
        "Action plan",
        "| No | Action | Lead |",
        "| 1 | Ask about safeguarding.\nTell ¦ record | Police |",
        "| | See fathers | |",
        "Safeguarding is shared.",
    ]


@pytest.mark.parametrize("turn", ["0 1 -1 0 595 0", "0 -1 1 0 0 842", "-1 0 0 -1 595 842"])
def test_a_table_on_a_turned_page_is_read_in_its_own_direction(turn):
    table = table_at([("No", "Action", "Lead"), ("1", "Ask", "Police")], XS, y=500)
    assert read_pdf(pdf_of([f"{turn} cm\n{table}"])) == "| No | Action | Lead |\n\n| 1 | Ask | Police |"


def test_a_cell_over_several_rows_or_columns_is_read_once():
    box = (
        "72 700 m 400 700 l 400 640 l 72 640 l h S 200 700 m 200 640 l S 200 670 m 400 670 l S 300 670 m 300 640 l S\n"
    )
    words = [(80, 680, "Theme"), (210, 680, "Both"), (210, 650, "One"), (310, 650, "Two")]
    page = box + "".join(text_at(*word) for word in words)
    assert read_pdf(pdf_of([page])) == "| Theme | Both | |\n\n| | One | Two |"


def test_the_rows_between_shaded_rows_have_the_same_columns():
    shades = "".join(f"0.9 g {x} {y} 115 18 re f\n" for x in (72, 187, 302) for y in (700, 664, 628))
    rows = [("No", "Action", "Lead"), ("1", "Ask", "Police"), ("2", "See", "Board"), ("3", "Write it", "")]
    words = "".join(
        text_at(x, 705 - 18 * place, cell)
        for place, row in enumerate(rows)
        for x, cell in zip((76, 191, 306), row, strict=True)
        if cell
    )
    assert read_pdf(pdf_of([f"{shades} 0 g {words} 72 628 m 72 718 l S 417 628 m 417 718 l S"])).split("\n\n") == [
        "| No | Action | Lead |",
        "| 1 | Ask | Police |",
        "| 2 | See | Board |",
        "| 3 | Write it | |",
    ]


def test_a_table_over_pages_is_read_as_one():
    header = ("No", "Action", "Lead")
    rest = ("", "the baby sleeps\nat night", "")
    pages = [
        table_at([header, ("1", "Ask about the home", "Police"), ("2", "Ask where", "Nurses")], XS),
        table_at([header, rest, ("3", "Write it down", "Board")], XS),
        table_at([("4", "Tell families", "Board")], XS) + lines_at(["It ends."], y=600),
    ]
    assert read_pdf(pdf_of(pages)).split("\n\n") == [
        "| No | Action | Lead |",
        "| 1 | Ask about the home | Police |",
        "| 2 | Ask where the baby sleeps at night | Nurses |",
        "\f",
        "| 3 | Write it down | Board |",
        "\f",
        "| 4 | Tell families | Board |",
        "It ends.",
    ]


def test_a_row_that_may_be_new_stays_a_row_on_the_next_page():
    first = table_at([("No", "Action", "Lead"), ("1", "Ask.", "Police"), ("", "Tell.", "Police")], XS)
    second = table_at([("", "Write.", "Police"), ("2", "See.", "Board")], XS)
    assert read_pdf(pdf_of([first, second])).split("\n\n")[-4:] == [
        "| | Tell. | Police |",
        "\f",
        "| | Write. | Police |",
        "| 2 | See. | Board |",
    ]


def test_a_word_that_a_narrow_cell_cuts_in_two_is_whole():
    page = table_at([("Ref", "Recommend\nation"), ("1", "Must all\nask")], (72, 130, 130 + 4 + 54 + 5))
    assert read_pdf(pdf_of([page])) == "| Ref | Recommendation |\n\n| 1 | Must all ask |"


def test_boxes_underlines_and_shades_are_no_tables():
    box = "0.9 g 66 690 400 60 re f 66 690 400 60 re S 0 g\n"
    underline = "72 737 90 0.6 re f 180 737 60 0.6 re f\n"
    text = lines_at(["Key messages  for nurses", "", "Ask about fathers."], y=740)
    assert read_pdf(pdf_of([box + underline + text])) == "Key messages for nurses\n\nAsk about fathers."


def test_boxes_side_by_side_are_read_one_after_the_other():
    boxes = table_at([("Ask who\nlives at\nhome.", "Write\ndown the\nreply.")], (72, 200, 330))
    assert read_pdf(pdf_of([boxes])) == "Ask who lives at home.\n\nWrite down the reply."


def test_a_page_that_holds_a_table_alone_is_no_scan():
    page = table_at([("No", "Action"), ("1", "Ask")], (72, 130, 300))
    assert read_pdf(pdf_of([page])) == "| No | Action |\n\n| 1 | Ask |"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.binary(max_size=8)), min_size=1, max_size=8))
def test_a_file_with_other_bytes_in_it_is_text_or_a_document_error(changes):
    content = bytearray(SMALL)
    for place, other in changes:
        content[place : place + len(other)] = other
    try:
        text = read_pdf(bytes(content))
    except DocumentError as error:
        assert "\n" not in str(error)
        assert str(error).endswith(".")
    else:
        assert "\n\n\n" not in text
