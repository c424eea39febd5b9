"""A made-up crowd, walked through the outcome function that the product runs: how often does it err?

Gaussian, as in `interviews.rule.cost`: true levels with one common correlation, ratings with independent error. Every
mark a person gets is handed to `outcome` as a rating by another interviewer; who is asked again is read from its answer.
People with the same marks get the same outcome, so it is asked once for each pattern that occurs.
"""

import dataclasses
import functools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interviews.rule.bars import BarState
from interviews.rule.cost import Pool, bar_position
from interviews.rule.outcome import Signal, outcome
from interviews.rule.terms import DEFAULT_RULE, Bar, BarMark, BarRating, Hypothesis, Rule, StrengthRating

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]
MARKS = list(BarMark)
NOTHING = 0  # as a mark: no rating yet
HYPOTHESIS = Hypothesis("strength", "A strength")
# The bars alone are measured, so the hypothesis is confirmed beforehand.
CONFIRMED = tuple(StrengthRating("strength", who, f"type {who}", 4) for who in ("one", "two"))


@dataclasses.dataclass(frozen=True)
class Crowd:
    """People by bars: how far each truly stands from the bar in SDs, and what each rating would show, in errors of measurement."""

    height: Numbers
    seen: Numbers

    @classmethod
    def of(cls, people: int, bars: int, pool: Pool, *, ratings: int = 3, seed: int = 0) -> "Crowd":
        chance = np.random.default_rng(seed)
        common, own = chance.standard_normal((people, 1)), chance.standard_normal((people, bars))
        error = np.sqrt((1 - pool.reliability) / pool.reliability)
        height = np.sqrt(pool.correlation) * common + np.sqrt(1 - pool.correlation) * own - bar_position(pool)
        return cls(height, height[:, :, None] / error + chance.standard_normal((people, bars, ratings)))

    @property
    def is_qualified(self) -> NDArray[np.bool_]:
        return np.asarray((self.height >= 0).all(axis=1))

    @property
    def is_far_below(self) -> NDArray[np.bool_]:
        """Whether some skill lies more than one true SD under its bar."""
        return np.asarray((self.height < -1).any(axis=1))


@dataclasses.dataclass(frozen=True)
class Policy:
    """How bars are judged: by the rule's parameters, so many ratings at first, and at most so many of one bar.

    two_sided     for each bar whether it must not be wrong; one value serves all
    by_mean       a bar still borderline at the end is settled by the mean of what its ratings showed
    most_missed   above so many bars missed at first nobody is asked again (None: no limit)
    """

    two_sided: tuple[bool, ...] = (False,)
    rule: Rule = DEFAULT_RULE
    first: int | tuple[int, ...] = 1
    most: int = 3
    by_mean: bool = False
    most_missed: int | None = None


@dataclasses.dataclass(frozen=True)
class Rates:
    """Shares with their standard errors, and further ratings per person.

    turned_away      of the qualified, those with the answer no
    let_through      of the others, those whom nothing stops any more
    far_let_through  of those far below a bar, the same
    open             of everybody, those still without an answer
    """

    turned_away: tuple[float, float]
    let_through: tuple[float, float]
    far_let_through: tuple[float, float]
    open: float
    extra: float


def walk(crowd: Crowd, policy: Policy) -> Rates:
    """Rate, ask the outcome function, rate again where it asks, until it answers or nobody is left to ask."""
    people, bars, _ = crowd.seen.shape
    sides = policy.two_sided * bars if len(policy.two_sided) == 1 else policy.two_sided
    first = np.broadcast_to(np.asarray(policy.first), (bars,))
    marks = np.digitize(crowd.seen, [-1, 0, 1]) + 1
    heard = np.broadcast_to(first, (people, bars)).copy()
    extra = np.zeros(people)
    stopped = np.zeros(people, bool)
    if policy.most_missed is not None:
        stopped = (crowd.seen[:, :, 0] < 0).sum(axis=1) > policy.most_missed
    while True:
        answers, borderline = ask(_codes(marks, heard), sides, policy.rule)
        wants = borderline & (heard < policy.most) & ((answers == 0) & ~stopped)[:, None]
        if not wants.any():
            break
        extra += wants.sum(axis=1)
        heard = heard + wants
    if policy.by_mean:
        answers, _ = ask(_settled(crowd, marks, heard, borderline), sides, policy.rule)
    return _rates(crowd, np.where(stopped, -1, answers), float(extra.mean()))


