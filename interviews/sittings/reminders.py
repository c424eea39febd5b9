"""Candidates who asked for something before their exam, and wait for an answer."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.urls import reverse

from hiring.pipeline.enums import Standing
from interviews.sittings.models import ExamInvitation
from workspace.reminders.registry import DueReminder, Kind, register


def due_requests(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield a reminder to who invited: at once, and once more."""
    rows = ExamInvitation.objects.filter(
        requested_at__isnull=False,
        answered_at=None,
        withdrawn_at=None,
        attempt=None,
        closes_at__gt=now,
        application__standing=Standing.ACTIVE,
    ).select_related("application__candidate", "exam")
    for one in rows.order_by("pk"):
        asked_at = one.requested_at or now  # never empty here
        step = "again" if now - asked_at >= dt.timedelta(hours=hours["again"]) else "first"
        yield DueReminder(
            key=f"exam-request/{one.uuid}/{asked_at:%Y%m%d%H%M%S}/{step}",
            recipient=one.invited_by_id,
            subject=f"{one.application.candidate.name} asks for something before an exam",
            body=f"{one.exam.name}. They were asked to wait for an answer before they begin.",
            path=reverse("interviews:exam-invitation", args=[one.uuid]),
            candidate=one.application.candidate.uuid,
            stale_at=one.closes_at,
        )


def request_settled(key: str) -> bool:
    _, invitation, _, _ = key.split("/")
    waiting = ExamInvitation.objects.filter(answered_at=None, withdrawn_at=None, attempt=None)
    return not waiting.filter(uuid=uuid.UUID(invitation), requested_at__isnull=False).exists()


EXAM_REQUEST = register(
    Kind(
        slug="exam_request",
        label="Request before an exam",
        description="A candidate asked for extra time or another way: at once, and once more.",
        steps=(("again", "Hours until the second reminder", 24),),
        due=due_requests,
        settled=request_settled,
    )
)
