import io
import os
import re
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.errors import DocumentError
from scrlearn.reviews import formats
from scrlearn.reviews.formats import document_bytes, document_text
from tests.pdf_material import lines_at, pdf_of

WORDS = "The ‘voice’ of the child\nis heard"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def written(tmp_path, content, name="response.txt"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def office(folder):
    return zipped(**{"[Content_Types].xml": "<Types/>", f"{folder}/a.xml": "<a/>"})


def old_office(stream):
    return OLD_OFFICE + stream.encode("utf-16-le") + bytes(500)


def word():
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph("The child is heard.")
    document.save(file)
    return file.getvalue()


PDF = pdf_of([lines_at(["The child is heard."])])
PAGE = b"<!DOCTYPE html><title>Page</title><main><p>The child is heard.</main>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_text_reads_the_same_in_every_encoding(tmp_path, encoding):
    assert document_text(written(tmp_path, WORDS.encode(encoding))) == WORDS


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_becomes_one_character(tmp_path, line_end):
    assert document_text(written(tmp_path, WORDS.replace("\n", line_end).encode())) == WORDS


def test_a_document_keeps_its_blank_lines_and_slips(tmp_path):
    text = "\n\nat at  the HSCB \n"
    assert document_text(written(tmp_path, text.encode())) == text


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.doc", "a.txt", "a.html", "a"])
@pytest.mark.parametrize("content", [PDF, word(), PAGE], ids=["PDF", "Word", "web page"])
def test_a_document_is_read_as_what_it_is_and_not_as_what_it_is_called(tmp_path, name, content):
    assert document_text(written(tmp_path, content, name)).endswith("The child is heard.")


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf\n<html><body><p>Heard.",
        b"\xff\xfe" + "<html><body><p>Heard.".encode("utf-16-le"),
        b"<?xml version='1.0'?>\n<!-- saved -->\n<!DOCTYPE html PUBLIC 'x'><html><body><p>Heard.",
        b"<p>Heard.</p>",
    ],
)
def test_a_web_page_is_known_by_how_it_begins(tmp_path, content):
    assert document_text(written(tmp_path, content, "page.doc")) == "Heard."


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.doc", old_office("WordDocument"), "is an old Word document (.doc); save it as .docx in Word."),
        ("a.xlsx", office("xl"), "is a spreadsheet; `scrlearn add FOLDER FILE` takes a tracker."),
        ("a.xls", old_office("Workbook"), "is a spreadsheet; `scrlearn add FOLDER FILE` takes a tracker."),
        ("a.pptx", office("ppt"), "is a PowerPoint presentation; save it as PDF."),
        ("a.ppt", old_office("PowerPoint Document"), "is a PowerPoint presentation; save it as PDF."),
        ("a.msg", old_office("__substg1.0_0037"), "is an e-mail; save what is attached to it, or its text as .txt."),
        ("a.eml", b"From: a\nSubject: b\n\nText", "is an e-mail; save what is attached, or its text as .txt."),
        ("a.txt", b"Received: by a\nSubject: b\n\nText", "is an e-mail; save its text as .txt."),
        ("a.docx", old_office("EncryptedPackage"), "is locked with a password; save a copy without one, and read that"),
        ("a.dat", OLD_OFFICE, "is an old Office file; save it in the present format (.docx)."),
        (
            "a.odt",
            zipped(mimetype="application/vnd.oasis.opendocument.text"),
            "is an OpenDocument text; save it as .docx.",
        ),
        ("a.pages", zipped(**{"Index/Document.iwa": "x"}), "is a Pages document; export it as Word (.docx)."),
        (
            "a.docx",
            zipped(**{"a.txt": "x"}),
            "is a zip archive; take the documents out of it and read them one by one.",
        ),
        ("a.zip", b"PK\x03\x04rest", "is a zip archive that is damaged; ask for it again."),
        ("a.docx", b"PK\x03\x04rest", "is damaged or no Word document"),
        ("a.7z", b"7z\xbc\xaf\x27\x1crest", "is an archive; take the documents out of it and read them one by one."),
        ("a.rtf", b"{\\rtf1 rest}", "is rich text; save it as .docx in Word."),
        ("a.doc", b"{\\rtf1 rest}", "is rich text; save it as .docx in Word."),
        ("a.doc", b"MIME-Version: 1.0\nContent-Type: multipart/related", "is a saved web archive; open it in Word"),
        (
            "a.xml",
            b"<?xml version='1.0'?><?mso-application progid=\"Word.Document\"?>",
            "is Word's XML; save it as .docx",
        ),
        ("a.xml", b"<?xml version='1.0'?><feed/>", "is XML; open it with what wrote it"),
        ("a.mp4", b"\0\0\0\x20ftypisom", "is a sound or film; read what is written."),
    ],
)
def test_a_format_without_a_reader_is_named_with_what_to_do(tmp_path, name, content, message):
    path = written(tmp_path, content, name)
    with pytest.raises(DocumentError, match=f"^{re.escape(f'{path}: {message}')}"):
        document_text(path)


