from scrlearn.reviews.page_lines import contents_of, is_page_line
from scrlearn.reviews.paragraphs import paragraphs_of


def test_a_table_of_contents_ends_with_the_first_line_that_is_no_entry():
    paragraphs = paragraphs_of("Contents\n\nIntroduction 2\n\nRecommendations ..... 4\n\nIntroduction\n\nIt was long.")
    assert contents_of(paragraphs) == {0, 1, 2}


def test_a_line_of_dots_and_a_page_is_an_entry_without_a_heading():
    assert contents_of(paragraphs_of("Recommendations ..... 4\n\nIt met 4")) == {0}


def test_page_numbers_and_markings_are_told_from_text():
    lines = ["Page 2 of 3", "4", "OFFICIAL-SENSITIVE", "Four were seen"]
    assert [is_page_line(paragraphs_of(line)[0]) for line in lines] == [True, True, True, False]
