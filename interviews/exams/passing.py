"""The pass line, how sure a score is, and on which side of it somebody stands. Free of Django.

A score is the mean of the marks of a form's questions, each from 0 to 1 and each weighing the same. Two forms drawn from the same bank
would give the same person different scores; the standard error of measurement (SEM) says by how much. Without data it follows from the
length of the form and the height of the line: sqrt(c (1 - c) / (n - 1)), Lord's binomial error model, an upper bound where marks are given
in parts. With data it is the mean spread of a person's marks over the questions of their own form, divided by the number of questions.

Nobody passes or fails by themselves here: what lies within one SEM of the line goes to a person, and so does every decision.
"""

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, stdev, variance

from interviews.exams.blueprint import HINT_BELOW

JUDGES_ADVISED = 3
ATTEMPTS_FOR_MEASURED = 30


class Standing(enum.StrEnum):
    """Where a score lies, as against the line and its band."""

    ABOVE = "above"
    BORDERLINE = "borderline"
    BELOW = "below"
    HINT = "hint"
    UNMARKED = "unmarked"


WORDS = {
    Standing.ABOVE: "Above the pass line",
    Standing.BORDERLINE: "Borderline: a person decides",
    Standing.BELOW: "Below the pass line",
    Standing.HINT: "A screening hint only: too few questions for a pass line",
    Standing.UNMARKED: "Waits for marking by hand",
}


@dataclass(frozen=True, slots=True)
class Angoff:
    """A line set by judges: for each question, the share of borderline people who would get it right; a judge's cut is the mean of theirs."""

    cut: float
    spread: float | None
    judges: int

    @property
    def in_words(self) -> str:
        by = f"{self.judges} judge" + ("s" if self.judges != 1 else "")
        differ = f", whose own lines differ by {self.spread * 100:.0f} points (SD)" if self.spread is not None else ""
        few = "" if self.judges >= JUDGES_ADVISED else f". Ask {JUDGES_ADVISED}: one person's line says little"
        return f"{self.cut:.0%}, the mean of {by}{differ}{few}"


def angoff(judgements: Sequence[Sequence[float]]) -> Angoff:
    """Return the line that judges set. `judgements`: for each judge, a share from 0 to 1 for every question, the same questions for all."""
    if not judgements or not judgements[0]:
        raise ValueError("There is no line without a judge and a question.")
    if len({len(one) for one in judgements}) != 1:
        raise ValueError("Every judge judges every question.")
    if any(not 0 <= share <= 1 for one in judgements for share in one):
        raise ValueError("A judgement is a share from 0 to 1.")
    cuts = [fmean(one) for one in judgements]
    return Angoff(fmean(cuts), stdev(cuts) if len(cuts) > 1 else None, len(cuts))


def sem_of_length(cut: float, questions: int) -> float:
    """Return the SEM of a score at the line, from nothing but the number of questions."""
    if questions < 2:
        return 1.0
    return math.sqrt(cut * (1 - cut) / (questions - 1))


def sem_measured(forms: Sequence[Sequence[float]]) -> float | None:
    """Return the SEM as it was seen: `forms` holds each person's marks, question by question. None below 30 people.

    The mean over people of the variance of their own marks, divided by how many there were: the absolute error of a design in which each
    person gets questions of their own.
    """
    usable = [marks for marks in forms if len(marks) > 1]
    if len(usable) < ATTEMPTS_FOR_MEASURED:
        return None
    return math.sqrt(fmean(variance(marks) / len(marks) for marks in usable))


@dataclass(frozen=True, slots=True)
class PassLine:
    """cut     share of the marks from which on somebody passes
    sem     standard error of measurement at the line, on the same scale
    people  how many attempts the SEM was measured on; 0: it follows from the length
    """

    cut: float
    sem: float
    people: int = 0

    @property
    def band(self) -> tuple[float, float]:
        return max(self.cut - self.sem, 0.0), min(self.cut + self.sem, 1.0)

    @property
    def in_words(self) -> str:
        low, high = self.band
        source = f"measured on {self.people} attempts" if self.people else "from the number of questions alone"
        return (
            f"Line at {self.cut:.0%}; within {low:.0%} to {high:.0%} a person decides (one standard error, {source})."
        )


def standing(score: float | None, questions: int, line: PassLine) -> Standing:
    """Say where a score from 0 to 1 lies; None while marks are missing. On the edge of the band is inside it."""
    if score is None:
        return Standing.UNMARKED
    if questions < HINT_BELOW:
        return Standing.HINT
    # Marks are thirds and quarters: a score on the edge must not fall off it by rounding.
    if abs(score - line.cut) <= line.sem + 1e-9:
        return Standing.BORDERLINE
    return Standing.ABOVE if score > line.cut else Standing.BELOW


def score_of(marks: Sequence[float | None]) -> float | None:
    """Return the mean of the marks, or None where one is missing or there is none."""
    known = [mark for mark in marks if mark is not None]
    return fmean(known) if known and len(known) == len(marks) else None
