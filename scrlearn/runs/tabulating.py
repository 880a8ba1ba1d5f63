"""From a coded collection to every table that is made of it."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from scrlearn.export.report import Findings
from scrlearn.learning.addressees import tabulate_addressees, tabulate_addressees_by_review
from scrlearn.learning.commitments import find_commitments, tabulate_commitments
from scrlearn.learning.completeness import find_missing_facts, tabulate_completeness
from scrlearn.learning.counts import tabulate_themes, tabulate_themes_by
from scrlearn.learning.dates import tabulate_review_dates
from scrlearn.learning.flow import tabulate_flow
from scrlearn.learning.grid import tabulate_grid
from scrlearn.learning.groups import tabulate_theme_groups
from scrlearn.learning.national import compare_with_national
from scrlearn.learning.pairs import tabulate_pairs
from scrlearn.learning.periods import tabulate_themes_by_period
from scrlearn.learning.ranks import rank_themes
from scrlearn.learning.repeats import find_repeats
from scrlearn.learning.replies import compare_replies, tabulate_replies
from scrlearn.learning.spans import read_span
from scrlearn.reviews.collection import Collection
from scrlearn.runs.coding import Coded, Period, code_collection, rows_of, without

# Chosen by reading what it pairs in the illustrative collection: below it, most pairs promise different things.
_ALIKE_PROMISES = 0.5


def find_learning(
    folder: Path | str,
    *,
    period: Period,
    include_unpublished: bool = False,
    encoder: Path | str | None = None,
    seed: int = 0,
    progress: Callable[[str], None] = lambda step: None,
) -> Findings:
    """
    Load a collection, code it and tabulate what it holds.

    Parameters and errors are those of :func:`code_collection`, the result is that of :func:`tabulate_findings`.
    """
    coded = code_collection(
        folder, period=period, include_unpublished=include_unpublished, encoder=encoder, seed=seed, progress=progress
    )
    progress("Counting what recurs")
    return tabulate_findings(coded, period=period)


def tabulate_findings(coded: Coded, *, period: Period) -> Findings:
    """
    Tabulate what a coded collection holds; nothing is coded again.

    Parameters
    ----------
    coded
        From :func:`code_collection`, or from a release.
    period
        The one that it was coded for.

    Returns
    -------
    Findings
        The reviews that were counted, their codings, and by name every learning table that
        :data:`scrlearn.export.sections.SECTIONS` shows, with addressees_by_review, missing_facts, commitments, replies,
        theme_counts_in_responses, rule_measures and agreement.

    Raises
    ------
    TableError
        When a table does not hold what it should.
    """
    counted = without(coded.collection, coded.left_out)
    in_recommendations, in_responses, in_actions = (
        rows_of(table, counted)
        for table in (coded.recommendation_codings, coded.response_codings, coded.action_codings)
    )
    themes = coded.codebook.themes
    theme_tables = _tabulate_themes(counted, themes, in_recommendations, in_responses)
    tables = {
        **theme_tables,
        **_tabulate_reviews(counted, period),
        **_tabulate_replies(counted, themes, in_recommendations, in_responses),
        **_tabulate_promises(counted, coded.action_types, in_responses, in_actions, period),
        "theme_counts_by_period": _tabulate_periods(coded, period),
        "reading_flow": tabulate_flow(
            coded.collection.reviews, coded.left_out, coded.collection.recommendations, in_recommendations
        ),
        "repeats": find_repeats(counted.recommendations, counted.reviews, codings=in_recommendations),
        "national_comparison": compare_with_national(theme_tables["theme_counts"], coded.national_figures),
        "rule_measures": coded.rule_measures,
        "agreement": coded.agreement,
    }
    return Findings(
        collection=counted,
        codebook=coded.codebook,
        recommendation_codings=in_recommendations,
        response_codings=in_responses,
        action_codings=in_actions,
        action_types=coded.action_types,
        tables=tables,
        stale_corrections=coded.stale_corrections,
        left_out=coded.left_out,
    )


def _tabulate_themes(
    collection: Collection, themes: pd.DataFrame, in_recommendations: pd.DataFrame, in_responses: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    reviews, recommendations = collection.reviews, collection.recommendations
    coded = in_recommendations, recommendations, reviews
    theme_counts = tabulate_themes(*coded, themes=themes)
    return {
        "theme_counts": theme_counts,
        "theme_ranks": rank_themes(theme_counts),
        "theme_group_counts": tabulate_theme_groups(*coded, themes=themes),
        "theme_grid": tabulate_grid(*coded, themes=themes),
        "theme_counts_by_partnership": tabulate_themes_by(*coded, "partnership", themes=themes),
        "theme_counts_by_type": tabulate_themes_by(*coded, "review_type", themes=themes),
        "theme_pairs": tabulate_pairs(*coded, themes=themes),
        "theme_counts_in_responses": tabulate_themes(in_responses, collection.responses, reviews, themes=themes),
    }


def _tabulate_reviews(collection: Collection, period: Period) -> dict[str, pd.DataFrame]:
    reviews, recommendations = collection.reviews, collection.recommendations
    return {
        "review_dates": tabulate_review_dates(reviews, recommendations, date=period.date),
        "completeness": tabulate_completeness(reviews),
        "missing_facts": find_missing_facts(reviews),
        "addressee_counts": tabulate_addressees(recommendations, reviews),
        "addressees_by_review": tabulate_addressees_by_review(recommendations, reviews),
    }


def _tabulate_replies(
    collection: Collection, themes: pd.DataFrame, in_recommendations: pd.DataFrame, in_responses: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    reviews, _, recommendations, responses, answers = collection
    columns = ["passage_id", "theme_id", "decision", "confirmed"]
    both = pd.concat([in_recommendations[columns], in_responses[columns]])
    replies = compare_replies(both, recommendations, responses, answers, reviews, themes=themes)
    return {"replies": replies, "reply_counts": tabulate_replies(replies, recommendations, reviews)}


def _tabulate_promises(
    collection: Collection,
    action_types: pd.DataFrame,
    in_responses: pd.DataFrame,
    in_actions: pd.DataFrame,
    period: Period,
) -> dict[str, pd.DataFrame]:
    reviews, _, _, responses, answers = collection
    repeats = find_repeats(responses, reviews, codings=in_responses, least_likeness=_ALIKE_PROMISES)
    last_day = read_span(period.last, None).last.isoformat() if period.last else None
    commitments = find_commitments(
        responses, answers, reviews, in_actions, on=period.overdue_on or last_day, repeats=repeats, themes=action_types
    )
    return {
        "commitments": commitments,
        "commitment_counts": tabulate_commitments(commitments, reviews, themes=action_types),
    }


def _tabulate_periods(coded: Coded, period: Period) -> pd.DataFrame:
    # Reviews outside the time that is asked about are laid out beside it: they are what it is compared with.
    reviews, _, recommendations, _, _ = coded.collection
    return tabulate_themes_by_period(
        coded.recommendation_codings,
        recommendations,
        reviews,
        first=period.first,
        last=period.last,
        date=period.date,
        years=period.years,
        themes=coded.codebook.themes,
    )
