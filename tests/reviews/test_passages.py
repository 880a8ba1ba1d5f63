from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.reviews.layout import sort_paragraphs
from scrlearn.reviews.paragraphs import paragraphs_of
from scrlearn.reviews.passages import passage_tables

HEAD = "Northshire Safeguarding Children Board\n\nAction plan of the Review of Child P\n\nIt met.\n\n"
COLUMNS = "| Recommendation | Action | Lead | Timescale | Status |\n\n"
PIECES = st.sampled_from(
    [
        *("Recommendation 1: ", "Recommendation 2\n\n", "Finding 1: ", "1. ", "2(ii) ", "1.1 ", "a) ", "• "),
        *("Ask.\n\n", "Staff should:\n\n", "\n\n", "\f\n\n", "Response to Recommendation 1:\n", "Status: Green\n"),
        *("Recommendations for Police\n\n", "Questions for the Board\n\n", COLUMNS, "| 1. | Ask | - | | Red |\n\n"),
        *("| To see | a) x\nb) y | A\nB | May 2021 | |\n\n", "| Lead | Help |\n\n", "Recommendation\tAction\tLead\n"),
        *("1\tAsk\tHelp\n", "Recommendation\nLead\nUpdate\n1. Ask\nHelp\nDone\n\n"),
    ]
)


def tables(text):
    layout = sort_paragraphs(paragraphs_of(text))
    return passage_tables(layout, text, review_id="p-2017", document_id="p-2017/plan")


def test_a_row_of_a_plan_becomes_a_recommendation_an_action_and_an_answer():
    recommendations, responses, answers, _ = tables(
        HEAD + COLUMNS + "| 1. To ask. | Leaflet | Help; Police | May 2021 | Amber |"
    )
    assert recommendations[["passage_id", "kind", "number", "text"]].values.tolist() == [
        ["p-2017:1", "recommendation", "1", "To ask."]
    ]
    assert responses[["passage_id", "kind", "lead", "due_on", "due_precision", "status", "text"]].values.tolist() == [
        ["p-2017:1.action-1", "action", "Help;Police", "2021-05", "month", "under_way", "Leaflet"]
    ]
    assert answers.values.tolist() == [["p-2017:1.action-1", "p-2017:1"]]


def test_the_key_of_a_document_says_what_its_colours_mean():
    key = "RAG key: Blue = complete. Green = on target. Red = not started.\n\n"
    rows = "| 1. To ask. | Leaflet | | | Green |\n\n| 2. To see. | Audit | | | Blue |\n\n| 3. To do. | List | | | Red |"
    assert tables(HEAD + key + COLUMNS + rows)[1]["status"].tolist() == ["under_way", "complete", "planned"]


def test_green_is_on_target_in_a_plan_that_has_blue():
    rows = "| 1. To ask. | Leaflet | | | Green |\n\n| 2. To see. | Audit | | | Blue |"
    assert tables(HEAD + COLUMNS + rows)[1]["status"].tolist() == ["under_way", "complete"]


def test_a_full_stop_ends_no_lead():
    text = HEAD + "Recommendation 1: Ask.\n\nResponse: It will be. Lead: Police. Status: Ongoing"
    assert tables(text)[1]["lead"].tolist() == ["Police"]


def test_a_passage_is_on_the_page_on_which_it_begins():
    text = HEAD + "Recommendation 1: Ask.\n\n\f\n\nRecommendation 2: Listen."
    assert tables(text)[0]["page"].tolist() == [1, 2]


def test_a_document_without_recommendations_gives_empty_tables():
    recommendations, responses, answers, unplaced = tables(HEAD)
    assert recommendations.empty and responses.empty and answers.empty
    assert unplaced["reason"].tolist() == ["heading of the document", "heading of the document", "narrative"]


@settings(deadline=None, max_examples=60)
@given(st.lists(PIECES | st.text(max_size=8), max_size=25).map("".join))
def test_every_place_holds_its_words_and_every_id_is_there_once(text):
    recommendations, responses, answers, unplaced = tables(HEAD + text)
    for table in (recommendations, responses, unplaced):
        assert [(HEAD + text)[row.start : row.end] for row in table.itertuples()] == table["text"].tolist()
    ids = [*recommendations["passage_id"], *responses["passage_id"]]
    assert len(set(ids)) == len(ids)
    assert set(answers["response_id"]) == set(responses["passage_id"])
    assert set(answers["recommendation_id"]) <= set(recommendations["passage_id"])
