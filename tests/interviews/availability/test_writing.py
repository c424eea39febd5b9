"""What we write into a real CalDAV server, read back with a client that is not ours."""

import datetime as dt

import pytest
from django.utils import timezone

from interviews.availability.models import BusySpan, InterviewerSettings, WrittenEvent
from interviews.availability.sources import set_receiving
from interviews.availability.syncing import sync_source
from interviews.availability.tasks import write_interviews
from interviews.schedule.actions import book_interview, cancel_interview, reassign_interview, reschedule_interview
from tests import factories


@pytest.fixture
def receiving(account):
    return set_receiving(source=account, receives=True)


@pytest.fixture
def book(mara):
    def book_one(**fields):
        recruiter = factories.UserFactory(recruiter=True)
        application = fields.pop("application", None) or factories.ApplicationFactory(candidate__name="Elin Vasquez")
        at = (timezone.now() + dt.timedelta(days=2)).replace(microsecond=0)
        kit = factories.KitFactory(name="Pair debugging")
        return book_interview(
            application=application, kit=kit, starts_at=at, minutes=45, interviewers=[mara], by=recruiter, **fields
        )

    return book_one


def seen(their_calendar):
    """What the second client finds."""
    return [one.icalendar_component for one in their_calendar.events()]


def test_an_interview_is_written_updated_and_taken_out(receiving, their_calendar, book, mara):
    interview = book(location="Room 4")

    assert (write_interviews(receiving.pk), write_interviews(receiving.pk)) == (1, 0)
    [event] = seen(their_calendar)
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Pair debugging with Elin Vasquez", "Room 4")
    assert (event["DTSTART"].dt, event["SEQUENCE"]) == (interview.starts_at, 0)
    assert ("ATTENDEE" in event, "ORGANIZER" in event) == (False, False)
    assert "/interviews/kits/" in str(event["DESCRIPTION"])

    later = interview.starts_at + dt.timedelta(hours=3)
    reschedule_interview(interview=interview, starts_at=later, minutes=45, by=mara)
    assert write_interviews(receiving.pk) == 1
    [event] = seen(their_calendar)
    assert (event["DTSTART"].dt, event["SEQUENCE"]) == (later, 1)

    cancel_interview(interview=interview, by=mara)
    assert (write_interviews(receiving.pk), write_interviews(receiving.pk)) == (1, 0)
    assert seen(their_calendar) == []
    assert not WrittenEvent.objects.exists()


def test_a_lost_seat_is_taken_out(receiving, their_calendar, book, mara):
    interview = book()
    write_interviews(receiving.pk)

    reassign_interview(interview=interview, interviewers=[factories.UserFactory()], by=mara)
    write_interviews(receiving.pk)

    assert seen(their_calendar) == []


def test_what_we_wrote_is_not_read_back_as_busy(receiving, their_calendar, book):
    book()
    write_interviews(receiving.pk)
    receiving.refresh_from_db()

    assert sync_source(source=receiving) == "read"
    assert not BusySpan.objects.exists()


def test_an_event_its_owner_changed_is_written_over(receiving, their_calendar, book, mara):
    interview = book()
    write_interviews(receiving.pk)
    [event] = their_calendar.events()
    event.icalendar_component["SUMMARY"] = "Lunch"
    event.save()

    reschedule_interview(
        interview=interview, starts_at=interview.starts_at + dt.timedelta(hours=1), minutes=45, by=mara
    )
    write_interviews(receiving.pk)

    assert [str(one["SUMMARY"]) for one in seen(their_calendar)] == ["Pair debugging with Elin Vasquez"]


def test_an_event_its_owner_deleted_comes_back_with_the_next_version(receiving, their_calendar, book, mara):
    interview = book()
    write_interviews(receiving.pk)
    their_calendar.events()[0].delete()

    reschedule_interview(
        interview=interview, starts_at=interview.starts_at + dt.timedelta(hours=1), minutes=45, by=mara
    )
    write_interviews(receiving.pk)

    assert len(seen(their_calendar)) == 1


def test_a_calendar_that_has_the_invitation_is_left_alone(receiving, their_calendar, book):
    interview = book()
    their_calendar.save_event(
        f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Mail//EN\nBEGIN:VEVENT\nUID:{interview.uuid}@strongsuit\n"
        "DTSTAMP:20261101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nSUMMARY:From the mail\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    )

    assert (write_interviews(receiving.pk), write_interviews(receiving.pk)) == (0, 0)
    assert [str(one["SUMMARY"]) for one in seen(their_calendar)] == ["From the mail"]

    cancel_interview(interview=interview, by=interview.booked_by)
    write_interviews(receiving.pk)
    assert len(seen(their_calendar)) == 1


def test_turned_off_it_loses_what_we_wrote(receiving, their_calendar, book):
    book()
    write_interviews(receiving.pk)

    set_receiving(source=receiving, receives=False)
    write_interviews(receiving.pk)

    assert seen(their_calendar) == []


def test_names_are_left_out_where_the_owner_says_so(receiving, their_calendar, book, mara):
    InterviewerSettings.objects.create(user=mara, feed_names_candidates=False)
    book()

    write_interviews(receiving.pk)

    [event] = seen(their_calendar)
    assert (str(event["SUMMARY"]), "Elin" in event.to_ical().decode()) == ("Pair debugging", False)


def test_booking_writes_by_itself(receiving, their_calendar, book, django_capture_on_commit_callbacks, monkeypatch):
    sent = []
    monkeypatch.setattr(write_interviews, "delay", lambda *args: sent.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        book()

    assert sent == [(receiving.pk,)]
