"""What a run writes: tables, charts, and a page to read first."""

from pathlib import Path

import matplotlib.pyplot as plt

from scrlearn.charts.style import figure_of
from scrlearn.export.briefing import render_briefing
from scrlearn.export.charts import write_chart
from scrlearn.export.report import Findings, Layout, Picture, compose_report, headline_of
from scrlearn.export.sections import SECTIONS, Section
from scrlearn.export.tables import write_table
from scrlearn.files import write_whole
from scrlearn.runs.coding import Period
from scrlearn.runs.report import describe_scope


def write_outputs(findings: Findings, folder: Path, *, layout: Layout, period: Period, made_with: str) -> None:
    """Write the tables, the charts and the briefing of a run into a folder; the same findings give the same bytes."""
    tables = {
        "recommendation_codings": findings.recommendation_codings,
        "response_codings": findings.response_codings,
        "action_codings": findings.action_codings,
        **findings.tables,
        "stale_corrections": findings.stale_corrections,
        "left_out": findings.left_out,
    }
    for name, table in tables.items():
        write_table(table, folder / "tables" / f"{name}.csv")
    pictures = {
        section.name: _write_chart(section, findings, folder / "charts")
        for section in SECTIONS
        if len(findings.tables[section.table])
    }
    report = compose_report(findings, layout=layout, scope=describe_scope(findings, period), made_with=made_with)
    write_whole(folder / "briefing.html", render_briefing(report, pictures=pictures))


def _write_chart(section: Section, findings: Findings, charts: Path) -> Picture:
    table = findings.tables[section.table]
    ax = section.plot(table)
    files = write_chart(ax, charts / section.name, table=table, description=section.describe(table))
    plt.close(figure_of(ax))
    return Picture(next(file for file in files if file.suffix == ".svg").read_bytes(), headline_of(ax))