@pytest.mark.parametrize(
    "content",
    [
        *(b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"II*\0", b"MM\0*", b"\0\0\0\x18ftypheic"),
        *(b"RIFF\1\1\1\1WEBP", b"BM\1\1\1\1\0\0\0\0"),
    ],
)
def test_a_picture_of_a_document_wants_its_text_recognised(tmp_path, content):
    with pytest.raises(
        DocumentError, match=r": is a picture; run text recognition \(OCR\) on it and save it as PDF or"
    ):
        document_text(written(tmp_path, content + b"rest", "scan.pdf"))


@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.docx", "a.html"])
@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", b"\xef\xbb\xbf\n", b"\xff\xfe", bytes(20)])
def test_a_document_of_nothing_but_white_space_is_empty(tmp_path, name, content):
    with pytest.raises(DocumentError, match=r"/a\.\w+: is empty; nothing can be read from it\.$"):
        document_text(written(tmp_path, content, name))


def test_a_web_page_without_words_is_empty(tmp_path):
    with pytest.raises(DocumentError, match=r"response\.txt: is empty; nothing can be read from it\.$"):
        document_text(written(tmp_path, b"<html><body><nav>Home</nav>"))


def test_a_binary_file_is_refused(tmp_path):
    with pytest.raises(DocumentError, match=r"response\.txt: is a binary file and no text; open it with what wrote it"):
        document_text(written(tmp_path, b"text\x00text"))


def test_a_document_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DocumentError, match=r"nowhere\.txt: is not there; check its name and folder\."):
        document_text(tmp_path / "nowhere.txt")


def test_a_folder_is_no_document(tmp_path):
    with pytest.raises(DocumentError, match="is a folder; name the documents in it one by one"):
        document_bytes(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_or_device_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path / "pipe.txt", "/dev/zero"):
        with pytest.raises(DocumentError, match=f"^{path}: is a pipe or a device; save the document as a file"):
            document_bytes(path)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "large.pdf").open("wb") as file:
        file.truncate(formats.LARGEST + 1)
    with pytest.raises(
        DocumentError, match=r"large\.pdf: is larger than 200 MB; split it, or save it without pictures"
    ):
        document_bytes(tmp_path / "large.pdf")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\nb.txt", r"a\nb.txt"),
        ("a\r.txt", r"a\r.txt"),
        ("a\u2028b.txt", r"a\u2028b.txt"),
        ("a\0.txt", r"a\x00.txt"),
        ("a\udcff.txt", r"a\udcff.txt"),
        ("a\x1b[31m.txt", r"a\x1b[31m.txt"),
    ],
)
def test_a_name_that_would_break_a_message_is_shown_escaped_and_refused(name, shown):
    message = f"{shown}: has a line break or control character in its name; rename it."
    with pytest.raises(DocumentError, match=f"^{re.escape(message)}$"):
        document_bytes(name)


def test_a_name_may_have_accents_and_hard_spaces(tmp_path):
    assert document_text(written(tmp_path, b"Heard.", "Zoë\xa0– “review”.txt")) == "Heard."


@settings(deadline=None)
@given(content=st.binary(max_size=200))
def test_any_bytes_become_text_or_a_document_error(tmp_path_factory, content):
    path = written(tmp_path_factory.mktemp("any"), content)
    try:
        text = document_text(path)
    except DocumentError as error:
        assert str(path) in str(error)
        assert "\n" not in str(error)
    else:
        assert text.strip()
        assert "\r" not in text
        assert "\0" not in text
