"""When reviews raise a theme."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from scrlearn.errors import ScrlearnError, TableError
from scrlearn.learning.periods import reviews_in_period, tabulate_themes_by_period
from scrlearn.validation import check_table, empty_table

REVIEWS = pd.DataFrame(
    [
        ["day", "2016-03-31", "day"],
        ["month", "2016-04", "month"],
        ["autumn", "2018-09", "season"],
        ["winter", "2018-12", "season"],
        ["spring", "2019-03", "season"],
        ["year", "2018", "year"],
        ["never", None, None],
    ],
    columns=["review_id", "published_on", "published_precision"],
).assign(source_status="published")
PASSAGES = pd.DataFrame({"passage_id": REVIEWS["review_id"] + ":1", "review_id": REVIEWS["review_id"]})
CODINGS = pd.DataFrame(
    {"passage_id": PASSAGES["passage_id"], "theme_id": "voice", "decision": "applies", "confirmed": True}
)


def of_reviews(**options):
    counts = tabulate_themes_by_period(CODINGS, PASSAGES, REVIEWS, **options)
    return dict(zip(counts["group"], counts["of_reviews"], strict=True))


def inside(**options):
    return reviews_in_period(REVIEWS, **options)["review_id"].to_list()


def test_every_year_has_a_row_and_what_has_no_year_is_undated():
    expected = pd.DataFrame(
        [
            ["2016", 2, 2, 2],
            ["2017", 0, 0, 0],
            ["2018", 2, 2, 2],
            ["2019", 1, 1, 1],
            ["undated", 2, 2, 2],
        ],
        columns=["group", "n_reviews", "of_reviews", "n_passages"],
    ).assign(
        grouped_by="published_on, calendar years",
        theme_id="voice",
        theme="Voice",
        n_confirmed=lambda table: table["n_reviews"],
        n_check=0,
        notice=None,
    )
    assert_frame_equal(tabulate_themes_by_period(CODINGS, PASSAGES, REVIEWS), check_table(expected, "theme_counts_by"))


def test_a_year_from_april_takes_the_winter_whole_and_splits_a_spring_and_a_calendar_year():
    counts = tabulate_themes_by_period(CODINGS, PASSAGES, REVIEWS, years="april")
    assert counts["grouped_by"].unique().tolist() == ["published_on, April to March years"]
    assert dict(zip(counts["group"], counts["n_reviews"], strict=True)) == {
        "2015-16": 1,
        "2016-17": 1,
        "2017-18": 0,
        "2018-19": 2,
        "undated": 3,
    }


def test_reviews_put_together_from_two_frames_need_no_fresh_index():
    together = pd.concat([REVIEWS[:3], REVIEWS[3:].reset_index(drop=True)])
    assert_frame_equal(
        tabulate_themes_by_period(CODINGS, PASSAGES, together, first="2018"),
        tabulate_themes_by_period(CODINGS, PASSAGES, REVIEWS, first="2018"),
    )


def test_the_century_ends_in_a_year_named_00():
    reviews = REVIEWS[:1].assign(published_on="1999-06-01")
    counts = tabulate_themes_by_period(CODINGS, PASSAGES, reviews, years="april")
    assert counts["group"].to_list() == ["1999-00", "undated"]


def test_undated_has_a_row_even_where_every_review_is_dated():
    counts = tabulate_themes_by_period(CODINGS, PASSAGES, REVIEWS[:1])
    assert counts[["group", "n_reviews", "of_reviews"]].values.tolist() == [["2016", 1, 1], ["undated", 0, 0]]


def test_reviews_without_any_date_are_all_undated():
    counts = tabulate_themes_by_period(CODINGS, PASSAGES, REVIEWS[-1:])
    assert counts[["group", "of_reviews"]].values.tolist() == [["undated", 1]]


def test_another_date_can_be_asked_for():
    reviews = REVIEWS.rename(columns={"published_on": "decided_on", "published_precision": "decided_precision"})
    counts = tabulate_themes_by_period(CODINGS, PASSAGES, reviews, date="decided_on")
    assert counts["grouped_by"].unique().tolist() == ["decided_on, calendar years"]
    assert counts["of_reviews"].to_list() == [2, 0, 2, 1, 2]


def test_a_window_leaves_out_what_is_dated_outside_it_and_shows_all_of_its_years():
    assert of_reviews(first="2017", last="2020") == {"2017": 0, "2018": 2, "2019": 1, "2020": 0, "undated": 2}


def test_both_ends_of_a_window_are_in_it():
    assert inside(first="2016-03-31", last="2016-03-31") == ["day"]
    assert of_reviews(first="2016-03-31", last="2016-03-31") == {"2016": 1, "undated": 1}
    assert inside(first="2016-04", last="2016-04") == ["month"]
    assert inside(first="2018", last="2018-11") == ["autumn"]


def test_what_may_lie_inside_or_outside_a_window_counts_as_undated():
    assert of_reviews(first="2018-07", last="2018") == {"2018": 1, "undated": 3}
    assert inside(first="2018-07", last="2018") == ["autumn"]


def test_a_window_may_be_open_at_one_end():
    assert inside(first="2018-09") == ["autumn", "winter", "spring"]
    assert inside(last="2016-04") == ["day", "month"]
    assert of_reviews(last="2016-04") == {"2016": 2, "undated": 1}
    assert of_reviews(first="2019-04") == {"2019": 0, "undated": 2}


def test_without_a_window_every_review_is_kept():
    assert inside() == REVIEWS["review_id"].to_list()


def test_a_window_without_reviews_is_nought_of_nought():
    counts = tabulate_themes_by_period(CODINGS, PASSAGES, REVIEWS[:1], first="2020", last="2021")
    assert counts[["group", "n_reviews", "of_reviews"]].values.tolist() == [
        ["2020", 0, 0],
        ["2021", 0, 0],
        ["undated", 0, 0],
    ]


def test_the_notice_counts_only_reviews_that_the_table_counts():
    reviews = REVIEWS.assign(source_status=["unpublished", *["published"] * 5, "unpublished"])
    counts = tabulate_themes_by_period(CODINGS, PASSAGES, reviews, first="2018")
    assert counts["notice"].unique().tolist() == ["Includes 1 unpublished review"]


def test_the_coarser_of_what_is_written_and_its_precision_is_believed():
    reviews = REVIEWS[:2].assign(published_on=["2018-01-01", "2018"], published_precision=["year", "day"])
    assert reviews_in_period(reviews, first="2018", last="2018-06").empty
    assert len(reviews_in_period(reviews, first="2018", last="2018")) == 2


def test_a_leap_day_is_the_end_of_a_winter():
    reviews = REVIEWS[:1].assign(published_on="2019-12", published_precision="season")
    assert reviews_in_period(reviews, last="2020-02-28").empty
    assert len(reviews_in_period(reviews, last="2020-02-29")) == 1


def test_a_wrong_date_column_or_kind_of_year_says_what_to_use():
    with pytest.raises(
        ScrlearnError, match="date: 'died_on' is no date of a review; use one of published_on, decided_on"
    ):
        tabulate_themes_by_period(CODINGS, PASSAGES, REVIEWS, date="died_on")
    with pytest.raises(ScrlearnError, match="date: 'year' is no date of a review; use one of published_on, decided_on"):
        reviews_in_period(REVIEWS, date="year")
    with pytest.raises(ScrlearnError, match="years: 'school' is no kind of year; use one of calendar, april"):
        tabulate_themes_by_period(CODINGS, PASSAGES, REVIEWS, years="school")
    with pytest.raises(TableError, match=r"reviews: column \['decided_on', 'decided_precision'\] is missing"):
        reviews_in_period(REVIEWS, date="decided_on")


@pytest.mark.parametrize("written", ["18", "2018-13", "2018-02-30", "2018/10", "Autumn 2018", "2018-10-04T09:00", ""])
def test_a_malformed_window_says_how_to_write_a_date(written):
    with pytest.raises(ScrlearnError, match=f"^first: '{written}' is no date; write it as 2018, 2018-10 or 2018-10-04"):
        reviews_in_period(REVIEWS, first=written)
    with pytest.raises(ScrlearnError, match=f"^last: '{written}' is no date"):
        tabulate_themes_by_period(CODINGS, PASSAGES, REVIEWS, last=written)


def test_a_window_that_ends_before_it_begins_is_refused():
    with pytest.raises(ScrlearnError, match="first, last: 2019 to 2018-06 ends before it begins"):
        tabulate_themes_by_period(CODINGS, PASSAGES, REVIEWS, first="2019", last="2018-06")


def test_a_malformed_date_of_a_review_is_named_with_its_place():
    reviews = REVIEWS.assign(published_on="Autumn 2018")[2:]
    with pytest.raises(
        TableError, match=r"reviews: published_on 'Autumn 2018' .* in index 2 is no date; write it as 2018"
    ):
        tabulate_themes_by_period(CODINGS, PASSAGES, reviews)


def test_a_collection_without_reviews_has_an_undated_group_and_no_year():
    nobody = empty_table("reviews")
    assert reviews_in_period(nobody, first="2018").columns.tolist() == nobody.columns.tolist()
    themes = pd.DataFrame({"theme_id": ["safe_sleeping"], "theme": ["Safe sleeping"]})
    counts = tabulate_themes_by_period(empty_table("codings"), empty_table("recommendations"), nobody, themes=themes)
    assert counts[["group", "n_reviews", "of_reviews"]].drop_duplicates().values.tolist() == [["undated", 0, 0]]
