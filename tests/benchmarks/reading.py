"""
How well are documents read that were written by other hands? One line a file, and totals by format.

    python tests/benchmarks/reading.py
    python tests/benchmarks/reading.py FOLDER --formats pdf --only harrowmoor --missed
    python tests/benchmarks/reading.py --command scrlearn

FOLDER has documents (NAME.txt, NAME.docx, NAME.pdf), and what a person says is in each (NAME.json); without it, it is
tests/material/boards. They are read by scrlearn.read_document, or by what ``--command`` names, each in a process of its
own, as ``scrlearn read FILE --json``. What every column counts is at the top of tests/reading_score.py: what is right,
then of how many in gold; of "extra", how many passages were read that gold has not. A file that cannot be read counts
as missed. ``--missed`` says what is not right.
"""

import argparse
import json
import shlex
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import checkout  # noqa: F401
import pandas as pd

from scrlearn import read_document
from scrlearn.errors import ScrlearnError
from tests.reading_score import MEASURES, NOTHING, Judgement, Told, count, judge, load_gold, share, tell

BOARDS = Path(__file__).parents[1] / "material" / "boards"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how well documents are read.")
    parser.add_argument("folder", type=Path, nargs="?", default=BOARDS, help="documents, each with its gold")
    parser.add_argument("--formats", default="txt,docx,pdf", help="which, comma-separated")
    parser.add_argument("--only", default="", help="a word of the names of the files to read")
    parser.add_argument("--command", help="a command that reads, which has two minutes a file")
    parser.add_argument("--missed", action="store_true", help="say what is not right")
    options = parser.parse_args()
    read = by_command(options.command) if options.command else in_process
    judged = {file: judge(load_gold(file.with_suffix(".json")), attempt(read, file)) for file in documents(options)}
    print(table(judged).to_string())
    if options.missed:
        print("\n".join(["", *missed(judged)]))


def documents(options: argparse.Namespace) -> list[Path]:
    golds = sorted(file for file in options.folder.glob("*.json") if options.only in file.stem)
    files = [gold.with_suffix(f".{name}") for name in options.formats.split(",") for gold in golds]
    return [file for file in files if file.exists()]


def attempt(read: Callable[[Path], Told], file: Path) -> Told:
    try:
        return read(file)
    except (ScrlearnError, subprocess.SubprocessError) as error:
        print(f"cannot be read: {error}")
        return NOTHING


def in_process(file: Path) -> Told:
    return tell(read_document(file))


def by_command(command: str) -> Callable[[Path], Told]:
    def read(file: Path) -> Told:
        words = [*shlex.split(command), "read", str(file), "--json"]
        done = subprocess.run(words, capture_output=True, check=True, timeout=120)
        return dict(json.loads(done.stdout))

    return read


def table(judged: dict[Path, list[Judgement]]) -> pd.DataFrame:
    """Return one row a file, and below them one a format."""
    totals: dict[str, list[Judgement]] = {}
    for file, judgements in judged.items():
        totals.setdefault(f"all {file.suffix}", []).extend(judgements)
    rows = {file.name: line(judgements) for file, judgements in judged.items()}
    rows |= {name: line(judgements) for name, judgements in totals.items()}
    return pd.DataFrame.from_dict(rows, orient="index")


def line(judgements: list[Judgement]) -> dict[str, str]:
    counts = count(judgements)
    shares = {"F1": f"{share(judgements, 'F1'):.3f}"}
    return shares | {measure: counted(measure, *counts[measure]) for measure in MEASURES}


def counted(measure: str, n_right: int, n_all: int) -> str:
    if measure.startswith("extra"):
        return str(n_all)
    return f"{n_right}/{n_all}" if n_all else "-"


def missed(judged: dict[Path, list[Judgement]]) -> Iterator[str]:
    for file, judgements in judged.items():
        for each in judgements:
            if not each.is_right:
                yield f"{file.name}, {each.measure}: {each.read!r}, not {each.expected!r}"


if __name__ == "__main__":
    main()
