"""Charts become files: the picture twice, what it says in words, and the numbers behind it."""

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes

from scrlearn.charts.style import render_chart
from scrlearn.export.tables import write_table
from scrlearn.files import write_whole


def write_chart(ax: Axes, path: Path | str, *, table: pd.DataFrame, description: str) -> list[Path]:
    """
    Write a chart with its text alternative and its data, as accessible publishing asks.

    Parameters
    ----------
    ax
        The chart; its whole figure is written, and left open.
    path
        Where, without an ending: ``outputs/charts/themes``.
    table
        The table it was drawn from.
    description
        What it shows, in words, as from ``describe_themes``.

    Returns
    -------
    list of pathlib.Path
        The .png (200 dots per inch), the .svg, the .txt with the description and the .csv with the table. The same
        chart gives the same bytes.

    Raises
    ------
    FileError
        When a file cannot be written.

    References
    ----------
    Government Analysis Function, Charts: a checklist; Web Content Accessibility Guidelines 2.2, criterion 1.1.1.
    """
    path = Path(path)
    files = {
        ".png": render_chart(ax, kind="png", description=description),
        ".svg": render_chart(ax, kind="svg", description=description),
        ".txt": (description + "\n").encode(),
    }
    for suffix, content in files.items():
        write_whole(path.with_name(path.name + suffix), content)
    data = write_table(table, path.with_name(path.name + ".csv"))
    return [*(path.with_name(path.name + suffix) for suffix in files), data]
