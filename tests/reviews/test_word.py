import re
from pathlib import Path

import docx
import pytest

from scrlearn.reviews.reading import read_document
from scrlearn.reviews.word import read_word
from tests.word_material import (
    STRICT,
    TRANSITIONAL,
    cell,
    field,
    paragraph,
    plain,
    row,
    run,
    style,
    styled,
    table,
    word_file,
)

CHILD_K = Path(__file__).parents[2] / "data/hampshire/documents/hampshire-child-k-2017.txt"
MERGED, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def wide(columns):
    return f'<w:gridSpan w:val="{columns}"/>'


def blocks(body, **options):
    return read_word(word_file(body, **options)).split("\n\n")


def ended(how, *runs):
    return paragraph(*runs, properties=f"<w:rPr>{how}</w:rPr>")


def test_insertions_count_as_made_and_deletions_as_gone():
    body = paragraph(
        run("We"),
        f"<w:ins>{run(' will')}</w:ins>",
        "<w:del><w:r><w:delText>may</w:delText></w:r></w:del>",
        f"<w:ins><w:del>{run(' not')}</w:del></w:ins>",
    )
    assert blocks(body) == ["We will"]


def test_what_was_moved_stands_where_it_was_moved_to():
    body = (
        ended("<w:moveFrom/>", f"<w:moveFrom>{run('Last.')}</w:moveFrom>")
        + plain("First.")
        + ended("<w:moveTo/>", f"<w:moveTo>{run('Last.')}</w:moveTo>")
    )
    assert blocks(body) == ["First.", "Last."]


def test_paragraphs_inserted_or_deleted_whole_come_and_go():
    body = (
        plain("First.")
        + ended("<w:del/>", "<w:del><w:r><w:delText>Gone.</w:delText></w:r></w:del>")
        + f"<w:ins>{plain('Second.')}</w:ins>"
        + ended("<w:ins/>", f"<w:ins>{run('Third.')}</w:ins>")
    )
    assert blocks(body) == ["First.", "Second.", "Third."]


@pytest.mark.parametrize(
    "properties",
    [
        "<w:rPr><w:del/></w:rPr>",
        "<w:rPr><w:vanish/><w:specVanish/></w:rPr>",
        '<w:framePr w:dropCap="drop"/>',
        '<w:framePr w:dropCap="margin"/>',
    ],
)
def test_a_paragraph_without_an_end_of_its_own_goes_on_in_the_next(properties):
    assert blocks(paragraph(run("T"), properties=properties) + plain("he child.")) == ["The child."]


@pytest.mark.parametrize("after", ["", table(row("x", "y"))])
def test_a_paragraph_without_an_end_is_not_lost_where_nothing_can_go_on(after):
    assert blocks(ended("<w:del/>", run("One")) + after)[0] == "One"


def test_a_paragraph_without_an_end_does_not_leave_its_cell():
    body = table(row(cell(ended("<w:del/>", run("One"))), "two"), row("three", "four"))
    assert blocks(body) == ["| One | two |", "| three | four |"]


def test_a_paragraph_goes_on_past_a_text_box_that_is_fixed_to_it():
    box = f"<w:r><w:txbxContent>{plain('In the box.')}</w:txbxContent></w:r>"
    body = ended("<w:del/>", run("One")) + paragraph(box, run(" and the same."))
    assert blocks(body) == ["One and the same.", "In the box."]


BOX = f"<w:txbxContent>{plain('In the')}{plain('box.')}</w:txbxContent>"
DRAWN = (
    "<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
    f"{BOX}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
)
OLD = f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict>"
BOTH = (
    f'<mc:AlternateContent><mc:Choice Requires="wps">{DRAWN}</mc:Choice><mc:Fallback>{OLD}</mc:Fallback>'
    "</mc:AlternateContent>"
)


@pytest.mark.parametrize("box", [DRAWN, OLD, BOTH])
def test_a_text_box_is_read_once_after_its_paragraph(box):
    body = paragraph(run("Beside "), f"<w:r>{box}</w:r>", run("it.")) + plain("After.")
    assert blocks(body) == ["Beside it.", "In the", "box.", "After."]


