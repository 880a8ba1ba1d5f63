import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from scrlearn.errors import ScrlearnError, TableError
from scrlearn.learning.commitments import find_commitments, list_commitments, tabulate_commitments
from scrlearn.tables import TABLES

THEMES = pd.DataFrame(
    {
        "theme_id": ["procedure", "audit", "campaign", "effect_seen"],
        "theme": ["Procedure", "Audit", "Campaign", "Effect seen"],
    }
)
REVIEWS = pd.DataFrame(
    [
        ["old", 2010, "2010-05", "month", "published"],
        ["new", 2015, "2015-03-01", "day", "published"],
        ["mid", 2012, None, None, "published"],
        ["silent", None, None, None, "published"],
    ],
    columns=["review_id", "year", "published_on", "published_precision", "source_status"],
)
DEFAULTS = {
    **{"review_id": "old", "kind": "action", "text": "Words.", "action_type": None, "lead": None, "due_on": None},
    **{"due_precision": None, "due_text": None, "status": "not_stated", "status_on": None},
}
CELLS = ["passage_id", "theme_id", "decision", "confirmed", "evidence"]
ANSWERS = pd.DataFrame({"response_id": ["a", "a", "b"], "recommendation_id": ["old:1", "old:2", "old:2"]})


def responses(*rows):
    """Return responses that promise nothing in particular, but for what each row says."""
    columns = ["passage_id", *DEFAULTS]
    return pd.DataFrame([DEFAULTS | row for row in rows], columns=columns)


def codings(*rows):
    return pd.DataFrame(rows, columns=CELLS)


def found(*rows, cells=(), **options):
    table = responses(*rows)
    coded = codings(*cells) if cells else codings((table["passage_id"].iloc[0], "audit", "does_not_apply", False, None))
    return find_commitments(table, ANSWERS, REVIEWS, coded, **options)


def test_a_commitment_carries_what_it_answers_its_sorts_and_its_effect():
    commitments = found(
        {
            "passage_id": "a",
            "kind": "response",
            "text": "The audit found it.",
            "lead": "Police;Schools",
            "due_text": "soon",
        },
        cells=[
            ("a", "procedure", "applies", True, "policy revised"),
            ("a", "audit", "applies", True, "audit"),
            ("a", "campaign", "check", False, None),
            ("a", "effect_seen", "applies", False, "audit found"),
        ],
    )

    expected = pd.DataFrame(
        {
            "passage_id": ["a"],
            "review_id": "old",
            "recommendation_ids": "old:1;old:2",
            "kind": "response",
            "text": "The audit found it.",
            "action_types": "procedure;audit",
            "confirmed": True,
            "lead": "Police;Schools",
            "due_on": None,
            "due_precision": None,
            "due_text": "soon",
            "status": "not_stated",
            "status_on": None,
            "dated": False,
            "owned": True,
            "overdue": "not_known",
            "promised_before": None,
            "effect": "audit found",
            "notice": None,
        }
    )
    expected = expected.astype(commitments.dtypes.to_dict())
    assert_frame_equal(commitments, expected)


def test_a_paragraph_that_promises_nothing_is_left_out_and_an_action_never_is():
    commitments = found(
        {"passage_id": "action"},
        {"passage_id": "welcome", "kind": "response"},
        {"passage_id": "done", "kind": "response", "status": "complete"},
        {"passage_id": "sorted", "kind": "response"},
        {"passage_id": "unsure", "kind": "response"},
        {"passage_id": "effect", "kind": "response"},
        cells=[
            ("sorted", "audit", "applies", False, "audit"),
            ("unsure", "audit", "check", False, None),
            ("effect", "effect_seen", "applies", False, "rose"),
        ],
    )

    assert commitments["passage_id"].tolist() == ["action", "done", "sorted"]


def test_a_printed_sort_outranks_the_coded_one_and_is_confirmed_where_it_is_one_of_the_sorts():
    commitments = found(
        {"passage_id": "id", "action_type": "audit"},
        {"passage_id": "label", "action_type": "Audit; Procedure"},
        {"passage_id": "other", "action_type": "Governance"},
        cells=[
            (passage_id, theme_id, decision, False, None)
            for passage_id in ("id", "label", "other")
            for theme_id, decision in [("procedure", "applies"), ("audit", "does_not_apply")]
        ],
    )

    assert commitments["action_types"].tolist() == ["audit", "audit;procedure", "procedure"]
    assert commitments["confirmed"].tolist() == [True, True, False]


