"""The tables of runs: in what two of them differ, what that did to codings, and to the figures."""

from pandera.pandas import DataFrameSchema

from scrlearn.tables.columns import COUNTED_THEME, DECISIONS, NOTICE, PASSAGE, choice, count, table, words

CAUSES = (
    "new_review",
    "removed_review",
    "new_passage",
    "removed_passage",
    "changed_text",
    "changed_facts",
    "changed_theme",
    "changed_rule",
    "changed_labelled",
    "persons_decision",
    "disagreement_rule",
    "changed_parameters",
    "package_version",
    "not_known",
)
_CHANGES = ("came", "went", "other_decision", "other_decider")
_DECIDERS = ("person", "rule", "model")

RUNNING: dict[str, DataFrameSchema] = {
    "differences": table(
        "a thing in which what one run rested on differs from what another did",
        ["cause", "subject"],
        {
            "cause": choice("what kind of thing", CAUSES),
            "subject": words(
                "which review, passage, theme, rule, passage and theme, parameter or package", blank=False
            ),
            "detail": words("what became of it, in words"),
        },
    ),
    "changed_codings": table(
        "a coding that another run settled otherwise",
        ["passage_id", "theme_id"],
        {
            **PASSAGE,
            "review_id": words("its review", blank=False),
            "change": choice(
                "came: it applies or is left to check, and did neither before; went: the reverse; other_decision: left "
                "to check and now settled, or the reverse; other_decider: somebody else decides, or a person has "
                "confirmed it",
                _CHANGES,
            ),
            "decision_before": choice(
                "what it said; blank where it was not there, or a machine did not find it", DECISIONS, blank=True
            ),
            "decided_by_before": choice("who decided", _DECIDERS, blank=True),
            "decision_after": choice(
                "what it says now; blank where it is not there, or no machine finds it", DECISIONS, blank=True
            ),
            "decided_by_after": choice("who decides now", _DECIDERS, blank=True),
            "causes": words("why, by the causes of differences; ;-joined where several are", blank=False),
            "detail": words("the causes in words"),
            "text": words("its passage's own words now; blank where it is not there any more"),
        },
    ),
    "change_counts": table(
        "a theme and a cause, and how many codings of the theme changed because of it",
        ["theme_id", "cause"],
        {
            **COUNTED_THEME,
            "cause": choice("why; a coding with several causes counts under each", CAUSES),
            "n_came": count("codings that came"),
            "n_went": count("codings that went"),
            "n_other_decision": count("codings that were left to check and are settled, or the reverse"),
            "n_other_decider": count("codings that somebody else decides"),
        },
    ),
    "figure_changes": table(
        "a theme, and in how many reviews it was raised then and is now",
        ["source", "theme_id"],
        {
            "source": choice("where it is raised", ("recommendations", "responses")),
            **COUNTED_THEME,
            "n_reviews_before": count("reviews in which it was raised"),
            "of_reviews_before": count("reviews that were looked at"),
            "n_reviews_after": count("reviews in which it is raised now"),
            "of_reviews_after": count("reviews that are looked at now"),
            **NOTICE,
        },
    ),
}
