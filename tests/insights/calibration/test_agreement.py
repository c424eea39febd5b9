"""The coefficients agree with independent libraries to 1e-6, and say no more than their intervals allow."""

import random
import subprocess
import sys

import krippendorff
import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.anova import anova_lm

from insights.calibration.agreement import Agreement, alpha_ordinal, icc1, in_words
from interviews.rule.reliability import shrunk


def tables(seed, things, raters):
    """Ratings with something in common, as interviews' are."""
    rng = random.Random(seed)
    levels = [rng.gauss(2.5, 0.8) for _ in range(things)]
    return [[min(4, max(1, round(level + rng.gauss(0, 0.7)))) for _ in range(raters)] for level in levels]


def mean_squares(table, formula):
    """From the analysis of variance of statsmodels."""
    rows = [
        {"thing": thing, "rater": rater, "value": value}
        for thing, line in enumerate(table)
        for rater, value in enumerate(line)
    ]
    found = anova_lm(smf.ols(formula, pd.DataFrame(rows)).fit())
    return found["sum_sq"] / found["df"]


@pytest.mark.parametrize("seed", range(4))
def test_icc1_is_that_of_statsmodels(seed):
    pairs = tables(seed, 25, 2)
    squares = mean_squares(pairs, "value ~ C(thing)")
    between, within = squares["C(thing)"], squares["Residual"]

    assert icc1(pairs).value == pytest.approx((between - within) / (between + within), abs=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_alpha_is_that_of_krippendorff_with_holes(seed):
    rng = random.Random(seed)
    table = [[value if rng.random() > 0.3 else None for value in line] for line in tables(seed, 20, 5)]
    data = np.array([[np.nan if value is None else value for value in line] for line in table]).T
    expected = krippendorff.alpha(reliability_data=data, level_of_measurement="ordinal")

    found = alpha_ordinal([[value for value in line if value is not None] for line in table])

    assert found.value == pytest.approx(expected, abs=1e-6)


def test_interval_is_the_same_each_time_holds_the_value_and_narrows_with_more():
    few, many = icc1(tables(1, 20, 2)), icc1(tables(1, 320, 2))

    assert few == icc1(tables(1, 20, 2))
    assert few.low < few.value < few.high
    assert many.high - many.low < (few.high - few.low) / 2


@pytest.mark.parametrize("pairs", [[], [(2, 3)], [(3, 3)] * 20])
def test_what_cannot_be_computed_says_so(pairs):
    found = icc1(pairs)

    assert (found.value, in_words(found)) == (None, "cannot tell")
    assert alpha_ordinal(pairs).value is None


@pytest.mark.parametrize(
    ("low", "high", "things", "words"),
    [
        (0.1, 0.4, 40, "poor"),
        (0.4, 0.6, 40, "poor to moderate"),
        (0.78, 0.88, 40, "good"),
        (0.91, 1.0, 40, "excellent"),
        (0.3, 0.8, 40, "cannot tell"),
        (0.1, 0.4, 9, "cannot tell"),
    ],
)
def test_words_are_those_of_the_whole_interval(low, high, things, words):
    assert in_words(Agreement((low + high) / 2, low, high, things)) == words


def test_few_pairs_are_drawn_to_what_is_known():
    assert shrunk(0.8, 30) == pytest.approx(0.62)
    assert shrunk(0.8, 0) == 0.44
    assert shrunk(0.8, 3000) == pytest.approx(0.8, abs=0.01)


@settings(deadline=None, max_examples=10)
@given(st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=4), max_size=6))
def test_any_ratings_are_answered(things):
    found = alpha_ordinal(things)

    assert found.value is None or found.value <= 1 + 1e-9


def test_importing_loads_no_numbers_library():
    code = "import sys, insights.calibration.agreement, insights.calibration.severity; print('numpy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
