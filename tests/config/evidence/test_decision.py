"""The made-up crowd and the page it fills: our outcome function beside the published figures, small and seeded."""

import numpy as np
import pytest

from config.evidence.crowd import Crowd, Policy, answer, ask, share, walk
from config.evidence.other_policies import walk_other
from config.evidence.parts import decision
from interviews.rule.cost import PlannedBar, Pool, price
from interviews.rule.terms import BarMark, Rule


@pytest.fixture(scope="module")
def seven_bars():
    return Crowd.of(30_000, 7, decision.HALF, seed=3)


@pytest.mark.parametrize("at", range(len(decision.POLICIES)), ids=[policy[0] for policy in decision.POLICIES])
def test_policies_have_the_published_error_rates_under_our_outcome_function(seven_bars, at):
    _, (turned_away, let_through, far, extra), policy = decision.POLICIES[at]

    found = walk(seven_bars, policy)

    assert 100 * found.turned_away[0] == pytest.approx(turned_away, abs=2)
    assert 100 * found.let_through[0] == pytest.approx(let_through, abs=2)
    assert far is None or 100 * found.far_let_through[0] == pytest.approx(far, abs=2)
    assert found.extra == pytest.approx(extra, abs=0.2)


@pytest.mark.parametrize("at", range(len(decision.OTHERS)), ids=[policy[0] for policy in decision.OTHERS])
def test_refused_policies_have_the_published_error_rates(seven_bars, at):
    _, (turned_away, let_through, far, extra), passes = decision.OTHERS[at]

    found = walk_other(seven_bars, decision.HALF, passes)

    assert 100 * found.turned_away[0] == pytest.approx(turned_away, abs=2)
    assert 100 * found.let_through[0] == pytest.approx(let_through, abs=2)
    assert far is None or 100 * found.far_let_through[0] == pytest.approx(far, abs=2)
    assert found.extra == pytest.approx(extra, abs=0.2)


@pytest.mark.parametrize(
    ("planned", "pool", "rule"),
    [
        ((PlannedBar(),) * 4, Pool(), Rule()),
        ((PlannedBar(2), PlannedBar(), PlannedBar(1, two_sided=True)), Pool(0.8), Rule()),
        ((PlannedBar(2, two_sided=True),) * 3, Pool(reliability=0.74), Rule()),
        ((PlannedBar(),) * 4, Pool(), Rule(clear_weighs=1)),
    ],
)
def test_what_a_page_prints_is_what_the_outcome_function_does_to_one_point(planned, pool, rule):
    printed = price(planned, pool=pool, rule=rule)

    found = walk(
        Crowd.of(40_000, len(planned), pool, seed=4),
        Policy(tuple(bar.two_sided for bar in planned), rule, tuple(bar.ratings for bar in planned)),
    )

    assert found.turned_away[0] == pytest.approx(printed.turned_away, abs=0.01)
    assert found.let_through[0] == pytest.approx(printed.let_through, abs=0.01)


def test_crowd_is_as_it_was_asked_for():
    crowd = Crowd.of(40_000, 2, Pool(0.8, correlation=0.5, reliability=0.44), ratings=2, seed=1)
    error = np.sqrt(0.56 / 0.44)

    assert (crowd.height >= 0).mean(axis=0) == pytest.approx([0.8, 0.8], abs=0.01)
    assert np.corrcoef(crowd.height.T)[0, 1] == pytest.approx(0.5, abs=0.02)
    # The reliability is the correlation of two ratings of the same thing.
    assert np.corrcoef(crowd.seen[:, 0].T)[0, 1] == pytest.approx(0.44, abs=0.02)
    assert (crowd.seen[:, :, 0] * error - crowd.height).std() == pytest.approx(error, abs=0.02)


def test_every_pattern_is_put_to_the_outcome_function():
    below, above = 1 + list(BarMark).index(BarMark.JUST_BELOW), 1 + list(BarMark).index(BarMark.JUST_ABOVE)

    assert answer((above, above), (False, False), Rule()) == (1, (False, False))
    assert answer((above, above), (False, True), Rule()) == (0, (False, True))
    assert answer((below, above), (False, False), Rule()) == (0, (True, False))
    assert answer((5 * below + below, above), (False, False), Rule()) == (-1, (False, False))
    assert answer((0, above), (False, False), Rule())[0] == 0


def test_bars_of_one_kind_trade_places_and_each_keeps_its_own_answer():
    below, above = 1 + list(BarMark).index(BarMark.JUST_BELOW), 1 + list(BarMark).index(BarMark.JUST_ABOVE)
    codes = np.array([[below, above], [above, below], [above, above]])

    signals, borderline = ask(codes, (False, False), Rule())

    assert signals.tolist() == [0, 0, 1]
    assert borderline.tolist() == [[True, False], [False, True], [False, False]]


def test_a_share_of_nobody_is_no_number():
    assert np.isnan(share(np.array([], bool))).all()
    assert share(np.array([True, False, False, False])) == pytest.approx((0.25, 0.2165), abs=1e-4)


def test_page_says_what_misses(monkeypatch):
    monkeypatch.setattr(decision, "PEOPLE", 2_000)
    monkeypatch.setattr(decision, "FEWER", 500)
    monkeypatch.setattr(decision, "HARD_BARS", {(0.9, 1): (18, 15, 13, 10, 7, 90)})
    monkeypatch.setattr(decision, "ELSEWHERE", decision.ELSEWHERE[:1])
    monkeypatch.setattr(decision, "POLICIES", decision.POLICIES[:1])
    monkeypatch.setattr(decision, "PRODUCT", decision.PRODUCT[:1])
    monkeypatch.setattr(decision, "ROLES", decision.ROLES[:1])

    text = decision.section()

    assert "(90) **missed**" in text
    assert "| one rating, hard bars | 52% / 9% / 1.4% / 0 |" in text
    assert decision.near((0.5, 0.01), 51) == "50.0% ± 1.0"
    assert decision.near((0.5, 0.01), 52.1) == "50.0% ± 1.0 **missed**"
