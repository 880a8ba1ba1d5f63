import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.checking.corrections import load_corrections
from scrlearn.checking.exchange import read_exchange
from scrlearn.checking.ledger import record_decisions
from scrlearn.errors import FileError, ScrlearnError
from scrlearn.refi.parts import Code, Coding, Project, Source, User, xml_text
from scrlearn.refi.writing import project_bytes
from scrlearn.reviews.collection import empty_collection, start_collection
from scrlearn.validation import empty_table
from tests.exchange_material import (
    CORRECTIONS,
    DOCUMENT,
    PASSAGES,
    THEMES,
    TYPED,
    members,
    table,
    write,
    zipped,
)

CELL = ["passage_id", "theme_id", "coder"]
SAYS = [*CELL, "decision", "reason", "text_seen", "stem_seen"]
HEARD = "Hear the child 👪 at home."
LINES = DOCUMENT.replace("\r\n", "\n")


def read(path, *, documents=None, themes=THEMES, **passages):
    return read_exchange(
        path,
        documents={"k/document-1": DOCUMENT} if documents is None else documents,
        themes=themes,
        **{**PASSAGES, **passages},
    )


def elsewhere(path, *codings, text=LINES, source="k document-1", codes=("Voice of the child",)):
    """Write a project as another program might: with guids of its own. A coding is user, code, words, comment."""
    names = dict.fromkeys([*codes, *(coding[1] for coding in codings)])
    users = dict.fromkeys(coding[0] for coding in codings)
    project = Project(
        "Elsewhere",
        [User(f"user {name}", name) for name in users],
        [Code(f"code {name}", name) for name in names],
        [Source("source", source, text)],
        [
            Coding(f"coding {number}", f"code {code}", f"user {user}", "source", *where(text, words), *comment)
            for number, (user, code, words, *comment) in enumerate(codings)
        ],
    )
    path.write_bytes(project_bytes(project))
    return path


def where(text, words):
    return text.index(words), text.index(words) + len(words)


def rewritten(path, change, *, only=""):
    """Write a project once more with its parts changed, those whose names end so."""
    parts = {name: change(content) if name.endswith(only) else content for name, content in members(path).items()}
    path.write_bytes(zipped(parts))
    return path


def decided(reading):
    return [tuple(row) for row in reading.decisions[[*CELL, "decision"]].to_numpy()]


def whys(reading):
    return reading.unplaced["why"].tolist()


def in_order(frame, columns):
    return frame.sort_values(CELL)[columns].reset_index(drop=True).astype("str")


def test_decisions_come_back_as_they_were_written(tmp_path):
    reading = read(write(tmp_path / "k.qdpx"))
    pd.testing.assert_frame_equal(in_order(reading.decisions, SAYS), in_order(CORRECTIONS, SAYS))
    assert reading.unplaced.empty


def test_when_comes_back_where_it_is_a_date(tmp_path):
    when = in_order(read(write(tmp_path / "k.qdpx")).decisions, ["decided_at"])["decided_at"]
    assert when.fillna("").tolist() == [
        "",
        "2026-01-05T10:30:00.5+00:00",
        "2026-01-06",
        "2026-01-05T10:30:00+01:00",
        "",
        "",
    ]


def test_reading_the_same_file_twice_records_its_decisions_once(tmp_path):
    folder = start_collection(tmp_path / "k")
    for _ in range(2):
        decisions = read(write(tmp_path / "k.qdpx")).decisions
        for coder, rows in decisions.groupby("coder"):
            record_decisions(folder, rows, coder=coder, source="exchange")
    assert len(load_corrections(folder)) == len(CORRECTIONS)


def test_the_codings_of_the_machine_are_left_aside(tmp_path):
    reading = read(write(tmp_path / "k.qdpx", corrections=empty_table("corrections")))
    assert (len(reading.decisions), len(reading.unplaced)) == (0, 0)


def test_codes_users_and_sources_with_other_guids_are_known_by_their_names(tmp_path):
    path = elsewhere(
        tmp_path / "k.qdpx",
        ("Cem", "VOICE of the  child", HEARD, "asked"),
        ("Cem", "sleep: Unsure", HEARD),
        ("Cem", "Safe sleeping: does not apply", "Share records."),
    )
    assert decided(read(path)) == [
        ("k:1", "voice", "Cem", "applies"),
        ("k:1", "sleep", "Cem", "unsure"),
        ("k:2", "sleep", "Cem", "does_not_apply"),
    ]


