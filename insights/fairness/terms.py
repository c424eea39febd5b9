"""What a report of selection rates is made of: plain values, no Django, no rows."""

from dataclasses import dataclass
from enum import StrEnum

from insights.self_identification.questions import NOT_KNOWN

__all__ = [
    "ALL",
    "FEWEST",
    "FOUR_FIFTHS",
    "NOBODY",
    "NOTICEABLE",
    "NOT_KNOWN",
    "OTHERS",
    "Comparison",
    "Outcomes",
    "Pooled",
    "Word",
]


FEWEST = 5  # a smaller number of people is never shown, nor can it be worked out from what is shown
ALL, OTHERS = "All roles", "All other roles"  # what blocks of small kinds of roles are called
FOUR_FIFTHS = 0.8
NOTICEABLE = 0.6  # "no sign" means: a ratio as low as this one would have been seen


class Word(StrEnum):
    """What may be said of one group beside the one that passed most often."""

    LOOK = "look"
    SMALL = "small"
    NO_SIGN = "no_sign"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Outcomes:
    """`passed` of `decided` people; both whole numbers, 0 ≤ passed ≤ decided."""

    passed: int
    decided: int

    def __post_init__(self) -> None:
        if not 0 <= self.passed <= self.decided:
            raise ValueError(f"{self.passed} of {self.decided} people cannot have passed.")

    def __add__(self, other: "Outcomes") -> "Outcomes":
        return Outcomes(self.passed + other.passed, self.decided + other.decided)

    @property
    def failed(self) -> int:
        return self.decided - self.passed

    @property
    def rate(self) -> float:
        return self.passed / self.decided if self.decided else 0.0

    @property
    def fewest(self) -> int:
        """The smaller of its two numbers."""
        return min(self.passed, self.failed)


NOBODY = Outcomes(0, 0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One group beside the reference. `low` and `high` bound the ratio with 95 %; `needed` people would tell, None where it can be told."""

    ratio: float
    low: float
    high: float
    mid_p: float
    word: Word
    needed: int | None
    flips: bool


@dataclass(frozen=True, slots=True)
class Pooled(Comparison):
    """A comparison over several tables; `alike` is the p of their having one odds ratio in common, None for a single table."""

    alike: float | None
