"""
Every table: what a row is, its key, its columns, their types and allowed values.

This is the one place where columns are named. A table is declared once, as a pandera schema, and
:func:`scrlearn.validation.check_table` holds a DataFrame against its declaration. Tables are long (one meaning per
row); a missing value is ``NaN``; several values in one cell are joined by ``;``. Names tell the kind: ``_id`` a key,
``n_`` a count, ``of_`` what it is counted out of, ``share_`` a share from 0 to 1, ``_on`` an ISO date (2018, 2018-10 or
2018-10-04) with its ``_precision`` beside it.
"""

from scrlearn.tables.checking import CHECKING
from scrlearn.tables.codebook import CODEBOOK
from scrlearn.tables.coding import CODING
from scrlearn.tables.collection import COLLECTION
from scrlearn.tables.columns import PRECISIONS, REVIEW_TYPES
from scrlearn.tables.learning import COUNTED_STEP, LEARNING
from scrlearn.tables.looking_back import LOOKING_BACK
from scrlearn.tables.running import RUNNING

__all__ = [
    "CODEBOOK_TABLES",
    "COLLECTION_TABLES",
    "COUNTED_STEP",
    "PRECISIONS",
    "REFERENCES",
    "REVIEW_TYPES",
    "SCHEMA_VERSION",
    "TABLES",
]

TABLES = COLLECTION | CODEBOOK | CODING | CHECKING | LEARNING | LOOKING_BACK | RUNNING

# Column of a table → the table whose key it must be found in.
REFERENCES = {
    ("documents", "review_id"): "reviews",
    ("recommendations", "review_id"): "reviews",
    ("recommendations", "document_id"): "documents",
    ("recommendations", "part_of"): "recommendations",
    ("responses", "review_id"): "reviews",
    ("responses", "document_id"): "documents",
    ("answers", "response_id"): "responses",
    ("answers", "recommendation_id"): "recommendations",
    ("rules", "theme_id"): "themes",
    ("examples", "theme_id"): "themes",
    ("corrections", "theme_id"): "themes",
}

# What collection.toml names: a change to the tables of a collection that older packages would misread raises it.
SCHEMA_VERSION = 2

COLLECTION_TABLES = ("reviews", "documents", "recommendations", "responses", "answers")
CODEBOOK_TABLES = ("themes", "rules", "examples")
