"""What a link opens, now. Free of Django: one question, asked by every page of a candidate's exam."""

import datetime as dt
import enum
from dataclasses import dataclass

from interviews.sittings.clock import GRACE


class Door(enum.StrEnum):
    WITHDRAWN = "withdrawn"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    OPEN = "open"
    RUNNING = "running"
    TIME_UP = "time_up"
    HANDED_IN = "handed_in"

    @property
    def may_answer(self) -> bool:
        """Whether the questions are shown."""
        return self is Door.RUNNING

    @property
    def may_hand_in(self) -> bool:
        return self in {Door.RUNNING, Door.TIME_UP}


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the door depends on: the window, whether somebody withdrew, and how far the attempt is, if there is one."""

    opens_at: dt.datetime
    closes_at: dt.datetime
    is_withdrawn: bool
    deadline: dt.datetime | None = None
    handed_in_at: dt.datetime | None = None


def door(sitting: Sitting, now: dt.datetime) -> Door:
    """Say what the link opens. What was begun goes on to its end, whatever happens to the invitation meanwhile."""
    if sitting.handed_in_at is not None:
        return Door.HANDED_IN
    if sitting.deadline is not None:
        if now <= sitting.deadline:
            return Door.RUNNING
        return Door.TIME_UP if now <= sitting.deadline + GRACE else Door.HANDED_IN
    if sitting.is_withdrawn:
        return Door.WITHDRAWN
    if now < sitting.opens_at:
        return Door.TOO_EARLY
    return Door.OPEN if now < sitting.closes_at else Door.TOO_LATE
