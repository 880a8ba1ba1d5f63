"""No command asks for a network, or leaves anything behind but what it was asked to write."""

import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import typer

import tests.offline.sitecustomize  # noqa: F401
from scrlearn.cli.app import app
from tests.conftest import contents

THEMES = Path(__file__).parents[1] / "scrlearn" / "themes"
OFFLINE = Path(__file__).parent / "offline"
PDF = Path(__file__).parent / "material" / "boards" / "brackwater_child_n_response.pdf"
# Every command, in each way that does something else. They are typed one after the other, beside these files.
COMMANDS = {
    "add": ["add hampshire {pdf}", "add hampshire tracker.csv --confirm-columns"],
    "agreement": ["agreement hampshire --out out/disagreements.csv"],
    "code": ["code texts.csv --codebook sub_themes"],
    "codebook test": ["codebook test"],
    "compare": [
        "run hampshire",
        "sheet hampshire --out out/sheet.xlsx --n 1",
        "sheet hampshire --record out/sheet.xlsx --coder Ann",
        "run hampshire --from 2015 --by decided_on",
        "compare hampshire",
    ],
    "doctor": ["doctor hampshire"],
    "exchange": ["exchange hampshire --to out/h.qdpx", "exchange hampshire --from out/h.qdpx"],
    "migrate": ["migrate hampshire"],
    "new": ["new out/empty", "template out/reviews.xlsx --from hampshire", "new out/filled --from out/reviews.xlsx"],
    "read": ["read {pdf}"],
    "release": ["release hampshire annual", "report hampshire --release annual --out out/annual.html"],
    "report": ["report hampshire --out out/r.docx --out out/r.html --out out/r.xlsx"],
    "run": ["run hampshire"],
    "sheet": [
        "sheet hampshire --out out/sheet.xlsx --n 4",
        "sheet hampshire --record out/sheet.xlsx --coder Ann",
        "sheet hampshire --matrix out/matrix.csv",
    ],
    "similar": ["similar hampshire Fathers --out out/answer.html"],
    "template": ["template out/empty.xlsx"],
}
FILES = {
    "texts.csv": "text\nHear the child.\n",
    "tracker.csv": "Case,Recommendation,Action,Lead\nChild K,Ask all.,Ask.,Police\n",
}


def names_of(command, *above):
    if not hasattr(command, "commands"):
        return [" ".join(above)]
    return [name for word, below in command.commands.items() for name in names_of(below, *above, word)]


@pytest.fixture
def refused(monkeypatch, tmp_path):
    """Refuse the network here and in every process that is started; return the file in which it is told what asked."""
    asked_for = tmp_path / "asked-for"
    monkeypatch.setenv("ASKED_FOR", str(asked_for))
    monkeypatch.setenv("PYTHONPATH", str(OFFLINE))
    return asked_for


@pytest.fixture
def temporary(monkeypatch, tmp_path):
    """Return an empty folder, which is that of temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def here(monkeypatch, tmp_path, copy_of):
    """Go to a folder with a collection, whose codebook is quick to learn, and the files that commands are given."""
    folder = copy_of("hampshire")
    shutil.copytree(THEMES / "sub_themes", folder / "codebook")
    decisions = (folder / "corrections.csv").read_text(encoding="utf-8-sig")
    decisions = decisions.replace("cross_border_information_sharing", "information_sharing")
    (folder / "corrections.csv").write_text(decisions, encoding="utf-8")
    (tmp_path / "out").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_is_tried():
    assert sorted(COMMANDS) == sorted(names_of(typer.main.get_command(app)))


def test_the_network_is_refused_here(refused):
    with pytest.raises(OSError, match="the network is refused"):
        socket.create_connection(("127.0.0.1", 9))
    assert refused.read_text(encoding="utf-8").startswith("socket.getaddrinfo")


def test_the_network_is_refused_to_the_processes_that_are_started(refused):
    program = [sys.executable, "-P", "-c", "import socket; socket.socket()"]
    assert "the network is refused" in subprocess.run(program, capture_output=True, text=True, check=False).stderr
    assert refused.read_text(encoding="utf-8").startswith("socket.__new__")


def type_lines(scrlearn, command, *, umask):
    before = os.umask(umask)
    try:
        for line in COMMANDS[command]:
            code, _, complaint = scrlearn(*line.format(pdf=PDF).split())
            assert (code, complaint) == (0, "")
    finally:
        os.umask(before)


def modes(folder):
    """Return who may do what with each file and folder below a folder, by place."""
    return {path.relative_to(folder): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}


def made_since(folder, before, umask):
    """Return what was made since, and is not as the umask says."""
    asked = {path: (0o777 if (folder / path).is_dir() else 0o666) & ~umask for path in modes(folder)}
    return {str(path): oct(mode) for path, mode in modes(folder).items() if path not in before and mode != asked[path]}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_asks_for_no_network_and_leaves_nothing_behind(scrlearn, here, refused, temporary, command):
    files, before = {path.name for path in here.iterdir()}, modes(here)
    type_lines(scrlearn, command, umask=0o002)
    assert not refused.exists()
    assert list(temporary.iterdir()) == []
    assert {path.name for path in here.iterdir()} == files
    hidden = {part for name in contents(here) for part in Path(name).parts if part.startswith(".")}
    assert hidden <= {".gitignore"}
    assert os.name == "nt" or made_since(here, before, 0o002) == {}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
@pytest.mark.parametrize("command", ["add", "new", "release"])
def test_what_a_careful_user_makes_nobody_else_can_open(scrlearn, here, command):
    before = modes(here)
    type_lines(scrlearn, command, umask=0o077)
    assert made_since(here, before, 0o077) == {}
