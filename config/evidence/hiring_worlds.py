"""Made-up organisations that hire: what the forecast is tried on. Knows nothing of the model that forecasts.

A world draws an organisation around the usual rates, plays its past roles until each was filled, then one role that is
open today, of which the forecast sees only the past. Scenarios differ from what the model believes in one way each.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from insights.forecast.terms import History, Outcome, Role, Visit

STAGES = ("review", "screen", "tech", "onsite", "offer")
CHANNELS = ("inbound", "referral", "sourced")
PASSES_REVIEW = np.array([0.08, 0.45, 0.50])
PASSES = np.array([0.55, 0.45, 0.30, 0.80])
DAYS = np.array([4.0, 6.0, 8.0, 10.0, 5.0])
SPREAD = np.array([1.0, 0.7, 0.6, 0.5, 0.6])
PER_WEEK = np.array([28.0, 1.0, 1.0])
WITHDRAWS = 0.2
HORIZON = 180
COUNTED = (30, 60, 90)
OUTCOMES = (Outcome.PASSED, Outcome.REJECTED, Outcome.WITHDREW)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scenario:
    """How a world is made. Standard deviations are of logits and logarithms.

    `shift`: logits by which every stage's truth differs from the usual. `quality`: how much candidates differ, in every
    stage alike. `weibull`: days are Weibull, and a tenth of the visits stalls for four times as long. `fading`: (days,
    floor) of what comes inbound the older a role is.
    """

    name: str
    past_roles: int = 8
    openings: int = 1
    shift: float = 0.0
    organisation_sd: float = 0.5
    role_sd: float = 0.3
    quality: float = 0.0
    weibull: bool = False
    fading: tuple[float, float] | None = None


@dataclass(frozen=True)
class Truth:
    """What nobody can know of the open role: its pass rates (channels, then later stages), arrivals a day, median days (outcome, stage)."""

    passes: Floats
    per_day: Floats
    days: Floats


@dataclass(frozen=True)
class World:
    """What is known today, and what then came: days to the last opening's hire (inf if not within the horizon) and hires by day."""

    history: History
    target: str
    openings: int
    elapsed: float
    fill_day: float
    hires_by: Mapping[int, int]
    truth: Truth


@dataclass(frozen=True)
class Rates:
    """The truth of one organisation or role: logits of review by channel and of later stages, arrivals a day."""

    review: Floats
    later: Floats
    per_day: Floats


@dataclass(frozen=True)
class Journeys:
    """Everybody who came to one role: channel (n,), when they enter and leave each stage, and how it ends, (n, stages).

    A stage that is never reached is entered at infinity.
    """

    channel: NDArray[np.int64]
    entered: Floats
    left: Floats
    outcome: NDArray[np.int64]

    def hires(self) -> Floats:
        last = self.left[:, -1]
        return np.sort(last[np.isfinite(self.entered[:, -1]) & (self.outcome[:, -1] == 0)])

    def visits(self, role: str, until: float) -> list[Visit]:
        """What is known of them on a day."""
        found = []
        for who, stage in zip(*np.nonzero(self.entered <= until), strict=True):
            entered, left = float(self.entered[who, stage]), float(self.left[who, stage])
            has_ended = left <= until
            found.append(
                Visit(
                    role,
                    f"{role}-{who}",
                    CHANNELS[self.channel[who]],
                    STAGES[stage],
                    entered,
                    left if has_ended else None,
                    OUTCOMES[self.outcome[who, stage]] if has_ended else None,
                )
            )
        return found