def test_a_source_with_another_name_is_known_by_its_text(tmp_path):
    path = elsewhere(tmp_path / "k.qdpx", ("Cem", "Safe sleeping", HEARD), source="Interview 1")
    assert decided(read(path)) == [("k:1", "sleep", "Cem", "applies")]


@pytest.mark.parametrize(
    ("words", "passages"),
    [
        ("child", ["k:1"]),
        ("Hear the child 👪", ["k:1"]),
        ("Response\n1. Hear", []),
        ("Hear the child 👪 at home.\nAgreed. The Board will.", ["k:1", "k:1.response-1"]),
        ("at home.\nAgreed", ["k:1"]),
        (LINES, ["k:1", "k:2", "k:1.response-1"]),
    ],
)
def test_a_coding_counts_where_half_of_it_or_half_of_the_passage_is(tmp_path, words, passages):
    path = elsewhere(tmp_path / "k.qdpx", ("Cem", "Safe sleeping", words))
    assert [cell[0] for cell in decided(read(path))] == passages


def test_text_seen_is_the_passage_and_not_the_words_that_were_selected(tmp_path):
    reading = read(elsewhere(tmp_path / "k.qdpx", ("Cem", "Safe sleeping", "child")))
    assert reading.decisions["text_seen"].tolist() == [HEARD]


def test_a_text_that_was_saved_with_long_line_ends_and_a_mark_is_read_at_its_own_places(tmp_path):
    text = LINES.replace("\n", "\r\n")
    path = elsewhere(tmp_path / "k.qdpx", ("Cem", "Safe sleeping", "Share records."), text=text)
    marked = rewritten(path, lambda content: b"\xef\xbb\xbf" + content, only=".txt")
    assert decided(read(marked)) == [("k:2", "sleep", "Cem", "applies")]


def test_atlas_counts_one_character_at_the_end_of_a_line_and_writes_two(tmp_path):
    path = elsewhere(tmp_path / "k.qdpx", ("Cem", "Safe sleeping", "Share records."))
    rewritten(path, lambda content: content.replace(b"\n", b"\r\n"), only=".txt")
    rewritten(path, lambda content: content.replace(b'"scrlearn"', b'"ATLAS.ti Win 23"'), only=".qde")
    assert read(path).decisions["passage_id"].tolist() == ["k:2"]
    assert read(path).decisions["text_seen"].tolist() == ["Share records."]


def test_passages_are_found_by_their_words_where_the_text_was_moved(tmp_path):
    text = "A heading of some length that was not there.\n\n" + LINES.replace(" ", "  ")
    path = elsewhere(tmp_path / "k.qdpx", ("Cem", "Safe sleeping", "Agreed.  The  Board  will."), text=text)
    assert decided(read(path)) == [("k:1.response-1", "sleep", "Cem", "applies")]


def test_of_passages_with_the_same_words_each_is_found_below_its_own_heading(tmp_path):
    responses = table(
        "responses",
        passage_id=["k:1.response-1", "k:2.response-1"],
        review_id=["k"] * 2,
        kind=["response"] * 2,
        status=["not_stated"] * 2,
        text=["Agreed."] * 2,
    )
    text = "New words before them.\n\nk:1.response-1\nAgreed.\n\nk:2.response-1\nAgreed.\n\n"
    path = elsewhere(tmp_path / "k.qdpx", ("Cem", "Safe sleeping", "k:2.response-1\nAgreed."), text=text, source=TYPED)
    nothing = PASSAGES["recommendations"].head(0)
    assert decided(read(path, recommendations=nothing, responses=responses)) == [
        ("k:2.response-1", "sleep", "Cem", "applies")
    ]


def test_two_different_answers_of_one_coder_are_both_listed_and_neither_is_taken(tmp_path):
    path = elsewhere(
        tmp_path / "k.qdpx",
        ("Cem", "Safe sleeping", HEARD),
        ("Cem", "Safe sleeping: does not apply", HEARD),
        ("Dee", "Safe sleeping", HEARD),
    )
    reading = read(path)
    assert decided(reading) == [("k:1", "sleep", "Dee", "applies")]
    assert reading.unplaced[["place", "coder", "code", "text"]].to_numpy().tolist() == [
        ["k document-1, characters 12 to 37", "Cem", "Safe sleeping", HEARD],
        ["k document-1, characters 12 to 37 (2)", "Cem", "Safe sleeping: does not apply", HEARD],
    ]
    assert set(whys(reading)) == {"the coder says two different things on sleep of k:1; leave one"}


