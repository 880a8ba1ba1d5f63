"""Plain text in whatever encoding it was saved."""

import re

from charset_normalizer import from_bytes

from scrlearn.errors import DocumentError

_SAVE_AGAIN = "open it with what wrote it and save it as text in UTF-8"
_MOST_CONTROL_CHARACTERS = 0.02
_CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# UTF-32 comes first because its mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LOOKED_AT = 10_000
_FEWEST_ZEROS = 0.5
_FEW_LETTERS, _MOST_ACCENTS = 10, 0.2
# Windows, older Macs, Welsh, MS-DOS. The first of those that read best is taken.
_ONE_BYTE_ENCODINGS = ("cp1252", "mac_roman", "iso8859_14", "cp850")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# What English and Welsh print outside of ASCII, by where it stands. Ð and þ are letters too, but of Icelandic.
_CLEAN = re.compile(
    r"(?<!\w)[‘“](?=\S)|(?<=\S)[’”]|(?<!\w)’(?=\w)|(?<=[\w\s.,;!?’”)\]])…"
    r"|[–—•·©®™°½¼¾§\xa0]|(?<![^\W\d_])[£€]|(?<=\d)[²³×±]"
    r"|[à-ïñ-öø-ýāēīōūŵŷẁẃẅỳœ](?:(?<=[a-zA-Zà-ÿ].)|(?=[a-zà-ÿ’]))"
    r"|(?<![a-zà-ÿ])[À-ÏÑ-ÖØ-ÝĀĒĪŌŪŴŶŒ](?=[^\W\d_])|(?<!\S)Ó(?= [A-Z])"
)
# Windows-1252 that was taken for Latin-1 leaves its quotes and dashes as control characters.
_MISTAKEN = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}


def read_plain_text(content: bytes) -> str:
    """
    Read plain text, in whichever encoding it is.

    A byte order mark decides; without one it is UTF-8 if it can be, or UTF-16. Else it is in that one of Windows-1252,
    Mac Roman, Latin-8 (Welsh) and code page 850 in which it reads as English or Welsh, or in what charset-normalizer
    takes it for. Page breaks, long dashes and hard spaces stay.

    Raises
    ------
    DocumentError
        When the bytes are no text, or in no encoding that is known.

    Examples
    --------
    >>> read_plain_text("the ‘voice’ of the child".encode("cp1252"))
    'the ‘voice’ of the child'
    """
    text = decoded(content)
    strange = len(_CONTROL_CHARACTER.findall(text))
    if "\x00" in text or strange > _MOST_CONTROL_CHARACTERS * len(text):
        raise DocumentError(f"is a binary file and no text; {_SAVE_AGAIN}")
    return text


def decoded(content: bytes) -> str:
    """
    Turn the bytes of a text into its characters, without a byte order mark.

    Raises
    ------
    DocumentError
        When they are damaged or in no encoding that is known.
    """
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), _unmarked_utf_16(content))
    try:
        text = content.decode(encoding) if encoding else _utf_8(content) or _guessed(content)
    except UnicodeDecodeError:
        raise DocumentError(f"is damaged or no plain text; {_SAVE_AGAIN}") from None
    return text.removeprefix("\ufeff").translate(_MISTAKEN)


def _unmarked_utf_16(content: bytes) -> str | None:
    # Of every two bytes of English, one is nought.
    looked_at = content[:_LOOKED_AT]
    half = len(looked_at) / 2
    first, second = looked_at[::2].count(0), looked_at[1::2].count(0)
    if second >= _FEWEST_ZEROS * half > 0 and first == 0:
        return "utf-16-le"
    return "utf-16-be" if first >= _FEWEST_ZEROS * half > 0 and second == 0 else None


def _utf_8(content: bytes) -> str | None:
    """Decode UTF-8, in which a few bytes may be of another text that was joined to it; None for anything else."""
    text = content.decode("utf-8", "surrogateescape")
    strange = re.findall(r"[\udc80-\udcff]", text)
    if len(strange) > (len(_NOT_ASCII.findall(text)) - len(strange)) / 2:
        return None
    return re.sub(r"[\udc80-\udcff]", lambda found: chr(ord(found[0]) - 0xDC00), text)


def _guessed(content: bytes) -> str:
    readings = [content.decode(encoding, "replace") for encoding in _ONE_BYTE_ENCODINGS]
    best = max(readings, key=_cleanness)
    is_english = len(_NOT_ASCII.findall(best)) < max(_FEW_LETTERS, _MOST_ACCENTS * len(best))
    if is_english and _cleanness(best) == 1:
        return best
    guess = from_bytes(content).best()
    return best if guess is None or (is_english and _cleanness(best) >= _cleanness(str(guess))) else str(guess)


def _cleanness(text: str) -> float:
    """Return which share of the characters outside of ASCII stand where English or Welsh would print them."""
    return len(_CLEAN.findall(text)) / max(1, len(_NOT_ASCII.findall(text)))
