import hashlib
import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.errors import CollectionError, DocumentError, FileError, ScrlearnError, SensitiveWarning, TableError
from scrlearn.reviews.collection import load_reviews, save_reviews, start_collection
from scrlearn.reviews.documents import add_documents
from scrlearn.reviews.formats import document_text
from scrlearn.reviews.reading import kept_text, read_document, text_file

DATA = Path(__file__).parents[2] / "data"
BOARDS = Path(__file__).parents[1] / "material" / "boards"
CHILD_K = DATA / "hampshire/documents/hampshire-child-k-2017.txt"
CHILD_A = DATA / "hampshire/documents/hampshire-child-a-2018.txt"

# Fictional, in a hard-wrapped file from a Windows program.
NORTHSHIRE = """The Northshire Local Safeguarding Children Board

Response to the Serious Case Review of Baby Adam

May 2014

The Board's subgroup considered the case on 7 March 2012 and found that the criteria in
Regulation 5(1)(e) and (2) of the Local Safeguarding Children Boards Regulations 2006
were met. In line with 'Working Together to Safeguard Children' (2013) the review was
undertaken by Dr Ann Moss-Fell, who used the SCIE Learning Together model. The lead
reviewer asked:

1. What was life like for Baby Adam?
2. Who knew?

The recommendations of the report are set out below.

1. The Early Help Board should review
   its ‘safe sleeping’ leaflet so that health visitors:
   a) ask where the baby sleeps
      by day and by night;
   b) speak with fathers.

   The leaflet has been revised. It
   will be printed by September 2014.

2. Northshire Police should tell the “Board” how often its
   officers look into bedrooms.

   This was not accepted.

For further information contact the Board's office.

Northshire House
"""

# Fictional, with one line a paragraph, as Word saves a document in plain text.
VALE = """VALE AND DALE SAFEGUARDING CHILDREN PARTNERSHIP
Partnership Response
Local Child Safeguarding Practice Review: Family S4
Published: 14 March 2022
The Vale and Dale Safeguarding Children Partnership (VDSCP) decided in November 2020 to commission a review under sections 16C(1) and 16F of the Children Act 2004, as Working Together 2018 provides, and appointed Jo Fell and Sam Holt as joint lead reviewers.
Recommendation 1: That all partner agencies find out who else lives in the household, and write down what each child in the family says about life at home.
VDSCP will hold workshops in Summer 2022. These will be led by practitioners from each of the partner agencies and will be open to schools.
The workshops will cover:
•\tthe lives of brothers and sisters;
•\tgrandparents who give care.
Recommendation 2
That the Partnership asks its neighbours to agree how records follow a family that moves across the border between one authority and another.
A regional protocol is in draft, and the business manager of the Partnership is working on it with the neighbours on both sides of the river.
Page 2 of 2
"""  # noqa: E501

NO_LEARNING = """Ashby Safeguarding Adults Board

Response to the Safeguarding Adult Review of Adult B

The review was commissioned in 2019 under section 44 of the Care Act 2014. The panel asked:

(1) Was Adult B seen alone?
(2) Were the recommendations of earlier reviews followed?

No new lessons were learned for any agency.
"""


@pytest.fixture
def folder(tmp_path):
    return start_collection(tmp_path / "collection")


