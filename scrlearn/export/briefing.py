"""One HTML page that a board can read: charts, tables, and every coding with its evidence. It needs nothing else."""

import base64
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from scrlearn.export import changes, wording
from scrlearn.export.report import Picture, Report, draw_pictures
from scrlearn.files import write_whole


def write_briefing(report: Report, path: Path | str) -> Path:
    """
    Write a report as one HTML page.

    Parameters
    ----------
    report
        From :func:`scrlearn.export.report.compose_report`.
    path
        The .html file.

    Returns
    -------
    pathlib.Path
        The file. It is marked DRAFT until a person has confirmed every coding; it asks nothing of a network; text from
        documents is escaped; the same report gives the same bytes.

    Raises
    ------
    FileError
        When it cannot be written.
    """
    write_whole(path, render_briefing(report))
    return Path(path)


def render_briefing(report: Report, *, pictures: Mapping[str, Picture] | None = None) -> bytes:
    """Return the page as bytes; ``pictures`` are its charts as SVG by section, drawn here if not given."""
    pictures = draw_pictures(report, kind="svg") if pictures is None else pictures
    page = _template().render(
        report=report,
        findings=[pictures[part.section.name].headline for part in report.sections if part.section.name in pictures],
        pictures={name: base64.b64encode(picture.content).decode() for name, picture in pictures.items()},
        words=wording,
        changes=changes,
    )
    return page.encode()


def _template():
    # Documents and people's reasons are text, never markup: everything is escaped.
    environment = Environment(
        loader=PackageLoader("scrlearn", "export"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("briefing.html")
