"""Why no loop fits, and which single change would make one fit. Free of Django; solves, so it runs apart from the web process."""

import dataclasses
import time
from collections.abc import Iterator

from interviews.proposals.loops import MOST_DAYS, MOST_PARTS, Day, Part, Problem, inside
from interviews.proposals.solving import propose

SECONDS = 4.0
PER_TRY = 0.8
NEVER = 24 * 60


def why_not(problem: Problem, *, seconds: float = SECONDS) -> list[str]:
    """Return what stands in the way of every loop, one sentence each, with what to do about it. Only where none was found."""
    if not any(day.offered for day in problem.days):
        return ["The candidate offers no time in this window. Ask for other times, or take another week."]
    if reasons := [reason for part in problem.parts if (reason := _hopeless(problem, part))]:
        return reasons
    end, found = time.monotonic() + seconds, []
    for words, easier in _relaxed(problem):
        left = end - time.monotonic()
        if left <= 0:
            break
        if propose(easier, most=1, seconds=min(left, PER_TRY)).loops:
            found.append(words)
    return found or [
        "No single change makes it fit. Place fewer interviews at once, take another week, or ask for more hours."
    ]


def _hopeless(problem: Problem, part: Part) -> str:
    """Say why a part fits nowhere even on its own; nothing where it does."""
    terms, people = problem.terms, [person for person in problem.people if person.key in part.interviewers]
    who = "Nobody" if part.needed == 1 else f"Fewer than {part.needed} people"
    if len(people) < part.needed:
        return f"{who} may hold “{part.name}”. Train somebody for it, or plan another kit."
    starts = list(_starts(problem, part))
    if not starts:
        return f"“{part.name}” takes {part.minutes} minutes, longer than any time the candidate offers."
    free = [
        [start for start in starts if inside(start, start + part.minutes + terms.buffer, one.free)] for one in people
    ]
    if sum(bool(times) for times in free) < part.needed or _never_enough(free, part.needed):
        return (
            f"{who} trained for “{part.name}” is free while the candidate is, up to {problem.days[-1].name}:"
            " add hours, a person, or another week."
        )
    return ""


def _never_enough(free: list[list[int]], needed: int) -> bool:
    return not any(
        sum(start in times for times in free) >= needed for start in {one for times in free for one in times}
    )


def _starts(problem: Problem, part: Part) -> Iterator[int]:
    grid = problem.terms.grid
    for day in problem.days:
        for first, last in day.offered:
            yield from range(-(-first // grid) * grid, last - part.minutes + 1, grid)


def _relaxed(problem: Problem) -> Iterator[tuple[str, Problem]]:
    """Yield each single change worth trying, the mildest first, in words and as a problem."""
    terms = problem.terms

    def with_terms(**changed: object) -> Problem:
        return dataclasses.replace(problem, terms=dataclasses.replace(terms, **changed))  # type: ignore[arg-type]

    for days in range(terms.most_days + 1, min(MOST_DAYS, len(problem.days), len(problem.parts)) + 1):
        yield f"It fits over {days} days.", with_terms(most_days=days)
    if terms.before:
        yield "It fits in another order.", with_terms(before=())
    yield "It fits with less rest between the interviews.", with_terms(longest=NEVER)
    if any(day.lunch for day in problem.days):
        yield "It fits without the lunch break.", dataclasses.replace(problem, days=_without_lunch(problem.days))
    if terms.gap:
        yield "It fits without breaks between the interviews.", with_terms(gap=0)
    if any(person.rooms for person in problem.people):
        yield (
            "It fits if somebody holds more interviews a day or a week than they want to.",
            with_terms(keep_caps=False),
        )
    yield (
        "It fits if one person may look twice at the same hypothesis; two looks by one person count once.",
        with_terms(keep_apart=False),
    )
    if 1 < len(problem.parts) <= MOST_PARTS:
        for part in problem.parts:
            yield f"The others fit without “{part.name}”; book that one by itself.", _without(problem, part)


def _without_lunch(days: tuple[Day, ...]) -> tuple[Day, ...]:
    return tuple(dataclasses.replace(day, lunch=None) for day in days)


def _without(problem: Problem, part: Part) -> Problem:
    pairs = tuple(pair for pair in problem.terms.before if part.key not in pair)
    return dataclasses.replace(
        problem,
        parts=tuple(one for one in problem.parts if one != part),
        terms=dataclasses.replace(problem.terms, before=pairs),
    )
