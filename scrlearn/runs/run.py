"""One re-run of the coding of a collection: its outputs, and a record of what they rest on."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path

import pandas as pd

from scrlearn.errors import CollectionError
from scrlearn.export.report import Findings
from scrlearn.folders import refuse_other_file, replaced_folder
from scrlearn.learning.confirmation import Confirmation, count_confirmed
from scrlearn.reviews.sensitive import warn_of_sensitive
from scrlearn.runs.coding import Parameters, Period, code_inputs, encoder_of, refuse_nothing_to_count
from scrlearn.runs.compare import Comparison, KeptRun, compare_kept_runs, load_kept_run
from scrlearn.runs.differences import Basis
from scrlearn.runs.inputs import Inputs, keep_inputs, layout_of, load_inputs, prints_of_reviews
from scrlearn.runs.kept import Kept
from scrlearn.runs.outputs import write_outputs
from scrlearn.runs.pieces import keep_table
from scrlearn.runs.record import code_print, fingerprint, made_with, versions
from scrlearn.runs.records import (
    Record,
    file_of_record,
    last_record,
    load_record,
    name_run,
    prints_of_files,
    write_record,
)
from scrlearn.runs.report import describe_scope
from scrlearn.runs.steps import Steps
from scrlearn.runs.summary import summarise_findings
from scrlearn.runs.tabulating import tabulate_findings
from scrlearn.themes.encoder import Encoder
from scrlearn.writers import only_run

# The codings that a run keeps, by their names among its findings.
CODINGS = ("recommendation_codings", "response_codings", "action_codings")


@dataclass(frozen=True, eq=False)
class Run:
    """
    A run of a collection.

    ``unchanged`` says that nothing it rests on had changed since it was made: then nothing was made again. ``find``
    gives what it found.
    """

    folder: Path
    name: str
    record: Record
    unchanged: bool
    find: Callable[[], Findings]

    @cached_property
    def findings(self) -> Findings:
        """The reviews that were counted, their codings, and every learning table."""
        return self.find()

    @property
    def outputs(self) -> Path:
        """Where its tables, charts and briefing lie, until another run takes their place."""
        return self.folder / "outputs"

    @property
    def briefing(self) -> Path:
        """The page to read first."""
        return self.outputs / "briefing.html"

    @property
    def record_file(self) -> Path:
        """What it rested on and what came of it, in JSON."""
        return file_of_record(self.folder, self.name)

    @property
    def confirmation(self) -> Confirmation:
        """How much of it people have confirmed."""
        return Confirmation(self.record["counts"]["codings_confirmed"], self.record["counts"]["codings_to_confirm"])


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

    A run costs what is new: reviews that were coded in the same words by the same coder before are not coded again, and
    where nothing has changed at all nothing is written but the time at which that was found.

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
        ``briefing.html``; under ``runs/`` a record in JSON, and what the run rested on. The same inputs, versions and
        seed give the same outputs, byte for byte.

    Raises
    ------
    ScrlearnError
        When an input does not hold what it should, or an output cannot be written; what was there before stays.
    """
    folder, steps = Path(folder), Steps(progress)
    steps("Loading the collection")
    inputs, vectors = load_inputs(folder), encoder_of(folder, encoder)
    layout = layout_of(inputs, folder)
    refuse_other_file(folder / "outputs")
    warn_of_sensitive(inputs.collection, inputs.corrections)
    parameters = Parameters(period or Period(), include_unpublished, seed, vectors.name if vectors else None)
    refuse_nothing_to_count(inputs, parameters)
    with only_run(folder), Kept(folder) as kept:
        rested_on = _rested_on(inputs, parameters, kept)
        last = last_record(folder)
        if last and _still_stands(last[1], rested_on, folder):
            record = {**last[1], "found_unchanged_at": _now()}
            write_record(folder, last[0], record)
            return Run(folder, last[0], record, True, partial(_find, inputs, parameters, vectors, folder))
        findings = find_in(inputs, parameters, encoder=vectors, kept=kept, progress=steps)
        made_by = {"made_with": made_with(encoder), "scope": describe_scope(findings, parameters.period)}
        name, record = name_run(folder), {**rested_on, **made_by, **_came_of_it(findings, kept)}
        steps("Comparing with the run before")
        run = KeptRun(name, record, Basis(inputs, parameters), _codings(findings))
        comparison = _compare(run, folder, last, kept=kept, encoder=vectors)
        steps("Drawing and writing")
        with replaced_folder(folder / "outputs", ours=last[1]["outputs"] if last else ()) as made:
            write_outputs(findings, layout, record, made, comparison=comparison)
            record |= {"compared_with": comparison.before if comparison else None, "outputs": prints_of_files(made)}
        record |= {"seconds": steps.seconds(), "finished_at": _now()}
        write_record(folder, name, record)
    return Run(folder, name, record, False, lambda: findings)


