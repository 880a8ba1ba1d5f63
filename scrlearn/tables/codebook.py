"""The tables of a codebook, and the labelled passages and concepts that ship beside it."""

from pandera.pandas import DataFrameSchema

from scrlearn.tables.columns import choice, pattern, table, words, yes_no

CODEBOOK: dict[str, DataFrameSchema] = {
    "themes": table(
        "a theme of a codebook",
        ["theme_id"],
        {
            "theme_id": pattern(
                "the theme; never changes",
                r"[a-z0-9]+(_[a-z0-9]+)*",
                "use small letters, digits and underscores, as in safe_sleeping",
                blank=False,
            ),
            "theme": words("its label, for people", blank=False),
            "theme_group": words("the group it is shown under"),
            "definition": words("what it means", blank=False),
            "include": words("what counts"),
            "exclude": words("what does not"),
            "replaced_by": words("the themes that took its place; ;-joined; such a theme is coded no more"),
        },
    ),
    "rules": table(
        "a named pattern",
        ["rule_id"],
        {
            "rule_id": words("the rule", blank=False),
            "theme_id": words("the theme it speaks for", blank=False),
            "pattern": words(
                "the words it looks for, in the pattern language of scrlearn.themes.patterns", blank=False
            ),
            "unless": words("a pattern which, in the same sentence, silences the rule"),
            "reason": words("why the rule is there", blank=False),
        },
    ),
    "examples": table(
        "a text that the codebook decides, kept as a test of it",
        ["example_id"],
        {
            "example_id": words("the example", blank=False),
            "theme_id": words("the theme in question", blank=False),
            "text": words("the passage", blank=False),
            "applies": yes_no("whether the rules must find the theme in it"),
            "reason": words("what the example shows", blank=False),
        },
    ),
    "crosswalk": table(
        "how a theme of another codebook that ships lies to one of the starter codebook",
        ["theme_id", "codebook", "to_theme_id"],
        {
            "theme_id": words("the theme of the other codebook", blank=False),
            "codebook": words("that codebook, by the name under which it is loaded", blank=False),
            "relation": choice(
                "what theme_id is beside to_theme_id; overlaps where neither holds the other",
                ("same", "narrower", "broader", "overlaps"),
            ),
            "to_theme_id": words("the theme of the starter codebook", blank=False),
            "note": words("what the two share", blank=False),
        },
    ),
    "labelled": table(
        "a labelled passage to learn from",
        ["id"],
        {
            "id": words("the passage", blank=False),
            "hand": words("whose style of writing it is in; validate by hand, never by random row", blank=False),
            "text": words("the passage", blank=False),
            "stem": words("the line that introduces it, where it is a part"),
            "kind": words("recommendation, sub_point, learning_point, finding, action or response"),
            "themes": words("the themes it carries; ;-joined, blank for none of them"),
            "other_labels": words("labels of a wider codebook; not exhaustive"),
            "hard_negative_for": words("themes it seems to carry and does not; ;-joined"),
            "origin": words("paraphrase or composed"),
            "source_url": words("the public page whose facts it rests on"),
            "year": words("year of the source"),
            "review_type": words("what kind of document it is in the style of"),
            "confidence": words("clear or borderline"),
            "note": words("a remark by whoever coded it"),
        },
    ),
    "concepts": table(
        "a concept: different words for one kind of thing, so that a model can learn from the kind",
        ["concept"],
        {
            "concept": words("the concept", blank=False),
            "meaning": words("what its words have in common", blank=False),
            "words": words("the words, in small letters, parted by blanks; a word may belong to several", blank=False),
        },
    ),
}
