import pytest

from scrlearn.errors import DocumentError
from scrlearn.reviews.facts import read_document_facts, read_review
from scrlearn.reviews.headings import document_type_of, publisher_in, review_type_in, slug, subject_in, title_of
from scrlearn.reviews.layout import sort_paragraphs
from scrlearn.reviews.narrative import (
    events_in,
    guidance_in,
    lead_reviewers_in,
    legal_basis_in,
    method_in,
    says_no_learning,
)
from scrlearn.reviews.paragraphs import paragraphs_of
from scrlearn.reviews.prose import sentences_of, without_capitals

RESPONSE = """NORTHSHIRE AND VALE SAFEGUARDING CHILDREN PARTNERSHIP

Response to the

Local Child Safeguarding Practice Review of Family S4

March 2022

On 4 November 2020 the Partnership decided to hold a review under sections 16C(1) and 16F of the Children Act 2004,
as 'Working Together to Safeguard Children', 2018 requires. It was commissioned in Winter 2020. Ann Moss and Dr Jo Fell
were appointed as joint lead reviewers and used the Significant Incident Learning Process.

Recommendations

1) To listen.

They will.
"""


def layout_of(text):
    return sort_paragraphs(paragraphs_of(text))


def test_a_review_is_read_with_everything_that_its_document_states():
    review, missing = read_review(layout_of(RESPONSE), source_status="unpublished")
    assert missing == []
    assert review.iloc[0].to_dict() == {
        "review_id": "northshire-and-vale-family-s4-2022",
        "subject": "Family S4",
        "review_type": "local_child_safeguarding_practice_review",
        "publisher": "Northshire and Vale Safeguarding Children Partnership",
        "partnership": "northshire-and-vale",
        "year": 2022,
        "year_of": "published",
        "decided_on": "2020-11-04",
        "decided_precision": "day",
        "commissioned_on": "2020-12",
        "commissioned_precision": "season",
        "published_on": "2022-03",
        "published_precision": "month",
        "guidance": "Working Together 2018",
        "legal_basis": "Children Act 2004, sections 16C(1) and 16F",
        "lead_reviewers": "Ann Moss;Dr Jo Fell",
        "method": "SILP",
        "outcome": "recommendations",
        "source_status": "unpublished",
    }


def test_a_document_is_read_with_its_title_as_printed():
    document = read_document_facts(layout_of(RESPONSE), review_id="northshire-family-s4-2022", sha256="0" * 64)
    assert document.iloc[0].to_dict() == {
        "document_id": "northshire-family-s4-2022/document-1",
        "review_id": "northshire-family-s4-2022",
        "document_type": "response",
        "title": "Response to the Local Child Safeguarding Practice Review of Family S4",
        "published_on": "2022-03",
        "published_precision": "month",
        "file": "documents/northshire-family-s4-2022.txt",
        "sha256": "0" * 64,
    }


def test_what_a_document_does_not_state_stays_missing():
    text = "Northshire SCB\n\nReview of Child P\n\nIt was considered in May 2016 and made no recommendations."
    review = read_review(layout_of(text))[0].iloc[0]
    assert review["review_type"] == "other"
    assert review["outcome"] == "no_learning"
    columns = ["commissioned_on", "published_on", "guidance", "legal_basis", "lead_reviewers", "method"]
    assert review[columns].isna().all()


def test_a_subject_that_the_heading_lacks_is_taken_from_the_narrative():
    text = (
        "Northshire SCB\n\nResponse\n\nChild P was considered in May 2016. No new learning was found. Child Q was not."
    )
    assert read_review(layout_of(text))[0]["subject"].iloc[0] == "Child P"


def test_improvements_published_instead_of_a_report_are_an_outcome():
    text = "Northshire SCB\n\nChild P: improvements made\n\nMay 2018\n\nForms were changed."
    assert read_review(layout_of(text))[0]["outcome"].iloc[0] == "improvements_only"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Child P\n\nPublished May 2016\n\nThere was no new learning.", "it names no publisher (such as"),
        ("Northshire SCB\n\nChild P\n\nThere was no new learning.", "it states no date of publication"),
        ("Northshire SCB\n\nChild P\n\nMay 2016\n\nMuch was said.", "it has neither recommendations, numbered or"),
    ],
)
def test_what_a_review_should_have_is_named_where_it_is_missing(text, message):
    review, missing = read_review(layout_of(text))
    assert len(review) == 1
    assert [told.startswith(message) for told in missing] == [True]
    assert (review["outcome"].iloc[0] == "not_stated") == message.startswith("it has neither")


def test_a_document_that_names_no_subject_is_refused():
    with pytest.raises(DocumentError, match=r"^does not say whom or what it is about \(such as 'Child K'\)"):
        read_review(layout_of("Northshire SCB\n\nPublished May 2016\n\nThere was no new learning."))


