"""A collection of two short reviews and a small codebook, to be changed as a test likes, and runs of it."""

from functools import lru_cache

import pandas as pd

from scrlearn.reviews.collection import Collection, Settings
from scrlearn.runs.coding import Parameters, code_passages
from scrlearn.runs.compare import KeptRun
from scrlearn.runs.differences import Basis
from scrlearn.runs.inputs import Inputs, keep_inputs, prints_of_reviews
from scrlearn.themes.codebook import Codebook, load_codebook
from scrlearn.themes.labelled import load_labelled
from scrlearn.validation import check_table, empty_table

EVERYTHING = Parameters()
SOFA = "Parents should be told why a baby must not share a sofa or a bed with an adult who has been drinking."
ALONE = "Every child should be seen alone, and the child's own wishes and feelings should be recorded."
REPORT = "The Board should publish its annual report by September."
COURSE = "The Board should hold a course by September."


@lru_cache
def blank(name):
    return empty_table(name)


def table(name, *rows):
    """A table with these rows; what they do not give is blank."""
    return check_table(pd.DataFrame([dict.fromkeys(blank(name)) | row for row in rows]), name) if rows else blank(name)


def review(name, **facts):
    known = {"review_id": name, "subject": name, "review_type": "learning_review"}
    known |= {"partnership": "marlshire", "outcome": "recommendations", "source_status": "published"}
    return {**known, "published_on": "2020-05", "published_precision": "month", "illustrative": False, **facts}


def recommendation(passage_id, text, **more):
    number = passage_id.split(":")[1]
    kind = {"review_id": passage_id.split(":")[0], "kind": "recommendation", "number": number}
    return {"passage_id": passage_id, **kind, "text": text, **more}


def theme(theme_id, label, **more):
    return {"theme_id": theme_id, "theme": label, "definition": label, **more}


def rule(rule_id, theme_id, pattern):
    return {"rule_id": rule_id, "theme_id": theme_id, "pattern": pattern, "reason": "A test."}


def decision(passage_id, theme_id, coder, said, **more):
    return {"passage_id": passage_id, "theme_id": theme_id, "coder": coder, "decision": said, **more}


REVIEWS = review("child-a"), review("child-b")
RECOMMENDATIONS = (
    recommendation("child-a:1", SOFA),
    recommendation("child-a:2", COURSE),
    recommendation("child-b:1", ALONE),
    recommendation("child-b:2", REPORT),
)
THEMES = (
    theme("safe_sleeping", "Safe sleeping"),
    theme("voice_of_the_child", "Voice of the child"),
    theme("training", "Training"),
)
# Nobody has labelled passages for training: on it rules alone decide.
RULES = (
    rule("cot", "safe_sleeping", "cot"),
    rule("wishes", "voice_of_the_child", "wishes"),
    rule("course", "training", "course"),
    rule("workshop", "training", "workshop"),
)


def codebook(*, themes=THEMES, rules=RULES, retired=()):
    made = table("themes", *themes), table("rules", *rules), blank("examples"), table("themes", *retired)
    return Codebook(*made)


@lru_cache
def action_types():
    return load_codebook("action_types")


@lru_cache
def labelled():
    """A few hundred labelled passages of two themes, by several hands."""
    every = load_labelled()
    names = every["themes"].fillna("")
    few = [
        every[names == theme].groupby("hand").head(n)
        for theme, n in (("safe_sleeping", 5), ("voice_of_the_child", 5), ("", 10))
    ]
    return pd.concat(few, ignore_index=True)


def inputs(
    *, reviews=REVIEWS, recommendations=RECOMMENDATIONS, responses=(), decisions=(), learnt=None, rule="check", **book
):
    collection = Collection(
        table("reviews", *reviews),
        blank("documents"),
        table("recommendations", *recommendations),
        table("responses", *responses),
        blank("answers"),
    )
    return Inputs(
        Settings("Small", when_coders_disagree=rule),
        "",
        collection,
        table("corrections", *decisions),
        codebook(**book),
        action_types(),
        labelled() if learnt is None else learnt,
    )


def kept_run(kept, made, parameters=EVERYTHING, *, codings=None, **record):
    """A run of these inputs, as it would be kept; its codings and its record may say something else."""
    collection = made.collection
    if codings is None:
        passage_ids = pd.concat([collection.recommendations, collection.responses])["passage_id"]
        codings = code_passages(made, parameters, passage_ids, kept=kept)
    of_actions = codings["theme_id"].isin(made.action_types.themes["theme_id"])
    of_recommendations = codings["passage_id"].isin(collection.recommendations["passage_id"])
    tables = {
        "recommendation_codings": codings[of_recommendations],
        "response_codings": codings[~of_recommendations & ~of_actions],
        "action_codings": codings[~of_recommendations & of_actions],
    }
    reviews = prints_of_reviews(kept, keep_inputs(made, kept))
    versions = {"python": "3.11", "packages": {"scrlearn": "0.1.0"}, "code": "same"}
    return KeptRun("a run", {**versions, "reviews": reviews, **record}, Basis(made, parameters), tables)
