"""What looks like it could tell who somebody is: in tables that are published, a warning before it goes further."""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from scrlearn.errors import SensitiveWarning
from scrlearn.reviews.collection import Collection, select_reviews
from scrlearn.tables import TABLES
from scrlearn.validation import empty_table, require_columns

_SHOWN = 10
# What is made of digits and is nobody's: a fingerprint.
_NOT_READ = ["sha256"]
_KEY = ["table", "row_id", "column", "kind", "start", "end"]

_NHS_NUMBER = re.compile(r"(?<!\w)\d{3}[\s.‐-―-]{0,2}\d{3}[\s.‐-―-]{0,2}\d{4}(?!\w)")
_NHS_WEIGHTS = range(10, 1, -1)
# An ISBN of ten digits has the check digit of an NHS number.
_BOOK = re.compile(r"\bISBN\b[^a-z]{0,20}$", re.IGNORECASE)

# Of six shapes, by the letters that may stand at each place. The 4th of "Family S4 4th review" is none.
_POSTCODE = re.compile(
    r"(?<!\w)(?:GIR\s{0,2}0AA|(?:[A-PR-UWYZ]\d{1,2}|[A-PR-UWYZ][A-HK-Y]\d{1,2}|[A-PR-UWYZ]\d[A-HJKPSTUW]"
    r"|[A-PR-UWYZ][A-HK-Y]\d[ABEHMNPRVWXY])\s{0,2}(?!\d(?-i:st|nd|rd|th)\b)\d[ABD-HJLNP-UW-Z]{2})(?!\w)",
    re.IGNORECASE,
)

# Freephone (0800, 0808) and short numbers (999, 101, 111) are helplines: they are there to be printed.
_GAP = r"\)?[\s.‐-]?"
_PHONE_NUMBER = re.compile(
    r"(?<![\w+])(?<!\d[/.-])(?:(?:\+|00)44[\s.-]?(?:\(0\)|0)?\s?|\(?0)"
    rf"(?:2[03489]{_GAP}\d{{4}}{_GAP}\d{{4}}|[1237]\d\d{_GAP}\d{{3}}{_GAP}\d{{4}}|[1237]\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}}"
    rf"|[1237]\d{{3}}{_GAP}\d\d{_GAP}\d\d{_GAP}\d\d|1\d{{4}}{_GAP}\d{{4,5}}|1\d{{3}}{_GAP}\d{{5}})(?![\w/]|[.-]\d)"
)
_REFERENCE = re.compile(r"\b(?:case|crime|incident|file|log|ref|reference)\b\W*(?:number|no)?\W*$", re.IGNORECASE)

