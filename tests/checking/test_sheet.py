"""Coding sheets: what is asked, and what is read out of them after Excel and people had them."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from scrlearn.checking.corrections import load_corrections
from scrlearn.checking.ledger import record_decisions
from scrlearn.checking.sheet import SheetPart, write_sheet
from scrlearn.checking.sheet_reading import read_sheet_decisions
from scrlearn.errors import FileError

THEMES = pd.DataFrame(
    {
        "theme_id": ["voice", "sleep"],
        "theme": ["Voice of the child", "Safe sleeping"],
        "definition": ["Hear the child.", "Where babies sleep."],
        "include": [None, "Cots"],
        "exclude": [None, None],
    }
)
REVIEWS = pd.DataFrame({"review_id": ["k"], "subject": ["Child K"], "year": pd.array([2017], dtype="Int64")})
PASSAGES = pd.DataFrame(
    {
        "passage_id": ["k:1", "k:2", "k:2.a", "k:3"],
        "review_id": "k",
        "part_of": [None, None, "k:2", None],
        "stem": [None, None, "Staff should:", None],
        "text": ["Listen to  the child.", "Staff should:", "=ask(him)", "Audit."],
    }
)
CODINGS = pd.DataFrame(
    [
        ["k:1", "voice", "applies", "model", 0.93, "Listen", None],
        ["k:1", "sleep", "does_not_apply", "model", 0.01, None, None],
        ["k:2.a", "voice", "check", "model", 0.45, None, "the model gives 0.45, too close to call"],
        ["k:2.a", "sleep", "check", "person", 0.5, None, "Ann: applies; Bob: does not apply"],
        ["k:3", "voice", "does_not_apply", "model", 0.02, None, None],
        ["k:3", "sleep", "does_not_apply", "model", 0.02, None, None],
    ],
    columns=["passage_id", "theme_id", "decision", "decided_by", "score", "evidence", "reason"],
)


def ask(*cells, drawn=()):
    rows = [[*cell, cell in drawn, f"why {place}"] for place, cell in enumerate(cells)]
    return pd.DataFrame(rows, columns=["passage_id", "theme_id", "drawn", "why"])


ASKED = ask(("k:2.a", "voice"), ("k:1", "sleep"), ("k:2.a", "sleep"), drawn=[("k:1", "sleep")])


@pytest.fixture
def sheet(tmp_path):
    return write_sheet(
        tmp_path / "sheet.xlsx", [SheetPart("Recommendations", PASSAGES, CODINGS, THEMES, ASKED)], REVIEWS
    )


def rows_of(path, name="Recommendations"):
    return [[cell.value for cell in row] for row in load_workbook(path)[name].iter_rows()]


def fill(path, cells, name="Recommendations"):
    book = load_workbook(path)
    for cell, value in cells.items():
        book[name][cell] = value
    book.save(path)
    return path


def read(path, **options):
    return read_sheet_decisions(path, options.pop("passages", PASSAGES), THEMES, coder="Ann", **options)


def decisions(reading):
    return reading.decisions[["passage_id", "theme_id", "decision"]].values.tolist()


def unread(reading):
    return reading.unread.values.tolist()


def test_a_sheet_has_a_row_a_passage_with_stem_text_evidence_and_what_is_asked(sheet):
    assert rows_of(sheet) == [
        [
            "Passage",
            "Review",
            "Introduced by",
            "Text",
            "Suggestion",
            "Why asked",
            "Voice of the child",
            "Safe sleeping",
            "Note",
        ],
        [
            "k:2.a",
            "Child K, 2017",
            "Staff should:",
            "=ask(him)",
            "Voice of the child: to check (model 0.45) (the model gives 0.45, too close to call)\n"
            "Safe sleeping: to check (people) (Ann: applies; Bob: does not apply)",
            "why 0; why 2",
            "?",
            "?",
            None,
        ],
        [
            "k:1",
            "Child K, 2017",
            None,
            "Listen to  the child.",
            "Voice of the child: applies (model 0.93): ‘Listen’\nSafe sleeping: does not apply (model 0.01)",
            "why 1",
            None,
            "?",
            None,
        ],
    ]


def test_the_codebook_and_instructions_come_with_it(sheet):
    assert rows_of(sheet, "Codebook")[1:] == [
        ["Voice of the child", "Hear the child.", None, None],
        ["Safe sleeping", "Where babies sleep.", "Cots", None],
    ]
    assert "Nobody" not in rows_of(sheet, "Instructions")[1][0]
    assert any("unsure" in row[0] for row in rows_of(sheet, "Instructions"))


def test_decisions_are_chosen_from_a_list_the_rest_is_protected_and_no_cell_is_a_formula(sheet):
    book = load_workbook(sheet)
    tab = book["Recommendations"]
    (choices,) = tab.data_validations.dataValidation
    assert (choices.formula1, str(choices.sqref)) == ('"applies,does not apply,unsure,?"', "G2:H3")
    assert tab.protection.sheet
    assert [cell.protection.locked for cell in tab[2]] == [True] * 6 + [False] * 3
    assert {cell.data_type for row in tab.iter_rows() for cell in row} <= {"s", "n"}
    assert (tab["D2"].value, tab["D2"].data_type, tab["D2"].quotePrefix) == ("=ask(him)", "s", True)
    assert [name for name in book.sheetnames if book[name].sheet_state == "visible"] == [
        *("Instructions", "Codebook", "Recommendations")
    ]


def test_a_blind_sheet_shows_neither_suggestions_nor_what_others_said(tmp_path):
    part = SheetPart("Recommendations", PASSAGES, CODINGS, THEMES, ASKED)
    sheet = write_sheet(tmp_path / "b.xlsx", [part], REVIEWS, blind=True)
    assert rows_of(sheet)[0] == [
        "Passage",
        "Review",
        "Introduced by",
        "Text",
        "Voice of the child",
        "Safe sleeping",
        "Note",
    ]
    words = [cell for name in load_workbook(sheet).sheetnames for row in rows_of(sheet, name) for cell in row if cell]
    assert [word for word in words if "Bob" in word or "0.45" in word or "why" in word.lower().split()] == []
    reading = read(fill(sheet, {"E2": "applies", "F3": "unsure"}))
    assert reading.decisions["how"].tolist() == ["blind", "blind;drawn"]


def test_the_same_content_gives_the_same_bytes(sheet, tmp_path):
    again = write_sheet(
        tmp_path / "again.xlsx", [SheetPart("Recommendations", PASSAGES, CODINGS, THEMES, ASKED)], REVIEWS
    )
    assert again.read_bytes() == sheet.read_bytes()


def test_what_was_chosen_is_read_with_its_note_and_what_was_seen(sheet):
    reading = read(fill(sheet, {"G2": "applies", "H2": "does not apply", "H3": "unsure", "I2": "clear to me"}))
    assert reading.unread.empty
    assert reading.source.startswith("sheet-")
    assert reading.decisions.astype("object").where(reading.decisions.notna(), None).values.tolist() == [
        ["k:2.a", "voice", "applies", "clear to me", "=ask(him)", "Staff should:", None],
        ["k:2.a", "sleep", "does_not_apply", "clear to me", "=ask(him)", "Staff should:", None],
        ["k:1", "sleep", "unsure", None, "Listen to  the child.", None, "drawn"],
    ]


def test_what_is_left_blank_or_at_the_question_mark_is_no_decision(sheet):
    assert decisions(read(fill(sheet, {"G2": None}))) == []


@pytest.mark.parametrize(
    ("value", "decision"),
    [
        *((value, "applies") for value in ("applies", " Applies ", "YES", 1, True, 1.0)),
        *((value, "does_not_apply") for value in ("does  not apply", "does_not_apply", "No", 0, False)),
        *(("Unsure", "unsure"), ("withdrawn", "withdrawn")),
    ],
)
def test_what_excel_and_people_make_of_a_choice_is_understood(sheet, value, decision):
    reading = read(fill(sheet, {"G2": value}))
    assert (decisions(reading), unread(reading)) == ([["k:2.a", "voice", decision]], [])


def test_what_cannot_be_understood_is_listed_by_cell_and_the_rest_is_read(sheet):
    reading = read(fill(sheet, {"G2": "maybe", "H3": "applies"}))
    assert decisions(reading) == [["k:1", "sleep", "applies"]]
    assert unread(reading) == [
        ["Recommendations", "G2", "maybe", "is not understood; use applies, does not apply, unsure"]
    ]


def rebuilt(path, change, *, keep_hidden=True):
    """Do to the rows of the sheet what a person may do in Excel, and save it as a program would."""
    book = load_workbook(path)
    rows = change([[cell.value for cell in row] for row in book["Recommendations"].iter_rows()])
    new = Workbook()
    new.active.title = "Recommendations"
    for row in rows:
        new.active.append(row)
        for cell in new.active[new.active.max_row]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    for name in book.sheetnames if keep_hidden else []:
        if book[name].sheet_state != "visible":
            copied = new.create_sheet(name)
            for row in book[name].iter_rows(values_only=True):
                copied.append(row)
                for cell in copied[copied.max_row]:
                    cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    new.save(path)
    return path


FILLED = {"G2": "applies", "H2": "does not apply", "H3": "unsure", "I2": "clear"}


def test_rows_may_be_shuffled_and_columns_deleted_moved_or_added(sheet):
    expected = sorted(map(tuple, read(fill(sheet, FILLED)).decisions.fillna("").values.tolist()))

    def change(rows):
        moved = [[row[7], "my own column", row[0], row[8], row[6]] for row in rows]
        return [moved[0], moved[2], [None] * 5, moved[1]]

    assert sorted(map(tuple, read(rebuilt(sheet, change)).decisions.fillna("").values.tolist())) == expected


def test_without_its_hidden_sheets_the_texts_in_the_sheet_are_what_was_seen(sheet):
    reading = read(rebuilt(fill(sheet, FILLED), lambda rows: rows, keep_hidden=False))
    assert (reading.source, len(reading.decisions)) == ("sheet", 3)
    assert reading.decisions["text_seen"].tolist() == ["=ask(him)", "=ask(him)", "Listen to  the child."]


def test_without_either_nobody_can_say_what_was_decided_on(sheet):
    reading = read(rebuilt(fill(sheet, FILLED), lambda rows: [[row[0], *row[6:]] for row in rows], keep_hidden=False))
    assert decisions(reading) == []
    assert unread(reading)[0] == [
        "Recommendations",
        "B2",
        "applies",
        "its passage is not in this sheet, or its text is gone; copy both from the sheet as it was made",
    ]


def test_a_row_that_was_copied_counts_once_and_two_answers_count_as_none(sheet):
    same = rebuilt(fill(sheet, FILLED), lambda rows: [*rows, rows[1]])
    assert len(read(same).decisions) == 3
    other = rebuilt(same, lambda rows: [*rows[:3], [*rows[3][:6], "unsure", *rows[3][7:]]])
    reading = read(other)
    assert decisions(reading) == [["k:2.a", "sleep", "does_not_apply"], ["k:1", "sleep", "unsure"]]
    assert [row[1:3] for row in unread(reading)] == [["G2", "applies"], ["G4", "unsure"]]


def test_a_heading_that_stands_twice_is_listed_and_neither_is_read(sheet):
    reading = read(rebuilt(fill(sheet, FILLED), lambda rows: [[*row, row[6]] for row in rows]))
    assert decisions(reading) == [["k:2.a", "sleep", "does_not_apply"], ["k:1", "sleep", "unsure"]]
    assert unread(reading) == [
        ["Recommendations", "row 1", "voice of the child", "heads two columns; leave it to one of them"]
    ]


def test_a_decision_on_words_that_have_changed_since_keeps_the_words_that_were_seen(sheet):
    changed = PASSAGES.assign(text=PASSAGES["text"].replace("=ask(him)", "ask her"))
    reading = read(fill(sheet, FILLED), passages=changed)
    assert reading.decisions["text_seen"].tolist() == ["=ask(him)", "=ask(him)", "Listen to  the child."]


def test_a_decision_on_a_passage_that_is_gone_is_read_all_the_same(sheet):
    reading = read(fill(sheet, FILLED), passages=PASSAGES[PASSAGES["passage_id"] != "k:1"])
    assert decisions(reading)[-1] == ["k:1", "sleep", "unsure"]


def test_one_of_those_who_disagree_cannot_settle_it(sheet):
    said = pd.DataFrame(
        [["k:2.a", "sleep", "Ann", "applies"], ["k:2.a", "sleep", "Bob", "does_not_apply"]],
        columns=["passage_id", "theme_id", "coder", "decision"],
    ).assign(decided_at=None, reason=None, text_seen=None, stem_seen=None)
    filled = fill(sheet, {"H2": "applies", "H3": "applies"})
    reading = read(filled, settles=True, corrections=said)
    assert decisions(reading) == [["k:1", "sleep", "applies"]]
    assert reading.decisions["how"].tolist() == ["drawn;settles"]
    assert unread(reading)[0][1:] == ["H2", "applies", "one of those who disagree cannot settle it"]


def test_a_sheet_recorded_three_times_and_once_shuffled_records_each_decision_once(sheet, tmp_path):
    fill(sheet, FILLED)
    n_added = []
    for shuffled in (False, False, False, True):
        path = rebuilt(sheet, lambda rows: [rows[0], *reversed(rows[1:])]) if shuffled else sheet
        reading = read(path)
        n_added.append(len(record_decisions(tmp_path, reading.decisions, coder="Ann", source=reading.source)))
    assert n_added == [3, 0, 0, 0]


def test_what_is_no_coding_sheet_is_refused_by_name(tmp_path):
    (tmp_path / "t.xlsx").write_text("a,b")
    with pytest.raises(FileError, match=r"t\.xlsx: is not an Excel workbook"):
        read(tmp_path / "t.xlsx")
    Workbook().save(tmp_path / "t.xlsx")
    with pytest.raises(FileError, match=r"t\.xlsx: has no sheet with a column 'Passage'"):
        read(tmp_path / "t.xlsx")
    with pytest.raises(FileError, match=r"gone\.xlsx: cannot be read"):
        read(tmp_path / "gone.xlsx")


def test_a_text_longer_than_a_cell_is_cut_for_the_eye_and_kept_whole_for_the_ledger(tmp_path):
    long = PASSAGES.assign(text=PASSAGES["text"].replace("Listen to  the child.", "word " * 8000))
    part = SheetPart("Recommendations", long, CODINGS, THEMES, ask(("k:1", "voice")))
    sheet = fill(write_sheet(tmp_path / "s.xlsx", [part], REVIEWS), {"G2": "applies"})
    assert rows_of(sheet)[1][3].endswith("… (cut here: a cell holds no more)")
    assert read(sheet, passages=long).decisions["text_seen"].tolist() == ["word " * 8000]


ODD = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=30
)


@settings(max_examples=40, deadline=None)
@given(text=ODD.filter(str.strip), stem=ODD)
def test_whatever_a_passage_says_its_decision_is_on_its_own_words(tmp_path_factory, text, stem):
    odd = PASSAGES.assign(text=[text, *PASSAGES["text"][1:]], stem=[stem, *PASSAGES["stem"][1:]])
    part = SheetPart("Recommendations", odd, CODINGS, THEMES, ask(("k:1", "voice")))
    sheet = write_sheet(tmp_path_factory.mktemp("odd") / "s.xlsx", [part], REVIEWS)
    found = read(fill(sheet, {"G2": "applies"}), passages=odd).decisions
    assert found[["text_seen", "stem_seen"]].values.tolist() == [[text, stem]]


def test_texts_that_begin_like_formulas_are_texts_everywhere_and_a_reason_comes_back_the_same(tmp_path):
    told = {"text": "+ask(him)", "stem": "@staff", "theme": "=Voice", "definition": "-hear"}
    passages = PASSAGES.iloc[[0]].assign(text=told["text"], stem=told["stem"])
    themes = THEMES.iloc[[0]].assign(theme=told["theme"], definition=told["definition"])
    codings = CODINGS.iloc[[0]].assign(evidence="=ask", reason="=1+1")
    reviews = REVIEWS.assign(subject="=Child K")
    part = SheetPart("Recommendations", passages, codings, themes, ask(("k:1", "voice")))
    file = write_sheet(tmp_path / "sheet.xlsx", [part], reviews)
    book = load_workbook(file)
    cells = [cell for tab in book for row in tab.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {*told.values(), "=Child K, 2017"} <= {cell.value for cell in cells}
    for reason in ("=1+1", "'=1+1", "- the cot", "@Bob"):
        tab = book["Recommendations"]
        tab["G2"], tab["H2"] = "applies", reason
        tab["H2"].data_type = "s"
        book.save(file)
        decided = read_sheet_decisions(file, passages, themes, coder="Ann")
        record_decisions(tmp_path, decided.decisions, coder="Ann", source=decided.source)
        last = load_corrections(tmp_path).iloc[-1]
        assert last[["reason", "text_seen", "stem_seen"]].tolist() == [reason, "+ask(him)", "@staff"]
