from scrlearn.reviews.pages import lines_of
from scrlearn.reviews.pdf_shapes import Page, Piece, marker_style

LEFT = ("Northshire Police and its partners", "should tell the Board how often", "officers look in bedrooms, and")
LEFT += ("write down what each child says", "about life at home, and who comes")
RIGHT = ("It will be printed by September", "as said; midwives and visitors", "have been asked to hand it out")
RIGHT += ("to fathers, and the Board will", "look at this again in autumn now")


def piece(text, x, y, *, size=10):
    return Piece(text, x, x + 0.6 * size * len(text), y, size)


def page(*pieces):
    return Page(842, list(pieces))


def column(lines, x, y=700):
    return [piece(text, x, y - 13 * place) for place, text in enumerate(lines)]


def texts(*pages):
    return [line.text for line in lines_of(pages)]


def test_pieces_beside_each_other_are_one_line_from_left_to_right():
    assert texts(page(piece("the child", 100, 700), piece("below", 72, 680), piece("Ask", 72, 700.5))) == [
        "Ask the child",
        "below",
    ]


def test_pieces_that_touch_are_one_word():
    assert texts(page(piece("safe", 72, 700), piece("guarding", 96, 700))) == ["safeguarding"]


def test_columns_are_read_one_after_the_other():
    assert texts(page(*column(RIGHT, 310), *column(LEFT, 72))) == [*LEFT, *RIGHT]


def test_what_stands_across_columns_parts_what_is_above_it_from_what_is_below():
    across = piece("A heading that stands across both of the columns of a page", 72, 600)
    lower = [*column(LEFT, 72, 560), *column(RIGHT, 310, 560)]
    assert texts(page(*column(LEFT, 72), *column(RIGHT, 310), across, *lower)) == [
        *(*LEFT, *RIGHT),
        across.text,
        *(*LEFT, *RIGHT),
    ]


def test_markers_that_stand_before_their_texts_are_no_column():
    markers = [piece(f"{number}.", 72, 700 - 13 * number) for number in range(1, 7)]
    items = [piece(f"to ask the child about day {number}", 110, 700 - 13 * number) for number in range(1, 7)]
    assert texts(page(*markers, *items))[:2] == ["1. to ask the child about day 1", "2. to ask the child about day 2"]


def test_headers_and_footers_are_left_out_though_their_numbers_differ():
    pages = [
        page(piece("The Board", 72, 810), piece(f"text {word}", 72, 700), piece(f"Page {number} of 3", 72, 30))
        for number, word in enumerate(("one", "two", "three"), start=1)
    ]
    assert texts(*pages) == ["text one", "text two", "text three"]


def test_a_header_on_every_other_page_and_one_on_three_in_a_row_are_left_out():
    every_other = [page(*([piece("Left", 72, 810)] if number % 2 else []), piece("x", 72, 500)) for number in range(6)]
    in_a_row = [
        page(*([piece("Part A", 72, 810)] if 2 < number < 6 else []), piece("x", 72, 500)) for number in range(9)
    ]
    assert texts(*every_other) == ["x"] * 6
    assert texts(*in_a_row) == ["x"] * 9


def test_what_is_repeated_on_too_few_pages_or_at_another_height_stays():
    twice = [page(*([piece("Twice", 72, 810)] if number in (0, 4) else []), piece("x", 72, 500)) for number in range(6)]
    moving = [page(piece("Moving", 72, 810 - 10 * number), piece("x", 72, 500)) for number in range(4)]
    assert texts(*twice).count("Twice") == 2
    assert texts(*moving).count("Moving") == 4


def test_the_number_of_a_recommendation_at_the_top_of_each_page_is_no_header():
    pages = [page(piece(f"Recommendation {number}", 72, 790), piece("To ask", 72, 770)) for number in range(1, 5)]
    assert texts(*pages)[::2] == [f"Recommendation {number}" for number in range(1, 5)]


def test_of_two_pages_what_is_on_both_is_read_once_and_page_numbers_are_left_out():
    pages = [
        page(piece("The Board", 72, 810), piece("x", 72, 500), piece("Secret", 72, 50), piece(f"- {number} -", 290, 30))
        for number in (1, 2)
    ]
    assert texts(*pages) == ["The Board", "x", "x", "Secret"]


def test_a_number_in_the_middle_of_a_page_is_no_page_number():
    assert texts(page(piece("Deaths", 72, 500), piece("7", 72, 487))) == ["Deaths", "7"]


def test_the_second_bullet_of_word_is_a_bullet():
    (line,) = lines_of([page(piece("o", 72, 700), piece("ask", 90, 700))])
    assert marker_style(line.text) == "◦"
