import pandas as pd
import pytest

from scrlearn.errors import CodebookError
from scrlearn.runs.coder import forget_lately, train_coder
from scrlearn.runs.kept import Kept
from tests.runs.small import RECOMMENDATIONS, RULES, THEMES, codebook, labelled, rule, table, theme
from tests.runs.test_kept import alter
from tests.themes.test_model import LettersEncoder

PASSAGES = table("recommendations", *RECOMMENDATIONS)


@pytest.fixture
def kept(tmp_path):
    with Kept(tmp_path) as kept:
        yield kept


def train(kept=None, **options):
    forget_lately()
    return train_coder(options.pop("codebook", codebook()), labelled=labelled(), kept=kept, **options)


def n_kept(kept):
    """How many models are kept."""
    return kept._base.execute("SELECT count(*) FROM made WHERE name LIKE 'model %'").fetchone()[0]


@pytest.mark.parametrize("encoder", [None, LettersEncoder()], ids=["words", "vectors"])
def test_a_coder_that_was_kept_codes_as_one_that_has_just_learnt(kept, encoder):
    learnt, kept_now, taken_up = (train(where, encoder=encoder) for where in (None, kept, kept))
    for coder in (kept_now, taken_up):
        assert coder.basis == learnt.basis
        pd.testing.assert_frame_equal(coder.rule_measures, learnt.rule_measures)
        pd.testing.assert_frame_equal(coder.code(PASSAGES), learnt.code(PASSAGES))
    assert n_kept(kept) == 1


def test_a_model_that_was_damaged_is_learnt_and_kept_again(kept):
    learnt = train(kept)
    alter(kept.file.parents[1], "UPDATE contents SET content = substr(content, 1, length(content) / 2)")
    assert kept.find(f"model of coder {learnt.basis}") is None
    pd.testing.assert_frame_equal(train(kept).code(PASSAGES), learnt.code(PASSAGES))
    assert kept.find(f"model of coder {learnt.basis}") is not None


def test_whatever_a_coder_learns_from_makes_it_another():
    decided = pd.DataFrame(
        {"passage_id": ["a:1"], "theme_id": ["training"], "applies": [1], "stem": [""], "text": ["A course."]}
    )
    others = [
        train(codebook=codebook(rules=[*RULES[:3], rule("workshop", "training", "workshops")])),
        train(seed=1),
        train(decided=decided),
        train(encoder=LettersEncoder()),
        train_coder(codebook(), labelled=labelled().iloc[1:]),
    ]
    assert len({coder.basis for coder in [train(), *others]}) == 6


def test_what_was_learnt_last_is_taken_up_with_the_words_of_now_and_kept_where_it_is_not_yet(kept):
    learnt = train()
    renamed = codebook(themes=[*THEMES[:2], theme("training", "Learning and development")])
    taken_up = train_coder(renamed, labelled=labelled(), kept=kept)
    assert taken_up.model is learnt.model
    assert taken_up.codebook is renamed
    assert n_kept(kept) == 1


def test_how_a_theme_is_called_teaches_nothing():
    renamed = codebook(themes=[*THEMES[:2], theme("training", "Learning and development")])
    assert train(codebook=renamed).basis == train().basis


def test_a_theme_that_nothing_can_find_is_refused_unless_it_is_let_pass():
    silent = codebook(rules=RULES[:2])
    with pytest.raises(CodebookError, match="themes: training: no rule, and too few labelled passages"):
        train(codebook=silent)
    codings = train(codebook=silent, silent_themes=True).code(PASSAGES)
    assert set(codings.loc[codings["theme_id"] == "training", "decision"]) == {"does_not_apply"}
