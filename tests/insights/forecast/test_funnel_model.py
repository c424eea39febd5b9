"""The forecast against worlds whose truth is known, and against slow ways to the same number."""

import dataclasses

import numpy as np
import pytest
from scipy import stats

from config.evidence.hiring_worlds import HORIZON, Scenario, make_world
from insights.forecast import scoring
from insights.forecast.arrival_model import FADINGS, STEADY, draw_arrivals
from insights.forecast.defaults import default_channels, default_stages, sources
from insights.forecast.funnel_model import Forecast, fit, forecast
from insights.forecast.observations import observe
from insights.forecast.stage_model import outcome_chances
from insights.forecast.terms import ForecastError, History, Outcome, Plan, Role, Visit

STAGES, CHANNELS = ("review", "offer"), ("inbound", "referral")
OPEN = (Role("open", -30.0),)


def history(visits=(), *, roles=OPEN, stages=STAGES, channels=CHANNELS):
    return History(0.0, stages, channels, roles, visits)


def many_visits(role, passed, failed, *, stage="review", channel="inbound", days=4.0):
    ends = [Outcome.PASSED] * passed + [Outcome.REJECTED] * failed
    return [
        Visit(role, f"{role}{stage}{channel}{at}", channel, stage, -29.0, -29.0 + days, end)
        for at, end in enumerate(ends)
    ]


@pytest.fixture(scope="module")
def world():
    return make_world(Scenario("tested"), np.random.default_rng(5))


@pytest.fixture(scope="module")
def fitted(world):
    return fit(world.history, seed=1)


def chance(fitted, plan=None, *, days=60, seed=3):
    return forecast(fitted, "open", plan, horizon_days=HORIZON, draws=4000, seed=seed).chance_by(days)


def test_the_same_seed_and_history_give_the_same_forecast(world, fitted):
    again = forecast(fit(world.history, seed=1), "open", horizon_days=90, draws=500, seed=2)

    assert np.array_equal(again.fill_days, forecast(fitted, "open", horizon_days=90, draws=500, seed=2).fill_days)


def test_the_order_of_visits_does_not_matter(world):
    turned = dataclasses.replace(world.history, visits=list(reversed(world.history.visits)))

    one, other = observe(world.history), observe(turned)

    assert sorted(one.ended.days) == sorted(other.ended.days)
    assert np.array_equal(one.hired, other.hired)


def test_much_data_outweighs_the_defaults():
    known = history(many_visits("open", 300, 300))

    passes = fit(known, seed=0).stages.passes[:, 0, 0]

    assert abs(passes.mean() - 0.5) < 0.04
    assert default_stages(STAGES)[0].passes == 0.08


def test_without_data_the_defaults_stand_and_are_unsure():
    passes = fit(history(), seed=0).stages.passes[:, 0, 0]

    assert 0.04 < np.median(passes) < 0.14
    assert np.quantile(passes, 0.9) > 2 * np.quantile(passes, 0.1)


def test_a_channel_has_its_own_pass_rate_in_the_first_stage_only():
    known = history(many_visits("open", 5, 195) + many_visits("open", 150, 50, channel="referral"))

    passes = fit(known, seed=0).stages.passes[:, 0, :].mean(axis=0)

    assert passes.shape == (3,)
    assert passes[0] < 0.1 < 0.6 < passes[1]


def test_other_roles_inform_a_new_one():
    past = [Role(f"past{number}", -200.0, -100.0) for number in range(6)]
    visits = [visit for role in past for visit in many_visits(role.id, 60, 60)]

    informed = fit(history(visits, roles=[*past, Role("open", -1.0)]), seed=0).stages.passes[:, -1, 0]

    assert 0.35 < informed.mean() < 0.6


def test_days_already_waited_change_the_chance_to_pass():
    """Against a simulation of visits that are still open after `waited` days."""
    rng, p, waited = np.random.default_rng(0), 0.4, 12.0
    passing, failing = rng.lognormal(np.log(4), 0.5, 400_000), rng.lognormal(np.log(20), 0.5, 400_000)
    passed = rng.random(400_000) < p
    still_open = np.where(passed, passing, failing) > waited

    survival = [stats.lognorm.sf(waited, 0.5, scale=days) for days in (4, 20, 20)]
    weights = outcome_chances(np.array(p), np.array(0.2)) * survival

    assert weights[0] / weights.sum() == pytest.approx(passed[still_open].mean(), abs=0.005)


