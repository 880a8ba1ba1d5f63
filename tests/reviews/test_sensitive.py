"""What looks like personal details is found in every form that it is written in, and nothing else is."""

import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scrlearn.checking.corrections import load_corrections
from scrlearn.errors import SensitiveWarning, TableError
from scrlearn.reviews.collection import empty_collection, load_reviews
from scrlearn.reviews.sensitive import find_in_text, find_sensitive, warn_of_sensitive
from scrlearn.themes.labelled import load_labelled
from tests.conftest import DATA

BOARDS = DATA.parent / "tests" / "material" / "boards"


def seen(text):
    return [(kind, text[start:end]) for kind, start, end in find_in_text(text)]


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5919",
        "943-476-5919",
        "943\N{NO-BREAK SPACE}476\N{NO-BREAK SPACE}5919",
        "943\n476 5919",
        "9434765919",
    ],
)
def test_an_nhs_number_is_found_by_its_check_digit(text):
    assert seen(f"NHS no: {text}.") == [("nhs_number", text)]


@given(
    first=st.lists(st.integers(0, 9), min_size=9, max_size=9),
    check=st.integers(0, 9),
    parts=st.sampled_from(["", " ", "-", ".", "\u00a0", "\u2013", " -", "\n"]),
    around=st.sampled_from(["{}", "NHS {}.", "({})", "NHS number:{},", "was {} in 2019"]),
)
def test_any_ten_digits_are_an_nhs_number_just_when_the_check_digit_is_right(first, check, parts, around):
    remainder = 11 - sum(digit * weight for digit, weight in zip(first, range(10, 1, -1), strict=True)) % 11
    is_right = check == (0 if remainder == 11 else remainder)
    digits = "".join(map(str, [*first, check]))
    number = parts.join([digits[:3], digits[3:6], digits[6:]])
    found = [words for kind, words in seen(around.format(number)) if kind == "nhs_number"]
    assert found == ([number] if is_right else [])


@given(st.lists(st.integers(0, 9), min_size=9, max_size=9))
def test_an_nhs_number_with_its_right_check_digit_is_always_found(first):
    check = -sum(digit * weight for digit, weight in zip(first, range(10, 1, -1), strict=True)) % 11
    assume(check < 10)
    number = "".join(map(str, [*first, check]))
    assert ("nhs_number", number) in seen(number)


def test_the_number_of_a_book_is_no_nhs_number():
    assert seen("Working Together, ISBN 0-306-40615-2; Laming, ISBN: 0306406152.") == []


@pytest.mark.parametrize(
    "text", ["SO23 8UJ", "so238uj", "EC1A 1BB", "W1A 0AX", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "PO15\n5RR"]
)
def test_a_postcode_is_found_in_each_of_its_shapes(text):
    assert seen(f"He lived at {text}, with his mother.") == [("postcode", text)]


@pytest.mark.parametrize(
    "text", ["SE1 2", "Family S4 4th review", "Child E1 2nd report", "section 47 1QV", "Form B1 2MM", "action S1.2AB"]
)
def test_half_a_postcode_and_a_number_in_a_series_are_none(text):
    assert seen(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "01962 841841",
        "(01962) 841 841",
        "020 7946 0018",
        "0207 946 0018",
        "023-8083-3000",
        "016977 3555",
        "0300 123 6600",
        "07700900123",
        "07700 900 123",
        "07700 90 01 23",
        "+44 7700 900123",
        "+44 (0)7700 900 123",
        "0044 20 7946 0958",
    ],
)
def test_a_phone_number_is_found_in_each_of_its_groupings(text):
    assert seen(f"Ring {text} 24 hours a day.") == [("phone_number", text)]


@pytest.mark.parametrize(
    "text",
    [
        "Childline 0800 1111, NSPCC 0808 800 5000, Samaritans 116 123",
        "in an emergency 999, else 101 or 111",
        "between 2011 2012 and 2013-2014",
        "from 01/02/2012 to 03.04.2013",
        "crime reference number 01962841841",
        "case no. 01234567890",
        "01 02 2012 034",
        "2018/01962841841",
    ],
)
def test_helplines_years_dates_and_case_numbers_are_no_phone_numbers(text):
    assert seen(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "John Smith (dob 3.4.2012",
        "Jack, born on 3 April 2012",
        "D.O.B. 03/04/2012 John Smith",
        "JOHN SMITH\nDate of birth\n03/04/2012",
        "Khan, Aisha, d.o.b. 3rd Apr 12",
        "Mary O'Brien born 2012-04-03",
        "Daniel was born at St Mary's Hospital on April 3, 2012",
        "Zoë Müller b. 3.4.2012",
        "Amelia-Rose Smith-Jones (date of birth: 3rd of April 2012",
    ],
)
def test_a_name_with_a_date_of_birth_is_found(text):
    assert seen(f"The mother of {text}).") == [("name_with_birth_date", text)]


@pytest.mark.parametrize(
    "text",
    [
        "Child K was born on 3 April 2012.",
        "She was born on 3 April 2012. Agencies met.",
        "Daniel was born in April 2012.",
        "Anna Jones chaired the meeting of 3 April 2012.",
        "John Smith knew of 3 newborn babies.",
    ],
)
def test_a_pseudonym_part_of_a_date_and_the_date_of_something_else_are_none(text):
    assert seen(text) == []


