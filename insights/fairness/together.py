"""How one group fared beside another over several tables that share nobody: half-years, kinds of roles.

Each table keeps its own margins, so that a half-year in which few passed, whoever they were, makes no difference between groups. The
ratio is that of Mantel and Haenszel (1959; Rothman & Boice 1979 for rates); its interval is exact, given how many passed in each table: the
odds ratio that they share is bounded by the distribution of the sum of noncentral hypergeometric numbers (Gart 1970; Mehta, Patel & Gray
1985), and each bound is read as the ratio of rates expected under it. Whether they share one is asked by Breslow and Day's test with
Tarone's correction (1985); every number here is five or more, as that test wants.

It works on numbers that are shown already and on no other, so that it can give nothing away.

Loads numpy and scipy: only for workers and commands.
"""

import math
from collections.abc import Sequence

import numpy as np
from scipy.special import chdtrc

from insights.fairness.impact import (
    Conditional,
    enlarged,
    fisher_mid_p,
    people_needed,
    ratio_interval,
    told,
    word_for,
)
from insights.fairness.terms import FOUR_FIFTHS, Outcomes, Pooled, Word

Pairs = Sequence[tuple[Outcomes, Outcomes]]


class Stratified:
    """How many of a group passed in all tables together, given how many of both groups did in each."""

    def __init__(self, pairs: Pairs) -> None:
        self.tables = [Conditional(one, other) for one, other in pairs]
        self.seen = sum(table.seen for table in self.tables)
        self.counts = np.arange(
            sum(int(table.counts[0]) for table in self.tables), sum(int(table.counts[-1]) for table in self.tables) + 1
        )
        # Tilted to where the numbers lie, so that what is lost beyond the smallest float is far out.
        tilt = math.log(common_odds(pairs) or 1.0)
        sums = np.ones(1)
        for table in self.tables:
            terms = table.weights + table.counts * tilt
            sums = np.convolve(sums, np.exp(terms - terms.max()))
            sums /= sums.max()
        with np.errstate(divide="ignore"):
            self.weights = np.log(sums) - self.counts * tilt

    def expected_ratio(self, odds: float) -> float:
        top = bottom = 0.0
        for table in self.tables:
            mean, both = table.mean(odds), table.one.decided + table.other.decided
            top += mean * table.other.decided / both
            bottom += (table.passed - mean) * table.one.decided / both
        return top / bottom if bottom > 0 else math.inf


def common_ratio(pairs: Pairs) -> float:
    """Return the ratio of rates of Mantel and Haenszel."""
    top = sum(one.passed * other.decided / (one.decided + other.decided) for one, other in pairs)
    bottom = sum(other.passed * one.decided / (one.decided + other.decided) for one, other in pairs)
    return top / bottom if bottom else math.inf


def common_odds(pairs: Pairs) -> float:
    """Return the odds ratio of Mantel and Haenszel; 0 where it has none."""
    top = sum(one.passed * other.failed / (one.decided + other.decided) for one, other in pairs)
    bottom = sum(one.failed * other.passed / (one.decided + other.decided) for one, other in pairs)
    return top / bottom if bottom else 0.0


def alike(pairs: Pairs) -> float | None:
    """Return the p of Breslow, Day and Tarone: how often tables that share one odds ratio differ as much as these. None for one table."""
    odds = common_odds(pairs)
    if len(pairs) < 2 or not odds:
        return None
    off, spread, sum_off = 0.0, 0.0, 0.0
    for one, other in pairs:
        expected = _expected(one, other, odds)
        passed = one.passed + other.passed
        cells = (expected, one.decided - expected, passed - expected, other.decided - passed + expected)
        variance = 1 / sum(1 / cell for cell in cells)
        off += (one.passed - expected) ** 2 / variance
        sum_off += one.passed - expected
        spread += variance
    return float(chdtrc(len(pairs) - 1, max(0.0, off - sum_off**2 / spread)))


def _expected(one: Outcomes, other: Outcomes, odds: float) -> float:
    """How many of `one` would have passed, had the table just this odds ratio and the margins it has."""
    passed = one.passed + other.passed
    if abs(odds - 1) < 1e-9:
        return passed * one.decided / (one.decided + other.decided)
    b = other.decided - passed + odds * (one.decided + passed)
    root = math.sqrt(b * b - 4 * (odds - 1) * odds * passed * one.decided)
    return 2 * odds * passed * one.decided / (b + root)


def compare_together(pairs: Pairs) -> Pooled:
    """Set a group beside another over tables that share nobody. Raises ValueError where there is nothing to compare."""
    if not any(one.decided for one, _ in pairs) or not any(other.passed for _, other in pairs):
        raise ValueError("A ratio needs people in both groups, and somebody of the reference who passed.")
    ratio, possible = common_ratio(pairs), Stratified(pairs)
    low, high = ratio_interval(possible)
    word = word_for(ratio, low, high)

    def tells(times: float) -> bool:
        return told(ratio, Stratified([(enlarged(one, times), enlarged(other, times)) for one, other in pairs]))

    people = sum(one.decided + other.decided for one, other in pairs)
    return Pooled(
        ratio=ratio,
        low=low,
        high=high,
        mid_p=fisher_mid_p(possible),
        word=word,
        needed=people_needed(people, tells) if word is Word.CANNOT_TELL else None,
        flips=ratio < FOUR_FIFTHS <= common_ratio(_one_more(pairs)),
        alike=alike(pairs),
    )


def _one_more(pairs: Pairs) -> Pairs:
    """The same, had one more person of the group passed, in the largest table where somebody did not."""
    place = max((n for n, (one, _) in enumerate(pairs) if one.failed), key=lambda n: pairs[n][0].decided, default=None)
    return [(Outcomes(one.passed + (n == place), one.decided), other) for n, (one, other) in enumerate(pairs)]
