"""
How fast is the coding, and in how much memory, beside what a user would pick instead?

    python tests/benchmarks/speed.py [--passages 100000]

Each is run in a process of its own. README.md beside this file says more.
"""

import argparse
import multiprocessing
import resource
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Any

import pandas as pd
from joblib import cpu_count
from joblib.externals.loky import get_reusable_executor
from rivals import ID, SPACY, plain, readings
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.feature_selection import chi2

from scrlearn.reviews.collection import load_reviews
from scrlearn.runs.code import code_in_batches
from scrlearn.runs.coder import train_coder
from scrlearn.themes.codebook import load_codebook
from scrlearn.themes.labelled import load_labelled, theme_flags
from scrlearn.themes.model import ThemeModel

ILLUSTRATIVE = Path(__file__).parents[2] / "data" / "illustrative"
PLAIN = "TF-IDF + logistic regression"
PHRASES_A_THEME = 100


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the coding of many passages.")
    parser.add_argument("--passages", type=int, default=100_000, help="how many (100000 if not given)")
    options = parser.parse_args()
    rows = measure(options.passages)
    table = pd.DataFrame.from_dict(rows, orient="index")
    table["times_plain"] = table["passages_a_second"] / rows[PLAIN]["passages_a_second"]
    print(f"{options.passages} passages\n")
    print(table.to_string(float_format="{:,.2f}".format))
    if not SPACY:
        print("spaCy PhraseMatcher: not installed")
    print(f"\ntraining, and coding data/illustrative: {in_a_process(illustrative):.1f} s")


def measure(n_passages: int) -> dict[str, dict[str, float]]:
    """Return for each way of coding that is installed what so many passages cost."""
    return {name: in_a_process(timed, way, n_passages) for name, way in WAYS.items() if SPACY or "spaCy" not in name}


def many_passages(n: int) -> pd.DataFrame:
    """Return n passages: the labelled ones again and again, each time without another of their words."""
    labelled = load_labelled(more=False).rename(columns=ID)
    repeats = -(-n // len(labelled))
    tables = [
        labelled.assign(
            passage_id=labelled["passage_id"] + f"-{repeat}",
            text=[without_word(text, repeat) for text in labelled["text"]],
        )
        for repeat in range(repeats)
    ]
    return pd.concat(tables, ignore_index=True)[["passage_id", "stem", "text", "kind"]].head(n)


def without_word(text: str, number: int) -> str:
    words = text.split()
    del words[number % len(words)]
    return " ".join(words)


def scores_alone() -> Callable:
    return ThemeModel(load_codebook()).fit(load_labelled()).score


def whole_coding() -> Callable:
    return train_coder(load_codebook()).code


def whole_coding_shared_out() -> Callable:
    coder = train_coder(load_codebook())
    return lambda passages: sum(len(codings) for codings in code_in_batches(coder, passages))


def plain_baseline() -> Callable:
    return plain(load_codebook().themes["theme_id"].tolist()).fit(load_labelled()).score


def phrase_matcher() -> Callable:
    """Match the phrases that tell each theme best, in small letters; nothing is learnt or weighed."""
    import spacy  # noqa: PLC0415  (not a dependency)
    from spacy.matcher import PhraseMatcher  # noqa: PLC0415

    pipeline = spacy.blank("en")
    matcher = PhraseMatcher(pipeline.vocab, attr="LOWER")
    for theme, phrases in telling_phrases().items():
        matcher.add(theme, [pipeline.make_doc(phrase) for phrase in phrases])
    return lambda passages: [
        {pipeline.vocab.strings[match] for match, _, _ in matcher(doc)} for doc in pipeline.pipe(readings(passages))
    ]


def telling_phrases() -> dict[str, list[str]]:
    labelled = load_labelled()
    flags = theme_flags(labelled, load_codebook().themes["theme_id"].tolist())
    counter = CountVectorizer(ngram_range=(1, 3), binary=True, min_df=3)
    hits = counter.fit_transform(readings(labelled.rename(columns=ID)))
    names = pd.Series(counter.get_feature_names_out())
    return {
        str(theme): names.iloc[pd.Series(chi2(hits, flags[theme])[0]).nlargest(PHRASES_A_THEME).index].tolist()
        for theme in flags
    }


WAYS: dict[str, Callable] = {
    PLAIN: plain_baseline,
    "spaCy PhraseMatcher": phrase_matcher,
    "this model: scores": scores_alone,
    "this model: codings with evidence": whole_coding,
    "the same on all processors": whole_coding_shared_out,
}


def timed(way: Callable, n: int) -> dict[str, float]:
    passages = many_passages(n)
    start = perf_counter()
    code = way()
    trained = perf_counter()
    code(passages)
    seconds = perf_counter() - trained
    return {
        "training_seconds": trained - start,
        "coding_seconds": seconds,
        "passages_a_second": n / seconds,
        "peak_megabytes": peak_megabytes(),
    }


def illustrative() -> float:
    start = perf_counter()
    collection, code = load_reviews(ILLUSTRATIVE), whole_coding()
    code(collection.recommendations)
    code(collection.responses)
    return perf_counter() - start


def in_a_process(function: Callable, *arguments: object) -> Any:
    """Call a function in a fresh process, whose peak memory is its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(function, *arguments).result()


def peak_megabytes() -> float:
    # Of the processes that worked for this one only the largest is known: it is counted once a processor.
    get_reusable_executor().shutdown(wait=True)
    own, largest = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    # Linux counts in kilobytes, macOS in bytes.
    return (own + largest * cpu_count()) / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    main()
