"""How good a forecast was, once time has told.

Days are counted up to the horizon; what lies beyond it is the horizon. Sources: Gneiting and Raftery 2007 (JASA 102) for
the CRPS; Czado, Gneiting and Held 2009 (Biometrics 65) for the randomised probability integral transform, without which
a forecast with atoms (a horizon, a count) is called too wide even when it is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import kstest

from insights.forecast.observations import Floats
from insights.forecast.terms import ForecastError


def crps(draws: Floats, truth: float) -> float:
    """Continuous ranked probability score in the unit of the draws, 0 at best: E|X - truth| - E|X - X'| / 2."""
    ordered = np.sort(np.asarray(draws, float))
    n = len(ordered)
    spread = 2 * (ordered * (np.arange(1, n + 1) - (n + 1) / 2)).sum() / n**2
    return float(np.abs(ordered - truth).mean() - spread)


def randomised_pit(draws: Floats, truth: float, chance: float) -> float:
    """Where the truth lies in the forecast, in [0, 1], uniform if the forecast is calibrated. `chance`: uniform, for atoms."""
    draws = np.asarray(draws, float)
    return float((draws < truth).mean() + chance * (draws == truth).mean())


def cover(pits: Sequence[float], inner: float) -> float:
    """The share of truths in the inner interval, such as .8."""
    edge = (1 - inner) / 2
    found = np.asarray(pits)
    return float(((found >= edge) & (found <= 1 - edge)).mean())


def uniformity(pits: Sequence[float]) -> float:
    """Kolmogorov-Smirnov p that the transforms are uniform."""
    return float(kstest(pits, "uniform").pvalue)


@dataclass(frozen=True)
class Bin:
    """Forecasts that said about the same: how many, what they said on average, and the share that came true."""

    many: int
    said: float
    got: float


def reliability(said: Sequence[float], came_true: Sequence[bool], bins: int = 5) -> list[Bin]:
    """Forecast chances in bins of equal width, empty ones left out."""
    chances, truth = np.asarray(said, float), np.asarray(came_true, float)
    place = np.minimum((chances * bins).astype(int), bins - 1)
    return [
        Bin(int(here.sum()), float(chances[here].mean()), float(truth[here].mean()))
        for here in (place == one for one in range(bins))
        if here.any()
    ]


def brier(said: Sequence[float], came_true: Sequence[bool]) -> float:
    """Mean squared error of chances, 0 at best."""
    return float(np.mean((np.asarray(said, float) - np.asarray(came_true, float)) ** 2))


@dataclass(frozen=True)
class Fills:
    """Past roles: days each was open, and whether it was filled then or merely is so old."""

    days: Sequence[float]
    filled: Sequence[bool]


def plain_average(past: Fills, elapsed: float, horizon: float, default: float = 75.0) -> float:
    """Days left by the mean time to fill of past roles: what most dashboards print. `default` where there are none."""
    days = [one for one, filled in zip(past.days, past.filled, strict=True) if filled]
    return float(np.clip((np.mean(days) if days else default) - elapsed, 0.0, horizon))


def fair_naive(past: Fills, elapsed: float, draws: int, default: float = 75.0, spread: float = 0.7) -> Floats:
    """Days left by a log-normal of past times to fill, roles still open counted as censored, given the days elapsed.

    (draws,) evenly spaced quantiles. Fitted by EM from `default` and `spread`, which weigh as one role.
    """
    if len(past.days) != len(past.filled):
        raise ForecastError("Each past role has its days and whether it was filled: give both for all.")
    logs = np.log(np.maximum(np.asarray(past.days, float), 0.5))
    is_filled = np.asarray(past.filled, bool)
    mu, sd = np.log(default), spread
    for _ in range(200 if len(logs) else 0):
        z = (logs - mu) / sd
        hazard = np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi) / np.maximum(ndtr(-z), 1e-12)
        first = np.where(is_filled, logs, mu + sd * hazard)
        second = np.where(is_filled, logs**2, mu**2 + sd**2 + sd * hazard * (logs + mu))
        n = len(logs) + 1
        mu = (first.sum() + np.log(default)) / n
        var = (second.sum() + np.log(default) ** 2 + spread**2) / n - mu**2
        sd = float(np.sqrt(max(var, 0.01)))
    below = ndtr((np.log(max(elapsed, 1e-6)) - mu) / sd) if elapsed > 0 else 0.0
    share = below + (1 - below) * (np.arange(draws) + 0.5) / draws
    return np.exp(mu + sd * ndtri(np.minimum(share, 1 - 1e-9))) - elapsed
