import pandas as pd
import pytest

from scrlearn.checking.matrix import make_matrix
from scrlearn.errors import TableError

CODINGS = pd.DataFrame(
    [
        ["k:2", "voice", "applies"],
        ["k:2", "sleep", "check"],
        ["k:1", "voice", "does_not_apply"],
        ["k:1", "sleep", "applies"],
    ],
    columns=["passage_id", "theme_id", "decision"],
)


def test_what_applies_is_1_what_does_not_0_and_what_is_open_blank():
    matrix = make_matrix(CODINGS)
    assert matrix.astype("object").where(matrix.notna(), None).values.tolist() == [["k:2", 1, None], ["k:1", 0, 1]]
    assert list(matrix) == ["passage_id", "voice", "sleep"]


def test_no_codings_are_an_empty_matrix():
    assert make_matrix(CODINGS.iloc[:0]).empty


def test_codings_without_decisions_are_refused():
    with pytest.raises(TableError, match=r"codings: column \['decision'\] is missing"):
        make_matrix(CODINGS.drop(columns="decision"))
