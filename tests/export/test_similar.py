import pandas as pd
import pytest

from scrlearn.errors import FileError
from scrlearn.export.similar import (
    Answer,
    Inquiry,
    Question,
    cite_source,
    describe_answer,
    describe_group,
    describe_scope,
    describe_themes,
    head_passage,
    write_similar,
)
from scrlearn.reviews.collection import Collection
from scrlearn.validation import check_table, empty_table

MARKUP = "<script>alert('x')</script>"
LABELS = {"whole_family": "Whole-family approach"}


def table(name, rows):
    return check_table(pd.DataFrame(rows, columns=empty_table(name).columns), name)


REVIEW = {
    "review_type": "serious_case_review",
    "partnership": "north-shire",
    "outcome": "recommendations",
    "source_status": "published",
    "illustrative": True,
}
COLLECTION = Collection(
    reviews=table(
        "reviews",
        [
            {**REVIEW, "review_id": "k", "subject": "Child K", "year": 2017},
            {**REVIEW, "review_id": "a", "subject": "Child A", "year": 2011},
        ],
    ),
    documents=table(
        "documents",
        [
            {
                "document_id": "k/response-1",
                "review_id": "k",
                "document_type": "response",
                "title": "Response to Child K",
            }
        ],
    ),
    recommendations=table(
        "recommendations",
        [
            {
                "passage_id": "k:3.b",
                "review_id": "k",
                "document_id": "k/response-1",
                "kind": "recommendation",
                "number": "3.b",
                "stem": "Staff should:",
                "text": f"name the father {MARKUP}",
                "page": 4,
            },
            {"passage_id": "a:1", "review_id": "a", "kind": "learning_point", "text": "Ask about dads."},
        ],
    ),
    responses=empty_table("responses"),
    answers=empty_table("answers"),
)
SIMILAR = table(
    "similar_passages",
    [
        {
            "rank": 1,
            "passage_id": "k:3.b",
            "likeness": 0.5,
            "review_id": "k",
            "subject": "Child K",
            "partnership": "north-shire",
            "year": 2017,
            "document_id": "k/response-1",
            "page": 4,
            "stem": "Staff should:",
            "text": f"name the father {MARKUP}",
            "shared_themes": "whole_family",
            "reply": "Agreed.\nDone in May.",
            "statuses": "complete;under_way",
        },
        {
            "rank": 2,
            "passage_id": "a:1",
            "likeness": 0.25,
            "review_id": "a",
            "subject": "Child A",
            "partnership": "north-shire",
            "year": 2011,
            "text": "Ask about dads.",
        },
    ],
)
GROUP = {"repeat_id": "a:1", "likeness": 0.5, "n_reviews": 2, "of_reviews": 2, "first_year": 2011, "last_year": 2017}
REPEATS = table(
    "repeats",
    [
        {**GROUP, "passage_id": "a:1", "review_id": "a", "year": 2011, "text": "Ask about dads."},
        {**GROUP, "passage_id": "k:3.b", "review_id": "k", "year": 2017, "text": "name the father"},
    ],
)
ANSWER = Answer(Question("Dad was left out.", themes=["whole_family"]), SIMILAR, REPEATS)
NOTHING = Answer(Question("Ponies"), empty_table("similar_passages"), empty_table("repeats"))


def inquire(*answers):
    return Inquiry("Ours", COLLECTION, 2, LABELS, answers)


@pytest.fixture
def page(tmp_path):
    def written(*answers):
        return write_similar(inquire(*answers), tmp_path / "page.html").read_text(encoding="utf-8")

    return written


def test_the_scope_says_where_was_looked_and_where_not():
    assert describe_scope(inquire()) == "Looked in 2 reviews of Ours, 2011 to 2017. Left out: 2 unpublished reviews."
    undated = COLLECTION._replace(reviews=COLLECTION.reviews[:1].assign(year=pd.NA))
    assert describe_scope(Inquiry("Ours", undated, 0, LABELS, [])) == "Looked in 1 review of Ours."


def test_an_answer_in_brief_counts_reviews_replies_and_what_came_back():
    assert describe_answer(ANSWER) == [
        "The 2 closest recommendations are of 2 reviews, 2011 to 2017.",
        "A reply to 1 of 2 is recorded here.",
        "Much the same learning in 2 reviews since 2011, first as “Ask about dads.”.",
    ]
    one = ANSWER._replace(similar=SIMILAR[:1], repeats=REPEATS[:0])
    assert describe_answer(one)[0] == "The closest past recommendation is of 1 review, 2017."


def test_nothing_found_is_said_plainly_and_is_not_called_new_learning():
    assert describe_answer(NOTHING) == [
        "Nothing like it was found. That does not mean that it was not learnt: it may be in other words."
    ]


def test_a_group_of_undated_reviews_has_no_since_and_a_long_text_is_cut_at_a_word():
    group = REPEATS.assign(first_year=pd.NA, text="Staff " * 30)
    assert describe_group(group) == f"Much the same learning in 2 reviews, first as “{'Staff ' * 9}Staff …”."


def test_a_passage_is_headed_by_review_year_and_number_and_cited_by_document_and_page():
    first, second = SIMILAR.to_dict("records")
    assert head_passage(first, COLLECTION) == "Child K, North Shire, 2017: recommendation 3.b"
    assert head_passage(second, COLLECTION) == "Child A, North Shire, 2011: learning point 1"
    assert cite_source(first, COLLECTION) == "Response to Child K, page 4."
    assert cite_source(second, COLLECTION) == "Its document is not recorded."


def test_themes_are_named_by_their_labels():
    assert describe_themes(["whole_family", "other"], LABELS) == "Whole-family approach, other"
    assert describe_themes([], LABELS) == "none"


def test_the_page_has_question_evidence_replies_repeats_and_cautions(page):
    text = page(ANSWER)
    assert "Dad was left out." in text
    assert "Themes found in it: Whole-family approach." in text
    assert "1. Child K, North Shire, 2017: recommendation 3.b" in text
    assert "name the <mark>father</mark>" in text
    assert "Response to Child K, page 4. Themes in common: Whole-family approach. Likeness 0.50." in text
    assert '<td class="words">Agreed.\nDone in May.</td><td>Complete, Under way</td>' in text
    assert "No reply is recorded here to 2." in text
    assert "<li><strong>Child A, North Shire, 2011: learning point 1</strong>: Ask about dads.</li>" in text
    assert "Not found does not mean not learnt." in text
    assert '<p class="notice">Illustrative data</p>' in text


def test_text_is_never_markup_and_the_page_asks_nothing_of_a_network(page):
    text = page(ANSWER, ANSWER._replace(question=Question(MARKUP, MARKUP, MARKUP)))
    assert "<script" not in text
    assert text.count("&lt;script&gt;") >= 5
    assert "http" not in text.replace('http-equiv="Content-Security-Policy"', "")
    assert "default-src 'none'" in text


def test_several_questions_are_listed_and_each_has_its_section(page):
    text = page(ANSWER._replace(question=Question("Dad?", label="Child Q, 1")), NOTHING)
    assert '<li><a href="#question-1">Child Q, 1</a></li>' in text
    assert '<section id="question-2"' in text
    assert "Nothing like it was found." in text
    assert "<nav" not in page(ANSWER)


def test_the_same_inquiry_gives_the_same_bytes(page):
    assert page(ANSWER) == page(ANSWER)


def test_a_page_that_cannot_be_written_is_an_error_that_names_it(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(FileError, match=r"file: cannot be written to"):
        write_similar(inquire(ANSWER), tmp_path / "file" / "page.html")
