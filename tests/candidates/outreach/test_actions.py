import datetime as dt

import pytest
from django.core import mail as sent
from django.db import IntegrityError
from django.utils import timezone

from candidates.outreach.actions import discard_draft, keep_draft, send_message, stop_conversation, take_over
from candidates.outreach.enums import Stop
from candidates.outreach.models import Conversation, Message, Policy
from candidates.outreach.openings import Opening
from candidates.outreach.refusals import HeldByColleague, OutreachError
from candidates.outreach.signals import message_sent
from candidates.people.actions import set_do_not_contact
from candidates.people.models import Candidate
from candidates.people.refusals import CandidateError
from tests import factories
from workspace.activity.models import Activity
from workspace.mail.actions import claim_next, deliver_due_mail, send_again, transmit
from workspace.mail.models import Mail, MailState


@pytest.fixture
def jonas(db):
    return factories.UserFactory(recruiter=True, name="Jonas Weiss")


def refusal_of(act):
    with pytest.raises(OutreachError) as refusal:
        act()
    return str(refusal.value)


# --- Writing ---------------------------------------------------------------------------------------------------------


def test_a_letter_leaves_once_in_the_senders_name(elin, recruiter, send):
    heard = []
    message_sent.connect(lambda message, **_: heard.append(message.pk), weak=False, dispatch_uid="test")

    message = send(recruiter)
    deliver_due_mail()
    message_sent.disconnect(dispatch_uid="test")

    assert (message.state, message.author, heard) == ("sent", recruiter, [message.pk])
    [letter] = sent.outbox
    assert letter.to == ["elin@uni.example"]
    assert letter.from_email.startswith("Rita Recruiter <")
    assert letter.extra_headers["Message-ID"] == message.message_id
    assert "Auto-Submitted" not in letter.extra_headers
    assert Activity.objects.filter(verb="wrote_to_candidate", candidate=elin.uuid).count() == 1


def test_a_draft_is_kept_and_nothing_leaves(elin, recruiter, draft):
    draft(recruiter, subject="One")
    draft(recruiter, subject="Two\r\nBcc: all@world.example")
    deliver_due_mail()

    assert [message.subject for message in Message.objects.all()] == ["Two Bcc: all@world.example"]
    assert sent.outbox == []


def test_sending_twice_is_refused(recruiter, draft):
    message = draft(recruiter)
    send_message(message=message, by=recruiter)

    assert refusal_of(lambda: send_message(message=message, by=recruiter)) == "This message is on its way already."
    assert Mail.objects.count() == 1


def test_further_letters_stand_in_the_same_thread(recruiter, send):
    first, second = send(recruiter), send(recruiter, subject="Re: Your paper")

    headers = sent.outbox[1].extra_headers
    assert headers["In-Reply-To"] == headers["References"] == first.message_id
    assert second.conversation == first.conversation


def test_a_letter_can_be_about_an_opening(recruiter, draft):
    role = factories.RoleFactory(title="ML engineer")

    message = draft(recruiter, opening=Opening(role.uuid, role.title))

    assert (message.conversation.opening, message.conversation.opening_title) == (role.uuid, "ML engineer")


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ({"subject": ""}, "A message needs a subject and a text."),
        ({"body": "  "}, "A message needs a subject and a text."),
        ({"body": "Hello [[their name]], [[their\nname]]"}, "There is still something to fill in: their name."),
        (
            {"address": "other@uni.example"},
            "Choose one of the e-mail addresses in their file. Add the one you know first.",
        ),
    ],
)
def test_what_cannot_be_sent_is_refused_and_kept(recruiter, draft, words, refused):
    message = draft(recruiter, **words)

    assert refusal_of(lambda: send_message(message=message, by=recruiter)) == refused
    assert Message.objects.get().state == "draft"
    assert Mail.objects.count() == 0


def test_a_letter_too_long_is_refused(recruiter, draft):
    assert "10,000 is the most" in refusal_of(lambda: draft(recruiter, body="x" * 10_001))


def test_nobody_writes_to_a_record_out_of_use(elin, recruiter, draft):
    Candidate.objects.filter(pk=elin.pk).update(erased_at=timezone.now())

    with pytest.raises(CandidateError, match="no longer in use"):
        draft(recruiter)