def test_the_same_answer_twice_is_one_decision_with_both_reasons(tmp_path):
    path = elsewhere(
        tmp_path / "k.qdpx",
        ("Cem", "Safe sleeping", "Hear the child", "one"),
        ("Cem", "Safe sleeping", "at home."),
        ("Cem", "Safe sleeping", "child", "two"),
    )
    assert read(path).decisions["reason"].tolist() == ["one; two"]


@pytest.mark.parametrize(
    ("coding", "why"),
    [
        (("Cem", "Beds", HEARD), "its code is no theme of the codebook"),
        (("Cem", "Safe sleeping: to check", HEARD), "to check is what the machine says; say applies"),
        (("Cem", "Safe sleeping", "Response"), "no passage stands there, or its words have changed"),
        (("", "Safe sleeping", HEARD), "the file does not say who coded it"),
    ],
)
def test_what_cannot_be_taken_is_listed_with_the_reason(tmp_path, coding, why):
    reading = read(elsewhere(tmp_path / "k.qdpx", coding))
    assert reading.decisions.empty
    assert len(reading.unplaced) == 1
    assert whys(reading)[0].startswith(why)


def test_a_coding_in_another_document_is_listed(tmp_path):
    path = elsewhere(tmp_path / "k.qdpx", ("Cem", "Safe sleeping", "Other"), text="Other words.", source="other")
    assert whys(read(path)) == ["its source is no document of the collection"]


def test_a_whole_document_and_a_picture_that_are_coded_are_listed(tmp_path):
    path = elsewhere(tmp_path / "k.qdpx", ("Cem", "Safe sleeping", HEARD))
    coding = b'<Coding guid="%s" creatingUser="user Cem"><CodeRef targetGUID="code Safe sleeping"/></Coding>'
    picture = (
        b'<PictureSource guid="p" name="Photo"><PictureSelection guid="s" firstX="1" firstY="1" secondX="2" '
        b'secondY="2">' + coding % b"3" + b"</PictureSelection></PictureSource></Sources>"
    )
    rewritten(path, lambda xml: xml.replace(b"</TextSource></Sources>", coding % b"2" + b"</TextSource>" + picture))
    reading = read(path)
    assert len(reading.decisions) == 1
    assert reading.unplaced["place"].tolist() == ["k document-1", "Photo"]
    assert set(whys(reading)) == {"it is not on a stretch of text"}


def test_a_comment_that_is_kept_as_a_note_is_the_reason(tmp_path):
    path = elsewhere(tmp_path / "k.qdpx", ("Cem", "Safe sleeping", HEARD))
    note = b'<Notes><Note guid="{N}"><PlainTextContent> heard there </PlainTextContent></Note></Notes></Project>'
    rewritten(path, lambda xml: xml.replace(b"</Project>", note), only=".qde")
    rewritten(path, lambda xml: xml.replace(b"</Coding>", b'<NoteRef targetGUID="n"/></Coding>'), only=".qde")
    assert read(path).decisions["reason"].tolist() == ["heard there"]


def test_what_was_coded_on_a_passage_whose_words_have_changed_is_listed(tmp_path):
    changed = PASSAGES["responses"].assign(text="Other words.", start=None, end=None)
    reading = read(write(tmp_path / "k.qdpx"), responses=changed)
    assert whys(reading) == ["no passage stands there, or its words have changed"]
    assert len(reading.decisions) == len(CORRECTIONS) - 1


def test_a_renamed_code_is_still_known(tmp_path):
    path = rewritten(write(tmp_path / "k.qdpx"), lambda xml: xml.replace(b"Safe sleeping", b"Sleep"), only=".qde")
    assert len(read(path).decisions) == len(CORRECTIONS)


def test_a_name_that_two_themes_bear_is_not_known(tmp_path):
    alike = THEMES.assign(theme="Children")
    path = elsewhere(tmp_path / "k.qdpx", ("Cem", "children", HEARD), ("Cem", "sleep", HEARD))
    reading = read(path, themes=alike)
    assert decided(reading) == [("k:1", "sleep", "Cem", "applies")]
    assert whys(reading) == ["its code is no theme of the codebook"]


