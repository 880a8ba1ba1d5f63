"""A collection exchanged with other tools, from its files and back into them."""

import pandas as pd

from scrlearn.checking.corrections import load_corrections
from scrlearn.checking.ledger import record_decisions
from scrlearn.files import read_csv
from scrlearn.refi.reading import read_project
from scrlearn.runs.exchange import record_exchange, take_codebook, write_collection_exchange
from scrlearn.themes.codebook import load_codebook
from scrlearn.themes.exchange import write_codebook

PASSAGE = "hampshire-child-k-2017:4"


def test_what_people_decided_goes_out_and_comes_back_into_a_collection_that_lacks_it(copy_of, tmp_path):
    folder = copy_of("hampshire")
    rows = pd.DataFrame(
        {
            "passage_id": [PASSAGE, PASSAGE, f"{PASSAGE}.response-1"],
            "theme_id": ["safe_sleeping", "whole_family", "campaign"],
            "decision": ["applies", "does_not_apply", "unsure"],
            "reason": ["in so many words", None, "which one?"],
        }
    )
    record_decisions(folder, rows, coder="Ann", source="panel")
    project = write_collection_exchange(folder, tmp_path / "h.qdpx")
    ours = load_corrections(folder)
    (folder / "corrections.csv").unlink()
    (folder / "corrections.backup.csv").unlink()
    recorded = record_exchange(folder, project)
    said = ["passage_id", "theme_id", "coder", "decision", "reason"]
    assert sorted(map(str, recorded.added[said].fillna("").values.tolist())) == sorted(
        map(str, ours[said].fillna("").values.tolist())
    )
    assert recorded.unread.empty
    assert record_exchange(folder, project).added.empty


def test_the_document_goes_along_and_codings_stand_on_its_own_words(copy_of, tmp_path):
    folder = copy_of("hampshire")
    project = read_project(write_collection_exchange(folder, tmp_path / "h.qdpx"))
    (source,) = [source for source in project.sources if "Child K" in source.text or "child-k" in source.name]
    passages = pd.concat([read_csv(folder / f"{name}.csv") for name in ("recommendations", "responses")])
    coded = {source.text[coding.start : coding.end] for coding in project.codings if coding.source == source.guid}
    assert coded
    assert coded <= set(passages["text"])


def test_a_theme_that_another_tool_added_joins_the_codebook_and_none_is_lost(copy_of, tmp_path):
    folder = copy_of("hampshire")
    themes = load_codebook(folder).themes
    about_sleep = themes["theme_id"] == "safe_sleeping"
    changed = themes.assign(definition=themes["definition"].mask(about_sleep, "Where babies sleep."))
    new = {"theme_id": "housing", "theme": "Housing", "definition": "Where families live.", "theme_group": None}
    more = pd.concat([changed.iloc[1:], pd.DataFrame([new])], ignore_index=True)
    taken = take_codebook(folder, write_codebook(tmp_path / "c.qdc", more))
    assert taken["theme_id"].tolist() == [*themes["theme_id"], "housing"]
    kept = load_codebook(folder)
    assert kept.themes.set_index("theme_id").loc["safe_sleeping", "definition"] == "Where babies sleep."
    assert len(kept.rules) == len(load_codebook().rules)


def test_the_same_collection_gives_the_same_project(copy_of, tmp_path):
    folder = copy_of("hampshire")
    first, second = (write_collection_exchange(folder, tmp_path / name).read_bytes() for name in ("a.qdpx", "b.qdpx"))
    assert first == second
