"""What replies do with the themes of the recommendations that they answer."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from scrlearn.errors import TableError
from scrlearn.learning.replies import compare_replies, tabulate_replies
from scrlearn.validation import check_table

REVIEWS = pd.DataFrame({"review_id": ["k", "a", "b"], "source_status": "published"})
# k:2 has a part, which has a part of its own.
RECOMMENDATIONS = pd.DataFrame(
    [
        ["k:1", "k", None],
        ["k:2", "k", None],
        ["k:2.b", "k", "k:2"],
        ["k:2.b.i", "k", "k:2.b"],
        ["k:3", "k", None],
        ["b:1", "b", None],
    ],
    columns=["passage_id", "review_id", "part_of"],
)
# The last response says only that there is nothing to learn: it answers no recommendation.
RESPONSES = pd.DataFrame(
    [
        ["k:1.response-1", "k"],
        ["k:1.action-1", "k"],
        ["k:2.b.i.response-1", "k"],
        ["b:1.response-1", "b"],
        ["a.response-1", "a"],
    ],
    columns=["passage_id", "review_id"],
)
ANSWERS = pd.DataFrame(
    [
        ["k:1.response-1", "k:1"],
        ["k:1.action-1", "k:1"],
        ["k:2.b.i.response-1", "k:2.b.i"],
        ["b:1.response-1", "b:1"],
    ],
    columns=["response_id", "recommendation_id"],
)
CODINGS = pd.DataFrame(
    [
        ["k:1", "voice", "applies", True],
        ["k:1.response-1", "voice", "does_not_apply", False],
        ["k:1.action-1", "voice", "applies", True],
        ["k:2.b.i", "voice", "does_not_apply", True],
        ["k:2.b.i.response-1", "voice", "applies", False],
        ["k:3", "voice", "applies", True],
        ["b:1", "voice", "check", False],
        ["b:1.response-1", "voice", "check", False],
        ["a.response-1", "voice", "applies", True],
    ],
    columns=["passage_id", "theme_id", "decision", "confirmed"],
)


def compare(codings=CODINGS, **changes):
    tables = {"recommendations": RECOMMENDATIONS, "responses": RESPONSES, "answers": ANSWERS, "reviews": REVIEWS}
    return compare_replies(codings, **(tables | changes))


def one_reply(asked, replied):
    """Compare one recommendation, coded (decision, confirmed) at each part, with as many coded responses."""
    parts = [f"k:1.{letter}" for letter, _ in zip("abc", asked, strict=False)]
    passages = [f"k:1.response-{number}" for number, _ in enumerate(replied, start=1)]
    codings = pd.DataFrame(
        [[name, "voice", *coding] for name, coding in zip([*parts, *passages], [*asked, *replied], strict=True)],
        columns=["passage_id", "theme_id", "decision", "confirmed"],
    )
    [row] = compare(
        codings,
        recommendations=pd.DataFrame(
            {"passage_id": ["k:1", *parts], "review_id": "k", "part_of": [None, *["k:1" for _ in parts]]}
        ),
        responses=pd.DataFrame({"passage_id": pd.Series(passages, dtype="str"), "review_id": "k"}),
        answers=pd.DataFrame({"response_id": pd.Series(passages, dtype="str"), "recommendation_id": "k:1"}),
    ).to_dict("records")
    return row["in_recommendation"], row["reply"], row["confirmed"]


def test_a_recommendation_is_compared_whole_with_all_that_answers_it_or_its_parts():
    expected = pd.DataFrame(
        [
            ["k", "k:1", "voice", "Voice", "applies", "named", 2, True, None],
            ["k", "k:2", "voice", "Voice", "does_not_apply", "named", 1, False, None],
            ["k", "k:3", "voice", "Voice", "applies", "no_reply", 0, True, None],
            ["b", "b:1", "voice", "Voice", "check", "to_check", 1, False, None],
        ],
        columns=[
            *["review_id", "recommendation_id", "theme_id", "theme", "in_recommendation", "reply", "n_responses"],
            *["confirmed", "notice"],
        ],
    )
    assert_frame_equal(compare(), check_table(expected, "replies"))


YES, NO, CHECK = ("applies", False), ("does_not_apply", False), ("check", False)
SURE_YES, SURE_NO = ("applies", True), ("does_not_apply", True)


@pytest.mark.parametrize(
    ("asked", "replied", "expected"),
    [
        ([YES], [YES], ("applies", "named", False)),
        ([SURE_YES, YES, CHECK], [SURE_YES, NO], ("applies", "named", True)),
        ([YES, SURE_NO], [SURE_YES], ("applies", "named", False)),
        ([SURE_YES], [SURE_NO, SURE_NO], ("applies", "not_named", True)),
        ([SURE_YES], [SURE_NO, NO], ("applies", "not_named", False)),
        ([SURE_YES], [SURE_NO, CHECK], ("applies", "to_check", False)),
        ([SURE_YES], [], ("applies", "no_reply", True)),
        ([YES], [], ("applies", "no_reply", False)),
        ([SURE_NO, CHECK], [SURE_YES], ("check", "named", False)),
        ([("check", True)], [SURE_YES], ("check", "named", False)),
        ([SURE_NO], [SURE_YES], ("does_not_apply", "named", True)),
        ([SURE_NO, NO], [SURE_YES], ("does_not_apply", "named", False)),
        ([SURE_NO], [], ("does_not_apply", "no_reply", True)),
    ],
)
def test_what_is_said_of_a_reply_and_whether_a_person_stands_behind_it(asked, replied, expected):
    assert one_reply(asked, replied) == expected


def test_a_theme_nobody_coded_is_in_neither_side_and_never_confirmed():
    themes = pd.DataFrame({"theme_id": ["sleep"], "theme": ["Safe sleeping"]})
    replies = compare(themes=themes)
    unheard = replies[replies["theme_id"] == "sleep"]
    assert unheard["theme"].unique().tolist() == ["Safe sleeping"]
    assert unheard["in_recommendation"].unique().tolist() == ["does_not_apply"]
    assert unheard["reply"].to_list() == ["not_named", "not_named", "no_reply", "not_named"]
    assert not unheard["confirmed"].any()


def test_a_response_that_answers_two_recommendations_counts_for_both():
    answers = pd.concat([ANSWERS, pd.DataFrame({"response_id": ["k:1.action-1"], "recommendation_id": ["k:3"]})])
    replies = compare(answers=answers).set_index("recommendation_id")
    assert replies.loc[["k:1", "k:3"], "n_responses"].to_list() == [2, 1]
    assert replies.loc["k:3", "reply"] == "named"


def test_a_response_that_answers_two_parts_of_a_recommendation_is_one_response():
    answers = pd.concat([ANSWERS, pd.DataFrame({"response_id": ["k:2.b.i.response-1"], "recommendation_id": ["k:2"]})])
    assert compare(answers=answers).set_index("recommendation_id").loc["k:2", "n_responses"] == 1


def test_answers_about_responses_or_recommendations_that_are_not_given_are_left_aside():
    replies = compare(responses=RESPONSES[2:], reviews=REVIEWS[:2])
    assert replies[["recommendation_id", "reply"]].values.tolist() == [
        ["k:1", "no_reply"],
        ["k:2", "named"],
        ["k:3", "no_reply"],
    ]


def test_a_part_whose_whole_is_not_given_stands_for_itself():
    assert compare(recommendations=RECOMMENDATIONS[3:])["recommendation_id"].to_list() == ["k:2.b.i", "k:3", "b:1"]


def test_codings_of_one_side_alone_are_refused_for_not_named_would_pass_for_a_finding():
    is_response = CODINGS["passage_id"].str.contains("response|action")
    with pytest.raises(TableError, match="codings: no row is about any of the responses given; give the codings"):
        compare(CODINGS[~is_response])
    with pytest.raises(TableError, match="codings: no row is about any of the recommendations given; give the codings"):
        compare(CODINGS[is_response])


def test_parts_that_go_round_in_a_circle_are_refused():
    in_a_circle = RECOMMENDATIONS.assign(part_of=[None, "k:2.b.i", "k:2", "k:2.b", None, None])
    with pytest.raises(TableError, match=r"part_of of \['k:2', 'k:2.b', 'k:2.b.i'\] goes round in a circle"):
        compare(recommendations=in_a_circle)


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match=r"recommendations: column \['part_of'\] is missing"):
        compare(recommendations=RECOMMENDATIONS.drop(columns="part_of"))
    with pytest.raises(TableError, match=r"answers: column \['recommendation_id'\] is missing"):
        compare(answers=ANSWERS[["response_id"]])
    with pytest.raises(TableError, match=r"responses: column \['passage_id'\] is missing"):
        compare(responses=RESPONSES[["review_id"]])
    with pytest.raises(TableError, match=r"replies: column \['reply'\] is missing"):
        tabulate_replies(compare().drop(columns="reply"), RECOMMENDATIONS, REVIEWS)


def test_replies_are_counted_by_recommendation_and_by_review():
    codings = pd.DataFrame(
        [
            ["k:1", "voice", "applies", True],
            ["k:1.response-1", "voice", "applies", True],
            ["k:2.b", "voice", "applies", True],
            ["k:2.b.i", "voice", "applies", False],
            ["k:2.b.i.response-1", "voice", "does_not_apply", False],
            ["k:3", "voice", "applies", False],
            ["b:1", "voice", "does_not_apply", True],
            ["b:1.response-1", "voice", "applies", True],
            ["b:1", "sleep", "applies", True],
            ["b:1.response-1", "sleep", "check", False],
            ["k:1", "sleep", "check", False],
            ["k:1.response-1", "sleep", "applies", True],
        ],
        columns=["passage_id", "theme_id", "decision", "confirmed"],
    )
    expected = pd.DataFrame(
        [
            ["voice", "Voice", 1, 3, 1, 3, 4, 1, 1, 0, 1, 1, 0, None],
            ["sleep", "Sleep", 1, 3, 0, 1, 4, 0, 0, 1, 0, 0, 1, None],
        ],
        columns=[
            *["theme_id", "theme", "n_reviews", "of_reviews", "n_confirmed", "n_recommendations", "of_recommendations"],
            *["n_named", "n_not_named", "n_to_check", "n_no_reply", "n_reply_only", "n_check", "notice"],
        ],
    )
    counts = tabulate_replies(compare(codings), RECOMMENDATIONS, REVIEWS)
    assert_frame_equal(counts, check_table(expected, "reply_counts"))


def test_replies_can_be_counted_for_some_of_the_reviews():
    counts = tabulate_replies(compare(), RECOMMENDATIONS, REVIEWS[1:])
    assert counts[["n_reviews", "of_reviews", "n_recommendations", "of_recommendations"]].values.tolist() == [
        [0, 2, 0, 1]
    ]


def test_where_there_is_no_recommendation_the_codebook_still_gives_rows():
    themes = pd.DataFrame({"theme_id": ["voice"], "theme": ["The child's voice"]})
    nothing = RECOMMENDATIONS[:0]
    replies = compare(recommendations=nothing, themes=themes)
    counts = tabulate_replies(replies, nothing, REVIEWS, themes=themes)
    assert counts[["theme", "n_reviews", "of_reviews", "of_recommendations"]].values.tolist() == [
        ["The child's voice", 0, 3, 0]
    ]


def test_the_notice_is_that_of_the_reviews():
    reviews = REVIEWS.assign(illustrative=True)
    replies = compare(reviews=reviews)
    assert replies["notice"].unique().tolist() == ["Illustrative data"]
    counts = tabulate_replies(replies, RECOMMENDATIONS, reviews)
    assert counts["notice"].unique().tolist() == ["Illustrative data"]
