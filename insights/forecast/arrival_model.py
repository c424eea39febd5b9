"""How many people come through each channel, and whether fewer come the longer a role is open.

Arrivals to role j through channel c are Poisson with rate λ_jc g(age), λ_jc ~ Gamma(a_c, a_c / μ_c); g falls from 1 to a
floor f with time constant τ, or stays 1. Everything is observed, so (f, τ), a and μ lie on one grid whose posterior is
exact: Σ log g(age_i) and a negative binomial for the counts. Source: the Gamma-Poisson pair; Osborn (JMP Discovery 2021)
found arrivals of applications overdispersed between roles, which `a` measures.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from insights.forecast.defaults import ChannelDefault
from insights.forecast.observations import Floats, Ints, Observations

FLOORS = (0.05, 0.25, 0.5)
FALLS = (10.0, 20.0, 40.0, 80.0)
SHAPES = np.array([0.7, 1.5, 3.0, 6.0, 12.0, 25.0, 50.0])
SHAPE_WEIGHTS = np.array([0.1, 0.3, 1.0, 1.5, 1.5, 1.0, 0.7])
# μ lies on a grid around its default, in steps of the logarithm, normal with this standard deviation.
SD_OF_DEFAULT = 0.8
MEANS = np.linspace(-3.2, 3.2, 33)


@dataclass(frozen=True)
class Fading:
    """g(age) = floor + (1 - floor) exp(-age / falls): how much of the first day's stream is left."""

    floor: float
    falls: float

    def left(self, age: Floats) -> Floats:
        return self.floor + (1 - self.floor) * np.exp(-age / self.falls)

    def through(self, age: Floats) -> Floats:
        """∫ g from 0 to `age`, in days of the first day's stream."""
        return self.floor * age + (1 - self.floor) * self.falls * (1 - np.exp(-age / self.falls))


STEADY = Fading(1.0, 1.0)
FADINGS = [STEADY, *(Fading(floor, falls) for floor in FLOORS for falls in FALLS)]


@dataclass(frozen=True)
class ArrivalDraws:
    """Draws from the posterior, one a row: `per_day` (draws, roles, channels), on a role's first day; `fading`
    (draws, channels), places in FADINGS; `enters` (channels, stages), the share that begins at each stage."""

    per_day: Floats
    fading: Ints
    enters: Floats


def draw_arrivals(
    seen: Observations, defaults: Sequence[ChannelDefault], draws: int, rng: np.random.Generator
) -> ArrivalDraws:
    """Draw rates for every role and channel."""
    roles, channels = len(seen.open_days), seen.cells.channels
    through = np.array([fading.through(seen.open_days) for fading in FADINGS])
    per_day = np.zeros((draws, roles, channels))
    fading = np.zeros((draws, channels), int)
    for channel, default in enumerate(defaults):
        of_channel = seen.first.channel == channel
        counts = np.bincount(seen.first.role[of_channel], minlength=roles)
        weights = _grid(counts, seen.age[of_channel], through, default)
        picked = _pick(weights, draws, rng)
        fading[:, channel], shape, mean = picked
        a, mu = SHAPES[shape][:, None], default.per_week / 7 * np.exp(SD_OF_DEFAULT * MEANS[mean])[:, None]
        per_day[:, :, channel] = rng.gamma(a + counts) / (a / mu + through[fading[:, channel]])
    return ArrivalDraws(per_day, fading, _entries(seen))


def _grid(counts: Ints, ages: Floats, through: Floats, default: ChannelDefault) -> Floats:
    """Unnormalised log posterior, (fadings, shapes, means)."""
    share = np.full(len(FADINGS), default.decays / (len(FADINGS) - 1))
    share[0] = 1 - default.decays
    ages_fit = np.array([np.log(fading.left(ages)).sum() for fading in FADINGS])
    a = SHAPES[:, None, None]
    rate = a / (default.per_week / 7 * np.exp(SD_OF_DEFAULT * MEANS)[:, None])
    # Axes: fading, shape, mean, role. A role that has not been open says nothing.
    exposed = through[:, None, None, :]
    fit = gammaln(a + counts) - gammaln(a) + a * np.log(rate) - (a + counts) * np.log(rate + exposed)
    prior = np.log(SHAPE_WEIGHTS)[:, None] - 0.5 * MEANS**2
    return fit.sum(axis=-1) + (np.log(share) + ages_fit)[:, None, None] + prior


def _pick(log_weights: Floats, draws: int, rng: np.random.Generator) -> tuple[Ints, ...]:
    flat = np.exp(log_weights - log_weights.max()).ravel().cumsum()
    picked = np.searchsorted(flat, rng.random(draws) * flat[-1])
    return np.unravel_index(np.minimum(picked, flat.size - 1), log_weights.shape)


def _entries(seen: Observations) -> Floats:
    """Where people of each channel begin: nearly all at the first stage unless the channel says otherwise."""
    counts = np.zeros((seen.cells.channels, seen.cells.stages))
    np.add.at(counts, (seen.first.channel, seen.first.stage), 1.0)
    counts[:, 0] += 1.0
    return counts / counts.sum(axis=1, keepdims=True)
