import datetime as dt
import zoneinfo

import pytest

from interviews.availability.busy_times import Busy, NotACalendar, read_busy
from interviews.availability.free_time import Span

ZURICH = zoneinfo.ZoneInfo("Europe/Zurich")
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n"


def utc(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


WEEK = Span(utc("2026-11-23T00:00"), utc("2026-11-30T00:00"))


def event(lines):
    return f"BEGIN:VEVENT\nDTSTAMP:20261101T000000Z\n{lines}\nEND:VEVENT\n".replace("\n", "\r\n")


def calendar(*events, head=""):
    return HEAD + head + "".join(map(event, events)) + "END:VCALENDAR\r\n"


def read(*events, within=WEEK, **fields):
    return [
        (f"{one.span.start:%d %H:%M}", f"{one.span.end:%d %H:%M}")
        for one in read_busy(calendar(*events), within, ZURICH, "mara@staff.example", **fields)
    ]


MORNING = "DTSTART:20261124T090000Z\nDTEND:20261124T100000Z"
TAKEN = [("24 09:00", "24 10:00")]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (f"UID:1\n{MORNING}", TAKEN),
        ("UID:1\nDTSTART;TZID=Europe/Zurich:20261124T100000\nDURATION:PT1H", TAKEN),
        ("UID:1\nDTSTART;TZID=W. Europe Standard Time:20261124T100000\nDURATION:PT1H", TAKEN),
        ("UID:1\nDTSTART:20261124T100000\nDTEND:20261124T110000", TAKEN),
        ("UID:1\nDTSTART;VALUE=DATE:20261124", [("23 23:00", "24 23:00")]),
        ("UID:1\nDTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261126", [("23 23:00", "25 23:00")]),
        (f"UID:1\n{MORNING}\nTRANSP:TRANSPARENT", []),
        (f"UID:1\n{MORNING}\nSTATUS:CANCELLED", []),
        (f"UID:1\n{MORNING}\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
        (f"UID:1\n{MORNING}\nATTENDEE;PARTSTAT=DECLINED:mailto:Mara@staff.example", []),
        (f"UID:1\n{MORNING}\nATTENDEE;PARTSTAT=DECLINED:mailto:noor@staff.example", TAKEN),
        ("UID:1\nDTSTART:20261124T090000Z", []),
        ("UID:0b5e@strongsuit\nDTSTART:20261124T090000Z\nDTEND:20261124T100000Z", []),
        ("UID:1\nDTSTART:20261124T090000Z\nRRULE:FREQ=SECONDLY\nDURATION:PT1S", []),
        ("UID:1\nDTSTART:not a time\nDTEND:20261124T100000Z", []),
    ],
    ids=[
        "in UTC",
        "in a zone",
        "in a zone as Windows calls it",
        "floating, on one's own clock",
        "a day",
        "days",
        "transparent",
        "cancelled",
        "free in Outlook",
        "refused",
        "refused by another",
        "no length",
        "our own",
        "every second",
        "unreadable",
    ],
)
def test_single_event(lines, found):
    assert read(lines) == found


def test_one_unreadable_event_leaves_the_others():
    assert read("UID:1\nDTSTART:not a time", f"UID:2\n{MORNING}") == TAKEN


def test_repeating_event_with_an_exception_and_an_override_keeps_its_clock_over_the_change():
    weekly = (
        "UID:1\nDTSTART;TZID=Europe/Zurich:20261019T090000\nDTEND;TZID=Europe/Zurich:20261019T100000\n"
        "RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Zurich:20261102T090000"
    )
    moved = (
        "UID:1\nRECURRENCE-ID;TZID=Europe/Zurich:20261109T090000\n"
        "DTSTART;TZID=Europe/Zurich:20261109T140000\nDTEND;TZID=Europe/Zurich:20261109T150000"
    )
    weeks = Span(utc("2026-10-19T00:00"), utc("2026-12-01T00:00"))

    # Summer time ends on the 25th: 9:00 is 7:00 UTC before and 8:00 after.
    assert read(weekly, moved, within=weeks) == [
        ("19 07:00", "19 08:00"),
        ("26 08:00", "26 09:00"),
        ("09 13:00", "09 14:00"),
    ]


@pytest.mark.parametrize(
    "mark", ["STATUS:TENTATIVE", "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:mara@staff.example"], ids=["status", "invited"]
)
def test_tentative_time_is_taken_and_says_so(mark):
    found = read_busy(calendar(f"UID:1\n{MORNING}\n{mark}"), WEEK, ZURICH, "mara@staff.example")

    assert found == [Busy(Span(utc("2026-11-24T09:00"), utc("2026-11-24T10:00")), is_tentative=True)]


def test_free_busy_feed_is_read():
    text = (
        HEAD + "BEGIN:VFREEBUSY\r\nUID:1\r\nDTSTAMP:20261101T000000Z\r\n"
        "FREEBUSY:20261124T090000Z/PT1H\r\nFREEBUSY;FBTYPE=FREE:20261124T120000Z/PT1H\r\n"
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261125T090000Z/20261125T100000Z\r\nEND:VFREEBUSY\r\nEND:VCALENDAR\r\n"
    )

    assert read_busy(text, WEEK, ZURICH) == [
        Busy(Span(utc("2026-11-24T09:00"), utc("2026-11-24T10:00"))),
        Busy(Span(utc("2026-11-25T09:00"), utc("2026-11-25T10:00")), is_tentative=True),
    ]


def test_calendars_own_zone_wins_for_floating_times():
    text = calendar("UID:1\nDTSTART:20261124T100000\nDURATION:PT1H", head="X-WR-TIMEZONE:America/New_York\r\n")

    assert [one.span.start for one in read_busy(text, WEEK, ZURICH)] == [utc("2026-11-24T15:00")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<!doctype html><title>Sign in</title>", "leads to a web page"),
        ("", "not a calendar"),
        ("hello", "not a calendar"),
        (HEAD + "BEGIN:VEVENT\r\nUID:1\r\n", "breaks off"),
        (b"\xff\xfe\x00", "not a calendar"),
    ],
)
def test_what_is_no_calendar_is_named(text, words):
    with pytest.raises(NotACalendar, match=words):
        read_busy(text, WEEK, ZURICH)
