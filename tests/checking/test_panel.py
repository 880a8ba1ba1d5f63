import json
import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.checking.corrections import load_corrections
from scrlearn.checking.ledger import record_decisions
from scrlearn.checking.panel import check_passages
from scrlearn.checking.panel_passages import lay_out_passages
from scrlearn.checking.panel_state import PanelState
from scrlearn.errors import CollectionError, ScrlearnError, TableError
from scrlearn.validation import empty_table

THEMES = pd.DataFrame(
    {
        "theme_id": ["family", "voice"],
        "theme": ["Whole family", "Voice of the child"],
        "theme_group": None,
        "definition": ["Everyone in it.", "The child is heard."],
        "include": None,
        "exclude": None,
        "replaced_by": None,
    }
)
PASSAGES = pd.DataFrame(
    {
        "passage_id": ["k:1", "k:2", "k:2.a", "k:2.b", "m:1"],
        "review_id": ["k", "k", "k", "k", "m"],
        "kind": ["recommendation", "recommendation", "recommendation", "recommendation", "learning_point"],
        "number": ["1", "2", "2.a", "2.b", "1"],
        "part_of": [None, None, "k:2", "k:2", None],
        "stem": [None, None, "Practitioners should:", "Practitioners should:", None],
        "text": ["Review it.", "Practitioners should:", "listen to the child", "see the family", "Dads count."],
    }
)
REVIEWS = pd.DataFrame({"review_id": ["k"], "subject": ["Child K"], "partnership": ["east-marlshire"], "year": [2017]})


def queue(*rows):
    frame = pd.DataFrame(rows, columns=["passage_id", "theme_id", "drawn", "why"])
    return frame.assign(place=range(1, len(rows) + 1), worth=0.5, stands_for=None)


def codings(*rows):
    columns = ["passage_id", "theme_id", "decision", "decided_by", "score", "evidence", "spans", "rule_ids", "reason"]
    return pd.DataFrame(rows, columns=columns).assign(confirmed=False)


QUEUE = queue(
    ("k:2.a", "voice", False, "near the threshold"),
    ("m:1", "family", True, "drawn by chance"),
    ("k:2.a", "family", False, "a rule fires"),
)
CODINGS = codings(
    ("k:2.a", "voice", "applies", "model", 0.83, "listen … child", "0-6;14-19", "hears;sees", None),
    ("k:2.a", "family", "check", "model", 0.5, None, None, None, "the model gives 0.50, too close to call"),
    ("m:1", "family", "does_not_apply", "rule", None, "Dads", "0-4", None, None),
)


def open_panel(folder, *, coder="Ann", corrections=None, to_check=QUEUE, **options):
    shown = lay_out_passages(to_check, PASSAGES, CODINGS, THEMES, REVIEWS, **options)
    return PanelState(folder, shown, coder=coder, corrections=corrections, blind=options.get("blind", False))


def decide(state, passage_id, theme_id, decision):
    return state.answer({"kind": "decide", "passage_id": passage_id, "theme_id": theme_id, "decision": decision})


def write_note(state, passage_id, note):
    return state.answer({"kind": "note", "passage_id": passage_id, "note": note})


def ledger(folder, *columns):
    rows = load_corrections(folder).reindex(columns=["passage_id", "theme_id", "decision", *columns])
    return [tuple(row) for row in rows.astype("object").where(rows.notna(), None).to_numpy()]


def test_the_cells_of_a_passage_are_shown_together_with_what_is_asked_first():
    passages = lay_out_passages(QUEUE, PASSAGES, CODINGS, THEMES, REVIEWS)
    assert [passage.passage_id for passage in passages] == ["k:2.a", "m:1"]
    assert [(cell.theme, cell.asked, cell.why) for cell in passages[0].cells] == [
        ("Voice of the child", True, "near the threshold"),
        ("Whole family", True, "a rule fires"),
    ]
    assert [(cell.theme, cell.asked) for cell in passages[1].cells] == [
        ("Whole family", True),
        ("Voice of the child", False),
    ]


def test_a_passage_is_shown_with_its_review_its_place_and_its_neighbours():
    first, second = lay_out_passages(QUEUE, PASSAGES, CODINGS, THEMES, REVIEWS)
    assert (first.review, first.label) == ("Child K, East Marlshire, 2017", "Recommendation 2.a")
    assert first.place == "Passage 2 of 3 of this review"
    assert (first.stem, first.text) == ("Practitioners should:", "listen to the child")
    assert [(near["label"], near["current"]) for near in first.neighbours] == [
        ("Recommendation 1", False),
        ("Recommendation 2", False),
        ("Recommendation 2.a", True),
        ("Recommendation 2.b", False),
    ]
    assert (second.review, second.label, second.stem) == ("m", "Learning point 1", "")


