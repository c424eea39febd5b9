"""What the rule costs: how often it turns away somebody who truly meets every bar.

Model: Gaussian, as for any conjunctive screen under noise. True levels of the k barred skills are standard normal, with one common correlation; a rating is
the true level plus independent normal error of variance (1-r)/r, r being the reliability of one rating. A rating lands
"just" beside the bar when it lies within one standard error of measurement of it, "clearly" beyond. These are
assumptions about people in general; nothing here looks at a candidate.

The rule itself is not approximated: `bar_state` is asked about every sequence of marks that can occur, and only the
true levels are integrated, by Gauss-Hermite and Gauss-Legendre quadrature. No random numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from interviews.rule.bars import BarState, bar_state
from interviews.rule.reliability import SEPARATE_INTERVIEWS
from interviews.rule.terms import DEFAULT_RULE, BarMark, Rule
from interviews.rule.wording import counted, number, opened

Numbers = NDArray[np.float64]
Passing = Callable[[Numbers], Numbers]  # true levels in SDs -> chance of passing, same shape
Tally = tuple[int, int, int, int]  # how many marks of each kind, in the order of BarMark


@dataclass(frozen=True, slots=True)
class Pool:
    """What is assumed of the people who are interviewed, until an organisation has estimated its own.

    share_meeting  share of them who truly meet any one bar, between 0 and 1
    correlation    of any two of the barred skills, from 0 to below 1
    reliability    of one rating, between 0 and 1
    """

    share_meeting: float = 0.9
    correlation: float = 0.3
    reliability: float = SEPARATE_INTERVIEWS

    def __post_init__(self) -> None:
        if not (0 < self.share_meeting < 1 and 0 <= self.correlation < 1 and 0 < self.reliability < 1):
            raise ValueError("Shares and reliability lie between 0 and 1, the correlation from 0 to below 1.")


DEFAULT_POOL = Pool()


@dataclass(frozen=True, slots=True)
class PlannedBar:
    """How one bar is going to be judged: ratings planned from the start, and whether it must not be wrong."""

    ratings: int = 1
    two_sided: bool = False

    def __post_init__(self) -> None:
        if self.ratings < 1:
            raise ValueError("A bar in the plan is rated at least once.")


@dataclass(frozen=True, slots=True)
class Price:
    """What a set of bars costs under the rule; all shares between 0 and 1.

    turned_away     of the people who truly meet every bar, the share with some bar "not met"
    let_through     of the people who miss at least one bar, the share with every bar "met"
    qualified       share of the pool that truly meets every bar
    extra_ratings   second and third ratings asked for per candidate, while no bar has failed in the first round
    without_second  `turned_away` if each first rating were final
    """

    turned_away: float
    let_through: float
    qualified: float
    extra_ratings: float
    without_second: float


def chance_of_rejection(margin: float, bars: int, ratings: int = 1, reliability: float = SEPARATE_INTERVIEWS) -> float:
    """Chance that somebody `margin` true standard deviations above every bar misses at least one.

    Each of `bars` bars is judged by the mean of `ratings` independent ratings: 1 - Phi(d sqrt(m r / (1-r)))^k.
    Raises ValueError for fewer than one rating, fewer than zero bars or a reliability outside (0, 1).
    """
    if ratings < 1 or bars < 0 or not 0 < reliability < 1:
        raise ValueError("At least one rating, no negative number of bars, and a reliability between 0 and 1.")
    return float(1 - ndtr(margin * sqrt(ratings * reliability / (1 - reliability))) ** bars)


@lru_cache(maxsize=512)
def price(
    bars: tuple[PlannedBar, ...], *, pool: Pool = DEFAULT_POOL, rule: Rule = DEFAULT_RULE, most_ratings: int = 3
) -> Price:
    """The price of judging these bars by our own rule, with up to `most_ratings` ratings where one is borderline.

    A bar still borderline after that counts as neither met nor failed: nobody is turned away for it. No bars cost
    nothing. The order of the bars does not matter.
    """
    courses = {bar: _Course.of(bar, pool, rule, most_ratings) for bar in set(bars)}
    grid = _Grid.of(pool)
    failed = [courses[bar].failed for bar in bars]
    met = [courses[bar].met for bar in bars]
    first_rating_above = ndtr((grid.levels - grid.bar) / _error(pool))
    return Price(
        turned_away=grid.turned_away([1 - chance for chance in failed]),
        let_through=grid.let_through(met),
        qualified=grid.qualified(len(bars)),
        extra_ratings=grid.extra_ratings([courses[bar] for bar in bars]),
        without_second=grid.turned_away([first_rating_above for _ in bars]),
    )


def error_rates(passing: Sequence[Passing], pool: Pool = DEFAULT_POOL) -> tuple[float, float]:
    """Both error rates of any policy, one function per bar: (turned away of the qualified, let through of the rest).

    Each function takes true levels in standard deviations of the pool and returns the chance of passing that bar.
    """
    grid = _Grid.of(pool)
    chances = [passes(grid.levels) for passes in passing]
    return grid.turned_away(chances), grid.let_through(chances)


def meets_after(mark: BarMark, pool: Pool = DEFAULT_POOL) -> float:
    """Of the people who are rated so once, the share that truly meets the bar. About people in general, never about one."""
    grid = _Grid.of(pool)
    said = _mark_chances(grid.levels - grid.bar, _error(pool))[list(BarMark).index(mark)]
    return grid.all_of([grid.truly(said)]) / grid.all_of([said])


def bar_position(pool: Pool = DEFAULT_POOL) -> float:
    """Where each bar lies, in standard deviations of the pool's true level."""
    return float(ndtri(1 - pool.share_meeting))


