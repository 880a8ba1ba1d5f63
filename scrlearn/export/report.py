"""A report before it is a file: what it says and shows, the same for Word, Excel and a page."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from scrlearn.charts.style import figure_of, render_chart
from scrlearn.export.changes import Changes
from scrlearn.export.method import Method, compose_method
from scrlearn.export.passages import anchor_of, review_passages
from scrlearn.export.sections import SECTIONS, Section
from scrlearn.export.shown import MOST_SHOWN, NOT_RECORDED, Shown, show_table
from scrlearn.export.wording import EVIDENCE_LINE
from scrlearn.learning.confirmation import count_confirmed
from scrlearn.reviews.collection import Collection, select_reviews
from scrlearn.themes.codebook import Codebook


class Findings(NamedTuple):
    """All that one run of the coding came to: the tables that a report is made from."""

    collection: Collection
    codebook: Codebook
    recommendation_codings: pd.DataFrame
    response_codings: pd.DataFrame
    action_codings: pd.DataFrame
    action_types: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]
    stale_corrections: pd.DataFrame
    left_out: pd.DataFrame


class Layout(NamedTuple):
    """How a report is laid out: its title, and its sections in their order."""

    title: str
    sections: Sequence[Section] = SECTIONS


class Picture(NamedTuple):
    """A chart as the bytes of a picture file, and the finding that it is headed with."""

    content: bytes
    headline: str


class ReportSection(NamedTuple):
    """A section, the table behind it, what its chart says in words, and the table as printed."""

    section: Section
    source: pd.DataFrame
    words: str
    shown: Shown


class Report(NamedTuple):
    """
    Everything that a report says.

    ``to_check`` are the codings that wait for a decision, ``stale`` the decisions that were not applied, ``reviews``
    every passage with its codings, as :func:`scrlearn.export.passages.review_passages` lays them out. Of very many,
    both hold the first, and ``to_check_line`` and ``evidence_line`` say so. ``changes`` are those since an earlier run,
    if it is to tell of any.
    """

    title: str
    draft: bool
    confirmed_line: str
    notice: str
    scope: str
    sections: list[ReportSection]
    method: Method
    to_check_line: str
    to_check: list[dict]
    stale: list[dict]
    evidence_line: str
    reviews: list[dict]
    changes: Changes | None = None


def compose_report(findings: Findings, *, layout: Layout, scope: str, made_with: str) -> Report:
    """
    Put together what a report says.

    Parameters
    ----------
    findings
        The tables it is made from. Everything in its collection is shown: leave out beforehand what is not public.
    layout
        Its title and its sections.
    scope
        Sentences: which reviews were looked at.
    made_with
        What coded it, such as "scrlearn 0.1.0".

    Returns
    -------
    Report
        A draft until a person has confirmed every coding. The same findings give the same report.

    Raises
    ------
    TableError
        When a table of a section is not as declared.
    """
    by_theme = findings.recommendation_codings, findings.response_codings
    confirmation = count_confirmed(*by_theme, findings.action_codings)
    named = pd.concat([findings.codebook.themes, findings.action_types])
    labels = dict(zip(named["theme_id"], named["theme"], strict=True))
    collection, measures = _with_file_names(findings.collection), findings.tables["rule_measures"]
    shown = _first_reviews(collection)
    waiting = pd.concat([table[table["decision"] == "check"] for table in (*by_theme, findings.action_codings)])
    return Report(
        title=layout.title,
        draft=not confirmation.complete,
        confirmed_line=f"{confirmation}.",
        notice=_notice(findings),
        scope=scope,
        sections=[_compose_section(section, findings.tables[section.table]) for section in layout.sections],
        method=compose_method(
            collection,
            findings.codebook,
            pd.concat([codings[["decided_by", "decision", "confirmed"]] for codings in by_theme]),
            rule_measures=measures,
            agreement=findings.tables["agreement"],
            made_with=made_with,
        ),
        to_check_line=_to_check_line(len(waiting)),
        to_check=_to_check(waiting.head(MOST_SHOWN), labels, shown),
        stale=_with_words(findings.stale_corrections)
        .fillna({"text_now": "none"})
        .fillna(NOT_RECORDED)
        .to_dict("records"),
        evidence_line=_evidence_line(len(shown.reviews), len(collection.reviews)),
        reviews=_lay_out(shown, findings, labels),
    )


def draw_pictures(report: Report, *, kind: str) -> dict[str, Picture]:
    """Draw the charts of a report as ``svg`` or ``png``, by section; none where there is nothing to show."""
    return {part.section.name: _draw(part, kind) for part in report.sections if len(part.source)}


def headline_of(ax: Axes) -> str:
    """Return the finding that a chart is headed with, on one line."""
    return " ".join(ax.get_title(loc="left").split())


def _draw(part: ReportSection, kind: str) -> Picture:
    ax = part.section.plot(part.source)
    try:
        return Picture(render_chart(ax, kind=kind, description=part.words), headline_of(ax))
    finally:
        plt.close(figure_of(ax))


def _compose_section(section: Section, table: pd.DataFrame) -> ReportSection:
    shown = show_table(table, section.columns, name=section.name, caption=section.caption, table=section.table)
    return ReportSection(section, table, section.describe(table) if len(table) else "", shown)


def _notice(findings: Findings) -> str:
    notices = findings.tables["theme_counts"]["notice"].dropna()
    return notices.iloc[0] if len(notices) else ""


def _with_file_names(collection: Collection) -> Collection:
    # A quotation is cited by the document's title, and where it has none by its file.
    documents = collection.documents.assign(title=collection.documents["title"].fillna(collection.documents["file"]))
    return collection._replace(documents=documents)


def _first_reviews(collection: Collection) -> Collection:
    """Return the first reviews that have no more passages together than a page can hold."""
    review_ids = pd.concat([collection.recommendations["review_id"], collection.responses["review_id"]])
    n_passages = collection.reviews["review_id"].map(review_ids.value_counts()).fillna(0)
    return select_reviews(collection, collection.reviews[n_passages.cumsum() <= MOST_SHOWN])


def _lay_out(shown: Collection, findings: Findings, labels: Mapping[str, str]) -> list[dict]:
    asked, replied = (frozenset(passages["passage_id"]) for passages in (shown.recommendations, shown.responses))
    in_recommendations, in_responses, in_actions = (
        codings[codings["passage_id"].isin(passage_ids)]
        for codings, passage_ids in (
            (findings.recommendation_codings, asked),
            (findings.response_codings, replied),
            (findings.action_codings, replied),
        )
    )
    return review_passages(shown, in_recommendations, pd.concat([in_responses, in_actions]), labels)


def _to_check(waiting: pd.DataFrame, labels: Mapping[str, str], shown: Collection) -> list[dict]:
    there = {*shown.recommendations["passage_id"], *shown.responses["passage_id"]}
    return [
        {
            **cell,
            "theme": labels[cell["theme_id"]],
            "anchor": anchor_of(cell["passage_id"]) if cell["passage_id"] in there else "",
        }
        for cell in waiting.to_dict("records")
    ]


def _to_check_line(n_checks: int) -> str:
    if n_checks == 0:
        return "No coding is waiting for a decision."
    one = n_checks == 1
    return (
        f"{n_checks} {'coding is' if one else 'codings are'} too doubtful to count. "
        "Write a decision into corrections.csv and run again."
        f"{f' The first {MOST_SHOWN:,} are listed.' if n_checks > MOST_SHOWN else ''}"
    )


def _evidence_line(shown: int, of: int) -> str:
    if shown == of:
        return EVIDENCE_LINE
    return (
        f"{EVIDENCE_LINE} All would fill no page that can be read: these are the first {shown:,} of {of:,} reviews, "
        "and every coding stands in the tables that a run writes."
    )


def _with_words(stale: pd.DataFrame) -> pd.DataFrame:
    # Where the words that introduce a passage have changed, they have to be seen.
    then, now = (stale.get(name, pd.Series("", index=stale.index)).fillna("") for name in ("stem_seen", "stem_now"))
    before, after = ((stem + " ").where(then != now, "") for stem in (then, now))
    return stale.assign(text_seen=before + stale["text_seen"], text_now=after + stale["text_now"])
