"""When an update is drafted and when it goes out. Free of Django."""

import datetime as dt
import zoneinfo

DRAFTED_BEFORE = dt.timedelta(hours=24)
# A worker that was off sends what is not older than this; what is older has become history.
SENT_WITHIN = dt.timedelta(days=3)


def next_time(now: dt.datetime, weekday: int, hour: int, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """Return the first such weekday and hour of a local clock from `now` on, in UTC. An hour that a spring night skips is the next one."""
    local = now.astimezone(zone)
    day = local.date() + dt.timedelta(days=(weekday - local.weekday()) % 7)
    found = _at(day, hour, zone)
    return found if found >= now else _at(day + dt.timedelta(days=7), hour, zone)


def _at(day: dt.date, hour: int, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), zone).astimezone(dt.UTC)


def monday_of(moment: dt.datetime, zone: zoneinfo.ZoneInfo) -> dt.date:
    day = moment.astimezone(zone).date()
    return day - dt.timedelta(days=day.weekday())
