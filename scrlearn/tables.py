"""
Every table: what a row is, its key, its columns, their types and allowed values.

This is the one place where columns are named. A table is declared once, as a pandera schema, and
:func:`scrlearn.validation.check_table` holds a DataFrame against its declaration. Tables are long (one meaning per
row); a missing value is ``NaN``; several values in one cell are joined by ``;``. Names tell the kind: ``_id`` a key,
``n_`` a count, ``of_`` what it is counted out of, ``share_`` a share from 0 to 1, ``_on`` an ISO date (2018, 2018-10 or
2018-10-04) with its ``_precision`` beside it.
"""

import pandas as pd
import pandera.pandas as pa

REVIEW_TYPES = (
    "serious_case_review",
    "local_child_safeguarding_practice_review",
    "rapid_review",
    "learning_review",
    "thematic_review",
    "child_practice_review",
    "case_management_review",
    "domestic_homicide_review",
    "safeguarding_adult_review",
    "other",
)
PRECISIONS = ("day", "month", "season", "year")
DECISIONS = ("applies", "does_not_apply", "check")
SOURCES = ("rule", "model")
STANDINGS = ("weighs", "demoted", "unmeasured")

_DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
_SPANS = r"\d+-\d+(;\d+-\d+)*"


def _column(kind, meaning, *, check=None, blank=True, advice="", values=(), required=True):
    metadata = {"advice": advice, "values": tuple(values)}
    return pa.Column(
        kind, check, nullable=blank, required=required, description=meaning, metadata=metadata, coerce=True
    )


def _text(meaning, *, blank=True):
    return _column("str", meaning, blank=blank, advice="fill it in")


def _choice(meaning, values, *, blank=False):
    return _column(
        "str",
        meaning,
        check=pa.Check.isin(values),
        blank=blank,
        values=values,
        advice=f"use one of {', '.join(values)}",
    )


def _pattern(meaning, pattern, advice, *, blank=True):
    check = pa.Check(lambda cells: cells.str.fullmatch(pattern), name="pattern")
    return _column("str", meaning, check=check, blank=blank, advice=advice)


def _is_date(cells):
    return cells.str.fullmatch(_DATE) & pd.to_datetime(cells, format="ISO8601", errors="coerce").notna()


def _date(meaning):
    check = pa.Check(_is_date, name="date")
    return _column("str", meaning, check=check, advice="write dates as 2018, 2018-10 or 2018-10-04")


def _precision(of):
    return _choice(f"how exactly {of} is known; a season is written as its first month", PRECISIONS, blank=True)


def _count(meaning, *, blank=False):
    return _column("Int64", meaning, check=pa.Check.ge(0), blank=blank, advice="use a whole number from 0")


def _share(meaning, *, blank=True):
    return _column("float", meaning, check=pa.Check.in_range(0, 1), blank=blank, advice="use a number from 0 to 1")


def _yes_no(meaning, *, required=True):
    return _column("boolean", meaning, blank=False, required=required, advice="use True or False")


def _table(row, key, columns):
    return pa.DataFrameSchema(columns, description=row, metadata={"key": tuple(key)}, strict=False)


_PASSAGE = {
    "passage_id": _text("the passage, as review_id:number", blank=False),
    "theme_id": _text("the theme", blank=False),
}
_PLACE = {
    "text": _text("its own words, word for word", blank=False),
    "page": _count("page of the document, from 1", blank=True),
    "start": _count("where text begins in the document, in characters; blank where it was typed or mended", blank=True),
    "end": _count("where text ends in the document, in characters", blank=True),
}
_COUNTED_THEME = {
    "theme_id": _text("the theme", blank=False),
    "theme": _text("its label, for people", blank=False),
}
_REVIEW_COUNTS = {
    "n_reviews": _count("reviews in which at least one passage carries the theme"),
    "of_reviews": _count("reviews looked at, with or without recommendations"),
    "n_confirmed": _count("of n_reviews, those with at least one such coding confirmed by a person"),
    "n_check": _count(
        "reviews not in n_reviews in which a person has still to decide whether a passage carries the theme"
    ),
}
_NOTICE = {"notice": _text("what any chart or page made from this table must say, such as 'Illustrative data'")}