def test_a_text_box_within_a_text_box_follows_its_own_paragraph():
    inner = f"<w:r><w:txbxContent>{plain('Inner.')}</w:txbxContent></w:r>"
    outer = f"<w:r><w:txbxContent>{paragraph(run('Outer.'), inner)}</w:txbxContent></w:r>"
    assert blocks(paragraph(run("Text."), outer) + plain("After.")) == ["Text.", "Outer.", "Inner.", "After."]


def test_a_text_box_in_a_cell_stays_in_it():
    assert blocks(table(row(cell(paragraph(f"<w:r>{BOTH}</w:r>")), "x"))) == ["| In the\nbox. | x |"]


def test_a_row_of_a_table_is_a_paragraph_with_its_cells_paragraphs_as_lines():
    body = table(row(cell(plain("Train"), plain("and test")), "Police", ""), row("", "a | b", "c"))
    assert blocks(body) == ["| Train\nand test | Police | |", "| | a ¦ b | c |"]


def test_a_table_of_one_column_is_a_frame_around_its_paragraphs():
    assert blocks(table(row(cell(plain("x"), plain("y"))), row("z"))) == ["x", "y", "z"]


def test_a_row_of_nothing_is_left_out():
    assert blocks(table(row("", ""), row("x", ""))) == ["| x | |"]


def test_a_merged_cell_stands_once_in_its_first_place():
    body = table(
        row(cell(plain("Priority one"), properties=wide(3))),
        row(cell(plain("Health"), properties=MERGED), "a", "b"),
        row(cell(plain(""), properties=GOES_ON), cell(plain("c"), properties=wide(2))),
        row("Police", cell(plain("d"), properties=f'{GOES_ON[:-2]} w:val="restart"/>'), "e"),
    )
    assert blocks(body) == ["| Priority one | | |", "| Health | a | b |", "| | c | |", "| Police | d | e |"]


def test_a_border_moved_by_hand_makes_no_column():
    body = table(
        row("Ref", "Action", cell(plain("Lead"), properties=wide(2))),
        row("1", cell(plain("Train"), properties=wide(2)), "Police"),
        row("2", cell(plain("All agencies"), properties=wide(3))),
    )
    assert blocks(body) == ["| Ref | Action | Lead |", "| 1 | Train | Police |", "| 2 | All agencies | |"]


def test_a_cell_merged_as_word_once_did_goes_on_in_the_next():
    cells = (
        cell(plain("a"), properties='<w:hMerge w:val="restart"/>'),
        cell(plain("gone"), properties="<w:hMerge/>"),
        "b",
    )
    assert blocks(table(row(*cells), row("c", "d", "e"))) == ["| a | | b |", "| c | d | e |"]


def test_two_cells_that_begin_in_one_column_stand_beside_each_other():
    columns = [cell(plain(text), properties=wide(3)) for text in "abc"]
    assert blocks(table(row(*columns), row("d", "e"))) == ["| a | b | c |", "| d | e | |"]


def test_a_row_may_begin_or_end_within_the_table():
    begins_late = row("b", "c", properties='<w:gridBefore w:val="1"/>')
    assert blocks(table(row("x", "y", "z"), begins_late, row("a"))) == ["| x | y | z |", "| | b | c |", "| a | | |"]


def test_a_row_of_too_many_columns_for_its_table_keeps_its_cells():
    late = row("b", "c", properties='<w:gridBefore w:val="9"/>')
    assert blocks(table(row("x", "y", "z"), late)) == ["| x | y | z |", "| | b | c |"]


def test_rows_and_cells_come_and_go_with_their_insertion_and_deletion():
    body = table(
        row("a", "b"),
        row("c", "d", properties="<w:del/>"),
        row("e", "f", properties="<w:ins/>"),
        row("g", cell(plain("h"), properties="<w:cellDel/>"), "i"),
    )
    assert blocks(body) == ["| a | b |", "| e | f |", "| g | i |"]


def test_a_table_in_a_cell_is_lines_of_it():
    inner = table(row("b", "c"), row(cell(plain("d"), plain("e")), "f"))
    assert blocks(table(row("a", cell(plain("Steps:"), inner, plain(""))))) == [
        "| a | Steps:\n¦ b ¦ c ¦\n¦ d\ne ¦ f ¦ |"
    ]


