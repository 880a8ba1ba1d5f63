from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from scrlearn.errors import CollectionError, DocumentError, SensitiveWarning, TableError
from scrlearn.reviews.collection import Collection, empty_collection, load_reviews, save_reviews, start_collection
from scrlearn.reviews.tracker import TrackerResult, add_tracker
from scrlearn.validation import check_table

HEADER = ["Case", "Rec no", "Recommendation", "Action", "Lead", "By when", "RAG", "Progress update"]
ASK = "Ask every GP to record who lives in the household."
LEAFLET = "Review the leaflet on safe sleeping."
ROWS = [
    ["Child K", 1, ASK, "Write to all practices", "Health", "31/03/24", "Green", "Letter sent."],
    ["Child K", None, None, "Audit the records", "Health; Police", "June 2024", "Amber", None],
    ["Child K", 2, LEAFLET, "Revise the leaflet", "Public Health", "ASAP", "Not started", None],
]


def tracker(
    folder: Path, rows: list[list], *, name: str = "tracker.xlsx", sheet: str = "Actions", merged: str = ""
) -> Path:
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    book.save(folder / name)
    return folder / name


def review(review_id: str, subject: str, **facts: object) -> dict:
    given = {"review_type": "serious_case_review", "partnership": "northshire", "outcome": "recommendations"}
    publisher = "Northshire Safeguarding Children Board"
    common = {"review_id": review_id, "subject": subject, "publisher": publisher, "source_status": "published"}
    return common | given | facts


def started(folder: Path, *reviews: dict, **tables: list[dict]) -> Path:
    empty = empty_collection()
    rows = {"reviews": list(reviews or [review("northshire-child-k-2017", "Child K", year=2017)]), **tables}
    frames = {
        name: check_table(
            pd.DataFrame(found, columns=[*getattr(empty, name)]).drop(columns="illustrative", errors="ignore"), name
        )
        for name, found in rows.items()
    }
    return start_collection(folder / "northshire", collection=Collection(**(empty._asdict() | frames)))


def kept(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and "runs" not in file.relative_to(folder).parts
    }


def results(result: TrackerResult) -> list[tuple]:
    return list(result.added.itertuples(index=False, name=None))


def test_rows_become_recommendations_and_their_actions(tmp_path):
    folder = started(tmp_path)
    result = add_tracker(folder, tracker(tmp_path, [["Action tracker 2024"], [], HEADER, *ROWS]), confirm=True)
    assert results(result) == [
        (4, "northshire-child-k-2017", "northshire-child-k-2017:1.action-1", "added"),
        (5, "northshire-child-k-2017", "northshire-child-k-2017:1.action-2", "added"),
        (6, "northshire-child-k-2017", "northshire-child-k-2017:2.action-1", "added"),
    ]
    assert result.refused.empty and result.notes.empty
    whole = load_reviews(folder)
    assert whole.recommendations[["passage_id", "kind", "number", "text"]].values.tolist() == [
        ["northshire-child-k-2017:1", "recommendation", "1", ASK],
        ["northshire-child-k-2017:2", "recommendation", "2", LEAFLET],
    ]
    stated = whole.responses[["kind", "lead", "due_on", "due_precision", "due_text", "status", "text"]]
    assert stated.astype("object").where(stated.notna(), None).values.tolist() == [
        ["action", "Health", "2024-03-31", "day", None, "complete", "Write to all practices"],
        ["action", "Health;Police", "2024-06", "month", None, "under_way", "Audit the records"],
        ["action", "Public Health", None, None, "ASAP", "planned", "Revise the leaflet"],
    ]
    assert whole.answers["recommendation_id"].str[-1].tolist() == ["1", "1", "2"]
    assert whole.responses[["page", "start", "end"]].isna().all(axis=None)