def find_in(
    inputs: Inputs,
    parameters: Parameters,
    *,
    encoder: Encoder | None = None,
    kept: Kept | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> Findings:
    """Code and tabulate what a run rests on; parameters and errors are those of ``code_inputs``."""
    coded = code_inputs(inputs, parameters, encoder=encoder, kept=kept, progress=progress)
    progress("Counting what recurs")
    return tabulate_findings(coded, period=parameters.period)


def _find(inputs: Inputs, parameters: Parameters, encoder: Encoder | None, folder: Path) -> Findings:
    with Kept(folder, writes=False) as kept:
        return find_in(inputs, parameters, encoder=encoder, kept=kept)


def _rested_on(inputs: Inputs, parameters: Parameters, kept: Kept) -> Record:
    prints = keep_inputs(inputs, kept)
    told = {
        "parameters": {**parameters._asdict(), "period": parameters.period._asdict()},
        **versions(),
        "code": code_print(),
        "inputs": prints,
    }
    basis = fingerprint(json.dumps(told, sort_keys=True).encode())
    return {"basis": basis, **told, "reviews": prints_of_reviews(kept, prints)}


def _still_stands(record: Record, rested_on: Record, folder: Path) -> bool:
    # An output that was deleted, or changed by hand, is made again.
    there = prints_of_files(folder / "outputs") if record["basis"] == rested_on["basis"] else {}
    return bool(there) and record["outputs"].items() <= there.items()


def _came_of_it(findings: Findings, kept: Kept) -> Record:
    collection, codings = findings.collection, _codings(findings)
    confirmation = count_confirmed(*codings.values())
    reviews = pd.concat([table.set_index("passage_id")["review_id"] for table in collection[2:4]])
    return {
        "summary": summarise_findings(findings, confirmation),
        "counts": {
            **{name: len(table) for name, table in collection._asdict().items()},
            "codings_confirmed": confirmation.n_confirmed,
            "codings_to_confirm": confirmation.of_codings,
            "stale_corrections": len(findings.stale_corrections),
            "left_out": len(findings.left_out),
        },
        "codings": {name: keep_table(kept, table, table["passage_id"].map(reviews)) for name, table in codings.items()},
    }


def _codings(findings: Findings) -> dict[str, pd.DataFrame]:
    return {name: getattr(findings, name) for name in CODINGS}


def _compare(
    run: KeptRun, folder: Path, last: tuple[str, Record] | None, *, kept: Kept, encoder: Encoder | None
) -> Comparison | None:
    if last is None:
        return None
    name, record = last
    try:
        if record["basis"] == run.record["basis"]:
            # The outputs of the same run are made again: it is compared with what it was compared with then.
            name, record = record["compared_with"], load_record(folder, record["compared_with"])
        return compare_kept_runs(load_kept_run(kept, name, record, beside=run), run, kept=kept, encoder=encoder)
    except CollectionError:
        # There was none before, somebody has deleted what runs keep, or it was made with other sentence vectors.
        return None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
