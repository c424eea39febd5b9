"""A real worker is killed with SIGKILL in the middle of its work: nothing is lost, and nothing is said twice."""

import datetime as dt
import socket
import threading
import time
from collections import Counter

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests import factories
from workspace.mail.actions import queue_mail, sweep_mail
from workspace.mail.models import Mail, MailState
from workspace.mail.tasks import deliver
from workspace.models import Notification
from workspace.reminders.tasks import remind

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
PATIENCE = 60


def wait_until(condition, what):
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, f"waited {PATIENCE} s for {what}"
        time.sleep(0.05)


def states():
    return Counter(Mail.objects.values_list("state", flat=True))


def test_a_worker_killed_while_the_server_takes_a_mail_repeats_none_and_loses_none(mail_server, start_worker):
    for number in range(3):
        queue_mail(key=f"m/{number}", to=f"person{number}@mail.example", subject=f"Mail {number}", body="Hello")
    in_the_middle = threading.Event()
    mail_server.on_message = lambda _envelope: in_the_middle.set()
    mail_server.delay = 3
    worker = start_worker(EMAIL_URL=mail_server.url)

    deliver.delay()
    assert in_the_middle.wait(PATIENCE)
    worker.kill()

    assert states() == {MailState.TRANSMITTING: 1, MailState.WAITING: 2}
    mail_server.on_message, mail_server.delay = None, 0
    assert sweep_mail(now=timezone.now() + dt.timedelta(minutes=11)) == (0, 1)
    start_worker(EMAIL_URL=mail_server.url)
    deliver.delay()
    wait_until(lambda: states()[MailState.SENT] == 2, "the other two mails")

    arrived = Counter(envelope.rcpt_tos[0] for envelope in mail_server.messages)
    assert states() == {MailState.UNCERTAIN: 1, MailState.SENT: 2}
    assert arrived["person1@mail.example"] == arrived["person2@mail.example"] == 1
    # What was under way may have arrived or not; it is shown to an administrator and never sent again by itself.
    assert arrived["person0@mail.example"] <= 1


def test_a_worker_killed_before_it_reaches_the_server_sends_the_mail_once_later(mail_server, start_worker):
    queue_mail(key="m", to="person@mail.example", subject="Mail", body="Hello")
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the call and says nothing
        worker = start_worker(EMAIL_URL=f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        deliver.delay()
        wait_until(lambda: states() == {MailState.CLAIMED: 1}, "the claim")
        worker.kill()

    assert sweep_mail(now=timezone.now() + dt.timedelta(minutes=11)) == (1, 0)
    start_worker(EMAIL_URL=mail_server.url)
    deliver.delay()
    wait_until(lambda: states() == {MailState.SENT: 1}, "the mail")
    deliver()

    assert [envelope.rcpt_tos for envelope in mail_server.messages] == [["person@mail.example"]]


def test_a_worker_killed_after_the_server_took_the_mail_never_sends_it_again(mail_server, start_worker, admin, sign_in):
    mail = queue_mail(key="m", to="person@mail.example", subject="Did it arrive", body="Hello")
    being_taken = threading.Event()
    mail_server.on_message = lambda _envelope: being_taken.set()
    mail_server.delay = 1
    worker = start_worker(EMAIL_URL=mail_server.url)

    deliver.delay()
    assert being_taken.wait(PATIENCE)
    with transaction.atomic():  # keeps the worker from noting that it arrived
        Mail.objects.select_for_update().get(pk=mail.pk)
        wait_until(lambda: mail_server.messages, "the server to take the mail")
        wait_until(lambda: end_who_waits_for_a_lock(worker), "the worker to come to note it")
    sweep_mail(now=timezone.now() + dt.timedelta(minutes=11))
    assert deliver() == 0

    assert states() == {MailState.UNCERTAIN: 1}
    assert len(mail_server.messages) == 1
    assert "Did it arrive" in sign_in(admin).get("/settings/reminders/").text


def end_who_waits_for_a_lock(worker):
    """Kill the worker and its session in PostgreSQL, which would else finish its last statement on its own."""
    waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with connection.cursor() as cursor:
        cursor.execute(waiting)
        if not (found := cursor.fetchall()):
            return False
        worker.kill()
        cursor.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s::int[]) pid", [[pid for (pid,) in found]])
    return True


def test_a_worker_killed_in_the_middle_of_a_reminder_run_says_each_thing_once(start_worker):
    number = 60
    for _ in range(number):
        factories.CandidateFactory(
            follow_up_on=timezone.now().date() - dt.timedelta(days=2), follow_up_by=factories.UserFactory()
        )
    worker = start_worker()

    remind.delay()
    wait_until(lambda: Notification.objects.count() >= 3, "the first reminders")
    worker.kill()
    reached = Notification.objects.count()
    start_worker()
    remind.delay()
    wait_until(lambda: Notification.objects.count() == number, "all reminders")
    remind()

    assert reached < number, "the worker was killed too late to prove anything"
    assert Notification.objects.count() == Mail.objects.count() == number
    assert set(Counter(Notification.objects.values_list("user", flat=True)).values()) == {1}


def test_two_workers_at_the_same_reminders_say_each_thing_once(start_worker):
    for _ in range(20):
        factories.CandidateFactory(
            follow_up_on=timezone.now().date() - dt.timedelta(days=2), follow_up_by=factories.UserFactory()
        )
    start_worker(concurrency=2)

    for _ in range(4):
        remind.delay()
    wait_until(lambda: Notification.objects.count() == 20, "all reminders")
    time.sleep(1)

    assert Notification.objects.count() == Mail.objects.count() == 20
