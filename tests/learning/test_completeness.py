"""How much is known about the reviews."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from scrlearn.errors import TableError
from scrlearn.learning.completeness import FACTS, find_missing_facts, tabulate_completeness
from scrlearn.tables import TABLES
from scrlearn.validation import check_table

REVIEWS = pd.DataFrame(
    [
        ["k", "published", "Board", 2017, "2017-04-19", None, None, "WT 2015", "Regulation 5", "A. Lead", "systems"],
        ["a", "published", "Partnership", None, None, "2018-09", " ", "WT 2018", None, "B. Lead;C. Lead", None],
        ["b", "published", None, None, None, None, None, None, None, None, None],
    ],
    columns=[
        *["review_id", "source_status", "publisher", "year", "decided_on", "commissioned_on", "published_on"],
        *["guidance", "legal_basis", "lead_reviewers", "method"],
    ],
)


def test_the_facts_are_the_columns_that_may_be_blank_but_for_those_that_say_more_of_another():
    columns = TABLES["reviews"].columns
    may_be_blank = [name for name, column in columns.items() if column.nullable]
    of_another = [name for name in may_be_blank if name.endswith("_precision")] + ["year_of"]
    assert list(FACTS) == [name for name in may_be_blank if name not in of_another]


def test_a_fact_is_known_of_the_reviews_whose_cell_is_not_blank():
    expected = pd.DataFrame(
        [
            ["publisher", "Publisher", 2, 3, None],
            ["year", "Year by which it is known", 1, 3, None],
            ["decided_on", "Date of the decision to hold it", 1, 3, None],
            ["commissioned_on", "Date of commissioning", 1, 3, None],
            ["published_on", "Date of publication", 0, 3, None],
            ["guidance", "Statutory guidance", 2, 3, None],
            ["legal_basis", "Legal basis", 1, 3, None],
            ["lead_reviewers", "Lead reviewers", 2, 3, None],
            ["method", "Review model", 1, 3, None],
        ],
        columns=["fact", "label", "n_reviews", "of_reviews", "notice"],
    )
    assert_frame_equal(tabulate_completeness(REVIEWS), check_table(expected, "completeness"))


def test_what_is_not_known_is_listed_review_by_review():
    expected = pd.DataFrame(
        [
            ["k", 7, 9, "commissioned_on;published_on", None],
            ["a", 4, 9, "year;decided_on;published_on;legal_basis;method", None],
            ["b", 0, 9, ";".join(FACTS), None],
        ],
        columns=["review_id", "n_known", "of_facts", "missing", "notice"],
    )
    assert_frame_equal(find_missing_facts(REVIEWS), check_table(expected, "missing_facts"))


def test_a_review_of_which_all_is_known_has_a_row_with_nothing_missing():
    known = find_missing_facts(REVIEWS[:1].assign(commissioned_on="2017", published_on="2018"))
    assert known["n_known"].to_list() == [9]
    assert known["missing"].isna().all()


def test_reviews_in_any_order_keep_it():
    assert find_missing_facts(REVIEWS[::-1])[["review_id", "n_known"]].values.tolist() == [["b", 0], ["a", 4], ["k", 7]]


def test_no_reviews_are_known_nought_of_nought():
    assert tabulate_completeness(REVIEWS[:0])[["n_reviews", "of_reviews"]].values.tolist() == [[0, 0]] * 9
    assert find_missing_facts(REVIEWS[:0]).empty


def test_the_notice_is_in_every_row():
    reviews = REVIEWS.assign(illustrative=True)
    assert tabulate_completeness(reviews)["notice"].to_list() == ["Illustrative data"] * 9
    assert find_missing_facts(reviews)["notice"].to_list() == ["Illustrative data"] * 3


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match=r"reviews: column \['legal_basis', 'method'\] is missing"):
        tabulate_completeness(REVIEWS.drop(columns=["legal_basis", "method"]))
    with pytest.raises(TableError, match=r"reviews: column \['year'\] is missing"):
        find_missing_facts(REVIEWS.drop(columns="year"))