def test_a_long_wait_lowers_the_forecast_where_those_who_pass_pass_soon():
    quick = many_visits("past", 60, 0, days=2.0) + [
        dataclasses.replace(visit, candidate=f"slow{at}", outcome=Outcome.REJECTED, left=-29.0 + 25)
        for at, visit in enumerate(many_visits("past", 60, 0))
    ]
    roles = [Role("past", -60.0, -1.0), Role("open", -30.0)]

    def said(waited):
        waiting = [Visit("open", f"w{at}", "inbound", "review", -waited) for at in range(20)]
        return chance(fit(history([*quick, *waiting], roles=roles), seed=0), days=30)

    assert said(15.0) < said(0.5) - 0.1


def test_thinning_is_the_same_as_walking_everybody_through():
    reviewed = many_visits("past", 40, 60)
    offered = [
        Visit(
            "past", visit.candidate, "inbound", "offer", -24.0, -20.0, Outcome.PASSED if at < 30 else Outcome.WITHDREW
        )
        for at, visit in enumerate(reviewed[:40])
    ]
    known = reviewed + offered
    fitted = fit(history(known, roles=[*OPEN, Role("past", -60.0, -1.0)]), seed=0)
    thinned = forecast(fitted, "open", horizon_days=90, draws=6000, seed=1).hires_by(90)
    rng = np.random.default_rng(2)
    learnt, arrivals = fitted.stages, fitted.arrivals
    walked = np.zeros(6000, int)
    for draw in range(6000):
        kept = draw % len(learnt)
        for channel in range(2):
            fading = FADINGS[arrivals.fading[kept, channel]]
            most = arrivals.per_day[kept, 0, channel]
            came = rng.uniform(0, 90, rng.poisson(most * 90))
            came = came[rng.random(len(came)) < fading.left(30 + came)]
            for day in came:
                first = channel
                walks = rng.random() < learnt.passes[kept, 0, first] and rng.random() < learnt.passes[kept, 0, 2]
                days = day + sum(
                    np.exp(learnt.log_days[kept, stage, 0] + learnt.spread[kept, stage, 0] * rng.standard_normal())
                    for stage in range(2)
                )
                walked[draw] += bool(walks and days <= 90)

    assert thinned.mean() == pytest.approx(walked.mean(), rel=0.05)
    assert thinned.std() == pytest.approx(walked.std(), rel=0.06)


def test_arrivals_that_fade_are_seen_to_fade():
    rng = np.random.default_rng(0)
    roles = [Role(f"r{number}", -120.0) for number in range(6)]
    visits = [
        Visit(role.id, f"{role.id}{at}", "inbound", "review", -120 + age)
        for role in roles
        for at, age in enumerate(rng.exponential(20.0, 150).clip(0, 119))
    ]
    seen = observe(history(visits, roles=roles))

    drawn = draw_arrivals(seen, default_channels(CHANNELS), 200, rng)

    assert (drawn.fading[:, 0] == FADINGS.index(STEADY)).mean() < 0.01
    left = np.array([FADINGS[which].left(np.array(60.0)) for which in drawn.fading[:, 0]])
    assert left.mean() < 0.25


def test_arrivals_that_stay_are_seen_to_stay():
    roles = [Role(f"r{number}", -120.0) for number in range(6)]
    visits = [
        Visit(role.id, f"{role.id}{at}", "inbound", "review", -120 + at * 0.6) for role in roles for at in range(200)
    ]

    drawn = draw_arrivals(
        observe(history(visits, roles=roles)), default_channels(CHANNELS), 400, np.random.default_rng(0)
    )

    assert drawn.per_day[:, 0, 0].mean() == pytest.approx(200 / 120, rel=0.1)
    assert (drawn.fading[:, 0] == FADINGS.index(STEADY)).mean() > 0.95


def test_a_role_with_all_its_hires_is_filled_today():
    hired = [Visit("open", "a", "inbound", "offer", -9.0, -2.0, Outcome.PASSED)]

    assert chance(fit(history(hired), seed=0), days=1) == 1.0
    assert chance(fit(history(hired), seed=0), Plan(openings=2), days=1) < 0.2


def test_a_second_opening_takes_longer(fitted):
    assert chance(fitted, Plan(openings=2)) < chance(fitted) - 0.05


def test_more_people_faster_stages_and_better_odds_help(fitted):
    base = chance(fitted, days=45)
    plans = [
        Plan(more_per_week={"referral": 30}),
        Plan(arrivals_times={"inbound": 8}),
        Plan(days_times=dict.fromkeys(("screen", "tech", "onsite"), 0.5)),
        Plan(odds_times={"onsite": 2}),
        Plan(without=frozenset({"tech"})),
    ]

    assert 0.1 < base < 0.9
    assert [chance(fitted, plan, days=45) > base + 0.02 for plan in plans] == [True] * len(plans)


