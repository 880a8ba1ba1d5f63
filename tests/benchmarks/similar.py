"""
How often is the right past recommendation found, by a query in other words? One table, beside plain TF-IDF cosine.

    python tests/benchmarks/similar.py
    python tests/benchmarks/similar.py --encoder FOLDER
    python tests/benchmarks/similar.py --queries FILE [--folder COLLECTION]

README.md beside this file says more.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

from scrlearn.errors import ScrlearnError
from scrlearn.files import read_csv
from scrlearn.learning.similar import find_similar
from scrlearn.passages import coded_passages
from scrlearn.reviews.collection import Collection, load_reviews
from scrlearn.runs.coder import train_coder
from scrlearn.themes.codebook import load_codebook
from scrlearn.themes.encoder import load_encoder
from scrlearn.validation import require_columns

ROOT = Path(__file__).parents[2]
QUERIES = ROOT / "tests" / "material" / "similar_queries.csv"
COLLECTION = ROOT / "data" / "illustrative"
ALL = 10_000

# From the place of a query and its text to the passage_ids found, the likest first.
Finder = Callable[[int, str], list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how often the right past recommendation is found.")
    parser.add_argument("--queries", type=Path, default=QUERIES, help="a CSV file: query_id, query, expected")
    parser.add_argument("--folder", type=Path, default=COLLECTION, help="the collection to look in")
    parser.add_argument("--encoder", help="the folder of a sentence encoder")
    parser.add_argument("--missed", action="store_true", help="list the queries that are not answered in the first 5")
    options = parser.parse_args()
    try:
        compare(options)
    except ScrlearnError as error:
        parser.exit(2, f"similar.py: {error}\n")


def compare(options: argparse.Namespace) -> None:
    queries, collection = read_queries(options.queries), load_reviews(options.folder)
    ranks = {name: rank_all(find, queries) for name, find in rivals(collection, queries, options.encoder).items()}
    print(f"\n{len(queries)} queries on {len(coded_passages(collection.recommendations))} recommendations and parts\n")
    print(
        pd.DataFrame({name: measure(found) for name, found in ranks.items()}).T.to_string(float_format="{:.3f}".format)
    )
    if options.missed:
        missed = pd.DataFrame(ranks).assign(query=queries["query"])
        print(f"\nRank of the right one\n\n{missed[(pd.DataFrame(ranks) > 5).any(axis=1)].to_string()}")


def read_queries(file: Path) -> pd.DataFrame:
    queries = read_csv(file).reset_index(drop=True)
    require_columns(queries, file.name, ["query_id", "query", "expected"])
    return queries


def rivals(collection: Collection, queries: pd.DataFrame, encoder: str | None) -> dict[str, Finder]:
    coder = train_coder(load_codebook())
    codings = coder.code(collection.recommendations)
    asked = queries.rename(columns={"query_id": "passage_id", "query": "text"})[["passage_id", "text"]]
    applying = coder.code(asked).query("decision == 'applies'")
    themes = [list(applying.loc[applying["passage_id"] == query_id, "theme_id"]) for query_id in asked["passage_id"]]
    finders = {
        "plain TF-IDF cosine": plain(collection),
        "this": this(collection),
        "this + themes": this(collection, themes, codings=codings),
    }
    if encoder:
        finders["this + themes + encoder"] = this(collection, themes, codings=codings, encoder=load_encoder(encoder))
    return finders


def plain(collection: Collection) -> Finder:
    passages = coded_passages(collection.recommendations)
    vectorizer = TfidfVectorizer().fit(passages["reading"])
    vectors = vectorizer.transform(passages["reading"])

    def find(place: int, query: str) -> list[str]:
        likeness = pd.Series((vectorizer.transform([query]) @ vectors.T).toarray()[0], index=passages["passage_id"])
        return list(likeness.sort_values(ascending=False, kind="stable").index)

    return find


def this(collection: Collection, themes: list[list[str]] | None = None, **options: object) -> Finder:
    def find(place: int, query: str) -> list[str]:
        carried = themes[place] if themes else []
        found = find_similar(
            query,
            collection.recommendations,
            collection.reviews,
            collection.responses,
            collection.answers,
            themes=carried,
            most=ALL,
            least_likeness=0,
            **options,
        )
        return list(found["passage_id"])

    return find


def rank_all(find: Finder, queries: pd.DataFrame) -> list[int]:
    """Return, by query, the place of the first that is expected; a recommendation with parts is found in any part."""
    return [rank(find(row.Index, row.query), row.expected.split(";")) for row in queries.itertuples()]


def rank(found: list[str], expected: list[str]) -> int:
    right = [place for place, passage_id in enumerate(found, start=1) if is_expected(passage_id, expected)]
    return right[0] if right else ALL


def is_expected(passage_id: str, expected: list[str]) -> bool:
    return any(passage_id == one or passage_id.startswith(f"{one}.") for one in expected)


def measure(ranks: list[int]) -> dict[str, float]:
    places = pd.Series(ranks)
    recall = {f"recall_at_{most}": (places <= most).mean() for most in (1, 5, 10)}
    return recall | {"mean_reciprocal_rank": (1 / places).mean()}


if __name__ == "__main__":
    main()
