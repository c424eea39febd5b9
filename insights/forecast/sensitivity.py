"""What would move a role's forecast, and how much of what it takes: the same futures under other plans."""

import dataclasses
import functools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from insights.forecast.funnel_model import Fit, Floats, Ints, forecast, more_hires
from insights.forecast.terms import Plan

DRAWS = 3000
FASTER = 1.5
FREEZE_DAYS = 14
# Played in turn until one is enough: two hundred a week take eight times as long as a few.
PER_WEEK = (25.0, 70.0, 200.0)
# Another than that of the futures, so that what is added does not follow what is there.
SEED_OF_MORE = 1


class Lever(StrEnum):
    """A change of plan that is tried."""

    MORE = "more"
    FASTER = "faster"
    FEWER_STAGES = "fewer_stages"
    BETTER_ODDS = "better_odds"
    FREEZE = "freeze"
    SECOND_OPENING = "second_opening"
    AFRESH = "afresh"


@dataclass(frozen=True)
class Tried:
    """One change, what it touches (a channel or a stage, or empty), and P(filled by the aim) under it."""

    lever: Lever
    what: str
    chance: float


@dataclass(frozen=True)
class Futures:
    """A role whose plan is varied: everything but the plan stays as it is, the seed too."""

    fitted: Fit
    role: str
    plan: Plan
    aim_days: float

    @functools.cached_property
    def place(self) -> int:
        """The role's place in the history."""
        return next(place for place, one in enumerate(self.fitted.history.roles) if one.id == self.role)

    @functools.cached_property
    def short(self) -> Ints:
        """(draws,) how many hires each future lacks by the aim, as things are."""
        base = forecast(self.fitted, self.role, self.plan, horizon_days=self.aim_days, draws=DRAWS)
        return self.plan.openings - int(self.fitted.seen.hired[self.place]) - base.hires_by(self.aim_days)

    def chance(self, **changes: object) -> float:
        plan = dataclasses.replace(self.plan, **changes)  # type: ignore[arg-type]
        return forecast(self.fitted, self.role, plan, horizon_days=self.aim_days, draws=DRAWS).chance_by(self.aim_days)


def tried_levers(futures: Futures, *, channels: Sequence[str], stages: Sequence[str]) -> list[Tried]:
    """Try each change alone; the best first."""
    return sorted(_tried(futures, channels, stages), key=lambda one: (-one.chance, one.lever, one.what))


def _tried(futures: Futures, channels: Sequence[str], stages: Sequence[str]) -> Iterator[Tried]:
    for channel in channels:
        yield Tried(Lever.MORE, channel, futures.chance(more_per_week={channel: 1.0}))
    yield Tried(Lever.FASTER, "", futures.chance(days_times=dict.fromkeys(stages, 1 / FASTER)))
    for stage in stages:
        yield Tried(Lever.FASTER, stage, futures.chance(days_times={stage: 1 / FASTER}))
    if "tech" in stages:
        yield Tried(Lever.FEWER_STAGES, "tech", futures.chance(without=futures.plan.without | {"tech"}))
    for stage in stages[1:]:
        yield Tried(Lever.BETTER_ODDS, stage, futures.chance(odds_times={stage: 1.5}))
    yield Tried(Lever.FREEZE, "", futures.chance(freezes=[(0.0, float(FREEZE_DAYS))]))
    yield Tried(Lever.SECOND_OPENING, "", futures.chance(openings=futures.plan.openings + 1))
    yield afresh(futures)


def afresh(futures: Futures) -> Tried:
    """The chance out of people still to come alone: what is left of a forecast without those on their way."""
    return Tried(Lever.AFRESH, "", futures.chance(afresh=True))


def needed_per_week(futures: Futures, channel: str, wanted: float) -> float | None:
    """How many more people a week through one channel alone reach this chance by the aim; 0 if it is reached, None if not even 200 do.

    So many a week are played once, each hire with a mark between none and so many: at a lower rate those below it are left, as thinning a
    Poisson stream leaves one. So every future says how many a week it would have taken, and the answer is their quantile.
    """
    for most in PER_WEEK:
        taken = _weekly_rates(futures, channel, most)
        rate = float(np.sort(taken)[min(math.ceil(wanted * len(taken)), len(taken)) - 1])
        if math.isfinite(rate):
            return rate
    return None


def _weekly_rates(futures: Futures, channel: str, most: float) -> Floats:
    """(draws,) the fewest more people a week with which each future fills the role by the aim; inf where `most` do not."""
    aim, short = futures.aim_days, futures.short
    _, draw = more_hires(
        futures.fitted,
        futures.role,
        futures.plan,
        channel,
        most,
        horizon_days=aim,
        draws=DRAWS,
        seed=SEED_OF_MORE,
    )
    marks = np.random.default_rng(SEED_OF_MORE).random(len(draw)) * most
    order = np.lexsort((marks, draw))
    draw, marks = draw[order], marks[order]
    every = np.arange(DRAWS)
    last = np.searchsorted(draw, every) + short - 1
    has = (short > 0) & (last < np.searchsorted(draw, every, side="right"))
    rates = np.where(short > 0, np.inf, 0.0)
    rates[has] = marks[last[has]]
    return rates
