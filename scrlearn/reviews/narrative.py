"""What a document's narrative states of its review: when, under which law and guidance, who led it, how, its end."""

import re
from collections.abc import Iterable, Sequence

from scrlearn.reviews.dates import Date, dates_in

# What happened, by the words that say so. A publication is told in the passive or in a line of its own.
_EVENTS = (
    (
        "decided",
        re.compile(
            r"\b(?:considered|decided|decision|agreed|determined|criteria|recommended a (?:\w+ ){0,4}review"
            r"|accepted the (?:advice|recommendation))\b",
            re.I,
        ),
    ),
    ("commissioned", re.compile(r"\b(?:commissioned|initiated|instigated)\b", re.IGNORECASE)),
    (
        "published",
        re.compile(
            r"^(?:first |date )?(?:published|of publication|publication(?: date)?)\b"
            r"|\b(?:was|were) (?:first )?published\b|(?<!be )published (?:on|in)\b",
            re.I,
        ),
    ),
)
# Sentences whose dates are of something else: of a report's way through a board, of a document that is not this one.
_NOT_OF_THE_REVIEW = {
    "decided": re.compile(
        r"\b(?:report|draft|response|action plan|period|timeframe|scope|between|trial|court|criminal|inquest)\b"
        r"|\b(?:review|reviewers?) (?:\w+ )?considered\b",
        re.IGNORECASE,
    ),
    "commissioned": re.compile(r"\b(?:training|service|audit)\b", re.IGNORECASE),
    "published": re.compile(r"\b(?:guidance|working together|protocols?|procedures?|strategy)\b", re.IGNORECASE),
}
_CITED_DATE = re.compile(r"Working Together(?: to Safeguard Children)?\W{0,4}(?:\w+ )?(?:19|20)\d\d", re.IGNORECASE)
_BEGINS_A_CLAUSE = re.compile(r"(?:^|[,;:]|\band)\s*(?:(?:on|in|during|at)\s+)?$", re.IGNORECASE)

_LAWS = (
    (
        "Local Safeguarding Children Boards Regulations 2006",
        r"(?:Local Safeguarding Children(?:['’]?s)? Boards?(?: \(LSCBs?\))?|LSCBs?) Regulations(?:,? \(?2006\)?)?",
    ),
    ("Children Act 2004", r"Children Act,? \(?2004\)?"),
    ("Social Services and Well-being (Wales) Act 2014", r"Social Services and Well-?being \(Wales\) Act,? \(?2014\)?"),
    ("Children and Social Work Act 2017", r"Children and Social Work Act,? \(?2017\)?"),
    ("Care Act 2014", r"Care Act,? \(?2014\)?"),
    ("Domestic Violence, Crime and Victims Act 2004", r"Domestic Violence,? Crime and Victims Act,? \(?2004\)?"),
    (
        "Safeguarding Boards (Functions and Procedures) (Wales) Regulations 2015",
        r"Safeguarding Boards \(Functions and Procedures\) \(Wales\) Regulations,? \(?2015\)?",
    ),
)
_PLACE = r"\d+[A-Z]{0,2}(?: ?\(\w{1,3}\))*"
_PROVISION = (
    rf"(?P<word>regulations?|sections?|ss?\.?) ?(?P<places>{_PLACE}"
    rf"(?:(?:, | and |, and )(?:{_PLACE}|\(\w{{1,3}}\)(?: ?\(\w{{1,3}}\))*))*)"
)
_GAP_IN_PLACE = re.compile(r"(?<=[\dA-Z)]) (?=\()")
_PROVISION_WORDS = {"s": "section", "s.": "section", "ss": "sections", "ss.": "sections"}
_GUIDANCE = (
    (
        "Working Together {year}",
        r"Working Together(?: to Safeguard Children)?['’\"”]?,? ?\(?(?:\w+ )?(?:\w+,? )?(?P<year>(?:19|20)\d\d)",
    ),
    (
        "Working Together to Safeguard People, Volume {volume}",
        r"Working Together to Safeguard People['’\"”]?[,:–-]? ?\(?Volume (?P<volume>\d)",
    ),
    (
        "Home Office statutory guidance on domestic homicide reviews {year}",
        r"(?:statutory|multi-agency) guidance (?:on|for)(?: the conduct of)? domestic homicide reviews"
        r"['’\"”]?,? ?\(?(?:\w+ )?(?P<year>20\d\d)",
    ),
    ("Care and Support Statutory Guidance", r"Care and Support Statutory Guidance"),
)
# Named models before the wide description that fits several of them.
_METHODS = (
    ("SILP", r"\bSILP\b|\bSignificant Incident Learning Process\b"),
    ("SCIE Learning Together", r"\bLearning Together\b|\bSCIE\b"),
    ("root cause analysis", r"\broot[- ]cause analysis\b"),
    ("Welsh model", r"\bWelsh (?:\w+ )?(?:model|methodology|approach)\b"),
    ("hybrid", r"\bhybrid\b(?= (?:\w+ )?(?:methodology|method|approach|model|one)\b)"),
    ("appreciative inquiry", r"\bappreciative inquiry\b"),
    ("systems-based", r"\bsystems?[- ](?:based|approach|methodology|model|thinking|led|focused)\b"),
    (
        "traditional overview",
        r"\btraditional (?:\w+ )?(?:methodology|approach|model|overview|method)\b"
        r"|\b(?:method|methodology|model|approach)\b[^.]{0,80}\bindividual management reviews?\b",
    ),
)
_NOT_THE_METHOD = re.compile(r"\b(?:any|which|what) (?:\w+ )?(?:model|methodology|approach)\b", re.IGNORECASE)

