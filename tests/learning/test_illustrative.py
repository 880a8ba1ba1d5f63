"""The tables of the illustrative collection: as its README prints them, and as plain SQL works them out."""

import re
import runpy

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from scrlearn.files import read_csv
from scrlearn.learning.counts import tabulate_themes, tabulate_themes_by
from scrlearn.learning.pairs import tabulate_pairs
from scrlearn.learning.periods import tabulate_themes_by_period
from scrlearn.learning.replies import compare_replies, tabulate_replies
from scrlearn.validation import check_table
from tests.illustrative import ANSWERS, CODINGS, COLLECTION, EXPECTED, RECOMMENDATIONS, RESPONSES, REVIEWS, THEMES

ERAS = ["2009-13", "2014-18", "2019-21", "2022-25"]
PLANTED = re.findall(r"^\| (\w+_\w+) \| (.* of .*) \|$", (COLLECTION / "README.md").read_text("utf-8"), re.MULTILINE)
REPLIES = compare_replies(CODINGS, RECOMMENDATIONS, RESPONSES, ANSWERS, REVIEWS, themes=THEMES)


def test_every_theme_of_every_leaf_is_coded_and_of_four_parents_what_the_gold_file_codes():
    # 200 recommendations without parts and 164 responses, in four themes, and four gold rows on passages with parts.
    assert len(CODINGS) == (200 + 164) * 4 + 4
    assert (CODINGS["decision"] == "applies").sum() == 161


@pytest.mark.parametrize(("theme_id", "row"), PLANTED)
def test_the_planted_table_is_found(theme_id, row):
    reviews = REVIEWS.assign(era=pd.cut(REVIEWS["year"].astype("int"), [2008, 2013, 2018, 2021, 2025], labels=ERAS))
    found = []
    for passages in (RECOMMENDATIONS, RESPONSES):
        counts = pd.concat(
            [
                tabulate_themes_by(CODINGS, passages, reviews, "era"),
                tabulate_themes_by(CODINGS, passages, reviews, "partnership"),
                tabulate_themes(CODINGS, passages, reviews).assign(group="all"),
            ]
        )
        found.append(counts[counts["theme_id"] == theme_id].set_index("group"))
    of_recommendations, of_responses = found
    columns = [*ERAS, "marlshire", "eastmere", "fellmarch", "all"]
    cells = [
        f"{of_recommendations['n_reviews'][name]} of {of_recommendations['of_reviews'][name]} "
        f"({of_responses['n_reviews'][name]})"
        for name in columns
    ]
    assert cells == row.split(" | ")


def test_the_readme_prints_a_planted_row_for_each_theme():
    assert sorted(theme_id for theme_id, _ in PLANTED) == sorted(THEMES["theme_id"])


def test_the_replies_that_name_a_theme_their_recommendation_lacks_are_those_of_the_readme():
    reply_only = REPLIES[(REPLIES["in_recommendation"] == "does_not_apply") & (REPLIES["reply"] == "named")]
    assert set(zip(reply_only["theme_id"], reply_only["recommendation_id"], strict=True)) == {
        ("whole_family", "marlshire-child-k-2015:3"),
        ("whole_family", "eastmere-child-k-2016:1"),
        ("safe_sleeping", "eastmere-child-k-2016:5"),
        ("voice_of_the_child", "marlshire-child-z-2025:2"),
        ("voice_of_the_child", "fellmarch-child-p-2025:4"),
        ("cross_border_information_sharing", "marlshire-child-z-2025:3"),
    }


def test_the_recommendations_whose_theme_is_not_named_in_the_reply_are_those_of_the_readme():
    left = REPLIES[(REPLIES["in_recommendation"] == "applies") & (REPLIES["reply"] == "not_named")]
    assert left["recommendation_id"].nunique() == 26
    assert set(zip(left["recommendation_id"], left["theme_id"], strict=True)) >= {
        ("marlshire-child-b-2009:3", "voice_of_the_child"),
        ("marlshire-child-s-2020:3", "voice_of_the_child"),
        ("marlshire-baby-f-2011:4", "whole_family"),
        ("marlshire-dhr-03-2018:7", "whole_family"),
        ("eastmere-child-y-2024:2", "cross_border_information_sharing"),
        ("eastmere-baby-x-2022:4", "safe_sleeping"),
        ("eastmere-baby-x-2022:4", "whole_family"),
    }


def test_24_of_174_recommendations_have_no_answer_at_all():
    assert REPLIES["recommendation_id"].nunique() == 174
    assert REPLIES.loc[REPLIES["reply"] == "no_reply", "recommendation_id"].nunique() == 24


@pytest.mark.parametrize(
    ("name", "table", "found"),
    [
        ("theme_counts", "theme_counts", lambda: tabulate_themes(CODINGS, RECOMMENDATIONS, REVIEWS, themes=THEMES)),
        (
            "theme_counts_of_responses",
            "theme_counts",
            lambda: tabulate_themes(CODINGS, RESPONSES, REVIEWS, themes=THEMES),
        ),
        (
            "theme_counts_by_partnership",
            "theme_counts_by",
            lambda: tabulate_themes_by(CODINGS, RECOMMENDATIONS, REVIEWS, "partnership", themes=THEMES),
        ),
        (
            "theme_counts_by_year",
            "theme_counts_by",
            lambda: tabulate_themes_by_period(CODINGS, RECOMMENDATIONS, REVIEWS, themes=THEMES),
        ),
        ("theme_pairs", "theme_pairs", lambda: tabulate_pairs(CODINGS, RECOMMENDATIONS, REVIEWS, themes=THEMES)),
        ("reply_counts", "reply_counts", lambda: tabulate_replies(REPLIES, RECOMMENDATIONS, REVIEWS)),
    ],
)
def test_plain_sql_gives_the_same_table(name, table, found):
    assert_frame_equal(found(), check_table(read_csv(EXPECTED / f"{name}.csv"), table))


def test_the_expected_files_are_what_the_sql_gives():
    worked_out = runpy.run_path(str(EXPECTED / "make_expected.py"))["work_out"]()
    assert sorted(worked_out) == sorted(path.stem for path in EXPECTED.glob("*.csv"))
    for name, (header, *rows) in worked_out.items():
        kept = read_csv(EXPECTED / f"{name}.csv").fillna("")
        assert kept.columns.to_list() == header
        assert kept.values.tolist() == [[str(cell) for cell in row] for row in rows]
