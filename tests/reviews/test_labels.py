import pytest

from scrlearn.reviews.labels import FIELD, NUMBERED_ITEM, REPLY, UNNUMBERED_ITEM, kind_of_item, number_of


@pytest.mark.parametrize(
    ("words", "number"), [("One", "1"), ("twelve", "12"), ("3", "3"), ("2.1", "2.1"), ("2(ii)", "2.ii"), ("2b", "2.b")]
)
def test_a_number_is_cited_in_figures(words, number):
    assert number_of(words) == number


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Recommendation 1:", "recommendation"),
        ("Rec. 1", "recommendation"),
        ("R1", "recommendation"),
        ("Priority 2:", "recommendation"),
        ("What the review said:", "recommendation"),
        ("Finding 3", "finding"),
        ("F3", "finding"),
        ("Learning Point 1:", "learning_point"),
        ("LP1", "learning_point"),
        ("Lesson 4:", "learning_point"),
        ("Question 1:", "question"),
        ("Q2", "question"),
    ],
)
def test_a_label_tells_the_kind_of_its_passage(label, kind):
    assert kind_of_item(label) == kind


@pytest.mark.parametrize(
    "line", ["Recommendation 1: Ask", "Recommendation One\n", "R1 Ask", "Rec 2 - ask", "Finding 3. Ask"]
)
def test_a_numbered_label_begins_an_item(line):
    assert NUMBERED_ITEM.match(line)


@pytest.mark.parametrize("line", ["Recommendation 1 was hard.", "Recommendations 1 and 2", "R1234 Ask", "Rural areas"])
def test_a_sentence_about_an_item_is_no_label(line):
    assert NUMBERED_ITEM.match(line) is None


@pytest.mark.parametrize(
    ("line", "label"), [("Recommendation: ask", "Recommendation: "), ("What we said: ask", "What we said: ")]
)
def test_an_item_may_have_a_label_without_a_number(line, label):
    assert UNNUMBERED_ITEM.match(line)[0] == label


@pytest.mark.parametrize(
    "line",
    [
        *("Board response: yes", "Agreed action", "What we have done", "Update (March 2021):", "The Board’s response"),
        *("Response to Recommendation 2:", "Progress to date:", "Actions taken:", "We did: ask"),
    ],
)
def test_a_label_of_a_reply_is_known(line):
    assert REPLY.match(line)


@pytest.mark.parametrize(
    "line", ["The response was slow.", "What we have done is enough, we think.", "Actions speak louder"]
)
def test_a_sentence_about_a_reply_is_no_label(line):
    assert REPLY.match(line) is None


def test_a_label_of_a_reply_tells_which_recommendation_it_answers():
    assert REPLY.match("Response to Recommendation Two:")["number"] == "Two"


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("Lead: Police", "lead"),
        ("Lead officer\tPolice", "lead"),
        ("By whom: Police", "lead"),
        ("Timescale: May", "due"),
        ("By when – May", "due"),
        ("Target date\n", "due"),
        ("Status: Green", "status"),
        ("RAG rating: Red", "status"),
    ],
)
def test_a_label_of_a_field_tells_what_it_holds(line, field):
    assert FIELD.match(line).lastgroup == field


@pytest.mark.parametrize("line", ["Leadership: strong", "When the child moved", "lead: Police"])
def test_another_word_is_no_field(line):
    assert FIELD.match(line) is None
