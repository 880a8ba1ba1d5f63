"""The chart of reviews along time."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from scrlearn.charts.lanes import draw_lane, place_items
from scrlearn.charts.sheet import GAP, Sheet, close_sheet, open_sheet, write_across
from scrlearn.charts.style import SMALL_SIZE, house_style, text_height, wrap
from scrlearn.charts.words import (
    MOST_DRAWN,
    check_chart_table,
    compose_description,
    count_of,
    find_notice,
    join_words,
    name_of,
    number_of,
    rows_of,
    say_drawn,
)
from scrlearn.charts.years import draw_rule, draw_years, lay_out_years, name_date, span_of
from scrlearn.tables.columns import REVIEW_TYPES

_CAUTION = "The dates are those of reviews: they do not say when, or how often, children came to harm."
_SPAN_KEY = "Hollow mark: on some day along its line"
_NAMED_AT_MOST = 3


def plot_timeline(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """
    Draw the reviews along time.

    Parameters
    ----------
    table
        ``review_dates``.
    ax
        Axes whose place the chart takes, words and all; without them, a figure of its own, 16 cm wide.

    Returns
    -------
    matplotlib.axes.Axes
        A lane a partnership, and on it a mark a review: its form, and letters beside its subject, tell the type of
        review. A date that is not known to the day is a line as long as it may be, with a hollow mark in its
        middle. Reviews without a date are named below. Of more than 100 reviews the first in the table's order are
        drawn, and the subtitle says of how many.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.
    ScrlearnError
        When the given axes are too small for the chart to be read.
    """
    reviews = check_chart_table(table, "review_dates")
    drawn = reviews.head(MOST_DRAWN)
    dated = _place_in_time(drawn)
    with house_style():
        sheet = open_sheet(ax, [name_of(partnership) for partnership in dated["partnership"]])
        height = _draw_lanes(sheet, dated) if len(dated) else 0.0
        return close_sheet(
            sheet,
            _name_undated(sheet, drawn, height),
            headline=_headline(reviews),
            subtitle=_subtitle(reviews),
            key=_find_key(dated),
            notice=find_notice(reviews),
            caution=_CAUTION,
        )


def describe_timeline(table: pd.DataFrame) -> str:
    """
    Say in words what :func:`plot_timeline` shows.

    Parameters
    ----------
    table
        ``review_dates``.

    Returns
    -------
    str
        The text alternative: notice, kind of chart, finding, then the reviews that are drawn, by partnership, with type
        and date.

    Raises
    ------
    TableError
        When the table is not as declared, or has no rows.

    Examples
    --------
    >>> describe_timeline(pd.DataFrame({
    ...     "review_id": ["k"], "subject": ["Child K"], "partnership": ["hampshire"], "outcome": ["recommendations"],
    ...     "review_type": ["serious_case_review"], "dated_on": ["2017-04"], "dated_precision": ["month"],
    ...     "n_recommendations": [4], "notice": [None],
    ... })).splitlines()[3]
    'Hampshire: Child K, serious case review, April 2017.'
    """
    reviews = check_chart_table(table, "review_dates")
    lanes = [
        f"{name_of(str(partnership))}: {'; '.join(_describe_review(row) for row in rows_of(rows))}"
        for partnership, rows in reviews.head(MOST_DRAWN).groupby("partnership", sort=False)
    ]
    opening = ["Timeline, one lane a partnership and one mark a review", _subtitle(reviews), _headline(reviews)]
    return compose_description(reviews, [*opening, *lanes], caution=_CAUTION)


def _place_in_time(reviews: pd.DataFrame) -> pd.DataFrame:
    dated = reviews[reviews["dated_on"].notna()]
    spans = [span_of(row.dated_on, row.dated_precision) for row in rows_of(dated)]
    return dated.assign(begins=[span[0] for span in spans], ends=[span[1] for span in spans])


def _draw_lanes(sheet: Sheet, dated: pd.DataFrame) -> float:
    years = lay_out_years(sheet, [*dated["begins"], *dated["ends"]])
    top = draw_years(sheet, years, 0.0)
    for place, (partnership, rows) in enumerate(dated.groupby("partnership", sort=False)):
        if place:
            draw_rule(sheet, years, top)
            top += GAP / 2
        spans = [(years.place(row.begins), years.place(row.ends)) for row in rows_of(rows)]
        items = place_items(sheet, spans, [(row.review_type, _label(row)) for row in rows_of(rows)])
        top = draw_lane(sheet, name_of(str(partnership)), items, top)
    sheet.ax.set(xlim=(0, sheet.plot_width), ylim=(top, 0))
    return top


def _name_undated(sheet: Sheet, reviews: pd.DataFrame, height: float) -> float:
    undated = reviews[reviews["dated_on"].isna()]
    if len(undated):
        height += GAP / 2 if height else 0
        named = "; ".join(f"{_label(row)}, {name_of(row.partnership)}" for row in rows_of(undated))
        said = f"No date is known of {count_of(len(undated), len(reviews))}: {named}"
        text = wrap(said, sheet.width, size=SMALL_SIZE)
        write_across(sheet, height, text, size=SMALL_SIZE)
        height += text_height(text, size=SMALL_SIZE)
    sheet.ax.set(xlim=(0, sheet.plot_width), ylim=(height, 0))
    return height


def _letters(review_type: str) -> str:
    words = review_type.split("_")
    return "".join(word[0].upper() for word in words) if len(words) > 1 else review_type


def _label(row: Any) -> str:
    return f"{row.subject} ({_letters(row.review_type)})"


def _find_key(dated: pd.DataFrame) -> dict[str, str]:
    found = set(dated["review_type"])
    key = {
        review_type: f"{name_of(review_type)} ({_letters(review_type)})"
        for review_type in REVIEW_TYPES
        if review_type in found
    }
    return key | ({"span": _SPAN_KEY} if dated["ends"].gt(dated["begins"]).any() else {})


def _describe_review(row: Any) -> str:
    when = "no date known" if pd.isna(row.dated_on) else name_date(row.dated_on, row.dated_precision)
    return f"{row.subject}, {name_of(row.review_type).lower()}, {when}"


def _headline(reviews: pd.DataFrame) -> str:
    """Name the years with the most reviews, or the year of the only one."""
    of = len(reviews)
    years = reviews["dated_on"].dropna().str[:4].value_counts().sort_index()
    if years.empty:
        return "No review has a date" if of > 1 else "The one review has no date"
    if len(years) == 1:
        return f"{count_of(int(years.iloc[0]), of)} {'is' if of == 1 else 'are'} of {years.index[0]}"
    first, last, most = years.index[0], years.index[-1], int(years.max())
    top = years.index[years == most].tolist()
    if most == 1:
        return f"{number_of(int(years.sum()), 'review')} from {first} to {last}, never two in one year"
    if len(top) > _NAMED_AT_MOST:
        return f"No year has more than {count_of(most, of)}"
    return f"Most reviews are of {join_words(top)}: {count_of(most, of)}{'' if len(top) == 1 else ' each'}"


def _subtitle(reviews: pd.DataFrame) -> str:
    dated = reviews["dated_on"].dropna().str[:4]
    period = f", {dated.min()} to {dated.max()}" if dated.nunique() > 1 else ""
    undated = len(reviews) - len(dated)
    without = f"; {undated} of them without a date" if undated else ""
    drawn = say_drawn(min(len(reviews), MOST_DRAWN), len(reviews))
    return f"Reviews by their date, one lane a partnership; {number_of(len(reviews), 'review')}{period}{without}{drawn}"
