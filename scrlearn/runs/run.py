"""One re-run of the coding of a collection: its outputs, and a record of what they rest on."""

import json
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import matplotlib.pyplot as plt

from scrlearn.charts.style import figure_of
from scrlearn.errors import FileError
from scrlearn.export.briefing import render_briefing
from scrlearn.export.charts import write_chart
from scrlearn.export.report import Findings, Layout, Picture, compose_report, headline_of
from scrlearn.export.sections import SECTIONS, Section
from scrlearn.export.tables import write_table
from scrlearn.files import write_together, write_whole
from scrlearn.learning.confirmation import Confirmation, count_confirmed
from scrlearn.runs.coding import Period, find_learning
from scrlearn.runs.layout import load_layout
from scrlearn.runs.record import fingerprint, made_with, record_machine
from scrlearn.runs.report import describe_scope


class Run(NamedTuple):
    """What a run came to: its findings, how much of them is confirmed, and where they lie."""

    findings: Findings
    confirmation: Confirmation
    scope: str
    outputs: Path
    record: Path
    made_with: str

    @property
    def briefing(self) -> Path:
        """The page to read first."""
        return self.outputs / "briefing.html"


def run_collection(
    folder: Path | str,
    *,
    period: Period | None = None,
    include_unpublished: bool = False,
    encoder: Path | str | None = None,
    seed: int = 0,
    progress: Callable[[str], None] = lambda step: None,
) -> Run:
    """
    Code a collection, tabulate, chart, and write its outputs and a record of the run.

    Parameters
    ----------
    folder
        The collection.
    period
        Which reviews are counted, by which of their dates, and in which years; all of them if not given. A review whose
        date may lie in or out of the window is not counted in it, and stands under "undated" by period.
    include_unpublished
        Whether reviews that are not public are counted and shown.
    encoder
        A folder with a sentence-vector model, if there is one to use; vectors are kept in ``runs/vectors``.
    seed
        For every draw of chance.
    progress
        Called with the name of each step as it begins.

    Returns
    -------
    Run
        In ``outputs/`` of the collection stand ``tables/`` (CSV), ``charts/`` (PNG, SVG, text alternative and data) and
        ``briefing.html``; under ``runs/`` a record in JSON. The same inputs, versions and seed give the same outputs,
        byte for byte.

    Raises
    ------
    ScrlearnError
        When an input does not hold what it should, or an output cannot be written; what was there before stays.
    """
    folder, period = Path(folder), period or Period()
    layout = load_layout(folder)
    findings = find_learning(
        folder, period=period, include_unpublished=include_unpublished, encoder=encoder, seed=seed, progress=progress
    )
    confirmation = count_confirmed(findings.recommendation_codings, findings.response_codings, findings.action_codings)
    run = Run(
        findings,
        confirmation,
        describe_scope(findings, period),
        outputs=folder / "outputs",
        record=_record_path(folder / "runs"),
        made_with=made_with(encoder),
    )
    progress("Drawing and writing")
    outputs = _outputs(run, layout)
    record = _record(
        run, folder, outputs, {**period._asdict(), "encoder": Path(encoder).name if encoder else None, "seed": seed}
    )
    write_together({**{run.outputs / name: content for name, content in outputs.items()}, run.record: record})
    return run


def _outputs(run: Run, layout: Layout) -> dict[str, bytes]:
    # Made beside them first, so that nothing that was there is touched before all of it is made, and inside the
    # collection, so that no copy of its text strays elsewhere.
    try:
        with tempfile.TemporaryDirectory(dir=run.outputs.parent, prefix=".outputs-") as made:
            _make_outputs(run._replace(outputs=Path(made)), layout)
            files = sorted(path for path in Path(made).rglob("*") if path.is_file())
            return {path.relative_to(made).as_posix(): path.read_bytes() for path in files}
    except OSError as error:
        raise FileError(f"{run.outputs.parent}: cannot be written to ({error.strerror or error}).") from error


def _make_outputs(run: Run, layout: Layout) -> None:
    findings = run.findings
    tables = {
        "recommendation_codings": findings.recommendation_codings,
        "response_codings": findings.response_codings,
        "action_codings": findings.action_codings,
        **findings.tables,
        "stale_corrections": findings.stale_corrections,
        "left_out": findings.left_out,
    }
    for name, table in tables.items():
        write_table(table, run.outputs / "tables" / f"{name}.csv")
    pictures = {
        section.name: _make_chart(section, findings, run.outputs / "charts")
        for section in SECTIONS
        if len(findings.tables[section.table])
    }
    report = compose_report(findings, layout=layout, scope=run.scope, made_with=run.made_with)
    write_whole(run.briefing, render_briefing(report, pictures=pictures))


def _make_chart(section: Section, findings: Findings, charts: Path) -> Picture:
    table = findings.tables[section.table]
    ax = section.plot(table)
    files = write_chart(ax, charts / section.name, table=table, description=section.describe(table))
    plt.close(figure_of(ax))
    return Picture(next(file for file in files if file.suffix == ".svg").read_bytes(), headline_of(ax))


def _record(run: Run, folder: Path, outputs: Mapping[str, bytes], parameters: dict) -> bytes:
    findings = run.findings
    record = {
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "parameters": parameters,
        **record_machine(folder),
        "counts": {
            **{name: len(table) for name, table in findings.collection._asdict().items()},
            "codings_confirmed": run.confirmation.n_confirmed,
            "codings_to_confirm": run.confirmation.of_codings,
            "stale_corrections": len(findings.stale_corrections),
            "left_out": len(findings.left_out),
        },
        "outputs": {name: fingerprint(content) for name, content in outputs.items()},
    }
    return (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode()


def _record_path(runs: Path) -> Path:
    name = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    taken = len(list(runs.glob(f"{name}*.json")))
    return runs / f"{name}{f'-{taken + 1}' if taken else ''}.json"
