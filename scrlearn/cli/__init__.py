"""The commands: each parses what was typed, calls the library, and prints."""

import sys

from scrlearn.cli import collecting, deciding, mending, reporting  # noqa: F401
from scrlearn.cli.app import app
from scrlearn.errors import ScrlearnError


def main() -> None:
    """Run a command; say in one line what a person can put right, and exit with 2."""
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app()
    except ScrlearnError as error:
        print(f"scrlearn: {error}", file=sys.stderr)
        sys.exit(2)