def test_the_tracker_is_kept_as_a_document_of_its_reviews(tmp_path):
    folder = started(tmp_path)
    file = tracker(tmp_path, [["Action tracker 2024"], HEADER, *ROWS], name="Northshire Tracker (May).xlsx")
    add_tracker(folder, file, confirm=True)
    document = load_reviews(folder).documents.iloc[0]
    assert document["document_id"] == "northshire-child-k-2017/document-1"
    assert document[["document_type", "title"]].tolist() == ["action_plan", "Action tracker 2024"]
    assert document["file"] == "documents/northshire-tracker-may.xlsx"
    assert (folder / document["file"]).read_bytes() == file.read_bytes()


def test_nothing_is_added_before_the_columns_are_confirmed(tmp_path):
    folder = started(tmp_path)
    before = kept(folder)
    result = add_tracker(folder, tracker(tmp_path, [HEADER, *ROWS]))
    assert not result.confirmed and result.added.empty and result.refused.empty
    assert result.columns.iloc[4].tolist() == ["E", "Lead", "lead"]
    after = kept(folder)
    assert "confirmed = false" in after.pop("trackers.toml").decode()
    assert after == before


def test_columns_confirmed_by_hand_hold_for_every_tracker_with_the_same_names(tmp_path):
    folder = started(tmp_path)
    add_tracker(folder, tracker(tmp_path, [HEADER, *ROWS]))
    toml = folder / "trackers.toml"
    mended = (
        toml.read_text()
        .replace("confirmed = false", "confirmed = true")
        .replace('"By when" = "due"', '"By when" = "ignore"')
    )
    toml.write_text(mended)
    turned = [row[::-1] for row in [HEADER, *ROWS]]
    result = add_tracker(folder, tracker(tmp_path, turned, name="june.xlsx"))
    assert result.confirmed and result.added["result"].tolist() == ["added"] * 3
    assert load_reviews(folder).responses["due_on"].isna().all()
    assert toml.read_text() == mended


def test_a_changed_header_is_proposed_anew(tmp_path):
    folder = started(tmp_path)
    add_tracker(folder, tracker(tmp_path, [HEADER, *ROWS]), confirm=True)
    result = add_tracker(folder, tracker(tmp_path, [[*HEADER[:-1], "Comments"], *ROWS]))
    assert not result.confirmed
    assert "[tracker]\n" in (folder / "trackers.toml").read_text()
    assert "[tracker-2]\nconfirmed = false" in (folder / "trackers.toml").read_text()


def test_a_tracker_added_twice_changes_nothing(tmp_path):
    folder = started(tmp_path)
    file = tracker(tmp_path, [HEADER, *ROWS])
    add_tracker(folder, file, confirm=True)
    before = kept(folder)
    assert add_tracker(folder, file).added["result"].tolist() == ["already there"] * 3
    assert kept(folder) == before


def test_what_next_months_tracker_says_otherwise_is_taken_only_when_asked_for(tmp_path):
    folder = started(tmp_path)
    add_tracker(folder, tracker(tmp_path, [HEADER, *ROWS]), confirm=True)
    before = kept(folder)
    june = tracker(tmp_path, [HEADER, ROWS[0], [*ROWS[1][:6], "Complete", None], ROWS[2]], name="june.xlsx")
    told = add_tracker(folder, june).added["result"].tolist()
    assert told == ["already there", "changed: not taken without --replace", "already there"]
    assert kept(folder) == before
    told = add_tracker(folder, june, replace=True).added["result"].tolist()
    assert told == ["already there", "updated", "already there"]
    whole = load_reviews(folder)
    assert whole.responses["status"].tolist() == ["complete", "complete", "planned"]
    assert whole.documents["file"].tolist() == ["documents/tracker.xlsx", "documents/june.xlsx"]