_TITLE = r"(?:(?:Dr|Mrs?|Ms|Lt Col|Canon|Prof(?:essor)?|Sir|Dame|Rev(?:erend)?)\.? )?"
_NAME = rf"{_TITLE}[A-Z][\w’'-]+(?: [A-Z]\.?)*(?: [A-Z][\w’'-]+){{1,3}}"
_NAMES = rf"(?P<names>{_NAME}(?:(?:, | and |, and | & ){_NAME})*)"
_REVIEWER = (
    r"(?i:(?:lead|independent|overview|joint|co-|external|two|report)[\w -]*(?:reviewers?|authors?)|"
    r"(?<=\b[Tt]he )(?:reviewers?|authors?))"
)
_LED = (
    re.compile(
        rf"(?P<names>(?:^|.*?\b(?:19|20)\d\d,? ){_NAME}.*?),? (?:was|were|has been|have been) (?:jointly )?"
        rf"(?:commissioned|appointed|engaged|asked|selected|chosen)\b[^.]*?\b{_REVIEWER}"
    ),
    re.compile(rf"{_NAMES}(?:,[^.]*?,)? (?:was|were|acted as|served as) (?:the |its )?{_REVIEWER}"),
    re.compile(rf"{_NAMES}, (?:an?|the|our|both|two) {_REVIEWER}"),
    re.compile(rf"\bcommissioned\b[^.]*? from {_NAMES}"),
    re.compile(
        rf"\b(?:commissioned|appointed|engaged|asked) {_NAMES}(?:,[^.]*?,)? (?:as|to)\b"
        r"[^.]*\b(?:review|reviewers?|authors?)\b"
    ),
    re.compile(rf"\b{_REVIEWER}(?: \([^)]*\))?(?: (?:was|were|is|are)|:|,)? {_NAMES}"),
    re.compile(
        rf"(?i:\b(?:led|undertaken|carried out|conducted|facilitated|written|authored)) (?:jointly )?by {_NAMES}"
    ),
    re.compile(rf"{_NAMES} (?:jointly )?led the review\b"),
    re.compile(
        rf"{_NAMES}(?:,[^.]*?,)? (?:was|were) (?:commissioned|appointed|engaged|asked) to "
        r"(?:carry|undertake|lead|write|conduct|complete)\b"
    ),
)
_NO_PERSON = re.compile(
    r"\b(?:The|A|An|In|On|Board|Partnership|Council|Trust|Police|Safeguarding|Children|Child|Service|Services|County|City|NHS|"
    r"Independent|Consultant|Review|Reviewer|Case|Working|Together|Director|Head|Group|Ltd|Limited|Associates|University|"
    r"Agency|Agencies|Constabulary|Social|Panel|Chair|Author|Lead)\b"
)

_LONGEST_SENTENCE = 1000

_NO_LEARNING = re.compile(
    r"\bno (?:\w+ ){0,2}(?:learning|lessons|recommendations)\b"
    r"|\b(?:has|have|had|did|does|do) not (?:\w+ )?(?:identif\w+|mak\w+|made|find|found)"
    r" (?:any )?(?:\w+ ){0,2}(?:learning|lessons|recommendations)\b",
    re.IGNORECASE,
)
_LEARNING_ALL_THE_SAME = re.compile(
    r"\bfollowing (?:\w+ )?(?:learning|lessons|findings)\b|^learning points?$", re.I | re.M
)


