"""What was decided in a coding sheet that comes back, whatever Excel and its user have done to it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from scrlearn.checking.sheet import ABOUT, CHOICES, LABELS, NOTE, OPEN, PASSAGE, SEEN, STEM, TEXT, fingerprint_words
from scrlearn.decisions import current_decisions
from scrlearn.errors import FileError
from scrlearn.files import cell_text, read_sheet
from scrlearn.passages import coded_passages
from scrlearn.validation import check_table, empty_table

_CELL = ["passage_id", "theme_id"]
_MEANT = {
    **CHOICES,
    **dict.fromkeys(("yes", "y", "1", "true", "apply"), "applies"),
    **dict.fromkeys(("no", "n", "0", "false", "does not", "doesn't apply", "not"), "does_not_apply"),
    **dict.fromkeys(("not sure", "don't know"), "unsure"),
    **dict.fromkeys(("withdrawn", "withdraw"), "withdrawn"),
}


class SheetReading(NamedTuple):
    """What a coding sheet holds: ``decisions`` to be recorded, where they come from, and the table ``unread_cells``."""

    decisions: pd.DataFrame
    source: str
    unread: pd.DataFrame


class _Found(NamedTuple):
    """A cell of a sheet that says something of a theme of a passage."""

    sheet: str
    cell: str
    value: str
    passage_id: str
    theme_id: str
    note: str | None
    stem: str
    text: str


def read_sheet_decisions(
    path: Path | str,
    passages: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    coder: str,
    settles: bool = False,
    corrections: pd.DataFrame | None = None,
) -> SheetReading:
    """
    Read the decisions out of a coding sheet.

    Rows are found by their passage and columns by their heading, in any order; what is blank or says ? is no decision.
    What was decided on is what the sheet showed when it was made, which it keeps out of sight; where that is gone, the
    texts in the sheet.

    Parameters
    ----------
    path
        The workbook.
    passages
        Every passage of the collection, recommendations and responses one below the other: passage_id, text, and stem
        and part_of if there.
    themes
        Every theme that may be decided on: theme_id, theme.
    coder
        Who filled it in.
    settles
        Whether the decisions settle what others disagree on. Where the coder is one of those others, they do not.
    corrections
        What was decided before, to see that.

    Returns
    -------
    SheetReading
        ``decisions``: one row a cell, in the order of the sheet, as
        :func:`scrlearn.checking.ledger.record_decisions` takes them. ``source`` is the mark of the sheet.

    Raises
    ------
    FileError
        When it is no workbook, or has no sheet with a column of passages.
    """
    seen, labels, about = (_hidden(path, name) for name in (SEEN, LABELS, ABOUT))
    names = _theme_names(pd.concat([labels, themes[["theme_id", "theme"]]]))
    found, unread = _read_cells(path, names)
    decisions = pd.DataFrame(found, columns=_Found._fields, dtype="str")
    decisions["decision"] = decisions["value"].map(lambda value: _MEANT.get(_evened(value.replace("_", " "))))
    words = _words_seen(decisions, seen, coded_passages(passages))
    own = _own(passages, corrections, coder) if settles else empty_table("corrections")
    faults = _faults(decisions, words, own)
    read = decisions.assign(
        **words, reason=decisions["note"], how=pd.Series(_how(decisions, seen, about, settles=settles), dtype="str")
    )
    kept = read[faults.isna()].drop_duplicates([*_CELL, "decision"])
    lost = decisions.assign(why=faults)[faults.notna()]
    columns = [*_CELL, "decision", "reason", "text_seen", "stem_seen", "how"]
    unread_cells = pd.concat([pd.DataFrame(unread, columns=["sheet", "cell", "value", "why"]), lost])
    return SheetReading(
        kept[columns].reset_index(drop=True),
        dict(zip(about["setting"], about["value"], strict=True)).get("source", "sheet"),
        check_table(unread_cells[list(empty_table("unread_cells"))], "unread_cells"),
    )


def _hidden(path: Path | str, name: str) -> pd.DataFrame:
    columns = {SEEN: ["passage_id", "stem", "text", "seen", "drawn"], LABELS: ["theme_id", "theme"]}
    frame = read_sheet(path, name)
    return pd.DataFrame(columns=columns.get(name, ["setting", "value"]), dtype="str") if frame is None else frame


def _theme_names(themes: pd.DataFrame) -> dict[str, str]:
    ids = {theme_id.lower(): theme_id for theme_id in themes["theme_id"]}
    return ids | {_evened(label): theme_id for label, theme_id in zip(themes["theme"], themes["theme_id"], strict=True)}


def _evened(text: object) -> str:
    return " ".join(str(text).lower().split())


def _read_cells(path: Path | str, names: Mapping[str, str]) -> tuple[list[_Found], list[tuple]]:
    with Path(path).open("rb") as file:
        book = load_workbook(file, read_only=True, data_only=True)
        sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    found: list[_Found] = []
    unread: list[tuple] = []
    read = False
    for sheet, rows in sheets.items():
        headers = {place: _evened(cell) for place, cell in enumerate(rows[0] if rows else ()) if cell is not None}
        if sheet in (ABOUT, SEEN, LABELS) or PASSAGE.lower() not in headers.values():
            continue
        read = True
        twice = {header for header in headers.values() if header in names and list(headers.values()).count(header) > 1}
        unread += [(sheet, "row 1", header, "heads two columns; leave it to one of them") for header in sorted(twice)]
        found += _cells_of(
            sheet, rows, {place: header for place, header in headers.items() if header not in twice}, names
        )
    if not read:
        raise FileError(
            f"{path}: has no sheet with a column {PASSAGE!r}; it is no coding sheet, or that column is gone."
        )
    return found, unread


def _cells_of(sheet: str, rows: list[tuple], headers: Mapping[int, str], names: Mapping[str, str]) -> Iterator[_Found]:
    places = {header: place for place, header in headers.items()}
    given = [places.get(header.lower()) for header in (PASSAGE, STEM, TEXT, NOTE)]
    for number, row in enumerate(rows[1:], start=2):
        passage_id, stem, text, note = (_text(row, place) for place in given)
        for place, header in headers.items():
            value = _text(row, place)
            if header in names and value not in ("", OPEN):
                cell = f"{get_column_letter(place + 1)}{number}"
                yield _Found(sheet, cell, value, passage_id, names[header], note or None, stem, text)


def _text(row: tuple, place: int | None) -> str:
    return "" if place is None or place >= len(row) else cell_text(row[place]) or ""


def _words_seen(decisions: pd.DataFrame, seen: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    kept = {row["passage_id"]: row for row in seen.fillna("").to_dict("records")}
    current = {row["passage_id"]: row for row in now.to_dict("records")}
    words = [
        _words(kept.get(row["passage_id"], row if row["text"] else None), current.get(row["passage_id"]))
        for row in decisions.fillna("").to_dict("records")
    ]
    return pd.DataFrame(words, columns=["stem_seen", "text_seen"], index=decisions.index, dtype="str")


def _words(shown: Mapping | None, current: Mapping | None) -> tuple[str | None, str | None]:
    if shown is None:
        return None, None
    mark = shown.get("seen") or fingerprint_words(shown["stem"], shown["text"])
    # A cell holds no more than so much, and Excel evens out some white space: the collection's own words, if the same.
    same = current is not None and fingerprint_words(current["stem"], current["text"]) == mark
    words = current if same and current else shown
    return words["stem"] or None, words["text"]


def _own(passages: pd.DataFrame, corrections: pd.DataFrame | None, coder: str) -> pd.DataFrame:
    decided = current_decisions(
        empty_table("corrections") if corrections is None else corrections, coded_passages(passages)
    )
    how = decided.get("how", pd.Series(index=decided.index, dtype="str")).fillna("")
    return decided[(decided["coder"] == coder) & ~how.str.contains("settles")]


def _faults(decisions: pd.DataFrame, words: pd.DataFrame, own: pd.DataFrame) -> pd.Series:
    why = pd.Series(index=decisions.index, dtype="str")
    cells = pd.MultiIndex.from_frame(decisions[_CELL])
    said = decisions.groupby(_CELL)["decision"].transform("nunique")
    why = why.mask(cells.isin(pd.MultiIndex.from_frame(own[_CELL])), "one of those who disagree cannot settle it")
    why = why.mask(said > 1, "another row says something else of this passage; leave one answer")
    why = why.mask(
        words["text_seen"].isna(),
        "its passage is not in this sheet, or its text is gone; copy both from the sheet as it was made",
    )
    return why.mask(decisions["decision"].isna(), f"is not understood; use {', '.join(CHOICES)}")


def _how(decisions: pd.DataFrame, seen: pd.DataFrame, about: pd.DataFrame, *, settles: bool) -> list[str | None]:
    blind = bool((about["setting"].eq("blind") & about["value"].eq("true")).any())
    drawn = dict(zip(seen["passage_id"], seen["drawn"].fillna("").str.split(";"), strict=True))
    return [
        ";".join(
            word
            for word, holds in (
                ("blind", blind),
                ("drawn", row.theme_id in drawn.get(row.passage_id, [])),
                ("settles", settles),
            )
            if holds
        )
        or None
        for row in decisions.itertuples()
    ]
