import pandas as pd

from scrlearn.export.passages import review_passages
from scrlearn.passages import cut_at_spans, reading_order
from scrlearn.reviews.collection import Collection, empty_collection
from scrlearn.validation import empty_table


def table(name, **columns):
    empty = empty_table(name)
    rows = len(next(iter(columns.values())))
    return pd.DataFrame({name: columns.get(name, [None] * rows) for name in empty if name != "illustrative"}).astype(
        empty.drop(columns="illustrative", errors="ignore").dtypes
    )


COLLECTION = Collection(
    reviews=table(
        "reviews",
        review_id=["k", "a"],
        subject=["Child K", "Child A"],
        review_type=["serious_case_review"] * 2,
        partnership=["north-shire"] * 2,
        outcome=["recommendations", "no_learning"],
        decided_on=["2017-04-19", None],
        decided_precision=["day", None],
        year=[2017, None],
    ),
    documents=table("documents", document_id=["k/document-1"], title=["Response"]),
    recommendations=table(
        "recommendations",
        passage_id=["k:1", "k:2", "k:2.a"],
        review_id=["k"] * 3,
        document_id=["k/document-1", None, None],
        kind=["recommendation"] * 3,
        number=["1", "2", "2.a"],
        part_of=[None, None, "k:2"],
        stem=[None, None, "Staff should:"],
        text=["Hear the <child>.", "Staff should:", "ask."],
        start=[10, None, None],
        end=[27, None, None],
    ),
    responses=table(
        "responses",
        passage_id=["k:1.response-1", "k:2.response-1", "k:improvements.action-1"],
        review_id=["k"] * 3,
        kind=["response", "response", "action"],
        text=["Agreed.", "Done.", "More."],
    ),
    answers=pd.DataFrame({"response_id": ["k:1.response-1", "k:2.response-1"], "recommendation_id": ["k:1", "k:2"]}),
)
CODINGS = table(
    "codings",
    passage_id=["k:1", "k:1"],
    theme_id=["voice", "sleep"],
    decision=["applies", "does_not_apply"],
    decided_by=["model", "model"],
    confirmed=[False, False],
    score=[0.912, 0.1],
    evidence=["Hear", None],
    spans=["0-4", None],
    rule_ids=["voice-heard;voice-asked", None],
)


def laid_out():
    return review_passages(COLLECTION, CODINGS, empty_table("codings"), {"voice": "Voice", "sleep": "Sleep"})


def test_replies_stand_beneath_the_parts_of_what_they_answer_and_the_rest_at_the_end():
    assert reading_order(COLLECTION.recommendations, COLLECTION.responses, COLLECTION.answers) == {
        "k": ["k:1", "k:1.response-1", "k:2", "k:2.a", "k:2.response-1", "k:improvements.action-1"]
    }


def test_every_passage_is_laid_out_once():
    labels = [passage["label"] for passage in laid_out()[0]["passages"]]
    assert labels == [
        "Recommendation 1",
        "Response 1 to 1",
        "Recommendation 2, coded at its parts",
        "Recommendation 2.a",
        "Response 1 to 2",
        "Action 1 to improvements",
    ]


def test_a_coding_says_who_decided_and_on_which_words():
    passage = laid_out()[0]["passages"][0]
    assert passage["codings"] == [
        {
            "theme": "Voice",
            "decision": "applies",
            "who": "Decided by the model (score 0.91; rules voice-heard, voice-asked).",
            "evidence": "Hear",
        }
    ]
    assert passage["pieces"] == [{"text": "Hear", "marked": True}, {"text": " the <child>.", "marked": False}]
    assert passage["source"] == "Response, characters 10 to 27"


def test_a_review_without_passages_is_laid_out_too():
    review = laid_out()[1]
    assert (review["heading"], review["passages"]) == ("Child A, North Shire, no year", [])


def test_a_review_says_its_dates_with_their_precision():
    assert laid_out()[0]["about"] == "Serious case review; decided 2017-04-19 (day); outcome: recommendations."


def test_overlapping_spans_are_marked_once():
    pieces = cut_at_spans("abcdef", ["1-3;2-4", None, "4-5"])
    assert "".join(piece["text"] for piece in pieces) == "abcdef"
    assert "".join(piece["text"] for piece in pieces if piece["marked"]) == "bcde"


def test_an_empty_collection_has_nothing_to_lay_out():
    empty = empty_collection()
    assert reading_order(empty.recommendations, empty.responses, empty.answers) == {}
