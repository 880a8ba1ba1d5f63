import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.errors import DocumentError
from scrlearn.reviews import word_parts
from scrlearn.reviews.word import read_word
from tests.word_material import (
    cell,
    field,
    item,
    level,
    one_list,
    paragraph,
    plain,
    row,
    run,
    style,
    styled,
    table,
    word_file,
    zipped,
)
from tests.word_material import (
    word_parts as parts_of,
)

ENTITIES = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
X = parts_of(plain("x"))
DAMAGED = "is damaged or no Word document ("
NO_WORD = "is no Word document, although it is called one; open it with what wrote it."
LOCKED_OR_OLD = (
    "is locked with a password or in an old format; open it in Word and save it as .docx without a password."
)
OTHER_XML = "says how its own XML is to be read, as no Word document does; open it in Word and save it as .docx again."
HOLDS_MACROS = "holds macros, which are never opened here; save it in Word as .docx without macros."
ANOTHER_FILE = "holds another file, which only Word can open; open it in Word and save it again."
TOO_MUCH = "unpacks to far more than it should (at most {} MB); open it in Word and save it as .docx again."
TOO_MANY = "holds 10007 parts, where a Word document has some dozens; open it in Word and save it as .docx again."


def locked():
    # The bit that says so, in the entry of the only part and in the directory at the end.
    content = bytearray(zipped({"word/document.xml": "x"}))
    for begins, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(begins) + place] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xd0\xcf\x11\xe0rest", LOCKED_OR_OLD),
        (locked(), "is locked with a password; save it in Word without one."),
        (word_file(plain("&c;"), before=ENTITIES), OTHER_XML),
        (word_file(plain("&b;"), before=OUTSIDE), OTHER_XML),
        (word_file(plain("x"), document_type=MACROS), HOLDS_MACROS),
        (zipped({**X, "word/vbaProject.bin": "x"}), HOLDS_MACROS),
        (word_file(plain("x"), namespace="urn:other"), NO_WORD),
        (zipped({"word/other.xml": "<x/>"}), NO_WORD),
        (word_file(plain(" " * 20_000_000)), TOO_MUCH.format(200)),
        (zipped(X | {f"x/{n}.xml": "" for n in range(10_001)}), TOO_MANY),
        (word_file('<w:altChunk w:id="a"/>'), ANOTHER_FILE),
    ],
)
def test_a_hostile_file_is_refused_with_what_to_do(content, message):
    with pytest.raises(DocumentError, match=f"^{re.escape(message)}$"):
        read_word(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04rest",
        zipped(X)[:-60],
        zipped(X)[:400],
        word_file("<w:p>"),
        word_file(f"<w:p>{'<w:r>' * 5000}{'</w:r>' * 5000}</w:p>"),
    ],
)
def test_a_damaged_file_is_refused_in_one_line(content):
    again = re.escape("); open it in Word and save it as .docx again.")
    with pytest.raises(DocumentError, match=rf"^{re.escape(DAMAGED)}[^\n]+{again}$"):
        read_word(content)


def test_many_parts_that_are_too_much_together_are_refused(monkeypatch):
    monkeypatch.setattr(word_parts, "LARGEST", 2_000_000)
    with pytest.raises(DocumentError, match=f"^{re.escape(TOO_MUCH.format(2))}$"):
        read_word(zipped(X | {f"word/media/{n}.emf": b"\0" * 700_000 for n in range(3)}))


def test_a_part_of_too_much_text_is_named(monkeypatch):
    monkeypatch.setattr(word_parts, "LARGEST_XML", 2_000)
    message = "holds more than 0 MB of text in word/document.xml; cut it in pieces."
    with pytest.raises(DocumentError, match=f"^{re.escape(message)}$"):
        read_word(word_file(plain("x" * 2_000)))


def test_a_large_picture_of_one_colour_does_no_harm():
    assert read_word(zipped({**X, "word/media/image1.bmp": b"\0" * 30_000_000})) == "x"


