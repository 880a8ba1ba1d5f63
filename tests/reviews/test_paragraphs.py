import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.reviews.paragraphs import Paragraph, paragraphs_of

PIECES = st.sampled_from(
    [
        *("Recommendation 1:", "1)", "2.", "(3)", "a)", "(ii)", "-", "–", "•", "٣)"),
        *("\n", "\n\n", " ", "\t", "\f", "\u2028", "\xa0"),
        *("Recommendations:", "Staff should:", "HSCB will review it.", "Published 21 June 2017", "x" * 130),
    ]
)


def texts(text):
    return [paragraph.text for paragraph in paragraphs_of(text)]


def test_blank_lines_part_paragraphs_and_single_line_ends_do_not():
    assert texts("One\nand the same.\n \t\nAnother.") == ["One\nand the same.", "Another."]


def test_a_paragraph_knows_its_place_without_its_marker():
    text = "\n  3)  To promote awareness \n\nAgreed."
    assert paragraphs_of(text) == [
        Paragraph("To promote awareness", 7, 27, "number", "1)", "3", "3)"),
        Paragraph("Agreed.", 30, 37),
    ]


@pytest.mark.parametrize(
    ("line", "kind", "style", "label"),
    [
        ("12) x", "number", "1)", "12"),
        ("1)x", "number", "1)", "1"),
        ("1. x", "number", "1.", "1"),
        ("(1) x", "number", "(1)", "1"),
        ("Recommendation 1: x", "item", "Recommendation 1:", "1"),
        ("RECOMMENDATION 2 – x", "item", "Recommendation 1:", "2"),
        ("R3. x", "item", "Recommendation 1:", "3"),
        ("b) x", "letter", "a)", "b"),
        ("(b) x", "letter", "(a)", "b"),
        ("b. x", "letter", "a.", "b"),
        ("ii) x", "letter", "i)", "ii"),
        ("- x", "bullet", "-", "-"),
        ("–\tx", "bullet", "-", "–"),
        ("-x", "bullet", "-", "-"),
        ("• x", "bullet", "•", "•"),
        ("○ x", "bullet", "◦", "○"),
    ],
)
def test_a_marker_starts_a_paragraph(line, kind, style, label):
    first, second = paragraphs_of(f"Before\n{line}")
    assert first == Paragraph("Before", 0, 6)
    assert second == Paragraph(
        "x", 7 + line.index("x"), 7 + len(line), kind, style, label, line[: line.index("x")].strip()
    )


@pytest.mark.parametrize(
    "line",
    [
        "1.5 million",
        "2017 was",
        "(2018) was",
        "(1)(e) and",
        "(2), of",
        "i.e. x",
        "A. Moss",
        "-5 degrees",
        "Recommendation 1 was",
    ],
)
def test_a_line_that_only_looks_like_a_marker_goes_on(line):
    assert texts(f"Before\n{line}") == [f"Before\n{line}"]


def test_a_marker_that_stands_alone_belongs_to_the_next_paragraph():
    assert paragraphs_of("2)\n\nThe Board should listen.") == [
        Paragraph("The Board should listen.", 4, 28, "number", "1)", "2", "2)")
    ]


def test_a_label_that_stands_alone_is_a_paragraph():
    label, text = paragraphs_of("Recommendation 2\n\nThe Board should listen.")
    assert label == Paragraph(*("Recommendation 2", 0, 16, "item"), "Recommendation 1:", "2", "Recommendation 2")
    assert label.is_alone
    assert text == Paragraph("The Board should listen.", 18, 42)


def test_in_a_text_of_long_lines_each_line_is_a_paragraph():
    long = "The Board has reviewed its training. " * 5
    assert texts(f"1) To listen;\n{long}\n{long}\n") == ["To listen;", long.strip(), long.strip()]


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=10), max_size=30).map("".join))
def test_every_paragraph_is_its_place_in_the_text(text):
    paragraphs = paragraphs_of(text)
    end = 0
    for paragraph in paragraphs:
        around = "\n" if paragraph.kind == "row" else None  # a row may begin with blank cells
        assert paragraph.text == text[paragraph.start : paragraph.end] == paragraph.text.strip(around) != ""
        assert paragraph.start >= end
        end = paragraph.end
