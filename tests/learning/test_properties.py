"""What holds for the counts of every collection."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from scrlearn.learning.addressees import tabulate_addressees, tabulate_addressees_by_review
from scrlearn.learning.completeness import FACTS, find_missing_facts, tabulate_completeness
from scrlearn.learning.counts import tabulate_themes, tabulate_themes_by
from scrlearn.learning.dates import tabulate_review_dates
from scrlearn.learning.flow import tabulate_flow
from scrlearn.learning.grid import tabulate_grid
from scrlearn.learning.groups import tabulate_theme_groups
from scrlearn.learning.pairs import tabulate_pairs
from scrlearn.learning.periods import reviews_in_period, tabulate_themes_by_period
from scrlearn.learning.ranks import rank_themes
from scrlearn.learning.replies import compare_replies, tabulate_replies

THEMES = pd.DataFrame({"theme_id": ["voice", "family", "sleep"], "theme": ["Voice", "Family", "Sleep"]})
COUNTED = ["n_reviews", "of_reviews", "n_confirmed", "n_check", "n_passages"]
DATES = [
    *[("2016-03-31", "day"), ("2016-04", "month"), ("2017-12", "season"), ("2018", "year"), ("2018-03", "season")],
    *[("2019-01-01", "day"), (None, None)],
]
CELL = st.tuples(st.sampled_from(["applies", "does_not_apply", "check"]), st.booleans())
PASSAGE = st.tuples(CELL, CELL, CELL)
GROUPED = THEMES.assign(theme_group=["Seeing the child", "Seeing the child", None])
BODIES = ["Police", "Police;Schools", None, "Schools", "Board"]
REASON = st.sampled_from([None, "unpublished", "outside_period", "undated"])
REVIEW = st.tuples(st.sampled_from(["north", "south", None]), st.sampled_from(DATES), st.lists(PASSAGE, max_size=3))
few = settings(max_examples=25, deadline=None)


def describe(collection):
    """Say of the reviews all that a table may ask for, and whom the recommendations address."""
    codings, passages, reviews = collection
    known = {"published_on": reviews["published_on"], "year": reviews["published_on"].astype("str").str[:4]}
    described = reviews.assign(**{**dict.fromkeys(FACTS), **known}, partnership=reviews["partnership"].fillna("west"))
    described = described.assign(subject="Child", review_type="other", outcome="recommendations")
    bodies = [BODIES[place % len(BODIES)] for place in range(len(passages))]
    return codings, passages.assign(addressed_to=bodies), described


def leave_out(reviews, reasons):
    """Return the table left_out for reasons drawn review by review; the None among them are counted."""
    return reviews[["review_id"]].assign(reason=reasons[: len(reviews)]).dropna()


@st.composite
def collections(draw):
    """Draw codings, passages and reviews; some reviews have no passages."""
    reviews, passages, codings = [], [], []
    for number, (area, (date, precision), coded) in enumerate(draw(st.lists(REVIEW, min_size=1, max_size=6))):
        reviews.append([f"r{number}", "published", area, date, precision])
        for place, cells in enumerate(coded):
            passages.append([f"r{number}:{place}", f"r{number}", None])
            codings += [
                [f"r{number}:{place}", theme_id, *cell]
                for theme_id, cell in zip(THEMES["theme_id"], cells, strict=True)
            ]
    return (
        pd.DataFrame(codings, columns=["passage_id", "theme_id", "decision", "confirmed"]),
        pd.DataFrame(passages, columns=["passage_id", "review_id", "part_of"]),
        pd.DataFrame(
            reviews, columns=["review_id", "source_status", "partnership", "published_on", "published_precision"]
        ),
    )


def split(codings, passages):
    """Make of every passage a whole with two parts, the second of which carries the codings."""
    parts = pd.concat([passages.assign(passage_id=passages["passage_id"] + f".{letter}") for letter in "ab"])
    parts["part_of"] = parts["passage_id"].str[:-2]
    silent = codings.assign(passage_id=codings["passage_id"] + ".a", decision="does_not_apply", confirmed=True)
    speaking = codings.assign(passage_id=codings["passage_id"] + ".b")
    return pd.concat([silent, speaking], ignore_index=True), pd.concat([passages, parts], ignore_index=True)


@few
@given(collections())
def test_no_count_of_reviews_exceeds_what_it_is_counted_out_of(collection):
    for counts in (
        tabulate_themes(*collection, themes=THEMES),
        tabulate_themes_by(*collection, "partnership", themes=THEMES),
        tabulate_themes_by_period(*collection, themes=THEMES),
        tabulate_pairs(*collection, themes=THEMES),
    ):
        assert (counts["n_reviews"] + counts["n_check"] <= counts["of_reviews"]).all()
        assert (counts["n_confirmed"] <= counts["n_reviews"]).all()


@few
@given(collections())
def test_a_review_without_passages_counts_in_every_denominator(collection):
    codings, passages, reviews = collection
    for counts in (tabulate_themes(*collection, themes=THEMES), tabulate_pairs(*collection, themes=THEMES)):
        assert (counts["of_reviews"] == len(reviews)).all()
    one_more = pd.concat([reviews, reviews[:1].assign(review_id="silent")], ignore_index=True)
    before, after = (
        tabulate_themes(*collection, themes=THEMES),
        tabulate_themes(codings, passages, one_more, themes=THEMES),
    )
    assert_frame_equal(after, before.assign(of_reviews=before["of_reviews"] + 1))


@few
@given(collections())
def test_splitting_a_recommendation_never_changes_a_count_of_reviews(collection):
    codings, passages, reviews = collection
    in_parts = split(codings, passages)
    for tabulate in (tabulate_themes, tabulate_pairs):
        whole, parts = tabulate(*collection, themes=THEMES), tabulate(*in_parts, reviews, themes=THEMES)
        assert_frame_equal(whole, parts)
    no_responses = pd.DataFrame({"passage_id": [], "review_id": []}, dtype="str")
    no_answers = pd.DataFrame({"response_id": [], "recommendation_id": []}, dtype="str")
    whole, parts = (
        compare_replies(*tables, no_responses, no_answers, reviews, themes=THEMES)
        for tables in ((codings, passages), in_parts)
    )
    assert_frame_equal(whole, parts)


@few
@given(collections(), st.sampled_from(["calendar", "april"]))
def test_groups_add_up_to_all_and_the_undated_are_not_lost(collection, years):
    everything = tabulate_themes(*collection, themes=THEMES).set_index("theme_id")[COUNTED]
    for counts in (
        tabulate_themes_by(*collection, "partnership", themes=THEMES),
        tabulate_themes_by_period(*collection, years=years, themes=THEMES),
    ):
        assert_frame_equal(counts.groupby("theme_id", sort=False)[COUNTED].sum(), everything)


@few
@given(collections())
def test_a_window_leaves_out_only_reviews_that_certainly_lie_before_or_after_it(collection):
    reviews = collection[-1]
    counts = tabulate_themes_by_period(*collection, first="2017", last="2018-03", themes=THEMES)
    before, after = reviews_in_period(reviews, last="2016"), reviews_in_period(reviews, first="2018-04")
    assert counts["of_reviews"].sum() == len(THEMES) * (len(reviews) - len(before) - len(after))


@few
@given(collections())
def test_what_replies_do_adds_up_to_the_recommendations_that_carry_the_theme(collection):
    codings, passages, reviews = collection
    responses = passages.assign(passage_id=passages["passage_id"] + ".response-1")
    answers = pd.DataFrame({"response_id": responses["passage_id"], "recommendation_id": passages["passage_id"]})
    turned = codings.assign(
        passage_id=codings["passage_id"] + ".response-1", decision=codings["decision"].to_numpy()[::-1]
    )
    both = pd.concat([codings, turned], ignore_index=True)
    replies = compare_replies(both, passages, responses, answers[::2], reviews, themes=THEMES)
    counts = tabulate_replies(replies, passages, reviews, themes=THEMES)
    assert len(replies) == len(passages) * len(THEMES)
    said = counts[["n_named", "n_not_named", "n_to_check", "n_no_reply"]].sum(axis=1)
    assert (said == counts["n_recommendations"]).all()
    assert (counts["n_recommendations"] + counts["n_reply_only"] <= counts["of_recommendations"]).all()
    assert (counts["n_confirmed"] <= counts["n_recommendations"]).all()
    assert (counts["n_reviews"] == tabulate_themes(*collection, themes=THEMES)["n_reviews"]).all()


@few
@given(collections())
def test_no_count_of_a_plain_table_exceeds_what_it_is_counted_out_of(collection):
    codings, recommendations, reviews = describe(collection)
    groups = tabulate_theme_groups(codings, recommendations, reviews, themes=GROUPED)
    ranks = rank_themes(tabulate_themes(codings, recommendations, reviews, themes=THEMES))
    addressees = tabulate_addressees(recommendations, reviews)
    for counts in (groups, ranks, addressees, tabulate_completeness(reviews)):
        assert (counts["n_reviews"] <= counts["of_reviews"]).all()
    for counts in (groups, ranks):
        assert (counts["n_reviews"] + counts["n_check"] <= counts["of_reviews"]).all()
        assert (counts["n_confirmed"] <= counts["n_reviews"]).all()
    by_review = tabulate_addressees_by_review(recommendations, reviews)
    assert by_review["n_recommendations"].sum() == addressees["n_recommendations"].sum()
    for counts in (addressees, by_review):
        assert (counts["n_recommendations"] <= counts["of_recommendations"]).all()
    assert (groups["n_passages"] <= groups["of_passages"]).all()
    facts = find_missing_facts(reviews)
    assert (facts["n_known"] + facts["missing"].fillna("").str.split(";").map(len) == facts["of_facts"]).all()


@few
@given(collections(), st.lists(REASON, min_size=6, max_size=6))
def test_each_step_of_the_flow_begins_with_what_the_step_before_left(collection, reasons):
    codings, recommendations, reviews = describe(collection)
    flow = tabulate_flow(reviews, leave_out(reviews, reasons), recommendations, codings)
    assert flow["n_kept"][0] == len(reviews)
    assert (flow["n_kept"] <= flow["of_before"]).all()
    assert (flow["why"].isna() == (flow["n_kept"] == flow["of_before"])).all()
    for _, steps in flow.groupby("unit"):
        assert steps["of_before"].to_list() == [steps["n_kept"].iloc[0], *steps["n_kept"].iloc[:-1]]


@few
@given(collections())
def test_a_review_without_passages_is_in_every_plain_table(collection):
    codings, recommendations, reviews = describe(collection)
    silent = pd.concat([reviews, reviews[:1].assign(review_id="silent")], ignore_index=True)
    for tabulate in (
        lambda those: tabulate_theme_groups(codings, recommendations, those, themes=GROUPED),
        lambda those: rank_themes(tabulate_themes(codings, recommendations, those, themes=THEMES)),
        lambda those: tabulate_addressees(recommendations, those),
    ):
        before = tabulate(reviews)
        assert (before["of_reviews"] == len(reviews)).all()
        assert_frame_equal(tabulate(silent), before.assign(of_reviews=before["of_reviews"] + 1))
    grid = tabulate_grid(codings, recommendations, silent, themes=THEMES)
    assert (grid.loc[grid["review_id"] == "silent", "decision"] == "does_not_apply").all()
    assert len(grid) == len(silent) * len(THEMES)
    assert set(tabulate_review_dates(silent, recommendations)["review_id"]) == set(silent["review_id"])


@few
@given(collections(), st.booleans())
def test_splitting_a_recommendation_never_changes_a_plain_table(collection, said_of_the_whole):
    codings, recommendations, reviews = describe(collection)
    coded_parts, in_parts = split(codings, recommendations)
    if not said_of_the_whole:
        in_parts["addressed_to"] = in_parts["addressed_to"].where(in_parts["part_of"].notna())
    for tabulate in (tabulate_addressees, tabulate_addressees_by_review):
        assert_frame_equal(tabulate(in_parts, reviews), tabulate(recommendations, reviews))
    assert_frame_equal(tabulate_review_dates(reviews, in_parts), tabulate_review_dates(reviews, recommendations))
    whole, parts = (
        (
            tabulate_grid(*tables, reviews, themes=THEMES),
            tabulate_theme_groups(*tables, reviews, themes=GROUPED).drop(columns="of_passages"),
            tabulate_flow(reviews, leave_out(reviews, [None] * 6), tables[1], tables[0]).query("unit != 'coding'"),
        )
        for tables in ((codings, recommendations), (coded_parts, in_parts))
    )
    for one, other in zip(whole, parts, strict=True):
        assert_frame_equal(one, other)


@few
@given(collections())
def test_a_group_is_never_below_its_most_frequent_theme_nor_above_their_sum(collection):
    counts = tabulate_theme_groups(*collection, themes=GROUPED)
    is_group = counts["level"] == "group"
    themes = counts[~is_group].groupby("theme_group")
    groups = counts[is_group].set_index("theme_group").sort_index()
    for name in ("n_reviews", "n_confirmed", "n_passages"):
        assert (groups[name] >= themes[name].max()).all()
        assert (groups[name] <= themes[name].sum()).all()
