"""
Is every decision that was recorded still there when the program is killed?

    python tests/benchmarks/kills.py [--rounds 200] [--rounds-of-two 20] [--seed 0]

A process records decisions one after the other, and confirms each to the one that watches it once record_decisions has
returned. At a random moment it is killed (SIGKILL). Then corrections.csv must load; begin with every byte that stood in
it before the round; and hold each confirmed decision once, whole, and besides these at most the one that was being
recorded. The next decision must be recorded, and leave no .unfinished file anywhere in the collection. In the rounds of
two, another process records in the same collection all the while; it must go on when the first is killed.

All rounds of a kind are on one collection, whose ledger grows. The exit status is 1 if anything failed. Linux and macOS
only. README.md beside this file says more.
"""

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Iterable
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from scrlearn.checking.corrections import LEDGER, load_corrections
from scrlearn.checking.ledger import record_decisions
from scrlearn.errors import ScrlearnError

LONGEST_LIFE = 0.4
# What would show where a row is torn: quotation marks, commas, and a line end inside a cell.
TEXT = 'The child said "no",\nand nobody, at home or at school, asked again.'
# Processes that start with everything imported, so that a round is short; each has its own life and death.
PROCESSES = multiprocessing.get_context("forkserver")


class Round(NamedTuple):
    """What was found after one kill."""

    n_confirmed: int
    n_unconfirmed: int
    n_unfinished: int
    faults: list[str]


class Writer:
    """A process that records decisions in the name of a coder of its own, and those that it has confirmed."""

    def __init__(self, folder: Path, coder: str):
        self.coder = coder
        self.confirmed: list[str] = []
        self.line, other_end = PROCESSES.Pipe()
        self.process = PROCESSES.Process(target=record_one_by_one, args=(folder, coder, other_end))
        self.process.start()
        other_end.close()

    def hear(self, n: float) -> None:
        """Listen until so many decisions are confirmed, or there is nobody left to confirm any."""
        try:
            while len(self.confirmed) < n:
                self.confirmed.append(self.line.recv())
        except (EOFError, OSError):
            pass

    def kill(self) -> None:
        self.process.kill()
        self.process.join()
        self.hear(float("inf"))

    def stop(self) -> None:
        if self.process.is_alive():
            self.line.send("stop")
        self.hear(float("inf"))
        self.process.join()


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill a process that records decisions, again and again.")
    parser.add_argument("--rounds", type=int, default=200, help="with one process (200 if not given)")
    parser.add_argument("--rounds-of-two", type=int, default=20, help="with two, of which one is killed (20)")
    parser.add_argument("--seed", type=int, default=0, help="for the moments of the kills")
    options = parser.parse_args()
    PROCESSES.set_forkserver_preload(["scrlearn.checking.ledger"])
    chance = random.Random(options.seed)
    faults = []
    for n_writers, n_rounds in ((1, options.rounds), (2, options.rounds_of_two)):
        start = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            rounds = [
                kill_one(Path(folder), f"round {number}", n_writers, moment=chance.uniform(0, LONGEST_LIFE))
                for number in range(1, n_rounds + 1)
            ]
        print(f"{n_writers} recording at once, {summary(rounds)}, {time.perf_counter() - start:.0f} s", flush=True)
        faults += [f"{n_writers} recording at once, {fault}" for found in rounds for fault in found.faults]
    print("\n".join(faults))
    sys.exit(1 if faults else 0)


def kill_one(folder: Path, name: str, n_writers: int, *, moment: float) -> Round:
    before = (folder / LEDGER).read_bytes() if (folder / LEDGER).exists() else b""
    writers = [Writer(folder, f"{name}, coder {place}") for place in range(n_writers)]
    for writer in writers:
        writer.hear(1)
    killed, *others = writers
    time.sleep(moment)
    killed.kill()
    n_unfinished = len(unfinished(folder))
    faults = [fault for other in others for fault in faults_of_going_on(folder, other)]
    faults += faults_of_ledger(folder, before, killed, others)
    n_confirmed = sum(len(writer.confirmed) for writer in writers)
    n_unconfirmed = 0 if faults else len(recorded(folder, killed)) - len(killed.confirmed)
    faults += faults_of_next_recording(folder, name)
    return Round(n_confirmed, n_unconfirmed, n_unfinished, [f"{name}: {fault}" for fault in faults])


def record_one_by_one(folder: Path, coder: str, line: Connection) -> None:
    for number in count(1):
        record_decisions(folder, decision(f"k:{number}"), coder=coder)
        line.send(f"k:{number}")
        if line.poll():
            return


def decision(passage_id: str) -> pd.DataFrame:
    cell = {"passage_id": passage_id, "theme_id": "voice_of_the_child"}
    return pd.DataFrame([{**cell, "decision": "applies", "reason": "asked", "text_seen": TEXT}])


def recorded(folder: Path, writer: Writer) -> list[str]:
    ledger = load_corrections(folder)
    return ledger.loc[ledger["coder"] == writer.coder, "passage_id"].tolist()


def unfinished(folder: Path) -> list[Path]:
    return list(folder.rglob("*.unfinished"))


def faults_of_going_on(folder: Path, other: Writer) -> Iterable[str]:
    needed = len(recorded(folder, other)) + 3
    other.hear(needed)
    other.stop()
    if len(other.confirmed) < needed or other.process.exitcode != 0:
        yield f"{other.coder} did not go on"


def faults_of_ledger(folder: Path, before: bytes, killed: Writer, others: list[Writer]) -> Iterable[str]:
    try:
        ledger = load_corrections(folder)
    except ScrlearnError as error:
        yield f"does not load: {error}"
        return
    if not (folder / LEDGER).read_bytes().startswith(before):
        yield "what stood there before has changed"
    if (ledger["text_seen"] != TEXT).any() or ledger["decided_at"].duplicated().any():
        yield "a row is torn, or there twice"
    for writer in (killed, *others):
        found = recorded(folder, writer)
        n_at_work = len(found) - len(writer.confirmed)
        if found[: len(writer.confirmed)] != writer.confirmed or n_at_work not in (
            (0, 1) if writer is killed else (0,)
        ):
            yield f"{writer.coder} confirmed {len(writer.confirmed)} decisions, and {len(found)} are there: {found}"


def faults_of_next_recording(folder: Path, name: str) -> Iterable[str]:
    try:
        n_before = len(load_corrections(folder))
        record_decisions(folder, decision("next"), coder=name)
        if len(load_corrections(folder)) != n_before + 1:
            yield "the next decision is not there"
    except ScrlearnError as error:
        yield f"the next decision cannot be recorded: {error}"
    for left in unfinished(folder):
        yield f"left behind: {left.relative_to(folder)}"
        # Or later rounds would find it again.
        left.unlink()


def summary(rounds: list[Round]) -> str:
    n_failed = sum(bool(found.faults) for found in rounds)
    n_confirmed = sum(found.n_confirmed for found in rounds)
    n_unconfirmed = sum(found.n_unconfirmed for found in rounds)
    n_unfinished = sum(found.n_unfinished > 0 for found in rounds)
    return (
        f"{len(rounds)} kills: {n_failed} failed; {n_confirmed} decisions confirmed, {n_unconfirmed} recorded and not "
        f"yet confirmed; {n_unfinished} kills while a file was being written"
    )


if __name__ == "__main__":
    main()
