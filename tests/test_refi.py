import pandas as pd
import pytest

from scrlearn.errors import FileError
from scrlearn.refi.parts import (
    Code,
    Coding,
    Project,
    Source,
    User,
    date_time_of,
    guid_of,
    places_in_source,
    source_text,
    when_of,
    xml_text,
)
from scrlearn.refi.reading import read_project
from scrlearn.refi.sources import Place, find_passages, find_places, lay_out, match_source, placed_passages
from scrlearn.refi.writing import project_bytes
from scrlearn.validation import empty_table
from tests.exchange_material import check_project, members, zipped

TEXT = "Hear the child.\nAgreed."
PROJECT = Project(
    name="K & <co>",
    users=[User(guid_of("user", "Ann"), "Ann")],
    codes=[
        Code(guid_of("code", "a"), "A", "What A is", None),
        Code(guid_of("code", "b"), "B", None, guid_of("code", "a")),
    ],
    sources=[Source(guid_of("source"), "k 1", TEXT)],
    codings=[
        Coding(
            *(guid_of("coding"), guid_of("code", "b"), guid_of("user", "Ann"), guid_of("source"), 0, 4),
            description="one\ntwo",
            created="2026-01-05T10:30:00Z",
        )
    ],
    description="How to code",
)
QDE = '<Project xmlns="urn:QDA-XML:project:1.0" name="x">{}</Project>'


def write(path, **parts):
    path.write_bytes(zipped({name.replace("__", "."): content for name, content in parts.items()}))
    return path


def test_a_project_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "k.qdpx"
    path.write_bytes(project_bytes(PROJECT))
    assert read_project(path) == PROJECT
    check_project(members(path)["project.qde"])


def test_sources_are_files_named_by_guid(tmp_path):
    path = tmp_path / "k.qdpx"
    path.write_bytes(project_bytes(PROJECT))
    assert list(members(path)) == ["project.qde", f"sources/{guid_of('source')}.txt"]
    assert f'plainTextPath="internal://{guid_of("source")}.txt"'.encode() in members(path)["project.qde"]


def test_guids_are_the_same_for_the_same_ids_and_no_others():
    assert guid_of("a", "b") == guid_of("a", "b")
    assert len({guid_of("a", "b"), guid_of("ab"), guid_of("b", "a"), guid_of("a", None)}) == 4


def test_guids_that_other_programs_spell_otherwise_are_the_same(tmp_path):
    inside = '<Users><User guid="{ABC-1}" name="Ann"/></Users>'
    path = write(tmp_path / "k.qdpx", project__qde=QDE.format(inside))
    assert read_project(path).users == [User("abc-1", "Ann")]


def test_what_xml_cannot_hold_is_replaced_one_for_one():
    assert xml_text("a\x00b\x0bc\ud800d\ufffee\tf\r\ng\rh") == "a\ufffdb\ufffdc\ufffdd\ufffde\tf\ng\nh"


def test_a_page_break_is_a_line_end_in_a_source_and_a_mark_is_replaced():
    assert source_text("\ufeffone\ftwo\vthree\x00") == "\ufffdone\ntwo\nthree\ufffd"


def test_places_between_the_two_characters_of_a_line_end_come_before_it():
    to_source = places_in_source("a\r\nb\r\n\r\nc")
    assert [to_source(place) for place in range(10)] == [0, 1, 1, 2, 3, 3, 4, 4, 5, 6]


@pytest.mark.parametrize(
    ("when", "written", "back"),
    [
        ("2026-01-05", "2026-01-05T00:00:00", "2026-01-05"),
        ("2026-01-05T10:30:00Z", "2026-01-05T10:30:00Z", "2026-01-05T10:30:00Z"),
        ("2026-01-05 10:30", "2026-01-05T10:30:00", "2026-01-05T10:30:00"),
        ("2026-01-05T10:30:00+23:00", None, None),
        ("2026-02-30", None, None),
        ("05/01/2026", None, None),
        ("", None, None),
    ],
)
def test_only_dates_and_times_are_written_as_such(when, written, back):
    assert date_time_of(when) == written
    assert when_of(written) == back


