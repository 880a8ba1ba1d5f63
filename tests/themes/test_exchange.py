import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrefiqda import RefiCodebook

from scrlearn.errors import FileError, ScrlearnError, TableError
from scrlearn.themes.codebook import load_codebook
from scrlearn.themes.exchange import read_codebook, write_codebook
from scrlearn.validation import empty_table
from tests.exchange_material import THEMES

HEAD = '<?xml version="1.0" encoding="utf-8"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Elsewhere"><Codes>'


def foreign(path, codes):
    path.write_text(f"{HEAD}{codes}</Codes></CodeBook>", encoding="utf-8")
    return path


def code(name, inside="", *, is_codable="true", guid=None):
    return f'<Code guid="{guid or name}" name="{name}" isCodable="{is_codable}">{inside}</Code>'


@pytest.mark.parametrize("name", ["starter", "perennial_challenges", "sub_themes"])
def test_a_codebook_comes_back_as_it_was(tmp_path, name):
    themes = load_codebook(name).themes
    back = read_codebook(write_codebook(tmp_path / "ours.qdc", themes))
    pd.testing.assert_frame_equal(back, themes)


def test_another_reader_finds_the_same_codes(tmp_path):
    top = RefiCodebook.load(write_codebook(tmp_path / "ours.qdc", THEMES)).codes.code
    assert [(one.name, one.is_codable, [below.name for below in one.code]) for one in top] == [
        ("Children", False, ["Voice of the child", "Safe sleeping"]),
        ("Records & sharing", True, []),
    ]
    assert top[0].code[0].description == (
        "The child is heard.\n\nInclude: Wishes and feelings.\n\nTheme in scrlearn: voice"
    )


def test_themes_of_a_group_are_brought_together(tmp_path):
    apart = THEMES.iloc[[0, 2, 1]]
    assert read_codebook(write_codebook(tmp_path / "ours.qdc", apart))["theme_id"].tolist() == [
        *("voice", "sleep", "records")
    ]


def test_a_theme_that_was_replaced_is_not_written(tmp_path):
    themes = THEMES.assign(replaced_by=[None, "voice", None])
    assert read_codebook(write_codebook(tmp_path / "ours.qdc", themes))["theme_id"].tolist() == ["voice", "records"]


def test_a_codebook_without_a_theme_is_refused(tmp_path):
    with pytest.raises(TableError, match="themes: has no theme that is coded"):
        write_codebook(tmp_path / "ours.qdc", empty_table("themes"))


def test_ids_are_made_of_names_and_each_is_its_own(tmp_path):
    path = foreign(tmp_path / "x.qdc", code("Voix de l’été", guid="1") + code("voix de l'ete", guid="2") + code("声"))
    assert read_codebook(path)["theme_id"].tolist() == ["voix_de_l_ete", "voix_de_l_ete_2", "theme"]
    path = foreign(tmp_path / "x.qdc", "".join(code("Cot!", guid=str(number)) for number in range(3)))
    assert read_codebook(path)["theme_id"].tolist() == ["cot", "cot_2", "cot_3"]


def test_what_stands_above_a_code_is_its_group_and_can_itself_be_a_theme(tmp_path):
    low = code("Cots")
    path = foreign(tmp_path / "x.qdc", code("Home", code("Sleep", low), is_codable="false"))
    themes = read_codebook(path)
    assert themes[["theme", "theme_group"]].to_numpy().tolist() == [["Sleep", "Home"], ["Cots", "Home / Sleep"]]


def test_a_description_is_the_definition_and_a_name_is_where_there_is_none(tmp_path):
    said = "<Description>Where they sleep.\n\nInclude: cots</Description>"
    themes = read_codebook(
        foreign(tmp_path / "x.qdc", code("Sleep", said) + code("Home", "<Description> </Description>"))
    )
    assert themes["definition"].tolist() == ["Where they sleep.\n\nInclude: cots", "Home"]
    assert themes["include"].isna().all()


def test_the_answers_below_a_theme_are_no_themes(tmp_path):
    answers = "".join(code(f"Sleep: {answer}") for answer in ("does not apply", "Unsure", "to check"))
    assert read_codebook(foreign(tmp_path / "x.qdc", code("Sleep", answers)))["theme"].tolist() == ["Sleep"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "no element found"),
        ("theme_id,theme", "syntax error"),
        ('<Project xmlns="urn:QDA-XML:project:1.0"/>', "its XML begins with {urn:QDA-XML:project:1.0}Project"),
        (f'{HEAD}<Code name="a"/></Codes></CodeBook>', "a Code has no guid"),
        (f'{HEAD}<Code guid="a"/></Codes></CodeBook>', "a Code has no name"),
        (f"{HEAD}{code('a', code('a'))}</Codes></CodeBook>", "two codes have the guid a"),
        (f"{HEAD}{code('a', is_codable='false')}</Codes></CodeBook>", "has no code that can be coded"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DTDForbidden"),
    ],
)
def test_a_file_that_is_no_codebook_is_refused_in_one_line(tmp_path, content, why):
    path = tmp_path / "x.qdc"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FileError) as refused:
        read_codebook(path)
    assert str(refused.value).startswith(f"{path}: ")
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)


def test_codes_that_lie_deep_below_one_another_are_refused(tmp_path):
    nested = ""
    for number in range(1000):
        nested = code(f"c{number}", nested)
    with pytest.raises(FileError, match="codes lie more than 50 deep"):
        read_codebook(foreign(tmp_path / "x.qdc", nested))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileError, match=r"gone.qdc: cannot be read \(No such file"):
        read_codebook(tmp_path / "gone.qdc")


WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1).filter(str.strip)


@given(
    st.lists(st.tuples(WORDS, st.none() | WORDS, WORDS, st.none() | WORDS, st.none() | WORDS), min_size=1, max_size=4)
)
@settings(max_examples=50, deadline=None)
def test_whatever_themes_say_comes_back(tmp_path_factory, drawn):
    columns = ["theme", "theme_group", "definition", "include", "exclude"]
    themes = pd.DataFrame(drawn, columns=columns).assign(replaced_by=None)
    themes["theme_id"] = [f"theme_{number}" for number in range(len(themes))]
    back = read_codebook(write_codebook(tmp_path_factory.mktemp("codes") / "x.qdc", themes))
    expected, columns = themes.set_index("theme_id").astype("str"), [*columns, "replaced_by"]
    pd.testing.assert_frame_equal(back.set_index("theme_id")[columns].sort_index(), expected[columns].sort_index())


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_a_broken_codebook_is_read_or_refused_and_nothing_else(tmp_path_factory, changes):
    path = write_codebook(tmp_path_factory.mktemp("codes") / "x.qdc", THEMES)
    content = bytearray(path.read_bytes())
    for place, byte in changes:
        content[place % len(content)] = byte
    path.write_bytes(bytes(content))
    try:
        read_codebook(path)
    except ScrlearnError as error:
        assert str(error).startswith(f"{path}: ") or str(error).startswith("themes: ")
