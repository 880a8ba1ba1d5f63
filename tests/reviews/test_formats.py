import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.errors import DocumentError
from scrlearn.reviews.formats import document_bytes, document_text

WORDS = "The ‘voice’ of the child\nis heard"


def written(tmp_path, content, name="response.txt"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_text_reads_the_same_in_every_encoding(tmp_path, encoding):
    assert document_text(written(tmp_path, WORDS.encode(encoding))) == WORDS


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_becomes_one_character(tmp_path, line_end):
    assert document_text(written(tmp_path, WORDS.replace("\n", line_end).encode())) == WORDS


def test_a_document_keeps_its_blank_lines_and_slips(tmp_path):
    text = "\n\nat at  the HSCB \n"
    assert document_text(written(tmp_path, text.encode())) == text


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("response.docx", b"PK\x03\x04rest", "is a Word document"),
        ("response.xlsx", b"PK\x03\x04rest", "is an Excel workbook"),
        ("response.txt", b"PK\x03\x04rest", "is a zip file (as Word and Excel files are)"),
        ("response.doc", b"\xd0\xcf\x11\xe0rest", "is an old Word document"),
        ("response.txt", b"%PDF-1.7 rest", "is a PDF"),
        ("response.rtf", b"{\\rtf1 rest}", "is rich text"),
        ("response.html", b"\n<!DOCTYPE HTML><p>rest", "is a web page"),
    ],
)
def test_a_format_without_a_reader_is_named_with_what_to_do(tmp_path, name, content, kind):
    path = written(tmp_path, content, name)
    message = f"{path}: {kind}; only plain text can be read so far: save it as .txt."
    with pytest.raises(DocumentError, match=f"^{re.escape(message)}$"):
        document_text(path)


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", b"\xef\xbb\xbf\n"])
def test_a_document_of_nothing_but_white_space_is_empty(tmp_path, content):
    with pytest.raises(DocumentError, match=r"response\.txt: is empty; nothing can be read from it\."):
        document_text(written(tmp_path, content))


@pytest.mark.parametrize("content", [b"text\x00text", b"\x01\x02\x03\x04\x05\x06\x0e", "text".encode("utf-16-le")])
def test_a_binary_file_is_refused(tmp_path, content):
    with pytest.raises(DocumentError, match=r"response\.txt: is a binary file and no text; only plain text"):
        document_text(written(tmp_path, content))


@pytest.mark.parametrize("content", [b"\xff\xfeodd", b"undefined in Windows-1252: \x81"])
def test_a_damaged_text_is_refused(tmp_path, content):
    with pytest.raises(DocumentError, match=r"response\.txt: is damaged or no plain text"):
        document_text(written(tmp_path, content))


def test_a_document_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DocumentError, match=r"nowhere\.txt: is not there; check its name and folder\."):
        document_text(tmp_path / "nowhere.txt")


def test_a_folder_is_no_document(tmp_path):
    with pytest.raises(DocumentError, match="is a folder; name the documents in it one by one"):
        document_bytes(tmp_path)


def test_a_path_that_no_system_can_open_is_refused():
    with pytest.raises(DocumentError, match="cannot be opened"):
        document_bytes("response\0.txt")


@settings(deadline=None)
@given(content=st.binary(max_size=200))
def test_any_bytes_become_text_or_a_document_error(tmp_path_factory, content):
    path = written(tmp_path_factory.mktemp("any"), content)
    try:
        text = document_text(path)
    except DocumentError as error:
        assert str(path) in str(error)
    else:
        assert text.strip()
        assert "\r" not in text
        assert "\0" not in text
