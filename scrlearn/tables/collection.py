"""The tables of a collection: reviews, their documents, and the passages read from them."""

from pandera.pandas import DataFrameSchema

from scrlearn.tables.columns import (
    OUTCOMES,
    PLACE,
    REVIEW_TYPES,
    choice,
    count,
    date,
    pattern,
    precision,
    table,
    words,
    yes_no,
)

COLLECTION: dict[str, DataFrameSchema] = {
    "reviews": table(
        "a review (the case or theme looked at), whatever was published about it",
        ["review_id"],
        {
            "review_id": pattern(
                "partnership-subject-year; given once, never recomputed",
                r"[a-z0-9]+(-[a-z0-9]+)*",
                "use small letters, digits and hyphens, as in hampshire-child-k-2017",
                blank=False,
            ),
            "subject": words(
                "whom or what the review is about, as published: Child K, Family S4, a topic", blank=False
            ),
            "review_type": choice("the kind of review", REVIEW_TYPES),
            "publisher": words("the body that published it, as headed"),
            "partnership": words("canonical area, the same before and after a board became a partnership", blank=False),
            "year": count("the year by which the review is known", blank=True),
            "year_of": choice("what happened in that year", ("published", "decided", "commissioned"), blank=True),
            "decided_on": date("when it was decided to hold the review"),
            "decided_precision": precision("decided_on"),
            "commissioned_on": date("when the review was commissioned"),
            "commissioned_precision": precision("commissioned_on"),
            "published_on": date("when the review was published"),
            "published_precision": precision("published_on"),
            "guidance": words("statutory guidance that it names; ;-joined"),
            "legal_basis": words("the law under which it was held"),
            "lead_reviewers": words("who led it; ;-joined"),
            "method": words("the review model it names"),
            "outcome": choice("what the review ended in", OUTCOMES),
            "source_status": choice("whether it is public", ("published", "unpublished")),
            "illustrative": yes_no(
                "whether it is fictional; not kept in the file but filled from collection.toml on loading",
                required=False,
            ),
        },
    ),
    "documents": table(
        "a document about a review",
        ["document_id"],
        {
            "document_id": words("review_id/document-number", blank=False),
            "review_id": words("the review it is about", blank=False),
            "document_type": choice(
                "what kind of document",
                ("response", "overview_report", "action_plan", "learning_summary", "improvements", "other"),
            ),
            "title": words("its title, as printed"),
            "published_on": date("when the document was published"),
            "published_precision": precision("published_on"),
            "file": pattern(
                "its place inside the collection's folder",
                r"(?![/\\]|[A-Za-z]:)(?!(?:.*[/\\])?\.\.(?:[/\\]|$))[^\x00-\x1f]+",
                "name a file inside the collection's folder, as documents/response.txt",
            ),
            "sha256": pattern(
                "fingerprint of the file", r"[0-9a-f]{64}", "leave it blank or use 64 hexadecimal digits"
            ),
        },
    ),
    "recommendations": table(
        "a recommendation (or finding, learning point, question), or one part of it",
        ["passage_id"],
        {
            "passage_id": words("review_id:number; a part is :3.b, a restarting list :health.1", blank=False),
            "review_id": words("its review", blank=False),
            "document_id": words("the document it was read from"),
            "kind": choice("what kind of passage", ("recommendation", "finding", "learning_point", "question")),
            "number": words("its number, with parts as 3.b, however it was printed"),
            "part_of": words("the passage that it is a part of"),
            "addressed_to": words("the bodies asked to act; ;-joined"),
            "stem": words("the words that have to be read before text for it to mean anything"),
            **PLACE,
        },
    ),
    "responses": table(
        "one paragraph of a response, or one action",
        ["passage_id"],
        {
            "passage_id": words("the recommendation's id, then .response-1 or .action-1", blank=False),
            "review_id": words("its review", blank=False),
            "document_id": words("the document it was read from"),
            "kind": choice("a paragraph of a response, or an action", ("response", "action")),
            "action_type": words("what sort of action it promises"),
            "lead": words("who is to act; ;-joined"),
            "due_on": date("when it is due"),
            "due_precision": precision("due_on"),
            "due_text": words("when it is due, as printed, where no date can be read from it"),
            "status": choice("how far it has got", ("complete", "under_way", "planned", "declined", "not_stated")),
            "status_on": date("when that status was stated"),
            "stem": words("the words that have to be read before text for it to mean anything"),
            **PLACE,
        },
    ),
    "unplaced": table(
        "a paragraph of a document that is part of no passage, on reading it; not kept in a collection",
        ["document_id", "start"],
        {
            "document_id": words("the document", blank=False),
            "reason": words("what it was taken for: narrative, heading of a group, page number, …", blank=False),
            **PLACE,
        },
    ),
    "ailments": table(
        "something in a collection that is wrong, or worth a look",
        ["file", "place", "fault"],
        {
            "file": words("where it is, inside the collection's folder", blank=False),
            "place": words("the row, cell or characters in it; blank where the file as a whole is meant"),
            "severity": choice(
                "error: something cannot be read or is lost; warning: a person should look at it", ("error", "warning")
            ),
            "fault": words("what is wrong", blank=False),
            "mend": words("what to do", blank=False),
        },
    ),
    "sensitive": table(
        "a place in a text that looks as if it could tell who somebody is; not kept in a collection",
        ["table", "row_id", "column", "kind", "start", "end"],
        {
            "table": words("the table that the text is in", blank=False),
            "row_id": words("the row: its key, parted by commas where it has several columns", blank=False),
            "column": words("the column", blank=False),
            "kind": choice("what it looks like", ("nhs_number", "postcode", "phone_number", "name_with_birth_date")),
            "start": count("where it begins in the text, in characters"),
            "end": count("where it ends in the text, in characters"),
            "shown": words("it, with all but its first two characters masked", blank=False),
        },
    ),
    "answers": table(
        "that a response answers a recommendation",
        ["response_id", "recommendation_id"],
        {
            "response_id": words("passage_id in responses", blank=False),
            "recommendation_id": words("passage_id in recommendations", blank=False),
        },
    ),
}
