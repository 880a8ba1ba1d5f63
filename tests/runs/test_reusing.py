import pandas as pd
import pytest

from scrlearn.runs import reusing
from scrlearn.runs.coder import Coder, train_coder
from scrlearn.runs.kept import Kept
from scrlearn.runs.reusing import code_reviews
from tests.runs.small import ALONE, COURSE, REPORT, SOFA, blank, codebook, labelled, recommendation, table

# Reviews that interleave, and a passage that is coded at its parts.
PASSAGES = table(
    "recommendations",
    recommendation("child-a:1", SOFA),
    recommendation("child-b:1", "The Board should:"),
    recommendation("child-a:2", COURSE),
    recommendation("child-b:1.a", "hold a course.", part_of="child-b:1", stem="The Board should:"),
    recommendation("child-c:1", ALONE),
    recommendation("child-b:2", REPORT),
)


class CountingCoder(Coder):
    """A coder that writes down which passages it is given."""

    asked: list

    def code(self, passages, corrections=None, **options):
        self.asked.append(passages["passage_id"].tolist())
        return super().code(passages, corrections, **options)


@pytest.fixture(scope="module")
def learnt():
    return train_coder(codebook(), labelled=labelled())


@pytest.fixture
def coder(learnt):
    made = CountingCoder(*learnt)
    made.asked = []
    return made


@pytest.fixture
def kept(tmp_path):
    with Kept(tmp_path) as kept:
        yield kept


@pytest.fixture
def one_review_at_a_time(monkeypatch):
    monkeypatch.setattr(reusing, "_AT_ONCE", 1)


def assert_same(codings, expected):
    pd.testing.assert_frame_equal(codings, expected)
    assert codings.to_csv() == expected.to_csv()


def test_codings_are_the_same_with_what_was_kept_as_without(learnt, kept):
    expected = learnt.code(PASSAGES)
    for keeps in (None, kept, kept):
        assert_same(code_reviews(learnt, PASSAGES, kept=keeps), expected)


def test_only_reviews_that_are_new_or_changed_are_coded(coder, kept):
    code_reviews(coder, PASSAGES[PASSAGES["review_id"] == "child-a"], kept=kept)
    coder.asked.clear()
    codings = code_reviews(coder, PASSAGES, kept=kept)
    assert coder.asked == [["child-b:1", "child-b:1.a", "child-c:1", "child-b:2"]]
    assert_same(codings, Coder(*coder).code(PASSAGES))
    coder.asked.clear()
    mended = PASSAGES.assign(text=PASSAGES["text"].replace(ALONE, SOFA))
    assert_same(code_reviews(coder, mended, kept=kept), Coder(*coder).code(mended))
    assert coder.asked == [["child-c:1"]]


@pytest.mark.parametrize("column", ["part_of", "stem", "text", "passage_id"])
def test_whatever_codings_depend_on_makes_a_review_another(coder, kept, column):
    code_reviews(coder, PASSAGES, kept=kept)
    coder.asked.clear()
    changed = PASSAGES.copy()
    changed.loc[4, column] = "child-c:2"
    code_reviews(coder, changed, kept=kept)
    assert [len(asked) for asked in coder.asked] == [1]


def test_another_coder_codes_again(coder, kept):
    code_reviews(coder, PASSAGES, kept=kept)
    coder.asked.clear()
    other = CountingCoder(*coder._replace(basis="another"))
    other.asked = []
    code_reviews(other, PASSAGES, kept=kept)
    assert len(other.asked) == 1


@pytest.mark.usefixtures("one_review_at_a_time")
def test_what_was_interrupted_goes_on_where_it_was(coder, kept):
    def interrupt(step):
        if step == "Coding: 5 of 6 passages":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        code_reviews(coder, PASSAGES, kept=kept, progress=interrupt)
    assert [asked[0] for asked in coder.asked] == ["child-a:1", "child-b:1"]
    coder.asked.clear()
    steps = []
    assert_same(code_reviews(coder, PASSAGES, kept=kept, progress=steps.append), Coder(*coder).code(PASSAGES))
    assert coder.asked == [["child-b:1", "child-b:1.a", "child-b:2"], ["child-c:1"]]
    assert steps == ["Coding: 3 of 4 passages", "Coding: 4 of 4 passages"]


def test_nothing_is_kept_where_nothing_may_be_written(coder, tmp_path):
    with Kept(tmp_path, writes=False) as kept:
        code_reviews(coder, PASSAGES, kept=kept)
    assert list(tmp_path.iterdir()) == []


def test_no_passages_give_no_codings(coder, kept):
    assert code_reviews(coder, blank("recommendations"), kept=kept).empty
    assert coder.asked == []
