"""What would move a role's forecast, and how much of what it takes: the same futures under other plans."""

import dataclasses
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from insights.forecast.funnel_model import Fit, forecast
from insights.forecast.terms import Plan

DRAWS = 3000
FASTER = 1.5
FREEZE_DAYS = 14
MOST_PER_WEEK = 200.0
STEPS = 11


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
    def as_planned(self) -> float:
        """The chance if nothing is changed."""
        return self.chance()

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
    yield Tried(Lever.AFRESH, "", futures.chance(afresh=True))


def needed_per_week(futures: Futures, channel: str, wanted: float) -> float | None:
    """How many more people a week through one channel alone reach this chance by the aim; 0 if it is reached, None if nothing does.

    By bisection on the same futures, to about a tenth of a person or 3 %.
    """
    if futures.as_planned >= wanted:
        return 0.0
    if futures.chance(more_per_week={channel: MOST_PER_WEEK}) < wanted:
        return None
    low, high = 0.0, MOST_PER_WEEK
    for _ in range(STEPS):
        middle = np.sqrt(low * high) if low else high / 8
        if futures.chance(more_per_week={channel: float(middle)}) >= wanted:
            high = float(middle)
        else:
            low = float(middle)
        if high - low < max(0.1, 0.03 * high):
            break
    return high
