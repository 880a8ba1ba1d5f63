"""The shape of the house."""

import subprocess
import sys
import tomllib
from pathlib import Path

import scrlearn

ROOT = Path(__file__).parents[1]
# Tests of what several files of a room do together.
ACROSS_FILES = {
    *("test_accessibility", "test_boards", "test_browser", "test_cluster", "test_expected", "test_failures"),
    *(
        "test_illustrative",
        "test_hostile_files",
        "test_layout",
        "test_other_hands",
        "test_panel_browser",
        "test_people",
        "test_properties",
    ),
}


def test_rooms_meet_only_at_the_tables():
    checked = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def test_every_public_name_is_there_and_described():
    undescribed = [name for name in scrlearn.__all__ if not (getattr(scrlearn, name).__doc__ or "").strip()]
    assert undescribed == []
    assert sorted(scrlearn.__all__, key=lambda name: (name[0].islower(), name)) == scrlearn.__all__


def test_every_file_of_the_tests_mirrors_a_file_of_the_package():
    rooms = [folder.name for folder in (ROOT / "scrlearn").iterdir() if (folder / "__init__.py").exists()]
    strays = [
        str(test.relative_to(ROOT))
        for room in rooms
        for test in (ROOT / "tests" / room).glob("test_*.py")
        if not list((ROOT / "scrlearn" / room).glob(f"{test.stem.removeprefix('test_')}*"))
        and test.stem not in ACROSS_FILES
    ]
    assert strays == []


def test_the_conda_environment_asks_for_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines()
    conda = {line.strip().removeprefix("- ") for line in lines if line.startswith("  - ")}
    expected = {*project["dependencies"], *project["optional-dependencies"]["notebooks"]}
    assert expected <= conda
    assert conda - expected == {"conda-forge", f"python{project['requires-python']}", "pip", "pip:"}
    assert "      - -e .[notebooks]" in lines
