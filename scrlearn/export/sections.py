"""What a report shows, in order: each section's question, chart, words and table columns, described once."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from scrlearn.charts.groups import describe_themes_by, plot_themes_by
from scrlearn.charts.pairs import describe_pairs, plot_pairs
from scrlearn.charts.periods import describe_periods, plot_periods
from scrlearn.charts.replies import describe_replies, plot_replies
from scrlearn.charts.themes import describe_themes, plot_themes

_FREQUENCY = (
    "How often a theme is raised is not how much it matters. These are counts of all the reviews in the collection, "
    "not a sample; what is uncertain is the coding."
)
_REPLIES = (
    "A reply often refers back to its recommendation without repeating its words, so ‘not named’ does not mean that "
    "nothing was done."
)
_COUNTS = {
    "theme": "Theme",
    "n_reviews": "Reviews raising it",
    "of_reviews": "Of reviews",
    "n_confirmed": "Confirmed by a person",
    "n_check": "More to check",
    "n_passages": "Passages",
}


class Section(NamedTuple):
    """A part of a report: which table it shows, how it is drawn, and how it is put in words."""

    name: str
    heading: str
    caption: str
    table: str
    plot: Callable[[pd.DataFrame], Axes]
    describe: Callable[[pd.DataFrame], str]
    columns: Mapping[str, str]
    caution: str


SECTIONS = (
    Section(
        "themes",
        "What learning recurs?",
        "Reviews whose recommendations raise each theme",
        "theme_counts",
        plot_themes,
        describe_themes,
        _COUNTS,
        _FREQUENCY,
    ),
    Section(
        "themes-by-partnership",
        "Where is it raised?",
        "Reviews whose recommendations raise each theme, by partnership",
        "theme_counts_by_partnership",
        plot_themes_by,
        describe_themes_by,
        {"group": "Partnership", **_COUNTS},
        _FREQUENCY,
    ),
    Section(
        "themes-by-period",
        "When was it raised?",
        "Reviews whose recommendations raise each theme, by period",
        "theme_counts_by_period",
        plot_periods,
        describe_periods,
        {"group": "Period", **_COUNTS},
        "A review whose date is missing or too coarse for the period stands under ‘undated’. " + _FREQUENCY,
    ),
    Section(
        "pairs",
        "Which themes occur together?",
        "Reviews whose recommendations raise both themes",
        "theme_pairs",
        plot_pairs,
        describe_pairs,
        {
            "theme": "Theme",
            "with_theme": "With",
            "n_reviews": "Reviews raising both",
            "of_reviews": "Of reviews",
            "n_confirmed": "Confirmed by a person",
            "n_check": "More to check",
            "n_passages": "Passages with both",
        },
        _FREQUENCY,
    ),
    Section(
        "replies",
        "Did the replies pick it up?",
        "Recommendations that carry each theme, and whether the reply names it",
        "reply_counts",
        plot_replies,
        describe_replies,
        {
            "theme": "Theme",
            "n_recommendations": "Recommendations with it",
            "of_recommendations": "Of recommendations",
            "n_check": "More to check",
            "n_named": "Named in the reply",
            "n_not_named": "Not named",
            "n_to_check": "Reply to check",
            "n_no_reply": "No reply",
            "n_reply_only": "In the reply only",
            "n_confirmed": "Confirmed by a person",
        },
        _REPLIES,
    ),
)
