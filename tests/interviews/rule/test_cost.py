"""What the rule costs: the closed form, the published tables of the model, and our own rule beside a plain simulation."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad_vec
from scipy.stats import norm

from interviews.rule.bars import BarState, bar_state
from interviews.rule.cost import (
    PlannedBar,
    Pool,
    Price,
    bar_position,
    chance_of_rejection,
    error_rates,
    in_ten,
    meets_after,
    price,
    price_in_words,
    price_lines,
)
from interviews.rule.reliability import gain_in_words, marginal_gain, reliability_of
from interviews.rule.terms import BarMark, Rule

HALF = Pool(reliability=0.5)


def error(pool):
    return np.sqrt((1 - pool.reliability) / pool.reliability)


def one_hard_rating(pool):
    return lambda level: norm.cdf((level - bar_position(pool)) / error(pool))


def mean_of_two(pool):
    return lambda level: norm.cdf((level - bar_position(pool)) / (error(pool) / np.sqrt(2)))


def second_rating_within(pool, low, high):
    """Rated once; within `low`..`high` standard errors of the bar rated again, and the mean of the two decides."""
    sem, bar = error(pool), bar_position(pool)

    def passes(level):
        height = (level - bar) / sem
        once = 1 - norm.cdf(high - height)
        twice, _ = quad_vec(lambda x: norm.pdf(x - height) * (1 - norm.cdf(-x - height)), low, high)
        return once + twice

    return passes


@pytest.mark.parametrize(
    ("bars", "ratings", "expected"),
    [(7, 1, 0.70), (7, 2, 0.44), (7, 3, 0.26), (4, 1, 0.50), (4, 2, 0.28), (4, 3, 0.16)],
)
def test_closed_form_gives_the_published_chances(bars, ratings, expected):
    assert chance_of_rejection(1, bars, ratings, 0.5) == pytest.approx(expected, abs=0.01)


def test_closed_form_at_its_edges():
    assert chance_of_rejection(0, 1) == pytest.approx(0.5)
    assert chance_of_rejection(1, 0) == 0
    assert chance_of_rejection(9, 3) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("wrong", [{"ratings": 0}, {"bars": -1}, {"reliability": 0}, {"reliability": 1}])
def test_closed_form_refuses_what_makes_no_sense(wrong):
    with pytest.raises(ValueError, match="reliability"):
        chance_of_rejection(**{"margin": 1, "bars": 3, **wrong})


TABLE_A = {
    (0.80, 1): (23, 19, 17, 14, 10, 7),
    (0.80, 3): (51, 43, 39, 33, 24, 16),
    (0.80, 5): (66, 58, 53, 44, 32, 23),
    (0.80, 7): (76, 67, 62, 53, 39, 27),
    (0.80, 9): (82, 74, 68, 59, 44, 31),
    (0.90, 1): (18, 15, 13, 10, 7, 4),
    (0.90, 3): (43, 35, 31, 25, 17, 11),
    (0.90, 5): (58, 49, 43, 35, 24, 16),
    (0.90, 7): (68, 58, 52, 42, 29, 20),
    (0.90, 9): (75, 65, 59, 48, 34, 23),
}
RELIABILITIES = (0.34, 0.44, 0.50, 0.60, 0.74, 0.85)


@pytest.mark.parametrize(("share", "bars"), TABLE_A)
def test_one_hard_rating_per_bar_turns_away_what_table_a_says(share, bars):
    found = [
        100 * price((PlannedBar(),) * bars, pool=Pool(share, reliability=reliability)).without_second
        for reliability in RELIABILITIES
    ]

    assert found == pytest.approx(TABLE_A[share, bars], abs=2)


@pytest.mark.parametrize(
    ("policy", "turned_away", "let_through"),
    [
        (one_hard_rating(HALF), 52, 9),
        (second_rating_within(HALF, -1, 1), 37, 11),
        (mean_of_two(HALF), 36, 11),
        (second_rating_within(HALF, -1, 0), 29, 19),
    ],
    ids=["one hard rating", "second within one error", "two each", "second on near misses"],
)
def test_policies_on_seven_bars_have_the_error_rates_of_table_b(policy, turned_away, let_through):
    rates = error_rates([policy] * 7, HALF)

    assert [100 * rate for rate in rates] == pytest.approx([turned_away, let_through], abs=2)


@pytest.mark.parametrize(
    ("bars", "pool", "policy", "turned_away"),
    [
        (4, HALF, one_hard_rating, 37),
        (4, HALF, lambda pool: second_rating_within(pool, -1, 0), 20),
        (4, HALF, mean_of_two, 25),
        (7, Pool(reliability=0.74), one_hard_rating, 30),
        (7, Pool(reliability=0.74), lambda pool: second_rating_within(pool, -1, 0), 15),
        (7, Pool(reliability=0.44), one_hard_rating, 58),
        (7, Pool(reliability=0.44), lambda pool: second_rating_within(pool, -1, 0), 34),
    ],
)
def test_policies_elsewhere_turn_away_what_the_notes_to_table_b_say(bars, pool, policy, turned_away):
    rate, _ = error_rates([policy(pool)] * bars, pool)

    assert 100 * rate == pytest.approx(turned_away, abs=2)


def test_share_of_qualified_people_is_table_b_s():
    assert price((PlannedBar(),) * 7, pool=HALF).qualified == pytest.approx(0.59, abs=0.01)


def simulate(planned, pool, rule, people=60_000):
    """Follow people one by one through our rule: an independent check of the quadrature."""
    rng = np.random.default_rng(20)
    common = rng.standard_normal((people, 1))
    own = rng.standard_normal((people, len(planned)))
    level = np.sqrt(pool.correlation) * common + np.sqrt(1 - pool.correlation) * own - bar_position(pool)
    ratings = level[:, :, None] + error(pool) * rng.standard_normal((people, len(planned), 3))
    marks = np.digitize(ratings, [-error(pool), 0, error(pool)])
    met, failed = np.zeros(level.shape, bool), np.zeros(level.shape, bool)
    for at, bar in enumerate(planned):
        states = {}
        for sequence in itertools.product(range(4), repeat=3):
            for length in range(bar.ratings, 4):
                heard = [list(BarMark)[mark] for mark in sequence[:length]]
                states[sequence] = bar_state(heard, two_sided=bar.two_sided, rule=rule)
                if states[sequence] is not BarState.BORDERLINE:
                    break
        ends = np.array([[[states[a, b, c] for c in range(4)] for b in range(4)] for a in range(4)])
        end = ends[marks[:, at, 0], marks[:, at, 1], marks[:, at, 2]]
        met[:, at], failed[:, at] = end == BarState.MET, end == BarState.NOT_MET
    qualified = (level >= 0).all(axis=1)
    return failed.any(axis=1)[qualified].mean(), met.all(axis=1)[~qualified].mean()


@pytest.mark.parametrize(
    ("planned", "pool", "rule"),
    [
        ((PlannedBar(),) * 4, Pool(), Rule()),
        ((PlannedBar(),) * 7, HALF, Rule()),
        ((PlannedBar(2), PlannedBar(), PlannedBar(1, two_sided=True)), Pool(0.8), Rule()),
        ((PlannedBar(2, two_sided=True),) * 3, Pool(reliability=0.74), Rule()),
        ((PlannedBar(),) * 4, Pool(), Rule(clear_weighs=1)),
    ],
)
def test_price_of_our_rule_agrees_with_following_people_through_it(planned, pool, rule):
    computed = price(planned, pool=pool, rule=rule)

    assert (computed.turned_away, computed.let_through) == pytest.approx(simulate(planned, pool, rule), abs=0.015)


def test_our_rule_turns_away_far_fewer_than_hard_ratings():
    computed = price((PlannedBar(),) * 4)

    assert computed.turned_away == pytest.approx(0.217, abs=0.005)
    assert computed.without_second == pytest.approx(0.42, abs=0.005)


def test_two_sided_bars_let_fewer_through_and_turn_more_away():
    near_miss = price((PlannedBar(),) * 4)
    two_sided = price((PlannedBar(two_sided=True),) * 4)

    assert two_sided.let_through < near_miss.let_through
    assert near_miss.turned_away < two_sided.turned_away < near_miss.without_second
    assert near_miss.extra_ratings < two_sided.extra_ratings


def test_asking_to_confirm_clear_ratings_turns_fewer_away():
    assert price((PlannedBar(),) * 4, rule=Rule(clear_weighs=1)).turned_away < price((PlannedBar(),) * 4).turned_away


def test_no_bars_cost_nothing():
    assert price(()) == Price(
        turned_away=0, let_through=0, qualified=pytest.approx(1), extra_ratings=0, without_second=0
    )


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.builds(PlannedBar, st.integers(1, 3), st.booleans()), min_size=1, max_size=6),
    st.builds(Pool, st.floats(0.5, 0.95), st.floats(0, 0.8), st.floats(0.2, 0.9)),
)
def test_price_is_made_of_shares_and_grows_with_the_bars(planned, pool):
    computed, more = price(tuple(planned), pool=pool), price((*planned, PlannedBar()), pool=pool)

    for share in (computed.turned_away, computed.let_through, computed.qualified, computed.without_second):
        assert 0 <= share <= 1
    assert 0 <= computed.extra_ratings <= 2 * len(planned)
    assert more.turned_away >= computed.turned_away - 1e-9
    assert price(tuple(reversed(planned)), pool=pool).turned_away == pytest.approx(computed.turned_away)


@pytest.mark.parametrize("wrong", [{"share_meeting": 1}, {"share_meeting": 0}, {"correlation": 1}, {"reliability": 0}])
def test_pool_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="between 0 and 1"):
        Pool(**wrong)


def test_bar_rated_never_is_refused():
    with pytest.raises(ValueError, match="at least once"):
        PlannedBar(0)


@pytest.mark.parametrize(
    ("reliability", "expected"),
    [
        (0.44, (0.44, 0.61, 0.70, 0.76, 0.80, 0.82)),
        (0.50, (0.50, 0.67, 0.75, 0.80, 0.83, 0.86)),
        (0.74, (0.74, 0.85, 0.90, 0.92, 0.93, 0.94)),
    ],
)
def test_reliability_of_more_ratings_follows_spearman_brown(reliability, expected):
    assert [reliability_of(count, reliability) for count in range(1, 7)] == pytest.approx(expected, abs=0.006)


def test_each_interview_more_gains_less():
    gains = [marginal_gain(count) for count in range(1, 8)]

    assert gains == sorted(gains, reverse=True)
    assert gains[3] == pytest.approx(0.02, abs=0.005)  # the fifth interview


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "almost none"),
        (0.03, "fewer than 1 in 20"),
        (0.06, "about 1 in 10"),
        (0.217, "about 2 in 10"),
        (0.423, "about 4 in 10"),
        (0.95, "about 9 in 10"),
        (0.97, "nearly all"),
    ],
)
def test_shares_are_said_as_people_say_them(share, words):
    assert in_ten(share) == words


def test_price_of_four_bars_is_one_sentence():
    bars = (PlannedBar(2), PlannedBar(), PlannedBar(), PlannedBar())

    assert price_in_words(bars, price((PlannedBar(),) * 4)) == (
        "Four bars, judged once or twice each: about 2 in 10 people who truly meet all of them would be turned away "
        "(about 4 in 10 without second ratings)."
    )
    assert price_in_words((), price(())) == "No minimum bar, so nobody is turned away by one."
    assert price_in_words((PlannedBar(3),), price((PlannedBar(3),))).startswith("One bar, judged three times: ")


def test_price_is_told_in_four_lines():
    cost = Price(turned_away=0.217, let_through=0.264, qualified=0.7, extra_ratings=0.63, without_second=0.423)

    assert [value for _, value in price_lines(cost)] == ["22%", "42%", "26%", "0.6"]


def test_gain_of_a_sixth_interview_is_said_in_words():
    assert gain_in_words(5) == (
        "After five interviews one more raises the best possible agreement with the true level by 0.02, from 0.89 to "
        "0.91."
    )


TABLE_C = {
    (0.44, 0.80): (0.34, 0.63, 0.83, 0.96),
    (0.44, 0.90): (0.47, 0.75, 0.90, 0.98),
    (0.50, 0.80): (0.30, 0.61, 0.83, 0.97),
    (0.50, 0.90): (0.42, 0.72, 0.90, 0.99),
    (0.74, 0.80): (0.15, 0.51, 0.80, 0.98),
    (0.74, 0.90): (0.22, 0.60, 0.86, 0.99),
}


@pytest.mark.parametrize(("reliability", "share"), TABLE_C)
def test_one_rating_says_what_table_c_says(reliability, share):
    found = [meets_after(mark, Pool(share, reliability=reliability)) for mark in BarMark]

    assert found == pytest.approx(TABLE_C[reliability, share], abs=0.01)
