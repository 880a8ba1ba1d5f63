"""The chart of learning that comes back."""

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from scrlearn.charts.sheet import GAP, Sheet, close_sheet, open_sheet, wrap_label, write_label
from scrlearn.charts.style import DARK_BLUE, MARKS, SMALL_SIZE, house_style, text_height
from scrlearn.charts.words import check_chart_table, compose_description, count_of, find_notice, join_words, number_of
from scrlearn.charts.years import Years, draw_years, lay_out_years

_CAUTION = (
    "Texts are grouped by likeness: a group may hold different learning, and the same learning in other words may be "
    "missing from it."
)
# As many as a page holds; the words have more, and the table has them all.
_MOST = 12
_MOST_IN_WORDS = 100
_LABEL_SHARE = 0.48
_BEGINNING = 75
_STACKED = 10.0
_WITHOUT_FOOT = 8


@dataclass(frozen=True)
class _Group:
    """Learning that comes back: its earliest text, the years of its reviews in order, and how many they are."""

    text: str
    years: list[int]
    n_reviews: int
    undated: int

    @property
    def beginning(self) -> str:
        """The first words of the text."""
        if len(self.text) <= _BEGINNING:
            return self.text
        return self.text[:_BEGINNING].rpartition(" ")[0] + " …"

    @property
    def since(self) -> str:
        """How many reviews, and since when."""
        began = f" since {self.years[0]}" if self.years else ""
        return number_of(self.n_reviews, "review") + began + (f", {self.undated} undated" if self.undated else "")


