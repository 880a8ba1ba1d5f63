import numpy as np
import pytest

from scrlearn.errors import CollectionError
from scrlearn.runs.coding import Parameters, Period
from scrlearn.runs.compare import compare_kept_runs, compare_runs
from scrlearn.runs.differences import MOST_RULES
from scrlearn.runs.kept import Kept
from scrlearn.runs.run import run_collection
from tests.runs.small import (
    ALONE,
    COURSE,
    RECOMMENDATIONS,
    REPORT,
    REVIEWS,
    RULES,
    SOFA,
    THEMES,
    decision,
    inputs,
    kept_run,
    labelled,
    recommendation,
    review,
    rule,
    theme,
)

TRAINING = ("training", "Training")


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Where a model that learnt for one test is found by another."""
    with Kept(tmp_path_factory.mktemp("small")) as kept:
        yield kept


@pytest.fixture(scope="module")
def run(kept):
    """Run the small collection with something changed, or asked for otherwise, or recorded otherwise."""

    def run(*asked, made=None, codings=None, record=(), **changed):
        return kept_run(kept, made or inputs(**changed), *asked, codings=codings, **dict(record))

    return run


@pytest.fixture(scope="module")
def compare(kept):
    return lambda before, after, **more: compare_kept_runs(before, after, kept=kept, **more)


@pytest.fixture(scope="module")
def before(run):
    return run()


@pytest.fixture(scope="module")
def otherwise(before):
    """Say otherwise than this package does of whether child-b:2 is about training."""

    def say(decision):
        codings = before.codings["recommendation_codings"].copy()
        cell = (codings["passage_id"] == "child-b:2") & (codings["theme_id"] == "training")
        codings.loc[cell, "decision"] = decision
        return codings

    return say


def changes(comparison):
    """What became of each coding that changed, and why."""
    columns = ["passage_id", "theme_id", "change", "causes"]
    return sorted(comparison.changed_codings[columns].itertuples(index=False, name=None))


def details(comparison):
    changed = comparison.changed_codings
    return dict(zip(changed["passage_id"] + " " + changed["theme_id"], changed["detail"], strict=True))


def figures(comparison):
    """In how many reviews a theme is raised in recommendations, where that changed."""
    rows = comparison.figure_changes.query("source == 'recommendations'").to_dict("records")
    told = {
        row["theme"]: "{n_reviews_before} of {of_reviews_before} → {n_reviews_after} of {of_reviews_after}".format(
            **row
        )
        for row in rows
    }
    return {name: words for name, words in told.items() if len(set(words.split(" → "))) > 1}


def test_nothing_changed(run, compare, before):
    comparison = compare(before, before)
    assert [len(table) for table in comparison[2:5]] == [0, 0, 0]
    assert figures(comparison) == {}


def test_a_new_review_arrives(run, compare, before):
    after = run(
        reviews=[*REVIEWS, review("child-c")], recommendations=[*RECOMMENDATIONS, recommendation("child-c:1", SOFA)]
    )
    comparison = compare(before, after)
    assert changes(comparison) == [("child-c:1", "safe_sleeping", "came", "new_review")]
    assert comparison.differences.values.tolist() == [["new_review", "child-c", np.nan]]
    assert figures(comparison) == {
        "Safe sleeping": "1 of 2 → 2 of 3",
        "Voice of the child": "1 of 2 → 1 of 3",
        "Training": "1 of 2 → 1 of 3",
    }


def test_a_review_is_removed(run, compare, before):
    comparison = compare(before, run(reviews=REVIEWS[1:], recommendations=RECOMMENDATIONS[2:]))
    assert changes(comparison) == [
        ("child-a:1", "safe_sleeping", "went", "removed_review"),
        ("child-a:2", "training", "went", "removed_review"),
    ]


def test_the_words_of_a_passage_are_mended(run, compare, before):
    mended = [*RECOMMENDATIONS[:3], recommendation("child-b:2", REPORT + " " + SOFA)]
    comparison = compare(before, run(recommendations=mended))
    assert changes(comparison) == [("child-b:2", "safe_sleeping", "came", "changed_text")]
    assert comparison.differences.values.tolist() == [["changed_text", "child-b:2", np.nan]]
    assert figures(comparison) == {"Safe sleeping": "1 of 2 → 2 of 2"}


def test_another_document_about_a_known_review_brings_new_passages(run, compare, before):
    grown = compare(before, run(recommendations=[*RECOMMENDATIONS, recommendation("child-b:3", SOFA)]))
    assert changes(grown) == [("child-b:3", "safe_sleeping", "came", "new_passage")]
    shrunk = compare(run(recommendations=[*RECOMMENDATIONS, recommendation("child-b:3", SOFA)]), before)
    assert changes(shrunk) == [("child-b:3", "safe_sleeping", "went", "removed_passage")]


def test_a_rule_gets_another_wording(run, compare, before):
    comparison = compare(before, run(rules=[*RULES[:2], rule("course", *TRAINING[:1], "annual report"), RULES[3]]))
    assert changes(comparison) == [
        ("child-a:2", "training", "went", "changed_rule"),
        ("child-b:2", "training", "came", "changed_rule"),
    ]
    assert set(details(comparison).values()) == {"course (changed)"}


def test_of_several_rules_that_change_at_once_each_coding_names_its_own(run, compare, before):
    rules = [*RULES[:2], rule("seminar", "training", "seminar"), rule("report", "training", "annual report")]
    comparison = compare(before, run(rules=rules))
    assert changes(comparison) == [
        ("child-a:2", "training", "went", "changed_rule"),
        ("child-b:2", "training", "came", "changed_rule"),
    ]
    assert details(comparison) == {
        "child-a:2 training": "course (removed)",
        "child-b:2 training": "report (added)",
    }
    assert set(comparison.differences["subject"]) == {"course", "workshop", "seminar", "report"}


def test_of_very_many_rules_that_change_at_once_none_is_looked_at_alone(run, compare, before):
    others = [rule(f"other-{number}", "training", f"nowhere {number}") for number in range(MOST_RULES)]
    comparison = compare(before, run(rules=[*RULES[:2], *others, rule("report", "training", "annual report")]))
    assert changes(comparison) == [
        ("child-a:2", "training", "went", "changed_rule"),
        ("child-b:2", "training", "came", "changed_rule"),
    ]
    assert set(details(comparison).values()) == {"one or more of 11 rules"}
    assert len(comparison.differences) == 11


def test_the_only_rule_of_a_theme_gives_way_to_another(run, compare):
    one, other = ([*RULES[:2], rule(word, "training", word)] for word in ("course", "report"))
    comparison = compare(run(rules=one), run(rules=other))
    assert changes(comparison) == [
        ("child-a:2", "training", "went", "changed_rule"),
        ("child-b:2", "training", "came", "changed_rule"),
    ]
    assert details(comparison) == {
        "child-a:2 training": "course (removed)",
        "child-b:2 training": "report (added)",
    }


def test_labelled_passages_change(run, compare, before):
    # Whoever labels sleep as voice teaches the model so.
    swapped = {"safe_sleeping": "voice_of_the_child", "voice_of_the_child": "safe_sleeping"}
    comparison = compare(before, run(learnt=labelled().assign(themes=labelled()["themes"].replace(swapped))))
    assert changes(comparison) == [
        ("child-a:1", "safe_sleeping", "went", "changed_labelled"),
        ("child-a:1", "voice_of_the_child", "came", "changed_labelled"),
        ("child-b:1", "safe_sleeping", "came", "changed_labelled"),
        ("child-b:1", "voice_of_the_child", "went", "changed_labelled"),
    ]
    n_swapped = labelled()["themes"].notna().sum()
    assert set(details(comparison).values()) == {f"{n_swapped} changed"}


def test_a_person_decides(run, compare, before):
    said = [
        decision("child-a:1", "safe_sleeping", "Ann", "does_not_apply"),
        decision("child-b:1", "voice_of_the_child", "Bob", "applies"),
        decision("child-b:2", "training", "Bob", "does_not_apply"),
    ]
    comparison = compare(before, run(decisions=said))
    assert changes(comparison) == [
        ("child-a:1", "safe_sleeping", "went", "persons_decision"),
        ("child-b:1", "voice_of_the_child", "other_decider", "persons_decision"),
        ("child-b:2", "training", "other_decider", "persons_decision"),
    ]
    assert details(comparison) == {
        "child-a:1 safe_sleeping": "Ann: does not apply",
        "child-b:1 voice_of_the_child": "Bob: applies",
        "child-b:2 training": "Bob: does not apply",
    }
    last = comparison.changed_codings.iloc[-1]
    assert last[["decision_before", "decided_by_before"]].isna().all()
    assert last[["decision_after", "decided_by_after"]].tolist() == ["does_not_apply", "person"]


def test_a_person_decides_as_before_after_all(run, compare):
    # Typed by hand, without the time: the third row says what the first did.
    said = [decision("child-a:1", "safe_sleeping", "Ann", word) for word in ("applies", "does_not_apply", "applies")]
    comparison = compare(run(decisions=said[:2]), run(decisions=said))
    assert changes(comparison) == [("child-a:1", "safe_sleeping", "came", "persons_decision")]
    assert details(comparison) == {"child-a:1 safe_sleeping": "Ann: applies"}


def test_the_model_learns_from_many_decisions(run, compare):
    words = ["kettle", "bicycle", "garden", "letterbox", "violin", "harbour", "lantern", "orchard", "ladder", "teapot"]
    texts = [f"The {one} and the {other} should be counted." for one in words for other in words if one < other]
    known = [recommendation(f"child-b:{number}", text) for number, text in enumerate(texts, start=10)]
    asked = recommendation("child-b:9", "The kettle, the bicycle, the garden and the violin should be counted.")
    every = [*RECOMMENDATIONS, asked, *known]
    said = [decision(row["passage_id"], "safe_sleeping", "Ann", "applies") for row in known]
    comparison = compare(run(recommendations=every), run(recommendations=every, decisions=said))
    learnt = comparison.changed_codings.query("passage_id == 'child-b:9'")
    assert learnt[["theme_id", "change", "causes", "detail"]].values.tolist() == [
        ["safe_sleeping", "came", "persons_decision", "the model has learnt from 45 decisions"]
    ]
    assert set(comparison.changed_codings["causes"]) == {"persons_decision"}


def test_a_theme_is_added_to_the_codebook(run, compare):
    one = run(themes=THEMES[:2], rules=RULES[:2])
    comparison = compare(one, run())
    assert changes(comparison) == [("child-a:2", "training", "came", "changed_theme")]
    assert figures(comparison) == {"Training": "0 of 2 → 1 of 2"}


def test_a_theme_is_taken_out_of_the_codebook(run, compare, before):
    decided = [decision("child-b:2", "training", "Ann", "applies")]
    comparison = compare(run(decisions=decided), run(themes=THEMES[:2], rules=RULES[:2]))
    assert changes(comparison) == [
        ("child-a:2", "training", "went", "changed_theme"),
        ("child-b:2", "training", "went", "changed_theme;persons_decision"),
    ]


def test_a_theme_is_renamed(run, compare):
    renamed = [*THEMES[:2], theme("courses", "Courses")]
    rules = [*RULES[:2], rule("course", "courses", "course")]
    said = [decision("child-b:2", "training", "Ann", "applies")]
    after = run(
        themes=renamed, rules=rules, retired=[theme("training", "Training", replaced_by="courses")], decisions=said
    )
    comparison = compare(run(), after)
    assert changes(comparison) == [
        ("child-a:2", "courses", "came", "changed_theme"),
        ("child-a:2", "training", "went", "changed_theme"),
        ("child-b:2", "courses", "came", "changed_theme;persons_decision"),
    ]
    assert details(comparison)["child-b:2 courses"] == "Ann: applies"
    assert sorted(comparison.differences.query("cause == 'changed_theme'")["subject"]) == ["courses", "training"]


def test_the_package_changes(run, compare, before, otherwise):
    old = {"packages": {"scrlearn": "0.0.9"}, "code": "another"}
    comparison = compare(run(record=old, codings=otherwise("applies")), before)
    assert changes(comparison) == [("child-b:2", "training", "went", "package_version")]
    assert details(comparison) == {"child-b:2 training": "scrlearn 0.0.9 → 0.1.0, scrlearn's own code"}
    assert comparison.differences["subject"].tolist() == ["scrlearn", "scrlearn's own code"]


def test_a_person_who_decides_is_the_cause_whatever_became_of_the_package(run, compare, before, otherwise):
    after = run(decisions=[decision("child-b:2", "training", "Ann", "applies")])
    comparison = compare(run(record={"code": "another"}, codings=otherwise("check")), after)
    assert changes(comparison) == [("child-b:2", "training", "other_decision", "persons_decision")]


def test_what_neither_a_difference_nor_a_version_accounts_for_is_not_known(run, compare, otherwise):
    comparison = compare(
        run(codings=otherwise("applies")), run(decisions=[decision("child-a:1", "training", "Ann", "applies")])
    )
    assert ("child-b:2", "training", "went", "not_known") in changes(comparison)


def test_the_sorts_of_action_change_with_the_package(run, compare):
    promise = recommendation("child-a:1.action-1", COURSE, kind="action", status="planned")
    one = inputs(responses=[promise])
    rules = one.action_types.rules
    gone = rules["theme_id"] == "training_or_awareness"
    other = one._replace(action_types=one.action_types._replace(rules=rules[~gone]))
    decided = [decision("child-a:1", "safe_sleeping", "Ann", "applies")]
    other = other._replace(corrections=inputs(decisions=decided).corrections)
    comparison = compare(run(made=one), run(made=other, record={"code": "another"}))
    on_actions = comparison.changed_codings.query("passage_id == 'child-a:1.action-1'")
    assert on_actions["theme_id"].isin(one.action_types.themes["theme_id"]).all()
    assert set(on_actions["causes"]) == {"changed_rule"}


@pytest.mark.parametrize(
    ("asked", "change", "figure"),
    [
        (Parameters(Period("2020-01-01", "2020-12-31")), "went", "1 of 2 → 0 of 1"),
        (Parameters(Period("2021-01-01", "2021-12-31")), None, None),
    ],
)
def test_another_period_is_asked_for(run, compare, asked, change, figure):
    made = inputs(reviews=[review("child-a", published_on="2021-05"), REVIEWS[1]])
    comparison = compare(run(made=made), run(asked, made=made))
    if change:
        assert changes(comparison) == [
            ("child-a:1", "safe_sleeping", change, "changed_parameters"),
            ("child-a:2", "training", change, "changed_parameters"),
        ]
        assert figures(comparison)["Safe sleeping"] == figure
        assert comparison.differences["subject"].tolist() == ["first", "last"]
        back = compare(run(asked, made=made), run(made=made))
        assert [row[2:] for row in changes(back)] == [("came", "changed_parameters")] * 2
    else:
        assert changes(comparison) == [("child-b:1", "voice_of_the_child", "went", "changed_parameters")]


def test_unpublished_reviews_are_asked_for(run, compare):
    made = inputs(reviews=[REVIEWS[0], review("child-b", source_status="unpublished")])
    comparison = compare(run(made=made), run(Parameters(include_unpublished=True), made=made))
    assert changes(comparison) == [("child-b:1", "voice_of_the_child", "came", "changed_parameters")]
    assert set(details(comparison).values()) == {"include_unpublished False → True"}


def test_a_review_leaves_the_period_because_its_date_was_mended(run, compare):
    in_2020 = Parameters(Period("2020-01-01", "2020-12-31"))
    later = [review("child-a", published_on="2021-05"), REVIEWS[1]]
    comparison = compare(run(in_2020), run(in_2020, reviews=later))
    assert changes(comparison) == [
        ("child-a:1", "safe_sleeping", "went", "changed_facts"),
        ("child-a:2", "training", "went", "changed_facts"),
    ]
    assert figures(comparison)["Safe sleeping"] == "1 of 2 → 0 of 1"


def test_another_rule_for_disagreements(run, compare):
    said = [
        decision("child-b:2", "training", coder, word)
        for coder, word in (("Ann", "applies"), ("Bob", "does_not_apply"), ("Cy", "applies"))
    ]
    comparison = compare(run(decisions=said), run(decisions=said, rule="majority"))
    assert changes(comparison) == [("child-b:2", "training", "other_decision", "disagreement_rule")]
    assert details(comparison) == {"child-b:2 training": "check → majority"}


def test_a_mended_text_makes_a_decision_on_it_stale(run, compare):
    said = [decision("child-a:2", "training", "Ann", "does_not_apply", text_seen=COURSE)]
    mended = [RECOMMENDATIONS[0], recommendation("child-a:2", COURSE + " It should be short."), *RECOMMENDATIONS[2:]]
    comparison = compare(run(decisions=said), run(recommendations=mended, decisions=said))
    assert changes(comparison) == [("child-a:2", "training", "came", "changed_text")]


def test_several_things_at_once_each_coding_has_its_own_cause(run, compare, before):
    after = run(
        reviews=[*REVIEWS, review("child-c")],
        recommendations=[
            *RECOMMENDATIONS[:3],
            recommendation("child-b:2", SOFA),
            recommendation("child-c:1", ALONE),
            recommendation("child-c:2", COURSE),
        ],
        decisions=[
            decision("child-a:2", "training", "Ann", "does_not_apply"),
            decision("child-c:2", "training", "Bob", "does_not_apply"),
        ],
        rules=[*RULES, rule("seen", "training", "seen alone")],
    )
    comparison = compare(before, after)
    assert changes(comparison) == [
        ("child-a:2", "training", "went", "persons_decision"),
        ("child-b:1", "training", "came", "changed_rule"),
        ("child-b:2", "safe_sleeping", "came", "changed_text"),
        ("child-c:1", "training", "came", "new_review;changed_rule"),
        ("child-c:1", "voice_of_the_child", "came", "new_review"),
        ("child-c:2", "training", "other_decider", "new_review;persons_decision"),
    ]
    counted = comparison.change_counts.query("theme_id == 'training'").set_index("cause")
    assert counted.loc["changed_rule", "n_came"] == 2
    assert counted.loc["persons_decision", ["n_went", "n_other_decider"]].tolist() == [1, 1]


def test_two_runs_of_a_collection_are_compared(copy_of):
    folder = copy_of("hampshire")
    with pytest.raises(CollectionError, match="there are no two runs to compare"):
        compare_runs(folder)
    first = run_collection(folder)
    with (folder / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write("hampshire-child-k-2017:4,safe_sleeping,Ann,,does_not_apply,,,\n")
    second = run_collection(folder)
    comparison = compare_runs(folder)
    assert (comparison.before, comparison.after) == (first.name, second.name)
    assert ("hampshire-child-k-2017:4", "safe_sleeping", "went", "persons_decision") in changes(comparison)
    assert set(comparison.changed_codings["causes"]) == {"persons_decision"}
    assert comparison.differences["subject"].tolist() == ["hampshire-child-k-2017:4 safe_sleeping"]
    assert figures(comparison)["Safe sleeping"].startswith("1 of 2 → ")
