import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.calibration.severity import severities, weight


@pytest.mark.parametrize(("ratings", "share"), [(3, 0.29), (5, 0.41), (10, 0.58), (20, 0.73), (80, 0.92)])
def test_weight_is_that_of_the_science(ratings, share):
    assert weight(ratings) == pytest.approx(share, abs=0.005)


def test_nothing_is_said_below_ten_ratings():
    assert set(severities({1: [1] * 9, 2: [4] * 10})) == {2}
    assert severities({1: [1] * 9}) == {}


def test_harsh_and_ordinary_are_told_apart():
    rng = random.Random(3)
    given_by = {person: [min(4, max(1, round(rng.gauss(2.6, 0.8)))) for _ in range(40)] for person in range(6)}
    given_by[9] = [max(1, value - 1) for value in given_by[0]]

    found = severities(given_by)

    assert found[9].words == "rates lower than others"
    assert found[9].low < found[9].shift < found[9].high < 0
    assert {found[person].words for person in range(6)} <= {
        "no difference that could be told from chance",
        "rates higher than others",
    }


@given(st.dictionaries(st.integers(0, 5), st.lists(st.integers(1, 4), max_size=30), max_size=6))
def test_a_shift_never_exceeds_the_raw_distance(given_by):
    everything = [value for values in given_by.values() for value in values]
    for rater, found in severities(given_by).items():
        raw = sum(given_by[rater]) / len(given_by[rater]) - sum(everything) / len(everything)
        assert abs(found.shift) <= abs(raw) + 1e-9
        assert found.low <= found.shift <= found.high
