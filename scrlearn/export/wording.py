"""The standing words of a report, the same in Word, Excel and on a page, and its lists as tables."""

from collections.abc import Sequence

import pandas as pd

from scrlearn.export.shown import Shown, show_table

METHOD = "How this was made, and what it cannot say"
TO_CHECK = "What needs a person"
STALE = "Decisions that were not applied"
EVIDENCE = "Annex: every coding, with its evidence"

STALE_LINE = (
    "They were made on other words, on a passage that is gone or divided, or on a theme that was divided. Each wants "
    "another look."
)
EVIDENCE_LINE = (
    "Each passage is given word for word, with the document and the page it stands on; where a document has no pages, "
    "as plain text has none, with its place in characters. A passage with no theme is shown too, so that an omission "
    "can be seen."
)
EMPTY_REVIEW_LINE = "No recommendations or responses. The review is counted in every denominator."
NO_DOCUMENT = "no document recorded"
NO_THEME = "None of the themes."
NOTHING_TO_SHOW = "Nothing of this kind was found in the reviews that were counted."
CENSUS = (
    "These are counts of all the reviews that were looked at, not a sample. How often a theme is raised is not how "
    "much it matters."
)

_TO_CHECK = {"passage_id": "Passage", "theme": "Theme", "reason": "Why it needs a decision"}
_STALE = {
    "coder": "Who decided",
    "passage_id": "Passage",
    "theme_id": "Theme",
    "decision": "Decision",
    "why": "Why it was not applied",
    "text_seen": "Words then",
    "text_now": "Words now",
}


_EVIDENCE = {
    "review": "Review",
    "passage": "Passage",
    "stem": "Introduced by",
    "text": "Text as printed",
    "theme": "Theme",
    "decision": "Decision",
    "who": "Who decided",
    "evidence": "Words that earned it",
    "source": "Document and place",
}


def show_to_check(to_check: Sequence[dict]) -> Shown:
    """Return the codings that wait for a decision as a table."""
    caption = "Codings that are too doubtful to count"
    return show_table(pd.DataFrame(to_check, columns=list(_TO_CHECK)), _TO_CHECK, name="to-check", caption=caption)


def show_stale(stale: Sequence[dict]) -> Shown:
    """Return the decisions that were not applied as a table."""
    return show_table(pd.DataFrame(stale, columns=list(_STALE)), _STALE, name="not-applied", caption=STALE)


def show_evidence(reviews: Sequence[dict]) -> Shown:
    """Return every passage as a table: a row for each of its codings, and one where it has none."""
    rows = [
        {
            "review": review["heading"],
            "passage": passage["label"],
            "stem": passage["stem"] or "none",
            "text": "".join(piece["text"] for piece in passage["pieces"]),
            "source": passage["source"] or NO_DOCUMENT,
            **coding,
        }
        for review in reviews
        for passage in review["passages"]
        for coding in _codings(passage)
    ]
    frame = pd.DataFrame(rows, columns=list(_EVIDENCE)).replace("", None)
    return show_table(frame, _EVIDENCE, name="evidence", caption="Every coding, with its evidence")


def _codings(passage: dict) -> list[dict]:
    none = "Coded at its parts" if passage["has_parts"] else NO_THEME.rstrip(".")
    return passage["codings"] or [{"theme": none, "decision": "no coding", "who": "no coding", "evidence": "none"}]