def test_sorts_are_confirmed_only_where_each_of_them_is_and_none_where_all_are_denied():
    commitments = found(
        {"passage_id": "half"},
        {"passage_id": "denied"},
        {"passage_id": "unread"},
        {"passage_id": "uncoded"},
        cells=[
            ("half", "procedure", "applies", True, None),
            ("half", "audit", "applies", False, None),
            ("denied", "procedure", "does_not_apply", True, None),
            ("denied", "audit", "does_not_apply", True, None),
            ("denied", "effect_seen", "does_not_apply", False, None),
            ("unread", "procedure", "does_not_apply", True, None),
            ("unread", "audit", "does_not_apply", False, None),
        ],
    )

    assert commitments["confirmed"].tolist() == [False, True, False, False]


@pytest.mark.parametrize(
    ("due_on", "precision", "status", "overdue"),
    [
        ("2018-10-31", "day", "planned", "yes"),
        ("2018-11-01", "day", "planned", "no"),
        ("2018-10", "month", "under_way", "yes"),
        ("2018-11", "month", "under_way", "no"),
        ("2018-06", "season", "not_stated", "yes"),
        ("2018-09", "season", "not_stated", "not_known"),
        ("2017", "year", "planned", "yes"),
        ("2018", "year", "planned", "not_known"),
        ("2019", "year", "planned", "no"),
        ("2017", "year", "complete", "no"),
        ("2017", "year", "declined", "no"),
        (None, None, "planned", "not_known"),
        (None, None, "complete", "no"),
    ],
)
def test_what_is_due_is_overdue_once_the_last_day_that_its_date_allows_has_gone(due_on, precision, status, overdue):
    row = {"passage_id": "a", "due_on": due_on, "due_precision": precision, "status": status}

    assert found(row, on="2018-11-01")["overdue"].tolist() == [overdue]


@pytest.mark.parametrize(("on", "overdue"), [("2018-10-01", "no"), ("2018-10-31", "not_known"), ("2018-11-01", "yes")])
def test_a_month_in_which_it_is_due_must_be_over_before_it_is_overdue(on, overdue):
    row = {"passage_id": "a", "due_on": "2018-10", "due_precision": "month", "status": "planned"}

    assert found(row, on=on)["overdue"].tolist() == [overdue]


def test_without_a_day_nothing_is_said_of_being_overdue():
    commitments = found({"passage_id": "a", "due_on": "2001", "due_precision": "year", "status": "complete"})

    assert commitments["overdue"].tolist() == ["not_known"]


@pytest.mark.parametrize("on", ["2018", "2018-11", "tomorrow", "2018-11-31"])
def test_a_day_that_is_none_is_refused(on):
    with pytest.raises(ScrlearnError, match=f"^on: '{on}' is no day; write it as 2018-10-04"):
        found({"passage_id": "a"}, on=on)


def test_a_due_date_that_is_none_is_refused_with_its_place():
    with pytest.raises(TableError, match=r"responses: due_on 'soon' .* of a is no date; write it as 2018"):
        found({"passage_id": "a", "due_on": "soon"}, on="2018-11-01")


def test_what_an_earlier_review_promised_is_named_by_the_later_one():
    repeats = pd.DataFrame(
        {"repeat_id": ["g"] * 5 + ["h"], "passage_id": ["new", "mid", "old", "old-too", "silent", "new"]}
    )
    commitments = found(
        {"passage_id": "new", "review_id": "new"},
        {"passage_id": "mid", "review_id": "mid"},
        {"passage_id": "old"},
        {"passage_id": "old-too"},
        {"passage_id": "silent", "review_id": "silent"},
        {"passage_id": "alone", "review_id": "new"},
        repeats=repeats,
    )

    expected = {"new": "old;old-too;mid", "mid": "old;old-too"}
    promised = commitments.set_index("passage_id")["promised_before"].dropna()
    assert promised.to_dict() == expected


def test_two_reviews_that_may_be_of_one_time_do_not_stand_one_before_the_other():
    reviews = REVIEWS.assign(
        published_on=["2010-05", "2010", None, None], published_precision=["month", "year", None, None]
    )
    table = responses({"passage_id": "a"}, {"passage_id": "b", "review_id": "new"})
    repeats = pd.DataFrame({"repeat_id": "g", "passage_id": ["a", "b"]})
    coded = codings(("a", "audit", "applies", False, None))

    commitments = find_commitments(table, ANSWERS, reviews, coded, repeats=repeats)

    assert commitments["promised_before"].isna().all()


