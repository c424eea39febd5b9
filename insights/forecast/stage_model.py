"""How many pass each stage, and how long it takes: a hierarchical model, fitted by Gibbs sampling.

Pass rate of role j in cell s: p_js ~ Beta(k_s m_s, k_s (1 - m_s)); m_s on a logit grid around its default (sd .7), k_s on
{8, …, 512}. Those who do not pass withdrew with probability w_s, else were rejected. Days in a stage are log-normal per
stage and outcome, Normal-Inverse-Gamma a priori. A visit that is still open counts as what it may become: its outcome
is drawn given the days already waited, P(pass | e) = p S₁(e) / (p S₁(e) + (1 - p) S₀(e)), and its end beyond them.
Source: the Beta-Binomial and NIG conjugate pairs of any text on Bayesian data analysis; censored times by data
augmentation (Tanner and Wong 1987, JASA 82).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, expit, logit, ndtr, ndtri

from insights.forecast.defaults import ChannelDefault, StageDefault, default_withdrawals
from insights.forecast.observations import Cells, Floats, Ints, Observations, Visits

PASSED, REJECTED, WITHDREW = 0, 1, 2
SD_OF_DEFAULTS = 0.7
LIKENESS = np.array([8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0])
LIKENESS_WEIGHTS = np.array([0.6, 1.1, 1.5, 1.3, 0.9, 0.6, 0.4])
GRID = np.linspace(-3.0, 3.0, 49)
# A default's weight on the days of a stage, in visits; and on their spread.
DAYS_WEIGHT = 4.0
SPREAD_SHAPE = 4.0
WITHDRAWAL_WEIGHT = 5.0
SMALLEST = 1e-12


@dataclass(frozen=True)
class StageDraws:
    """Draws from the posterior, one a row.

    `passes`: (draws, roles, cells). `log_days`, `spread`: (draws, stages, outcomes), mean and standard deviation of the
    logarithm of days. `withdraws`: (draws, stages), of those who do not pass. `likeness`, `usual`: (draws, cells).
    """

    cells: Cells
    passes: Floats
    log_days: Floats
    spread: Floats
    withdraws: Floats
    usual: Floats
    likeness: Floats

    def __len__(self) -> int:
        return len(self.passes)


class StageModel:
    """One chain. Made for one history; `run` returns its draws."""

    def __init__(
        self,
        seen: Observations,
        stages: Sequence[StageDefault],
        channels: Sequence[ChannelDefault],
        rng: np.random.Generator,
    ) -> None:
        self.seen, self.rng = seen, rng
        self.cells, self.roles = seen.cells, len(seen.open_days)
        centre = np.array([one.passes for one in channels] + [one.passes for one in stages[1:]])
        logits = logit(centre)[:, None] + SD_OF_DEFAULTS * GRID
        self.means = np.clip(expit(logits), 1e-4, 1 - 1e-4)
        self.log_prior = -0.5 * GRID[:, None] ** 2 + np.log(LIKENESS_WEIGHTS)
        a = LIKENESS * self.means[:, :, None]
        self.a, self.b = a, LIKENESS - a
        self.log_beta = betaln(self.a, self.b)
        self.default_log_days = np.log([one.days for one in stages])[:, None].repeat(3, axis=1)
        self.default_spread = np.array([one.spread for one in stages])[:, None].repeat(3, axis=1)
        self.groups = self.cells.stages * 3
        self.successes, self.failures = self._counts(seen.ended, seen.ended.outcome)
        self.sums = self._sums(seen.ended, seen.ended.outcome, np.log(seen.ended.days))
        self._start(centre)

    def _start(self, centre: Floats) -> None:
        self.usual = centre
        self.likeness = np.full(self.cells.count, 32.0)
        self.withdraws = np.full(self.cells.stages, default_withdrawals())
        self.log_days, self.spread = self.default_log_days.copy(), self.default_spread.copy()
        alike = self.likeness
        self.passes = (alike * centre + self.successes) / (alike + self.successes + self.failures)

    def run(self, *, draws: int, warm_up: int, every: int = 1) -> StageDraws:
        """Draw `draws` times, after `warm_up` sweeps, keeping each `every`-th."""
        kept: list[tuple[Floats, ...]] = []
        for sweep in range(warm_up + draws * every):
            self._sweep()
            if sweep >= warm_up and (sweep - warm_up) % every == 0:
                kept.append((self.passes, self.log_days, self.spread, self.withdraws, self.usual, self.likeness))
        columns = [np.array(column) for column in zip(*kept, strict=True)]
        return StageDraws(self.cells, *columns)

    def _sweep(self) -> None:
        outcome, log_days = self._ends_of_the_waiting()
        more_successes, more_failures = self._counts(self.seen.waiting, outcome)
        successes, failures = self.successes + more_successes, self.failures + more_failures
        sums = self.sums + self._sums(self.seen.waiting, outcome, log_days)
        self._draw_usual(successes + failures > 0)
        mean = self.likeness * self.usual
        drawn = self.rng.beta(mean + successes, self.likeness - mean + failures)
        self.passes = np.clip(drawn, 1e-6, 1 - 1e-6)
        self._draw_days(sums)
        counts = sums[:, :, 0]
        prior = default_withdrawals() * WITHDRAWAL_WEIGHT
        rest = WITHDRAWAL_WEIGHT - prior
        self.withdraws = self.rng.beta(prior + counts[:, WITHDREW], rest + counts[:, REJECTED])

    def _ends_of_the_waiting(self) -> tuple[Ints, Floats]:
        """An outcome for every visit that is open, and the logarithm of its days, beyond those already waited."""
        waiting = self.seen.waiting
        passes = self.passes[waiting.role, self.cells.of(waiting.stage, waiting.channel)]
        chances = outcome_chances(passes, self.withdraws[waiting.stage])
        centre, spread = self.log_days[waiting.stage], self.spread[waiting.stage]
        survival = np.maximum(ndtr((centre - np.log(waiting.days)[:, None]) / spread), SMALLEST)
        weights = (chances * survival).cumsum(axis=1)
        pick = self.rng.random(len(weights)) * weights[:, -1]
        outcome = (pick[:, None] > weights[:, :2]).sum(axis=1)
        row = np.arange(len(outcome))
        beyond = survival[row, outcome] * self.rng.random(len(outcome))
        return outcome, centre[row, outcome] - spread[row, outcome] * ndtri(np.maximum(beyond, SMALLEST))

    def _counts(self, visits: Visits, outcome: Ints) -> tuple[Floats, Floats]:
        """How many passed and how many did not, (roles, cells)."""
        place = visits.role * self.cells.count + self.cells.of(visits.stage, visits.channel)
        shape, size = (self.roles, self.cells.count), self.roles * self.cells.count
        passed = np.bincount(place[outcome == PASSED], minlength=size).reshape(shape)
        return passed.astype(float), np.bincount(place[outcome != PASSED], minlength=size).reshape(shape).astype(float)

    def _sums(self, visits: Visits, outcome: Ints, log_days: Floats) -> Floats:
        """Count, sum and sum of squares of the logarithm of days, (stages, outcomes, 3)."""
        place = visits.stage * 3 + outcome
        powers = (np.ones_like(log_days), log_days, log_days**2)
        columns = [np.bincount(place, weights=power, minlength=self.groups) for power in powers]
        return np.stack(columns, axis=1).astype(float).reshape(self.cells.stages, 3, 3)

    def _draw_usual(self, has_data: NDArray[np.bool_]) -> None:
        """What is usual in each cell, and how alike roles are, from the roles with visits there."""
        passing = np.where(has_data, np.log(self.passes), 0.0).sum(axis=0)[:, None, None]
        failing = np.where(has_data, np.log1p(-self.passes), 0.0).sum(axis=0)[:, None, None]
        many = has_data.sum(axis=0)[:, None, None]
        log_weight = (self.a - 1) * passing + (self.b - 1) * failing - many * self.log_beta + self.log_prior
        flat = log_weight.reshape(self.cells.count, -1)
        flat = np.exp(flat - flat.max(axis=1, keepdims=True)).cumsum(axis=1)
        picked = (self.rng.random(self.cells.count)[:, None] * flat[:, -1:] > flat).sum(axis=1)
        grid, likeness = np.divmod(picked, len(LIKENESS))
        self.usual = self.means[np.arange(self.cells.count), grid]
        self.likeness = LIKENESS[likeness]

    def _draw_days(self, sums: Floats) -> None:
        """Normal-Inverse-Gamma draws for every stage and outcome."""
        n, total, squares = sums[:, :, 0], sums[:, :, 1], sums[:, :, 2]
        weight = DAYS_WEIGHT + n
        centre = (DAYS_WEIGHT * self.default_log_days + total) / weight
        scatter = DAYS_WEIGHT * self.default_log_days**2 + squares - weight * centre**2
        scale = (SPREAD_SHAPE - 1) * self.default_spread**2 + 0.5 * np.maximum(scatter, 0.0)
        variance = scale / self.rng.gamma(SPREAD_SHAPE + n / 2)
        self.spread = np.sqrt(variance)
        self.log_days = centre + np.sqrt(variance / weight) * self.rng.standard_normal(n.shape)


def outcome_chances(passes: Floats, withdraws: Floats) -> Floats:
    """P(passed, rejected, withdrew), stacked on a last axis."""
    return np.stack([passes, (1 - passes) * (1 - withdraws), (1 - passes) * withdraws], axis=-1)
