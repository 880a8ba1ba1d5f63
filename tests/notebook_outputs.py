"""
Which notebooks carry outputs: a stored output could carry a child's circumstances into version control.

Typed as ``python -m tests.notebook_outputs`` it names them, without what is in them, and exits with 1.
"""

import json
import sys
from pathlib import Path

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def with_outputs(folder: Path) -> list[str]:
    """Return a line for each notebook in or below a folder that carries outputs, with what to do."""
    files = sorted(file for file in folder.rglob("*.ipynb") if ".ipynb_checkpoints" not in file.parts)
    return [
        f"{file}: carries outputs; strip them with: jupyter nbconvert --clear-output --inplace {file}"
        for file in files
        if _carries(file)
    ]


def _carries(file: Path) -> bool:
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    return any(cell.get("outputs") or cell.get("execution_count") for cell in cells)


if __name__ == "__main__":
    found = with_outputs(NOTEBOOKS)
    print("\n".join(found) or "No notebook carries outputs.")
    sys.exit(bool(found))
