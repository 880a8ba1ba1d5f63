"""Themes as codes of the REFI-QDA standard, and codes as themes."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

import pandas as pd

from scrlearn.refi.parts import Code, guid_of

# The standard knows only that a code applies: what else is said of a theme has a code of its own below it.
ANSWERS = {"does_not_apply": "does not apply", "unsure": "unsure", "check": "to check"}

_MEANINGS = {
    "does_not_apply": "A person looked, and the theme does not apply.",
    "unsure": "A person looked, and could not say whether the theme applies.",
    "check": "The machine cannot say whether the theme applies; a person should look.",
}
_PARTS = {"include": "Include: ", "exclude": "Exclude: ", "theme_id": "Theme in scrlearn: "}
_DESCRIPTION = re.compile(
    r"(?P<definition>.*?)" + "".join(rf"(?:\n\n{label}(?P<{part}>.*?))?" for part, label in _PARTS.items()),
    re.DOTALL,
)


def codes_of_themes(themes: pd.DataFrame, *, with_answers: bool) -> list[Code]:
    """
    Return a codebook's codes: groups, which cannot be coded, with their themes below, and themes without a group.

    Parameters
    ----------
    themes
        The table themes.
    with_answers
        Whether each theme has codes below it for "does not apply", "unsure" and the machine's "to check".

    Returns
    -------
    list of Code
        Groups in the order of their first theme, each before its themes, and each theme before its answers.
    """
    codes: dict[str | None, list[Code]] = {}
    for row in themes.to_dict("records"):
        group = None if pd.isna(row["theme_group"]) else str(row["theme_group"])
        parent = group_guid(group) if group else None
        above = [Code(parent, group, is_codable=False)] if parent and group and parent not in codes else []
        theme = Code(code_guid(row["theme_id"], "applies"), row["theme"], _description(row), parent)
        below = _answers(row["theme_id"], theme) if with_answers else []
        codes.setdefault(parent or theme.guid, []).extend([*above, theme, *below])
    return [code for together in codes.values() for code in together]


def themes_of_codes(codes: Iterable[Code]) -> pd.DataFrame:
    """
    Return the themes that codes stand for: one row a code that can be coded and is no answer on another.

    Columns as in the table themes. A code's group is what stands above it, joined by " / ". What was written here comes
    back as it was; elsewhere the description is the definition (the name, where there is none), and the id is made of
    the name.
    """
    known = {code.guid: code for code in codes}
    themes: list[dict[str, str | None]] = []
    for code in known.values():
        above = list(_above(code, known))
        if code.is_codable and not (above and _is_answer(code, above[0])):
            group = " / ".join(higher.name for higher in reversed(above)) or None
            row = _read_description(code)
            theme_id = _unused(row["theme_id"] or _id_from(code.name), [str(theme["theme_id"]) for theme in themes])
            themes.append({**row, "theme_id": theme_id, "theme": code.name, "theme_group": group})
    columns = ["theme_id", "theme", "theme_group", "definition", "include", "exclude", "replaced_by"]
    return pd.DataFrame(themes, columns=columns, dtype="str")


def meanings_of_codes(codes: Iterable[Code], themes: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """
    Return what codes say: by the guid of each that is known, its theme_id and ``applies`` or one of the answers.

    A code is known by its guid; or else by its name, which is the theme's label or id, alone or with an answer. A name
    that two themes bear is not known.
    """
    by_guid: dict[str, tuple[str, str]] = {}
    by_name: dict[str, set[tuple[str, str]]] = {}
    for row in themes.to_dict("records"):
        for decision, answer in {"applies": None, **ANSWERS}.items():
            meaning = (row["theme_id"], decision)
            by_guid[code_guid(*meaning)] = meaning
            for name in {row["theme"], row["theme_id"]}:
                by_name.setdefault(_plain_name(name, answer), set()).add(meaning)
    meanings = {}
    for code in codes:
        named = by_name.get(_plain_name(code.name), set())
        if code.guid in by_guid:
            meanings[code.guid] = by_guid[code.guid]
        elif len(named) == 1:
            meanings[code.guid] = next(iter(named))
    return meanings


def code_guid(theme_id: str, decision: str) -> str:
    """Return what identifies the code for a decision on a theme."""
    return guid_of("code", theme_id, decision)


def group_guid(group: str) -> str:
    """Return what identifies the code for a group of themes."""
    return guid_of("group", group)


def _answers(theme_id: str, theme: Code) -> list[Code]:
    return [
        Code(code_guid(theme_id, decision), f"{theme.name}: {answer}", _MEANINGS[decision], theme.guid)
        for decision, answer in ANSWERS.items()
    ]


def _is_answer(code: Code, above: Code) -> bool:
    return _plain_name(code.name) in {_plain_name(above.name, answer) for answer in ANSWERS.values()}


def _plain_name(name: str, answer: str | None = None) -> str:
    return " ".join((f"{name}: {answer}" if answer else name).casefold().split())


def _description(row: dict) -> str:
    more = [f"{label}{row[part]}" for part, label in _PARTS.items() if not pd.isna(row[part])]
    return "\n\n".join([row["definition"], *more])


def _read_description(code: Code) -> dict[str, str | None]:
    whole = code.description if code.description and code.description.strip() else code.name
    parts = _DESCRIPTION.fullmatch(whole)
    written_here = parts and parts["theme_id"] and code_guid(parts["theme_id"], "applies") == code.guid
    return parts.groupdict() if parts and written_here else {"definition": whole, "theme_id": None}


def _above(code: Code, known: dict[str, Code]) -> Iterator[Code]:
    while code.parent in known:
        code = known[code.parent]
        yield code


def _id_from(name: str) -> str:
    without_accents = re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFKD", name))
    return "_".join(re.findall(r"[a-z0-9]+", without_accents.lower())) or "theme"


def _unused(theme_id: str, taken: list[str]) -> str:
    numbered = [f"{theme_id}_{number}" for number in range(2, len(taken) + 2)]
    return next(free for free in [theme_id, *numbered] if free not in taken)