def test_a_selection_beyond_the_end_of_its_text_is_refused(tmp_path):
    path = elsewhere(tmp_path / "k.qdpx", ("Cem", "Safe sleeping", HEARD))
    rewritten(path, lambda xml: xml.replace(b'endPosition="37"', b'endPosition="3700"'), only=".qde")
    with pytest.raises(FileError, match=r"k.qdpx: .*characters 12 to 3700 of k document-1 are coded; it ends at"):
        read(path)


WORDS = st.text(min_size=1, max_size=12) | st.sampled_from(["Agreed.", "a\r\nb", "\tx", "👪 y", "\x00\x0b", "\r", " "])
DATES = st.sampled_from([None, "2026-01-05", "2026-01-05T10:30:00.250000+00:00", "Monday", "2026-13-01"])
DECISION = st.tuples(
    st.sampled_from(["voice", "sleep", "records"]),
    st.sampled_from(["Ann", "Bob <b> & 'c'", "Çem\t👪"]),
    st.sampled_from(["applies", "does_not_apply", "unsure"]),
    st.none() | WORDS,
    DATES,
)
PASSAGE = st.tuples(WORDS, st.none() | WORDS, st.booleans(), st.lists(DECISION, max_size=4))


@st.composite
def collections(draw):
    """Draw passages, typed and in a document, and decisions on them, of each coder at most one on a cell."""
    document, rows, decisions = draw(st.text(max_size=5)), [], []
    for number, (text, stem, is_typed, said) in enumerate(draw(st.lists(PASSAGE, min_size=1, max_size=6))):
        start = None if is_typed else len(document)
        end = None if is_typed else len(document) + len(text)
        document += ("" if is_typed else text) + draw(st.sampled_from(["\r\n", "\n\n", " ", ""]))
        rows.append([f"k:{number}", stem, text, start, end])
        decisions += [[f"k:{number}", *row, text, stem] for row in said]
    passages = pd.DataFrame(rows, columns=["passage_id", "stem", "text", "start", "end"]).assign(
        review_id="k", document_id="k/1", part_of=None, kind="recommendation"
    )
    columns = ["passage_id", "theme_id", "coder", "decision", "reason", "decided_at", "text_seen", "stem_seen"]
    corrections = pd.DataFrame(decisions, columns=columns).drop_duplicates(CELL)
    return document, passages, corrections


def as_table(name, frame):
    return empty_table(name) if frame.empty else table(name, **{column: list(frame[column]) for column in frame})


@given(collections())
@settings(max_examples=60, deadline=None)
def test_whatever_was_written_comes_back(tmp_path_factory, drawn):
    document, passages, corrections = drawn
    collection = empty_collection()._replace(recommendations=as_table("recommendations", passages))
    path = tmp_path_factory.mktemp("written") / "k.qdpx"
    given_tables = {"collection": collection, "documents": {"k/1": document}, "codings": empty_table("codings")}
    write(path, corrections=as_table("corrections", corrections), **given_tables)
    reading = read(
        path,
        documents={"k/1": document},
        recommendations=collection.recommendations,
        responses=empty_table("responses"),
    )
    reasons = corrections["reason"].map(xml_text, na_action="ignore")
    assert reading.unplaced.empty
    pd.testing.assert_frame_equal(in_order(reading.decisions, SAYS), in_order(corrections.assign(reason=reasons), SAYS))


CHANGES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=6)


def mutated(content, changes):
    content = bytearray(content)
    for place, byte in changes:
        content[place % len(content)] = byte
    return bytes(content)


@given(CHANGES, st.sampled_from(["", "project.qde", ".txt"]), st.integers(0, 200))
@settings(max_examples=150, deadline=None)
def test_a_broken_file_is_read_or_refused_and_nothing_else(tmp_path_factory, changes, part, cut):
    path = write(tmp_path_factory.mktemp("broken") / "k.qdpx")
    if part:
        rewritten(path, lambda content: mutated(content, changes), only=part)
    else:
        path.write_bytes(mutated(path.read_bytes(), changes)[: None if cut > 50 else -cut or None])
    try:
        read(path)
    except ScrlearnError as error:
        assert str(error).startswith(f"{path}: ")
        assert "\n" not in str(error)
