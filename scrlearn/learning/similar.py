"""Have we learnt this before? The past recommendations closest to a text in wording and theme."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np
import pandas as pd
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import normalize

from scrlearn.learning.cells import keep_reviews
from scrlearn.learning.meanings import terms_of
from scrlearn.learning.notice import write_notice
from scrlearn.passages import coded_passages
from scrlearn.validation import check_table, empty_table, require_columns

# Chosen on the illustrative collection; tests/benchmarks/similar.py measures what they are worth.
_THEME_WEIGHT = 0.1
_VECTOR_WEIGHT = 1 / 3
_LEAST_FOUND = 0.1
# How many texts are compared with all others at a time: it bounds the memory.
_AT_A_TIME = 500


class Encoder(Protocol):
    """Whatever turns texts into vectors, one row a text."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return the vectors."""


def find_similar(
    text: str,
    recommendations: pd.DataFrame,
    reviews: pd.DataFrame,
    responses: pd.DataFrame,
    answers: pd.DataFrame,
    *,
    codings: pd.DataFrame | None = None,
    themes: Sequence[str] = (),
    stem: str = "",
    most: int = 10,
    least_likeness: float = _LEAST_FOUND,
    encoder: Encoder | None = None,
) -> pd.DataFrame:
    """
    Find the past recommendations closest to a text, in wording and theme.

    Parameters
    ----------
    text
        What is asked about: a finding, a recommendation, a question.
    recommendations
        ``recommendations`` to look in. One with parts is looked at in its parts, which carry its words as their stem.
    reviews
        The ``reviews`` to look in: review_id, subject, partnership, year, source_status, illustrative if there.
        Recommendations of others are left aside.
    responses
        ``responses``: passage_id, text, status.
    answers
        ``answers``. What answers a recommendation answers its parts too.
    codings
        ``codings`` of the recommendations; without them, no theme is shared.
    themes
        The theme_ids that the text itself carries.
    stem
        The words that have to be read before the text.
    most
        How many to return at most.
    least_likeness
        How like the text a recommendation must be at least.
    encoder
        Anything with an ``encode`` that turns texts into vectors, whose likeness then counts for a third of the
        wording's.

    Returns
    -------
    pandas.DataFrame
        ``similar_passages``. One row a recommendation, the likest first and, where two are as like, in the given order.
        Likeness begins with the wording: the cosine of what the two texts say (their meanings and, less, their words),
        those things weighing most that are seldom said. Shared themes, out of the themes that either carries, close up
        to a tenth of the distance to 1. It orders, and is no probability. Empty where nothing is like the text.

    Raises
    ------
    TableError
        When a needed column is missing.

    References
    ----------
    Weights: tf-idf, Salton and Buckley, "Term-weighting approaches in automatic text retrieval" (1988). Shared themes:
    Jaccard's coefficient.

    Examples
    --------
    >>> recommendations = pd.DataFrame({
    ...     "passage_id": ["k:1", "k:2"], "review_id": "k", "document_id": None, "part_of": None, "stem": None,
    ...     "text": ["Missed appointments should be followed up.", "Records should be legible."], "page": None,
    ... })
    >>> reviews = pd.DataFrame({
    ...     "review_id": ["k"], "subject": "Child K", "partnership": "here", "year": 2017, "source_status": "published",
    ... })
    >>> responses = pd.DataFrame({"passage_id": ["k:1.response-1"], "text": ["Done."], "status": ["complete"]})
    >>> answers = pd.DataFrame({"response_id": ["k:1.response-1"], "recommendation_id": ["k:1"]})
    >>> found = find_similar("He was not brought to the clinic.", recommendations, reviews, responses, answers)
    >>> found[["rank", "passage_id", "year", "reply"]]
       rank passage_id  year  reply
    0     1        k:1  2017  Done.
    """
    require_columns(recommendations, "recommendations", ["document_id", "page"])
    require_columns(reviews, "reviews", ["subject", "partnership", "year"])
    passages = read_passages(recommendations, "recommendations", reviews)
    asked = Said([f"{stem} {text}"], [set(themes)])
    past = Said(list(passages["reading"]), list_themes_carried(codings, passages))
    likeness = compare(asked, past, encoder=encoder)[0]
    shared = pd.Series([";".join(sorted(own & set(themes))) or None for own in past.themes], dtype="str")
    found = passages.assign(likeness=likeness, shared_themes=shared)
    found = found[likeness >= least_likeness].sort_values("likeness", ascending=False, kind="stable").head(most)
    described = found.merge(reviews[["review_id", "subject", "partnership", "year"]], on="review_id", how="left")
    replies = _join_replies(found["passage_id"], recommendations, responses, answers)
    numbered = described.assign(rank=range(1, len(found) + 1), notice=write_notice(reviews), **replies)
    return check_table(numbered[empty_table("similar_passages").columns], "similar_passages")


