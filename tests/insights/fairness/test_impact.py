import math

import numpy as np
import pytest
from scipy.stats import contingency, fisher_exact, hypergeom, nchypergeom_fisher

from insights.fairness.impact import Conditional, compare, fisher_mid_p, odds_interval, ratio_interval, word_for
from insights.fairness.terms import FOUR_FIFTHS, Outcomes, Word

TABLES = [
    (Outcomes(3, 18), Outcomes(12, 40)),
    (Outcomes(18, 100), Outcomes(60, 200)),
    (Outcomes(7, 12), Outcomes(21, 25)),
    (Outcomes(40, 900), Outcomes(95, 1400)),
    (Outcomes(450, 500), Outcomes(970, 1000)),
]


@pytest.mark.parametrize(("one", "other"), TABLES)
def test_the_interval_of_the_odds_ratio_is_scipys(one, other):
    table = [[one.passed, one.failed], [other.passed, other.failed]]

    assert odds_interval(Conditional(one, other)) == pytest.approx(
        tuple(contingency.odds_ratio(table, kind="conditional").confidence_interval(0.95)), rel=1e-6
    )


@pytest.mark.parametrize(
    ("one", "other", "level", "expected"),
    [
        # Fisher (1962) on convictions of twins, and Fisher's tea taster, as R's fisher.test prints them; it solves to three digits.
        (Outcomes(2, 17), Outcomes(10, 13), 0.95, (0.003325764, 0.363182271)),
        (Outcomes(2, 17), Outcomes(10, 13), 0.99, (0.001386333, 0.578851645)),
        (Outcomes(3, 4), Outcomes(1, 4), 0.95, (0.2117329, 621.9337505)),
    ],
)
def test_the_interval_is_that_of_published_examples(one, other, level, expected):
    assert odds_interval(Conditional(one, other), level=level) == pytest.approx(expected, rel=0.015)


@pytest.mark.parametrize(("one", "other"), TABLES)
def test_each_end_leaves_a_fortieth_beyond_what_was_seen(one, other):
    both, passed = one.decided + other.decided, one.passed + other.passed
    low, high = odds_interval(Conditional(one, other))

    assert nchypergeom_fisher.sf(one.passed - 1, both, one.decided, passed, low) == pytest.approx(0.025, rel=1e-6)
    assert nchypergeom_fisher.cdf(one.passed, both, one.decided, passed, high) == pytest.approx(0.025, rel=1e-6)


@pytest.mark.parametrize(("one", "other"), TABLES)
def test_mid_p_is_fishers_less_half_of_what_was_seen(one, other):
    p = fisher_exact([[one.passed, one.failed], [other.passed, other.failed]]).pvalue
    seen = hypergeom.pmf(one.passed, one.decided + other.decided, one.passed + other.passed, one.decided)

    assert fisher_mid_p(Conditional(one, other)) == pytest.approx(p - seen / 2, abs=1e-9)


@pytest.mark.parametrize(("one", "other"), TABLES)
def test_the_ratio_is_read_off_the_noncentral_distribution_and_its_own_estimate_gives_it_back(one, other):
    passed, both = one.passed + other.passed, one.decided + other.decided
    table = [[one.passed, one.failed], [other.passed, other.failed]]
    for odds in (0.3, 1.0, 2.5):
        mean = nchypergeom_fisher.mean(both, one.decided, passed, odds)
        expected = mean / one.decided / ((passed - mean) / other.decided)
        assert Conditional(one, other).expected_ratio(odds) == pytest.approx(expected, rel=1e-6)

    estimate = contingency.odds_ratio(table, kind="conditional").statistic
    low, high = ratio_interval(Conditional(one, other))
    assert Conditional(one, other).expected_ratio(estimate) == pytest.approx(one.rate / other.rate, rel=1e-4)
    assert low < one.rate / other.rate < high


def test_an_end_the_margins_leave_open_is_open():
    assert ratio_interval(Conditional(Outcomes(0, 9), Outcomes(4, 9)))[0] == 0
    assert ratio_interval(Conditional(Outcomes(4, 9), Outcomes(0, 9)))[1] == math.inf
    assert odds_interval(Conditional(Outcomes(0, 9), Outcomes(0, 9))) == (0, math.inf)


