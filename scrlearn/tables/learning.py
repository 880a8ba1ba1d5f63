"""The learning tables: what recurs across the codings. Each says what it counts, and out of how many."""

from pandera.pandas import DataFrameSchema

from scrlearn.tables.columns import (
    COUNTED_THEME,
    DECISIONS,
    NOTICE,
    OUTCOMES,
    REVIEW_COUNTS,
    REVIEW_TYPES,
    choice,
    count,
    date,
    precision,
    table,
    words,
    yes_no,
)

# The step of reading_flow after which every review is in the denominators, whether or not it made recommendations.
COUNTED_STEP = "Reviews counted"

LEARNING: dict[str, DataFrameSchema] = {
    "left_out": table(
        "a review that a run did not count",
        ["review_id"],
        {
            "review_id": words("the review", blank=False),
            "reason": choice("why it was not counted", ("unpublished", "outside_period", "undated")),
        },
    ),
    "theme_counts": table(
        "a theme, and how many reviews raise it",
        ["theme_id"],
        {
            **COUNTED_THEME,
            **REVIEW_COUNTS,
            "n_passages": count("passages that carry the theme"),
            **NOTICE,
        },
    ),
    "theme_counts_by": table(
        "a theme in one group of reviews, and how many of them raise it",
        ["group", "theme_id"],
        {
            "grouped_by": words("what the reviews are grouped by", blank=False),
            "group": words("the group; 'not stated' or 'undated' where the review does not say", blank=False),
            **COUNTED_THEME,
            **REVIEW_COUNTS,
            "n_passages": count("passages that carry the theme"),
            **NOTICE,
        },
    ),
    "theme_pairs": table(
        "two themes, and how many reviews raise both",
        ["theme_id", "with_theme_id"],
        {
            **COUNTED_THEME,
            "with_theme_id": words("the other theme", blank=False),
            "with_theme": words("its label", blank=False),
            **REVIEW_COUNTS,
            "n_passages": count("passages that carry both themes"),
            **NOTICE,
        },
    ),
    "replies": table(
        "a theme of a whole recommendation, and whether the reply names it",
        ["recommendation_id", "theme_id"],
        {
            "review_id": words("the review", blank=False),
            "recommendation_id": words("passage_id of the recommendation, its parts taken together", blank=False),
            **COUNTED_THEME,
            "in_recommendation": choice("whether the recommendation carries the theme", DECISIONS),
            "reply": choice(
                "what the responses to it do with the theme", ("named", "not_named", "to_check", "no_reply")
            ),
            "n_responses": count("paragraphs and actions that answer it"),
            "confirmed": yes_no("whether a person confirmed both sides of what is said here"),
            **NOTICE,
        },
    ),
    "reply_counts": table(
        "a theme, and what the replies do with it",
        ["theme_id"],
        {
            **COUNTED_THEME,
            "n_reviews": count("reviews whose recommendations carry the theme"),
            "of_reviews": count("reviews looked at, with or without recommendations"),
            "n_confirmed": count("of n_recommendations, those of which a person confirmed what is said here"),
            "n_recommendations": count("recommendations that carry the theme"),
            "n_check": count("more recommendations in which a person has still to decide whether they carry it"),
            "of_recommendations": count("recommendations looked at, parts not counted by themselves"),
            "n_named": count("of n_recommendations, those whose reply names the theme"),
            "n_not_named": count("of n_recommendations, those that have a reply which does not name it"),
            "n_to_check": count("of n_recommendations, those on whose reply a person has still to decide"),
            "n_no_reply": count("of n_recommendations, those that nothing answers"),
            "n_reply_only": count("recommendations without the theme whose reply names it"),
            **NOTICE,
        },
    ),
    "theme_ranks": table(
        "a theme and its place among all themes, by how many reviews raise it",
        ["theme_id"],
        {
            "rank": count("its place from 1; themes raised by as many reviews share it"),
            **COUNTED_THEME,
            **REVIEW_COUNTS,
            "n_passages": count("passages that carry the theme"),
            **NOTICE,
        },
    ),
    "theme_group_counts": table(
        "a group of themes, or a theme in it, with reviews and mentions side by side",
        ["theme_group", "theme_id"],
        {
            "theme_group": words("the group; 'not grouped' where the codebook names none", blank=False),
            **COUNTED_THEME,
            "level": choice("the whole group, whose theme_id is 'all', or one theme", ("group", "theme")),
            **REVIEW_COUNTS,
            "n_passages": count("passages that carry it, each counted once"),
            "of_passages": count("passages that were coded"),
            **NOTICE,
        },
    ),
    "theme_grid": table(
        "a theme of a review, and whether the review raises it",
        ["review_id", "theme_id"],
        {
            "review_id": words("the review", blank=False),
            "subject": words("whom or what it is about", blank=False),
            "partnership": words("its area", blank=False),
            "year": count("the year by which it is known", blank=True),
            **COUNTED_THEME,
            "decision": choice("whether any of its passages carries the theme", DECISIONS),
            "confirmed": yes_no("whether a person stands behind that"),
            "n_passages": count("passages of it that carry the theme"),
            **NOTICE,
        },
    ),
    "addressees_by_review": table(
        "a body that a review addresses, and how many of its recommendations do so",
        ["review_id", "addressee"],
        {
            "review_id": words("the review", blank=False),
            "subject": words("whom or what it is about", blank=False),
            "year": count("the year by which it is known", blank=True),
            "addressee": words("the body, as printed; 'not stated' where none is named", blank=False),
            "n_recommendations": count("of them, those addressed to it, parts not counted by themselves"),
            "of_recommendations": count("recommendations of the review"),
            **NOTICE,
        },
    ),
    "addressee_counts": table(
        "a body, and how many reviews and recommendations address it",
        ["addressee"],
        {
            "addressee": words("the body, as printed; 'not stated' where none is named", blank=False),
            "n_reviews": count("reviews with at least one recommendation addressed to it"),
            "of_reviews": count("reviews looked at, with or without recommendations"),
            "n_recommendations": count("recommendations addressed to it, parts not counted by themselves"),
            "of_recommendations": count("recommendations looked at, parts not counted by themselves"),
            "most_in_a_review": count("the most recommendations that one review addresses to it"),
            **NOTICE,
        },
    ),
    "completeness": table(
        "a fact about reviews, and of how many it is known",
        ["fact"],
        {
            "fact": words("the column of reviews", blank=False),
            "label": words("its name, for people", blank=False),
            "n_reviews": count("reviews of which it is known"),
            "of_reviews": count("reviews looked at"),
            **NOTICE,
        },
    ),
    "missing_facts": table(
        "a review, and what is not known about it",
        ["review_id"],
        {
            "review_id": words("the review", blank=False),
            "n_known": count("facts that are known"),
            "of_facts": count("facts looked for"),
            "missing": words("the columns of reviews that are blank; ;-joined"),
            **NOTICE,
        },
    ),
    "reading_flow": table(
        "a step from all that was read to what was counted, in their order",
        ["step"],
        {
            "step": words("what is left after the step, for people", blank=False),
            "unit": choice("what is counted", ("review", "recommendation", "coding")),
            "n_kept": count("how many are left"),
            "of_before": count("how many there were before"),
            "why": words("why the others are not in it"),
            **NOTICE,
        },
    ),
    "review_dates": table(
        "a review and where it stands in time, the earliest first, the undated last",
        ["review_id"],
        {
            "review_id": words("the review", blank=False),
            "subject": words("whom or what it is about", blank=False),
            "partnership": words("its area", blank=False),
            "review_type": choice("the kind of review", REVIEW_TYPES),
            "outcome": choice("what it ended in", OUTCOMES),
            "dated_on": date("its date: the one asked for, else the year by which it is known"),
            "dated_precision": precision("dated_on"),
            "n_recommendations": count("its recommendations, parts not counted by themselves"),
            **NOTICE,
        },
    ),
}
