"""One's own interviews as events of a calendar one reads or writes. Free of Django.

Unlike an invitation (`schedule.invitations`) these name no organizer and no guests: a calendar server that finds guests in an event writes to them.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import Alarm, Calendar, Event

from interviews.schedule.invitations import PRODUCT, Meeting, plain


@dataclass(frozen=True, slots=True)
class Entry:
    """One interview in its reader's calendar."""

    meeting: Meeting
    changed_at: dt.datetime
    is_cancelled: bool = False
    alarm_minutes: int = 0


def calendar_text(entries: Iterable[Entry], *, name: str = "") -> str:
    """Return the calendar. With a `name` it is a feed to subscribe to, without one an object to store."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if name:
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", dt.timedelta(minutes=15), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT15M")
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical().decode("utf-8")


def _event(entry: Entry) -> Event:
    meeting, event = entry.meeting, Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    # The same bytes for the same state, so that an unchanged feed can be told to be unchanged.
    event.add("dtstamp", entry.changed_at.astimezone(dt.UTC).replace(microsecond=0))
    event.add("last-modified", entry.changed_at.astimezone(dt.UTC).replace(microsecond=0))
    event.add("dtstart", meeting.starts_at.astimezone(dt.UTC))
    event.add("dtend", meeting.ends_at.astimezone(dt.UTC))
    event.add("summary", plain(meeting.summary))
    event.add("description", meeting.description.replace("\x00", ""))
    event.add("location", plain(meeting.location))
    event.add("url", meeting.url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    event.add("class", "PRIVATE")
    if entry.alarm_minutes and not entry.is_cancelled:
        event.add_component(_alarm(entry.alarm_minutes, plain(meeting.summary)))
    return event


def _alarm(minutes: int, words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", dt.timedelta(minutes=-minutes))
    alarm.add("description", words)
    return alarm
