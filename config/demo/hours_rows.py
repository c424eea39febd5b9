"""When the invented interviewers can be asked."""

import datetime as dt
import itertools
import random
import zoneinfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from config.demo.house import House
from config.demo.rows import at, create
from interviews.availability.models import (
    BusySource,
    BusySpan,
    DayOff,
    InterviewerSettings,
    LoadPolicy,
    SourceKind,
    WorkingSpan,
)
from workspace.staff.models import User

WEEKS = [
    (("09:00", "12:30"), ("13:30", "17:30")),
    (("08:00", "12:00"), ("13:00", "16:30")),
    (("10:00", "13:00"), ("14:00", "18:00")),
    (("09:00", "13:00"),),
]
# What other calendars hold most weeks: weekday, start, minutes.
MEETINGS = [(0, "10:00", 60), (1, "14:00", 90), (2, "09:30", 30), (3, "15:00", 60), (4, "11:00", 45)]


def write_hours(house: House, now: dt.datetime, rng: random.Random) -> None:
    """Write hours, days off, and other calendars of everybody who interviews. Drawn from `rng` alone."""
    people = [user for user in house.staff.values() if user.persona in {"interviewer", "hiring_manager"}]
    LoadPolicy.objects.get_or_create(only=True)
    year = now.year + (now.month == 12 and now.day > 26)
    create(
        DayOff,
        [
            DayOff(user=None, first=dt.date(year, 12, 24), last=dt.date(year, 12, 26), label="Midwinter", **at(now)),
            DayOff(user=None, first=dt.date(year + 1, 1, 1), last=dt.date(year + 1, 1, 1), label="New year", **at(now)),
        ],
    )
    for place, user in enumerate(people):
        _write_week(user, place, now, rng)


def _write_week(user: User, place: int, now: dt.datetime, rng: random.Random) -> None:
    # Somebody new has not said anything yet, so that every state is to be seen.
    if place % 6 == 5:
        return
    own = InterviewerSettings(user=user, hours_set_at=now - dt.timedelta(days=40))
    own.per_week = 3 if place % 4 == 3 else None
    own.save()
    create(
        WorkingSpan,
        [
            WorkingSpan(
                user=user,
                weekday=day,
                opens=dt.time.fromisoformat(opens),
                closes=dt.time.fromisoformat(closes),
                **at(now),
            )
            for day in range(4 if place % 4 == 3 else 5)
            for opens, closes in WEEKS[place % len(WEEKS)]
        ],
    )
    if place % 5 == 2:
        first = now.date() + dt.timedelta(days=rng.randint(6, 12))
        DayOff.objects.create(user=user, first=first, last=first + dt.timedelta(days=2), label="Away")
    if place % 3 != 2:
        _write_calendar(user, now, rng)


def _write_calendar(user: User, now: dt.datetime, rng: random.Random) -> None:
    source = BusySource.objects.create(
        user=user,
        kind=SourceKind.FEED,
        name="Work",
        host="calendar.invented.example",
        synced_at=now,
        # There is no such server: it is not asked for a year, unless somebody presses “Read now”.
        tried_at=now + dt.timedelta(days=365),
        read_until=now + dt.timedelta(days=120),
    )
    zone, monday = zoneinfo.ZoneInfo(user.time_zone), now.date() - dt.timedelta(days=now.weekday())
    spans = []
    for week, (weekday, clock, minutes) in itertools.product(range(6), MEETINGS):
        if rng.random() < 0.75:
            day = monday + dt.timedelta(weeks=week, days=weekday)
            start = dt.datetime.combine(day, dt.time.fromisoformat(clock), tzinfo=zone).astimezone(dt.UTC)
            end = start + dt.timedelta(minutes=minutes)
            spans.append(
                BusySpan(
                    source=source,
                    user=user,
                    during=DateTimeTZRange(start, end),
                    is_tentative=rng.random() < 0.1,
                    **at(now),
                )
            )
    create(BusySpan, spans)