def test_new_rows_of_next_months_tracker_are_added(tmp_path):
    folder = started(tmp_path)
    add_tracker(folder, tracker(tmp_path, [HEADER, *ROWS]), confirm=True)
    further = ["Child K", 2, LEAFLET, "Print it", "Public Health", None, None, None]
    june = tracker(tmp_path / "northshire", [HEADER, *ROWS, further], name="tracker.xlsx")
    result = add_tracker(folder, june)
    assert results(result)[-1] == (5, "northshire-child-k-2017", "northshire-child-k-2017:2.action-2", "added")
    whole = load_reviews(folder)
    assert whole.responses["document_id"].tolist()[-1] == "northshire-child-k-2017/document-2"
    assert whole.documents["file"].tolist() == ["documents/tracker.xlsx", "documents/tracker-2.xlsx"]


def test_what_is_mended_by_hand_is_not_overwritten(tmp_path):
    folder = started(tmp_path)
    file = tracker(tmp_path, [HEADER, *ROWS])
    add_tracker(folder, file, confirm=True)
    whole = load_reviews(folder)
    mended = whole.responses.assign(lead=["Health", "Health;Police", "Northshire Council"])
    save_reviews(whole._replace(responses=mended), folder)
    assert add_tracker(folder, file).added["result"].tolist()[2] == "changed: not taken without --replace"
    assert load_reviews(folder).responses["lead"].tolist()[2] == "Northshire Council"


def test_an_action_joins_the_recommendation_that_was_read_from_a_report(tmp_path):
    known = {
        **{"passage_id": "northshire-child-k-2017:4", "review_id": "northshire-child-k-2017", "number": "4"},
        **{
            "kind": "recommendation",
            "text": "Ask every GP\nto record who lives in ‘the household’;",
            "start": 10,
            "end": 62,
        },
    }
    folder = started(tmp_path, recommendations=[known])
    rows = [["SCR Child K 2017", None, ASK.replace("the household", "'the household'"), *ROWS[0][3:]]]
    result = add_tracker(folder, tracker(tmp_path, [HEADER, *rows]), confirm=True)
    assert result.added["passage_id"].tolist() == ["northshire-child-k-2017:4.action-1"]
    assert len(load_reviews(folder).recommendations) == 1


def test_a_merged_recommendation_holds_for_all_of_its_rows(tmp_path):
    folder = started(tmp_path)
    rows = [
        ["Case", "Recommendation", "Action"],
        ["Child K", ASK, "Write"],
        [None, None, "Audit"],
        [None, LEAFLET, "Revise"],
    ]
    result = add_tracker(folder, tracker(tmp_path, rows, merged="B2:B3"), confirm=True)
    assert result.added["passage_id"].str[-10:].tolist() == ["1.action-1", "1.action-2"]
    assert result.refused.values.tolist() == [[4, "A4", "", "is blank; name the review in every row"]]


def test_a_blank_recommendation_goes_on_with_the_one_above_only_where_that_was_taken(tmp_path):
    folder = started(
        tmp_path, review("n-child-k-2015", "Child K", year=2015), review("n-child-k-2017", "Child K", year=2017)
    )
    rows = [["Case", "Recommendation", "Action"], ["Child K", ASK, "Write"], [None, None, "Audit"]]
    result = add_tracker(folder, tracker(tmp_path, rows), confirm=True)
    assert result.added.empty
    assert result.refused[["cell", "value", "reason"]].values.tolist() == [
        [
            "A2",
            "Child K",
            "may be n-child-k-2015 or n-child-k-2017; write that in the cell, or add a column for the year",
        ],
        ["A3", "", "is blank; name the review in every row"],
    ]


def test_an_update_without_an_action_is_a_response_and_says_how_far_it_has_got(tmp_path):
    folder = started(tmp_path)
    rows = [
        ["Case", "Recommendation", "Responsible officer", "Update"],
        ["Child K", ASK, "GP lead", "A form was introduced."],
    ]
    result = add_tracker(folder, tracker(tmp_path, rows), confirm=True)
    assert result.added["passage_id"].tolist() == ["northshire-child-k-2017:1.response-1"]
    response = load_reviews(folder).responses.iloc[0]
    assert response[["kind", "lead", "status", "text"]].tolist() == [
        *("response", "GP lead", "complete", "A form was introduced.")
    ]
    july = [rows[0], [*rows[1][:3], "The form is being audited."]]
    result = add_tracker(folder, tracker(tmp_path, july, name="july.xlsx"), replace=True)
    assert results(result)[0][2:] == ("northshire-child-k-2017:1.response-1", "updated")
    assert load_reviews(folder).responses["text"].tolist() == ["The form is being audited."]


