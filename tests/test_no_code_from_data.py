"""Data stays data: nothing in the package unpickles, evaluates, hands words to a shell, or parses XML unguarded."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "scrlearn"
MODULES = sorted(PACKAGE.rglob("*.py"))
# What loads objects or code, whatever part of it is imported; and parsers that follow what an XML file tells them.
MODULES_REFUSED = {
    *("pickle", "cPickle", "_pickle", "dill", "cloudpickle", "marshal", "shelve", "code", "codeop", "runpy", "imp"),
    *("yaml", "lxml", "xml.sax", "xml.dom", "xml.parsers", "xmlrpc", "pty", "commands"),
}
# Of some modules only what is harmless is taken.
ALLOWED = {
    "joblib": {"Parallel", "cpu_count", "delayed", "parallel_config"},
    "xml.etree.ElementTree": {"Element", "SubElement", "ParseError", "tostring"},
}
CALLS_REFUSED = {
    *("eval", "exec", "compile", "__import__", "import_module", "read_pickle", "to_pickle", "system", "popen"),
    *("Markup", "startfile", "execv", "spawnv"),
}
ARGUMENTS_REFUSED = {"shell": (False,), "allow_pickle": (False,), "autoescape": (True,)}


def dangers(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if _refused(alias.name) or alias.name in ALLOWED)
        elif isinstance(node, ast.ImportFrom):
            yield from _dangers_of_import(node)
        elif isinstance(node, ast.Call):
            yield from _dangers_of_call(node)


def _refused(module: str) -> bool:
    return any(module == refused or module.startswith(f"{refused}.") for refused in MODULES_REFUSED)


def _dangers_of_import(node: ast.ImportFrom) -> Iterator[str]:
    module = str(node.module)
    for name in (alias.name for alias in node.names):
        is_left_out = name not in ALLOWED.get(module, {name})
        if is_left_out or _refused(module) or _refused(f"{module}.{name}") or f"{module}.{name}" in ALLOWED:
            yield f"{module}.{name}"


def _dangers_of_call(node: ast.Call) -> Iterator[str]:
    name = ast.unparse(node.func)
    # A pattern is compiled too; it is no code.
    if name.rpartition(".")[2] in CALLS_REFUSED and name != "re.compile":
        yield name
    # pandas works out what it is given as words: they must stand in the program.
    if name.endswith(".query") and not all(isinstance(argument, ast.Constant) for argument in node.args):
        yield name
    for given in node.keywords:
        if given.arg in ARGUMENTS_REFUSED and ast.unparse(given.value) not in map(str, ARGUMENTS_REFUSED[given.arg]):
            yield f"{name}({ast.unparse(given)})"
    if name.endswith("Environment") and "autoescape" not in {given.arg for given in node.keywords}:
        yield f"{name} without autoescape"


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_a_module_runs_nothing_that_data_could_have_written(file):
    assert list(dangers(ast.parse(file.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.html")), ids=lambda file: file.name)
def test_a_template_passes_nothing_unescaped(file):
    text = file.read_text(encoding="utf-8")
    assert [word for word in ("safe", "autoescape", "Markup") if f"|{word}" in text.replace(" ", "")] == []
    assert "{% autoescape" not in text
    assert "<script" not in text


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from pickle import loads",
        "import xml.etree.ElementTree as tree",
        "from xml.etree import ElementTree",
        "from xml.etree.ElementTree import fromstring",
        "from xml.dom import minidom",
        "from xml.dom.minidom import parse",
        "from lxml import etree",
        "import joblib",
        "from joblib import load",
        "pd.read_pickle(path)",
        "frame.query(asked)",
        "frame.eval(asked)",
        "eval(text)",
        "exec(text)",
        "compile(text, '', 'exec')",
        "os.system(text)",
        "subprocess.run(command, shell=True)",
        "np.load(file, allow_pickle=True)",
        "np.load(file, allow_pickle=asked)",
        "Environment(loader=loader)",
        "Environment(autoescape=False)",
        "markupsafe.Markup(text)",
    ],
)
def test_what_is_dangerous_is_seen(line):
    assert len(list(dangers(ast.parse(line)))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "from defusedxml.ElementTree import fromstring",
        "from xml.etree.ElementTree import Element",
        "from joblib import Parallel, delayed",
        "re.compile(pattern)",
        "frame.query('decision == @applies')",
        "np.load(file, allow_pickle=False)",
        "Environment(autoescape=True)",
        "subprocess.run(command, check=False)",
    ],
)
def test_what_is_harmless_is_let_be(line):
    assert list(dangers(ast.parse(line))) == []
