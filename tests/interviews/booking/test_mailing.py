"""What the candidate and their calendar are told, read back by programs that are not ours."""

import datetime as dt
import email
import socket
import subprocess
import sys
import time
import zoneinfo

import caldav
import pytest
import vobject
from django.core import mail as sent
from django.utils import timezone

from interviews.booking.actions import offer_times
from interviews.booking.choosing import decline, take_choice
from interviews.booking.models import BookedPart
from interviews.models import Interview
from interviews.schedule.actions import cancel_interview, reassign_interview, reschedule_interview
from tests.interviews.booking.conftest import soon
from workspace.mail.models import Mail
from workspace.mail.tasks import deliver

THEIRS = "elin@vasquez.example"
PACIFIC = zoneinfo.ZoneInfo("America/Los_Angeles")


@pytest.fixture
def booked(booking):
    return take_choice(booking=booking, choice=booking.choices.get(position=0))


def invitations(booking, part=0):
    """The candidate's mails about one interview, in order."""
    interview = BookedPart.objects.get(booking=booking, part=part).interview
    return list(Mail.objects.filter(key__startswith=f"candidate-invitation/{interview.uuid}/").order_by("pk"))


def event_of(mail):
    return vobject.readOne(mail.calendar).vevent


def test_the_offer_holds_a_link_and_no_name_of_an_interviewer(booking):
    mail = Mail.objects.get(key=f"booking/{booking.uuid}/offer")

    assert mail.to == THEIRS
    assert mail.is_secret
    assert "/times/" in mail.body
    assert "Mara" not in mail.body
    assert "Jonas" not in mail.body


def test_each_interview_comes_as_an_invitation_on_the_candidates_clock(booked):
    mail = invitations(booked)[0]
    start = soon(4, 14).astimezone(PACIFIC)

    assert mail.calendar_method == "REQUEST"
    assert f"{start:%H:%M}" in mail.subject
    assert f"{start:%H:%M}" in mail.body
    event = event_of(mail)
    assert event.dtstart.value == soon(4, 14)
    assert event.dtend.value == soon(4, 15)
    assert [one.value for one in event.contents["attendee"]] == [f"mailto:{THEIRS}"]


def test_nothing_of_ours_is_in_what_the_candidate_gets(booked, kits):
    texts = [mail.body + mail.calendar + mail.subject for mail in Mail.objects.filter(to=THEIRS)]

    assert len(texts) > 3
    for secret in ("Secret kit", "/interviews/", "scorecard", "mara@staff", "jonas@staff", "Hari Manager"):
        assert not [text for text in texts if secret in text]


