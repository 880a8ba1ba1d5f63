"""Words on every chart: all inside the figure, none over another, dark enough to be read."""

import io
from itertools import combinations

import matplotlib
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from scrlearn.charts.groups import plot_themes_by
from scrlearn.charts.pairs import plot_pairs
from scrlearn.charts.periods import plot_periods
from scrlearn.charts.replies import plot_replies
from scrlearn.charts.style import SHAPES, render_chart
from scrlearn.charts.themes import plot_themes
from scrlearn.errors import ScrlearnError

LONG = (
    "Practitioners who mainly work with one adult must consider the needs of every child and young "
    "person living in that home"
)
NOTICE = "Illustrative data. Includes 2 unpublished reviews"
YEARS = [str(year) for year in range(2009, 2026)]
TYPES = ["serious_case_review", "local_child_safeguarding_practice_review", "rapid_review", "not stated"]

PLOTS = {
    "themes": plot_themes,
    "partnerships": plot_themes_by,
    "review types": plot_themes_by,
    "years in a grid": plot_themes_by,
    "years": plot_periods,
    "many April years": plot_periods,
    "pairs": plot_pairs,
    "replies": plot_replies,
}


def _labels(number, *, long):
    label = LONG if long else "Cross-border information sharing"
    return [f"{label[:117]} {place:02}" for place in range(number)]


def _themes(labels):
    return pd.DataFrame([_row(place, label, 27, place) for place, label in enumerate(labels)])


def _row(place, label, of, number):
    raised = min(number % 20, of)
    return {
        "theme_id": f"t_{place}",
        "theme": label,
        "n_reviews": raised,
        "of_reviews": of,
        "n_confirmed": raised // 2,
        "n_check": min(number % 3, of - raised),
        "n_passages": raised,
        "notice": NOTICE,
    }


def _by(labels, way, groups, most):
    return pd.DataFrame(
        {"grouped_by": way, "group": group, **_row(place, label, 1 + column % most, place + column)}
        for column, group in enumerate(groups)
        for place, label in enumerate(labels)
    )


def _pairs(labels):
    both = list(combinations(enumerate(labels), 2))
    return pd.DataFrame(
        {**_row(first, one, 32, place), "with_theme_id": f"t_{second}", "with_theme": other}
        for place, ((first, one), (second, other)) in enumerate(both)
    )


def _replies(labels):
    numbers = pd.Series(range(len(labels)))
    parts = {"n_named": numbers % 7, "n_not_named": numbers % 3, "n_to_check": numbers % 2, "n_no_reply": numbers % 5}
    table = pd.DataFrame({"theme_id": [f"t_{place}" for place in numbers], "theme": labels, **parts})
    of = table[list(parts)].sum(axis=1)
    return table.assign(
        n_reviews=1, of_reviews=32, n_confirmed=of // 2, n_recommendations=of, of_recommendations=174,
        n_reply_only=numbers % 4, n_check=numbers % 3, notice=NOTICE,
    )  # fmt: skip


def _table(chart, labels):
    if chart == "themes":
        return _themes(labels)
    if chart == "pairs":
        return _pairs([*labels, "Whole family"])
    if chart == "replies":
        return _replies(labels)
    grouped = {
        "partnerships": ("partnership", ["eastmere", "fellmarch", "marlshire"], 12),
        "review types": ("review_type", TYPES, 5),
        "years in a grid": ("published_on, calendar years", [*YEARS, "undated"], 3),
        "years": ("published_on, calendar years", [*YEARS, "undated"], 3),
        "many April years": ("decided_on, April to March years", [f"{y}-{y - 1999:02}" for y in range(2000, 2030)], 12),
    }
    return _by(labels, *grouped[chart])


def _texts(ax):
    key = ax.get_legend()
    texts = [*ax.texts, *(getattr(ax, name) for name in ("title", "_left_title", "_right_title"))]
    return [text for text in [*texts, *(key.get_texts() if key else [])] if text.get_text()]