@pytest.mark.parametrize(
    ("line", "publisher", "partnership"),
    [
        ("Northshire Safeguarding Children Board", "Northshire Safeguarding Children Board", "northshire"),
        ("Northshire Safeguarding Children Partnership", "Northshire Safeguarding Children Partnership", "northshire"),
        ("Northshire Local Safeguarding Children Board", "Northshire Local Safeguarding Children Board", "northshire"),
        ("Northshire's Safeguarding Adults Board", "Northshire's Safeguarding Adults Board", "northshire"),
        ("Northshire Community Safety Partnership", "Northshire Community Safety Partnership", "northshire"),
        ("The Vale-on-Sea LSCB", "Vale-on-Sea LSCB", "vale-on-sea"),
        (
            "STOKE-UPON-VALE SAFEGUARDING CHILDREN BOARD",
            "Stoke-upon-Vale Safeguarding Children Board",
            "stoke-upon-vale",
        ),
        ("Response of the Dale & Vale SCP to the", "Dale & Vale SCP", "dale-and-vale"),
        ("Safeguarding Children Board for Ashby Vale", "Safeguarding Children Board for Ashby Vale", "ashby-vale"),
    ],
)
def test_a_partnership_is_the_same_before_and_after_a_renaming(line, publisher, partnership):
    assert publisher_in(["Serious Case Review", line]) == (publisher, partnership)


def test_a_board_without_an_area_is_no_publisher():
    assert publisher_in(["Safeguarding Children Board", "Response of the Board"]) is None


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("Response to the Serious Case Review of Child K", "Child K"),
        ("SERIOUS CASE REVIEW IN RESPECT OF CHILD HD RECOMMENDATIONS", "Child HD"),
        ("Serious Case Review: Children M, N and O", "Children M, N and O"),
        ("Serious Case Review: Baby Adam", "Baby Adam"),
        ("Learning Review of the Manning Family", "Manning Family"),
        ("Child Safeguarding Practice Review concerning Grace and Georgina", "Grace and Georgina"),
        ("Thematic Review of infants under one", "infants under one"),
        ("Response to the Local Child Safeguarding Practice Review", None),
        ("Serious Case Review: Response of the Board", None),
    ],
)
def test_a_subject_is_a_label_a_name_or_a_topic(title, subject):
    assert subject_in([title]) == subject


def test_a_title_leaves_out_the_publisher_dates_and_authors():
    lines = [
        "The Northshire Safeguarding Children Board (NSCB)",
        "Action Plan:",
        "Child P",
        "Published: 3 May 2016",
        "May 2016",
    ]
    assert title_of([*lines, "Lead reviewer: Ann Moss", "Introduction"]) == "Action Plan: Child P"


@pytest.mark.parametrize(
    ("text", "review_type"),
    [
        ("Response to the Child Safeguarding Practice Review", "local_child_safeguarding_practice_review"),
        ("a serious case review, which a rapid review would now come before", "serious_case_review"),
        ("Domestic Homicide Review 03", "domestic_homicide_review"),
        ("Safeguarding Adults Review of Adult B", "safeguarding_adult_review"),
        ("Review of Child P", None),
    ],
)
def test_the_kind_of_review_is_the_first_that_is_named(text, review_type):
    assert review_type_in(text) == review_type


def test_the_kind_of_document_is_told_by_its_title():
    titles = [
        "Response to the Review",
        "Child H: improvements made",
        "Action Plan",
        "Overview Report",
        "Learning from Child G",
        "Child",
    ]
    assert [document_type_of(title) for title in titles] == [
        *("response", "improvements", "action_plan", "overview_report", "learning_summary", "other")
    ]


def test_a_slug_has_small_letters_digits_and_hyphens():
    assert slug("Ynys Môn & St Helen’s / Child M1") == "ynys-mon-and-st-helens-child-m1"


@pytest.mark.parametrize(
    ("sentence", "events"),
    [
        (
            "The case was considered by the Board at its subgroup on 19 April 2017 under Regulation 5.",
            {"decided": "2017-04-19"},
        ),
        ("The decision to hold it was taken on 12 February 2008.", {"decided": "2008-02-12"}),
        (
            "It was commissioned in March 2016 and published on 21 June 2017.",
            {"commissioned": "2016-03", "published": "2017-06-21"},
        ),
        (
            "On 3 May 2016 the Board decided to hold it, and on 4 June 2016 commissioned it.",
            {"decided": "2016-05-03", "commissioned": "2016-06-04"},
        ),
        ("On 3 March 2015 Child X died and the Board decided on 4 April 2015 to hold it.", {"decided": "2015-04-04"}),
        ("The death of Child X on 3 March 2015 was considered on 19 April 2017.", {"decided": "2017-04-19"}),
        ("The review considered the period from May 2014 to June 2015.", {}),
        ("The Board agreed the final report on 3 May 2018.", {}),
        ("The subgroup agreed the arrangements laid out in 'Working Together', July 2018.", {}),
        ("Working Together 2018 was published in July 2018.", {}),
        ("The report will be published in May 2019.", {}),
        ("Published: 13 December 2016", {"published": "2016-12-13"}),
    ],
)
def test_a_date_means_what_the_words_beside_it_say(sentence, events):
    assert {event: date.on for event, date in events_in([sentence]).items()} == events


