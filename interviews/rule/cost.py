"""What the rule costs: how often it turns away somebody who truly meets every bar.

Model: Gaussian, as for any conjunctive screen under noise. True levels of the k barred skills are standard normal, with one common correlation; a rating is
the true level plus independent normal error of variance (1-r)/r, r being the reliability of one rating. A rating lands
"just" beside the bar when it lies within one standard error of measurement of it, "clearly" beyond. These are
assumptions about people in general; nothing here looks at a candidate.

The rule itself is not approximated: `bar_state` is asked about every sequence of marks that can occur, and only the
true levels are integrated, by Gauss-Hermite and Gauss-Legendre quadrature (see `pricing`). No random numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

from interviews.rule.reliability import SEPARATE_INTERVIEWS
from interviews.rule.terms import DEFAULT_RULE, BarMark, Rule
from interviews.rule.wording import counted, number, opened

if TYPE_CHECKING:
    from interviews.rule.pricing import Passing


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
    return 1 - NormalDist().cdf(margin * sqrt(ratings * reliability / (1 - reliability))) ** bars


@lru_cache(maxsize=512)
def price(
    bars: tuple[PlannedBar, ...], *, pool: Pool = DEFAULT_POOL, rule: Rule = DEFAULT_RULE, most_ratings: int = 3
) -> Price:
    """The price of judging these bars by our own rule, with up to `most_ratings` ratings where one is borderline.

    A bar still borderline after that counts as neither met nor failed: nobody is turned away for it. No bars cost
    nothing. The order of the bars does not matter.
    """
    from interviews.rule.pricing import price_of

    return price_of(bars, pool, rule, most_ratings)


def error_rates(passing: Sequence[Passing], pool: Pool = DEFAULT_POOL) -> tuple[float, float]:
    """Both error rates of any policy, one function per bar: (turned away of the qualified, let through of the rest).

    Each function takes true levels in standard deviations of the pool and returns the chance of passing that bar.
    """
    from interviews.rule.pricing import error_rates_of

    return error_rates_of(passing, pool)


def meets_after(mark: BarMark, pool: Pool = DEFAULT_POOL) -> float:
    """Of the people who are rated so once, the share that truly meets the bar. About people in general, never about one."""
    from interviews.rule.pricing import meeting_after

    return meeting_after(mark, pool)


def bar_position(pool: Pool = DEFAULT_POOL) -> float:
    """Where each bar lies, in standard deviations of the pool's true level."""
    return NormalDist().inv_cdf(1 - pool.share_meeting)


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
