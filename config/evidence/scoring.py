"""Scores of a grouping against the truth: over pairs, and per item (B-cubed)."""

import dataclasses
from collections import Counter
from collections.abc import Hashable, Sequence


@dataclasses.dataclass(frozen=True)
class Score:
    """Precision and recall, shares from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pairwise(found: Sequence[Hashable], true: Sequence[Hashable]) -> Score:
    """Score the pairs that two groupings of the same items put together."""
    right = _pairs(Counter(zip(found, true, strict=True)))
    claimed, wanted = _pairs(Counter(found)), _pairs(Counter(true))
    return Score(right / claimed if claimed else 1.0, right / wanted if wanted else 1.0)


def _pairs(sizes: Counter[Hashable]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def b_cubed(found: Sequence[Hashable], true: Sequence[Hashable]) -> Score:
    """Score each item by its own group, and average (Bagga and Baldwin, 1998)."""
    if not found:
        return Score(1.0, 1.0)
    both, claimed, wanted = Counter(zip(found, true, strict=True)), Counter(found), Counter(true)
    precision = sum(size * size / claimed[group] for (group, _), size in both.items())
    recall = sum(size * size / wanted[group] for (_, group), size in both.items())
    return Score(precision / len(found), recall / len(found))