_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_BIRTH = re.compile(
    r"\b(?:born|d\.?\s?o\.?\s?b\b|date\s+of\s+birth|birth\s*date|b\.)[^\d!?]{0,40}?"
    rf"(?:{_DAY}(?:\s+of)?[\s./-]+(?:\d{{1,2}}|{_MONTH})[\s./,-]+\d{{2,4}}|{_MONTH}\s+{_DAY},?\s+\d{{4}}"
    r"|\d{4}-\d{1,2}-\d{1,2})(?!\w)",
    re.IGNORECASE,
)
# Words that begin a sentence or stand for a name, as in "Child K was born": a pseudonym is not a name.
_NO_NAMES = (
    "A|An|And|As|At|Aunt|Baby|Birth|Both|Boy|Brother|But|Case|Child|Children|D|Date|Daughter|Each|Family|Father|Girl|"
    "Grandfather|Grandmother|He|Her|His|In|Infant|It|Its|Mother|Mr|Mrs|Ms|Name|On|One|Parents|Partner|Person|Review|"
    "She|Sibling|Siblings|Sister|Son|Subject|The|Their|They|This|Twin|Twins|Was|When|Who|Young|"
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
_NAME_WORD = rf"(?!(?:{_NO_NAMES})\b)(?:[A-ZÀ-Þ][a-zß-ÿ]+(?:['’-]?[A-ZÀ-Þ]?[a-zß-ÿ]+)*|O['’][A-Z]\w+|[A-ZÀ-Þ]{{4,}})\b"
_NAME = re.compile(rf"\b{_NAME_WORD}(?:,?\s+(?:[A-Z]\.?\s+)?{_NAME_WORD})*")
_BEFORE, _AFTER = 60, 30


def find_sensitive(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """
    Find what looks like a name with a date of birth, an NHS number, a postcode or a phone number.

    It goes by the form of words and finds no meaning: a name alone, an address without its postcode, or what a family
    would know itself by is not found.

    Parameters
    ----------
    tables
        Tables of a collection by name, as ``collection._asdict()`` gives them; corrections too. Every column of text is
        looked at, those that are not declared as well.

    Returns
    -------
    pandas.DataFrame
        The table sensitive: one row a place, in the order of tables, columns and rows, with table, row_id (the key of
        the row), column, kind ("nhs_number", "postcode", "phone_number", "name_with_birth_date"), start and end (the
        place is ``text[start:end]``), and shown: the first two characters of it, the others masked. An NHS number has
        the right check digit (so have Scotland's and Northern Ireland's numbers, which are found with it). Freephone
        and other public short numbers are no phone numbers here; a full date of birth counts with any name within a
        line of it, and a pseudonym (Child K) is no name.

    Raises
    ------
    TableError
        When a column of a table's key is missing.

    References
    ----------
    NHS Data Model and Dictionary, attribute NHS NUMBER: ten digits, of which the last is a check digit by modulus 11.
    British Standard BS 7666, the form of a postcode. Ofcom, National Telephone Numbering Plan: numbers that begin with
    01, 02, 03 and 07.

    Examples
    --------
    >>> reviews = pd.DataFrame({"review_id": ["k-2017"], "method": ["Write to Ann at SO23 8UJ, or ring 01632 960001."]})
    >>> find_sensitive({"reviews": reviews})[["row_id", "column", "kind", "start", "end", "shown"]]
       row_id  column          kind  start  end         shown
    0  k-2017  method      postcode     16   24      SO** ***
    1  k-2017  method  phone_number     34   46  01*** ******
    """
    found = [
        (table, row_id, column, kind, start, end, _masked(text[start:end]))
        for table, frame in tables.items()
        for row_id, column, text in _texts(frame, table)
        for kind, start, end in find_in_text(text)
    ]
    empty = empty_table("sensitive")
    places = pd.DataFrame(found, columns=list(empty)).astype(dict(empty.dtypes))
    # Rows typed by hand may share a key.
    return places.drop_duplicates(_KEY, ignore_index=True)


def warn_of_sensitive(
    collection: Collection, corrections: pd.DataFrame | None = None, *, among: Iterable[str] | None = None
) -> None:
    """
    Warn of what :func:`find_sensitive` finds in reviews that are published: how many of each kind, and where.

    Parameters
    ----------
    collection
        The whole; reviews that are not published are not looked at.
    corrections
        The table corrections, of which what is about those reviews is looked at too.
    among
        The review_ids to look at; all if not given.

    Warns
    -----
    SensitiveWarning
        Where there is anything; never more than a warning.
    """
    is_meant = collection.reviews["source_status"] == "published"
    if among is not None:
        is_meant &= collection.reviews["review_id"].isin(list(among))
    published = select_reviews(collection, collection.reviews[is_meant])
    tables = published._asdict()
    if corrections is not None:
        passages = pd.concat([published.recommendations["passage_id"], published.responses["passage_id"]])
        tables["corrections"] = corrections[corrections["passage_id"].isin(passages)]
    found = find_sensitive(tables)
    if len(found):
        warnings.warn(_describe(found), SensitiveWarning, stacklevel=2)


def find_in_text(text: str) -> list[tuple[str, int, int]]:
    """
    Return what :func:`find_sensitive` looks for in one text: kind, start and end of each, in order.

    Examples
    --------
    >>> find_in_text("Childline is on 0800 1111. John Smith (d.o.b. 3.4.2012) has NHS number 943 476 5919.")
    [('name_with_birth_date', 27, 54), ('nhs_number', 71, 83)]
    """
    found = [
        *(("nhs_number", *match.span()) for match in _NHS_NUMBER.finditer(text) if _is_nhs_number(match)),
        *(("postcode", *match.span()) for match in _POSTCODE.finditer(text)),
        *(("phone_number", *match.span()) for match in _PHONE_NUMBER.finditer(text) if not _follows(match, _REFERENCE)),
        *_names_with_birth_dates(text),
    ]
    return sorted(found, key=lambda place: place[1])


def _texts(frame: pd.DataFrame, table: str) -> Iterator[tuple[str, str, str]]:
    key = list(TABLES[table].metadata["key"])
    require_columns(frame, table, key)
    for column in frame.select_dtypes(["object", "string"]).columns.difference(_NOT_READ, sort=False):
        # All that is looked for has digits in it.
        cells = frame.loc[frame[column].astype("str").str.contains(r"\d", na=False), [*key, column]]
        for row in cells.itertuples(index=False, name=None):
            yield ", ".join(str(part) for part in row[: len(key)] if not pd.isna(part)), column, str(row[-1])


def _is_nhs_number(match: re.Match[str]) -> bool:
    *digits, check = (int(digit) for digit in match[0] if digit.isdigit())
    total = sum(digit * weight for digit, weight in zip(digits, _NHS_WEIGHTS, strict=True))
    return (total + check) % 11 == 0 and not _follows(match, _BOOK)


def _follows(match: re.Match[str], words: re.Pattern[str]) -> bool:
    return words.search(match.string[max(match.start() - _BEFORE, 0) : match.start()]) is not None


def _names_with_birth_dates(text: str) -> Iterator[tuple[str, int, int]]:
    for birth in _BIRTH.finditer(text):
        before = max(birth.start() - _BEFORE, 0)
        names = list(_NAME.finditer(text, before, birth.start()))
        after = _NAME.search(re.split(r"[.!?]", text[birth.end() : birth.end() + _AFTER])[0])
        if names:
            yield "name_with_birth_date", names[-1].start(), birth.end()
        elif after:
            yield "name_with_birth_date", birth.start(), birth.end() + after.end()


def _describe(found: pd.DataFrame) -> str:
    counts = ", ".join(f"{n} × {kind}" for kind, n in found["kind"].value_counts().items())
    places = [
        f"  {row.table}, {row.row_id}, {row.column}, characters {row.start} to {row.end}: {row.kind} {row.shown!r}"
        for row in found.head(_SHOWN).itertuples()
    ]
    more = [f"  and {len(found) - _SHOWN} more; find_sensitive lists them all"] if len(found) > _SHOWN else []
    head = (
        f"{counts}: this looks like personal details in what is published; mend the tables, or be sure that it is not."
    )
    return "\n".join([head, *places, *more])


def _masked(words: str) -> str:
    return words[:2] + re.sub(r"\w", "*", words[2:])