def test_every_change_is_the_next_version_of_the_same_event(booked, recruiter):
    interview = Interview.objects.get(kit__slug="pairing")

    reschedule_interview(interview=interview, starts_at=soon(4, 18), minutes=60, by=recruiter)
    cancel_interview(interview=interview, by=recruiter)

    mails = invitations(booked)
    assert [one.calendar_method for one in mails] == ["REQUEST", "REQUEST", "CANCEL"]
    events = [event_of(one) for one in mails]
    assert [int(one.sequence.value) for one in events] == [0, 1, 2]
    assert len({one.uid.value for one in events}) == 1
    assert [one.status.value for one in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert events[1].dtstart.value == soon(4, 18)


def test_another_interviewer_is_told_as_an_update(booked, recruiter, jonas):
    interview = Interview.objects.get(kit__slug="pairing")

    reassign_interview(interview=interview, interviewers=[jonas], by=recruiter)

    assert "You meet Jonas Weber." in invitations(booked)[1].body


def test_declining_sends_a_cancellation_of_each(booked):
    decline(booking=booked)

    for part in (0, 1):
        assert [one.calendar_method for one in invitations(booked, part)] == ["REQUEST", "CANCEL"]


def test_the_message_has_the_invitation_as_an_alternative_with_its_method(booked):
    now = timezone.now()
    Mail.objects.exclude(key__startswith="candidate-invitation/").update(not_before=now + dt.timedelta(days=9))

    deliver()

    raw = next(one for one in sent.outbox if one.to == [THEIRS]).message().as_bytes()
    parts = list(email.message_from_bytes(raw).walk())
    assert [part.get_content_type() for part in parts] == ["multipart/alternative", "text/plain", "text/calendar"]
    assert parts[2].get_param("method") == "REQUEST"


def test_the_reminder_waits_for_the_day_before_and_is_dropped_when_the_interview_moved(booked, recruiter, time_machine):
    interview = Interview.objects.get(kit__slug="pairing")
    reminder = Mail.objects.get(key__startswith=f"candidate-reminder/{interview.uuid}/")
    assert reminder.not_before == soon(4, 14) - dt.timedelta(hours=24)
    reschedule_interview(interview=interview, starts_at=soon(6, 14), minutes=60, by=recruiter)
    time_machine.move_to(soon(3, 15, 30), tick=False)

    deliver()

    states = dict(Mail.objects.filter(key__startswith="candidate-reminder/").values_list("key", "state"))
    assert states[reminder.key] == "dropped"
    assert sorted(states.values()) == ["dropped", "sent", "waiting"]


@pytest.mark.parametrize(("answers", "state"), [(False, "sent"), (True, "dropped")], ids=["silent", "answered"])
def test_who_has_not_chosen_hears_of_it_on_the_last_day(application, loop_at, recruiter, time_machine, answers, state):
    booking = offer_times(
        application=application,
        choices=[loop_at(soon(9, 14))],
        expires_at=timezone.now() + dt.timedelta(days=5),
        by=recruiter,
    )
    if answers:
        take_choice(booking=booking, choice=booking.choices.get())
    nudge = Mail.objects.get(key=f"booking/{booking.uuid}/nudge")
    time_machine.move_to(booking.expires_at - dt.timedelta(hours=23), tick=False)

    deliver()

    nudge.refresh_from_db()
    assert nudge.state == state


# --- A calendar server, and clients that are not ours --------------------------------------------------------------


@pytest.fixture(scope="module")
def radicale(tmp_path_factory):
    """A CalDAV server of its own on this machine; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("radicale")
    options = [f"--server-hosts=127.0.0.1:{port}", f"--storage-filesystem-folder={folder}", "--auth-type=none"]
    server = subprocess.Popen(
        [sys.executable, "-m", "radicale", "--config", "", *options, "--logging-level=error"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(10)


@pytest.mark.enable_socket
def test_a_calendar_server_takes_every_version_and_another_client_reads_the_last(booked, recruiter, radicale):
    """What a calendar program stores of an invitation is the object without its METHOD (RFC 4791, 4.1)."""
    interview = Interview.objects.get(kit__slug="pairing")
    reschedule_interview(interview=interview, starts_at=soon(4, 18), minutes=75, by=recruiter)
    theirs = invitations(booked)
    staff = list(Mail.objects.filter(key__startswith=f"invitation/{interview.uuid}/").order_by("pk"))
    assert len(theirs) == len(staff) == 2

    for name, mails in (("elin", theirs), ("mara", staff)):
        with caldav.DAVClient(radicale, username=name, password="x") as program:
            calendar = program.principal().make_calendar(name="Own", cal_id="own")
            for mail in mails:
                # As it came: the client would count the sequence up by itself.
                stored = mail.calendar.replace(f"METHOD:{mail.calendar_method}\r\n", "")
                answer = program.put(str(calendar.url.join("interview.ics")), stored, {"Content-Type": "text/calendar"})
                assert answer.status in (201, 204)
        with caldav.DAVClient(radicale, username=name, password="x") as reader:
            stored = reader.principal().calendar(cal_id="own").events()

        assert len(stored) == 1  # one UID: the second version took the place of the first
        event = vobject.readOne(stored[0].data).vevent
        assert (event.dtstart.value, event.dtend.value) == (soon(4, 18), soon(4, 19, 15))
        assert int(event.sequence.value) == 1
        assert event.status.value == "CONFIRMED"
        people = {one.value for one in event.contents["attendee"]}
        assert people == {f"mailto:{THEIRS}" if name == "elin" else "mailto:mara@staff.example"}
