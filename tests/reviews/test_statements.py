import pytest

from scrlearn.reviews.statements import Due, addressee_of, due_of, lead_of, names_in, status_of

NAMES = {"NSCB": "Northshire Safeguarding Children Board"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The Board does not think that another guide would be read.", "declined"),
        ("The recommendation was not accepted. It will be looked at again.", "declined"),
        ("A joint protocol is in draft.", "under_way"),
        ("The Board has established a group, which will report to it.", "under_way"),
        ("The programme is currently being developed and will be launched.", "under_way"),
        ("The guidance was revised in May. Training will follow.", "under_way"),
        ("The Trust has made a change to its letters.", "complete"),
        ("The policy has been re-issued.", "complete"),
        ("NSCB will review the protocol.", "planned"),
        ("The programme is due to be launched.", "planned"),
        ("The Board has accepted the recommendation.", "not_stated"),
        ("There is already guidance about this.", "not_stated"),
        ("Chairs will not accept a plan without it.", "planned"),
    ],
)
def test_a_status_is_read_from_plain_words_only(text, status):
    assert status_of(text) == status


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("An audit will be held in Autumn 2017.", Due("2017-09", "season")),
        ("It is due by 31 March 2018.", Due("2018-03-31", "day")),
        ("A first draft, agreed in May 2016, will be published in June 2017.", Due("2017-06", "month")),
        ("It is due to be launched later this year.", Due(text="later this year")),
        (
            "A survey will be carried out by the end of the financial year.",
            Due(text="by the end of the financial year"),
        ),
        ("It will be put to both Boards in October.", Due(text="in October")),
        ("The group will report within six months.", Due(text="within six months")),
        ("The guidance was revised in May 2016.", Due()),
        ("NSCB will extend the audit that was held in May 2016.", Due()),
        ("It was agreed by the three Boards in October 2012.", Due()),
        ("NSCB has agreed a priority within its work this year.", Due()),
    ],
)
def test_only_a_date_that_lies_ahead_is_due(text, due):
    assert due_of(text) == due


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("NSCB will review its training.", "Northshire Safeguarding Children Board"),
        ("NSCB will, with its partners, review it.", "Northshire Safeguarding Children Board"),
        ("NSCB, with its partners, reviews it.", "Northshire Safeguarding Children Board"),
        ("The multi-agency Early Help Board has met.", "Early Help Board"),
        ("Northshire Police are training officers.", "Northshire Police"),
        ("The Trust has accepted it.", None),
        ("XYZ will review its training.", None),
        ("The training will be reviewed by NSCB.", None),
    ],
)
def test_a_lead_is_named_only_where_a_response_begins_with_it(text, lead):
    assert lead_of(text, NAMES) == lead


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("To ask the Early Help Board to review its guidance", "Early Help Board"),
        ("To request that Northshire Mental Health NHS Trust reviews it", "Northshire Mental Health NHS Trust"),
        ("Northshire Police should review it", "Northshire Police"),
        ("NSCB should review it", "Northshire Safeguarding Children Board"),
        ("To invite all partner agencies to promote it", "All agencies"),
        ("The Board should review it", None),
        ("To promote awareness within partner agencies", None),
        ("review the guidance given by the Early Help Board", None),
    ],
)
def test_an_addressee_is_named_only_where_it_is_plainly_asked(text, addressee):
    assert addressee_of(text, NAMES) == addressee


def test_short_names_are_those_that_the_text_explains():
    text = (
        "The Northshire Safeguarding Children Board (NSCB) and the Early Help\nBoard (EHB) met; the CCG did not (then)."
    )
    assert names_in(text) == {"NSCB": "Northshire Safeguarding Children Board", "EHB": "Early Help Board"}
