"""Labelled passages: what the model learns from."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from scrlearn.decisions import agreed_decision, current_decisions
from scrlearn.errors import TableError
from scrlearn.files import read_csv
from scrlearn.passages import coded_passages
from scrlearn.themes.codebook import Codebook
from scrlearn.validation import check_table, list_values, name_rows

STARTER = Path(__file__).parent / "starter"


def load_labelled(path: Path | str | None = None, *, more: bool = True) -> pd.DataFrame:
    """
    Load labelled passages.

    Parameters
    ----------
    path
        A CSV file of the table labelled, read as it stands; the passages that ship with the package if not given.
    more
        Whether those that ship include the passages written later, by further hands, to learn from. Scores are quoted
        on the 3,000 of the first four hands alone: load those with ``more=False``.

    Returns
    -------
    pandas.DataFrame
        The table labelled, in the file's order, the first four hands (tr, a, b, c) before the others. All that ship
        were written for this project (see ``themes/starter/README.md``): no real case is described.
    """
    if path is None:
        files = [STARTER / "passages.csv", *([STARTER / "more_passages.csv"] if more else [])]
    else:
        files = [Path(path)]
    tables = [check_table(read_csv(file, neutralised=path is None), "labelled", file=file.name) for file in files]
    return pd.concat(tables, ignore_index=True)


def decided_passages(
    corrections: pd.DataFrame, *passages: pd.DataFrame, when_coders_disagree: str = "check"
) -> pd.DataFrame:
    """
    Return what people decided, as something to learn from.

    Parameters
    ----------
    corrections
        The table corrections.
    *passages
        Every table of passages that the corrections may be about.
    when_coders_disagree
        As for :func:`scrlearn.themes.settle.settle`.

    Returns
    -------
    pandas.DataFrame
        One row a cell that people settled, so that none of them is in doubt or somebody settled it: passage_id, stem,
        text, theme_id, applies (0 or 1).
    """
    coded = pd.concat([_asked_about(table, corrections) for table in passages], ignore_index=True)
    decisions = current_decisions(corrections, coded)
    settled = [
        (*cell, agreed_decision(rows, when_coders_disagree)[0])
        for cell, rows in decisions.groupby(["passage_id", "theme_id"], sort=False)
    ]
    cells = pd.DataFrame(settled, columns=["passage_id", "theme_id", "decision"], dtype="str").dropna()
    decided = cells[["passage_id", "theme_id"]].assign(applies=cells["decision"].eq("applies").astype(int))
    return decided.merge(coded.drop(columns="reading"), on="passage_id")


def _asked_about(passages: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    with_parts = passages["part_of"] if "part_of" in passages else pd.Series(dtype="str")
    asked = passages["passage_id"].isin(corrections["passage_id"]) & ~passages["passage_id"].isin(with_parts)
    return coded_passages(passages[asked])


def relabel(labelled: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """
    Put labelled passages under the themes of a codebook.

    Parameters
    ----------
    labelled
        The table labelled.
    codebook
        Its themes, and those that it has retired.

    Returns
    -------
    pandas.DataFrame
        The same rows. In ``themes``, a theme that was renamed or merged has given way to the one that stands for it;
        themes that were divided, or that the codebook does not have, are left out.

    Examples
    --------
    >>> from scrlearn.themes.codebook import load_codebook
    >>> relabel(pd.DataFrame({"themes": ["safe_sleeping;weather", None]}), load_codebook())
              themes
    0  safe_sleeping
    1            NaN
    """
    successors = dict(zip(codebook.retired["theme_id"], codebook.retired["replaced_by"], strict=True))
    standing = set(codebook.themes["theme_id"])
    named = labelled["themes"].fillna("").str.split(";").explode().replace(successors)
    kept = named[named.isin(standing)].groupby(level=0).agg(lambda themes: ";".join(dict.fromkeys(themes)))
    return labelled.assign(themes=kept.reindex(labelled.index).astype("str"))


class Taught(NamedTuple):
    """What a model is taught: readings, a column of flags a theme (1, 0, or missing), and whose hand each is by."""

    readings: pd.Series
    flags: pd.DataFrame
    hands: pd.Series


def teach(labelled: pd.DataFrame, decided: pd.DataFrame | None, theme_ids: list[str]) -> Taught:
    """Put labelled passages and people's decisions together; of a decided passage only the decided themes are known."""
    _refuse_unknown_themes(labelled, theme_ids)
    passages = coded_passages(labelled.assign(passage_id=labelled.index.astype("str")))
    flags, hands = theme_flags(labelled, theme_ids).astype("Int64"), labelled["hand"].fillna("")
    if decided is None or decided.empty:
        return Taught(passages["reading"], flags, hands)
    cells = decided.pivot(index="passage_id", columns="theme_id", values="applies").reindex(columns=theme_ids)
    people = coded_passages(decided.drop_duplicates("passage_id"))
    return Taught(
        pd.concat([passages["reading"], people["reading"]], ignore_index=True),
        pd.concat([flags, cells.loc[people["passage_id"]].astype("Int64")], ignore_index=True),
        pd.concat([hands, pd.Series(["person"] * len(people), dtype="str")], ignore_index=True),
    )


def theme_flags(labelled: pd.DataFrame, theme_ids: list[str]) -> pd.DataFrame:
    """Return one 0/1 column a theme: whether each labelled passage carries it; the index is that of ``labelled``."""
    carried = labelled["themes"].fillna("").str.split(";")
    return pd.DataFrame(
        {theme: carried.map(lambda themes, theme=theme: int(theme in themes)) for theme in theme_ids},
        index=labelled.index,
        dtype="int64",
    )


def _refuse_unknown_themes(labelled: pd.DataFrame, theme_ids: list[str]) -> None:
    carried = labelled["themes"].fillna("").str.split(";").explode()
    unknown = carried[~carried.isin([*theme_ids, ""])]
    if len(unknown):
        raise TableError(
            f"labelled: themes has {list_values(unknown)} in {name_rows(unknown.index)}; the codebook's themes are "
            f"{', '.join(theme_ids)}. Mend them, or put the passages under the codebook with relabel()."
        )
