import re

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from scrlearn.errors import TableError
from scrlearn.learning.national import compare_with_national, load_national_figures
from scrlearn.tables import TABLES
from scrlearn.themes.codebook import load_codebook

COUNTS = pd.DataFrame(
    {
        "theme_id": ["voice", "family", "sleep"],
        "theme": ["Voice", "Family", "Sleep"],
        "n_reviews": [3, 2, 0],
        "of_reviews": 4,
        "n_confirmed": [1, 0, 0],
        "n_check": [0, 1, 0],
        "n_passages": [5, 2, 0],
        "notice": "Illustrative data",
    }
)
FIGURES = pd.DataFrame(
    {
        "figure_id": ["sleep-2020", "roads-2019", "voice-2011", "sleep-2019"],
        "theme_id": ["sleep", "roads", "voice", "sleep"],
        "measure": ["deaths", "roads", "unheard", "beds"],
        "unit": ["an incident", "a road", "a review", "a review"],
        "n_found": [40, 1, 4, 18],
        "of_found": [568, 2, 67, 27],
        "period": ["2018-19", "2019", "2010", "2011-14"],
        "publication": ["P", "R", "O", "G"],
        "url": ["https://p", "https://r", "https://o", "https://g"],
        "page": [None, None, "2", None],
        "differs": ["incidents", "roads", "grandparents", "only SUDI"],
        "checked_on": "2026-11-22",
    }
)


def test_every_figure_whose_theme_was_counted_stands_beside_it_in_the_order_of_the_themes():
    compared = compare_with_national(COUNTS, FIGURES)

    expected = pd.DataFrame(
        {
            "theme_id": ["voice", "sleep", "sleep"],
            "theme": ["Voice", "Sleep", "Sleep"],
            "n_reviews": [3, 0, 0],
            "of_reviews": [4, 4, 4],
            "n_confirmed": [1, 0, 0],
            "n_check": [0, 0, 0],
            "figure_id": ["voice-2011", "sleep-2020", "sleep-2019"],
            "measure": ["unheard", "deaths", "beds"],
            "unit": ["a review", "an incident", "a review"],
            "n_found": [4, 40, 18],
            "of_found": [67, 568, 27],
            "period": ["2010", "2018-19", "2011-14"],
            "publication": ["O", "P", "G"],
            "url": ["https://o", "https://p", "https://g"],
            "differs": ["grandparents", "incidents", "only SUDI"],
            "notice": "Illustrative data",
        }
    )
    assert_frame_equal(compared, expected, check_dtype=False)


@pytest.mark.parametrize(("counts", "figures"), [(COUNTS[:0], FIGURES), (COUNTS, FIGURES[:0]), (COUNTS[1:2], FIGURES)])
def test_with_nothing_to_set_beside_each_other_there_are_no_rows(counts, figures):
    compared = compare_with_national(counts, figures)

    assert compared.empty
    assert list(compared.columns) == list(TABLES["national_comparison"].columns)


def test_a_table_without_what_differs_is_refused():
    with pytest.raises(TableError, match=r"national_figures: column \['differs'\] is missing"):
        compare_with_national(COUNTS, FIGURES.drop(columns="differs"))


def test_the_shipped_figures_are_of_themes_of_the_starter_codebook_and_never_more_than_all():
    figures = load_national_figures()

    assert set(figures["theme_id"]) <= set(load_codebook().themes["theme_id"])
    assert (figures["n_found"] <= figures["of_found"]).all()


def test_each_shipped_figure_names_its_source_when_it_was_read_and_how_it_differs():
    figures = load_national_figures()

    assert figures[["page", "differs", "checked_on"]].notna().all(axis=None)
    assert all(re.match(r"https://\S+$", url) for url in figures["url"])
