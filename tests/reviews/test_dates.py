import pytest

from scrlearn.reviews.dates import dates_in


@pytest.mark.parametrize(
    ("printed", "on", "precision"),
    [
        ("19 April 2017", "2017-04-19", "day"),
        ("3rd of May, 2016", "2016-05-03", "day"),
        ("April 19, 2017", "2017-04-19", "day"),
        ("19/04/2017", "2017-04-19", "day"),
        ("2017-04-19", "2017-04-19", "day"),
        ("19\nApril 2017", "2017-04-19", "day"),
        ("Sept 2019", "2019-09", "month"),
        ("march 2016", "2016-03", "month"),
        ("Spring 2018", "2018-03", "season"),
        ("summer 2018", "2018-06", "season"),
        ("Autumn term 2018", "2018-09", "season"),
        ("Winter 2018/19", "2018-12", "season"),
        ("in 2018", "2018", "year"),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_printed(printed, on, precision):
    assert [(date.on, date.precision) for date in dates_in(f"It was {printed}.")] == [(on, precision)]


@pytest.mark.parametrize(
    "text", ["Working Together 2015", "2017-2019", "Regulations 2006", "31 June 2016", "in 20189", "May"]
)
def test_what_is_no_date_is_not_read_as_one(text):
    assert dates_in(text) == []


def test_dates_come_in_the_order_of_the_text_with_their_places():
    text = "from May 2016 to 3 June 2017"
    assert [text[date.start : date.end] for date in dates_in(text)] == ["May 2016", "3 June 2017"]
