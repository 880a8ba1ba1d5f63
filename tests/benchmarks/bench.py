"""
Reading, coding, runs and a report as one table, beside what a user would pick instead: what ``make bench`` prints.

    python tests/benchmarks/bench.py [--pages 500] [--passages 20000] [--sizes 2000 10000 50000]

The parts are pdf.py, speed.py and runs.py, which say more of themselves. README.md beside this file has the table of
the day it was last made.
"""

import argparse
import platform
from datetime import UTC, datetime

import pandas as pd
import pdf
import runs
import speed
from joblib import cpu_count


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure reading, coding, runs and a report.")
    parser.add_argument("--pages", type=int, default=500, help="of the PDF that is read (500 if not given)")
    parser.add_argument("--passages", type=int, default=20_000, help="that are coded (20000 if not given)")
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000, 10_000, 50_000], help="of the collections")
    options = parser.parse_args()
    of_runs = runs.measure(options.sizes, most_reviews=2_000)
    rows = [
        *of_reading(pdf.measure(options.pages), options.pages),
        *of_coding(speed.measure(options.passages), options.passages),
        *of_running(of_runs),
    ]
    print(f"{datetime.now(UTC).date()}, {platform.platform()}, {cpu_count()} processors\n")
    columns = ["what", "of", "by", "seconds", "a_second", "peak_megabytes"]
    print(pd.DataFrame(rows, columns=columns).to_string(index=False, na_rep="", float_format="{:,.1f}".format))
    seconds = pd.Series({size: costs["run"] for size, costs in of_runs.items()})
    print(f"\nseconds of a run grow as n^{runs.exponent(seconds):.2f}")


def of_reading(rows: dict[str, dict[str, float]], n_pages: int) -> list[tuple]:
    return [
        ("read a PDF", f"{n_pages:,} pages", name, row["seconds"], row["pages_a_second"], None)
        for name, row in rows.items()
    ]


def of_coding(rows: dict[str, dict[str, float]], n_passages: int) -> list[tuple]:
    return [
        (
            "code",
            f"{n_passages:,} passages",
            *(name, row["coding_seconds"], row["passages_a_second"], row["peak_megabytes"]),
        )
        for name, row in rows.items()
    ]


def of_running(measured: dict[int, dict[str, float]]) -> list[tuple]:
    commands = {
        "run": "run",
        "one_review_more": "run, one review more",
        "unchanged": "run, unchanged",
        "report": "report",
    }
    return [
        (words, f"{size:,} passages", "this", costs[name], size / costs[name], costs["peak_together"])
        for size, costs in measured.items()
        for name, words in commands.items()
    ]


if __name__ == "__main__":
    main()
