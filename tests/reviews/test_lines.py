import pytest

from scrlearn.reviews.lines import paragraphs_from
from scrlearn.reviews.pdf_shapes import Line

FULL = "Health visitors and midwives should ask where the baby sleeps at night in"


def line(text, y, *, left=72, size=10, block=0):
    return Line(text, left, left + 0.6 * size * len(text), y, size, block)


def printed(*texts, spacing=13):
    return [line(text, 700 - spacing * place) for place, text in enumerate(texts)]


def paragraphs(*lines):
    return paragraphs_from(lines).split("\n\n")


def test_full_lines_are_one_paragraph_and_a_short_one_ends_it():
    assert paragraphs(*printed(FULL, FULL, "the home.", "The Board agreed.")) == [
        f"{FULL} {FULL} the home.",
        "The Board agreed.",
    ]


def test_a_gap_begins_a_paragraph():
    assert paragraphs(line(FULL, 700), line(FULL, 687), line(FULL, 668)) == [f"{FULL} {FULL}", FULL]


@pytest.mark.parametrize("spacing", [11, 13, 20, 26])
def test_lines_may_be_near_or_far_from_each_other(spacing):
    lines = (FULL, FULL.lower(), FULL.lower())
    assert paragraphs(*printed(*lines, spacing=spacing)) == [" ".join(lines)]


def test_an_indented_line_begins_a_paragraph_and_the_line_after_it_goes_on():
    lines = [line(FULL, 700), line(FULL[:-6] + ".", 687), line(FULL[:-4], 674, left=96), line(FULL, 661)]
    assert paragraphs(*lines) == [f"{FULL} {FULL[:-6]}.", f"{FULL[:-4]} {FULL}"]


@pytest.mark.parametrize("marker", ["1)", "a)", "•", "-", "(ii)", "Recommendation 2:"])
def test_a_marker_begins_a_paragraph_and_what_hangs_below_it_goes_on(marker):
    lines = [line("To:", 700), line(f"{marker} {FULL[:-9]}", 687, left=80), line("the home", 674, left=98)]
    assert paragraphs(*lines) == ["To:", f"{marker} {FULL[:-9]} the home"]


def test_a_number_that_a_sentence_was_broken_before_is_no_marker():
    assert paragraphs(*printed(FULL, FULL, "2. The rest")) == [f"{FULL} {FULL} 2. The rest"]


def test_other_letters_begin_a_paragraph():
    assert paragraphs(line("Response", 700, size=14), line("the Board agreed", 686)) == ["Response", "the Board agreed"]


def test_a_paragraph_goes_on_over_a_page():
    lines = [line(FULL, 100), line(FULL, 87), line("the home.", 770, block=1)]
    assert paragraphs(*lines) == [f"{FULL} {FULL} the home."]


def test_a_paragraph_that_ended_with_its_page_does_not_go_on():
    assert paragraphs(line(FULL, 100), line("the home.", 87), line(FULL, 770, block=1)) == [f"{FULL} the home.", FULL]


@pytest.mark.parametrize(
    ("elsewhere", "start", "rest", "word"),
    [
        ("safeguarding is", "safe-", "guarding", "safeguarding"),
        ("safe-sleeping is", "safe-", "sleeping", "safe-sleeping"),
        ("nothing is", "safe-", "guarding", "safeguarding"),
        ("safe sleeping is", "safe-", "sleeping", "safe-sleeping"),
        ("re-emphasised is", "re-", "promoted", "re-promoted"),
        ("nothing is", "Moss-", "Fell", "Moss-Fell"),
        ("nothing is", "2016-", "17", "2016-17"),
        ("nothing is", "2016–", "17", "2016–17"),
        ("nothing is", "pre-", "and post-natal", "pre- and post-natal"),
        ("nothing is", "his/", "her", "his/her"),
        ("nothing is", "safe\u00ad", "guarding", "safeguarding"),
        ("nothing is", "known –", "not all", "known – not all"),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_becomes_whole(elsewhere, start, rest, word):
    lines = [line(elsewhere, 700), line(f"{FULL} {start}", 660), line(f"{rest} {FULL}", 647), line("it", 634)]
    assert paragraphs(*lines)[1] == f"{FULL} {word} {FULL} it"


def test_ligatures_bullets_of_other_fonts_and_control_characters_are_made_plain():
    assert paragraphs(line("\uf0a7 o\ufb03ce\x01 \u00a0of", 700)) == ["▪ office of"]


def test_no_lines_are_no_text():
    assert paragraphs_from([]) == ""
