"""
Sentence vectors: an optional view of a passage, beside its words and the rules that fire on it.

The model is a folder that somebody names: a BERT model as sentence-transformers saves it (all-MiniLM, say, or BGE in
English). Its arithmetic is done here in numpy: no deep-learning library has to be installed, nothing in the folder can
run as code, and nothing calls a network. Anything else with a ``name`` and an ``encode`` serves as an encoder too.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import erf
from threadpoolctl import threadpool_limits

from scrlearn.errors import FileError, ScrlearnError
from scrlearn.themes.vector_cache import CachedEncoder, Encoder, digest

_PICKLED = {".bin", ".pkl", ".pickle", ".pt", ".pth", ".ckpt"}
_READ_HERE = {"model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute"}
_POOLINGS = ("mean", "mean_tokens", "cls", "cls_token")
_EMBEDDINGS = ("word", "position", "token_type")
_ATTENTION = ("query", "key", "value")


def load_encoder(folder: Path | str, *, cache: Path | str | None = None) -> Encoder:
    """
    Load a sentence-vector model from a folder on this machine.

    Parameters
    ----------
    folder
        The model: config.json, tokenizer.json, model.safetensors, and modules.json with the folders that it names.
        Weights in files that Python would have to unpickle are refused, since opening those can run code.
    cache
        A folder in which vectors are kept, so that a text is encoded once. Keep it where the texts themselves may be
        kept: it holds none of their words, but much of a text can be rebuilt from its vector. It only grows, by 1.6 kB
        a text for all-MiniLM; delete it at any time, and texts are encoded again.

    Returns
    -------
    Encoder
        Its ``name`` is that of the folder and the beginning of a hash of the model's files. Words are pooled, and
        vectors scaled to length 1, as the model's own settings say; a text longer than the model reads (256 word
        pieces for all-MiniLM) counts with its beginning. A text's vector does not depend on the texts beside it.

    Raises
    ------
    FileError
        When the folder is not there, is not such a model, or has no weights that are safe to open.
    ScrlearnError
        When the packages of ``scrlearn[semantic]`` are not installed.

    References
    ----------
    Reimers and Gurevych 2019, Sentence-BERT. Morris et al. 2023, Text Embeddings Reveal (Almost) As Much As Text.

    Examples
    --------
    ``load_encoder("models/all-minilm-l6-v2", cache="data/local/vectors").encode(["Babies sleep safest in a cot."])``
    """
    encoder = BertEncoder(Path(folder))
    return CachedEncoder(encoder, cache) if cache else encoder


class BertEncoder:
    """A BERT sentence-vector model in a folder, computed one text at a time; see :func:`load_encoder`."""

    def __init__(self, folder: Path):
        if not folder.is_dir():
            raise FileError(f"{folder}: is not there; name the folder of a sentence-vector model.")
        try:
            place, self._pooling, self._normalised = _steps(folder)
            _refuse_other_folders(place)
            config, length = _config(place)
            self._heads, self._epsilon = int(config["num_attention_heads"]), np.float32(config["layer_norm_eps"])
            self._layers = [f"encoder.layer.{layer}." for layer in range(config["num_hidden_layers"])]
            self._tokenizer, self._weights = _open(place, length)
            self._size = self._vector(self._tokenizer.encode("a").ids).size
        except (LookupError, TypeError, ValueError, AttributeError, OSError) as error:
            reason = " ".join(str(error).split())
            raise FileError(f"{folder}: is not a sentence-vector model that can be read ({reason}).") from error
        self.name = f"{folder.resolve().name}-{_fingerprint(folder)}"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return the vectors, float32, one row a text."""
        if not len(texts):
            return np.empty((0, self._size), dtype=np.float32)
        # One by one: in a batch the last digits of a vector depend on its neighbours, and so would a cached one. On one
        # core: the products are small, and threads that wait for each other on a busy machine take ten times as long.
        with threadpool_limits(limits=1):
            return np.array([self._vector(self._tokenizer.encode(text).ids) for text in texts], dtype=np.float32)

    def _vector(self, pieces: list[int]) -> np.ndarray:
        words, places, kinds = (self._weights[f"embeddings.{name}_embeddings.weight"] for name in _EMBEDDINGS)
        states = self._levelled(words[pieces] + places[: len(pieces)] + kinds[0], "embeddings.LayerNorm")
        for layer in self._layers:
            states = self._layer(states, layer)
        vector = states[0] if self._pooling.startswith("cls") else states.mean(axis=0)
        return vector / np.linalg.norm(vector) if self._normalised else vector

    def _layer(self, states: np.ndarray, layer: str) -> np.ndarray:
        attended = self._linear(self._attention(states, f"{layer}attention.self."), f"{layer}attention.output.dense")
        states = self._levelled(states + attended, f"{layer}attention.output.LayerNorm")
        inner = self._linear(states, f"{layer}intermediate.dense")
        inner *= (1 + erf(inner / np.float32(np.sqrt(2)))) / 2
        return self._levelled(states + self._linear(inner, f"{layer}output.dense"), f"{layer}output.LayerNorm")

    def _attention(self, states: np.ndarray, part: str) -> np.ndarray:
        shape = len(states), self._heads, -1
        query, key, value = (self._linear(states, part + name).reshape(shape).swapaxes(0, 1) for name in _ATTENTION)
        weights = query @ key.swapaxes(1, 2) / np.float32(np.sqrt(query.shape[2]))
        weights = np.exp(weights - weights.max(axis=2, keepdims=True))
        weights /= weights.sum(axis=2, keepdims=True)
        return (weights @ value).swapaxes(0, 1).reshape(states.shape)

    def _linear(self, states: np.ndarray, part: str) -> np.ndarray:
        return states @ self._weights[f"{part}.weight"].T + self._weights[f"{part}.bias"]

    def _levelled(self, states: np.ndarray, part: str) -> np.ndarray:
        states = states - states.mean(axis=1, keepdims=True)
        spread = np.sqrt((states**2).mean(axis=1, keepdims=True) + self._epsilon)
        return states / spread * self._weights[f"{part}.weight"] + self._weights[f"{part}.bias"]