TABLES: dict[str, pa.DataFrameSchema] = {
    "reviews": _table(
        "a review (the case or theme looked at), whatever was published about it",
        ["review_id"],
        {
            "review_id": _pattern(
                "partnership-subject-year; given once, never recomputed",
                r"[a-z0-9]+(-[a-z0-9]+)*",
                "use small letters, digits and hyphens, as in hampshire-child-k-2017",
                blank=False,
            ),
            "subject": _text(
                "whom or what the review is about, as published: Child K, Family S4, a topic", blank=False
            ),
            "review_type": _choice("the kind of review", REVIEW_TYPES),
            "publisher": _text("the body that published it, as headed"),
            "partnership": _text("canonical area, the same before and after a board became a partnership", blank=False),
            "year": _count("the year by which the review is known", blank=True),
            "year_of": _choice("what happened in that year", ("published", "decided", "commissioned"), blank=True),
            "decided_on": _date("when it was decided to hold the review"),
            "decided_precision": _precision("decided_on"),
            "commissioned_on": _date("when the review was commissioned"),
            "commissioned_precision": _precision("commissioned_on"),
            "published_on": _date("when the review was published"),
            "published_precision": _precision("published_on"),
            "guidance": _text("statutory guidance that it names; ;-joined"),
            "legal_basis": _text("the law under which it was held"),
            "lead_reviewers": _text("who led it; ;-joined"),
            "method": _text("the review model it names"),
            "outcome": _choice("what the review ended in", ("recommendations", "no_learning", "improvements_only")),
            "source_status": _choice("whether it is public", ("published", "unpublished")),
            "illustrative": _yes_no(
                "whether it is fictional; not kept in the file but filled from collection.toml on loading",
                required=False,
            ),
        },
    ),
    "documents": _table(
        "a document about a review",
        ["document_id"],
        {
            "document_id": _text("review_id/document-number", blank=False),
            "review_id": _text("the review it is about", blank=False),
            "document_type": _choice(
                "what kind of document",
                ("response", "overview_report", "action_plan", "learning_summary", "improvements", "other"),
            ),
            "title": _text("its title, as printed"),
            "published_on": _date("when the document was published"),
            "published_precision": _precision("published_on"),
            "file": _text("its place inside the collection's folder"),
            "sha256": _pattern(
                "fingerprint of the file", r"[0-9a-f]{64}", "leave it blank or use 64 hexadecimal digits"
            ),
        },
    ),
    "recommendations": _table(
        "a recommendation (or finding, learning point, question), or one part of it",
        ["passage_id"],
        {
            "passage_id": _text("review_id:number; a part is :3.b, a restarting list :health.1", blank=False),
            "review_id": _text("its review", blank=False),
            "document_id": _text("the document it was read from"),
            "kind": _choice("what kind of passage", ("recommendation", "finding", "learning_point", "question")),
            "number": _text("its number, with parts as 3.b, however it was printed"),
            "part_of": _text("the passage that it is a part of"),
            "addressed_to": _text("the bodies asked to act; ;-joined"),
            "stem": _text("the words that have to be read before text for it to mean anything"),
            **_PLACE,
        },
    ),
    "responses": _table(
        "one paragraph of a response, or one action",
        ["passage_id"],
        {
            "passage_id": _text("the recommendation's id, then .response-1 or .action-1", blank=False),
            "review_id": _text("its review", blank=False),
            "document_id": _text("the document it was read from"),
            "kind": _choice("a paragraph of a response, or an action", ("response", "action")),
            "action_type": _text("what sort of action it promises"),
            "lead": _text("who is to act; ;-joined"),
            "due_on": _date("when it is due"),
            "due_precision": _precision("due_on"),
            "due_text": _text("when it is due, as printed, where no date can be read from it"),
            "status": _choice("how far it has got", ("complete", "under_way", "planned", "declined", "not_stated")),
            "status_on": _date("when that status was stated"),
            "stem": _text("the words that have to be read before text for it to mean anything"),
            **_PLACE,
        },
    ),
    "answers": _table(
        "that a response answers a recommendation",
        ["response_id", "recommendation_id"],
        {
            "response_id": _text("passage_id in responses", blank=False),
            "recommendation_id": _text("passage_id in recommendations", blank=False),
        },
    ),
    "themes": _table(
        "a theme of a codebook",
        ["theme_id"],
        {
            "theme_id": _pattern(
                "the theme; never changes",
                r"[a-z0-9]+(_[a-z0-9]+)*",
                "use small letters, digits and underscores, as in safe_sleeping",
                blank=False,
            ),
            "theme": _text("its label, for people", blank=False),
            "theme_group": _text("the group it is shown under"),
            "definition": _text("what it means", blank=False),
            "include": _text("what counts"),
            "exclude": _text("what does not"),
            "replaced_by": _text("the themes that took its place; ;-joined; such a theme is coded no more"),
        },
    ),
    "rules": _table(
        "a named pattern",
        ["rule_id"],
        {
            "rule_id": _text("the rule", blank=False),
            "theme_id": _text("the theme it speaks for", blank=False),
            "pattern": _text(
                "the words it looks for, in the pattern language of scrlearn.themes.patterns", blank=False
            ),
            "unless": _text("a pattern which, in the same sentence, silences the rule"),
            "reason": _text("why the rule is there", blank=False),
        },
    ),
    "examples": _table(
        "a text that the codebook decides, kept as a test of it",
        ["example_id"],
        {
            "example_id": _text("the example", blank=False),
            "theme_id": _text("the theme in question", blank=False),
            "text": _text("the passage", blank=False),
            "applies": _yes_no("whether the rules must find the theme in it"),
            "reason": _text("what the example shows", blank=False),
        },
    ),
    "crosswalk": _table(
        "how a theme of another codebook that ships lies to one of the starter codebook",
        ["theme_id", "codebook", "to_theme_id"],
        {
            "theme_id": _text("the theme of the other codebook", blank=False),
            "codebook": _text("that codebook, by the name under which it is loaded", blank=False),
            "relation": _choice(
                "what theme_id is beside to_theme_id; overlaps where neither holds the other",
                ("same", "narrower", "broader", "overlaps"),
            ),
            "to_theme_id": _text("the theme of the starter codebook", blank=False),
            "note": _text("what the two share", blank=False),
        },
    ),
    "labelled": _table(
        "a labelled passage to learn from",
        ["id"],
        {
            "id": _text("the passage", blank=False),
            "hand": _text("whose style of writing it is in; validate by hand, never by random row", blank=False),
            "text": _text("the passage", blank=False),
            "stem": _text("the line that introduces it, where it is a part"),
            "kind": _text("recommendation, sub_point, learning_point, finding, action or response"),
            "themes": _text("the themes it carries; ;-joined, blank for none of them"),
            "other_labels": _text("labels of a wider codebook; not exhaustive"),
            "hard_negative_for": _text("themes it seems to carry and does not; ;-joined"),
            "origin": _text("paraphrase or composed"),
            "source_url": _text("the public page whose facts it rests on"),
            "year": _text("year of the source"),
            "review_type": _text("what kind of document it is in the style of"),
            "confidence": _text("clear or borderline"),
            "note": _text("a remark by whoever coded it"),
        },
    ),
    "concepts": _table(
        "a concept: different words for one kind of thing, so that a model can learn from the kind",
        ["concept"],
        {
            "concept": _text("the concept", blank=False),
            "meaning": _text("what its words have in common", blank=False),
            "words": _text("the words, in small letters, parted by blanks; a word may belong to several", blank=False),
        },
    ),
    "rule_measures": _table(
        "a rule, and how often it is right on labelled passages",
        ["rule_id"],
        {
            "rule_id": _text("the rule", blank=False),
            "theme_id": _text("the theme it speaks for", blank=False),
            "n_matched": _count("labelled passages in which it fires"),
            "n_right": _count(
                "of n_matched, those that carry its theme; blank where no labelled passage does", blank=True
            ),
            "precision": _share("n_right out of n_matched; blank where that cannot be said"),
            "standing": _choice(
                "a demoted rule is shown but no longer weighs; one that is unmeasured weighs", STANDINGS
            ),
        },
    ),
    "suggestions": _table(
        "what one source says of one theme of one passage",
        ["passage_id", "theme_id", "source"],
        {
            **_PASSAGE,
            "source": _choice("who says so", SOURCES),
            "score": _share("the model's probability that the theme applies; blank for rules"),
            "decision": _choice("what it says", DECISIONS),
            "evidence": _text("the words that it rests on, as they stand in the passage; pieces joined by ' … '"),
            "spans": _pattern(
                "their places in text, as start-end; ;-joined; none where they stand in the stem", _SPANS, ""
            ),
            "rule_ids": _text("the rules that fired; ;-joined"),
            "nearest": _column(
                "str",
                "the labelled passage most like it, where no words but only that likeness spoke for the theme",
                required=False,
            ),
        },
    ),
    "held_out_scores": _table(
        "what a model says of one theme of a labelled passage that it has not learnt from",
        ["passage_id", "theme_id"],
        {
            "passage_id": _text("the passage, as id in labelled", blank=False),
            "theme_id": _text("the theme", blank=False),
            "score": _column(
                "float",
                "the model's probability that the theme applies",
                check=pa.Check.in_range(0, 1),
                blank=False,
                advice="use a number from 0 to 1",
            ),
            "decision": _choice("what it says", DECISIONS),
            "decision_without_check": _choice("what it says if it may not ask", ("applies", "does_not_apply")),
            "hand": _text("the hand that was left out, and whose passage it is", blank=False),
        },
    ),
    "evaluation": _table(
        "a theme, or 'macro' for the plain mean over themes, and how good the held-out scores and decisions are",
        ["theme_id"],
        {
            "theme_id": _text("the theme, or macro", blank=False),
            "n": _count("passages scored"),
            "n_positive": _count("of n, those that carry the theme; for macro, summed over the themes"),
            "precision": _share("without check: of those said to carry the theme, the share that does"),
            "recall": _share("without check: of those that carry the theme, the share said to"),
            "f1": _share("harmonic mean of precision and recall"),
            "f1_low": _share("lower end of the 95 % interval of f1"),
            "f1_high": _share("upper end of the 95 % interval of f1"),
            "average_precision": _share("precision at each rank of the scores that finds a positive, averaged"),
            "brier_skill": _column(
                "float",
                "1 where every score is right and certain, 0 where they are worth the base rate, below 0 where less",
            ),
            "calibration_error": _share("mean distance of score and share of positives, over 10 bins of equal count"),
            "share_decided": _share("share of cells that are not left to be checked"),
            "f1_decided": _share("f1 among the cells that are decided"),
            "share_of_positives_decided": _share("of those that carry the theme, the share that is decided"),
        },
    ),
    "calibration_curve": _table(
        "a theme and a bin of its held-out scores",
        ["theme_id", "bin"],
        {
            "theme_id": _text("the theme", blank=False),
            "bin": _count("the bin, from the lowest scores up"),
            "n": _count("passages in it"),
            "mean_score": _share("what the model promises: the mean of their scores"),
            "share_positive": _share("what is there: the share that carries the theme"),
        },
    ),
    "corrections": _table(
        "a person's decision",
        ["passage_id", "theme_id", "coder", "decided_at"],
        {
            **_PASSAGE,
            "coder": _text("who decided", blank=False),
            "decided_at": _text("when, as an ISO date or date and time; blank where typed by hand"),
            "decision": _choice("what was decided", ("applies", "does_not_apply", "unsure", "withdrawn")),
            "reason": _text("why"),
            "text_seen": _text("the text that was decided on; blank where typed by hand"),
            "stem_seen": _text("the stem that was decided on"),
        },
    ),
    "codings": _table(
        "the settled answer for one theme of one passage",
        ["passage_id", "theme_id"],
        {
            **_PASSAGE,
            "decision": _choice("whether the passage carries the theme", DECISIONS),
            "decided_by": _choice("who or what decided", ("person", *SOURCES)),
            "confirmed": _yes_no("whether a person decided it"),
            "score": _share("the model's probability that the theme applies"),
            "evidence": _text("the words that it rests on, as they stand in the passage; pieces joined by ' … '"),
            "spans": _pattern("their places in text, as start-end; ;-joined", _SPANS, ""),
            "rule_ids": _text("the rules that fired; ;-joined"),
            "reason": _text("who decided and why, or why it needs a check"),
        },
    ),
    "stale_corrections": _table(
        "a person's decision that is not applied, and why",
        ["passage_id", "theme_id", "coder", "decided_at"],
        {
            **_PASSAGE,
            "coder": _text("who decided", blank=False),
            "decided_at": _text("when"),
            "decision": _text("what was decided", blank=False),
            "text_seen": _text("the words that were decided on"),
            "text_now": _text("the words as they are now; blank where the passage is not there"),
            "why": _text("its passage is not there, its words have changed, or its theme was divided", blank=False),
        },
    ),
    "left_out": _table(
        "a review that a run did not count",
        ["review_id"],
        {
            "review_id": _text("the review", blank=False),
            "reason": _choice("why it was not counted", ("unpublished", "outside_period", "undated")),
        },
    ),
    "theme_counts": _table(
        "a theme, and how many reviews raise it",
        ["theme_id"],
        {
            **_COUNTED_THEME,
            **_REVIEW_COUNTS,
            "n_passages": _count("passages that carry the theme"),
            **_NOTICE,
        },
    ),
    "theme_counts_by": _table(
        "a theme in one group of reviews, and how many of them raise it",
        ["group", "theme_id"],
        {
            "grouped_by": _text("what the reviews are grouped by", blank=False),
            "group": _text("the group; 'not stated' or 'undated' where the review does not say", blank=False),
            **_COUNTED_THEME,
            **_REVIEW_COUNTS,
            "n_passages": _count("passages that carry the theme"),
            **_NOTICE,
        },
    ),
    "theme_pairs": _table(
        "two themes, and how many reviews raise both",
        ["theme_id", "with_theme_id"],
        {
            **_COUNTED_THEME,
            "with_theme_id": _text("the other theme", blank=False),
            "with_theme": _text("its label", blank=False),
            **_REVIEW_COUNTS,
            "n_passages": _count("passages that carry both themes"),
            **_NOTICE,
        },
    ),
    "replies": _table(
        "a theme of a whole recommendation, and whether the reply names it",
        ["recommendation_id", "theme_id"],
        {
            "review_id": _text("the review", blank=False),
            "recommendation_id": _text("passage_id of the recommendation, its parts taken together", blank=False),
            **_COUNTED_THEME,
            "in_recommendation": _choice("whether the recommendation carries the theme", DECISIONS),
            "reply": _choice(
                "what the responses to it do with the theme", ("named", "not_named", "to_check", "no_reply")
            ),
            "n_responses": _count("paragraphs and actions that answer it"),
            "confirmed": _yes_no("whether a person confirmed both sides of what is said here"),
            **_NOTICE,
        },
    ),
    "reply_counts": _table(
        "a theme, and what the replies do with it",
        ["theme_id"],
        {
            **_COUNTED_THEME,
            "n_reviews": _count("reviews whose recommendations carry the theme"),
            "of_reviews": _count("reviews looked at, with or without recommendations"),
            "n_confirmed": _count("of n_recommendations, those of which a person confirmed what is said here"),
            "n_recommendations": _count("recommendations that carry the theme"),
            "n_check": _count("more recommendations in which a person has still to decide whether they carry it"),
            "of_recommendations": _count("recommendations looked at, parts not counted by themselves"),
            "n_named": _count("of n_recommendations, those whose reply names the theme"),
            "n_not_named": _count("of n_recommendations, those that have a reply which does not name it"),
            "n_to_check": _count("of n_recommendations, those on whose reply a person has still to decide"),
            "n_no_reply": _count("of n_recommendations, those that nothing answers"),
            "n_reply_only": _count("recommendations without the theme whose reply names it"),
            **_NOTICE,
        },
    ),
}

# Column of a table → the table whose key it must be found in.
REFERENCES = {
    ("documents", "review_id"): "reviews",
    ("recommendations", "review_id"): "reviews",
    ("recommendations", "document_id"): "documents",
    ("recommendations", "part_of"): "recommendations",
    ("responses", "review_id"): "reviews",
    ("responses", "document_id"): "documents",
    ("answers", "response_id"): "responses",
    ("answers", "recommendation_id"): "recommendations",
    ("rules", "theme_id"): "themes",
    ("examples", "theme_id"): "themes",
    ("corrections", "theme_id"): "themes",
}

# What collection.toml names: a change to the tables of a collection that older packages would misread raises it.
SCHEMA_VERSION = 1

COLLECTION_TABLES = ("reviews", "documents", "recommendations", "responses", "answers")
CODEBOOK_TABLES = ("themes", "rules", "examples")
