import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrlearn.errors import CollectionError
from scrlearn.runs.kept import Kept
from scrlearn.runs.pieces import fetch_table, keep_table, list_pieces
from scrlearn.validation import check_table
from tests.runs.test_kept import alter

CODINGS = pd.DataFrame(
    {
        "passage_id": ["a:1", "b:1", "a:2"],
        "theme_id": "sleep",
        "decision": ["applies", "check", "does_not_apply"],
        "decided_by": ["person", "rule", "model"],
        "confirmed": [True, False, False],
        "score": [None, None, 0.1 + 0.2],
        "evidence": ['said "no"', "two\r\nlines", None],
        "spans": None,
        "rule_ids": None,
        "reason": ["a,b", "one\rtwo\nthree ", "None"],
    }
)
# Whatever a file in UTF-8 can hold; an empty cell is blank in every table.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1) | st.sampled_from(
    ["\r", "\n", '"', '""', ",", "\ufeff", " ", "NA", "None", "nan", "\u2028"]
)


@pytest.fixture
def kept(tmp_path):
    with Kept(tmp_path) as kept:
        yield kept


def codings(rows):
    columns = ["decision", "confirmed", "score", "evidence", "reason"]
    made = pd.DataFrame(rows, columns=columns, index=pd.RangeIndex(len(rows)))
    named = {"passage_id": [f"a:{number}" for number in range(len(rows))], "theme_id": "sleep", "decided_by": "model"}
    return check_table(made.assign(**named, spans=None, rule_ids=None), "codings")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["applies", "check", "does_not_apply"]),
            st.booleans(),
            st.none() | st.floats(0, 1),
            st.none() | TEXTS,
            st.none() | TEXTS,
        ),
        max_size=6,
    ),
    st.data(),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_table_comes_back_as_it_was_cut_or_whole(kept, rows, data):
    table = codings(rows)
    labels = data.draw(st.none() | st.lists(st.sampled_from(["a", "b"]), min_size=len(rows), max_size=len(rows)))
    listed = keep_table(kept, table, None if labels is None else pd.Series(labels, dtype="str"))
    pd.testing.assert_frame_equal(fetch_table(kept, listed, "codings"), table)


def test_rows_in_a_row_of_the_same_review_are_a_piece(kept):
    table = check_table(CODINGS, "codings")
    listed = keep_table(kept, table, pd.Series(["a", "b", "a"]))
    assert [piece[0] for piece in list_pieces(kept, listed)] == ["a", "b", "a"]
    adjacent = keep_table(kept, table, pd.Series(["a", "b", "b"]))
    assert [piece[0] for piece in list_pieces(kept, adjacent)] == ["a", "b"]
    pd.testing.assert_frame_equal(fetch_table(kept, listed, "codings"), table)


def test_the_same_rows_have_the_same_fingerprint_and_others_have_another(kept):
    table = check_table(CODINGS, "codings")
    assert keep_table(kept, table) == keep_table(kept, table.copy())
    others = [table.iloc[::-1], table.iloc[:2], table.assign(reason="a,b"), table.assign(confirmed=False)]
    assert len({keep_table(kept, other) for other in [table, *others]}) == 5


def test_what_stays_the_same_is_kept_once(kept):
    table = check_table(CODINGS, "codings")
    labels = pd.Series(["a", "b", "c"])
    before = keep_table(kept, table, labels)
    after = keep_table(kept, table.assign(reason=["new", *table["reason"][1:]]), labels)
    pieces = [[piece[1] for piece in list_pieces(kept, listed)] for listed in (before, after)]
    assert [one == other for one, other in zip(*pieces, strict=True)] == [False, True, True]


def test_a_table_of_which_a_piece_is_gone_is_refused(tmp_path, kept):
    listed = keep_table(kept, check_table(CODINGS, "codings"), pd.Series(["a", "b", "c"]))
    alter(tmp_path, "DELETE FROM contents WHERE fingerprint = ?", list_pieces(kept, listed)[1][1])
    with pytest.raises(CollectionError, match=r"kept\.sqlite: what this run rested on is gone or damaged"):
        fetch_table(kept, listed, "codings")
