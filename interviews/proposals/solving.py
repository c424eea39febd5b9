"""Finding the cheapest loops: a search over sets of days, best bound first, each set solved to the end by CP-SAT (see `day_model`). Free of Django.

A set's bound is what its days and its least busy interviewers cost; only sets whose bound is below the next proposal's price are solved, which
keeps two weeks of days within seconds. Deterministic: one worker, one seed, and ties broken by the earlier days.
"""

import heapq
import itertools
import time
from dataclasses import dataclass

from interviews.proposals.day_model import DayModel
from interviews.proposals.loops import (
    APART,
    FURTHER_DAY,
    LATER,
    LOAD,
    MOST_PROPOSALS,
    Loop,
    Problem,
    price,
)

SECONDS = 2.0
# A set of days in the queue: its price or bound, its days, and the loop once it is solved.
Entry = tuple[int, tuple[int, ...], int, Loop | None]


@dataclass(frozen=True)
class Solved:
    """What was found, cheapest first. `is_proven`: there is nothing cheaper, or nothing at all; else the time ran out."""

    loops: tuple[Loop, ...]
    is_proven: bool
    seconds: float


def propose(problem: Problem, *, most: int = MOST_PROPOSALS, seconds: float = SECONDS) -> Solved:
    """Return up to `most` loops, each the cheapest that starts apart from those before it."""
    began = time.monotonic()
    queue = _day_sets(problem)
    heapq.heapify(queue)
    loops: list[Loop] = []
    is_proven = True
    while queue and len(loops) < most:
        cost, days, tries, loop = heapq.heappop(queue)
        if loop is not None and _is_apart(loop, loops):
            loops.append(loop)
            heapq.heappush(queue, (cost, days, tries + 1, None))
            continue
        left = seconds - (time.monotonic() - began)
        if left <= 0:
            is_proven = False
            if loop is None:
                continue  # what was solved already still comes out, in order
            break
        found, is_best = DayModel(problem, days, [one.starts for one in loops]).run(left)
        is_proven = is_proven and is_best
        if found is not None:
            heapq.heappush(queue, (price(problem, found), days, tries + 1, found))
    return Solved(tuple(loops), is_proven, time.monotonic() - began)


def _is_apart(loop: Loop, known: list[Loop]) -> bool:
    return all(abs(loop.starts - one.starts) >= APART for one in known)


def _day_sets(problem: Problem) -> list[Entry]:
    """Every set of days that could hold the loop, with what it costs at least."""
    cheapest = [_cheapest_by_part(problem, n) for n in range(len(problem.days))]
    sets: list[Entry] = []
    for size in range(1, min(problem.terms.most_days, len(problem.parts)) + 1):
        for days in itertools.combinations(range(len(problem.days)), size):
            loads = [min(of_part) for of_part in zip(*(cheapest[n] for n in days), strict=True)]
            if NOBODY not in loads:
                bound = LATER * max(days) + FURTHER_DAY * (size - 1) + LOAD * int(sum(loads))
                sets.append((bound, days, 0, None))
    return sets


NOBODY = float("inf")


def _cheapest_by_part(problem: Problem, n: int) -> list[float]:
    """For each part the smallest load of those who could hold it on a day; NOBODY where too few are there at all."""
    day, found = problem.days[n], []
    for part in problem.parts:
        loads = sorted(
            person.load
            for person in problem.people
            if person.key in part.interviewers
            and any(start < day.during[1] and end > day.during[0] for start, end in person.free)
        )
        found.append(sum(loads[: part.needed]) if len(loads) >= part.needed else NOBODY)
    return found
