"""How many reviews raise each theme, over all and by a column."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from scrlearn.errors import TableError
from scrlearn.learning.counts import tabulate_themes, tabulate_themes_by
from scrlearn.validation import check_table

PASSAGES = pd.DataFrame(
    [["k:1", "k"], ["k:2", "k"], ["k:3", "k"], ["b:1", "b"], ["c:1", "c"], ["c:2", "c"]],
    columns=["passage_id", "review_id"],
)
# Review a has no passages: it learnt nothing new, and is in every denominator.
REVIEWS = pd.DataFrame(
    [
        ["k", "published", "south", 2017.0],
        ["a", "published", "south", 2018.0],
        ["b", "published", "north", 2017.0],
        ["c", "published", None, None],
    ],
    columns=["review_id", "source_status", "partnership", "year"],
)
CODINGS = pd.DataFrame(
    [
        ["k:1", "voice", "applies", False],
        ["k:2", "voice", "applies", True],
        ["k:3", "voice", "check", False],
        ["b:1", "voice", "applies", False],
        ["c:1", "voice", "check", False],
        ["c:2", "voice", "does_not_apply", True],
        ["k:1", "safe_sleeping", "does_not_apply", True],
        ["k:2", "safe_sleeping", "does_not_apply", False],
        ["k:3", "safe_sleeping", "does_not_apply", False],
        ["b:1", "safe_sleeping", "does_not_apply", False],
        ["c:1", "safe_sleeping", "does_not_apply", False],
        ["c:2", "safe_sleeping", "does_not_apply", False],
    ],
    columns=["passage_id", "theme_id", "decision", "confirmed"],
)
THEMES = pd.DataFrame(
    {
        "theme_id": ["whole_family", "safe_sleeping", "voice"],
        "theme": ["Whole family", "Safe sleeping", "The child's voice"],
    }
)
COUNTED = ["n_reviews", "of_reviews", "n_confirmed", "n_check", "n_passages"]


def test_a_review_counts_once_however_many_passages_carry_the_theme():
    expected = pd.DataFrame(
        [
            ["voice", "Voice", 2, 4, 1, 1, 3, None],
            ["safe_sleeping", "Safe sleeping", 0, 4, 0, 0, 0, None],
        ],
        columns=["theme_id", "theme", *COUNTED, "notice"],
    )
    assert_frame_equal(tabulate_themes(CODINGS, PASSAGES, REVIEWS), check_table(expected, "theme_counts"))


def test_the_codebook_gives_labels_and_order_and_a_row_to_a_theme_nobody_raised():
    counts = tabulate_themes(CODINGS, PASSAGES, REVIEWS, themes=THEMES)
    assert counts[["theme", "n_reviews", "of_reviews"]].values.tolist() == [
        ["Whole family", 0, 4],
        ["Safe sleeping", 0, 4],
        ["The child's voice", 2, 4],
    ]


def test_a_coded_theme_that_the_codebook_lacks_is_not_lost():
    counts = tabulate_themes(CODINGS, PASSAGES, REVIEWS, themes=THEMES[:1])
    assert counts["theme"].to_list() == ["Whole family", "Voice", "Safe sleeping"]


def test_reviews_without_codings_give_rows_of_nought():
    counts = tabulate_themes(CODINGS[:0], PASSAGES[:0], REVIEWS, themes=THEMES)
    assert counts[COUNTED].values.tolist() == [[0, 4, 0, 0, 0]] * 3


def test_no_reviews_at_all_is_nought_of_nought():
    counts = tabulate_themes(CODINGS, PASSAGES, REVIEWS[:0])
    assert counts[COUNTED].values.tolist() == [[0, 0, 0, 0, 0]] * 2


def test_only_the_given_passages_and_reviews_are_counted():
    counts = tabulate_themes(CODINGS, PASSAGES[:1], REVIEWS[:2])
    assert counts[COUNTED].values.tolist() == [[1, 2, 0, 0, 1], [0, 2, 0, 0, 0]]


def test_codings_of_other_passages_alone_are_refused_for_nought_would_pass_for_a_finding():
    responses = pd.DataFrame({"passage_id": ["k:1.response-1"], "review_id": ["k"]})
    with pytest.raises(
        TableError, match="codings: no row is about any of the passages given; give the codings of these passages"
    ):
        tabulate_themes(CODINGS, responses, REVIEWS)


def test_confirmed_as_written_in_a_csv_file_means_the_same():
    as_text = CODINGS.assign(confirmed=CODINGS["confirmed"].map({True: "True", False: "False"}))
    assert_frame_equal(tabulate_themes(as_text, PASSAGES, REVIEWS), tabulate_themes(CODINGS, PASSAGES, REVIEWS))


def test_the_tables_given_are_not_changed():
    before = [CODINGS.copy(), PASSAGES.copy(), REVIEWS.copy()]
    tabulate_themes_by(CODINGS, PASSAGES, REVIEWS, "year")
    for frame, as_it_was in zip([CODINGS, PASSAGES, REVIEWS], before, strict=True):
        assert_frame_equal(frame, as_it_was)


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match=r"codings: column \['confirmed'\] is missing"):
        tabulate_themes(CODINGS.drop(columns="confirmed"), PASSAGES, REVIEWS)
    with pytest.raises(TableError, match=r"passages: column \['review_id'\] is missing"):
        tabulate_themes(CODINGS, PASSAGES[["passage_id"]], REVIEWS)
    with pytest.raises(TableError, match=r"reviews: column \['source_status'\] is missing"):
        tabulate_themes(CODINGS, PASSAGES, REVIEWS[["review_id"]])
    with pytest.raises(TableError, match=r"themes: column \['theme'\] is missing"):
        tabulate_themes(CODINGS, PASSAGES, REVIEWS, themes=THEMES[["theme_id"]])
    with pytest.raises(TableError, match=r"reviews: column \['region'\] is missing"):
        tabulate_themes_by(CODINGS, PASSAGES, REVIEWS, "region")


def test_every_group_has_a_row_for_every_theme_and_blank_is_the_last_group():
    expected = pd.DataFrame(
        [
            ["partnership", "north", "voice", "Voice", 1, 1, 0, 0, 1, None],
            ["partnership", "north", "safe_sleeping", "Safe sleeping", 0, 1, 0, 0, 0, None],
            ["partnership", "south", "voice", "Voice", 1, 2, 1, 0, 2, None],
            ["partnership", "south", "safe_sleeping", "Safe sleeping", 0, 2, 0, 0, 0, None],
            ["partnership", "not stated", "voice", "Voice", 0, 1, 0, 1, 0, None],
            ["partnership", "not stated", "safe_sleeping", "Safe sleeping", 0, 1, 0, 0, 0, None],
        ],
        columns=["grouped_by", "group", "theme_id", "theme", *COUNTED, "notice"],
    )
    by_partnership = tabulate_themes_by(CODINGS, PASSAGES, REVIEWS, "partnership")
    assert_frame_equal(by_partnership, check_table(expected, "theme_counts_by"))


def groups_of(values):
    reviews = REVIEWS.assign(value=pd.Series(values))
    return list(dict.fromkeys(tabulate_themes_by(CODINGS, PASSAGES, reviews, "value")["group"]))


def test_numbers_are_sorted_as_numbers_and_whole_ones_written_whole():
    assert groups_of([10, 9, 100, 9]) == ["9", "10", "100"]
    assert groups_of([2018.0, 2009.0, None, 2009.0]) == ["2009", "2018", "not stated"]
    assert groups_of(["10", "9", "100", "unknown"]) == ["9", "10", "100", "unknown"]


def test_a_cell_of_spaces_is_blank_too():
    assert groups_of(["south", "  ", "", "not stated"]) == ["south", "not stated"]


def test_several_values_in_a_cell_are_one_group():
    assert groups_of(["SILP;other", "SILP", "SILP;other", "SILP"]) == ["SILP", "SILP;other"]


def test_yes_and_no_are_groups():
    assert groups_of([True, False, True, True]) == ["False", "True"]


def test_a_categorical_column_keeps_its_order_and_its_empty_groups():
    eras = pd.Categorical(["late", "early", "late", None], categories=["early", "middle", "late"])
    assert groups_of(eras) == ["early", "middle", "late", "not stated"]


def test_a_table_of_public_reviews_carries_no_notice():
    assert tabulate_themes(CODINGS, PASSAGES, REVIEWS)["notice"].isna().all()


@pytest.mark.parametrize(
    ("statuses", "illustrative", "notice"),
    [
        (["unpublished", "published", "published", "published"], False, "Includes 1 unpublished review"),
        (["unpublished", "unpublished", "published", "published"], False, "Includes 2 unpublished reviews"),
        (["published"] * 4, True, "Illustrative data"),
        (
            ["published", "unpublished", "published", "published"],
            True,
            "Illustrative data. Includes 1 unpublished review",
        ),
    ],
)
def test_every_row_says_that_reviews_are_fictional_or_not_public(statuses, illustrative, notice):
    reviews = REVIEWS.assign(source_status=statuses, illustrative=illustrative)
    assert tabulate_themes(CODINGS, PASSAGES, reviews)["notice"].to_list() == [notice] * 2
    assert tabulate_themes_by(CODINGS, PASSAGES, reviews, "year")["notice"].to_list() == [notice] * 6


def test_illustrative_written_as_text_is_read_as_yes_or_no():
    reviews = REVIEWS.assign(illustrative="False")
    assert tabulate_themes(CODINGS, PASSAGES, reviews)["notice"].isna().all()
