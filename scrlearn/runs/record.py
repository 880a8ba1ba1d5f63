"""What a run or a release rested on, so that it can be told later whether anything has changed."""

import platform
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

_PACKAGES = (
    "scrlearn",
    "pandas",
    "numpy",
    "scipy",
    "scikit-learn",
    "nltk",
    "matplotlib",
    "pandera",
    "jinja2",
    "openpyxl",
    "python-docx",
)
_INPUTS = ("collection.toml", "report.toml", "*.csv", "codebook/*.csv")
_PACKAGE = Path(__file__).parent.parent


def made_with(encoder: Path | str | None = None) -> str:
    """Return what codes and counts, for people: "scrlearn 0.1.0", and the sentence-vector model if there is one."""
    beside = f", with the sentence vectors of {Path(encoder).name}" if encoder else ""
    return f"scrlearn {version('scrlearn')}{beside}"


def record_machine(folder: Path) -> dict:
    """Return the versions of Python and of the packages, and the fingerprints of a collection's files."""
    files = sorted({path for pattern in _INPUTS for path in folder.glob(pattern)})
    return {
        **versions(),
        "inputs": {path.relative_to(folder).as_posix(): fingerprint(path.read_bytes()) for path in files},
    }


def versions() -> dict:
    """Return the versions of Python and of the packages on which results may depend."""
    return {"python": platform.python_version(), "packages": {name: version(name) for name in _PACKAGES}}


@lru_cache(maxsize=1)
def code_print() -> str:
    """Return a fingerprint of this package's own files: a version number stays the same while it is worked on."""
    files = sorted(file for kind in ("*.py", "*.csv") for file in _PACKAGE.rglob(kind))
    return fingerprint(b"\n".join(fingerprint(file.read_bytes().replace(b"\r\n", b"\n")).encode() for file in files))


def fingerprint(content: bytes) -> str:
    """Return 64 hexadecimal digits that change when the content does."""
    return sha256(content).hexdigest()
