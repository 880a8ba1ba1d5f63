import pandas as pd
import pytest

from scrlearn.errors import CollectionError, FileError
from scrlearn.runs.coding import Period
from scrlearn.runs.report import describe_scope, run_report
from scrlearn.runs.run import run_collection
from scrlearn.runs.tabulating import tabulate_findings
from tests.conftest import contents
from tests.export.material import CODED


@pytest.fixture(scope="module")
def findings():
    return tabulate_findings(CODED, period=Period())


def test_the_scope_says_how_many_reviews_were_counted_and_how_many_had_no_recommendations(findings):
    assert describe_scope(findings, Period()) == "2 reviews counted, 1 of them without recommendations."


def test_the_scope_says_which_time_and_which_reviews_were_left_out(findings):
    left_out = pd.DataFrame(
        {"review_id": ["a", "b", "c"], "reason": ["unpublished", "outside_period", "outside_period"]}
    )
    assert describe_scope(findings._replace(left_out=left_out), Period("2023-04-01", "2024", "decided_on")) == (
        "2 reviews counted, 1 of them without recommendations. Counted by the date of the decision to review, from "
        "1 April 2023 to 2024. Left out: 1 review unpublished. Left out: 2 reviews outside that time."
    )
    assert "from the first to March 2024" in describe_scope(findings, Period(last="2024-03"))


def test_a_run_and_a_report_make_the_same_page(copy_of):
    folder = copy_of("hampshire")
    (folder / "report.toml").write_text('title = "Our year"\nsections = ["replies"]\n', encoding="utf-8")
    made = run_report(folder, [folder / "r.html"])
    page = (folder / "r.html").read_text(encoding="utf-8")
    assert "<h1>Our year</h1>" in page
    assert "What learning recurs?" not in page
    assert made.draft
    assert run_collection(folder).briefing.read_text(encoding="utf-8") == page


def test_a_file_of_another_kind_is_refused_before_anything_is_coded(tmp_path):
    with pytest.raises(FileError, match=r"r\.pdf: give the report a name that ends in \.docx, \.html or \.xlsx"):
        run_report(tmp_path / "nowhere", [tmp_path / "r.docx", tmp_path / "r.pdf"])


def test_all_files_are_written_or_none(copy_of, tmp_path):
    folder = copy_of("hampshire")
    (tmp_path / "in-the-way.xlsx").mkdir()
    before = contents(tmp_path)
    with pytest.raises(FileError, match=r"in-the-way\.xlsx: cannot be written"):
        run_report(folder, [tmp_path / "r.html", tmp_path / "in-the-way.xlsx"])
    assert contents(tmp_path) == before


def test_a_layout_that_is_wrong_is_refused_before_anything_is_coded(copy_of):
    folder = copy_of("hampshire")
    (folder / "report.toml").write_text('sections = ["theme"]', encoding="utf-8")
    steps = []
    with pytest.raises(CollectionError, match=r"sections has \['theme'\]"):
        run_report(folder, [folder / "r.html"], progress=steps.append)
    assert steps == []


def test_a_codebook_of_one_theme_has_no_pairs_to_show_and_the_report_says_so(copy_of):
    folder = copy_of("hampshire")
    (folder / "codebook").mkdir()
    tables = {
        "themes": "theme_id,theme,theme_group,definition,include,exclude,replaced_by\n"
        "training,Training,,Courses and workshops,,,\n",
        "rules": "rule_id,theme_id,pattern,unless,reason\nworkshops,training,learning lessons workshop,,its name\n",
        "examples": "example_id,theme_id,text,applies,reason\n",
    }
    for name, text in tables.items():
        (folder / "codebook" / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "corrections.csv").unlink()
    page = run_collection(folder).briefing.read_text(encoding="utf-8")
    assert (
        page.count("Nothing of this kind was found in the reviews that were counted.") == 3
    )  # pairs, repeats, national
    run_report(folder, [folder / "r.docx", folder / "r.xlsx", folder / "r.html"])
    assert (folder / "r.html").read_text(encoding="utf-8") == page
