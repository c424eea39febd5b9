"""How long proposals for an onsite take: five interviews over twelve interviewers and two weeks. `python -m config.bench.loops` prints it."""

import random
import statistics
import sys
import time

from interviews.proposals.apart import solve_apart
from interviews.proposals.loops import Day, Part, Person, Problem, Room, Terms

DAY = 24 * 60
MONDAY = 20_420 * DAY  # in minutes since 1970
WORLDS = 12
AIM = 2.0


def onsite(seed: int, *, interviews: int = 5, people: int = 12, weeks: int = 2, most_days: int = 1) -> Problem:
    """Make a problem up: hours with meetings in between, caps by day and week, lunch, one interview before another."""
    chance = random.Random(seed)  # noqa: S311
    days = [_day(week * 7 + weekday) for week in range(weeks) for weekday in range(5)]
    staff = tuple(_person(str(key), days, chance) for key in range(people))
    keys = [one.key for one in staff]
    parts = tuple(
        Part(
            key=str(n),
            name=f"Interview {n + 1}",
            minutes=chance.choice([45, 60, 60, 90]),
            interviewers=tuple(sorted(chance.sample(keys, chance.randrange(4, 8)))),
            probes=(str(n % 3),),
        )
        for n in range(interviews)
    )
    return Problem(parts, staff, tuple(days), Terms(most_days=most_days, before=(("0", "1"),)))


def _day(number: int) -> Day:
    start = MONDAY + number * DAY

    def hours(first: int, last: int) -> tuple[int, int]:
        return start + first * 60, start + last * 60

    return Day(f"day {number + 1}", (start, start + DAY), (hours(9, 18),), hours(12, 14))


def _person(key: str, days: list[Day], chance: random.Random) -> Person:
    free = []
    for one in days:
        at, last = one.during[0] + 8 * 60 + chance.choice([0, 30, 60]), one.during[0] + 17 * 60
        while at < last:
            long = chance.choice([45, 60, 90, 120, 180])
            free.append((at, min(at + long, last)))
            at += long + chance.choice([15, 30, 60])
    rooms = [Room(one.during, chance.choice([1, 2])) for one in days]
    rooms += [Room((days[n].during[0], days[n + 4].during[1]), 3) for n in range(0, len(days), 5)]
    side = chance.choice(["researcher", "engineer"])
    return Person(key, f"Person {key}", side, tuple(free), chance.randrange(20), tuple(rooms))


def measure() -> str:
    """Return one sentence: what was solved, and how long it took inside the solver and with its process."""
    inside, whole, proven = [], [], 0
    for seed in range(WORLDS):
        began = time.perf_counter()
        answer = solve_apart(onsite(seed))
        whole.append(time.perf_counter() - began)
        inside.append(answer.seconds)
        proven += answer.is_proven
    return (
        f"Up to five proposals for an onsite of five interviews over twelve interviewers and two weeks: median {statistics.median(inside):.2f} s,"
        f" longest {max(inside):.2f} s of {WORLDS} made-up weeks, proven cheapest in {proven}; with the start of the solver's own"
        f" process median {statistics.median(whole):.2f} s, longest {max(whole):.2f} s (aim {AIM:.0f} s).{'' if max(whole) <= AIM else ' **Missed.**'}"
    )


if __name__ == "__main__":
    sys.stdout.write(f"{measure()}\n")
