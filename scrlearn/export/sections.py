"""What a report shows, in order: each section's question, chart, words and table columns, described once."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from scrlearn.charts.addressees import describe_addressees, plot_addressees
from scrlearn.charts.commitments import describe_commitments, plot_commitments
from scrlearn.charts.completeness import describe_completeness, plot_completeness
from scrlearn.charts.flow import describe_flow, plot_flow
from scrlearn.charts.groups import describe_themes_by, plot_themes_by
from scrlearn.charts.national import describe_national, plot_national
from scrlearn.charts.pairs import describe_pairs, plot_pairs
from scrlearn.charts.periods import describe_periods, plot_periods
from scrlearn.charts.ranks import describe_theme_ranks, plot_theme_ranks
from scrlearn.charts.repeats import describe_repeats, plot_repeats
from scrlearn.charts.replies import describe_replies, plot_replies
from scrlearn.charts.theme_grid import describe_theme_grid, plot_theme_grid
from scrlearn.charts.theme_groups import describe_theme_groups, plot_theme_groups
from scrlearn.charts.themes import describe_themes, plot_themes
from scrlearn.charts.timeline import describe_timeline, plot_timeline

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
    """
    A part of a report: which table it shows, how it is drawn, and how it is put in words.

    A section that is not ``usual`` is shown only where a report asks for it by name.
    """

    name: str
    heading: str
    caption: str
    table: str
    plot: Callable[[pd.DataFrame], Axes]
    describe: Callable[[pd.DataFrame], str]
    columns: Mapping[str, str]
    caution: str
    usual: bool = True


SECTIONS = (
    Section(
        "flow",
        "What was read, and what is counted?",
        "What was kept at each step from reading to counting",
        "reading_flow",
        plot_flow,
        describe_flow,
        {"step": "Step", "unit": "Of what", "n_kept": "Kept", "of_before": "Of", "why": "Why the others are not in it"},
        "What was left out at a step was not looked at further; that does not make it less important. Reviews without "
        "recommendations stay in every count of reviews.",
    ),
    Section(
        "timeline",
        "Which reviews are these?",
        "Reviews by their date",
        "review_dates",
        plot_timeline,
        describe_timeline,
        {
            "subject": "Review",
            "partnership": "Partnership",
            "review_type": "Kind of review",
            "dated_on": "Date",
            "dated_precision": "How exact",
            "outcome": "Ended in",
            "n_recommendations": "Recommendations",
        },
        "The dates are those of reviews: they do not say when, or how often, children came to harm.",
    ),
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
        "ranks",
        "Which learning is raised most?",
        "The themes raised by the most reviews",
        "theme_ranks",
        plot_theme_ranks,
        describe_theme_ranks,
        {"rank": "Place", **_COUNTS},
        _FREQUENCY,
        usual=False,
    ),
    Section(
        "theme-groups",
        "Which groups of themes are raised, and how often are they mentioned?",
        "Reviews that raise each group and theme, beside the passages that carry it",
        "theme_group_counts",
        plot_theme_groups,
        describe_theme_groups,
        {"theme_group": "Group", **_COUNTS, "of_passages": "Of passages"},
        "A review that mentions a theme often has not learnt it more. " + _FREQUENCY,
        usual=False,
    ),
    Section(
        "grid",
        "Which review raises what?",
        "Themes that the recommendations of each review raise",
        "theme_grid",
        plot_theme_grid,
        describe_theme_grid,
        {
            "subject": "Review",
            "year": "Year",
            "theme": "Theme",
            "decision": "Whether it is raised",
            "confirmed": "Confirmed by a person",
            "n_passages": "Passages",
        },
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
        "themes-by-type",
        "In which kinds of review is it raised?",
        "Reviews whose recommendations raise each theme, by kind of review",
        "theme_counts_by_type",
        plot_themes_by,
        describe_themes_by,
        {"group": "Kind of review", **_COUNTS},
        _FREQUENCY,
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
    Section(
        "addressees",
        "Who is asked to act?",
        "Recommendations by the body that they address",
        "addressee_counts",
        plot_addressees,
        describe_addressees,
        {
            "addressee": "Body",
            "n_reviews": "Reviews addressing it",
            "of_reviews": "Of reviews",
            "n_recommendations": "Recommendations to it",
            "of_recommendations": "Of recommendations",
            "most_in_a_review": "Most in one review",
        },
        "Bodies are named as the reviews print them. How often one is addressed says nothing about how well it works.",
    ),
    Section(
        "commitments",
        "What was promised, and is it done?",
        "Commitments by sort of action, and what is said to have become of them",
        "commitment_counts",
        plot_commitments,
        describe_commitments,
        {
            "action_type": "Sort of action",
            "n_commitments": "Commitments",
            "n_complete": "Said to be complete",
            "n_under_way": "Under way",
            "n_planned": "Planned",
            "n_declined": "Declined",
            "n_not_stated": "Not stated",
            "n_undated": "Without a date",
            "n_unowned": "With nobody named",
            "n_overdue": "Overdue",
            "n_promised_before": "Perhaps promised before",
            "n_with_effect": "With an effect seen",
        },
        "A status is what a response says of itself; it says neither that a thing was done nor that it helped. "
        "Sorts of action are found by rules, which miss some.",
    ),
    Section(
        "repeats",
        "What have we learnt before?",
        "Recommendations of different reviews that say much the same",
        "repeats",
        plot_repeats,
        describe_repeats,
        {"repeat_id": "First said in", "year": "Year", "passage_id": "Recommendation", "text": "What it says"},
        "Texts are grouped by likeness: a group may hold different learning, and the same learning in other words may "
        "be missing from it.",
    ),
    Section(
        "national",
        "How does it compare with the national picture?",
        "Reviews that raise a theme, beside published national figures",
        "national_comparison",
        plot_national,
        describe_national,
        {
            "theme": "Theme",
            "n_reviews": "Reviews here",
            "of_reviews": "Of reviews here",
            "measure": "Counted nationally",
            "n_found": "National figure",
            "of_found": "Of",
            "period": "Period",
            "publication": "Published in",
            "differs": "How the definitions differ",
        },
        "The two figures count different things in different ways: a higher one is no finding by itself.",
    ),
    Section(
        "completeness",
        "How much is known about each review?",
        "Reviews of which each fact is known",
        "completeness",
        plot_completeness,
        describe_completeness,
        {"label": "Fact", "n_reviews": "Reviews of which it is known", "of_reviews": "Of reviews"},
        "Not known means that the table of reviews does not say it; it may be known elsewhere.",
    ),
)
