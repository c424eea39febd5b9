"""An invitation as it arrives: sent by the task, through a real SMTP server, once."""

import datetime as dt
import email
import email.policy

import pytest
from django.utils import timezone

from interviews.schedule.actions import book_interview
from tests import factories
from tests.interviews.schedule.test_invitations import read
from workspace.mail.models import Mail, MailState
from workspace.mail.tasks import deliver


@pytest.fixture
def interview(application, recruiter):
    return book_interview(
        application=application,
        kit=factories.KitFactory(name="Pair débugging"),
        starts_at=timezone.now().replace(microsecond=0) + dt.timedelta(days=3),
        minutes=45,
        interviewers=[factories.UserFactory(name="Mara Ølsen")],
        location="Room 4",
        by=recruiter,
    )


def test_invitation_arrives_once_as_something_to_accept(interview, mail_server):
    deliver()
    deliver()

    (envelope,) = mail_server.messages
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert message.get_content_type() == "multipart/alternative"
    text, calendar = message.iter_parts()
    assert "Room 4" in text.get_content()
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_content_charset() == "utf-8"
    event = read(calendar.get_content())[1]
    assert event.dtstart == interview.starts_at
    assert event.summary.startswith("Pair débugging with")
    assert event.attendees[0].common_name == "Mara Ølsen"
    assert message["Message-ID"].startswith(f"<{Mail.objects.get().uuid}@")


def test_refused_invitation_waits_and_is_not_lost(interview, mail_server):
    mail_server.refuse_with = "451 try later"

    deliver()

    mail = Mail.objects.get()
    assert (mail.state, mail.attempts, mail_server.messages) == (MailState.WAITING, 1, [])


def test_candidate_is_found_for_erasure(interview):
    assert Mail.objects.get().candidate == interview.application.candidate.uuid
