"""How good a forecast can be at most: the same one, told the truth about the open role that nobody can know."""

import dataclasses
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from config.evidence.folder import Folder
from config.evidence.hiring_worlds import HORIZON, SPREAD, Scenario, World, make_world
from config.evidence.parts.forecast import DRAWS, SEED, past_fills
from config.evidence.tables import table
from insights.forecast import scoring
from insights.forecast.funnel_model import Fit, fit, forecast
from insights.forecast.observations import Floats
from insights.forecast.terms import Plan

TITLE = "How good it can be at most"
ORDER = 2
PAGE = "forecast"
WORLDS = int(os.environ.get("FORECAST_WORLDS", "1000")) // 2
HISTORIES = (0, 2, 8, 20)


def section(_: Folder | None) -> str:
    """Measure, and return Markdown."""
    return "\n\n".join(
        [
            f"Even who knew every rate of the open role would not know who comes tomorrow. {WORLDS:,} well-specified worlds a row: the CRPS in days of our "
            "forecast, of the same forecast given the open role's true pass rates, arrivals and days, and of the naive. The gain that can be had is the "
            "distance from the naive to the truth; ± is one standard error of the difference to ours.",
            table(("past roles", "naive", "ours", "truth known", "gain at most", "of which we have"), _rows()),
        ]
    )


def _rows() -> Iterator[list[str]]:
    for past_roles in HISTORIES:
        scenario = Scenario(f"{past_roles} past roles", past_roles=past_roles)
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            found = np.array(list(pool.map(_scores, [scenario] * WORLDS, range(WORLDS), chunksize=20)))
        naive, ours, known = found.mean(axis=0)
        error = (found[:, 1] - found[:, 2]).std() / np.sqrt(WORLDS)
        yield [
            str(past_roles),
            f"{naive:.1f}",
            f"{ours:.1f}",
            f"{known:.1f} ± {error:.1f}",
            f"{1 - known / naive:.0%}",
            f"{(naive - ours) / (naive - known):.0%}",
        ]


def _scores(scenario: Scenario, number: int) -> tuple[float, float, float]:
    world = make_world(scenario, np.random.default_rng([SEED, number, *scenario.name.encode()]))
    fitted = fit(world.history, seed=number)
    truth = min(world.fill_day, HORIZON)
    naive = np.minimum(scoring.fair_naive(past_fills(world), world.elapsed, DRAWS), HORIZON)
    ours, known = (_days_to_fill(one, world, number) for one in (fitted, told(fitted, world)))
    return scoring.crps(naive, truth), scoring.crps(ours, truth), scoring.crps(known, truth)


def _days_to_fill(fitted: Fit, world: World, seed: int) -> Floats:
    plan = Plan(openings=world.openings)
    made = forecast(fitted, world.target, plan, horizon_days=HORIZON, draws=DRAWS, seed=seed)
    return np.minimum(made.fill_days, HORIZON)


def told(fitted: Fit, world: World) -> Fit:
    """The same fit with the open role's truth in place of every draw; steady arrivals, as these worlds have them."""
    role = next(place for place, one in enumerate(fitted.history.roles) if one.id == world.target)
    learnt, truth = fitted.stages, world.truth
    passes, per_day = learnt.passes.copy(), fitted.arrivals.per_day.copy()
    passes[:, role, :], per_day[:, role, :] = truth.passes, truth.per_day
    # Rejected and withdrawn candidates leave after the same days.
    log_days = np.broadcast_to(np.log(truth.days[[0, 1, 1]]).T, learnt.log_days.shape)
    spread = np.broadcast_to(SPREAD[:, None], learnt.spread.shape)
    stages = dataclasses.replace(learnt, passes=passes, log_days=log_days, spread=spread)
    steady = np.zeros_like(fitted.arrivals.fading)
    return dataclasses.replace(
        fitted, stages=stages, arrivals=dataclasses.replace(fitted.arrivals, per_day=per_day, fading=steady)
    )
