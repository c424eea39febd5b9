import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.conflicts.actions import clear, note_found, recuse
from candidates.conflicts.enums import ConflictKind
from candidates.conflicts.page import add_consequences
from hiring.conflicts.reminders import due_conflicts
from hiring.conflicts.tasks import look_at_changed_colleague, look_at_everybody, look_at_new_candidate
from hiring.models import Application
from interviews.conflicts.reminders import due_seats
from interviews.decisions.rules import may_approve_for
from interviews.schedule.actions import BookingRefused, book_interview, reassign_interview
from interviews.schedule.queries import colleagues
from interviews.week.queries import week_of
from tests import factories
from workspace.mail.models import Mail
from workspace.models import Notification
from workspace.reminders.actions import gather_digests, remind_all


@pytest.fixture
def booked(application, interviewer, recruiter):
    return book_interview(
        application=application,
        kit=factories.KitFactory(name="Debugging"),
        starts_at=timezone.now() + dt.timedelta(hours=20),
        minutes=45,
        interviewers=[interviewer],
        by=recruiter,
    )


def conflict_of(user, application):
    return note_found(
        user=user, candidate=application.candidate, kind=ConflictKind.COAUTHOR, evidence=["1 shared paper."]
    )


def test_recused_interviewer_owes_nothing_and_their_seat_is_to_be_filled(
    booked, application, interviewer, recruiter, hiring_manager
):
    conflict = recuse(conflict=conflict_of(interviewer, application), by=hiring_manager)
    now = timezone.now()

    week = week_of(interviewer, now + dt.timedelta(hours=1))
    assert (week.owed, week.next, week.coming) == ([], None, [])
    assert application.scorecards.get().released_at is not None
    (due,) = due_seats(now, {})
    assert (due.recipient, due.path) == (recruiter.pk, reverse("interviews:reassign", args=[booked.uuid]))
    add_consequences([conflict])
    assert conflict.consequences == [
        (f"{interviewer} has a seat in Debugging: give it to somebody else.", due.path),
    ]

    clear(conflict=conflict, reason="A mistake.", by=hiring_manager)
    assert (list(due_seats(now, {})), application.scorecards.get().released_at) == ([], None)


def test_recused_are_not_offered_not_booked_and_told_no_name(booked, application, interviewer, recruiter):
    other = factories.UserFactory(name="Olaf Other")
    recuse(conflict=conflict_of(interviewer, application), by=recruiter)

    assert interviewer not in [one.user for one in colleagues(application, booked.kit, timezone.now())]
    with pytest.raises(BookingRefused, match="Ines Interviewer must have no part"):
        reassign_interview(interview=booked, interviewers=[interviewer, other], by=recruiter)

    reassign_interview(interview=booked, interviewers=[other], by=recruiter)
    told = Mail.objects.get(user=interviewer, calendar_method="CANCEL")
    name = application.candidate.name
    assert name not in told.subject + told.body + told.calendar
    assert str(booked.uuid) in told.calendar  # else no calendar would find the entry
    assert name in Mail.objects.get(user=other).body


def test_whoever_has_an_open_conflict_is_not_asked_to_approve(application, stranger):
    decided_by = application.role.hiring_manager
    assert stranger in may_approve_for(application, decided_by=decided_by)

    conflict_of(stranger, application)

    assert stranger not in may_approve_for(application, decided_by=decided_by)


def test_what_waits_in_the_outbox_does_not_leave_any_more(booked, application, interviewer, recruiter):
    invited = Mail.objects.get(user=interviewer)

    recuse(conflict=conflict_of(interviewer, application), by=recruiter)

    invited.refresh_from_db()
    assert invited.state == "dropped"


def test_recused_get_no_reminder_and_no_digest_names_them(booked, application, interviewer, recruiter):
    interviewer.mail_rhythm = "digest"
    interviewer.save()
    now, told = timezone.now(), Notification.objects.filter(user=interviewer, candidate=application.candidate.uuid)
    remind_all(now=now)
    assert told.count() == 1
    assert gather_digests(now=now + dt.timedelta(days=3)) in (0, 1)

    conflict = recuse(conflict=conflict_of(interviewer, application), by=recruiter)
    gather_digests(now=now + dt.timedelta(days=3))
    waiting = Mail.objects.filter(user=interviewer, key__startswith="digest/", state="waiting")
    assert [mail.body for mail in waiting if application.candidate.name in mail.subject + mail.body] == []

    told.delete()
    remind_all(now=now)
    assert not told.exists()
    clear(conflict=conflict, reason="A mistake.", by=recruiter)
    remind_all(now=now)
    assert told.exists()


def test_waiting_conflict_is_told_to_an_owner_it_does_not_concern(application, interviewer, recruiter, hiring_manager):
    conflict_of(interviewer, application)
    conflict_of(recruiter, application)

    assert {(due.key, due.recipient) for due in due_conflicts(timezone.now(), {})} == {
        (f"conflict/{one.uuid}", {interviewer: recruiter, recruiter: hiring_manager}[one.user].pk)
        for one in application.candidate.conflicts.all()
    }


def test_recused_owner_must_be_replaced(application, hiring_manager, recruiter):
    conflict = recuse(conflict=conflict_of(hiring_manager, application), by=recruiter)

    add_consequences([conflict])
    assert [words for words, _ in conflict.consequences] == [
        f"Hari Manager is the hiring manager of {application.role.title}: name somebody else who decides about this candidate."
    ]
    assert not Application.objects.visible_to(hiring_manager).exists()


def test_entering_a_pipeline_and_saying_more_of_oneself_look_for_conflicts(interviewer, application):
    paper = factories.PaperFactory(published_on=timezone.localdate())
    factories.AuthorshipFactory(
        paper=paper, position=1, candidate=application.candidate, name=application.candidate.name
    )
    factories.AuthorshipFactory(paper=paper, position=2, name="Ines Interviewer")

    assert (look_at_new_candidate(application.candidate_id), look_at_new_candidate(application.candidate_id)) == (1, 1)
    assert (look_at_changed_colleague(interviewer.pk), look_at_changed_colleague(interviewer.pk)) == (1, 1)
    assert (look_at_everybody(), look_at_everybody()) == (1, 1)
    assert application.candidate.conflicts.get().user == interviewer
