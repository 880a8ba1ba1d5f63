"""The rules of a codebook, applied to passages: what fires, on which words, and how often it is right."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from scrlearn.errors import CodebookError
from scrlearn.passages import coded_passages, spans_in_text, text_offset
from scrlearn.themes.codebook import Codebook, Rule, compile_rules
from scrlearn.themes.matching import evidence_of, merged, sentences_of
from scrlearn.validation import check_table, require_columns
from scrlearn.words import REMEMBERED

_LETTER = re.compile(r"\w")
_ENOUGH_MATCHES = 5
_Places = list[tuple[int, int]]


def suggest_by_rules(passages: pd.DataFrame, codebook: Codebook, *, demoted: Collection[str] = ()) -> pd.DataFrame:
    """
    Say of every passage and theme whether a rule of the theme fires, and on which words.

    Rules read a passage with its stem before it. Frequency is not importance: a rule that fires twice says no more.

    Parameters
    ----------
    passages
        ``recommendations`` or ``responses``; those with parts are coded at their parts.
    codebook
        Its themes and rules.
    demoted
        The rule_ids of rules that no longer weigh (see :func:`measure_rules`).

    Returns
    -------
    pandas.DataFrame
        ``suggestions``: one row a coded passage and theme, passages in their order and themes in the codebook's;
        source ``rule`` and no score. The decision is ``applies`` where a rule fires on words of the text, ``check``
        where rules fire on the stem alone, else ``does_not_apply``: so too where only demoted rules fire, whose words
        are shown all the same. Evidence is the words as printed, overlapping matches made one, in the order of the
        text; spans are their places in text.

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
            said = _said(stem, reading, [hit for hit in hits if hit.theme_id == theme_id], demoted)
            rows.append((passage_id, theme_id, "rule", None, *said))
    columns = ["passage_id", "theme_id", "source", "score", "decision", "evidence", "spans", "rule_ids"]
    return check_table(pd.DataFrame(rows, columns=columns), "suggestions")


def measure_rules(codebook: Codebook, labelled: pd.DataFrame, *, least_precision: float = 0.6) -> pd.DataFrame:
    """
    Count how often each rule is right on labelled passages, and say which rules weigh.

    A rule can be wrong only where its theme was looked for. So the rules of a theme that no labelled passage carries in
    ``themes`` are not measured. Nor are ``other_labels`` used: they are not exhaustive, and the absence of one says
    nothing.

    Parameters
    ----------
    codebook
        Its rules.
    labelled
        ``labelled``; id, stem, text and themes are used.
    least_precision
        Below it a rule that fires in five passages or more is demoted.

    Returns
    -------
    pandas.DataFrame
        ``rule_measures``, one row a rule in the codebook's order: rule_id, theme_id, n_matched (passages in which it
        fires), n_right (those of them that carry its theme), precision (n_right out of n_matched) and standing:
        ``weighs``, ``demoted``, or ``unmeasured`` where it fires in fewer than five (it weighs).

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
    theme_ids = codebook.rules["theme_id"]
    right = np.array([[theme_id in themes for theme_id in theme_ids] for themes in carried], dtype=bool)
    right = hits & right.reshape(hits.shape)
    looked_for = theme_ids.isin(carried.explode())
    measured = codebook.rules[["rule_id", "theme_id"]].assign(n_matched=hits.sum(axis=0), n_right=right.sum(axis=0))
    measured["n_right"] = measured["n_right"].where(looked_for)
    measured["precision"] = measured["n_right"] / measured["n_matched"]
    measured["standing"] = "weighs"
    measured.loc[measured["precision"] < least_precision, "standing"] = "demoted"
    measured.loc[(measured["n_matched"] < _ENOUGH_MATCHES) | ~looked_for, "standing"] = "unmeasured"
    return check_table(measured, "rule_measures")


def demoted_rules(rule_measures: pd.DataFrame) -> list[str]:
    """Return the rule_ids of the rules that no longer weigh, in the order of ``rule_measures``."""
    return rule_measures.loc[rule_measures["standing"] == "demoted", "rule_id"].tolist()


def refuse_silent_themes(
    codebook: Codebook, labelled: pd.DataFrame, decided: pd.DataFrame | None = None, *, fewest: int
) -> None:
    """
    Refuse a codebook with a theme that nothing could ever find.

    Parameters
    ----------
    codebook
        Its themes and rules.
    labelled, decided
        What a model will learn from: labelled passages, and what people decided of others (theme_id, applies).
    fewest
        How many passages that carry a theme it takes to learn it.

    Raises
    ------
    CodebookError
        When a theme has neither a rule nor so many passages.
    """
    carried = labelled["themes"].str.split(";").explode()
    if decided is not None:
        carried = pd.concat([carried, decided.loc[decided["applies"] == 1, "theme_id"]])
    n_carried = carried.value_counts()
    found = {*codebook.rules["theme_id"], *n_carried.index[n_carried >= fewest]}
    silent = [theme_id for theme_id in codebook.themes["theme_id"] if theme_id not in found]
    if silent:
        raise CodebookError(
            f"themes: {', '.join(silent)}: no rule, and too few labelled passages to learn from; add to rules.csv."
        )


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


class _Rulebook:
    """
    Rules, ready for any number of texts.

    Most rules need one of a few words that most texts do not have: only the others are tried on every text.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self.by_word: dict[str, list[int]] = {}
        self.always: set[int] = set()
        for number, rule in enumerate(rules):
            needed = min(rule.pattern.part.needs, key=len, default=frozenset())
            for word in needed:
                self.by_word.setdefault(word, []).append(number)
            if not needed:
                self.always.add(number)


