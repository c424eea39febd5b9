"""Signs that questions have got about. Each is a sentence for a person to judge; nothing here acts on anybody. Free of Django."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from interviews.questions.records import AnswerRecord, by_attempt, by_version

MOST_EXPOSED = 0.30
MOST_DRIFT = 0.15
SLACK, ALARM = 0.5, 4.0
LEAST_A_MONTH = 5
LEAST_BEFORE = 20
LAST = 50

FAST = 0.2
LEAST_TIMES = 20
LEAST_FAST = 3

LEAST_SHARED = 4
UNLIKELY = 0.001


@dataclass(frozen=True)
class Month:
    """A month’s answers to a question: the share right, and the running sum of how far it lies above what it was."""

    month: str
    n: int
    share: float
    sum_above: float


@dataclass(frozen=True)
class Drift:
    """Whether a question has become easier."""

    question: str
    before: float
    months: tuple[Month, ...]
    change: float
    is_alarm: bool

    @property
    def words(self) -> str:
        if not self.is_alarm:
            points = round(abs(self.change) * 100)
            way = "easier" if self.change > 0 else "harder"
            if not points:
                return "As easy as it was at first."
            return f"{points} points {way} than it was at first: within what chance does."
        return f"Now {self.before + self.change:.0%} get it right, {self.before:.0%} did at first: it may have got about. Consider retiring it."


@dataclass(frozen=True)
class Sign:
    """Something about one or two attempts that chance rarely does. It is a reason to talk, not evidence."""

    attempts: tuple[str, ...]
    words: str


def exposure(records: Sequence[AnswerRecord]) -> dict[str, float]:
    """The share of attempts that were asked each question."""
    attempts = len({one.attempt for one in records})
    asked = Counter(question for question, _ in {(one.question, one.attempt) for one in records})
    return {question: count / attempts for question, count in sorted(asked.items())}


def drift(answers: Sequence[AnswerRecord]) -> Drift | None:
    """Watch one question month by month with a one-sided CUSUM (Page 1954); None before there is anything to compare with.

    What it was: the mean of its first months up to 20 answers. Each later month’s mean, in standard errors above that, less half of one,
    is added up and never falls below zero; above four it is an alarm, and so is a rise of more than .15 over the last 50 answers, where that is
    also more than two standard errors.
    """
    marked = sorted((one for one in answers if one.mark is not None), key=lambda one: one.at)
    months: dict[str, list[float]] = defaultdict(list)
    for one in marked:
        months[f"{one.at:%Y-%m}"].append(one.mark or 0.0)
    before, later = _parted(months)
    # A share of fewer than five people would tell how one of them did.
    if len(before) < LEAST_BEFORE or not later or len(later[0][1]) < LEAST_A_MONTH:
        return None
    mean = sum(before) / len(before)
    # A question that everybody or nobody got right would have no spread.
    spread = math.sqrt(max(mean * (1 - mean), 0.05))
    total, rows = 0.0, []
    for name, marks in later:
        share = sum(marks) / len(marks)
        # What it was is only an estimate, too.
        error = spread * math.sqrt(1 / len(marks) + 1 / len(before))
        total = max(0.0, total + (share - mean) / error - SLACK)
        rows.append(Month(name, len(marks), share, total))
    last = [mark for _, marks in later for mark in marks][-LAST:]
    change = sum(last) / len(last) - mean
    error = spread * math.sqrt(1 / len(last) + 1 / len(before))
    is_alarm = any(row.sum_above > ALARM for row in rows) or (len(last) == LAST and change > max(MOST_DRIFT, 2 * error))
    return Drift(marked[0].question, mean, tuple(rows), change, is_alarm)


def _parted(months: Mapping[str, list[float]]) -> tuple[list[float], list[tuple[str, list[float]]]]:
    before: list[float] = []
    later: list[tuple[str, list[float]]] = []
    for name in sorted(months):
        if len(before) < LEAST_BEFORE:
            before += months[name]
        elif later and min(len(months[name]), len(later[-1][1])) < LEAST_A_MONTH:
            # Too few for a month of their own: they go with the month before.
            later[-1][1].extend(months[name])
        else:
            later.append((name, list(months[name])))
    return before, later


def fast_and_right(records: Sequence[AnswerRecord]) -> list[Sign]:
    """Attempts with at least three answers that are fully right in less than a fifth of the usual time for a right answer."""
    usual: dict[tuple[str, int], float] = {}
    for key, answers in by_version(records).items():
        seconds = sorted(one.seconds for one in answers if one.mark == 1 and one.seconds is not None)
        if len(seconds) >= LEAST_TIMES:
            usual[key] = seconds[len(seconds) // 2]
    found = []
    for attempt, answers in sorted(by_attempt(records).items()):
        fast = [
            one
            for one in answers
            if one.mark == 1
            and one.seconds is not None
            and one.seconds < FAST * usual.get((one.question, one.version), 0)
        ]
        if len(fast) >= LEAST_FAST:
            words = f"{len(fast)} of {len(answers)} answers are right in less than a fifth of the time right answers usually take."
            found.append(Sign((attempt,), words))
    return found


def same_mistakes(records: Sequence[AnswerRecord]) -> list[Sign]:
    """Pairs of attempts that made the very same mistakes more often than the popularity of these mistakes explains.

    One’s mistakes are taken as given: of the questions that both got wrong, the other makes each of these mistakes with the share it has among
    all wrong answers to that question. The chance of as many or more is the tail of a sum of independent yes-or-no draws; taken from either
    side it is held against .001 divided by the number of pairs.
    """
    wrong = [one for one in records if one.mark is not None and one.mark < 1 and one.wrong]
    patterns: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    made: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for one in wrong:
        patterns[one.question][one.wrong] += 1
        made[one.attempt][one.question] = one.wrong
    shared: Counter[tuple[str, str]] = Counter()
    holders: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for one in wrong:
        holders[one.question, one.wrong].append(one.attempt)
    for attempts in holders.values():
        shared.update(combinations(sorted(set(attempts)), 2))
    pairs = max(1, len(made) * (len(made) - 1) // 2)
    found = []
    for (first, second), same in sorted(shared.items()):
        if same < LEAST_SHARED:
            continue
        both = sorted(set(made[first]) & set(made[second]))
        chances = [
            tail([patterns[question][made[name][question]] / patterns[question].total() for question in both], same)
            for name in (first, second)
        ]
        if max(chances) < UNLIKELY / pairs:
            words = f"{same} of the {len(both)} questions that both got wrong hold the very same mistake, which chance hardly does."
            found.append(Sign((first, second), words))
    return found


def tail(chances: Sequence[float], least: int) -> float:
    """The chance that at least `least` of independent events with these chances happen."""
    ways = [1.0]
    for chance in chances:
        ways = [
            (ways[count] * (1 - chance) if count < len(ways) else 0.0) + (ways[count - 1] * chance if count else 0.0)
            for count in range(len(ways) + 1)
        ]
    return min(1.0, sum(ways[least:]))
