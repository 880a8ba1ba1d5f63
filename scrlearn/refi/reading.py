"""Reading projects (.qdpx) and codebooks (.qdc) of the REFI-QDA standard, whoever wrote them."""

import lzma
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile, ZipFile

from scrlearn.errors import FileError
from scrlearn.refi.archive import LARGEST_XML, Archive
from scrlearn.refi.coded import SourceReader, text_of
from scrlearn.refi.elements import attribute, guid, parse
from scrlearn.refi.parts import Code, Coding, Project, Source, User
from scrlearn.refi.writing import CODEBOOK_NAMESPACE, PROJECT_NAMESPACE

_P, _C = f"{{{PROJECT_NAMESPACE}}}", f"{{{CODEBOOK_NAMESPACE}}}"
_DEEPEST = 50
_BROKEN = (BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, ValueError, RuntimeError, ParseError)


def read_project(path: Path | str) -> Project:
    """
    Read a project.

    Parameters
    ----------
    path
        A .qdpx file.

    Returns
    -------
    Project
        Guids are in small letters and without braces. The texts of sources have even line ends, and the places of
        codings are places in them. What is coded otherwise than on text (a picture, a whole document) is there as a
        coding without a place. A coding's description is the comment on it, or on its selection.

    Raises
    ------
    FileError
        When the file cannot be opened, is no such project, unpacks to more than 200 MB, or has a coding beyond the end
        of its text.
    """
    with _explained(path, "project (.qdpx)"), ZipFile(path) as file:
        archive = Archive(file)
        root = parse(archive.project(), f"{_P}Project")
        sources, codings = _read_sources(root, archive)
        users = [User(guid(user), user.get("name") or user.get("id") or "") for user in root.iter(f"{_P}User")]
        codes = _codes(root.find(f"{_P}CodeBook/{_P}Codes"), _P)
        return Project(root.get("name", ""), users, codes, sources, codings, root.findtext(f"{_P}Description"))


def read_codes(path: Path | str) -> list[Code]:
    """
    Read a codebook.

    Parameters
    ----------
    path
        A .qdc file.

    Returns
    -------
    list of Code
        In the file's order, each after the code above it.

    Raises
    ------
    FileError
        When the file cannot be opened, is no such codebook, or holds more than 50 MB.
    """
    with _explained(path, "codebook (.qdc)"), Path(path).open("rb") as file:
        content = file.read(LARGEST_XML + 1)
        if len(content) > LARGEST_XML:
            raise ValueError(f"it holds more than {LARGEST_XML // 1_000_000} MB")
        return _codes(parse(content, f"{_C}CodeBook").find(f"{_C}Codes"), _C)


@contextmanager
def _explained(path: Path | str, kind: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FileError(f"{path}: cannot be read ({error.strerror or error}).") from error
    except _BROKEN as error:
        what = " ".join(str(error).split())[:200] or "it ends too early"
        raise FileError(
            f"{path}: is no REFI-QDA {kind} that can be read ({what}); export it again from the program that wrote it."
        ) from error


def _read_sources(root: Element, archive: Archive) -> tuple[list[Source], list[Coding]]:
    # ATLAS.ti writes two characters at the end of a line, and counts one.
    is_atlas = "atlas" in root.get("origin", "").lower()
    reader = SourceReader(archive, _notes(root, archive), counts_line_ends_once=is_atlas)
    sources: dict[str, Source] = {}
    codings: list[Coding] = []
    for element in root.iterfind(f"{_P}Sources/*"):
        for source, coded in reader.read(element):
            sources.setdefault(source.guid, source)
            codings += coded
    return list(sources.values()), codings


def _notes(root: Element, archive: Archive) -> dict[str, str]:
    notes = root.findall(f"{_P}Notes/{_P}Note")
    texts = {guid(note): text_of(note, archive) or note.findtext(f"{_P}Description") for note in notes}
    return {note: text.strip() for note, text in texts.items() if text and text.strip()}


def _codes(codes: Element | None, namespace: str) -> list[Code]:
    read: dict[str, Code] = {}
    tag = f"{namespace}Code"
    top = [] if codes is None else codes.findall(tag)
    # Each with the codes above it; taken from the end.
    waiting: list[tuple[Element, list[str]]] = [(code, []) for code in reversed(top)]
    while waiting:
        element, above = waiting.pop()
        is_codable = element.get("isCodable", "true") not in ("false", "0")
        description = element.findtext(f"{namespace}Description")
        parent = above[-1] if above else None
        code = Code(guid(element), attribute(element, "name"), description, parent, is_codable)
        if code.guid in read:
            raise ValueError(f"two codes have the guid {code.guid}")
        if len(above) == _DEEPEST:
            raise ValueError(f"codes lie more than {_DEEPEST} deep")
        read[code.guid] = code
        waiting += [(below, [*above, code.guid]) for below in reversed(element.findall(tag))]
    return list(read.values())
