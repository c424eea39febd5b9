"""What a calendar program answered to an invitation (RFC 5546, METHOD:REPLY). Free of Django. What comes in is hostile until read."""

import datetime as dt
from dataclasses import dataclass

from icalendar import Calendar
from icalendar.cal import Component

ANSWERS = frozenset({"accepted", "tentative", "declined"})
UID_END = "@strongsuit"


@dataclass(frozen=True, slots=True)
class Reply:
    """Who answered what to which version of which interview. `interview` is the part of the UID that names it."""

    interview: str
    sequence: int
    attendee: str
    answer: str
    happened_at: dt.datetime


def read_reply(text: str) -> Reply | None:
    """Return the answer that an iCalendar object holds; None where it is none, or none to an invitation of ours."""
    try:
        calendar = Calendar.from_ical(text)
        if str(calendar.get("METHOD", "")).upper() != "REPLY":
            return None
        event = next(iter(calendar.walk("VEVENT")), None)
        return _reply(event) if event is not None else None
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return None


def _reply(event: Component) -> Reply | None:
    uid = str(event.get("UID", ""))
    attendees = event.get("ATTENDEE", [])
    attendees = attendees if isinstance(attendees, list) else [attendees]
    # A reply names the one who answers, and nobody else.
    if len(attendees) != 1 or not uid.endswith(UID_END):
        return None
    answer = str(attendees[0].params.get("PARTSTAT", "")).lower()
    stamp = event.decoded("DTSTAMP")
    if answer not in ANSWERS or not isinstance(stamp, dt.datetime):
        return None
    return Reply(
        interview=uid.removesuffix(UID_END),
        sequence=max(int(event.get("SEQUENCE", 0)), 0),
        attendee=str(attendees[0]).lower().removeprefix("mailto:"),
        answer=answer,
        happened_at=stamp if stamp.tzinfo else stamp.replace(tzinfo=dt.UTC),
    )
