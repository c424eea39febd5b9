"""Whether a few carry most of the interviews. Free of Django.

Default of SCIENCE 6: over 90 days nobody should hold more than twice the median of those who interview.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

WINDOW_DAYS = 90
MOST_TIMES_MEDIAN = 2
# Below these numbers a median says nothing.
FEWEST_PEOPLE = 3
FEWEST_INTERVIEWS = 4


@dataclass(frozen=True, slots=True)
class Held:
    """How many interviews somebody held in the window."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Fairness:
    """Who carries too much, and the sentence that says so. `median` is None where it says nothing yet."""

    median: float | None
    overloaded: tuple[str, ...]
    sentence: str


def fairness(held: Sequence[Held]) -> Fairness:
    """Judge how interviews were shared among those who may hold them, people without any included."""
    if len(held) < FEWEST_PEOPLE or sum(one.number for one in held) < FEWEST_INTERVIEWS:
        return Fairness(None, (), "Too few interviews in 90 days to say how fairly they are shared.")
    median = statistics.median(one.number for one in held)
    most = max(median * MOST_TIMES_MEDIAN, MOST_TIMES_MEDIAN)
    over = sorted((one for one in held if one.number > most), key=lambda one: (-one.number, one.name))
    if not over:
        return Fairness(median, (), f"Shared fairly: nobody held more than twice the median of {median:g} in 90 days.")
    told = ", ".join(f"{one.name} ({one.number})" for one in over)
    return Fairness(
        median,
        tuple(one.name for one in over),
        f"{told} held more than twice the median of {median:g} in 90 days. Give the next ones to others, or train more people.",
    )
