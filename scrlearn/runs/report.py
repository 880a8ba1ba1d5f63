"""The report of a collection, or of one of its releases, as Word, Excel and a page."""

from calendar import month_name
from collections.abc import Callable, Sequence
from pathlib import Path

from scrlearn.errors import FileError
from scrlearn.export.briefing import render_briefing
from scrlearn.export.excel import render_excel
from scrlearn.export.report import Findings, Report, compose_report
from scrlearn.export.shown import count_of_many
from scrlearn.export.word import render_word
from scrlearn.files import write_together
from scrlearn.reviews.sensitive import warn_of_sensitive
from scrlearn.runs.coding import Period
from scrlearn.runs.release import find_basis, load_release
from scrlearn.runs.tabulating import tabulate_findings

_RENDERERS: dict[str, Callable[[Report], bytes]] = {
    ".docx": render_word,
    ".html": render_briefing,
    ".xlsx": render_excel,
}
_DATES = {
    "published_on": "the date of publication",
    "decided_on": "the date of the decision to review",
    "commissioned_on": "the date of commissioning",
}
_LEFT_OUT = {"unpublished": "unpublished", "outside_period": "outside that time", "undated": "undated"}


def run_report(
    folder: Path | str,
    files: Sequence[Path | str],
    *,
    period: Period | None = None,
    include_unpublished: bool = False,
    encoder: Path | str | None = None,
    seed: int = 0,
    release: str | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> Report:
    """
    Write the report of a collection.

    Parameters
    ----------
    folder
        The collection. What the report shows can be changed in its ``report.toml``.
    files
        Where: names that end in .docx, .html or .xlsx. Files that are there already are replaced.
    period, include_unpublished, encoder, seed
        Which reviews are counted, as for :func:`scrlearn.runs.run.run_collection`.
    release
        The name of a release: the report is then made from what was frozen under it, as it was counted then, and
        nothing is coded again.
    progress
        Called with the name of each step as it begins.

    Returns
    -------
    Report
        What was written. The same inputs and versions give the same files, byte for byte.

    Raises
    ------
    ScrlearnError
        When an input does not hold what it should, or a file cannot be written; then none of them is.
    """
    renderers = {Path(file): _renderer(Path(file)) for file in files}
    if release:
        basis = load_release(folder, release)
    else:
        basis = find_basis(
            folder,
            period=period or Period(),
            include_unpublished=include_unpublished,
            encoder=encoder,
            seed=seed,
            progress=progress,
        )
    warn_of_sensitive(basis.coded.collection, basis.coded.corrections)
    progress("Counting what recurs")
    findings = tabulate_findings(basis.coded, period=basis.period)
    scope = describe_scope(findings, basis.period)
    report = compose_report(findings, layout=basis.layout, scope=scope, made_with=basis.made_with)
    progress("Drawing and writing")
    write_together({file: render(report) for file, render in renderers.items()})
    return report


def describe_scope(findings: Findings, period: Period) -> str:
    """
    Say which reviews were counted.

    Parameters
    ----------
    findings
        Whose reviews were counted, and which were left out.
    period
        The time, if any, and by which date.

    Returns
    -------
    str
        Sentences for the head of a report.
    """
    reviews, left_out = findings.collection.reviews, findings.left_out["reason"].value_counts()
    without = int((reviews["outcome"] != "recommendations").sum())
    sentences = [
        f"{count_of_many(len(reviews), 'review')} counted"
        + (f", {without} of them without recommendations" if without else ""),
        *_describe_period(period),
    ]
    sentences += [
        f"Left out: {count_of_many(int(left_out[reason]), 'review')} {words}"
        for reason, words in _LEFT_OUT.items()
        if reason in left_out
    ]
    return "".join(f"{sentence}. " for sentence in sentences).strip()


def _describe_period(period: Period) -> list[str]:
    if not (period.first or period.last):
        return []
    first = _date_in_words(period.first) if period.first else "the first"
    last = _date_in_words(period.last) if period.last else "the last"
    return [f"Counted by {_DATES.get(period.date, period.date)}, from {first} to {last}"]


def _date_in_words(date: str) -> str:
    year, *rest = date.split("-")
    month, *day = [int(part) for part in rest] or [0]
    return " ".join([*map(str, day), month_name[month], year]).strip()


def _renderer(file: Path) -> Callable[[Report], bytes]:
    if file.suffix.lower() not in _RENDERERS:
        raise FileError(f"{file}: give the report a name that ends in .docx, .html or .xlsx.")
    return _RENDERERS[file.suffix.lower()]