def test_a_review_that_is_not_known_yet_is_added_with_what_the_tracker_says(tmp_path):
    folder = started(tmp_path)
    rows = [["Case", "Recommendation", "Action"], ["LCSPR Family S4 2021", ASK, "Write"]]
    result = add_tracker(folder, tracker(tmp_path, rows), confirm=True, source_status="unpublished")
    assert result.added["review_id"].tolist() == ["northshire-family-s4-2021"]
    new = load_reviews(folder).reviews.iloc[-1]
    assert new[["subject", "review_type", "partnership", "year", "source_status"]].tolist() == [
        *("Family S4", "local_child_safeguarding_practice_review", "northshire", 2021, "unpublished")
    ]
    assert new[["publisher", "year_of", "published_on"]].isna().all()


def test_a_review_whose_partnership_is_not_known_is_refused(tmp_path):
    folder = start_collection(tmp_path / "empty")
    rows = [["Case", "Recommendation", "Action"], ["Child K", ASK, "Write"]]
    result = add_tracker(folder, tracker(tmp_path, rows), confirm=True)
    assert result.added.empty
    assert result.refused.iloc[0, :3].tolist() == [2, "A2", "Child K"]
    assert (
        result.refused["reason"].str.startswith("is no review of this collection, and whose it is, is not known").all()
    )


def test_a_column_of_boards_tells_the_partnership(tmp_path):
    folder = start_collection(tmp_path / "empty")
    rows = [
        ["Case", "Board", "Year", "Recommendation"],
        ["Child K", "Northshire LSCB", 2016, ASK],
        ["Child K", "Ashby SCP", 2016, ASK],
    ]
    result = add_tracker(folder, tracker(tmp_path, rows), confirm=True)
    assert result.added["review_id"].tolist() == ["northshire-child-k-2016", "ashby-child-k-2016"]


def test_a_tracker_without_a_column_of_reviews_belongs_to_the_review_that_it_is_named_after(tmp_path):
    folder = started(tmp_path)
    rows = [["Recommendation", "Action"], [ASK, "Write"]]
    result = add_tracker(folder, tracker(tmp_path, rows, sheet="Child K"), confirm=True)
    assert result.added["review_id"].tolist() == ["northshire-child-k-2017"]
    with pytest.raises(CollectionError, match="has no column that names the review"):
        add_tracker(folder, tracker(tmp_path, rows, name="other.xlsx"))


def test_rows_that_cannot_be_taken_are_listed_with_their_cells(tmp_path):
    folder = started(tmp_path)
    rows = [
        HEADER,
        ["Multi-agency actions"],
        ROWS[0],
        HEADER,
        ["Child K", 1, "Something else.", "Do it", None, None, None, None],
        ["Child K", 3, "#REF!", "Do it", None, None, None, None],
        ["Child K", 9, None, "Do it", None, None, None, None],
    ]
    result = add_tracker(folder, tracker(tmp_path, rows), confirm=True)
    assert result.added["row"].tolist() == [3]
    assert result.refused[["row", "cell", "value"]].values.tolist() == [
        [2, "A2", "Multi-agency actions"],
        [4, "A4", "Case"],
        [5, "B5", "1"],
        [6, "C6", "#REF!"],
        [7, "B7", "9"],
    ]
    assert result.refused["reason"].str.split(";").str[0].tolist() == [
        "stands in a row without a recommendation, an action or an update",
        "repeats the column names",
        "is the number of other words in northshire-child-k-2017 already",
        "holds an error of Excel",
        "is the number of no recommendation of northshire-child-k-2017",
    ]


