"""The forecast of a role: when it will be filled, as draws from a distribution, never a date.

`fit` learns from everything an organisation has seen; `forecast` plays one role's future forward. People on their way are
played with the days they have already waited; of those still to come only the ones who will be hired are drawn, for a
thinned Poisson stream is Poisson: 10,000 futures take milliseconds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit, ndtr, ndtri

from insights.forecast.arrival_model import FADINGS, ArrivalDraws, draw_arrivals
from insights.forecast.defaults import default_channels, default_stages
from insights.forecast.observations import Floats, Ints, Observations, observe
from insights.forecast.stage_model import PASSED, SD_OF_DEFAULTS, SMALLEST, StageDraws, StageModel, outcome_chances
from insights.forecast.terms import ForecastError, History, Plan

DRAWS = 10_000
KEPT = 250
WARM_UP = 60


@dataclass(frozen=True)
class Fit:
    """What was learnt from a history, for all of its roles."""

    history: History
    seen: Observations
    stages: StageDraws
    arrivals: ArrivalDraws


@dataclass(frozen=True)
class Forecast:
    """Futures of one role.

    `fill_days`: (draws,) days from today until the last opening is filled, inf where not within the horizon.
    `hire_days`, `hire_draw`, `hire_channel`: every hire within the horizon, the future it happens in and the place of its channel,
    were the role to go on after it is filled.
    """

    horizon_days: float
    draws: int
    fill_days: Floats
    hire_days: Floats
    hire_draw: Ints
    hire_channel: Ints

    def chance_by(self, days: float) -> float:
        """P(filled within so many days)."""
        return float((self.fill_days <= days).mean())

    def day_at(self, chance: float) -> float | None:
        """The day by which the role is filled with this chance; None where that lies beyond the horizon."""
        day = float(np.quantile(self.fill_days, chance, method="inverted_cdf"))
        return day if np.isfinite(day) else None

    def hires_by(self, days: float) -> Ints:
        """(draws,) hires within so many days."""
        return np.bincount(self.hire_draw[self.hire_days <= days], minlength=self.draws)


def fit(history: History, *, seed: int = 0, kept: int = KEPT, warm_up: int = WARM_UP) -> Fit:
    """Learn from a history. Raises ForecastError where it contradicts itself."""
    if not history.roles:
        raise ForecastError("There are no roles: list the one to forecast at least.")
    rng = np.random.default_rng(seed)
    seen = observe(history)
    stages, channels = default_stages(history.stages), default_channels(history.channels)
    model = StageModel(seen, stages, channels, rng)
    return Fit(history, seen, model.run(draws=kept, warm_up=warm_up), draw_arrivals(seen, channels, kept, rng))


def forecast(
    fitted: Fit, role_id: str, plan: Plan | None = None, *, horizon_days: float, draws: int = DRAWS, seed: int = 0
) -> Forecast:
    """Play one role's future `draws` times. Raises ForecastError for a role the history does not have."""
    plan = plan or Plan()
    role = next((place for place, one in enumerate(fitted.history.roles) if one.id == role_id), None)
    if role is None:
        raise ForecastError(f"There is no role “{role_id}” in this history: add it to the roles.")
    if horizon_days <= 0 or draws < 1:
        raise ForecastError("A forecast looks at least one day ahead and takes at least one draw.")
    future = Future(fitted, role, plan, horizon_days, draws, np.random.default_rng(seed))
    days, draw, channel = future.hires()
    openings_left = plan.openings - int(fitted.seen.hired[role])
    return Forecast(horizon_days, draws, _filled(days, draw, draws, openings_left), days, draw, channel)


def more_hires(
    fitted: Fit, role_id: str, plan: Plan, channel: str, per_week: float, *, horizon_days: float, draws: int, seed: int
) -> tuple[Floats, Ints]:
    """Play what so many more people a week through one channel bring by themselves: days from today of the hires, and the futures they happen in."""
    role = next(place for place, one in enumerate(fitted.history.roles) if one.id == role_id)
    future = Future(fitted, role, plan, horizon_days, draws, np.random.default_rng(seed))
    return future.hires_of_more(fitted.history.channels.index(channel), per_week / 7)