def test_each_place_is_told_with_its_table_row_and_column_and_masked():
    tables = {
        "recommendations": pd.DataFrame(
            {
                "passage_id": ["k:1", "k:2"],
                "text": ["Ask in 2017.", "Ring 01962 841841."],
                "stem": [None, "For M1 1AE:"],
            }
        ),
        "answers": pd.DataFrame({"response_id": ["k:1.response-1"], "recommendation_id": ["943 476 5919"]}),
    }
    assert find_sensitive(tables).to_csv(index=False).splitlines() == [
        "table,row_id,column,kind,start,end,shown",
        "recommendations,k:2,text,phone_number,5,17,01*** ******",
        "recommendations,k:2,stem,postcode,4,10,M1 ***",
        'answers,"k:1.response-1, 943 476 5919",recommendation_id,nhs_number,0,12,94* *** ****',
    ]


def test_a_column_of_ones_own_is_looked_at_and_a_fingerprint_is_not():
    documents = pd.DataFrame({"document_id": ["d"], "sha256": ["9434765919"], "note": ["9434765919"], "page": [1]})
    assert find_sensitive({"documents": documents})["column"].tolist() == ["note"]


def test_rows_that_share_a_key_are_all_looked_at():
    corrections = pd.DataFrame(
        {"passage_id": "k:1", "theme_id": "t", "coder": "Ann", "decided_at": None, "reason": ["M1 1AE", "M1 1AE"]}
    )
    assert find_sensitive({"corrections": corrections})["row_id"].tolist() == ["k:1, t, Ann"]


def test_a_table_without_its_key_is_refused():
    with pytest.raises(TableError, match=r"answers: column \['recommendation_id'\] is missing"):
        find_sensitive({"answers": pd.DataFrame({"response_id": ["M1 1AE"]})})


@pytest.mark.parametrize("name", ["hampshire", "illustrative"])
def test_there_is_no_false_alarm_in_what_ships(name):
    tables = load_reviews(DATA / name)._asdict() | {"corrections": load_corrections(DATA / name)}
    assert find_sensitive(tables).empty


def test_there_is_no_false_alarm_in_the_labelled_passages():
    assert [found for text in load_labelled()["text"] if (found := seen(text))] == []


@pytest.mark.parametrize("file", sorted([*BOARDS.glob("*.txt"), *DATA.glob("*/documents/*.txt")]), ids=lambda f: f.stem)
def test_there_is_no_false_alarm_in_a_whole_document(file):
    assert seen(file.read_text(encoding="utf-8", errors="replace")) == []


def collection_of(*texts, source_status="published"):
    """A collection of one review, with a recommendation of each text."""
    empty = empty_collection()
    review = {"review_id": "k", "subject": "Child K", "source_status": source_status}
    passages = [{"passage_id": f"k:{place}", "review_id": "k", "text": text} for place, text in enumerate(texts)]
    return empty._replace(
        reviews=pd.DataFrame([review], columns=empty.reviews.columns),
        recommendations=pd.DataFrame(passages, columns=empty.recommendations.columns),
    )


def test_a_warning_says_how_many_of_each_kind_and_where():
    with pytest.warns(SensitiveWarning) as warned:
        warn_of_sensitive(collection_of(*["Ring 01962 841841."] * 11, "He lived at M1 1AE."))
    head, first, *_, last = str(warned[0].message).splitlines()
    assert head.startswith("11 × phone_number, 1 × postcode: this looks like personal details in what is published;")
    assert first == "  recommendations, k:0, text, characters 5 to 17: phone_number '01*** ******'"
    assert last == "  and 2 more; find_sensitive lists them all"
    assert "841841" not in str(warned[0].message)


def test_what_people_gave_as_their_reason_is_looked_at_too():
    passage_ids = ["k:0", "elsewhere:1"]
    corrections = pd.DataFrame(
        {"passage_id": passage_ids, "theme_id": "t", "coder": "Ann", "decided_at": "2026", "reason": "Live at M1 1AE"}
    )
    with pytest.warns(
        SensitiveWarning, match="^1 × postcode: .*\n  corrections, k:0, t, Ann, 2026, reason, characters 8"
    ):
        warn_of_sensitive(collection_of("Hear the child."), corrections)


def test_only_published_reviews_and_those_that_are_meant_are_warned_of():
    warn_of_sensitive(collection_of("He lived at M1 1AE.", source_status="unpublished"))
    warn_of_sensitive(collection_of("He lived at M1 1AE."), among=["another"])
    warn_of_sensitive(collection_of("He lived in Fareham in 2017."))
    with pytest.warns(SensitiveWarning):
        warn_of_sensitive(collection_of("He lived at M1 1AE."), among=["k"])


def test_a_warning_is_given_as_often_as_there_is_cause():
    program = (
        "import warnings; from scrlearn.errors import SensitiveWarning\n"
        "for _ in range(2): warnings.warn('there is cause', SensitiveWarning)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stderr.count("SensitiveWarning: there is cause") == 2
