"""From a collection to all that is found in it: load, code, tabulate."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from scrlearn.decisions import find_stale_corrections
from scrlearn.errors import CollectionError
from scrlearn.export.report import Findings
from scrlearn.learning.addressees import tabulate_addressees, tabulate_addressees_by_review
from scrlearn.learning.commitments import find_commitments, tabulate_commitments
from scrlearn.learning.completeness import find_missing_facts, tabulate_completeness
from scrlearn.learning.counts import tabulate_themes, tabulate_themes_by
from scrlearn.learning.dates import tabulate_review_dates
from scrlearn.learning.flow import tabulate_flow
from scrlearn.learning.grid import tabulate_grid
from scrlearn.learning.groups import tabulate_theme_groups
from scrlearn.learning.national import compare_with_national, load_national_figures
from scrlearn.learning.pairs import tabulate_pairs
from scrlearn.learning.periods import reviews_in_period, tabulate_themes_by_period
from scrlearn.learning.ranks import rank_themes
from scrlearn.learning.repeats import find_repeats
from scrlearn.learning.replies import compare_replies, tabulate_replies
from scrlearn.learning.spans import read_span
from scrlearn.reviews.collection import Collection, select_reviews
from scrlearn.runs.agreement import measure_coders
from scrlearn.runs.coder import split_decisions, train_coder
from scrlearn.runs.inputs import Inputs, load_inputs
from scrlearn.runs.kept import Kept
from scrlearn.runs.reusing import code_reviews
from scrlearn.themes.codebook import Codebook
from scrlearn.themes.encoder import Encoder, load_encoder
from scrlearn.themes.labelled import decided_passages
from scrlearn.themes.rules import suggest_by_rules
from scrlearn.themes.settle import apply_decisions, settle
from scrlearn.validation import check_table

# Chosen by reading what it pairs in the illustrative collection: below it, most pairs promise different things.
_ALIKE_PROMISES = 0.5


class Period(NamedTuple):
    """Which reviews are counted, how they are laid out in years, and the day on which commitments may be overdue."""

    first: str | None = None
    last: str | None = None
    date: str = "published_on"
    years: str = "calendar"
    overdue_on: str | None = None


class Parameters(NamedTuple):
    """
    What is asked of a run: which reviews are counted, whether those that are not public are among them, the seed for
    every draw of chance, and the name of the sentence-vector model, if there is one.
    """

    period: Period = Period()
    include_unpublished: bool = False
    seed: int = 0
    encoder: str | None = None


class Coded(NamedTuple):
    """
    A collection whose passages are coded: all that its tables rest on, so that they can be counted without a model.

    ``collection`` is without the reviews that are not public, unless they were asked for; ``corrections`` are those on
    its passages; ``left_out`` names the reviews that are not counted. ``action_types`` are the sorts of action that
    ``action_codings`` tell of in the responses; ``agreement`` says how far raters agree on its themes.
    """

    collection: Collection
    codebook: Codebook
    corrections: pd.DataFrame
    recommendation_codings: pd.DataFrame
    response_codings: pd.DataFrame
    action_codings: pd.DataFrame
    action_types: pd.DataFrame
    rule_measures: pd.DataFrame
    stale_corrections: pd.DataFrame
    left_out: pd.DataFrame
    agreement: pd.DataFrame
    national_figures: pd.DataFrame


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


def code_collection(
    folder: Path | str,
    *,
    period: Period,
    include_unpublished: bool = False,
    encoder: Path | str | None = None,
    seed: int = 0,
    progress: Callable[[str], None] = lambda step: None,
) -> Coded:
    """
    Load a collection and code it.

    Parameters
    ----------
    folder
        The collection. What its runs have kept is used, and not added to.
    period
        Which reviews are counted, and by which of their dates.
    include_unpublished
        Whether reviews that are not public are counted and shown.
    seed
        For every draw of chance.
    progress
        Called with the name of each step as it begins.
    encoder
        A folder with a sentence-vector model, if there is one to use; vectors are kept in ``runs/vectors``.

    Returns
    -------
    Coded
        The collection with its codings.

    Raises
    ------
    ScrlearnError
        When anything in the collection or the codebook does not hold what it should, or no review is left to count.
    """
    progress("Loading the collection")
    inputs, vectors = load_inputs(folder), encoder_of(folder, encoder)
    parameters = Parameters(period, include_unpublished, seed, vectors.name if vectors else None)
    with Kept(folder, writes=False) as kept:
        return code_inputs(inputs, parameters, encoder=vectors, kept=kept, progress=progress)


def encoder_of(folder: Path | str, encoder: Path | str | None) -> Encoder | None:
    """Load a sentence-vector model, if one is named, whose vectors are kept with a collection."""
    return load_encoder(encoder, cache=Path(folder) / "runs" / "vectors") if encoder else None


def code_inputs(
    inputs: Inputs,
    parameters: Parameters,
    *,
    encoder: Encoder | None = None,
    kept: Kept | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> Coded:
    """
    Code what a run rests on; nothing else is looked at.

    Parameters
    ----------
    inputs
        From :func:`scrlearn.runs.inputs.load_inputs`.
    parameters
        What is asked for.
    encoder
        The sentence-vector model that they name, if there is one.
    kept
        Where models and codings are looked up, and kept; they are the same with it as without.
    progress
        Called with the name of each step as it begins.

    Returns
    -------
    Coded
        The collection with its codings.

    Raises
    ------
    ScrlearnError
        When the codebook does not hold what it should, or no review is left to count.
    """
    whole, codebook, rule = inputs.collection, inputs.codebook, inputs.settings.when_coders_disagree
    left_out = _left_out(whole.reviews, parameters)
    if len(left_out) == len(whole.reviews):
        raise CollectionError(
            f"{inputs.settings.name}: no review to count ({len(left_out)} left out); add one, or count more of them."
        )
    shown = _without(whole, left_out[left_out["reason"] == "unpublished"])
    progress("Learning from the labelled passages")
    on_themes, on_actions = split_decisions(inputs.corrections, codebook, inputs.action_types.themes)
    decided = decided_passages(on_themes, whole.recommendations, whole.responses, when_coders_disagree=rule)
    train = partial(train_coder, codebook, labelled=inputs.labelled, encoder=encoder, seed=parameters.seed, kept=kept)
    coder = train(decided)
    progress("Coding the recommendations and the responses")
    codings = [
        apply_decisions(
            code_reviews(coder, passages, kept=kept, progress=progress),
            passages,
            on_themes,
            when_coders_disagree=rule,
        )
        for passages in (shown.recommendations, shown.responses)
    ]
    by_action_rules = suggest_by_rules(shown.responses, inputs.action_types)
    action_codings = settle(shown.responses, [by_action_rules], on_actions, when_coders_disagree=rule)
    stale = find_stale_corrections(inputs.corrections, whole.recommendations, whole.responses, retired=codebook.retired)
    shown_stale = pd.concat([_of_collection(stale, _without(whole, left_out)), stale[stale["text_now"].isna()]])
    progress("Measuring how far coders agree")
    return Coded(
        collection=shown,
        codebook=codebook,
        corrections=_of_collection(inputs.corrections, shown),
        recommendation_codings=codings[0],
        response_codings=codings[1],
        action_codings=action_codings,
        action_types=inputs.action_types.themes,
        rule_measures=coder.rule_measures,
        stale_corrections=shown_stale,
        left_out=left_out,
        agreement=measure_coders(shown, on_themes, train=train, seed=parameters.seed),
        national_figures=load_national_figures(),
    )


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
    counted = _without(coded.collection, coded.left_out)
    in_recommendations, in_responses, in_actions = (
        _of_collection(table, counted)
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


def _left_out(reviews: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    period = parameters.period
    reason = pd.Series(index=reviews.index, dtype="str")
    if period.first or period.last:
        inside = reviews_in_period(reviews, date=period.date, first=period.first, last=period.last)
        reason[~reviews["review_id"].isin(inside["review_id"])] = "outside_period"
        reason[reviews[period.date].isna()] = "undated"
    if not parameters.include_unpublished:
        reason[reviews["source_status"] == "unpublished"] = "unpublished"
    return check_table(reviews[["review_id"]].assign(reason=reason).dropna(), "left_out")


def _without(collection: Collection, left_out: pd.DataFrame) -> Collection:
    return select_reviews(collection, collection.reviews[~collection.reviews["review_id"].isin(left_out["review_id"])])


def _of_collection(rows: pd.DataFrame, collection: Collection) -> pd.DataFrame:
    passage_ids = pd.concat([collection.recommendations["passage_id"], collection.responses["passage_id"]])
    return rows[rows["passage_id"].isin(passage_ids)].reset_index(drop=True)


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
    both = pd.concat([in_recommendations, in_responses])
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
        responses, answers, reviews, in_actions, on=period.overdue_on or last_day, repeats=repeats
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