def _filled(days: Floats, draw: Ints, draws: int, openings: int) -> Floats:
    """The day of the `openings`-th hire of every future."""
    filled = np.full(draws, np.inf)
    if openings <= 0:
        return np.zeros(draws)
    order = np.lexsort((days, draw))
    days, draw = days[order], draw[order]
    first = np.searchsorted(draw, np.arange(draws))
    last = first + openings - 1
    has = (last < len(draw)) & (np.searchsorted(draw, np.arange(draws), side="right") > last)
    filled[has] = days[last[has]]
    return filled


class Future:
    """One role's future under one plan: draws of its hires."""

    def __init__(
        self, fitted: Fit, role: int, plan: Plan, horizon: float, draws: int, rng: np.random.Generator
    ) -> None:
        self.fitted, self.role, self.plan, self.horizon, self.draws, self.rng = fitted, role, plan, horizon, draws, rng
        history, learnt = fitted.history, fitted.stages
        self.cells = learnt.cells
        self.kept = len(learnt)
        odds = np.log(_factors(plan.odds_times, history.stages))[self.cells.stage_of()]
        self.passes = expit(logit(learnt.passes[:, role, :]) + odds)
        self.without = np.array([stage in plan.without for stage in history.stages])
        self.passes[:, self.without[self.cells.stage_of()]] = 1.0
        self.log_days = learnt.log_days + np.log(_factors(plan.days_times, history.stages))[:, None]
        self.spread = learnt.spread
        self.withdraws = learnt.withdraws
        # Which posterior draw stands behind each future.
        self.behind = np.arange(draws) % self.kept

    def hires(self) -> tuple[Floats, Ints, Ints]:
        """Days from today of every hire within the horizon, the future each happens in, and the place of its channel."""
        parts = [*([] if self.plan.afresh else [self._from_the_waiting()]), *self._from_arrivals()]
        days, draw, channel = (np.concatenate(column) for column in zip(*parts, strict=True))
        days = self._after_freezes(days)
        soon = days <= self.horizon
        return days[soon], draw[soon], channel[soon]

    def hires_of_more(self, channel: int, per_day: float) -> tuple[Floats, Ints]:
        """Days from today of every hire within the horizon out of so many more people a day, and the future each happens in."""
        onwards, steady = self._onwards(), np.zeros(self.kept, int)
        parts = [(np.zeros(0), np.zeros(0, int))]
        for stage in np.flatnonzero(self.fitted.arrivals.enters[channel]).tolist():
            parts.append(self._stream(stage, per_day * self._hired(stage, channel, onwards), steady, self._age()))
        days, draw = (np.concatenate(column) for column in zip(*parts, strict=True))
        days = self._after_freezes(days)
        soon = days <= self.horizon
        return days[soon], draw[soon]

    def _age(self) -> float:
        history = self.fitted.history
        return max(history.today - history.roles[self.role].opened, 0.0)

    def _hired(self, stage: int, channel: int, onwards: Floats) -> Floats:
        """(kept,) P(hired) of somebody who enters a channel's stream at a stage, times the share that enters there."""
        passes = self.passes[:, self.cells.of(np.array([stage]), np.array([channel]))[0]]
        return passes * onwards[:, stage] * self.fitted.arrivals.enters[channel, stage]

    def _from_the_waiting(self) -> tuple[Floats, Ints, Ints]:
        seen, last = self.fitted.seen, self.cells.stages - 1
        waiting = seen.waiting.where(seen.is_live & (seen.waiting.role == self.role))
        if not len(waiting.role):
            return np.zeros(0), np.zeros(0, int), np.zeros(0, int)
        passes = self.passes[:, self.cells.of(waiting.stage, waiting.channel)]
        survival = ndtr(
            (self.log_days[:, waiting.stage] - np.log(waiting.days)[:, None]) / self.spread[:, waiting.stage]
        )
        survival = np.maximum(survival, SMALLEST)
        weights = outcome_chances(passes, self.withdraws[:, waiting.stage]) * survival
        chance = weights[:, :, PASSED] / weights.sum(axis=2)
        chance = np.where(self.without[waiting.stage], 1.0, chance)
        chance = chance * self._onwards()[:, waiting.stage]
        draw, who = np.nonzero(self.rng.random((self.draws, len(waiting.role))) < chance[self.behind])
        kept, stage = self.behind[draw], waiting.stage[who]
        beyond = survival[kept, who, PASSED] * self.rng.random(len(draw))
        z = -ndtri(np.maximum(beyond, SMALLEST))
        days = np.exp(self.log_days[kept, stage, PASSED] + self.spread[kept, stage, PASSED] * z) - waiting.days[who]
        days = np.where(self.without[stage], 0.0, np.maximum(days, 0.0))
        for later in range(1, last + 1):
            on = stage < later
            days[on] += self._days_in(later, kept[on])
        return days, draw, waiting.channel[who]

    def _from_arrivals(self) -> Iterator[tuple[Floats, Ints, Ints]]:
        arrivals, history = self.fitted.arrivals, self.fitted.history
        age = self._age()
        times = _factors(self.plan.arrivals_times, history.channels)
        more = np.array([self.plan.more_per_week.get(channel, 0.0) / 7 for channel in history.channels])
        onwards = self._onwards()
        for channel in range(self.cells.channels):
            for stage in np.flatnonzero(arrivals.enters[channel]).tolist():
                hired = self._hired(stage, channel, onwards)
                per_day = arrivals.per_day[:, self.role, channel] * times[channel]
                streams = [(per_day * hired, arrivals.fading[:, channel])]
                streams += [(more[channel] * hired, np.zeros(self.kept, int))] if more[channel] else []
                for rate, fading in streams:
                    days, draw = self._stream(stage, rate, fading, age)
                    yield days, draw, np.full(len(days), channel)

    def _stream(self, stage: int, per_day: Floats, fading: Ints, age: float) -> tuple[Floats, Ints]:
        """Hires out of one stream of people, who come at `per_day` times what is left of it."""
        grid = age + np.linspace(0.0, self.horizon, 121)
        through = np.array([one.through(grid) for one in FADINGS])
        through -= through[:, :1]
        number = self.rng.poisson((per_day * through[fading, -1])[self.behind])
        draw = np.repeat(np.arange(self.draws), number)
        kept = self.behind[draw]
        share, days = self.rng.random(len(draw)), np.zeros(len(draw))
        if not fading.any():  # a steady stream needs no table
            days = share * self.horizon
        else:
            for which in np.unique(fading[kept]):
                on = fading[kept] == which
                days[on] = np.interp(share[on] * through[which, -1], through[which], grid - age)
        for later in range(stage, self.cells.stages):
            days += self._days_in(later, kept)
        return days, draw

    def _onwards(self) -> Floats:
        """P(hired | passed the stage), (kept, stages)."""
        later = self.passes[:, self.cells.channels :]
        product = np.cumprod(later[:, ::-1], axis=1)[:, ::-1]
        return np.concatenate([product, np.ones((self.kept, 1))], axis=1)

    def _days_in(self, stage: int, kept: Ints) -> Floats:
        """Days that those who pass spend in a stage."""
        if self.without[stage]:
            return np.zeros(len(kept))
        noise = self.rng.standard_normal(len(kept))
        return np.exp(self.log_days[kept, stage, PASSED] + self.spread[kept, stage, PASSED] * noise)

    def _after_freezes(self, days: Floats) -> Floats:
        """What would happen in a freeze or after it happens as many days later."""
        for begins, ends in sorted(self.plan.freezes):
            days = np.where(days > begins, days + (ends - begins), days)
        return days


def _factors(given: Mapping[str, float], names: Sequence[str]) -> Floats:
    unknown = set(given) - set(names)
    if unknown:
        raise ForecastError(f"The plan names {', '.join(sorted(unknown))}, which this history does not have.")
    factors = np.array([given.get(name, 1.0) for name in names], float)
    if (factors <= 0).any():
        raise ForecastError("A factor of a plan is above zero.")
    return factors


def own_share(fitted: Fit) -> float:
    """How much of the stage rates is the organisation's own data, from 0 (only defaults) to 1: n / (n + what a default weighs), averaged."""
    seen = fitted.seen
    cells = np.bincount(seen.cells.of(seen.ended.stage, seen.ended.channel), minlength=seen.cells.count)
    usual = fitted.stages.usual.mean(axis=0)
    default_weighs = 1 / (usual * (1 - usual) * SD_OF_DEFAULTS**2)
    first = np.bincount(seen.ended.channel[seen.ended.stage == 0], minlength=seen.cells.channels)
    is_used = np.concatenate([first > 0, np.ones(seen.cells.stages - 1, bool)])
    return float((cells / (cells + default_weighs))[is_used].mean())