def test_links_controls_and_tags_are_read_as_what_they_hold():
    body = (
        paragraph(
            f'<w:hyperlink w:anchor="x">{run("Listen")}</w:hyperlink>',
            f"<w:smartTag>{run(' to')}</w:smartTag>",
            f"<w:sdt><w:sdtPr/><w:sdtContent>{run(' the')}</w:sdtContent></w:sdt>",
            f"<w:fldSimple w:instr='REF x'>{run(' child')}</w:fldSimple>",
        )
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{plain('In a control.')}</w:sdtContent></w:sdt>"
        + f"<w:customXml>{plain('In XML.')}</w:customXml>"
        + f"<w:tbl><w:sdt><w:sdtContent>{row('a', 'b')}</w:sdtContent></w:sdt></w:tbl>"
    )
    assert blocks(body) == ["Listen to the child", "In a control.", "In XML.", "| a | b |"]


def test_a_control_that_still_asks_for_words_says_nothing():
    asks = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Choose an item.')}</w:sdtContent></w:sdt>"
    assert blocks(paragraph(run("Status: "), asks)) == ["Status:"]


def test_notes_comments_and_their_marks_are_left_out():
    marks = '<w:r><w:footnoteReference w:id="2"/><w:endnoteReference w:id="2"/><w:commentReference w:id="1"/></w:r>'
    assert blocks(paragraph(run("Agreed"), marks, run("."))) == ["Agreed."]


HIDING = style("Hidden", "<w:rPr><w:vanish/></w:rPr>") + style("Ours", based_on="Hidden")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph(run("a"), run("b", "<w:vanish/>")), "a"),
        (paragraph(run("a"), run("b", '<w:vanish w:val="0"/>')), "ab"),
        (paragraph(run("a"), run("b", '<w:rStyle w:val="Hidden"/>')), "a"),
        (styled("a", "Ours") + plain("b"), "b"),
        (paragraph(run("a", '<w:vanish w:val="false"/>'), run("b"), properties='<w:pStyle w:val="Ours"/>'), "a"),
    ],
)
def test_hidden_text_is_left_out_by_itself_or_by_its_style(body, text):
    assert blocks(body, styles=HIDING) == [text]


def test_the_result_of_a_field_is_read_and_its_code_is_not():
    nested = field('IF "', run("no") + field("REF x", run("yes")))
    assert blocks(paragraph(run("By "), field("DATE", run("May")), run(" "), nested)) == ["By May noyes"]
    in_code = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{field("REF x", run("yes"))}'
    assert blocks(paragraph(run("By"), in_code, '<w:r><w:fldChar w:fldCharType="end"/></w:r>')) == ["By"]


def test_a_result_that_reads_like_a_code_is_a_result():
    result = "<w:r><w:instrText>TOC</w:instrText></w:r>" + run("May")
    assert blocks(paragraph(run("In "), field("", result))) == ["In May"]


