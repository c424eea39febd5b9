"""How long is too long: a stage's days are working days, so a weekend and a day on which everybody is off are nobody's delay.

One person's days off are not left out: a stage is the team's, and the candidate waits all the same.
"""

import bisect
import datetime as dt
import zoneinfo
from collections.abc import Collection

from workspace.reminders.quiet import SATURDAY

A_DAY = dt.timedelta(days=1)
NONE: frozenset[dt.date] = frozenset()


def overdue_from(
    entered_at: dt.datetime, sla_days: int, zone: zoneinfo.ZoneInfo, off: Collection[dt.date] = NONE
) -> dt.datetime:
    """Return the moment from which a candidate has waited beyond the stage's days, in UTC. `off`: days on which everybody is off.

    Who enters at the weekend starts to wait on Monday morning, so nobody who came later is overdue earlier.
    """
    local = entered_at.astimezone(zone)
    day, time, left = local.date(), local.time(), sla_days
    if not _is_worked(day, off):
        time = dt.time()
        while not _is_worked(day, off):
            day += A_DAY
    while left > 0:
        day += A_DAY
        left -= _is_worked(day, off)
    return dt.datetime.combine(day, time, zone).astimezone(dt.UTC)


def _is_worked(day: dt.date, off: Collection[dt.date]) -> bool:
    return day.weekday() < SATURDAY and day not in off


class WaitingClock:
    """Tells for one moment who has waited how long. Made once for a page: asking it about a card costs next to nothing."""

    def __init__(self, now: dt.datetime, zone: zoneinfo.ZoneInfo, off: Collection[dt.date] = NONE) -> None:
        self.now = now
        self.zone, self.off = zone, off
        local = now.astimezone(zone)
        self._day = local.date()
        self._time = local.time()
        if not _is_worked(self._day, off):
            self._time = dt.time.max
            self._to_a_day_worked()
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
        self._day -= A_DAY
        self._to_a_day_worked()
        self._marks.append(self._mark())
        self._ages.append((self._marks[0] - self._marks[-1]).total_seconds())

    def _to_a_day_worked(self) -> None:
        while not _is_worked(self._day, self.off):
            self._day -= A_DAY

    def _mark(self) -> dt.datetime:
        # In UTC: two local moments of one zone would be subtracted without their change of the clock.
        return dt.datetime.combine(self._day, self._time, self.zone).astimezone(dt.UTC)