def test_twelve_of_forty_beside_three_of_eighteen_cannot_be_told():
    found = compare(Outcomes(3, 18), Outcomes(12, 40))

    assert (round(found.ratio, 2), found.word, found.needed) == (0.56, Word.CANNOT_TELL, 500)
    assert fisher_exact([[3, 15], [12, 28]]).pvalue == pytest.approx(0.35, abs=0.005)


@pytest.mark.parametrize(
    ("one", "reference", "word", "flips"),
    [
        (Outcomes(18, 100), Outcomes(60, 200), Word.LOOK, False),
        (Outcomes(500, 2000), Outcomes(300, 1000), Word.SMALL, False),
        (Outcomes(150, 500), Outcomes(75, 250), Word.NO_SIGN, False),
        (Outcomes(3, 11), Outcomes(12, 30), Word.CANNOT_TELL, True),
    ],
)
def test_words_follow_from_the_ratio_and_its_interval(one, reference, word, flips):
    found = compare(one, reference)

    assert (found.word, found.flips, found.needed is None) == (word, flips, word is not Word.CANNOT_TELL)


def test_equal_rates_are_below_four_fifths_far_more_often_than_they_are_called_so():
    # Exactly, over every table of 20 and 10 people of whom 30 % pass in truth.
    flagged = called = 0.0
    for first in range(21):
        for second in range(11):
            chance = (
                math.comb(20, first) * math.comb(10, second) * 0.3 ** (first + second) * 0.7 ** (30 - first - second)
            )
            one, other = sorted((Outcomes(first, 20), Outcomes(second, 10)), key=lambda group: group.rate)
            if other.passed:
                ratio = one.rate / other.rate
                flagged += chance * (ratio < FOUR_FIFTHS)
                called += chance * (word_for(ratio, *ratio_interval(Conditional(one, other))) is Word.LOOK)

    assert flagged == pytest.approx(0.68, abs=0.01)
    assert 0 < called < 0.05


@pytest.mark.parametrize(
    ("one", "reference"), [(Outcomes(3, 18), Outcomes(12, 40)), (Outcomes(10, 40), Outcomes(14, 50))]
)
def test_as_many_people_as_are_said_to_be_needed_tell_about_four_times_in_five(one, reference):
    # The true rates are those seen; as many as would tell at these very rates (210 for the first) tell only every other time.
    rng = np.random.default_rng(11)
    times = compare(one, reference).needed / (one.decided + reference.decided)
    sizes = round(one.decided * times), round(reference.decided * times)

    told = 0
    for _ in range(150):
        drawn = [Outcomes(int(rng.binomial(n, g.rate)), n) for n, g in zip(sizes, (one, reference), strict=True)]
        low, high = sorted(drawn, key=lambda group: group.rate)
        word = word_for(low.rate / high.rate, *ratio_interval(Conditional(low, high)))
        told += word is not Word.CANNOT_TELL

    assert 0.74 < told / 150 < 0.95


def test_the_interval_holds_the_true_ratio_nineteen_times_in_twenty_or_more():
    # Exactly, over every table of 60 and 40 people of whom 30 % and 20 % pass in truth.
    held = total = 0.0
    for first in range(61):
        for second in range(41):
            chance = math.comb(60, first) * 0.3**first * 0.7 ** (60 - first)
            chance *= math.comb(40, second) * 0.2**second * 0.8 ** (40 - second)
            if chance > 1e-4:
                low, high = ratio_interval(Conditional(Outcomes(second, 40), Outcomes(first, 60)))
                held, total = held + chance * (low <= 2 / 3 <= high), total + chance

    assert total > 0.98
    assert 0.95 < held / total < 0.99


def test_empty_groups_cannot_be_compared():
    with pytest.raises(ValueError, match="needs people in both groups"):
        compare(Outcomes(0, 0), Outcomes(1, 2))
    with pytest.raises(ValueError, match="needs people in both groups"):
        compare(Outcomes(1, 2), Outcomes(0, 2))
    with pytest.raises(ValueError, match="3 of 2 people cannot have passed"):
        Outcomes(3, 2)
