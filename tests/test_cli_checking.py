"""The commands by which people decide and exchange, as they are typed."""

import pytest
from openpyxl import load_workbook

from scrlearn.checking.corrections import load_corrections
from tests.conftest import contents


def fill(path, answer):
    """Choose the same answer wherever a coding sheet asks."""
    book = load_workbook(path)
    asked = [cell for tab in book.worksheets for row in tab.iter_rows() for cell in row if cell.value == "?"]
    for cell in asked:
        cell.value = answer
    book.save(path)
    return len(asked)


def test_a_sheet_is_made_filled_and_recorded_and_says_what_it_could_not_read(scrlearn, copy_of, tmp_path):
    folder, sheet = copy_of("hampshire"), tmp_path / "sheet.xlsx"
    code, printed, _ = scrlearn("sheet", folder, "--out", sheet, "--coder", "Ann", "--n", 6)
    assert (code, printed) == (
        0,
        f"Wrote {sheet}: 6 cells to decide. When it is filled in: "
        f"scrlearn sheet {folder} --record {sheet} --coder NAME\n",
    )
    assert fill(sheet, "applies") == 6
    book = load_workbook(sheet)
    tab = next(tab for tab in book.worksheets if tab["A1"].value == "Passage")
    place = next(cell.coordinate for row in tab.iter_rows(min_row=2) for cell in row if cell.value == "applies")
    tab[place] = "perhaps"
    book.save(sheet)
    code, printed, _ = scrlearn("sheet", folder, "--record", sheet, "--coder", "Ann")
    assert (code, printed.splitlines()) == (
        0,
        [
            "Recorded 5 decisions by Ann.",
            "Not recorded: 1 cell.",
            f"{tab.title}, {place}: 'perhaps' is not understood; use applies, does not apply, unsure.",
        ],
    )
    _, printed, _ = scrlearn("sheet", folder, "--record", sheet, "--coder", "Ann")
    assert printed.startswith("Recorded 0 decisions by Ann; 5 had been recorded before.")


def test_the_matrix_is_written(scrlearn, copy_of, tmp_path):
    code, printed, _ = scrlearn("sheet", copy_of("hampshire"), "--matrix", tmp_path / "m.csv")
    assert (code, printed) == (0, f"Wrote {tmp_path / 'm.csv'}\n")


def test_agreement_is_printed_and_disagreements_written(scrlearn, copy_of, tmp_path):
    code, printed, _ = scrlearn("agreement", copy_of("hampshire"), "--out", tmp_path / "d.csv")
    assert code == 0
    assert "cross_border_information_sharing, scrlearn team and machine (all): 0 of 1 agree" in printed
    assert printed.endswith(f"\nWrote {tmp_path / 'd.csv'}\n")
    assert (tmp_path / "d.csv").read_text(encoding="utf-8-sig").startswith("passage_id,theme_id,stem,text,rater_1")


def test_a_project_is_written_and_read_back_and_nothing_is_recorded_twice(scrlearn, copy_of, tmp_path):
    folder, project = copy_of("hampshire"), tmp_path / "h.qdpx"
    code, printed, _ = scrlearn("exchange", folder, "--to", project)
    assert (code, printed.startswith(f"Wrote {project}. ")) == (0, True)
    before = (folder / "corrections.csv").read_bytes()
    code, printed, _ = scrlearn("exchange", folder, "--from", project)
    assert (code, printed) == (0, "Codings that say what stands already: 1.\n")
    assert (folder / "corrections.csv").read_bytes() == before


def test_a_codebook_is_written_and_taken(scrlearn, copy_of, tmp_path):
    folder, codebook = copy_of("hampshire"), tmp_path / "h.qdc"
    assert scrlearn("exchange", folder, "--to", codebook)[0] == 0
    code, printed, _ = scrlearn("exchange", folder, "--from", codebook)
    assert code == 0
    assert printed.startswith(f"{folder / 'codebook'}: 4 themes: Whole-family approach; Cross-border")
    assert scrlearn("codebook", "test", folder)[0] == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["sheet"], "say one of --out FILE.xlsx, --record FILE.xlsx --coder NAME, or --matrix FILE.csv"),
        (["sheet", "--out", "a.xlsx", "--matrix", "m.csv"], "say one of --out FILE.xlsx"),
        (["sheet", "--out", "a.csv"], "a.csv: give the sheet a name that ends in .xlsx"),
        (["sheet", "--record", "gone.xlsx"], "whose decisions are they? Add --coder NAME"),
        (["sheet", "--record", "gone.xlsx", "--coder", "Ann"], "gone.xlsx: cannot be read"),
        (["agreement", "--out", "d.xlsx"], "d.xlsx: give the file a name that ends in .csv"),
        (["exchange"], "say either --to FILE.qdpx or --from FILE.qdpx"),
        (["exchange", "--to", "a.txt"], "a.txt: give a project a name that ends in .qdpx"),
        (["exchange", "--from", "gone.qdpx"], "gone.qdpx: cannot be read"),
        (["exchange", "--from", "gone.qdc"], "gone.qdc: cannot be read"),
    ],
)
def test_what_cannot_be_done_gets_one_clear_line_and_changes_nothing(scrlearn, copy_of, words, message):
    folder = copy_of("hampshire")
    before = contents(folder)
    code, printed, complaint = scrlearn(words[0], folder, *words[1:])
    assert (code, printed) == (2, "")
    assert message in complaint
    assert complaint.count("\n") == 1
    assert contents(folder) == before
    assert len(load_corrections(folder)) == 1
