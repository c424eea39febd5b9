"""What could be known at most: the truth in place of what was learnt, and nothing else."""

import numpy as np
import pytest

from config.evidence.hiring_worlds import PER_WEEK, Scenario, make_world
from config.evidence.parts import forecast_limit
from insights.forecast import scoring
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


def test_the_expected_score_is_the_mean_of_the_scores_of_all_that_may_come():
    rng = np.random.default_rng(0)
    said, comes = rng.gamma(2, 20, 300), rng.gamma(2, 25, 70)
    comes[:5] = said[:5]

    expected = forecast_limit.expected_crps(said, comes)

    assert expected == pytest.approx(np.mean([scoring.crps(said, one) for one in comes]))


def test_the_expected_cover_is_the_mean_of_what_a_random_transform_covers():
    rng = np.random.default_rng(0)
    said, comes = np.minimum(rng.gamma(2, 20, 300), 60), np.minimum(rng.gamma(2, 25, 200), 60)

    expected = forecast_limit.expected_cover(said, comes, 0.8)

    pits = [scoring.randomised_pit(said, day, chance) for day in comes for chance in (np.arange(200) + 0.5) / 200]
    assert expected == pytest.approx(scoring.cover(pits, 0.8), abs=0.003)
    assert 0.5 < expected < 0.95


def test_who_is_told_how_worlds_are_made_believes_it(world):
    scenario = Scenario("small", past_roles=2)
    fitted = fit(world.history, seed=1)
    usual = 0.8  # of those with an offer, by default

    told = forecast_limit.told_how(fitted, scenario, seed=1)

    assert told.stages.likeness[:, -1] == pytest.approx(1 / (usual * (1 - usual) * scenario.role_sd**2))
    assert (told.arrivals.fading == 0).all()
    assert told.stages.passes.shape == fitted.stages.passes.shape
    assert np.isfinite(told.stages.passes).all()


def test_a_role_that_was_open_for_long_shows_its_own_arrivals(world):
    seen = fit(world.history, seed=1, kept=5, warm_up=1).seen
    longest = int(np.argmax(seen.open_days))
    inbound = (seen.first.role == longest) & (seen.first.channel == 0)

    drawn = forecast_limit._steady_arrivals(seen, 3000, np.random.default_rng(0))

    assert drawn.shape == (3000, len(seen.open_days), len(PER_WEEK))
    assert drawn[:, longest, 0].mean() == pytest.approx(inbound.sum() / seen.open_days[longest], rel=0.1)
