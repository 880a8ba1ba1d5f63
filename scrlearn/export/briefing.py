"""One HTML page that a board can read: charts, tables, and every coding with its evidence. It needs nothing else."""

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from scrlearn.export.passages import anchor_of, review_passages
from scrlearn.export.sections import SECTIONS, Section
from scrlearn.files import write_whole
from scrlearn.learning.confirmation import count_confirmed
from scrlearn.reviews.collection import Collection
from scrlearn.themes.codebook import Codebook


class Findings(NamedTuple):
    """All that one run of the coding came to: the tables that a report is made from."""

    collection: Collection
    codebook: Codebook
    recommendation_codings: pd.DataFrame
    response_codings: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]
    stale_corrections: pd.DataFrame
    left_out: pd.DataFrame


def write_briefing(
    findings: Findings,
    path: Path | str,
    *,
    title: str,
    scope: str,
    pictures: Mapping[str, bytes],
    method: Sequence[str],
) -> Path:
    """
    Write the briefing.

    Parameters
    ----------
    findings
        The tables it is made from. Everything in its collection is shown: leave out beforehand what is not public.
    path
        The .html file.
    title
        What the page is about: the collection's name.
    scope
        A sentence: which reviews were looked at.
    pictures
        The charts as SVG, by the names of :data:`scrlearn.export.sections.SECTIONS`.
    method
        Sentences on how it was made and what it cannot say.

    Returns
    -------
    pathlib.Path
        The file. It is marked DRAFT until a person has confirmed every coding; it asks nothing of a network; text from
        documents is escaped; the same findings give the same bytes.

    Raises
    ------
    FileError
        When it cannot be written.
    """
    labels = dict(zip(findings.codebook.themes["theme_id"], findings.codebook.themes["theme"], strict=True))
    confirmation = count_confirmed(findings.recommendation_codings, findings.response_codings)
    checks = _to_check(findings, labels)
    page = _template().render(
        title=title,
        draft=not confirmation.complete,
        confirmed_line=f"{confirmation}.",
        notice=_notice(findings),
        scope=scope,
        sections=[_section(section, findings.tables[section.table], pictures) for section in SECTIONS],
        to_check=checks,
        to_check_line=_to_check_line(len(checks)),
        stale=findings.stale_corrections.astype("object")
        .where(findings.stale_corrections.notna(), None)
        .to_dict("records"),
        reviews=review_passages(
            findings.collection, findings.recommendation_codings, findings.response_codings, labels
        ),
        method=method,
    )
    write_whole(path, page.encode())
    return Path(path)


def _template():
    # Documents and people's reasons are text, never markup: everything is escaped.
    environment = Environment(
        loader=PackageLoader("scrlearn", "export"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("briefing.html")


def _notice(findings: Findings) -> str:
    notices = findings.tables["theme_counts"]["notice"].dropna()
    return notices.iloc[0] if len(notices) else ""


def _section(section: Section, table: pd.DataFrame, pictures: Mapping[str, bytes]) -> dict:
    shown = table[list(section.columns)].rename(columns=dict(section.columns))
    picture = base64.b64encode(pictures[section.name]).decode()
    return {
        **section._asdict(),
        "words": section.describe(table),
        "picture": f"data:image/svg+xml;base64,{picture}",
        "columns": list(shown.columns),
        "numbers": [label for name, label in section.columns.items() if name.startswith(("n_", "of_"))],
        "rows": [list(row.items()) for row in shown.to_dict("records")],
    }


def _to_check(findings: Findings, labels: Mapping[str, str]) -> list[dict]:
    codings = pd.concat([findings.recommendation_codings, findings.response_codings])
    cells = codings[codings["decision"] == "check"]
    return [
        {**cell, "theme": labels[cell["theme_id"]], "anchor": anchor_of(cell["passage_id"])}
        for cell in cells.to_dict("records")
    ]


def _to_check_line(n_checks: int) -> str:
    if n_checks == 0:
        return "No coding is waiting for a decision."
    one = n_checks == 1
    return (
        f"{n_checks} {'coding is' if one else 'codings are'} too doubtful to count. "
        "Write a decision into corrections.csv and run again."
    )
