"""Promises made to people who were met."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.urls import reverse

from candidates.conferences.models import Encounter
from workspace.reminders.registry import DueReminder, Kind, register

LOOKS_BACK = dt.timedelta(days=7)
MORNING = dt.time(9, 0)


def due_promises(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield each promise whose day has begun, by the clock of who made it, at nine."""
    window = (now.date() - LOOKS_BACK, now.date() + dt.timedelta(days=1))
    waiting = Encounter.objects.filter(follow_up_on__range=window, followed_up_at=None, met_by__is_active=True).exclude(
        candidate__do_not_contact=True
    )
    for met in waiting.select_related("met_by", "candidate", "conference"):
        person, day = met.met_by, met.follow_up_on
        if day is None or now < dt.datetime.combine(day, MORNING, person.zone):
            continue
        yield DueReminder(
            key=f"encounter/{met.uuid}/{day}",
            recipient=person.pk,
            # Until somebody says who it was, no erasure would find the name here.
            subject=f"You promised to write to {met.candidate.name if met.candidate else 'somebody you met'}",
            body=f"You met at {met.conference}." if met.conference else "You met in person.",
            path=reverse("candidates:encounter", args=[met.uuid]),
            candidate=met.candidate.uuid if met.candidate else None,
        )


def promise_settled(key: str) -> bool:
    """Whether the promise was kept, or put off to another day, or the person was erased."""
    _, encounter, day = key.split("/")
    return not Encounter.objects.filter(
        uuid=uuid.UUID(encounter), follow_up_on=dt.date.fromisoformat(day), followed_up_at=None
    ).exists()


PROMISE = register(
    Kind(
        slug="encounter_promise",
        label="Promise made at a conference",
        description="The morning of the day by which you promised to write to somebody you met.",
        steps=(),
        due=due_promises,
        settled=promise_settled,
    )
)
