import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.errors import CodebookError
from scrlearn.themes.matching import evidence_of, merged, sentences_of
from scrlearn.themes.patterns import compile_pattern


def found(pattern: str, text: str) -> list[str]:
    compiled = compile_pattern(pattern)
    return [text[start:end] for sentence in sentences_of(text) for start, end in compiled.places_in(sentence)]


def test_words_match_by_their_stem_and_side_by_side():
    text = "Sharing information is not to share the information."

    assert found("share information", text) == ["Sharing information"]


def test_a_hyphen_parts_two_words_in_text_and_pattern():
    assert found("whole family", "A whole-family plan.") == ["whole-family"]
    assert found("whole-family", "The whole family came.") == ["whole family"]


def test_curly_quotation_marks_and_possessives_do_not_hinder():
    assert found("child's voice", "The ‘child’s voice’ was heard.") == ["child’s voice"]


def test_an_exact_word_matches_in_that_form_only():
    assert found("=listened", "They listened; she listens.") == ["listened"]
    assert found("=co-sleeping", "Co-sleeping, or to co-sleep.") == ["Co-sleeping"]


def test_a_star_matches_any_word_that_begins_so():
    assert found("neglect*", "Neglected, neglectful and Neglect.") == ["Neglected", "neglectful", "Neglect"]


def test_alternatives_may_hold_several_words_and_one_another():
    pattern = "(child|young (person|adult)) (view|wish)|voice"

    assert found(pattern, "Child views and a young person's wishes.") == ["Child views", "young person's wishes"]
    assert found(pattern, "Her voice.") == ["voice"]


def test_words_in_square_brackets_may_be_there_or_not():
    assert found("see [each|the] child", "See the child. See each child. See child. See a child.") == [
        "See the child",
        "See each child",
        "See child",
    ]


def test_a_gap_is_of_up_to_four_words_or_as_many_as_it_says():
    four, five = "share one two three four information", "share one two three four five information"

    assert found("share .. information", four) == [four]
    assert found("share .. information", five) == []
    assert found("share ..5 information", five) == [five]
    assert found("share .. information", "share information") == ["share information"]


def test_near_is_in_either_order_within_eight_words_or_as_many_as_it_says():
    assert found("father ~ safe sleep", "Safe sleep for fathers.") == ["Safe sleep for fathers"]
    assert found("father ~ safe sleep", "Fathers hear of safe sleep.") == ["Fathers hear of safe sleep"]
    assert found("a ~ z", "a 1 2 3 4 5 6 7 8 z") == ["a 1 2 3 4 5 6 7 8 z"]
    assert found("a ~ z", "a 1 2 3 4 5 6 7 8 9 z") == []
    assert found("a ~9 z", "z 1 2 3 4 5 6 7 8 9 a") == ["z 1 2 3 4 5 6 7 8 9 a"]


@pytest.mark.parametrize("pattern", ["ask children", "ask .. children", "ask ..50 children", "ask ~50 children"])
def test_nothing_matches_across_the_end_of_a_sentence_or_line(pattern):
    assert found(pattern, "They did not ask. Children waited.") == []
    assert found(pattern, "They did not ask\nChildren waited") == []


def test_near_binds_more_loosely_than_words_and_more_tightly_than_alternatives():
    assert found("bed sharing ~ baby|cot", "The cot. A baby and bed sharing. A baby in bed.") == [
        "cot",
        "baby and bed sharing",
    ]


def test_matches_do_not_overlap_and_each_is_the_shortest_from_its_start():
    assert found("a .. b", "a x b b a b") == ["a x b", "a b"]


def test_many_gaps_on_a_long_text_still_find_the_one_match():
    pattern = "a .. a ..50 a .. a .. a ..50 a .. a .. a .. a ..50 a .. b"
    text = "a " * 3000 + "b"

    (match,) = found(pattern, text)
    assert match.endswith("b")
    assert found(pattern.replace("b", "c"), text) == []


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("", "at character 1, a word is missing"),
        ("share (information", r'at character 7, "\(" is never closed; add "\)"'),
        ("share [information", r'at character 7, "\[" is never closed; add "\]"'),
        ("(child]", r'at character 1, "\(" is never closed'),
        ("child)", r'at character 6, "\)" closes nothing'),
        ("child||voice", "at character 7, a word is missing"),
        ("() child", "at character 2, a word is missing"),
        ("child &voice", 'at character 7, "&" means nothing here'),
        (".. child", "at character 9, a gap needs a word on both sides"),
        ("(child ..) voice", "at character 10, a gap needs a word on both sides"),
        ("child ..99 voice", "at character 7, ..99 is too near or too far; use 1 to 50"),
        ("child ~0 voice", "at character 7, ~0 is too near or too far; use 1 to 50"),
        ("child ~", "at character 8, a word is missing"),
        ("a ~ b ~ c", "at character 3, one ~ cannot hold another"),
        ("(a ~ b) ~ c", "at character 9, one ~ cannot hold another"),
        ("[a] ~ b", "at character 5, ~ needs a word that has to be there on both sides"),
        ("[the] [child]", "nothing in it has to be there"),
        ("(" * 30 + "a" + ")" * 30, "at character 21, more than 20 brackets inside one another"),
    ],
)
def test_a_pattern_that_does_not_parse_says_where_and_why(pattern, message):
    with pytest.raises(CodebookError, match=message):
        compile_pattern(pattern)


def test_the_message_names_the_pattern():
    with pytest.raises(CodebookError, match=r"pattern 'share \(it': "):
        compile_pattern("share (it")


@given(st.text(alphabet="ab .~|()[]=*-'’3%", max_size=25))
def test_a_malformed_pattern_raises_only_a_codebook_error(pattern):
    try:
        compiled = compile_pattern(pattern)
    except CodebookError:
        return
    assert all(start < end for sentence in sentences_of("a b a-b b.") for start, end in compiled.places_in(sentence))


@settings(max_examples=50)
@given(st.lists(st.sampled_from(["ask", "the", "child", ".", "\n"]), max_size=30))
def test_a_pattern_is_in_a_sentence_exactly_when_it_has_a_place_there(words):
    pattern = compile_pattern("ask .. child|(the ~3 ask) [child]|chi*")

    for sentence in sentences_of(" ".join(words)):
        assert pattern.is_in(sentence) == bool(pattern.places_in(sentence))


def test_overlapping_places_are_merged_and_neighbours_are_not():
    assert merged([(5, 9), (0, 4), (7, 12), (12, 14)]) == [(0, 4), (5, 12), (12, 14)]


def test_evidence_is_the_words_as_printed_in_the_order_of_the_text():
    assert evidence_of("See the Child, alone.", [(15, 20), (4, 13), (0, 7)]) == "See the Child … alone"
    assert evidence_of("See the child.", []) is None
