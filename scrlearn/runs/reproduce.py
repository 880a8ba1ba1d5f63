"""Making an earlier run again from what it kept, and holding what comes out against its record."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from scrlearn.errors import CollectionError
from scrlearn.folders import scratch_folder
from scrlearn.runs.coder import forget_lately
from scrlearn.runs.coding import encoder_of
from scrlearn.runs.compare import compare_kept_runs, load_kept_run
from scrlearn.runs.differences import find_other_versions
from scrlearn.runs.inputs import layout_of
from scrlearn.runs.kept import Kept
from scrlearn.runs.outputs import write_outputs
from scrlearn.runs.record import code_print, versions
from scrlearn.runs.records import load_record, prints_of_files
from scrlearn.runs.run import find_in
from scrlearn.writers import only_run


class Reproduction(NamedTuple):
    """
    A run made again.

    ``n_same`` of its files are byte for byte as they were; ``differing`` are the names of those that are not, or that
    are there only once; ``other_versions`` says in words what is installed now in another version than then.
    """

    run: str
    n_same: int
    differing: list[str]
    other_versions: tuple[str, ...]


def reproduce_run(
    folder: Path | str,
    name: str,
    *,
    encoder: Path | str | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> Reproduction:
    """
    Make a run again from what it kept, and compare every file with what it was.

    Nothing is taken from what was learnt or coded before, and nothing of the collection is touched: the files are made
    in a folder of their own that is gone afterwards.

    Parameters
    ----------
    folder
        The collection.
    name
        The run's name, as in ``runs/``.
    encoder
        The folder of the sentence-vector model, if the run was made with one.
    progress
        Called with the name of each step as it begins.

    Returns
    -------
    Reproduction
        The same bytes are to be expected where no version differs.

    Raises
    ------
    CollectionError
        When there is no such run, it was made with another sentence-vector model than is named, or some of what it
        rested on is not kept any more.
    """
    folder = Path(folder)
    record = load_record(folder, name)
    vectors = encoder_of(folder, encoder)
    asked = record["parameters"]["encoder"]
    if asked != (vectors.name if vectors else None):
        raise CollectionError(
            f"{folder}: the run {name} was made with the sentence vectors of {asked or 'no model'}; name that model "
            "with --encoder, or none."
        )
    with only_run(folder), Kept(folder, writes=False) as kept:
        progress("Bringing back what it rested on")
        forget_lately()
        run = load_kept_run(kept, name, record)
        findings = find_in(*run.basis, encoder=vectors, progress=progress)
        earlier = record["compared_with"]
        progress("Comparing with the run before")
        before = load_kept_run(kept, earlier, load_record(folder, earlier), beside=run) if earlier else None
        comparison = compare_kept_runs(before, run, encoder=vectors) if before else None
        progress("Drawing and writing")
        with scratch_folder(folder / "runs") as made:
            write_outputs(findings, layout_of(run.basis.inputs, folder), record, made, comparison=comparison)
            outputs = prints_of_files(made)
    then = record["outputs"]
    differing = sorted(file for file in {**then, **outputs} if then.get(file) != outputs.get(file))
    now = {**versions(), "code": code_print()}
    return Reproduction(name, len(set(then) - set(differing)), differing, find_other_versions(record, now))
