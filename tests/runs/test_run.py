import json
import os
import shutil
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from pytest_socket import disable_socket, enable_socket

from scrlearn.errors import FileError
from scrlearn.export.sections import SECTIONS
from scrlearn.files import read_csv
from scrlearn.reviews.documents import add_documents
from scrlearn.runs.run import run_collection
from tests.conftest import DATA, contents

REPLY = "hampshire-child-k-2017:1.response-1"
CROSS_BORDER = "cross_border_information_sharing"


def coding(folder, passage_id, theme_id, table="recommendation"):
    codings = read_csv(folder / "outputs" / "tables" / f"{table}_codings.csv").set_index(["passage_id", "theme_id"])
    return codings.loc[(passage_id, theme_id), ["decision", "decided_by"]].tolist()


def correct(folder, *rows):
    with (folder / "corrections.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows)


@pytest.fixture(scope="module")
def hampshire(tmp_path_factory):
    """The Hampshire collection after a run, with the network refused."""
    folder = tmp_path_factory.mktemp("run") / "hampshire"
    shutil.copytree(DATA / "hampshire", folder, ignore=shutil.ignore_patterns("outputs", "runs"))
    disable_socket()
    try:
        run_collection(folder)
    finally:
        enable_socket()
    return folder


def test_the_run_agrees_with_the_settled_codings_of_the_hampshire_responses(hampshire):
    settled = read_csv(Path(__file__).parents[1] / "expected" / "hampshire" / "codings.csv")
    outputs = hampshire / "outputs" / "tables"
    made = pd.concat([read_csv(outputs / f"{side}_codings.csv") for side in ("recommendation", "response")])
    both = settled.merge(made, on=["passage_id", "theme_id"], how="outer", suffixes=("_settled", ""), indicator=True)
    assert set(both["_merge"]) == {"both"}
    decided = both[both["decision_settled"] != "either"]
    wrong = decided[decided["decision"] != decided["decision_settled"]]
    assert wrong[["passage_id", "theme_id", "decision"]].values.tolist() == []


def test_each_theme_is_raised_in_one_of_the_two_reviews(hampshire):
    counts = read_csv(hampshire / "outputs" / "tables" / "theme_counts.csv")
    assert counts[["n_reviews", "of_reviews"]].values.tolist() == [["1", "2"]] * 4


def test_every_theme_given_by_a_machine_shows_words_that_stand_in_the_passage(hampshire):
    outputs = hampshire / "outputs" / "tables"
    for side, passages in (("recommendation", "recommendations"), ("response", "responses")):
        codings = read_csv(outputs / f"{side}_codings.csv").merge(read_csv(hampshire / f"{passages}.csv"))
        given = codings[(codings["decision"] == "applies") & (codings["decided_by"] != "person")]
        assert len(given)
        for row in given.itertuples():
            places = [tuple(map(int, span.split("-"))) for span in row.spans.split(";")]
            assert [row.text[start:end] for start, end in places if row.text[start:end] not in row.evidence] == []


def test_the_reply_to_recommendation_3_names_cross_border_though_the_recommendation_does_not(hampshire):
    replies = read_csv(hampshire / "outputs" / "tables" / "replies.csv")
    row = replies.query("recommendation_id == 'hampshire-child-k-2017:3' and theme_id == @CROSS_BORDER").iloc[0]
    assert (row["in_recommendation"], row["reply"]) == ("does_not_apply", "named")


def test_a_second_run_on_what_has_not_changed_writes_nothing_but_that_in_the_record(hampshire):
    def states():
        files = [file for file in hampshire.rglob("*") if file.is_file()]
        return {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in files}

    before = states()
    done = run_collection(hampshire)
    assert done.unchanged
    after = states()
    written = {file.name for file in after if before.get(file) != after[file]}
    assert before.keys() == after.keys()
    assert written == {done.record_file.name, "runner"}
    assert "found_unchanged_at" in done.record


def test_outputs_that_were_deleted_are_made_again(hampshire):
    before = contents(hampshire / "outputs")
    (hampshire / "outputs" / "briefing.html").unlink()
    done = run_collection(hampshire)
    assert not done.unchanged
    assert contents(hampshire / "outputs").keys() >= before.keys()


def test_every_chart_has_its_picture_twice_its_words_and_its_numbers(hampshire):
    charts = sorted(path.name for path in (hampshire / "outputs" / "charts").iterdir())
    # Two reviews repeat nothing of one another.
    names = [section.name for section in SECTIONS if section.name != "repeats"]
    assert charts == sorted(f"{name}.{kind}" for name in names for kind in ("csv", "png", "svg", "txt"))
    assert "1 of 2 reviews" in (hampshire / "outputs" / "charts" / "themes.txt").read_text(encoding="utf-8")
    assert plt.get_fignums() == []


def test_the_record_says_what_the_run_rested_on(hampshire):
    record = json.loads(max((hampshire / "runs").glob("*.json")).read_text(encoding="utf-8"))
    assert set(record["packages"]) >= {"scrlearn", "pandas", "scikit-learn"}
    codebook = ("themes", "rules", "examples")
    assert set(record["inputs"]) == {
        *("settings", "report_toml", "corrections", "labelled", *codebook, *(f"action_{name}" for name in codebook)),
        *("reviews", "documents", "recommendations", "responses", "answers"),
    }
    assert set(record["reviews"]) == {"hampshire-child-k-2017", "hampshire-child-a-2018"}
    assert record["counts"]["reviews"] == 2
    assert set(record["outputs"]) == set(contents(hampshire / "outputs"))


def test_a_correction_typed_by_hand_flips_its_coding_and_it_stays_flipped(copy_of):
    folder = copy_of("hampshire")
    correct(folder, "hampshire-child-k-2017:4,safe_sleeping,Ann,,does_not_apply,,,")
    for _ in range(2):
        run_collection(folder)
        assert coding(folder, "hampshire-child-k-2017:4", "safe_sleeping") == ["does_not_apply", "person"]
    correct(folder, "hampshire-child-k-2017:4,safe_sleeping,Ann,,withdrawn,,,")
    run_collection(folder)
    assert coding(folder, "hampshire-child-k-2017:4", "safe_sleeping") == ["applies", "model"]


def test_the_reply_that_only_a_person_understands_is_theirs_to_decide(copy_of):
    folder = copy_of("hampshire")
    run_collection(folder)
    assert coding(folder, REPLY, CROSS_BORDER, "response") == ["applies", "person"]
    (folder / "corrections.csv").unlink()
    run_collection(folder)
    assert coding(folder, REPLY, CROSS_BORDER, "response") == ["does_not_apply", "model"]


def test_two_coders_who_disagree_do_not_stop_a_run(copy_of):
    folder = copy_of("hampshire")
    correct(folder, f"{REPLY},{CROSS_BORDER},Ann,,does_not_apply,only a mention,,")
    run_collection(folder)
    assert coding(folder, REPLY, CROSS_BORDER, "response") == ["check", "person"]
    page = (folder / "outputs" / "briefing.html").read_text(encoding="utf-8")
    assert "scrlearn team: applies" in page
    assert "Ann: does not apply (only a mention)" in page


def test_a_decision_on_words_that_have_changed_is_listed_and_not_applied(copy_of):
    folder = copy_of("hampshire")
    text = (folder / "responses.csv").read_text(encoding="utf-8-sig")
    (folder / "responses.csv").write_text(text.replace("the above Protocol", "the Protocol above"), encoding="utf-8")
    run = run_collection(folder)
    assert run.findings.stale_corrections["passage_id"].tolist() == [REPLY]
    assert coding(folder, REPLY, CROSS_BORDER, "response")[1] == "model"
    assert "the Protocol above" in (folder / "outputs" / "briefing.html").read_text(encoding="utf-8")


def test_the_mark_of_a_draft_goes_when_a_person_has_confirmed_every_coding(copy_of):
    folder = copy_of("hampshire")
    done = run_collection(folder)
    assert "DRAFT" in done.briefing.read_text(encoding="utf-8")
    # A decision teaches the model, which may then see what nobody has looked at yet: a second look, or a third.
    for _ in range(3):
        found = done.findings
        for table in (found.recommendation_codings, found.response_codings, found.action_codings):
            shown = table[(table["decision"] != "does_not_apply") & ~table["confirmed"]]
            correct(folder, *(f"{row.passage_id},{row.theme_id},Ann,,applies,,," for row in shown.itertuples()))
        done = run_collection(folder)
    assert done.confirmation.complete
    assert "DRAFT" not in done.briefing.read_text(encoding="utf-8")


def test_an_output_that_cannot_be_replaced_leaves_the_old_outputs_whole(copy_of, monkeypatch):
    folder = copy_of("hampshire")
    run_collection(folder)
    before = contents(folder)
    correct(folder, "hampshire-child-k-2017:4,safe_sleeping,Ann,,does_not_apply,,,")
    rename = os.rename

    def refuse(source, target):
        if Path(source).name == "outputs":
            raise PermissionError(13, "Permission denied")
        rename(source, target)

    # As on Windows while Excel has one of the tables open.
    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(FileError, match=r"outputs: cannot be written \(Permission denied\); close"):
        run_collection(folder)
    after = contents(folder)
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {"corrections.csv", "runs/runner", "runs/kept.sqlite"}
    assert before.keys() == after.keys()
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_a_document_is_read_added_and_run_without_a_network(copy_of, tmp_path):
    folder = copy_of("hampshire")
    document = tmp_path / "new.txt"
    document.write_bytes((Path(__file__).parents[1] / "material" / "documents" / "selbrook.txt").read_bytes())
    disable_socket()
    try:
        add_documents(folder, [document])
        run = run_collection(folder)
    finally:
        enable_socket()
    assert run.findings.tables["theme_counts"]["of_reviews"].tolist() == [3] * 4
