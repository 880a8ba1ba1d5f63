import json
import re
import shutil

import pandas as pd
import pytest

from scrlearn.checking.ledger import record_decisions
from scrlearn.errors import CollectionError
from scrlearn.files import write_together
from scrlearn.reviews.collection import load_reviews
from scrlearn.reviews.tracker_map import ColumnMap, map_bytes
from scrlearn.runs.doctor import examine_collection
from scrlearn.runs.layout import example_layout
from scrlearn.runs.record import fingerprint
from scrlearn.runs.release import freeze_release
from scrlearn.writers import only_writer
from tests.conftest import DATA, contents

STARTER = DATA.parent / "scrlearn" / "themes" / "starter"
CHILD_K = "documents/hampshire-child-k-2017.txt"
TEXT_OF_K = "texts/hampshire-child-k-2017.txt.txt"
RELEASE = "releases/annual-1"


@pytest.fixture(scope="module")
def healthy(tmp_path_factory):
    """A collection with everything that a collection can have: codebook, decisions, layout, tracker, run, release."""
    folder = tmp_path_factory.mktemp("doctor") / "hampshire"
    shutil.copytree(DATA / "hampshire", folder, ignore=shutil.ignore_patterns("outputs", "runs"))
    (folder / "codebook").mkdir()
    for table in ("themes", "rules", "examples"):
        shutil.copy(STARTER / f"{table}.csv", folder / "codebook")
    first = load_reviews(folder).recommendations.iloc[0]
    decision = {"passage_id": first["passage_id"], "theme_id": "safe_sleeping", "decision": "applies"}
    record_decisions(folder, pd.DataFrame([decision | {"text_seen": first["text"]}]), coder="Ann")
    (folder / "report.toml").write_text(example_layout(), encoding="utf-8")
    (folder / "trackers.toml").write_bytes(map_bytes([], ColumnMap("ours", True, {"Action": "action"})))
    freeze_release(folder, "annual-1")
    made = {"briefing.html": b"<p>7 of 27</p>", "tables/theme_counts.csv": b"theme_id,n_reviews\nsafe_sleeping,1\n"}
    write_together({folder / "outputs" / name: content for name, content in made.items()})
    record = {"outputs": {name: fingerprint(content) for name, content in made.items()}}
    write(folder / "runs" / "2026-11-28T090000Z.json", json.dumps(record))
    return folder


@pytest.fixture
def folder(healthy, tmp_path):
    return shutil.copytree(healthy, tmp_path / "hampshire")


def change(file, old, new):
    content = file.read_bytes()
    assert old.encode() in content
    file.write_bytes(content.replace(old.encode(), new.encode(), 1))


def write(file, text):
    file.write_bytes(text.encode())


def add_row(file, row):
    file.write_bytes(file.read_bytes() + f"{row}\n".encode())


def recode(file, encoding):
    file.write_bytes(file.read_bytes().decode("utf-8-sig").encode(encoding, "replace"))


def told(ailments):
    return [
        (row["file"], None if pd.isna(row["place"]) else row["place"], row["severity"])
        for row in ailments.to_dict("records")
    ]


