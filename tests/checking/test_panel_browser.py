"""The panel in a real JupyterLab in a real browser: decisions arrive in the file, and everybody can make them."""

import json
import os
import re
import shutil
import subprocess
import sys
from threading import Thread
from urllib.parse import urlsplit

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from scrlearn.checking.corrections import load_corrections
from tests.browsing import NEEDS_CHROMIUM, STANDARDS
from tests.conftest import DATA

MARKUP = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
ALONE = [
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    "--LabApp.expose_app_in_browser=True",
]
KERNEL_IS_READY = "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
LOAD = """
import pandas as pd
import scrlearn as scr
from scrlearn.checking.panel import check_passages

collection, codebook = scr.load_reviews("hampshire"), scr.load_codebook()
recommendations = collection.recommendations
codings = scr.settle(recommendations, [scr.suggest_by_rules(recommendations, codebook)])
to_check = pd.DataFrame(
    [
        ["hampshire-child-k-2017:3.b", "voice_of_the_child", False, "near the threshold"],
        ["hampshire-child-k-2017:3.b", "whole_family", True, "drawn by chance"],
        ["hampshire-child-k-2017:4", "safe_sleeping", False, "a rule fires, but the model gives .31"],
    ],
    columns=["passage_id", "theme_id", "drawn", "why"],
).assign(place=[1, 2, 3], worth=0.5, stands_for=None)
"""
SHOW = """
check_passages(
    to_check, recommendations, codings, codebook.themes, "hampshire", reviews=collection.reviews, {options}
)
"""

pytestmark = NEEDS_CHROMIUM
# A busy machine takes its time.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebooks")
    shutil.copytree(DATA / "hampshire", folder / "hampshire", ignore=shutil.ignore_patterns("outputs", "runs"))
    return folder


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    settings = tmp_path_factory.mktemp("settings")
    choose(settings, "notification", {"fetchNews": "false", "checkForUpdates": False})
    return settings


def choose(settings, what, chosen):
    """Choose settings of JupyterLab, as its settings editor keeps them."""
    file = settings / "@jupyterlab" / "apputils-extension" / f"{what}.jupyterlab-settings"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(chosen), encoding="utf-8")


