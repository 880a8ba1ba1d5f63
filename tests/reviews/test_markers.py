import pytest

from scrlearn.reviews.markers import Marker, label_behind, marker_at


@pytest.mark.parametrize(
    ("line", "kind", "style", "label"),
    [
        ("Recommendation One: Ask", "item", "Recommendation 1:", "1"),
        ("1) Ask", "number", "1)", "1"),
        ("1. Ask", "number", "1.", "1"),
        ("(1) Ask", "number", "(1)", "1"),
        ("1.1 Ask", "number", "1.1", "1.1"),
        ("1.1.2 Ask", "number", "1.1.1", "1.1.2"),
        ("2(ii) Ask", "number", "2(ii)", "2(ii)"),
        ("a) Ask", "letter", "a)", "a"),
        ("(a) Ask", "letter", "(a)", "a"),
        ("i) Ask", "letter", "i)", "i"),
        ("• Ask", "bullet", "•", "•"),
        ("Board response: Yes", "reply", "Response:", ""),
        ("Lead: Police", "field", "Lead:", "lead"),
    ],
)
def test_a_marker_has_a_kind_a_style_and_a_label(line, kind, style, label):
    marker = marker_at(line, 0)
    assert (marker.kind, marker.style, marker.label) == (kind, style, label)


def test_a_bare_number_is_a_marker_only_where_a_paragraph_opens():
    assert marker_at("1 Ask", 0) is None
    assert marker_at("1 Ask", 0, opens=True) == Marker("number", "1 ", "1", 2)


@pytest.mark.parametrize("line", ["12 May was late", "3 children"])
def test_a_bare_number_before_a_month_or_a_small_letter_is_no_marker(line):
    assert marker_at(line, 0, opens=True) is None


def test_a_label_behind_a_number_is_the_marker():
    text = "8.2 Recommendation 1: Ask"
    assert label_behind(text, marker_at(text, 0)) == Marker("item", "Recommendation 1:", "1", 22, 4)


def test_a_number_without_a_label_behind_it_stays_the_marker():
    text = "8.2 Ask"
    assert label_behind(text, marker_at(text, 0)) == Marker("number", "1.1", "8.2", 4)