def test_a_text_inside_the_project_is_read_too(tmp_path):
    inside = (
        '<Sources><PDFSource guid="p" name="Plan"><Representation guid="r"><PlainTextContent>Agreed.</PlainTextContent>'
        '<PlainTextSelection guid="s" startPosition="0" endPosition="6" creatingUser="u"><Coding guid="c">'
        '<CodeRef targetGUID="a"/></Coding></PlainTextSelection></Representation></PDFSource></Sources>'
    )
    project = read_project(write(tmp_path / "k.qdpx", project__qde=QDE.format(inside)))
    assert project.sources == [Source("r", "Plan", "Agreed."), Source("p", "Plan", None)]
    assert project.codings == [Coding("c", "a", "u", "r", 0, 6)]


def test_a_source_that_lies_outside_the_file_has_no_text(tmp_path):
    inside = (
        '<Sources><TextSource guid="t" name="T" plainTextPath="absolute:///home/t.txt"><PlainTextSelection guid="s" '
        'startPosition="0" endPosition="6"><Coding guid="c"><CodeRef targetGUID="a"/></Coding></PlainTextSelection>'
        "</TextSource></Sources>"
    )
    project = read_project(write(tmp_path / "k.qdpx", project__qde=QDE.format(inside)))
    assert (project.sources, project.codings) == ([Source("t", "T", None)], [Coding("c", "a", None, "t")])


SOURCE = '<Sources><TextSource guid="t" name="T" plainTextPath="internal://{}">{}</TextSource></Sources>'
SELECTION = '<PlainTextSelection guid="s" startPosition="{}" endPosition="{}">{}</PlainTextSelection>'


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"readme__txt": "x"}, "it holds no project.qde"),
        ({"project__qde": "<Project"}, "unclosed token"),
        (
            {"project__qde": "<Project/>"},
            "its XML begins with Project, where {urn:QDA-XML:project:1.0}Project should be",
        ),
        ({"project__qde": '<!DOCTYPE a [<!ENTITY b "ccc">]><a>&b;&b;</a>'}, "DTDForbidden"),
        ({"project__qde": '<?xml version="1.0" encoding="no-such"?><a/>'}, "unknown encoding"),
        ({"project__qde": b" " * 50_000_001}, "with project.qde it unpacks to more than 50 MB"),
        ({"project__qde": QDE.format("<Users><User/></Users>")}, "a User has no guid"),
        ({"project__qde": QDE.format(SOURCE.format("t.txt", ""))}, "it holds no sources/t.txt"),
        ({"project__qde": QDE.format(SOURCE.format("../t.txt", "")), "t__txt": "x"}, "it holds no sources/../t.txt"),
        (
            {"project__qde": QDE.format(SOURCE.format("t.txt", "")), "Sources/t__txt": b"\xff\xfe"},
            "sources/t.txt is not UTF-8 text",
        ),
        *(
            (
                {
                    "project__qde": QDE.format(SOURCE.format("t.txt", SELECTION.format(start, end, inside))),
                    "Sources/t__txt": "text",
                },
                why,
            )
            for start, end, inside, why in [
                (0, 5, "", "characters 0 to 5 of T are coded; it ends at 4"),
                (-1, 3, "", "characters -1 to 3 of T are coded"),
                (3, 2, "", "characters 3 to 2 of T are coded"),
                ("one", 2, "", "startPosition is 'one', no whole number"),
                (0, 2, '<Coding guid="c"/>', "a Coding has no CodeRef"),
                (0, 2, '<Coding guid="c"><CodeRef/></Coding>', "a CodeRef has no targetGUID"),
            ]
        ),
    ],
)
def test_a_file_that_is_no_project_is_refused_in_one_line(tmp_path, parts, why):
    path = write(tmp_path / "k.qdpx", **parts)
    with pytest.raises(FileError) as refused:
        read_project(path)
    assert str(refused.value).startswith(f"{path}: is no REFI-QDA project (.qdpx) that can be read (")
    assert why in str(refused.value)
    assert str(refused.value).endswith("export it again from the program that wrote it.")
    assert "\n" not in str(refused.value)


