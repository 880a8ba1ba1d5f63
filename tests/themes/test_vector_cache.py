import pickle
import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.errors import FileError
from scrlearn.files import UNFINISHED
from scrlearn.themes.vector_cache import CachedEncoder


class LetterCounts:
    """An encoder without a model: how many of a text's letters are a, b and c. It notes what it was asked for."""

    def __init__(self, name="letters"):
        self.name = name
        self.asked = []

    def encode(self, texts):
        self.asked += list(texts)
        counts = [[text.count(letter) for letter in "abc"] for text in texts]
        return np.array(counts, dtype=np.float32).reshape(len(texts), 3)


class WideVectors:
    """An encoder whose vectors are as wide as those of a large model."""

    WIDTH = 4096
    name = "wide"

    def encode(self, texts):
        return np.zeros((len(texts), self.WIDTH), dtype=np.float32)


class LeavesATrace:
    """Something that makes a file when it is unpickled."""

    def __init__(self, trace):
        self.trace = trace

    def __reduce__(self):
        return Path.touch, (self.trace,)


def test_a_second_run_encodes_only_the_new_texts(tmp_path):
    CachedEncoder(LetterCounts(), tmp_path).encode(["abba", "cab"])
    second = LetterCounts()
    vectors = CachedEncoder(second, tmp_path).encode(["cab", "bac a", "abba", "bac a"])
    assert second.asked == ["bac a"]
    assert vectors.tolist() == [[1, 1, 1], [2, 1, 1], [2, 2, 0], [2, 1, 1]]


def test_one_encoder_asked_twice_encodes_a_text_once(tmp_path):
    counts = LetterCounts()
    encoder = CachedEncoder(counts, tmp_path)
    assert encoder.encode(["cab"]).tolist() == encoder.encode(["cab"]).tolist()
    assert counts.asked == ["cab"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(), max_size=5))
def test_a_cache_never_changes_a_vector(texts):
    with TemporaryDirectory() as folder:
        plain = LetterCounts().encode(texts)
        for _ in range(2):
            cached = CachedEncoder(LetterCounts(), folder).encode(texts)
            assert cached.dtype == plain.dtype
            assert cached.shape == plain.shape
            assert (cached == plain).all()


def test_many_texts_are_written_a_thousand_at_a_time(tmp_path):
    texts = [f"text {number}" for number in range(2001)]
    CachedEncoder(LetterCounts(), tmp_path).encode(texts)
    assert sorted(len(np.load(file, allow_pickle=False)) for file in tmp_path.iterdir()) == [1, 1000, 1000]


def test_two_that_write_at_once_lose_nothing_and_change_nothing(tmp_path):
    first, second = CachedEncoder(LetterCounts(), tmp_path), CachedEncoder(LetterCounts(), tmp_path)
    for encoder in (first, second):
        encoder.encode(["abba"])
    first.encode(["cab", "ab"])
    second.encode(["cab", "bc"])
    second.encode(["cab", "ab"])
    third = LetterCounts()
    vectors = CachedEncoder(third, tmp_path).encode(["abba", "cab", "ab", "bc"])
    assert vectors.tolist() == LetterCounts().encode(["abba", "cab", "ab", "bc"]).tolist()
    assert third.asked == []


def test_what_a_killed_writer_left_is_not_read(tmp_path):
    CachedEncoder(LetterCounts(), tmp_path).encode(["abba"])
    (file,) = tmp_path.iterdir()
    (tmp_path / f".{file.name}.x1{UNFINISHED}").write_bytes(file.read_bytes()[:100])
    assert CachedEncoder(LetterCounts(), tmp_path).encode(["abba"]).tolist() == [[2, 2, 0]]


def test_an_encoder_that_is_sent_to_another_process_takes_no_vectors_along(tmp_path):
    encoder = CachedEncoder(LetterCounts(), tmp_path)
    before = len(pickle.dumps(encoder))
    texts = ["a" * number for number in range(1000)]
    vectors = encoder.encode(texts)
    encoder.encoder.asked.clear()
    sent = pickle.dumps(encoder)
    assert len(sent) == before
    assert (pickle.loads(sent).encode(texts) == vectors).all()


def test_of_a_large_cache_only_the_vectors_that_are_asked_for_are_held(tmp_path):
    CachedEncoder(WideVectors(), tmp_path).encode([f"text {number}" for number in range(5000)])
    encoder = CachedEncoder(WideVectors(), tmp_path)
    encoder.encode(["text 1"])
    tracemalloc.start()
    encoder = CachedEncoder(WideVectors(), tmp_path)
    encoder.encode(["text 1"])
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 5000 * WideVectors.WIDTH * 4 / 10


def test_encoders_that_share_a_folder_keep_apart(tmp_path):
    CachedEncoder(LetterCounts(), tmp_path).encode(["abba"])
    other = LetterCounts("other letters")
    CachedEncoder(other, tmp_path).encode(["abba"])
    assert other.asked == ["abba"]


def test_a_cache_holds_no_words(tmp_path):
    CachedEncoder(LetterCounts(), tmp_path).encode(["a secret"])
    (file,) = tmp_path.iterdir()
    assert b"secret" not in file.read_bytes()
    assert "secret" not in file.name


def test_a_cached_file_that_would_have_to_be_unpickled_is_refused_and_runs_nothing(tmp_path):
    cache, trace = tmp_path / "cache", tmp_path / "trace"
    CachedEncoder(LetterCounts(), cache).encode(["abba"])
    (file,) = cache.iterdir()
    file.write_bytes(pickle.dumps(LeavesATrace(trace)))
    with pytest.raises(FileError, match=r"\.npy: is not a file of vectors; delete it, and its texts are encoded again"):
        CachedEncoder(LetterCounts(), cache).encode(["abba"])
    assert not trace.exists()


def test_a_cached_file_of_something_else_is_refused(tmp_path):
    CachedEncoder(LetterCounts(), tmp_path).encode(["abba"])
    (file,) = tmp_path.iterdir()
    np.save(file, np.zeros(3), allow_pickle=False)
    with pytest.raises(FileError, match="is not a file of vectors"):
        CachedEncoder(LetterCounts(), tmp_path).encode(["abba"])


def test_a_cache_that_is_no_folder_is_refused(tmp_path):
    (tmp_path / "cache").write_text("x", encoding="utf-8")
    with pytest.raises(FileError, match="cache: cannot be written to"):
        CachedEncoder(LetterCounts(), tmp_path / "cache").encode(["abba"])
