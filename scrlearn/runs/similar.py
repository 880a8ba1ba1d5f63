"""Have we learnt this before? A text, or each recommendation of a document, asked of a collection."""

from collections.abc import Callable
from pathlib import Path
from textwrap import fill

import pandas as pd

from scrlearn.checking.corrections import load_corrections
from scrlearn.errors import DocumentError, ScrlearnError
from scrlearn.export.similar import (
    Answer,
    Inquiry,
    Question,
    cite_source,
    describe_answer,
    describe_scope,
    describe_themes,
    head_passage,
)
from scrlearn.learning.notice import write_notice
from scrlearn.learning.repeats import find_repeats
from scrlearn.learning.similar import find_similar
from scrlearn.passages import coded_passages
from scrlearn.reviews.collection import Collection, load_reviews, load_settings, select_reviews
from scrlearn.reviews.formats import document_text
from scrlearn.reviews.reading import Reading, read_document
from scrlearn.runs.coder import ACTION_TYPES, Coder, split_decisions, train_coder
from scrlearn.themes.codebook import load_codebook
from scrlearn.themes.encoder import Encoder
from scrlearn.themes.labelled import decided_passages

LONGEST_QUESTION = 5000
_WIDTH = 100


def ask_before(
    folder: Path | str,
    asked: str,
    *,
    most: int = 10,
    include_unpublished: bool = False,
    encoder: Encoder | None = None,
    seed: int = 0,
    progress: Callable[[str], None] = lambda step: None,
) -> Inquiry:
    """
    Look in a collection for past recommendations like what is asked about.

    Parameters
    ----------
    folder
        The collection.
    asked
        A text; or the name of a file: a document, of which every recommendation is asked about, or a short text.
    most
        How many are returned for each question at most.
    include_unpublished
        Whether reviews that are not public are looked in too.
    encoder
        A sentence-vector model that likeness is worked out with besides, if there is one.
    seed
        For every draw of chance.
    progress
        Called with the name of each step as it begins.

    Returns
    -------
    Inquiry
        An answer a question. Where a document is asked about, its own review is not looked in.

    Raises
    ------
    ScrlearnError
        When nothing is asked, the file or the collection cannot be read, or there is no review to look in.
    """
    questions, own_review = read_questions(asked)
    progress("Loading the collection")
    whole, settings = load_reviews(folder), load_settings(folder)
    open_reviews = whole.reviews[include_unpublished | (whole.reviews["source_status"] != "unpublished")]
    looked_in = select_reviews(whole, open_reviews[open_reviews["review_id"] != own_review])
    progress("Learning from the labelled passages")
    codebook = load_codebook(folder)
    on_themes, _ = split_decisions(load_corrections(folder), codebook, load_codebook(ACTION_TYPES).themes)
    rule = settings.when_coders_disagree
    decided = decided_passages(on_themes, whole.recommendations, whole.responses, when_coders_disagree=rule)
    coder = train_coder(codebook, decided, encoder=encoder, seed=seed)
    progress("Looking for the like of it")
    codings = coder.code(looked_in.recommendations, on_themes, when_coders_disagree=rule)
    return Inquiry(
        name=settings.name,
        collection=looked_in,
        n_left_out=len(whole.reviews) - len(open_reviews),
        labels=dict(zip(codebook.themes["theme_id"], codebook.themes["theme"], strict=True)),
        answers=_answer(_code_questions(questions, coder), looked_in, codings, most=most, encoder=encoder),
    )


def read_questions(asked: str) -> tuple[list[Question], str | None]:
    """
    Return what is asked about.

    Parameters
    ----------
    asked
        As for :func:`ask_before`.

    Returns
    -------
    tuple of (list of Question, str or None)
        The questions, and the review_id of the document that they are from, if they are.

    Raises
    ------
    ScrlearnError
        When nothing is asked, or what is asked is longer than 5,000 characters.
    DocumentError
        When the file cannot be read or has no recommendations.
    """
    if not asked.strip():
        raise ScrlearnError("similar: the text is empty; write what is asked about, or name a file.")
    if not _is_file(asked):
        return [_question(asked, "the text")], None
    text = document_text(asked)
    try:
        document = read_document(asked)
    except DocumentError:
        if len(text) > LONGEST_QUESTION:
            raise
        return [_question(text, asked)], None
    subject = document.reviews["subject"].iloc[0]
    questions = [
        Question(passage["text"], passage["stem"], f"{subject}, {passage['number']}")
        for passage in _numbered(document).to_dict("records")
    ]
    if not questions:
        raise DocumentError(f"{asked}: has no recommendations to ask about; write what is asked about instead.")
    return questions, document.reviews["review_id"].iloc[0]


