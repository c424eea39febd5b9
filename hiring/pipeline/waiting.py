"""How long is too long: a stage's days are working days, so a weekend is nobody's delay."""

import bisect
import datetime as dt
import zoneinfo

from workspace.reminders.quiet import SATURDAY, add_working_days


def overdue_from(entered_at: dt.datetime, sla_days: int, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """Return the moment from which a candidate has waited beyond the stage's days, in UTC.

    Who enters at the weekend starts to wait on Monday morning, so nobody who came later is overdue earlier.
    """
    local = entered_at.astimezone(zone)
    if local.weekday() >= SATURDAY:
        monday = local.date() + dt.timedelta(days=7 - local.weekday())
        entered_at = dt.datetime.combine(monday, dt.time(), zone)
    return add_working_days(entered_at, sla_days, zone)


class WaitingClock:
    """Tells for one moment who has waited how long. Made once for a page: asking it about a card costs next to nothing."""

    def __init__(self, now: dt.datetime, zone: zoneinfo.ZoneInfo) -> None:
        self.now = now
        self._zone = zone
        local = now.astimezone(zone)
        self._day = local.date()
        self._time = local.time()
        if local.weekday() >= SATURDAY:
            self._day -= dt.timedelta(days=local.weekday() - SATURDAY + 1)
            self._time = dt.time.max
        # One mark for each working day gone by, newest first: who entered at or before mark n has waited n full ones.
        self._marks = [self._mark()]
        self._ages = [0.0]

    def entered_by(self, sla_days: int) -> dt.datetime:
        """Return the moment at or before which an entry is overdue in a stage of so many days, in UTC."""
        while len(self._marks) <= sla_days:
            self._step_back()
        return self._marks[sla_days]

    def days_over(self, entered_at: dt.datetime, sla_days: int) -> int:
        """Return how many working days, begun ones included, an entry is over; 0 where it is in time. Stops counting at a year or so."""
        age = (self._marks[0] - entered_at).total_seconds()
        while self._ages[-1] <= age and len(self._marks) <= sla_days + 260:
            self._step_back()
        waited = bisect.bisect_right(self._ages, age) - 1
        return max(waited - sla_days + 1, 0)

    def _step_back(self) -> None:
        self._day -= dt.timedelta(days=3 if self._day.weekday() == 0 else 1)
        self._marks.append(self._mark())
        self._ages.append((self._marks[0] - self._marks[-1]).total_seconds())

    def _mark(self) -> dt.datetime:
        # In UTC: two local moments of one zone would be subtracted without their change of the clock.
        return dt.datetime.combine(self._day, self._time, self._zone).astimezone(dt.UTC)