def test_a_draft_thrown_away_leaves_no_conversation(recruiter, draft):
    message = draft(recruiter)

    discard_draft(message=message, by=recruiter)

    assert Conversation.objects.count() == 0
    assert "already" in refusal_of(lambda: discard_draft(message=message, by=recruiter))


def test_two_drafts_in_one_conversation_cannot_be(recruiter, draft):
    message = draft(recruiter)

    with pytest.raises(IntegrityError):
        Message.objects.create(conversation=message.conversation)


# --- Stopping --------------------------------------------------------------------------------------------------------


def test_do_not_contact_stops_what_has_not_left(elin, recruiter, send):
    message = send(recruiter, deliver=False)

    set_do_not_contact(candidate=elin, value=True, by=recruiter)
    deliver_due_mail()

    message.refresh_from_db()
    assert sent.outbox == []
    assert (message.state, message.problem) == ("dropped", "Marked “do not contact”")
    assert (message.conversation.state, message.conversation.stop) == ("stopped", Stop.DO_NOT_CONTACT)


def test_nothing_is_kept_to_be_sent_to_who_must_not_be_contacted(elin, recruiter, draft):
    message = draft(recruiter)
    Candidate.objects.filter(pk=elin.pk).update(do_not_contact=True)

    assert "so nothing is kept" in refusal_of(lambda: draft(recruiter))
    assert "cannot be sent" in refusal_of(lambda: send_message(message=message, by=recruiter))


class Recording:
    """A mail server at which something happens while it is being connected to."""

    def __init__(self, meanwhile):
        self.meanwhile, self.taken = meanwhile, []

    def open(self):
        self.meanwhile()

    def send_messages(self, messages):
        self.taken += messages

    def close(self):
        pass


def test_a_letter_in_a_workers_hands_is_stopped_too(elin, recruiter, send):
    send(recruiter, deliver=False)
    server = Recording(lambda: set_do_not_contact(candidate=elin, value=True, by=recruiter))

    transmit(claim_next(now=timezone.now()), server)

    assert server.taken == []
    assert Mail.objects.get().state == MailState.DROPPED


def test_the_last_look_stops_a_letter_that_nobody_dropped(elin, recruiter, send):
    send(recruiter, deliver=False)
    Candidate.objects.filter(pk=elin.pk).update(do_not_contact=True)

    deliver_due_mail()

    assert sent.outbox == []
    assert (Mail.objects.get().state, Message.objects.get().problem) == ("dropped", "They are marked “do not contact”.")


def test_an_uncertain_letter_is_not_sent_again_after_an_objection(elin, recruiter, send):
    message = send(recruiter, deliver=False)
    Mail.objects.update(state=MailState.UNCERTAIN)
    set_do_not_contact(candidate=elin, value=True, by=recruiter)

    send_again(mail=message.mail, by=recruiter)
    deliver_due_mail()

    assert sent.outbox == []
    assert Mail.objects.get().state == MailState.DROPPED


def test_stopping_twice_keeps_the_first_reason(recruiter, send):
    conversation = send(recruiter).conversation

    stop_conversation(conversation=conversation, why=Stop.DECLINED, words="Happy where they are", by=recruiter)
    stop_conversation(conversation=conversation, why=Stop.BY_HAND, by=recruiter)

    conversation.refresh_from_db()
    assert (conversation.stop, conversation.stop_words) == (Stop.DECLINED, "Happy where they are")


def test_a_conversation_that_ended_is_not_written_in(recruiter, draft):
    message = draft(recruiter)
    stop_conversation(conversation=message.conversation, why=Stop.BY_HAND, by=recruiter)

    assert "has ended" in refusal_of(lambda: send_message(message=message, by=recruiter))


# --- Limits ----------------------------------------------------------------------------------------------------------


def test_one_person_is_written_to_so_often_and_no_more(recruiter, send):
    Policy.objects.create(per_person=2, person_days=30)
    start = timezone.now() - dt.timedelta(days=20)
    send(recruiter, now=start)
    send(recruiter, now=start + dt.timedelta(days=1))

    words = refusal_of(lambda: send(recruiter))
    later = send(recruiter, now=start + dt.timedelta(days=30, minutes=1))

    assert words.startswith("They were sent 2 messages in the last 30 days, and 2 is the most. Wait until ")
    assert words.endswith(f"{start + dt.timedelta(days=30):%-d %B}.")
    assert later.state == "sent"


