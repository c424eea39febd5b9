"""How many people mark a short answer, and what follows from what they gave. Free of Django."""

import enum
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from interviews.questions.marking import agreed_points

SAMPLED_IN_HUNDRED = 20


class HandState(enum.StrEnum):
    """Where a short answer stands among its markers."""

    WAITS = "waits"
    SETTLED = "settled"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class HandFinding:
    """`points` are those that count, once it is settled; `wanted` how many blind markers there must be."""

    state: HandState
    wanted: int
    points: float | None = None


def markers_wanted(answer: uuid.UUID, *, everyone: bool) -> int:
    """Return 2 for every answer, or for a fifth of them that hangs on the answer's own name, so that nobody chooses which."""
    return 2 if everyone or answer.int % 100 < SAMPLED_IN_HUNDRED else 1


def finding(given: Sequence[int], settling: int | None, wanted: int) -> HandFinding:
    """Say where an answer stands. `given` are the blind markers' points in order, `settling` those of a third who saw them."""
    if settling is not None:
        return HandFinding(HandState.SETTLED, wanted, float(settling))
    if len(given) < wanted:
        return HandFinding(HandState.WAITS, wanted)
    if wanted == 1:
        return HandFinding(HandState.SETTLED, wanted, float(given[0]))
    points = agreed_points(given[0], given[1])
    return HandFinding(HandState.APART if points is None else HandState.SETTLED, wanted, points)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far blind markers agree, over answers marked twice."""

    pairs: int
    equal: int
    within_one: int

    @property
    def in_words(self) -> str:
        if not self.pairs:
            return "No answer has been marked twice yet."
        few = " Too few to tell much." if self.pairs < 30 else ""
        return (
            f"{self.pairs} answers marked twice: the same points on {self.equal / self.pairs:.0%}, "
            f"at most one apart on {self.within_one / self.pairs:.0%}.{few}"
        )


def agreement(pairs: Sequence[tuple[int, int]]) -> Agreement:
    """Count how far the two points of each pair lie apart."""
    return Agreement(
        len(pairs), sum(one == other for one, other in pairs), sum(abs(one - other) <= 1 for one, other in pairs)
    )
