"""What a user would pick instead, each with the face of ThemeModel, so that all are measured the same way."""

import random
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import FeatureUnion, make_union

from scrlearn.passages import coded_passages
from scrlearn.themes.codebook import Codebook
from scrlearn.themes.encoder import Encoder
from scrlearn.themes.labelled import theme_flags
from scrlearn.themes.model import ThemeModel
from scrlearn.themes.rules import rule_hits
from scrlearn.words import words_of

ID = {"id": "passage_id"}
SPACY = find_spec("spacy") is not None


def readings(passages: pd.DataFrame) -> list[str]:
    """Return passages as every rival reads them: stem, then text."""
    return coded_passages(passages)["reading"].tolist()


def half(theme_ids: Iterable[str]) -> pd.DataFrame:
    """Return thresholds of .5 and no band in which a person is asked."""
    return pd.DataFrame({"theme_id": list(theme_ids), "check_from": 0.5, "threshold": 0.5, "applies_from": 0.5})


class OneAThemeRival:
    """One scikit-learn classifier a theme."""

    def __init__(self, theme_ids: list[str], make_classifier: Callable):
        self.theme_ids = theme_ids
        self.make_classifier = make_classifier
        self.thresholds_ = half(theme_ids)

    def fit(self, labelled: pd.DataFrame) -> "OneAThemeRival":
        values = self._values(labelled.rename(columns=ID), learn=True)
        flags = theme_flags(labelled, self.theme_ids)
        # A theme that no passage, or every passage, carries has nothing to be learnt but that.
        made = {theme: self.make_classifier() if flags[theme].nunique() == 2 else majority() for theme in flags}
        self.classifiers_ = {theme: classifier.fit(values, flags[theme]) for theme, classifier in made.items()}
        return self

    def score(self, passages: pd.DataFrame) -> pd.DataFrame:
        values = self._values(passages, learn=False)
        scores = {theme: chance_of(classifier, values) for theme, classifier in self.classifiers_.items()}
        return as_long(passages, pd.DataFrame(scores))

    def _values(self, passages: pd.DataFrame, *, learn: bool) -> Any:
        return readings(passages)


class PlainRival(OneAThemeRival):
    """The same features for every theme, made once."""

    def __init__(self, theme_ids: list[str], make_classifier: Callable, make_features: Callable):
        super().__init__(theme_ids, make_classifier)
        self.make_features = make_features

    def _values(self, passages: pd.DataFrame, *, learn: bool) -> Any:
        if learn:
            self.features_ = self.make_features()
            return self.features_.fit_transform(readings(passages)).tocsr()
        return self.features_.transform(readings(passages)).tocsr()


class EncoderRival(OneAThemeRival):
    """Logistic regression on an encoder's vectors and nothing else."""

    def __init__(self, theme_ids: list[str], encoder: Encoder):
        super().__init__(theme_ids, lambda: LogisticRegression(C=4, class_weight="balanced", max_iter=1000))
        self.encoder = encoder

    def _values(self, passages: pd.DataFrame, *, learn: bool) -> Any:
        return self.encoder.encode(readings(passages))


class RulesRival:
    """The rules of a codebook and nothing else."""

    def __init__(self, codebook: Codebook, theme_ids: list[str]):
        self.codebook = codebook
        self.theme_ids = theme_ids
        self.thresholds_ = half(theme_ids)

    def fit(self, labelled: pd.DataFrame) -> "RulesRival":
        return self

    def score(self, passages: pd.DataFrame) -> pd.DataFrame:
        hits = rule_hits(readings(passages), self.codebook)
        of_theme = {theme: (self.codebook.rules["theme_id"] == theme).to_numpy() for theme in self.theme_ids}
        fired = {theme: hits[:, columns].any(axis=1) for theme, columns in of_theme.items()}
        return as_long(passages, pd.DataFrame(fired).astype("float"))


class ThisModel:
    """The project's model; as in settling, the rules decide on a theme on which it is silent."""

    def __init__(self, codebook: Codebook, theme_ids: list[str], **options: Any):
        self.model = ThemeModel(codebook, **options)
        self.rules = RulesRival(codebook, theme_ids)

    def fit(self, labelled: pd.DataFrame) -> "ThisModel":
        self.model.fit(labelled)
        learnt = self.model.thresholds_
        self.silent_ = self.rules.thresholds_.query("theme_id not in @learnt.theme_id")
        self.thresholds_ = pd.concat([learnt, self.silent_], ignore_index=True)
        return self

    def score(self, passages: pd.DataFrame) -> pd.DataFrame:
        by_rule = self.rules.score(passages)
        by_rule = by_rule[by_rule["theme_id"].isin(self.silent_["theme_id"])]
        scores = pd.concat([self.model.score(passages), by_rule])
        return scores[scores["theme_id"].isin(self.rules.theme_ids)]


