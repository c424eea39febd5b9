"""Where a take-home stands, by the clock alone: what its link opens, and whether it can be rated. Free of Django."""

import datetime as dt
import enum
from dataclasses import dataclass

# Work that is under way when time runs out is let in for so long: nobody loses an evening to a slow upload. Nobody reads it before.
GRACE = dt.timedelta(minutes=10)


class Door(enum.StrEnum):
    OPEN = "open"  # can be handed in, and replaced
    OVER = "over"  # time is over and nothing came
    IN = "in"  # it came, and can be read
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Given:
    """What the door depends on. `handed_in_at` is of what stands; `is_closed` says that the application is."""

    closes_at: dt.datetime
    handed_in_at: dt.datetime | None = None
    finished_at: dt.datetime | None = None
    is_declined: bool = False
    is_withdrawn: bool = False
    is_closed: bool = False


def door(given: Given, now: dt.datetime) -> Door:
    """Say what the link opens. What came is read whatever becomes of the application; only taking it back keeps it unread."""
    if given.is_withdrawn:
        return Door.WITHDRAWN
    if given.is_declined:
        return Door.DECLINED
    if read_from(given, now) is not None:
        return Door.IN
    if given.is_closed:
        return Door.WITHDRAWN
    return Door.OPEN if now < given.closes_at + GRACE else Door.OVER


def read_from(given: Given, now: dt.datetime) -> dt.datetime | None:
    """Return since when it can be read; None while it may still be replaced, or where nothing came."""
    if given.handed_in_at is None or given.is_withdrawn or given.is_declined:
        return None
    if given.finished_at is not None:
        return given.finished_at
    return given.closes_at + GRACE if now >= given.closes_at + GRACE else None
