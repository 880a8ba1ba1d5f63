import pytest

from scrlearn.errors import DocumentError
from scrlearn.reviews.plain_text import read_plain_text

ENGLISH = [
    "the ‘voice’ of the child",
    "£20",
    "It cost £1,500 – more than planned.",
    "“We weren’t told,” she said.",
    "Section 47 enquiries… and then",
    "The café’s owner, Renée",
    "Zoë",
    "Seán Ó Riada",
    "a — b",
    "costs in £000s",
    "the child’s father’s partner",
]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman", "cp850"]
)
@pytest.mark.parametrize("text", ENGLISH)
def test_a_short_text_reads_the_same_in_every_encoding_that_has_its_letters(text, encoding):
    try:
        content = text.encode(encoding)
    except UnicodeEncodeError:
        pytest.skip("the encoding has no such letters")
    if (text, encoding) == ("Zoë", "cp850"):
        pytest.skip("its bytes are those of Zoâ or Zo‰, and nothing else tells")
    assert read_plain_text(content) == text


def test_welsh_reads_in_its_own_encoding():
    assert read_plain_text("Siân o Lŷn a’r dŵr".replace("’", "'").encode("iso8859_14")) == "Siân o Lŷn a'r dŵr"


def test_another_language_is_left_to_the_detector():
    text = "Дитина не була почута, і батьки просили про допомогу багато разів. Рада вивчила цей випадок уважно. " * 5
    assert read_plain_text(text.encode("cp1251")) == text


def test_a_few_bytes_of_windows_in_utf_8_are_read_as_such():
    content = "£20 – the child’s ‘voice’".encode() + b" isn\x92t \xa35"
    assert read_plain_text(content) == "£20 – the child’s ‘voice’ isn’t £5"


@pytest.mark.parametrize("content", [b"isn\xc2\x92t", b"isn\x92t"])
def test_no_control_characters_are_left_where_quotes_were(content):
    assert read_plain_text(content) == "isn’t"


def test_page_breaks_hard_spaces_and_long_dashes_stay():
    text = "one\xa0—\n\n\f\n\ntwo"
    assert read_plain_text(text.encode()) == text


@pytest.mark.parametrize("content", [b"text\x00text", b"\x01\x02\x03\x04\x05\x06\x0e"])
def test_a_binary_file_is_refused(content):
    with pytest.raises(
        DocumentError, match=r"^is a binary file and no text; open it with what wrote it and save it as"
    ):
        read_plain_text(content)


def test_a_text_cut_within_a_character_is_damaged():
    with pytest.raises(DocumentError, match=r"^is damaged or no plain text; "):
        read_plain_text(b"\xff\xfeodd")
