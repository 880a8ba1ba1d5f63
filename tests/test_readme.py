"""What the README promises is what happens."""

import re
import shlex
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
from typer.testing import CliRunner

import scrlearn as scr
from scrlearn.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(kind):
    return re.findall(rf"```{kind}\n(.*?)```", README, re.DOTALL)


def test_the_first_lines_give_the_table_and_the_chart_that_are_shown(monkeypatch):
    monkeypatch.chdir(ROOT)
    names = {}
    exec(compile(blocks("python")[0], "README.md", "exec"), names)
    plt.close("all")
    counts = names["theme_counts"]
    assert counts.drop(columns=["theme_id", "notice"]).to_string(index=False) == blocks("text")[0].rstrip("\n")
    shown = re.search(r"!\[(.*?)\]\((.*?)\)", README)
    words = scr.describe_themes(counts).splitlines()
    assert [sentence for sentence in shown[1].rstrip(".").split(". ") if f"{sentence}." not in words] == []
    assert (ROOT / shown[2]).read_bytes().startswith(b"\x89PNG")


COMMANDS = [line.split("#")[0].strip() for block in blocks("console") for line in block.splitlines()]


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith("scrlearn")])
def test_every_command_that_is_named_is_understood(command):
    name, *options = shlex.split(command.replace("\\", "/"))[1:]
    options = [option for option in options if option.startswith("--")]
    helped = CliRunner().invoke(app, [name, "--help"], env={"COLUMNS": "200"})
    assert helped.exit_code == 0
    assert [option for option in options if option not in helped.stdout] == []


def test_every_make_command_is_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {line.split()[1] for line in COMMANDS if line.startswith("make ")}
    assert [target for target in named if f"\n{target}: " not in makefile] == []


def test_every_link_leads_somewhere():
    links = [link.split("#")[0] for link in re.findall(r"\]\((?!http)(.*?)\)", README)]
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_test_that_is_to_show_what_is_protected_is_there():
    named = re.findall(r"`(tests/[\w/]+\.py)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    assert len(named) > 10
    assert [test for test in named if not (ROOT / test).is_file()] == []
