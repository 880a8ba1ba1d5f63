"""One re-run of the coding of a collection: its outputs, and a record of what they rest on."""

import json
import platform
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import matplotlib.pyplot as plt
import pandas as pd

from scrlearn.charts.style import figure_of
from scrlearn.errors import FileError
from scrlearn.export.briefing import Findings, write_briefing
from scrlearn.export.charts import write_chart
from scrlearn.export.sections import SECTIONS
from scrlearn.export.tables import write_table
from scrlearn.files import write_together
from scrlearn.learning.confirmation import Confirmation, count_confirmed
from scrlearn.reviews.collection import load_settings
from scrlearn.runs.coding import Period, find_learning

_PACKAGES = ("scrlearn", "pandas", "numpy", "scikit-learn", "nltk", "matplotlib", "pandera", "jinja2")
_INPUTS = ("collection.toml", "*.csv", "codebook/*.csv")


class Run(NamedTuple):
    """What a run came to: its findings, how much of them is confirmed, and where they lie."""

    findings: Findings
    confirmation: Confirmation
    scope: str
    outputs: Path
    record: Path

    @property
    def briefing(self) -> Path:
        """The page to read first."""
        return self.outputs / "briefing.html"


def run_collection(
    folder: Path | str,
    *,
    period: Period | None = None,
    include_unpublished: bool = False,
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
    settings = load_settings(folder)
    findings = find_learning(
        folder, period=period, include_unpublished=include_unpublished, seed=seed, progress=progress
    )
    confirmation = count_confirmed(findings.recommendation_codings, findings.response_codings)
    run = Run(findings, confirmation, _scope(findings, period), folder / "outputs", _record_path(folder / "runs"))
    progress("Drawing and writing")
    outputs = _outputs(run, title=settings.name)
    record = _record(run, folder, outputs, {**period._asdict(), "seed": seed})
    write_together({**{run.outputs / name: content for name, content in outputs.items()}, run.record: record})
    return run


def _scope(findings: Findings, period: Period) -> str:
    reviews, left_out = findings.collection.reviews, findings.left_out["reason"].value_counts()
    without = int((reviews["outcome"] != "recommendations").sum())
    sentences = [
        f"{_many(len(reviews), 'review')} counted" + (f", {without} of them without recommendations" if without else "")
    ]
    if period.first or period.last:
        sentences.append(f"Counted by {period.date}, from {period.first or 'the first'} to {period.last or 'the last'}")
    words = {"unpublished": "unpublished", "outside_period": "outside that time", "undated": "undated"}
    sentences += [
        f"Left out: {_many(int(left_out[reason]), 'review')} {words[reason]}" for reason in words if reason in left_out
    ]
    return "".join(f"{sentence}. " for sentence in sentences).strip()


def _outputs(run: Run, *, title: str) -> dict[str, bytes]:
    # Made beside them first, so that nothing that was there is touched before all of it is made, and inside the
    # collection, so that no copy of its text strays elsewhere.
    try:
        with tempfile.TemporaryDirectory(dir=run.outputs.parent, prefix=".outputs-") as made:
            _make_outputs(run._replace(outputs=Path(made)), title=title)
            files = sorted(path for path in Path(made).rglob("*") if path.is_file())
            return {path.relative_to(made).as_posix(): path.read_bytes() for path in files}
    except OSError as error:
        raise FileError(f"{run.outputs.parent}: cannot be written to ({error.strerror or error}).") from error


def _make_outputs(run: Run, *, title: str) -> None:
    findings = run.findings
    tables = {
        "recommendation_codings": findings.recommendation_codings,
        "response_codings": findings.response_codings,
        **findings.tables,
        "stale_corrections": findings.stale_corrections,
        "left_out": findings.left_out,
    }
    for name, table in tables.items():
        write_table(table, run.outputs / "tables" / f"{name}.csv")
    pictures = {}
    for section in SECTIONS:
        table = findings.tables[section.table]
        ax = section.plot(table)
        files = write_chart(ax, run.outputs / "charts" / section.name, table=table, description=section.describe(table))
        pictures[section.name] = next(file for file in files if file.suffix == ".svg").read_bytes()
        plt.close(figure_of(ax))
    write_briefing(findings, run.briefing, title=title, scope=run.scope, pictures=pictures, method=_method(findings))


def _method(findings: Findings) -> list[str]:
    return [
        f"The themes are those of the codebook: {'; '.join(findings.codebook.themes['theme'])}.",
        "A theme is coded where a passage addresses it, not where it only mentions it; at the parts of a "
        "recommendation where it has parts. Recommendations and replies are coded separately and never added together.",
        "A person’s decision comes first. Without one, a model trained on labelled passages decides, with the "
        "codebook’s rules among what it looks at. Where rule and model disagree, or the model is in doubt, the coding "
        "is left to be checked and is not counted.",
        *_demoted(findings.tables["rule_measures"]),
        "The unit is the review. Every review is in the denominator, with or without recommendations. The counts are "
        "of this collection; they are not a sample of anything wider.",
        "A machine’s coding can be wrong. Until a person has confirmed every coding, this page is a draft.",
        f"Made with scrlearn {version('scrlearn')}.",
    ]


def _demoted(rule_measures: pd.DataFrame) -> list[str]:
    demoted = rule_measures[rule_measures["standing"] == "demoted"].itertuples()
    named = ", ".join(f"{rule.rule_id} ({rule.n_right} of {rule.n_matched})" for rule in demoted)
    if not named:
        return []
    return [
        "These rules were too seldom right on the labelled passages in which they fire. They are shown as evidence and "
        f"no longer weigh: {named}."
    ]


def _record(run: Run, folder: Path, outputs: Mapping[str, bytes], parameters: dict) -> bytes:
    findings = run.findings
    record = {
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in _PACKAGES},
        "parameters": parameters,
        "inputs": {name: _fingerprint(content) for name, content in _inputs(folder).items()},
        "counts": {
            **{name: len(table) for name, table in findings.collection._asdict().items()},
            "codings_confirmed": run.confirmation.n_confirmed,
            "codings_to_confirm": run.confirmation.of_codings,
            "stale_corrections": len(findings.stale_corrections),
            "left_out": len(findings.left_out),
        },
        "outputs": {name: _fingerprint(content) for name, content in outputs.items()},
    }
    return (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode()


def _inputs(folder: Path) -> dict[str, bytes]:
    files = sorted({path for pattern in _INPUTS for path in folder.glob(pattern)})
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _fingerprint(content: bytes) -> str:
    return sha256(content).hexdigest()


def _record_path(runs: Path) -> Path:
    name = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    taken = len(list(runs.glob(f"{name}*.json")))
    return runs / f"{name}{f'-{taken + 1}' if taken else ''}.json"


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
