"""The tables of checking: what people decide, what is worth their look, and how far they agree."""

from pandera.pandas import Check, Column, DataFrameSchema

from scrlearn.tables.columns import DECISIONS, PASSAGE, choice, column, count, share, table, words, yes_no

_HOW = "(blind|drawn|settles)"


def _measure(name: str, meaning: str) -> dict[str, Column]:
    return {
        name: _from_minus_one(meaning),
        f"{name}_low": _from_minus_one(f"lower end of the 95 % interval of {name}, drawing reviews again"),
        f"{name}_high": _from_minus_one(f"upper end of the 95 % interval of {name}"),
    }


def _from_minus_one(meaning: str) -> Column:
    return column("float", meaning, check=Check.in_range(-1, 1), advice="use a number from -1 to 1")


CHECKING: dict[str, DataFrameSchema] = {
    "corrections": table(
        "a person's decision",
        ["passage_id", "theme_id", "coder", "decided_at"],
        {
            **PASSAGE,
            "coder": words("who decided", blank=False),
            "decided_at": words("when, as an ISO date or date and time; blank where typed by hand"),
            "decision": choice("what was decided", ("applies", "does_not_apply", "unsure", "withdrawn")),
            "reason": words("why"),
            "text_seen": words("the text that was decided on; blank where typed by hand"),
            "stem_seen": words("the stem that was decided on"),
            "source": column(
                "str",
                "where it was recorded: panel, or the mark of a sheet or of an exchange; blank where typed by hand",
                required=False,
            ),
            "how": column(
                "str",
                "blind: without seeing suggestions or other coders' decisions; drawn: chance chose the cell; "
                "settles: it settles a disagreement of others; ;-joined",
                check=Check(lambda cells: cells.str.fullmatch(f"{_HOW}(;{_HOW})*"), name="how"),
                required=False,
                advice="use blind, drawn or settles, joined by ;",
            ),
        },
    ),
    "stale_corrections": table(
        "a person's decision that is not applied, and why",
        ["passage_id", "theme_id", "coder", "decided_at"],
        {
            **PASSAGE,
            "coder": words("who decided", blank=False),
            "decided_at": words("when"),
            "decision": words("what was decided", blank=False),
            "stem_seen": column("str", "the stem that was decided on", required=False),
            "text_seen": words("the words that were decided on"),
            "stem_now": column("str", "the stem as it is now", required=False),
            "text_now": words("the words as they are now; blank where the passage is not there"),
            "why": words(
                "its passage is not there, its words have changed, or its theme is gone or was divided", blank=False
            ),
        },
    ),
    "likeness": table(
        "a passage, and what it is like",
        ["passage_id"],
        {
            "passage_id": words("the passage", blank=False),
            "likeness": share("how like the nearest labelled passage it is, from 0 to 1", blank=False),
            "nearest": words("that labelled passage"),
            "same_as": words("the first passage that says nearly the same; itself where none does", blank=False),
        },
    ),
    "to_check": table(
        "a theme of a passage that is worth a person's look, the one most worth it first",
        ["passage_id", "theme_id"],
        {
            "place": count("from 1: the order in which to look"),
            **PASSAGE,
            "drawn": yes_no("whether chance chose it, so that agreement on it speaks for every cell"),
            "worth": share("how much a decision on it is worth, from 0 to 1; it orders, and is no probability"),
            "why": words("why it was chosen, in a few words", blank=False),
            "stands_for": words("passages that say nearly the same and are not shown; ;-joined"),
        },
    ),
    "unread_cells": table(
        "a cell of a filled coding sheet from which no decision could be taken, and why",
        ["sheet", "cell"],
        {
            "sheet": words("the sheet in the workbook", blank=False),
            "cell": words("its place, as Excel names it: D7", blank=False),
            "value": words("what stands there"),
            "why": words("why it could not be understood, and what to do", blank=False),
        },
    ),
    "unplaced_codings": table(
        "a coding of an exchange file from which no decision could be taken, and why",
        ["place"],
        {
            "place": words("the document and the characters that it is on", blank=False),
            "coder": words("who coded"),
            "code": words("the code"),
            "text": words("the words that are coded"),
            "why": words("why it could not be placed", blank=False),
        },
    ),
    "ratings": table(
        "what a person or a machine says of one theme of one passage",
        ["passage_id", "theme_id", "rater"],
        {
            **PASSAGE,
            "rater": words("a coder's name; or rules, model, machine (the two together)", blank=False),
            "decision": choice("what is said; check where a person is unsure or a machine asks", DECISIONS),
            "reason": words("why"),
            "review_id": words("the review; passages of one review are drawn together for the intervals"),
            "drawn": yes_no("whether chance chose the cell"),
            "blind": yes_no("whether it was said without seeing what others say; machines see nobody"),
        },
    ),
    "agreement": table(
        "a theme and two raters, over all cells that both decided or over some of them",
        ["theme_id", "rater_1", "rater_2", "cells"],
        {
            "theme_id": words("the theme", blank=False),
            "rater_1": words("one rater", blank=False),
            "rater_2": words("the other", blank=False),
            "cells": choice(
                "which cells: all; drawn: those that chance chose; blind: those that both decided blind",
                ("all", "drawn", "blind"),
            ),
            "n": count("cells that both decided"),
            "n_open": count("cells that both looked at and one, or both, left open; not in n"),
            "n_both": count("of n, both say that the theme applies"),
            "n_only_1": count("of n, only the first says so"),
            "n_only_2": count("of n, only the second says so"),
            "n_neither": count("of n, neither says so"),
            "prevalence": share("share of the two raters' decisions that say the theme applies; blank without cells"),
            **_measure("agreement", "raw agreement: the share of cells on which both say the same"),
            **_measure("kappa", "Cohen's kappa; blank where both always say one and the same thing"),
            **_measure("alpha", "Krippendorff's alpha; blank where both always say one and the same thing"),
            **_measure("ac1", "Gwet's AC1"),
        },
    ),
    "disagreements": table(
        "a theme of a passage on which two raters differ, side by side",
        ["passage_id", "theme_id", "rater_1", "rater_2"],
        {
            **PASSAGE,
            "stem": words("the passage's stem"),
            "text": words("the passage", blank=False),
            "rater_1": words("one rater", blank=False),
            "decision_1": choice("what the one says", DECISIONS),
            "reason_1": words("why"),
            "rater_2": words("the other", blank=False),
            "decision_2": choice("what the other says", DECISIONS),
            "reason_2": words("why"),
        },
    ),
}