def events_in(sentences: Iterable[str]) -> dict[str, Date]:
    """
    Find when the review was decided on, commissioned and published.

    A date belongs to the word before it in its sentence ("considered … on 19 April 2017"), or, where it opens a clause,
    to the word after it ("On 19 April 2017 the Board decided …"). The first of each kind counts.

    Examples
    --------
    >>> {event: date.on for event, date in events_in(["It was commissioned in Autumn 2018."]).items()}
    {'commissioned': '2018-09'}
    """
    found: dict[str, Date] = {}
    for sentence in sentences:
        # As long as before, so that places stay the same.
        masked = _CITED_DATE.sub(lambda cited: " " * len(cited[0]), sentence)
        for event, date in _events_of(masked):
            if not _NOT_OF_THE_REVIEW[event].search(sentence[: date.start]):
                found.setdefault(event, date)
    return found


def legal_basis_in(text: str) -> str | None:
    """
    Name the law under which the review was held, with its provision as printed.

    Examples
    --------
    >>> legal_basis_in("under Regulation 5 of the Local Safeguarding Children Board (LSCB) Regulations 2006")
    'Local Safeguarding Children Boards Regulations 2006, regulation 5'
    """
    for law, name in _LAWS:
        match = re.search(rf"\b{_PROVISION},? (?:of|in) (?:the )?{name}", text, re.IGNORECASE)
        match = match or re.search(rf"\b{name},? {_PROVISION}", text, re.IGNORECASE)
        if match:
            word = match["word"].lower()
            return f"{law}, {_PROVISION_WORDS.get(word, word)} {_GAP_IN_PLACE.sub('', match['places'])}"
    return next((law for law, name in _LAWS if re.search(rf"\b{name}", text, re.IGNORECASE)), None)


def guidance_in(text: str) -> str | None:
    """
    Name the statutory guidance, ;-joined in the order of its years.

    Examples
    --------
    >>> guidance_in("'Working Together to Safeguard Children', 2015 was replaced by Working Together 2018")
    'Working Together 2015;Working Together 2018'
    """
    named = {
        name.format(**match.groupdict()): match.groupdict().get("year", "")
        for name, pattern in _GUIDANCE
        for match in re.finditer(pattern, text, re.IGNORECASE)
    }
    return ";".join(sorted(named, key=lambda name: (named[name], name))) or None


def lead_reviewers_in(sentences: Iterable[str]) -> str | None:
    """
    Name who led the review, ;-joined; the first sentence that says so counts.

    Examples
    --------
    >>> lead_reviewers_in(["Ann Moss and Dr Jo Fell, both independent, were appointed as joint lead reviewers."])
    'Ann Moss;Dr Jo Fell'
    """
    for sentence in sentences:
        for pattern in _LED:
            # Text without full stops (a table, say) is no place to look for a name, and takes long to look through.
            match = pattern.search(sentence[:_LONGEST_SENTENCE])
            people = _people(match["names"]) if match else []
            if people:
                return ";".join(people)
    return None


def method_in(sentences: Sequence[str]) -> str | None:
    """
    Name the review model; a sentence about the models that guidance allows does not count.

    Examples
    --------
    >>> method_in(["LSCBs may use any learning model, such as SILP.", "A systems-based approach was used."])
    'systems-based'
    """
    told = " ".join(sentence for sentence in sentences if not _NOT_THE_METHOD.search(sentence))
    return next((method for method, pattern in _METHODS if re.search(pattern, told, re.IGNORECASE)), None)


def says_no_learning(text: str) -> bool:
    """
    Tell whether a text states that nothing is recommended or newly learnt.

    Examples
    --------
    >>> says_no_learning("No additional learning was identified as part of this process.")
    True
    """
    return _NO_LEARNING.search(text) is not None and _LEARNING_ALL_THE_SAME.search(text) is None


def _events_of(sentence: str) -> list[tuple[str, Date]]:
    words = sorted((m.start(), m.end(), event) for event, pattern in _EVENTS for m in pattern.finditer(sentence))
    dates = dates_in(sentence)
    found = []
    for before, date, after in zip([None, *dates], dates, [*dates[1:], None], strict=False):
        earlier = [word for word in words if (before.end if before else 0) <= word[0] and word[1] <= date.start]
        later = [word for word in words if date.end <= word[0] and _is_nearer(word, date, after)]
        opens = _BEGINS_A_CLAUSE.search(sentence[: date.start])
        chosen = later[:1] or earlier[-1:] if opens else earlier[-1:]
        found += [(event, date) for _, _, event in chosen]
    return found


def _is_nearer(word: tuple[int, int, str], date: Date, after: Date | None) -> bool:
    return after is None or (word[1] <= after.start and word[0] - date.end < after.start - word[1])


def _people(names: str) -> list[str]:
    people = re.findall(rf"(?:^|, and |, |\band |& |\d,? )({_NAME})(?=,| and\b| &| \(|$)", names)
    return [name for name in people if not _NO_PERSON.search(name)]
