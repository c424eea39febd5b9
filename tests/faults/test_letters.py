"""Real workers, a real mail server, and letters to people: nobody gets one twice, and nobody after they objected."""

import datetime as dt
import threading
import time
from collections import Counter

import pytest
from django.utils import timezone

from candidates.outreach.actions import keep_draft, send_message
from candidates.outreach.following_up import choose_sequence
from candidates.outreach.models import Conversation, Message, Policy, Sequence, Step, Template
from candidates.outreach.tasks import follow_up
from candidates.privacy.enums import Way
from candidates.privacy.objecting import object_to_contact
from tests import factories
from tests.plugins.servers import send_from_elsewhere
from workspace.mail.actions import send_again, sweep_mail
from workspace.mail.models import Mail, MailState
from workspace.mail.tasks import deliver

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
PATIENCE = 60


def wait_until(condition, what):
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, f"waited {PATIENCE} s for {what}"
        time.sleep(0.05)


def write_to(number, recruiter, **more):
    """Write to so many people; return them in order."""
    Policy.objects.get_or_create(defaults={"per_sender": 500, "per_day": 5000, "per_person": 9})
    people = []
    for place in range(number):
        person = factories.IdentityFactory(value=f"person{place}@uni.example").candidate
        draft = keep_draft(
            candidate=person, address=f"person{place}@uni.example", subject="Your paper", body="Hello", by=recruiter
        )
        for sequence in more.values():
            choose_sequence(conversation=draft.conversation, sequence=sequence, by=recruiter)
        send_message(message=draft, by=recruiter)
        people.append(person)
    return people


def arrived(mail_server):
    return Counter(envelope.rcpt_tos[0] for envelope in mail_server.messages)


def states(model=Mail):
    return Counter(model.objects.values_list("state", flat=True))


def test_a_worker_killed_while_a_letter_leaves_repeats_it_never_and_not_after_an_objection(
    recruiter, mail_server, start_worker
):
    elin, mei = write_to(2, recruiter)
    in_the_middle = threading.Event()
    mail_server.on_message = lambda _envelope: in_the_middle.set()
    mail_server.delay = 3
    worker = start_worker(EMAIL_URL=mail_server.url)

    deliver.delay()
    assert in_the_middle.wait(PATIENCE)
    worker.kill()
    mail_server.on_message, mail_server.delay = None, 0
    sweep_mail(now=timezone.now() + dt.timedelta(minutes=11))
    uncertain = Message.objects.get(conversation__candidate=elin)
    object_to_contact(candidate=elin, way=Way.ONE_CLICK, by=None)
    before = arrived(mail_server)["person0@uni.example"]
    send_again(mail=uncertain.mail, by=recruiter)
    start_worker(EMAIL_URL=mail_server.url)
    deliver.delay()
    wait_until(lambda: states()[MailState.SENT] == 1, "the letter to the other")
    wait_until(lambda: states()[MailState.DROPPED] == 1, "the stopped one")

    assert uncertain.state == "uncertain"
    assert before <= 1
    assert arrived(mail_server) == Counter({"person1@uni.example": 1}) + Counter({"person0@uni.example": before})
    assert Conversation.objects.get(candidate=elin).stop == "objected"
    assert Message.objects.get(conversation__candidate=mei).state == "sent"


def test_two_workers_and_objections_meanwhile_send_each_letter_once_or_never(recruiter, mail_server, start_worker):
    people = write_to(40, recruiter)
    for person in people[:5]:
        object_to_contact(candidate=person, way=Way.LINK, by=None)
    mail_server.delay = 0.05
    for _ in range(2):
        start_worker(EMAIL_URL=mail_server.url, concurrency=2)

    for _ in range(6):
        deliver.delay()
    wait_until(lambda: len(mail_server.messages) >= 3, "the first letters")
    for person in reversed(people[20:]):  # from the end, where the workers have not been yet
        object_to_contact(candidate=person, way=Way.ONE_CLICK, by=None)
    wait_until(lambda: states()[MailState.SENT] + states()[MailState.DROPPED] == 40, "all letters")
    time.sleep(1)

    got, left = arrived(mail_server), Mail.objects.filter(state=MailState.SENT).values_list("to", flat=True)
    assert got == Counter(left)
    assert set(got.values()) == {1}
    assert not {f"person{place}@uni.example" for place in range(5)} & set(got)
    assert states()[MailState.DROPPED] >= 6, "no objection came in time to prove anything"
    assert states(Message)["dropped"] == states()[MailState.DROPPED]


def test_a_broker_that_restarts_in_the_middle_loses_and_repeats_no_letter(
    recruiter, mail_server, start_worker, own_redis
):
    write_to(12, recruiter)
    mail_server.delay = 0.2
    for _ in range(2):
        start_worker(EMAIL_URL=mail_server.url, REDIS_URL=own_redis.url())

    send_from_elsewhere(own_redis, "workspace.mail.deliver")
    wait_until(lambda: len(mail_server.messages) >= 2, "the first letters")
    own_redis.kill()
    time.sleep(0.5)
    own_redis.start()
    send_from_elsewhere(own_redis, "workspace.mail.deliver", "workspace.mail.deliver")
    wait_until(lambda: states()[MailState.SENT] == 12, "all letters")
    time.sleep(1)

    assert arrived(mail_server) == Counter({f"person{place}@uni.example": 1 for place in range(12)})


def test_two_workers_take_each_step_of_a_sequence_once(recruiter, mail_server, start_worker):
    template = Template.objects.create(name="Again", subject="s", body="Once more, {{ full_name }}?")
    sequence = Sequence.objects.create(name="Once more")
    Step.objects.create(sequence=sequence, position=0, wait_days=1, template=template, is_automatic=True)
    people = write_to(15, recruiter, sequence=sequence)
    deliver()
    Conversation.objects.update(due_at=timezone.now() - dt.timedelta(minutes=1))
    object_to_contact(candidate=people[0], way=Way.LINK, by=None)
    for _ in range(2):
        start_worker(EMAIL_URL=mail_server.url, concurrency=2)

    for _ in range(4):
        follow_up.delay()
    wait_until(lambda: Message.objects.count() == 29, "the steps")
    for _ in range(4):
        follow_up.delay()
        deliver.delay()
    wait_until(lambda: len(mail_server.messages) == 29, "all letters")
    time.sleep(1)

    assert set(arrived(mail_server).values()) == {1, 2}
    assert arrived(mail_server)["person0@uni.example"] == 1
    assert Message.objects.count() == Mail.objects.count() == 29
