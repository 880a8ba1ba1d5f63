"""From a collection to all that is found in it: load, code, tabulate."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from scrlearn.checking.corrections import load_corrections
from scrlearn.errors import CollectionError
from scrlearn.export.briefing import Findings
from scrlearn.learning.counts import tabulate_themes, tabulate_themes_by
from scrlearn.learning.pairs import tabulate_pairs
from scrlearn.learning.periods import reviews_in_period, tabulate_themes_by_period
from scrlearn.learning.replies import compare_replies, tabulate_replies
from scrlearn.reviews.collection import Collection, load_reviews, select_reviews
from scrlearn.themes.codebook import Codebook, load_codebook
from scrlearn.themes.decisions import carry_decisions, find_stale_corrections
from scrlearn.themes.encoder import Encoder
from scrlearn.themes.labelled import decided_passages, load_labelled, relabel
from scrlearn.themes.model import FEWEST_LABELS, ThemeModel
from scrlearn.themes.rules import demoted_rules, measure_rules, refuse_silent_themes, suggest_by_rules
from scrlearn.themes.settle import settle
from scrlearn.validation import check_table


class Period(NamedTuple):
    """Which reviews are counted, and how they are laid out in years."""

    first: str | None = None
    last: str | None = None
    date: str = "published_on"
    years: str = "calendar"


class Coder(NamedTuple):
    """What codes passages: a codebook, a model that has learnt, and how often each rule was right."""

    codebook: Codebook
    model: ThemeModel
    rule_measures: pd.DataFrame

    def code(
        self, passages: pd.DataFrame, corrections: pd.DataFrame | None = None, *, ask: bool = True
    ) -> pd.DataFrame:
        """Return the codings of passages by rules, model and people, as :func:`scrlearn.themes.settle.settle` does."""
        by_rule = suggest_by_rules(passages, self.codebook, demoted=demoted_rules(self.rule_measures))
        return settle(passages, [by_rule, self.model.suggest(passages, ask=ask)], corrections, ask=ask)


def train_coder(
    codebook: Codebook, decided: pd.DataFrame | None = None, *, encoder: Encoder | None = None, seed: int = 0
) -> Coder:
    """Learn from the labelled passages that ship, and from what people decided; refuse themes that nothing can find."""
    labelled = relabel(load_labelled(), codebook)
    refuse_silent_themes(codebook, labelled, decided, fewest=FEWEST_LABELS)
    model = ThemeModel(codebook, encoder=encoder, seed=seed).fit(labelled, decided)
    return Coder(codebook, model, measure_rules(codebook, labelled))


def find_learning(
    folder: Path | str,
    *,
    period: Period,
    include_unpublished: bool = False,
    seed: int = 0,
    progress: Callable[[str], None] = lambda step: None,
) -> Findings:
    """
    Load a collection, code it and tabulate what it holds.

    Parameters
    ----------
    folder
        The collection.
    period
        Which reviews are counted, and by which of their dates.
    include_unpublished
        Whether reviews that are not public are counted and shown.
    seed
        For every draw of chance.
    progress
        Called with the name of each step as it begins.

    Returns
    -------
    Findings
        The reviews that were counted, their codings, and the learning tables by name: theme_counts,
        theme_counts_in_responses, theme_counts_by_partnership, theme_counts_by_period, theme_pairs, replies,
        reply_counts; and rule_measures.

    Raises
    ------
    ScrlearnError
        When anything in the collection or the codebook does not hold what it should.
    """
    progress("Loading the collection")
    whole = load_reviews(folder)
    codebook, corrections = load_codebook(folder), load_corrections(folder)
    left_out = _left_out(whole.reviews, period, include_unpublished=include_unpublished)
    shown = _without(whole, left_out[left_out["reason"] == "unpublished"])
    if len(left_out) == len(whole.reviews):
        raise CollectionError(
            f"{folder}: no review to count ({len(left_out)} left out); add one, or count more of them."
        )
    progress("Learning from the labelled passages")
    carried = carry_decisions(corrections, codebook.retired)
    coder = train_coder(codebook, decided_passages(carried, whole.recommendations, whole.responses), seed=seed)
    progress("Coding the recommendations and the responses")
    codings = [coder.code(passages, carried) for passages in (shown.recommendations, shown.responses)]
    progress("Counting what recurs")
    by_period = tabulate_themes_by_period(
        codings[0], shown.recommendations, shown.reviews, themes=codebook.themes, **period._asdict()
    )
    counted = _without(whole, left_out)
    in_recommendations, in_responses = (_of_collection(table, counted) for table in codings)
    tables = _learning_tables(counted, codebook, in_recommendations, in_responses)
    tables |= {"theme_counts_by_period": by_period, "rule_measures": coder.rule_measures}
    stale = find_stale_corrections(corrections, whole.recommendations, whole.responses, retired=codebook.retired)
    shown_stale = pd.concat([_of_collection(stale, counted), stale[stale["text_now"].isna()]])
    return Findings(counted, codebook, in_recommendations, in_responses, tables, shown_stale, left_out)


def _left_out(reviews: pd.DataFrame, period: Period, *, include_unpublished: bool) -> pd.DataFrame:
    reason = pd.Series(index=reviews.index, dtype="str")
    if period.first or period.last:
        inside = reviews_in_period(reviews, date=period.date, first=period.first, last=period.last)
        reason[~reviews["review_id"].isin(inside["review_id"])] = "outside_period"
        reason[reviews[period.date].isna()] = "undated"
    if not include_unpublished:
        reason[reviews["source_status"] == "unpublished"] = "unpublished"
    return check_table(reviews[["review_id"]].assign(reason=reason).dropna(), "left_out")


def _without(collection: Collection, left_out: pd.DataFrame) -> Collection:
    return select_reviews(collection, collection.reviews[~collection.reviews["review_id"].isin(left_out["review_id"])])


def _of_collection(rows: pd.DataFrame, collection: Collection) -> pd.DataFrame:
    passage_ids = pd.concat([collection.recommendations["passage_id"], collection.responses["passage_id"]])
    return rows[rows["passage_id"].isin(passage_ids)].reset_index(drop=True)


def _learning_tables(
    collection: Collection, codebook: Codebook, recommendation_codings: pd.DataFrame, response_codings: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    reviews, _, recommendations, responses, answers = collection
    themes = codebook.themes
    both = pd.concat([recommendation_codings, response_codings])
    replies = compare_replies(both, recommendations, responses, answers, reviews, themes=themes)
    return {
        "theme_counts": tabulate_themes(recommendation_codings, recommendations, reviews, themes=themes),
        "theme_counts_in_responses": tabulate_themes(response_codings, responses, reviews, themes=themes),
        "theme_counts_by_partnership": tabulate_themes_by(
            recommendation_codings, recommendations, reviews, "partnership", themes=themes
        ),
        "theme_pairs": tabulate_pairs(recommendation_codings, recommendations, reviews, themes=themes),
        "replies": replies,
        "reply_counts": tabulate_replies(replies, recommendations, reviews),
    }
