import io

import numpy as np
import pandas as pd
import pytest

from scrlearn.themes.codebook import load_codebook
from scrlearn.themes.frozen import freeze_model, thaw_model
from scrlearn.themes.labelled import load_labelled
from scrlearn.themes.model import ThemeModel
from tests.themes.test_model import PASSAGES, LettersEncoder


def few_of_each_hand():
    return load_labelled(more=False).groupby("hand").head(150).reset_index(drop=True)


@pytest.fixture(scope="module", params=[None, LettersEncoder()], ids=["words", "vectors"])
def learnt(request):
    return ThemeModel(load_codebook(), encoder=request.param, seed=3).fit(few_of_each_hand())


@pytest.fixture(scope="module")
def thawed(learnt):
    return thaw_model(freeze_model(learnt), load_codebook(), encoder=learnt.encoder, seed=3)


def test_a_model_says_the_same_once_it_is_thawed(learnt, thawed):
    passages = pd.concat(
        [PASSAGES, load_labelled().tail(200).rename(columns={"id": "passage_id"}).assign(part_of=None)],
        ignore_index=True,
    )
    said, says = (model.suggest(passages) for model in (learnt, thawed))
    pd.testing.assert_frame_equal(says, said)
    assert says.to_csv() == said.to_csv()
    pd.testing.assert_frame_equal(thawed.thresholds_, learnt.thresholds_)
    pd.testing.assert_frame_equal(thawed.score(passages), learnt.score(passages))


def test_a_model_is_frozen_in_the_same_bytes_and_again_once_it_is_thawed(learnt, thawed):
    content = freeze_model(learnt)
    assert freeze_model(learnt) == content
    assert freeze_model(thawed) == content


def test_what_is_frozen_holds_no_objects(learnt):
    with np.load(io.BytesIO(freeze_model(learnt)), allow_pickle=False) as arrays:
        assert {arrays[name].dtype.kind for name in arrays.files} <= set("fiu")


@pytest.mark.parametrize("learnt", [LettersEncoder()], indirect=True, ids=["vectors"])
def test_where_no_words_spoke_the_nearest_labelled_passage_is_still_known(learnt, thawed):
    values = learnt._values(pd.DataFrame({"reading": ["qzx qzx qzx"]}))
    n_words = learnt._n_columns_of_words()
    nearest = [model._nearest(values[0, n_words:], "safe_sleeping") for model in (learnt, thawed)]
    assert nearest[0] == nearest[1]


def test_a_model_that_is_silent_is_silent_once_it_is_thawed():
    silent = ThemeModel(load_codebook()).fit(few_of_each_hand().assign(themes=None))
    assert thaw_model(freeze_model(silent), load_codebook()).suggest(PASSAGES).empty
