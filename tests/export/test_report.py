import matplotlib.pyplot as plt
import pandas as pd

from scrlearn.export.report import draw_pictures
from scrlearn.export.shown import show_table
from scrlearn.export.wording import EVIDENCE_LINE
from tests.export.material import CODED, RECOMMENDATION_CODINGS, RESPONSE_CODINGS, SHOWN, confirmed, report_of, table


def test_a_report_is_a_draft_until_a_person_has_confirmed_every_coding():
    report = report_of()
    assert (report.draft, report.confirmed_line) == (True, "1 of 3 codings confirmed by a person.")
    report = report_of(confirmed())
    assert (report.draft, report.confirmed_line) == (False, "3 of 3 codings confirmed by a person.")
    assert (report.to_check, report.to_check_line) == ([], "No coding is waiting for a decision.")


def test_the_sections_stand_in_the_order_of_the_layout():
    replies, themes = SHOWN[-1], SHOWN[0]
    report = report_of(sections=[replies, themes._replace(heading="What comes back?")])
    assert [part.section.heading for part in report.sections] == ["Did the replies pick it up?", "What comes back?"]


def test_a_section_shows_its_table_with_the_meaning_of_each_column():
    shown = report_of().sections[0].shown
    assert shown.columns[:3] == ["Theme", "Reviews raising it", "Of reviews"]
    assert shown.meanings[2] == "reviews looked at, with or without recommendations"
    assert shown.numbers == shown.columns[1:]
    assert shown.rows == [["Voice of the child", 1, 2, 1, 0, 1], ["Safe sleeping", 0, 2, 0, 1, 0]]


def test_a_key_is_shown_as_people_read_it():
    assert [row[0] for row in report_of().sections[1].shown.rows] == ["North", "North"]


def test_a_section_whose_table_has_no_rows_has_no_picture_and_no_words():
    one_theme = CODED.codebook._replace(themes=CODED.codebook.themes.head(1))
    codings = [
        codings[codings["theme_id"] == "voice"].reset_index(drop=True)
        for codings in (CODED.recommendation_codings, CODED.response_codings)
    ]
    coded = CODED._replace(codebook=one_theme, recommendation_codings=codings[0], response_codings=codings[1])
    report = report_of(coded, sections=[section for section in SHOWN if section.name in ("themes", "pairs")])
    assert (report.sections[1].words, report.sections[1].shown.rows) == ("", [])
    assert list(draw_pictures(report, kind="svg")) == ["themes"]


def test_a_picture_comes_with_the_finding_that_it_is_headed_with():
    picture = draw_pictures(report_of(sections=SHOWN[:1]), kind="png")["themes"]
    assert picture.content.startswith(b"\x89PNG")
    assert picture.headline == "Voice of the child is raised most often so far: in 1 of 2 reviews"
    assert plt.get_fignums() == []


def test_the_method_says_what_was_read_and_who_decided():
    method = report_of().method
    assert method.lines[0] == (
        "Reviews looked at: 2. Recommendations, findings and questions in them: 2. Paragraphs and actions in reply: 1."
    )
    assert method.lines[-1] == "Made with scrlearn 0.1.0."
    codebook, deciders = method.tables
    assert codebook.rows[0] == ["Voice of the child", "The child is heard.", "Wishes and feelings.", "not recorded"]
    assert deciders.columns[:3] == ["Decided by", "Codings", "Theme applies"]
    assert deciders.rows == [
        ["A person", 1, 1, 0, 0, 1],
        ["A rule", 1, 0, 0, 1, 0],
        ["The model", 4, 1, 1, 2, 0],
        ["All", 6, 2, 1, 3, 1],
    ]


def test_the_method_says_how_far_people_agree_and_when_there_is_nothing_to_say():
    assert any(line.startswith("People decided on 1 coding; 0 of them stay open") for line in report_of().method.lines)
    codings = CODED.recommendation_codings.assign(decided_by="model", confirmed=False)
    lines = report_of(CODED._replace(recommendation_codings=codings)).method.lines
    assert any(line.startswith("No person has decided on any coding yet") for line in lines)


def test_the_method_names_the_rules_that_no_longer_weigh():
    measures = table(
        "rule_measures", rule_id=["wide"], theme_id=["sleep"], n_matched=[9], n_right=[1], standing=["demoted"]
    )
    lines = report_of(CODED._replace(rule_measures=measures)).method.lines
    assert any(line.endswith("no longer weigh: wide (1 of 9).") for line in lines)


def test_a_quotation_is_cited_by_its_document_and_page_and_by_the_file_where_there_is_no_title():
    sources = {passage["label"]: passage["source"] for passage in report_of().reviews[0]["passages"]}
    assert sources == {
        "Recommendation 1": "Response to Child K, page 4",
        "Response 1 to 1": "documents/plan.pdf, page 2",
        "Recommendation 2": "",
    }


def test_what_waits_for_a_decision_is_listed_with_its_theme():
    waiting = report_of().to_check
    assert [(cell["passage_id"], cell["theme"], cell["reason"]) for cell in waiting] == [
        ("k:2", "Safe sleeping", "the model gives 0.40, too close to call")
    ]


def _of_two_reviews_with_six_thousand_passages_each():
    ids = ["r-0", "r-1"]
    reviews = pd.concat([CODED.collection.reviews.head(1)] * 2, ignore_index=True).assign(review_id=ids)
    passages = pd.concat([CODED.collection.recommendations.head(1)] * 12_000, ignore_index=True).assign(
        passage_id=[f"{review_id}:{number}" for review_id in ids for number in range(6_000)],
        review_id=[review_id for review_id in ids for _ in range(6_000)],
        document_id=None,
    )
    codings = pd.concat([RECOMMENDATION_CODINGS.tail(1)] * 12_000, ignore_index=True)
    collection = CODED.collection._replace(
        reviews=reviews,
        recommendations=passages,
        responses=CODED.collection.responses.head(0),
        answers=CODED.collection.answers.head(0),
    )
    return CODED._replace(
        collection=collection,
        recommendation_codings=codings.assign(passage_id=passages["passage_id"]),
        response_codings=RESPONSE_CODINGS.head(0),
    )


def test_of_more_passages_and_checks_than_a_report_holds_the_first_are_shown_and_it_says_so():
    report = report_of(_of_two_reviews_with_six_thousand_passages_each())
    assert [len(review["passages"]) for review in report.reviews] == [6_000]
    assert report.evidence_line.endswith(
        "All would fill no page that can be read: these are the first 1 of 2 reviews, and every coding stands in the "
        "tables that a run writes."
    )
    assert report.to_check_line == (
        "12000 codings are too doubtful to count. Write a decision into corrections.csv and run again. "
        "The first 10,000 are listed."
    )
    assert [cell["anchor"] for cell in report.to_check[5_999:6_001]] == ["r-0-5999", ""]
    assert len(report.to_check) == 10_000


def test_all_passages_are_shown_where_a_report_holds_them():
    report = report_of()
    assert len(report.reviews) == 2
    assert report.evidence_line == EVIDENCE_LINE


def test_a_table_of_more_rows_than_a_report_holds_is_cut_and_its_caption_says_so():
    long = pd.DataFrame({"theme": ["Voice"] * 10_001})
    shown = show_table(long, {"theme": "Theme"}, name="themes", caption="Themes")
    assert (len(shown.rows), shown.caption) == (10_000, "Themes (the first 10,000 of 10,001 rows)")
