import datetime as dt

import pytest
from django.core import mail as sent
from django.urls import reverse
from django.utils import timezone

from candidates.outreach.actions import keep_draft, send_message, stop_conversation
from candidates.outreach.enums import Stop
from candidates.outreach.following_up import choose_sequence, take_due_steps
from candidates.outreach.models import Conversation, Message, Policy, Sequence, Step, Template
from candidates.outreach.receiving import receive
from candidates.outreach.tasks import follow_up
from candidates.people.actions import set_do_not_contact
from candidates.privacy.actions import erase_candidate
from candidates.privacy.enums import Way
from candidates.privacy.objecting import object_to_contact
from hiring.pipeline.actions import add_application
from tests import factories
from tests.candidates.outreach.mails import bounce, reply
from workspace.mail.actions import deliver_due_mail

PAGES = "/sourcing/outreach/sequences/"


@pytest.fixture
def sequence(db):
    """Two steps: one sent by itself after three working days, one drafted after five more."""
    template = Template.objects.create(name="Again", subject="s", body="Hello {{ first_name }}, once more?")
    row = Sequence.objects.create(name="Twice")
    Step.objects.create(sequence=row, position=0, wait_days=3, template=template, is_automatic=True)
    Step.objects.create(sequence=row, position=1, wait_days=5, template=template)
    return row


@pytest.fixture
def begun(elin, recruiter, sequence, draft):
    """A first letter that has left, with a sequence after it."""
    message = draft(recruiter)
    choose_sequence(conversation=message.conversation, sequence=sequence, by=recruiter)
    send_message(message=message, by=recruiter)
    deliver_due_mail()
    return Conversation.objects.get()


def later(days=30):
    return timezone.now() + dt.timedelta(days=days)


def again(begun):
    begun.refresh_from_db()
    return begun


def test_the_wait_begins_when_the_first_letter_has_left(recruiter, sequence, draft):
    message = draft(recruiter)
    choose_sequence(conversation=message.conversation, sequence=sequence, by=recruiter)
    before = take_due_steps(now=later())
    send_message(message=message, by=recruiter)
    queued = Conversation.objects.get().due_at
    deliver_due_mail()

    due = Conversation.objects.get().due_at
    assert (before, queued) == (0, None)
    assert due.weekday() < 5
    assert dt.timedelta(days=2.9) < due - timezone.now() < dt.timedelta(days=6)


def test_an_automatic_step_is_sent_once_in_the_thread_and_says_that_it_is_automatic(begun, recruiter):
    Policy.objects.update(per_person=9)
    now = again(begun).due_at + dt.timedelta(minutes=1)

    assert [take_due_steps(now=now), take_due_steps(now=now), follow_up()] == [1, 0, 0]
    deliver_due_mail(now=now)

    first, second = sent.outbox
    assert second.subject == "Re: Your paper"
    assert second.body.startswith("Hello Elin, once more?")
    assert second.extra_headers["In-Reply-To"] == first.extra_headers["Message-ID"]
    assert second.extra_headers["Auto-Submitted"] == "auto-generated"
    assert (again(begun).next_step, begun.due_at is not None) == (1, True)


def test_the_task_called_twice_takes_a_step_once(begun):
    Conversation.objects.update(due_at=timezone.now() - dt.timedelta(minutes=1))

    assert [follow_up(), follow_up()] == [1, 0]
    assert Message.objects.count() == 2


def test_a_step_to_be_reviewed_becomes_a_draft_and_nothing_leaves(begun):
    Conversation.objects.update(next_step=1, due_at=timezone.now())

    take_due_steps(now=later())
    deliver_due_mail(now=later())

    assert sorted(Message.objects.values_list("state", flat=True)) == ["draft", "sent"]
    assert len(sent.outbox) == 1
    assert (again(begun).due_at, begun.next_step) == (None, 2)


def test_after_the_last_step_nothing_follows(begun, recruiter):
    Conversation.objects.update(next_step=2)

    send_message(
        message=keep_draft(candidate=begun.candidate, address="elin@uni.example", subject="s", body="b", by=recruiter),
        by=recruiter,
    )
    deliver_due_mail()

    assert (again(begun).due_at, begun.ended_because) == (None, "All steps are done.")


def test_a_letter_with_a_gap_is_not_sent_by_itself(begun):
    Template.objects.update(body="About {{ work }}")

    take_due_steps(now=later())
    deliver_due_mail(now=later())

    assert Message.objects.get(state="draft").body == "About [[which of their works you read]]"
    assert len(sent.outbox) == 1


def test_over_the_limit_a_step_waits_a_working_day(begun):
    Policy.objects.update(per_person=1, person_days=90)
    now = later()

    assert take_due_steps(now=now) == 0
    assert again(begun).due_at > now
    assert Message.objects.count() == 1


