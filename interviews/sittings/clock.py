"""The time of an attempt. Free of Django.

The server's time is the truth. A device says only how long ago something was typed, which its wrong clock cannot distort. Time runs on
when a laptop is closed: a pause would be a second sitting. What was typed before the deadline counts if it arrives within the grace for
lost connections; what arrives later is kept and does not count, until a person says so.
"""

import datetime as dt
import enum
import math
from dataclasses import dataclass

GRACE = dt.timedelta(minutes=15)
# A form sent with the last second takes a moment to arrive.
TRANSIT = dt.timedelta(seconds=10)
# Nobody's connection is lost for longer; after it the device is told that nothing more is taken.
KEPT_FOR = dt.timedelta(days=7)
MOST_EXTRA = 200


class Arrival(enum.StrEnum):
    """How an answer came, as against the deadline."""

    IN_TIME = "in_time"
    IN_GRACE = "in_grace"
    LATE = "late"
    REFUSED = "refused"

    @property
    def counts(self) -> bool:
        return self in {Arrival.IN_TIME, Arrival.IN_GRACE}


@dataclass(frozen=True, slots=True)
class Clock:
    """started_at       when the first question was shown (aware)
    minutes          the exam's own length
    extra_percent    extra time this person has, in percent of it
    grace            how long after the deadline answers typed before it are still taken
    """

    started_at: dt.datetime
    minutes: int
    extra_percent: int = 0
    grace: dt.timedelta = GRACE

    def __post_init__(self) -> None:
        if self.minutes < 1 or not 0 <= self.extra_percent <= MOST_EXTRA:
            raise ValueError(f"An exam takes at least a minute, extra time is 0 to {MOST_EXTRA} percent.")

    @property
    def allowed(self) -> int:
        return minutes_allowed(self.minutes, self.extra_percent)

    @property
    def deadline(self) -> dt.datetime:
        return self.started_at + dt.timedelta(minutes=self.allowed)

    @property
    def closes_at(self) -> dt.datetime:
        """When what is there is handed in for whoever did not."""
        return self.deadline + self.grace


def minutes_allowed(minutes: int, extra_percent: int) -> int:
    """Return an exam's minutes with extra time, rounded up to whole ones."""
    return math.ceil(minutes * (100 + extra_percent) / 100)


def typed_at(started_at: dt.datetime, received_at: dt.datetime, age: dt.timedelta) -> dt.datetime:
    """Return when something was typed: so long before it arrived, but neither before the start nor in the future."""
    return min(max(received_at - max(age, dt.timedelta(0)), started_at), max(received_at, started_at))


def arrival(
    *,
    started_at: dt.datetime,
    deadline: dt.datetime,
    submitted_at: dt.datetime | None,
    received_at: dt.datetime,
    age: dt.timedelta = dt.timedelta(0),
    grace: dt.timedelta = GRACE,
) -> Arrival:
    """Say whether an answer received now counts. `age`: how long ago the device says it was typed.

    Once handed in, nothing more counts, from whichever device. `age` cannot stretch the time by more than the grace.
    """
    if received_at > deadline + KEPT_FOR:
        return Arrival.REFUSED
    if submitted_at is not None and received_at >= submitted_at:
        return Arrival.LATE
    if received_at <= deadline + TRANSIT:
        return Arrival.IN_TIME
    typed = typed_at(started_at, received_at, age)
    return Arrival.IN_GRACE if received_at <= deadline + grace and typed <= deadline else Arrival.LATE


def seconds_left(deadline: dt.datetime, now: dt.datetime) -> int:
    return max(math.floor((deadline - now).total_seconds()), 0)


def time_in_words(seconds: int) -> str:
    """Return the time left as it is read out: calm, and no finer than needed."""
    if seconds <= 0:
        return "Time is up"
    if seconds < 60:
        return "Less than a minute left"
    minutes = math.ceil(seconds / 60)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{minutes} minutes left" if minutes > 1 else "1 minute left"
    return f"{hours} h {rest} min left" if rest else f"{hours} h left"
