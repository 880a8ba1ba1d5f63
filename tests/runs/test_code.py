import threading
from pathlib import Path

import pandas as pd
import pytest
from joblib import parallel_config

from scrlearn.errors import FileError, TableError
from scrlearn.runs.code import code_batches, code_table, read_passages
from scrlearn.themes.codebook import load_codebook

REWORDED = Path(__file__).parents[1] / "material" / "reworded.csv"


def write(tmp_path, text):
    file = tmp_path / "passages.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_table_with_nothing_but_texts_is_numbered_as_excel_numbers_its_rows(tmp_path):
    passages = read_passages(write(tmp_path, "text\nHear her.\n\nSee him.\n"))
    assert passages["passage_id"].tolist() == ["2", "4"]
    assert passages["stem"].isna().all()


def test_a_table_of_ones_own_is_read_as_it_stands(tmp_path):
    assert read_passages(write(tmp_path, "text\n'=quoted\n=not\n"))["text"].tolist() == ["'=quoted", "=not"]


def test_columns_may_be_named(tmp_path):
    file = write(tmp_path, "ref,lead_in,words\nR1,Staff should:,hear her.\n")
    passages = read_passages(file, text="words", passage_id="ref", stem="lead_in")
    assert passages.values.tolist() == [["R1", "Staff should:", "hear her."]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("words\nHear her.\n", r"column \['text'\] is missing"),
        ("id,text\n1,Hear her.\n2,\n", r"text is blank in row 3; fill it in, or leave the row out"),
        (f"text\n{'word ' * 20_000}\n", r"text has more than 20,000 characters in row 2; cut it into passages"),
        ("id,text\n1,a\n1,b\n", r"id repeats an earlier one in row 3; give each row its own"),
    ],
)
def test_a_table_that_cannot_be_coded_gets_one_clear_line(tmp_path, content, message):
    with pytest.raises(TableError, match=message):
        read_passages(write(tmp_path, content))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileError, match=r"gone\.csv: cannot be read"):
        read_passages(tmp_path / "gone.csv")


@pytest.fixture(scope="module")
def passages():
    frame = pd.read_csv(REWORDED).drop_duplicates("passage_id")
    return frame[["passage_id", "stem", "text"]].reset_index(drop=True)


@pytest.fixture(scope="module")
def asked(passages):
    return pd.concat(code_table(passages))


@pytest.fixture(scope="module")
def forced(passages):
    return pd.concat(code_table(passages, ask=False))


def test_every_cell_is_coded_in_the_order_of_the_table(asked, passages):
    assert asked["passage_id"].drop_duplicates().tolist() == passages["passage_id"].tolist()
    assert len(asked) == len(passages) * 4


def test_without_checks_every_cell_has_an_answer_and_only_doubtful_ones_differ(asked, forced):
    assert set(forced["decision"]) == {"applies", "does_not_apply"}
    doubtful = (asked["decision"] == "check").to_numpy()
    assert doubtful.any()
    assert (asked["decision"].to_numpy() == forced["decision"].to_numpy())[~doubtful].all()


def test_a_codebook_that_ships_can_be_named():
    example = load_codebook("sub_themes").examples.query("applies").iloc[0]
    texts = pd.DataFrame({"passage_id": ["1"], "stem": [None], "text": [example["text"]]})
    codings = pd.concat(code_table(texts, codebook="sub_themes"))
    assert example["theme_id"] in codings.query("decision == 'applies'")["theme_id"].tolist()
    assert set(codings["decided_by"]) == {"rule"}


class NamesItsThread:
    """Stands in for a coder, and says where it worked."""

    def code(self, batch, *, ask):
        return batch.assign(thread=threading.current_thread().name)


def batches(*sizes):
    return (pd.DataFrame({"batch": [number] * size}) for number, size in enumerate(sizes))


def threads(*sizes):
    return {name for codings in code_batches(NamesItsThread(), batches(*sizes)) for name in codings["thread"]}


def test_batches_come_back_one_by_one_in_their_order():
    codings = list(code_batches(NamesItsThread(), batches(2, 0, 1)))
    assert [batch["batch"].tolist() for batch in codings] == [[0, 0], [], [2]]


def test_a_small_table_is_coded_here_and_a_large_one_wherever_joblib_says():
    here = {threading.current_thread().name}
    assert threads(5000, 5000) == here
    with parallel_config(backend="threading", n_jobs=1):
        assert threads(5000, 5001) == here
    with parallel_config(backend="threading", n_jobs=2):
        assert threads(1, 1).isdisjoint(here)
    with parallel_config(backend="threading"):
        assert threads(5000, 5000) == here
        assert threads(5000, 5001).isdisjoint(here)


def test_batches_are_asked_for_as_there_is_room_for_them():
    asked = []
    many = (asked.append(number) or pd.DataFrame({"batch": [number] * 20_000}) for number in range(100))
    with parallel_config(n_jobs=1):
        next(code_batches(NamesItsThread(), many))
    assert len(asked) < 5
