import pytest

from scrlearn.errors import CollectionError
from scrlearn.export.sections import SECTIONS
from scrlearn.reviews.collection import start_collection
from scrlearn.runs.layout import example_layout, load_layout


@pytest.fixture
def folder(tmp_path):
    return start_collection(tmp_path / "ours", name="Ours")


def lay_out(folder, text):
    (folder / "report.toml").write_text(text, encoding="utf-8")
    return load_layout(folder)


def test_without_a_file_every_section_is_shown_under_the_name_of_the_collection(folder):
    layout = load_layout(folder)
    assert (layout.title, list(layout.sections)) == ("Ours", [section for section in SECTIONS if section.usual])


def test_the_example_changes_nothing(folder):
    assert lay_out(folder, example_layout()) == load_layout(folder)
    assert example_layout().count("\n") > 10


def test_sections_can_be_cut_reordered_and_headed_anew(folder):
    layout = lay_out(
        folder, 'title = "Our year"\nsections = ["replies", "themes"]\n[headings]\nthemes = "What comes back?"\n'
    )
    assert layout.title == "Our year"
    assert [(section.name, section.heading) for section in layout.sections] == [
        ("replies", "Did the replies pick it up?"),
        ("themes", "What comes back?"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('sections = ["theme"]', r"report\.toml: sections has \['theme'\]; use some of flow, timeline, themes"),
        ('[headings]\nreply = "x"', r"report\.toml: headings has \['reply'\]; use some of flow"),
        ('heading = "x"', r"report\.toml has \['heading'\]; use some of title, sections, headings"),
        ('sections = "themes"', r"report\.toml: sections is not as expected"),
        ("sections = [1]", r"report\.toml: sections is not as expected"),
        ("title = 2024", r"report\.toml: title is not as expected"),
        ("headings = 1", r"report\.toml: headings is not as expected"),
        ("sections = [", r"report\.toml: cannot be read"),
    ],
)
def test_anything_else_in_the_file_gets_one_clear_line(folder, text, message):
    with pytest.raises(CollectionError, match=message) as refused:
        lay_out(folder, text)
    assert "\n" not in str(refused.value)


def test_a_folder_that_is_no_collection_is_refused(tmp_path):
    with pytest.raises(CollectionError, match="is no collection"):
        load_layout(tmp_path)
