"""The ways to treat a role's bars, each with its price, and which of them the role goes."""

import pytest

from interviews.rule.cost import PlannedBar, price
from interviews.rule.policies import Way, ways
from interviews.rule.terms import Rule

ONCE, CAREFUL, TWICE = PlannedBar(), PlannedBar(1, two_sided=True), PlannedBar(2)


def by_way(bars, **more):
    return {one.way: one for one in ways(bars, **more)}


@pytest.mark.parametrize(
    ("bars", "current", "offered"),
    [
        ((ONCE, ONCE), Way.NEAR_MISS, {Way.ONE_RATING, Way.NEAR_MISS, Way.EITHER_SIDE, Way.TWICE}),
        ((ONCE, CAREFUL), Way.AS_SET, set(Way)),
        ((CAREFUL, CAREFUL), Way.EITHER_SIDE, {Way.ONE_RATING, Way.NEAR_MISS, Way.EITHER_SIDE, Way.TWICE}),
        ((TWICE, TWICE), Way.NEAR_MISS, {Way.ONE_RATING, Way.NEAR_MISS, Way.EITHER_SIDE}),
    ],
)
def test_the_way_a_role_goes_is_marked_among_those_it_could(bars, current, offered):
    found = by_way(bars)

    assert set(found) == offered
    assert [way for way, one in found.items() if one.is_current] == [current]
    assert found[current].price == price(bars)


def test_no_bars_leave_nothing_to_choose():
    assert ways(()) == ()


def test_ways_trade_one_error_for_the_other():
    found = by_way((ONCE, ONCE, CAREFUL, ONCE))
    hard, near, either, twice = (
        found[way].price for way in (Way.ONE_RATING, Way.NEAR_MISS, Way.EITHER_SIDE, Way.TWICE)
    )

    assert hard.turned_away == pytest.approx(near.without_second)
    assert near.turned_away < twice.turned_away < either.turned_away < hard.turned_away
    assert either.let_through < near.let_through
    assert near.turned_away < found[Way.AS_SET].price.turned_away < either.turned_away


def test_ratings_are_those_planned_and_those_asked_for():
    found = by_way((ONCE, ONCE, TWICE))

    assert found[Way.ONE_RATING].ratings == 3
    assert found[Way.NEAR_MISS].ratings == pytest.approx(4 + price((ONCE, ONCE, TWICE)).extra_ratings)
    assert found[Way.TWICE].ratings > 6


def test_both_errors_are_said_as_people_say_them():
    current = by_way((ONCE,) * 4)[Way.NEAR_MISS]

    assert current.words == "Turns away about 2 in 10 who meet every bar, lets through about 3 in 10 who miss one."


def test_the_role_s_own_parameters_are_priced():
    lenient = Rule(clear_weighs=1)

    assert by_way((ONCE, ONCE), rule=lenient)[Way.NEAR_MISS].price == price((ONCE, ONCE), rule=lenient)
