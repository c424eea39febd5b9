"""When a person may be disturbed: never in quiet hours, at the weekend or on a day off, always by their own clock."""

import datetime as dt
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass, replace

SATURDAY = 5
DIGEST_AT = dt.time(9, 0)
MIDNIGHT = dt.time(0, 0)
# Who is away for longer is not waited for: everything comes as if they were there.
LONGEST_AWAY = dt.timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Absence:
    """Days, both ends included, on which somebody is not there; or only from `opens` to `closes` (00:00 is the midnight that ends the day)."""

    first: dt.date
    last: dt.date
    opens: dt.time | None = None
    closes: dt.time | None = None


@dataclass(frozen=True)
class Hours:
    """A person's clock: zone, from when until when they are left alone (may run over midnight; equal ends mean never), and days off."""

    zone: zoneinfo.ZoneInfo
    quiet_from: dt.time
    quiet_until: dt.time
    absences: tuple[Absence, ...] = ()


def next_allowed(moment: dt.datetime, hours: Hours) -> dt.datetime:
    """Return the first moment from `moment` (aware) on at which the person may be disturbed, in UTC."""
    local = moment.astimezone(hours.zone)
    # Date and time of day are judged together: each step lands on a real local moment and is judged anew.
    while later := _later(local, hours):
        # Where the clock shows an hour twice, the second showing is meant once the first is over.
        local = later if later.timestamp() > local.timestamp() else later.replace(fold=1)
        if hours.absences and local - moment > LONGEST_AWAY:
            return next_allowed(moment, replace(hours, absences=()))
    return local.astimezone(dt.UTC)


def _later(local: dt.datetime, hours: Hours) -> dt.datetime | None:
    """The next moment to try where the person is not to be disturbed at this one."""
    day, time = local.date(), local.time()
    there = there_on(day, hours.absences)
    is_over = there is None or (there[1] != MIDNIGHT and time >= there[1])
    if is_over or (is_quiet(time, hours) and time >= hours.quiet_until):
        return _at(day + dt.timedelta(days=1), hours.quiet_until, hours.zone)
    if is_quiet(time, hours):
        return _at(day, hours.quiet_until, hours.zone)
    return _at(day, there[0], hours.zone) if there and time < there[0] else None


def there_on(day: dt.date, absences: Iterable[Absence]) -> tuple[dt.time, dt.time] | None:
    """From when until when somebody is there on a day, by the clock; None at the weekend and on days off. Of two part days the last one named holds."""
    if day.weekday() >= SATURDAY:
        return None
    there = MIDNIGHT, MIDNIGHT
    for one in absences:
        if one.first <= day <= one.last:
            if one.opens is None or one.closes is None:
                return None
            there = one.opens, one.closes
    return there


def is_quiet(time: dt.time, hours: Hours) -> bool:
    """Whether a local time of day lies in the quiet hours."""
    if hours.quiet_from == hours.quiet_until:
        return False
    if hours.quiet_from < hours.quiet_until:
        return hours.quiet_from <= time < hours.quiet_until
    return time >= hours.quiet_from or time < hours.quiet_until


def next_working_morning(moment: dt.datetime, hours: Hours, at: dt.time = DIGEST_AT) -> dt.datetime:
    """Return the next local `at` on a working day strictly after `moment`, in UTC; where somebody comes later that day, the moment they come."""
    local = moment.astimezone(hours.zone)
    day = local.date()
    while not (morning := _morning(day, hours, at)) or morning <= local:
        day += dt.timedelta(days=1)
        if hours.absences and day - local.date() > LONGEST_AWAY:
            return next_working_morning(moment, replace(hours, absences=()), at)
    return morning.astimezone(dt.UTC)


def _morning(day: dt.date, hours: Hours, at: dt.time) -> dt.datetime | None:
    there = there_on(day, hours.absences)
    if there is None or (there[1] != MIDNIGHT and at >= there[1]):
        return None
    morning = _at(day, max(at, there[0]), hours.zone)
    # Where the calendar skips a day, the clock reads another one.
    return morning if morning.weekday() < SATURDAY else None


def add_working_days(
    moment: dt.datetime, days: int, zone: zoneinfo.ZoneInfo, absences: tuple[Absence, ...] = ()
) -> dt.datetime:
    """Return `moment` plus so many working days by the local calendar, at the same local time, in UTC. A part day counts as one."""
    local = moment.astimezone(zone)
    day, left = local.date(), days
    while left > 0 or there_on(day, absences) is None:
        day += dt.timedelta(days=1)
        left -= there_on(day, absences) is not None
        if absences and day - local.date() > LONGEST_AWAY + dt.timedelta(days=2 * days):
            return add_working_days(moment, days, zone)
    return _at(day, local.time(), zone).astimezone(dt.UTC)


def later_by(moment: dt.datetime, long: dt.timedelta, hours: Hours) -> dt.datetime:
    """Return `moment` plus so long, in UTC, not counting the days of the person's calendar on which they are not there at all."""
    at, left = moment.astimezone(dt.UTC), long
    while True:
        day = at.astimezone(hours.zone).date()
        midnight = _at(day + dt.timedelta(days=1), MIDNIGHT, hours.zone).astimezone(dt.UTC)
        if there_on(day, hours.absences) is not None:
            if left <= midnight - at:
                return at + left
            left -= midnight - at
        at = midnight
        if hours.absences and at - moment > 2 * long + LONGEST_AWAY:
            return later_by(moment, long, replace(hours, absences=()))


def _at(day: dt.date, time: dt.time, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """A local moment that exists: in a spring gap the clock's reading moves on with the clock."""
    return dt.datetime.combine(day, time, zone).astimezone(dt.UTC).astimezone(zone)
