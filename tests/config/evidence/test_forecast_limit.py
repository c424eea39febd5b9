"""What could be known at most: the truth in place of what was learnt, and nothing else."""

import numpy as np
import pytest

from config.evidence.hiring_worlds import Scenario, make_world
from config.evidence.parts import forecast_limit
from insights.forecast.funnel_model import fit, forecast
from insights.forecast.terms import Plan


@pytest.fixture(scope="module")
def world():
    return make_world(Scenario("small", past_roles=2), np.random.default_rng(3))


def test_every_draw_is_told_the_truth_of_the_open_role_alone(world):
    fitted = fit(world.history, seed=1)

    told = forecast_limit.told(fitted, world)

    assert np.ptp(told.stages.passes[:, -1, :], axis=0) == pytest.approx(0)
    assert told.stages.passes[0, -1] == pytest.approx(world.truth.passes)
    assert (told.stages.passes[:, :-1] == fitted.stages.passes[:, :-1]).all()
    assert told.arrivals.per_day[0, -1] == pytest.approx(world.truth.per_day)


def test_who_knows_the_truth_counts_hires_as_the_truth_makes_them(world):
    told = forecast_limit.told(fit(world.history, seed=1), world)
    plan = Plan(openings=1, afresh=True)

    made = forecast(told, world.target, plan, horizon_days=4000, draws=1000)

    truth = world.truth
    a_day = (truth.per_day * truth.passes[:3]).sum() * truth.passes[3:].prod()
    # From day 500 on everybody who came at first has left again.
    between = (made.hires_by(4000) - made.hires_by(500)).mean() / 3500
    assert between == pytest.approx(a_day, rel=0.05)


def test_a_small_run_prints_every_row(monkeypatch):
    monkeypatch.setattr(forecast_limit, "WORLDS", 3)
    monkeypatch.setattr(forecast_limit, "HISTORIES", (0, 1))

    text = forecast_limit.section(None)

    assert [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")][2:] == ["0", "1"]