def written(tmp_path, text, *, name="response.txt", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def contents(folder):
    # All but who wrote last.
    files = [path for path in folder.rglob("*") if path.is_file() and path.parent.name != "runs"]
    return {path: path.read_bytes() for path in files}


def rows(frame, *columns):
    chosen = frame[list(columns)].astype(object)
    return list(chosen.where(chosen.notna(), None).itertuples(index=False, name=None))


def test_child_k_reads_as_its_board_published_it():
    review = read_document(CHILD_K).reviews.iloc[0].dropna().to_dict()
    assert review == {
        "review_id": "hampshire-child-k-2017",
        "subject": "Child K",
        "review_type": "serious_case_review",
        "publisher": "Hampshire Safeguarding Children Board",
        "partnership": "hampshire",
        "year": 2017,
        "year_of": "decided",
        "decided_on": "2017-04-19",
        "decided_precision": "day",
        "guidance": "Working Together 2015",
        "legal_basis": "Local Safeguarding Children Boards Regulations 2006, regulation 5",
        "lead_reviewers": "Phil Heasman",
        "method": "systems-based",
        "outcome": "recommendations",
        "source_status": "published",
    }


def test_child_k_has_four_recommendations_and_the_third_has_five_parts():
    recommendations = read_document(CHILD_K).recommendations
    numbers = ["1", "2", "3", "3.a", "3.b", "3.c", "3.d", "3.e", "4"]
    assert recommendations["number"].to_list() == numbers
    assert recommendations["passage_id"].to_list() == [f"hampshire-child-k-2017:{number}" for number in numbers]
    parts = recommendations[recommendations["part_of"].notna()]
    assert set(parts["part_of"]) == {"hampshire-child-k-2017:3"}
    assert set(parts["stem"]) == {"To promote awareness within partner agencies of the need for all practitioners to:"}
    assert parts["text"].iloc[2].startswith("share historic information about a child")
    assert recommendations["text"].iloc[-1].startswith("review the guidance and information about ‘safe-sleeping’")


def test_each_paragraph_of_child_ks_response_answers_its_recommendation():
    collection = read_document(CHILD_K)
    assert rows(collection.answers, "response_id", "recommendation_id") == [
        ("hampshire-child-k-2017:1.response-1", "hampshire-child-k-2017:1"),
        ("hampshire-child-k-2017:2.response-1", "hampshire-child-k-2017:2"),
        ("hampshire-child-k-2017:3.response-1", "hampshire-child-k-2017:3"),
        ("hampshire-child-k-2017:3.response-2", "hampshire-child-k-2017:3"),
        ("hampshire-child-k-2017:3.response-3", "hampshire-child-k-2017:3"),
        ("hampshire-child-k-2017:4.response-1", "hampshire-child-k-2017:4"),
    ]
    assert rows(collection.responses, "status", "lead", "due_on", "due_text") == [
        ("planned", "Hampshire Safeguarding Children Board", None, None),
        ("under_way", "Early Help Board", None, None),
        ("planned", "Hampshire Safeguarding Children Board", None, None),
        ("planned", None, None, None),
        ("planned", None, None, None),
        ("under_way", "Hampshire Safeguarding Children Board", None, "later this year"),
    ]


def test_child_a_is_a_review_without_recommendations():
    collection = read_document(CHILD_A)
    assert collection.reviews.iloc[0].dropna().to_dict() == {
        "review_id": "hampshire-child-a-2018",
        "subject": "Child A",
        "review_type": "serious_case_review",
        "publisher": "Hampshire Safeguarding Children Partnership",
        "partnership": "hampshire",
        "year": 2018,
        "year_of": "commissioned",
        "commissioned_on": "2018-09",
        "commissioned_precision": "season",
        "guidance": "Working Together 2015;Working Together 2018",
        "legal_basis": "Local Safeguarding Children Boards Regulations 2006, regulation 5",
        "lead_reviewers": "Karen Tudor",
        "method": "systems-based",
        "outcome": "no_learning",
        "source_status": "published",
    }
    assert [len(table) for table in collection.collection] == [1, 1, 0, 0, 0]


@pytest.mark.parametrize("review_id", ["marlshire-child-m-and-child-n-2017", "marlshire-child-l-2016"])
def test_an_illustrative_document_reads_as_its_rows_say(review_id):
    expected = load_reviews(DATA / "illustrative")
    read = read_document(DATA / f"illustrative/documents/{review_id}.txt")
    # The provision was typed in more fully than the documents print it.
    facts = [name for name in read.reviews.columns if name != "legal_basis"]
    pd.testing.assert_frame_equal(
        read.reviews[facts], expected.reviews[expected.reviews["review_id"] == review_id][facts].reset_index(drop=True)
    )
    pd.testing.assert_frame_equal(
        read.documents, expected.documents[expected.documents["review_id"] == review_id].reset_index(drop=True)
    )
    columns = [
        "passage_id",
        "review_id",
        "document_id",
        "kind",
        "number",
        "part_of",
        "stem",
        "text",
        "page",
        "start",
        "end",
    ]
    recommendations = expected.recommendations[expected.recommendations["review_id"] == review_id]
    pd.testing.assert_frame_equal(read.recommendations[columns], recommendations[columns].reset_index(drop=True))
    answers = expected.answers[expected.answers["response_id"].str.startswith(f"{review_id}:")].reset_index(drop=True)
    pd.testing.assert_frame_equal(read.answers, answers)
    responses = expected.responses[expected.responses["passage_id"].isin(answers["response_id"])]
    columns = ["passage_id", "review_id", "document_id", "kind", "stem", "text", "page", "start", "end"]
    pd.testing.assert_frame_equal(read.responses[columns], responses[columns].reset_index(drop=True))


def test_a_wrapped_document_in_windows_encoding_is_read_with_other_numbers(tmp_path):
    path = written(tmp_path, NORTHSHIRE.replace("\n", "\r\n"), encoding="cp1252")
    collection = read_document(path)
    review = collection.reviews.iloc[0]
    assert review["review_id"] == "northshire-baby-adam-2014"
    assert review["decided_on"] == "2012-03-07"
    assert review["legal_basis"] == "Local Safeguarding Children Boards Regulations 2006, regulation 5(1)(e) and (2)"
    assert review["lead_reviewers"] == "Dr Ann Moss-Fell"
    assert review["method"] == "SCIE Learning Together"
    stem = "The Early Help Board should review\n   its ‘safe sleeping’ leaflet so that health visitors:"
    assert rows(collection.recommendations, "number", "addressed_to", "stem", "text") == [
        ("1", "Early Help Board", None, stem),
        ("1.a", None, stem, "ask where the baby sleeps\n      by day and by night;"),
        ("1.b", None, stem, "speak with fathers."),
        (
            "2",
            "Northshire Police",
            None,
            "Northshire Police should tell the “Board” how often its\n   officers look into bedrooms.",
        ),
    ]
    assert rows(collection.responses, "status", "due_on", "due_precision", "text") == [
        (
            "under_way",
            "2014-09",
            "month",
            "The leaflet has been revised. It\n   will be printed by September 2014.",
        ),
        ("declined", None, None, "This was not accepted."),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_document_with_one_line_a_paragraph_is_read(tmp_path, encoding):
    collection = read_document(written(tmp_path, VALE, encoding=encoding))
    review = collection.reviews.iloc[0]
    assert review["review_id"] == "vale-and-dale-family-s4-2022"
    assert review["review_type"] == "local_child_safeguarding_practice_review"
    assert review["publisher"] == "Vale and Dale Safeguarding Children Partnership"
    assert review["decided_on"] == "2020-11"
    assert review["lead_reviewers"] == "Jo Fell;Sam Holt"
    assert collection.documents["title"].iloc[0] == (
        "Partnership Response Local Child Safeguarding Practice Review: Family S4"
    )
    assert collection.recommendations["number"].to_list() == ["1", "2"]
    assert rows(collection.responses, "passage_id", "status", "due_on", "stem") == [
        ("vale-and-dale-family-s4-2022:1.response-1", "planned", "2022-06", None),
        ("vale-and-dale-family-s4-2022:1.response-2", "planned", None, None),
        ("vale-and-dale-family-s4-2022:1.response-3", "not_stated", None, "The workshops will cover:"),
        ("vale-and-dale-family-s4-2022:1.response-4", "not_stated", None, "The workshops will cover:"),
        ("vale-and-dale-family-s4-2022:2.response-1", "under_way", None, None),
    ]


def test_numbered_questions_in_a_narrative_are_no_recommendations(tmp_path):
    collection = read_document(written(tmp_path, NO_LEARNING))
    review = collection.reviews.iloc[0]
    assert review["review_id"] == "ashby-adult-b-2019"
    assert review["review_type"] == "safeguarding_adult_review"
    assert review["commissioned_precision"] == "year"
    assert review["outcome"] == "no_learning"
    assert [len(table) for table in collection.collection] == [1, 1, 0, 0, 0]


def test_a_document_that_cannot_be_placed_says_why_and_what_to_do_instead(tmp_path):
    path = written(tmp_path, "Minutes of the meeting.\n")
    with pytest.raises(DocumentError, match=r"response\.txt: does not say whom .* type the review into reviews\.csv"):
        read_document(path)


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from([NORTHSHIRE, VALE, NO_LEARNING]), st.lists(st.integers(0, 2000), max_size=4), st.text(max_size=20)
)
def test_any_document_is_read_word_for_word_or_refused(tmp_path_factory, text, places, words):
    for place in places:
        text = text[:place] + words + text[place + 3 :]
    path = written(tmp_path_factory.mktemp("any"), text)
    try:
        collection = read_document(path)
    except ScrlearnError:
        return
    printed = document_text(path)
    for passages in (collection.recommendations, collection.responses):
        found = [printed[start:end] for start, end in zip(passages["start"], passages["end"], strict=True)]
        assert passages["text"].to_list() == found


def test_a_review_whose_name_would_be_no_name_for_a_file_is_refused(tmp_path):
    text = NO_LEARNING.replace("Ashby", "Ashby" * 16).replace("Adult B", "Adult B, Adult C")
    with pytest.raises(DocumentError, match="has a publisher and a subject too long to name a file after"):
        read_document(written(tmp_path, text))


def test_documents_join_a_collection_with_their_rows(folder):
    result = add_documents(folder, [CHILD_K, CHILD_A])
    assert rows(result, "file", "review_id", "result", "n_recommendations", "n_responses") == [
        (str(CHILD_K), "hampshire-child-k-2017", "added", 4, 6),
        (str(CHILD_A), "hampshire-child-a-2018", "added", 0, 0),
    ]
    collection = load_reviews(folder)
    assert [len(table) for table in collection] == [2, 2, 9, 6, 6]
    for path, file, digest in zip(
        [CHILD_K, CHILD_A], collection.documents["file"], collection.documents["sha256"], strict=True
    ):
        assert (folder / file).read_bytes() == path.read_bytes()
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
    text = document_text(folder / collection.documents["file"].iloc[0])
    assert all(text[row.start : row.end] == row.text for row in collection.recommendations.itertuples())


def test_several_documents_read_at_once_give_the_files_of_one_after_the_other(tmp_path):
    names = ["harrowmoor_child_g_response.pdf", "ellerby_family_h_action_plan.docx", "starrow_child_e_briefing.pdf"]
    files = [*(BOARDS / name for name in names), CHILD_K, CHILD_A]
    at_once, in_turn = (start_collection(tmp_path / name) for name in ("at_once", "in_turn"))
    together = add_documents(at_once, files, despite_doubts=True)
    one_by_one = pd.concat([add_documents(in_turn, [file], despite_doubts=True) for file in files], ignore_index=True)
    pd.testing.assert_frame_equal(together, one_by_one)
    found, expected = (
        {path.relative_to(folder): content for path, content in contents(folder).items() if path.suffix != ".toml"}
        for folder in (at_once, in_turn)
    )
    assert found == expected


def test_of_several_documents_that_cannot_be_read_the_first_is_named_whichever_fails_first(folder, tmp_path):
    slow = tmp_path / "slow.pdf"
    slow.write_bytes(b"%PDF-1.4 cut short")
    quick = written(tmp_path, " ", name="quick.txt")
    before = contents(folder)
    for files, named in (([CHILD_K, slow, quick], "slow"), ([quick, slow], "quick")):
        with pytest.raises(DocumentError, match=rf"{named}\.\w+: is "):
            add_documents(folder, files)
    assert contents(folder) == before


def test_what_a_collection_holds_already_stays_as_it_was_mended(folder):
    add_documents(folder, [CHILD_K])
    whole = load_reviews(folder)
    whole.recommendations.loc[0, "addressed_to"] = "Mended by hand"
    save_reviews(whole, folder)
    add_documents(folder, [CHILD_A])
    assert load_reviews(folder).recommendations["addressed_to"].iloc[0] == "Mended by hand"


def test_unpublished_reviews_are_added_as_such(folder):
    add_documents(folder, [CHILD_K], source_status="unpublished")
    assert load_reviews(folder).reviews["source_status"].to_list() == ["unpublished"]


def test_a_file_that_is_there_already_changes_nothing(folder, tmp_path):
    add_documents(folder, [CHILD_K])
    before = contents(folder)
    copy = written(tmp_path, CHILD_K.read_text(encoding="utf-8"), name="copy.txt")
    result = add_documents(folder, [CHILD_K, copy])
    assert rows(result, "review_id", "result", "n_recommendations", "n_responses") == [
        ("hampshire-child-k-2017", "already there", 4, 6),
        ("hampshire-child-k-2017", "already there", 4, 6),
    ]
    assert contents(folder) == before


def test_a_file_given_twice_is_added_once(folder):
    assert add_documents(folder, [CHILD_K, CHILD_K])["result"].to_list() == ["added", "already there"]


def test_a_new_edition_of_a_document_is_refused_and_nothing_is_written(folder, tmp_path):
    add_documents(folder, [CHILD_K])
    before = contents(folder)
    other = written(tmp_path, CHILD_K.read_text(encoding="utf-8") + "\n\nMore.", name="other.txt")
    with pytest.raises(CollectionError, match=r"has another edition of .*other\.txt .* add it with --replace"):
        add_documents(folder, [CHILD_A, other])
    assert contents(folder) == before


REPORT = """Hampshire Safeguarding Children Board

Serious Case Review of Child K: Overview Report

Published 4 May 2018

Nobody in this text is real. The lead reviewer was Phil Heasman.

7. Recommendations

Recommendation 1: {first}

Recommendation 5: The Board should publish a leaflet about this review.
"""


def first_recommendation():
    return read_document(CHILD_K).recommendations["text"].iloc[0]


def test_another_document_about_a_known_review_joins_it(folder, tmp_path):
    add_documents(folder, [CHILD_K])
    report = written(tmp_path, REPORT.format(first=first_recommendation()), name="report.txt")
    result = add_documents(folder, [report], despite_doubts=True)
    assert rows(result, "review_id", "result", "n_recommendations") == [("hampshire-child-k-2017", "joined", 5)]
    whole = load_reviews(folder)
    assert whole.documents["document_id"].to_list() == [
        "hampshire-child-k-2017/document-1",
        "hampshire-child-k-2017/document-2",
    ]
    assert whole.documents["file"].iloc[1] == "documents/hampshire-child-k-2017-overview_report.txt"
    assert whole.recommendations["passage_id"].iloc[-1] == "hampshire-child-k-2017:5"
    # What was missing of the review is filled; what was known stays.
    assert whole.reviews["published_on"].to_list() == ["2018-05-04"]
    assert whole.reviews["year"].to_list() == [2017]


def test_a_response_answers_the_recommendations_of_the_report_that_came_before_it(folder, tmp_path):
    report = written(tmp_path, REPORT.format(first=first_recommendation()), name="report.txt")
    add_documents(folder, [report], despite_doubts=True)
    result = add_documents(folder, [CHILD_K])
    assert result["result"].to_list() == ["joined"]
    whole = load_reviews(folder)
    texts = whole.recommendations["text"].to_list()
    assert texts.count(first_recommendation()) == 1
    assert whole.answers["recommendation_id"].iloc[0] == "hampshire-child-k-2018:1"
    assert whole.answers["response_id"].iloc[0] == "hampshire-child-k-2018:1.response-1"


def test_a_document_can_be_told_which_review_it_is_about(folder, tmp_path):
    add_documents(folder, [CHILD_K])
    text = REPORT.format(first="To ask everybody.").replace("Hampshire", "Hants and Isle")
    report = written(tmp_path, text, name="report.txt")
    result = add_documents(folder, [report], review_id="hampshire-child-k-2017", despite_doubts=True)
    assert rows(result, "review_id", "result") == [("hampshire-child-k-2017", "joined")]
    # A recommendation of that number in other words is there already.
    assert "hampshire-child-k-2017:1-2" in load_reviews(folder).recommendations["passage_id"].to_list()
    with pytest.raises(CollectionError, match="has no review 'nobody'"):
        add_documents(folder, [report], review_id="nobody", despite_doubts=True)


def test_a_new_edition_keeps_the_ids_of_what_it_says_in_the_same_words(folder, tmp_path):
    add_documents(folder, [CHILD_K])
    before = load_reviews(folder)
    text = CHILD_K.read_text(encoding="utf-8").replace("will be launched", "was launched")
    text = text.replace("due to be launched later this year", "published").replace("4) review", "4) look at")
    result = add_documents(folder, [written(tmp_path, text, name="second.txt")], replace=True)
    assert rows(result, "result", "changed") == [
        ("replaced", "hampshire-child-k-2017:4;hampshire-child-k-2017:4.response-1")
    ]
    after = load_reviews(folder)
    assert after.recommendations["passage_id"].to_list() == before.recommendations["passage_id"].to_list()
    assert after.responses["passage_id"].to_list() == before.responses["passage_id"].to_list()
    assert after.documents["document_id"].to_list() == before.documents["document_id"].to_list()
    assert (folder / "documents/hampshire-child-k-2017.txt").read_bytes() == CHILD_K.read_bytes()


def test_a_recommendation_put_before_others_leaves_their_ids_alone(folder, tmp_path):
    add_documents(folder, [CHILD_K])
    text = CHILD_K.read_text(encoding="utf-8").replace("4) review", "4) To ask all schools.\n\nAsked.\n\n5) review")
    result = add_documents(folder, [written(tmp_path, text, name="second.txt")], replace=True)
    assert result["changed"].to_list() == [""]
    new = load_reviews(folder).recommendations.set_index("text")["passage_id"]
    assert new["To ask all schools."] == "hampshire-child-k-2017:4-2"
    assert new.iloc[-1] == "hampshire-child-k-2017:4"


def test_two_documents_of_one_kind_about_a_review_are_both_kept(folder, tmp_path):
    add_documents(folder, [CHILD_K])
    plans = [
        written(tmp_path, REPORT.format(first=f"To ask {whom}.").replace("Overview Report", title), name=f"{whom}.txt")
        for whom, title in (("schools", "Action Plan for Schools"), ("nurses", "Action Plan for Nurses"))
    ]
    add_documents(folder, plans, despite_doubts=True)
    files = load_reviews(folder).documents["file"].to_list()[1:]
    assert files == [f"documents/hampshire-child-k-2017-action_plan{number}.txt" for number in ("", "-2")]
    assert [(folder / file).read_bytes() for file in files] == [plan.read_bytes() for plan in plans]


def test_a_document_read_with_doubts_is_added_only_on_request(folder, tmp_path):
    text = REPORT.format(first="To ask everybody.").replace("Recommendation 5", "Recommendation 3")
    report = written(tmp_path, text, name="report.txt")
    before = contents(folder)
    with pytest.raises(CollectionError, match=r"probably not read as it stands \(recommendation 2 was not found"):
        add_documents(folder, [report])
    assert contents(folder) == before
    assert add_documents(folder, [report], despite_doubts=True)["result"].to_list() == ["added"]


def test_the_text_that_places_count_in_is_kept_beside_the_tables(folder):
    add_documents(folder, [CHILD_K])
    file = load_reviews(folder).documents["file"].iloc[0]
    text = kept_text(folder, file)
    assert text_file(file) == "texts/hampshire-child-k-2017.txt.txt"
    assert text == document_text(CHILD_K)
    assert all(text[row.start : row.end] == row.text for row in load_reviews(folder).recommendations.itertuples())


@pytest.mark.parametrize("file", ["../x.txt", "/etc/passwd", "documents/../../x", "C:\\x.txt", "..", "a\nb"])
def test_a_document_outside_of_the_collection_is_refused(folder, file):
    add_documents(folder, [CHILD_K])
    whole = load_reviews(folder)
    whole.documents["file"] = file
    with pytest.raises(TableError, match=r"documents: file has .*name a file inside the collection's folder"):
        save_reviews(whole, folder)


def test_a_document_that_cannot_be_read_keeps_the_others_out(folder, tmp_path):
    before = contents(folder)
    with pytest.raises(DocumentError, match="is empty"):
        add_documents(folder, [CHILD_K, written(tmp_path, " ")])
    assert contents(folder) == before


def test_a_file_that_no_table_names_is_not_written_over(folder):
    orphan = folder / "documents/hampshire-child-k-2017.txt"
    orphan.write_text("typed notes", encoding="utf-8")
    add_documents(folder, [CHILD_K])
    assert orphan.read_text(encoding="utf-8") == "typed notes"
    assert load_reviews(folder).documents["file"].to_list() == ["documents/hampshire-child-k-2017-2.txt"]


def test_a_document_folder_that_is_a_file_leaves_the_tables_alone(folder):
    (folder / "documents").rmdir()
    (folder / "documents").write_text("not a folder", encoding="utf-8")
    before = contents(folder)
    with pytest.raises(FileError, match="documents: cannot be written to"):
        add_documents(folder, [CHILD_K])
    assert contents(folder) == before


def test_a_folder_that_is_no_collection_takes_no_documents(tmp_path):
    with pytest.raises(CollectionError, match="is no collection"):
        add_documents(tmp_path, [CHILD_K])
    assert list(tmp_path.iterdir()) == []


def test_a_status_that_is_not_allowed_is_refused(folder):
    with pytest.raises(TableError, match=r"source_status has \['secret'\] .* use one of published, unpublished"):
        add_documents(folder, [CHILD_K], source_status="secret")


def test_a_kept_text_that_was_spoilt_is_refused_and_one_that_is_gone_is_read_anew(copy_of):
    folder, file = copy_of("hampshire"), "documents/hampshire-child-k-2017.txt"
    kept, text = folder / "texts" / "hampshire-child-k-2017.txt.txt", kept_text(folder, file)
    kept.unlink()
    assert kept_text(folder, file) == text
    kept.write_bytes(b"\xff\xfe")
    with pytest.raises(DocumentError, match=r"hampshire-child-k-2017\.txt\.txt: cannot be read .+; delete it, and"):
        kept_text(folder, file)


def test_personal_details_in_a_published_review_are_warned_of_before_they_are_written(folder, tmp_path):
    text = CHILD_K.read_text(encoding="utf-8").replace("1) To invite", "1) To ring 01962 841841 and invite")
    before = contents(folder)
    with pytest.raises(
        SensitiveWarning, match=r"1 × phone_number: .*\n  recommendations, hampshire-child-k-2017:1, text,"
    ):
        add_documents(folder, [written(tmp_path, text)])
    assert contents(folder) == before
    with pytest.warns(SensitiveWarning):
        add_documents(folder, [written(tmp_path, text)])
    assert "01962 841841" in load_reviews(folder).recommendations["text"].iloc[0]


def test_personal_details_in_a_review_that_is_not_public_are_not_warned_of(folder, tmp_path):
    text = CHILD_K.read_text(encoding="utf-8").replace("1) To invite", "1) To ring 01962 841841 and invite")
    assert len(add_documents(folder, [written(tmp_path, text)], source_status="unpublished")) == 1


def test_only_the_reviews_that_a_document_is_about_are_warned_of(folder, tmp_path):
    text = CHILD_K.read_text(encoding="utf-8").replace("1) To invite", "1) To ring 01962 841841 and invite")
    with pytest.warns(SensitiveWarning):
        add_documents(folder, [written(tmp_path, text)])
    assert add_documents(folder, [CHILD_A])["result"].to_list() == ["added"]


@pytest.mark.skipif(os.name == "nt", reason="on Windows, making a link needs rights that a user may not have")
@pytest.mark.parametrize("link", ["documents/k.txt", "texts/k.txt.txt"])
def test_a_link_that_leads_out_of_the_collection_is_not_followed(folder, tmp_path, link):
    secret = written(tmp_path, "a password", name="secret.txt")
    (folder / link).parent.mkdir(exist_ok=True)
    (folder / link).symlink_to(secret)
    with pytest.raises(DocumentError, match=rf"{link}: leads out of the collection's folder"):
        kept_text(folder, "documents/k.txt")


def test_a_collection_that_is_reached_through_a_link_is_read(folder, tmp_path):
    written(folder, "The child is heard.", name="documents/k.txt")
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    assert kept_text(tmp_path / "link", "documents/k.txt") == "The child is heard."
