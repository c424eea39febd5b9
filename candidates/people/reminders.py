"""Follow-ups that have come due."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.urls import reverse

from candidates.people.models import Candidate
from workspace.reminders.registry import DueReminder, Kind, register

LOOKS_BACK = dt.timedelta(days=7)
MORNING = dt.time(9, 0)


def due_follow_ups(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield each follow-up whose day has begun, by the clock of the person who promised it, at nine."""
    # A day either side of UTC's date covers every zone; the local date decides below.
    window = (now.date() - LOOKS_BACK, now.date() + dt.timedelta(days=1))
    waiting = Candidate.objects.present().filter(follow_up_on__range=window, follow_up_by__is_active=True)
    for candidate in waiting.select_related("follow_up_by"):
        person, day = candidate.follow_up_by, candidate.follow_up_on
        if person is None or day is None or now < dt.datetime.combine(day, MORNING, person.zone):
            continue
        yield DueReminder(
            key=f"follow-up/{candidate.uuid}/{day}",
            recipient=person.pk,
            subject=f"Follow up with {candidate.name}",
            body=candidate.follow_up_note or "You set this follow-up without a note.",
            path=reverse("candidates:candidate", args=[candidate.uuid]),
            candidate=candidate.uuid,
        )


def follow_up_settled(key: str) -> bool:
    """Whether the follow-up was cleared, or put off to another day."""
    _, candidate, day = key.split("/")
    return (
        not Candidate.objects.present()
        .filter(uuid=uuid.UUID(candidate), follow_up_on=dt.date.fromisoformat(day))
        .exists()
    )


FOLLOW_UP = register(
    Kind(
        slug="follow_up",
        label="Follow-up due",
        description="The morning of the day on which you promised to write to somebody.",
        steps=(),
        due=due_follow_ups,
        settled=follow_up_settled,
    )
)