def test_a_field_that_never_ends_hides_nothing():
    assert blocks(paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', run("Listen."))) == ["Listen."]


ENTRY = paragraph(run("1 Findings 4"))
GALLERY = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'


@pytest.mark.parametrize(
    "contents",
    [
        paragraph(field(' TOC \\o "1-3"', run("1 Findings 4"))),
        "".join(
            (
                paragraph(*field("TOC", run("1 Findings 4")).rpartition("<w:r><w:fldChar")[:1]),
                ENTRY,
                paragraph(f"<w:hyperlink>{run('2 Actions')}{field('PAGEREF x', run('5'))}</w:hyperlink>"),
                paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
            )
        ),
        paragraph(f"<w:fldSimple w:instr=' TOC '>{run('1 Findings 4')}</w:fldSimple>"),
        f"<w:sdt><w:sdtPr>{GALLERY}</w:sdtPr><w:sdtContent>{plain('Contents')}{ENTRY}</w:sdtContent></w:sdt>",
        styled("1 Findings 4", "Verzeichnis1"),
    ],
)
def test_a_table_of_contents_is_left_out(contents):
    styles = style("Verzeichnis1", called="toc 1")
    assert blocks(plain("Before.") + contents + plain("After."), styles=styles) == ["Before.", "After."]


def test_a_line_broken_by_hand_is_a_line_of_its_paragraph_and_never_a_new_one():
    inside = (
        "<w:r><w:t>a</w:t><w:br/><w:br/><w:t>b</w:t><w:cr/><w:t xml:space='preserve'>  </w:t><w:br/><w:t>c</w:t></w:r>"
    )
    assert blocks(paragraph(inside)) == ["a\nb\nc"]


def test_a_new_page_leaves_no_mark():
    page = '<w:r><w:br w:type="page"/></w:r>'
    broken = paragraph(run("b"), "<w:r><w:lastRenderedPageBreak/></w:r>", run("c"))
    assert blocks(paragraph(page) + paragraph(page, run("a")) + broken) == ["a", "bc"]


def test_tabs_hyphens_and_signs_are_printed_as_they_look():
    inside = "<w:t>May</w:t><w:tab/><w:t>non</w:t><w:noBreakHyphen/><w:t>stop</w:t><w:softHyphen/><w:t>s\xado</w:t>"
    assert blocks(paragraph(f"<w:r>{inside}</w:r>")) == ["May\tnon-stopso"]


@pytest.mark.parametrize(("code", "printed"), [("F0FC", "✓"), ("2713", "✓"), ("F001", ""), ("D800", ""), ("000C", "")])
def test_a_sign_of_words_own_fonts_is_one_that_everybody_has(code, printed):
    assert blocks(paragraph(run("x"), f'<w:r><w:sym w:font="Wingdings" w:char="{code}"/></w:r>', run("y"))) == [
        f"x{printed}y"
    ]


def test_white_space_at_the_ends_of_a_run_stands_where_it_was_asked_for():
    body = paragraph("<w:r><w:t> a </w:t></w:r><w:r><w:t xml:space='preserve'> b</w:t></w:r><w:r><w:t>\n c</w:t></w:r>")
    assert blocks(body) == ["a bc"]
    assert blocks(paragraph("<w:r><w:t>10\xa0</w:t></w:r><w:r><w:t>Downing Street</w:t></w:r>")) == [
        "10\xa0Downing Street"
    ]


def test_a_formula_is_read_as_the_letters_in_it():
    assert blocks(paragraph(run("By "), "<m:oMath><m:r><m:t>x + </m:t></m:r><m:r><m:t>y</m:t></m:r></m:oMath>")) == [
        "By x + y"
    ]


@pytest.mark.parametrize("namespace", [TRANSITIONAL, STRICT])
def test_both_languages_of_word_are_read_alike(namespace):
    body = paragraph(run("a"), run("b", "<w:vanish/>"), field("TOC", run("c"))) + table(row("d", "e"))
    assert blocks(body, namespace=namespace) == ["a", "| d | e |"]


def test_child_k_in_word_reads_word_for_word_as_in_plain_text(tmp_path):
    document = docx.Document()
    numbering = document.part.numbering_part.element
    # The template's own list for the style List Number prints "1."; the board printed "1)".
    for text in numbering.iter(f"{{{TRANSITIONAL}}}lvlText"):
        if text.get(f"{{{TRANSITIONAL}}}val") == "%1.":
            text.set(f"{{{TRANSITIONAL}}}val", "%1)")
    for line in filter(None, CHILD_K.read_text(encoding="utf-8").split("\n")):
        numbered, bullet = re.match(r"\d\) ", line), line.startswith("- ")
        style_name = "List Number" if numbered else "List Bullet" if bullet else None
        document.add_paragraph(line[numbered.end() if numbered else 2 if bullet else 0 :], style=style_name)
    document.save(tmp_path / "response.docx")
    read, expected = read_document(tmp_path / "response.docx"), read_document(CHILD_K)
    for name, columns in (("recommendations", ["number", "stem", "text"]), ("responses", ["passage_id", "text"])):
        assert getattr(read, name)[columns].equals(getattr(expected, name)[columns])
    assert [len(read.recommendations), read.recommendations["part_of"].notna().sum(), len(read.responses)] == [9, 5, 6]
