"""Chance that is the same in every process, on every machine and in every version of Python. Free of Django."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

WIDE = 2**64


class Chance:
    """A stream of numbers that hangs on a name alone; two streams of different names have nothing to do with each other."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._drawn = 0

    def below(self, most: int) -> int:
        """A whole number from 0 up to but not including `most`, each as likely."""
        # Numbers beyond the last full round would favour the small ones.
        limit = WIDE - WIDE % most
        while (drawn := self._next()) >= limit:
            pass
        return drawn % most

    def share(self) -> float:
        """A number from 0 up to but not including 1."""
        return (self._next() >> 11) / 2**53

    def one_of(self, values: Sequence[T]) -> T:
        """One of the values."""
        return values[self.below(len(values))]

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """The values in a new order, each order as likely."""
        order = list(values)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order

    def wobble(self) -> float:
        """Noise around zero with a standard deviation of one and no far tails: the sum of twelve shares, less six."""
        return sum(self.share() for _ in range(12)) - 6.0

    def _next(self) -> int:
        self._drawn += 1
        digest = hashlib.sha256(f"{self._name}\x00{self._drawn}".encode()).digest()
        return int.from_bytes(digest[:8], "big")
