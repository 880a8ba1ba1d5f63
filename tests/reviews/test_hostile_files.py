"""Files made to do harm, and files that are not what they seem, as they are typed at a command."""

import csv
import functools
import io
import os
import re
import zipfile
import zlib

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.errors import ScrlearnError
from scrlearn.reviews.formats import document_text
from tests.conftest import contents
from tests.pdf_material import file_of, lines_at, pdf_of

PDF = pdf_of([lines_at(["The child is heard."])])
LOCKED_PDF = PDF.replace(
    b"/Root 1 0 R",
    b"/Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >>"
    % (2 * (b"00" * 32,)),
)
MAIN = "word/document.xml"
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(*, replaced=None, added=None):
    """Write a Word file, with some of its parts replaced or added."""
    plain, file = io.BytesIO(), io.BytesIO()
    document = docx.Document()
    document.add_paragraph("The child is heard.")
    document.save(plain)
    with zipfile.ZipFile(plain) as given_file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        parts = {name: given_file.read(name) for name in given_file.namelist()}
        for name, content in (parts | (replaced or {}) | (added or {})).items():
            made.writestr(name, content)
    return file.getvalue()


def pdf_of_many_pages(n_pages):
    page = b"<< /Type /Page /Parent 2 0 R >>"
    kids = b" ".join(b"%d 0 R" % number for number in range(3, n_pages + 3))
    tree = b"<< /Type /Pages /Kids [%b] /Count %d /MediaBox [0 0 595 842] >>" % (kids, n_pages)
    return file_of([b"<< /Type /Catalog /Pages 2 0 R >>", tree, *[page] * n_pages])


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
ENTITY_BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "ha">{ENTITIES}]><w:document {NAMESPACE}>&e9;</w:document>'
)
OUTSIDE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="../../../../etc/passwd"/></Relationships>'
)
# What is typed, what the file holds, and what is complained of after its name.
HOSTILE = {
    "locked PDF": ("a.pdf", LOCKED_PDF, "is locked with a password"),
    "PDF cut short": ("a.pdf", PDF[:100], "is damaged"),
    "Word cut short": ("a.docx", word()[:2000], "is damaged"),
    "nothing": ("a.pdf", b"", "is empty"),
    "nothing called Word": ("a.docx", b"", "is empty"),
    "picture called PDF": ("a.pdf", b"\x89PNG\r\n\x1a\n" + bytes(50), "is a picture"),
    "workbook called Word": ("a.docx", word().replace(b"word/", b"xl///"), "is a spreadsheet"),
    "zip called Word": ("a.docx", word().replace(b"word/", b"tune/"), "is a zip archive"),
    "zip bomb": ("a.docx", word(replaced={MAIN: b"<a>" + b" " * 60_000_000}), "unpacks to far more than it should"),
    "entity bomb": ("a.docx", word(replaced={MAIN: ENTITY_BOMB}), "says how its own XML is to be read"),
    "macros": ("a.docm", word(added={"word/vbaProject.bin": b"x"}), "holds macros"),
    "path that climbs out": ("a.docx", word(replaced={"_rels/.rels": OUTSIDE}), "is no Word document"),
    "10,000 pages": ("a.pdf", pdf_of_many_pages(10_000), "has 10,000 pages"),
    "tables in tables": ("a.html", b"<html>" + b"<table><tr><td>" * 10_000, "has tables in tables"),
    "binary": ("a.txt", b"\x00\x01\x02\xff" * 50, "is a binary file"),
}


def refused(scrlearn, words, folder):
    """Type a command that must be refused in one line, with nothing written; get the line."""
    before = contents(folder)
    code, printed, complaint = scrlearn(*words)
    assert (code, printed) == (2, "")
    assert complaint.startswith("scrlearn: ")
    assert complaint.count("\n") == 1
    assert contents(folder) == before
    return complaint


