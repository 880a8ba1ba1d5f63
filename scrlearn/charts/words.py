"""The words of the charts, made from the numbers and claiming no more than they say."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from scrlearn.errors import TableError
from scrlearn.validation import check_table

CAUTION = "Frequency is not importance: a theme that few reviews raise may matter as much."
UNPLACED = ("not stated", "undated")

_KEY = {
    "confirmed": "Confirmed by a person",
    "suggested": "Not yet confirmed by a person",
    "to_check": "A person has still to decide",
    "rest": "Reviews that do not raise it",
}
_DATES = {
    "published_on": "year of publication",
    "decided_on": "year of the decision to review",
    "commissioned_on": "year of commissioning",
}
_NAMED_AT_MOST = 3
_NAMES_AT_MOST = 100

# How many reviews a chart draws one by one: the rows of more could be read on no page, and fit in no picture.
MOST_DRAWN = 100


def check_chart_table(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the table as declared, its labels on one line, or say in a TableError why it cannot be drawn."""
    checked = check_table(table, name)
    if checked.empty:
        raise TableError(f"{name}: has no rows, so there is nothing to draw; give a table with at least one row.")
    texts: pd.DataFrame = checked.select_dtypes("str")
    return checked.assign(**texts.apply(lambda cells: cells.str.replace(r"\s+", " ", regex=True).str.strip()))


def rows_of(counts: pd.DataFrame) -> list[Any]:
    """Return the rows as named tuples."""
    return list(counts.itertuples(index=False))


def find_notice(table: pd.DataFrame) -> str:
    """Return what must be said of the table, each notice once; "" where there is none."""
    return ". ".join(table["notice"].dropna().unique())


def join_words(words: Sequence[str]) -> str:
    """
    Join words as a sentence does.

    Examples
    --------
    >>> join_words(["one", "two", "three"])
    'one, two and three'
    """
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def count_of(number: int, of: int, unit: str = "review") -> str:
    """
    Say a count with what it is out of.

    Examples
    --------
    >>> count_of(7, 27)
    '7 of 27 reviews'
    """
    return f"{number:,} of {number_of(of, unit)}"


def number_of(number: int, unit: str) -> str:
    """
    Say a number of things.

    Examples
    --------
    >>> number_of(1, "review"), number_of(2, "review")
    ('1 review', '2 reviews')
    """
    return f"{number:,} {unit}{'' if number == 1 else 's'}"


def say_drawn(drawn: int, of: int, unit: str = "review") -> str:
    """
    Say how many of all things a chart shows, as the end of its subtitle; "" where it shows all of them.

    Examples
    --------
    >>> say_drawn(100, 2000)
    '. 100 of 2,000 reviews are shown, all of them are in the table'
    """
    return f". {count_of(drawn, of, unit)} are shown, all of them are in the table" if drawn < of else ""


def name_or_count(names: Sequence[str], of: int, unit: str) -> str:
    """
    Name a few things in a sentence, or say how many they are where their names would fill the line.

    Examples
    --------
    >>> name_or_count(["Eastmere", "Marlshire"], 9, "partnership")
    'Eastmere and Marlshire'
    >>> name_or_count(["2014", "2015", "2016", "2017"], 9, "year")
    '4 of the 9 years'
    """
    named = join_words(names)
    fit = len(names) == 1 or (len(names) <= _NAMED_AT_MOST and len(named) <= _NAMES_AT_MOST)
    return named if fit else f"{len(names)} of the {number_of(of, unit)}"


def name_of(label: str) -> str:
    """
    Return a group as people read it: a key written in small letters becomes words, anything else stays.

    Examples
    --------
    >>> name_of("rapid_review")
    'Rapid review'
    """
    return label.replace("_", " ").capitalize() if label == label.lower() else label


def grouping_of(counts: pd.DataFrame) -> str:
    """Return in words what the reviews are grouped by."""
    column = counts["grouped_by"].iloc[0].partition(", ")[0]
    return _DATES.get(column, name_of(column).lower())


def key_of(counts: pd.DataFrame) -> dict[str, str]:
    """Return what the shapes mean, of those that occur in the chart."""
    found = {
        "confirmed": counts["n_confirmed"].gt(0),
        "suggested": counts["n_reviews"].gt(counts["n_confirmed"]),
        "to_check": counts["n_check"].gt(0),
        "rest": counts["of_reviews"].gt(counts["n_reviews"] + counts["n_check"]),
    }
    return {shape: _KEY[shape] for shape, rows in found.items() if rows.any()}


def parts_of(row: Any) -> list[tuple[str, int, int]]:
    """Return the parts of one bar that counts reviews, from the back: shape, where it starts, how long it is."""
    parts = [
        ("rest", 0, row.of_reviews),
        ("to_check", row.n_reviews, row.n_check),
        ("suggested", row.n_confirmed, row.n_reviews - row.n_confirmed),
        ("confirmed", 0, row.n_confirmed),
    ]
    return [part for part in parts if part[2]]


def describe_count(number: int, of: int, confirmed: int, check: int, *, mixed: bool = True) -> str:
    """
    Say one count in words.

    Parameters
    ----------
    number, of, confirmed, check
        n_reviews, of_reviews, n_confirmed and n_check of a learning table.
    mixed
        Whether to say how many are confirmed: there is no need where a sentence says it of all counts.

    Examples
    --------
    >>> describe_count(7, 27, 3, 2)
    '7 of 27 reviews, 3 of them confirmed by a person, 2 more to check'
    """
    words = [count_of(number, of)]
    if number and mixed:
        how_many = {0: "none", number: "all"}.get(confirmed, confirmed)
        them = "" if number == 1 else f"{how_many} of them "
        words.append(f"{'not ' if number == 1 and not confirmed else ''}{them}confirmed by a person")
    if check:
        words.append(f"{check}{' more' if number else ''} to check")
    return ", ".join(words)


def is_mixed(counts: pd.DataFrame, *, number: str = "n_reviews") -> bool:
    """Return whether a person confirmed some of the counts and not others."""
    return 0 < counts["n_confirmed"].sum() < counts[number].sum()


def describe_confirmation(counts: pd.DataFrame, *, number: str = "n_reviews") -> str:
    """Say that all or none of the counts is confirmed by a person; "" where they differ or there are none."""
    if not counts[number].sum() or is_mixed(counts, number=number):
        return ""
    if counts["n_confirmed"].sum():
        return "All of these are confirmed by a person."
    return "None of these is confirmed by a person yet."


def so_far(counts: pd.DataFrame) -> str:
    """Return " so far" while a person has still to decide whether a review raises a theme."""
    return " so far" if counts["n_check"].sum() else ""


def add_confirmation(subtitle: str, counts: pd.DataFrame, *, number: str = "n_reviews") -> str:
    """Return the subtitle with what can be said of all counts at once, for charts whose key does not say it."""
    return ". ".join(part for part in (subtitle, describe_confirmation(counts, number=number).rstrip(".")) if part)


def compose_description(table: pd.DataFrame, sentences: Sequence[str], *, caution: str = CAUTION) -> str:
    """Put the parts of a text alternative together, a line each: what must be said first, the caution last."""
    notice = find_notice(table)
    ended = [sentence if sentence.endswith((".", "?", "!")) else f"{sentence}." for sentence in sentences if sentence]
    return "\n".join(([f"{notice.rstrip('.')}."] if notice else []) + ended + [caution])
