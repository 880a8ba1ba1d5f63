import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.errors import TableError
from scrlearn.files import csv_bytes, read_csv
from scrlearn.learning import meanings
from scrlearn.learning.meanings import shared_places, terms_of


@pytest.fixture
def other_meanings(tmp_path, monkeypatch):
    """Read meanings from a file of one's own."""
    caches = (meanings._meanings, meanings._sizes)

    def use(rows):
        file = tmp_path / "meanings.csv"
        file.write_bytes(csv_bytes(pd.DataFrame(rows, columns=["meaning", "terms"])))
        monkeypatch.setattr(meanings, "_MEANINGS", file)
        for cache in caches:
            cache.cache_clear()

    yield use
    for cache in caches:
        cache.cache_clear()


def test_two_wordings_of_one_thing_share_a_meaning_and_no_word():
    shared = set(terms_of("He did not attend.")) & set(terms_of("She was not brought."))
    assert shared == {"=missed appointments"}


def test_the_longest_phrase_is_read_first_and_its_words_no_more(other_meanings):
    other_meanings([["homeless", "sofa surfing"], ["furniture", "sofa;bed"], ["sport", "surfing"]])
    assert terms_of("sofa surfing") == {"=homeless": 1, "sofa": 0.4, "surf": 0.4}


def test_a_word_of_several_meanings_weighs_less_for_each(other_meanings):
    other_meanings([["child", "kid;child"], ["goat", "kid"]])
    assert terms_of("kid") == pytest.approx({"=child": 2**-0.25, "=goat": 2**-0.25, "kid": 0.4})


def test_what_is_said_twice_weighs_more_but_not_twice_as_much(other_meanings):
    other_meanings([["child", "kid;child"]])
    assert terms_of("The child is a kid.") == pytest.approx({"=child": 2**0.5, "child": 0.4, "kid": 0.4})


def test_quotation_marks_possessives_and_endings_make_no_other_word():
    assert set(terms_of("Fathers’ visit")) == set(terms_of("father's visits"))


def test_words_that_say_nothing_have_no_terms():
    assert terms_of("It was what they had been to.") == {}
    assert terms_of("") == {}


def test_a_meaning_that_stands_twice_is_refused(other_meanings):
    other_meanings([["child", "kid"], ["child", "boy"]])
    with pytest.raises(TableError, match=r"meanings\.csv: a meaning stands there twice"):
        terms_of("kid")


def test_every_meaning_that_ships_gathers_several_wordings_each_once():
    rows = read_csv(meanings._MEANINGS)
    listed = rows["terms"].str.split(";")
    assert rows["meaning"][listed.str.len() < 2].tolist() == []
    assert [terms for terms in listed if len(set(terms)) < len(terms)] == []


def test_shared_places_are_words_and_phrases_that_say_the_same():
    text = "Hospitals must chase a child who is not brought to a scan."
    places = shared_places(text, "The boy did not attend the ward for the scan.")
    assert [text[start:end] for start, end in places] == ["Hospitals", "child", "not brought", "scan"]


@settings(deadline=None)
@given(st.text(max_size=80))
def test_every_place_lies_in_the_text_and_a_text_shares_all_it_says_with_itself(text):
    places = shared_places(text, text)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert bool(places) == bool(terms_of(text))
