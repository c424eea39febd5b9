"""The times of a booking as its page shows them: by day, on the candidate's clock."""

import datetime as dt
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass

from interviews.booking.models import Choice, ChoicePart
from interviews.schedule.times import day_in_words, zone_in_words


@dataclass(frozen=True)
class OfferedTime:
    """One choice: from when to when, and what is in it."""

    choice: Choice
    starts_at: dt.datetime
    ends_at: dt.datetime
    parts: tuple[tuple[ChoicePart, dt.datetime, dt.datetime], ...]

    @property
    def zone_name(self) -> str:
        return zone_in_words(self.starts_at)

    @property
    def last_day(self) -> str:
        """The day it ends on, where that is another."""
        return day_in_words(self.ends_at.date()) if self.ends_at.date() != self.starts_at.date() else ""


@dataclass(frozen=True)
class OfferedDay:
    day: str
    times: tuple[OfferedTime, ...]


def days_of(choices: Sequence[Choice], zone: zoneinfo.ZoneInfo) -> list[OfferedDay]:
    """Lay choices out by the day they start on, on the clock of `zone`. No query: their parts are there."""
    days: dict[dt.date, list[OfferedTime]] = {}
    for one in sorted((_time(choice, zone) for choice in choices), key=lambda time: time.starts_at):
        days.setdefault(one.starts_at.date(), []).append(one)
    return [OfferedDay(f"{day:%A} {day.day} {day:%B}", tuple(times)) for day, times in days.items()]


def _time(choice: Choice, zone: zoneinfo.ZoneInfo) -> OfferedTime:
    parts = sorted(choice.parts.all(), key=lambda part: part.during.lower)
    on_clock = tuple((part, part.during.lower.astimezone(zone), part.during.upper.astimezone(zone)) for part in parts)
    return OfferedTime(choice, on_clock[0][1], on_clock[-1][2], on_clock)
