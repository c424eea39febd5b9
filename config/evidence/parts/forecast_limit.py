"""How good a forecast can be at most: the same one, told how worlds are made, and told the open role's truth that nobody can know.

Who knows the truth knows the distribution of what comes next, so a forecast is scored against all of it and not against one outcome:
E_y CRPS(F, y), y drawn given the truth. The luck of a single outcome, which would need some ten times the worlds, falls out.
"""

import dataclasses
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, expit, gammaln, logit

from config.evidence.folder import Folder
from config.evidence.hiring_worlds import HORIZON, PER_WEEK, SPREAD, Scenario, World, make_world
from config.evidence.parts.forecast import DRAWS, SEED, past_fills
from config.evidence.tables import table
from insights.forecast import scoring
from insights.forecast.arrival_model import FADINGS, MEANS, STEADY, ArrivalDraws
from insights.forecast.defaults import default_channels, default_stages
from insights.forecast.funnel_model import KEPT, WARM_UP, Fit, fit, forecast
from insights.forecast.observations import Floats, Observations
from insights.forecast.stage_model import GRID, LIKENESS, StageModel
from insights.forecast.terms import Plan

TITLE = "How good it can be at most"
ORDER = 2
PAGE = "forecast"
WORLDS = int(os.environ.get("FORECAST_WORLDS", "1000")) // 2
HISTORIES = (0, 2, 8, 20)
# How far organisations lie from the usual in how many come, and roles from their organisation: as `make_world` draws them.
ARRIVALS_SD, ROLE_ARRIVALS_SD = 0.4, 0.3
# Between the seeds of what is said and of what comes.
APART = 1_000_000


def section(_: Folder | None) -> str:
    """Measure, and return Markdown."""
    return "\n\n".join(
        [
            f"Even who knew every rate of the open role would not know who comes tomorrow. {WORLDS:,} well-specified worlds a row: the CRPS in days of the "
            "naive, of our forecast, of the same forecast told how these worlds are made (how far organisations and roles lie from the usual, and that "
            "nothing fades) and of the same told the open role's true pass rates, arrivals and days. Each is scored against every future that the truth "
            "allows and not against one outcome, so these figures waver less than those above. ± is one standard error, of the difference to ours in the "
            "same worlds where it stands beside a CRPS.",
            table(
                (
                    "past roles",
                    "naive",
                    "ours",
                    "told how worlds are made",
                    "told the truth",
                    "ours under naive",
                    "told how",
                    "told the truth",
                    "our cover 80",
                ),
                _rows(),
            ),
            "What lies between ours and *told how worlds are made* is the price of not trusting the defaults too far, which is repaid where they are wrong; "
            "what lies beyond it a history of this size hardly tells. What was tried and left out: "
            "[decision 5](../decisions/0005-the-forecast-trusts-its-defaults-as-it-does.md).",
        ]
    )


def _rows() -> Iterator[list[str]]:
    for past_roles in HISTORIES:
        scenario = Scenario(f"{past_roles} past roles", past_roles=past_roles)
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            found = np.array(list(pool.map(_scores, [scenario] * WORLDS, range(WORLDS), chunksize=20)))
        naive, ours, informed, known, cover = found.T
        yield [
            str(past_roles),
            f"{naive.mean():.1f}",
            f"{ours.mean():.1f}",
            *(
                f"{other.mean():.1f} ({(other - ours).mean():+.2f} ± {_error(other - ours):.2f})"
                for other in (informed, known)
            ),
            *(_under(one, naive) for one in (ours, informed, known)),
            f"{cover.mean():.3f} ± {_error(cover):.3f}",
        ]


def _under(ours: Floats, other: Floats) -> str:
    """The share by which the mean of the one lies under that of the other, with the standard error of a ratio (delta method)."""
    ratio = ours.mean() / other.mean()
    return f"{1 - ratio:.1%} ± {_error(ours - ratio * other) / other.mean():.1%}"


def _error(differences: Floats) -> float:
    return float(differences.std(ddof=1) / np.sqrt(len(differences)))


def _scores(scenario: Scenario, number: int) -> tuple[float, ...]:
    world = make_world(scenario, np.random.default_rng([SEED, number, *scenario.name.encode()]))
    fitted = fit(world.history, seed=number)
    naive = np.minimum(scoring.fair_naive(past_fills(world), world.elapsed, DRAWS), HORIZON)
    ours, informed = (_days_to_fill(one, world, number) for one in (fitted, told_how(fitted, scenario, number)))
    # What comes is drawn apart from what is said, else the forecast that is told the truth would guess it.
    known, comes = (_days_to_fill(told(fitted, world), world, seed) for seed in (number, APART + number))
    scores = [expected_crps(one, comes) for one in (naive, ours, informed, known)]
    return (*scores, expected_cover(ours, comes, 0.8))