@pytest.mark.parametrize(
    ("text", "legal_basis"),
    [
        (
            "Regulation 5 of the Local Safeguarding Children Board (LSCB) Regulations 2006",
            "Local Safeguarding Children Boards Regulations 2006, regulation 5",
        ),
        (
            "regulation 5 (1)(e) and (2) of the LSCB Regulations 2006",
            "Local Safeguarding Children Boards Regulations 2006, regulation 5(1)(e) and (2)",
        ),
        ("Children Act 2004, sections 16C(1) and 16F", "Children Act 2004, sections 16C(1) and 16F"),
        ("s.44 of the Care Act 2014", "Care Act 2014, section 44"),
        (
            "section 9 of the Domestic Violence, Crime and Victims Act (2004)",
            "Domestic Violence, Crime and Victims Act 2004, section 9",
        ),
        ("under the Care Act 2014", "Care Act 2014"),
        ("section 5 of the report", None),
    ],
)
def test_a_legal_basis_is_named_in_one_way_with_its_provision_as_printed(text, legal_basis):
    assert legal_basis_in(text) == legal_basis


@pytest.mark.parametrize(
    ("text", "guidance"),
    [
        ("'Working Together to Safeguard Children', 2015", "Working Together 2015"),
        ("Working Together 2018 took over from Working Together (2015)", "Working Together 2015;Working Together 2018"),
        ("courses on Working Together to Safeguard Children.", None),
    ],
)
def test_guidance_is_named_with_its_year_and_not_without(text, guidance):
    assert guidance_in(text) == guidance


@pytest.mark.parametrize(
    ("sentence", "people"),
    [
        ("Ann Moss, an independent specialist, was commissioned as the lead reviewer.", "Ann Moss"),
        ("In May 2016 Ann Moss was appointed as Independent Reviewer.", "Ann Moss"),
        (
            "Ann Moss, of Foo Bar Consulting, and Mr Jo P. Fell were appointed as joint lead reviewers.",
            "Ann Moss;Mr Jo P. Fell",
        ),
        ("It was commissioned in Summer 2015 from Ann Moss, an independent consultant.", "Ann Moss"),
        ("The Board appointed Ann Moss, who is independent, as lead reviewer.", "Ann Moss"),
        ("The lead reviewer was Dr. Ann O’Moss-Fell.", "Dr. Ann O’Moss-Fell"),
        ("The review was led by Ann Moss.", "Ann Moss"),
        ("Lead reviewers: Ann Moss and Jo Fell", "Ann Moss;Jo Fell"),
        ("The review was led by Northshire County Council.", None),
        ("The Northshire Safeguarding Children Board was asked to find a lead reviewer.", None),
        ("The Independent Reviewer met with Father.", None),
    ],
)
def test_a_lead_reviewer_is_a_person(sentence, people):
    assert lead_reviewers_in([sentence]) == people


def test_a_model_that_is_named_outranks_a_wide_description():
    assert method_in(["The review was systems-based.", "It followed SILP."]) == "SILP"


def test_models_that_guidance_allows_are_not_the_method():
    assert method_in(["LSCBs may use any learning model, including a systems based methodology."]) is None


@pytest.mark.parametrize(
    ("text", "says_so"),
    [
        ("No additional learning was identified.", True),
        ("The report makes no recommendations.", True),
        ("The Board has not identified any learning beyond that.", True),
        ("The review made no recommendations but the following learning:", False),
        ("There was learning for everybody.", False),
    ],
)
def test_no_learning_is_stated_and_not_supposed(text, says_so):
    assert says_no_learning(text) is says_so


def test_a_label_ends_a_sentence_and_an_initial_does_not():
    assert sentences_of("It was Child K. J. Moss wrote\nto Dr. Fell.") == [
        "It was Child K.",
        "J. Moss wrote to Dr. Fell.",
    ]


def test_only_a_line_in_capitals_loses_them():
    assert without_capitals("REVIEW OF CHILD HD (SCR)") == "Review of Child HD (SCR)"
    assert without_capitals("Review of HSCB") == "Review of HSCB"