def make_world(scenario: Scenario, rng: np.random.Generator) -> World:
    """Draw one world. Today is day 0."""
    organisation = Rates(
        logit(PASSES_REVIEW) + scenario.shift + scenario.organisation_sd * rng.standard_normal(len(CHANNELS)),
        logit(PASSES) + scenario.shift + scenario.organisation_sd * rng.standard_normal(len(PASSES)),
        PER_WEEK / 7 * np.exp(0.4 * rng.standard_normal(len(CHANNELS))),
    )
    days = DAYS * np.exp(0.25 * rng.standard_normal((2, len(STAGES))))
    roles, visits = [], []
    for number in range(scenario.past_roles):
        name, opened = f"past {number}", -rng.uniform(60, 500)
        journeys = _play(scenario, _of_role(organisation, scenario, rng), days, opened, opened + HORIZON, rng)
        hires = journeys.hires()
        closed = float(hires[0]) if len(hires) else opened + HORIZON
        roles.append(Role(name, opened, closed if closed <= 0 else None))
        visits += journeys.visits(name, min(closed, 0.0))
    elapsed = rng.uniform(0, 60)
    while True:  # a role that is open today is one that was not filled before
        rates = _of_role(organisation, scenario, rng)
        journeys = _play(scenario, rates, days, -elapsed, HORIZON, rng)
        hires = journeys.hires()
        if not (hires <= 0).any():
            break
    roles.append(Role("open", -elapsed))
    history = History(0.0, STAGES, CHANNELS, roles, [*visits, *journeys.visits("open", 0.0)])
    fill = float(hires[scenario.openings - 1]) if len(hires) >= scenario.openings else np.inf
    hires_by = {day: int((hires <= day).sum()) for day in COUNTED}
    truth = Truth(expit(np.concatenate([rates.review, rates.later])), rates.per_day, days)
    return World(history, "open", scenario.openings, elapsed, fill if fill <= HORIZON else np.inf, hires_by, truth)


def _of_role(organisation: Rates, scenario: Scenario, rng: np.random.Generator) -> Rates:
    return Rates(
        organisation.review + scenario.role_sd * rng.standard_normal(len(CHANNELS)),
        organisation.later + scenario.role_sd * rng.standard_normal(len(PASSES)),
        organisation.per_day * np.exp(0.3 * rng.standard_normal(len(CHANNELS))),
    )


def _play(
    scenario: Scenario, rates: Rates, days: Floats, opened: float, until: float, rng: np.random.Generator
) -> Journeys:
    channel = np.repeat(np.arange(len(CHANNELS)), rng.poisson(rates.per_day * (until - opened)))
    came = opened + rng.uniform(0, until - opened, len(channel))
    if scenario.fading:
        falls, floor = scenario.fading
        left = floor + (1 - floor) * np.exp(-(came - opened) / falls)
        stays = (channel != 0) | (rng.random(len(channel)) < left)
        channel, came = channel[stays], came[stays]
    many = len(channel)
    logits = np.concatenate([rates.review[channel][:, None], np.tile(rates.later, (many, 1))], axis=1)
    logits = logits + scenario.quality * rng.standard_normal((many, 1))
    passed = rng.random((many, len(STAGES))) < expit(logits)
    spent = np.where(passed, days[0], days[1]) * _noise(scenario, (many, len(STAGES)), rng)
    left_at = came[:, None] + spent.cumsum(axis=1)
    entered = np.concatenate([came[:, None], left_at[:, :-1]], axis=1)
    reached = np.concatenate([np.ones((many, 1), bool), passed[:, :-1].cumprod(axis=1).astype(bool)], axis=1)
    withdrew = rng.random(passed.shape) < WITHDRAWS
    outcome = np.where(passed, 0, np.where(withdrew, 2, 1))
    return Journeys(channel, np.where(reached, entered, np.inf), np.where(reached, left_at, np.inf), outcome)


def _noise(scenario: Scenario, shape: tuple[int, int], rng: np.random.Generator) -> Floats:
    """Days in a stage over their median."""
    if not scenario.weibull:
        return np.exp(SPREAD * rng.standard_normal(shape))
    form = 1.1 / SPREAD
    days = rng.weibull(np.broadcast_to(form, shape)) / np.log(2) ** (1 / form)
    return np.where(rng.random(shape) < 0.1, 4 * days, days)