def plot_repeats(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """
    Draw learning that comes back.

    Parameters
    ----------
    table
        ``repeats``.
    ax
        Axes whose place the chart takes, words and all; without them, a figure of its own, 16 cm wide.

    Returns
    -------
    matplotlib.axes.Axes
        A line a group of like recommendations, the one with the most reviews first, from its first to its last
        year with a mark for each review. Its label is the beginning of the earliest text and the number of reviews. Of
        more than 12 groups the first are drawn, and the subtitle says how many are not.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.
    ScrlearnError
        When the given axes are too small for the chart to be read.
    """
    repeats = check_chart_table(table, "repeats")
    groups = _groups(repeats)
    with house_style():
        drawn = groups[:_MOST]
        sheet = open_sheet(ax, [group.beginning for group in drawn], label_share=_LABEL_SHARE)
        return close_sheet(
            sheet,
            _draw_groups(sheet, drawn),
            headline=_headline(repeats, groups),
            subtitle=_subtitle(repeats) + _not_drawn(len(groups) - len(drawn)),
            key={"review": "One review, in the year by which it is known"},
            notice=find_notice(repeats),
            caution=_CAUTION,
        )


def describe_repeats(table: pd.DataFrame) -> str:
    """
    Say in words what :func:`plot_repeats` shows.

    Parameters
    ----------
    table
        ``repeats``.

    Returns
    -------
    str
        The text alternative: notice, kind of chart, finding, then each group, up to 100 of them, with its years and its
        earliest text.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.

    Examples
    --------
    >>> describe_repeats(pd.DataFrame({
    ...     "repeat_id": ["k:1", "k:1"], "passage_id": ["k:1", "m:2"], "review_id": ["k", "m"], "year": [2011, 2017],
    ...     "text": ["Consider all the children", "Consider every child"], "likeness": [0.8, 0.8], "n_reviews": [2, 2],
    ...     "of_reviews": [9, 9], "first_year": [2011, 2011], "last_year": [2017, 2017], "notice": [None, None],
    ... })).splitlines()[3]
    '2 reviews since 2011 (2011 and 2017): “Consider all the children”.'
    """
    repeats = check_chart_table(table, "repeats")
    groups = _groups(repeats)
    figures = [_describe_group(group) for group in groups[:_MOST_IN_WORDS]]
    opening = ["Timeline, one line a group of like recommendations, one mark a review"]
    subtitle = _subtitle(repeats) + _not_drawn(len(groups) - len(figures))
    words = [*opening, subtitle, _headline(repeats, groups), *figures]
    return compose_description(repeats, words, caution=_CAUTION)


def _not_drawn(left: int) -> str:
    return f". {left} more groups are in the table" if left > 1 else ". 1 more group is in the table" if left else ""


def _groups(repeats: pd.DataFrame) -> list[_Group]:
    groups = [_group(rows) for _, rows in repeats.groupby("repeat_id", sort=False)]
    return sorted(groups, key=lambda group: -group.n_reviews)


def _group(rows: pd.DataFrame) -> _Group:
    reviews = rows.drop_duplicates("review_id")
    named = rows.loc[rows["passage_id"] == rows["repeat_id"], "text"]
    text = rows["text"].iloc[0] if named.empty else named.iloc[0]
    years = sorted(int(year) for year in reviews["year"].dropna())
    return _Group(text, years, int(rows["n_reviews"].iloc[0]), int(reviews["year"].isna().sum()))


def _draw_groups(sheet: Sheet, groups: list[_Group]) -> float:
    moments = [float(year) for group in groups for year in group.years]
    years = lay_out_years(sheet, moments)
    top = draw_years(sheet, years, 0.0) if moments else 0.0
    for group in groups:
        top = _draw_group(sheet, group, years, top)
    if moments and len(groups) > _WITHOUT_FOOT:
        top = draw_years(sheet, years, top)
    sheet.ax.set(xlim=(0, sheet.plot_width), ylim=(top, 0))
    return top


def _draw_group(sheet: Sheet, group: _Group, years: Years, top: float) -> float:
    label = wrap_label(sheet, group.beginning, size=SMALL_SIZE)
    since = wrap_label(sheet, group.since, size=SMALL_SIZE, bold=True)
    text_high, since_high = text_height(label, size=SMALL_SIZE), text_height(since, size=SMALL_SIZE)
    most = max((group.years.count(year) for year in group.years), default=0)
    height = max(text_high + since_high, most * _STACKED) + 1.25 * GAP
    first = top + (height - text_high - since_high) / 2
    write_label(sheet, first + text_high / 2, label, size=SMALL_SIZE)
    write_label(sheet, first + text_high + since_high / 2, since, size=SMALL_SIZE, bold=True)
    _draw_line(sheet.ax, [years.place(year) for year in group.years], top + height / 2)
    return top + height


def _draw_line(ax: Axes, places: list[float], middle: float) -> None:
    """Draw a mark a review and the line that joins them; reviews of one year stand one above the other."""
    if len(set(places)) > 1:
        ax.plot([places[0], places[-1]], [middle] * 2, color=DARK_BLUE, linewidth=1.5, clip_on=False)
    for place in dict.fromkeys(places):
        number = places.count(place)
        for turn in range(number):
            y = middle + (turn - (number - 1) / 2) * _STACKED
            ax.plot([place], [y], clip_on=False, **MARKS["review"])


def _describe_group(group: _Group) -> str:
    years = f" ({join_words([str(year) for year in group.years])})" if group.years else ""
    return f"{group.since}{years}: “{group.text}”."


def _headline(repeats: pd.DataFrame, groups: list[_Group]) -> str:
    most, of = groups[0].n_reviews, int(repeats["of_reviews"].max())
    where = count_of(most, of)
    if len(groups) == 1:
        began = f" since {groups[0].years[0]}" if groups[0].years else ""
        return f"One group of like recommendations, in {where}{began}"
    top = sum(group.n_reviews == most for group in groups)
    if top == len(groups):
        return f"{top} groups of like recommendations, each in {where}"
    return f"{len(groups)} groups of like recommendations, {'one' if top == 1 else top} of them in {where}"


def _subtitle(repeats: pd.DataFrame) -> str:
    of = number_of(int(repeats["of_reviews"].max()), "review")
    return f"Recommendations that say much the same in more than one review, by year; {of} looked at"