def test_one_colleague_sends_so_many_a_day(recruiter, jonas, send):
    Policy.objects.create(per_sender=2, per_person=20)
    now = timezone.now().replace(hour=9)
    people = [factories.IdentityFactory(value=f"p{number}@uni.example") for number in range(3)]
    for one in people[:2]:
        send(recruiter, to=one.candidate, address=one.value, now=now)

    last = {"to": people[2].candidate, "address": people[2].value}
    words = refusal_of(lambda: send(recruiter, now=now, **last))
    tomorrow = send(recruiter, now=now + dt.timedelta(days=1), **last)

    assert words == "Rita Recruiter has sent 2 messages today, which is the most for one person. Send it tomorrow."
    assert tomorrow.state == "sent"


def test_all_of_us_send_so_many_a_day(recruiter, jonas, send):
    Policy.objects.create(per_day=1)
    other = factories.IdentityFactory(value="p@uni.example")
    send(recruiter)

    words = refusal_of(lambda: send(jonas, to=other.candidate, address=other.value))

    assert words == "All of us have sent 1 messages today, which is the most for one day. Send it tomorrow."


def test_a_draft_and_a_dropped_letter_do_not_count(elin, recruiter, send, draft):
    Policy.objects.create(per_person=1)
    first = send(recruiter, deliver=False)
    stop_conversation(conversation=first.conversation, why=Stop.BY_HAND, by=recruiter)

    assert send(recruiter).state == "sent"


# --- Collisions ------------------------------------------------------------------------------------------------------


def test_a_colleagues_conversation_is_not_written_into_unless_taken_over(elin, recruiter, jonas, send):
    Policy.objects.create(held_days=14)
    send(recruiter)

    with pytest.raises(HeldByColleague, match="Rita Recruiter is in conversation with them since"):
        send(jonas)
    take_over(candidate=elin, by=jonas)
    message = send(jonas)

    assert (message.state, message.conversation.holder) == ("sent", jonas)
    assert Activity.objects.filter(verb="took_over_conversation", actor=jonas).count() == 1
    with pytest.raises(HeldByColleague, match="Jonas Weiss"):
        send(recruiter)


def test_a_draft_begun_before_a_colleague_wrote_cannot_be_sent(elin, recruiter, jonas, draft):
    message = draft(recruiter)
    take_over(candidate=elin, by=jonas)

    with pytest.raises(HeldByColleague):
        send_message(message=message, by=recruiter)


def test_a_conversation_nobody_touched_is_free_again(elin, recruiter, jonas, send):
    Policy.objects.create(held_days=14)
    send(recruiter)
    Conversation.objects.update(written_at=timezone.now() - dt.timedelta(days=15))

    assert send(jonas).conversation.holder == jonas


def test_who_left_holds_nothing(recruiter, jonas, send):
    send(recruiter)
    recruiter.is_active = False
    recruiter.save()

    assert send(jonas).state == "sent"


def test_a_conversation_that_ended_yesterday_is_still_somebodys(elin, recruiter, jonas, send):
    stop_conversation(conversation=send(recruiter).conversation, why=Stop.BY_HAND, by=recruiter)

    with pytest.raises(HeldByColleague):
        send(jonas)
    take_over(candidate=elin, by=jonas)

    assert send(jonas).state == "sent"
    assert Conversation.objects.count() == 2


def test_taking_over_what_is_ones_own_changes_nothing(elin, recruiter, send):
    send(recruiter)

    take_over(candidate=elin, by=recruiter)

    assert Activity.objects.filter(verb="took_over_conversation").count() == 0


def test_keep_draft_after_the_address_changed(elin, recruiter):
    message = keep_draft(candidate=elin, address="elin@uni.example", subject="s", body="b", by=recruiter)
    elin.identities.all().delete()

    assert "Add the one you know first" in refusal_of(lambda: send_message(message=message, by=recruiter))
