"""All that a run rests on: loaded from a collection, kept for later, and brought back."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from scrlearn.checking.corrections import load_corrections
from scrlearn.export.report import Layout
from scrlearn.reviews.collection import Collection, Settings, load_reviews, load_settings
from scrlearn.runs.coder import ACTION_TYPES
from scrlearn.runs.kept import Kept
from scrlearn.runs.layout import LAYOUT_FILE, load_layout_text, read_layout
from scrlearn.runs.pieces import fetch_content, fetch_table, keep_table, list_pieces
from scrlearn.runs.record import fingerprint
from scrlearn.tables import CODEBOOK_TABLES, COLLECTION_TABLES
from scrlearn.themes.codebook import Codebook, load_codebook
from scrlearn.themes.labelled import load_labelled
from scrlearn.themes.retired import set_retired_aside
from scrlearn.themes.settle import refuse_unknown_themes

# The tables that are cut into pieces by review.
_CUT = ("reviews", "documents", "recommendations", "responses")


class Inputs(NamedTuple):
    """
    What a run rests on, besides its parameters and this package.

    ``report_toml`` are the words of the file that lays reports out, none where there is no such file. ``action_types``
    is the codebook of sorts of action, and ``labelled`` the passages to learn from; both ship with the package.
    """

    settings: Settings
    report_toml: str
    collection: Collection
    corrections: pd.DataFrame
    codebook: Codebook
    action_types: Codebook
    labelled: pd.DataFrame


def load_inputs(folder: Path | str) -> Inputs:
    """
    Load what a run of a collection rests on.

    Raises
    ------
    ScrlearnError
        When anything in the collection or the codebook does not hold what it should, or another program keeps on
        changing files of it.
    """
    inputs = Inputs(
        load_settings(folder),
        load_layout_text(folder),
        load_reviews(folder),
        load_corrections(folder),
        load_codebook(folder),
        load_codebook(ACTION_TYPES),
        load_labelled(),
    )
    refuse_unknown_themes(inputs.corrections, _known_themes(inputs))
    return inputs


def layout_of(inputs: Inputs, folder: Path) -> Layout:
    """Return how the reports of a collection whose inputs were loaded are laid out."""
    return read_layout(inputs.report_toml, inputs.settings.name, file=folder / LAYOUT_FILE)


def keep_inputs(inputs: Inputs, kept: Kept) -> dict[str, str]:
    """
    Keep what a run rests on.

    Returns
    -------
    dict
        By the name of each input, the fingerprint of its content; :func:`fetch_inputs` takes it.
    """
    told = {"settings": json.dumps(inputs.settings._asdict()).encode(), "report_toml": inputs.report_toml.encode()}
    kept.keep(told.values())
    tables = _tables(inputs)
    return {
        **{name: fingerprint(content) for name, content in told.items()},
        **{
            name: keep_table(kept, table, table["review_id"] if name in _CUT else None)
            for name, table in tables.items()
        },
    }


def fetch_inputs(
    kept: Kept, prints: Mapping[str, str], *, beside: tuple[Inputs, Mapping[str, str]] | None = None
) -> Inputs:
    """
    Bring back what a run rested on.

    Parameters
    ----------
    kept
        Where it is kept.
    prints
        As :func:`keep_inputs` returned them.
    beside
        Other inputs of the same collection, and their fingerprints: what both have is taken from there.

    Raises
    ------
    CollectionError
        When some of it is not kept any more.
    """
    told = {name: fetch_content(kept, prints[name]).decode() for name in ("settings", "report_toml")}
    known = _tables(beside[0]) if beside else {}
    tables = {}
    for name, listed in prints.items():
        if name in known and beside and beside[1][name] == listed:
            tables[name] = known[name]
        elif name not in told:
            other = (known[name], beside[1][name]) if name in _CUT and beside else None
            tables[name] = fetch_table(kept, listed, name.removeprefix("action_"), beside=other)
    settings = Settings(**json.loads(told["settings"]))
    fictional = pd.array([settings.illustrative] * len(tables["reviews"]), dtype="boolean")
    tables["reviews"] = tables["reviews"].assign(illustrative=fictional)
    return Inputs(
        settings,
        told["report_toml"],
        Collection(**{name: tables[name] for name in COLLECTION_TABLES}),
        tables["corrections"],
        _codebook(tables),
        _codebook(
            {name.removeprefix("action_"): table for name, table in tables.items() if name.startswith("action_")}
        ),
        tables["labelled"],
    )


def prints_of_reviews(kept: Kept, prints: Mapping[str, str]) -> dict[str, str]:
    """Return for each review the fingerprint of all its rows in the tables that are cut by review."""
    pieces: dict[str, list[str]] = {}
    for name in _CUT:
        for review_id, piece, _ in list_pieces(kept, prints[name]):
            pieces.setdefault(review_id, []).append(f"{name} {piece}")
    return {review_id: fingerprint("\n".join(listed).encode()) for review_id, listed in pieces.items()}


def _known_themes(inputs: Inputs) -> list[str]:
    themes = pd.concat([inputs.codebook.themes, inputs.codebook.retired, inputs.action_types.themes])
    return themes["theme_id"].tolist()


def _tables(inputs: Inputs) -> dict[str, pd.DataFrame]:
    tables = {**inputs.collection._asdict(), "corrections": inputs.corrections, "labelled": inputs.labelled}
    tables["reviews"] = tables["reviews"].drop(columns="illustrative")
    for kind, codebook in (("", inputs.codebook), ("action_", inputs.action_types)):
        # The themes that were retired stand in the same table as those that took their place.
        themes = pd.concat([codebook.themes, codebook.retired])
        tables |= {f"{kind}themes": themes, f"{kind}rules": codebook.rules, f"{kind}examples": codebook.examples}
    return tables


def _codebook(tables: Mapping[str, pd.DataFrame], kind: str = "") -> Codebook:
    return Codebook(**set_retired_aside({name: tables[f"{kind}{name}"] for name in CODEBOOK_TABLES}))
