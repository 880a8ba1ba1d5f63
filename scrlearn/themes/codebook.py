"""A codebook: the themes, the rules that look for them, and the examples that say what is meant."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from scrlearn.errors import CodebookError
from scrlearn.readers import read_as_one
from scrlearn.tables import CODEBOOK_TABLES
from scrlearn.themes.matching import Sentence, evidence_of, sentences_of
from scrlearn.themes.patterns import Pattern, compile_pattern
from scrlearn.themes.retired import set_retired_aside
from scrlearn.validation import check_references, check_table, empty_table
from scrlearn.versions import SETTINGS_FILE, read_table

_NAMES = ("starter", "perennial_challenges", "sub_themes", "action_types")
_SHIPPED = {name: Path(__file__).parent / name for name in _NAMES}


class Codebook(NamedTuple):
    """
    The tables of a codebook, as :data:`scrlearn.tables.TABLES` declares them.

    ``themes`` are those that are coded, with their rules and examples. ``retired`` are those that were renamed, merged
    or divided: rows of the table themes whose ``replaced_by`` names the themes that stand for them now.
    """

    themes: pd.DataFrame
    rules: pd.DataFrame
    examples: pd.DataFrame
    retired: pd.DataFrame = empty_table("themes")


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
        A folder with themes.csv, rules.csv and examples.csv; or a collection's folder, whose codebook is in
        ``codebook/``; or the name of one that ships: ``starter``, ``perennial_challenges``, ``sub_themes`` or
        ``action_types``. The starter codebook is used when nothing is given, or a collection without a codebook.

    Returns
    -------
    Codebook
        Its themes, rules and examples in the order of the files; themes that were replaced stand apart as ``retired``.

    Raises
    ------
    FileError
        When one of the three files is missing or cannot be read.
    TableError
        When a table does not hold what it should, or names a theme that is not there.
    CollectionError
        When it belongs to a collection of another version than this package reads.
    CodebookError
        When a rule does not parse, a theme is replaced by one that is not there or by itself in the end, or the folder
        holds no codebook and is no collection.

    References
    ----------
    The perennial practice challenges are those that Hampshire Safeguarding Children Partnership named in June 2024
    (https://hampshirescp.org.uk/hampshire-safeguarding-practice-week-learning-from-reviews); their definitions, rules
    and examples, like those of the other codebooks, are this project's own.

    Examples
    --------
    >>> load_codebook().themes["theme"].tolist()
    ['Whole-family approach', 'Cross-border information sharing', 'Safe sleeping', 'Voice of the child']
    """
    if folder is None:
        tables = _read(_SHIPPED["starter"])
    else:
        names = [f"{place}{table}.csv" for place in ("codebook/", "") for table in CODEBOOK_TABLES]
        tables = read_as_one(folder, names, lambda: _read(_codebook_folder(Path(folder))))
    codebook = Codebook(**set_retired_aside(tables))
    compile_rules(codebook)
    return codebook


def _read(place: Path) -> dict[str, pd.DataFrame]:
    files = {table: place / f"{table}.csv" for table in CODEBOOK_TABLES}
    tables = {table: check_table(read_table(file), table, file=file) for table, file in files.items()}
    check_references(tables)
    return tables


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


def check_conflicts(codebook: Codebook) -> pd.DataFrame:
    """
    Find where a codebook contradicts itself.

    Parameters
    ----------
    codebook
        Its rules and examples.

    Returns
    -------
    pandas.DataFrame
        One row a conflict: theme_id, ids (of the rules or examples, ;-joined) and conflict, in words: two examples with
        the same text of which one applies and one does not; two rules with the same pattern; a rule whose ``unless``
        silences it on every example of its theme that applies and has its pattern. None of them: no rows.

    Raises
    ------
    CodebookError
        When a rule does not parse.
    """
    conflicts = [*_contradictions(codebook.examples), *_repeated_patterns(codebook.rules), *_always_silent(codebook)]
    return pd.DataFrame(conflicts, columns=["theme_id", "ids", "conflict"], dtype="str")


def _contradictions(examples: pd.DataFrame) -> list[tuple[str, str, str]]:
    contradicting = [same for same in _alike(examples, "text") if same["applies"].nunique() > 1]
    return [
        (same["theme_id"].iloc[0], ";".join(same["example_id"]), "the same text applies in one and not in the other")
        for same in contradicting
    ]


def _repeated_patterns(rules: pd.DataFrame) -> list[tuple[str, str, str]]:
    repeated = [same for same in _alike(rules, "pattern") if len(same) > 1]
    return [
        (same["theme_id"].iloc[0], ";".join(same["rule_id"]), "these rules have the same pattern") for same in repeated
    ]


def _alike(table: pd.DataFrame, column: str) -> list[pd.DataFrame]:
    words = table[column].str.lower().str.split().str.join(" ")
    return [rows for _, rows in table.groupby(["theme_id", words], sort=False)]


def _always_silent(codebook: Codebook) -> list[tuple[str, str, str]]:
    applying = codebook.examples[codebook.examples["applies"]]
    sentences = {
        theme_id: [sentence for text in same["text"] for sentence in sentences_of(text)]
        for theme_id, same in applying.groupby("theme_id")
    }
    silent = []
    for rule in compile_rules(codebook):
        matching = [sentence for sentence in sentences.get(rule.theme_id, []) if rule.pattern.is_in(sentence)]
        if matching and not rule.places_in(matching):
            silent.append((rule.theme_id, rule.rule_id, "its unless silences it on every example that it should find"))
    return silent


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
    if (folder / SETTINGS_FILE).exists():
        return _SHIPPED["starter"]
    # A folder of one's own comes first, even where it has the name of a codebook that ships.
    if str(folder) in _SHIPPED and not folder.exists():
        return _SHIPPED[str(folder)]
    shipped = ", ".join(_SHIPPED)
    raise CodebookError(
        f"{folder}: holds no codebook and no collection; give a folder with themes.csv, or one of {shipped}."
    )
