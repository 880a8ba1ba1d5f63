"""A small coded collection, made by hand, from which the tests of this room make their reports."""

import pandas as pd

from scrlearn.export.report import Layout, compose_report
from scrlearn.export.sections import SECTIONS
from scrlearn.reviews.collection import Collection
from scrlearn.runs.coding import Coded, Period
from scrlearn.runs.tabulating import tabulate_findings
from scrlearn.themes.codebook import Codebook
from scrlearn.validation import check_table, empty_table


def table(name, **columns):
    """Return a declared table with these columns and blanks in the others."""
    rows = len(next(iter(columns.values())))
    empty = empty_table(name)
    frame = pd.DataFrame({column: columns.get(column, [None] * rows) for column in empty if column != "illustrative"})
    return check_table(frame, name)


COLLECTION = Collection(
    reviews=table(
        "reviews",
        review_id=["north-child-k-2017", "north-child-a-2018"],
        subject=["Child K", "Child A"],
        review_type=["serious_case_review"] * 2,
        partnership=["north"] * 2,
        year=[2017, 2018],
        published_on=["2017-05", "2018"],
        published_precision=["month", "year"],
        outcome=["recommendations", "no_learning"],
        source_status=["published"] * 2,
    ).assign(illustrative=pd.array([True, True], dtype="boolean")),
    documents=table(
        "documents",
        document_id=["k/document-1", "k/document-2"],
        review_id=["north-child-k-2017"] * 2,
        document_type=["response"] * 2,
        title=["Response to Child K", None],
        file=["documents/k.pdf", "documents/plan.pdf"],
    ),
    recommendations=table(
        "recommendations",
        passage_id=["k:1", "k:2"],
        review_id=["north-child-k-2017"] * 2,
        document_id=["k/document-1", None],
        kind=["recommendation"] * 2,
        number=["1", "2"],
        text=["Hear the <b>child</b> & write it down.", "=SUM(A1:A9) is what\x0c the form must not say."],
        page=[4, None],
    ),
    responses=table(
        "responses",
        passage_id=["k:1.response-1"],
        review_id=["north-child-k-2017"],
        document_id=["k/document-2"],
        kind=["response"],
        status=["not_stated"],
        text=["@All staff hear children."],
        page=[2],
    ),
    answers=pd.DataFrame({"response_id": ["k:1.response-1"], "recommendation_id": ["k:1"]}),
)
CODEBOOK = Codebook(
    themes=table(
        "themes",
        theme_id=["voice", "sleep"],
        theme=["Voice of the child", "Safe sleeping"],
        definition=["The child is heard.", "Where infants sleep."],
        include=["Wishes and feelings.", None],
    ),
    rules=empty_table("rules"),
    examples=empty_table("examples"),
)
RECOMMENDATION_CODINGS = table(
    "codings",
    passage_id=["k:1", "k:1", "k:2", "k:2"],
    theme_id=["voice", "sleep"] * 2,
    decision=["applies", "does_not_apply", "does_not_apply", "check"],
    decided_by=["person", "model", "rule", "model"],
    confirmed=[True, False, False, False],
    score=[0.91, 0.1, None, 0.4],
    evidence=["Hear the", None, None, "form"],
    spans=["0-8", None, None, "25-29"],
    reason=["Ann: applies", None, None, "the model gives 0.40, too close to call"],
)
RESPONSE_CODINGS = table(
    "codings",
    passage_id=["k:1.response-1"] * 2,
    theme_id=["voice", "sleep"],
    decision=["applies", "does_not_apply"],
    decided_by=["model"] * 2,
    confirmed=[False] * 2,
    score=[0.8, 0.1],
    evidence=["hear children", None],
    spans=["11-24", None],
)
ACTION_TYPES = table("themes", theme_id=["audit"], theme=["Audit"], definition=["Something is looked into."])
CODED = Coded(
    collection=COLLECTION,
    codebook=CODEBOOK,
    corrections=empty_table("corrections"),
    recommendation_codings=RECOMMENDATION_CODINGS,
    response_codings=RESPONSE_CODINGS,
    action_codings=empty_table("codings"),
    action_types=ACTION_TYPES,
    rule_measures=empty_table("rule_measures"),
    agreement=empty_table("agreement"),
    stale_corrections=empty_table("stale_corrections"),
    left_out=empty_table("left_out"),
    national_figures=empty_table("national_figures"),
)


def confirmed():
    """Return the same with every coding decided by a person."""
    by_person = {"decided_by": "person", "confirmed": True}
    settled = RECOMMENDATION_CODINGS["decision"].replace("check", "applies")
    return CODED._replace(
        recommendation_codings=check_table(RECOMMENDATION_CODINGS.assign(decision=settled, **by_person), "codings"),
        response_codings=check_table(RESPONSE_CODINGS.assign(**by_person), "codings"),
    )


NAMES = ("themes", "themes-by-partnership", "themes-by-period", "pairs", "replies")
SHOWN = tuple(section for section in SECTIONS if section.name in NAMES)


def report_of(coded=CODED, *, sections=SHOWN):
    """Return the report of a coded collection."""
    findings = tabulate_findings(coded, period=Period())
    layout = Layout("Learning & <reviews>", sections)
    return compose_report(findings, layout=layout, scope="2 reviews counted.", made_with="scrlearn 0.1.0")