@pytest.fixture(autouse=True)
def close_figures():
    matplotlib.use("Agg")
    yield
    plt.close("all")


@pytest.mark.parametrize(("number", "long"), [(1, False), (1, True), (4, False), (4, True), (25, True)])
@pytest.mark.parametrize("chart", PLOTS)
def test_all_words_are_inside_the_figure_and_none_stands_on_another(chart, number, long):
    ax = PLOTS[chart](_table(chart, _labels(number, long=long)))
    ax.figure.draw_without_rendering()
    boxes = [(text.get_text(), text.get_window_extent()) for text in _texts(ax)]
    page = ax.figure.bbox

    cut = [text for text, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > page.x1 or box.y1 > page.y1]
    by_height = sorted(boxes, key=lambda item: item[1].y0)
    on_another = []
    for place, (text, box) in enumerate(by_height):
        for other, over in by_height[place + 1 :]:
            if over.y0 >= box.y1 - 0.5:
                break
            if over.x0 < box.x1 - 0.5 and box.x0 < over.x1 - 0.5:
                on_another.append((text, other))
    assert cut == []
    assert on_another == []


@pytest.mark.parametrize("chart", PLOTS)
def test_no_letter_of_a_long_label_is_lost(chart):
    labels = _labels(4, long=True)
    ax = PLOTS[chart](_table(chart, labels))
    shown = {"".join(text.get_text().split()) for text in _texts(ax)}
    assert {"".join(label.split()) for label in labels} <= shown


@pytest.mark.parametrize("chart", PLOTS)
def test_text_stands_out_from_what_is_behind_it(chart):
    ax = PLOTS[chart](_table(chart, _labels(4, long=False)))
    ax.figure.draw_without_rendering()
    shapes = [(patch.get_window_extent(), patch.get_facecolor()) for patch in ax.patches]
    poor = {}
    for text in _texts(ax):
        contrast = _contrast(text.get_color(), _behind(text, shapes))
        if contrast < 4.5:
            poor[text.get_text()] = contrast
    assert poor == {}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_stands_out_from_white_by_its_outline(shape):
    assert _contrast(SHAPES[shape]["edgecolor"], "white") >= 3


def test_shapes_in_one_bar_differ_in_more_than_colour():
    bars = [
        ("confirmed", "suggested", "to_check", "rest"),
        ("named", "not_named", "to_check", "no_reply", "reply_only"),
    ]
    for shapes in bars:
        looks = {(SHAPES[shape].get("hatch"), _luminance(SHAPES[shape]["facecolor"]) > 0.5) for shape in shapes}
        assert len(looks) == len(shapes)


@pytest.mark.parametrize("chart", PLOTS)
def test_all_words_are_horizontal_and_in_the_font_that_comes_with_matplotlib(chart):
    ax = PLOTS[chart](_table(chart, _labels(4, long=False)))
    assert {(text.get_rotation(), text.get_fontname()) for text in _texts(ax)} == {(0.0, "DejaVu Sans")}


@pytest.mark.parametrize("chart", PLOTS)
def test_the_smallest_words_are_11_dots_high_in_a_picture_600_dots_wide(chart):
    ax = PLOTS[chart](_table(chart, _labels(4, long=False)))
    dots_a_point = 600 / (ax.figure.get_figwidth() * 72)
    assert min(text.get_fontsize() for text in _texts(ax)) * dots_a_point >= 11


@pytest.mark.parametrize("chart", PLOTS)
def test_a_chart_is_as_wide_as_a_page_between_its_margins(chart):
    ax = PLOTS[chart](_table(chart, _labels(4, long=True)))
    assert ax.figure.get_figwidth() == pytest.approx(16 / 2.54)


@pytest.mark.parametrize("chart", PLOTS)
def test_the_notice_and_the_caution_are_on_every_chart(chart):
    ax = PLOTS[chart](_table(chart, _labels(4, long=False)))
    words = [text.get_text() for text in ax.texts]
    assert NOTICE in words
    assert "Frequency is not importance: a theme that few reviews raise may matter as much." in words


