"""Whatever stands in a table or setting is text on a page and in a chart, and never markup."""

import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from scrlearn.export.similar import write_similar
from scrlearn.files import csv_bytes, read_csv
from scrlearn.runs.report import run_report
from scrlearn.runs.run import run_collection
from scrlearn.runs.similar import ask_before
from tests.conftest import DATA

THEMES = Path(__file__).parents[1] / "scrlearn" / "themes"
# The columns that are free text, so that anything may stand in them.
FREE = {
    "reviews": ["subject", "publisher", "partnership", "guidance", "legal_basis", "lead_reviewers", "method"],
    "documents": ["document_id", "title"],
    "recommendations": ["passage_id", "document_id", "number", "part_of", "addressed_to", "stem", "text"],
    "responses": ["passage_id", "document_id", "lead", "due_text", "stem", "text"],
    "answers": ["response_id", "recommendation_id"],
    "corrections": ["passage_id", "coder", "reason", "text_seen"],
    "codebook/themes": ["theme", "theme_group", "definition"],
    "codebook/rules": ["rule_id", "reason"],
}
# A key and what names it must say the same.
NAMED_AS = {
    "part_of": "passage_id",
    "response_id": "passage_id",
    "recommendation_id": "passage_id",
    "text_seen": "text",
}


def hostile(name):
    """Return markup that says where it stands, and would run in a page that lets it."""
    quotes = "\"'>"
    return f"{quotes}<script>{name}</script><img src=x onerror={name}><a href='javascript:{name}'>&lt;i&gt;]]>--><i>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A collection with markup in every cell and setting that may hold it, and its pages and charts."""
    folder = tmp_path_factory.mktemp("markup") / "hampshire"
    shutil.copytree(DATA / "hampshire", folder, ignore=shutil.ignore_patterns("outputs", "runs"))
    shutil.copytree(THEMES / "sub_themes", folder / "codebook")
    for table, columns in FREE.items():
        frame = read_csv(folder / f"{table}.csv")
        for column in columns:
            cells = frame[column] if table != "responses" else frame[column].fillna("x")
            frame[column] = cells + hostile(NAMED_AS.get(column, column))
        frame = frame.replace("cross_border_information_sharing", "information_sharing")
        (folder / f"{table}.csv").write_bytes(csv_bytes(frame))
    (folder / "collection.toml").write_text(f"schema_version = 2\nname = '''{hostile('name')}'''\n", encoding="utf-8")
    layout = f"title = '''{hostile('title')}'''\n[headings]\nthemes = '''{hostile('headings')}'''\n"
    (folder / "report.toml").write_text(layout, encoding="utf-8")
    run_collection(folder)
    run_report(folder, [folder / "report.html"])
    write_similar(ask_before(folder, f"Share information {hostile('asked')}"), folder / "answer.html")
    return folder


def live(text, parser="html.parser"):
    """Return what would run, or ask for anything, in a page or a drawing."""
    page = BeautifulSoup(text, parser)
    attributes = [(tag.name, name, str(value)) for tag in page.find_all(True) for name, value in tag.attrs.items()]
    follows = re.compile(r"(xlink:)?href|src|srcset|action|formaction|data|poster|background")
    return [
        *(tag.name for tag in page.find_all(["script", "iframe", "object", "embed", "form", "foreignObject", "base"])),
        *(found for found in attributes if found[1].lower().startswith("on")),
        *(
            found
            for found in attributes
            if follows.fullmatch(found[1]) and not found[2].startswith(("#", "data:image/"))
        ),
    ]


def told(text):
    """Return the places whose markup is shown as text."""
    return set(re.findall(r"<script>(\w+)</script>", BeautifulSoup(text, "html.parser").get_text()))


@pytest.mark.parametrize("page", ["outputs/briefing.html", "report.html", "answer.html"])
def test_nothing_in_a_page_is_live(folder, page):
    text = (folder / page).read_text(encoding="utf-8")
    assert live(text) == []
    assert "text" in told(text)


def test_the_page_of_a_run_shows_the_markup_as_text(folder):
    text = (folder / "outputs" / "briefing.html").read_text(encoding="utf-8")
    assert told(text) >= {"title", "headings", "subject", "passage_id", "stem", "text", "theme", "coder", "reason"}


def test_the_answer_to_a_question_shows_the_markup_as_text(folder):
    text = (folder / "answer.html").read_text(encoding="utf-8")
    assert told(text) >= {"name", "asked", "subject", "text", "title"}


def test_nothing_in_a_chart_is_live(folder):
    charts = sorted((folder / "outputs" / "charts").glob("*.svg"))
    texts = [chart.read_text(encoding="utf-8") for chart in charts]
    assert [
        (chart.name, found) for chart, text in zip(charts, texts, strict=True) if (found := live(text, "xml"))
    ] == []
    assert "&lt;script" in "".join(texts)


@pytest.mark.parametrize(
    "markup",
    ["<script>x</script>", "<img src=x onerror=x>", "<a href='javascript:x'>x</a>", "<svg><use href='//x'/></svg>"],
)
def test_what_is_live_is_seen(markup):
    assert len(live(markup)) >= 1
