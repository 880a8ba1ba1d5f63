"""A coded collection as a project of the REFI-QDA standard, which qualitative tools open."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from scrlearn.decisions import current_decisions
from scrlearn.errors import TableError
from scrlearn.files import write_whole
from scrlearn.passages import coded_passages
from scrlearn.refi.parts import MACHINE, Coding, Project, User, date_time_of, guid_of
from scrlearn.refi.sources import Place, lay_out, placed_passages
from scrlearn.refi.themes import code_guid, codes_of_themes
from scrlearn.refi.writing import project_bytes
from scrlearn.reviews.collection import Collection
from scrlearn.validation import list_values

_HOW_TO_CODE = (
    "Code a passage with a theme where it applies; with ‘… : does not apply’ where it does not, and with ‘… : unsure’ "
    "where you cannot say. Code under your own name: what stands under ‘scrlearn (rules and model)’ is the machine's "
    "and is not read back."
)


def write_exchange(
    path: Path | str,
    *,
    name: str,
    documents: Mapping[str, str],
    collection: Collection,
    themes: pd.DataFrame,
    corrections: pd.DataFrame,
    codings: pd.DataFrame,
) -> Path:
    """
    Write a coded collection as a project (.qdpx) that NVivo, MAXQDA, ATLAS.ti or QualCoder open.

    Parameters
    ----------
    path
        Where to write it.
    name
        What to call the project.
    documents
        The text of each document, by document_id. Passages that do not stand in one at their place go into a text that
        is made for their review, each below its passage_id and its stem.
    collection
        The tables of the collection.
    themes
        The table themes: those that are coded. Each has codes below it for "does not apply", "unsure" and "to check".
    corrections
        The table corrections, on these themes; as :func:`scrlearn.decisions.carry_decisions` gives them where themes
        were replaced. Every decision that stands, of every coder, becomes a coding by that coder with the reason as its
        comment. A decided_at that is no date stays out.
    codings
        The table codings, of recommendations and of responses. What rule or model decided to apply or to be checked
        becomes a coding by a user of its own, with the words it rests on as its comment.

    Returns
    -------
    pathlib.Path
        The file. The same tables give the same bytes.

    Raises
    ------
    TableError
        When corrections or codings name a theme or, codings, a passage that is not there, or a coder has the machine's
        name.
    FileError
        When the file cannot be written.

    References
    ----------
    REFI-QDA, "Exchange of processed data between qualitative data analysis software packages", 2019
    (https://www.qdasoftware.org).

    Examples
    --------
    >>> import tempfile
    >>> from scrlearn.refi.reading import read_project
    >>> from scrlearn.reviews.collection import empty_collection
    >>> from scrlearn.themes.codebook import load_codebook
    >>> from scrlearn.validation import empty_table
    >>> themes, nothing = load_codebook().themes.head(1), {"corrections": empty_table("corrections")}
    >>> nothing |= {"documents": {}, "collection": empty_collection(), "codings": empty_table("codings")}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     project = read_project(write_exchange(f"{folder}/our.qdpx", name="Our reviews", themes=themes, **nothing))
    >>> [code.name for code in project.codes][1:3]
    ['Whole-family approach', 'Whole-family approach: does not apply']
    """
    tables = (collection.recommendations, collection.responses)
    passages = placed_passages(*tables)
    _refuse_unknown("corrections", "theme_id", corrections["theme_id"], themes["theme_id"])
    _refuse_unknown("codings", "theme_id", codings["theme_id"], themes["theme_id"])
    _refuse_unknown("codings", "passage_id", codings["passage_id"], passages["passage_id"])
    decisions = pd.concat([current_decisions(corrections, coded_passages(table)) for table in tables])
    sources, places = lay_out(passages, documents)
    project = Project(
        name=name,
        users=_users(decisions),
        codes=codes_of_themes(themes, with_answers=True),
        sources=sources,
        codings=[*_by_people(decisions, places), *_by_machine(codings, places)],
        description=_HOW_TO_CODE,
    )
    write_whole(path, project_bytes(project))
    return Path(path)


def _users(decisions: pd.DataFrame) -> list[User]:
    coders = list(dict.fromkeys(decisions["coder"]))
    if MACHINE in coders:
        raise TableError(f"corrections: coder is {MACHINE!r}, as the machine is called; use a person's name.")
    # QualCoder goes on under the first user's name: it must not be the machine's, whose codings are not read back.
    return [User(_user_guid(coder), coder) for coder in [*(coders or ["coder"]), MACHINE]]


def _by_people(decisions: pd.DataFrame, places: Mapping[str, Place]) -> list[Coding]:
    said = decisions[["passage_id", "theme_id", "coder", "decision", "reason", "decided_at"]].drop_duplicates()
    return [_coding(row, row["coder"], row["reason"], places) for row in said.to_dict("records")]


def _by_machine(codings: pd.DataFrame, places: Mapping[str, Place]) -> list[Coding]:
    said = codings[codings["decided_by"].isin(["rule", "model"]) & codings["decision"].isin(["applies", "check"])]
    grounds = "by " + said["decided_by"].where(said["evidence"].isna(), said["decided_by"] + ": " + said["evidence"])
    return [_coding(row, MACHINE, row["grounds"], places) for row in said.assign(grounds=grounds).to_dict("records")]


def _coding(row: dict, user: str, comment: str | float, places: Mapping[str, Place]) -> Coding:
    place, when = places[row["passage_id"]], row.get("decided_at")
    said = (row["passage_id"], row["theme_id"], row["decision"], user, str(comment), str(when))
    return Coding(
        guid=guid_of("coding", *said),
        code=code_guid(row["theme_id"], row["decision"]),
        user=_user_guid(user),
        source=place.source,
        start=place.start,
        end=place.end,
        description=None if pd.isna(comment) else str(comment),
        created=None if when is None or pd.isna(when) else date_time_of(when),
    )


def _user_guid(name: str) -> str:
    return guid_of("user", name)


def _refuse_unknown(table: str, column: str, cells: pd.Series, known: pd.Series) -> None:
    unknown = cells[~cells.isin(known)]
    if len(unknown):
        raise TableError(f"{table}: {column} has {list_values(unknown)}; leave out the rows that are on nothing coded.")
