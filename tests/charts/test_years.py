"""A line of years: where a date stands on it, and how exactly it is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrlearn.charts.years import lay_out_years, name_date, span_of


class _Plot:
    plot_width = 300.0


@pytest.mark.parametrize(
    ("on", "precision", "span"),
    [
        ("2018", "year", (2018, 2019)),
        ("2018-09", "season", (2018 + 8 / 12, 2018 + 11 / 12)),
        ("2018-12", "season", (2018 + 11 / 12, 2019 + 2 / 12)),
        ("2018-10", "month", (2018 + 9 / 12, 2018 + 10 / 12)),
        ("2018-01-01", "day", (2018, 2018)),
        ("2018-07-01", None, (2018.5, 2018.5)),
        ("2018", None, (2018, 2019)),
        ("2018", "day", (2018, 2019)),
    ],
)
def test_a_date_begins_and_ends_as_far_apart_as_it_is_inexact(on, precision, span):
    assert span_of(on, precision) == pytest.approx(span)


@pytest.mark.parametrize(
    ("on", "precision", "words"),
    [
        ("2018-03", "season", "spring 2018"),
        ("2018-12", "season", "winter 2018"),
        ("2018-10", "season", "the season from October 2018"),
        ("2018-10", None, "October 2018"),
        ("2018-10-04", "day", "4 October 2018"),
        ("2018", "year", "2018"),
    ],
)
def test_a_date_is_named_as_exactly_as_it_is_known(on, precision, words):
    assert name_date(on, precision) == words


@given(moments=st.lists(st.floats(1950, 2050), min_size=1, max_size=9))
def test_every_moment_stands_on_the_line_and_a_year_is_never_wider_than_a_quarter_of_it(moments):
    years = lay_out_years(_Plot(), moments)
    assert all(years.left - 0.001 <= years.place(moment) <= years.right + 0.001 for moment in moments)
    assert years.place(2001) - years.place(2000) <= (years.right - years.left) / 4 + 0.001
