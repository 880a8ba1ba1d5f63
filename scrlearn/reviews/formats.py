"""A document's file becomes its text: one reader for each format, and a plain word about what has none."""

import re
import stat
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from scrlearn.errors import DocumentError
from scrlearn.reviews.containers import old_office_kind, zip_kind
from scrlearn.reviews.pdf import read_pdf
from scrlearn.reviews.plain_text import read_plain_text
from scrlearn.reviews.web import read_web_page
from scrlearn.reviews.word import read_word

LARGEST = 200_000_000  # bytes
_HEAD = 4096
_SAVE_AS_WORD = "save it as .docx in Word"
_OCR = "run text recognition (OCR) on it and save it as PDF or Word"
_TRACKER = "`scrlearn add FOLDER FILE` takes a tracker"
_TAKE_OUT = "take the documents out of it and read them one by one"
_WORD_NAMES = (".docx", ".dotx", ".docm", ".dotm")
# Characters that would break a message in two, or that cannot be printed at all.
_UNPRINTABLE = frozenset(("Cc", "Cs", "Zl", "Zp"))


class Format(NamedTuple):
    """
    A kind of file: known by how it begins (a byte order mark aside) or, where it is a container, by what is in it.

    Where ``suffixes`` are named, only files called so are of this kind. ``read`` turns its bytes into text and raises
    a DocumentError that goes on from the file's name ("is locked …"); where it is None, ``advice`` says what to do.
    """

    name: str
    begins: str = ""
    inside: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    read: Callable[[bytes], str] | None = None
    advice: str = ""


