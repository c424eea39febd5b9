"""Working hours in several zones, and who is free when."""

import datetime as dt
import random
import zoneinfo
from collections import defaultdict
from collections.abc import Iterable

DAY_BEGINS, DAY_ENDS = 9, 17
SATURDAY = 5


def working_moment(moment: dt.datetime, zone: zoneinfo.ZoneInfo, rng: random.Random) -> dt.datetime:
    """The given moment, or one soon after it at which somebody in this zone is at work. In UTC."""
    local = moment.astimezone(zone)
    if local.hour >= DAY_ENDS:
        local += dt.timedelta(days=1)
    while local.weekday() >= SATURDAY:
        local += dt.timedelta(days=1)
    if local.date() != moment.astimezone(zone).date() or not DAY_BEGINS <= local.hour < DAY_ENDS:
        local = local.replace(hour=rng.randint(DAY_BEGINS, DAY_ENDS - 1), minute=rng.randint(0, 59))
    return local.replace(second=rng.randint(0, 59), microsecond=0).astimezone(dt.UTC)


class Diary:
    """Who sits where and when. Nobody is ever given two places at once."""

    def __init__(self) -> None:
        self._busy: dict[object, list[tuple[dt.datetime, dt.datetime]]] = defaultdict(list)

    def copy(self) -> "Diary":
        """A diary with the same entries, to try something and go back."""
        other = Diary()
        other._busy.update({who: list(entries) for who, entries in self._busy.items()})
        return other

    def is_free(self, who: object, start: dt.datetime, end: dt.datetime) -> bool:
        """Whether somebody has nothing between two moments."""
        return all(end <= began or start >= ended for began, ended in self._busy[who])

    def load(self, who: object) -> int:
        """How many meetings somebody has had or will have."""
        return len(self._busy[who])

    def book(
        self, people: Iterable[object], zone: zoneinfo.ZoneInfo, after: dt.datetime, minutes: int, rng: random.Random
    ) -> dt.datetime:
        """Find and take the first half hour at which everybody is free, in the working hours of one of them."""
        people = list(people)
        start = working_moment(after, zone, rng).astimezone(zone).replace(second=0)
        start = start.replace(minute=30 if start.minute < 30 else 0) + dt.timedelta(hours=start.minute >= 30)
        length = dt.timedelta(minutes=minutes)
        while True:
            moment = start.astimezone(dt.UTC)
            fits = start.weekday() < SATURDAY and DAY_BEGINS <= start.hour < DAY_ENDS - 1
            if fits and all(self.is_free(who, moment, moment + length) for who in people):
                for who in people:
                    self._busy[who].append((moment, moment + length))
                return moment
            start += dt.timedelta(minutes=30)