def test_a_file_that_is_no_zip_file_is_refused(tmp_path):
    (tmp_path / "k.qdpx").write_text("hello", encoding="utf-8")
    with pytest.raises(
        FileError, match=r"k.qdpx: is no REFI-QDA project \(.qdpx\) that can be read \(File is not a zip"
    ):
        read_project(tmp_path / "k.qdpx")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileError, match=r"gone.qdpx: cannot be read \(No such file"):
        read_project(tmp_path / "gone.qdpx")


def passages(*rows):
    columns = ["passage_id", "document_id", "text", "start", "end"]
    frame = pd.DataFrame(rows, columns=columns).assign(review_id="k")
    return placed_passages(frame, empty_table("responses"))


def test_passages_are_laid_out_in_their_documents_and_the_rest_in_one_text_a_review():
    given = passages(
        ("k:1", "k/1", "Hear.", 0, 5),
        ("k:2", "k/1", "Other words.", 5, 10),
        ("k:3", None, "Typed.", None, None),
    )
    sources, places = lay_out(given, {"k/1": "Hear. More.", "k/2": "No passage."})
    assert [(source.name, source.text) for source in sources] == [
        ("k 1", "Hear. More."),
        ("k passages.txt", "k:2\nOther words.\n\nk:3\nTyped.\n\n"),
    ]
    document, made = (source.guid for source in sources)
    assert places == {
        "k:1": Place(document, 0, 5),
        "k:2": Place(made, 4, 16, "k:2"),
        "k:3": Place(made, 22, 28, "k:3"),
    }


def test_of_the_same_words_in_a_changed_text_the_nearest_are_taken_and_none_twice():
    own = Source("s", "s", "x")
    places = {"a": Place("s", 10, 17), "b": Place("s", 30, 37), "c": Place("other", 0, 7)}
    words = dict.fromkeys("abc", "Agreed.")
    found = find_places("Agreed. " * 2 + "." * 20 + "Agreed.", own, places, words)
    assert found == {"a": Place("s", 8, 15), "b": Place("s", 36, 43)}
    assert find_places("Agreed.", own, places, words) == {"a": Place("s", 0, 7)}


def test_words_are_not_found_inside_longer_ones():
    places = {"a": Place("s", 0, 2)}
    assert find_places("Norfolk. No", Source("s", "s", ""), places, {"a": "No"}) == {"a": Place("s", 9, 11)}
    assert find_places("Norfolk.", Source("s", "s", ""), places, {"a": "No"}) == {}


def test_a_source_is_known_by_its_guid_before_its_name_and_by_its_name_before_its_text():
    ours = [Source("1", "one.txt", "words"), Source("2", "two", "more  words")]
    assert match_source(Source("2", "one", "words"), ours) == ours[1]
    assert match_source(Source("9", "ONE", "more words"), ours) == ours[0]
    assert match_source(Source("9", "nine", "more\nwords"), ours) == ours[1]
    assert match_source(Source("9", "nine", "others"), ours) is None


def test_a_passage_without_a_place_is_found_in_its_document_where_its_words_stand_once():
    given = passages(("k:1", "k/1", "Hear.", None, None), ("k:2", "k/1", "Agreed.", None, None))
    sources = [Source("s", "k 1", "Hear. Agreed. Agreed.")]
    found = find_passages(sources, given, {})
    assert {passage_id: (place.start, place.end) for passage_id, place in found["s"].items()} == {"k:1": (0, 5)}


def test_words_below_the_heading_of_another_passage_are_not_taken_for_a_new_one():
    gone = Source("s", "k passages.txt", "k:7\nAgreed.\n\nk:11\nAgreed.\n\n")
    found = find_passages(
        [gone], passages(("k:1", None, "Agreed.", None, None), ("k:11", None, "Agreed.", None, None)), {}
    )
    assert {passage_id: (place.start, place.end) for passage_id, place in found["s"].items()} == {"k:11": (18, 25)}


def test_a_source_of_no_document_has_no_passages():
    given = passages(("k:1", "k/1", "Hear.", 0, 5))
    assert find_passages([Source("s", "other", "Hear. Here.")], given, {"k/1": "Hear."}) == {}
