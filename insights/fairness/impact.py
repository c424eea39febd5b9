"""How one group's rate of passing compares with another's: the ratio, its exact interval, Fisher's mid-p, and the word that follows.

Everything is conditional on how many passed in all. Given that number, those of one group who passed follow Fisher's noncentral
hypergeometric distribution, which depends on the odds ratio alone (Fisher 1935; Cornfield 1956). The exact interval of the odds ratio is
read as one of the ratio of rates: each odds ratio stands for the ratio of the rates expected under it. The observed ratio is the one
expected under its own estimate, so the interval is around the figure that is shown, and it excludes 1 exactly when the odds ratio's does.

Loads numpy and scipy: only for workers and commands.
"""

import math
from collections.abc import Callable
from typing import Protocol

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaln, logsumexp

from insights.fairness.terms import FOUR_FIFTHS, NOTICEABLE, Comparison, Outcomes, Word

LEVEL = 0.95
TIE = 1 + 1e-7
MOST_PEOPLE = 50_000
# At the size where the rates as they are just tell, chance decides; at twice that size it tells four times in five: (1.96 + 0.84)² / 1.96².
SURE_ENOUGH = 2.04


class Possible(Protocol):
    """How many of a group may pass, given how many passed in all: log weights over everything that was possible."""

    seen: int
    counts: np.ndarray
    weights: np.ndarray

    def expected_ratio(self, odds: float) -> float:
        """The ratio of rates expected under this odds ratio."""


class Conditional:
    """How many of `one` passed, given how many of both did."""

    def __init__(self, one: Outcomes, other: Outcomes) -> None:
        self.one, self.other, self.passed, self.seen = one, other, one.passed + other.passed, one.passed
        self.counts = np.arange(max(0, self.passed - other.decided), min(one.decided, self.passed) + 1)
        self.weights = _log_choose(one.decided, self.counts) + _log_choose(other.decided, self.passed - self.counts)

    def mean(self, odds: float) -> float:
        """How many of `one` are expected to pass under this odds ratio."""
        if odds in (0.0, math.inf):
            return float(self.counts[0 if odds == 0 else -1])
        terms = self.weights + self.counts * math.log(odds)
        return float((self.counts * np.exp(terms - logsumexp(terms))).sum())

    def expected_ratio(self, odds: float) -> float:
        mean = self.mean(odds)
        rest = (self.passed - mean) / self.other.decided
        return mean / self.one.decided / rest if rest > 0 else math.inf


def log_tail(possible: Possible, log_odds: float, *, upper: bool) -> float:
    """Log of P(as many or more), or of P(as many or fewer), under this odds ratio."""
    terms = possible.weights + possible.counts * log_odds
    part = possible.counts >= possible.seen if upper else possible.counts <= possible.seen
    return float(logsumexp(terms[part]) - logsumexp(terms))


def _log_choose(total: int, counts: "np.ndarray") -> "np.ndarray":
    return gammaln(total + 1) - gammaln(counts + 1) - gammaln(total - counts + 1)


def odds_interval(possible: Possible, *, level: float = LEVEL) -> tuple[float, float]:
    """Return the exact conditional interval of the odds ratio; (0, inf) where the margins say nothing.

    Source: Cornfield (1956), as in `scipy.stats.contingency.odds_ratio(kind="conditional")`; over several tables Gart (1970).
    """
    tail = math.log((1 - level) / 2)

    def end(*, upper: bool) -> float:
        # P(as many or more) grows with the odds ratio, P(as many or fewer) falls.
        def off(log_odds: float) -> float:
            return log_tail(possible, log_odds, upper=upper) - tail

        reach = 1.0
        while off(-reach) * off(reach) > 0:
            reach *= 2
        return math.exp(brentq(off, -reach, reach, xtol=1e-13, rtol=1e-13))

    low = 0.0 if possible.seen == possible.counts[0] else end(upper=True)
    high = math.inf if possible.seen == possible.counts[-1] else end(upper=False)
    return low, high


def ratio_interval(possible: Possible, *, level: float = LEVEL) -> tuple[float, float]:
    """Return the exact interval of the ratio of rates (see above); an end that the margins leave open is 0 or infinite."""
    low, high = odds_interval(possible, level=level)
    return (possible.expected_ratio(low) if low else 0.0), (
        math.inf if high == math.inf else possible.expected_ratio(high)
    )


def fisher_mid_p(possible: Possible) -> float:
    """Return Fisher's two-sided p, less half the probability of what was seen (Lancaster 1961; Lydersen et al. 2009)."""
    chances = np.exp(possible.weights - logsumexp(possible.weights))
    own = chances[possible.seen - possible.counts[0]]
    return float(min(1.0, chances[chances <= own * TIE].sum() - own / 2))


def compare(one: Outcomes, reference: Outcomes) -> Comparison:
    """Set a group beside the one that passed most often. Raises ValueError where either is empty or nobody of the reference passed."""
    if not one.decided or not reference.passed:
        raise ValueError("A ratio needs people in both groups, and somebody of the reference who passed.")
    ratio, possible = one.rate / reference.rate, Conditional(one, reference)
    low, high = ratio_interval(possible)
    word = word_for(ratio, low, high)

    def tells(times: float) -> bool:
        return told(ratio, Conditional(enlarged(one, times), enlarged(reference, times)))

    lifted = one.failed > 0 and (one.passed + 1) / one.decided / reference.rate >= FOUR_FIFTHS
    return Comparison(
        ratio=ratio,
        low=low,
        high=high,
        mid_p=fisher_mid_p(possible),
        word=word,
        needed=people_needed(one.decided + reference.decided, tells) if word is Word.CANNOT_TELL else None,
        flips=ratio < FOUR_FIFTHS and lifted,
    )


def word_for(ratio: float, low: float, high: float) -> Word:
    """Choose the word by the ratio and its interval alone."""
    if high < 1:
        return Word.LOOK if ratio < FOUR_FIFTHS else Word.SMALL
    return Word.NO_SIGN if ratio >= FOUR_FIFTHS and low > NOTICEABLE else Word.CANNOT_TELL


def told(ratio: float, possible: Possible) -> bool:
    return word_for(ratio, *ratio_interval(possible)) is not Word.CANNOT_TELL


def people_needed(people: int, tells: Callable[[float], bool]) -> int | None:
    """Return how many people would tell four times in five, were the rates to stay as they are; rounded up. None: too many to say.

    `tells(times)` says whether so many times the people with the very same rates would.
    """
    high = 2.0
    while not tells(high):
        high *= 2
        if high * people > MOST_PEOPLE:
            return None
    low = high / 2
    while high / low > 1.02:
        middle = math.sqrt(low * high)
        low, high = (low, middle) if tells(middle) else (middle, high)
    return _rounded_up(high * people * SURE_ENOUGH)


def enlarged(outcomes: Outcomes, times: float) -> Outcomes:
    """So many times the people, with the same rate as near as whole people allow."""
    decided = round(outcomes.decided * times)
    return Outcomes(min(round(outcomes.passed * times), decided), decided)


def _rounded_up(number: float) -> int:
    """One digit below a thousand, two above: nobody knows it better."""
    step = 10 ** (math.floor(math.log10(number)) - (number >= 1000))
    return math.ceil(number / step) * step
