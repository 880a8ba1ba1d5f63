"""The illustrative collection as tests use it: its tables, and its gold codings as a table of codings."""

from pathlib import Path

import pandas as pd

from scrlearn.files import read_csv
from scrlearn.validation import check_table

TESTS = Path(__file__).parent
COLLECTION = TESTS.parent / "data" / "illustrative"
EXPECTED = TESTS / "expected"

REVIEWS = check_table(read_csv(COLLECTION / "reviews.csv").assign(illustrative=True), "reviews")
RECOMMENDATIONS = read_csv(COLLECTION / "recommendations.csv")
RESPONSES = read_csv(COLLECTION / "responses.csv")
ANSWERS = read_csv(COLLECTION / "answers.csv")
THEMES = pd.DataFrame(
    [
        ["whole_family", "Whole family"],
        ["cross_border_information_sharing", "Cross border information sharing"],
        ["safe_sleeping", "Safe sleeping"],
        ["voice_of_the_child", "Voice of the child"],
    ],
    columns=["theme_id", "theme"],
).assign(theme_group="Required themes")


def code_as_gold():
    gold = read_csv(COLLECTION / "codings_gold.csv")[["passage_id", "theme_id"]].assign(decision="applies")
    leaves = RECOMMENDATIONS[~RECOMMENDATIONS["passage_id"].isin(RECOMMENDATIONS["part_of"])]
    every_cell = pd.concat([leaves, RESPONSES])[["passage_id"]].merge(THEMES[["theme_id"]], how="cross")
    codings = pd.concat([gold, every_cell.assign(decision="does_not_apply")], ignore_index=True)
    of_response = codings["passage_id"].isin(RESPONSES["passage_id"])
    marlshire, eastmere = (codings["passage_id"].str.startswith(name) for name in ("marlshire-", "eastmere-"))
    codings["confirmed"] = marlshire | (eastmere & ~of_response)
    return codings.drop_duplicates(["passage_id", "theme_id"], ignore_index=True)


CODINGS = code_as_gold()
