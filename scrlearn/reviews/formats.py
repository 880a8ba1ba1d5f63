"""A document's file becomes its text: one reader for each format, and a plain word about those without one yet."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from scrlearn.errors import DocumentError

_PLAIN_TEXT_ONLY = "only plain text can be read so far: save it as .txt"
_MOST_CONTROL_CHARACTERS = 0.02
_CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# UTF-32 comes first because its mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class Format(NamedTuple):
    """
    A kind of file: known by how it begins and, where several kinds begin alike, by its suffix.

    ``read`` turns its bytes into text, or is None while there is no reader for it. It raises UnicodeError for bytes
    that are not of its kind.
    """

    name: str
    begins: re.Pattern[bytes]
    suffixes: tuple[str, ...] = ()
    read: Callable[[bytes], str] | None = None


def read_plain_text(content: bytes) -> str:
    """
    Decode plain text: UTF-8, UTF-16 or UTF-32 with a byte order mark, UTF-8 without one, else Windows-1252.

    Raises
    ------
    UnicodeError
        When the bytes are in none of these.

    Examples
    --------
    >>> read_plain_text("the ‘voice’ of the child".encode("cp1252"))
    'the ‘voice’ of the child'
    """
    marked = [encoding for mark, encoding in _BYTE_ORDER_MARKS if content.startswith(mark)]
    if marked:
        return content.decode(marked[0])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


_ZIP, _OLD_OFFICE = re.compile(rb"PK\x03\x04"), re.compile(rb"\xd0\xcf\x11\xe0")
# The first that fits is taken. A reader for a further format is a function and its place in a row here.
FORMATS = (
    Format("a PDF", re.compile(rb"\s*%PDF-")),
    Format("a Word document", _ZIP, (".docx", ".docm", ".dotx")),
    Format("an Excel workbook", _ZIP, (".xlsx", ".xlsm")),
    Format("a zip file (as Word and Excel files are)", _ZIP),
    Format("an old Word document", _OLD_OFFICE, (".doc", ".dot")),
    Format("an old Office file", _OLD_OFFICE),
    Format("rich text", re.compile(rb"\{\\rtf")),
    Format("a web page", re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)", re.IGNORECASE)),
    Format("plain text", re.compile(rb""), read=read_plain_text),
)


def document_text(path: Path | str) -> str:
    r"""
    Read a document's text.

    Parameters
    ----------
    path
        A file in one of :data:`FORMATS`; what it is, is told by its content.

    Returns
    -------
    str
        Its characters as they stand, with ``\n`` line ends and without a byte order mark. Every place in a table
        (start, end) counts the characters of this text.

    Raises
    ------
    DocumentError
        When the file cannot be opened, is empty, is binary, or is in a format without a reader.
    """
    content = document_bytes(path)
    form = _format_of(content, Path(path).suffix.lower())
    if form.read is None:
        raise DocumentError(f"{path}: is {form.name}; {_PLAIN_TEXT_ONLY}.")
    try:
        text = form.read(content)
    except UnicodeError:
        raise DocumentError(f"{path}: is damaged or no {form.name}; {_PLAIN_TEXT_ONLY}, in UTF-8.") from None
    _refuse_binary(text, path)
    if not text.strip():
        raise DocumentError(f"{path}: is empty; nothing can be read from it.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def document_bytes(path: Path | str) -> bytes:
    """Read a document's file as it is; a DocumentError says why it cannot be opened."""
    if Path(path).is_dir():
        raise DocumentError(f"{path}: is a folder; name the documents in it one by one.")
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise DocumentError(f"{path}: is not there; check its name and folder.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DocumentError(
            f"{path}: cannot be opened ({reason}); close it elsewhere or ask for access to it."
        ) from error


def _format_of(content: bytes, suffix: str) -> Format:
    return next(
        form for form in FORMATS if form.begins.match(content) and (not form.suffixes or suffix in form.suffixes)
    )


def _refuse_binary(text: str, path: Path | str) -> None:
    strange = len(_CONTROL_CHARACTER.findall(text))
    if "\x00" in text or strange > _MOST_CONTROL_CHARACTERS * len(text):
        raise DocumentError(f"{path}: is a binary file and no text; {_PLAIN_TEXT_ONLY}, in UTF-8.")
