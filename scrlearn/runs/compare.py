"""What changed between two runs of a collection, why, and what that does to the figures."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from scrlearn.errors import CollectionError
from scrlearn.learning.counts import tabulate_themes
from scrlearn.runs.causes import Cell, Side, States, find_causes, states_of
from scrlearn.runs.coding import Parameters, Period, code_passages, counted_collection, encoder_of
from scrlearn.runs.differences import Basis, Difference, find_differences, find_other_versions
from scrlearn.runs.inputs import fetch_inputs
from scrlearn.runs.kept import Kept
from scrlearn.runs.pieces import fetch_table
from scrlearn.runs.records import Record, list_runs, load_record
from scrlearn.themes.encoder import Encoder
from scrlearn.validation import check_table, empty_table

_CELL = ["passage_id", "theme_id"]
_CHANGES = ("came", "went", "other_decision", "other_decider")


class Comparison(NamedTuple):
    """
    Two runs side by side, by name.

    ``differences`` has a row for each thing in which they differ, ``changed_codings`` for each coding that came, went,
    or is decided otherwise or by another, with its cause; ``change_counts`` counts those by theme and cause, and
    ``figure_changes`` says how many reviews raise each theme, then and now. See :mod:`scrlearn.tables`.
    """

    before: str
    after: str
    differences: pd.DataFrame
    changed_codings: pd.DataFrame
    change_counts: pd.DataFrame
    figure_changes: pd.DataFrame

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name."""
        return {name: getattr(self, name) for name in self._fields if name not in ("before", "after")}


class KeptRun(NamedTuple):
    """What a run kept: its record, what it rested on, and the codings that it settled, by table."""

    name: str
    record: Record
    basis: Basis
    codings: dict[str, pd.DataFrame]

    @property
    def states(self) -> States:
        """What each cell says."""
        return {cell: state for table in self.codings.values() for cell, state in states_of(table).items()}


def compare_runs(
    folder: Path | str, before: str | None = None, after: str | None = None, *, encoder: Path | str | None = None
) -> Comparison:
    """
    Compare two runs of a collection: which codings changed, why, and what that does to the figures.

    Causes are established by coding again: what the earlier run rested on, with one thing at a time as it is in the
    later one. Only passages with a coding that changed are coded, and models that were trained before are not trained
    again.

    Parameters
    ----------
    folder
        The collection.
    before, after
        Names of runs, as in ``runs/``. The last run, and the one before it, if not given.
    encoder
        The folder of the sentence-vector model, if the runs were made with one.

    Returns
    -------
    Comparison
        Its tables are empty where nothing changed.

    Raises
    ------
    CollectionError
        When there are no two runs, or one of them has not kept what it rested on.
    """
    folder = Path(folder)
    names = _chosen(folder, before, after)
    with Kept(folder) as kept:
        after_it = load_kept_run(kept, names[1], load_record(folder, names[1]))
        before_it = load_kept_run(kept, names[0], load_record(folder, names[0]), beside=after_it)
        return compare_kept_runs(before_it, after_it, kept=kept, encoder=encoder_of(folder, encoder))


def load_kept_run(kept: Kept, name: str, record: Record, *, beside: KeptRun | None = None) -> KeptRun:
    """
    Bring back what a run kept, from its record; what it shares with another run is taken from there.

    Raises
    ------
    CollectionError
        When some of it is gone.
    """
    asked = record["parameters"]
    parameters = Parameters(**{**asked, "period": Period(**asked["period"])})
    inputs = fetch_inputs(
        kept, record["inputs"], beside=(beside.basis.inputs, beside.record["inputs"]) if beside else None
    )
    codings = {
        which: fetch_table(
            kept, listed, "codings", beside=(beside.codings[which], beside.record["codings"][which]) if beside else None
        )
        for which, listed in record["codings"].items()
    }
    return KeptRun(name, record, Basis(inputs, parameters), codings)