def test_a_reply_goes_by_its_place_among_the_replies():
    replies = pd.DataFrame({"passage_id": ["k:3.response-2"], "review_id": "k", "kind": "response", "text": "Done."})
    to_check = queue(("k:3.response-2", "voice", False, "new"))
    assert lay_out_passages(to_check, replies, codings(), THEMES)[0].label == "Response 2 to 3"


def test_the_words_of_the_machine_are_marked_and_what_it_says_is_told():
    first, second = lay_out_passages(QUEUE, PASSAGES, CODINGS, THEMES)
    assert [(piece["text"], piece["marked"]) for piece in first.pieces] == [
        ("listen", True),
        (" to the ", False),
        ("child", True),
    ]
    assert [(cell.machine, cell.evidence) for cell in first.cells] == [
        ("model: applies, .83; rules: hears, sees", "listen … child"),
        ("to check: the model gives 0.50, too close to call", ""),
    ]
    assert [(piece["text"], piece["marked"]) for piece in second.pieces] == [("Dads count.", False)]
    assert [(cell.machine, cell.evidence) for cell in second.cells] == [("rule: does not apply", ""), ("", "")]


def test_of_a_coding_that_a_person_settled_the_machine_keeps_its_score_only():
    settled = codings(("k:1", "voice", "applies", "person", 0.2, None, None, None, "Bob: applies"))
    to_check = queue(("k:1", "voice", False, "new"), ("k:1", "family", False, "new"))
    machine = [cell.machine for cell in lay_out_passages(to_check, PASSAGES, settled, THEMES)[0].cells]
    assert machine == ["model, .20", ""]


def test_a_passage_that_stands_for_others_says_so():
    to_check = QUEUE.assign(stands_for=["k:1;k:2.b", "k:1", None])
    first, second = lay_out_passages(to_check, PASSAGES, CODINGS, THEMES)
    assert [cell.alike for cell in first.cells] == ["2 other passages say nearly the same", ""]
    assert second.cells[0].alike == "1 other passage says nearly the same"


def test_nothing_that_the_machine_or_others_say_is_shown_to_a_blind_coder(tmp_path):
    row = pd.DataFrame({"passage_id": ["k:2.a"], "theme_id": ["voice"], "decision": ["unsure"], "reason": ["whose?"]})
    record_decisions(tmp_path, row, coder="Bob")
    seeing, blind = open_panel(tmp_path), open_panel(tmp_path, blind=True)
    betraying = ["model", "rule", "threshold", "Bob", "whose?", '"marked": true']
    seen, hidden = (json.dumps(state.answer({"kind": "show"})) for state in (seeing, blind))
    assert [words in seen for words in betraying] == [True] * 6
    assert [words in hidden for words in betraying] == [False] * 6


def test_passages_may_be_looked_at_in_another_order():
    passages = lay_out_passages(QUEUE, PASSAGES, CODINGS, THEMES, order=["m:1"])
    assert [passage.passage_id for passage in passages] == ["m:1", "k:2.a"]


@pytest.mark.parametrize(
    ("to_check", "order", "message"),
    [
        (queue(("k:2", "voice", False, "new")), None, r"to_check: passage_id has \['k:2'\]; there is no such passage"),
        (queue(("k:1", "sleep", False, "new")), None, r"to_check: theme_id has \['sleep'\]; there is no such theme"),
        (QUEUE, ["k:1"], r"order: has \['k:1'\]; there is no such passage of the queue"),
    ],
)
def test_a_queue_that_asks_for_what_is_not_there_is_refused(to_check, order, message):
    with pytest.raises(TableError, match=message):
        lay_out_passages(to_check, PASSAGES, CODINGS, THEMES, order=order)


def test_a_decision_is_recorded_with_the_words_that_were_seen(tmp_path):
    state = open_panel(tmp_path)
    answer = decide(state, "k:2.a", "voice", "applies")
    assert (answer["saved"], answer["error"]) == ("Saved: Voice of the child: applies.", "")
    assert (answer["n_decided"], answer["n_asked"]) == (1, 3)
    decide(state, "m:1", "family", "does_not_apply")
    assert ledger(tmp_path, "coder", "text_seen", "stem_seen", "source", "how") == [
        ("k:2.a", "voice", "applies", "Ann", "listen to the child", "Practitioners should:", "panel", None),
        ("m:1", "family", "does_not_apply", "Ann", "Dads count.", None, "panel", "drawn"),
    ]


def test_a_blind_decision_is_recorded_as_blind(tmp_path):
    state = open_panel(tmp_path, blind=True)
    decide(state, "k:2.a", "voice", "unsure")
    decide(state, "m:1", "family", "unsure")
    assert [row[-1] for row in ledger(tmp_path, "how")] == ["blind", "blind;drawn"]


