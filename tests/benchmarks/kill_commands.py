"""
Is a collection still whole when any of the commands that write to it is killed?

    python tests/benchmarks/kill_commands.py [--rounds 300] [--seconds-of-two 60] [--seed 0]

A process runs, adds a document, records decisions, freezes a release or writes a report, each in its turn, on a copy of
a small collection. At a random moment it is killed (SIGKILL). Then the collection must load, and hold every decision
that was confirmed and each review once and whole. The next command, which is the same again, must complete; after a run
or an addition, another run too. After them the outputs are those of a run that nobody killed, the release can be
loaded, and no file that is not whole is left. A report's own files lie where people want them: what a killed writer
left of one goes when it is written again, a minute later or more, and that minute is spared here by making what is left
look older.

Then one process runs the collection and another records decisions in it all the while. Each decision must be there
once, no run may fail, and what a last run counts must be what a run counts on a copy that has never been run.

The exit status is 1 if anything failed. Linux and macOS only. README.md beside this file says more.
"""

import argparse
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from scrlearn.checking.corrections import load_corrections
from scrlearn.checking.ledger import record_decisions
from scrlearn.errors import ScrlearnError
from scrlearn.reviews.collection import load_reviews
from scrlearn.reviews.documents import add_documents
from scrlearn.runs.release import freeze_release, load_release
from scrlearn.runs.report import run_report
from scrlearn.runs.run import run_collection
from scrlearn.tables.running import RUNNING
from scrlearn.themes.codebook import load_codebook

ROOT = Path(__file__).parents[2]
COLLECTION = ROOT / "data" / "hampshire"
DOCUMENT = ROOT / "tests" / "material" / "documents" / "selbrook.txt"
MODULES = ["scrlearn.runs.run", "scrlearn.runs.report", "scrlearn.reviews.documents", "scrlearn.checking.ledger"]
# Commands read and code first, and then write: a kill before that tells little.
_MOMENTS = (0.3, 1.05)
PROCESSES = multiprocessing.get_context("forkserver")
# A decision on a sort of action teaches the model nothing, so that it is not trained again.
CELL = {"theme_id": "training_or_awareness", "decision": "unsure"}


class Round(NamedTuple):
    """What was found after one kill."""

    command: str
    finished: bool
    n_left: int
    faults: list[str]


def run(folder: Path, number: int) -> None:
    run_collection(folder)


def add(folder: Path, number: int) -> None:
    add_documents(folder, [DOCUMENT])


def record(folder: Path, number: int) -> None:
    record_one(folder, f"round {number}")


def release(folder: Path, number: int) -> None:
    if not (folder / "releases" / "annual").exists():
        freeze_release(folder, "annual")


def report(folder: Path, number: int) -> None:
    run_report(folder, [folder.parent / "report.html", folder.parent / "report.xlsx"])


COMMANDS: list[Callable[[Path, int], None]] = [run, add, record, release, report]


def record_one(folder: Path, passage_id: str) -> None:
    record_decisions(folder, pd.DataFrame([{"passage_id": passage_id, **CELL}]), coder="Ann", source="kills")


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill every command that writes, again and again.")
    parser.add_argument("--rounds", type=int, default=300, help="all commands together (300 if not given)")
    parser.add_argument("--seconds-of-two", type=float, default=60, help="of running and recording at once (60)")
    parser.add_argument("--seed", type=int, default=0, help="for the moments of the kills")
    options = parser.parse_args()
    PROCESSES.set_forkserver_preload(MODULES)
    with tempfile.TemporaryDirectory() as place:
        base = prepared(Path(place))
        rounds = list(kill_in_turn(base, options.rounds, random.Random(options.seed)))
        faults = [fault for found in rounds for fault in found.faults]
        print(table(rounds).to_string(index=False), flush=True)
        if options.seconds_of_two:
            faults += two_at_once(Path(shutil.copytree(base, Path(place, "two", "ours"))), options.seconds_of_two)
    print("\n".join(faults))
    sys.exit(1 if faults else 0)


def prepared(place: Path) -> Path:
    """Return a collection with a run, which keeps the trained model, and a new title for the next run to take up."""
    base = place / "base"
    shutil.copytree(COLLECTION, base, ignore=shutil.ignore_patterns("outputs", "runs"))
    run_collection(base)
    (base / "report.toml").write_text('title = "After"\nsections = ["themes", "replies"]\n', encoding="utf-8")
    return base


def kill_in_turn(base: Path, n_rounds: int, chance: random.Random) -> Iterator[Round]:
    seconds, expected = measured(base)
    for number in range(n_rounds):
        command = COMMANDS[number % len(COMMANDS)]
        folder = Path(shutil.copytree(base, base.parent / str(number) / "ours"))
        finished = killed(command, folder, number, after=chance.uniform(*_MOMENTS) * seconds[command.__name__])
        n_left = len(left_behind(folder.parent))
        faults = list(faults_of(command, folder, number, base, expected))
        yield Round(command.__name__, finished, n_left, [f"round {number}, {command.__name__}: {f}" for f in faults])
        shutil.rmtree(folder.parent)