def _steps(folder: Path) -> tuple[Path, str, bool]:
    # Where the transformer is, how its states are pooled, and whether vectors are scaled to length 1.
    if not (folder / "modules.json").is_file():
        return folder, "mean", False
    steps = {str(step["type"]).rpartition(".")[2]: folder / step["path"] for step in _settings(folder / "modules.json")}
    if not {"Transformer", "Pooling"} <= steps.keys() <= {"Transformer", "Pooling", "Normalize"}:
        raise ValueError(f"modules.json has {', '.join(steps)}; only Transformer, Pooling and Normalize are read")
    pooling = _settings(steps["Pooling"] / "config.json")
    switched_on = {key for key, on in pooling.items() if key.startswith("pooling_mode_") and on is True}
    asked = str(pooling.get("pooling_mode", ", ".join(sorted(switched_on)))).removeprefix("pooling_mode_")
    if asked not in _POOLINGS:
        raise ValueError(f"words are pooled by {asked}; only mean and cls are read")
    return steps["Transformer"], asked, "Normalize" in steps


def _refuse_other_folders(folder: Path) -> None:
    needed = ("config.json", "tokenizer.json", "model.safetensors")
    missing = [name for name in needed if not (folder / name).is_file()]
    pickled = sorted(file.name for file in folder.glob("*") if file.suffix in _PICKLED)
    if pickled and "model.safetensors" in missing and "config.json" not in missing:
        raise FileError(f"{folder}: opening its weights, {pickled[0]}, could run code; get them as model.safetensors.")
    if missing:
        raise FileError(f"{folder}: is not a sentence-vector model; it has no {' and no '.join(missing)}.")


def _config(folder: Path) -> tuple[dict[str, Any], int]:
    config = _settings(folder / "config.json")
    for key, value in _READ_HERE.items():
        if config.get(key, value) != value:
            raise ValueError(f"{key} is {config[key]} in config.json; only {value} is read")
    settings = folder / "sentence_bert_config.json"
    asked, longest = _settings(settings) if settings.is_file() else {}, config["max_position_embeddings"]
    return config, min(asked.get("max_seq_length") or longest, longest)


def _settings(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def _open(folder: Path, length: int) -> tuple[Any, dict[str, np.ndarray]]:
    try:
        import safetensors.numpy  # noqa: PLC0415
        import tokenizers  # noqa: PLC0415
    except ImportError:
        raise ScrlearnError(
            'load_encoder: needs tokenizers and safetensors; install them with: pip install "scrlearn[semantic]".'
        ) from None
    try:
        tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        weights = safetensors.numpy.load_file(folder / "model.safetensors")
    except Exception as error:  # tokenizers raises nothing narrower
        raise ValueError(f"tokenizer.json or model.safetensors: {error}") from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(length)
    # Columns first: their transposes are what is multiplied with, and faster so.
    return tokenizer, {name.removeprefix("bert."): w.astype(np.float32, order="F") for name, w in weights.items()}


def _fingerprint(folder: Path) -> str:
    files = sorted(file for file in folder.rglob("*") if file.suffix in {".json", ".safetensors"})
    hashes = [f"{file.relative_to(folder).as_posix()} {digest(file.read_bytes())}" for file in files]
    return digest("\n".join(hashes))[:12]
