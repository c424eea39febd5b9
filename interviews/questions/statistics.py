"""What answers say about questions: never about people. Free of Django; numpy and scipy are only imported where they are used.

Marks are shares from 0 to 1. A left-out question counts as 0, as it does in a score. Every estimate comes with a 95 % interval. Below
`ENOUGH` answers each of them is only a hint and says so: at 50, difficulty is known to about ±.14 and a good question falls below the line
by chance less than once in two hundred times; at 15 it does so once in eight.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from interviews.questions.records import AnswerRecord, by_attempt, by_version

ENOUGH = 50
HINT_FROM = 30
LEAST_OTHERS = 3

Z = 1.959963984540054  # 97.5 % of the normal distribution

EASY, HARD = 0.90, 0.30
KEEP_FROM, LOOK_FROM = 0.20, 0.10
UNUSED_BELOW = 0.05


@dataclass(frozen=True)
class Estimate:
    """A value with its 95 % interval, from `n` answers."""

    value: float
    low: float
    high: float
    n: int

    @property
    def is_enough(self) -> bool:
        return self.n >= ENOUGH


@dataclass(frozen=True)
class ChoiceUse:
    """How often one option was chosen; `origin` is its place in the item."""

    origin: str
    count: int
    share: float


@dataclass(frozen=True)
class ItemFacts:
    """What is known of one wording of a question."""

    question: str
    version: int
    n: int
    left_out: int
    difficulty: Estimate
    item_rest: Estimate | None
    choices: tuple[ChoiceUse, ...]
    median_seconds: float | None

    @property
    def is_enough(self) -> bool:
        return self.n >= ENOUGH


@dataclass(frozen=True)
class Flag:
    """Something to look at, in words. `is_firm` is False while there are too few answers to act on it."""

    kind: str
    words: str
    is_firm: bool


@dataclass(frozen=True)
class Reliability:
    """Cronbach’s alpha (KR-20 where marks are 0 or 1) of a form of `length` questions, and the standard error of one person’s score."""

    alpha: Estimate
    sem: Estimate
    length: int


def wilson(mean: float, n: int) -> Estimate:
    """Wilson’s interval of a share (Wilson 1927). With marks between 0 and 1 it is wider than need be, never narrower."""
    centre = (mean + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * math.sqrt(mean * (1 - mean) / n + Z**2 / (4 * n * n))
    return Estimate(mean, max(0.0, centre - half), min(1.0, centre + half), n)


def correlation(xs: Sequence[float], ys: Sequence[float]) -> Estimate | None:
    """Pearson’s correlation with Fisher’s interval; None where one of them does not vary or there are fewer than 4 pairs."""
    import numpy as np

    if len(xs) < 4 or np.ptp(xs) == 0 or np.ptp(ys) == 0:
        return None
    r = min(1.0, max(-1.0, float(np.corrcoef(xs, ys)[0, 1])))
    if abs(r) > 1 - 1e-12:
        return Estimate(r, r, r, len(xs))
    half = Z / math.sqrt(len(xs) - 3)
    return Estimate(r, math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half), len(xs))


def item_facts(records: Sequence[AnswerRecord]) -> dict[tuple[str, int], ItemFacts]:
    """Describe every wording that has a marked answer, by question and version."""
    attempts = by_attempt(records)
    sums = {name: sum(one.mark or 0.0 for one in answers) for name, answers in attempts.items()}
    counts = {name: len(answers) for name, answers in attempts.items()}
    return {
        (question, version): _facts(question, version, answers, sums, counts)
        for (question, version), answers in by_version(records).items()
    }


def _facts(
    question: str,
    version: int,
    answers: Sequence[AnswerRecord],
    sums: Mapping[str, float],
    counts: Mapping[str, int],
) -> ItemFacts:
    marks = [one.mark or 0.0 for one in answers]
    # People draw different questions, so what remains is a mean, and one of fewer than three questions is mostly luck.
    pairs = [
        (mark, (sums[one.attempt] - mark) / (counts[one.attempt] - 1))
        for mark, one in zip(marks, answers, strict=True)
        if counts[one.attempt] > LEAST_OTHERS
    ]
    seconds = sorted(one.seconds for one in answers if one.seconds is not None and one.is_answered)
    return ItemFacts(
        question=question,
        version=version,
        n=len(answers),
        left_out=sum(not one.is_answered for one in answers),
        difficulty=wilson(sum(marks) / len(marks), len(marks)),
        item_rest=correlation([mark for mark, _ in pairs], [rest for _, rest in pairs]),
        choices=_choice_use(answers),
        median_seconds=seconds[len(seconds) // 2] if seconds else None,
    )


def _choice_use(answers: Sequence[AnswerRecord]) -> tuple[ChoiceUse, ...]:
    answered = [one for one in answers if one.is_answered]
    counts: dict[str, int] = {}
    for one in answered:
        for origin in one.chosen:
            counts[origin] = counts.get(origin, 0) + 1
    return tuple(ChoiceUse(origin, count, count / len(answered)) for origin, count in sorted(counts.items()))


def flags(facts: ItemFacts, wrong_options: Sequence[str] = ()) -> list[Flag]:
    """Say what to look at. `wrong_options` are the origins of an item’s wrong options, so that one nobody chose is seen as well."""
    firm = facts.is_enough
    found = []
    if facts.difficulty.value > EASY:
        found.append(
            Flag("easy", f"Nearly everybody gets it right ({facts.difficulty.value:.0%}): it parts nobody.", firm)
        )
    if facts.difficulty.value < HARD:
        found.append(
            Flag("hard", f"Few get it right ({facts.difficulty.value:.0%}): too hard, or unclear. Read it again.", firm)
        )
    rest = facts.item_rest
    if rest is not None and rest.value < 0 and rest.n >= HINT_FROM:
        # A wrong key shows early, and a person marked by it is wronged: this is said before there are 50.
        found.append(
            Flag("key", f"People who do well elsewhere get it wrong ({rest.value:+.2f}): check the key at once.", firm)
        )
    elif rest is not None and rest.value < LOOK_FROM:
        found.append(Flag("weak", f"It hardly goes with the rest ({rest.value:+.2f}): replace or rewrite it.", firm))
    elif rest is not None and rest.value < KEEP_FROM:
        found.append(Flag("look", f"It goes with the rest only a little ({rest.value:+.2f}): look at it.", firm))
    used = {one.origin: one.share for one in facts.choices}
    idle = [origin for origin in wrong_options if used.get(origin, 0.0) < UNUSED_BELOW]
    if idle:
        found.append(
            Flag(
                "idle",
                f"{len(idle)} wrong option{'s' if len(idle) > 1 else ''} chosen by fewer than 5 %: replace.",
                firm,
            )
        )
    return found


def reliability(records: Sequence[AnswerRecord], length: int | None = None) -> Reliability | None:
    """How far one score would agree with that of another form of as many questions, from the attempts of one exam.

    Where all sit the same questions this is Cronbach’s alpha, with Feldt’s interval (Feldt, Woodruff & Salih 1987). Where each draws their
    own, the mean variance of a question and the mean covariance of two stand for those of one form; the interval then is approximate.
    None where there are fewer than three attempts or two questions that at least three people share.
    """
    attempts = by_attempt(records)
    if len(attempts) < 3:
        return None
    # The median length, as some attempts may have been cut short.
    usual = sorted(len(answers) for answers in attempts.values())[len(attempts) // 2]
    length = length or usual
    spread = _spread(attempts)
    if spread is None or length < 2:
        return None
    variance, covariance = spread
    alpha = length * covariance / (variance + (length - 1) * covariance)
    interval = feldt(alpha, len(attempts), length)
    # The variance of a mean of `length` marks.
    total = (variance + (length - 1) * covariance) / length
    if total <= 0:
        return None
    low, high = (math.sqrt(max(0.0, total * (1 - end))) for end in (interval.high, interval.low))
    sem = Estimate(math.sqrt(max(0.0, total * (1 - alpha))), low, high, len(attempts))
    return Reliability(interval, sem, length)


def feldt(alpha: float, people: int, questions: int) -> Estimate:
    """Feldt’s interval of alpha, from the F distribution."""
    from scipy.stats import f

    free, both = people - 1, (people - 1) * (questions - 1)
    low = 1 - (1 - alpha) * float(f.isf(0.025, free, both))
    high = 1 - (1 - alpha) * float(f.isf(0.975, free, both))
    return Estimate(alpha, low, high, people)


def _spread(attempts: Mapping[str, Sequence[AnswerRecord]]) -> tuple[float, float] | None:
    """The mean variance of a question and the mean covariance of two, over whoever sat them; None where nothing varies."""
    import numpy as np

    columns = {
        key: place for place, key in enumerate(sorted({one.question for all_ in attempts.values() for one in all_}))
    }
    marks = np.full((len(attempts), len(columns)), np.nan)
    for row, answers in enumerate(attempts.values()):
        for one in answers:
            marks[row, columns[one.question]] = one.mark
    seen = ~np.isnan(marks)
    variances = [
        np.var(marks[seen[:, place], place], ddof=1) for place in range(len(columns)) if seen[:, place].sum() > 2
    ]
    products, weights = [], []
    for left, right in combinations(range(len(columns)), 2):
        both = seen[:, left] & seen[:, right]
        if both.sum() > 2:
            products.append(np.cov(marks[both, left], marks[both, right])[0, 1])
            weights.append(both.sum() - 1)
    if not products or sum(variances) == 0:
        return None
    return float(np.mean(variances)), float(np.average(products, weights=weights))
