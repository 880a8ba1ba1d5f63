import pandas as pd
import pytest

from scrlearn.errors import CollectionError
from scrlearn.runs.inputs import fetch_inputs, keep_inputs, load_inputs, prints_of_reviews
from scrlearn.runs.kept import Kept
from tests.conftest import DATA
from tests.runs.test_kept import alter


def tables_of(inputs):
    """Every table of a run's inputs, by name."""
    return {
        **inputs.collection._asdict(),
        **inputs.codebook._asdict(),
        **{f"action_{name}": table for name, table in inputs.action_types._asdict().items()},
        "corrections": inputs.corrections,
        "labelled": inputs.labelled,
    }


def prints_in(folder, kept):
    return prints_of_reviews(kept, keep_inputs(load_inputs(folder), kept))


@pytest.fixture
def kept(tmp_path):
    with Kept(tmp_path / "kept") as kept:
        yield kept


@pytest.mark.parametrize("name", ["hampshire", "illustrative"])
def test_what_was_kept_is_fetched_as_it_was_loaded(kept, name):
    loaded = load_inputs(DATA / name)
    fetched = fetch_inputs(kept, keep_inputs(loaded, kept))
    assert fetched[:2] == loaded[:2]
    before, after = tables_of(loaded), tables_of(fetched)
    for table in before:
        pd.testing.assert_frame_equal(before[table], after[table], obj=table)


def test_themes_that_were_retired_are_kept_with_those_that_stand(kept, copy_of):
    folder = copy_of("hampshire")
    (folder / "codebook").mkdir()
    for table, lines in {
        "themes": [
            "theme_id,theme,theme_group,definition,include,exclude,replaced_by",
            "dads,Fathers,,Men,,,men",
            "men,Men,,Men,,,",
        ],
        "rules": ["rule_id,theme_id,pattern,unless,reason", "men,men,father,,its name", "dads,dads,dad,,its name"],
        "examples": ["example_id,theme_id,text,applies,reason"],
    }.items():
        (folder / "codebook" / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "corrections.csv").unlink()
    fetched = fetch_inputs(kept, keep_inputs(load_inputs(folder), kept))
    assert fetched.codebook.themes["theme_id"].tolist() == ["men"]
    assert fetched.codebook.retired[["theme_id", "replaced_by"]].values.tolist() == [["dads", "men"]]
    assert fetched.codebook.rules["rule_id"].tolist() == ["men"]


def test_only_the_review_whose_words_changed_has_another_fingerprint(kept, copy_of):
    folder = copy_of("hampshire")
    before = prints_in(folder, kept)
    text = (folder / "responses.csv").read_text(encoding="utf-8-sig")
    (folder / "responses.csv").write_text(text.replace("the above Protocol", "the Protocol above"), encoding="utf-8")
    after = prints_in(folder, kept)
    assert [review_id for review_id in before if before[review_id] != after[review_id]] == ["hampshire-child-k-2017"]


@pytest.mark.parametrize("gone", ["settings", "corrections"])
def test_inputs_of_which_something_is_gone_are_refused(kept, gone):
    prints = keep_inputs(load_inputs(DATA / "hampshire"), kept)
    alter(kept.file.parents[1], "DELETE FROM contents WHERE fingerprint = ?", prints[gone])
    with pytest.raises(CollectionError, match=r"kept\.sqlite: what this run rested on is gone or damaged"):
        fetch_inputs(kept, prints)
