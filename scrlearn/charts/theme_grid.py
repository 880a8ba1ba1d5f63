"""The chart of which review raises which theme."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from scrlearn.charts.grid import Grid, count_blocks, draw_grid
from scrlearn.charts.headlines import head_themes
from scrlearn.charts.sheet import GAP, Sheet, close_sheet, open_sheet, write_across
from scrlearn.charts.style import SMALL_SIZE, house_style, text_height, text_width, wrap
from scrlearn.charts.words import (
    MOST_DRAWN,
    check_chart_table,
    compose_description,
    find_notice,
    join_words,
    name_of,
    number_of,
    rows_of,
    say_drawn,
    so_far,
)

_ROW_GAP = 3.0
_NUMBER_GAP = 3.0
_KEY = {
    "confirmed": "Raised, confirmed by a person",
    "suggested": "Raised, not yet confirmed by a person",
    "question": "A person has still to decide",
    "rest": "Not raised",
}


def plot_theme_grid(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """
    Draw which review raises which theme.

    Parameters
    ----------
    table
        ``theme_grid``.
    ax
        Axes whose place the chart takes, words and all; without them, a figure of its own, 16 cm wide.

    Returns
    -------
    matplotlib.axes.Axes
        A row a review and a column a theme, both in the table's order. A cell is solid where a person confirmed that
        the review raises the theme, hatched where it does and nobody confirmed it, has a question mark where a person
        has still to decide, and is empty where the theme is not raised. Themes too many for their labels to stand above
        the columns are numbered, with their labels below the grid. Of more than 100 reviews the first are drawn, and
        the subtitle says of how many.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.
    ScrlearnError
        When the given axes are too small for the chart to be read.

    References
    ----------
    A grid of reviews by themes is what Kent printed, by hand, of its reviews.
    """
    cells = check_chart_table(table, "theme_grid")
    drawn = _label_reviews(_first_reviews(cells))
    with house_style():
        grid = _grid(drawn)
        sheet = open_sheet(ax, grid.rows)
        return close_sheet(
            sheet,
            _draw(sheet, grid),
            headline=_headline(cells),
            subtitle=_subtitle(cells),
            key=_find_key(drawn),
            notice=find_notice(cells),
        )


def describe_theme_grid(table: pd.DataFrame) -> str:
    """
    Say in words what :func:`plot_theme_grid` shows.

    Parameters
    ----------
    table
        ``theme_grid``.

    Returns
    -------
    str
        The text alternative: notice, kind of chart, finding, then each review that is drawn with the themes that it
        raises.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.

    Examples
    --------
    >>> describe_theme_grid(pd.DataFrame({
    ...     "review_id": ["k"], "subject": ["Child K"], "partnership": ["hampshire"], "year": [2017],
    ...     "theme_id": ["safe_sleeping"], "theme": ["Safe sleeping"], "decision": ["applies"], "confirmed": [True],
    ...     "n_passages": [1], "notice": [None],
    ... })).splitlines()[3]
    'Child K, 2017: raises Safe sleeping (confirmed by a person).'
    """
    cells = check_chart_table(table, "theme_grid")
    drawn = _label_reviews(_first_reviews(cells))
    figures = [_describe_review(rows) for _, rows in drawn.groupby("review_id", sort=False)]
    opening = ["Grid, a row a review and a column a theme", _subtitle(cells), _headline(cells)]
    return compose_description(cells, [*opening, *figures])


def _first_reviews(cells: pd.DataFrame) -> pd.DataFrame:
    return cells[cells["review_id"].isin(cells["review_id"].unique()[:MOST_DRAWN])]


def _label_reviews(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the cells with a label for each review; two that would have the same one have their area in it."""
    year = cells["year"].map(lambda year: "" if pd.isna(year) else f", {year}")
    label = cells["subject"] + year
    shared = cells.assign(label=label).groupby("label")["review_id"].transform("nunique") > 1
    return cells.assign(label=label.where(~shared, label + " (" + cells["partnership"].map(name_of) + ")"))


