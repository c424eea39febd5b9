"""An interview whose interviewer was recused needs somebody else: told once to who owns the role."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.urls import reverse

from interviews.conflicts.queries import seats_to_fill
from workspace.reminders.registry import DueReminder, Kind, register


def due_seats(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield one reminder for each seat that has to be given to somebody else. One query."""
    for seat in seats_to_fill(now):
        interview, application = seat.interview, seat.interview.application
        role = application.role
        owner = next(
            (key for key in (role.recruiter_id, role.hiring_manager_id) if key and key != seat.user_id),
            role.hiring_manager_id,
        )
        yield DueReminder(
            key=f"reassign/{seat.uuid}",
            recipient=owner,
            subject=f"{interview.kit.name} with {application.candidate.name} needs another interviewer",
            body=f"{seat.user.name} is recused. Give the seat to somebody else, or cancel the interview.",
            path=reverse("interviews:reassign", args=[interview.uuid]),
            stale_at=interview.starts_at,
            candidate=application.candidate.uuid,
        )


def seat_settled(key: str) -> bool:
    """Whether the seat was given to somebody else, the recusal lifted, or the interview is over."""
    _, seat = key.split("/")
    return not seats_to_fill(dt.datetime.now(dt.UTC)).filter(uuid=uuid.UUID(seat)).exists()


REASSIGN = register(
    Kind(
        slug="reassign",
        label="Interviewer to replace",
        description="Somebody who holds an interview of your role was recused from the candidate.",
        steps=(),
        due=due_seats,
        settled=seat_settled,
    )
)
