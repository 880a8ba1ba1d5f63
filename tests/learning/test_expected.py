"""The tables of the illustrative collection, as plain SQL works them out from its gold codings."""

from functools import partial

import pytest
from pandas.testing import assert_frame_equal

from scrlearn.files import read_csv
from scrlearn.learning.addressees import tabulate_addressees, tabulate_addressees_by_review
from scrlearn.learning.commitments import find_commitments
from scrlearn.learning.completeness import find_missing_facts, tabulate_completeness
from scrlearn.learning.counts import tabulate_themes, tabulate_themes_by
from scrlearn.learning.dates import tabulate_review_dates
from scrlearn.learning.grid import tabulate_grid
from scrlearn.learning.groups import tabulate_theme_groups
from scrlearn.learning.ranks import rank_themes
from scrlearn.tables import TABLES
from scrlearn.validation import empty_table
from tests.illustrative import ANSWERS, CODINGS, EXPECTED, RECOMMENDATIONS, RESPONSES, REVIEWS, THEMES

CODED = (CODINGS, RECOMMENDATIONS, REVIEWS)


def rank_all_themes():
    return rank_themes(tabulate_themes(*CODED, themes=THEMES), most=10)


def find_actions():
    commitments = find_commitments(RESPONSES, ANSWERS, REVIEWS, empty_table("codings"), on="2025-06-30")
    return commitments[commitments["kind"] == "action"]


FOUND = {
    "theme_ranks": rank_all_themes,
    "theme_group_counts": partial(tabulate_theme_groups, *CODED, themes=THEMES),
    "theme_grid": partial(tabulate_grid, *CODED, themes=THEMES),
    "theme_counts_by_review_type": partial(tabulate_themes_by, *CODED, "review_type", themes=THEMES),
    "addressees_by_review": partial(tabulate_addressees_by_review, RECOMMENDATIONS, REVIEWS),
    "addressee_counts": partial(tabulate_addressees, RECOMMENDATIONS, REVIEWS),
    "completeness": partial(tabulate_completeness, REVIEWS),
    "missing_facts": partial(find_missing_facts, REVIEWS),
    "review_dates": partial(tabulate_review_dates, REVIEWS, RECOMMENDATIONS),
    "commitments": find_actions,
}
DECLARED_AS = {"theme_counts_by_review_type": "theme_counts_by"}
# Of the others the declaration does not say in which order their rows stand.
IN_ORDER = ("theme_ranks", "review_dates")


def columns_of(name):
    return list(TABLES[DECLARED_AS.get(name, name)].columns)


def by_key(frame, name):
    if name in IN_ORDER:
        return frame.reset_index(drop=True)
    return frame.sort_values(list(TABLES[DECLARED_AS.get(name, name)].metadata["key"]), ignore_index=True)


@pytest.mark.parametrize("name", FOUND)
def test_plain_sql_gives_the_same_table(name):
    expected = read_csv(EXPECTED / f"{name}.csv")
    found = FOUND[name]()
    assert list(found.columns) == columns_of(name)
    as_text = found[list(expected.columns)].astype("object").map(str, na_action="ignore").astype("str")
    assert_frame_equal(by_key(as_text, name), by_key(expected, name))


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        *[(name, []) for name in FOUND if name not in ("completeness", "commitments")],
        ("completeness", ["label"]),
        (
            "commitments",
            [
                "review_id",
                "recommendation_ids",
                "kind",
                "text",
                "action_types",
                "confirmed",
                "status_on",
                "promised_before",
                "effect",
                "notice",
            ],
        ),
    ],
)
def test_an_expected_table_has_its_declared_columns_but_those_named_here(name, left_out):
    expected = read_csv(EXPECTED / f"{name}.csv")
    assert list(expected.columns) == [column for column in columns_of(name) if column not in left_out]