def _fired(readings: Sequence[str], codebook: Codebook) -> list[tuple[_Hit, ...]]:
    rulebook = _rulebook(tuple(compile_rules(codebook)))
    return [_fired_on(reading, rulebook) for reading in readings]


@lru_cache(maxsize=8)
def _rulebook(rules: tuple[Rule, ...]) -> _Rulebook:
    return _Rulebook(rules)


@lru_cache(maxsize=REMEMBERED)
def _fired_on(reading: str, rulebook: _Rulebook) -> tuple[_Hit, ...]:
    # Remembered, because a text's rules are asked for twice: as features of the model, and as suggestions.
    sentences = sentences_of(reading)
    words = frozenset[str]().union(*(sentence.keys for sentence in sentences))
    possible = {number for word in words & rulebook.by_word.keys() for number in rulebook.by_word[word]}
    rules = [rulebook.rules[number] for number in sorted(possible | rulebook.always)]
    places = ((rule, rule.places_in(sentences)) for rule in rules if rule.pattern.may_be_among(words))
    return tuple(_Hit(rule.rule_id, rule.theme_id, found) for rule, found in places if found)


def _said(
    stem: str, reading: str, hits: Sequence[_Hit], demoted: Collection[str]
) -> tuple[str, str | None, str | None, str | None]:
    weighing = [hit for hit in hits if hit.rule_id not in demoted]
    applies = bool(_within_text(_places_of(weighing), stem, reading))
    decision = "applies" if applies else "check" if weighing else "does_not_apply"
    # A check rests on words in the stem; words of a demoted rule in the text would hide that.
    everywhere = _places_of(weighing if decision == "check" else hits)
    in_text = merged(_within_text(everywhere, stem, reading))
    evidence = evidence_of(reading, in_text or everywhere)
    return decision, evidence, spans_in_text(in_text, stem), ";".join(hit.rule_id for hit in hits) or None


def _places_of(hits: Sequence[_Hit]) -> _Places:
    return [place for hit in hits for place in hit.places]


def _within_text(places: _Places, stem: str, reading: str) -> _Places:
    # A match may begin in the stem and end in the text: only its words in the text are shown as evidence.
    first_letter = _LETTER.search(reading, text_offset(stem))
    if first_letter is None:
        return []
    start_of_text = first_letter.start()
    return [(max(start, start_of_text), end) for start, end in places if end > start_of_text]