# The first that fits is taken. A reader for a further format is a function and its place in a row here.
FORMATS = (
    Format("a PDF", r"\s*%PDF-", read=read_pdf),
    Format("a PDF", r"(?s).{0,1024}?%PDF-", suffixes=(".pdf",), read=read_pdf),
    Format("a Word document", inside=("word",), read=read_word),
    # What is called Word and cannot be opened is told what is wrong with it.
    Format("a Word document", inside=("broken zip",), suffixes=_WORD_NAMES, read=read_word),
    Format("a spreadsheet", inside=("excel", "old excel", "ods"), advice=_TRACKER),
    Format("a PowerPoint presentation", inside=("powerpoint", "old powerpoint", "odp"), advice="save it as PDF"),
    Format("an OpenDocument text", inside=("odt",), advice="save it as .docx"),
    Format("a Pages document", inside=("pages",), advice="export it as Word (.docx)"),
    Format("an old Word document (.doc)", inside=("old word",), advice=_SAVE_AS_WORD),
    Format("an e-mail", inside=("outlook",), advice="save what is attached to it, or its text as .txt"),
    Format("locked with a password", inside=("locked",), advice="save a copy without one, and read that instead"),
    Format("an old Office file", inside=("old office",), advice="save it in the present format (.docx)"),
    Format("a zip archive that is damaged", inside=("broken zip",), advice="ask for it again"),
    Format("a zip archive", inside=("zip",), advice=_TAKE_OUT),
    Format("an archive", r"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|\x1f\x8b", advice=_TAKE_OUT),
    Format("a picture", r"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|(?s:BM.{4}\0\0\0\0)", advice=_OCR),
    Format("a picture", r"(?s:.{4})ftyp(?:hei[cfmsx]|hev[cx]|mif1|msf1|avif)|(?s:RIFF.{4})WEBP", advice=_OCR),
    Format("a sound or film", r"(?s:.{4})ftyp|ID3|OggS|(?s:RIFF.{4})|\x1a\x45\xdf\xa3", advice="read what is written"),
    Format("rich text", r"\s*\{\\rtf", advice=_SAVE_AS_WORD),
    Format(
        "a saved web archive",
        r"(?is)(?:from|date|subject|mime-version):.*?content-type:\s*multipart/related",
        advice="open it in Word and save it as .docx",
    ),
    Format("an e-mail", r"[\w-]+:\s", suffixes=(".eml", ".mht"), advice="save what is attached, or its text as .txt"),
    Format(
        "an e-mail", r"(?:Received|Return-Path|Delivered-To|MIME-Version|X-[\w-]+): ", advice="save its text as .txt"
    ),
    Format(
        "a web page",
        r"(?is)\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*"
        r"<(?:!doctype\s+html|(?:html|head|body|title|meta|main|article|section|div|p|h[1-6]|table|span|ul|ol)\b)",
        read=read_web_page,
    ),
    Format("a web page", r"(?s).*<", suffixes=(".html", ".htm", ".xhtml"), read=read_web_page),
    Format("Word's XML", r"(?s)\s*<\?xml.*?(?:progid=\"Word|schemas\.microsoft\.com/office/)", advice=_SAVE_AS_WORD),
    Format("XML", r"\s*<\?xml", advice="open it with what wrote it and save it as PDF or Word"),
    Format("plain text", read=read_plain_text),
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
        What it says, as the reader of its format gives it, with ``\n`` line ends. Plain text stands as it is, without
        a byte order mark. Every place in a table (start, end) counts the characters of this text.

    Raises
    ------
    DocumentError
        When the file cannot be opened, is empty, is binary, is damaged or locked, or is in a format without a reader.
    """
    return text_of(document_bytes(path), path)


def text_of(content: bytes, path: Path | str) -> str:
    """Read the text of a document's content, as :func:`document_text` does; the path names it in what is raised."""
    if not content.strip(b"\xef\xbb\xbf \t\r\n\f\0"):
        raise DocumentError(f"{path}: is empty; nothing can be read from it.")
    form = _format_of(content, Path(path).suffix.lower())
    if form.read is None:
        raise DocumentError(f"{path}: is {form.name}; {form.advice}.")
    try:
        text = form.read(content)
    except DocumentError as error:
        raise DocumentError(f"{path}: {str(error).removesuffix('.')}.") from error
    if not text.strip():
        raise DocumentError(f"{path}: is empty; nothing can be read from it.")
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def document_bytes(path: Path | str) -> bytes:
    """Read a document's file as it is; a DocumentError, in one line, says why it cannot be opened."""
    _refuse_unprintable_name(path)
    try:
        found = Path(path).stat()
        if stat.S_ISDIR(found.st_mode):
            raise DocumentError(f"{path}: is a folder; name the documents in it one by one.")
        if not stat.S_ISREG(found.st_mode):
            raise DocumentError(f"{path}: is a pipe or a device; save the document as a file, and name that.")
        with Path(path).open("rb") as file:
            content = file.read(LARGEST + 1) if found.st_size <= LARGEST else b""
    except FileNotFoundError:
        raise DocumentError(f"{path}: is not there; check its name and folder.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DocumentError(
            f"{path}: cannot be opened ({reason}); close it elsewhere or ask for access to it."
        ) from error
    if max(found.st_size, len(content)) > LARGEST:
        raise DocumentError(f"{path}: is larger than {LARGEST // 1_000_000} MB; split it, or save it without pictures.")
    return content


def _refuse_unprintable_name(path: Path | str) -> None:
    shown = "".join(
        letter.encode("unicode_escape").decode() if unicodedata.category(letter) in _UNPRINTABLE else letter
        for letter in str(path)
    )
    if shown != str(path):
        raise DocumentError(f"{shown}: has a line break or control character in its name; rename it.")


def _format_of(content: bytes, suffix: str) -> Format:
    # UTF-16, in which Word saves web pages too, is looked at without its noughts.
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe<", b"\xfe\xff\0<")):
        head = head[2:].replace(b"\0", b"")
    beginning, kind = head.decode("latin-1"), zip_kind(content) or old_office_kind(content)
    return next(form for form in FORMATS if _fits(form, beginning, kind, suffix))


def _fits(form: Format, beginning: str, kind: str, suffix: str) -> bool:
    if form.suffixes and suffix not in form.suffixes:
        return False
    return kind in form.inside if form.inside else re.match(form.begins, beginning) is not None
