"""Have we learnt this before? What was asked and what was found, in words, and as one HTML page that needs nothing."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from scrlearn.charts.words import name_of
from scrlearn.export.shown import count_of_many, printable
from scrlearn.files import write_whole
from scrlearn.learning.meanings import shared_places
from scrlearn.learning.notice import write_notice
from scrlearn.passages import cut_at_spans
from scrlearn.reviews.collection import Collection

CAUTIONS = (
    "Likeness orders; it is no probability. The first may be beside the point and the tenth the one that matters: read "
    "them all.",
    "Not found does not mean not learnt. Only the reviews named above were looked in, and what was said in quite other "
    "words can be missed.",
    "A theme is a machine’s suggestion where no person has decided. Words are marked where they say something that the "
    "question says too, which can be by chance.",
    "A reply is what was said at the time; a status is what the documents state. Where no reply is recorded here, "
    "something may have been done all the same.",
    "A machine puts recommendations together as the same learning. Read each before quoting how often it came back.",
)


class Question(NamedTuple):
    """What is asked about; ``label`` says where it stands in a document, ``themes`` are the theme_ids it carries."""

    text: str
    stem: str = ""
    label: str = ""
    themes: Sequence[str] = ()


class Answer(NamedTuple):
    """What was found for a question: ``similar_passages``, and the groups of ``repeats`` in which any of them is."""

    question: Question
    similar: pd.DataFrame
    repeats: pd.DataFrame


class Inquiry(NamedTuple):
    """
    Questions and their answers.

    ``name`` is the collection's, ``collection`` what was looked in, ``n_left_out`` how many of its reviews were not as
    they are unpublished, ``labels`` has the label of each theme.
    """

    name: str
    collection: Collection
    n_left_out: int
    labels: Mapping[str, str]
    answers: Sequence[Answer]


def write_similar(inquiry: Inquiry, path: Path | str) -> Path:
    """
    Write questions and their answers as one HTML page.

    Parameters
    ----------
    inquiry
        From :func:`scrlearn.runs.similar.ask_before`.
    path
        The .html file.

    Returns
    -------
    pathlib.Path
        The file. It asks nothing of a network, and nothing in it runs; every text is escaped; the same inquiry gives
        the same bytes.

    Raises
    ------
    FileError
        When it cannot be written.
    """
    # Questions and documents are text, never markup: everything is escaped.
    environment = Environment(
        loader=PackageLoader("scrlearn", "export"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    page = environment.get_template("similar.html").render(
        name=inquiry.name,
        notice=write_notice(inquiry.collection.reviews),
        scope=describe_scope(inquiry),
        answers=[_lay_out(place, answer, inquiry) for place, answer in enumerate(inquiry.answers, start=1)],
        cautions=CAUTIONS,
    )
    write_whole(path, page.encode())
    return Path(path)


def describe_scope(inquiry: Inquiry) -> str:
    """Say in which reviews was looked, and how many were left out."""
    reviews = inquiry.collection.reviews
    years = _span(reviews["year"])
    looked = f"Looked in {count_of_many(len(reviews), 'review')} of {inquiry.name}{f', {years}' if years else ''}."
    left_out = count_of_many(inquiry.n_left_out, "unpublished review")
    return f"{looked} Left out: {left_out}." if inquiry.n_left_out else looked


def describe_answer(answer: Answer) -> list[str]:
    """Say in sentences how much was found, what became of it, and what of it came back."""
    similar = answer.similar
    if similar.empty:
        return ["Nothing like it was found. That does not mean that it was not learnt: it may be in other words."]
    n_reviews, years = similar["review_id"].nunique(), _span(similar["year"])
    closest = "closest past recommendation is" if len(similar) == 1 else f"{len(similar)} closest recommendations are"
    found = f"The {closest} of {count_of_many(n_reviews, 'review')}{f', {years}' if years else ''}."
    n_answered = int(similar["reply"].notna().sum())
    replies = f"A reply to {n_answered} of {len(similar)} is recorded here."
    groups = [describe_group(group) for _, group in answer.repeats.groupby("repeat_id", sort=False)]
    return [found, replies, *groups]


def describe_group(group: pd.DataFrame) -> str:
    """Say of one group of ``repeats`` how often its learning came up, and since when."""
    since = "" if pd.isna(group["first_year"].iloc[0]) else f" since {group['first_year'].iloc[0]}"
    first = str(group["text"].iloc[0])
    return f"Much the same learning in {group['n_reviews'].iloc[0]} reviews{since}, first as “{_begin(first)}”."


def describe_themes(theme_ids: Sequence[str], labels: Mapping[str, str]) -> str:
    """Return the labels of themes, joined; "none" where there are none."""
    return ", ".join(labels.get(theme_id, theme_id) for theme_id in theme_ids) or "none"


def head_passage(passage: Mapping, collection: Collection) -> str:
    """Return how a past recommendation is named: its review, and what it is there."""
    rows = collection.recommendations.set_index("passage_id")
    row = rows.loc[passage["passage_id"]]
    kind, number = name_of(str(row["kind"])).lower(), _or(row["number"], passage["passage_id"].rpartition(":")[2])
    review = collection.reviews.set_index("review_id").loc[passage["review_id"]]
    year = _or(review["year"], "no year")
    return f"{review['subject']}, {review['partnership'].replace('-', ' ').title()}, {year}: {kind} {number}"


def cite_source(passage: Mapping, collection: Collection) -> str:
    """Return the document and the page in which a past recommendation stands, as a sentence."""
    if pd.isna(passage["document_id"]):
        return "Its document is not recorded."
    titles = collection.documents.set_index("document_id")["title"]
    page = "" if pd.isna(passage["page"]) else f", page {passage['page']}"
    return f"{_or(titles.get(passage['document_id']), passage['document_id'])}{page}."


def _lay_out(place: int, answer: Answer, inquiry: Inquiry) -> dict:
    question = answer.question
    found = [_found(passage, question, inquiry) for passage in answer.similar.to_dict("records")]
    silent = [str(passage["rank"]) for passage in found if not passage["reply"]]
    return {
        "anchor": f"question-{place}",
        "heading": question.label or "The question",
        "stem": printable(question.stem),
        "text": printable(question.text),
        "themes_line": f"Themes found in it: {describe_themes(question.themes, inquiry.labels)}.",
        "in_brief": describe_answer(answer),
        "found": found,
        "promised": [passage for passage in found if passage["reply"]],
        "unanswered": f"No reply is recorded here to {', '.join(silent)}." if silent else "",
        "repeats": [_repeated(group, inquiry) for _, group in answer.repeats.groupby("repeat_id", sort=False)],
    }


def _found(passage: dict, question: Question, inquiry: Inquiry) -> dict:
    places = shared_places(passage["text"], f"{question.stem} {question.text}")
    shared = _or(passage["shared_themes"], "")
    themes = f"Themes in common: {describe_themes(shared.split(';'), inquiry.labels)}. " if shared else ""
    statuses = _or(passage["statuses"], "not stated")
    return {
        "rank": passage["rank"],
        "heading": head_passage(passage, inquiry.collection),
        "stem": _or(passage["stem"], ""),
        "pieces": cut_at_spans(passage["text"], [f"{start}-{end}" for start, end in places]),
        "source": cite_source(passage, inquiry.collection),
        "about": f"{themes}Likeness {passage['likeness']:.2f}.",
        "reply": _or(passage["reply"], ""),
        "statuses": ", ".join(name_of(status) for status in statuses.split(";")),
    }


def _repeated(group: pd.DataFrame, inquiry: Inquiry) -> dict:
    passages = [
        {"heading": head_passage(passage, inquiry.collection), "text": passage["text"]}
        for passage in group.to_dict("records")
    ]
    return {"heading": describe_group(group), "passages": passages}


def _span(years: pd.Series) -> str:
    known = years.dropna()
    if known.empty:
        return ""
    return str(known.min()) if known.min() == known.max() else f"{known.min()} to {known.max()}"


def _begin(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


def _or(value: Any, instead: str) -> str:
    return instead if value is None or pd.isna(value) else str(value)