def _settled(crowd: Crowd, marks: Codes, heard: Codes, borderline: NDArray[np.bool_]) -> Codes:
    """The codes with one mark more where a bar was left borderline: the side on which the mean of its ratings lies."""
    counted = np.arange(marks.shape[2]) < heard[:, :, None]
    mean = (crowd.seen * counted).sum(axis=2) / heard
    side = np.where(mean < 0, 1 + MARKS.index(BarMark.JUST_BELOW), 1 + MARKS.index(BarMark.JUST_ABOVE))
    return _codes(marks, heard) * 5 + np.where(borderline, side, NOTHING)


def _codes(marks: Codes, heard: Codes) -> Codes:
    """Each bar's marks as one number in base five; their order does not matter to the rule, so they are sorted."""
    heard_marks = np.where(np.arange(marks.shape[2]) < heard[:, :, None], marks, NOTHING)
    found: Codes = np.zeros(heard.shape, np.int64)
    for place in np.moveaxis(np.sort(heard_marks, axis=2), 2, 0):
        found = found * 5 + place
    return found


def ask(codes: Codes, sides: tuple[bool, ...], rule: Rule) -> tuple[Codes, NDArray[np.bool_]]:
    """What the outcome function says to every person: 1 hire signal, -1 no, 0 more evidence; and which bars are borderline."""
    alike = len(set(sides)) == 1
    # Bars of one kind may trade places, which leaves far fewer patterns to ask about.
    order = np.argsort(codes, axis=1) if alike else np.broadcast_to(np.arange(codes.shape[1]), codes.shape)
    patterns, which = np.unique(np.take_along_axis(codes, order, axis=1), axis=0, return_inverse=True)
    said = [answer(tuple(map(int, pattern)), sides, rule) for pattern in patterns]
    signals = np.array([signal for signal, _ in said])
    states = np.array([states for _, states in said])
    borderline = np.zeros(codes.shape, bool)
    np.put_along_axis(borderline, order, states[which.ravel()], axis=1)
    return signals[which.ravel()], borderline


@functools.lru_cache(maxsize=200_000)
def answer(pattern: tuple[int, ...], sides: tuple[bool, ...], rule: Rule) -> tuple[int, tuple[bool, ...]]:
    """Put one pattern of marks to the outcome function."""
    bars = [Bar(place, f"Bar {place}", side) for place, side in enumerate(sides)]
    ratings = [
        BarRating(place, f"rater {number}", f"type {number}", MARKS[mark - 1])
        for place, code in enumerate(pattern)
        for number, mark in enumerate(_digits(code))
    ]
    found = outcome(hypotheses=[HYPOTHESIS], bars=bars, strength_ratings=CONFIRMED, bar_ratings=ratings, rule=rule)
    signal = {Signal.HIRE: 1, Signal.NO: -1, Signal.MORE_EVIDENCE: 0}[found.signal]
    return signal, tuple(one.state is BarState.BORDERLINE for one in found.bars)


def _digits(code: int) -> list[int]:
    found = []
    while code:
        code, digit = divmod(code, 5)
        if digit:
            found.append(digit)
    return found


def _rates(crowd: Crowd, answers: Codes, extra: float) -> Rates:
    qualified, far = crowd.is_qualified, crowd.is_far_below
    return Rates(
        turned_away=share(answers[qualified] == -1),
        let_through=share(answers[~qualified] == 1),
        far_let_through=share(answers[far] == 1),
        open=float((answers == 0).mean()),
        extra=extra,
    )


def share(hits: "NDArray[Any]") -> tuple[float, float]:
    """A share and its standard error; of nobody, no number."""
    if not len(hits):
        return float("nan"), float("nan")
    found = float(hits.mean())
    return found, float(np.sqrt(found * (1 - found) / len(hits)))
