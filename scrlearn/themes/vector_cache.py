"""Sentence vectors are kept in a folder, so that a text is encoded once."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np

from scrlearn.errors import FileError
from scrlearn.files import write_whole

# Texts encoded between two writings of the cache: what an interrupted run loses at most.
_BATCH = 1000


class Encoder(Protocol):
    """Whatever turns texts into vectors."""

    @property
    def name(self) -> str:
        """What the record calls it; another name for every other set of weights."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return the vectors, float32, one row a text."""


class CachedEncoder:
    """
    An encoder that keeps vectors in a folder, under a hash of its name and the text; encoders can share one.

    Every text that is new adds its vector, and nothing is ever taken away. In memory are only the vectors that are
    asked for, and where to find the others: some 150 MB for a million texts.
    """

    def __init__(self, encoder: Encoder, folder: Path | str):
        self.encoder = encoder
        self.folder = Path(folder)
        self.name = encoder.name

    def __reduce__(self):
        """Send nothing of the folder to another process, which reads it for itself."""
        return CachedEncoder, (self.encoder, self.folder)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return the vectors, float32, one row a text; those of texts not met before are added to the folder."""
        if not len(texts):
            return self.encoder.encode(texts)
        keys = [digest(f"{self.name}\n{text}") for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._files}
        for start in range(0, len(new), _BATCH):
            self._add(dict(list(new.items())[start : start + _BATCH]))
        wanted = set(keys)
        files = {self._files[key] for key in wanted}
        vectors = {key: vector for file in files for key, vector in _read_vectors(file, wanted)}
        return np.array([vectors[key] for key in keys], dtype=np.float32)

    @cached_property
    def _files(self) -> dict[str, Path]:
        """The file that holds the vector of each text."""
        files = sorted(self.folder.glob(f"{digest(self.name)[:16]}-*.npy"))
        return {key.decode(): file for file in files for key in _read(file)["key"]}

    def _add(self, texts: dict[str, str]) -> None:
        vectors = np.asarray(self.encoder.encode(list(texts.values())), dtype=np.float32)
        rows = np.empty(len(texts), dtype=[("key", "S64"), ("vector", np.float32, vectors.shape[1])])
        rows["key"], rows["vector"] = list(texts), vectors
        content = io.BytesIO()
        np.save(content, rows, allow_pickle=False)
        file = self.folder / f"{digest(self.name)[:16]}-{digest(''.join(texts))[:16]}.npy"
        write_whole(file, content.getvalue())
        self._files.update(dict.fromkeys(texts, file))


def _read_vectors(file: Path, wanted: set[str]) -> Iterator[tuple[str, np.ndarray]]:
    for key, vector in _read(file):
        if key.decode() in wanted:
            # A view would hold the whole file in memory.
            yield key.decode(), vector.copy()


def _read(file: Path) -> np.ndarray:
    try:
        return np.load(file, allow_pickle=False)[["key", "vector"]]
    except (OSError, ValueError, EOFError, LookupError, TypeError) as error:
        raise FileError(f"{file}: is not a file of vectors; delete it, and its texts are encoded again.") from error


def digest(content: str | bytes) -> str:
    """Return 64 hexadecimal digits that change when the content does."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()
