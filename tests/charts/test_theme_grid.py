"""The chart of which review raises which theme, and the words beside it."""

import pandas as pd
import pytest

from scrlearn.charts.theme_grid import describe_theme_grid, plot_theme_grid
from tests.charts.conftest import bars_of, headline_of, key_of, words_of


def _cells(rows):
    columns = ["review_id", "subject", "partnership", "year", "theme", "decision", "confirmed"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(theme_id=table["theme"], n_passages=1, notice=None)


TWO_BY_TWO = [
    ("k", "Child K", "hampshire", 2017, "Safe sleeping", "applies", True),
    ("k", "Child K", "hampshire", 2017, "Whole family", "applies", False),
    ("a", "Child A", "hampshire", None, "Safe sleeping", "check", False),
    ("a", "Child A", "hampshire", None, "Whole family", "does_not_apply", True),
]


def test_rows_are_reviews_and_columns_are_themes():
    assert words_of(plot_theme_grid(_cells(TWO_BY_TWO)))[:5] == [
        "Safe sleeping",
        "Whole family",
        "Child K, 2017",
        "Child A",
        "?",
    ]


def test_a_cell_is_solid_where_confirmed_hatched_where_not_and_else_empty():
    ax = plot_theme_grid(_cells(TWO_BY_TWO))
    assert bars_of(ax, "confirmed") == [(0, 1)]
    assert bars_of(ax, "suggested") == [(1, 1)]
    assert bars_of(ax, "rest") == [(0, 1), (1, 1)]


def test_the_question_mark_stands_in_the_cell_of_its_theme():
    ax = plot_theme_grid(_cells(TWO_BY_TWO))
    mark = next(text for text in ax.texts if text.get_text() == "?")
    assert mark.get_position()[0] == 0.5


def test_the_key_explains_what_is_there():
    assert key_of(plot_theme_grid(_cells(TWO_BY_TWO))) == [
        "Raised, confirmed by a person",
        "Raised, not yet confirmed by a person",
        "A person has still to decide",
        "Not raised",
    ]
    assert key_of(plot_theme_grid(_cells(TWO_BY_TWO[:1]))) == ["Raised, confirmed by a person"]


def test_two_reviews_that_would_have_one_label_have_their_area_in_it():
    rows = [TWO_BY_TWO[0], ("s", "Child K", "southampton", 2017, "Safe sleeping", "applies", True)]
    assert words_of(plot_theme_grid(_cells(rows)))[1:3] == ["Child K, 2017 (Hampshire)", "Child K, 2017 (Southampton)"]


def test_many_themes_are_numbered_with_their_labels_below():
    themes = [f"Theme about subject {place}" for place in range(1, 26)]
    cells = _cells([("k", "Child K", "hampshire", 2017, theme, "applies", True) for theme in themes])
    words = words_of(plot_theme_grid(cells))
    assert words[:26] == [*(str(number) for number in range(1, 26)), "Child K, 2017"]
    assert words[26:30] == ["1", "Theme about subject 1", "2", "Theme about subject 2"]


@pytest.mark.parametrize(
    ("rows", "headline"),
    [
        (TWO_BY_TWO, "Each of the 2 themes is raised so far in 1 of 2 reviews"),
        (TWO_BY_TWO[:1] + TWO_BY_TWO[3:], "Safe sleeping is raised most often: in 1 of 1 review"),
        (TWO_BY_TWO[3:], "No theme is raised in the one review"),
    ],
)
def test_the_headline_claims_no_more_than_the_cells_say(rows, headline):
    assert headline_of(plot_theme_grid(_cells(rows))) == headline


def test_the_subtitle_counts_the_reviews_that_raise_none():
    assert "Which of 2 themes each review raises, 2 reviews looked at; 1 of them raises none so far" in words_of(
        plot_theme_grid(_cells(TWO_BY_TWO))
    )


def test_the_description_says_of_each_review_what_it_raises():
    assert describe_theme_grid(_cells(TWO_BY_TWO)).splitlines()[3:] == [
        "Child K, 2017: raises Safe sleeping (confirmed by a person) and Whole family (not yet confirmed by a person).",
        "Child A: raises none of the themes; to check: Safe sleeping.",
        "Frequency is not importance: a theme that few reviews raise may matter as much.",
    ]


def _many(n):
    return _cells([(f"r_{n}", f"Child {n}", "hampshire", 2017, "Safe sleeping", "applies", False) for n in range(n)])


def test_of_more_than_a_hundred_reviews_the_first_are_drawn_and_the_subtitle_says_so():
    words = words_of(plot_theme_grid(_many(102)))
    assert words[:2] == ["Safe sleeping", "Child 0, 2017"]
    assert "Child 99, 2017" in words
    assert "Child 100, 2017" not in words
    assert (
        "Which of 1 theme each review raises, 102 reviews looked at. "
        "100 of 102 reviews are shown, all of them are in the table"
    ) in words


def test_the_words_are_of_the_reviews_that_are_drawn():
    lines = describe_theme_grid(_many(102)).splitlines()
    assert "100 of 102 reviews are shown, all of them are in the table." in lines[1]
    assert [line for line in lines if line.startswith("Child")][-1].startswith("Child 99, 2017")


def test_the_finding_is_of_all_reviews():
    assert headline_of(plot_theme_grid(_many(102))) == headline_of(plot_theme_grid(_many(100))).replace("100", "102")


def test_a_hundred_reviews_are_all_drawn():
    assert not any("are shown" in words for words in words_of(plot_theme_grid(_many(100))))
