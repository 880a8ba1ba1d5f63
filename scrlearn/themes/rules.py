"""The rules of a codebook, applied to passages: what fires, on which words, and how often it is right."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from scrlearn.themes.codebook import Codebook, compile_rules
from scrlearn.themes.matching import evidence_of, merged, sentences_of
from scrlearn.themes.passages import coded_passages, spans_in_text
from scrlearn.validation import check_table, require_columns

_LETTER = re.compile(r"\w")
_Places = list[tuple[int, int]]


def suggest_by_rules(passages: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """
    Say of every passage and theme whether a rule of the theme fires, and on which words.

    Rules read a passage with its stem before it. Frequency is not importance: a rule that fires twice says no more.

    Parameters
    ----------
    passages
        ``recommendations`` or ``responses``; those with parts are coded at their parts.
    codebook
        Its themes and rules.

    Returns
    -------
    pandas.DataFrame
        ``suggestions``: one row a coded passage and theme, passages in their order and themes in the codebook's;
        source ``rule`` and no score. The decision is ``applies`` where a rule fires on words of the text, ``check``
        where rules fire on the stem alone, else ``does_not_apply``. Evidence is the words as printed, overlapping
        matches made one, in the order of the text; spans are their places in text.

    Raises
    ------
    TableError
        When passage_id or text is missing.
    CodebookError
        When a rule does not parse.

    Examples
    --------
    >>> from scrlearn.themes.codebook import load_codebook
    >>> passages = pd.DataFrame({"passage_id": ["k:1"], "text": ["Consider every child in the family."]})
    >>> suggest_by_rules(passages, load_codebook())[["theme_id", "decision", "evidence"]].head(2)
                               theme_id        decision                   evidence
    0                      whole_family         applies  every child in the family
    1  cross_border_information_sharing  does_not_apply                        NaN
    """
    theme_ids = codebook.themes["theme_id"].tolist()
    coded = coded_passages(passages)
    fired = _fired(coded["reading"].tolist(), codebook)
    rows = []
    for passage_id, stem, reading, hits in zip(
        coded["passage_id"], coded["stem"], coded["reading"], fired, strict=True
    ):
        for theme_id in theme_ids:
            said = _said(stem, reading, [hit for hit in hits if hit.theme_id == theme_id])
            rows.append((passage_id, theme_id, "rule", None, *said))
    columns = ["passage_id", "theme_id", "source", "score", "decision", "evidence", "spans", "rule_ids"]
    return check_table(pd.DataFrame(rows, columns=columns), "suggestions")


def measure_rules(codebook: Codebook, labelled: pd.DataFrame) -> pd.DataFrame:
    """
    Count how often each rule is right on labelled passages.

    Parameters
    ----------
    codebook
        Its rules.
    labelled
        ``labelled``; id, stem, text and themes are used.

    Returns
    -------
    pandas.DataFrame
        One row a rule, in the codebook's order: rule_id, theme_id, n_matched (passages in which it fires), n_right
        (those of them that carry its theme), precision (n_right out of n_matched; blank where it fires in none).

    Raises
    ------
    TableError
        When a column is missing.
    CodebookError
        When a rule does not parse.
    """
    require_columns(labelled, "labelled", ["id", "stem", "text", "themes"])
    readings = coded_passages(labelled.rename(columns={"id": "passage_id"}))["reading"]
    hits = rule_hits(readings.tolist(), codebook) == 1
    carried = labelled["themes"].fillna("").str.split(";")
    right = np.array(
        [[theme_id in themes for theme_id in codebook.rules["theme_id"]] for themes in carried], dtype=bool
    )
    right = right.reshape(hits.shape)
    measured = codebook.rules[["rule_id", "theme_id"]].assign(
        n_matched=hits.sum(axis=0), n_right=(hits & right).sum(axis=0)
    )
    return measured.assign(precision=measured["n_right"] / measured["n_matched"])


def rule_hits(readings: Sequence[str], codebook: Codebook) -> npt.NDArray[np.int8]:
    """
    Return which rules fire in which texts.

    Parameters
    ----------
    readings
        Texts as they are read: stem, then text.
    codebook
        Its rules.

    Returns
    -------
    numpy.ndarray
        One row a text and one column a rule, in the codebook's order: 1 where it fires, else 0.

    Raises
    ------
    CodebookError
        When a rule does not parse.
    """
    column = {rule_id: number for number, rule_id in enumerate(codebook.rules["rule_id"])}
    hits = np.zeros((len(readings), len(column)), dtype=np.int8)
    for row, fired in enumerate(_fired(readings, codebook)):
        for hit in fired:
            hits[row, column[hit.rule_id]] = 1
    return hits


class _Hit(NamedTuple):
    rule_id: str
    theme_id: str
    places: _Places


def _fired(readings: Sequence[str], codebook: Codebook) -> list[list[_Hit]]:
    rules = compile_rules(codebook)
    fired = []
    for reading in readings:
        sentences = sentences_of(reading)
        places = ((rule, rule.places_in(sentences)) for rule in rules)
        fired.append([_Hit(rule.rule_id, rule.theme_id, found) for rule, found in places if found])
    return fired


def _said(stem: str, reading: str, hits: list[_Hit]) -> tuple[str, str | None, str | None, str | None]:
    everywhere = [place for hit in hits for place in hit.places]
    in_text = merged(_within_text(everywhere, stem, reading))
    decision = "applies" if in_text else "check" if hits else "does_not_apply"
    evidence = evidence_of(reading, in_text or everywhere)
    return decision, evidence, spans_in_text(in_text, stem), ";".join(hit.rule_id for hit in hits) or None


def _within_text(places: _Places, stem: str, reading: str) -> _Places:
    # A match may begin in the stem and end in the text: only its words in the text are shown as evidence.
    first_letter = _LETTER.search(reading, len(stem) + 1 if stem else 0)
    if first_letter is None:
        return []
    start_of_text = first_letter.start()
    return [(max(start, start_of_text), end) for start, end in places if end > start_of_text]
