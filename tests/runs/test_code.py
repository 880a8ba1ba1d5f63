from pathlib import Path

import pandas as pd
import pytest

from scrlearn.errors import FileError, TableError
from scrlearn.runs.code import code_table, read_passages
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
