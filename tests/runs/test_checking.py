"""Coding sheets of a collection, made and recorded."""

import pandas as pd
import pytest
from openpyxl import load_workbook

from scrlearn.checking.corrections import load_corrections
from scrlearn.checking.ledger import record_decisions
from scrlearn.files import read_csv
from scrlearn.learning.confirmation import count_confirmed
from scrlearn.runs.checking import record_coding_sheet, write_coding_matrix, write_coding_sheet
from scrlearn.runs.coding import Period, code_collection
from scrlearn.runs.run import run_collection

PASSAGE, THEME = "hampshire-child-k-2017:4", "safe_sleeping"


def asked_cells(path):
    """Return where a sheet asks: sheet, cell, passage, heading."""
    book = load_workbook(path)
    return [
        (tab.title, cell.coordinate, row[0].value, tab.cell(1, cell.column).value)
        for tab in book.worksheets
        if tab.sheet_state == "visible" and tab["A1"].value == "Passage"
        for row in tab.iter_rows(min_row=2)
        for cell in row
        if cell.value == "?"
    ]


def answer(path, said):
    """Fill what is asked, by what ``said`` gives for the passage and the heading, and return how much was filled."""
    book = load_workbook(path)
    cells = asked_cells(path)
    for tab, cell, passage_id, heading in cells:
        book[tab][cell] = said(passage_id, heading)
    book.save(path)
    return len(cells)


def test_the_mark_of_a_draft_goes_when_the_sheet_of_all_that_is_unconfirmed_comes_back(copy_of, tmp_path):
    folder, sheet = copy_of("hampshire"), tmp_path / "confirm.xlsx"
    n_cells = write_coding_sheet(folder, sheet, confirm_all=True)
    assert {tab for tab, *_ in asked_cells(sheet)} == {"Recommendations", "Responses", "Sorts of action"}
    assert answer(sheet, lambda passage_id, heading: "applies") == n_cells
    assert len(record_coding_sheet(folder, sheet, coder="Ann").added) == n_cells
    run = run_collection(folder)
    assert run.confirmation.complete
    assert "DRAFT" not in run.briefing.read_text(encoding="utf-8")
    assert write_coding_sheet(folder, tmp_path / "none.xlsx", confirm_all=True) == 0
    assert not (tmp_path / "none.xlsx").exists()


def test_the_sheet_of_all_that_is_unconfirmed_asks_for_every_coding_that_a_report_rests_on(copy_of, tmp_path):
    folder, sheet = copy_of("hampshire"), tmp_path / "confirm.xlsx"
    write_coding_sheet(folder, sheet, confirm_all=True)
    coded = code_collection(folder, period=Period())
    confirmation = count_confirmed(coded.recommendation_codings, coded.response_codings, coded.action_codings)
    assert len(asked_cells(sheet)) >= confirmation.of_codings - confirmation.n_confirmed


def test_a_sheet_that_is_recorded_again_adds_nothing_and_says_how_much_was_there(copy_of, tmp_path):
    folder, sheet = copy_of("hampshire"), tmp_path / "s.xlsx"
    n_before = len(load_corrections(folder))
    assert write_coding_sheet(folder, sheet, coder="Ann", n=12) == 12
    answer(sheet, lambda passage_id, heading: "unsure")
    first, again = (record_coding_sheet(folder, sheet, coder="Ann") for _ in range(2))
    assert (len(first.added), first.n_known, len(again.added), again.n_known) == (12, 0, 0, 12)
    assert len(load_corrections(folder)) == n_before + 12
    assert set(first.added["decision"]) == {"unsure"}
    assert first.added["how"].dropna().unique().tolist() == ["drawn"]


def test_a_third_person_settles_what_two_disagree_on_by_a_sheet(copy_of, tmp_path):
    folder, sheet = copy_of("hampshire"), tmp_path / "s.xlsx"
    for coder, decision in (("Ann", "applies"), ("Bob", "does_not_apply")):
        rows = pd.DataFrame({"passage_id": [PASSAGE], "theme_id": [THEME], "decision": [decision]})
        record_decisions(folder, rows, coder=coder)
    assert write_coding_sheet(folder, sheet, disagreements=True) == 1
    assert asked_cells(sheet)[0][2:] == (PASSAGE, "Safe sleeping")
    answer(sheet, lambda passage_id, heading: "does not apply")
    refused = record_coding_sheet(folder, sheet, coder="Ann", settles=True)
    assert (len(refused.added), refused.unread["why"].tolist()) == (0, ["one of those who disagree cannot settle it"])
    record_coding_sheet(folder, sheet, coder="Cat", settles=True)
    codings = code_collection(folder, period=Period()).recommendation_codings.set_index(["passage_id", "theme_id"])
    settled = codings.loc[(PASSAGE, THEME)]
    assert (settled["decision"], settled["confirmed"]) == ("does_not_apply", True)
    assert settled["reason"] == "Ann: applies; Bob: does not apply; Cat: does not apply; settled by Cat"


def test_the_matrix_has_a_row_a_passage_and_a_column_a_theme(copy_of, tmp_path):
    matrix = read_csv(write_coding_matrix(copy_of("hampshire"), tmp_path / "m.csv"))
    assert list(matrix) == [
        "passage_id",
        "whole_family",
        "cross_border_information_sharing",
        THEME,
        "voice_of_the_child",
    ]
    assert len(matrix) == 14
    assert matrix.set_index("passage_id").loc[PASSAGE, THEME] == "1"


@pytest.mark.parametrize("blind", [False, True])
def test_a_blind_sheet_records_that_it_was_blind(copy_of, tmp_path, blind):
    folder, sheet = copy_of("hampshire"), tmp_path / "s.xlsx"
    write_coding_sheet(folder, sheet, coder="Ann", n=5, blind=blind)
    answer(sheet, lambda passage_id, heading: "applies")
    how = record_coding_sheet(folder, sheet, coder="Ann").added["how"].fillna("")
    assert how.str.contains("blind").tolist() == [blind] * 5
