"""What speaks for a loop, in words. Free of Django."""

from collections import Counter

from interviews.proposals.loops import Loop, Problem, by_day, could_mix, inside, is_mixed


def reasons(problem: Problem, loop: Loop) -> list[str]:
    """Return what a person would weigh about a loop, each with its fact; what is bad is said too."""
    days = by_day(loop, problem.days)
    waiting = sum(held[-1].end - held[0].start - sum(one.part.minutes for one in held) for held in days.values())
    told = [_days_in_words([problem.days[n].name for n in days])]
    if len(loop.placed) > 1:
        told.append(f"{waiting} minutes between the interviews, lunch and breaks in them.")
    told.append(_load_in_words(loop))
    if could_mix(problem):
        told.append(
            "A researcher and an engineer." if is_mixed(loop) else "Only one side: no researcher and engineer both."
        )
    seats = Counter(person.name for one in loop.placed for person in one.people)
    told += [f"{name} holds {count} of them." for name, count in sorted(seats.items()) if count > 1]
    told += _looks_in_words(loop)
    if any(day.liked for day in problem.days):
        outside = sum(
            bool(problem.days[n].liked) and not inside(one.start, one.end, problem.days[n].liked)
            for n, held in days.items()
            for one in held
        )
        told.append(
            f"{outside} of {len(loop.placed)} outside the times the candidate prefers."
            if outside
            else "All within the times the candidate prefers."
        )
    return told


def _days_in_words(names: list[str]) -> str:
    return f"One day, {names[0]}." if len(names) == 1 else f"{len(names)} days: {', '.join(names)}."


def _load_in_words(loop: Loop) -> str:
    loads = [person.load for one in loop.placed for person in one.people]
    least, most = min(loads), max(loads)
    numbers = f"{least} to {most}" if least < most else f"{most}"
    return f"Its people had {numbers} interview{'s' if most != 1 else ''} each in the last ninety days."


def _looks_in_words(loop: Loop) -> list[str]:
    looks: dict[str, set[str]] = {}
    for one in loop.placed:
        for probe in one.part.probes:
            looks.setdefault(probe, set()).update(person.key for person in one.people)
    twice = sum(len(people) > 1 for people in looks.values())
    if not twice:
        return []
    return [f"{twice} hypothes{'is is' if twice == 1 else 'es are'} looked at by two different people."]
