"""Whether one share of people is above another, and whether there are enough of them to tell. Free of Django."""

import enum
import math
from dataclasses import dataclass

SURE = 0.95
# The two-sided normal quantile that belongs to it.
NINETY_FIVE = 1.959964
# Below so many people a share is not written as a percentage: its range would span most of the scale.
ENOUGH = 10
# What a term of a sum of probabilities may be left out at.
NEGLIGIBLE = 1e-14


class Verdict(enum.Enum):
    """What may be said of one share beside another."""

    MORE = "more"
    FEWER = "fewer"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Share:
    """`reached` of `entered` people; both whole numbers, 0 ≤ reached ≤ entered."""

    reached: int
    entered: int

    def __post_init__(self) -> None:
        if not 0 <= self.reached <= self.entered:
            raise ValueError(f"{self.reached} of {self.entered} is not a share")

    @property
    def is_enough(self) -> bool:
        return self.entered >= ENOUGH

    @property
    def value(self) -> float:
        """The share itself; ask only where somebody entered."""
        return self.reached / self.entered

    @property
    def interval(self) -> tuple[float, float]:
        """Return the range that holds the true rate 95 times in 100, both ends from 0 to 1.

        Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), his score interval.
        """
        n, p, z = self.entered, self.value, NINETY_FIVE
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        reach = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(middle - reach, 0.0), min(middle + reach, 1.0)

    def without(self, part: "Share") -> "Share":
        """Return the share of the others."""
        return Share(self.reached - part.reached, self.entered - part.entered)


def chance_higher(one: Share, other: Share) -> float:
    """Return the probability that the true rate behind `one` is above that behind `other`.

    Each rate has a uniform prior, so its posterior is Beta(1 + reached, 1 + not reached); for whole parameters the
    probability is a finite sum. It runs over the smallest of the four counts, the rest follows by symmetry.
    Source: Cook, "Exact calculation of beta inequalities" (2005). Error below 1e-6 up to 100,000 people each.
    """
    a, b = 1 + one.reached, 1 + one.entered - one.reached
    c, d = 1 + other.reached, 1 + other.entered - other.reached
    smallest = min(a, b, c, d)
    if smallest == a:
        return _sum_over_first(a, b, c, d)
    if smallest == c:
        return 1 - _sum_over_first(c, d, a, b)
    if smallest == b:  # a rate is above another where its complement is below
        return 1 - _sum_over_first(b, a, d, c)
    return _sum_over_first(d, c, b, a)


def _sum_over_first(a: int, b: int, c: int, d: int) -> float:
    """Return P(Beta(a, b) > Beta(c, d)) as a sum of at most `a` terms.

    They rise to one largest and fall from there, each a simple fraction of its neighbour: the sum begins with the largest and goes both ways until
    the next ones are too small to count. So tens of thousands of people cost some hundred steps.
    """
    # As long as (c + i)(b + i) is at least (b + c + d + i)(1 + i), term i + 1 is at least term i.
    largest = min(max((b * c - b - c - d) // (d + 1) + 1, 0), a - 1)
    top = math.exp(_log_beta(c + largest, b + d) - math.log(b + largest) - _log_beta(1 + largest, b) - _log_beta(c, d))
    total = term = top
    for step in range(largest, a - 1):
        term *= (c + step) * (b + step) / ((b + c + d + step) * (1 + step))
        total += term
        if term <= total * NEGLIGIBLE:
            break
    term = top
    for step in range(largest, 0, -1):
        term *= (b + c + d + step - 1) * step / ((c + step - 1) * (b + step - 1))
        total += term
        if term <= total * NEGLIGIBLE:
            break
    return min(1.0, max(0.0, total))


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def compare(one: Share, others: Share) -> Verdict:
    """Say whether the rate behind one share is above that behind the others, where that is at least 95 % sure."""
    if not one.entered or not others.entered:
        return Verdict.CANNOT_TELL
    chance = chance_higher(one, others)
    if chance >= SURE:
        return Verdict.MORE
    return Verdict.FEWER if chance <= 1 - SURE else Verdict.CANNOT_TELL
