"""
What does a run cost beside the coding itself, and how does that grow with the collection?

    python tests/benchmarks/scale.py [--sizes 10000 50000 100000] [--reviews 2000]

Loads, tabulates, draws and writes fictional collections whose codings are drawn by chance, each in a process of its
own. README.md beside this file says more.
"""

import argparse
import gc
import multiprocessing
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import process_time

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from big_collection import big_coded, write_big_collection

from scrlearn.charts.style import figure_of
from scrlearn.export.briefing import render_briefing
from scrlearn.export.charts import write_chart
from scrlearn.export.report import Findings, Layout, Picture, compose_report, headline_of
from scrlearn.export.sections import SECTIONS
from scrlearn.export.tables import write_table
from scrlearn.files import write_whole
from scrlearn.reviews.collection import load_reviews
from scrlearn.runs.coding import Period, tabulate_findings

_PASSAGES_A_REVIEW = 10
_RESET_PEAK = Path("/proc/self/clear_refs")
_STATUS = Path("/proc/self/status")


def main() -> None:
    parser = argparse.ArgumentParser(description="Time what a run does beside the coding.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 50_000, 100_000], help="how many passages")
    parser.add_argument("--reviews", type=int, default=2_000, help="how many reviews at most")
    options = parser.parse_args()
    measured = []
    for size in options.sizes:
        print(f"{size:,} passages …", file=sys.stderr)
        measured.append(in_a_process(measure, size, options.reviews))
    costs = pd.concat(measured, ignore_index=True)
    seconds = costs.pivot_table(index="step", columns="passages", values="seconds", sort=False)
    seconds.loc["together"] = seconds.sum()
    seconds["exponent"] = seconds.apply(fit_exponent, axis=1)
    megabytes = costs.pivot_table(index="step", columns="passages", values="peak_megabytes", sort=False)
    print("processor seconds, and the exponent of their growth\n")
    print(seconds.to_string(float_format="{:,.2f}".format))
    print("\npeak memory of the process in each step, in megabytes\n")
    print(megabytes.to_string(float_format="{:,.0f}".format))


def measure(n_passages: int, n_reviews: int) -> pd.DataFrame:
    """Return what each step costs, and the most memory that the process had in it."""
    costs: list[dict] = []
    n_reviews = min(n_reviews, n_passages // _PASSAGES_A_REVIEW)

    @contextmanager
    def step(name: str) -> Iterator[None]:
        gc.collect()
        reset_peak()
        start = process_time()
        yield
        seconds = process_time() - start
        costs.append({"step": name, "passages": n_passages, "seconds": seconds, "peak_megabytes": peak_megabytes()})

    with tempfile.TemporaryDirectory() as place:
        write_big_collection(Path(place) / "collection", n_reviews, n_passages)
        with step("load"):
            load_reviews(Path(place) / "collection")
        coded = big_coded(n_reviews, n_passages)
        with step("tabulate"):
            findings = tabulate_findings(coded, period=Period())
        del coded
        with step("write the tables"):
            write_tables(findings, Path(place))
        with step("draw and write the charts"):
            pictures = write_charts(findings, Path(place))
        with step("put the page together"):
            report = compose_report(findings, layout=Layout("Big"), scope="All of it.", made_with="scrlearn")
            write_whole(Path(place) / "briefing.html", render_briefing(report, pictures=pictures))
    return pd.DataFrame(costs)


def write_tables(findings: Findings, place: Path) -> None:
    codings = {
        "recommendation_codings": findings.recommendation_codings,
        "response_codings": findings.response_codings,
        "action_codings": findings.action_codings,
    }
    for name, table in {**codings, **findings.tables}.items():
        write_table(table, place / "tables" / f"{name}.csv")


def write_charts(findings: Findings, place: Path) -> dict[str, Picture]:
    pictures = {}
    for section in SECTIONS:
        table = findings.tables[section.table]
        if len(table):
            ax = section.plot(table)
            files = write_chart(ax, place / "charts" / section.name, table=table, description=section.describe(table))
            svg = next(file for file in files if file.suffix == ".svg").read_bytes()
            pictures[section.name] = Picture(svg, headline_of(ax))
            plt.close(figure_of(ax))
    return pictures


def fit_exponent(seconds: pd.Series) -> float:
    """Return the slope of the straight line through the logarithms of sizes and seconds."""
    if len(seconds) < 2:
        return float("nan")
    sizes = np.array(seconds.index, dtype="float")
    return float(np.polyfit(np.log(sizes), np.log(seconds.to_numpy()), 1)[0])


def in_a_process(function: Callable, *arguments: object) -> pd.DataFrame:
    """Call a function in a fresh process, whose peak memory is its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(function, *arguments).result()


def reset_peak() -> None:
    # Only Linux lets a process begin anew; elsewhere the peak is that of all steps so far.
    if _RESET_PEAK.exists():
        _RESET_PEAK.write_text("5")


def peak_megabytes() -> float:
    if _STATUS.exists():
        line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    main()
