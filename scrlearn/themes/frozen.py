"""A model that has learnt, as bytes and back: numbers and texts only, so that opening it can run no code."""

import io
import json
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from scrlearn.themes.classifier import ThemeClassifier, Thresholds
from scrlearn.themes.codebook import Codebook
from scrlearn.themes.encoder import Encoder
from scrlearn.themes.features import passage_features, term_features
from scrlearn.themes.model import ThemeModel

_Arrays = dict[str, npt.NDArray[Any]]


def freeze_model(model: ThemeModel) -> bytes:
    """
    Return what a model has learnt as bytes (a .npz file without pickled objects).

    Examples
    --------
    ``thaw_model(freeze_model(model), codebook)`` says of every passage what ``model`` says.
    """
    arrays: _Arrays = {"themes": _of_texts([*model.classifiers_])}
    for number, part in enumerate(term_features(model.features_)):
        arrays |= {f"terms_{number}": _of_texts([*part.vocabulary_]), f"idf_{number}": part.weighing_.idf_}
    for number, classifier in enumerate(model.classifiers_.values()):
        arrays |= {f"{name}_{number}": values for name, values in _of_classifier(classifier).items()}
    if model.encoder:
        # What the nearest labelled passage is looked for in.
        vectors = model.vectors_
        arrays |= {"data": vectors.data, "indices": vectors.indices, "indptr": vectors.indptr}
        arrays |= {"width": np.array(vectors.shape[1]), "readings": _of_texts(list(model.readings_))}
        arrays |= {"flags": model.flags_.to_numpy(dtype=float, na_value=np.nan), "flagged": _of_texts(model.flags_)}
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, **arrays)
    return content.getvalue()


def thaw_model(content: bytes, codebook: Codebook, *, encoder: Encoder | None = None, seed: int = 0) -> ThemeModel:
    """Return the model that was frozen; codebook, encoder and seed must be those with which it learnt."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        model = ThemeModel(codebook, encoder=encoder, seed=seed)
        model.features_ = passage_features(codebook, encoder)
        for number, part in enumerate(term_features(model.features_)):
            part.recall(_texts(arrays[f"terms_{number}"]), _weighing(arrays[f"idf_{number}"]))
        model.classifiers_ = {
            theme: _classifier({name: arrays[f"{name}_{number}"] for name in _LEARNT}, seed=seed)
            for number, theme in enumerate(_texts(arrays["themes"]))
        }
        if encoder:
            parts = arrays["data"], arrays["indices"], arrays["indptr"]
            model.vectors_ = csr_matrix(parts, shape=(len(parts[2]) - 1, int(arrays["width"])))
            model.readings_ = pd.Series(_texts(arrays["readings"]), dtype="str")
            model.flags_ = pd.DataFrame(arrays["flags"], columns=_texts(arrays["flagged"])).astype("Int64")
    return model


_LEARNT = ("margin_coef", "margin_intercept", "curve_coef", "curve_intercept", "thresholds")


def _of_classifier(classifier: ThemeClassifier) -> _Arrays:
    margin, curve = classifier.margin_, classifier.curve_
    learnt = margin.coef_, margin.intercept_, curve.coef_, curve.intercept_, np.array(classifier.thresholds_)
    return dict(zip(_LEARNT, learnt, strict=True))


def _classifier(learnt: _Arrays, *, seed: int) -> ThemeClassifier:
    classifier = ThemeClassifier(seed=seed)
    classifier.margin_ = _linear(LinearSVC(), learnt["margin_coef"], learnt["margin_intercept"])
    classifier.curve_ = _linear(LogisticRegression(), learnt["curve_coef"], learnt["curve_intercept"])
    classifier.thresholds_ = Thresholds(*learnt["thresholds"].tolist())
    return classifier


def _linear(estimator: Any, coefficients: npt.NDArray, intercept: npt.NDArray) -> Any:
    estimator.coef_, estimator.intercept_ = coefficients, intercept
    estimator.classes_, estimator.n_features_in_ = np.array([0, 1]), coefficients.shape[1]
    return estimator


def _weighing(idf: npt.NDArray) -> TfidfTransformer:
    weighing = TfidfTransformer(sublinear_tf=True)
    weighing.idf_, weighing.n_features_in_ = idf, len(idf)
    return weighing


def _of_texts(texts: Any) -> npt.NDArray[np.uint8]:
    return np.frombuffer(json.dumps(list(texts)).encode(), dtype=np.uint8)


def _texts(array: npt.NDArray[np.uint8]) -> list[str]:
    return list(json.loads(array.tobytes()))
