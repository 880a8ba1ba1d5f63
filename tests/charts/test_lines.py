"""Lines with labels at their ends."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt

from scrlearn.charts.lines import Line, draw_lines
from scrlearn.charts.sheet import close_sheet, open_sheet


def _draw(lines):
    sheet = open_sheet(None, ["1.0"])
    height = draw_lines(sheet, lines, across="Decisions")
    return close_sheet(sheet, height, headline="A headline", subtitle="A measure", key={}, notice="")


def _shown(ax, words):
    return [text for text in ax.texts if text.get_text() in words]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=15))
def test_labels_stand_in_the_order_of_the_lines_ends_and_never_on_another(shares):
    names = [f"Line {place}" for place in range(len(shares))]
    lines = [Line(name, [0, 10], [0.5, share]) for name, share in zip(names, shares, strict=True)]
    ax = _draw(lines)
    ax.figure.draw_without_rendering()
    labels = _shown(ax, names)
    boxes = [label.get_window_extent() for label in labels]
    ends = dict(zip(names, shares, strict=True))
    assert [ends[label.get_text()] for label in labels] == sorted(shares, reverse=True)
    assert all(above.y0 >= below.y1 for above, below in pairwise(boxes))
    place = ax.get_window_extent()
    assert boxes[0].y1 <= place.y1 + 1
    assert boxes[-1].y0 >= place.y0
    plt.close(ax.figure)


def test_numbers_that_would_stand_on_another_are_left_out():
    ax = _draw([Line("A line", [0, 1, 2, 3, 500], [0.5, 0.5, 0.5, 0.5, 0.6])])
    assert [text.get_text() for text in _shown(ax, ["0", "1", "2", "3", "500"])] == ["500", "3"]


def test_equal_shares_have_a_grid_of_more_than_one_tenth():
    ax = _draw([Line("A line", [0, 10], [0.8, 0.8])])
    assert [text.get_text() for text in _shown(ax, [".5", ".6", ".7", ".8", ".9"])] == [".6", ".7", ".8"]


def test_lines_near_nought_have_a_grid_that_begins_there():
    ax = _draw([Line("A line", [0, 10], [0.0, 0.0])])
    assert [text.get_text() for text in _shown(ax, [".0", ".1", ".2", ".3"])] == [".0", ".1", ".2"]
