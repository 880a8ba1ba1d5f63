import pandas as pd
import pytest
from pyrefiqda import RefiProject

from scrlearn.errors import TableError
from scrlearn.refi.parts import MACHINE
from scrlearn.refi.reading import read_project
from scrlearn.reviews.collection import empty_collection
from scrlearn.validation import empty_table
from tests.exchange_material import CODINGS, COLLECTION, CORRECTIONS, TYPED, check_project, members, table, write

AGREED = "Agreed. The Board will."
HEARD = "Hear the child 👪 at home."


def said(project):
    """Return every coding of a project as user, code, words and comment."""
    users = {user.guid: user.name for user in project.users}
    codes = {code.guid: code.name for code in project.codes}
    texts = {source.guid: source.text for source in project.sources}
    return [
        (users[one.user], codes[one.code], texts[one.source][one.start : one.end], one.description)
        for one in project.codings
    ]


def test_every_standing_decision_and_what_the_machine_found_become_codings(tmp_path):
    assert sorted(said(read_project(write(tmp_path / "k.qdpx"))), key=str) == [
        ("Ann", "Records & sharing", AGREED, None),
        ("Ann", "Safe sleeping", "look at the\ncot.", None),
        ("Ann", "Safe sleeping: unsure", HEARD, "not\nsaid"),
        ("Ann", "Voice of the child", HEARD, "she is <asked>"),
        ("Bob", "Voice of the child", "ask\ufffd.", "by 'ask'"),
        ("Bob", "Voice of the child: does not apply", HEARD, None),
        (MACHINE, "Records & sharing", "Share records.", "by rule: Share records"),
        (MACHINE, "Voice of the child: to check", "Share records.", "by model"),
    ]


def test_another_reader_finds_the_same_users_codes_and_words(tmp_path):
    path = write(tmp_path / "k.qdpx")
    project = RefiProject.load(path, extract_dir=str(tmp_path / "unpacked"))
    users = {user.guid: user.name for user in project.users.user}
    codes = {}
    waiting = list(project.code_book.codes.code)
    while waiting:
        code = waiting.pop()
        codes[code.guid] = code.name
        waiting += code.code
    found = []
    for source in project.sources.text_source:
        file = RefiProject.resolve_source_path(source.plain_text_path, tmp_path / "unpacked")
        text = file.read_bytes().decode("utf-8")
        for selection in source.plain_text_selection:
            words = text[selection.start_position : selection.end_position]
            coding = selection.coding[0]
            found.append(
                (users[coding.creating_user], codes[coding.code_ref.target_guid], words, selection.description)
            )
    assert found == said(read_project(path))


def test_the_project_is_as_the_published_schema_wants_it(tmp_path):
    check_project(members(write(tmp_path / "k.qdpx"))["project.qde"])


def test_a_collection_with_nothing_in_it_makes_a_valid_project(tmp_path):
    nothing = {"corrections": empty_table("corrections"), "codings": empty_table("codings"), "documents": {}}
    path = write(tmp_path / "k.qdpx", collection=empty_collection(), themes=empty_table("themes"), **nothing)
    assert list(members(path)) == ["project.qde"]
    check_project(members(path)["project.qde"])


def test_the_same_collection_gives_the_same_bytes(tmp_path):
    assert write(tmp_path / "a.qdpx").read_bytes() == write(tmp_path / "b.qdpx").read_bytes()


def test_groups_cannot_be_coded_and_each_theme_has_its_answers_below_it(tmp_path):
    codes = read_project(write(tmp_path / "k.qdpx")).codes
    names = {code.guid: code.name for code in codes}
    assert [(names.get(code.parent), code.name, code.is_codable) for code in codes][:6] == [
        (None, "Children", False),
        ("Children", "Voice of the child", True),
        ("Voice of the child", "Voice of the child: does not apply", True),
        ("Voice of the child", "Voice of the child: unsure", True),
        ("Voice of the child", "Voice of the child: to check", True),
        ("Children", "Safe sleeping", True),
    ]


