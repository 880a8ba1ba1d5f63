"""The tables of coding: what rules and models say of passages, what is settled, and how good that is."""

from pandera.pandas import Check, Column, DataFrameSchema

from scrlearn.tables.columns import (
    DECISIONS,
    NOTICE,
    PASSAGE,
    SOURCES,
    SPANS,
    STANDINGS,
    choice,
    column,
    count,
    pattern,
    share,
    table,
    words,
    yes_no,
)


def _change(meaning: str) -> Column:
    return column("float", meaning, check=Check.in_range(-1, 1), advice="use a number from -1 to 1")


CODING: dict[str, DataFrameSchema] = {
    "rule_measures": table(
        "a rule, and how often it is right on labelled passages",
        ["rule_id"],
        {
            "rule_id": words("the rule", blank=False),
            "theme_id": words("the theme it speaks for", blank=False),
            "n_matched": count("labelled passages in which it fires"),
            "n_right": count(
                "of n_matched, those that carry its theme; blank where no labelled passage does", blank=True
            ),
            "precision": share("n_right out of n_matched; blank where that cannot be said"),
            "standing": choice(
                "a demoted rule is shown but no longer weighs; one that is unmeasured weighs", STANDINGS
            ),
        },
    ),
    "suggestions": table(
        "what one source says of one theme of one passage",
        ["passage_id", "theme_id", "source"],
        {
            **PASSAGE,
            "source": choice("who says so", SOURCES),
            "score": share("the model's probability that the theme applies; blank for rules"),
            "decision": choice("what it says", DECISIONS),
            "evidence": words("the words that it rests on, as they stand in the passage; pieces joined by ' … '"),
            "spans": pattern(
                "their places in text, as start-end; ;-joined; none where they stand in the stem", SPANS, ""
            ),
            "rule_ids": words("the rules that fired; ;-joined"),
            "nearest": column(
                "str",
                "the labelled passage most like it, where no words but only that likeness spoke for the theme",
                required=False,
            ),
        },
    ),
    "held_out_scores": table(
        "what a model says of one theme of a labelled passage that it has not learnt from",
        ["passage_id", "theme_id"],
        {
            "passage_id": words("the passage, as id in labelled", blank=False),
            "theme_id": words("the theme", blank=False),
            "score": column(
                "float",
                "the model's probability that the theme applies",
                check=Check.in_range(0, 1),
                blank=False,
                advice="use a number from 0 to 1",
            ),
            "decision": choice("what it says", DECISIONS),
            "decision_without_check": choice("what it says if it may not ask", ("applies", "does_not_apply")),
            "hand": words("the hand that was left out, and whose passage it is", blank=False),
        },
    ),
    "evaluation": table(
        "a theme, or 'macro' for the plain mean over themes, and how good the held-out scores and decisions are",
        ["theme_id"],
        {
            "theme_id": words("the theme, or macro", blank=False),
            "n": count("passages scored"),
            "n_positive": count("of n, those that carry the theme; for macro, summed over the themes"),
            "precision": share("without check: of those said to carry the theme, the share that does"),
            "recall": share("without check: of those that carry the theme, the share said to"),
            "f1": share("harmonic mean of precision and recall"),
            "f1_low": share("lower end of the 95 % interval of f1"),
            "f1_high": share("upper end of the 95 % interval of f1"),
            "average_precision": share("precision at each rank of the scores that finds a positive, averaged"),
            "brier_skill": column(
                "float",
                "1 where every score is right and certain, 0 where they are worth the base rate, below 0 where less",
            ),
            "calibration_error": share("mean distance of score and share of positives, over 10 bins of equal count"),
            "share_decided": share("share of cells that are not left to be checked"),
            "f1_decided": share("f1 among the cells that are decided"),
            "share_of_positives_decided": share("of those that carry the theme, the share that is decided"),
        },
    ),
    "calibration_curve": table(
        "a theme and a bin of its held-out scores",
        ["theme_id", "bin"],
        {
            "theme_id": words("the theme", blank=False),
            "bin": count("the bin, from the lowest scores up"),
            "n": count("passages in it"),
            "mean_score": share("what the model promises: the mean of their scores"),
            "share_positive": share("what is there: the share that carries the theme"),
        },
    ),
    "learning_curve": table(
        "a theme, or 'macro' for the plain mean over those scored throughout, and a number of decisions learnt from",
        ["theme_id", "n_learnt"],
        {
            "theme_id": words("the theme, or macro", blank=False),
            "n_learnt": count("decisions of the collection's own that were learnt from, beside the labelled passages"),
            "n": count("decisions of other reviews, not learnt from, that the scores are held against"),
            "n_positive": count("of n, those that say the theme applies"),
            "f1": share("harmonic mean of precision and recall; blank with fewer than 5 positives"),
            "f1_low": share("lower end of the 95 % interval of f1, drawing reviews again"),
            "f1_high": share("upper end of the 95 % interval of f1"),
            "brier": share("mean squared distance of score and decision: 0 is best, lower is better"),
            "change": _change("f1 less that without any decision"),
            "change_low": _change("lower end of the 95 % interval of change, drawing the same reviews for both"),
            "change_high": _change("upper end of the 95 % interval of change"),
            **NOTICE,
        },
    ),
    "codings": table(
        "the settled answer for one theme of one passage",
        ["passage_id", "theme_id"],
        {
            **PASSAGE,
            "decision": choice("whether the passage carries the theme", DECISIONS),
            "decided_by": choice("who or what decided", ("person", *SOURCES)),
            "confirmed": yes_no("whether a person decided it"),
            "score": share("the model's probability that the theme applies"),
            "evidence": words("the words that it rests on, as they stand in the passage; pieces joined by ' … '"),
            "spans": pattern("their places in text, as start-end; ;-joined", SPANS, ""),
            "rule_ids": words("the rules that fired; ;-joined"),
            "reason": words("who decided and why, or why it needs a check"),
        },
    ),
}