def _error(pool: Pool) -> float:
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
        marks = _mark_chances(grid.levels - grid.bar, _error(pool))
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
    edges = np.stack([ndtr((cut * error - height) / error) for cut in (-1, 0, 1)])
    return np.diff(edges, axis=0, prepend=0.0, append=1.0)


def _one_more(tally: Tally, place: int) -> Tally:
    far_below, below, above, far_above = (count + (place == at) for at, count in enumerate(tally))
    return far_below, below, above, far_above


@lru_cache(maxsize=4096)
def _state(tally: Tally, two_sided: bool, rule: Rule) -> BarState:
    marks = [mark for mark, count in zip(BarMark, tally, strict=True) for _ in range(count)]
    return bar_state(marks, two_sided=two_sided, rule=rule)


def in_ten(share: float) -> str:
    """A share as people say it: "about 2 in 10", "fewer than 1 in 20", "nearly all"."""
    if share < 0.005:
        return "almost none"
    if share < 0.05:
        return "fewer than 1 in 20"
    if share > 0.95:
        return "nearly all"
    return f"about {max(1, min(9, round(10 * share)))} in 10"


def price_in_words(bars: Sequence[PlannedBar], cost: Price) -> str:
    """The price as one sentence for the page, such as "Four bars, judged once each: about 2 in 10 …"."""
    if not bars:
        return "No minimum bar, so nobody is turned away by one."
    times = sorted({bar.ratings for bar in bars})
    how_often = " or ".join({1: "once", 2: "twice"}.get(count, f"{number(count)} times") for count in times)
    how = f"{opened(counted(len(bars), 'bar'))}, judged {how_often}{' each' if len(bars) > 1 else ''}"
    people = "people who truly meet all of them" if len(bars) > 1 else "people who truly meet it"
    sentence = f"{how}: {in_ten(cost.turned_away)} {people} would be turned away"
    if (without := in_ten(cost.without_second)) != in_ten(cost.turned_away):
        sentence += f" ({without} without second ratings)"
    return f"{sentence}."


def price_lines(cost: Price) -> tuple[tuple[str, str], ...]:
    """The price as lines of a small table: what, and how often."""
    return (
        ("Meet every bar, turned away", f"{cost.turned_away:.0%}"),
        ("The same, if each first rating were final", f"{cost.without_second:.0%}"),
        ("Miss a bar, let through", f"{cost.let_through:.0%}"),
        ("Further ratings asked for, per candidate", f"{cost.extra_ratings:.1f}"),
    )
