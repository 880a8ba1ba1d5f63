"""A codebook: the themes, the rules that look for them, and the examples that say what is meant."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from scrlearn.errors import CodebookError
from scrlearn.files import read_csv
from scrlearn.tables import CODEBOOK_TABLES
from scrlearn.themes.matching import Sentence, evidence_of, sentences_of
from scrlearn.themes.patterns import Pattern, compile_pattern
from scrlearn.validation import check_references, check_table

_STARTER = Path(__file__).parent / "starter"


class Codebook(NamedTuple):
    """The three tables of a codebook, as :data:`scrlearn.tables.TABLES` declares them."""

    themes: pd.DataFrame
    rules: pd.DataFrame
    examples: pd.DataFrame


class Rule(NamedTuple):
    """A row of ``rules``, ready to be applied."""

    rule_id: str
    theme_id: str
    pattern: Pattern
    unless: Pattern | None

    def places_in(self, sentences: list[Sentence]) -> list[tuple[int, int]]:
        """Return where the rule fires, as ``(start, end)``; a sentence with its ``unless`` pattern is passed over."""
        return [
            place
            for sentence in sentences
            if self.pattern.is_in(sentence) and not (self.unless and self.unless.is_in(sentence))
            for place in self.pattern.places_in(sentence)
        ]


def load_codebook(folder: Path | str | None = None) -> Codebook:
    """
    Load a codebook.

    Parameters
    ----------
    folder
        A folder with themes.csv, rules.csv and examples.csv, or a collection's folder, whose codebook is in
        ``codebook/``. The starter codebook is used when nothing is given, or a collection without a codebook.

    Returns
    -------
    Codebook
        ``themes``, ``rules`` and ``examples``, in the order of the files.

    Raises
    ------
    FileError
        When one of the three files is missing or cannot be read.
    TableError
        When a table does not hold what it should, or names a theme that is not there.
    CodebookError
        When a rule does not parse, or the folder holds no codebook and is no collection.

    Examples
    --------
    >>> load_codebook().themes["theme"].tolist()
    ['Whole-family approach', 'Cross-border information sharing', 'Safe sleeping', 'Voice of the child']
    """
    place = _STARTER if folder is None else _codebook_folder(Path(folder))
    files = {table: place / f"{table}.csv" for table in CODEBOOK_TABLES}
    tables = {table: check_table(read_csv(file), table, file=file) for table, file in files.items()}
    check_references(tables)
    codebook = Codebook(**tables)
    compile_rules(codebook)
    return codebook


def compile_rules(codebook: Codebook) -> list[Rule]:
    """
    Make a codebook's rules ready to be applied, in its order.

    Raises
    ------
    CodebookError
        When a pattern does not parse. One line a fault, with the rule's id.
    """
    rules: list[Rule] = []
    faults: list[str] = []
    columns = (codebook.rules[name] for name in ("rule_id", "theme_id", "pattern", "unless"))
    for rule_id, theme_id, pattern, unless in zip(*columns, strict=True):
        try:
            silenced_by = compile_pattern(unless) if pd.notna(unless) else None
            rules.append(Rule(rule_id, theme_id, compile_pattern(pattern), silenced_by))
        except CodebookError as fault:
            faults.append(f"rules: {rule_id}: {fault}")
    if faults:
        raise CodebookError("\n".join(faults))
    return rules


def check_examples(codebook: Codebook) -> pd.DataFrame:
    """
    Hold a codebook's rules against its own examples.

    Parameters
    ----------
    codebook
        Its ``examples`` say of a text whether the rules must find a theme in it.

    Returns
    -------
    pandas.DataFrame
        One row an example, in their order: example_id, theme_id, applies, found (whether a rule of the theme fires),
        passed (whether found is what applies says), rule_ids (;-joined) and evidence (both blank where nothing fires).

    Examples
    --------
    >>> check_examples(load_codebook())["passed"].all()
    np.True_
    """
    rules = compile_rules(codebook)
    rows = [
        _checked(example_id, theme_id, text, applies, [rule for rule in rules if rule.theme_id == theme_id])
        for example_id, theme_id, text, applies in zip(
            *(codebook.examples[name] for name in ("example_id", "theme_id", "text", "applies")), strict=True
        )
    ]
    columns = {"example_id": "str", "theme_id": "str", "applies": "bool", "found": "bool", "passed": "bool"}
    columns |= {"rule_ids": "str", "evidence": "str"}
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _checked(example_id: str, theme_id: str, text: str, applies: bool, rules: list[Rule]) -> tuple[object, ...]:
    sentences = sentences_of(text)
    hits = {rule.rule_id: places for rule in rules if (places := rule.places_in(sentences))}
    evidence = evidence_of(text, [place for places in hits.values() for place in places])
    found = bool(hits)
    return example_id, theme_id, applies, found, found == applies, ";".join(hits) or None, evidence


def _codebook_folder(folder: Path) -> Path:
    for place in (folder / "codebook", folder):
        if any((place / f"{table}.csv").exists() for table in CODEBOOK_TABLES):
            return place
    if (folder / "collection.toml").exists():
        return _STARTER
    raise CodebookError(f"{folder}: holds no codebook and no collection; give a folder with themes.csv.")
