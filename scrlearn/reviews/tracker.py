"""A board's own tracker of recommendations and actions, in Excel or CSV, joins a collection."""

import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from scrlearn.changes import change_together
from scrlearn.errors import CollectionError, DocumentError
from scrlearn.reviews.collection import Collection, load_reviews
from scrlearn.reviews.fields import kind_of
from scrlearn.reviews.formats import document_bytes
from scrlearn.reviews.free_names import next_number
from scrlearn.reviews.headings import label_in, slug
from scrlearn.reviews.joining import free_file, joined, table_files
from scrlearn.reviews.reading import fingerprint
from scrlearn.reviews.sensitive import warn_of_sensitive
from scrlearn.reviews.tracker_columns import TrackerColumns, propose_columns
from scrlearn.reviews.tracker_map import MAP_FILE, ColumnMap, load_maps, map_bytes, map_for
from scrlearn.reviews.tracker_placing import Tracker
from scrlearn.reviews.tracker_rows import repeats_header, rows_of
from scrlearn.reviews.tracker_sheets import Sheet, find_sheet, name_cell, read_sheets
from scrlearn.reviews.tracker_taking import ADDED, UPDATED, Taken, new_rows, take_rows
from scrlearn.validation import check_table
from scrlearn.writers import only_writer


class TrackerResult(NamedTuple):
    """What became of a tracker: see :func:`add_tracker`."""

    sheet: str
    confirmed: bool
    columns: pd.DataFrame
    added: pd.DataFrame
    refused: pd.DataFrame
    notes: pd.DataFrame


def add_tracker(
    folder: Path | str,
    path: Path | str,
    *,
    sheet: str | None = None,
    confirm: bool = False,
    replace: bool = False,
    source_status: str = "published",
) -> TrackerResult:
    """
    Add a board's tracker to a collection: a row of it is a recommendation, or one of its actions.

    What its columns hold is proposed from their names, and kept in the collection's ``trackers.toml``. Nothing is added
    before a person has confirmed that, once for all trackers with the same column names. A row's recommendation is
    joined to the one of that review with the same words, if there is one; a blank or merged cell goes on with the
    recommendation above it. An update is a response where there is no action beside it, and else tells only how far
    the action has got. Everything is written, or nothing.

    Parameters
    ----------
    folder
        The collection's folder.
    path
        The tracker: a workbook (.xlsx) or a CSV file.
    sheet
        The sheet to take; the one whose column names tell a tracker most plainly, if not given.
    confirm
        Confirms the columns as ``trackers.toml`` has them or, where it has not, as they are proposed.
    replace
        Takes what the tracker says otherwise of a known action: its lead, when it is due, its status; and the words of
        an update that stands for the response.
    source_status
        Of reviews that the collection does not have yet: published or unpublished.

    Returns
    -------
    TrackerResult
        ``sheet`` is its name. ``columns`` has one row a column: column (its letter), name, role. Where they are not
        ``confirmed``, the other tables are empty. ``added`` has one row a row that was taken: row (as Excel numbers
        it), review_id, passage_id (of its action or response, else of its recommendation), result ("added",
        "already there", "updated", or "changed: not taken without --replace"). ``refused`` has one row a row that was
        not: row, cell ("D14"), value, reason. ``notes`` has row, cell, value, note: what was read with a doubt.

    Raises
    ------
    DocumentError
        When the file cannot be read, or no sheet of it has columns for recommendations or actions.
    CollectionError
        When the folder holds no collection, ``trackers.toml`` does not hold together, or nothing in the tracker names
        a review.

    Warns
    -----
    SensitiveWarning
        As :func:`scrlearn.reviews.documents.add_documents` does.
    """
    if not Path(folder).is_dir():
        raise CollectionError(f"{folder}: is no folder; a tracker can be added only to a collection that is a folder.")
    load_reviews(folder)
    taken, columns = _choose(path, sheet)
    with only_writer(folder):
        maps = load_maps(folder)
        found = map_for(maps, columns, file_name=Path(path).stem)
        if confirm:
            found = found._replace(confirmed=True)
        map_file = {} if found in maps else {Path(folder) / MAP_FILE: map_bytes(maps, found)}
        if not found.confirmed:
            change_together(folder, map_file)
            return _result(taken, columns, found, Taken({}, {}, [], [], []))
        whole = load_reviews(folder)
        whole = whole._replace(reviews=whole.reviews.drop(columns="illustrative"))
        tracker = _tracker(path, taken, columns, found, whole, source_status=source_status)
        rows = take_rows(whole, tracker, replace=replace)
        change_together(folder, map_file | _files(whole, rows, folder, path, _title(taken, columns)))
    return _result(taken, columns, found, rows)


def is_tracker(path: Path | str) -> bool:
    """Tell from its name whether a file is a spreadsheet, which is read as a tracker."""
    return Path(path).suffix.lower() in (".xlsx", ".xlsm", ".csv")


