"""
What becomes of people's decisions when the collection moves on, beside what a user would pick instead?

    python tests/benchmarks/people.py

Two coders record 60 decisions on 20 illustrative reviews; reviews arrive, a text is mended, the codebook grows, and all
is coded again: two_coders.py beside this file says how.

Beside this project stand a script with scikit-learn (TF-IDF and logistic regression, taught by the same labelled
passages, people's labels put over what it predicts, where coders differ the later one), which finds the cell of a label
by its row number, by its text, or by an id; and BERTopic, fitted again (where it is installed), whose topics carry a
theme where most of the decisions in them say so; labels put over that would fare as in the lines above it. A new theme
without labelled passages is nothing that these can learn; no decision is on it.

decisions lost      of the last word of each coder on each cell whose text is unchanged, withdrawn ones and cells on
                    which coders differ aside: those whose cell says something else afterwards. Where a machine happens
                    to say the same, it is not lost.
cells duplicated    rows for a passage and theme beyond the first
silently changed    cells that people decided whose answer is another than before, neither listed as stale nor left to
                    check
on other cells      cells that nobody decided, with a person's label
stale listed        decisions on the mended text that are listed as such, of those that are
disagreements shown cells on which coders differ or one is unsure that are left open with both named, of those there are

README.md beside this file says more.
"""

import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from two_coders import (
    MENDED,
    PUBLISHED_LATE,
    THEMES,
    coded_texts,
    move_on,
    record_sixty_decisions,
    start_with_twenty_reviews,
)

from scrlearn.checking.corrections import load_corrections
from scrlearn.passages import coded_passages
from scrlearn.runs.coding import Coded, Period, code_collection
from scrlearn.themes.labelled import load_labelled, theme_flags

CELL = ["passage_id", "theme_id"]
BERTOPIC = find_spec("bertopic") is not None


class Way(NamedTuple):
    """What a way of coding answers before and after, and which decisions it lists as stale."""

    before: pd.DataFrame
    after: pd.DataFrame
    listed: pd.DataFrame


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "collection"
        start_with_twenty_reviews(folder)
        record_sixty_decisions(folder)
        then, coded_then = coded_texts(folder), code_collection(folder, period=Period())
        move_on(folder)
        now, coded_now = coded_texts(folder), code_collection(folder, period=Period())
        decisions = load_corrections(folder)
    late = now["passage_id"].str.startswith(tuple(PUBLISHED_LATE))
    now_at_end = pd.concat([now[~late], now[late]], ignore_index=True)
    ways = {
        "this project": Way(answers_of(coded_then), answers_of(coded_now), coded_now.stale_corrections),
        "scikit-learn, labels by row number": labels_over_predictions(then, now, decisions, "row"),
        "the same, new reviews at the end": labels_over_predictions(then, now_at_end, decisions, "row"),
        "scikit-learn, labels by text": labels_over_predictions(then, now, decisions, "text"),
        "scikit-learn, labels by passage id": labels_over_predictions(then, now, decisions, "passage_id"),
    }
    if BERTOPIC:
        ways["BERTopic, fitted again"] = topics_fitted_again(then, now, decisions)
    people = what_people_say(decisions)
    print(pd.DataFrame({name: count(way, people) for name, way in ways.items()}).T.to_string())
    if not BERTOPIC:
        print("BERTopic, fitted again: not installed")


def answers_of(coded: Coded) -> pd.DataFrame:
    codings = pd.concat([coded.recommendation_codings, coded.response_codings], ignore_index=True)
    answers = codings[[*CELL, "reason"]].assign(answer=codings["decision"], by_people=codings["decided_by"] == "person")
    return answers.fillna({"reason": ""})


def labels_over_predictions(then: pd.DataFrame, now: pd.DataFrame, decisions: pd.DataFrame, key: str) -> Way:
    """Predict all cells, and put people's labels over those that have the same row number, text or id."""
    labels = standing(decisions).query("decision != 'unsure'").drop_duplicates(CELL, keep="last")
    labels = labels.merge(then.assign(row=range(len(then))), on="passage_id")[[key, "theme_id", "decision"]]
    before, after = (predict(texts).merge(labels, on=[key, "theme_id"], how="left") for texts in (then, now))
    return Way(put_over(before), put_over(after), listed=decisions.iloc[:0])


def predict(texts: pd.DataFrame) -> pd.DataFrame:
    flags = taught_model().predict(texts["reading"])
    wide = texts.assign(row=range(len(texts)), **dict(zip(THEMES, flags.T, strict=True)))
    return wide.melt(["row", "passage_id", "text"], THEMES, var_name="theme_id", value_name="predicted")


