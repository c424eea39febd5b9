"""What time does by itself: hand in what nobody handed in, and write once to those who may have forgotten."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hiring.pipeline.enums import Standing
from interviews.sittings.actions import close_if_due
from interviews.sittings.clock import GRACE
from interviews.sittings.letters import reminder_letter, zone_of
from interviews.sittings.models import Attempt, ExamInvitation
from workspace.mail.actions import queue_mail
from workspace.mail.models import Mail
from workspace.reminders.quiet import Hours, next_allowed

UNOPENED_AFTER = dt.timedelta(days=3)
LAST_BEFORE = dt.timedelta(hours=24)
QUIET_FROM, QUIET_UNTIL = dt.time(20), dt.time(9)
AT_ONCE = 200


def close_due_attempts(*, now: dt.datetime | None = None) -> int:
    """Hand in what is there of every attempt whose time and grace are over; return of how many."""
    now = now or timezone.now()
    due = Attempt.objects.filter(handed_in_at=None, deadline__lt=now - GRACE).order_by("deadline")[:AT_ONCE]
    return sum(close_if_due(attempt=attempt, now=now) for attempt in due)


def remind_candidates(*, now: dt.datetime | None = None) -> int:
    """Queue the reminders that have come due: never opened, or the window ends within a day. Each at most once; return how many are new."""
    now = now or timezone.now()
    waiting = (
        ExamInvitation.objects.filter(withdrawn_at=None, attempt=None, opens_at__lte=now, closes_at__gt=now)
        .filter(application__standing=Standing.ACTIVE, application__candidate__do_not_contact=False)
        .exclude(address="")
        .filter(Q(closes_at__lte=now + LAST_BEFORE) | Q(opened_at=None))
        .select_related("exam", "application__candidate", "application__role", "invited_by")
    )
    return sum(_remind(invitation, now) for invitation in waiting.order_by("pk"))


@transaction.atomic
def _remind(invitation: ExamInvitation, now: dt.datetime) -> bool:
    since = max(invitation.opens_at, invitation.created_at)
    is_last = invitation.closes_at <= now + LAST_BEFORE
    # A window shorter than two days is reminded of in its letter.
    if is_last and invitation.closes_at - since < 2 * LAST_BEFORE:
        return False
    if not is_last and now < since + UNOPENED_AFTER:
        return False
    key = f"exam/{invitation.uuid}/reminder/{'last' if is_last else 'unopened'}"
    if Mail.objects.filter(key=key).exists():
        return False
    hours = Hours(zone_of(invitation.application.candidate), QUIET_FROM, QUIET_UNTIL)
    when = next_allowed(now, hours)
    subject, body = reminder_letter(invitation, is_last=is_last)
    queue_mail(
        key=key,
        to=invitation.address,
        subject=subject,
        body=body,
        candidate=invitation.application.candidate.uuid,
        headers={"Reply-To": invitation.invited_by.email},
        # After the window is over it would only annoy: then better at night than never.
        not_before=when if when < invitation.closes_at - dt.timedelta(hours=2) else now,
        is_secret=True,
    )
    return True
