"""From all that was read to what was counted."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from scrlearn.errors import TableError
from scrlearn.learning.flow import tabulate_flow
from scrlearn.validation import check_table

REVIEWS = pd.DataFrame(
    [
        ["k", "published"],
        ["a", "published"],
        ["b", "published"],
        ["old", "published"],
        ["older", "published"],
        ["undated", "published"],
        ["rapid", "unpublished"],
        ["secret", "unpublished"],
    ],
    columns=["review_id", "source_status"],
)
LEFT_OUT = pd.DataFrame(
    [
        ["old", "outside_period"],
        ["older", "outside_period"],
        ["undated", "undated"],
        ["rapid", "unpublished"],
        ["secret", "unpublished"],
    ],
    columns=["review_id", "reason"],
)
# k:2 is coded at its parts, k:3 not at all; a has none.
RECOMMENDATIONS = pd.DataFrame(
    [
        ["k:1", "k", None],
        ["k:2", "k", None],
        ["k:2.a", "k", "k:2"],
        ["k:2.b", "k", "k:2"],
        ["k:3", "k", None],
        ["b:1", "b", None],
        ["old:1", "old", None],
        ["rapid:1", "rapid", None],
    ],
    columns=["passage_id", "review_id", "part_of"],
)
CODINGS = pd.DataFrame(
    [
        ["k:1", "voice", "applies", True],
        ["k:1", "sleep", "does_not_apply", True],
        ["k:2.a", "voice", "applies", False],
        ["k:2.b", "voice", "check", False],
        ["b:1", "voice", "applies", False],
        ["b:1", "sleep", "check", False],
        ["b:1.response-1", "voice", "applies", True],
        ["old:1", "voice", "applies", True],
    ],
    columns=["passage_id", "theme_id", "decision", "confirmed"],
)
STEPS = [
    ["Reviews in the collection", "review"],
    ["Reviews that may be shown", "review"],
    ["Reviews counted", "review"],
    ["Reviews with recommendations", "review"],
    ["Recommendations of these reviews", "recommendation"],
    ["Recommendations coded", "recommendation"],
    ["Codings, each a theme of a passage", "coding"],
    ["Codings decided", "coding"],
    ["Codings that find the theme", "coding"],
    ["Codings confirmed by a person", "coding"],
]


def flow_of(reviews=REVIEWS, left_out=LEFT_OUT, recommendations=RECOMMENDATIONS, codings=CODINGS):
    return tabulate_flow(reviews, left_out, recommendations, codings)


def numbers_of(flow):
    return flow[["n_kept", "of_before"]].values.tolist()


def test_each_step_says_how_many_are_left_of_how_many_and_why():
    counts = [
        [8, 8, None],
        [6, 8, "2 unpublished"],
        [3, 6, "2 not certainly in the period; 1 undated"],
        [2, 3, "1 without recommendations"],
        [4, 4, None],
        [3, 4, "1 not coded"],
        [6, 6, None],
        [4, 6, "2 to check"],
        [3, 4, "1 do not find it"],
        [1, 3, "2 not yet confirmed"],
    ]
    expected = pd.DataFrame(
        [[*step, *counted, None] for step, counted in zip(STEPS, counts, strict=True)],
        columns=["step", "unit", "n_kept", "of_before", "why", "notice"],
    )
    assert_frame_equal(flow_of(), check_table(expected, "reading_flow"))


def test_where_nothing_is_left_out_nothing_has_to_be_explained():
    codings = CODINGS[:1].assign(confirmed="yes")
    flow = flow_of(REVIEWS[:1], LEFT_OUT[:0], RECOMMENDATIONS[:1], codings)
    assert numbers_of(flow) == [[1, 1]] * 10
    assert flow["why"].isna().all()


def test_an_empty_collection_is_nought_at_every_step():
    flow = flow_of(REVIEWS[:0], LEFT_OUT[:0], RECOMMENDATIONS[:0], CODINGS[:0])
    assert flow[["step", "unit"]].values.tolist() == STEPS
    assert numbers_of(flow) == [[0, 0]] * 10


def test_recommendations_that_nobody_has_coded_are_said_to_be_so():
    flow = flow_of(codings=CODINGS[:0])
    assert flow.loc[5, ["n_kept", "of_before", "why"]].to_list() == [0, 4, "4 not coded"]


def test_a_review_that_is_named_only_as_left_out_was_read():
    hidden = pd.DataFrame([["gone", "unpublished"]], columns=LEFT_OUT.columns)
    flow, without = flow_of(left_out=pd.concat([LEFT_OUT, hidden])), flow_of()
    assert flow["n_kept"].tolist() == [without["n_kept"][0] + 1, *without["n_kept"][1:]]


def test_the_notice_is_of_the_reviews_that_may_be_shown():
    assert flow_of(REVIEWS.assign(illustrative=True))["notice"].to_list() == ["Illustrative data"] * 10
    shown_too = flow_of(left_out=pd.concat([LEFT_OUT[:3], LEFT_OUT[4:].assign(reason="outside_period")]))
    assert shown_too["notice"].to_list() == ["Includes 2 unpublished reviews"] * 10
    assert shown_too.loc[1, ["n_kept", "of_before"]].to_list() == [8, 8]


def test_a_reason_that_is_none_is_refused():
    with pytest.raises(TableError, match=r"left_out: reason has \['too long'\] in index 0; use one of unpublished"):
        flow_of(left_out=pd.DataFrame([["k", "too long"]], columns=LEFT_OUT.columns))


def test_codings_of_other_passages_alone_are_refused():
    with pytest.raises(TableError, match="codings: no row is about any of the recommendations given"):
        flow_of(codings=CODINGS[-2:])


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match=r"recommendations: column \['part_of'\] is missing"):
        flow_of(recommendations=RECOMMENDATIONS.drop(columns="part_of"))
    with pytest.raises(TableError, match=r"reviews: column \['source_status'\] is missing"):
        flow_of(REVIEWS[["review_id"]])
