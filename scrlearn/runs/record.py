"""What a run or a release rested on, so that it can be told later whether anything has changed."""

import platform
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

_PACKAGES = (
    "scrlearn",
    "pandas",
    "numpy",
    "scikit-learn",
    "nltk",
    "matplotlib",
    "pandera",
    "jinja2",
    "openpyxl",
    "python-docx",
)
_INPUTS = ("collection.toml", "report.toml", "*.csv", "codebook/*.csv")


def made_with(encoder: Path | str | None = None) -> str:
    """Return what codes and counts, for people: "scrlearn 0.1.0", and the sentence-vector model if there is one."""
    beside = f", with the sentence vectors of {Path(encoder).name}" if encoder else ""
    return f"scrlearn {version('scrlearn')}{beside}"


def record_machine(folder: Path) -> dict:
    """Return the versions of Python and of the packages, and the fingerprints of a collection's files."""
    files = sorted({path for pattern in _INPUTS for path in folder.glob(pattern)})
    return {
        "python": platform.python_version(),
        "packages": {name: version(name) for name in _PACKAGES},
        "inputs": {path.relative_to(folder).as_posix(): fingerprint(path.read_bytes()) for path in files},
    }


def fingerprint(content: bytes) -> str:
    """Return 64 hexadecimal digits that change when the content does."""
    return sha256(content).hexdigest()
