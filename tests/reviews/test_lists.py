import pytest

from scrlearn.reviews.layout import sort_paragraphs
from scrlearn.reviews.paragraphs import paragraphs_of

HEAD = "Northshire Safeguarding Children Board\n\n{} of Child P\n\nIt was considered in May 2016.\n\n"
RESPONSE = HEAD.format("Response to the Review")
REPORT = HEAD.format("Overview report of the Review")
PLAN = HEAD.format("Action plan of the Review")
INTRODUCED = RESPONSE + "The report makes the following recommendations:\n\n"
COLUMNS = ["Recommendation", "Action", "Lead", "Timescale", "Status"]
ASK = ["1. To ask.", "Leaflet", "Help", "March 2021", "Green"]
SEE = ["2. To see.", "Audit", "Police", "May 2021", "Red"]


def sorted_text(text):
    return sort_paragraphs(paragraphs_of(text))


def asked(text):
    return [(entry.key, entry.body.text) for entry in sorted_text(text).recommendations]


def answered(text):
    return [(reply.entry.key, reply.kind, reply.body.text) for reply in sorted_text(text).responses]


def said(text):
    return [{name: value.text for name, value in reply.said.items()} for reply in sorted_text(text).responses]


def table(*rows):
    return "\n\n".join("| " + " | ".join(row).replace("|  |", "| |") + " |" for row in rows)


@pytest.mark.parametrize(
    ("first", "second", "keys"),
    [
        ("Recommendation 1:", "Recommendation 2:", ["1", "2"]),
        ("Recommendation One:", "Recommendation Two:", ["1", "2"]),
        ("R1", "R2", ["1", "2"]),
        ("1", "2", ["1", "2"]),
        ("1.", "2.", ["1", "2"]),
        ("1)", "2)", ["1", "2"]),
        ("(1)", "(2)", ["1", "2"]),
        ("1.1", "1.2", ["1.1", "1.2"]),
        ("2(i)", "2(ii)", ["2.i", "2.ii"]),
        ("a)", "b)", ["1", "2"]),
        ("(a)", "(b)", ["1", "2"]),
        ("i)", "ii)", ["1", "2"]),
    ],
)
def test_recommendations_are_found_however_they_are_numbered(first, second, keys):
    text = INTRODUCED + f"{first} To ask.\n\nThe Board asked.\n\n{second} To listen.\n\nThe Board heard."
    assert asked(text) == list(zip(keys, ["To ask.", "To listen."], strict=True))
    assert [key for key, _, _ in answered(text)] == keys


@pytest.mark.parametrize(("first", "second"), [("•", "•"), ("-", "-"), ("", "")])
def test_recommendations_of_a_report_need_no_numbers(first, second):
    text = (
        REPORT + f"Recommendations\n\n{first} The Board should ask.\n\n{second} The Trust should listen.\n\nConclusion"
    )
    assert asked(text) == [("1", "The Board should ask."), ("2", "The Trust should listen.")]


@pytest.mark.parametrize("label", ["Recommendation 1\nSafer sleep", "Recommendation 1: Safer sleep"])
def test_a_title_before_the_words_of_a_recommendation_is_left_out(label):
    layout = sorted_text(RESPONSE + f"{label}\n\nThe Board should ask about sleep.\n\nBoard response:\nIt will.")
    assert [entry.body.text for entry in layout.recommendations] == ["The Board should ask about sleep."]
    assert ("Safer sleep", "title of recommendation 1") in [(p.text, reason) for p, reason in layout.unplaced]


def test_a_heading_may_be_split_over_lines():
    assert asked(REPORT + "Recommendations\nof the review\n\n1. Staff should ask.") == [("1", "Staff should ask.")]


def test_a_label_behind_a_number_begins_a_recommendation():
    text = REPORT + "8.1 The panel met.\n\n8.2 Recommendation 1: Ask.\n\n8.3 Recommendation 2: Listen."
    assert asked(text) == [("1", "Ask."), ("2", "Listen.")]


def test_decimal_numbers_under_a_number_are_parts():
    text = INTRODUCED + "1. Staff should:\n\n1.1 ask;\n\n1.2 listen.\n\n2. To see."
    assert [key for key, _ in asked(text)] == ["1", "1.1", "1.2", "2"]


