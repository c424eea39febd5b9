import datetime as dt

from django.core import mail as sent
from django.utils import timezone

from candidates.matching.merging import merge_candidates, undo_merge
from candidates.outreach.models import Conversation, Message
from candidates.outreach.queries import contacted, contacted_candidates, replied_candidates
from candidates.people.models import Candidate
from candidates.people.signals import candidate_copy_wanted
from candidates.privacy.actions import erase_candidate
from tests import factories
from workspace.mail.actions import deliver_due_mail
from workspace.mail.models import Mail, MailState


def test_conversations_come_along_with_a_merge_and_go_back(elin, recruiter, send):
    twin = factories.CandidateFactory(name="E. Vasquez")
    message = send(recruiter, deliver=False)

    merge = merge_candidates(kept=twin, absorbed=elin, by=recruiter)
    deliver_due_mail()
    merged = Conversation.objects.get().candidate
    undo_merge(merge=merge, by=recruiter)

    assert (merged, Conversation.objects.get().candidate) == (twin, elin)
    assert Message.objects.get(pk=message.pk).state == "sent"
    assert Mail.objects.get().candidate == elin.uuid


def test_of_two_conversations_one_ends_when_records_merge(elin, recruiter, send):
    twin = factories.IdentityFactory(value="e@home.example").candidate
    send(recruiter, to=twin, address="e@home.example")
    send(recruiter, deliver=False)

    merge_candidates(kept=twin, absorbed=elin, by=recruiter)
    deliver_due_mail()

    assert sorted(Conversation.objects.values_list("state", "stop")) == [("open", ""), ("stopped", "merged")]
    assert len(sent.outbox) == 1


def test_a_merge_with_somebody_who_objects_stops_writing(elin, recruiter, send):
    twin = factories.CandidateFactory(do_not_contact=True)
    send(recruiter, deliver=False)

    merge_candidates(kept=twin, absorbed=elin, by=recruiter)
    deliver_due_mail()

    assert sent.outbox == []
    assert Conversation.objects.get().stop == "do_not_contact"


def test_erasing_takes_the_letters_and_what_has_not_left(elin, recruiter, send):
    send(recruiter, deliver=False)

    erase_candidate(candidate=elin, by=recruiter)
    deliver_due_mail()

    assert (Conversation.objects.count(), Message.objects.count(), Mail.objects.count()) == (0, 0, 0)
    assert sent.outbox == []


def test_a_copy_tells_what_was_said_and_no_draft(elin, recruiter, hiring_manager, send, draft):
    send(recruiter)
    draft(recruiter, body="Not said")

    copies = [
        [
            rows
            for _, answer in candidate_copy_wanted.send(Candidate, candidate=elin, viewer=user)
            for rows in (answer or {}).get("messages", [])
        ]
        for user in (recruiter, hiring_manager)
    ]

    assert [row["body"] for row in copies[0]] == ["Hello Elin,\n\nmay we talk?"]
    assert copies[1] == []


def test_uncertain_and_refused_letters_say_so(elin, recruiter, send):
    message = send(recruiter, deliver=False)
    from workspace.mail.signals import mail_settled

    for state in (MailState.UNCERTAIN, MailState.FAILED):
        message.mail.state, message.mail.error = state, "The server went away"
        mail_settled.send(Mail, mail=message.mail)
        message.refresh_from_db()
        assert (message.state, message.problem) == (state, "The server went away")


def test_a_mail_of_something_else_settles_nothing(db):
    mail = Mail.objects.create(key="x", to="a@b.example", subject="s", body="b", not_before=timezone.now())
    deliver_due_mail()

    mail.refresh_from_db()
    assert mail.state == "sent"


def test_people_are_counted_once_however_often_they_were_written_to(elin, recruiter, send):
    other = factories.IdentityFactory(value="o@uni.example").candidate
    send(recruiter)
    message = send(recruiter)
    send(recruiter, to=other, address="o@uni.example")
    Message.objects.create(conversation=message.conversation, state="received", happened_at=timezone.now())
    now = timezone.now()

    figures = contacted(now - dt.timedelta(days=1), now + dt.timedelta(minutes=1), recruiter)
    ids = [elin.pk, other.pk, factories.CandidateFactory().pk]

    assert (figures.written_to, figures.replied) == (2, 1)
    assert contacted_candidates(ids) == {elin.pk, other.pk}
    assert replied_candidates(ids) == {elin.pk}
    assert contacted(now - dt.timedelta(days=9), now - dt.timedelta(days=8), recruiter).written_to == 0
