"""What a careful colleague would say before an interview is booked. Free of Django. Nothing here forbids anything."""

import datetime as dt
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass

from interviews.schedule.times import comes_twice, zone_in_words

EARLIEST, LATEST = dt.time(8, 0), dt.time(19, 0)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Remark:
    """What speaks against one person: `words` go on after their name, `note` is its few words in a list. A trainee's seat may not mind it."""

    words: str
    note: str
    minds_trainees: bool = True


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who would sit in the interview, with what speaks against them. `met_before` says that they have met this candidate."""

    name: str
    zone: zoneinfo.ZoneInfo
    remarks: tuple[Remark, ...] = ()
    is_interviewer: bool = True
    met_before: bool = False


def concerns(starts_at: dt.datetime, ends_at: dt.datetime, people: Sequence[Invited], now: dt.datetime) -> list[str]:
    """Return what speaks against this slot and these people, one sentence each. `starts_at` is on the booker's clock."""
    found = []
    if ends_at <= now:
        found.append("This time has passed. It will be kept as an interview that took place; nobody is invited.")
    elif starts_at <= now:
        found.append("This interview has begun already.")
    if comes_twice(starts_at):
        found.append(
            f"The clock shows {starts_at:%H:%M} twice that night; the first, {zone_in_words(starts_at)}, is meant."
        )
    for person in people:
        found += _hours(starts_at, ends_at, person)
        found += _about(person)
    return found


def _hours(starts_at: dt.datetime, ends_at: dt.datetime, person: Invited) -> list[str]:
    first, last = starts_at.astimezone(person.zone), ends_at.astimezone(person.zone)
    if first.weekday() >= SATURDAY:
        return [f"It is {first:%A} for {person.name}."]
    if first.time() < EARLIEST or last.time() > LATEST or last.date() != first.date():
        return [f"It is {first:%H:%M}–{last:%H:%M} for {person.name} ({zone_in_words(first)})."]
    return []


def _about(person: Invited) -> list[str]:
    found = []
    if person.met_before and person.is_interviewer:
        found.append(
            f"{person.name} has interviewed this candidate for this role before: two looks by one person count once."
        )
    told = [remark for remark in person.remarks if person.is_interviewer or remark.minds_trainees]
    return found + [f"{person.name} {remark.words}." for remark in told]