def test_a_row_may_name_by_its_number_a_recommendation_that_stands_below_it(tmp_path):
    folder = started(tmp_path)
    rows = [["Case", "No", "Recommendation", "Action"], ["Child K", 2, None, "Write"], ["Child K", 2, ASK, "Audit"]]
    result = add_tracker(folder, tracker(tmp_path, rows), confirm=True)
    assert result.added["passage_id"].str.split(":").str[1].tolist() == ["2.action-1", "2.action-2"]


def test_a_namesake_in_another_year_is_noted(tmp_path):
    folder = started(tmp_path)
    rows = [["Case", "Recommendation"], ["Child K 2021", ASK]]
    result = add_tracker(folder, tracker(tmp_path, rows), confirm=True)
    assert result.notes["note"].tolist() == [
        "is a new review, northshire-child-k-2021; "
        "of that subject there are northshire-child-k-2017, northshire-child-k-2021"
    ]


def test_plans_that_number_each_agencys_recommendations_from_one_keep_them_apart(tmp_path):
    folder = started(tmp_path)
    rows = [
        ["Case", "No", "Agency", "Recommendation"],
        ["Child K", 1, "Police", ASK],
        ["Child K", 1, "Early Help", LEAFLET],
    ]
    result = add_tracker(folder, tracker(tmp_path, rows), confirm=True)
    assert result.added["passage_id"].str.split(":").str[1].tolist() == ["1", "early-help.1"]
    assert load_reviews(folder).recommendations["addressed_to"].tolist() == ["Police", "Early Help"]


def test_actions_of_the_same_words_are_told_apart_by_their_leads(tmp_path):
    folder = started(tmp_path)
    header = ["Case", "Recommendation", "Action", "Lead", "Status"]
    both = [["Child K", ASK, "Train staff", lead, "Not started"] for lead in ("Police", "Health")]
    add_tracker(folder, tracker(tmp_path, [header, *both]), confirm=True)
    done = [[*both[1][:4], "Complete"], both[0]]
    result = add_tracker(folder, tracker(tmp_path, [header, *done], name="june.xlsx"), replace=True)
    assert result.added["passage_id"].str[-8:].tolist() == ["action-2", "action-1"]
    assert load_reviews(folder).responses[["lead", "status"]].values.tolist() == [
        ["Police", "planned"],
        ["Health", "complete"],
    ]


def test_a_status_in_other_words_is_noted_and_not_stated(tmp_path):
    folder = started(tmp_path)
    rows = [["Case", "Recommendation", "Action", "Status"], ["Child K", ASK, "Write", "Superseded"]]
    result = add_tracker(folder, tracker(tmp_path, rows), confirm=True)
    assert result.notes.values.tolist() == [[2, "D2", "Superseded", "is no status that is known: taken as not_stated"]]
    assert load_reviews(folder).responses["status"].tolist() == ["not_stated"]


def test_green_is_on_target_where_a_board_has_blue_for_complete(tmp_path):
    folder = started(tmp_path)
    rows = [
        ["Case", "Recommendation", "Action", "RAG"],
        ["Child K", ASK, "Write", "Green"],
        ["Child K", ASK, "Audit", "Blue"],
    ]
    add_tracker(folder, tracker(tmp_path, rows), confirm=True)
    assert load_reviews(folder).responses["status"].tolist() == ["under_way", "complete"]


def test_a_tracker_in_csv_is_read_like_one_in_excel(tmp_path):
    folder = started(tmp_path)
    file = tmp_path / "tracker.csv"
    file.write_bytes("Tracker\n\nCase,Recommendation,Action\nChild K,“Ask”,Write\n".encode("cp1252"))
    result = add_tracker(folder, file, confirm=True)
    assert result.added["row"].tolist() == [4]
    assert load_reviews(folder).recommendations["text"].tolist() == ["“Ask”"]


