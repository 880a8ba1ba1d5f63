"""Words broken into lines, and words made from numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.charts.style import text_width, wrap
from scrlearn.charts.words import describe_count, join_words, name_of

WORDS = st.lists(st.text("abcdefghijklmnop-WM", min_size=1, max_size=40), max_size=12).map(" ".join)


@settings(max_examples=50, deadline=None)
@given(text=WORDS, width=st.integers(30, 400))
def test_wrapping_loses_no_letter_and_no_line_is_too_wide(text, width):
    wrapped = wrap(text, width)
    assert "".join(wrapped.split()) == "".join(text.split())
    assert all(text_width(line) <= width for line in wrapped.split("\n"))


def test_lines_are_about_equally_long():
    assert wrap("Voice of the child is raised most often: in 18 of 32 reviews", 280).split("\n") == [
        "Voice of the child is raised most",
        "often: in 18 of 32 reviews",
    ]


def test_a_word_is_not_broken_to_make_lines_equally_long():
    assert wrap("Whole-family approach", 90).split("\n") == ["Whole-family", "approach"]


def test_a_number_stays_with_what_it_counts():
    assert wrap("Reviews by their date; 25 of 32 reviews, 2009 to 2025", 150).split("\n") == [
        "Reviews by their date;",
        "25 of 32 reviews,",
        "2009 to 2025",
    ]


def test_a_word_longer_than_a_line_is_broken():
    assert wrap("Safeguarding", 40).count("\n") == 1


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((7, 27, 3, 2), "7 of 27 reviews, 3 of them confirmed by a person, 2 more to check"),
        ((7, 27, 0, 0), "7 of 27 reviews, none of them confirmed by a person"),
        ((7, 27, 7, 0), "7 of 27 reviews, all of them confirmed by a person"),
        ((1, 2, 1, 0), "1 of 2 reviews, confirmed by a person"),
        ((1, 2, 0, 1), "1 of 2 reviews, not confirmed by a person, 1 more to check"),
        ((0, 27, 0, 2), "0 of 27 reviews, 2 to check"),
        ((1, 1, 1, 0), "1 of 1 review, confirmed by a person"),
    ],
)
def test_a_count_is_said_in_words(counts, words):
    assert describe_count(*counts) == words


def test_a_key_in_small_letters_is_shown_as_words_and_a_name_as_it_is():
    assert [name_of(label) for label in ["rapid_review", "2017-18", "Early Help Board", "undated"]] == [
        "Rapid review",
        "2017-18",
        "Early Help Board",
        "Undated",
    ]


def test_words_are_joined_as_a_sentence_does():
    assert [join_words(words) for words in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
