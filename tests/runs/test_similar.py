from pathlib import Path

import pandas as pd
import pytest

from scrlearn.errors import DocumentError, ScrlearnError
from scrlearn.files import read_csv
from scrlearn.learning.similar import find_similar
from scrlearn.reviews.collection import load_reviews
from scrlearn.runs import similar as asking
from scrlearn.runs.coder import train_coder
from scrlearn.runs.similar import ask_before, read_questions, summarise_inquiry
from scrlearn.themes.codebook import load_codebook

ROOT = Path(__file__).parents[2]
ILLUSTRATIVE, HAMPSHIRE = ROOT / "data" / "illustrative", ROOT / "data" / "hampshire"
CHILD_K = HAMPSHIRE / "documents" / "hampshire-child-k-2017.txt"
CHILD_A = HAMPSHIRE / "documents" / "hampshire-child-a-2018.txt"


@pytest.fixture(scope="module")
def coder():
    return train_coder(load_codebook())


@pytest.fixture(scope="module")
def about_dad():
    return ask_before(ILLUSTRATIVE, "Dad was missing from the paperwork and was never invited.")


def test_a_text_is_coded_for_its_themes_and_answered(about_dad):
    answer = about_dad.answers[0]
    assert answer.question.themes == ["whole_family"]
    assert len(answer.similar) == 10
    assert "fellmarch-child-d-2014:1.a" in answer.similar["passage_id"][:5].tolist()
    assert set(answer.repeats["repeat_id"]) >= {"marlshire-child-m-and-child-n-2017:2.a"}


def test_unpublished_reviews_stay_out_unless_asked_for(about_dad):
    reviews = load_reviews(ILLUSTRATIVE).reviews
    unpublished = reviews.loc[reviews["source_status"] == "unpublished", "review_id"].tolist()
    assert about_dad.n_left_out == len(unpublished) == 2
    assert not about_dad.collection.reviews["review_id"].isin(unpublished).any()
    asked = ask_before(ILLUSTRATIVE, "Dad was never invited.", include_unpublished=True, most=500)
    assert asked.n_left_out == 0
    assert asked.collection.reviews["review_id"].isin(unpublished).sum() == 2


def test_the_answer_in_lines_has_all_that_a_reader_needs(about_dad):
    lines = summarise_inquiry(about_dad).splitlines()
    assert lines[:4] == [
        "Looked in 30 reviews of Illustrative collection, 2009 to 2025. Left out: 2 unpublished reviews.",
        "Illustrative data",
        "",
        "Themes found in it: Whole-family approach.",
    ]
    assert any(line.startswith("Much the same learning in 2 reviews since 2017") for line in lines)
    place = lines.index(" 1. Child D, Fellmarch, 2014: recommendation 1.a")
    assert lines[place + 2 : place + 8] == [
        "    name the father and any male partner, and describe what was done to involve them;",
        "    Its document is not recorded.",
        "    Themes in common: Whole-family approach.",
        "    → Five agencies sampled 84 records. The father was named in 61 and had been spoken to in 19.",
        "    Each agency has an improvement plan, and the audit will be repeated in a year.",
        "    Status: complete.",
    ]
    assert lines[-1] == "Likeness orders; it is no probability. Not found does not mean not learnt."


def test_a_document_is_asked_about_recommendation_by_recommendation_and_not_of_itself(copy_of):
    inquiry = ask_before(copy_of("hampshire"), str(CHILD_K), most=3)
    assert [answer.question.label for answer in inquiry.answers][:3] == ["Child K, 1", "Child K, 2", "Child K, 3.a"]
    assert inquiry.answers[2].question.stem.startswith("To promote awareness")
    assert inquiry.collection.reviews["review_id"].tolist() == ["hampshire-child-a-2018"]
    assert all(answer.similar.empty for answer in inquiry.answers)
    assert "Nothing like it was found." in summarise_inquiry(inquiry)


