"""What a loop of interviews is placed from, and what makes one better than another. Free of Django.

Moments are whole minutes since 1970-01-01T00:00Z, spans are closed at their start and open at their end. `solving` finds the cheapest loops;
`faults` and `price` say what is wrong with one and what it costs, each in a way of its own, so that neither takes the other's word.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Span = tuple[int, int]

MOST_PARTS = 8
MOST_PROPOSALS = 5
MOST_DAYS = 3
# Two proposals start at least this far apart, so that each is a choice of its own.
APART = 120

# What is bad about a loop, in minutes of a candidate's waiting that it is worth avoiding it for.
WAITING = 1  # each minute between two interviews of one day
LATER = 45  # each day by which it ends later
FURTHER_DAY = 240  # each day beyond the first
DISLIKED = 30  # each interview outside the times the candidate prefers
LOAD = 12  # each interview that somebody chosen has had in the last ninety days
TWICE = 240  # each further interview of one person in the loop
ONE_SIDED = 180  # only researchers, or only engineers, where both could be met


@dataclass(frozen=True)
class Part:
    """One interview to place. `probes` names the hypotheses it tests in depth: two people look at each."""

    key: str
    name: str
    minutes: int
    interviewers: tuple[str, ...]
    needed: int = 1
    probes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Room:
    """How many more interviews somebody may hold that start within a span: a day's or a week's cap."""

    during: Span
    most: int


@dataclass(frozen=True)
class Person:
    """Somebody who could interview: when they are free, and how many interviews they had in the last ninety days."""

    key: str
    name: str
    side: str = "other"
    free: tuple[Span, ...] = ()
    load: int = 0
    rooms: tuple[Room, ...] = ()


@dataclass(frozen=True)
class Day:
    """One day on the candidate's clock. `lunch` is the span in which they want to eat; `liked` holds the times they prefer; none: any."""

    name: str
    during: Span
    offered: tuple[Span, ...]
    lunch: Span | None = None
    liked: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Terms:
    """What every loop keeps to, in minutes. `before` holds pairs of keys: the first interview is over when the second begins."""

    gap: int = 15
    lunch: int = 45
    longest: int = 180
    rest: int = 30
    most_days: int = 1
    buffer: int = 15
    grid: int = 15
    before: tuple[tuple[str, str], ...] = ()
    keep_caps: bool = True
    keep_apart: bool = True


@dataclass(frozen=True)
class Problem:
    parts: tuple[Part, ...]
    people: tuple[Person, ...]
    days: tuple[Day, ...]
    terms: Terms = field(default_factory=Terms)

    def person(self, key: str) -> Person:
        return next(person for person in self.people if person.key == key)


@dataclass(frozen=True)
class Placed:
    """An interview of a loop: when it starts, and who holds it."""

    part: Part
    start: int
    people: tuple[Person, ...]

    @property
    def end(self) -> int:
        return self.start + self.part.minutes


@dataclass(frozen=True)
class Loop:
    """Every interview in its place, in the order of time."""

    placed: tuple[Placed, ...]

    @property
    def starts(self) -> int:
        return self.placed[0].start


def inside(start: int, end: int, spans: Iterable[Span]) -> bool:
    """Whether one of the spans holds all of start to end."""
    return any(first <= start and end <= last for first, last in spans)


def day_of(start: int, days: Sequence[Day]) -> int:
    """Return the place of the day in which a moment lies; -1 where it lies in none."""
    return next((n for n, day in enumerate(days) if day.during[0] <= start < day.during[1]), -1)


def by_day(loop: Loop, days: Sequence[Day]) -> dict[int, list[Placed]]:
    """Return the interviews of a loop by the place of their day, in the order of time."""
    found: dict[int, list[Placed]] = {}
    for one in loop.placed:
        found.setdefault(day_of(one.start, days), []).append(one)
    return found