def test_a_draft_somebody_is_writing_is_not_replaced(begun, recruiter, draft):
    draft(recruiter, body="My own words")

    assert take_due_steps(now=later()) == 0
    assert Message.objects.get(state="draft").body == "My own words"


def answer(begun, recruiter):
    receive(reply(Message.objects.get().message_id).as_bytes())


def decline(begun, recruiter):
    stop_conversation(conversation=begun, why=Stop.DECLINED, by=recruiter)


def object_(begun, recruiter):
    object_to_contact(candidate=begun.candidate, way=Way.LINK, by=None)


def forbid(begun, recruiter):
    set_do_not_contact(candidate=begun.candidate, value=True, by=recruiter)


def return_(begun, recruiter):
    receive(bounce(Message.objects.get().message_id))


def apply_(begun, recruiter):
    add_application(candidate=begun.candidate, role=factories.RoleFactory(), by=recruiter)


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (answer, "They answered."),
        (decline, "They declined"),
        (object_, "They objected"),
        (forbid, "Marked “do not contact”"),
        (return_, "Their address does not take mail"),
        (apply_, "They are in a role’s pipeline now"),
    ],
)
def test_what_ends_a_sequence_is_said_on_the_thread(begun, recruiter, sign_in, happens, words):
    happens(begun, recruiter)

    assert take_due_steps(now=later()) == 0
    deliver_due_mail(now=later())
    page = sign_in(recruiter).get(reverse("candidates:candidate", args=[begun.candidate.uuid])).text
    assert words in page
    assert len(sent.outbox) == 1


def test_erasing_ends_it_without_a_trace(begun, recruiter):
    erase_candidate(candidate=begun.candidate, by=recruiter)

    assert take_due_steps(now=later()) == 0
    assert (Conversation.objects.count(), len(sent.outbox)) == (0, 1)


def test_a_machines_answer_ends_nothing(begun):
    receive(reply(Message.objects.get().message_id, Auto_Submitted="auto-replied").as_bytes())

    assert take_due_steps(now=later()) == 1


def test_who_was_in_a_pipeline_already_is_not_followed_up(elin, recruiter, sequence, draft):
    factories.ApplicationFactory(candidate=elin)
    message = draft(recruiter)
    choose_sequence(conversation=message.conversation, sequence=sequence, by=recruiter)
    send_message(message=message, by=recruiter)
    deliver_due_mail()

    assert take_due_steps(now=later()) == 0
    assert Conversation.objects.get().ended_because == "They are in a role’s pipeline now."


def test_a_holder_who_left_sends_nothing(begun, recruiter):
    recruiter.is_active = False
    recruiter.save()

    assert take_due_steps(now=later()) == 0
    assert again(begun).ended_because == "Rita Recruiter is no longer with us."


def test_letting_nothing_follow_keeps_the_conversation(begun, recruiter, sign_in):
    sign_in(recruiter).post(reverse("candidates:end_following", args=[begun.uuid]))

    assert (again(begun).state, begun.due_at, begun.ended_because) == ("open", None, "Ended by Rita Recruiter.")


def test_a_sequence_is_chosen_with_the_letter_and_stands_in_the_queue(elin, recruiter, sequence, sign_in):
    client = sign_in(recruiter)
    data = {"address": "elin@uni.example", "subject": "s", "body": "b", "sequence": sequence.uuid, "send": "1"}

    client.post(reverse("candidates:write", args=[elin.uuid]), data)
    deliver_due_mail()

    assert [row.candidate for row in client.get("/sourcing/outreach/?show=coming").context["rows"]] == [elin]


def test_a_sequence_is_written_and_changed(recruiter, sequence, sign_in):
    client, template = sign_in(recruiter), Template.objects.get()
    step = {"template_0": template.uuid, "wait_0": 4, "auto_0": "on", "is_active": "on"}

    empty = client.post(f"{PAGES}new/", {"name": "None"})
    twice = client.post(f"{PAGES}new/", step | {"name": "twice"})
    soon = client.post(f"{PAGES}new/", step | {"name": "Soon", "wait_0": 0})
    client.post(f"{PAGES}new/", step | {"name": "Once"})
    client.post(f"{PAGES}{sequence.uuid}/", step | {"name": "Twice"})

    assert [answer.status_code for answer in (empty, twice, soon)] == [422, 422, 422]
    assert "A sequence needs a step: choose a letter that follows." in empty.text
    assert [(step.wait_days, step.is_automatic) for step in Sequence.objects.get(name="Once").steps.all()] == [
        (4, True)
    ]
    assert sequence.steps.count() == 1
    assert "1 letter after the first" in client.get(PAGES).text
    assert client.get(f"{PAGES}{sequence.uuid}/").status_code == 200
