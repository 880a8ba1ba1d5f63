import pandas as pd
import pytest

from scrlearn.errors import TableError
from scrlearn.tables import TABLES
from scrlearn.validation import check_references, check_table, empty_table, require_columns


def answers(*pairs):
    return pd.DataFrame(list(pairs), columns=["response_id", "recommendation_id"])


def corrections(**changes):
    row = dict.fromkeys(TABLES["corrections"].columns)
    row |= {"passage_id": "k:1", "theme_id": "voice", "coder": "Ann", "decision": "applies"}
    rows = max((len(value) for value in changes.values()), default=1)
    return pd.DataFrame({name: changes.get(name, [value] * rows) for name, value in row.items()})


def test_a_value_that_is_not_allowed_is_named_with_its_rows_and_what_to_do():
    with pytest.raises(TableError) as refused:
        check_table(corrections(decision=["maybe", "applies", "maybe"]), "corrections", file="corrections.csv")
    assert str(refused.value) == (
        "corrections (corrections.csv): decision has ['maybe'] in rows 2 and 4; "
        "use one of applies, does_not_apply, unsure, withdrawn."
    )


def test_without_a_file_rows_are_named_by_their_index():
    with pytest.raises(TableError, match=r"corrections: decision has \['maybe'\] in index 1; use one of"):
        check_table(corrections(decision=["applies", "maybe"]), "corrections")


def test_every_fault_is_told_at_once():
    with pytest.raises(TableError) as refused:
        check_table(corrections(decision=["maybe"], coder=[None]), "corrections", file="c.csv")
    assert sorted(line.split(": ")[1].split(" ")[0] for line in str(refused.value).splitlines()) == [
        "coder",
        "decision",
    ]


def test_what_is_wrong_in_other_columns_is_told_beside_a_missing_column_and_a_repeated_key():
    with pytest.raises(TableError) as refused:
        check_table(
            corrections(decided_at=["2018", "2018"], decision=["maybe", "maybe"]).drop(columns="reason"),
            "corrections",
            file="c.csv",
        )
    assert [line.split(": ")[1].split("; ")[0] for line in str(refused.value).splitlines()] == [
        "column ['reason'] is missing",
        "decision has ['maybe'] in rows 2 and 3",
        "passage_id + theme_id + coder + decided_at has ['k:1, voice, Ann, 2018'] in rows 2 and 3",
    ]


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match=r"answers \(answers.csv\): column \['response_id'\] is missing; add it"):
        check_table(answers(("a", "b")).drop(columns="response_id"), "answers", file="answers.csv")


def test_a_key_that_occurs_twice_is_named_with_its_rows():
    with pytest.raises(TableError, match=r"response_id \+ recommendation_id has \['a, b'\] in rows 2 and 4; give each"):
        check_table(answers(("a", "b"), ("c", "d"), ("a", "b")), "answers", file="answers.csv")


def test_decisions_typed_by_hand_without_a_date_may_repeat():
    assert len(check_table(corrections(decision=["applies", "does_not_apply"]), "corrections")) == 2


def test_a_long_list_of_faults_is_cut_and_counted():
    with pytest.raises(TableError, match=r"in rows 2, 3, 4, 5, 6 and 2 more"):
        check_table(corrections(decision=["maybe"] * 7), "corrections", file="c.csv")


@pytest.mark.parametrize("date", ["19/04/2017", "2017-4", "2017-13", "2017-02-30", "Autumn 2018"])
def test_a_date_that_is_no_iso_date_is_refused(date):
    document = pd.DataFrame([dict.fromkeys(TABLES["documents"].columns)])
    document = document.assign(document_id="k/1", review_id="k", document_type="response", published_on=date)
    with pytest.raises(TableError, match=r"published_on has .* write dates as 2018, 2018-10 or 2018-10-04"):
        check_table(document, "documents")


def test_yes_and_no_may_be_written_in_several_ways():
    examples = pd.DataFrame({"example_id": list("abcd"), "applies": ["TRUE", "no", "1", "False"]})
    examples = examples.assign(theme_id="voice", text="x", reason="y")
    assert check_table(examples, "examples")["applies"].tolist() == [True, False, True, False]


def test_columns_of_ones_own_are_kept_after_the_declared_ones():
    checked = check_table(
        answers(("a", "b")).assign(note="mine")[["note", "response_id", "recommendation_id"]], "answers"
    )
    assert checked.columns.tolist() == ["response_id", "recommendation_id", "note"]


def test_a_row_that_names_what_is_not_there_is_refused():
    tables = {
        "responses": pd.DataFrame({"passage_id": ["k:1.response-1"]}),
        "recommendations": pd.DataFrame({"passage_id": ["k:1"], "part_of": [None]}),
        "answers": answers(("k:1.response-1", "k:1"), ("k:1.response-1", "k:2")),
    }
    with pytest.raises(TableError) as refused:
        check_references(tables)
    assert str(refused.value) == (
        "answers: recommendation_id has ['k:2'] in row 3; no row of recommendations has that passage_id."
    )


def test_a_column_that_a_function_needs_is_named_with_those_that_are_there():
    with pytest.raises(TableError, match=r"codings: column \['decision'\] is missing; it has \['theme_id'\]"):
        require_columns(pd.DataFrame({"theme_id": ["a"]}), "codings", ["theme_id", "decision"])


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_has_its_columns_and_types(table):
    frame = empty_table(table)
    assert frame.empty
    assert list(frame.columns) == list(TABLES[table].columns)
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        name: str(column.dtype).replace("string[python]", "str") for name, column in TABLES[table].columns.items()
    }


@pytest.mark.parametrize("table", TABLES)
def test_every_table_says_what_a_row_is_and_every_column_what_it_means(table):
    schema = TABLES[table]
    assert schema.description
    assert set(schema.metadata["key"]) <= set(schema.columns)
    assert [name for name, column in schema.columns.items() if not column.description] == []
