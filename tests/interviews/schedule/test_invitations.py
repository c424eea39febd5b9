"""What we write is read back by a calendar library that is not the one that wrote it."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from interviews.schedule.actions import book_interview, cancel_interview, reschedule_interview
from interviews.schedule.invitations import Attendee, Meeting, Method, invitation
from tests import factories
from workspace.mail.models import Mail

START = dt.datetime(2027, 3, 2, 14, 0, tzinfo=zoneinfo.ZoneInfo("Europe/Zurich"))


def meeting(**fields):
    known = {
        "uid": "6f1c@strongsuit",
        "sequence": 3,
        "starts_at": START,
        "ends_at": START + dt.timedelta(minutes=45),
        "stamped_at": dt.datetime(2027, 2, 1, 8, 0, tzinfo=dt.UTC),
        "summary": "Pair debugging with Elin Vasquez",
        "description": "Kit, file and scorecard:\nhttps://hiring.example/interviews/1/",
        "location": "Room 4; second floor, left",
        "url": "https://hiring.example/interviews/1/",
        "organizer": Attendee("Strongsuit", "hiring@strongsuit.example"),
        "attendees": [Attendee("Mara Olsen", "mara@x.example"), Attendee("Tova Berg", "tova@x.example", True)],
    }
    return Meeting(**{**known, **fields})


def read(text):
    """Read one calendar with one event."""
    stream = IcsCalendarStream.from_ics(text)
    (calendar,) = stream.calendars
    (event,) = calendar.events
    return calendar, event


def test_request_is_read_back_by_another_library():
    calendar, event = read(invitation(meeting(), Method.REQUEST))

    assert (calendar.method, calendar.version) == ("REQUEST", "2.0")
    assert (event.uid, event.sequence, event.status) == ("6f1c@strongsuit", 3, "CONFIRMED")
    assert event.dtstart == dt.datetime(2027, 3, 2, 13, 0, tzinfo=dt.UTC)
    assert event.dtend - event.dtstart == dt.timedelta(minutes=45)
    assert event.summary == "Pair debugging with Elin Vasquez"
    assert event.location == "Room 4; second floor, left"
    assert event.description.endswith("\nhttps://hiring.example/interviews/1/")
    assert (event.organizer.uri, event.organizer.common_name) == ("mailto:hiring@strongsuit.example", "Strongsuit")
    assert [(one.uri, one.common_name, one.role, one.status, one.rsvp) for one in event.attendees] == [
        ("mailto:mara@x.example", "Mara Olsen", "REQ-PARTICIPANT", "NEEDS-ACTION", True),
        ("mailto:tova@x.example", "Tova Berg", "OPT-PARTICIPANT", "NEEDS-ACTION", True),
    ]
    assert event.classification == "PRIVATE"


def test_cancellation_keeps_uid_and_says_cancelled():
    calendar, event = read(invitation(meeting(sequence=4), Method.CANCEL))

    assert (calendar.method, event.uid, event.sequence, event.status) == ("CANCEL", "6f1c@strongsuit", 4, "CANCELLED")


def test_lines_are_folded_and_end_as_the_format_asks():
    text = invitation(meeting(description="é" * 400), Method.REQUEST)

    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(name=NAMES, title=NAMES, place=NAMES)
def test_hostile_names_stay_in_their_place(name, title, place):
    text = invitation(
        meeting(summary=title, location=place, attendees=[Attendee(name, "mara@x.example")]), Method.REQUEST
    )

    _, event = read(text)

    assert (event.uid, len(event.attendees)) == ("6f1c@strongsuit", 1)
    assert text.count("\r\nATTENDEE") == 1
    assert "\r\nBEGIN:VALARM" not in text


@pytest.mark.parametrize(
    "name", ['Mara "the knife" Olsen', "Olsen; Mara: PhD, MSc", "Mara\r\nATTENDEE:mailto:evil@x.example"]
)
def test_name_with_the_formats_own_marks(name):
    _, event = read(invitation(meeting(attendees=[Attendee(name, "mara@x.example")]), Method.REQUEST))

    assert [one.uri for one in event.attendees] == ["mailto:mara@x.example"]
    assert event.attendees[0].common_name.startswith(("Mara", "Olsen"))


@pytest.fixture
def told(application, recruiter):
    """Book, move and cancel one interview; return what its one interviewer is sent, in order."""
    interview = book_interview(
        application=application,
        kit=factories.KitFactory(name="Pair debugging"),
        starts_at=dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(days=3),
        minutes=45,
        interviewers=[factories.UserFactory(name="Mara Olsen")],
        location="Room 4",
        by=recruiter,
    )
    later = interview.starts_at + dt.timedelta(days=1)
    interview = reschedule_interview(interview=interview, starts_at=later, minutes=60, by=recruiter)
    cancel_interview(interview=interview, by=recruiter)
    return list(Mail.objects.order_by("pk"))


def test_life_of_an_interview_is_one_event_in_a_calendar(told):
    calendars = [read(mail.calendar) for mail in told]

    assert [(calendar.method, event.sequence, event.status) for calendar, event in calendars] == [
        ("REQUEST", 0, "CONFIRMED"),
        ("REQUEST", 1, "CONFIRMED"),
        ("CANCEL", 2, "CANCELLED"),
    ]
    assert len({event.uid for _, event in calendars}) == 1
    first, second = calendars[0][1], calendars[1][1]
    assert second.dtstart - first.dtstart == dt.timedelta(days=1)
    assert [mail.calendar_method for mail in told] == ["REQUEST", "REQUEST", "CANCEL"]


def test_calendar_tells_neither_hypotheses_nor_bars(application, recruiter):
    factories.HypothesisFactory(application=application, competency__name="Creative thinking")
    application.role.is_confidential = True
    application.role.save()

    book_interview(
        application=application,
        kit=factories.KitFactory(name="Pair debugging"),
        starts_at=dt.datetime.now(dt.UTC) + dt.timedelta(days=3),
        minutes=45,
        interviewers=[factories.UserFactory()],
        by=recruiter,
    )

    mail = Mail.objects.get()
    written = mail.subject + mail.body + mail.calendar
    assert "Creative" not in written
    assert application.candidate.name not in written
    assert application.role.title not in written
