"""Whatever is about to be shown is warned of, wherever it is shown from."""

import pytest

THERE = "  recommendations, hampshire-child-k-2017:1, text, characters 0 to 12: phone_number '01*** ******'"


@pytest.fixture
def folder(copy_of):
    folder = copy_of("hampshire")
    file = folder / "recommendations.csv"
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(text.replace(",To invite", ",01962 841841: To invite", 1), encoding="utf-8")
    return folder


@pytest.mark.filterwarnings("always::scrlearn.errors.SensitiveWarning")
@pytest.mark.parametrize(
    "words",
    [["run", "{folder}"], ["report", "{folder}", "--out", "{folder}/r.html"], ["release", "{folder}", "annual"]],
)
def test_what_looks_like_personal_details_is_warned_of_and_shown_all_the_same(scrlearn, folder, words):
    code, printed, complaint = scrlearn(*(word.format(folder=folder) for word in words))
    assert (code, printed != "") == (0, True)
    assert complaint.splitlines()[1:] == [THERE]


@pytest.mark.filterwarnings("always::scrlearn.errors.SensitiveWarning")
def test_a_run_in_which_nothing_has_changed_warns_again(scrlearn, folder):
    assert [scrlearn("run", folder)[2].count(THERE) for _ in range(2)] == [1, 1]