# What is done to a collection; then of each ailment that comes of it the file, the place, how grave it is, words of the
# fault and words of what to do.
DAMAGES = {
    "settings gone": (
        lambda folder: (folder / "collection.toml").unlink(),
        [("collection.toml", None, "error", "is no collection", "lines 'schema_version = 2' and")],
    ),
    "settings cut short": (
        lambda folder: write(folder / "collection.toml", "name = "),
        [("collection.toml", None, "error", "cannot be read", "mend it by hand")],
    ),
    "other schema version": (
        lambda folder: change(folder / "collection.toml", "schema_version = 2", "schema_version = 0"),
        [("collection.toml", None, "error", "schema_version is 0", "scrlearn migrate ")],
    ),
    "unknown rule for disagreements": (
        lambda folder: write(folder / "collection.toml", 'schema_version = 2\nwhen_coders_disagree = "shout"'),
        [("collection.toml", None, "error", "when_coders_disagree is 'shout'", "Use one of check, majority, latest.")],
    ),
    "table gone": (
        lambda folder: (folder / "answers.csv").unlink(),
        [("answers.csv", None, "error", "cannot be read (No such file", "Put it back, from a backup")],
    ),
    "table saved as UTF-16": (
        lambda folder: recode(folder / "answers.csv", "utf-16"),
        [("answers.csv", None, "error", "is not UTF-8 text", "Save it again as 'CSV UTF-8'.")],
    ),
    "row with too many cells": (
        lambda folder: add_row(folder / "answers.csv", "a,b,c"),
        [("answers.csv", None, "error", "more cells than its header", "Put quotation marks around")],
    ),
    "date as Excel writes it": (
        lambda folder: change(folder / "reviews.csv", "2017-04-19", "19/04/2017"),
        [("reviews.csv", "row 2", "error", "decided_on has ['19/04/2017']", "Write dates as 2018")],
    ),
    "several things in one table": (
        lambda folder: (
            change(folder / "reviews.csv", "2017-04-19", "19/04/2017"),
            change(folder / "reviews.csv", "lead_reviewers", "reviewers"),
            change(folder / "reviews.csv", ",published\n", ",secret\n"),
        ),
        [
            ("reviews.csv", None, "error", "column ['lead_reviewers'] is missing", "Add it"),
            ("reviews.csv", "row 2", "error", "decided_on has ['19/04/2017']", "Write dates as"),
            ("reviews.csv", "row 2", "error", "source_status has ['secret']", "Use one of published, unpublished."),
        ],
    ),
    "things in several tables": (
        lambda folder: (
            (folder / "answers.csv").unlink(),
            change(folder / "documents.csv", ",response,", ",letter,"),
            change(folder / "codebook" / "themes.csv", "\nsafe_sleeping,", "\nSafe sleeping,"),
        ),
        [
            ("documents.csv", "row 2", "error", "document_type has ['letter']", "Use one of response"),
            ("answers.csv", None, "error", "cannot be read", "Put it back"),
            ("codebook/themes.csv", "row 4", "error", "theme_id has ['Safe sleeping']", "Use small letters"),
        ],
    ),
    "passage twice": (
        lambda folder: change(
            folder / "recommendations.csv", "\nhampshire-child-k-2017:2,", "\nhampshire-child-k-2017:1,"
        ),
        [("recommendations.csv", "rows 2 and 3", "error", "passage_id has ['hampshire-child-k-2017:1']", "its own")],
    ),
    "answer to what is not there": (
        lambda folder: change(folder / "answers.csv", ",hampshire-child-k-2017:4", ",hampshire-child-k-2017:44"),
        [("answers.csv", "row 7", "error", "2017:44'], and no row of recommendations has that passage_id", "Mend it")],
    ),
    "one id for a recommendation and a response": (
        lambda folder: add_row(
            folder / "responses.csv",
            "hampshire-child-k-2017:4,hampshire-child-k-2017,,response" + "," * 5 + ",not_stated,,,Words.,,,",
        ),
        [("responses.csv", "hampshire-child-k-2017:4", "error", "recommendations.csv has it too", "an id of its own")],
    ),
    "other decision": (
        lambda folder: change(folder / "corrections.csv", ",applies,", ",yes,"),
        [
            ("corrections.csv", "row 2", "error", "decision has ['yes']", "Use one of applies"),
            ("corrections.csv", None, "warning", "decisions cannot be read", "put a copy of corrections.backup.csv"),
        ],
    ),
    "decision on a theme that is not there": (
        lambda folder: add_row(folder / "corrections.csv", "hampshire-child-k-2017:1,borders,Ann,,applies,,,"),
        [("corrections.csv", "row 4", "error", "theme_id has ['borders'], and no row of themes", "Mend it here")],
    ),
    "decision lost": (
        lambda folder: change(folder / "corrections.csv", ",Ann,", ",Bob,"),
        [("corrections.csv", "hampshire-child-k-2017:1, safe_sleeping", "error", "of Ann (applies)", "Put it back")],
    ),
    "backup spoilt": (
        lambda folder: write(folder / "corrections.backup.csv", "passage\nk:1\n"),
        [("corrections.backup.csv", None, "error", "is missing", "only a copy of corrections.csv")],
    ),
    "decision on words that have changed": (
        lambda folder: change(folder / "corrections.csv", "HSCB will, with its partners", "We will"),
        [("corrections.csv", None, "warning", "1 decision is not applied: words have changed", "Decide again")],
    ),
    "one coder in two spellings": (
        lambda folder: add_row(folder / "corrections.csv", "hampshire-child-k-2017:1,safe_sleeping,ann,,applies,,,"),
        [("corrections.csv", "rows 3 and 4", "warning", "coder has ['Ann', 'ann']", "spell them alike")],
    ),
    "rule that does not parse": (
        lambda folder: add_row(folder / "codebook" / "rules.csv", "mine,safe_sleeping,share (this,,a reason"),
        [("codebook/rules.csv", "mine", "error", '"(" is never closed', 'Add ")".')],
    ),
    "rule for a theme that is not there": (
        lambda folder: add_row(folder / "codebook" / "rules.csv", "mine,fire,smoke,,a reason"),
        [("codebook/rules.csv", "row 106", "error", "theme_id has ['fire'], and no row of themes", "Mend it here")],
    ),
    "theme replaced by none": (
        lambda folder: add_row(folder / "codebook" / "themes.csv", "fire,Fire,,Smoke,,,smoke"),
        [("codebook/themes.csv", "fire", "error", "replaced_by names 'smoke'", "mend it by hand")],
    ),
    "theme that nothing finds": (
        lambda folder: add_row(folder / "codebook" / "themes.csv", "fire,Fire,,Smoke,,,"),
        [("codebook/themes.csv", None, "error", "fire: no rule, and too few labelled", "Add to rules.csv.")],
    ),
    "codebook without rules": (
        lambda folder: (folder / "codebook" / "rules.csv").unlink(),
        [("codebook/rules.csv", None, "error", "cannot be read", "Put it back")],
    ),
    "unknown section of the report": (
        lambda folder: write(folder / "report.toml", 'sections = ["weather"]'),
        [("report.toml", None, "error", "sections has ['weather']", "Use some of flow, timeline, themes")],
    ),
    "unknown role in a tracker": (
        lambda folder: write(folder / "trackers.toml", '[ours.columns]\nAction = "hope"'),
        [("trackers.toml", None, "error", "gives column 'Action' to 'hope'", "Use one of ")],
    ),
    "document gone": (
        lambda folder: (folder / CHILD_K).unlink(),
        [(CHILD_K, None, "error", "is not there", "Put it back")],
    ),
    "document changed": (
        lambda folder: change(folder / CHILD_K, "Child", "Baby"),
        [(CHILD_K, None, "warning", "has changed since it was read", "--replace")],
    ),
    "document outside the collection": (
        lambda folder: (
            shutil.move(folder / CHILD_K, folder.parent / "elsewhere.txt"),
            (folder / CHILD_K).symlink_to(folder.parent / "elsewhere.txt"),
        ),
        [(CHILD_K, None, "warning", "is a link to a file outside", "Put the document itself")],
    ),
    "text gone": (
        lambda folder: (folder / TEXT_OF_K).unlink(),
        [(TEXT_OF_K, None, "warning", "is not there", "Put it back")],
    ),
    "text that is none": (
        lambda folder: (folder / TEXT_OF_K).write_bytes(b"\xff\xfe"),
        [(TEXT_OF_K, None, "warning", "is not UTF-8 text", "Put it back")],
    ),
    "passage mended by hand": (
        lambda folder: change(folder / "recommendations.csv", "To ask the Early Help", "Ask the Early Help"),
        [("recommendations.csv", "row 3", "warning", "hampshire-child-k-2017:2 does not stand at ", "blank its page")],
    ),
    "release changed": (
        lambda folder: (
            change(folder / RELEASE / "reviews.csv", "Child K", "Child L"),
            (folder / RELEASE / "answers.csv").unlink(),
        ),
        [
            (f"{RELEASE}/reviews.csv", None, "error", "is gone or has changed since", "Put it back as it was."),
            (f"{RELEASE}/answers.csv", None, "error", "is gone or has changed since", "Put it back as it was."),
        ],
    ),
    "record of a release spoilt": (
        lambda folder: write(folder / RELEASE / "release.json", "{"),
        [(RELEASE, None, "error", "is no record of a release", "Put it back as it was.")],
    ),
    "output changed by hand": (
        lambda folder: change(folder / "outputs" / "tables" / "theme_counts.csv", "1", "2"),
        [("outputs/tables/theme_counts.csv", None, "warning", "has changed since the last run", "save it elsewhere")],
    ),
    "output gone": (
        lambda folder: (folder / "outputs" / "briefing.html").unlink(),
        [("outputs/briefing.html", None, "warning", "is not there", "Make it anew: scrlearn run ")],
    ),
    "left by writers that were killed": (
        lambda folder: (
            write(folder / ".reviews.csv.x1.unfinished", "half"),
            (folder / ".outputs.unfinished").mkdir(),
            write(folder / ".outputs.unfinished" / ".a.unfinished", "half"),
            (folder / "releases" / ".annual-2.unfinished").mkdir(),
        ),
        [
            (name, None, "warning", "was left by a writer that was killed", "Delete it")
            for name in (".outputs.unfinished", ".reviews.csv.x1.unfinished", "releases/.annual-2.unfinished")
        ],
    ),
    "copies of a sync program": (
        lambda folder: [
            shutil.copy(folder / f"{name.split('.')[0].split(' ')[0].split('-')[0]}.csv", folder / name)
            for name in ("recommendations (conflicted copy 2026-11-28).csv", "reviews-DESKTOP-4F2.csv")
        ],
        [
            (
                "recommendations (conflicted copy 2026-11-28).csv",
                None,
                "warning",
                "copy of recommendations.csv",
                "Compare",
            ),
            ("reviews-DESKTOP-4F2.csv", None, "warning", "copy of reviews.csv", "Compare"),
        ],
    ),
    "open in another program": (
        lambda folder: (
            write(folder / "~$corrections.csv", "Ann"),
            write(folder / "codebook" / ".~lock.rules.csv#", "Ann"),
        ),
        [
            ("codebook/.~lock.rules.csv#", None, "warning", "rules.csv is open in LibreOffice", "Save and close it"),
            ("~$corrections.csv", None, "warning", "corrections.csv is open in Excel", "Save and close it"),
        ],
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_what_is_wrong_is_found_at_its_place_with_what_to_do_and_nothing_is_written(folder, name):
    damage, expected = DAMAGES[name]
    damage(folder)
    before = contents(folder)
    ailments = examine_collection(folder)
    assert told(ailments) == [ailment[:3] for ailment in expected]
    for found, (*_, fault, mend) in zip(ailments.to_dict("records"), expected, strict=True):
        assert fault in found["fault"]
        assert mend in found["mend"]
    assert contents(folder) == before


def test_a_collection_with_all_that_one_can_have_has_nothing_wrong(healthy):
    assert told(examine_collection(healthy)) == []


@pytest.mark.parametrize("name", ["hampshire", "illustrative"])
def test_the_shipped_collections_have_nothing_wrong(scrlearn, copy_of, name):
    code, printed, _ = scrlearn("doctor", copy_of(name))
    assert (code, printed.splitlines()[0]) == (0, "Nothing wrong found.")


def test_a_record_of_a_run_that_is_none_is_found(folder):
    (record,) = (folder / "runs").glob("*.json")
    record.write_text(json.dumps(["outputs"]), encoding="utf-8")
    assert told(examine_collection(folder)) == [(f"runs/{record.name}", None, "error")]


def test_who_is_writing_is_named_and_what_they_have_not_finished_is_no_ailment(folder):
    with only_writer(folder):
        (folder / ".reviews.csv.x1.unfinished").write_text("half", encoding="utf-8")
        ailments = examine_collection(folder)
    assert told(ailments) == [("runs/lock", None, "warning")]
    assert re.fullmatch(r"is held by .+ \(process \d+, since .+\)", ailments["fault"].iloc[0])


@pytest.mark.parametrize("make", [lambda place: None, lambda place: place.mkdir(), lambda place: place.write_text("")])
def test_what_is_no_collection_is_refused(tmp_path, make):
    make(tmp_path / "ours")
    with pytest.raises(CollectionError, match=r"ours: is no collection's folder; start one with 'scrlearn new"):
        examine_collection(tmp_path / "ours")


def test_the_command_prints_a_line_an_ailment_errors_first_and_counts_them(scrlearn, copy_of, tmp_path):
    folder = copy_of("hampshire")
    (folder / "~$reviews.csv").write_text("Ann", encoding="utf-8")
    assert scrlearn("doctor", folder)[0] == 0
    change(folder / "reviews.csv", "2017-04-19", "19/04/2017")
    code, printed, _ = scrlearn("doctor", folder)
    assert code == 1
    assert printed.splitlines() == [
        "reviews.csv, row 2: decided_on has ['19/04/2017']. Mend: Write dates as 2018, 2018-10 or 2018-10-04.",
        "~$reviews.csv: says that reviews.csv is open in Excel or Word. "
        "Mend: Save and close it there; if nobody has it open, delete this file.",
        "1 error, 1 warning.",
        "Looked at: 6 tables, 2 documents, 2 texts, 0 releases, 0 records, 0 outputs.",
    ]
    code, _, complaint = scrlearn("doctor", tmp_path / "nowhere")
    assert (code, complaint.startswith("scrlearn: ")) == (2, True)
