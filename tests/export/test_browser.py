"""The briefing in a real browser: nothing leaves it, nothing in it runs, everybody can read it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from scrlearn.export.sections import SECTIONS
from scrlearn.export.similar import write_similar
from scrlearn.runs.run import run_collection
from scrlearn.runs.similar import ask_before
from tests.browsing import NEEDS_CHROMIUM, STANDARDS

MARKUP = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"

pytestmark = NEEDS_CHROMIUM


@pytest.fixture
def page(browser):
    page = browser.new_page()
    page.requested = []
    page.on("request", lambda request: page.requested.append(request.url))
    yield page
    page.close()


def open_briefing(page, folder):
    run = run_collection(folder)
    page.goto(run.briefing.as_uri())
    return run


def refuse_what_keeps_anybody_out(page, address):
    """Hold that nothing but the page was asked for, and that no rule of accessibility is broken."""
    assert [url for url in page.requested if not url.startswith("data:")] == [address]
    found = Axe().run(page, options={"runOnly": STANDARDS})
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found.response["violations"]] == []


@pytest.mark.parametrize("collection", ["hampshire", "illustrative"])
def test_no_request_leaves_the_briefing_and_everybody_can_read_it(page, copy_of, collection):
    run = open_briefing(page, copy_of(collection))
    refuse_what_keeps_anybody_out(page, run.briefing.as_uri())
    pictures = page.locator("img")
    tables = run.findings.tables
    assert pictures.count() == sum(section.usual and len(tables[section.table]) > 0 for section in SECTIONS)
    assert all(pictures.nth(place).evaluate("image => image.naturalWidth > 300") for place in range(pictures.count()))
    assert ("Illustrative data" in page.inner_text("header")) == (collection == "illustrative")


def test_no_request_leaves_the_answer_to_a_question_and_everybody_can_read_it(page, copy_of, tmp_path):
    answer = write_similar(ask_before(copy_of("illustrative"), "Dad was never invited."), tmp_path / "answer.html")
    page.goto(answer.as_uri())
    refuse_what_keeps_anybody_out(page, answer.as_uri())
    assert "Illustrative data" in page.inner_text("body")


def test_text_of_documents_and_of_people_is_text_and_never_markup(page, copy_of):
    folder = copy_of("hampshire")
    for table, words in (("responses", "HSCB will, with its partners,"), ("corrections", "the above Protocol")):
        file = folder / f"{table}.csv"
        text = file.read_text(encoding="utf-8-sig")
        assert words in text
        quoted = MARKUP.replace('"', '""')
        file.write_text(text.replace(words, f"{quoted} {words}", 1), encoding="utf-8")
    (folder / "collection.toml").write_text(f"schema_version = 2\nname = '''{MARKUP}'''\n", encoding="utf-8")
    open_briefing(page, folder)
    assert page.inner_text("h1") == MARKUP
    assert page.title() == f"DRAFT: {MARKUP}"
    assert MARKUP in page.inner_text("#codings")
    assert page.locator("script").count() == 0