@pytest.mark.parametrize(
    ("police", "health"), [("Police", "Health"), ("Recommendations for Police", "Recommendations for Health")]
)
def test_lists_that_restart_carry_the_agency_that_they_ask(police, health):
    text = REPORT + f"Recommendations\n\n{police}\n\n1. Ask.\n\n2. Listen.\n\n{health}\n\n1. Visit.\n\n2. Write."
    found = [(entry.key, entry.asked) for entry in sorted_text(text).recommendations]
    assert found == [("police.1", "Police"), ("police.2", "Police"), ("health.1", "Health"), ("health.2", "Health")]


@pytest.mark.parametrize(
    "rows",
    [
        table(COLUMNS, ASK, SEE),
        "\n".join("\t".join(row) for row in (COLUMNS, ASK, SEE)),
        "\n".join(" | ".join(row) for row in (COLUMNS, ASK, SEE)),
        "\n".join("\n".join(row) for row in (COLUMNS, ASK, SEE)),
    ],
    ids=["bars", "tabs", "bars between", "a cell a line"],
)
def test_the_rows_of_a_plan_are_read_in_each_form(rows):
    assert asked(PLAN + rows) == [("1", "To ask."), ("2", "To see.")]
    assert answered(PLAN + rows) == [("1", "action", "Leaflet"), ("2", "action", "Audit")]
    assert said(PLAN + rows)[1] == {"lead": "Police", "due": "May 2021", "status": "Red"}


@pytest.mark.parametrize("words", ["", "1. To ask."])
def test_an_action_beside_a_blank_or_repeated_cell_answers_the_recommendation_above(words):
    text = PLAN + table(COLUMNS, ASK, [words, "Poster", "Board", "April 2021", "Red"], SEE)
    assert answered(text) == [("1", "action", "Leaflet"), ("1", "action", "Poster"), ("2", "action", "Audit")]


def test_each_action_of_a_cell_takes_its_line_of_the_cells_beside_it():
    text = PLAN + table(COLUMNS, ["1. To ask.", "a) Leaflet\nb) Poster", "Help\nPolice", "May 2021", "Green\nRed"])
    assert answered(text) == [("1", "action", "Leaflet"), ("1", "action", "Poster")]
    assert [(reply["lead"], reply["due"]) for reply in said(text)] == [("Help", "May 2021"), ("Police", "May 2021")]


@pytest.mark.parametrize("number", ["1", "1.", "R1", "Recommendation 1"])
def test_a_number_alone_names_a_recommendation_that_was_read_before(number):
    plan = table(COLUMNS, [number, *ASK[1:]])
    text = REPORT + "Recommendations\n\n1. The Board should ask.\n\nAction plan\n\n" + plan
    assert asked(text) == [("1", "The Board should ask.")]
    assert answered(text) == [("1", "action", "Leaflet")]


def test_a_cell_that_holds_only_a_marker_is_taken_as_it_stands():
    assert asked(PLAN + table(COLUMNS, ["7.", *ASK[1:]])) == [("1", "7.")]


def test_a_cell_says_whom_a_recommendation_asks():
    text = PLAN + table(["Recommendation", "Agency", "Lead", "Action"], ["To ask.", "Police", "Help", "Leaflet"])
    assert [entry.asked for entry in sorted_text(text).recommendations] == ["Police"]


def test_a_second_column_of_updates_has_a_reason():
    text = PLAN + table(
        ["Recommendation", "Action", "Update", "Progress"], ["To ask.", "Leaflet", "Written.", "Printed."]
    )
    assert ("Printed.", "progress of an action") in [(p.text, reason) for p, reason in sorted_text(text).unplaced]


def test_a_box_holds_a_recommendation_and_what_answers_it():
    ask = table(
        ["Recommendation 1", "Ask families."], ["Action", "A leaflet."], ["Lead", "Help"], ["Status", "Complete"]
    )
    see = table(
        ["Recommendation 2", "See children."], ["Action", "An audit."], ["By when", "May"], ["Progress", "Ongoing"]
    )
    text = PLAN + ask + "\n\n" + see
    assert asked(text) == [("1", "Ask families."), ("2", "See children.")]
    assert answered(text) == [("1", "action", "A leaflet."), ("2", "action", "An audit.")]
    assert said(text) == [{"lead": "Help", "status": "Complete"}, {"due": "May", "status": "Ongoing"}]