def compare_kept_runs(
    before: KeptRun, after: KeptRun, *, kept: Kept | None = None, encoder: Encoder | None = None
) -> Comparison:
    """Compare two runs as :func:`compare_runs` does, given what they kept."""
    one, other = before.basis, after.basis
    differences = find_differences(one, other, among=_reviews_that_differ(before.record, after.record))
    versions = find_other_versions(before.record, after.record)

    def say(basis: Basis, passage_ids: Iterable[str]) -> pd.DataFrame:
        consistent = _without_unknown_themes(basis)
        vectors = _vectors_of(basis.parameters, encoder)
        return code_passages(consistent.inputs, consistent.parameters, passage_ids, encoder=vectors, kept=kept)

    sides = Side(one, before.states), Side(other, after.states)
    causes = find_causes(*sides, differences, other_versions=versions, say=say)
    hidden = _not_public(one, other)
    changed = _changed_codings(*sides, causes)
    changed = changed[~changed["review_id"].isin(hidden)].reset_index(drop=True)
    return Comparison(
        before.name,
        after.name,
        _difference_rows(differences, versions, hidden),
        changed,
        _count_changes(changed, _labels(one, other)),
        _figure_changes(before, after),
    )


def _vectors_of(parameters: Parameters, encoder: Encoder | None) -> Encoder | None:
    if parameters.encoder and (encoder is None or encoder.name != parameters.encoder):
        raise CollectionError(
            f"a run was made with the sentence vectors of {parameters.encoder}; give their folder to compare it."
        )
    return encoder if parameters.encoder else None


def _chosen(folder: Path, before: str | None, after: str | None) -> tuple[str, str]:
    kept = [name for name in list_runs(folder) if _keeps(folder, name)]
    after = after or (kept[-1] if kept else None)
    earlier = [name for name in kept if after and name < after]
    before = before or (earlier[-1] if earlier else None)
    if not before or not after:
        raise CollectionError(
            f"{folder / 'runs'}: there are no two runs to compare; run the collection again when something has changed."
        )
    return before, after


def _keeps(folder: Path, name: str) -> bool:
    try:
        load_record(folder, name)
    except CollectionError:
        return False
    return True


def _without_unknown_themes(basis: Basis) -> Basis:
    # With a theme taken away, decisions on it say nothing.
    inputs = basis.inputs
    known = pd.concat([inputs.codebook.themes, inputs.codebook.retired, inputs.action_types.themes])["theme_id"]
    corrections = inputs.corrections[inputs.corrections["theme_id"].isin(known)]
    return basis._replace(inputs=inputs._replace(corrections=corrections))


def _changed_codings(before: Side, after: Side, causes: dict[Cell, list[tuple[str, str]]]) -> pd.DataFrame:
    passage_ids = {passage_id for passage_id, _ in causes}
    was_there, is_there = _facts(before.basis, passage_ids), _facts(after.basis, passage_ids)
    facts = {passage_id: (review_id, None) for passage_id, (review_id, _) in was_there.items()} | is_there
    rows = []
    for cell, found in causes.items():
        was, became = (side.says(cell).split() for side in (before, after))
        review_id, text = facts[cell[0]]
        rows.append(
            {
                **dict(zip(_CELL, cell, strict=True)),
                "review_id": review_id,
                "change": _change(was, became),
                **_decided("before", was),
                **_decided("after", became),
                "causes": ";".join(dict.fromkeys(cause for cause, _ in found)),
                "detail": "; ".join(dict.fromkeys(filter(None, (detail for _, detail in found)))) or None,
                "text": text,
            }
        )
    return check_table(pd.DataFrame(rows, columns=list(empty_table("changed_codings"))), "changed_codings")


def _facts(basis: Basis, passage_ids: set[str]) -> dict[str, tuple[str, str | None]]:
    both = pd.concat([table[["passage_id", "review_id", "text"]] for table in basis.inputs.collection[2:4]])
    both = both[both["passage_id"].isin(passage_ids)]
    return {passage_id: (review_id, text) for passage_id, review_id, text in both.itertuples(index=False, name=None)}


def _change(was: list[str], became: list[str]) -> str:
    said, says = (state[0] if state else "does_not_apply" for state in (was, became))
    if "does_not_apply" in (said, says) and said != says:
        return "came" if says != "does_not_apply" else "went"
    return "other_decision" if said != says else "other_decider"