def summarise_inquiry(inquiry: Inquiry) -> str:
    """Return questions and answers in lines for a terminal."""
    lines = [describe_scope(inquiry), *filter(None, [write_notice(inquiry.collection.reviews)])]
    for answer in inquiry.answers:
        question = answer.question
        lines += ["", *([f"{question.label}: {question.stem} {question.text}"] if question.label else [])]
        lines += [f"Themes found in it: {describe_themes(question.themes, inquiry.labels)}.", *describe_answer(answer)]
        for passage in answer.similar.to_dict("records"):
            lines += ["", *_passage_lines(passage, inquiry)]
    return "\n".join([*lines, "", "Likeness orders; it is no probability. Not found does not mean not learnt."])


def _is_file(asked: str) -> bool:
    """Tell a file's name from a text: it is there, or it looks like one (one word with a suffix, as report.txt)."""
    try:
        is_there = Path(asked).exists()
    except (OSError, ValueError):
        return False
    return is_there or (len(asked.split()) == 1 and len(Path(asked).suffix) > 2)


def _question(text: str, where: str) -> Question:
    if len(text) > LONGEST_QUESTION:
        raise ScrlearnError(
            f"similar: {where} has more than {LONGEST_QUESTION:,} characters; ask about one finding at a time."
        )
    return Question(" ".join(text.split()))


def _numbered(document: Reading) -> pd.DataFrame:
    coded = coded_passages(document.recommendations)
    return coded.merge(document.recommendations[["passage_id", "number"]], on="passage_id")


def _code_questions(questions: list[Question], coder: Coder) -> list[Question]:
    asked = pd.DataFrame(
        {
            "passage_id": [f"question-{place}" for place in range(len(questions))],
            "stem": [question.stem for question in questions],
            "text": [question.text for question in questions],
        },
        dtype="str",
    )
    codings = coder.code(asked)
    applying = codings[codings["decision"] == "applies"].groupby("passage_id")["theme_id"].agg(list).to_dict()
    return [
        question._replace(themes=applying.get(passage_id, []))
        for question, passage_id in zip(questions, asked["passage_id"], strict=True)
    ]


def _answer(
    questions: list[Question], looked_in: Collection, codings: pd.DataFrame, *, most: int, encoder: Encoder | None
) -> list[Answer]:
    reviews, _, recommendations, responses, answers = looked_in
    repeats = find_repeats(recommendations, reviews, codings=codings, encoder=encoder)
    given = []
    for question in questions:
        similar = find_similar(
            question.text,
            recommendations,
            reviews,
            responses,
            answers,
            codings=codings,
            themes=question.themes,
            stem=question.stem,
            most=most,
            encoder=encoder,
        )
        found = repeats.loc[repeats["passage_id"].isin(similar["passage_id"]), "repeat_id"]
        given.append(Answer(question, similar, repeats[repeats["repeat_id"].isin(found)].reset_index(drop=True)))
    return given


def _passage_lines(passage: dict, inquiry: Inquiry) -> list[str]:
    themes = "" if pd.isna(passage["shared_themes"]) else passage["shared_themes"]
    status = "not stated" if pd.isna(passage["statuses"]) else passage["statuses"].replace("_", " ").replace(";", ", ")
    stem = "" if pd.isna(passage["stem"]) else f"{passage['stem']} "
    replies = [] if pd.isna(passage["reply"]) else passage["reply"].split("\n")
    return [
        f"{passage['rank']:>2}. {head_passage(passage, inquiry.collection)}",
        _indented(f"{stem}{passage['text']}"),
        _indented(cite_source(passage, inquiry.collection)),
        *([_indented(f"Themes in common: {describe_themes(themes.split(';'), inquiry.labels)}.")] if themes else []),
        *[_indented(f"→ {reply}") for reply in replies],
        _indented(f"Status: {status}." if replies else "No reply is recorded here."),
    ]


def _indented(text: str) -> str:
    return fill(text, _WIDTH, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
