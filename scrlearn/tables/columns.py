"""What the tables are declared with: a kind of column a function, and the columns that several tables share."""

from collections.abc import Mapping, Sequence

import pandas as pd
import pandera.pandas as pa

REVIEW_TYPES = (
    "serious_case_review",
    "local_child_safeguarding_practice_review",
    "rapid_review",
    "learning_review",
    "thematic_review",
    "child_practice_review",
    "case_management_review",
    "domestic_homicide_review",
    "safeguarding_adult_review",
    "other",
)
OUTCOMES = ("recommendations", "no_learning", "improvements_only", "not_stated")
PRECISIONS = ("day", "month", "season", "year")
DECISIONS = ("applies", "does_not_apply", "check")
SOURCES = ("rule", "model")
STANDINGS = ("weighs", "demoted", "unmeasured")

_DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
SPANS = r"\d+-\d+(;\d+-\d+)*"


def column(
    kind: str,
    meaning: str,
    *,
    check: pa.Check | None = None,
    blank: bool = True,
    advice: str = "",
    values: Sequence[str] = (),
    required: bool = True,
) -> pa.Column:
    """A column of any kind, and what to do where a cell is not as it should be."""
    metadata = {"advice": advice, "values": tuple(values)}
    return pa.Column(
        kind, check, nullable=blank, required=required, description=meaning, metadata=metadata, coerce=True
    )


def words(meaning: str, *, blank: bool = True) -> pa.Column:
    """A column of text."""
    return column("str", meaning, blank=blank, advice="fill it in")


def choice(meaning: str, values: Sequence[str], *, blank: bool = False) -> pa.Column:
    """A column that holds one of a few values."""
    return column(
        "str",
        meaning,
        check=pa.Check.isin(values),
        blank=blank,
        values=values,
        advice=f"use one of {', '.join(values)}",
    )


def pattern(meaning: str, pattern: str, advice: str, *, blank: bool = True) -> pa.Column:
    """A column of text in a certain form."""
    check = pa.Check(lambda cells: cells.str.fullmatch(pattern), name="pattern")
    return column("str", meaning, check=check, blank=blank, advice=advice)


def _is_date(cells: pd.Series) -> pd.Series:
    return cells.str.fullmatch(_DATE) & pd.to_datetime(cells, format="ISO8601", errors="coerce").notna()


def date(meaning: str) -> pa.Column:
    """A column of ISO dates, which may lack the day, or the month and the day."""
    check = pa.Check(_is_date, name="date")
    return column("str", meaning, check=check, advice="write dates as 2018, 2018-10 or 2018-10-04")


def precision(of: str) -> pa.Column:
    """The column that says how exactly a date is known."""
    return choice(f"how exactly {of} is known; a season is written as its first month", PRECISIONS, blank=True)


def count(meaning: str, *, blank: bool = False) -> pa.Column:
    """A column of whole numbers from 0."""
    return column("Int64", meaning, check=pa.Check.ge(0), blank=blank, advice="use a whole number from 0")


def share(meaning: str, *, blank: bool = True) -> pa.Column:
    """A column of numbers from 0 to 1."""
    return column("float", meaning, check=pa.Check.in_range(0, 1), blank=blank, advice="use a number from 0 to 1")


def yes_no(meaning: str, *, required: bool = True) -> pa.Column:
    """A column of True and False."""
    return column("boolean", meaning, blank=False, required=required, advice="use True or False")


def table(row: str, key: Sequence[str], columns: Mapping[str, pa.Column]) -> pa.DataFrameSchema:
    """A table: what one row is, its key, and its columns."""
    return pa.DataFrameSchema(dict(columns), description=row, metadata={"key": tuple(key)}, strict=False)


PASSAGE = {
    "passage_id": words("the passage, as review_id:number", blank=False),
    "theme_id": words("the theme", blank=False),
}
PLACE = {
    "text": words("its own words, word for word", blank=False),
    "page": count("page of the document, from 1", blank=True),
    "start": count("where text begins in the document, in characters; blank where it was typed or mended", blank=True),
    "end": count("where text ends in the document, in characters", blank=True),
}
COUNTED_THEME = {
    "theme_id": words("the theme", blank=False),
    "theme": words("its label, for people", blank=False),
}
REVIEW_COUNTS = {
    "n_reviews": count("reviews in which at least one passage carries the theme"),
    "of_reviews": count("reviews looked at, with or without recommendations"),
    "n_confirmed": count("of n_reviews, those with at least one such coding confirmed by a person"),
    "n_check": count(
        "reviews not in n_reviews in which a person has still to decide whether a passage carries the theme"
    ),
}
NOTICE = {"notice": words("what any chart or page made from this table must say, such as 'Illustrative data'")}