def expected_crps(draws: Floats, comes: Floats) -> float:
    """The mean CRPS of a forecast over draws of what may come: E|X - Y| - E|X - X'| / 2."""
    ordered = np.sort(draws)
    below = np.searchsorted(ordered, comes)
    sums = np.concatenate([[0.0], ordered.cumsum()])
    apart = (comes * (2 * below - len(ordered)) + sums[-1] - 2 * sums[below]).mean() / len(ordered)
    return scoring.crps(ordered, 0.0) - float(ordered.mean()) + float(apart)


def expected_cover(draws: Floats, comes: Floats, inner: float) -> float:
    """The chance that the randomised probability integral transform of what may come lies in the inner interval."""
    ordered = np.sort(draws)
    low, high = (np.searchsorted(ordered, comes, side) / len(ordered) for side in ("left", "right"))
    edge = (1 - inner) / 2
    # Uniform between low and high, which differ where draws lie at the same day, as at the horizon.
    within = np.minimum(high, 1 - edge) - np.maximum(low, edge)
    share = np.clip(within / np.maximum(high - low, 1e-12), 0.0, 1.0)
    return float(np.where(high > low, share, within >= 0).mean())


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


def told_how(fitted: Fit, scenario: Scenario, seed: int) -> Fit:
    """A fit to the same history that believes what is so: how far organisations and roles lie from the usual, and that streams are steady."""
    rng = np.random.default_rng(seed)
    stages = _Informed(fitted, scenario, rng).run(draws=KEPT, warm_up=WARM_UP)
    per_day = _steady_arrivals(fitted.seen, KEPT, rng)
    steady = np.full((KEPT, per_day.shape[2]), FADINGS.index(STEADY))
    return dataclasses.replace(fitted, stages=stages, arrivals=ArrivalDraws(per_day, steady, fitted.arrivals.enters))


class _Informed(StageModel):
    """The stage model with the spreads that the worlds have in place of its priors for them."""

    def __init__(self, fitted: Fit, scenario: Scenario, rng: np.random.Generator) -> None:
        history = fitted.history
        super().__init__(fitted.seen, default_stages(history.stages), default_channels(history.channels), rng)
        centre = self.usual
        self.means = expit(logit(centre)[:, None] + scenario.organisation_sd * GRID)
        # The Beta whose logit spreads as much as the roles': of a small spread s it is 1 / (m (1 - m) s²).
        self.true_likeness = 1 / (centre * (1 - centre) * scenario.role_sd**2)
        self.a = np.repeat((self.true_likeness[:, None] * self.means)[:, :, None], len(LIKENESS), axis=2)
        self.b = self.true_likeness[:, None, None] - self.a
        self.log_beta = betaln(self.a, self.b)
        # How alike roles are is no question here: one place of seven stands for what is so.
        self.log_prior = -0.5 * GRID[:, None] ** 2 + np.where(np.arange(len(LIKENESS)) == 0, 0.0, -np.inf)

    def _draw_usual(self, has_data: NDArray[np.bool_]) -> None:
        super()._draw_usual(has_data)
        self.likeness = self.true_likeness


def _steady_arrivals(seen: Observations, draws: int, rng: np.random.Generator) -> Floats:
    """(draws, roles, channels) rates a day: a negative binomial of every role, its mean on a grid, its shape that of the worlds."""
    a = 1 / ROLE_ARRIVALS_SD**2
    drawn = []
    for channel, per_week in enumerate(PER_WEEK):
        counts = np.bincount(seen.first.role[seen.first.channel == channel], minlength=len(seen.open_days))
        rates = a / (per_week / 7 * np.exp(ARRIVALS_SD * MEANS))[:, None]
        fits = gammaln(a + counts) + a * np.log(rates) - (a + counts) * np.log(rates + seen.open_days)
        weights = fits.sum(axis=1) - 0.5 * MEANS**2
        weights = np.exp(weights - weights.max())
        rate = rates[rng.choice(len(MEANS), draws, p=weights / weights.sum())]
        drawn.append(rng.gamma(a + counts, size=(draws, len(counts))) / (rate + seen.open_days))
    return np.stack(drawn, axis=2)
