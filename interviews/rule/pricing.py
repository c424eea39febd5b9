"""The arithmetic behind `cost`: quadrature over true levels with numpy. `cost` alone imports it, and only once something is priced: a web process that
shows no plan does not carry numpy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import erfc, sqrt

import numpy as np
from numpy.typing import NDArray

from interviews.rule.bars import BarState, bar_state
from interviews.rule.cost import PlannedBar, Pool, Price, bar_position
from interviews.rule.terms import BarMark, Rule

Numbers = NDArray[np.float64]
Passing = Callable[[Numbers], Numbers]  # true levels in SDs -> chance of passing, same shape
Tally = tuple[int, int, int, int]  # how many marks of each kind, in the order of BarMark


def normal_below(heights: Numbers) -> Numbers:
    """The standard normal's share below each of these heights; what scipy's ndtr says, without its sixteen megabytes."""
    return np.array([0.5 * erfc(-height / sqrt(2)) for height in heights.flat]).reshape(heights.shape)


def price_of(bars: tuple[PlannedBar, ...], pool: Pool, rule: Rule, most_ratings: int) -> Price:
    """See `cost.price`."""
    courses = {bar: _Course.of(bar, pool, rule, most_ratings) for bar in set(bars)}
    grid = _Grid.of(pool)
    failed = [courses[bar].failed for bar in bars]
    met = [courses[bar].met for bar in bars]
    first_rating_above = normal_below((grid.levels - grid.bar) / error_of(pool))
    return Price(
        turned_away=grid.turned_away([1 - chance for chance in failed]),
        let_through=grid.let_through(met),
        qualified=grid.qualified(len(bars)),
        extra_ratings=grid.extra_ratings([courses[bar] for bar in bars]),
        without_second=grid.turned_away([first_rating_above for _ in bars]),
    )


def error_rates_of(passing: Sequence[Passing], pool: Pool) -> tuple[float, float]:
    """See `cost.error_rates`."""
    grid = _Grid.of(pool)
    chances = [passes(grid.levels) for passes in passing]
    return grid.turned_away(chances), grid.let_through(chances)


def meeting_after(mark: BarMark, pool: Pool) -> float:
    """See `cost.meets_after`."""
    grid = _Grid.of(pool)
    said = _mark_chances(grid.levels - grid.bar, error_of(pool))[list(BarMark).index(mark)]
    return grid.all_of([grid.truly(said)]) / grid.all_of([said])


def error_of(pool: Pool) -> float:
    """Standard error of measurement of one rating, in standard deviations of the true level."""
    return sqrt((1 - pool.reliability) / pool.reliability)


@dataclass(frozen=True)
class _Grid:
    """Nodes and weights over the true levels.

    levels   (t,)    true levels of one skill, never across the bar
    density  (g, t)  weight of each level, given each value of what the skills have in common
    common   (g,)    weight of each value of what the skills have in common; sums to 1
    """

    bar: float
    levels: Numbers
    density: Numbers
    common: Numbers

    @staticmethod
    @lru_cache(maxsize=64)
    def of(pool: Pool) -> _Grid:
        bar = bar_position(pool)
        nodes, weights = np.polynomial.legendre.leggauss(80)
        # Split at the bar, where meeting it jumps; 9 SDs on either side leave out less than a double can hold.
        levels = np.concatenate([bar - 4.5 + 4.5 * nodes, bar + 4.5 + 4.5 * nodes])
        steps, common = np.polynomial.hermite_e.hermegauss(48)
        spread = sqrt(1 - pool.correlation)
        distance = (levels[None, :] - sqrt(pool.correlation) * steps[:, None]) / spread
        density = np.exp(-(distance**2) / 2) / (spread * sqrt(2 * np.pi)) * np.tile(4.5 * weights, 2)[None, :]
        return _Grid(bar, levels, density, common / common.sum())

    def all_of(self, chances: Sequence[Numbers]) -> float:
        """Share of the pool to whom independent-given-level events with these chances all happen."""
        together = np.ones_like(self.common)
        for chance in chances:
            together = together * (self.density @ chance)
        return float(self.common @ together)

    def truly(self, chance: Numbers) -> Numbers:
        return np.where(self.levels >= self.bar, chance, 0.0)

    def qualified(self, bars: int) -> float:
        return self.all_of([self.truly(np.ones_like(self.levels))] * bars)

    def turned_away(self, passing: Sequence[Numbers]) -> float:
        kept = self.all_of([self.truly(chance) for chance in passing])
        return max(0.0, 1 - kept / self.qualified(len(passing)))

    def let_through(self, passing: Sequence[Numbers]) -> float:
        if not passing:
            return 0.0
        wrongly = self.all_of(passing) - self.all_of([self.truly(chance) for chance in passing])
        return max(0.0, wrongly / (1 - self.qualified(len(passing))))

    def extra_ratings(self, courses: Sequence[_Course]) -> float:
        still_open = [1 - course.failed_at_first for course in courses]
        return sum(
            self.all_of([course.extra if other == place else chance for other, chance in enumerate(still_open)])
            for place, course in enumerate(courses)
        )


@dataclass(frozen=True)
class _Course:
    """How judging one bar goes, for each true level of the grid; all arrays (t,).

    met, failed      chance that it ends met, not met
    failed_at_first  chance that the planned ratings alone say not met
    extra            ratings asked for beyond the planned ones
    """

    met: Numbers
    failed: Numbers
    failed_at_first: Numbers
    extra: Numbers

    @staticmethod
    def of(bar: PlannedBar, pool: Pool, rule: Rule, most_ratings: int) -> _Course:
        grid = _Grid.of(pool)
        marks = _mark_chances(grid.levels - grid.bar, error_of(pool))
        ends = {state: np.zeros_like(grid.levels) for state in BarState}
        failed_at_first, extra = np.zeros_like(grid.levels), np.zeros_like(grid.levels)
        reached: dict[Tally, Numbers] = {(0, 0, 0, 0): np.ones_like(grid.levels)}
        for rated in range(max(most_ratings, bar.ratings) + 1):
            onward: dict[Tally, Numbers] = {}
            for tally, chance in reached.items():
                state = _state(tally, bar.two_sided, rule)
                if rated == bar.ratings and state is BarState.NOT_MET:
                    failed_at_first = failed_at_first + chance
                open_yet = rated < bar.ratings or (state is BarState.BORDERLINE and rated < most_ratings)
                if not open_yet:
                    ends[state] = ends[state] + chance
                    continue
                if rated >= bar.ratings:
                    extra = extra + chance
                for place in range(len(BarMark)):
                    longer = _one_more(tally, place)
                    onward[longer] = onward.get(longer, 0.0) + chance * marks[place]
            reached = onward
        return _Course(ends[BarState.MET], ends[BarState.NOT_MET], failed_at_first, extra)


def _mark_chances(height: Numbers, error: float) -> Numbers:
    """Chances (4, t) of the four marks for people so many SDs above the bar."""
    edges = np.stack([normal_below((cut * error - height) / error) for cut in (-1, 0, 1)])
    return np.diff(edges, axis=0, prepend=0.0, append=1.0)


def _one_more(tally: Tally, place: int) -> Tally:
    far_below, below, above, far_above = (count + (place == at) for at, count in enumerate(tally))
    return far_below, below, above, far_above


@lru_cache(maxsize=4096)
def _state(tally: Tally, two_sided: bool, rule: Rule) -> BarState:
    marks = [mark for mark, count in zip(BarMark, tally, strict=True) for _ in range(count)]
    return bar_state(marks, two_sided=two_sided, rule=rule)
