"""
How good is the coding beside what a user would pick instead? One table: same rows, same split.

    python tests/benchmarks/quality.py
    python tests/benchmarks/quality.py --table FILE --text COLUMN --labels COLUMNS [--codebook FOLDER] [--group COLUMN]
    either with --encoder FOLDER

README.md beside this file says more.
"""

import argparse
import re
from collections.abc import Callable
from tempfile import TemporaryDirectory
from time import perf_counter

import pandas as pd
from rivals import ID, SPACY, readings, rivals
from sklearn.model_selection import GroupKFold, StratifiedKFold

from scrlearn.errors import ScrlearnError, TableError
from scrlearn.files import read_csv
from scrlearn.themes.codebook import Codebook, load_codebook
from scrlearn.themes.encoder import Encoder, load_encoder
from scrlearn.themes.evaluation import evaluate
from scrlearn.themes.held_out import score_by_hand
from scrlearn.themes.labelled import load_labelled
from scrlearn.validation import check_table, empty_table, require_columns

FOLDS = 5
MISSING = {
    "rules alone": "the codebook has none",
    "spaCy textcat": "spaCy is there" if SPACY else "not installed",
    "encoder alone": "no --encoder",
    "this model + encoder": "no --encoder",
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare the coding with what a user would pick instead.")
    parser.add_argument("--table", help="a CSV file of one's own; the labelled passages of the package if not given")
    parser.add_argument("--text", help="its column of passages")
    parser.add_argument("--labels", help="its 0/1 columns, comma-separated, or one column of ;-joined labels")
    parser.add_argument("--codebook", help="a folder with themes, rules and examples, whose theme_ids are the labels")
    parser.add_argument("--group", help="its column that says which passages belong together, such as the review")
    parser.add_argument("--encoder", help="the folder of a sentence encoder")
    parser.add_argument("--as-given", action="store_true", help="learn from the 3,000 passages as given and no more")
    options = parser.parse_args()
    if options.table and not (options.text and options.labels):
        parser.error("--table needs --text and --labels")
    try:
        compare(options)
    except ScrlearnError as error:
        parser.exit(2, f"quality.py: {error}\n")


def compare(options: argparse.Namespace) -> None:
    labelled, codebook = own_table(options) if options.table else shipped(options)
    more = None if options.table or options.as_given else load_labelled()
    carried = {theme for themes in labelled["themes"].dropna() for theme in themes.split(";")}
    theme_ids = [theme for theme in codebook.themes["theme_id"] if theme in carried]
    if not theme_ids:
        raise TableError(f"{options.table}: no label is a theme_id of the codebook: {sorted(carried)}.")
    with TemporaryDirectory() as cache:
        encoder = warmed_encoder(options.encoder, cache, labelled, more) if options.encoder else None
        rows = {
            name: measured(name, make, labelled, more) if make else {"note": MISSING[name]}
            for name, make in rivals(codebook, theme_ids, encoder).items()
        }
    print(f"\n{len(labelled)} passages, {labelled['hand'].nunique()} folds: {', '.join(labelled['hand'].unique())}")
    print(f"learnt from besides: {0 if more is None else len(more) - len(labelled)} more passages\n")
    print(pd.DataFrame.from_dict(rows, orient="index").to_string(float_format="{:.3f}".format, na_rep=""))


def measured(name: str, make: Callable, labelled: pd.DataFrame, more: pd.DataFrame | None) -> dict:
    print(f"{name} ...", flush=True)
    start = perf_counter()
    scores = score_by_hand(make, labelled, more=more)
    seconds = perf_counter() - start
    f1 = evaluate(scores, labelled, n_resamples=0).set_index("theme_id")["f1"]
    folds = [evaluate(rows, labelled, n_resamples=0).set_index("theme_id")["f1"] for _, rows in scores.groupby("hand")]
    of_folds = pd.DataFrame(folds)
    return {
        "macro_f1": f1["macro"],
        "mean_of_folds": of_folds["macro"].mean(),
        "lowest_in_a_fold": of_folds.drop(columns="macro").min().min(),
        "seconds": seconds,
        **f1.drop("macro"),
    }


def shipped(options: argparse.Namespace) -> tuple[pd.DataFrame, Codebook]:
    return load_labelled(more=False), load_codebook(options.codebook)


def own_table(options: argparse.Namespace) -> tuple[pd.DataFrame, Codebook]:
    rows = read_csv(options.table).reset_index(drop=True)
    columns = options.labels.split(",")
    wanted = [options.text, *columns, *([options.group] if options.group else [])]
    require_columns(rows, options.table, wanted)
    rows = rows.dropna(subset=[options.text]).reset_index(drop=True)
    labels = labels_of(rows, columns)
    themes = labels.map(";".join)
    labelled = pd.DataFrame(
        {
            **dict.fromkeys(empty_table("labelled").columns),
            "id": (rows.index + 2).astype("str"),
            "text": rows[options.text],
            "themes": themes.where(themes != ""),
            "source_url": rows[options.group] if options.group else None,
        }
    )
    labelled["hand"] = folds(labelled)
    codebook = load_codebook(options.codebook) if options.codebook else made_codebook(labels)
    return check_table(labelled, "labelled"), codebook


def labels_of(rows: pd.DataFrame, columns: list[str]) -> pd.Series:
    """Return the labels of each row, as theme_ids in a list."""
    joined = len(columns) == 1 and not rows[columns[0]].dropna().isin(["0", "1", "0.0", "1.0"]).all()
    if joined:
        named = [cell.split(";") for cell in rows[columns[0]].fillna("")]
    else:
        ones = rows[columns].isin(["1", "1.0"])
        named = [[name for name in columns if row[name]] for row in ones.to_dict("records")]
    return pd.Series([sorted({theme_id(name) for name in names if name.strip()}) for names in named], index=rows.index)


def made_codebook(labels: pd.Series) -> Codebook:
    """Return a codebook with a theme for each label and no rules."""
    ids = sorted({label for names in labels for label in names})
    blank = dict.fromkeys(empty_table("themes").columns)
    themes = pd.DataFrame({**blank, "theme_id": ids, "theme": ids, "definition": ids})
    return Codebook(check_table(themes, "themes"), empty_table("rules"), empty_table("examples"))


def theme_id(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")


def folds(labelled: pd.DataFrame) -> pd.Series:
    """Return the fold of each passage: whole groups where there are any, else labels in equal shares."""
    groups = labelled["source_url"]
    if groups.notna().any():
        groups = groups.fillna(labelled["id"])
        splits = GroupKFold(min(FOLDS, groups.nunique())).split(labelled, groups=groups)
    else:
        combination = labelled["themes"].fillna("")
        rare = combination.map(combination.value_counts()) < FOLDS
        splits = StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(labelled, combination.mask(rare, "rare"))
    fold = pd.Series(index=labelled.index, dtype="str")
    for number, (_, held_out) in enumerate(splits, start=1):
        fold.iloc[held_out] = f"fold {number}"
    return fold


def warmed_encoder(folder: str, cache: str, *tables: pd.DataFrame | None) -> Encoder:
    """Return the encoder with every passage encoded, so that no rival is timed for it."""
    encoder = load_encoder(folder, cache=cache)
    texts = [text for table in tables if table is not None for text in readings(table.rename(columns=ID))]
    start = perf_counter()
    encoder.encode(texts)
    print(f"{len(set(texts))} passages encoded in {perf_counter() - start:.0f} s, once for all", flush=True)
    return encoder


if __name__ == "__main__":
    main()
