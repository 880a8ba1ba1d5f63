import pytest

from scrlearn.themes.codebook import load_codebook
from scrlearn.themes.crosswalk import load_crosswalk


@pytest.mark.parametrize("name", ["perennial_challenges", "sub_themes"])
def test_the_crosswalk_names_themes_that_are_there(name):
    crosswalk = load_crosswalk()
    ours = crosswalk[crosswalk["codebook"] == name]

    assert set(ours["theme_id"]) - set(load_codebook(name).themes["theme_id"]) == set()
    assert set(ours["to_theme_id"]) - set(load_codebook().themes["theme_id"]) == set()
    assert len(ours) > 0


def test_only_supervision_touches_none_of_the_four():
    walked = set(load_crosswalk()[["codebook", "theme_id"]].itertuples(index=False, name=None))
    there = {
        (name, theme_id)
        for name in ("perennial_challenges", "sub_themes")
        for theme_id in load_codebook(name).themes["theme_id"]
    }

    assert there - walked == {("perennial_challenges", "supervision")}
    assert walked - there == set()


def test_every_theme_of_the_four_has_a_theme_beside_it():
    assert set(load_crosswalk()["to_theme_id"]) == set(load_codebook().themes["theme_id"])
