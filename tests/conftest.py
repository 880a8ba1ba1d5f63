import shutil
from pathlib import Path

import matplotlib
import pytest

matplotlib.use("Agg")

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def copy_of(tmp_path):
    """Copy one of the shipped collections, to be changed as a test likes."""

    def copy(name):
        return Path(shutil.copytree(DATA / name, tmp_path / name, ignore=shutil.ignore_patterns("outputs", "runs")))

    return copy


def contents(folder, pattern="**/*"):
    """Return every file below a folder, by its place, as bytes."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.glob(pattern) if file.is_file()}