def test_without_a_notice_there_is_no_box_for_one():
    ax = plot_themes(_themes(["Safe sleeping"]).assign(notice=None))
    assert [text.get_text() for text in ax.texts if text.get_bbox_patch()] == []


@pytest.mark.parametrize("chart", ["themes", "partnerships", "years", "pairs", "replies"])
def test_the_callers_settings_are_neither_changed_nor_heeded_also_when_it_is_drawn_later(chart):
    table = _table(chart, _labels(4, long=False))
    plain = _drawn(PLOTS[chart](table))
    with plt.rc_context({"font.size": 30, "text.color": "red", "font.family": "monospace", "hatch.linewidth": 9}):
        before = dict(plt.rcParams)
        ax = PLOTS[chart](table)
        assert dict(plt.rcParams) == before
        odd = _drawn(ax)
    assert odd == plain


@pytest.mark.parametrize("kind", ["svg", "png"])
@pytest.mark.parametrize("chart", ["themes", "partnerships", "years", "pairs", "replies"])
def test_two_pictures_of_one_table_are_the_same_bytes(chart, kind):
    table = _table(chart, _labels(2, long=False))
    first = render_chart(PLOTS[chart](table), kind=kind, description="words")
    assert render_chart(PLOTS[chart](table), kind=kind, description="words") == first


def test_the_description_is_kept_in_the_picture_and_no_time_or_version_is():
    svg = render_chart(plot_themes(_themes(["Safe sleeping"])), description="Bar chart & words").decode()
    assert "<dc:description>Bar chart &amp; words</dc:description>" in svg
    assert "<dc:date>" not in svg
    assert "Matplotlib" not in svg


def test_a_label_with_dollar_signs_is_words_and_no_formula():
    ax = plot_themes(_themes(["Costs of $x_1$ and more"]))
    ax.figure.draw_without_rendering()
    label = next(text for text in ax.texts if text.get_text().startswith("Costs"))
    assert label.get_text() == "Costs of $x_1$ and more"
    assert not label.get_parse_math()


@pytest.mark.parametrize("chart", PLOTS)
def test_given_axes_are_drawn_in_and_returned_with_all_words_inside_their_place(chart):
    figure, (left, right) = plt.subplots(1, 2, figsize=(16, 16))
    place = right.get_window_extent().frozen()
    ax = PLOTS[chart](_table(chart, _labels(2, long=False)), ax=right)
    figure.draw_without_rendering()
    assert ax is right
    assert len(left.texts) == 0
    for text in _texts(ax):
        box = text.get_window_extent()
        assert place.x0 - 1 < box.x0
        assert box.x1 < place.x1 + 1
        assert place.y0 < box.y0
        assert box.y1 < place.y1 + 1


def test_axes_too_low_to_be_read_are_refused():
    _, ax = plt.subplots(figsize=(10, 2))
    message = r"ax: is 3\.9 cm high, but this chart needs \d+\.\d cm; make its figure larger, or leave ax out\."
    with pytest.raises(ScrlearnError, match=message):
        plot_themes(_themes(["Safe sleeping", "Whole family"]), ax=ax)


def test_axes_too_narrow_to_be_read_are_refused():
    _, ax = plt.subplots(figsize=(3, 9))
    with pytest.raises(ScrlearnError, match=r"ax: is 5\.9 cm wide, but this chart needs 12\.7 cm"):
        plot_themes(_themes(["Safe sleeping"]), ax=ax)


def _drawn(ax):
    buffer = io.BytesIO()
    ax.figure.savefig(buffer, format="png")
    return buffer.getvalue()


def _behind(text, shapes):
    if text.get_bbox_patch():
        return text.get_bbox_patch().get_facecolor()
    box = text.get_window_extent()
    middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
    holding = [color for extent, color in shapes if extent.contains(*middle)]
    return holding[-1] if holding else "white"


def _luminance(color):
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(color)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _contrast(one, other):
    darker, lighter = sorted([_luminance(one), _luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)
