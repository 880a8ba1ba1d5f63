"""
Two coders decide on 20 reviews; then the collection moves on.

They disagree on some cells, are unsure of some, change their minds, take some decisions back, and write a reason here
and there: 60 decisions. Then three reviews arrive that were published late, a recommendation's text is mended, a theme
is added to the collection's own codebook, and a rule is changed. The reviews stand in the order of their years, so that
new ones come in among the old. What is held of it stands in tests/runs/test_people.py, what others make of it in
people.py.
"""

import shutil
from pathlib import Path

import pandas as pd

from scrlearn.checking.ledger import record_decisions
from scrlearn.files import csv_bytes, read_csv, write_whole
from scrlearn.passages import coded_passages
from scrlearn.reviews.collection import Collection, load_reviews, save_reviews, select_reviews, start_collection
from scrlearn.themes.labelled import STARTER

ILLUSTRATIVE = Path(__file__).parents[2] / "data" / "illustrative"
THEMES = ["whole_family", "cross_border_information_sharing", "safe_sleeping", "voice_of_the_child"]
PUBLISHED_LATE = ["marlshire-baby-f-2011", "fellmarch-child-g-2016", "eastmere-dhr-05-2021"]
MENDED = "eastmere-baby-g-2013:2"

# A passage, then what Ann and what Bob say of the themes in their order: + applies, - does not, ? unsure, x withdrawn.
SAID = """
marlshire-child-b-2009:1              ...+ ...+
marlshire-child-b-2009:4              .-.. .-..
marlshire-child-b-2009:7              -... +...
eastmere-child-a-2010:4               .+.. ....
eastmere-child-a-2010:8               .+.. .?..
eastmere-baby-d-2011:1                -.+- ..+.
fellmarch-child-c-2011:3              .-.. .-..
fellmarch-child-c-2011:4              -... ....
marlshire-family-r-2012:2             +..- +..+
marlshire-family-r-2012:3.b           ...+ ...+
marlshire-family-r-2012:3.d           ...- ....
eastmere-family-j-2012:1              -+.. ....
eastmere-baby-g-2013:2                +.+. +.+.
eastmere-child-e-2014:2.a             .+.- ....
eastmere-child-e-2014:4.b             -..+ ?..+
fellmarch-child-d-2014:1.c            ...+ ....
marlshire-child-k-2015:2.b.ii         -+.. .+..
marlshire-child-k-2015:3.b            -..+ +..+
eastmere-baby-d-2011:6.response-1     ..-. ..+.
eastmere-adolescents-2017:4.action-1  ..-. ..-.
eastmere-child-k-2016:4.response-1    --.. ....
marlshire-family-r-2012:2.response-1  +..- ....
fellmarch-child-h-2019:action-2       .... +...
eastmere-child-a-2010:4               .x.. ....
marlshire-family-r-2012:3.d           ...+ ....
eastmere-baby-g-2013:2                .... x...
marlshire-child-b-2009:7              .... x...
fellmarch-child-c-2011:3              .... .x..
fellmarch-child-c-2011:3              .... .-..
marlshire-child-w-2022:1              ...+ ....
marlshire-child-w-2022:2              +... ....
"""
MEANT = {"+": "applies", "-": "does_not_apply", "?": "unsure", "x": "withdrawn"}
REASONS = {
    ("eastmere-adolescents-2017:4.action-1", "Bob"): "Cot First is the name of a campaign",
    ("marlshire-child-k-2015:3.b", "Ann"): "the child's own view, not the family's",
    ("eastmere-baby-g-2013:2", "Ann"): "the young parents are the family",
    ("marlshire-family-r-2012:3.d", "Ann"): "what they find is how the child lives",
}


def start_with_twenty_reviews(folder: Path) -> None:
    start_collection(folder, illustrative=True, collection=published(23, without=PUBLISHED_LATE))
    shutil.copytree(STARTER, folder / "codebook", ignore=shutil.ignore_patterns("*.md", "*passages.csv"))


def published(n: int, *, without: list[str]) -> Collection:
    collection = load_reviews(ILLUSTRATIVE)
    first = collection.reviews.query("source_status == 'published'").head(n)
    return select_reviews(collection, first[~first["review_id"].isin(without)])


def record_sixty_decisions(folder: Path) -> None:
    texts = coded_texts(folder).set_index("passage_id")
    for line in SAID.split("\n")[1:-1]:
        passage_id, *said = line.split()
        for coder, marks in zip(("Ann", "Bob"), said, strict=True):
            decided = {theme: MEANT[mark] for theme, mark in zip(THEMES, marks, strict=True) if mark != "."}
            decisions = pd.DataFrame({"theme_id": list(decided), "decision": list(decided.values())}, dtype="str")
            seen = {"text_seen": texts.loc[passage_id, "text"], "stem_seen": texts.loc[passage_id, "stem"] or None}
            reason = REASONS.get((passage_id, coder))
            record_decisions(folder, decisions.assign(passage_id=passage_id, reason=reason, **seen), coder=coder)


def coded_texts(folder: Path) -> pd.DataFrame:
    collection = load_reviews(folder)
    both = [coded_passages(passages) for passages in (collection.recommendations, collection.responses)]
    return pd.concat(both, ignore_index=True)


def move_on(folder: Path) -> None:
    """Let three reviews arrive, mend a text, add a theme and change a rule."""
    collection = published(23, without=[])
    texts = collection.recommendations.set_index("passage_id")["text"]
    texts[MENDED] = texts[MENDED].replace("furnished with a cot", "furnished with a cot and a thermometer")
    save_reviews(collection._replace(recommendations=collection.recommendations.assign(text=texts.to_list())), folder)
    tables = {name: read_csv(folder / "codebook" / f"{name}.csv") for name in ("themes", "rules")}
    theme = {"theme_id": "training", "theme": "Training", "theme_group": "Ours", "definition": "Courses and workshops."}
    rule = {"rule_id": "courses", "theme_id": "training", "pattern": "train|course|workshop", "reason": "Their names."}
    rules = tables["rules"].set_index("rule_id")
    rules.loc["safe-sleeping-cot", "unless"] += "|cot first"
    for name, old, row in (("themes", tables["themes"], theme), ("rules", rules.reset_index(), rule)):
        write_whole(folder / "codebook" / f"{name}.csv", csv_bytes(pd.concat([old, pd.DataFrame([row])])))