@pytest.fixture(scope="module")
def jupyter(folder, settings):
    """Run JupyterLab on a free port of this machine's own, with nobody's settings; return its address."""
    own = {f"JUPYTER_{kind}_DIR": str(settings / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
    own |= {"JUPYTERLAB_SETTINGS_DIR": str(settings), "JUPYTERLAB_WORKSPACES_DIR": str(settings / "workspaces")}
    own |= {"IPYTHONDIR": str(settings / "ipython"), "JUPYTER_PLATFORM_DIRS": "1"}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"]
    command += ["--ServerApp.port=0", "--IdentityProvider.token=for-this-test", *ALONE]
    with subprocess.Popen(
        command, cwd=folder, env={**os.environ, **own}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as server:
        # What it says later has to be read too: a full pipe would stop it.
        log, address = server.stderr, ""
        try:
            said = []
            while not address and (line := log.readline()):
                said.append(line)
                found = re.search(r"(http://127\.0\.0\.1:\d+)/lab\S*token=", line)
                address = found[1] if found else ""
            assert address, "".join(said)
            rest = Thread(target=log.read, daemon=True)
            rest.start()
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)
    rest.join(timeout=30)


@pytest.fixture
def open_panel(jupyter, browser, folder):
    """Open a notebook that shows the panel, and run it; at the end hold that nothing outside was asked for."""
    pages, asked_for = [], []

    def open_notebook(options, *, change=""):
        cells = [nbformat.v4.new_code_cell(source) for source in (LOAD + change, SHOW.format(options=options))]
        notebook = nbformat.v4.new_notebook(
            cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        )
        nbformat.write(notebook, folder / "check.ipynb")
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        pages.append(page)
        page.on("request", lambda request: asked_for.append(request.url))
        page.on("websocket", lambda socket: asked_for.append(socket.url))
        page.goto(f"{jupyter}/doc/tree/check.ipynb?token=for-this-test")
        page.wait_for_function(KERNEL_IS_READY, timeout=60_000)
        page.evaluate("() => void jupyterapp.commands.execute('notebook:run-all-cells')")
        panel = page.get_by_role("region", name="Check codings")
        expect(panel.get_by_role("heading", level=3)).to_be_visible(timeout=60_000)
        return panel

    yield open_notebook
    for page in pages:
        page.close()
    hosts = {urlsplit(url).hostname for url in asked_for if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}


def theme(panel, label):
    return panel.get_by_role("group", name=label)


def choice(panel, label, decision):
    return theme(panel, label).get_by_role("button", name=decision, exact=True)


def decided_by(coder, folder):
    corrections = load_corrections(folder / "hampshire")
    own = corrections.loc[corrections["coder"] == coder]
    columns = ["passage_id", "theme_id", "decision", "reason", "how"]
    return ["|".join(row) for row in own.reindex(columns=columns).astype("str").fillna("").to_numpy()]


def test_decisions_by_mouse_and_by_key_are_in_the_file_and_are_shown_again(open_panel, folder):
    panel = open_panel("coder='Ann'")
    expect(panel.get_by_role("heading", level=3)).to_have_text("Child K, Hampshire, 2017: Recommendation 3.b")
    choice(panel, "Voice of the child", "does not apply").click()
    expect(panel.get_by_role("status")).to_have_text("Saved: Voice of the child: does not apply.")
    assert decided_by("Ann", folder) == ["hampshire-child-k-2017:3.b|voice_of_the_child|does_not_apply||"]
    panel.page.keyboard.press("t")
    panel.page.keyboard.type("'all the children' is dad's side too")
    panel.page.keyboard.press("Escape")
    panel.page.keyboard.press("2")
    panel.page.keyboard.press("a")
    expect(panel.get_by_role("status")).to_have_text("Saved: Whole-family approach: applies.")
    panel.page.keyboard.press("n")
    expect(panel.get_by_role("heading", level=3)).to_have_text("Child K, Hampshire, 2017: Recommendation 4")
    panel.page.keyboard.press("u")
    expect(panel.get_by_text("3 of 3 cells decided")).to_be_visible()
    panel.page.keyboard.press("z")
    expect(panel.get_by_role("status")).to_have_text("Taken back and saved: Safe sleeping: not decided.")
    expected = [
        "hampshire-child-k-2017:3.b|voice_of_the_child|does_not_apply||",
        "hampshire-child-k-2017:3.b|whole_family|applies|'all the children' is dad's side too|drawn",
        "hampshire-child-k-2017:4|safe_sleeping|unsure||",
        "hampshire-child-k-2017:4|safe_sleeping|withdrawn||",
    ]
    assert decided_by("Ann", folder) == expected
    panel.page.close(run_before_unload=False)

    again = open_panel("coder='Ann'")
    expect(again.get_by_text("2 of 3 cells decided")).to_be_visible()
    expect(again.get_by_role("heading", level=3)).to_have_text("Child K, Hampshire, 2017: Recommendation 4")
    again.get_by_role("button", name="Previous passage").click()
    expect(choice(again, "Whole-family approach", "applies")).to_have_attribute("aria-pressed", "true")
    expect(choice(again, "Voice of the child", "does not apply")).to_have_attribute("aria-pressed", "true")
    expect(theme(again, "Whole-family approach")).to_contain_text("Your note: 'all the children' is dad's side too")
    assert decided_by("Ann", folder) == expected


def test_what_cannot_be_saved_is_shown_as_not_saved(open_panel, folder):
    panel = open_panel("coder='Fay'")
    ledger = folder / "hampshire" / "corrections.csv"
    whole = ledger.read_bytes()
    ledger.write_text("passage_id,theme_id\nk:1,voice\n", encoding="utf-8")
    choice(panel, "Whole-family approach", "applies").click()
    expect(panel.get_by_role("alert")).to_contain_text("Not saved. corrections (corrections.csv): column")
    expect(theme(panel, "Whole-family approach")).to_contain_text("Not saved: ‘applies’.")
    expect(choice(panel, "Whole-family approach", "applies")).to_have_attribute("aria-pressed", "false")
    ledger.write_bytes(whole)
    choice(panel, "Whole-family approach", "applies").click()
    expect(panel.get_by_role("status")).to_have_text("Saved: Whole-family approach: applies.")
    expect(panel.get_by_role("alert")).to_be_empty()
    expect(choice(panel, "Whole-family approach", "applies")).to_have_attribute("aria-pressed", "true")


def test_no_key_that_is_pressed_in_the_panel_reaches_jupyter(open_panel):
    panel = open_panel("coder='Bob'")
    page = panel.page
    cells = page.locator(".jp-Notebook .jp-Cell")
    assert cells.count() == 2
    panel.locator(".scr-words").click()
    for key in "xbm2xcvbmymdd":
        page.keyboard.press(key)
    expect(panel.get_by_role("status")).to_have_text("Saved: Whole-family approach: does not apply.")
    assert cells.count() == 2
    page.keyboard.press("z")
    expect(panel.get_by_role("status")).to_have_text("Taken back and saved: Whole-family approach: not decided.")
    panel.get_by_role("textbox", name="Note").click()
    page.keyboard.type("a dd zz 2")
    expect(panel.get_by_role("textbox", name="Note")).to_have_value("a dd zz 2")
    assert cells.count() == 2
    expect(panel.get_by_role("heading", level=3)).to_have_text("Child K, Hampshire, 2017: Recommendation 3.b")


def test_a_definition_opens_on_hover_and_on_focus_and_closes_by_escape(open_panel):
    panel = open_panel("coder='Cat'")
    name = theme(panel, "Safe sleeping").get_by_role("button", name="Safe sleeping")
    definition = theme(panel, "Safe sleeping").get_by_role("tooltip")
    expect(name).to_have_accessible_description(re.compile("where and how infants sleep"))
    name.hover()
    expect(definition).to_be_visible()
    panel.page.keyboard.press("Escape")
    expect(definition).to_be_hidden()
    name.focus()
    expect(definition).to_be_visible()
    panel.page.keyboard.press("Escape")
    expect(definition).to_be_hidden()


@pytest.mark.parametrize("look", ["JupyterLab Light", "JupyterLab Dark"])
def test_everybody_can_read_the_panel_light_and_dark_wide_and_narrow(open_panel, settings, look):
    choose(settings, "themes", {"theme": look})
    panel = open_panel(f"coder='{look}'")
    dark = panel.page.locator("body[data-jp-theme-light=false]")
    expect(dark).to_have_count(int(look.endswith("Dark")))
    choice(panel, "Whole-family approach", "applies").click()
    expect(panel.get_by_role("status")).to_have_text("Saved: Whole-family approach: applies.")
    for hidden in panel.locator("summary").all():
        hidden.click()
    theme(panel, "Safe sleeping").get_by_role("button", name="Safe sleeping").focus()
    found = Axe().run(panel.page, context=".scrlearn-panel", options={"runOnly": STANDARDS})
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found.response["violations"]] == []
    assert len(found.response["passes"]) > 10
    targets = panel.locator("button, summary, textarea").all()
    assert [target.inner_text() for target in targets if target.bounding_box()["height"] < 24] == []
    panel.page.set_viewport_size({"width": 320, "height": 1000})
    # JupyterLab lays itself out anew a moment later.
    narrow = "panel => panel.clientWidth < 320 && panel.scrollWidth <= panel.clientWidth"
    panel.page.wait_for_function(narrow, arg=panel.element_handle(), timeout=30_000)


def test_text_of_documents_and_of_people_is_text_and_never_markup(open_panel):
    change = f"""
markup = {MARKUP!r}
recommendations = recommendations.assign(text=markup + recommendations["text"], stem=markup)
codebook = codebook._replace(themes=codebook.themes.assign(definition=markup, theme=markup))
collection = collection._replace(reviews=collection.reviews.assign(subject=markup))
to_check = to_check.assign(why=markup)
"""
    panel = open_panel("coder='<img src=x>'", change=change)
    expect(panel.get_by_role("heading", level=3)).to_contain_text(MARKUP)
    assert panel.locator("img, script").count() == 0
    assert panel.page.title() != "taken"


def test_what_the_machine_says_is_not_in_the_page_when_the_coder_is_blind(open_panel):
    panel = open_panel("coder='Eve', blind=True")
    expect(panel.get_by_text("Blind: suggestions")).to_be_visible()
    assert panel.locator("mark").count() == 0
    assert not re.search("rule|threshold|by chance", panel.evaluate("panel => panel.outerHTML"))