def faults(problem: Problem, loop: Loop) -> list[str]:
    """Return what is wrong with a loop, one word for each rule it breaks; nothing where it may be booked."""
    terms, days = problem.terms, by_day(loop, problem.days)
    found = []
    if sorted(one.part.key for one in loop.placed) != sorted(part.key for part in problem.parts):
        found.append("parts")
    if any(one.start % terms.grid for one in loop.placed):
        found.append("grid")
    if len(days) > terms.most_days:
        found.append("days")
    found += [
        "offered"
        for n, held in days.items()
        for one in held
        if n < 0 or not inside(one.start, one.end, problem.days[n].offered)
    ]
    pairs = list(itertools.pairwise(loop.placed))
    found += ["gap" for one, after in pairs if after.start < one.end + terms.gap]
    found += ["lunch" for n, held in days.items() if n >= 0 and not _leaves_lunch(problem.days[n].lunch, held, terms)]
    found += ["rest" for held in days.values() if not _rests(held, terms)]
    places = {one.part.key: one for one in loop.placed}
    found += ["order" for first, then in terms.before if places[first].end > places[then].start]
    return found + _faults_of_people(problem, loop)


def _leaves_lunch(window: Span | None, held: Sequence[Placed], terms: Terms) -> bool:
    if window is None:
        return True
    ends = [window[0], *(one.end for one in held)]
    starts = [*(one.start for one in held), window[1]]
    return any(
        min(start, window[1]) - max(end, window[0]) >= terms.lunch for end, start in zip(ends, starts, strict=True)
    )


def _rests(held: Sequence[Placed], terms: Terms) -> bool:
    """Whether whoever talks longer than `longest` in a row has had `rest` minutes of breaks in between."""
    for first, last in itertools.combinations(range(len(held)), 2):
        talk = sum(one.part.minutes for one in held[first : last + 1])
        if talk > terms.longest and held[last].end - held[first].start < talk + terms.rest:
            return False
    return True


def _faults_of_people(problem: Problem, loop: Loop) -> list[str]:
    terms, found = problem.terms, []
    for one in loop.placed:
        keys = [person.key for person in one.people]
        if len(set(keys)) != one.part.needed or not set(keys) <= set(one.part.interviewers):
            found.append("people")
        found += ["free" for who in one.people if not inside(one.start, one.end + terms.buffer, who.free)]
    for person in problem.people:
        held = [one for one in loop.placed if person in one.people]
        found += ["buffer" for one, after in itertools.pairwise(held) if after.start < one.end + terms.buffer]
        for room in person.rooms if terms.keep_caps else ():
            if sum(room.during[0] <= one.start < room.during[1] for one in held) > room.most:
                found.append("cap")
        for one, other in itertools.combinations(held, 2):
            if terms.keep_apart and set(one.part.probes) & set(other.part.probes):
                found.append("apart")
    return found


def price(problem: Problem, loop: Loop) -> int:
    """Return what a loop costs, in minutes of waiting; of two loops the cheaper is proposed first."""
    days = by_day(loop, problem.days)
    waiting = sum(held[-1].end - held[0].start - sum(one.part.minutes for one in held) for held in days.values())
    disliked = sum(
        bool(problem.days[n].liked) and not inside(one.start, one.end, problem.days[n].liked)
        for n, held in days.items()
        for one in held
    )
    seats = Counter(person.key for one in loop.placed for person in one.people)
    load = sum(person.load for one in loop.placed for person in one.people)
    return (
        WAITING * waiting
        + LATER * max(days)
        + FURTHER_DAY * (len(days) - 1)
        + DISLIKED * disliked
        + LOAD * load
        + TWICE * sum(count - 1 for count in seats.values())
        + ONE_SIDED * (could_mix(problem) and not is_mixed(loop))
    )


def could_mix(problem: Problem) -> bool:
    """Whether researchers and engineers are both among those who could interview."""
    able = {key for part in problem.parts for key in part.interviewers}
    sides = {person.side for person in problem.people if person.key in able}
    return {"researcher", "engineer"} <= sides


def is_mixed(loop: Loop) -> bool:
    """Whether the candidate meets a researcher and an engineer."""
    return {"researcher", "engineer"} <= {person.side for one in loop.placed for person in one.people}
