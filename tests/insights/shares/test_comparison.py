from fractions import Fraction
from math import factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from insights.shares.comparison import Share, Verdict, chance_higher, compare

small = st.integers(0, 30).flatmap(lambda entered: st.builds(Share, st.integers(0, entered), st.just(entered)))
shares = st.integers(0, 400).flatmap(lambda entered: st.builds(Share, st.integers(0, entered), st.just(entered)))


def integrated(one, other):
    """The same probability by numerical integration."""
    first = stats.beta(1 + one.reached, 1 + one.entered - one.reached)
    second = stats.beta(1 + other.reached, 1 + other.entered - other.reached)
    return integrate.quad(lambda rate: first.pdf(rate) * second.cdf(rate), 0, 1, limit=400, points=[first.mean()])[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [((1, 5), (3, 10)), ((10, 12), (3, 10)), ((4, 50), (40, 900)), ((90, 100), (95, 100)), ((3, 3), (0, 4)), ((0, 0), (0, 0))],
)  # fmt: skip
def test_chance_equals_the_integral(one, other):
    assert chance_higher(Share(*one), Share(*other)) == pytest.approx(integrated(Share(*one), Share(*other)), abs=1e-6)


def summed(one, other):
    """The same probability as the plain sum over everybody who got there, in exact fractions."""
    a, b = 1 + one.reached, 1 + one.entered - one.reached
    c, d = 1 + other.reached, 1 + other.entered - other.reached
    beta = lambda x, y: Fraction(factorial(x - 1) * factorial(y - 1), factorial(x + y - 1))  # noqa: E731
    return sum(beta(c + i, b + d) / ((b + i) * beta(1 + i, b) * beta(c, d)) for i in range(a))


@given(small, small)
def test_chance_equals_the_plain_sum(one, other):
    assert chance_higher(one, other) == pytest.approx(float(summed(one, other)), abs=1e-9)


@given(shares, shares)
def test_one_of_the_two_rates_is_higher(one, other):
    assert chance_higher(one, other) + chance_higher(other, one) == pytest.approx(1, abs=1e-6)


def test_a_hundred_thousand_people_are_no_trouble():
    assert chance_higher(Share(20_000, 100_000), Share(20_000, 100_000)) == pytest.approx(0.5, abs=1e-6)
    assert chance_higher(Share(20_000, 100_000), Share(21_000, 100_000)) < 1e-6
    # Few of very many, and very many beside few; the figures are those of the integral.
    assert chance_higher(Share(310, 100_000), Share(300, 100_000)) == pytest.approx(0.657309, abs=1e-6)
    assert chance_higher(Share(50_000, 100_000), Share(4, 10)) == pytest.approx(0.725575, abs=1e-6)


@pytest.mark.parametrize(
    ("one", "others", "verdict"),
    [
        ((10, 12), (3, 10), Verdict.MORE),
        ((3, 40), (30, 60), Verdict.FEWER),
        ((2, 2), (1, 2), Verdict.CANNOT_TELL),
        ((0, 0), (30, 60), Verdict.CANNOT_TELL),
        ((9, 9), (0, 0), Verdict.CANNOT_TELL),
    ],
)
def test_a_verdict_needs_enough_people_on_both_sides(one, others, verdict):
    assert compare(Share(*one), Share(*others)) is verdict


def test_a_share_is_of_somebody():
    with pytest.raises(ValueError, match="is not a share"):
        Share(3, 2)
