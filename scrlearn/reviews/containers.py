"""What kind of document a container holds: a zip file, as Word's are now, or an old Office file."""

import io
import lzma
import struct
import zlib
from zipfile import BadZipFile, ZipFile

_ZIP, _OLD_OFFICE = (b"PK\x03\x04", b"PK\x05\x06"), b"\xd0\xcf\x11\xe0"
_FOLDERS = (("word/", "word"), ("xl/", "excel"), ("ppt/", "powerpoint"))
_OPEN_DOCUMENT = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
_STREAMS = (
    ("EncryptedPackage", "locked"),
    ("WordDocument", "old word"),
    ("Workbook", "old excel"),
    ("PowerPoint Document", "old powerpoint"),
    ("__substg1.0_", "outlook"),
)
_LONGEST_TYPE = 200
_BROKEN = (BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, RuntimeError, KeyError)


def zip_kind(content: bytes) -> str:
    r"""
    Tell what a zip file holds, by the names in it: nothing large is unpacked.

    Returns
    -------
    str
        "word", "excel", "powerpoint", "odt", "ods", "odp", "pages", "zip" for any other, "broken zip" for what cannot
        be opened, "" for what is no zip file.

    Examples
    --------
    >>> zip_kind(b"The voice of the child"), zip_kind(b"PK\x03\x04 cut short")
    ('', 'broken zip')
    """
    if not content.startswith(_ZIP):
        return ""
    try:
        with ZipFile(io.BytesIO(content)) as file:
            names = file.namelist()
            if "mimetype" in names:
                with file.open("mimetype") as part:
                    kind = part.read(_LONGEST_TYPE).decode("ascii", "replace")
                return _OPEN_DOCUMENT.get(kind.removeprefix("application/vnd.oasis.opendocument.").strip(), "zip")
    except _BROKEN:
        return "broken zip"
    if "[Content_Types].xml" in names:
        return next((kind for folder, kind in _FOLDERS if any(name.startswith(folder) for name in names)), "zip")
    return "pages" if "Index/Document.iwa" in names else "zip"


def old_office_kind(content: bytes) -> str:
    """
    Tell what an old Office file holds, by the names of its streams, which stand in it as UTF-16.

    Returns
    -------
    str
        "locked", "old word", "old excel", "old powerpoint", "outlook", "old office" for any other, "" for what is no
        such file.
    """
    if not content.startswith(_OLD_OFFICE):
        return ""
    return next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in content), "old office")
