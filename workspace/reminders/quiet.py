"""When a person may be disturbed: never in quiet hours, never at the weekend, always by their own clock."""

import datetime as dt
import zoneinfo
from dataclasses import dataclass

SATURDAY = 5
DIGEST_AT = dt.time(9, 0)


@dataclass(frozen=True)
class Hours:
    """A person's clock: zone, and from when until when they are left alone (may run over midnight; equal ends mean never)."""

    zone: zoneinfo.ZoneInfo
    quiet_from: dt.time
    quiet_until: dt.time


def next_allowed(moment: dt.datetime, hours: Hours) -> dt.datetime:
    """Return the first moment from `moment` (aware) on at which the person may be disturbed, in UTC."""
    local = moment.astimezone(hours.zone)
    # Date and time of day are judged together: each step lands on a real local moment and is judged anew.
    for _ in range(10):
        if local.weekday() >= SATURDAY:
            local = _at(local.date() + dt.timedelta(days=7 - local.weekday()), hours.quiet_until, hours.zone)
        elif is_quiet(local.time(), hours):
            day = local.date()
            if local.time() >= hours.quiet_until:
                day += dt.timedelta(days=1)
            local = _at(day, hours.quiet_until, hours.zone)
        else:
            break
    return local.astimezone(dt.UTC)


def is_quiet(time: dt.time, hours: Hours) -> bool:
    """Whether a local time of day lies in the quiet hours."""
    if hours.quiet_from == hours.quiet_until:
        return False
    if hours.quiet_from < hours.quiet_until:
        return hours.quiet_from <= time < hours.quiet_until
    return time >= hours.quiet_from or time < hours.quiet_until


def next_working_morning(moment: dt.datetime, hours: Hours, at: dt.time = DIGEST_AT) -> dt.datetime:
    """Return the next local `at` on a working day strictly after `moment`, in UTC."""
    local = moment.astimezone(hours.zone)
    day = local.date()
    candidate = _at(day, at, hours.zone)
    while candidate <= local or candidate.weekday() >= SATURDAY:
        day += dt.timedelta(days=1)
        candidate = _at(day, at, hours.zone)
    return candidate.astimezone(dt.UTC)


def add_working_days(moment: dt.datetime, days: int, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """Return `moment` plus so many working days by the local calendar, at the same local time, in UTC."""
    local = moment.astimezone(zone)
    day, left = local.date(), days
    while left > 0 or day.weekday() >= SATURDAY:
        day += dt.timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return _at(day, local.time(), zone).astimezone(dt.UTC)


def _at(day: dt.date, time: dt.time, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """A local moment that exists: in a spring gap the clock's reading moves on with the clock."""
    return dt.datetime.combine(day, time, zone).astimezone(dt.UTC).astimezone(zone)