def test_no_responses_give_no_commitments_and_counts_of_zero():
    commitments = find_commitments(responses(), ANSWERS, REVIEWS, codings(), on="2018-11-01")
    counts = tabulate_commitments(commitments, REVIEWS, themes=THEMES)

    assert commitments.empty
    assert list(commitments.columns) == list(TABLES["commitments"].columns)
    assert counts["action_type_id"].tolist() == ["all", "procedure", "audit", "campaign", "none_found"]
    assert counts["of_reviews"].tolist() == [4] * 5
    assert counts.filter(regex="^n_").eq(0).all(axis=None)


def test_codings_of_other_passages_are_refused():
    with pytest.raises(TableError, match="codings: no row is about any of the responses given"):
        found({"passage_id": "a"}, cells=[("x", "audit", "applies", False, None)])


def test_commitments_are_counted_in_each_of_their_sorts():
    commitments = found(
        {"passage_id": "a", "status": "complete", "lead": "Police"},
        {"passage_id": "b", "review_id": "new", "status": "planned", "due_on": "2018-10", "due_precision": "month"},
        {"passage_id": "c", "review_id": "new"},
        cells=[
            ("a", "procedure", "applies", True, "policy"),
            ("a", "audit", "applies", True, "audit"),
            ("a", "effect_seen", "applies", False, "rose"),
            ("b", "audit", "applies", False, "audit"),
        ],
        on="2019-01-01",
        repeats=pd.DataFrame({"repeat_id": "g", "passage_id": ["a", "b"]}),
    )

    counts = tabulate_commitments(commitments, REVIEWS, themes=THEMES)

    expected = pd.DataFrame(
        {
            "action_type_id": ["all", "procedure", "audit", "campaign", "none_found"],
            "action_type": ["All commitments", "Procedure", "Audit", "Campaign", "No action type found"],
            "n_reviews": [2, 1, 2, 0, 1],
            "of_reviews": 4,
            "n_commitments": [3, 1, 2, 0, 1],
            "of_commitments": 3,
            "n_confirmed": [1, 1, 1, 0, 0],
            "n_complete": [1, 1, 1, 0, 0],
            "n_under_way": 0,
            "n_planned": [1, 0, 1, 0, 0],
            "n_declined": 0,
            "n_not_stated": [1, 0, 0, 0, 1],
            "n_undated": [2, 1, 1, 0, 1],
            "n_unowned": [2, 0, 1, 0, 1],
            "n_overdue": [1, 0, 1, 0, 0],
            "n_promised_before": [1, 0, 1, 0, 0],
            "n_with_effect": [1, 1, 1, 0, 0],
            "notice": None,
        }
    )
    assert_frame_equal(counts, expected.astype(counts.dtypes.to_dict()))


def test_a_sort_that_the_codebook_does_not_know_keeps_a_row_before_the_last():
    commitments = found({"passage_id": "a"}, cells=[("a", "law", "applies", False, None)])

    counts = tabulate_commitments(commitments, REVIEWS, themes=THEMES)

    assert counts["action_type_id"].tolist()[-2:] == ["law", "none_found"]
    assert counts["n_commitments"].tolist() == [1, 0, 0, 0, 1, 0]


@pytest.mark.parametrize(
    ("which", "passage_ids"),
    [
        ("undated", ["b", "c"]),
        ("ownerless", ["b"]),
        ("overdue", ["a"]),
        ("promised_before", ["c"]),
        ("without_effect", ["a", "b"]),
    ],
)
def test_each_list_holds_the_commitments_that_it_names(which, passage_ids):
    commitments = found(
        {"passage_id": "a", "lead": "Police", "due_on": "2018-10", "due_precision": "month", "status": "planned"},
        {"passage_id": "b"},
        {"passage_id": "c", "review_id": "new", "lead": "Police", "due_text": "soon"},
        cells=[("c", "effect_seen", "applies", False, "rose")],
        on="2019-01-01",
        repeats=pd.DataFrame({"repeat_id": "g", "passage_id": ["b", "c"]}),
    )

    assert list_commitments(commitments, which)["passage_id"].tolist() == passage_ids


