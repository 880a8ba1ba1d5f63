import json
import shutil

import pandas as pd
import pytest

from scrlearn.errors import CollectionError, FileError
from scrlearn.reviews.collection import load_reviews
from scrlearn.runs.coding import Period, code_collection
from scrlearn.runs.release import changed_files, freeze_release, load_release
from scrlearn.runs.report import run_report
from scrlearn.runs.tabulating import tabulate_findings
from tests.conftest import DATA, contents

KINDS = ("docx", "html", "xlsx")


def change(file, old, new):
    text = file.read_text(encoding="utf-8-sig")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def reports(folder, place, **options):
    run_report(folder, [place / f"r.{kind}" for kind in KINDS], **options)
    return {kind: (place / f"r.{kind}").read_bytes() for kind in KINDS}


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """Release a collection with a report.toml; give its folder and the reports made of it that day."""
    place = tmp_path_factory.mktemp("released")
    folder = shutil.copytree(DATA / "hampshire", place / "ours", ignore=shutil.ignore_patterns("outputs", "runs"))
    (folder / "report.toml").write_text('title = "Our year"\nsections = ["themes", "replies"]\n', encoding="utf-8")
    made = reports(folder, place)
    freeze_release(folder, "annual-1")
    return folder, made


@pytest.fixture
def folder(released, tmp_path):
    return shutil.copytree(released[0], tmp_path / "ours")


def test_a_release_gives_the_same_report_whatever_has_changed_since(released, folder, tmp_path):
    change(folder / "recommendations.csv", "safe", "sound")
    change(folder / "corrections.csv", ",applies,", ",does_not_apply,")
    change(folder / "collection.toml", "Hampshire", "Elsewhere")
    (folder / "report.toml").unlink()
    steps = []
    assert reports(folder, tmp_path, release="annual-1", progress=steps.append) == released[1]
    assert steps == ["Counting what recurs", "Drawing and writing"]


def test_a_release_says_what_it_rested_on(folder):
    record = json.loads((folder / "releases" / "annual-1" / "release.json").read_text(encoding="utf-8"))
    assert record["parameters"] == {
        "first": None,
        "last": None,
        "date": "published_on",
        "years": "calendar",
        "overdue_on": None,
        "include_unpublished": False,
        "seed": 0,
    }
    assert (record["title"], record["made_with"]) == ("Our year", "scrlearn 0.1.0")
    assert set(record["packages"]) >= {"scrlearn", "pandas", "scikit-learn", "matplotlib"}
    assert set(record["inputs"]) >= {"reviews.csv", "recommendations.csv", "corrections.csv", "report.toml"}
    assert {*record["files"], "release.json"} == set(contents(folder / "releases" / "annual-1"))


def test_a_release_is_a_collection_with_its_codebook_and_its_codings(folder):
    assert load_reviews(folder / "releases" / "annual-1").reviews.equals(load_reviews(folder).reviews)
    assert {"codebook/themes.csv", "codebook/rules.csv", "recommendation_codings.csv", "left_out.csv"} <= set(
        contents(folder / "releases" / "annual-1")
    )


def test_what_is_loaded_from_a_release_is_what_was_coded(tmp_path):
    folder = shutil.copytree(DATA / "illustrative", tmp_path / "ours")
    period = Period("2023-04-01", "2024-03-31", years="april")
    freeze_release(folder, "annual", period=period)
    coded = code_collection(folder, period=period)
    basis = load_release(folder, "annual")
    assert basis.period == period
    for name, table in coded._asdict().items():
        if isinstance(table, pd.DataFrame):
            pd.testing.assert_frame_equal(getattr(basis.coded, name), table)
    then, now = (tabulate_findings(one, period=period) for one in (basis.coded, coded))
    for name, table in now.tables.items():
        pd.testing.assert_frame_equal(then.tables[name], table)
    unpublished = coded.left_out.loc[coded.left_out["reason"] == "unpublished", "review_id"]
    frozen = b"".join(content for name, content in contents(folder / "releases").items() if "left_out" not in name)
    assert [review_id for review_id in unpublished if review_id.encode() in frozen] == []


def test_a_release_is_never_changed(folder):
    before = contents(folder)
    with pytest.raises(CollectionError, match=r"annual-1: is there already; a release is never changed"):
        freeze_release(folder, "annual-1")
    assert contents(folder) == before


@pytest.mark.parametrize("name", ["", ".", "..", "../other", "a/b", "a\\b", "C:x", "-a", "a.", " a", "/tmp/x"])
def test_a_name_that_is_none_is_refused(folder, name):
    before = contents(folder)
    for use in (freeze_release, load_release):
        with pytest.raises(CollectionError, match="is no name for a release"):
            use(folder, name)
    assert contents(folder) == before


def test_a_release_that_is_not_there_is_refused(folder):
    with pytest.raises(CollectionError, match=r"annual-2: is no release; freeze one with 'scrlearn release"):
        load_release(folder, "annual-2")


@pytest.mark.parametrize("name", ["recommendation_codings.csv", "codebook/themes.csv", "report.toml"])
def test_a_release_that_was_changed_is_refused(folder, name):
    file = folder / "releases" / "annual-1" / name
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(CollectionError, match=rf"{name}: has changed since it was released"):
        load_release(folder, "annual-1")


@pytest.mark.parametrize("record", [b"", b"{", b"[]", b"{}", b"\xff", b'{"files": 1, "parameters": {}}'])
def test_a_release_whose_record_was_spoilt_is_refused(folder, record):
    (folder / "releases" / "annual-1" / "release.json").write_bytes(record)
    with pytest.raises(CollectionError, match=r"release\.json: is no record of a release \(.+\); put it back"):
        load_release(folder, "annual-1")


def test_the_files_of_a_release_that_have_changed_are_told(folder):
    place = folder / "releases" / "annual-1"
    assert changed_files(place) == []
    (place / "reviews.csv").unlink()
    change(place / "corrections.csv", ",applies,", ",unsure,")
    assert changed_files(place) == ["reviews.csv", "corrections.csv"]


def test_other_ends_of_lines_are_no_change(folder):
    for file in (folder / "releases" / "annual-1").rglob("*.csv"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert len(load_release(folder, "annual-1").coded.collection.reviews) == 2


def test_a_release_that_cannot_be_written_leaves_nothing_behind(copy_of):
    folder = copy_of("hampshire")
    (folder / "releases").write_text("mine")
    before = contents(folder)
    with pytest.raises(FileError, match=r"releases.*cannot be written"):
        freeze_release(folder, "annual-1")
    assert {name: content for name, content in contents(folder).items() if not name.startswith("runs/")} == before


def test_a_collection_that_is_no_folder_has_no_releases(tmp_path):
    with pytest.raises(CollectionError, match=r"is no folder; releases are kept in a collection's folder"):
        freeze_release(tmp_path / "reviews.xlsx", "annual-1")


def test_a_release_of_before_agreement_was_measured_can_be_loaded(folder):
    place = folder / "releases" / "annual-1"
    (place / "agreement.csv").unlink()
    record = json.loads((place / "release.json").read_text(encoding="utf-8"))
    del record["files"]["agreement.csv"]
    (place / "release.json").write_text(json.dumps(record), encoding="utf-8")
    basis = load_release(folder, "annual-1")
    assert basis.coded.agreement.empty
    assert len(basis.coded.recommendation_codings)
