import datetime as dt
import smtplib

import pytest
from django.core import mail as sent
from django.utils import timezone

from tests import factories
from workspace.mail.actions import claim_next, deliver_due_mail, queue_mail, send_again, sweep_mail
from workspace.mail.models import Mail, MailState
from workspace.mail.tasks import deliver, sweep


def put(key="invitation/1", **fields):
    return queue_mail(key=key, to="elin@mail.example", subject="Your interview", body="Tuesday at ten.", **fields)


def test_queue_mail_with_the_same_key_is_the_same_mail(db):
    assert put().pk == put().pk


def test_subject_cannot_carry_headers(db):
    mail = queue_mail(key="k", to="a@b.example", subject="Hello\r\nBcc: all@world.example", body="")

    assert mail.subject == "Hello Bcc: all@world.example"


def test_deliver_task_called_twice_sends_once(db):
    put()

    assert [deliver(), deliver()] == [1, 0]
    assert [message.to for message in sent.outbox] == [["elin@mail.example"]]
    assert Mail.objects.get().state == MailState.SENT


def test_calendar_part_is_an_invitation(db):
    put(calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", calendar_method="REQUEST")

    deliver()

    part = sent.outbox[0].message().get_payload()[1]
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == "REQUEST"


class Refusing:
    """A mail server that answers in one way."""

    def __init__(self, error, when):
        self.error, self.when = error, when

    def open(self):
        if self.when == "open":
            raise self.error

    def send_messages(self, messages):
        raise self.error

    def close(self):
        pass


@pytest.mark.parametrize(
    ("error", "when", "state"),
    [
        (ConnectionRefusedError("no server"), "open", MailState.WAITING),
        (smtplib.SMTPRecipientsRefused({}), "send", MailState.WAITING),
        (smtplib.SMTPDataError(451, b"later"), "send", MailState.WAITING),
        (smtplib.SMTPServerDisconnected("gone"), "send", MailState.UNCERTAIN),
        (TimeoutError("slow"), "send", MailState.UNCERTAIN),
    ],
)
def test_what_becomes_of_a_mail_the_server_did_not_take(db, monkeypatch, error, when, state):
    mail = put()
    monkeypatch.setattr("workspace.mail.actions.get_connection", lambda: Refusing(error, when))

    deliver_due_mail()

    mail.refresh_from_db()
    assert mail.state == state
    assert str(error) in mail.error


def test_refused_mail_waits_longer_each_time_and_fails_in_the_end(db, monkeypatch):
    mail = put()
    monkeypatch.setattr("workspace.mail.actions.get_connection", lambda: Refusing(ConnectionRefusedError("no"), "open"))
    waits = []

    for _ in range(12):
        Mail.objects.update(not_before=timezone.now())
        deliver_due_mail()
        mail.refresh_from_db()
        waits.append(round((mail.not_before - timezone.now()).total_seconds() / 60))

    assert waits[:7] == [1, 2, 4, 8, 16, 32, 60]
    assert mail.state == MailState.FAILED


def test_two_workers_never_claim_the_same_mail(db):
    put("1")
    put("2")
    now = timezone.now()

    claimed = [claim_next(now=now), claim_next(now=now), claim_next(now=now)]

    assert [mail.key if mail else None for mail in claimed] == ["1", "2", None]


def test_sweep_takes_back_claims_and_never_repeats_a_transmission(db):
    long_ago = timezone.now() - dt.timedelta(hours=1)
    claimed, under_way = put("1"), put("2")
    Mail.objects.filter(pk=claimed.pk).update(state=MailState.CLAIMED, claimed_at=long_ago)
    Mail.objects.filter(pk=under_way.pk).update(state=MailState.TRANSMITTING, claimed_at=long_ago)

    assert [sweep(), sweep()] == [(1, 1), (0, 0)]
    assert deliver() == 1
    under_way.refresh_from_db()
    assert under_way.state == MailState.UNCERTAIN
    assert sweep_mail() == (0, 0)


@pytest.mark.parametrize(
    ("state", "again"), [("uncertain", True), ("failed", True), ("sent", False), ("waiting", False)]
)
def test_send_again_is_for_what_did_not_surely_arrive(db, state, again):
    mail = put()
    Mail.objects.update(state=state, sent_at=timezone.now())

    assert send_again(mail=mail, by=factories.UserFactory(admin=True)) == again
