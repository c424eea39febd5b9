"""Solving in a process of its own, which ends with the answer: the solver's libraries hold memory that a worker would never give back. Free of Django.

Run as `python -m interviews.proposals.apart`, it reads a problem as JSON and writes the answer; `solve_apart` is who runs it.
"""

import dataclasses
import json
import pathlib
import subprocess
import sys
import types
from dataclasses import dataclass
from typing import Any

from interviews.proposals.loops import Day, Part, Person, Problem, Room, Span, Terms

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# Far beyond the solver's own limits: a machine that has stalled, not a hard problem.
GIVE_UP_AFTER = 60


class SolverLost(Exception):
    """The process ended without an answer."""


@dataclass(frozen=True)
class Chosen:
    """An interview of a proposal, by keys: what, when (minutes since 1970-01-01T00:00Z), who."""

    part: str
    start: int
    people: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """Up to five proposals, cheapest first; where there is none, `hints` says why and what would help."""

    loops: tuple[tuple[Chosen, ...], ...]
    is_proven: bool
    seconds: float
    hints: tuple[str, ...] = ()


def solve(problem: Problem) -> Answer:
    """Find proposals in this process."""
    # The solver is imported here alone: whoever imports this module does not carry it.
    from interviews.proposals.relaxing import why_not
    from interviews.proposals.solving import propose

    found = propose(problem)
    hints = () if found.loops or not problem.parts else tuple(why_not(problem))
    if not found.loops and not found.is_proven:
        hints = ("The time ran out before a loop was found. Narrow the window, or place fewer interviews.", *hints)
    loops = tuple(
        tuple(Chosen(one.part.key, one.start, tuple(person.key for person in one.people)) for one in loop.placed)
        for loop in found.loops
    )
    return Answer(loops, found.is_proven, found.seconds, hints)


def solve_apart(problem: Problem) -> Answer:
    """Find proposals in a process that is gone afterwards; raises SolverLost."""
    command = [sys.executable, "-m", "interviews.proposals.apart"]
    try:
        done = subprocess.run(  # noqa: S603  (our own module, nothing of a visitor's in the command)
            command,
            input=json.dumps(dataclasses.asdict(problem)),
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=GIVE_UP_AFTER,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise SolverLost(f"{type(error).__name__}: the solver gave no answer.") from error
    said = json.loads(done.stdout)
    loops = tuple(
        tuple(Chosen(one["part"], one["start"], tuple(one["people"])) for one in loop) for loop in said["loops"]
    )
    return Answer(loops, said["is_proven"], said["seconds"], tuple(said["hints"]))


def leave_out_pandas() -> None:
    """Give the solver's library an empty stand-in for pandas, which it imports for series of variables alone: nobody makes one here.

    It is most of what importing the solver costs, and half of its memory. Only for a process that does nothing else.
    """
    stand_in = types.ModuleType("pandas", "Nothing of it is used.")
    for name in ("Index", "Series"):
        setattr(stand_in, name, type(name, (), {}))
    sys.modules.setdefault("pandas", stand_in)


def read_problem(said: dict[str, Any]) -> Problem:
    """Return the problem that was written with `dataclasses.asdict` and travelled as JSON."""
    return Problem(
        parts=tuple(
            Part(**{**part, "interviewers": tuple(part["interviewers"]), "probes": tuple(part["probes"])})
            for part in said["parts"]
        ),
        people=tuple(
            Person(
                **{
                    **person,
                    "free": _spans(person["free"]),
                    "rooms": tuple(Room(_span(room["during"]), room["most"]) for room in person["rooms"]),
                }
            )
            for person in said["people"]
        ),
        days=tuple(
            Day(
                name=day["name"],
                during=_span(day["during"]),
                offered=_spans(day["offered"]),
                lunch=_span(day["lunch"]) if day["lunch"] else None,
                liked=_spans(day["liked"]),
            )
            for day in said["days"]
        ),
        terms=Terms(**{**said["terms"], "before": tuple((one, then) for one, then in said["terms"]["before"])}),
    )


def _span(ends: list[int]) -> Span:
    return ends[0], ends[1]


def _spans(found: list[list[int]]) -> tuple[Span, ...]:
    return tuple(_span(ends) for ends in found)


if __name__ == "__main__":
    leave_out_pandas()
    sys.stdout.write(json.dumps(dataclasses.asdict(solve(read_problem(json.load(sys.stdin))))))