def test_a_named_sheet_is_taken(tmp_path):
    folder = started(tmp_path)
    book = Workbook()
    for name, action in (("Child K", "Write"), ("Child L", "Audit")):
        for row in (["Recommendation", "Action"], [ASK, action]):
            (book[name] if name in book.sheetnames else book.create_sheet(name)).append(row)
    book.save(tmp_path / "plans.xlsx")
    result = add_tracker(folder, tmp_path / "plans.xlsx", sheet="child l", confirm=True)
    assert (result.sheet, result.added["review_id"].tolist()) == ("Child L", ["northshire-child-l"])
    with pytest.raises(DocumentError, match="has no sheet 'Child M'; it has 'Sheet', 'Child K', 'Child L'"):
        add_tracker(folder, tmp_path / "plans.xlsx", sheet="Child M")


def test_a_file_without_columns_of_a_tracker_is_refused(tmp_path):
    folder = started(tmp_path)
    with pytest.raises(DocumentError, match="has no row of column names with one for recommendations or actions"):
        add_tracker(folder, tracker(tmp_path, [["Name", "Telephone"], ["A", "1"]]))


def test_a_collection_that_is_a_workbook_takes_no_tracker(tmp_path):
    with pytest.raises(CollectionError, match="is no folder"):
        add_tracker(tmp_path / "collection.xlsx", tracker(tmp_path, [HEADER, *ROWS]))


def test_a_collection_that_does_not_hold_together_is_left_as_it_is(tmp_path):
    folder = started(tmp_path)
    (folder / "answers.csv").write_text("response_id,recommendation_id\nlost,lost\n")
    before = kept(folder)
    with pytest.raises(TableError, match="no row of responses has that passage_id"):
        add_tracker(folder, tracker(tmp_path, [HEADER, *ROWS]), confirm=True)
    assert kept(folder) == before


CELLS = {
    "Case": st.sampled_from(["Child K", "SCR Child K 2017", "Family S4", "Child L 2019", None, "!"]),
    "No": st.sampled_from([1, 2, "R3", "2(ii)", None]),
    "Recommendation": st.sampled_from([ASK, LEAFLET, "1. " + ASK, "#REF!", "…", None]),
    "Action": st.sampled_from(["Write", "Audit", "write ", None]),
    "Agency": st.sampled_from(["Police", "Health", None]),
    "Lead": st.sampled_from(["A", "B; C", None]),
    "By when": st.sampled_from(["2024", "ASAP", "Mar-24", None]),
    "Status": st.sampled_from(["Green", "Red", "Blue", "n/a", None]),
    "Update": st.sampled_from(["It has begun.", "The form was revised.", None]),
}


@given(rows=st.lists(st.tuples(*CELLS.values()), max_size=8))
@settings(max_examples=10, deadline=None)
def test_every_row_is_taken_or_refused_and_taken_only_once(rows, tmp_path_factory):
    place = tmp_path_factory.mktemp("made")
    folder = started(place)
    file = tracker(place, [list(CELLS), *map(list, rows)])
    first = add_tracker(folder, file, confirm=True)
    filled = [number for number, row in enumerate(rows, start=2) if any(row)]
    assert sorted([*first.added["row"], *first.refused["row"]]) == filled
    before = kept(folder)
    second = add_tracker(folder, file)
    assert set(second.added["result"]) <= {"already there"}
    assert second.added[["row", "passage_id"]].equals(first.added[["row", "passage_id"]])
    assert second.refused.equals(first.refused)
    assert kept(folder) == before


def test_personal_details_in_a_tracker_of_a_published_review_are_warned_of(tmp_path):
    folder = started(tmp_path)
    file = tracker(tmp_path, [HEADER, ["Child K", 1, ASK, "Visit the family at M1 1AE", "Health", None, "Green", None]])
    with pytest.warns(SensitiveWarning, match=r"1 × postcode: .*\n  responses, .*, text, characters 20 to 26"):
        add_tracker(folder, file, confirm=True)
    assert load_reviews(folder).responses["text"].to_list() == ["Visit the family at M1 1AE"]
