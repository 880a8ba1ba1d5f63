"""In what two runs differ, and what the one would have rested on with a single thing as it was in the other."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from scrlearn.reviews.collection import Collection
from scrlearn.runs.coding import Parameters
from scrlearn.runs.inputs import Inputs
from scrlearn.runs.records import Record
from scrlearn.themes.codebook import Codebook

# Each rule that is looked at alone takes training a model of its own, some seconds; more than these are one difference.
MOST_RULES = 8
# The codebooks of a run, by their names among its inputs.
_BOOKS = ("codebook", "action_types")


class Basis(NamedTuple):
    """What a run rested on, besides the package that made it."""

    inputs: Inputs
    parameters: Parameters


class Difference(NamedTuple):
    """
    Something in which two runs differ.

    ``subjects`` are the reviews, passages, rules and so on that it is about, ``detail`` says it in words, and
    ``take(one, other)`` returns the one basis with this single thing as it is in the other; it works both ways.
    """

    cause: str
    subjects: tuple[str, ...]
    detail: str
    take: Callable[[Basis, Basis], Basis]


def find_differences(before: Basis, after: Basis, *, among: set[str]) -> list[Difference]:
    """
    Find in what two runs differ, besides the package that made them.

    Parameters
    ----------
    before, after
        What they rested on.
    among
        The reviews that may have changed.

    Returns
    -------
    list of Difference
        At most one for each cause but for rules, of which each is one of its own, up to eight of them: new and removed
        reviews, changed passages, changed facts of reviews, themes, rules, labelled passages, people's decisions, what
        is done when coders disagree, and parameters.
    """
    one, other = before.inputs, after.inputs
    old, new = one.collection, other.collection
    added = _missing(new.reviews["review_id"], old.reviews["review_id"])
    removed = _missing(old.reviews["review_id"], new.reviews["review_id"])
    shared = among - {*added, *removed}
    reworded = _changed_rows(_passages(old, shared), _passages(new, shared), "passage_id")
    moved = _changed_rows(_of(old.reviews, shared), _of(new.reviews, shared), "review_id")
    themes = _changed_rows(one.codebook.themes, other.codebook.themes, "theme_id")
    themes += _changed_rows(one.codebook.retired, other.codebook.retired, "theme_id")
    themes += _changed_rows(one.action_types.themes, other.action_types.themes, "theme_id")
    found = [
        Difference("new_review", added, "", _taking_reviews(added)),
        Difference("removed_review", removed, "", _taking_reviews(removed)),
        Difference("changed_text", reworded, "", _taking_passages),
        Difference("changed_facts", moved, "", _taking_facts(moved)),
        Difference("changed_theme", tuple(dict.fromkeys(themes)), "", _taking_themes),
        *(difference for book in _BOOKS for difference in _in_rules(one, other, book)),
        _in_labelled(one.labelled, other.labelled),
        _in_decisions(one.corrections, other.corrections),
        *_in_settings(before, after),
    ]
    return [difference for difference in found if difference.subjects]


def find_other_versions(before: Record, after: Record) -> tuple[str, ...]:
    """Return in words which versions differ between two runs: of Python, of packages, or of scrlearn's own code."""
    old, new = ({"Python": record["python"], **record["packages"]} for record in (before, after))
    found = [f"{name} {old.get(name, 'none')} → {version}" for name, version in new.items() if old.get(name) != version]
    return (*found, *(["scrlearn's own code"] if before["code"] != after["code"] else []))


def _missing(these: Iterable[str], among: Iterable[str]) -> tuple[str, ...]:
    known = set(among)
    return tuple(name for name in these if name not in known)


def _of(table: pd.DataFrame, review_ids: set[str]) -> pd.DataFrame:
    return table[table["review_id"].isin(review_ids)]


def _passages(collection: Collection, review_ids: set[str]) -> pd.DataFrame:
    columns = ["passage_id", "review_id", "part_of", "stem", "text"]
    tables = (collection.recommendations, collection.responses)
    return pd.concat([_of(table, review_ids).reindex(columns=columns) for table in tables])


def _changed_rows(old: pd.DataFrame, new: pd.DataFrame, key: str) -> tuple[str, ...]:
    # Rows that only one of the two has.
    both = pd.concat([old, new]).astype("str")
    return tuple(both.loc[~both.duplicated(keep=False), key].unique())


def _taking_reviews(review_ids: tuple[str, ...]) -> Callable[[Basis, Basis], Basis]:
    def take(one: Basis, other: Basis) -> Basis:
        return _with_collection(one, _mixed(one.inputs.collection, other.inputs.collection, set(review_ids)))

    return take


def _taking_passages(one: Basis, other: Basis) -> Basis:
    old, new = one.inputs.collection, other.inputs.collection
    shared = set(old.reviews["review_id"]) & set(new.reviews["review_id"])
    return _with_collection(one, _mixed(old, new, shared)._replace(reviews=old.reviews))


def _taking_facts(review_ids: tuple[str, ...]) -> Callable[[Basis, Basis], Basis]:
    def take(one: Basis, other: Basis) -> Basis:
        old, new = one.inputs.collection.reviews, other.inputs.collection.reviews
        facts = [old[~old["review_id"].isin(review_ids)], new[new["review_id"].isin(review_ids)]]
        return _with_collection(one, one.inputs.collection._replace(reviews=pd.concat(facts, ignore_index=True)))

    return take


def _mixed(one: Collection, other: Collection, review_ids: set[str]) -> Collection:
    mixed = [
        pd.concat([table[~table["review_id"].isin(review_ids)], instead[instead["review_id"].isin(review_ids)]])
        for table, instead in zip(one[:4], other[:4], strict=True)
    ]
    answers = pd.concat([one.answers, other.answers]).drop_duplicates()
    there = answers["response_id"].isin(mixed[3]["passage_id"])
    return Collection(*(table.reset_index(drop=True) for table in (*mixed, answers[there])))


