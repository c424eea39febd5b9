"""Interviews that are near."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.urls import reverse

from interviews.schedule.models import Interview, InterviewState, Seat
from workspace.reminders.registry import DueReminder, Kind, register


def due_interviews(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield a reminder for each seat in an interview that starts soon. A rescheduled one is a new interview to remind of."""
    until = now + dt.timedelta(hours=hours["before"])
    seats = Seat.objects.filter(
        is_live=True, interview__state=InterviewState.BOOKED, during__startswith__gt=now, during__startswith__lte=until
    )
    for seat in seats.select_related(
        "user", "interview__kit", "interview__application__candidate", "interview__application__role"
    ):
        interview, application = seat.interview, seat.interview.application
        local = interview.starts_at.astimezone(seat.user.zone)
        yield DueReminder(
            key=f"interview/{interview.uuid}/{interview.starts_at.astimezone(dt.UTC):%Y%m%dT%H%M}",
            recipient=seat.user_id,
            subject=f"{local:%A} {local:%H:%M}: {interview.kit.name} with {application.candidate.name}",
            body=f"{application.role.title} · {local:%H:%M} {seat.user.time_zone} · {interview.location or 'no place given'}",
            path=reverse("interviews:interview", args=[interview.uuid]),
            stale_at=interview.starts_at,
            candidate=application.candidate.uuid,
        )


def interview_settled(key: str) -> bool:
    """Whether the interview was cancelled or moved."""
    _, interview, start = key.split("/")
    found = Interview.objects.live().filter(uuid=uuid.UUID(interview)).first()
    return found is None or f"{found.starts_at.astimezone(dt.UTC):%Y%m%dT%H%M}" != start


INTERVIEW_TOMORROW = register(
    Kind(
        slug="interview",
        label="Interview tomorrow",
        description="Before an interview you hold, with its kit one tap away.",
        steps=(("before", "Hours before the start", 24),),
        due=due_interviews,
        settled=interview_settled,
    )
)