@pytest.mark.parametrize("command", ["read", "add"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_gets_one_clear_line_and_changes_nothing(scrlearn, copy_of, tmp_path, kind, command):
    name, content, message = HOSTILE[kind]
    file, folder = tmp_path / name, copy_of("hampshire")
    file.write_bytes(content)
    complaint = refused(scrlearn, ["read", file] if command == "read" else ["add", folder, file], folder)
    assert f"{name}: {message}" in complaint


@pytest.mark.parametrize("command", ["read", "add"])
def test_a_pdf_that_unpacks_to_gigabytes_is_refused(scrlearn, copy_of, tmp_path, command):
    file, folder = tmp_path / "a.pdf", copy_of("hampshire")
    file.write_bytes(pdf_bomb())
    complaint = refused(scrlearn, ["read", file] if command == "read" else ["add", folder, file], folder)
    assert re.search(r"a\.pdf: (?:needs too much memory|takes longer|brings the PDF reader down|is damaged)", complaint)


@functools.cache
def pdf_bomb():
    """More nothing than the reader may hold in memory, packed twice."""
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(bytes(10_000_000)) for _ in range(120)) + packer.flush()
    content = zlib.compress(once, 9)
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%b\nendstream" % (len(content), content)
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>"
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>"
    return file_of([b"<< /Type /Catalog /Pages 2 0 R >>", tree, page, stream])


@pytest.mark.parametrize("command", ["read", "add"])
@pytest.mark.parametrize("name", ["a\nscrlearn: all is well.txt", "a\r.txt", "a\x1b[2J.txt"])
def test_a_name_with_line_breaks_is_shown_in_one_line(scrlearn, copy_of, tmp_path, name, command):
    file, folder = tmp_path / name, copy_of("hampshire")
    file.write_text("The child is heard.", encoding="utf-8")
    complaint = refused(scrlearn, ["read", file] if command == "read" else ["add", folder, file], folder)
    assert "has a line break or control character in its name; rename it." in complaint
    assert name not in complaint


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
@pytest.mark.parametrize("command", ["read", "add"])
def test_a_pipe_is_not_waited_for(scrlearn, copy_of, tmp_path, command):
    file, folder = tmp_path / "a.txt", copy_of("hampshire")
    os.mkfifo(file)
    complaint = refused(scrlearn, ["read", file] if command == "read" else ["add", folder, file], folder)
    assert "a.txt: is a pipe or a device" in complaint


@pytest.mark.parametrize("place", ["../../secret.txt", "/etc/hostname", "documents/../../secret.txt"])
def test_a_collection_whose_documents_lie_outside_of_it_is_refused(scrlearn, copy_of, place):
    folder = copy_of("hampshire")
    file = folder / "documents.csv"
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    rows[0]["file"] = place
    with file.open("w", encoding="utf-8", newline="") as written:
        writer = csv.DictWriter(written, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert place in refused(scrlearn, ["run", folder], folder)


MAGIC = [b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf1", b"<!DOCTYPE html>", b"<html><table>", b"<?xml "]
MAGIC += [b"\x89PNG", b"\xff\xd8\xff", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"", b"MIME-Version: 1.0\n"]
SUFFIXES = [".pdf", ".docx", ".doc", ".docm", ".odt", ".xlsx", ".html", ".rtf", ".eml", ".msg", ".zip", ".txt", ""]
WHOLE = [
    word(),
    b"<!DOCTYPE html><main><h1>A</h1><table><tr><td>b<td>c</table><ol><li>d</ol></main>",
    b"text \xe2\x80\x99",
]


def read_or_refused(folder, content, suffix):
    path = folder / f"given{suffix}"
    path.write_bytes(content)
    try:
        assert document_text(path).strip()
    except ScrlearnError as error:
        assert str(error).startswith(str(path))
        assert "\n" not in str(error)


@settings(deadline=None, max_examples=60)
@given(magic=st.sampled_from(MAGIC), content=st.binary(max_size=300), suffix=st.sampled_from(SUFFIXES))
def test_any_bytes_under_any_name_are_read_or_refused(tmp_path_factory, magic, content, suffix):
    read_or_refused(tmp_path_factory.mktemp("any"), magic + content, suffix)


@settings(deadline=None, max_examples=100)
@given(whole=st.sampled_from(WHOLE), place=st.floats(0, 1), cut=st.integers(0, 50), put=st.binary(max_size=50))
def test_a_document_with_bytes_changed_is_read_or_refused(tmp_path_factory, whole, place, cut, put):
    at = int(place * len(whole))
    read_or_refused(tmp_path_factory.mktemp("any"), whole[:at] + put + whole[at + cut :], ".docx")
