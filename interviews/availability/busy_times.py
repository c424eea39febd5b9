"""What an iCalendar text says of when its owner is taken. Free of Django; nothing but spans comes out of here.

RFC 5545: recurrences with their exceptions and overrides, zones by name or by their own rules, whole days on the reader's clock, TRANSP and STATUS;
also Outlook's free marks, refused invitations and VFREEBUSY. Our own interviews are left out: we know them better.
"""

import datetime as dt
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from interviews.availability.free_time import Span

OWN = "@strongsuit"
MOST_EVENTS = 20_000
MOST_SPANS = 5_000
# Rules that repeat so often would keep us counting for hours, and no meeting is held every minute.
TOO_OFTEN = {"SECONDLY", "MINUTELY"}


class NotACalendar(ValueError):
    """The text is no calendar that can be read; the message says what it looks like."""


@dataclass(frozen=True, slots=True, order=True)
class Busy:
    """A time at which somebody is taken; `is_tentative` where they have not said yes."""

    span: Span
    is_tentative: bool = False


def read_busy(text: bytes | str, within: Span, zone: zoneinfo.ZoneInfo, email: str = "") -> list[Busy]:
    """Return when the owner is taken in `within`, in order, each time once; or raise NotACalendar.

    `zone` is the clock on which whole days and times without a zone are meant; `email` is the owner's, to find their answer to an invitation.
    An event that cannot be read is left out; the others count.
    """
    import recurring_ical_events

    calendar = _parsed(text)
    found: set[Busy] = set()
    zone = _own_zone(calendar) or zone
    _make_bearable(calendar)
    query = recurring_ical_events.of(calendar, skip_bad_series=True)
    # A day more on each side: the library compares whole days and floating times without our zone.
    start, end = within.start - dt.timedelta(days=1), within.end + dt.timedelta(days=1)
    for event in query.between(start, end):
        if (answer := _answer_of(event, email)) and (span := _span_of(event, zone)) and span.overlaps(within):
            found.add(Busy(span, answer == "tentative"))
            if len(found) > MOST_SPANS:
                raise NotACalendar("This calendar holds more than 5,000 events for the coming months.")
    found.update(busy for busy in _free_busy(calendar) if busy.span.overlaps(within))
    return sorted(found)


def _parsed(text: bytes | str) -> Any:
    from icalendar import Calendar

    head = (text[:200].decode("utf-8", "replace") if isinstance(text, bytes) else text[:200]).lstrip("\ufeff \r\n\t")
    if head[:1] == "<":
        raise NotACalendar(
            "The address leads to a web page. Copy the calendar's “secret address in iCal format” instead."
        )
    if not head.upper().startswith("BEGIN:VCALENDAR"):
        raise NotACalendar("The address leads to something that is not a calendar. It should end in .ics as a rule.")
    try:
        first, *others = Calendar.from_ical(text, multiple=True)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise NotACalendar("The calendar cannot be read: it breaks off, or its program wrote it wrongly.") from error
    for other in others:
        first.subcomponents.extend(other.subcomponents)
    if sum(1 for _ in first.walk("VEVENT")) > MOST_EVENTS:
        raise NotACalendar("This calendar holds more than 20,000 events. Give one with fewer past years.")
    return first


def _own_zone(calendar: Any) -> zoneinfo.ZoneInfo | None:
    try:
        return zoneinfo.ZoneInfo(str(calendar["X-WR-TIMEZONE"]))
    except (KeyError, ValueError, OSError):
        return None


def _make_bearable(calendar: Any) -> None:
    """Take out what we do not look at, and what would never end."""
    kept = []
    for part in calendar.subcomponents:
        rules = part.get("RRULE", [])
        often = any(
            TOO_OFTEN & {str(one).upper() for one in rule.get("FREQ", [])}
            for rule in (rules if isinstance(rules, list) else [rules])
        )
        if part.name == "VEVENT" and (often or str(part.get("UID", "")).endswith(OWN)):
            continue
        if part.name in {"VEVENT", "VTIMEZONE", "VFREEBUSY"}:
            part.subcomponents = [] if part.name == "VEVENT" else part.subcomponents
            kept.append(part)
    calendar.subcomponents = kept


def _answer_of(event: Any, email: str) -> str:
    """Return "busy", "tentative", or "" where the event takes no time of its owner."""
    said = {str(event.get(name, "")).upper() for name in ("STATUS", "X-MICROSOFT-CDO-BUSYSTATUS")}
    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT" or said & {"CANCELLED", "FREE"}:
        return ""
    guests = event.get("ATTENDEE", [])
    for guest in guests if isinstance(guests, list) else [guests]:
        if email and str(guest).lower().removeprefix("mailto:") == email.lower():
            said.add(str(guest.params.get("PARTSTAT", "")).upper())
    if "DECLINED" in said:
        return ""
    return "tentative" if said & {"TENTATIVE", "NEEDS-ACTION"} else "busy"


def _span_of(event: Any, zone: zoneinfo.ZoneInfo) -> Span | None:
    start, end = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None
    if end is None:
        end = start + (dt.timedelta() if isinstance(start, dt.datetime) else dt.timedelta(days=1))
    span = Span(_moment(start, zone), _moment(end, zone))
    return span if span.start < span.end else None


def _moment(value: dt.date, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    if not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time())
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(dt.UTC)


def _free_busy(calendar: Any) -> Iterator[Busy]:
    for part in calendar.walk("VFREEBUSY"):
        lines = part.get("FREEBUSY", [])
        for line in lines if isinstance(lines, list) else [lines]:
            kind = str(line.params.get("FBTYPE", "BUSY")).upper()
            if kind != "FREE":
                start, end = _moment(line.start, zoneinfo.ZoneInfo("UTC")), _moment(line.end, zoneinfo.ZoneInfo("UTC"))
                if start < end:
                    yield Busy(Span(start, end), kind == "BUSY-TENTATIVE")