def test_a_theme_that_was_not_asked_about_can_be_decided_too(tmp_path):
    answer = decide(open_panel(tmp_path), "m:1", "voice", "applies")
    assert ledger(tmp_path) == [("m:1", "voice", "applies")]
    assert answer["n_decided"] == 0


def test_a_note_is_the_reason_of_what_is_decided_on_its_passage_after_it(tmp_path):
    state = open_panel(tmp_path)
    decide(state, "k:2.a", "voice", "applies")
    write_note(state, "k:2.a", " she was asked ")
    decide(state, "k:2.a", "family", "unsure")
    decide(state, "m:1", "family", "unsure")
    decide(state, "k:2.a", "voice", "applies")
    assert ledger(tmp_path, "reason") == [
        ("k:2.a", "voice", "applies", None),
        ("k:2.a", "family", "unsure", "she was asked"),
        ("m:1", "family", "unsure", None),
        ("k:2.a", "voice", "applies", "she was asked"),
    ]
    assert state.answer({"kind": "go", "at": 0})["passage"]["note"] == "she was asked"


def test_the_same_decision_twice_is_one_decision(tmp_path):
    state = open_panel(tmp_path)
    answers = [decide(state, "k:2.a", "voice", "applies") for _ in range(2)]
    assert [answer["saved"] for answer in answers] == ["Saved: Voice of the child: applies."] * 2
    assert len(ledger(tmp_path)) == 1


def test_what_is_undone_is_decided_again_as_it_was_before_and_nothing_is_deleted(tmp_path):
    before = open_panel(tmp_path, blind=True)
    write_note(before, "k:2.a", "heard")
    decide(before, "k:2.a", "voice", "applies")
    state = open_panel(tmp_path)
    decide(state, "k:2.a", "voice", "unsure")
    decide(state, "m:1", "family", "applies")
    state.answer({"kind": "go", "at": 2})
    first, second, third = (state.answer({"kind": "undo"}) for _ in range(3))
    assert first["saved"] == "Taken back and saved: Whole family: not decided."
    assert (first["at"], first["undo"]) == (1, "Voice of the child")
    assert second["saved"] == "Taken back and saved: Voice of the child: applies, as before."
    assert (second["at"], second["undo"]) == (0, "")
    assert third["saved"] == ""
    assert ledger(tmp_path, "reason", "how") == [
        ("k:2.a", "voice", "applies", "heard", "blind"),
        ("k:2.a", "voice", "unsure", None, None),
        ("m:1", "family", "applies", None, "drawn"),
        ("m:1", "family", "withdrawn", None, "drawn"),
        ("k:2.a", "voice", "applies", "heard", "blind"),
    ]


def test_a_panel_that_is_opened_again_goes_on_where_the_coder_left_off(tmp_path):
    state = open_panel(tmp_path)
    assert state.answer({"kind": "show"})["at"] == 0
    for theme_id in ("voice", "family"):
        decide(state, "k:2.a", theme_id, "unsure")
    again = open_panel(tmp_path)
    assert again.answer({"kind": "show"})["at"] == 1
    assert [cell["decision"] for cell in again.answer({"kind": "go", "at": 0})["passage"]["cells"]] == ["unsure"] * 2
    decide(again, "m:1", "family", "applies")
    end = open_panel(tmp_path).answer({"kind": "show"})
    assert (end["at"], end["passage"], end["n_decided"]) == (2, None, 3)
    assert open_panel(tmp_path, coder="Bob").answer({"kind": "show"})["n_decided"] == 0


def test_a_decision_on_words_that_have_changed_is_asked_for_again(tmp_path):
    row = pd.DataFrame({"passage_id": ["k:2.a"], "theme_id": ["voice"], "decision": ["applies"], "text_seen": ["hear"]})
    record_decisions(tmp_path, row, coder="Ann")
    assert open_panel(tmp_path).answer({"kind": "show"})["n_decided"] == 0


def test_a_decision_carried_over_from_a_renamed_theme_is_shown(tmp_path):
    carried = empty_table("corrections").reindex([0])
    carried = carried.assign(passage_id="k:2.a", theme_id="voice", coder="Ann", decision="applies", carried_from="hear")
    state = open_panel(tmp_path, corrections=carried)
    assert state.answer({"kind": "show"})["passage"]["cells"][0]["decision"] == "applies"
    assert decide(state, "k:2.a", "voice", "unsure")["passage"]["cells"][0]["decision"] == "unsure"