class SpacyRival:
    """spaCy's own text classifier: a bag of words beside a small network, from nothing."""

    def __init__(self, theme_ids: list[str], *, rounds: int = 20, seed: int = 0):
        self.theme_ids = theme_ids
        self.rounds = rounds
        self.seed = seed
        self.thresholds_ = half(theme_ids)

    def fit(self, labelled: pd.DataFrame) -> "SpacyRival":
        import spacy  # noqa: PLC0415  (not a dependency)
        from spacy.training import Example  # noqa: PLC0415

        spacy.util.fix_random_seed(self.seed)
        self.pipeline_ = spacy.blank("en")
        classifier = self.pipeline_.add_pipe("textcat_multilabel")
        for theme in self.theme_ids:
            classifier.add_label(theme)
        cats = theme_flags(labelled, self.theme_ids).astype("float").to_dict("records")
        texts = readings(labelled.rename(columns=ID))
        examples = [
            Example.from_dict(self.pipeline_.make_doc(text), {"cats": cat})
            for text, cat in zip(texts, cats, strict=True)
        ]
        optimiser = self.pipeline_.initialize(lambda: examples)
        shuffled = random.Random(self.seed)
        for _ in range(self.rounds):
            shuffled.shuffle(examples)
            for batch in spacy.util.minibatch(examples, 32):
                self.pipeline_.update(batch, sgd=optimiser, drop=0.2)
        return self

    def score(self, passages: pd.DataFrame) -> pd.DataFrame:
        cats = [doc.cats for doc in self.pipeline_.pipe(readings(passages))]
        return as_long(passages, pd.DataFrame(cats, columns=self.theme_ids).clip(0, 1))


def majority() -> DummyClassifier:
    return DummyClassifier(strategy="most_frequent")


class OneKeyword:
    """The single word that, with its endings and read as a rule, has the best F1 on what is learnt from."""

    classes_ = (0, 1)

    def fit(self, texts: list[str], flags: pd.Series) -> "OneKeyword":
        self.words_ = CountVectorizer(binary=True, analyzer=stems)
        hits = self.words_.fit_transform(texts)
        right, fired, carry = hits.T @ flags.to_numpy(), np.asarray(hits.sum(axis=0))[0], flags.sum()
        self.best_ = int(np.argmax(2 * right / (fired + carry)))
        return self

    def predict_proba(self, texts: list[str]) -> np.ndarray:
        fired = self.words_.transform(texts)[:, self.best_].toarray()[:, 0]
        return np.column_stack([1 - fired, fired])


def words_and_letters() -> FeatureUnion:
    """Return the features of the reference figures in themes/starter/README.md."""
    return make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True),
    )


def word_counts() -> CountVectorizer:
    return CountVectorizer(ngram_range=(1, 2))


def stems(text: str) -> list[str]:
    return [word.stem for word in words_of(text)]


def regression() -> LogisticRegression:
    return LogisticRegression(C=4, class_weight="balanced", solver="liblinear")


def plain(theme_ids: list[str]) -> PlainRival:
    return PlainRival(theme_ids, regression, words_and_letters)


def rivals(codebook: Codebook, theme_ids: list[str], encoder: Encoder | None = None) -> dict[str, Callable | None]:
    """Return what makes each rival, in the order of the table; None where it cannot be made here."""
    has_rules = codebook.rules["theme_id"].isin(theme_ids).any()
    made: dict[str, Callable | None] = {
        "majority": lambda: OneAThemeRival(theme_ids, majority),
        "one keyword a theme": lambda: OneAThemeRival(theme_ids, OneKeyword),
        "rules alone": (lambda: RulesRival(codebook, theme_ids)) if has_rules else None,
        "TF-IDF + logistic regression": lambda: plain(theme_ids),
        "ComplementNB": lambda: PlainRival(theme_ids, lambda: ComplementNB(alpha=0.1), word_counts),
        "spaCy textcat": (lambda: SpacyRival(theme_ids)) if SPACY else None,
        "encoder alone": (lambda: EncoderRival(theme_ids, encoder)) if encoder else None,
        "this model": lambda: ThisModel(codebook, theme_ids),
        "this model + encoder": (lambda: ThisModel(codebook, theme_ids, encoder=encoder)) if encoder else None,
    }
    return made


def chance_of(classifier: Any, values: Any) -> np.ndarray:
    """Return the probability of 1, also from a classifier that has met only one answer."""
    answers = list(classifier.classes_)
    chances = classifier.predict_proba(values)
    return chances[:, answers.index(1)] if 1 in answers else np.zeros(len(chances))


def as_long(passages: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Turn one column of scores a theme into one row a passage and theme."""
    wide = scores.assign(passage_id=coded_passages(passages)["passage_id"])
    return wide.melt("passage_id", var_name="theme_id", value_name="score")