class Said(NamedTuple):
    """Texts, and the theme_ids that each carries."""

    texts: Sequence[str]
    themes: Sequence[set[str]]


def read_passages(passages: pd.DataFrame, table: str, reviews: pd.DataFrame) -> pd.DataFrame:
    """Return the passages of the reviews that have no parts, with ``reading``: the stem, then the text."""
    require_columns(passages, table, ["text"])
    kept = keep_reviews(passages, table, reviews)
    return kept.merge(coded_passages(kept)[["passage_id", "reading"]], on="passage_id")


def list_themes_carried(codings: pd.DataFrame | None, passages: pd.DataFrame) -> list[set[str]]:
    """Return the theme_ids that apply to each passage; none without codings."""
    if codings is None:
        return [set() for _ in passages["passage_id"]]
    require_columns(codings, "codings", ["passage_id", "theme_id", "decision"])
    applying = codings[(codings["decision"] == "applies") & codings["passage_id"].isin(passages["passage_id"])]
    carried = applying.groupby("passage_id")["theme_id"].agg(set).to_dict()
    return [carried.get(passage_id, set()) for passage_id in passages["passage_id"]]


def compare(
    some: Said, others: Said, *, encoder: Encoder | None = None, theme_weight: float = _THEME_WEIGHT
) -> np.ndarray:
    """Return how alike texts are, from 0 to 1, as :func:`find_similar` says: a row a text, a column one of others."""
    likeness = np.zeros((len(some.texts), len(others.texts)))
    if not likeness.size:
        return likeness
    weigh = make_pipeline(DictVectorizer(), TfidfTransformer())
    others_said = weigh.fit_transform([terms_of(other) for other in others.texts])
    said = others_said if some is others else weigh.transform([terms_of(text) for text in some.texts])
    vectors = [normalize(encoder.encode(list(texts))) for texts in (some.texts, others.texts)] if encoder else None
    themes = sorted(set().union(*some.themes, *others.themes))
    own_themes, other_themes = (_flag_themes(side.themes, themes) for side in (some, others))
    for first in range(0, len(likeness), _AT_A_TIME):
        rows = slice(first, first + _AT_A_TIME)
        wording = (said[rows] @ others_said.T).toarray()
        if vectors is not None:
            wording = (1 - _VECTOR_WEIGHT) * wording + _VECTOR_WEIGHT * (vectors[0][rows] @ vectors[1].T)
        wording = np.clip(wording, 0, 1)
        likeness[rows] = wording + theme_weight * _share_themes(own_themes[rows], other_themes) * (1 - wording)
    return likeness


def _flag_themes(carried: Sequence[set[str]], themes: Sequence[str]) -> np.ndarray:
    flags = [[theme in own for theme in themes] for own in carried]
    return np.array(flags, dtype="float").reshape(len(carried), len(themes))


def _share_themes(own: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return how many themes two texts both carry, out of those that either carries; 0 where there is none."""
    both = own @ others.T
    either = own.sum(axis=1)[:, None] + others.sum(axis=1) - both
    return both / np.maximum(either, 1)


def _join_replies(
    passage_ids: pd.Series, recommendations: pd.DataFrame, responses: pd.DataFrame, answers: pd.DataFrame
) -> dict[str, list[str | None]]:
    require_columns(responses, "responses", ["passage_id", "text", "status"])
    require_columns(answers, "answers", ["response_id", "recommendation_id"])
    parts = recommendations.reindex(columns=["passage_id", "part_of"]).dropna()
    wholes = dict(zip(parts["passage_id"], parts["part_of"], strict=True))
    given = [_replies_to(_with_wholes(passage_id, wholes), responses, answers) for passage_id in passage_ids]
    stated = [replies.loc[replies["status"] != "not_stated", "status"].dropna().unique() for replies in given]
    return {
        "reply": ["\n".join(replies["text"]) or None for replies in given],
        "statuses": [";".join(statuses) or None for statuses in stated],
    }


def _replies_to(passage_ids: Sequence[str], responses: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    response_ids = answers.loc[answers["recommendation_id"].isin(passage_ids), "response_id"]
    return responses[responses["passage_id"].isin(response_ids)]


def _with_wholes(passage_id: str, wholes: Mapping[str, str]) -> list[str]:
    passage_ids = [passage_id]
    while wholes.get(passage_ids[-1], passage_id) not in passage_ids:
        passage_ids.append(wholes[passage_ids[-1]])
    return passage_ids
