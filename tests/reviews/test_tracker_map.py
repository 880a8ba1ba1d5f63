import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrlearn.errors import CollectionError
from scrlearn.reviews.tracker_columns import TrackerColumns
from scrlearn.reviews.tracker_map import ColumnMap, load_maps, map_bytes, map_for


def columns(**roles: str) -> TrackerColumns:
    return TrackerColumns(0, tuple(roles), roles, 2.0)


def test_a_map_is_written_and_loaded_again(tmp_path):
    kept = ColumnMap("tracker", True, {'Said "Lead"\\\nor who': "lead", "Action": "action"})
    (tmp_path / "trackers.toml").write_bytes(map_bytes([], kept))
    assert load_maps(tmp_path) == [kept]


def test_a_collection_without_trackers_has_no_maps(tmp_path):
    assert load_maps(tmp_path) == []


def test_a_header_is_known_in_any_order_and_case_and_with_stray_cells():
    known = ColumnMap("tracker", True, {"Action": "action", "Who": "lead"})
    found = map_for([known], columns(WHO="ignore", action="action", **{"column F": "ignore"}), file_name="other")
    assert found == ColumnMap("tracker", True, {"WHO": "lead", "action": "action", "column F": "ignore"})


def test_a_new_header_has_a_key_of_its_own():
    known = ColumnMap("tracker", True, {"Action": "action"})
    assert map_for([known], columns(Action="action", Lead="lead"), file_name="Tracker").key == "tracker-2"


def test_a_confirmed_map_takes_the_place_of_its_older_self():
    known = ColumnMap("tracker", False, {"Action": "action"})
    found = tomllib.loads(map_bytes([known], known._replace(confirmed=True)).decode())
    assert found == {"tracker": {"confirmed": True, "columns": {"Action": "action"}}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[t]\nconfirmed = ", "cannot be read"),
        ("[t]\nconfirmed = true", r"\[t\] has no \[t.columns\]"),
        ('[t]\nconfirmed = "yes"\n[t.columns]\nA = "action"', "confirmed = 'yes'; write true or false"),
        ('[t.columns]\nA = "deed"', "gives column 'A' to 'deed'; use one of review, year"),
        ('[t.columns]\nA = "action"\nB = "due"\nC = "due"', "gives 'due' to several columns"),
        ('[t.columns]\nA = "lead"', "has no column for 'recommendation' or 'action'"),
    ],
)
def test_a_map_that_does_not_hold_together_is_refused(tmp_path, text, message):
    (tmp_path / "trackers.toml").write_text(text)
    with pytest.raises(CollectionError, match=message):
        load_maps(tmp_path)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.just("ignore")))
def test_any_column_name_is_kept_as_it_is(roles):
    kept = ColumnMap("t", False, roles)
    assert tomllib.loads(map_bytes([], kept).decode())["t"]["columns"] == roles
