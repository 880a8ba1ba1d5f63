"""From a collection to all that is found in it: load, code, tabulate."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from scrlearn.decisions import find_stale_corrections
from scrlearn.errors import CollectionError
from scrlearn.learning.national import load_national_figures
from scrlearn.learning.periods import reviews_in_period
from scrlearn.passages import coded_passages
from scrlearn.reviews.collection import Collection, select_reviews
from scrlearn.runs.agreement import measure_coders
from scrlearn.runs.coder import Coder, split_decisions, train_coder
from scrlearn.runs.inputs import Inputs, load_inputs
from scrlearn.runs.kept import Kept
from scrlearn.runs.reusing import code_reviews
from scrlearn.themes.codebook import Codebook
from scrlearn.themes.encoder import Encoder, load_encoder
from scrlearn.themes.labelled import decided_passages
from scrlearn.themes.rules import suggest_by_rules
from scrlearn.themes.settle import apply_decisions, settle
from scrlearn.validation import check_table, empty_table

# How many passages are coded at once, so that what is thought of each does not all stand in memory.
_AT_ONCE = 5000


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
    ``action_codings`` tell of in the responses, without the cells in which none was found and nobody decided;
    ``agreement`` says how far raters agree on its themes.
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
    whole, codebook = inputs.collection, inputs.codebook
    refuse_nothing_to_count(inputs, parameters)
    left_out = _left_out(whole.reviews, parameters)
    shown = without(whole, left_out[left_out["reason"] == "unpublished"])
    progress("Learning from the labelled passages")
    learnt = _learn(inputs, parameters, encoder, kept)
    progress("Coding the recommendations and the responses")
    codings = [_code(learnt, passages, kept, progress) for passages in (shown.recommendations, shown.responses)]
    action_codings = _code_actions(learnt, shown.responses)
    stale = find_stale_corrections(inputs.corrections, whole.recommendations, whole.responses, retired=codebook.retired)
    shown_stale = pd.concat([rows_of(stale, without(whole, left_out)), stale[stale["text_now"].isna()]])
    progress("Measuring how far coders agree")
    return Coded(
        collection=shown,
        codebook=codebook,
        corrections=rows_of(inputs.corrections, shown),
        recommendation_codings=codings[0],
        response_codings=codings[1],
        action_codings=action_codings,
        action_types=inputs.action_types.themes,
        rule_measures=learnt.coder.rule_measures,
        stale_corrections=shown_stale,
        left_out=left_out,
        agreement=measure_coders(shown, learnt.on_themes, train=learnt.train, seed=parameters.seed),
        national_figures=load_national_figures(),
    )


def code_passages(
    inputs: Inputs,
    parameters: Parameters,
    passage_ids: Iterable[str],
    *,
    encoder: Encoder | None = None,
    kept: Kept | None = None,
) -> pd.DataFrame:
    """
    Code some passages of what a run rests on, as that run would.

    Parameters
    ----------
    inputs, parameters, encoder, kept
        As for :func:`code_inputs`.
    passage_ids
        Which.

    Returns
    -------
    pandas.DataFrame
        The table codings, themes and sorts of action together. Passages that are not there, that have parts, or whose
        review is not counted, have no rows.
    """
    counted = counted_collection(inputs, parameters)
    learnt = _learn(inputs, parameters, encoder, kept, silent_themes=True)
    asked = [_only(table, passage_ids) for table in (counted.recommendations, counted.responses)]
    return pd.concat([*(_code(learnt, table, kept) for table in asked), _code_actions(learnt, asked[1])])


def refuse_nothing_to_count(inputs: Inputs, parameters: Parameters) -> None:
    """Refuse what leaves no review to count."""
    if counted_collection(inputs, parameters).reviews.empty:
        n_left_out = len(inputs.collection.reviews)
        raise CollectionError(
            f"{inputs.settings.name}: no review to count ({n_left_out} left out); add one, or count more of them."
        )


def counted_collection(inputs: Inputs, parameters: Parameters) -> Collection:
    """Return the reviews that are counted, and what belongs to them."""
    return without(inputs.collection, _left_out(inputs.collection.reviews, parameters))


class _Learnt(NamedTuple):
    """A coder that has learnt, how to train another, and people's decisions on the themes and on sorts of action."""

    coder: Coder
    train: partial[Coder]
    on_themes: pd.DataFrame
    on_actions: pd.DataFrame
    action_types: Codebook
    when_coders_disagree: str


def _learn(
    inputs: Inputs,
    parameters: Parameters,
    encoder: Encoder | None,
    kept: Kept | None,
    *,
    silent_themes: bool = False,
) -> _Learnt:
    whole, rule = inputs.collection, inputs.settings.when_coders_disagree
    on_themes, on_actions = split_decisions(inputs.corrections, inputs.codebook, inputs.action_types.themes)
    decided = decided_passages(on_themes, whole.recommendations, whole.responses, when_coders_disagree=rule)
    train = partial(
        train_coder,
        inputs.codebook,
        labelled=inputs.labelled,
        encoder=encoder,
        seed=parameters.seed,
        kept=kept,
        silent_themes=silent_themes,
    )
    return _Learnt(train(decided), train, on_themes, on_actions, inputs.action_types, rule)


def _code(
    learnt: _Learnt, passages: pd.DataFrame, kept: Kept | None, progress: Callable[[str], None] = lambda step: None
) -> pd.DataFrame:
    codings = code_reviews(learnt.coder, passages, kept=kept, progress=progress)
    rule = learnt.when_coders_disagree
    return apply_decisions(codings, passages, learnt.on_themes, when_coders_disagree=rule)


def _code_actions(learnt: _Learnt, responses: pd.DataFrame) -> pd.DataFrame:
    # Of most sorts of action most responses say nothing: only what was found, or decided by a person, is kept.
    rule, coded = learnt.when_coders_disagree, [empty_table("codings")]
    for start in range(0, len(responses), _AT_ONCE):
        batch = responses.iloc[start : start + _AT_ONCE]
        by_rule, decisions = suggest_by_rules(batch, learnt.action_types), _on(learnt.on_actions, batch)
        codings = settle(batch, [by_rule], decisions, when_coders_disagree=rule)
        coded.append(codings[(codings["decision"] != "does_not_apply") | (codings["decided_by"] == "person")])
    return check_table(pd.concat(coded, ignore_index=True), "codings")


def _on(corrections: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    return corrections[corrections["passage_id"].isin(passages["passage_id"])]


def _only(passages: pd.DataFrame, passage_ids: Iterable[str]) -> pd.DataFrame:
    asked = set(coded_passages(passages)["passage_id"]) & set(passage_ids)
    return passages[passages["passage_id"].isin(asked)].reset_index(drop=True)


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


def without(collection: Collection, left_out: pd.DataFrame) -> Collection:
    """Return a collection without the reviews that are left out."""
    if left_out.empty:
        return collection
    return select_reviews(collection, collection.reviews[~collection.reviews["review_id"].isin(left_out["review_id"])])


def rows_of(rows: pd.DataFrame, collection: Collection) -> pd.DataFrame:
    """Return the rows that are about passages of a collection."""
    passage_ids = pd.concat([collection.recommendations["passage_id"], collection.responses["passage_id"]])
    inside = rows["passage_id"].isin(passage_ids)
    return rows if inside.all() else rows[inside].reset_index(drop=True)