def _taking_themes(one: Basis, other: Basis) -> Basis:
    codebook = _with_themes_of(one.inputs.codebook, other.inputs.codebook)
    action_types = _with_themes_of(one.inputs.action_types, other.inputs.action_types)
    return one._replace(inputs=one.inputs._replace(codebook=codebook, action_types=action_types))


def _with_themes_of(old: Codebook, new: Codebook) -> Codebook:
    # The rules of a theme that only one of the two has belong to the theme.
    shared = set(old.themes["theme_id"]) & set(new.themes["theme_id"])
    rules = pd.concat([old.rules[old.rules["theme_id"].isin(shared)], new.rules[~new.rules["theme_id"].isin(shared)]])
    return Codebook(new.themes, _in_order_of(rules, new.rules), new.examples, new.retired)


def _in_rules(one: Inputs, other: Inputs, book: str) -> list[Difference]:
    codebooks: list[Codebook] = [getattr(inputs, book) for inputs in (one, other)]
    shared = set(codebooks[0].themes["theme_id"]) & set(codebooks[1].themes["theme_id"])
    columns = ["rule_id", "theme_id", "pattern", "unless"]
    old, new = (codebook.rules.loc[codebook.rules["theme_id"].isin(shared), columns] for codebook in codebooks)
    changed = _changed_rows(old, new, "rule_id")
    if len(changed) > MOST_RULES:
        told = f"one or more of {len(changed)} rules"
        return [Difference("changed_rule", changed, told, _taking_rules(changed, book))]
    told_of_each = {rule_id: _what_became(rule_id, old, new, "rule_id") for rule_id in changed}
    return [
        Difference("changed_rule", (rule_id,), told, _taking_rules([rule_id], book))
        for rule_id, told in told_of_each.items()
    ]


def _taking_rules(rule_ids: Sequence[str], book: str) -> Callable[[Basis, Basis], Basis]:
    def take(one: Basis, other: Basis) -> Basis:
        codebook, new = getattr(one.inputs, book), getattr(other.inputs, book).rules
        others = codebook.rules[~codebook.rules["rule_id"].isin(rule_ids)]
        rules = _in_order_of(pd.concat([others, new[new["rule_id"].isin(rule_ids)]]), new)
        return one._replace(inputs=one.inputs._replace(**{book: codebook._replace(rules=rules)}))

    return take


def _in_order_of(rules: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    # A model that has learnt from the same rules in the same order need not learn again.
    places = {rule_id: place for place, rule_id in enumerate(others["rule_id"])}
    order = rules["rule_id"].map(places).fillna(len(places)).argsort(kind="stable")
    return rules.iloc[order].reset_index(drop=True)


def _what_became(name: str, old: pd.DataFrame, new: pd.DataFrame, key: str) -> str:
    there = name in set(old[key]), name in set(new[key])
    return {(False, True): "added", (True, False): "removed"}.get(there, "changed")


def _in_labelled(old: pd.DataFrame, new: pd.DataFrame) -> Difference:
    def take(one: Basis, other: Basis) -> Basis:
        return one._replace(inputs=one.inputs._replace(labelled=other.inputs.labelled))

    changed = _changed_rows(old, new, "id")
    became = [_what_became(name, old, new, "id") for name in changed]
    detail = ", ".join(f"{became.count(word)} {word}" for word in dict.fromkeys(became))
    return Difference("changed_labelled", changed, detail, take)


def _in_decisions(old: pd.DataFrame, new: pd.DataFrame) -> Difference:
    def take(one: Basis, other: Basis) -> Basis:
        return one._replace(inputs=one.inputs._replace(corrections=other.inputs.corrections))

    changed = decisions_that_differ(old, new)
    cells = (changed["passage_id"] + " " + changed["theme_id"]).unique()
    return Difference("persons_decision", tuple(cells), f"{len(changed)} decisions", take)


def decisions_that_differ(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of corrections that only one of two tables has, or has at another turn, in their order."""
    # Two decisions on a cell may read the same where nobody wrote down when they were made.
    both = pd.concat([table.assign(turn=table.groupby(["passage_id", "theme_id"]).cumcount()) for table in (old, new)])
    return both[~both.astype("str").duplicated(keep=False)].drop(columns="turn").reset_index(drop=True)


def _in_settings(before: Basis, after: Basis) -> list[Difference]:
    def take_rule(one: Basis, other: Basis) -> Basis:
        rule = other.inputs.settings.when_coders_disagree
        return one._replace(
            inputs=one.inputs._replace(settings=one.inputs.settings._replace(when_coders_disagree=rule))
        )

    def take_parameters(one: Basis, other: Basis) -> Basis:
        return one._replace(parameters=other.parameters)

    rules = [basis.inputs.settings.when_coders_disagree for basis in (before, after)]
    asked = [{**basis.parameters.period._asdict(), **basis.parameters._asdict()} for basis in (before, after)]
    changed = tuple(name for name in asked[0] if name != "period" and asked[0][name] != asked[1][name])
    detail = ", ".join(f"{name} {asked[0][name]} → {asked[1][name]}" for name in changed)
    return [
        Difference("disagreement_rule", tuple(rules[1:] if rules[0] != rules[1] else ()), " → ".join(rules), take_rule),
        Difference("changed_parameters", changed, detail, take_parameters),
    ]


def _with_collection(basis: Basis, collection: Collection) -> Basis:
    return basis._replace(inputs=basis.inputs._replace(collection=collection))
