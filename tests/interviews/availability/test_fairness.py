import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.availability.fairness import Held, fairness


def judged(*numbers):
    return fairness([Held(f"P{place}", number) for place, number in enumerate(numbers)])


@pytest.mark.parametrize(
    ("numbers", "over", "words"),
    [
        ((), (), "Too few"),
        ((9, 9), (), "Too few"),
        ((1, 1, 1), (), "Too few"),
        ((4, 5, 6), (), "nobody held more than twice the median of 5"),
        ((2, 4, 8), (), "Shared fairly"),
        ((2, 4, 9), ("P2",), "P2 (9) held more than twice the median of 4 in 90 days."),
        ((0, 0, 0, 3, 7), ("P4", "P3"), "P4 (7), P3 (3) held more than twice"),
    ],
)
def test_fairness_in_words(numbers, over, words):
    found = judged(*numbers)

    assert found.overloaded == over
    assert words in found.sentence


@given(st.lists(st.integers(0, 60), max_size=30))
def test_nobody_at_or_below_twice_the_median_is_named(numbers):
    found = judged(*numbers)

    for place, number in enumerate(numbers):
        if found.median is not None and number <= 2 * found.median:
            assert f"P{place}" not in found.overloaded
