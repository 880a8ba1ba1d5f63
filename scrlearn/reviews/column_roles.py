"""The names that boards give the columns of their plans and trackers, by what the columns hold."""

import re
from collections.abc import Sequence

_LONGEST_HEADER = 60  # characters
_FEWEST_OF_HEADER = 0.33  # share of its words that have to speak for a role
_FEWEST_HEADERS = 0.6  # share of the cells of a header that say what their columns hold
_NOT_IN_PLANS = ("review", "year", "partnership", "kind", "status_on", "ignore")
# The words of boards for each role, in small letters; of two columns that want a role, the one named earlier has it.
NAMES: dict[str, tuple[str, ...]] = {
    "review": (
        *("review", "case", "case name", "review name", "name of review", "name of case", "review title", "subject"),
        *(
            "scr",
            "lcspr",
            "cspr",
            "dhr",
            "sar",
            "serious case review",
            "child safeguarding practice review",
            "review id",
        ),
        *("child", "family", "case reference", "case ref", "source review", "source of recommendation", "source"),
    ),
    "year": ("year", "year of review", "review year", "year published", "publication year", "year of publication"),
    "partnership": (
        *("partnership", "board", "lscb", "lscp", "safeguarding partnership", "safeguarding board", "publisher"),
        *("local authority", "area"),
    ),
    "number": (
        *("recommendation number", "recommendation no", "recommendation ref", "rec number", "rec no", "rec ref"),
        *("recommendation reference", "number", "no", "ref", "reference", "rec", "item", "#"),
    ),
    "recommendation": (
        *("recommendation", "recommendation text", "recommendation wording", "wording of recommendation"),
        *("recommendation made", "learning point", "finding", "lesson", "lesson learned", "lesson learnt", "learning"),
        *("learning identified", "identified learning", "practice standard", "key message", "challenge for the board"),
        *("question for the board", "question", "consideration", "challenge", "improvement", "area for improvement"),
        *("what we said", "what the review said", "what the review found", "standard"),
        *("issue", "priority"),
    ),
    "action": (
        *("action", "action required", "agreed action", "action to be taken", "action agreed", "required action"),
        *(
            "action point",
            "what will we do",
            "what we will do",
            "what needs to be done",
            "what will be done",
            "how will it be done",
            "task",
        ),
    ),
    "addressed_to": (
        *(
            "addressed to",
            "recommendation to",
            "recommendation made to",
            "recommendation for",
            "to whom",
            "for whom",
            "partner agency",
        ),
        *("agencies involved", "agency", "agencies", "organisation", "body"),
    ),
    "lead": (
        *(
            "lead",
            "lead officer",
            "lead agency",
            "lead person",
            "lead professional",
            "lead organisation",
            "action lead",
        ),
        *("named lead", "led by", "by whom", "responsible", "responsible officer", "responsible person", "owner"),
        *("responsible agency", "agency responsible", "person responsible", "officer responsible", "action owner"),
        *("accountable", "accountable officer", "accountable lead", "assigned to", "allocated to", "who"),
        *("responsibility", "who is responsible"),
    ),
    "due": (
        *("due", "due date", "date due", "target date", "target completion date", "by when", "deadline", "timescale"),
        *("timeframe", "target", "due by", "when", "completion due", "to be completed by", "completion date"),
    ),
    "status": (
        *("rag", "rag status", "rag rating", "brag", "brag status", "brag rating", "status", "action status"),
        *(
            "current status",
            "status of action",
            "progress rating",
            "completed y n",
            "complete",
            "completed",
            "achieved",
        ),
        *("% complete", "progress status"),
    ),
    "status_on": (
        *("status date", "date of status", "status as at", "as at", "date updated", "last updated", "update date"),
        *(
            "date of update",
            "date of last update",
            "date completed",
            "date of completion",
            "completed on",
            "date closed",
        ),
        *("actual completion date", "date achieved", "date signed off", "completion date"),
    ),
    "update": (
        *("update", "progress", "progress update", "latest update", "status update", "update on progress", "position"),
        *("response", "board response", "agency response", "partnership response", "position statement", "comment"),
        *("action taken", "actions taken", "what we did", "what we have done", "what has been done", "narrative"),
    ),
    "kind": ("kind", "type", "type of recommendation", "recommendation type", "recommendation or finding"),
    "ignore": (
        *("theme", "category", "priority level", "impact", "evidence", "evidence of impact", "outcome", "milestone"),
        *(
            "success criteria",
            "review date",
            "date of review",
            "next review",
            "action no",
            "action number",
            "action ref",
        ),
        *("scope", "notes", "risk", "measure", "monitoring", "date added", "intended outcome"),
    ),
}

_PHRASES = tuple(
    (role, phrase, re.compile(rf"(?<!\w){re.escape(phrase)}(?:s|es)?(?!\w)"))
    for role, phrases in NAMES.items()
    for phrase in phrases
)


def roles_named(name: str) -> list[tuple[str, str]]:
    """
    Return the roles that a column's name speaks for, each with the words that do, the longest words first.

    Examples
    --------
    >>> roles_named("Responsible officer(s)")[0]
    ('lead', 'responsible officer')
    """
    words = header_words(name)
    found = [(role, phrase) for role, phrase, pattern in _PHRASES if phrase in words and pattern.search(words)]
    return sorted(found, key=lambda place: -len(place[1]))


def header_words(name: str) -> str:
    """Return a column's name in small letters, without its punctuation."""
    return " ".join(re.sub(r"[^\w#%]+", " ", name.lower().replace("_", " ")).split())


def role_of(header: str) -> str:
    """
    Tell what a column of a plan holds by its header; "" for a header that says nothing, "aside" for what is not read.

    Examples
    --------
    >>> role_of("By whom"), role_of("Success measures"), role_of("Hampshire")
    ('lead', 'aside', '')
    """
    named = roles_named(header) if header and len(header) <= _LONGEST_HEADER else []
    role = (
        named[0][0]
        if named and len(named[0][1].split()) >= _FEWEST_OF_HEADER * len(header_words(header).split())
        else ""
    )
    return "aside" if role in _NOT_IN_PLANS else role


def columns_of(headers: Sequence[str]) -> list[str] | None:
    """Tell what each column of a table holds by the cells of its first row; None where these are no headers."""
    roles = [role_of(header) for header in headers]
    named = [bool(role) for header, role in zip(headers, roles, strict=True) if header]
    if sum(named) < _FEWEST_HEADERS * len(named) or any(header.endswith(".") and len(header) > 4 for header in headers):
        return None
    known = {role for role in roles if role}
    if (
        any(len(header) > _LONGEST_HEADER for header in headers)
        or len(known - {"aside"}) < 2
        or not known & {"recommendation", "action", "update"}
    ):
        return None
    if "lead" not in roles and "addressed_to" in roles:
        roles[roles.index("addressed_to")] = "lead"
    # The first column of a kind is the one; a further column of actions is a further action.
    return [
        role if role in ("action", "update") or role not in roles[:place] else "aside"
        for place, role in enumerate(roles)
    ]
