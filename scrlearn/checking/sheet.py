"""A coding sheet: a workbook in which a person decides by drop-down, and that can be recorded as often as one likes."""

import io
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from scrlearn.files import write_whole
from scrlearn.passages import coded_passages
from scrlearn.tables.columns import DECISIONS

PASSAGE, STEM, TEXT, NOTE, OPEN = "Passage", "Introduced by", "Text", "Note", "?"
CHOICES = {"applies": "applies", "does not apply": "does_not_apply", "unsure": "unsure"}
ABOUT, SEEN, LABELS = "scrlearn about", "scrlearn seen", "scrlearn themes"
# Of a row, in points.
_LINE, _TALLEST = 15, 400
_SAID = dict(zip(DECISIONS, ("applies", "does not apply", "to check"), strict=True))
_LONGEST_CELL, _CUT = 32_767, " … (cut here: a cell holds no more)"
_INSTRUCTIONS = (
    "Each row is a passage. Read the words that introduce it, then the text, and decide whether it carries the theme.",
    "Where a cell says ?, a decision is asked for: choose one from its list. You may decide on the other themes too.",
    "A theme applies where the passage addresses it, not where it only mentions it.",
    "Where you cannot tell, choose unsure: the cell stays open, and nobody is held to a guess.",
    "Write your reason under Note if there is one; it goes with each decision in the row.",
    "What you leave blank, or leave at ?, is not recorded.",
    "Rows may be sorted and columns of your own added. The other cells are protected from slips, with no password.",
    "Give the file back to whoever sent it. Recording it twice does no harm.",
)


class SheetPart(NamedTuple):
    """One sheet of the workbook: its name, passages, their codings, the themes in question, and the cells asked for."""

    name: str
    passages: pd.DataFrame
    codings: pd.DataFrame
    themes: pd.DataFrame
    to_check: pd.DataFrame


class _Column(NamedTuple):
    header: str
    width: int
    look: Format


class _Formats(NamedTuple):
    header: Format
    text: Format
    choice: Format


def write_sheet(path: Path | str, parts: Sequence[SheetPart], reviews: pd.DataFrame, *, blind: bool = False) -> Path:
    """
    Write a coding sheet.

    Parameters
    ----------
    path
        The .xlsx file.
    parts
        What is asked, a sheet each: ``passages``, ``codings`` of them, ``themes``, and ``to_check``. A row is made for
        each passage that has a cell to check, in the order of ``to_check``.
    reviews
        ``reviews``: review_id, subject and year, to name them.
    blind
        Whether to hide what the machine suggests, what others decided, and why a cell was chosen.

    Returns
    -------
    pathlib.Path
        The file. After the instructions and the codebook come the parts: passage, review, stem, text,
        suggestion with its evidence, why asked, a column a theme with a drop-down, and a note. What was seen is kept in
        hidden sheets, so that columns may be deleted. No cell is a formula, whatever its text begins with. The same
        content gives the same bytes.

    Raises
    ------
    FileError
        When it cannot be written.

    See Also
    --------
    scrlearn.checking.sheet_reading.read_sheet_decisions : what was decided in it.
    """
    buffer = io.BytesIO()
    shown = [(part, _rows(part, reviews, blind=blind)) for part in parts]
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        # The time of making would make two of the same differ.
        book.set_properties({"created": pd.Timestamp("2000-01-01").to_pydatetime(), "title": "Coding sheet"})
        formats = _formats(book)
        _write_instructions(book.add_worksheet("Instructions"), formats)
        _write_codebook(book.add_worksheet("Codebook"), parts, formats)
        for part, rows in shown:
            _write_part(book.add_worksheet(part.name), part, rows, formats)
        _write_hidden(book, shown, blind=blind)
    write_whole(path, buffer.getvalue())
    return Path(path)


def fingerprint_words(stem: str, text: str) -> str:
    """Return what tells the words of a passage from others, white space evened out."""
    return sha256(" ".join(f"{stem}\n{text}".split()).encode()).hexdigest()[:16]