def test_a_decision_of_a_person_gives_a_theme_that_is_shared(copy_of):
    folder = copy_of("illustrative")
    pd.DataFrame(
        {
            "passage_id": ["marlshire-child-b-2009:9"],
            "theme_id": ["safe_sleeping"],
            "coder": ["Ann"],
            "decided_at": ["2026-01-01"],
            "decision": ["applies"],
            "reason": [None],
            "text_seen": [None],
            "stem_seen": [None],
        }
    ).to_csv(folder / "corrections.csv", index=False)
    asked = "Tell parents that a baby should not share a sofa with an adult who has been drinking."
    similar = ask_before(folder, asked, most=500).answers[0].similar.set_index("passage_id")
    assert similar.at["marlshire-child-b-2009:9", "shared_themes"] == "safe_sleeping"


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_text_is_refused_in_one_line(text):
    with pytest.raises(
        ScrlearnError, match=r"^similar: the text is empty; write what is asked about, or name a file\.$"
    ):
        read_questions(text)


def test_a_text_too_long_for_one_question_is_refused():
    with pytest.raises(
        ScrlearnError, match=r"the text has more than 5,000 characters; ask about one finding at a time"
    ):
        read_questions("word " * 2000)


def test_a_short_file_of_text_is_one_question(tmp_path):
    file = tmp_path / "finding.txt"
    file.write_text("Dad was\nnever invited.\n", encoding="utf-8")
    questions, own_review = read_questions(str(file))
    assert [question.text for question in questions] == ["Dad was never invited."]
    assert own_review is None


def test_a_long_file_in_no_known_layout_is_refused_with_the_reason(tmp_path):
    file = tmp_path / "novel.txt"
    file.write_text("It was a dark night. " * 500, encoding="utf-8")
    with pytest.raises(DocumentError, match=r"novel\.txt: "):
        read_questions(str(file))


@pytest.mark.parametrize("name", ["gone.txt", "review.docx"])
def test_what_looks_like_a_file_and_is_not_there_is_said(name):
    with pytest.raises(DocumentError, match=f"{name}: is not there"):
        read_questions(name)


def test_a_document_without_recommendations_has_nothing_to_ask_about():
    with pytest.raises(DocumentError, match=r"hampshire-child-a-2018\.txt: has no recommendations to ask about"):
        read_questions(str(CHILD_A))


def test_a_sentence_that_ends_in_a_stop_is_no_file():
    assert read_questions("Neglect.")[0][0].text == "Neglect."


def test_a_collection_in_which_every_review_is_unpublished_answers_nothing(copy_of):
    folder = copy_of("hampshire")
    reviews = read_csv(folder / "reviews.csv").assign(source_status="unpublished")
    reviews.to_csv(folder / "reviews.csv", index=False)
    inquiry = ask_before(folder, "Dad was never invited.")
    assert inquiry.answers[0].similar.empty
    assert summarise_inquiry(inquiry).startswith("Looked in 0 reviews of ")


def test_with_the_themes_that_a_machine_gives_34_of_40_queries_are_answered_in_the_first_five(coder):
    reviews, _, recommendations, responses, answers = load_reviews(ILLUSTRATIVE)
    queries = read_csv(ROOT / "tests" / "material" / "similar_queries.csv")
    questions = asking._code_questions([asking.Question(query) for query in queries["query"]], coder)
    codings = coder.code(recommendations)
    right = [
        any(
            passage_id == expected or passage_id.startswith(f"{expected}.")
            for passage_id in find_similar(
                question.text,
                recommendations,
                reviews,
                responses,
                answers,
                codings=codings,
                themes=question.themes,
                most=5,
            )["passage_id"]
            for expected in wanted.split(";")
        )
        for question, wanted in zip(questions, queries["expected"], strict=True)
    ]
    assert sum(right) / len(right) >= 0.85


def test_a_decision_on_a_sort_of_action_stops_no_question(copy_of):
    folder = copy_of("illustrative")
    response_id = load_reviews(folder).responses["passage_id"].iloc[0]
    rows = "passage_id,theme_id,coder,decided_at,decision,reason,text_seen,stem_seen\n"
    (folder / "corrections.csv").write_text(
        f"{rows}{response_id},training_or_awareness,Ann,,applies,,,\n", encoding="utf-8"
    )
    assert ask_before(folder, "Dad was never invited.").answers[0].question.themes == ["whole_family"]
