import pandas as pd
import pytest

from scrlearn.neutral import as_told, neutralised


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_text_that_a_spreadsheet_would_take_for_a_formula_gets_a_mark_before_it(first):
    told = pd.DataFrame({"text": [f"{first}1+1", f"'{first}1", f"''{first}", f"a{first}", "'a", None]}, dtype="str")
    marked = neutralised(told)
    assert marked["text"].tolist()[:5] == [f"'{first}1+1", f"''{first}1", f"'''{first}", f"a{first}", "'a"]
    pd.testing.assert_frame_equal(as_told(marked), told)


def test_a_text_that_was_typed_without_a_mark_is_read_as_it_stands():
    typed = pd.DataFrame({"text": ["=briefed", "- listen", "'quoted'"]})
    pd.testing.assert_frame_equal(as_told(typed), typed)


def test_numbers_below_zero_and_whatever_is_no_text_stay_what_they_are():
    frame = pd.DataFrame({"score": [-0.5, 1], "n": pd.array([-1, None], dtype="Int64"), "any": [-1, True]})
    pd.testing.assert_frame_equal(neutralised(frame), frame)


def test_texts_among_other_things_and_names_of_groups_are_texts_too():
    frame = pd.DataFrame({"any": ["=1", -1], "group": pd.Categorical(["@a", "b"])})
    assert neutralised(frame).values.tolist() == [["'=1", "'@a"], [-1, "b"]]


def test_a_name_of_a_column_is_a_cell_too():
    frame = pd.DataFrame({"=cmd": ["a"], "text": ["b"]})
    assert list(neutralised(frame)) == ["'=cmd", "text"]
    assert list(as_told(neutralised(frame))) == ["=cmd", "text"]


def test_the_table_that_was_given_is_not_changed():
    frame = pd.DataFrame({"text": ["=1"]})
    neutralised(frame)
    assert frame["text"].tolist() == ["=1"]