def test_a_code_says_what_its_theme_means(tmp_path):
    codes = {code.name: code.description for code in read_project(write(tmp_path / "k.qdpx")).codes}
    assert codes["Voice of the child"] == (
        "The child is heard.\n\nInclude: Wishes and feelings.\n\nTheme in scrlearn: voice"
    )


def test_typed_passages_stand_in_a_made_text_below_their_id_and_stem(tmp_path):
    sources = {source.name: source.text for source in read_project(write(tmp_path / "k.qdpx")).sources}
    assert list(sources) == ["k document-1", TYPED]
    assert sources[TYPED] == "k:3.a\nAll:\nlook at the\ncot.\n\nk:3.b\nAll:\nask\ufffd.\n\n"


def test_a_passage_whose_document_is_not_at_hand_is_typed_too(tmp_path):
    project = read_project(write(tmp_path / "k.qdpx", documents={}))
    assert [source.name for source in project.sources] == [TYPED]
    assert "k:1.response-1\nAgreed. The Board will.\n" in project.sources[0].text


def test_of_two_passages_on_the_same_words_the_second_is_typed(tmp_path):
    twice = COLLECTION.responses.assign(passage_id="k:1.response-2")
    collection = COLLECTION._replace(responses=pd.concat([COLLECTION.responses, twice]))
    sources = read_project(write(tmp_path / "k.qdpx", collection=collection)).sources
    assert sources[1].text.endswith("k:1.response-2\nAgreed. The Board will.\n\n")


def test_the_stored_text_has_even_line_ends_and_no_mark_before_it(tmp_path):
    stored = members(write(tmp_path / "k.qdpx"))
    document = next(content for name, content in stored.items() if b"Response" in content and name.endswith(".txt"))
    assert document.decode("utf-8").split("\n")[:2] == ["Response", f"1. {HEARD}"]


def test_a_time_is_kept_a_day_becomes_its_midnight_and_other_words_stay_out(tmp_path):
    project = read_project(write(tmp_path / "k.qdpx"))
    users = {user.guid: user.name for user in project.users}
    created = [one.created for one in project.codings if users[one.user] != MACHINE]
    assert sorted(created, key=str) == [
        "2026-01-05T10:30:00+01:00",
        "2026-01-05T10:30:00.5+00:00",
        "2026-01-06T00:00:00",
        None,
        None,
        None,
    ]


def test_a_person_comes_before_the_machine_even_where_nobody_has_decided(tmp_path):
    project = read_project(write(tmp_path / "k.qdpx", corrections=empty_table("corrections")))
    assert [user.name for user in project.users] == ["coder", MACHINE]


def test_a_decision_on_other_words_is_not_written(tmp_path):
    stale = CORRECTIONS.assign(text_seen="Other words.").head(1)
    users = {one[0] for one in said(read_project(write(tmp_path / "k.qdpx", corrections=stale)))}
    assert users == {MACHINE}


def test_a_coder_may_not_have_the_name_of_the_machine(tmp_path):
    with pytest.raises(TableError, match=r"corrections: coder is 'scrlearn \(rules and model\)'"):
        write(tmp_path / "k.qdpx", corrections=CORRECTIONS.assign(coder=MACHINE))


def test_a_decision_on_a_theme_that_is_not_there_is_refused(tmp_path):
    other = table("corrections", passage_id=["k:1"], theme_id=["audit"], coder=["Ann"], decision=["applies"])
    with pytest.raises(TableError, match=r"corrections: theme_id has \['audit'\]"):
        write(tmp_path / "k.qdpx", corrections=other)


def test_a_coding_of_a_passage_with_parts_is_refused(tmp_path):
    with pytest.raises(TableError, match=r"codings: passage_id has \['k:3'\]"):
        write(tmp_path / "k.qdpx", codings=CODINGS.head(1).assign(passage_id="k:3"))
