import shutil
import sys
from pathlib import Path

import matplotlib
import pytest
from playwright.sync_api import sync_playwright

from scrlearn import cli
from tests.browsing import CHROMIUM

matplotlib.use("Agg")

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def copy_of(tmp_path):
    """Copy one of the shipped collections, to be changed as a test likes."""

    def copy(name):
        return Path(shutil.copytree(DATA / name, tmp_path / name, ignore=shutil.ignore_patterns("outputs", "runs")))

    return copy


@pytest.fixture
def scrlearn(monkeypatch, capsys):
    """Type a command; get its exit code, what it printed, and what it complained of."""

    def typed(*words):
        monkeypatch.setattr(sys, "argv", ["scrlearn", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
            sys.exit(0)
        printed = capsys.readouterr()
        return ended.value.code or 0, printed.out, printed.err

    return typed


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium, without a window."""
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


def contents(folder, pattern="**/*"):
    """Return every file below a folder, by its place, as bytes."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.glob(pattern) if file.is_file()}
