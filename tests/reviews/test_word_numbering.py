import pytest

from scrlearn.reviews.word import read_word
from tests.word_material import (
    STRICT,
    TRANSITIONAL,
    afresh,
    cell,
    definition,
    in_list,
    item,
    level,
    listed,
    one_list,
    paragraph,
    plain,
    row,
    run,
    style,
    styled,
    table,
    word_file,
)

DECIMAL = level(0, "decimal", "%1.")


def blocks(body, numbering, styles=""):
    return read_word(word_file(body, numbering=numbering, styles=styles)).split("\n\n")


@pytest.mark.parametrize("namespace", [TRANSITIONAL, STRICT])
@pytest.mark.parametrize(
    ("number_format", "text", "printed"),
    [
        ("decimal", "(%1)", ["(1)", "(2)"]),
        ("decimal", "Recommendation %1:", ["Recommendation 1:", "Recommendation 2:"]),
        ("cardinalText", "Recommendation %1:", ["Recommendation One:", "Recommendation Two:"]),
        ("lowerLetter", "%1)", ["a)", "b)"]),
        ("upperLetter", "%1.", ["A.", "B."]),
        ("lowerRoman", "%1.", ["i.", "ii."]),
        ("upperRoman", "%1.", ["I.", "II."]),
        ("decimalZero", "%1.", ["01.", "02."]),
        ("ordinal", "%1", ["1st", "2nd"]),
        ("bullet", "\uf0b7", ["•", "•"]),
        ("bullet", "o", ["◦", "◦"]),
        ("bullet", "-", ["-", "-"]),
    ],
)
def test_a_number_is_printed_as_its_list_says(namespace, number_format, text, printed):
    numbering = one_list(level(0, number_format, text))
    content = word_file(item("x") + item("y"), numbering=numbering, namespace=namespace)
    assert read_word(content) == f"{printed[0]} x\n\n{printed[1]} y"


@pytest.mark.parametrize(
    ("number_format", "start", "printed"),
    [
        ("lowerLetter", 26, ["z", "aa"]),
        ("lowerLetter", 53, ["aaa", "bbb"]),
        ("lowerRoman", 3, ["iii", "iv"]),
        ("upperRoman", 1989, ["MCMLXXXIX", "MCMXC"]),
        ("upperRoman", 3999, ["MMMCMXCIX", "MMMM"]),
        ("ordinal", 11, ["11th", "12th"]),
        ("ordinal", 22, ["22nd", "23rd"]),
        ("cardinalText", 20, ["Twenty", "21"]),
        ("decimal", 0, ["0", "1"]),
    ],
)
def test_a_count_goes_on_past_the_usual(number_format, start, printed):
    numbering = one_list(level(0, number_format, "%1", start=start))
    assert blocks(item("x") + item("y"), numbering) == [f"{printed[0]} x", f"{printed[1]} y"]


@pytest.mark.parametrize(("number_format", "text"), [("none", "%1"), ("bullet", ""), ("decimal", "")])
def test_a_list_that_prints_nothing_has_no_marker(number_format, text):
    assert blocks(item("x"), one_list(level(0, number_format, text))) == ["x"]


def test_a_gap_follows_a_number_unless_its_list_says_otherwise():
    assert blocks(item("x"), one_list(level(0, "decimal", "R%1 – ", '<w:suff w:val="nothing"/>'))) == ["R1 – x"]


def test_a_nested_list_starts_again_below_each_item_and_the_outer_one_goes_on():
    numbering = one_list(level(0, "decimal", "(%1)"), level(1, "lowerLetter", "(%2)"), level(2, "lowerRoman", "%3."))
    body = (
        item("A") + item("B", 1) + item("C", 2) + item("D", 2) + item("E", 1) + item("F", 2) + item("G") + item("H", 1)
    )
    assert blocks(body, numbering) == ["(1) A", "(a) B", "i. C", "ii. D", "(b) E", "i. F", "(2) G", "(a) H"]