def test_questions_stand_under_their_finding():
    text = (
        REPORT + "Finding 1: Fathers are not asked.\n\nIt was seen.\n\nQuestions for the Board\n\n• How will it know?\n"
        "• Who checks?\n\nFinding 2: Plans are not shared."
    )
    found = [(entry.key, entry.kind, entry.asked) for entry in sorted_text(text).recommendations]
    assert found == [
        ("finding.1", "finding", None),
        ("finding.1.a", "question", None),
        ("finding.1.b", "question", None),
        ("finding.2", "finding", None),
    ]


def test_learning_points_are_found_among_numbered_paragraphs():
    moves = "".join(f"{n}.{m} The family moved.\n\n" for n in (1, 2) for m in range(1, 7))
    text = (
        REPORT
        + moves
        + "3.1 The panel met.\n\nLearning point 1: Ask.\n\n3.2 It met again.\n\nLearning point 2: Listen."
    )
    assert asked(text) == [("learning-point.1", "Ask."), ("learning-point.2", "Listen.")]


def test_a_theme_across_a_plan_is_the_heading_of_its_rows():
    rows = [
        ["No", "Recommendation", "Action"],
        ["Theme 1: Sleep", "", ""],
        ["1.1", "Ask", "Leaflet"],
        ["1.2", "See", "Audit"],
    ]
    layout = sorted_text(PLAN + table(*rows))
    found = [(entry.key, entry.group, entry.body.text) for entry in layout.recommendations]
    assert found == [("1.1", "Theme 1: Sleep", "Ask"), ("1.2", "Theme 1: Sleep", "See")]


def test_improvements_are_recommendations():
    text = HEAD.format("Improvements after the Review") + "The following improvements were made:\n\n1. Nurses now ask."
    assert asked(text) == [("1", "Nurses now ask.")]


def test_numbered_questions_of_a_response_without_recommendations_are_narrative():
    assert (
        asked(RESPONSE + "The review asked these questions:\n\n1. Was the child seen?\n\nNo recommendations were made.")
        == []
    )


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Board response:", "response"),
        ("Agreed action", "action"),
        ("What we have done", "response"),
        ("What has changed since:", "response"),
        ("Update (March 2021):", "response"),
    ],
)
def test_what_stands_under_a_label_answers(label, kind):
    text = RESPONSE + f"Recommendation 1: Ask.\n\n{label}\n\nA leaflet was written.\n\nRecommendation 2: Listen."
    assert answered(text) == [("1", kind, "A leaflet was written.")]


def test_each_update_has_the_date_and_status_of_its_own():
    text = RESPONSE + (
        "Recommendation 1: Ask.\n\nUpdate (March 2020):\nIt was begun.\nStatus: Amber\n\n"
        "Update (March 2021):\nIt was done.\nStatus: Green"
    )
    assert [reply.status_on for reply in sorted_text(text).responses] == ["2020-03", "2021-03"]
    assert said(text) == [{"status": "Amber"}, {"status": "Green"}]


def test_a_response_turns_back_to_the_recommendation_that_it_names():
    text = REPORT + (
        "Recommendations\n\n1. The Board should ask.\n\n2. The Trust should listen.\n\n"
        "Response to Recommendation 1:\n\nAsked.\n\nResponse to Recommendation 2:\n\nHeard."
    )
    assert answered(text) == [("1", "response", "Asked."), ("2", "response", "Heard.")]


@pytest.mark.parametrize(
    "lines",
    [
        "Response: It will be.\nLead: Help\nTimescale: May 2021\nStatus: Ongoing",
        "Response: It will be. Lead: Help. Timescale: May 2021. Status: Ongoing",
        "Lead: Help\nTimescale: May 2021\nStatus: Ongoing\n\nResponse: It will be.",
        "Lead: Help  Timescale: May 2021  Status: Ongoing\n\nResponse: It will be.",
    ],
)
def test_lead_date_and_status_stand_before_or_after_the_reply_in_one_line_or_several(lines):
    (told,) = said(RESPONSE + "Recommendation 1: Ask.\n\n" + lines)
    assert {name: words.rstrip(".") for name, words in told.items()} == {
        "lead": "Help",
        "due": "May 2021",
        "status": "Ongoing",
    }


@pytest.mark.parametrize("line", ["Board response: Complete", "Progress\n\nComplete", "Status: Complete"])
def test_a_status_alone_is_all_that_answers(line):
    text = RESPONSE + f"Recommendation 1: Ask.\n\n{line}\n\nRecommendation 2: Listen."
    assert answered(text) == [("1", "action", "Complete")]
    assert said(text) == [{"status": "Complete"}]