def test_a_list_that_there_is_not_is_refused_with_those_that_there_are():
    with pytest.raises(
        ScrlearnError, match=r"^which: 'late' is no list of commitments; use one of undated, ownerless, overdue"
    ):
        list_commitments(found({"passage_id": "a"}), "late")


STATUS = st.sampled_from(["complete", "under_way", "planned", "declined", "not_stated"])
DUE = st.sampled_from(
    [(None, None), ("2017", "year"), ("2018-09", "season"), ("2018-10", "month"), ("2019-01-02", "day")]
)
ROW = st.tuples(
    st.sampled_from(["old", "new", "mid", "silent"]),
    st.sampled_from(["action", "response"]),
    STATUS,
    DUE,
    st.sampled_from([None, "later"]),
    st.sets(st.sampled_from(THEMES["theme_id"].tolist())),
    st.booleans(),
    st.sampled_from(["g", "h", None]),
)
WITHIN = [
    *["n_reviews", "n_confirmed", "n_complete", "n_under_way", "n_planned", "n_declined", "n_not_stated", "n_undated"],
    *["n_unowned", "n_overdue", "n_promised_before", "n_with_effect"],
]


@st.composite
def commitments(draw):
    """Draw commitments from responses of every kind, and how many responses there were."""
    rows, cells, groups = [], [], []
    for number, (review, kind, status, due, due_text, themes, confirmed, group) in enumerate(
        draw(st.lists(ROW, min_size=1, max_size=8))
    ):
        passage = f"p{number}"
        rows.append({"passage_id": passage, "review_id": review, "kind": kind, "status": status, "due_on": due[0]})
        rows[-1] |= {"due_precision": due[1], "due_text": due_text}
        cells += [
            (passage, theme, "applies" if theme in themes else "does_not_apply", confirmed, "words")
            for theme in THEMES["theme_id"]
        ]
        groups.append((group, passage))
    repeats = pd.DataFrame(groups, columns=["repeat_id", "passage_id"]).dropna()
    return found(*rows, cells=cells, on="2018-11-01", repeats=repeats), rows


@settings(max_examples=30, deadline=None)
@given(commitments())
def test_no_count_of_a_row_exceeds_its_commitments_and_the_statuses_add_up_to_them(drawn):
    counts = tabulate_commitments(drawn[0], REVIEWS, themes=THEMES)

    for column in WITHIN:
        assert (counts[column] <= counts["n_commitments"]).all()
    statuses = ["n_complete", "n_under_way", "n_planned", "n_declined", "n_not_stated"]
    assert counts[statuses].sum(axis=1).equals(counts["n_commitments"])


@settings(max_examples=30, deadline=None)
@given(commitments())
def test_sorting_loses_no_commitment(drawn):
    rows, given_rows = drawn
    counts = tabulate_commitments(rows, REVIEWS, themes=THEMES).set_index("action_type_id")["n_commitments"]
    n_sorts = rows["action_types"].dropna().str.split(";").map(len).sum()

    assert counts["all"] == len(rows)
    assert counts["none_found"] == rows["action_types"].isna().sum()
    assert counts.drop(["all", "none_found"]).sum() == n_sorts
    assert {row["passage_id"] for row in given_rows if row["kind"] == "action"} <= set(rows["passage_id"])


@settings(max_examples=30, deadline=None)
@given(commitments())
def test_the_undated_and_the_settled_are_never_overdue(drawn):
    overdue = list_commitments(drawn[0], "overdue")

    assert overdue["dated"].all()
    assert not overdue["status"].isin(["complete", "declined"]).any()


def test_where_the_sorts_are_given_the_cells_in_which_nothing_is_found_need_not_be_held():
    rows = [{"passage_id": name, "status": "planned"} for name in "abc"]
    rows[0]["action_type"] = "Campaign"
    cells = [
        ("b", "audit", "applies", False, "audit"),
        ("b", "procedure", "does_not_apply", True, None),
        *(("c", sort, "does_not_apply", True, None) for sort in ("procedure", "audit", "campaign")),
    ]
    commitments = found(*rows, cells=cells, themes=THEMES)
    assert commitments["action_types"].fillna("").tolist() == ["campaign", "audit", ""]
    assert commitments["confirmed"].tolist() == [True, False, True]
    assert found(*rows, cells=cells[:-1], themes=THEMES)["confirmed"].tolist() == [True, False, False]
