import pytest

from scrlearn.words import sentence_ends, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("‘voice’ and 'voice'", ["voice", "and", "voice"]),
        ("the child's, the child’s", ["the", "child", "the", "child"]),
        ("safe-sleeping", ["safe", "sleeping"]),
        ("don’t", ["don't"]),
        ("4LSCB, 2017–2019", ["4lscb", "2017", "2019"]),
        ("", []),
    ],
)
def test_quotation_marks_possessives_and_hyphens_are_evened_out(text, words):
    assert [word.word for word in words_of(text)] == words


def test_every_word_knows_its_place():
    text = "The ‘whole-family’ approach."
    assert [text[word.start : word.end] for word in words_of(text)] == ["The", "whole", "family", "approach"]


def test_sentences_end_at_stops_and_lines_but_not_inside_numbers():
    assert sentence_ends("It is 1.5 km. Is it?\nYes") == [12, 19, 20]