def _choose(path: Path | str, name: str | None) -> tuple[Sheet, TrackerColumns]:
    sheets = read_sheets(path)
    try:
        looked_at = sheets if name is None else [find_sheet(sheets, name)]
    except DocumentError as error:
        raise DocumentError(f"{path}: {error}") from None
    found = [(sheet, columns) for sheet in looked_at if (columns := propose_columns(sheet.rows)) is not None]
    if not found:
        raise DocumentError(
            f"{path}: has no row of column names with one for recommendations or actions and another beside it; "
            "name its columns, such as Case, Recommendation, Action, Lead, Due, Status."
        )
    return max(found, key=lambda pair: pair[1].fit)


def _tracker(
    path: Path | str, sheet: Sheet, columns: TrackerColumns, found: ColumnMap, whole: Collection, *, source_status: str
) -> Tracker:
    roles = {**dict.fromkeys(columns.roles, "ignore"), **found.roles}
    rows = rows_of(sheet, columns, roles)
    title = None
    if "review" not in roles.values():
        title = _named_review(path, sheet, columns, whole)
    heading = next((name for name, role in roles.items() if role == "recommendation"), None)
    statuses = [name for name, role in roles.items() if role == "status"]
    cells = [row.get("status") or "" for row in rows]
    return Tracker(
        rows,
        {row.number: "repeats the column names" for row in rows if repeats_header(sheet, columns, row)},
        title,
        kind_of(heading) or "recommendation",
        any(re.search(r"\bblue\b", cell, re.IGNORECASE) or cell.strip().lower() == "b" for cell in cells)
        or any("brag" in name.lower() for name in statuses),
        source_status,
    )


def _named_review(path: Path | str, sheet: Sheet, columns: TrackerColumns, whole: Collection) -> str:
    above = [cell for row in sheet.rows[: columns.header_row] for cell in row if cell]
    texts = [*above, sheet.name, re.sub(r"[_-]+", " ", Path(path).stem)]
    for text in texts:
        for row in whole.reviews.itertuples():
            if f"-{slug(str(row.subject))}-" in f"-{slug(text)}-":
                return str(row.subject)
        label = label_in(text)
        if label is not None:
            return label
    raise CollectionError(
        f"{path}: has no column that names the review, and neither its title nor its name does; add such a column, "
        "or name the sheet after the review (Child K)."
    )


def _title(sheet: Sheet, columns: TrackerColumns) -> str | None:
    return next((cell for row in sheet.rows[: columns.header_row] for cell in row if cell), None)


def _files(
    whole: Collection, taken: Taken, folder: Path | str, path: Path | str, title: str | None
) -> dict[Path, bytes]:
    if not any(result in (ADDED, UPDATED) for *_, result in taken.results):
        return {}
    content = document_bytes(path)
    name = f"documents/{slug(Path(path).stem) or 'tracker'}{Path(path).suffix.lower()}"
    copy = free_file(Path(folder), name, content)
    spoken_of = list(dict.fromkeys(review_id for _, review_id, _, _ in taken.results))
    sha256 = fingerprint(content)
    documents, new = _document_rows(whole.documents, spoken_of, sha256, file=copy, title=title)
    tables = new_rows(taken, documents)
    if new:
        tables["documents"] = check_table(pd.DataFrame(new, columns=whole.documents.columns), "documents")
    responses = whole.responses.set_index("passage_id", drop=False)
    for passage_id, cells in taken.changed.items():
        for name, cell in cells.items():
            responses.loc[passage_id, name] = cell
    whole = joined(whole._replace(responses=responses.reset_index(drop=True)), Collection(**tables))
    warn_of_sensitive(whole, among=spoken_of)
    return {Path(folder) / copy: content} | table_files(whole, folder)


def _document_rows(
    known: pd.DataFrame, review_ids: list[str], sha256: str, *, file: str, title: str | None
) -> tuple[dict[str, str], list[dict]]:
    documents: dict[str, str] = {}
    new = []
    for review_id in review_ids:
        of_review = known[known["review_id"] == review_id]
        same = of_review.loc[of_review["sha256"] == sha256, "document_id"]
        free = next_number(f"{review_id}/document-", set(of_review["document_id"]))
        documents[review_id] = free if same.empty else same.iloc[0]
        if same.empty:
            row = {"document_id": free, "review_id": review_id, "document_type": "action_plan", "title": title}
            new.append({**row, "file": file, "sha256": sha256})
    return documents, new


def _result(sheet: Sheet, columns: TrackerColumns, found: ColumnMap, taken: Taken) -> TrackerResult:
    named = [(place, name) for place, name in enumerate(columns.names) if name is not None]
    letters = [name_cell(0, place).rstrip("1") for place, _ in named]
    roles = [found.roles.get(name, "ignore") for _, name in named]
    return TrackerResult(
        sheet.name,
        found.confirmed,
        pd.DataFrame({"column": letters, "name": [name for _, name in named], "role": roles}, dtype="str"),
        _table(taken.results, ["row", "review_id", "passage_id", "result"]),
        _table(taken.refused, ["row", "cell", "value", "reason"]),
        _table(taken.notes, ["row", "cell", "value", "note"]),
    )


def _table(rows: list, columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns).astype({name: "int64" if name == "row" else "str" for name in columns})
