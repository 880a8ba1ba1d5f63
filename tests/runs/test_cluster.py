"""Coding on a cluster gives what this process gives."""

import re
import sys
from pathlib import Path

import pandas as pd
import pytest
from distributed import Client, LocalCluster
from joblib import parallel_config

from scrlearn.files import csv_bytes
from scrlearn.runs.code import code_batches, read_passages
from scrlearn.runs.coder import train_coder
from scrlearn.themes.codebook import load_codebook
from tests.illustrative import RECOMMENDATIONS, RESPONSES

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
PASSAGES = pd.concat([RECOMMENDATIONS, RESPONSES])[["passage_id", "stem", "text", "kind", "part_of"]]
BATCHES = [PASSAGES.iloc[start : start + 100] for start in range(0, len(PASSAGES), 100)]


@pytest.fixture(scope="module")
def client():
    """Two workers, each a process of its own, on this machine alone."""
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0") as cluster,
        Client(cluster) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def coder():
    return train_coder(load_codebook())


def workers_have_coded(client):
    return any(client.run(lambda: "scrlearn.runs.code" in sys.modules).values())


def test_a_cluster_gives_the_same_bytes_as_one_process(client, coder):
    expected = csv_bytes(pd.concat(coder.code(batch) for batch in BATCHES))
    assert not workers_have_coded(client)
    with parallel_config(backend="dask"):
        assert csv_bytes(pd.concat(code_batches(coder, BATCHES))) == expected
    assert workers_have_coded(client)


def test_the_lines_of_the_readme_code_a_table_on_a_cluster(client, coder, tmp_path, monkeypatch):
    (lines,) = [block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "distributed" in block]
    monkeypatch.chdir(tmp_path)
    PASSAGES.head(50).to_csv("passages.csv", index=False)
    names = {}
    exec(lines.replace("tcp://127.0.0.1:8786", client.scheduler.address), names)
    here = coder.code(read_passages("passages.csv"))
    assert csv_bytes(names["codings"]) == csv_bytes(here)
