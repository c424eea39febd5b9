import itertools
import math

import numpy as np
import pytest
from scipy.stats import hypergeom
from statsmodels.stats.contingency_tables import StratifiedTable

from insights.fairness.impact import Conditional, compare, fisher_mid_p, odds_interval, ratio_interval
from insights.fairness.pooling import together
from insights.fairness.terms import Outcomes, Word
from insights.fairness.together import Stratified, alike, common_odds, common_ratio, compare_together

STRATA = [
    [(Outcomes(6, 18), Outcomes(20, 40)), (Outcomes(5, 20), Outcomes(17, 38)), (Outcomes(7, 22), Outcomes(15, 50))],
    [(Outcomes(18, 100), Outcomes(60, 200)), (Outcomes(40, 900), Outcomes(95, 1400))],
    [(Outcomes(5, 40), Outcomes(30, 45)), (Outcomes(25, 40), Outcomes(12, 60))],
    [(Outcomes(50, 90), Outcomes(30, 60)), (Outcomes(8, 13), Outcomes(44, 70)), (Outcomes(9, 15), Outcomes(9, 17))],
]


def peer(pairs):
    return StratifiedTable([np.array([[a.passed, a.failed], [b.passed, b.failed]], dtype=float) for a, b in pairs])


@pytest.mark.parametrize("pairs", STRATA)
def test_ratios_and_the_test_of_being_alike_are_those_of_statsmodels(pairs):
    table = peer(pairs)

    assert common_odds(pairs) == pytest.approx(table.oddsratio_pooled)
    assert common_ratio(pairs) == pytest.approx(table.riskratio_pooled)
    assert alike(pairs) == pytest.approx(table.test_equal_odds(adjust=True).pvalue)


@pytest.mark.parametrize("pairs", STRATA)
def test_the_exact_distribution_has_the_moments_of_the_mantel_haenszel_test(pairs):
    # Statsmodels' test of "no difference" stands on the mean and variance of the sum; ours has the whole distribution of it.
    possible = Stratified(pairs)
    chances = np.exp(possible.weights - possible.weights.max())
    chances /= chances.sum()
    mean = (possible.counts * chances).sum()
    variance = ((possible.counts - mean) ** 2 * chances).sum()

    assert (possible.seen - mean) ** 2 / variance == pytest.approx(
        peer(pairs).test_null_odds(correction=False).statistic
    )


def test_mid_p_is_that_of_every_way_the_tables_could_have_come_out():
    pairs = STRATA[0]
    margins = [(a.decided + b.decided, a.passed + b.passed, a.decided) for a, b in pairs]
    chances = {}
    for counts in itertools.product(*(range(size + 1) for *_, size in margins)):
        chance = math.prod(hypergeom.pmf(k, n, m, size) for k, (n, m, size) in zip(counts, margins, strict=True))
        chances[sum(counts)] = chances.get(sum(counts), 0.0) + chance
    own = chances[18]

    expected = sum(chance for chance in chances.values() if chance <= own * (1 + 1e-7)) - own / 2
    assert fisher_mid_p(Stratified(pairs)) == pytest.approx(expected, abs=1e-9)


def test_one_table_together_is_that_table():
    one, other = Outcomes(18, 100), Outcomes(60, 200)

    alone, said = compare(one, other), compare_together([(one, other)])

    for name in ("ratio", "low", "high", "mid_p"):
        assert getattr(said, name) == pytest.approx(getattr(alone, name), rel=1e-6)
    assert (said.word, said.flips, said.alike) == (alone.word, alone.flips, None)
    assert odds_interval(Stratified([(one, other)])) == pytest.approx(odds_interval(Conditional(one, other)), rel=1e-6)


def test_what_each_half_year_cannot_tell_several_can():
    half_year = (Outcomes(6, 30), Outcomes(24, 60))

    assert compare(*half_year).word is Word.CANNOT_TELL
    assert compare_together([half_year] * 4).word is Word.LOOK


def test_a_bad_year_for_all_makes_no_difference_between_groups():
    # Women came in the year in which few passed, at the same rate as men: added up, the ratio would be 0.45.
    pairs = [(Outcomes(10, 100), Outcomes(5, 50)), (Outcomes(10, 20), Outcomes(50, 100))]

    said = compare_together(pairs)

    assert Outcomes(20, 120).rate / Outcomes(55, 150).rate == pytest.approx(0.45, abs=0.01)
    assert (round(said.ratio, 6), said.low < 1 < said.high) == (1.0, True)


def test_tables_that_contradict_each_other_are_not_called_alike():
    assert alike(STRATA[2]) < 0.001
    assert alike(STRATA[0]) > 0.05


def test_the_interval_over_tables_holds_a_ratio_they_share():
    # Three half-years whose rates differ, the ratio 0.7 in each.
    rng = np.random.default_rng(5)
    held = 0
    for _ in range(200):
        pairs = [
            (Outcomes(int(rng.binomial(30, 0.7 * rate)), 30), Outcomes(int(rng.binomial(60, rate)), 60))
            for rate in (0.2, 0.35, 0.5)
        ]
        low, high = ratio_interval(Stratified(pairs))
        held += low <= 0.7 <= high

    assert held / 200 >= 0.93


def test_nothing_to_compare_is_refused():
    with pytest.raises(ValueError, match="needs people in both groups"):
        compare_together([(Outcomes(0, 0), Outcomes(1, 2))])
    with pytest.raises(ValueError, match="needs people in both groups"):
        compare_together([(Outcomes(1, 2), Outcomes(0, 2))])


# --- Over tables as they are kept -----------------------------------------------------------------------------------------


def kept(**groups):
    rows = [{"name": name, "known": name != "Unknown", "passed": a, "decided": b} for name, (a, b) in groups.items()]
    return [{"stage": "review", "total": [1, 1], "pool": None, "pooled": [], "groups": rows}]


def test_groups_are_compared_in_the_tables_that_show_both():
    tables = [
        kept(Woman=(6, 18), Man=(20, 40), Unknown=(9, 30)),
        kept(Man=(30, 90), Unknown=(9, 30)),
        kept(Woman=(5, 20), Man=(17, 38)),
        [{"stage": "review", "total": None, "pool": None, "pooled": ["Woman", "Man", "Unknown"], "groups": []}],
    ]

    review, *later = together(tables)

    (woman,) = review["groups"]
    assert (review["of"], woman["name"], woman["tables"]) == ("Man", "Woman", 2)
    assert (woman["passed"], woman["decided"], woman["of_passed"], woman["of_decided"]) == (11, 38, 37, 78)
    pairs = [(Outcomes(6, 18), Outcomes(20, 40)), (Outcomes(5, 20), Outcomes(17, 38))]
    assert woman["ratio"] == round(common_ratio(pairs), 4)
    assert all(stage["groups"] == [] for stage in later)


def test_the_reference_is_the_group_that_no_other_outdoes():
    tables = [kept(A=(20, 60), B=(40, 60), C=(8, 60)), kept(A=(20, 60), B=(40, 60))]

    review = together(tables)[0]

    assert review["of"] == "B"
    assert [(row["name"], row["tables"]) for row in review["groups"]] == [("A", 2), ("C", 1)]


def test_a_group_below_two_per_cent_is_not_compared():
    tables = [kept(A=(500, 900), B=(400, 900), C=(5, 10))] * 2

    assert [row["name"] for row in together(tables)[0]["groups"]] == ["B"]
