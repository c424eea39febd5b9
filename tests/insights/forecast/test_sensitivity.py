"""What would move a forecast: how many more people a week it takes, by the quick way and by playing it."""

import numpy as np
import pytest

from config.evidence.hiring_worlds import Scenario, make_world
from insights.forecast.funnel_model import fit
from insights.forecast.sensitivity import PER_WEEK, Futures, needed_per_week
from insights.forecast.terms import Plan

AIM = 60.0


@pytest.fixture(scope="module")
def futures():
    fitted = fit(make_world(Scenario("tested"), np.random.default_rng(5)).history, seed=1)
    return Futures(fitted, "open", Plan(openings=3), AIM)


@pytest.mark.parametrize("more", [0.1, 0.25])
def test_so_many_more_people_a_week_reach_the_chance_when_they_are_played(futures, more):
    channel = futures.fitted.history.channels[0]
    wanted = futures.chance() + more * (1 - futures.chance())

    needed = needed_per_week(futures, channel, wanted)

    assert needed is not None
    assert 0 < needed < PER_WEEK[-1]
    assert futures.chance(more_per_week={channel: needed}) == pytest.approx(wanted, abs=0.03)


def test_more_is_needed_for_more(futures):
    channel, chance = futures.fitted.history.channels[0], futures.chance()

    rates = [needed_per_week(futures, channel, chance + share * (1 - chance)) for share in (0.05, 0.15, 0.3)]

    assert rates == sorted(rates)
    assert len(set(rates)) == 3


def test_nothing_is_needed_for_what_is_reached_and_nothing_is_enough_for_a_day(futures):
    channel = futures.fitted.history.channels[0]
    tomorrow = Futures(futures.fitted, futures.role, Plan(openings=40), 2.0)

    assert needed_per_week(futures, channel, futures.chance()) == 0
    assert needed_per_week(tomorrow, channel, 0.8) is None