def test_the_way_through_the_passages_ends_at_the_last_page(tmp_path):
    state = open_panel(tmp_path)
    places = [state.answer({"kind": "go", "at": at})["at"] for at in (1, 2, 3, -1)]
    assert places == [1, 2, 2, 0]


def test_an_answer_bears_the_number_of_its_message(tmp_path):
    assert open_panel(tmp_path).answer({"kind": "show", "number": 7})["number"] == 7


def test_a_queue_without_cells_has_only_a_last_page(tmp_path):
    shown = open_panel(tmp_path, to_check=QUEUE[:0]).answer({"kind": "show"})
    assert (shown["n_asked"], shown["n_passages"], shown["passage"]) == (0, 0, None)


def test_what_cannot_be_recorded_is_not_shown_as_decided(tmp_path):
    state = open_panel(tmp_path)
    (tmp_path / "corrections.csv").write_text("passage_id\nk:1\n", encoding="utf-8")
    answer = decide(state, "k:2.a", "voice", "applies")
    assert answer["saved"] == ""
    assert answer["error"].startswith("corrections (corrections.csv): column")
    assert (answer["passage"]["cells"][0]["decision"], answer["undo"], answer["n_decided"]) == ("", "", 0)


def test_a_decision_is_made_again_after_another_was_made_elsewhere(tmp_path):
    decide(open_panel(tmp_path), "k:2.a", "voice", "applies")
    row = pd.DataFrame({"passage_id": ["k:2.a"], "theme_id": ["voice"], "decision": ["unsure"]})
    record_decisions(tmp_path, row, coder="Ann", source="sheet")
    answer = decide(open_panel(tmp_path), "k:2.a", "voice", "applies")
    assert (answer["passage"]["cells"][0]["decision"], answer["error"]) == ("applies", "")


def test_an_undo_that_cannot_be_recorded_can_be_tried_again(tmp_path):
    state = open_panel(tmp_path)
    decide(state, "k:2.a", "voice", "applies")
    whole = (tmp_path / "corrections.csv").read_bytes()
    (tmp_path / "corrections.csv").write_text("passage_id\nk:1\n", encoding="utf-8")
    assert state.answer({"kind": "undo"})["undo"] == "Voice of the child"
    (tmp_path / "corrections.csv").write_bytes(whole)
    assert state.answer({"kind": "undo"})["saved"] == "Taken back and saved: Voice of the child: not decided."


@settings(max_examples=15, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["voice", "family"]), st.sampled_from(["applies", "does_not_apply", "unsure"])),
        max_size=6,
    )
)
def test_as_many_undos_as_decisions_lead_back_to_where_the_coder_began(steps, tmp_path_factory):
    folder = tmp_path_factory.mktemp("collection")
    state = open_panel(folder)
    begun = state.answer({"kind": "show"})
    for theme_id, decision in steps:
        decide(state, "k:2.a", theme_id, decision)
    n_decisions = len(ledger(folder))
    for _ in range(n_decisions):
        state.answer({"kind": "undo"})
    assert len(ledger(folder)) == 2 * n_decisions
    assert state.answer({"kind": "go", "at": 0}) == begun


def test_the_panel_is_a_widget_that_says_how_far_its_coder_has_come(tmp_path):
    panel = check_passages(QUEUE, PASSAGES, CODINGS, THEMES, tmp_path, coder=" Ann ")
    assert repr(panel) == "<Panel to check codings: 0 of 3 cells decided by Ann>"
    assert "export default" in panel.get_state()["_esm"]


def test_no_word_of_a_passage_is_in_what_jupyter_may_save_with_the_notebook(tmp_path):
    panel = check_passages(QUEUE, PASSAGES, CODINGS, THEMES, tmp_path, coder="Ann")
    decide(panel._state, "k:2.a", "voice", "applies")
    assert "listen to the child" not in str(panel.get_state())


def test_a_coder_has_a_name_and_a_collection_a_folder(tmp_path):
    with pytest.raises(TableError, match="coder is blank; name who decides"):
        check_passages(QUEUE, PASSAGES, CODINGS, THEMES, tmp_path, coder=" ")
    with pytest.raises(CollectionError, match="is not there"):
        check_passages(QUEUE, PASSAGES, CODINGS, THEMES, tmp_path / "gone", coder="Ann")


def test_without_anywidget_the_panel_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.delitem(sys.modules, "scrlearn.checking.panel_widget", raising=False)
    with pytest.raises(ScrlearnError, match=r'pip install "scrlearn\[notebooks\]"'):
        check_passages(QUEUE, PASSAGES, CODINGS, THEMES, tmp_path, coder="Ann")


def test_scrlearn_starts_without_loading_widgets():
    code = "import sys, scrlearn, scrlearn.checking.panel; print({'anywidget', 'ipywidgets'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
