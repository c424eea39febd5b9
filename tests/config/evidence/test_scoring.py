import pytest

from config.evidence.scoring import b_cubed, pairwise


def test_pairs_are_counted_once():
    score = pairwise(["a", "a", "a", "b"], ["x", "x", "y", "y"])

    assert (score.precision, score.recall) == (1 / 3, 1 / 2)


def test_items_are_scored_by_their_own_group():
    score = b_cubed(["a", "a", "a", "b"], ["x", "x", "y", "y"])

    assert score.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert score.recall == pytest.approx((1 + 1 + 1 / 2 + 1 / 2) / 4)
    assert score.f1 == pytest.approx(2 * (2 / 3) * 0.75 / (2 / 3 + 0.75))


def test_no_claim_is_no_mistake():
    assert (pairwise(["a", "b"], ["x", "x"]).precision, pairwise(["a", "b"], ["x", "x"]).recall) == (1.0, 0.0)
    assert b_cubed([], []).f1 == 1.0
