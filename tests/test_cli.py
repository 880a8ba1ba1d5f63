"""The commands, as they are typed."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from scrlearn.checking.corrections import load_corrections
from scrlearn.checking.ledger import record_decisions
from scrlearn.files import read_csv
from scrlearn.reviews.collection import load_reviews
from scrlearn.runs.run import run_collection
from tests.conftest import DATA, contents

ROOT = Path(__file__).parents[1]
BOARDS = ROOT / "tests" / "material" / "boards"
CHILD_K = ROOT / "data" / "hampshire" / "documents" / "hampshire-child-k-2017.txt"


def change(file, old, new):
    text = file.read_text(encoding="utf-8-sig")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_read_shows_a_review_as_a_person_would_check_it(scrlearn):
    code, printed, _ = scrlearn("read", CHILD_K)
    assert code == 0
    assert "decided_on               2017-04-19" in printed
    assert "\n    3.b  consider all the children and young people in a family" in printed
    assert "4 recommendations, 5 parts of them, 6 responses.\n" in printed
    assert "8 paragraphs are part of no passage (3 heading of the document, 5 narrative, 0 others)" in printed


def test_read_counts_findings_as_findings_and_puts_their_questions_under_them(scrlearn):
    _, printed, _ = scrlearn("read", BOARDS / "aldersea_skye_scie_report.txt")
    assert "\nfinding 1  When a young person leaves care" in printed
    assert "\n    question 1.a  How confident is the Partnership" in printed
    assert "\n4 findings, 10 parts of them, 0 responses.\n" in printed


def test_read_as_json_gives_every_table(scrlearn):
    _, printed, _ = scrlearn("read", CHILD_K, "--json")
    tables = json.loads(printed)
    text, doubts = tables.pop("document_text"), tables.pop("doubts")
    assert doubts == []
    assert all(text[row["start"] : row["end"]] == row["text"] for row in tables["recommendations"] + tables["unplaced"])
    assert {name: len(rows) for name, rows in tables.items()} == {
        "reviews": 1,
        "documents": 1,
        "recommendations": 9,
        "responses": 6,
        "answers": 6,
        "unplaced": 8,
    }
    assert tables["reviews"][0]["published_on"] is None
    assert tables["recommendations"][3]["start"] == 2682


def test_a_new_edition_says_which_decisions_have_to_be_made_again(scrlearn, tmp_path):
    folder = tmp_path / "mine"
    scrlearn("new", folder)
    scrlearn("add", folder, CHILD_K)
    text = load_reviews(folder).recommendations["text"].iloc[0]
    decision = {"passage_id": "hampshire-child-k-2017:1", "theme_id": "cross_border", "decision": "applies"}
    record_decisions(folder, pd.DataFrame([decision | {"text_seen": text}]), coder="ann")
    second = tmp_path / "second.txt"
    second.write_text(CHILD_K.read_text(encoding="utf-8").replace("1) To invite", "1) To ask"), encoding="utf-8")
    code, _, complaint = scrlearn("add", folder, second)
    assert (code, "add it with --replace" in complaint) == (2, True)
    code, printed, _ = scrlearn("add", folder, second, "--replace")
    assert code == 0
    assert "replaced as hampshire-child-k-2017 (4 recommendations, 6 responses)" in printed
    assert "Not in the same words as before, or gone: hampshire-child-k-2017:1.\n" in printed
    assert "Decision to make again: hampshire-child-k-2017:1, cross_border, by ann (words have changed).\n" in printed


@pytest.mark.filterwarnings("always::scrlearn.errors.SensitiveWarning")
def test_what_looks_like_personal_details_is_warned_of_and_added(scrlearn, tmp_path):
    folder, document = tmp_path / "mine", tmp_path / "k.txt"
    text = CHILD_K.read_text(encoding="utf-8").replace("1) To invite", "1) To ring 01962 841841 and invite")
    document.write_text(text, encoding="utf-8")
    scrlearn("new", folder)
    code, printed, complaint = scrlearn("add", folder, document)
    assert (code, "added as hampshire-child-k-2017" in printed) == (0, True)
    assert complaint.splitlines() == [
        "scrlearn: 1 × phone_number: this looks like personal details in what is published; "
        "mend the tables, or be sure that it is not.",
        "  recommendations, hampshire-child-k-2017:1, text, characters 8 to 20: phone_number '01*** ******'",
    ]


def test_a_tracker_is_added_once_its_columns_are_confirmed(scrlearn, tmp_path):
    folder = tmp_path / "mine"
    scrlearn("new", folder)
    scrlearn("add", folder, CHILD_K)
    tracker = tmp_path / "tracker.csv"
    tracker.write_text("Case,Recommendation,Action,By whom,RAG\nChild K,Ask all.,Ask.,Police,Green\n,Whose?,,,\n")
    code, printed, _ = scrlearn("add", folder, tracker)
    assert (code, "nothing is added yet" in printed, "D   By whom → lead" in printed) == (0, True, True)
    code, printed, _ = scrlearn("add", folder, tracker, "--confirm-columns")
    assert "1 added, 1 refused.\n  A3: " in printed
    code, printed, _ = scrlearn("add", folder, tracker)
    assert "1 already there, 1 refused." in printed
    assert load_reviews(folder).responses["lead"].to_list()[-1] == "Police"


def test_a_collection_is_started_filled_and_run(scrlearn, tmp_path):
    folder = tmp_path / "mine"
    assert scrlearn("new", folder, "--name", "Ours")[0] == 0
    code, printed, _ = scrlearn("add", folder, CHILD_K)
    assert (code, printed.strip().endswith("added as hampshire-child-k-2017 (4 recommendations, 6 responses)")) == (
        0,
        True,
    )
    code, printed, _ = scrlearn("add", folder, CHILD_K)
    assert "already there as hampshire-child-k-2017" in printed
    code, printed, _ = scrlearn("run", folder)
    assert code == 0
    assert printed.startswith("1 review counted.\n9 recommendations and parts, 6 responses.\n")


def test_a_template_is_filled_and_becomes_a_collection(scrlearn, tmp_path, copy_of):
    collection = copy_of("illustrative")
    assert scrlearn("template", tmp_path / "t.xlsx", "--from", collection)[0] == 0
    assert scrlearn("new", tmp_path / "again", "--from", tmp_path / "t.xlsx")[0] == 0
    for table in ("reviews", "recommendations", "responses", "answers", "documents"):
        assert read_csv(tmp_path / "again" / f"{table}.csv").equals(read_csv(collection / f"{table}.csv"))
    assert "illustrative = true" in (tmp_path / "again" / "collection.toml").read_text(encoding="utf-8")


def test_the_codebook_passes_its_examples(scrlearn):
    code, printed, _ = scrlearn("codebook", "test")
    passed, _, of, *_ = printed.split()
    assert (code, passed) == (0, of)


def test_a_codebook_whose_rules_fail_an_example_is_told_which(scrlearn, copy_of):
    folder = copy_of("hampshire")
    starter = ROOT / "scrlearn" / "themes" / "starter"
    (folder / "codebook").mkdir()
    for table in ("themes", "rules", "examples"):
        (folder / "codebook" / f"{table}.csv").write_bytes((starter / f"{table}.csv").read_bytes())
    with (folder / "codebook" / "examples.csv").open("a", encoding="utf-8") as file:
        file.write("mine,safe_sleeping,The meeting was minuted.,True,it is not about sleep\n")
    code, printed, _ = scrlearn("codebook", "test", folder)
    assert code == 1
    assert printed.startswith("mine: safe_sleeping should be found\n")


def test_help_names_every_command(scrlearn):
    _, printed, _ = scrlearn("--help")
    assert [
        name
        for name in ("run", "report", "release", "similar", "read", "add", "new", "template", "codebook")
        if name not in printed
    ] == []


def test_a_report_is_written_and_released_and_made_again(scrlearn, copy_of, tmp_path):
    folder = copy_of("hampshire")
    words = ["--from", "2000", "--to", "2030", "--by", "decided_on"]
    code, printed, _ = scrlearn("report", folder, *words, "--out", tmp_path / "r.docx", "--out", tmp_path / "r.html")
    assert code == 0
    assert printed == (
        "1 review counted. Counted by the date of the decision to review, from 2000 to 2030. "
        "Left out: 1 review undated.\n"
        "1 of 21 codings confirmed by a person.\n"
        f"Wrote {tmp_path / 'r.docx'}\nWrote {tmp_path / 'r.html'}\n"
    )
    assert scrlearn("release", folder, "annual", *words)[0] == 0
    assert scrlearn("report", folder, "--release", "annual", "--out", tmp_path / "again.docx")[0] == 0
    assert (tmp_path / "again.docx").read_bytes() == (tmp_path / "r.docx").read_bytes()


def test_the_sections_of_a_report_are_printed_as_a_file_to_change(scrlearn, tmp_path):
    code, printed, _ = scrlearn("report", tmp_path, "--sections")
    assert (code, printed.count("\nsections = [\n")) == (0, 1)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "report: nowhere to write to; add --out"),
        (["--out", "r.pdf"], "r.pdf: give the report a name that ends in .docx, .html or .xlsx"),
        (["--out", "r.docx", "--release", "annual"], "annual: is no release; freeze one with"),
        (["--out", "r.docx", "--release", "../annual"], "'../annual': is no name for a release"),
        (["--out", "r.docx", "--release", "annual", "--from", "2020"], "annual was frozen with its own dates"),
        (["--out", "r.docx", "--release", "annual", "--encoder", "m"], "annual was frozen with its own dates"),
    ],
)
def test_a_report_that_cannot_be_made_gets_one_clear_line(scrlearn, copy_of, words, message):
    folder = copy_of("hampshire")
    before = contents(folder)
    code, printed, complaint = scrlearn("report", folder, *words)
    assert (code, printed) == (2, "")
    assert message in complaint
    assert complaint.count("\n") == 1
    assert contents(folder) == before


BAD_COLLECTIONS = {
    "no collection": (lambda folder: (folder / "collection.toml").unlink(), "is no collection"),
    "missing column": (
        lambda folder: change(folder / "reviews.csv", "review_type", "type_of_review"),
        "reviews (reviews.csv): column ['review_type'] is missing",
    ),
    "missing table": (lambda folder: (folder / "answers.csv").unlink(), "answers.csv: cannot be read"),
    "duplicate passage": (
        lambda folder: change(
            folder / "recommendations.csv", "\nhampshire-child-k-2017:2,", "\nhampshire-child-k-2017:1,"
        ),
        "passage_id has ['hampshire-child-k-2017:1'] in rows 2 and 3",
    ),
    "unknown theme": (
        lambda folder: change(folder / "corrections.csv", "cross_border_information_sharing", "borders"),
        "corrections: theme_id has ['borders']",
    ),
    "answer to nothing": (
        lambda folder: change(folder / "answers.csv", ",hampshire-child-k-2017:4", ",hampshire-child-k-2017:44"),
        "answers: recommendation_id has ['hampshire-child-k-2017:44'] in row 7",
    ),
    "other decision": (
        lambda folder: change(folder / "corrections.csv", ",applies,", ",yes,"),
        "decision has ['yes'] in row 2; use one of applies, does_not_apply, unsure, withdrawn",
    ),
    "outputs in the way": (lambda folder: (folder / "outputs").write_text("mine"), "outputs: cannot be written"),
    "runs in the way": (lambda folder: (folder / "runs").write_text("mine"), "runs: cannot be written"),
}


@pytest.mark.parametrize("name", BAD_COLLECTIONS)
def test_a_run_on_bad_input_gets_one_clear_line_and_writes_nothing(scrlearn, copy_of, name):
    spoil, message = BAD_COLLECTIONS[name]
    folder = copy_of("hampshire")
    spoil(folder)
    before = contents(folder)
    code, printed, complaint = scrlearn("run", folder)
    assert (code, printed) == (2, "")
    assert complaint.startswith("scrlearn: ")
    assert message in complaint
    assert complaint.count("\n") == 1
    assert contents(folder) == before
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith(".")) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"  \n\n ", "is empty"),
        (b"\x00\x01\x02\xff" * 50, "is a binary file"),
        (b"%PDF-1.7 ...", "PDF"),
        (None, "is not there"),
    ],
)
@pytest.mark.parametrize("command", ["read", "add"])
def test_a_document_that_cannot_be_read_gets_one_clear_line(scrlearn, copy_of, tmp_path, command, content, message):
    file, folder = tmp_path / "given.txt", copy_of("hampshire")
    if content is not None:
        file.write_bytes(content)
    before = contents(folder)
    code, printed, complaint = scrlearn(*(["read", file] if command == "read" else ["add", folder, CHILD_K, file]))
    assert (code, printed) == (2, "")
    assert complaint.startswith("scrlearn: ")
    assert "given.txt" in complaint
    assert message in complaint
    assert complaint.count("\n") == 1
    assert contents(folder) == before


def test_a_workbook_is_never_written_over_another_file(scrlearn, tmp_path):
    (tmp_path / "t.xlsx").write_text("mine")
    code, _, complaint = scrlearn("template", tmp_path / "t.xlsx")
    assert (code, complaint.startswith("scrlearn: ")) == (2, True)
    assert (tmp_path / "t.xlsx").read_text() == "mine"


STARTER = ROOT / "scrlearn" / "themes" / "starter"


def own_codebook(folder):
    """Give a collection a copy of the starter codebook; return its place."""
    codebook = folder / "codebook"
    codebook.mkdir()
    for table in ("themes", "rules", "examples"):
        (codebook / f"{table}.csv").write_bytes((STARTER / f"{table}.csv").read_bytes())
    return codebook


def append(file, row):
    file.write_text(file.read_text(encoding="utf-8-sig") + row + "\n", encoding="utf-8")


def test_a_codebook_test_says_how_the_rules_stand(scrlearn, copy_of):
    folder = copy_of("hampshire")
    append(own_codebook(folder) / "rules.csv", "sleep-any-baby,safe_sleeping,(baby|child|should),,far too wide")
    code, printed, _ = scrlearn("codebook", "test", folder)
    lines = printed.splitlines()
    assert "105 rules: " in lines[-2]
    assert lines[-2].endswith(", 1 are demoted.")
    assert lines[-1].startswith("sleep-any-baby: demoted, right in ")
    assert code == 1, "the wide rule fires on examples that it must not fire on"


def test_a_codebook_that_contradicts_itself_is_told_where(scrlearn, copy_of):
    folder = copy_of("hampshire")
    codebook = own_codebook(folder)
    append(codebook / "rules.csv", "one,safe_sleeping,hammock,,a name")
    append(codebook / "rules.csv", "two,safe_sleeping,hammock,,a name")
    code, printed, _ = scrlearn("codebook", "test", folder)
    assert code == 1
    assert printed.startswith("one, two: these rules have the same pattern\n")
    assert "examples pass. Conflicts: 1." in printed


@pytest.mark.parametrize("name", ["perennial_challenges", "sub_themes"])
def test_the_rules_of_themes_that_are_not_labelled_are_unmeasured(scrlearn, name):
    code, printed, _ = scrlearn("codebook", "test", name)
    assert code == 0
    assert " 0 weigh, " in printed
    assert printed.endswith(" are unmeasured and weigh, 0 are demoted.\n")


@pytest.mark.parametrize("command", ["run", "codebook test"])
def test_a_theme_without_rules_and_labels_gets_one_clear_line(scrlearn, copy_of, command):
    folder = copy_of("hampshire")
    append(own_codebook(folder) / "themes.csv", "fire_safety,Fire safety,,Smoke alarms and fire,,,")
    code, printed, complaint = scrlearn(*command.split(), folder)
    assert (code, printed) == (2, "")
    assert complaint == (
        "scrlearn: themes: fire_safety: no rule, and too few labelled passages to learn from; add to rules.csv.\n"
    )


@pytest.fixture(scope="module")
def recoded(tmp_path_factory):
    """Run a collection whose codebook has a rule far too wide, a theme renamed and a theme divided; give its folder."""
    folder = tmp_path_factory.mktemp("recoded") / "hampshire"
    shutil.copytree(ROOT / "data" / "hampshire", folder, ignore=shutil.ignore_patterns("outputs", "runs"))
    codebook = own_codebook(folder)
    append(codebook / "rules.csv", "sleep-any-baby,safe_sleeping,(baby|child|should),,far too wide")
    append(codebook / "themes.csv", "babies,Babies asleep,,An older name,,,safe_sleeping")
    append(codebook / "themes.csv", "family,Family,,An older name,,,whole_family;voice_of_the_child")
    append(folder / "corrections.csv", "hampshire-child-k-2017:1,babies,Ann,,applies,,,")
    append(folder / "corrections.csv", "hampshire-child-k-2017:1,family,Ann,,applies,,,")
    run_collection(folder)
    return folder


def test_a_run_demotes_a_rule_that_is_too_seldom_right_and_names_it(recoded):
    measures = read_csv(recoded / "outputs" / "tables" / "rule_measures.csv").set_index("rule_id")
    assert measures.index[measures["standing"] == "demoted"].tolist() == ["sleep-any-baby"]
    page = (recoded / "outputs" / "briefing.html").read_text(encoding="utf-8")
    assert "They are shown as evidence and no longer weigh: sleep-any-baby (" in page


def test_a_demoted_rule_is_shown_and_asks_for_no_check(recoded):
    codings = read_csv(recoded / "outputs" / "tables" / "recommendation_codings.csv")
    alone = codings[codings["rule_ids"] == "sleep-any-baby"]
    assert alone["evidence"].notna().all()
    assert len(alone) > 0
    assert alone["reason"].dropna().str.startswith("a rule fires").tolist().count(True) == 0


def test_a_decision_follows_a_theme_that_was_renamed(recoded):
    cells = read_csv(recoded / "outputs" / "tables" / "recommendation_codings.csv")
    carried = cells.set_index(["passage_id", "theme_id"]).loc[("hampshire-child-k-2017:1", "safe_sleeping")]
    assert carried[["decision", "decided_by", "reason"]].tolist() == [
        "applies",
        "person",
        "Ann: applies, decided on babies",
    ]
    assert set(cells["theme_id"]) & {"babies", "family"} == set()


def test_a_decision_on_a_theme_that_was_divided_is_listed_for_another_look(recoded):
    stale = read_csv(recoded / "outputs" / "tables" / "stale_corrections.csv")
    assert stale[["theme_id", "why"]].values.tolist() == [
        ["family", "theme was divided into whole_family, voice_of_the_child"]
    ]


def test_any_table_of_texts_is_coded_to_standard_output(scrlearn, tmp_path):
    file = tmp_path / "given.csv"
    file.write_text(
        "ref,words\nA,Tell parents that a baby must not share a sofa with an adult who has been drinking.\n"
        "=B,The annual report was published in September.\n",
        encoding="utf-8",
    )
    code, printed, _ = scrlearn("code", file, "--text", "words", "--id", "ref")
    header, *rows = printed.splitlines()
    assert (code, header) == (0, "passage_id,theme_id,decision,score,decided_by,evidence")
    assert [row.split(",")[:3] for row in rows] == [["A", "safe_sleeping", "applies"]]
    _, printed, _ = scrlearn("code", file, "--text", "words", "--id", "ref", "--all", "--no-check")
    cells = [row.split(",") for row in printed.splitlines()[1:]]
    assert sorted({row[0] for row in cells}) == ["'=B", "A"]
    decisions = [row[2] for row in cells]
    assert sorted(set(decisions)) == ["applies", "does_not_apply"]
    assert len(decisions) == 8


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--text", "sentence"], "column ['sentence'] is missing"),
        (["--text", "words", "--codebook", "nowhere"], "nowhere"),
        (["--text", "words", "--encoder", "nowhere"], "nowhere"),
    ],
)
def test_coding_with_what_is_not_there_gets_one_clear_line(scrlearn, tmp_path, options, message):
    file = tmp_path / "given.csv"
    file.write_text("words\nHear the child.\n", encoding="utf-8")
    code, printed, complaint = scrlearn("code", file, *options)
    assert (code, printed) == (2, "")
    assert message in complaint
    assert complaint.count("\n") == 1


def test_past_recommendations_like_a_text_are_printed_and_written_as_a_page(scrlearn, copy_of, tmp_path):
    out = tmp_path / "answer.html"
    asked = "Dad was missing from the paperwork and was never invited."
    code, printed, _ = scrlearn("similar", copy_of("illustrative"), asked, "--most", 1, "--out", out)
    assert code == 0
    assert " 1. Child D, Fellmarch, 2014: recommendation 1.a\n" in printed
    assert " 2. " not in printed
    assert printed.endswith(f"\nRead: {out}\n")
    assert asked in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([" "], "the text is empty"),
        (["gone.txt"], "gone.txt: is not there"),
        (["Dad", "--out", "answer.pdf"], "answer.pdf: give the page a name that ends in .html"),
    ],
)
def test_a_question_that_cannot_be_asked_gets_one_clear_line(scrlearn, copy_of, words, message):
    code, printed, complaint = scrlearn("similar", copy_of("hampshire"), *words)
    assert (code, printed) == (2, "")
    assert complaint.startswith("scrlearn: ")
    assert message in complaint
    assert complaint.count("\n") == 1


def test_a_collection_of_an_earlier_version_is_refused_until_it_is_migrated(scrlearn, copy_of):
    folder = copy_of("hampshire")
    change(folder / "collection.toml", "schema_version = 2", "schema_version = 1")
    told = load_corrections(DATA / "hampshire")["reason"].tolist()
    code, _, complaint = scrlearn("run", folder)
    assert (code, complaint.count("\n")) == (2, 1)
    assert (
        f"schema_version is 1; this package reads 2. Run 'scrlearn migrate {folder}', which keeps a copy." in complaint
    )
    code, printed, _ = scrlearn("migrate", folder)
    (backup,) = (folder / "backups").iterdir()
    assert (code, printed) == (0, f"{folder} is of schema version 2 now. What was there before stands in {backup}.\n")
    assert load_corrections(folder)["reason"].tolist() == told
    code, printed, _ = scrlearn("migrate", folder)
    assert (code, printed) == (0, f"{folder} is of schema version 2 already; nothing was changed.\n")
