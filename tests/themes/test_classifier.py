import numpy as np
import pytest
from scipy.sparse import csr_matrix

from scrlearn.themes.classifier import ThemeClassifier

# Two hands of one habit each; a third that is easy. The first feature tells, the second misleads within a hand.
HANDS = np.repeat(["a", "b", "c"], 60)
FLAGS = np.tile([1, 0, 0], 60)
VALUES = csr_matrix(np.column_stack([FLAGS * 1.0 + np.tile(np.linspace(0, 0.9, 18), 10), np.tile([0.3, 0.1, 0.2], 60)]))


@pytest.fixture(scope="module")
def classifier():
    return ThemeClassifier().fit(VALUES, FLAGS, HANDS)


def test_a_score_is_a_probability_and_grows_with_the_margin(classifier):
    scores = classifier.score(VALUES)
    margins = VALUES @ classifier.coefficients_
    assert ((scores >= 0) & (scores <= 1)).all()
    assert (np.diff(scores[np.argsort(margins)]) >= 0).all()


def test_thresholds_are_in_order_and_the_band_holds_the_nearest_cells(classifier):
    check_from, threshold, applies_from = classifier.thresholds_
    assert 0 <= check_from < threshold < applies_from <= 1
    assert threshold - check_from == pytest.approx(applies_from - threshold)


def test_a_score_in_the_band_is_left_to_a_person_unless_nobody_can_be_asked(classifier):
    check_from, threshold, applies_from = classifier.thresholds_
    assert classifier.decide(applies_from) == "applies"
    assert classifier.decide((threshold + applies_from) / 2) == "check"
    assert classifier.decide(check_from) == "check"
    assert classifier.decide(check_from - 0.001) == "does_not_apply"
    assert classifier.decide(threshold, ask=False) == "applies"
    assert classifier.decide(threshold - 0.001, ask=False) == "does_not_apply"


def test_the_same_passages_and_seed_give_the_same_classifier(classifier):
    again = ThemeClassifier().fit(VALUES, FLAGS, HANDS)
    assert again.score(VALUES).tolist() == classifier.score(VALUES).tolist()
    assert again.thresholds_ == classifier.thresholds_


def test_passages_of_one_hand_are_left_out_at_random():
    one = ThemeClassifier().fit(VALUES, FLAGS, np.repeat("a", 180))
    assert one.score(VALUES).mean() == pytest.approx(FLAGS.mean(), abs=0.1)
