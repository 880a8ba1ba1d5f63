"""What a report shows, in a small file that an analyst can change: ``report.toml`` in the collection's folder."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scrlearn.errors import CollectionError
from scrlearn.export.report import Layout
from scrlearn.export.sections import SECTIONS
from scrlearn.reviews.collection import load_settings

LAYOUT_FILE = "report.toml"
_SETTINGS = ("title", "sections", "headings")


def load_layout(folder: Path | str) -> Layout:
    """
    Load how the reports of a collection are laid out.

    Parameters
    ----------
    folder
        The collection. Its ``report.toml``, if there is one, may hold ``title``, ``sections`` (names of
        :data:`scrlearn.export.sections.SECTIONS`, those left out are not shown) and ``[headings]`` (by section).

    Returns
    -------
    Layout
        Without that file the collection's name, and the usual sections in their order.

    Raises
    ------
    CollectionError
        When there is no collection, or the file cannot be read or holds something else. One line.
    """
    return read_layout(load_layout_text(folder), load_settings(folder).name, file=Path(folder) / LAYOUT_FILE)


def load_layout_text(folder: Path | str) -> str:
    """Return the words of a collection's ``report.toml``; none where there is no such file."""
    file = Path(folder) / LAYOUT_FILE
    try:
        return file.read_text(encoding="utf-8-sig") if file.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise CollectionError(f"{file}: cannot be read ({error}).") from error


def read_layout(text: str, name: str, *, file: Path | str = LAYOUT_FILE) -> Layout:
    """Return what the words of a ``report.toml`` ask for, in a collection of this name; errors name the file."""
    found = _read(text, file)
    known = {section.name: section for section in SECTIONS}
    usual = [section.name for section in SECTIONS if section.usual]
    sections, headings = found.get("sections", usual), found.get("headings", {})
    _refuse_other(f"{file}", found, _SETTINGS)
    _refuse_not_text(f"{file}: title", [found.get("title", "")])
    _refuse_not_text(f"{file}: sections", sections if isinstance(sections, list) else [None])
    _refuse_not_text(f"{file}: headings", headings.values() if isinstance(headings, dict) else [None])
    _refuse_other(f"{file}: sections", sections, known)
    _refuse_other(f"{file}: headings", headings, known)
    shown = [known[section] for section in dict.fromkeys(sections)]
    return Layout(
        found.get("title") or name,
        [section._replace(heading=headings.get(section.name, section.heading)) for section in shown],
    )


def example_layout() -> str:
    """Return a ``report.toml`` that changes nothing, with comments on what can be changed in it."""
    return "\n".join(
        [
            "# What the reports of this collection show. Save this as report.toml in the collection's folder.",
            "",
            "# The title; without it, the collection's name.",
            '# title = "Learning from reviews, 2023-24"',
            "",
            "# The sections in their order. One that is taken out of the list is not shown.",
            "sections = [",
            *(f'    {"" if section.usual else "# "}"{section.name}",  # {section.heading}' for section in SECTIONS),
            "]",
            "",
            "# Headings of your own, by section.",
            "[headings]",
            *(f'# {section.name} = "{section.heading}"' for section in SECTIONS),
            "",
        ]
    )


def _read(text: str, file: Path | str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise CollectionError(f"{file}: cannot be read ({error}).") from error


def _refuse_other(where: str, names: Iterable[str], known: Iterable[str]) -> None:
    known = list(known)
    other = [name for name in names if name not in known]
    if other:
        raise CollectionError(f"{where} has {other}; use some of {', '.join(known)}.")


def _refuse_not_text(where: str, values: Iterable[object]) -> None:
    if not all(isinstance(value, str) for value in values):
        raise CollectionError(f"{where} is not as expected; 'scrlearn report FOLDER --sections' prints an example.")