def measured(base: Path) -> tuple[dict[str, float], dict[str, dict[str, bytes]]]:
    """Return how long each command takes in a process of its own, and the tables that a run then has as outputs."""
    seconds, expected = {}, {}
    for command in COMMANDS:
        folder = Path(shutil.copytree(base, base.parent / "measured" / command.__name__ / "ours"))
        start = time.perf_counter()
        killed(command, folder, 0, after=None)
        seconds[command.__name__] = time.perf_counter() - start
        if command in (run, add):
            run_collection(folder)
            expected[command.__name__] = output_tables(folder)
    return seconds, expected


def killed(command: Callable[[Path, int], None], folder: Path, number: int, *, after: float | None) -> bool:
    """Start a command, kill it after some seconds, and tell whether it had finished."""
    process = PROCESSES.Process(target=command, args=(folder, number))
    process.start()
    process.join(after)
    process.kill()
    process.join()
    return process.exitcode == 0


def faults_of(
    command: Callable[[Path, int], None],
    folder: Path,
    number: int,
    base: Path,
    expected: dict[str, dict[str, bytes]],
) -> Iterable[str]:
    try:
        yield from faults_of_collection(folder, base)
        make_look_older(folder.parent)
        command(folder, number)
        if command in (run, add):
            run_collection(folder)
            if output_tables(folder) != expected[command.__name__]:
                yield "the outputs are not those of a run that nobody killed"
        if command is release:
            load_release(folder, "annual")
        yield from (f"left behind: {left}" for left in left_behind(folder.parent))
    except (ScrlearnError, OSError) as error:
        yield f"{type(error).__name__}: {error}"


def faults_of_collection(folder: Path, base: Path) -> Iterable[str]:
    reviews, before = load_reviews(folder), load_reviews(base)
    load_codebook(folder)
    if len(reviews.reviews) not in (2, 3) or (len(reviews.reviews) == 2) != (
        len(reviews.answers) == len(before.answers)
    ):
        yield "a review is there in part"
    ledger = load_corrections(folder)
    known = load_corrections(base)
    # A ledger of before some columns were there has them once a decision is added.
    if not ledger.iloc[: len(known)][list(known)].equals(known) or len(ledger) > len(known) + 1:
        yield "decisions are lost, or there twice"
    for document in reviews.documents["file"]:
        if not (folder / document).is_file():
            yield f"{document} is not there"


def output_tables(folder: Path) -> dict[str, bytes]:
    # What changed since the run before is another thing after every other history.
    files = [file for file in (folder / "outputs" / "tables").glob("*.csv") if file.stem not in RUNNING]
    return {file.name: file.read_bytes() for file in files}


def left_behind(place: Path) -> list[str]:
    kinds = (".*.unfinished", ".*.before", "runs/change", "*-journal")
    return [str(left.relative_to(place)) for kind in kinds for left in place.rglob(kind)]


def make_look_older(place: Path) -> None:
    for left in place.glob(".report.*.unfinished"):
        os.utime(left, (0, 0))


def two_at_once(folder: Path, seconds: float) -> list[str]:
    runner = Worker(go_on_running, folder)
    recorder = Worker(go_on_recording, folder)
    time.sleep(seconds)
    faults = [fault for worker in (runner, recorder) for fault in worker.stop()]
    run_collection(folder)
    found = load_corrections(folder)["passage_id"].tolist()
    wanted = [*load_corrections(COLLECTION)["passage_id"], *recorder.done]
    if found != wanted:
        faults.append(f"{len(wanted)} decisions were confirmed, and {len(found)} are there")
    fresh = shutil.copytree(folder, folder.parent / "fresh", ignore=shutil.ignore_patterns("outputs", "runs"))
    run_collection(fresh)
    if output_tables(fresh) != output_tables(folder):
        faults.append("the last run counts something else than a first run does")
    print(f"running and recording at once, {seconds:.0f} s: {len(runner.done)} runs, {len(recorder.done)} decisions")
    return [f"running and recording at once: {fault}" for fault in faults]


class Worker:
    """A process that does the same until it is told to stop, and then says what it has done."""

    def __init__(self, target: Callable[[Path, Connection], None], folder: Path):
        self.line, other_end = PROCESSES.Pipe()
        self.done: list[str] = []
        self.process = PROCESSES.Process(target=target, args=(folder, other_end))
        self.process.start()
        other_end.close()

    def stop(self) -> list[str]:
        try:
            self.line.send("stop")
            self.done = self.line.recv()
        except (EOFError, OSError):
            pass
        self.process.join()
        return [] if self.process.exitcode == 0 else ["a process failed; what it said stands above"]


def go_on_running(folder: Path, line: Connection) -> None:
    done = []
    while not line.poll():
        done.append(run_collection(folder).name)
    line.send(done)


def go_on_recording(folder: Path, line: Connection) -> None:
    done = []
    while not line.poll():
        record_one(folder, f"k:{len(done)}")
        done.append(f"k:{len(done)}")
    line.send(done)


def table(rounds: list[Round]) -> pd.DataFrame:
    frame = pd.DataFrame(rounds, columns=list(Round._fields))
    groups = frame.assign(failed=frame["faults"].map(bool), left=frame["n_left"] > 0).groupby("command", sort=False)
    told = groups.agg(
        kills=("failed", "size"), too_late=("finished", "sum"), in_writing=("left", "sum"), failed=("failed", "sum")
    )
    return told.reset_index()


if __name__ == "__main__":
    main()
