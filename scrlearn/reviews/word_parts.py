"""The parts of a Word file (.docx), read with care: it may come from anybody, and nothing in it is run or unpacked."""

import io
import lzma
import posixpath
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from scrlearn.errors import DocumentError

# Bytes: what the file may unpack to, and what a part of XML, which takes many times that in memory, may hold.
LARGEST, LARGEST_XML = 200_000_000, 50_000_000
MOST_PARTS = 10_000
# Text shrinks to a tenth or so. A part beyond this size that shrinks further was made to do harm.
_LARGE, _MOST_SHRUNK = 10_000_000, 100
_BROKEN = (
    *(BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ParseError),
    *(ValueError, RuntimeError, LookupError, OverflowError),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_SAVE_AGAIN = "open it in Word and save it as .docx again"
# Transitional, then strict.
_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_ALSO_NAMED = {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent": "AlternateContent",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice": "Choice",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}t": "t",
    "{http://purl.oclc.org/ooxml/officeDocument/math}t": "t",
}


class Parts(NamedTuple):
    """The roots of a Word file's parts that say what it prints; None where it has no such part."""

    document: Element
    styles: Element | None
    numbering: Element | None


def read_parts(content: bytes) -> Parts:
    """
    Read the parts of a Word file.

    Raises
    ------
    DocumentError
        When it is locked, damaged, no Word file, holds macros, plays tricks in its XML or unpacks to too much.
    """
    if content.startswith(_OLD_OFFICE):
        raise DocumentError(
            "is locked with a password or in an old format; open it in Word and save it as .docx without a password."
        )
    with explained(), ZipFile(io.BytesIO(content)) as file:
        _refuse_harm(file)
        main = _target(file, "_rels/.rels", "officeDocument") or "word/document.xml"
        folder, name = posixpath.split(main)
        relations = f"{folder}/_rels/{name}.rels"
        document = _xml(file, main)
        if document is None or name_of(document) != "document":
            raise DocumentError("is no Word document, although it is called one; open it with what wrote it.")
        return Parts(
            document, *(_xml(file, _target(file, relations, kind, folder)) for kind in ("styles", "numbering"))
        )


@contextmanager
def explained() -> Iterator[None]:
    """Turn whatever a damaged file brings about into a DocumentError."""
    try:
        yield
    except _BROKEN as error:
        what = " ".join(str(error).split())[:120] or "it ends too early"
        raise DocumentError(f"is damaged or no Word document ({what}); {_SAVE_AGAIN}.") from error


def name_of(element: Element) -> str:
    """Return an element's name in Word's own language, strict or transitional; "" for what is in another."""
    for namespace in _WORD:
        if element.tag.startswith(namespace):
            return element.tag.removeprefix(namespace)
    return _ALSO_NAMED.get(element.tag, "")


def children(element: Element | None, name: str) -> list[Element]:
    """Return the elements of a name that stand right in another."""
    return [] if element is None else [child for child in element if name_of(child) == name]


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first element at the end of a path of names."""
    for name in path:
        element = next(iter(children(element, name)), None)
    return element


def value(element: Element | None, name: str = "val") -> str | None:
    """Return an attribute in Word's own language; None where it or the element is not there."""
    if element is None:
        return None
    return next(
        (element.attrib[f"{namespace}{name}"] for namespace in _WORD if f"{namespace}{name}" in element.attrib), None
    )


def whole_number(element: Element | None, name: str = "val") -> int | None:
    """Return an attribute as a number from 0 up to what a list can count to; None where it is none."""
    text = value(element, name)
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 7 else None


def is_on(element: Element | None) -> bool:
    """Tell whether a switch is on: it is there, and does not say otherwise."""
    return element is not None and value(element) not in ("0", "false", "off")


def _refuse_harm(file: ZipFile) -> None:
    members = file.infolist()
    if len(members) > MOST_PARTS:
        raise DocumentError(f"holds {len(members)} parts, where a Word document has some dozens; {_SAVE_AGAIN}.")
    # Pictures, which are not read, may shrink to next to nothing.
    xml = [part for part in members if part.filename.endswith((".xml", ".rels"))]
    shrunk = any(part.file_size > max(_LARGE, _MOST_SHRUNK * part.compress_size) for part in xml)
    if shrunk or sum(part.file_size for part in members) > LARGEST:
        raise DocumentError(f"unpacks to far more than it should (at most {LARGEST // 1_000_000} MB); {_SAVE_AGAIN}.")
    if any(part.flag_bits & 1 for part in members):
        raise DocumentError("is locked with a password; save it in Word without one.")
    if _has_macros(file):
        raise DocumentError("holds macros, which are never opened here; save it in Word as .docx without macros.")


def _has_macros(file: ZipFile) -> bool:
    if any(part.filename.lower().endswith("vbaproject.bin") for part in file.infolist()):
        return True
    types = _xml(file, "[Content_Types].xml")
    return types is not None and any("macroenabled" in part.get("ContentType", "").lower() for part in types)


def _target(file: ZipFile, relations: str, kind: str, folder: str = "") -> str:
    root = _xml(file, relations)
    for relation in [] if root is None else root:
        if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
            return posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
    return ""


def _xml(file: ZipFile, name: str) -> Element | None:
    if name not in file.namelist():
        return None
    if file.getinfo(name).file_size > LARGEST_XML:
        raise DocumentError(f"holds more than {LARGEST_XML // 1_000_000} MB of text in {name}; cut it in pieces.")
    try:
        root: Element = fromstring(file.read(name), forbid_dtd=True)
    except DefusedXmlException as error:
        raise DocumentError(f"says how its own XML is to be read, as no Word document does; {_SAVE_AGAIN}.") from error
    return root
