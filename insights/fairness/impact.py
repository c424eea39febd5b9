"""How one group's rate of passing compares with another's: the ratio, its exact interval, Fisher's mid-p, and the word that follows.

Everything is conditional on how many passed in all. Given that number, those of one group who passed follow Fisher's noncentral
hypergeometric distribution, which depends on the odds ratio alone (Fisher 1935; Cornfield 1956). The exact interval of the odds ratio is
read as one of the ratio of rates: each odds ratio stands for the ratio of the rates expected under it. The observed ratio is the one
expected under its own estimate, so the interval is around the figure that is shown, and it excludes 1 exactly when the odds ratio's does.

Loads numpy and scipy: only for workers and commands.
"""

import dataclasses
import math

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaln, logsumexp

from insights.fairness.terms import FOUR_FIFTHS, NOTICEABLE, Comparison, Outcomes, Word

LEVEL = 0.95
TIE = 1 + 1e-7
MOST_PEOPLE = 50_000


class Conditional:
    """How many of `one` passed, given how many of both did: log weights over everything that was possible."""

    def __init__(self, one: Outcomes, other: Outcomes) -> None:
        self.one, self.other, self.passed = one, other, one.passed + other.passed
        self.lowest = max(0, self.passed - other.decided)
        self.highest = min(one.decided, self.passed)
        self.counts = np.arange(self.lowest, self.highest + 1)
        self.weights = _log_choose(one.decided, self.counts) + _log_choose(other.decided, self.passed - self.counts)

    def log_tail(self, log_odds: float, *, upper: bool) -> float:
        """Log of P(as many or more), or of P(as many or fewer), under this odds ratio."""
        terms = self.weights + self.counts * log_odds
        part = self.counts >= self.one.passed if upper else self.counts <= self.one.passed
        return float(logsumexp(terms[part]) - logsumexp(terms))

    def expected_ratio(self, odds: float) -> float:
        """The ratio of rates expected under this odds ratio."""
        if odds in (0.0, math.inf):
            mean = float(self.lowest if odds == 0 else self.highest)
        else:
            terms = self.weights + self.counts * math.log(odds)
            mean = float((self.counts * np.exp(terms - logsumexp(terms))).sum())
        rest = (self.passed - mean) / self.other.decided
        return mean / self.one.decided / rest if rest > 0 else math.inf


def _log_choose(total: int, counts: "np.ndarray") -> "np.ndarray":
    return gammaln(total + 1) - gammaln(counts + 1) - gammaln(total - counts + 1)


def odds_interval(one: Outcomes, other: Outcomes, *, level: float = LEVEL) -> tuple[float, float]:
    """Return the exact conditional interval of the odds ratio; (0, inf) where the margins say nothing.

    Source: Cornfield (1956), as in `scipy.stats.contingency.odds_ratio(kind="conditional")`.
    """
    seen, tail = Conditional(one, other), math.log((1 - level) / 2)

    def end(*, upper: bool) -> float:
        # P(as many or more) grows with the odds ratio, P(as many or fewer) falls.
        def off(log_odds: float) -> float:
            return seen.log_tail(log_odds, upper=upper) - tail

        reach = 1.0
        while off(-reach) * off(reach) > 0:
            reach *= 2
        return math.exp(brentq(off, -reach, reach, xtol=1e-13, rtol=1e-13))

    low = 0.0 if one.passed == seen.lowest else end(upper=True)
    high = math.inf if one.passed == seen.highest else end(upper=False)
    return low, high


def ratio_interval(one: Outcomes, other: Outcomes, *, level: float = LEVEL) -> tuple[float, float]:
    """Return the exact interval of the ratio of rates (see above); an end that the margins leave open is 0 or infinite."""
    seen, (low, high) = Conditional(one, other), odds_interval(one, other, level=level)
    return (seen.expected_ratio(low) if low else 0.0), (math.inf if high == math.inf else seen.expected_ratio(high))


def fisher_mid_p(one: Outcomes, other: Outcomes) -> float:
    """Return Fisher's two-sided p, less half the probability of what was seen (Lancaster 1961; Lydersen et al. 2009)."""
    seen = Conditional(one, other)
    chances = np.exp(seen.weights - logsumexp(seen.weights))
    own = chances[one.passed - seen.lowest]
    return float(min(1.0, chances[chances <= own * TIE].sum() - own / 2))


def compare(one: Outcomes, reference: Outcomes) -> Comparison:
    """Set a group beside the one that passed most often. Raises ValueError where either is empty or nobody of the reference passed."""
    if not one.decided or not reference.passed:
        raise ValueError("A ratio needs people in both groups, and somebody of the reference who passed.")
    found = _judged(one, reference)
    if found.word is not Word.CANNOT_TELL:
        return found
    return dataclasses.replace(found, needed=people_needed(one, reference))


def _judged(one: Outcomes, reference: Outcomes) -> Comparison:
    ratio = one.rate / reference.rate
    low, high = ratio_interval(one, reference)
    lifted = one.failed > 0 and (one.passed + 1) / one.decided / reference.rate >= FOUR_FIFTHS
    return Comparison(
        ratio=ratio,
        low=low,
        high=high,
        mid_p=fisher_mid_p(one, reference),
        word=word_for(ratio, low, high),
        needed=None,
        flips=ratio < FOUR_FIFTHS and lifted,
    )


def word_for(ratio: float, low: float, high: float) -> Word:
    """Choose the word by the ratio and its interval alone."""
    if high < 1:
        return Word.LOOK if ratio < FOUR_FIFTHS else Word.SMALL
    return Word.NO_SIGN if ratio >= FOUR_FIFTHS and low > NOTICEABLE else Word.CANNOT_TELL


def people_needed(one: Outcomes, reference: Outcomes) -> int | None:
    """Return how many people in both groups together would tell, were the rates to stay as they are; rounded up. None: too many to say."""
    people = one.decided + reference.decided

    def tells(times: float) -> bool:
        ratio = one.rate / reference.rate
        return word_for(ratio, *ratio_interval(_times(one, times), _times(reference, times))) is not Word.CANNOT_TELL

    high = 2.0
    while not tells(high):
        high *= 2
        if high * people > MOST_PEOPLE:
            return None
    low = high / 2
    while high / low > 1.02:
        middle = math.sqrt(low * high)
        low, high = (low, middle) if tells(middle) else (middle, high)
    return _rounded_up(high * people)


def _times(outcomes: Outcomes, times: float) -> Outcomes:
    decided = round(outcomes.decided * times)
    return Outcomes(min(round(outcomes.passed * times), decided), decided)


def _rounded_up(number: float) -> int:
    """One digit below a thousand, two above: nobody knows it better."""
    step = 10 ** (math.floor(math.log10(number)) - (number >= 1000))
    return math.ceil(number / step) * step
