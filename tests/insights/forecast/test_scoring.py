"""Scores against their definitions and against scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from insights.forecast import scoring
from insights.forecast.terms import ForecastError

numbers = st.floats(-1e3, 1e3).map(lambda x: round(x, 3))


@given(st.lists(numbers, min_size=1, max_size=30), numbers)
def test_crps_is_its_definition(draws, truth):
    found = np.array(draws)
    slow = np.abs(found - truth).mean() - np.abs(found[:, None] - found).mean() / 2

    assert scoring.crps(found, truth) == pytest.approx(slow, abs=1e-6)


def test_crps_of_a_normal_forecast_is_the_closed_form():
    draws = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    z = 0.7

    closed = z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / np.sqrt(np.pi)

    assert scoring.crps(draws, z) == pytest.approx(closed, abs=1e-3)
    whole = integrate.quad(lambda x: (stats.norm.cdf(x) - (x >= z)) ** 2, -9, 9, points=[z])[0]
    assert whole == pytest.approx(closed, abs=1e-6)


def test_transforms_of_a_calibrated_forecast_are_uniform_even_with_atoms():
    rng = np.random.default_rng(0)
    pits = [scoring.randomised_pit(rng.poisson(0.7, 400), rng.poisson(0.7), rng.random()) for _ in range(2000)]

    assert scoring.uniformity(pits) > 0.01
    assert scoring.cover(pits, 0.8) == pytest.approx(0.8, abs=0.03)


def test_cover_counts_the_inner_interval():
    assert scoring.cover([0.05, 0.2, 0.5, 0.95], 0.8) == 0.5


def test_reliability_leaves_empty_bins_out():
    bins = scoring.reliability([0.1, 0.15, 0.9, 1.0], [False, True, True, True])

    assert [(one.many, one.got) for one in bins] == [(2, 0.5), (2, 1.0)]
    assert scoring.brier([0.5, 1.0], [True, True]) == 0.125


def test_the_fair_naive_finds_the_distribution_of_many_fills():
    rng = np.random.default_rng(1)
    days = rng.lognormal(np.log(60), 0.5, 4000)
    past = scoring.Fills(np.minimum(days, 90), days <= 90)

    left = scoring.fair_naive(past, 0.0, 2001)

    assert np.median(left) == pytest.approx(60, rel=0.05)
    assert np.quantile(left, 0.9) == pytest.approx(60 * np.exp(0.5 * 1.2816), rel=0.07)


def test_the_fair_naive_knows_how_long_it_has_been():
    past = scoring.Fills([40, 50, 60, 70, 80], [True] * 5)

    assert (scoring.fair_naive(past, 70.0, 100) >= 0).all()
    assert np.median(scoring.fair_naive(past, 70.0, 101)) < np.median(scoring.fair_naive(past, 0.0, 101))


def test_without_a_past_the_plain_forecasts_say_a_default():
    nothing = scoring.Fills([], [])

    assert scoring.plain_average(nothing, 15.0, 180.0) == 60.0
    assert np.median(scoring.fair_naive(nothing, 0.0, 101)) == pytest.approx(75, rel=1e-6)
    assert scoring.plain_average(scoring.Fills([20], [True]), 50.0, 180.0) == 0.0


def test_half_a_past_is_refused():
    with pytest.raises(ForecastError, match="give both"):
        scoring.fair_naive(scoring.Fills([10.0], []), 0.0, 10)
