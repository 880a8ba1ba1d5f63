"""What a run writes: tables, charts, and a page to read first."""

from collections.abc import Mapping
from pathlib import Path

import matplotlib.pyplot as plt

from scrlearn.charts.style import figure_of
from scrlearn.export.briefing import render_briefing
from scrlearn.export.changes import Changes, show_changes
from scrlearn.export.charts import write_chart
from scrlearn.export.report import Findings, Layout, Picture, compose_report, headline_of
from scrlearn.export.sections import SECTIONS, Section
from scrlearn.export.tables import write_table
from scrlearn.files import write_whole
from scrlearn.runs.compare import Comparison


def write_outputs(
    findings: Findings,
    layout: Layout,
    record: Mapping[str, str],
    folder: Path,
    *,
    comparison: Comparison | None = None,
) -> None:
    """
    Write the tables, the charts and the briefing of a run into a folder.

    The same findings, layout, scope and made_with of the record, and comparison give the same bytes.
    """
    tables = {
        "recommendation_codings": findings.recommendation_codings,
        "response_codings": findings.response_codings,
        "action_codings": findings.action_codings,
        **findings.tables,
        "stale_corrections": findings.stale_corrections,
        "left_out": findings.left_out,
        **(comparison.tables if comparison else {}),
    }
    for name, table in tables.items():
        write_table(table, folder / "tables" / f"{name}.csv")
    pictures = {
        section.name: _write_chart(section, findings, folder / "charts")
        for section in SECTIONS
        if len(findings.tables[section.table])
    }
    report = compose_report(findings, layout=layout, scope=record["scope"], made_with=record["made_with"])
    changes = _changes_since(comparison) if comparison else None
    write_whole(folder / "briefing.html", render_briefing(report._replace(changes=changes), pictures=pictures))


def _changes_since(comparison: Comparison) -> Changes:
    tables = comparison.changed_codings, comparison.change_counts, comparison.figure_changes
    return show_changes(comparison.before, *tables)


def _write_chart(section: Section, findings: Findings, charts: Path) -> Picture:
    table = findings.tables[section.table]
    ax = section.plot(table)
    files = write_chart(ax, charts / section.name, table=table, description=section.describe(table))
    plt.close(figure_of(ax))
    return Picture(next(file for file in files if file.suffix == ".svg").read_bytes(), headline_of(ax))