def _rows(part: SheetPart, reviews: pd.DataFrame, *, blind: bool) -> pd.DataFrame:
    asked = part.to_check.groupby("passage_id", sort=False)
    of_passage = pd.DataFrame(
        {
            "asked": asked["theme_id"].agg(";".join),
            "drawn": part.to_check[part.to_check["drawn"].astype("bool")]
            .groupby("passage_id")["theme_id"]
            .agg(";".join),
            "why": asked["why"].agg(lambda reasons: "; ".join(dict.fromkeys("; ".join(reasons).split("; ")))),
        },
        index=pd.Index(part.to_check["passage_id"].unique(), name="passage_id"),
    ).reset_index()
    coded = coded_passages(part.passages).merge(part.passages[["passage_id", "review_id"]], on="passage_id")
    rows = of_passage.merge(coded, on="passage_id").merge(reviews[["review_id", "subject", "year"]], on="review_id")
    rows["review"] = rows["subject"] + (", " + rows["year"].astype("str")).where(rows["year"].notna(), "")
    said = {} if blind else _suggestions(part)
    rows["said"] = [said.get(passage_id, "") for passage_id in rows["passage_id"]]
    rows["why"] = "" if blind else rows["why"]
    rows["seen"] = [fingerprint_words(stem, text) for stem, text in zip(rows["stem"], rows["text"], strict=True)]
    return rows.fillna({"drawn": "", "asked": ""})


def _suggestions(part: SheetPart) -> dict[str, str]:
    labels = dict(zip(part.themes["theme_id"], part.themes["theme"], strict=True))
    asked = part.to_check[["passage_id", "theme_id"]].assign(asked=True)
    cells = part.codings.merge(asked, on=["passage_id", "theme_id"], how="left")
    shown = cells[cells["asked"].notna() | (cells["decision"] != "does_not_apply")]
    lines = [_suggestion(row, labels) for row in shown.to_dict("records")]
    by_passage = shown.assign(line=lines).groupby("passage_id")["line"].agg("\n".join)
    return {str(passage_id): said for passage_id, said in by_passage.items()}


def _suggestion(cell: dict, labels: dict[str, str]) -> str:
    score = "" if pd.isna(cell["score"]) else f" {cell['score']:.2f}"
    who = "people" if cell["decided_by"] == "person" else f"{cell['decided_by']}{score}"
    words = "" if pd.isna(cell["evidence"]) else f": ‘{cell['evidence']}’"
    reason = "" if pd.isna(cell["reason"]) else f" ({cell['reason']})"
    return f"{labels.get(cell['theme_id'], cell['theme_id'])}: {_SAID[cell['decision']]} ({who}){words}{reason}"


def _formats(book: xlsxwriter.Workbook) -> _Formats:
    common = {"font_name": "Arial", "font_size": 11, "valign": "top", "text_wrap": True}
    return _Formats(
        header=book.add_format({**common, "bold": True, "bottom": 1}),
        # Whatever it begins with, it is text, also after somebody has edited the cell.
        text=book.add_format({**common, "num_format": "@", "quote_prefix": True}),
        choice=book.add_format({**common, "num_format": "@", "locked": False, "left": 1, "right": 1}),
    )


def _write_instructions(sheet: Worksheet, formats: _Formats) -> None:
    sheet.set_column(0, 0, 110)
    _put(sheet, 0, 0, "How to fill in this coding sheet", formats.header)
    for row, line in enumerate(_INSTRUCTIONS, start=1):
        _put(sheet, row, 0, line, formats.text)
    sheet.protect()


def _write_codebook(sheet: Worksheet, parts: Sequence[SheetPart], formats: _Formats) -> None:
    themes = pd.concat([part.themes for part in parts]).drop_duplicates("theme_id")
    rows = themes[["theme", "definition", "include", "exclude"]].fillna("").to_numpy().tolist()
    headers = ["Theme", "What it means", "What counts", "What does not count"]
    columns = [_Column(header, width, formats.text) for header, width in zip(headers, [34, 60, 60, 60], strict=True)]
    _write_table(sheet, columns, rows, formats.header)
    sheet.protect()


