"""The notebooks run, say what they do, and carry no outputs."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.notebook_outputs import with_outputs

FOLDER = Path(__file__).parents[1] / "notebooks"
# Those that ship; an analyst may keep others beside them, as long as they carry no outputs.
NOTEBOOKS = sorted(FOLDER.glob("[0-9][0-9]-*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_the_notebooks_are_there():
    assert [path.stem for path in NOTEBOOKS] == [
        "01-what-reviews-do-we-have",
        "02-what-do-they-recommend",
        "03-how-good-is-the-coding",
        "04-what-learning-recurs",
        "05-did-the-replies-pick-it-up",
        "06-what-was-promised-and-is-it-done",
        "07-have-we-learnt-this-before",
        "08-gallery-of-charts",
        "09-what-should-i-check",
        "10-what-changed-and-why",
    ]


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_notebook_runs_from_top_to_bottom(notebook):
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": FOLDER}}).execute()
    charts = [cell for cell in code(notebook) if "scr.plot_" in cell.source]
    drawn = [any("image/png" in output.get("data", {}) for output in cell.outputs) for cell in charts]
    assert drawn == [True] * len(charts)


def test_every_chart_is_followed_by_its_words(notebook):
    cells = [cell.source for cell in notebook.cells]
    charts = [place for place, source in enumerate(cells) if "scr.plot_" in source]
    drawn = [re.search(r"scr\.plot_(\w+)\((.+)\);", cells[place]).groups() for place in charts]
    assert [cells[place + 2] for place in charts] == [f"print(scr.describe_{name}({table}))" for name, table in drawn]


def test_no_notebook_carries_outputs_whoever_wrote_it():
    assert with_outputs(FOLDER) == []


@pytest.mark.parametrize(
    "cell",
    [
        {"outputs": [{"output_type": "stream", "text": "Jack, born 3.4.2012"}], "execution_count": None},
        {"outputs": [], "execution_count": 3},
    ],
)
def test_a_notebook_with_outputs_is_named_with_what_to_do_and_not_with_what_is_in_it(tmp_path, cell):
    clean = {"cell_type": "code", "outputs": [], "execution_count": None}
    for name, cells in (("mine/mine.ipynb", [clean, cell]), ("clean.ipynb", [clean, {"cell_type": "markdown"}])):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps({"cells": cells}), encoding="utf-8")
    mine = tmp_path / "mine" / "mine.ipynb"
    assert with_outputs(tmp_path) == [
        f"{mine}: carries outputs; strip them with: jupyter nbconvert --clear-output --inplace {mine}"
    ]


def test_a_notebook_asks_a_question_and_ends_with_what_can_and_cannot_be_said(notebook):
    assert notebook.cells[0].source.splitlines()[0].endswith("?")
    assert notebook.cells[-1].source.startswith("### What we can say, and what we cannot")


def test_cells_are_short_and_define_nothing(notebook):
    lines = [[line for line in cell.source.splitlines() if line.strip()] for cell in code(notebook)]
    assert [cell for cell in lines if len(cell) > 5] == []
    assert [cell.source for cell in code(notebook) if "def " in cell.source or "class " in cell.source] == []


def test_one_line_of_the_first_cell_names_the_collection(notebook):
    first, *rest = code(notebook)
    assert sum(line.startswith('folder = "../data/') for line in first.source.splitlines()) == 1
    assert [cell.source for cell in rest if "../data" in cell.source] == []
