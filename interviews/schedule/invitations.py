"""Interviews as iCalendar objects that a calendar program takes as an invitation, an update or a cancellation. Free of Django.

RFC 5545 for the object, RFC 5546 for what REQUEST, CANCEL, UID and SEQUENCE mean: one UID for the life of an interview, a higher
SEQUENCE for each version, times in UTC so that no zone's rules have to travel along.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from icalendar import Calendar, Event, vCalAddress

PRODUCT = "-//Strongsuit//Interviews//EN"


class Method(Enum):
    """What the receiving calendar shall do with the object."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who is asked to come. A shadow's presence is optional."""

    name: str
    email: str
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """One version of one interview, as calendars may know it: no rating, no hypothesis, no note. Moments are aware."""

    uid: str
    sequence: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    stamped_at: dt.datetime
    summary: str
    description: str
    location: str
    url: str
    organizer: Attendee
    attendees: Sequence[Attendee]


def invitation(meeting: Meeting, method: Method) -> str:
    """Return the iCalendar text, with its lines folded and ended as the format asks."""
    return invitations([meeting], method)


def invitations(meetings: Sequence[Meeting], method: Method) -> str:
    """Return one iCalendar text for several meetings; only PUBLISH may hold more than one."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    for meeting in meetings:
        calendar.add_component(_event(meeting, is_cancelled=method is Method.CANCEL))
    return calendar.to_ical().decode("utf-8")


def _event(meeting: Meeting, *, is_cancelled: bool) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.stamped_at.astimezone(dt.UTC))
    event.add("dtstart", meeting.starts_at.astimezone(dt.UTC))
    event.add("dtend", meeting.ends_at.astimezone(dt.UTC))
    event.add("summary", plain(meeting.summary))
    event.add("description", meeting.description.replace("\x00", ""))
    event.add("location", plain(meeting.location))
    if meeting.url:
        event.add("url", meeting.url)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("organizer", _address(meeting.organizer))
    for attendee in meeting.attendees:
        address = _address(attendee)
        address.params["ROLE"] = "OPT-PARTICIPANT" if attendee.is_optional else "REQ-PARTICIPANT"
        address.params["PARTSTAT"] = "NEEDS-ACTION"
        address.params["RSVP"] = "TRUE"
        event.add("attendee", address, encode=False)
    return event


def _address(person: Attendee) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    # A parameter cannot hold a quotation mark, and a name needs none.
    address.params["CN"] = plain(person.name).replace('"', "'")
    return address


def plain(text: str) -> str:
    """Return `text` on one line, without what no calendar can hold."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())