def test_a_number_may_name_those_above_it():
    numbering = one_list(level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"))
    body = item("A") + item("B", 1) + item("C", 1) + item("D") + item("E", 1)
    assert blocks(body, numbering) == ["1 A", "1.1 B", "1.2 C", "2 D", "2.1 E"]


def test_a_level_above_that_was_never_counted_is_named_by_its_start():
    numbering = one_list(level(0, "decimal", "%1", start=3), level(1, "decimal", "%1.%2"))
    assert blocks(item("A", 1) + item("B", 1), numbering) == ["3.1 A", "3.2 B"]


def test_a_level_that_never_restarts_counts_on():
    numbering = one_list(DECIMAL, level(1, "lowerLetter", "%2)", '<w:lvlRestart w:val="0"/>'))
    assert blocks(item("A") + item("B", 1) + item("C") + item("D", 1), numbering) == ["1. A", "a) B", "2. C", "b) D"]


def test_a_level_may_restart_only_after_one_far_above():
    numbering = one_list(
        DECIMAL, level(1, "lowerLetter", "%2)"), level(2, "lowerRoman", "%3.", '<w:lvlRestart w:val="1"/>')
    )
    body = item("A") + item("B", 1) + item("C", 2) + item("D", 1) + item("E", 2) + item("F") + item("G", 2)
    assert blocks(body, numbering) == ["1. A", "a) B", "i. C", "b) D", "ii. E", "2. F", "i. G"]


def test_legal_numbers_are_decimal_on_every_level():
    numbering = one_list(level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert blocks(item("A") + item("B", 1), numbering) == ["I. A", "1.1 B"]


def test_lists_of_one_definition_count_on_unless_told_to_start_afresh():
    numbering = definition(0, DECIMAL) + listed(1) + listed(2) + listed(3, extra=afresh(start=5))
    body = item("A") + item("B", number=2) + item("C", number=3) + item("D", number=3)
    assert blocks(body, numbering) == ["1. A", "2. B", "5. C", "6. D"]


def test_a_list_is_not_taken_for_the_definition_of_the_same_number():
    numbering = definition(2, DECIMAL) + listed(1, 2) + listed(2, 2, afresh())
    assert blocks(item("A") + item("B", number=2), numbering) == ["1. A", "1. B"]


def test_a_level_below_starts_afresh_when_it_first_comes():
    numbering = definition(0, DECIMAL, level(1, "lowerLetter", "%2)")) + listed(1) + listed(2, extra=afresh(1, 3))
    body = item("A") + item("B", 1) + item("C", number=2) + item("D", 1, number=2) + item("E", 1, number=2)
    assert blocks(body, numbering) == ["1. A", "a) B", "2. C", "c) D", "d) E"]


def test_each_level_starts_afresh_on_its_own():
    both = afresh() + afresh(1, 3)
    numbering = definition(0, DECIMAL, level(1, "lowerLetter", "%2)")) + listed(1) + listed(2, extra=both)
    depths = [(0, 1), (1, 1), (1, 2), (0, 2), (0, 2)]
    body = "".join(item("x", depth, number) for depth, number in depths)
    assert blocks(body, numbering) == ["1. x", "a) x", "c) x", "1. x", "2. x"]


@pytest.mark.parametrize("start", ["-1", "x", "²", "٣", "1000000"])
def test_a_number_that_is_none_is_not_counted_from(start):
    assert blocks(item("A") + item("B"), one_list(level(0, "decimal", "%1.", start=start))) == ["0. A", "1. B"]


def test_a_list_may_print_a_level_otherwise_than_its_definition():
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    numbering = definition(0, DECIMAL) + listed(1) + listed(2, extra=override)
    assert blocks(item("A") + item("B", number=2), numbering) == ["1. A", "B) B"]


def test_a_list_may_take_its_definition_from_a_style():
    numbering = (
        definition(0, DECIMAL, extra='<w:styleLink w:val="Steps"/>')
        + definition(1, extra='<w:numStyleLink w:val="Steps"/>')
        + listed(1, 0)
        + listed(2, 1)
    )
    styles = style("Steps", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', kind="numbering")
    assert blocks(item("A", number=2) + item("B", number=2), numbering, styles) == ["1. A", "2. B"]


RECOMMENDATION = level(0, "decimal", "Recommendation %1:", '<w:pStyle w:val="Heading2"/>')


def test_a_heading_is_numbered_by_its_style_and_what_follows_it_is_not():
    styles = style("Heading2", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = styled("Supervision", "Heading2") + plain("All staff.") + styled("", "Heading2") + plain("The Board.")
    assert blocks(body, one_list(RECOMMENDATION), styles) == [
        "Recommendation 1: Supervision",
        "All staff.",
        "Recommendation 2:",
        "The Board.",
    ]


def test_a_style_is_numbered_as_that_which_it_is_based_on():
    styles = style("Heading2", f"<w:pPr>{in_list()}</w:pPr>") + style("Ours", based_on="Heading2")
    assert blocks(styled("A", "Ours") + styled("B", "Heading2"), one_list(RECOMMENDATION), styles) == [
        "Recommendation 1: A",
        "Recommendation 2: B",
    ]


def test_a_style_based_on_another_may_lie_deeper_in_its_list():
    styles = style("Heading2", f"<w:pPr>{in_list()}</w:pPr>") + style(
        "Part", '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>', based_on="Heading2"
    )
    numbering = one_list(RECOMMENDATION, level(1, "lowerLetter", "(%2)"))
    assert blocks(styled("A", "Heading2") + styled("B", "Part"), numbering, styles) == ["Recommendation 1: A", "(a) B"]


def test_a_level_knows_its_style_where_the_style_does_not_know_its_level():
    numbering = one_list(DECIMAL, level(1, "lowerLetter", "(%2)", '<w:pStyle w:val="Part"/>'))
    styles = style("Part", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    assert blocks(styled("A", "Part"), numbering, styles) == ["(a) A"]


def test_a_paragraph_may_lie_deeper_than_its_style_in_the_same_list():
    styles = style("Heading2", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    deeper = paragraph(run("B"), properties='<w:pStyle w:val="Heading2"/><w:numPr><w:ilvl w:val="1"/></w:numPr>')
    numbering = one_list(RECOMMENDATION, level(1, "lowerLetter", "(%2)"))
    assert blocks(styled("A", "Heading2") + deeper, numbering, styles) == ["Recommendation 1: A", "(a) B"]


@pytest.mark.parametrize("name", ["Normal", "unknown"])
def test_a_paragraph_of_no_style_has_the_one_that_stands_for_it(name):
    styles = f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:pPr>{in_list()}</w:pPr></w:style>'
    assert blocks(styled("A", name) + plain("B"), one_list(DECIMAL), styles) == ["1. A", "2. B"]


def test_a_paragraph_may_be_taken_out_of_the_list_of_its_style():
    styles = style("Heading2", f"<w:pPr>{in_list()}</w:pPr>")
    out = paragraph(run("A"), properties='<w:pStyle w:val="Heading2"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert blocks(out + styled("B", "Heading2"), one_list(RECOMMENDATION), styles) == ["A", "Recommendation 1: B"]


def test_styles_based_on_each_other_end_somewhere():
    styles = style("A", based_on="B") + style("B", based_on="A")
    assert blocks(styled("x", "A"), one_list(DECIMAL), styles) == ["x"]


def test_numbers_go_on_over_a_table_and_within_its_cells():
    body = item("A") + table(row(cell(item("B")), cell(plain("Police"))), row(cell(item("")), cell(plain("Health"))))
    assert blocks(body + item("C"), one_list(DECIMAL)) == ["1. A", "| 2. B | Police |", "| 3. | Health |", "4. C"]


def test_bullets_in_a_cell_stay_with_their_lines():
    body = table(row(cell(item("A"), item("B")), "x"))
    assert blocks(body, one_list(level(0, "bullet", "\uf0b7"))) == ["| • A\n• B | x |"]


def test_an_empty_paragraph_is_counted_when_numbered_and_left_out_when_a_bullet():
    numbering = definition(0, DECIMAL) + definition(1, level(0, "bullet", "•")) + listed(1) + listed(2, 1)
    assert blocks(item("A") + item("") + item("", number=2) + item("B"), numbering) == ["1. A", "2.", "3. B"]


def test_what_was_deleted_moved_away_or_hidden_is_not_counted():
    def gone(how, text):
        return paragraph(text, properties=f"{in_list()}<w:rPr>{how}</w:rPr>")

    deleted = gone("<w:del/>", "<w:del><w:r><w:delText>x</w:delText></w:r></w:del>")
    moved = gone("<w:moveFrom/>", f"<w:moveFrom>{run('x')}</w:moveFrom>")
    inserted = gone("<w:ins/>", f"<w:ins>{run('B')}</w:ins>")
    body = item("A") + deleted + moved + gone("<w:vanish/>", run("x", "<w:vanish/>")) + inserted + item("C")
    assert blocks(body, one_list(DECIMAL)) == ["1. A", "2. B", "3. C"]
