"""Inviting somebody to an exam, and what can be changed about it until they begin."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from candidates.people.enums import IdentityKind
from candidates.people.models import Candidate, Identity
from hiring.pipeline.models import Application
from interviews.exams.models import Exam
from interviews.exams.queries import gaps_of
from interviews.sittings.clock import MOST_EXTRA
from interviews.sittings.letters import changed_letter, invitation_letter
from interviews.sittings.models import ExamInvitation
from interviews.sittings.refusals import InvitationRefused
from workspace.activity.actions import log_activity
from workspace.mail.actions import drop_mail, queue_mail
from workspace.staff.models import User

LONGEST_WINDOW = dt.timedelta(days=90)


@transaction.atomic
def invite_to_exam(
    *,
    application: Application,
    exam: Exam,
    opens_at: dt.datetime,
    closes_at: dt.datetime,
    extra_percent: int = 0,
    by: User,
    now: dt.datetime | None = None,
) -> ExamInvitation:
    """Invite a candidate to an exam and write to them, or raise InvitationRefused. A candidate without an address gets no letter; the link is on the application."""
    now = now or timezone.now()
    # Two people inviting at once would send two letters: the application is the lock.
    application = (
        Application.objects.select_for_update(of=("self",)).select_related("candidate", "role").get(pk=application.pk)
    )
    _check_window(opens_at, closes_at, extra_percent, now)
    if not application.is_active:
        raise InvitationRefused("This application is closed. Reopen it before inviting to an exam.")
    if application.candidate.do_not_contact:
        raise InvitationRefused("This person asked not to be written to.")
    if exam.retired_at is not None:
        raise InvitationRefused("This exam is out of use. Choose one that is in use.")
    if blocking := [gap.in_words for gap in gaps_of(exam) if gap.blocks]:
        raise InvitationRefused(f"The bank cannot fill this exam. {' '.join(blocking)}")
    open_ones = ExamInvitation.objects.open().filter(application=application, exam__slug=exam.slug)
    if open_ones.filter(closes_at__gt=now).exists():
        raise InvitationRefused("There is an open invitation to this exam already. Withdraw it or wait for it.")
    invitation = ExamInvitation.objects.create(
        exam=exam,
        application=application,
        address=address_of(application.candidate),
        opens_at=opens_at,
        closes_at=closes_at,
        extra_percent=extra_percent,
        invited_by=by,
    )
    _write_to(invitation, "invited")
    _log("invited_to_exam", invitation, by)
    return invitation


@transaction.atomic
def change_invitation(
    *,
    invitation: ExamInvitation,
    opens_at: dt.datetime,
    closes_at: dt.datetime,
    extra_percent: int,
    answer: str,
    by: User,
) -> ExamInvitation:
    """Give an invitation another window or extra time, and answer what its candidate asked for; or raise InvitationRefused."""
    invitation = _locked(invitation)
    _check_open(invitation)
    if hasattr(invitation, "attempt"):
        raise InvitationRefused("The exam has begun: its time stands. Invite to a second form if something went wrong.")
    _check_window(opens_at, closes_at, extra_percent, timezone.now())
    invitation.opens_at, invitation.closes_at, invitation.extra_percent = opens_at, closes_at, extra_percent
    invitation.answer = answer.strip()
    if invitation.requested_at is not None:
        invitation.answered_at, invitation.answered_by = timezone.now(), by
    invitation.save()
    _write_to(invitation, f"changed/{int(timezone.now().timestamp())}")
    _log("changed_exam_invitation", invitation, by)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: ExamInvitation, by: User) -> ExamInvitation:
    """Take an invitation back. What was begun goes on to its end."""
    invitation = _locked(invitation)
    _check_open(invitation)
    if hasattr(invitation, "attempt"):
        raise InvitationRefused("The exam has begun. It goes on to its end; nobody has to look at it.")
    invitation.withdrawn_at, invitation.withdrawn_by = timezone.now(), by
    invitation.save(update_fields=["withdrawn_at", "withdrawn_by", "updated_at"])
    candidate = invitation.application.candidate.uuid
    drop_mail(prefix=f"exam/{invitation.uuid}/", candidate=candidate, reason="The invitation was withdrawn.")
    _log("withdrew_exam_invitation", invitation, by)
    return invitation


@transaction.atomic
def renew_link(*, invitation: ExamInvitation, by: User) -> ExamInvitation:
    """Make the old link worthless and send a new one: for a letter that went to the wrong person."""
    invitation = _locked(invitation)
    _check_open(invitation)
    invitation.link_number += 1
    invitation.address = address_of(invitation.application.candidate)
    invitation.save(update_fields=["link_number", "address", "updated_at"])
    _write_to(invitation, f"link/{invitation.link_number}")
    _log("renewed_exam_link", invitation, by)
    return invitation


def address_of(candidate: Candidate) -> str:
    """Return where to write to a candidate: their oldest address; nothing where we have none. One query."""
    found = Identity.objects.filter(candidate=candidate, kind=IdentityKind.EMAIL).order_by("pk")
    return found.values_list("value", flat=True).first() or ""


def _check_window(opens_at: dt.datetime, closes_at: dt.datetime, extra_percent: int, now: dt.datetime) -> None:
    if closes_at <= opens_at:
        raise InvitationRefused("The last moment to begin must come after the first.")
    if closes_at <= now:
        raise InvitationRefused("This window is over already. Give them a day at least.")
    if closes_at - opens_at > LONGEST_WINDOW:
        raise InvitationRefused("A window is at most 90 days long.")
    if not 0 <= extra_percent <= MOST_EXTRA:
        raise InvitationRefused(f"Extra time is 0 to {MOST_EXTRA} percent.")


def _check_open(invitation: ExamInvitation) -> None:
    if invitation.withdrawn_at is not None:
        raise InvitationRefused("This invitation was withdrawn.")
    if hasattr(invitation, "attempt") and invitation.attempt.handed_in_at is not None:
        raise InvitationRefused("This exam was handed in already.")


def _locked(invitation: ExamInvitation) -> ExamInvitation:
    # of=("self",): lock this row only, never the exam or the application. The attempt is read after the lock is had.
    rows = ExamInvitation.objects.select_related("exam", "application__candidate", "application__role", "invited_by")
    return rows.select_for_update(of=("self",)).get(pk=invitation.pk)


def _write_to(invitation: ExamInvitation, occasion: str) -> None:
    if not invitation.address:
        return
    write = changed_letter if occasion.startswith("changed") else invitation_letter
    subject, body = write(invitation)
    queue_mail(
        key=f"exam/{invitation.uuid}/{occasion}",
        to=invitation.address,
        subject=subject,
        body=body,
        candidate=invitation.application.candidate.uuid,
        headers={"Reply-To": invitation.invited_by.email},
        is_secret=True,  # it holds the link
    )


def _log(verb: str, invitation: ExamInvitation, by: User) -> None:
    application = invitation.application
    log_activity(
        verb=verb,
        subject=invitation,
        candidate=application.candidate.uuid,
        application=application.uuid,
        role=application.role.uuid,
        facts={"exam": invitation.exam.slug, "version": invitation.exam.version},
        by=by,
    )