def _grid(cells: pd.DataFrame) -> Grid:
    reviews = cells.drop_duplicates("review_id").set_index("review_id")["label"]
    themes = cells.drop_duplicates("theme_id").set_index("theme_id")["theme"]
    places = zip(
        cells["review_id"].map(reviews.index.get_loc), cells["theme_id"].map(themes.index.get_loc), strict=True
    )
    marks = {place: _mark(row) for place, row in zip(places, rows_of(cells), strict=True)}
    return Grid(reviews.tolist(), themes.tolist(), marks, row_gap=_ROW_GAP)


def _mark(row: Any) -> tuple[str, list[str]]:
    if row.decision == "check":
        return "rest", ["?"]
    if row.decision == "does_not_apply":
        return "rest", []
    return ("confirmed" if row.confirmed else "suggested"), []


def _draw(sheet: Sheet, grid: Grid) -> float:
    if count_blocks(sheet, grid) == 1:
        return draw_grid(sheet, grid)
    numbers = [str(number) for number in range(1, len(grid.columns) + 1)]
    height = draw_grid(sheet, replace(grid, columns=numbers, column_gap=_NUMBER_GAP))
    height = _explain_numbers(sheet, grid.columns, height + GAP)
    sheet.ax.set_ylim(height, 0)
    return height


def _explain_numbers(sheet: Sheet, themes: Sequence[str], top: float) -> float:
    """Write what the numbers mean in as many columns as the labels leave room for, and return where they end."""
    indent = text_width(f"{len(themes)}  ", size=SMALL_SIZE)
    widest = max(text_width(theme, size=SMALL_SIZE) for theme in themes) + indent + GAP
    across = max(int(sheet.width // widest), 1)
    down, width = -(-len(themes) // across), sheet.width / across
    feet = []
    for first in range(0, len(themes), down):
        left, foot = first // down * width, top
        for number, theme in enumerate(themes[first : first + down], start=first + 1):
            label = wrap(theme, width - indent, size=SMALL_SIZE)
            write_across(sheet, foot, str(number), indent=left, size=SMALL_SIZE)
            write_across(sheet, foot, label, indent=left + indent, size=SMALL_SIZE)
            foot += text_height(label, size=SMALL_SIZE) + 2
        feet.append(foot)
    return max(feet)


def _find_key(cells: pd.DataFrame) -> dict[str, str]:
    raised = cells["decision"] == "applies"
    found = {
        "confirmed": raised & cells["confirmed"],
        "suggested": raised & ~cells["confirmed"],
        "question": cells["decision"] == "check",
        "rest": cells["decision"] == "does_not_apply",
    }
    return {shape: _KEY[shape] for shape, rows in found.items() if rows.any()}


def _headline(cells: pd.DataFrame) -> str:
    raised, check = cells["decision"] == "applies", cells["decision"] == "check"
    counted = cells.assign(n_reviews=raised.astype(int), of_reviews=1, n_check=check.astype(int))
    numbers = ["n_reviews", "of_reviews", "n_check"]
    return head_themes(counted.groupby(["theme_id", "theme"], sort=False)[numbers].sum().reset_index())


def _subtitle(cells: pd.DataFrame) -> str:
    raising = cells.assign(raises=cells["decision"] == "applies").groupby("review_id")["raises"].any()
    check = cells.assign(n_check=(cells["decision"] == "check").astype(int))
    none = int((~raising).sum())
    themes = number_of(cells["theme_id"].nunique(), "theme")
    with_none = f"; {none} of them raise{'s' if none == 1 else ''} none{so_far(check)}" if none else ""
    drawn = say_drawn(min(len(raising), MOST_DRAWN), len(raising))
    return f"Which of {themes} each review raises, {number_of(len(raising), 'review')} looked at{with_none}{drawn}"


def _describe_review(rows: pd.DataFrame) -> str:
    raised = [
        f"{row.theme} ({'' if row.confirmed else 'not yet '}confirmed by a person)"
        for row in rows_of(rows[rows["decision"] == "applies"])
    ]
    check = rows.loc[rows["decision"] == "check", "theme"].tolist()
    said = [f"raises {join_words(raised)}" if raised else "raises none of the themes"]
    if check:
        said.append(f"to check: {join_words(check)}")
    return f"{rows['label'].iloc[0]}: {'; '.join(said)}"
