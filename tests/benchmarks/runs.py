"""
What do a run, a run again and a report cost, and how does that grow with the collection?

    python tests/benchmarks/runs.py [--sizes 10000 100000 1000000] [--reviews 2000]

Each is the command, as it is typed, in a process of its own, on a fictional collection. README.md beside this file says
more.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
from big_collection import write_big_collection

from scrlearn.reviews.collection import load_reviews, save_reviews, select_reviews

PASSAGES_A_REVIEW = 10
MEBIBYTE = 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description="Time runs of collections of several sizes.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], help="how many passages")
    parser.add_argument("--reviews", type=int, default=2_000, help="how many reviews at most")
    options = parser.parse_args()
    table = pd.DataFrame(measure(options.sizes, options.reviews)).T
    table["again_share"] = table["one_review_more"] / table["run"]
    print("seconds; peak of the process and of all its processes together, in megabytes\n")
    print(table.to_string(float_format="{:,.2f}".format))
    if len(table) > 1:
        print(f"\nseconds of a run grow as n^{exponent(table['run']):.2f}")


def measure(sizes: list[int], most_reviews: int) -> dict[int, dict[str, float]]:
    """Return for each number of passages what each command costs."""
    measured = {}
    for size in sizes:
        print(f"{size:,} passages …", file=sys.stderr)
        with tempfile.TemporaryDirectory() as place:
            measured[size] = measure_one(Path(place), min(most_reviews, size // PASSAGES_A_REVIEW), size)
    return measured


def measure_one(place: Path, n_reviews: int, n_passages: int) -> dict[str, float]:
    """Run a collection that lacks its last review, then with it, then once more, then report; return what each cost."""
    folder = write_big_collection(place / "big", n_reviews, n_passages)
    whole = load_reviews(folder)
    save_reviews(select_reviews(whole, whole.reviews.iloc[:-1]), folder)
    run = cost("run", folder)
    save_reviews(whole, folder)
    del whole
    more, unchanged = cost("run", folder), cost("run", folder)
    report = cost("report", folder, "--out", place / "report.html")
    return {
        "run": run["seconds"],
        "one_review_more": more["seconds"],
        "unchanged": unchanged["seconds"],
        "report": report["seconds"],
        "start_up": cost("--help")["seconds"],
        "peak": max(run["own"], more["own"]),
        "peak_together": max(run["together"], more["together"]),
        "kept_megabytes": (folder / "runs" / "kept.sqlite").stat().st_size / MEBIBYTE,
    }


def cost(*command: object) -> dict[str, float]:
    """Type a command; return how long it took, and the most memory that it and its processes had at one time."""
    start = time.perf_counter()
    typed = [sys.executable, "-m", "scrlearn.cli", *map(str, command)]
    process = psutil.Popen(typed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    own = together = 0
    while process.poll() is None:
        memory = [memory_of(one) for one in [process, *children_of(process)]]
        own, together = max(own, memory[0]), max(together, sum(memory))
        time.sleep(0.2)
    if process.returncode:
        raise SystemExit(f"{' '.join(typed)} failed; type it to see why.")
    return {"seconds": time.perf_counter() - start, "own": own / MEBIBYTE, "together": together / MEBIBYTE}


def children_of(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def memory_of(process: psutil.Process) -> int:
    try:
        # What processes share counts once.
        return process.memory_full_info().pss
    except (psutil.Error, AttributeError):
        return 0


def exponent(seconds: pd.Series) -> float:
    """Return the slope of the seconds over the sizes, both as logarithms."""
    return float(np.polyfit(np.log(seconds.index.to_numpy(float)), np.log(seconds.to_numpy(float)), 1)[0])


if __name__ == "__main__":
    main()
