"""The clock that waiting is told by: the organisation's zone, and the days on which everybody is off."""

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery

from hiring.pipeline.waiting import A_DAY, WaitingClock
from workspace.reminders.clocks import everybody_off
from workspace.staff.models import Organisation

# As far back as a wait is counted, and as far ahead as the longest stage reaches.
BACK, AHEAD = dt.timedelta(days=800), dt.timedelta(days=200)


def waiting_clock(now: dt.datetime) -> WaitingClock:
    """Return the clock of this moment. One query."""
    row = Organisation.objects.filter(only=True).annotate(**holiday_rows()).values().first()
    return clock_of(now, row or {})


def holiday_rows() -> dict[str, ArraySubquery]:
    """What to annotate a row with that is read anyway, for `clock_of`."""
    return {f"holidays_{place}": ArraySubquery(ask()) for place, ask in enumerate(everybody_off)}


def clock_of(now: dt.datetime, row: Mapping[str, Any]) -> WaitingClock:
    """Return the clock of this moment from what was read along with another row: `time_zone`, and `holiday_rows`. No query."""
    spans = [span for place in range(len(everybody_off)) for span in row.get(f"holidays_{place}") or ()]
    zone = row.get("time_zone") or Organisation._meta.get_field("time_zone").default
    return WaitingClock(now, zoneinfo.ZoneInfo(zone), days_off(spans, now.date()))


def days_off(rows: Iterable[Mapping[str, Any]], today: dt.date) -> frozenset[dt.date]:
    """Return the single days of spans, each with its first and last day as JSON has them."""
    found: set[dt.date] = set()
    for row in rows:
        day = max(dt.date.fromisoformat(row["first"]), today - BACK)
        last = min(dt.date.fromisoformat(row["last"]), today + AHEAD)
        while day <= last:
            found.add(day)
            day += A_DAY
    return frozenset(found)
