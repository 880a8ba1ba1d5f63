"""The words that boards print before a passage: what it is, what it answers, who acts by when, how far it is."""

import re

from scrlearn.reviews.counting import SPELLED

_GAP = r"[^\S\n]"
# What a passage is called, by the kind that it is in the tables.
_KINDS = (
    (
        "recommendation",
        r"(?:(?:multi-?agency|single[- ]agency|national|local|key|learning|overview"
        r"|additional)\s)?recommendations?(?=\W)"
        r"|rec\.?|areas? for improvement|improvements?|practice standards?|standards?|priority(?: area)?"
        r"|what (?:we|the (?:review|report|reviewers?)) (?:said|recommended|asked(?: (?:for|of us|us for))?)"
        r"|(?:you said|the (?:review|report|reviewers?) (?:said|recommended))",
    ),
    ("finding", r"(?:(?:key|priority|systems?|practice)\s)?findings?(?=\W)|what the review (?:found|identified)"),
    (
        "learning_point",
        r"(?:key\s)?learning(?:\s(?:points?|themes?|opportunity))?|lessons?(?: learn(?:ed|t))?|key (?:messages?"
        r"|points?)|messages?"
        r"|what we learn(?:ed|t)",
    ),
    (
        "question",
        r"(?:questions?|considerations?|challenges?|issues?)(?: for (?:the )?(?:board|partnership)"
        r"(?: (?:and|to) [^\n:]{1,40})?)?",
    ),
)
_SHORT = {"R": "recommendation", "F": "finding", "LP": "learning_point", "L": "learning_point", "Q": "question"}
_ASIDE = rf"(?:{_GAP}*\([^)\n]{{1,60}}\))?"
_NUMBER = (
    rf"(?:(?:no\.?|number){_GAP}*)?(?P<number>\d{{1,3}}(?:\.\d{{1,2}})*(?:\([a-z]{{1,4}}\)|[a-z]\b)?"
    rf"|(?:{'|'.join(SPELLED)})\b)"
)
_ENDS = rf"(?:{_ASIDE}{_GAP}*(?:[:.)–—-](?!\d)|$)|(?={_GAP}+(?-i:[A-Z'‘“\"(])))"
_WORDS = "|".join(pattern for _, pattern in _KINDS)
NUMBERED_ITEM = re.compile(
    rf"{_GAP}*(?:(?:{_WORDS}){_GAP}*:?{_GAP}*{_NUMBER}{_ENDS}|(?P<short>(?-i:R|F|LP|L"
    rf"|Q))(?P<short_number>\d{{1,2}}){_ENDS}){_GAP}*",
    re.IGNORECASE | re.MULTILINE,
)
UNNUMBERED_ITEM = re.compile(
    rf"{_GAP}*(?-i:(?=[A-Z]))(?:recommendation|finding|learning point|key message|lesson|practice standard"
    r"|what (?:we|the (?:review|report|reviewers?)) (?:said|recommended|asked(?: (?:for|of us|us for))?|found"
    r"|identified)"
    rf"|(?:you said|the (?:review|report|reviewers?) (?:said|recommended))|what we learn(?:ed"
    rf"|t)){_ASIDE}{_GAP}*(?::|$){_GAP}*",
    re.IGNORECASE | re.MULTILINE,
)
_WHOSE = r"(?:(?:the|our|[\w’'&-]+)\s){0,4}?"
REPLY = re.compile(
    rf"{_GAP}*(?-i:(?=[A-Z]))(?:"
    rf"{_WHOSE}(?:response|reply)(?: (?:from|of|by)[^\n:.;]{{1,60}})?"
    rf"(?: to (?:the )?(?:recommendation|finding|learning point|question) (?P<number>\d{{1,3}}|{'|'.join(SPELLED)}))?"
    r"|response (?P<own_number>\d{1,3})"
    r"|(?:(?:agreed|planned|proposed|completed|key|our|board|partnership|further|multi-agency|single[- ]agency)\s)*"
    r"actions?(?: (?:taken|agreed|planned|required|completed|so far|to date|plan|point"
    r"|in response))?(?: (?:\d{1,2}(?:\.\d{1,2})*|[a-z]))?"
    r"|(?:action|actions) (?:already )?(?:taken|agreed|to date|required)[^\n:.;]{0,40}"
    r"|what (?:we|the (?:board|partnership)|partners|agencies|has|have|was|is|will)[^\n:.;?]{0,50}"
    r"|(?:what’s|what's) (?:been done|changed|happening)[^\n:.;?]{0,30}|we (?:did|have done|will)"
    r"|(?:(?:latest|current|board|partnership|agency)\s)?(?:update|progress|position)"
    r"(?: (?:statement|update|report|since|to date|so far|made|at|as at|on|in|by)[^\n:.;]{0,40})?"
    rf"){_ASIDE}{_GAP}*(?:[:](?!\d)|$|\t|(?<=\d)[.)](?=\s)|[–—](?=\s)){_GAP}*",
    re.IGNORECASE | re.MULTILINE,
)
_FIELDS = {
    "lead": r"(?:(?:action|strategic|operational|board|named)\s)?lead(?:s|ing)?"
    r"(?: (?:agency|agencies|officer|person|organisation|organisations|professional|partner|partners|body"
    r"|for action))?(?:\(s\))?"
    r"|(?:action )?owner(?:s|\(s\))?|responsible(?: (?:officer|agency|person|lead|body|organisation|board|group)s?)?"
    r"|responsibility|(?:by )?whom?|who (?:will|is|leads|has)[^\n:]{0,30}|accountable (?:officer|lead|body)|led by",
    "due": r"due by|(?:target |agreed )?(?:timescales?|time ?frame|timeline)|target(?: date)?"
    r"|due(?: date)?|deadline|by when|when"
    r"|(?:target )?(?:completion|implementation)(?: date)?|date (?:due|for completion)|(?:to be )?completed? by",
    "status": r"(?:(?:current|progress|rag|action)\s)?(?:status|rating)|rag(?: (?:rating|status))?|rag"
    r"|how far [^\n:]{0,30}|where (?:we are|are we)(?: now)?\??",
}
_FIELD_WORDS = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _FIELDS.items())
FIELD = re.compile(
    rf"{_GAP}*(?-i:(?=[A-Z]))(?:{_FIELD_WORDS}){_ASIDE}{_GAP}*(?::|$|\t|(?<=\S){_GAP}[–—-](?=\s)){_GAP}*",
    re.IGNORECASE | re.MULTILINE,
)
_INLINE_FIELD = re.compile(
    rf"(?:(?<=[.;,|)\]])\s+|\s{{2,}}|\t)(?=(?-i:[A-Z]))(?=(?:{_FIELD_WORDS}){_ASIDE}\s*:\s)", re.IGNORECASE
)


