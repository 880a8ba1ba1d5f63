import pandas as pd
import pytest

from scrlearn.errors import CodebookError
from scrlearn.files import csv_bytes
from scrlearn.themes.codebook import load_codebook
from scrlearn.themes.retired import standing_successors


def themes(**replaced_by: str | None) -> pd.DataFrame:
    return pd.DataFrame({"theme_id": list(replaced_by), "replaced_by": list(replaced_by.values())}, dtype="str")


def test_a_theme_may_be_renamed_merged_or_divided():
    table = themes(dads="men", fathers="men", views="voice;daily_life", men=None, voice=None, daily_life=None)

    assert standing_successors(table) == {"dads": ("men",), "fathers": ("men",), "views": ("voice", "daily_life")}


def test_the_way_is_followed_to_the_themes_that_stand():
    assert standing_successors(themes(a="b", b="c;d", c="e", d="e", e=None)) == {
        "a": ("e",),
        "b": ("e",),
        "c": ("e",),
        "d": ("e",),
    }


@pytest.mark.parametrize("circle", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b;c", "b": None, "c": "d", "d": "a"}])
def test_a_theme_that_is_replaced_by_itself_in_the_end_is_refused(circle):
    with pytest.raises(
        CodebookError, match="themes: a: replaced_by leads back to it; blank it in the theme that stand"
    ):
        standing_successors(themes(**circle))


def test_a_theme_that_leads_into_a_circle_without_being_in_it_is_not_blamed():
    with pytest.raises(CodebookError) as refused:
        standing_successors(themes(a="b", b="c", c="b"))
    assert [line.split(":")[1] for line in str(refused.value).splitlines()] == [" b", " c"]


def test_a_successor_that_is_no_theme_is_refused():
    with pytest.raises(CodebookError, match="themes: dads: replaced_by names 'man', which is no theme here"):
        standing_successors(themes(dads="man", men=None))


def test_a_retired_theme_is_coded_no_more_and_is_kept_apart(tmp_path):
    blank = dict.fromkeys(["theme_group", "include", "exclude"])
    both = pd.DataFrame({"theme_id": ["dads", "men"], "theme": ["Dads", "Men"], "definition": [".", "."]})
    tables = {
        "themes": both.assign(replaced_by=["men", None], **blank),
        "rules": pd.DataFrame({"rule_id": ["d", "m"], "theme_id": ["dads", "men"], "pattern": ["dad", "man"]}).assign(
            unless=None, reason="."
        ),
        "examples": pd.DataFrame({"example_id": ["d"], "theme_id": ["dads"], "text": ["A dad."]}).assign(
            applies=True, reason="."
        ),
    }
    for name, table in tables.items():
        (tmp_path / f"{name}.csv").write_bytes(csv_bytes(table))

    codebook = load_codebook(tmp_path)

    assert codebook.themes["theme_id"].tolist() == ["men"]
    assert codebook.rules["rule_id"].tolist() == ["m"]
    assert codebook.examples.empty
    assert codebook.retired[["theme_id", "theme", "replaced_by"]].values.tolist() == [["dads", "Dads", "men"]]


def test_the_starter_codebook_has_no_retired_themes():
    assert load_codebook().retired.empty
