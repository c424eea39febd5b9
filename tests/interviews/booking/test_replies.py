"""Answers of calendar programs to invitations, as they come in by mail."""

import datetime as dt
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.outreach.receiving import Came, receive
from interviews.booking.models import InvitationReply
from interviews.booking.reminders import due_gaps, gap_settled
from interviews.booking.replies import Reply, read_reply
from interviews.schedule.actions import book_interview, reassign_interview, reschedule_interview
from tests.interviews.booking.conftest import soon

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
REPLY = """BEGIN:VCALENDAR
PRODID:-//Another program//EN
VERSION:2.0
METHOD:{method}
BEGIN:VEVENT
UID:{uid}
SEQUENCE:{sequence}
DTSTAMP:{stamp}
ATTENDEE;CN="Mara Olsen";PARTSTAT={answer}:mailto:{attendee}
END:VEVENT
END:VCALENDAR
"""


def reply(interview, answer="DECLINED", *, sequence=None, attendee="mara@staff.example", **given):
    known = {
        "method": "REPLY",
        "uid": f"{interview.uuid}@strongsuit",
        "sequence": interview.sequence if sequence is None else sequence,
        "stamp": "20261121T120000Z",
        "answer": answer,
        "attendee": attendee,
    }
    return REPLY.format(**{**known, **given}).replace("\n", "\r\n")


def mail_with(calendar, sender="mara@staff.example"):
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = sender, "hiring@strongsuit.example", "<reply@staff.example>"
    message["Subject"] = "Declined: Interview"
    message.set_content("Mara has declined.")
    message.add_alternative(calendar, subtype="calendar", params={"method": "REPLY"})
    return message.as_bytes()


@pytest.fixture
def interview(application, kits, mara, recruiter):
    return book_interview(
        application=application, kit=kits[0], starts_at=soon(4, 14), minutes=60, interviewers=[mara], by=recruiter
    )


def prompts():
    return [(one.recipient, one.subject.split(" on ")[0]) for one in due_gaps(dt.datetime.now(dt.UTC), {})]


def test_a_declined_invitation_asks_whoever_booked_for_somebody_else_at_once(interview, recruiter, jonas):
    assert receive(mail_with(reply(interview))) is Came.CALENDAR

    assert prompts() == [(recruiter.pk, "Mara Olsen cannot hold Secret kit pairing")]
    key = next(due_gaps(dt.datetime.now(dt.UTC), {})).key
    assert not gap_settled(key)
    reassign_interview(interview=interview, interviewers=[jonas], by=recruiter)
    assert prompts() == []
    assert gap_settled(key)


def test_the_same_answer_fetched_twice_is_one(interview):
    for _ in range(2):
        assert receive(mail_with(reply(interview))) is Came.CALENDAR

    assert InvitationReply.objects.count() == 1


@pytest.mark.parametrize("answer", ["ACCEPTED", "TENTATIVE"])
def test_other_answers_are_kept_and_ask_nothing(interview, answer):
    receive(mail_with(reply(interview, answer)))

    assert InvitationReply.objects.get().answer == answer.lower()
    assert prompts() == []


def test_who_accepts_after_declining_comes(interview):
    receive(mail_with(reply(interview)))
    receive(mail_with(reply(interview, "ACCEPTED", stamp="20261121T130000Z")))

    assert prompts() == []


def test_a_decline_of_the_old_time_says_nothing_of_the_new_one(interview, recruiter):
    reschedule_interview(interview=interview, starts_at=soon(5, 14), minutes=60, by=recruiter)

    receive(mail_with(reply(interview, sequence=0)))

    assert prompts() == []


@pytest.mark.parametrize(
    ("given_reply", "sender"),
    [
        ({}, "mallory@elsewhere.example"),  # speaks for somebody else
        ({"attendee": "jonas@staff.example"}, "jonas@staff.example"),  # has no seat
        ({"method": "COUNTER"}, "mara@staff.example"),
        ({"uid": "not-ours@elsewhere"}, "mara@staff.example"),
        ({"uid": "x@strongsuit"}, "mara@staff.example"),
        ({"answer": "DELEGATED"}, "mara@staff.example"),
        ({"stamp": "yesterday"}, "mara@staff.example"),
    ],
)
def test_what_is_no_answer_of_an_interviewer_is_not_taken(interview, jonas, given_reply, sender):
    assert receive(mail_with(reply(interview, **given_reply), sender)) is Came.NOBODYS

    assert not InvitationReply.objects.exists()


@given(st.text(max_size=300))
def test_reading_whatever_comes_in_never_fails(text):
    wrapped = f"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n{text}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

    assert read_reply(text) is None
    assert read_reply(wrapped) is None or isinstance(read_reply(wrapped), Reply)