def number_of(words: str) -> str:
    """
    Write a number that a label prints, in figures or spelled out, as it is cited: "2", "2.1", "2.b".

    Examples
    --------
    >>> number_of("Two"), number_of("2(ii)"), number_of("2b")
    ('2', '2.ii', '2.b')
    """
    words = words.lower()
    if words in SPELLED:
        return str(SPELLED.index(words) + 1)
    parts = re.fullmatch(r"([\d.]+)\(?([a-z]*)\)?", words)
    return ".".join(part for part in parts.groups() if part) if parts else words


def kind_of_item(marker: str) -> str:
    """
    Tell what kind of passage a label announces.

    Examples
    --------
    >>> kind_of_item("Learning point 3:"), kind_of_item("R1")
    ('learning_point', 'recommendation')
    """
    word = marker.strip().rstrip(":")
    short = re.match(r"(R|F|LP|L|Q)\d", word)
    if short:
        return _SHORT[short[1]]
    return next(kind for kind, pattern in _KINDS if re.match(rf"(?:{pattern})", f"{word} ", re.IGNORECASE))


def inline_fields(text: str, start: int, end: int) -> list[int]:
    """Return the places within a text at which the label of a field stands in the middle of a line."""
    return [match.end() for match in _INLINE_FIELD.finditer(text, start, end)]
