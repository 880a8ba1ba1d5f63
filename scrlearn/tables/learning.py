"""The learning tables: what recurs across the codings. Each says what it counts, and out of how many."""

from pandera.pandas import DataFrameSchema

from scrlearn.tables.columns import COUNTED_THEME, DECISIONS, NOTICE, REVIEW_COUNTS, choice, count, table, words, yes_no

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
}