@cache
def taught_model() -> Pipeline:
    labelled = load_labelled()
    regression = LogisticRegression(C=4, class_weight="balanced", solver="liblinear")
    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), OneVsRestClassifier(regression))
    readings = coded_passages(labelled.rename(columns={"id": "passage_id"}))["reading"]
    return model.fit(readings, theme_flags(labelled, THEMES))


def put_over(cells: pd.DataFrame) -> pd.DataFrame:
    predicted = cells["predicted"].map({1: "applies", 0: "does_not_apply"})
    by_people = cells["decision"].notna()
    return cells[CELL].assign(answer=cells["decision"].fillna(predicted), by_people=by_people, reason="")


def topics_fitted_again(then: pd.DataFrame, now: pd.DataFrame, decisions: pd.DataFrame) -> Way:
    """Give each passage the themes that most decisions in its topic say apply; topics are found anew each time."""
    labels = standing(decisions).query("decision != 'unsure'")
    return Way(by_topic(then, labels), by_topic(now, labels), listed=decisions.iloc[:0])


def by_topic(texts: pd.DataFrame, labels: pd.DataFrame) -> pd.DataFrame:
    from bertopic import BERTopic  # noqa: PLC0415  (not a dependency)
    from umap import UMAP  # noqa: PLC0415

    vectors = make_pipeline(TfidfVectorizer(sublinear_tf=True, stop_words="english"), TruncatedSVD(50, random_state=0))
    readings, places = texts["reading"].tolist(), vectors.fit_transform(texts["reading"])
    # As it comes, but for a seed, and no passage left without a topic.
    model = BERTopic(umap_model=UMAP(n_components=5, min_dist=0.0, metric="cosine", random_state=0))
    topics, _ = model.fit_transform(readings, places)
    topics = model.reduce_outliers(readings, topics) if -1 in topics and len(set(topics)) > 1 else topics
    topic_of = dict(zip(texts["passage_id"], topics, strict=True))
    votes = labels.assign(topic=labels["passage_id"].map(topic_of), applies=labels["decision"] == "applies")
    carried = votes.groupby(["topic", "theme_id"])["applies"].mean() > 0.5
    cells = texts[["passage_id"]].merge(pd.DataFrame({"theme_id": THEMES}), how="cross")
    found = [carried.get((topic_of[passage_id], theme_id), False) for passage_id, theme_id in cells.to_numpy()]
    answer = pd.Series(found).map({True: "applies", False: "does_not_apply"})
    return cells.assign(answer=answer, by_people=False, reason="")


def standing(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the last word of each coder on each cell, without those that were taken back."""
    return decisions.drop_duplicates([*CELL, "coder"], keep="last").query("decision != 'withdrawn'")


def what_people_say(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the decided cells: what coders agree on, or check, who they are, and how many decisions that is."""
    cells = standing(decisions).groupby(CELL, sort=False).agg(said=("decision", set), coders=("coder", list))
    agreed = cells["said"].map(lambda said: next(iter(said)) if len(said) == 1 else "check").replace("unsure", "check")
    return cells.assign(says=agreed, mended=cells.index.get_level_values("passage_id") == MENDED).reset_index()


def count(way: Way, people: pd.DataFrame) -> dict[str, object]:
    before, after = (people.merge(said.drop_duplicates(CELL), on=CELL) for said in (way.before, way.after))
    differ, left_open = after["says"] == "check", after["answer"] == "check"
    stands = ~differ & ~after["mended"]
    lost = stands & (after["answer"] != after["says"])
    n_decisions = after["coders"].map(len)
    changed = (before["answer"] != after["answer"]) & ~left_open & ~ids(after).isin(ids(way.listed))
    named = pd.Series([all(coder in row.reason for coder in row.coders) for row in after.itertuples()])
    stale = people[people["mended"]].explode("coders").rename(columns={"coders": "coder"})
    n_listed = ids(stale, "coder").isin(ids(way.listed, "coder")).sum()
    labelled = way.after[way.after["by_people"]]
    return {
        "decisions lost": f"{n_decisions[lost].sum()} of {n_decisions[stands].sum()}",
        "cells duplicated": way.after.duplicated(CELL).sum(),
        "silently changed": changed.sum(),
        "on other cells": (~ids(labelled).isin(ids(people))).sum(),
        "stale listed": f"{n_listed} of {len(stale)}" + (f", {len(way.listed)} in all" if len(way.listed) else ""),
        "disagreements shown": f"{(differ & left_open & named).sum()} of {differ.sum()}",
    }


def ids(rows: pd.DataFrame, *further: str) -> pd.Series:
    return rows[[*CELL, *further]].agg("|".join, axis=1) if len(rows) else pd.Series(dtype="str")


if __name__ == "__main__":
    main()