def _write_part(sheet: Worksheet, part: SheetPart, rows: pd.DataFrame, formats: _Formats) -> None:
    given = {PASSAGE: "passage_id", "Review": "review", STEM: "stem", TEXT: "text"}
    given |= {"Suggestion": "said", "Why asked": "why"} if rows["said"].str.len().any() else {}
    themes = dict(zip(part.themes["theme_id"], part.themes["theme"], strict=True))
    asked = [[OPEN if theme_id in cell.split(";") else "" for theme_id in themes] for cell in rows["asked"]]
    cells = [[*row, *open_cells, ""] for row, open_cells in zip(rows[[*given.values()]].to_numpy(), asked, strict=True)]
    widths = [26, 18, 30, 60, 44, 28][: len(given)] + [16] * len(themes) + [36]
    looks = [formats.text] * len(given) + [formats.choice] * (len(themes) + 1)
    columns = list(map(_Column, [*given, *themes.values(), NOTE], widths, looks))
    _write_table(sheet, columns, cells, formats.header)
    choices = {"validate": "list", "source": [*CHOICES, OPEN], "error_title": "Choose from the list"}
    sheet.data_validation(1, len(given), max(len(rows), 1), len(given) + len(themes) - 1, choices)
    sheet.autofilter(0, 0, len(rows), len(widths) - 1)
    freedoms = ("format_columns", "format_rows", "insert_columns", "delete_columns", "sort", "autofilter")
    sheet.protect("", dict.fromkeys(freedoms, True))


def _write_table(sheet: Worksheet, columns: Sequence[_Column], rows: Sequence[Sequence[str]], header: Format) -> None:
    sheet.set_row(0, _LINE * max(_lines(column.header, column.width) for column in columns))
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        _put(sheet, 0, place, column.header, header)
    for number, cells in enumerate(rows, start=1):
        n_lines = max(_lines(text, column.width) for text, column in zip(cells, columns, strict=True))
        sheet.set_row(number, min(n_lines * _LINE, _TALLEST))
        for place, (text, column) in enumerate(zip(cells, columns, strict=True)):
            _put(sheet, number, place, text, column.look)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _lines(text: str, width: int) -> int:
    return sum(1 + len(line) // width for line in text.split("\n"))


def _write_hidden(book: xlsxwriter.Workbook, shown: Sequence[tuple[SheetPart, pd.DataFrame]], *, blind: bool) -> None:
    seen = pd.concat(
        [rows[["passage_id", "stem", "text", "seen", "drawn"]].assign(sheet=part.name) for part, rows in shown]
    )
    labels = pd.concat([part.themes[["theme_id", "theme"]].assign(sheet=part.name) for part, _ in shown])
    said = pd.concat([rows[["passage_id", "asked", "said", "why"]] for _, rows in shown])
    content = f"{blind}\n{seen.to_csv()}\n{labels.to_csv()}\n{said.to_csv()}"
    about = pd.DataFrame(
        {
            "setting": ["source", "blind"],
            "value": [f"sheet-{sha256(content.encode()).hexdigest()[:12]}", str(blind).lower()],
        }
    )
    for name, frame in ((ABOUT, about), (SEEN, seen), (LABELS, labels)):
        sheet = book.add_worksheet(name)
        for place, column in enumerate(frame):
            for row, cell in enumerate([column, *frame[column]]):
                _put(sheet, row, place, cell)
        sheet.very_hidden()


def _put(sheet: Worksheet, row: int, place: int, text: str, look: Format | None = None) -> None:
    if not text:
        sheet.write_blank(row, place, None, look)
    else:
        fits = len(text) <= _LONGEST_CELL
        sheet.write_string(row, place, text if fits else text[: _LONGEST_CELL - len(_CUT)] + _CUT, look)
