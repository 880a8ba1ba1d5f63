"""What all charts have in common besides being accessible: their size, their words, their bytes, their place."""

import io

import matplotlib.pyplot as plt
import pytest

from scrlearn.charts.style import render_chart
from scrlearn.charts.themes import plot_themes
from scrlearn.errors import ScrlearnError, TableError
from tests.charts.conftest import NOTICE, count_themes, make_labels


def _shown(ax):
    return [text.get_text() for text in [*ax.texts, ax.title, ax._left_title]]


def _letters(words):
    return "".join(words.split())


def test_no_letter_of_a_long_label_is_lost(chart):
    ax = chart.plot(chart.table(long=True))
    shown = "|".join(_letters(text) for text in _shown(ax))
    assert [label for label in make_labels(4, long=True) if chart.keeps_labels and _letters(label) not in shown] == []


def test_no_word_of_a_long_label_is_lost_in_the_description(chart):
    described = chart.describe(chart.table(long=True))
    assert [label for label in make_labels(4, long=True) if label not in described] == []


def test_all_words_are_in_the_font_that_comes_with_matplotlib(chart):
    assert {text.get_fontname() for text in chart.plot(chart.table()).texts} == {"DejaVu Sans"}


def test_a_chart_is_as_wide_as_a_page_between_its_margins(chart):
    assert chart.plot(chart.table(long=True)).figure.get_figwidth() == pytest.approx(16 / 2.54)


def test_the_notice_and_a_caution_are_on_every_chart_and_in_its_description(chart):
    ax = chart.plot(chart.table())
    described = chart.describe(chart.table()).splitlines()
    assert NOTICE in _shown(ax)
    assert described[0] == f"{NOTICE}."
    assert _letters(described[-1]) == _letters(ax.texts[-1].get_text())


def test_the_headline_is_a_sentence_of_the_description(chart):
    headline = " ".join(chart.plot(chart.table()).get_title(loc="left").split())
    assert f"{headline}." in chart.describe(chart.table()).splitlines()


def test_no_chart_prints_a_percentage(chart):
    words = [*_shown(chart.plot(chart.table())), chart.describe(chart.table())]
    assert [word for word in words if "%" in word or "per cent" in word] == []


def test_the_table_handed_in_is_left_as_it_was(chart):
    table = chart.table()
    before = table.copy(deep=True)
    chart.plot(table)
    chart.describe(table)
    assert table.equals(before)


def test_an_empty_table_is_refused(chart):
    for function in (chart.plot, chart.describe):
        with pytest.raises(
            TableError, match=r"\w+: has no rows, so there is nothing to draw; give a table with at least"
        ):
            function(chart.table().head(0))


def test_without_a_notice_there_is_no_box_for_one():
    ax = plot_themes(count_themes(["Safe sleeping"]).assign(notice=None))
    assert [text.get_text() for text in ax.texts if text.get_bbox_patch()] == []


def test_the_callers_settings_are_neither_changed_nor_heeded_also_when_it_is_drawn_later(chart):
    table = chart.table(number=2)
    plain = _drawn(chart.plot(table))
    with plt.rc_context({
        "font.size": 30, "text.color": "red", "font.family": "monospace", "hatch.linewidth": 9, "lines.linewidth": 9,
        "lines.markersize": 30, "lines.linestyle": ":",
    }):  # fmt: skip
        before = dict(plt.rcParams)
        ax = chart.plot(table)
        assert dict(plt.rcParams) == before
        odd = _drawn(ax)
    assert odd == plain


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_two_pictures_of_one_table_are_the_same_bytes(chart, kind):
    table = chart.table(number=2)
    first = render_chart(chart.plot(table), kind=kind, description="words")
    assert render_chart(chart.plot(table), kind=kind, description="words") == first


def test_the_description_is_kept_in_the_picture_and_no_time_or_version_is():
    svg = render_chart(plot_themes(count_themes(["Safe sleeping"])), description="Bar chart & words").decode()
    assert "<dc:description>Bar chart &amp; words</dc:description>" in svg
    assert "<dc:date>" not in svg
    assert "Matplotlib" not in svg


def test_a_label_with_dollar_signs_is_words_and_no_formula():
    ax = plot_themes(count_themes(["Costs of $x_1$ and more"]))
    ax.figure.draw_without_rendering()
    label = next(text for text in ax.texts if text.get_text().startswith("Costs"))
    assert label.get_text() == "Costs of $x_1$ and more"
    assert not label.get_parse_math()


def test_given_axes_are_drawn_in_and_returned_with_all_words_inside_their_place(chart):
    figure, (left, right) = plt.subplots(1, 2, figsize=(16, 16))
    place = right.get_window_extent().frozen()
    ax = chart.plot(chart.table(number=2), ax=right)
    figure.draw_without_rendering()
    assert ax is right
    assert len(left.texts) == 0
    for text in [*ax.texts, *ax.get_legend().get_texts()]:
        box = text.get_window_extent()
        assert place.x0 - 1 < box.x0
        assert box.x1 < place.x1 + 1
        assert place.y0 < box.y0
        assert box.y1 < place.y1 + 1


def test_axes_too_low_to_be_read_are_refused():
    _, ax = plt.subplots(figsize=(10, 2))
    message = r"ax: is 3\.9 cm high, but this chart needs \d+\.\d cm; make its figure larger, or leave ax out\."
    with pytest.raises(ScrlearnError, match=message):
        plot_themes(count_themes(["Safe sleeping", "Whole family"]), ax=ax)


def test_axes_too_narrow_to_be_read_are_refused():
    _, ax = plt.subplots(figsize=(3, 9))
    with pytest.raises(ScrlearnError, match=r"ax: is 5\.9 cm wide, but this chart needs 12\.7 cm"):
        plot_themes(count_themes(["Safe sleeping"]), ax=ax)


def _drawn(ax):
    buffer = io.BytesIO()
    ax.figure.savefig(buffer, format="png")
    return buffer.getvalue()