def test_a_freeze_moves_what_comes_after_it(fitted):
    frozen = forecast(fitted, "open", Plan(freezes=[(10, 24)]), horizon_days=HORIZON, draws=2000, seed=3).fill_days
    usual = forecast(fitted, "open", horizon_days=HORIZON, draws=2000, seed=3).fill_days

    assert np.array_equal(frozen[usual <= 10], usual[usual <= 10])
    later = (usual > 10) & (usual < HORIZON - 14)
    assert np.allclose(frozen[later], usual[later] + 14)


def test_days_and_chances_agree(fitted):
    made = forecast(fitted, "open", horizon_days=HORIZON, draws=4000, seed=3)

    day = made.day_at(0.5)

    assert made.chance_by(day) >= 0.5 > made.chance_by(day - 1)
    assert made.day_at(1.0) is None


def test_a_forecast_says_nothing_of_one_candidate():
    assert {field.name for field in dataclasses.fields(Forecast)} == {
        "horizon_days",
        "draws",
        "fill_days",
        "hire_days",
        "hire_draw",
        "hire_channel",
    }


def test_intervals_cover_what_comes_and_beat_the_plain_forecasts():
    """A small version of docs/evidence/forecast.md: seeded, with wide bands."""
    pits, ours, average = [], [], []
    for number in range(60):
        rng = np.random.default_rng([3, number])
        world = make_world(Scenario("small", past_roles=4), rng)
        made = forecast(fit(world.history, kept=120, warm_up=40), "open", horizon_days=HORIZON, draws=500)
        days, truth = np.minimum(made.fill_days, HORIZON), min(world.fill_day, HORIZON)
        pits.append(scoring.randomised_pit(days, truth, rng.random()))
        ours.append(scoring.crps(days, truth))
        past = scoring.Fills(
            [(role.closed or 0.0) - role.opened for role in world.history.roles[:-1]],
            [role.closed is not None for role in world.history.roles[:-1]],
        )
        average.append(abs(scoring.plain_average(past, world.elapsed, HORIZON) - truth))

    assert 0.66 <= scoring.cover(pits, 0.8) <= 0.94
    assert np.mean(ours) < 0.75 * np.mean(average)


@pytest.mark.parametrize(
    ("visit", "says"),
    [
        (Visit("other", "a", "inbound", "review", -3.0), "names the role “other”"),
        (Visit("open", "a", "radio", "review", -3.0), "names the channel “radio”"),
        (Visit("open", "a", "inbound", "tea", -3.0), "names the stage “tea”"),
        (Visit("open", "a", "inbound", "review", -3.0, -4.0, Outcome.PASSED), "ends before it begins"),
        (Visit("open", "a", "inbound", "review", -3.0, None, Outcome.PASSED), "an outcome but no end"),
    ],
)
def test_a_history_that_contradicts_itself_is_refused(visit, says):
    with pytest.raises(ForecastError, match=says):
        fit(history([visit]))


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        (Plan(days_times={"tea": 2}), "names tea"),
        (Plan(arrivals_times={"inbound": 0}), "above zero"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(plan, says):
    with pytest.raises(ForecastError, match=says):
        chance(fit(history(), kept=5, warm_up=1), plan)


def test_what_is_missing_is_refused():
    fitted = fit(history(), kept=5, warm_up=1)

    with pytest.raises(ForecastError, match="no role “x”"):
        forecast(fitted, "x", horizon_days=30)
    with pytest.raises(ForecastError, match="at least one day"):
        forecast(fitted, "open", horizon_days=0)
    with pytest.raises(ForecastError, match="no roles"):
        fit(history(roles=()))
    with pytest.raises(ForecastError, match="no stages"):
        fit(history(stages=()))
    with pytest.raises(ForecastError, match="same name"):
        fit(history(stages=("a", "a")))


def test_every_default_names_its_source():
    rows = [
        *default_stages(["review", "screen", "tech", "onsite", "offer", "tea"]),
        *default_channels(["inbound", "referral", "radio"]),
    ]

    assert {row.source for row in rows} <= set(sources())
    assert [row.passes for row in rows[:6]] == [0.08, 0.55, 0.45, 0.30, 0.80, 0.80]


def test_defaults_go_by_name_then_by_place():
    assert [one.passes for one in default_stages(["a", "b", "c", "d", "e"])] == [0.08, 0.55, 0.45, 0.30, 0.80]
    assert [one.passes for one in default_stages(["a", "Onsite", "z"])] == [0.08, 0.30, 0.80]