def _decided(when: str, state: list[str]) -> dict[str, str | None]:
    decision, decided_by = state[:2] if state else (None, None)
    return {f"decision_{when}": decision, f"decided_by_{when}": decided_by}


def _difference_rows(differences: list[Difference], versions: tuple[str, ...], hidden: set[str]) -> pd.DataFrame:
    rows = [
        (difference.cause, subject, difference.detail or None)
        for difference in differences
        for subject in difference.subjects
        # The id of a review, or that of a passage, which begins with it.
        if subject.partition(":")[0] not in hidden
    ]
    rows += [
        ("package_version", version.partition(" ")[0] if "→" in version else version, version) for version in versions
    ]
    return check_table(pd.DataFrame(rows, columns=list(empty_table("differences"))), "differences")


def _not_public(one: Basis, other: Basis) -> set[str]:
    # What a run did not show, a comparison with it must not show either.
    if other.parameters.include_unpublished:
        return set()
    statuses = {
        review_id: status
        for basis in (one, other)
        for review_id, status in basis.inputs.collection.reviews[["review_id", "source_status"]].to_numpy()
    }
    return {review_id for review_id, status in statuses.items() if status == "unpublished"}


def _labels(one: Basis, other: Basis) -> dict[str, str]:
    tables = [
        table
        for basis in (one, other)
        for table in (basis.inputs.action_types.themes, basis.inputs.codebook.themes, basis.inputs.codebook.retired)
    ]
    named = pd.concat(tables)
    return dict(zip(named["theme_id"], named["theme"], strict=True))


def _count_changes(changed: pd.DataFrame, labels: dict[str, str]) -> pd.DataFrame:
    each = changed.assign(cause=changed["causes"].str.split(";")).explode("cause")
    counts = each.groupby(["theme_id", "cause", "change"], sort=False).size().unstack(fill_value=0)
    counts = counts.reindex(columns=list(_CHANGES), fill_value=0).add_prefix("n_").reset_index()
    return check_table(counts.assign(theme=counts["theme_id"].map(labels)), "change_counts")


def _figure_changes(before: KeptRun, after: KeptRun) -> pd.DataFrame:
    then, now = _figures(before), _figures(after)
    cells = pd.concat([now, then])[["source", "theme_id"]].drop_duplicates().sort_values("source", kind="stable")
    both = cells.merge(then, on=["source", "theme_id"], how="left").merge(
        now, on=["source", "theme_id"], how="left", suffixes=("_before", "_after")
    )
    for when, of_reviews in (("before", then["of_reviews"]), ("after", now["of_reviews"])):
        # A theme that a codebook did not have was raised in none of the reviews that it looked at.
        both[f"n_reviews_{when}"] = both[f"n_reviews_{when}"].fillna(0)
        both[f"of_reviews_{when}"] = both[f"of_reviews_{when}"].fillna(of_reviews.max())
    both["theme"] = both["theme_after"].fillna(both["theme_before"])
    both["notice"] = both["notice_after"].fillna(both["notice_before"])
    return check_table(both[list(empty_table("figure_changes"))], "figure_changes")


def _figures(run: KeptRun) -> pd.DataFrame:
    counted = counted_collection(run.basis.inputs, run.basis.parameters)
    themes = run.basis.inputs.codebook.themes
    tables = {
        "recommendations": (run.codings["recommendation_codings"], counted.recommendations),
        "responses": (run.codings["response_codings"], counted.responses),
    }
    counts = [
        tabulate_themes(*coded, counted.reviews, themes=themes).assign(source=source)
        for source, coded in tables.items()
    ]
    return pd.concat(counts)[["source", "theme_id", "theme", "n_reviews", "of_reviews", "notice"]]


def _reviews_that_differ(before: Record, after: Record) -> set[str]:
    both = {**before["reviews"], **after["reviews"]}
    return {review_id for review_id in both if before["reviews"].get(review_id) != after["reviews"].get(review_id)}