@pytest.mark.parametrize("name", ["/etc/passwd", "../../../etc/passwd", "C:\\windows\\x", "word/../../x"])
def test_a_part_is_never_unpacked_whatever_its_name(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert read_word(zipped({**X, name: "harm"})) == "x"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("target", ["../../../etc/passwd", "/etc/passwd", "file:///etc/passwd"])
def test_a_relation_that_leads_out_of_the_file_leads_nowhere(target):
    own = X["word/_rels/document.xml.rels"].replace("styles.xml", target).replace("numbering.xml", target)
    assert read_word(zipped({**X, "word/_rels/document.xml.rels": own})) == "x"
    main = X["_rels/.rels"].replace("word/document.xml", target)
    with pytest.raises(DocumentError, match=f"^{re.escape(NO_WORD)}$"):
        read_word(zipped({**X, "_rels/.rels": main}))


def test_a_relation_to_something_outside_is_not_followed():
    outside = X["_rels/.rels"].replace(' Target="word/document.xml"', ' TargetMode="External" Target="other.xml"')
    other = X["word/document.xml"].replace(">x<", ">other<")
    assert read_word(zipped({**X, "_rels/.rels": outside, "other.xml": other})) == "x"


def test_the_parts_are_found_by_their_relations_whatever_they_are_called():
    parts = parts_of(item("x"), numbering=one_list(level(0, "decimal", "%1.")))
    renamed = {
        "_rels/.rels": parts["_rels/.rels"].replace("word/document.xml", "/w/main.xml"),
        "w/_rels/main.xml.rels": parts["word/_rels/document.xml.rels"].replace("numbering.xml", "../lists/numbers.xml"),
        "w/main.xml": parts["word/document.xml"],
        "lists/numbers.xml": parts["word/numbering.xml"],
    }
    assert read_word(zipped(renamed)) == "1. x"


def test_a_part_that_is_not_there_is_not_missed():
    assert read_word(zipped({"word/document.xml": X["word/document.xml"]})) == "x"


STYLES = style("Heading2", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
PARTS = parts_of(
    styled("Supervision", "Ours")
    + item("Listen.", 1)
    + paragraph(field("DATE", run("May")), f"<w:ins>{run('x')}</w:ins>")
    + table(row("a", cell(table(row("b", "c"))), properties='<w:gridBefore w:val="1"/>'), row("d"))
    + paragraph(f"<w:r><w:pict><v:textbox><w:txbxContent>{plain('Box.')}</w:txbxContent></v:textbox></w:pict></w:r>"),
    numbering=one_list(level(0, "decimal", "Recommendation %1:"), level(1, "lowerLetter", "(%2)")),
    styles=STYLES + style("Ours", based_on="Heading2"),
)
NAMES = sorted(PARTS)
SOUND = zipped(PARTS)
# An element's tag with its attributes, or an attribute's value: what a mutation takes hold of.
TAG, VALUE = re.compile(r"<[^>]*>"), re.compile(r'"[^"]*"')


def read_or_refused(content):
    try:
        text = read_word(content)
    except DocumentError as error:
        assert str(error).isprintable()
        assert str(error).endswith(".")
    else:
        assert text == "" or all(block and block == block.strip() for block in text.split("\n\n"))


@settings(deadline=None, max_examples=200)
@given(place=st.integers(0, len(SOUND) - 1), mutation=st.binary(max_size=8))
def test_a_file_with_changed_bytes_is_read_or_refused(place, mutation):
    read_or_refused(SOUND[:place] + mutation + SOUND[place + len(mutation) :])


@given(length=st.integers(0, len(SOUND)))
def test_a_file_cut_short_is_read_or_refused(length):
    read_or_refused(SOUND[:length])


@settings(deadline=None, max_examples=200)
@given(
    name=st.sampled_from(NAMES),
    what=st.sampled_from(["drop", "double", "garble", "move"]),
    which=st.integers(0, 10_000),
    other=st.integers(0, 10_000),
    words=st.text(max_size=8) | st.sampled_from(["-1", "999999", "9" * 400, "0x10", "1.5", "²", "none", "../x"]),
)
def test_a_file_with_changed_xml_is_read_or_refused(name, what, which, other, words):
    read_or_refused(zipped({**PARTS, name: changed(PARTS[name], what, which, other, words).encode("utf-8", "replace")}))


def changed(xml, what, which, other, words):
    """Change a whole element, from its first tag to its last, or the value of an attribute."""
    if what == "garble":
        values = list(VALUE.finditer(xml))
        start, end = values[which % len(values)].span()
        return f'{xml[:start]}"{words.translate(ESCAPED)}"{xml[end:]}'
    elements = whole_elements(xml)
    start, end = elements[which % len(elements)]
    if what == "drop":
        return xml[:start] + xml[end:]
    if what == "double":
        return xml[:end] + xml[start:]
    moved, without = xml[start:end], xml[:start] + xml[end:]
    places = [place for place, _ in whole_elements(without)]
    place = places[other % len(places)] if places else 0
    return without[:place] + moved + without[place:]


ESCAPED = {ord("<"): "&lt;", ord("&"): "&amp;", ord('"'): "&quot;"}


def whole_elements(xml):
    found, opened = [], []
    for tag in TAG.finditer(xml):
        if tag[0].startswith("</"):
            found.append((opened.pop(), tag.end()))
        elif tag[0].endswith("/>"):
            found.append(tag.span())
        else:
            opened.append(tag.start())
    return found
